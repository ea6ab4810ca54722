//! The `#[differentiate]` attribute of [`ad-runtime`](https://docs.rs/ad-runtime): automatic
//! differentiation by source transformation. Depend on `ad-runtime`, which re-exports it.
#![cfg_attr(
    not(test),
    deny(
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::panic,
        clippy::string_slice,
        clippy::todo,
        clippy::unimplemented,
        clippy::unreachable,
        clippy::unwrap_used
    )
)]

mod analysis;
mod attr;
mod check;
mod derive;
mod diagnostics;
mod emit;
mod expand;
mod fallback;
mod ir;
mod rules;
mod syntax;
#[cfg(test)]
mod tests;
mod transform;

use proc_macro2::TokenStream;

/// Emits the derivatives of a function beside it, as functions of the same visibility and generics.
///
/// ```
/// use ad_runtime::differentiate;
///
/// #[differentiate]
/// fn rosenbrock(x: f64, y: f64) -> f64 {
///     let a = 1.0 - x;
///     let b = y - x * x;
///     a * a + 100.0 * b * b
/// }
///
/// let (x_bar, y_bar) = rosenbrock_grad(0.5, 0.5);
/// assert_eq!((x_bar, y_bar), (-51.0, 50.0));
/// ```
///
/// The function itself stays as it is written. The documentation of each companion says what it returns, and
/// shows its code, where that is no more than a screenful: the editor has it where the cursor is on
/// `rosenbrock_grad`.
///
/// # Companions
///
/// Of `fn f(x: f64, p: &[f64]) -> R`, in the order of the parameters:
///
/// | companion | returns | |
/// |---|---|---|
/// | `f_jvp(x, p, x_dot, p_dot)` | `(R, R_dot)` | forward mode: the value and its derivative along a direction |
/// | `f_linearize(x, p)` | `(R, linear)` | forward mode, the value computed once: `linear(x_dot, p_dot)` gives `R_dot`, as often as you like |
/// | `f_vjp(x, p)` | `(R, pullback)` | reverse mode: `pullback(seed)` gives the cotangents, as often as you like |
/// | `f_grad(x, p)` | `(x_bar, p_bar)` | the gradient, where `R` is a float |
/// | `f_value_and_grad(x, p)` | `(R, (x_bar, p_bar))` | both, at the price of one |
/// | `f_grad_into(x, p, &mut x_bar, &mut p_bar)` | `R` | the same into your own buffers |
/// | `f_jacobian(x, p)` | `(x_jacobian, p_jacobian)` | where `R` is several floats: a row for each, a column for each element |
/// | `f_jacobian_into(x, p, &mut x_jacobian, &mut p_jacobian)` | `R` | the same into your own matrices |
///
/// Where all floats are of one type, other things may stand for tangents than floats:
///
/// | companion | returns | |
/// |---|---|---|
/// | `f_jvp_over(x, p, x_dot, p_dot)` | `(R, R_dot)` | over `[f64; K]` in the place of every `f64`, derivatives along K directions |
/// | `f_taylor::<K>(x, p, x_series, p_series)` | `(R, R_series)` | over `Series<f64, K>`, Taylor coefficients of the orders 1 to K |
/// | `f_jacobian_sparsity(x, p)` | `Sparsity` | which elements of the Jacobian may be other than 0; all parameters together |
/// | `f_jacobian_sparse(x, p, &sparsity, &colouring)` | `Csr<f64>` | these, by a sweep for each colour |
///
/// With `order = 2`, where `R` is a float:
///
/// | companion | returns | |
/// |---|---|---|
/// | `f_hvp(x, p, x_dot, p_dot)` | as `f_grad` | the product of the Hessian with a direction |
/// | `f_grad_and_hvp(x, p, x_dot, p_dot)` | the gradient, and that product | both, at the price of one |
/// | `f_hessian(x, p)` | `[[f64; n]; n]` or `Jacobian<f64>` | the Hessian, by as many products as it has rows |
/// | `f_hessian_sparsity(x, p)` | `Sparsity` | which elements of the Hessian may be other than 0 |
/// | `f_hessian_sparse(x, p, &sparsity, &colouring)` | `Csr<f64>` | these, by a product for each colour |
///
/// Where one parameter is active, its cotangent is bare, not a tuple. Every value is that of the function itself, bit for
/// bit; every companion costs a small constant times the function, however many parameters there are.
///
/// | parameter | tangent for `f_jvp` and for the closure of `f_linearize` | cotangent | buffer of `f_grad_into` |
/// |---|---|---|---|
/// | `f64`, `f32`, `T: Float` | the same | the same | `&mut f64` |
/// | `[f64; N]`, `&[f64; N]` | that of the parameter | `[f64; N]` | `&mut [f64; N]` |
/// | `&[f64]`, `&Vec<f64>`, `Vec<f64>` | that of the parameter | `Vec<f64>` | `&mut [f64]` |
/// | tuples of these, and deeper nesting | that of the parameter | tuples, nested alike | `&mut` of those |
/// | integers, `bool`, `char`, `&str`, … | none | none | none |
///
/// ```
/// use ad_runtime::differentiate;
///
/// #[differentiate]
/// fn weighted(x: f64, p: &[f64]) -> f64 {
///     (p[0] * x).sin() * p[1]
/// }
///
/// let (value, slope) = weighted_jvp(0.0, &[2.0, 3.0], 1.0, &[0.0, 0.0]);
/// assert_eq!((value, slope), (0.0, 6.0));
///
/// let (value, linear) = weighted_linearize(0.0, &[2.0, 3.0]);
/// assert_eq!((value, linear(1.0, &[0.0, 0.0])), (0.0, 6.0));
/// assert_eq!(linear(0.5, &[1.0, 1.0]), 3.0);
///
/// let (_, pullback) = weighted_vjp(0.0, &[2.0, 3.0]);
/// assert_eq!(pullback(10.0), (60.0, vec![0.0, 0.0]));
///
/// let (mut x_bar, mut p_bar) = (0.0, [0.0; 2]);
/// weighted_grad_into(0.0, &[2.0, 3.0], &mut x_bar, &mut p_bar);
/// assert_eq!((x_bar, p_bar), (6.0, [0.0, 0.0]));
/// ```
///
/// ```
/// use ad_runtime::{Colouring, Series, differentiate};
///
/// #[differentiate]
/// fn rate(x: &[f64]) -> [f64; 2] {
///     [x[0] * x[1], x[2].exp()]
/// }
///
/// let (value, dots) = rate_jvp_over(&[2.0, 3.0, 0.0], &[[1.0, 0.0], [0.0, 1.0], [0.0, 0.5]]);
/// assert_eq!((value, dots), ([6.0, 1.0], [[3.0, 2.0], [0.0, 0.5]]));
///
/// // Along x + v t: (2 + t) (3 + 2 t) and exp t.
/// let v = [1.0, 2.0, 1.0].map(Series::along);
/// let (_, series) = rate_taylor::<3>(&[2.0, 3.0, 0.0], &v);
/// assert_eq!(series[0].coefficients(), &[7.0, 2.0, 0.0]);
/// assert_eq!(series[1].coefficients(), &[1.0, 1.0 / 2.0, 1.0 / 6.0]);
///
/// let sparsity = rate_jacobian_sparsity(&[2.0, 3.0, 0.0]);
/// let colouring = Colouring::columns(&sparsity);
/// let jacobian = rate_jacobian_sparse(&[2.0, 3.0, 0.0], &sparsity, &colouring);
/// assert_eq!((sparsity.nnz(), jacobian.values()), (3, &[3.0, 2.0, 1.0][..]));
/// ```
///
/// A differentiated function may call `g_grad`, `g_value_and_grad` and `g_jvp` of such a `g`.
///
/// A Jacobian or Hessian is an array of rows where the types tell its size, and else a `Jacobian`, a dense matrix row by
/// row. The Hessian is one matrix, in the order of the parameters and of their elements; the Jacobians are one for each
/// parameter. There is no Hessian where the parameters hold floats of different types, or are written in place.
///
/// ```
/// use ad_runtime::differentiate;
///
/// #[differentiate(order = 2)]
/// fn energy(x: f64, p: &[f64]) -> f64 {
///     p[0] * x * x + p[1] * x
/// }
///
/// let (x_bar, p_bar) = energy_hvp(3.0, &[2.0, 5.0], 1.0, &[0.0, 0.0]);
/// assert_eq!((x_bar, p_bar), (4.0, vec![6.0, 1.0]));
/// assert_eq!(energy_hessian(3.0, &[2.0, 5.0]).row(1), [6.0, 0.0, 0.0]);
///
/// #[differentiate]
/// fn polar(r: f64, angle: f64) -> [f64; 2] {
///     [r * angle.cos(), r * angle.sin()]
/// }
///
/// assert_eq!(polar_jacobian(2.0, 0.0), ([[1.0], [0.0]], [[0.0], [2.0]]));
///
/// let (mut by_r, mut by_angle) = ([[0.0]; 2], [[0.0]; 2]);
/// assert_eq!(polar_jacobian_into(2.0, 0.0, &mut by_r, &mut by_angle), [2.0, 0.0]);
/// assert_eq!((by_r, by_angle), ([[1.0], [0.0]], [[0.0], [2.0]]));
/// ```
///
/// # Options
///
/// | option | |
/// |---|---|
/// | `wrt(x, w)`, or its complement `constant(t)` | the parameters to differentiate with respect to; all that carry floats by default |
/// | `forward`, `reverse` | emit only that family |
/// | `order = 2` | emit the companions of second order too; what the function calls needs it as well, and its `partials` or `jvp` derivatives of their own |
/// | `error_estimate` | emit `f_error_estimate` too, see below |
/// | `partials = path` | a rule of your own: a function of the same parameters that returns the partial derivatives |
/// | `jvp = path`, `vjp = path` | rules of your own for maps of any shape, see below |
/// | `float(Real)` | `Real` is an alias of a float type |
/// | `name = "g"` | the stem of the companions' names: `g_grad` instead of `f_grad` |
/// | `crate = path` | where the crate `ad-runtime` lives, if it is re-exported |
///
/// ```
/// use ad_runtime::differentiate;
///
/// type Real = f64;
///
/// #[differentiate(wrt(w), float(Real), name = "fit", reverse)]
/// fn loss(w: &[Real; 2], x: Real, target: Real) -> Real {
///     let residual = logistic(w[0] * x + w[1]) - target;
///     residual * residual
/// }
///
/// // A rule of your own, for a function whose body is never looked into.
/// #[differentiate(partials = slope)]
/// fn logistic(z: f64) -> f64 {
///     if z < 0.0 { z.exp() / (1.0 + z.exp()) } else { 1.0 / (1.0 + (-z).exp()) }
/// }
///
/// fn slope(z: f64) -> f64 {
///     let y = logistic(z);
///     y * (1.0 - y)
/// }
///
/// assert_eq!(fit_grad(&[0.0, 0.0], 2.0, 1.0), [-0.5, -0.25]);
/// ```
///
/// # Rules of your own
///
/// A function with a rule may do anything: nothing looks into its body. `partials = path` names a function of the same
/// parameters that returns the partial derivatives, for a function of one float, and serves both modes. `jvp = path` and
/// `vjp = path` name functions with the signatures of `f_jvp` and `f_vjp`, for a map of any shape; of them, all other
/// companions are made. One of them alone leaves out the other family. Here the derivative of a root is that of the
/// equation, not of the iteration:
///
/// ```
/// use ad_runtime::differentiate;
///
/// /// The x where x³ + p x = q, for p > 0.
/// #[differentiate(jvp = root_forward, vjp = root_reverse)]
/// fn root(p: f64, q: f64) -> f64 {
///     let mut x = q.cbrt();
///     for _ in 0..60 {
///         x -= (x * x * x + p * x - q) / (3.0 * x * x + p);
///     }
///     x
/// }
///
/// // (3 x² + p) x' + p' x = q'
/// fn root_forward(p: f64, q: f64, p_dot: f64, q_dot: f64) -> (f64, f64) {
///     let x = root(p, q);
///     (x, (q_dot - p_dot * x) / (3.0 * x * x + p))
/// }
///
/// fn root_reverse(p: f64, q: f64) -> (f64, impl Fn(f64) -> (f64, f64)) {
///     let x = root(p, q);
///     let slope = 1.0 / (3.0 * x * x + p);
///     (x, move |x_bar| (-x_bar * slope * x, x_bar * slope))
/// }
///
/// #[differentiate]
/// fn f(p: f64) -> f64 {
///     root(p, 2.0) * p
/// }
///
/// // x = 1 where x³ + x = 2, and x' = -1/4.
/// assert!((f_grad(1.0) - 0.75).abs() < 1e-14);
/// ad_runtime::check_gradient!(root(1.5, 2.0));
/// ```
///
/// A function of another crate gets a rule by a wrapper, `#[differentiate(partials = slope)] fn j0(x: f64) -> f64 {
/// other::j0(x) }`, and it is the wrapper that differentiated functions call.
///
/// A rule owes the value that the function returns, to the last bit, and a derivative that is linear in the tangents or the
/// seed; `check_gradient!` holds it to that, and to differences. A pullback may borrow the parameters. In what calls the
/// function, they are written to while the pullback is needed: so there the cotangents of one float are computed at once
/// and scaled, and of several floats the rule runs on copies of what is behind references when the pullback is called.
/// What is by value is the pullback's own. Where something is written in place, the function itself writes it, and the rule
/// runs when the pullback is called. `f_linearize` calls the rule for each direction.
///
/// With `order = 2`, `partials` or `jvp` names a function with `#[differentiate]`, which may call the function itself, and
/// second derivatives are the derivatives of that rule.
///
/// # Rounding errors
///
/// `#[differentiate(error_estimate)]` on a function of one float emits `f_error_estimate(x, p)` besides. It returns an
/// `ErrorEstimate`: the value, a first-order bound of its rounding error, and what each variable adds to the bound, so that
/// one sees which operation loses the digits.
///
/// ```
/// use ad_runtime::differentiate;
///
/// #[differentiate(error_estimate)]
/// fn f(x: f64) -> f64 {
///     let numerator = 1.0 - x.cos();
///     numerator / (x * x)
/// }
///
/// let estimate = f_error_estimate(1e-4);
/// assert!((estimate.value - 0.5).abs() < estimate.bound && estimate.bound > 1e-8);
/// assert_eq!(estimate.contributions[0].0, "numerator");
/// ```
///
/// # Long loops
///
/// In reverse mode a loop keeps what its trips have computed, for as many trips as it makes. `#[checkpoint]` on a `for`
/// loop keeps the loop's variables instead, as they are before some of the trips, and runs the others again: about twice
/// as many states as the square root of the number of trips, and every trip runs three times in all. `#[checkpoint(20)]`
/// keeps no more than 20 states, at the places from which the fewest trips are run again (Griewank & Walther, Algorithm
/// 799: revolve); the number may be any expression of type `usize`. The derivatives are the same, to the last bit, and
/// forward mode does not heed the attribute.
///
/// ```
/// use ad_runtime::differentiate;
///
/// #[differentiate]
/// fn pendulum(angle: f64, damping: f64, steps: usize) -> f64 {
///     let (mut x, mut v) = (angle, 0.0);
///     #[checkpoint]
///     for _ in 0..steps {
///         v -= (x.sin() + damping * v) * 1e-4;
///         x += v * 1e-4;
///     }
///     x
/// }
///
/// let (angle_bar, damping_bar) = pendulum_grad(0.5, 0.1, 100_000);
/// let (_, along) = pendulum_jvp(0.5, 0.1, 100_000, 1.0, 1.0);
/// assert!((along - angle_bar - damping_bar).abs() < 1e-9);
/// ```
///
/// The loop goes over a range, or over what is being differentiated, and may be left early. A trip must do the same when
/// it runs again: variables that it changes are part of the state, so they are `Clone`, among them the seed of a
/// generator of random numbers; but what it changes elsewhere, in a `Cell` behind a reference, in a file or on the
/// screen, it changes again.
///
/// # Methods
///
/// The companions of a method or an associated function stand beside it: `x.f_grad(q)`, `Type::f_jvp(q, q_dot)`. `self` comes
/// first, as in the function, and is held constant: what a body reads of it, and calls of it without an argument that has a
/// derivative, stays as it is written. With `wrt(self, q)`, and a type that derives `Differentiable`, it is a parameter like
/// any other, also behind `&mut`; methods that take it by reference may be called on what is differentiated. Bodies call differentiated methods by `self.g(q)`, `other.g(q)`, `Self::g(q)` or
/// `Type::g(q)`.
///
/// On the `impl` block itself, `#[differentiate]` shows the macro what stands outside its functions. It is needed where
///
/// - the block has type or const parameters, as in `impl<T: Float> Model<T>`;
/// - a function neither takes `self` nor mentions `Self`, for nothing else tells that it does not stand in a module.
///
/// With it, too, a call of a method without the attribute is one error, and without it several of the compiler.
///
/// ```
/// use ad_runtime::differentiate;
/// use num_traits::Float;
///
/// struct Polynomial<T, const N: usize> {
///     coefficients: [T; N],
/// }
///
/// #[differentiate]
/// impl<T: Float, const N: usize> Polynomial<T, N> {
///     #[differentiate]
///     fn at(&self, x: T) -> T {
///         let mut value = T::zero();
///         for i in 0..N {
///             value = value * x + self.coefficients[i];
///         }
///         value
///     }
///
///     #[differentiate]
///     fn distance(&self, x: T, y: T) -> T {
///         Self::norm(x, y - self.at(x))
///     }
///
///     #[differentiate]
///     fn norm(x: T, y: T) -> T {
///         x.hypot(y)
///     }
/// }
///
/// let parabola = Polynomial { coefficients: [1.0, 0.0, -1.0] };
/// assert_eq!(parabola.at_grad(2.0), 4.0);
/// assert_eq!(parabola.distance_grad(0.0, 3.0), (0.0, 1.0));
/// ```
///
/// A trait has no place for companions, and whoever replaces a provided method would not replace its derivatives. So a
/// method of a trait is not differentiated, but calls what is:
///
/// ```
/// # use ad_runtime::differentiate;
/// # struct Spring { k: f64 }
/// trait Potential {
///     fn energy(&self, x: f64) -> f64;
///     fn force(&self, x: f64) -> f64;
/// }
///
/// impl Spring {
///     #[differentiate]
///     fn stored(&self, x: f64) -> f64 {
///         self.k * x * x
///     }
/// }
///
/// impl Potential for Spring {
///     fn energy(&self, x: f64) -> f64 {
///         self.stored(x)
///     }
///     fn force(&self, x: f64) -> f64 {
///         -self.stored_grad(x)
///     }
/// }
/// # assert_eq!(Spring { k: 3.0 }.force(0.5), -3.0);
/// ```
///
/// A call goes to the method that is found for its receiver, through references; behind a `Deref` it must be written out,
/// `(*x).f(q)`, for a type around another may have a method of the same name.
///
/// # What is supported
///
/// In the function: `let` with patterns, shadowing, assignment and `+=` of local variables and of elements of local arrays
/// and `Vec`s, which may grow; parts of slices; blocks; `if`, `match`, `if let` and `let … else`; `for`, `while` and `loop`
/// with `break`, `continue`, labels and early `return`; iterators and their adaptors; what may be there, mapped, unwrapped
/// or matched; arrays from functions; sorting; closures, bound by `let` or passed to differentiated functions; function parameters; arithmetic,
/// the float methods of `std` or of `num_traits::Float`, casts between floats; arrays, tuples and indices; calls of other
/// differentiated functions and methods, from other modules and crates too, of those of `ad_runtime::special`, and of
/// the function itself. Code through which no derivative flows stays as it is written: what any function gives may be an
/// index, a condition or a number of trips. `ad_runtime::constant(e)` is `e` without a derivative. Only the branch taken is
/// differentiated.
///
/// A parameter behind `&mut` is an input and an output at once. In `f_jvp` its tangent stands behind `&mut` in the list of
/// tangents, at its place. The pullback of `f_vjp` takes, after the seed of the result (of which there is none where the
/// function returns nothing), a buffer for each such parameter: in, the seed of what the function leaves there; out, the
/// cotangent of what it finds. `f_grad` returns the latter among the others.
///
/// A struct that derives [`Differentiable`](macro@Differentiable) is a type like any other: its fields may be read and
/// written, it may be written as a literal, with `..rest` too, and be taken apart by patterns; lists of structs and structs
/// of structs as well. Fields that are used as integers have no derivative.
///
/// Operators of structs through which a derivative flows take a rule of yours (`ad_runtime::algebra`). Whatever is not
/// understood is a compile error at the token, never a wrong number.
///
/// ```compile_fail
/// # use ad_runtime::differentiate;
/// #[differentiate]
/// fn norm(x: &[f64]) -> f64 {
///     x.iter().scan(0.0, |s, x| { *s += x; Some(*s) }).sum() // an error: `scan` is not one of those adaptors
/// }
/// ```
///
/// Where a function has a kink, as `abs` at 0, the derivative is the one documented in `ad_runtime::rules`.
#[proc_macro_attribute]
pub fn differentiate(
    args: proc_macro::TokenStream,
    item: proc_macro::TokenStream,
) -> proc_macro::TokenStream {
    expand::expand(args.into(), &item.into()).into()
}

