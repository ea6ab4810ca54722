//! How a seed reaches a pullback.

use alloc::vec::Vec;

/// A seed, in the form in which the pullback of `f_vjp` takes it: that of a `Vec` as a slice, any
/// other by value.
///
/// [`check_gradient!`](crate::check_gradient) asks this of the tangent of the result. A type of your
/// own passes itself: `type Passed<'a> = Self`.
///
/// ```
/// use ad_runtime::check::Seed;
///
/// let seed = vec![1.0, 2.0];
/// let slice: &[f64] = seed.passed();
/// let array: [f64; 2] = [1.0, 2.0].passed();
/// assert_eq!(slice, array);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not say how a pullback takes it as a seed",
    label = "does not implement `Seed`"
)]
pub trait Seed {
    /// The type of the pullback's argument.
    type Passed<'a>
    where
        Self: 'a;

    /// The pullback's argument.
    fn passed(&self) -> Self::Passed<'_>;
}

impl<T> Seed for Vec<T> {
    type Passed<'a>
        = &'a [T]
    where
        T: 'a;

    fn passed(&self) -> &[T] {
        self
    }
}

impl<T: Clone, const N: usize> Seed for [T; N] {
    type Passed<'a>
        = Self
    where
        T: 'a;

    fn passed(&self) -> Self {
        self.clone()
    }
}

macro_rules! by_value {
    ($($seed:ty $(, $element:ident)*;)+) => {$(
        impl<$($element: Clone),*> Seed for $seed {
            type Passed<'a> = Self where Self: 'a;

            fn passed(&self) -> Self {
                self.clone()
            }
        }
    )+};
}

by_value! {
    f32;
    f64;
    (A,), A;
    (A, B), A, B;
    (A, B, C), A, B, C;
    (A, B, C, D), A, B, C, D;
    (A, B, C, D, E), A, B, C, D, E;
    (A, B, C, D, E, F), A, B, C, D, E, F;
    (A, B, C, D, E, F, G), A, B, C, D, E, F, G;
    (A, B, C, D, E, F, G, H), A, B, C, D, E, F, G, H;
    (A, B, C, D, E, F, G, H, I), A, B, C, D, E, F, G, H, I;
    (A, B, C, D, E, F, G, H, I, J), A, B, C, D, E, F, G, H, I, J;
    (A, B, C, D, E, F, G, H, I, J, K), A, B, C, D, E, F, G, H, I, J, K;
    (A, B, C, D, E, F, G, H, I, J, K, L), A, B, C, D, E, F, G, H, I, J, K, L;
}
