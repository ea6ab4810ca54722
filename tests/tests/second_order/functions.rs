//! What is not written once for two types: generic functions, checkpoints, constants, names, and shapes of Hessians.

use ad_runtime::{Jacobian, constant, differentiate};
use ad_tests::{assert_close, flatten};
use num_traits::Float;

#[differentiate(order = 2)]
fn helper<T: Float>(x: T, y: T) -> T {
    x.hypot(y) * x.cbrt() + (x * y).exp2()
}

#[differentiate(order = 2)]
fn generic<T: Float>(x: &[T], y: T) -> T {
    let mut sum = T::zero();
    for v in x {
        sum = sum + helper(*v, y) * v.sin();
    }
    sum
}

#[test]
fn a_generic_function() {
    let by_duals = |x: &[f64], y: f64, row: usize, column: usize| {
        use ad_tests::Dual;
        let number = |value: f64, index: usize| {
            let unit = |at: usize| if index == at { 1.0 } else { 0.0 };
            let inner = |value, slope| Dual { value, slope };
            Dual {
                value: inner(value, unit(row)),
                slope: inner(unit(column), 0.0),
            }
        };
        let moved: Vec<_> = (0..x.len()).map(|i| number(x[i], i)).collect();
        generic(&moved, number(y, x.len())).slope.slope
    };
    let (x, y) = ([0.7, 1.3], 0.4);
    let expected: Vec<f64> = (0..9).map(|i| by_duals(&x, y, i / 3, i % 3)).collect();
    let hessian = generic_hessian(&x, y);
    assert_close(
        "hessian",
        "by dual numbers",
        hessian.data(),
        &expected,
        1e-12,
    );
    let narrow = generic_hessian(&[0.7_f32, 1.3], 0.4_f32);
    assert_close(
        "narrow",
        "by dual numbers",
        &flatten(&narrow.into_data()),
        &expected,
        1e-5,
    );
}

/// `scale` times a quadratic form, in as many variables as there are.
#[differentiate(order = 2)]
fn quadratic<const N: usize>(x: [f64; N], scale: f64) -> f64 {
    let mut sum = 0.0;
    for i in 0..N {
        sum += x[i] * x[(i + 1) % N];
    }
    sum * scale
}

#[differentiate(order = 2)]
fn of_an_array<const N: usize>(x: &[f64; N]) -> f64 {
    quadratic(*x, 3.0)
}

#[test]
fn a_constant_length() {
    let matrix = of_an_array_hessian(&[0.7, 1.3, 0.4]);
    assert_eq!(matrix, [[0.0, 3.0, 3.0], [3.0, 0.0, 3.0], [3.0, 3.0, 0.0]]);
}

#[differentiate(order = 2)]
fn checkpointed(x: f64, r: f64, n: usize) -> f64 {
    let mut y = [x, r];
    #[checkpoint(3)]
    for i in 0..n {
        let z = (y[0] * r).sin() + y[1];
        y[1] = y[0] * x;
        y[0] = z / f64::from(u32::try_from(i).unwrap() + 1);
        if z < -100.0 {
            break;
        }
    }
    y[0] * y[1]
}

#[differentiate(order = 2)]
fn kept(x: f64, r: f64, n: usize) -> f64 {
    let mut y = [x, r];
    for i in 0..n {
        let z = (y[0] * r).sin() + y[1];
        y[1] = y[0] * x;
        y[0] = z / f64::from(u32::try_from(i).unwrap() + 1);
        if z < -100.0 {
            break;
        }
    }
    y[0] * y[1]
}

#[test]
#[allow(clippy::float_cmp, reason = "checkpoints change no bit")]
fn checkpoints_change_nothing() {
    for n in 0..9 {
        let (x, r) = (0.7, 1.3);
        assert_eq!(
            checkpointed_hvp(x, r, n, 0.3, -0.2),
            kept_hvp(x, r, n, 0.3, -0.2)
        );
        assert_eq!(
            checkpointed_grad_and_hvp(x, r, n, 0.3, -0.2),
            kept_grad_and_hvp(x, r, n, 0.3, -0.2)
        );
        assert_eq!(checkpointed_hessian(x, r, n), kept_hessian(x, r, n));
        let (grad, expected) = (kept_grad, kept_hessian(x, r, n));
        let h = 1e-5;
        let (a, b) = (grad(x + h, r, n), grad(x - h, r, n));
        let column = [(a.0 - b.0) / (2.0 * h), (a.1 - b.1) / (2.0 * h)];
        assert_close("hessian", "by differences", &column, &expected[0], 1e-6);
    }
}

#[differentiate(order = 2)]
fn stopped(x: f64, y: f64) -> f64 {
    x * x * constant(x * y) * y
}

#[test]
#[allow(clippy::float_cmp, reason = "products of small integers")]
fn what_is_constant_does_not_move() {
    // c = 6: x² c y
    let [[xx, xy], [yx, yy]] = stopped_hessian(2.0, 3.0);
    assert_eq!([xx, xy, yx, yy], [36.0, 24.0, 24.0, 0.0]);
}

#[allow(clippy::too_many_arguments, reason = "that is the point")]
#[differentiate(order = 2)]
fn thirteen(
    a: f64,
    b: f64,
    c: f64,
    d: f64,
    e: f64,
    f: f64,
    g: f64,
    h: f64,
    i: f64,
    j: f64,
    k: f64,
    l: f64,
    m: f64,
) -> f64 {
    a * b + c * d + e * f + g * h + i * j + k * l + m * m
}

#[differentiate(order = 2)]
fn of_nothing(x: &[f64]) -> f64 {
    x.iter().map(|x| x * x).sum()
}