/// Derives the tangent of a struct, so that functions of it can be differentiated.
///
/// ```
/// use ad_runtime::{Differentiable, differentiate};
///
/// #[derive(Clone, Copy, Differentiable)]
/// struct Spring {
///     stiffness: f64,
///     length: f64,
///     coils: u32,
/// }
///
/// #[differentiate]
/// fn energy(spring: &Spring, extension: f64) -> f64 {
///     0.5 * spring.stiffness * (extension - spring.length).powi(2)
/// }
///
/// let spring = Spring { stiffness: 4.0, length: 1.0, coils: 12 };
/// let (spring_bar, extension_bar) = energy_grad(&spring, 1.5);
/// assert_eq!(spring_bar, SpringTangent { stiffness: 0.125, length: -2.0 });
/// assert_eq!(extension_bar, 2.0);
/// ```
///
/// The tangent of `Foo` is `FooTangent`, with the fields of `Foo` that have a derivative, each of the type of its tangent.
/// Integers, `bool`, strings and the like have none, nor has a field with `#[differentiable(constant)]`. In a tuple struct
/// `()` stands in their place. A tangent can be added to ([`Tangent::accumulate`]), scaled and multiplied
/// ([`Scale`]: `scaled`, `dot`, `norm`); [`Differentiable::zero_tangent`] is its zero, and so is `FooTangent::default()`
/// where no field has a length of its own. It is `Copy` if all its fields are.
///
/// On the struct, `#[differentiable(tangent = Self)]` makes it its own tangent, where every field is; `float(Real)` names
/// aliases of floats, and `crate = path` says where the runtime is.
///
/// [`Tangent::accumulate`]: https://docs.rs/ad-runtime/latest/ad_runtime/trait.Tangent.html
/// [`Scale`]: https://docs.rs/ad-runtime/latest/ad_runtime/trait.Scale.html
/// [`Differentiable::zero_tangent`]: https://docs.rs/ad-runtime/latest/ad_runtime/trait.Differentiable.html
#[proc_macro_derive(Differentiable, attributes(differentiable))]
pub fn derive_differentiable(item: proc_macro::TokenStream) -> proc_macro::TokenStream {
    let item = TokenStream::from(item);
    expand::contained(|| derive::derive(item)).into()
}

/// The linkage of operations as methods, for the runtime.
#[doc(hidden)]
#[proc_macro]
pub fn operations_as_methods(methods: proc_macro::TokenStream) -> proc_macro::TokenStream {
    let methods = emit::methods(methods.into());
    methods
        .unwrap_or_else(|error| error.to_compile_error())
        .into()
}

/// Checks the companions of a function at a point; `ad_runtime::check_gradient!` is the way to call it.
#[doc(hidden)]
#[proc_macro]
pub fn check_gradient(call: proc_macro::TokenStream) -> proc_macro::TokenStream {
    expand::expand_check(call.into()).into()
}