#[test]
fn without_elements() {
    assert_eq!(of_nothing_hessian(&[]), Jacobian::zeros(0, 0));
    assert_eq!(of_nothing_hvp(&[], &[]), Vec::<f64>::new());
    assert_eq!(of_an_array_hessian(&[]), [[0.0; 0]; 0]);
}

/// The companions are where the function is, and as visible.
mod names {
    use ad_runtime::differentiate;

    pub mod inner {
        use ad_runtime::differentiate;

        #[differentiate(order = 2, name = "stem")]
        pub fn cube(x: f64) -> f64 {
            x * x * x
        }

        #[differentiate(order = 2)]
        pub(in super::super) fn restricted(x: f64) -> f64 {
            hidden(x) * x
        }

        #[differentiate(order = 2)]
        fn hidden(x: f64) -> f64 {
            x * x
        }
    }

    use inner::cube as third_power;

    #[differentiate(order = 2)]
    pub fn renamed(x: f64) -> f64 {
        third_power(x) + inner::cube(2.0 * x)
    }

    #[differentiate(order = 2)]
    pub fn r#type(r#match: f64) -> f64 {
        r#match * r#match
    }
}

#[test]
#[allow(clippy::float_cmp, reason = "products of small integers")]
fn names_of_companions() {
    assert_eq!(names::inner::stem_hvp(2.0, 1.0), 12.0);
    assert_eq!(names::inner::stem_hessian(2.0), [[12.0]]);
    assert_eq!(names::inner::restricted_hessian(2.0), [[12.0]]);
    assert_eq!(names::renamed_grad_and_hvp(1.0, 1.0), (27.0, 54.0));
    assert_eq!(names::type_hvp(2.0, 1.0), 2.0);
}

/// A slice and a number in one parameter.
#[differentiate(order = 2)]
fn holding(p: (&[f64], f64), q: [&[f64]; 2]) -> f64 {
    p.0[0] * p.1 * p.1 * q[0][0] * q[1][0]
}

#[test]
#[allow(clippy::float_cmp, reason = "products of small integers")]
fn parameters_that_hold_references() {
    let hessian = holding_hessian((&[2.0], 3.0), [&[5.0], &[7.0]]);
    let product = |of: &[f64]| of.iter().product::<f64>();
    assert_eq!(
        hessian.row(0),
        [0.0, product(&[2.0, 3.0, 5.0, 7.0]), 63.0, 45.0]
    );
    assert_eq!(hessian.row(1), [210.0, 140.0, 84.0, 60.0]);
    assert_eq!(hessian.row(3), [45.0, 60.0, 18.0, 0.0]);
}

#[differentiate(order = 2)]
fn in_place(x: &mut f64, y: f64) -> f64 {
    *x *= y;
    *x * y
}

#[test]
#[allow(clippy::float_cmp, reason = "products of small integers")]
fn what_is_written_in_place_has_products() {
    assert_eq!(in_place_hvp(&mut 2.0, 3.0, &mut 1.0, 0.0), (0.0, 6.0));
    assert_eq!(
        in_place_grad_and_hvp(&mut 2.0, 3.0, &mut 0.0, 1.0),
        ((9.0, 12.0), (6.0, 4.0))
    );
}

/// Of floats of two types there are products.
#[allow(clippy::cast_lossless, reason = "the macro knows casts")]
#[differentiate(order = 2)]
fn mixed(x: f64, y: f32) -> f64 {
    x * x * y as f64
}

#[test]
#[allow(clippy::float_cmp, reason = "products of small integers")]
fn floats_of_two_types() {
    assert_eq!(mixed_hvp(2.0, 3.0, 1.0, 0.0), (6.0, 4.0));
    assert_eq!(
        mixed_grad_and_hvp(2.0, 3.0, 0.0, 1.0),
        ((12.0, 4.0), (4.0, 0.0))
    );
}

#[test]
#[allow(clippy::float_cmp, reason = "products of small integers")]
fn more_parameters_than_a_tuple_has_traits_for() {
    let matrix = thirteen_hessian(
        1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0, 11.0, 12.0, 13.0,
    );
    for (i, row) in matrix.iter().enumerate() {
        for (j, element) in row.iter().enumerate() {
            let expected = match (i, j) {
                (12, 12) => 2.0,
                (12, _) | (_, 12) => 0.0,
                _ if i ^ 1 == j => 1.0,
                _ => 0.0,
            };
            assert_eq!(*element, expected, "row {i}, column {j}");
        }
    }
}

#[differentiate(order = 2)]
fn at_kinks(x: f64, y: f64) -> f64 {
    x.hypot(y) + y.atan2(x) + x.abs() + x.max(y) + x.min(0.0) + x.clamp(0.0, y) + x.copysign(y)
}

#[differentiate(order = 2)]
fn powers(x: f64) -> f64 {
    x.powf(0.0) + x.powf(1.0) + x.powf(2.0) + x.powf(3.0)
}

#[differentiate(order = 2)]
fn root(x: f64) -> f64 {
    x.sqrt()
}

#[test]
#[allow(clippy::float_cmp, reason = "what is documented")]
fn kinks() {
    // Where a derivative is 0 by convention, its own is.
    assert_eq!(at_kinks_hessian(0.0, 0.0), [[0.0; 2]; 2]);
    assert_eq!(powers_hessian(0.0), [[2.0]]);
    assert_eq!(powers_hessian(-1.0), [[-4.0]]);
    assert_eq!(root_hessian(0.0), [[f64::NEG_INFINITY]]);
}
