//! Tuples as parameters, results and values.

use ad_runtime::{constant, differentiate};
use ad_tests::{case, for_f32_and_f64};

for_f32_and_f64! { ($F:ident) => {
    case! { parameter((0.7, 1.3));
        #[differentiate]
        pub fn f(p: ($F, $F)) -> $F { p.0 * p.1.sin() + p.0 }
    }
    case! { parameter_of_one((0.7,));
        #[differentiate]
        pub fn f(p: ($F,)) -> $F { p.0 * p.0 }
    }
    case! { parameter_beside_others(0.5, (0.7, 1.3), &[0.2, 0.4]);
        #[differentiate]
        pub fn f(x: $F, p: ($F, $F), a: &[$F; 2]) -> $F { x * p.0 * a[1] + p.1 * a[0] }
    }
    case! { nested_parameter((0.7, (1.3, 0.4)));
        #[differentiate]
        pub fn f(p: ($F, ($F, $F))) -> $F { p.0 * p.1.0 + p.1.1.sin() * p.0 }
    }
    case! { parameter_with_array((0.7, [1.3, 0.4]));
        #[differentiate]
        pub fn f(p: ($F, [$F; 2])) -> $F { p.0 * p.1[0] + p.1[1].sin() }
    }
    case! { array_of_tuples([(0.7, 1.3), (0.4, 2.0)]);
        #[differentiate]
        pub fn f(p: [($F, $F); 2]) -> $F { p[0].0 * p[1].1 - p[0].1 * p[1].0 }
    }
    case! { parameter_destructured((0.7, (1.3, 0.4)));
        #[differentiate]
        pub fn f(p: ($F, ($F, $F))) -> $F {
            let (x, (y, z)) = p;
            x * y * z + p.0
        }
    }
    case! { by_reference(&(0.7, 1.3));
        #[differentiate]
        pub fn f(p: &($F, $F)) -> $F { p.0 * p.1.sin() + p.0 }
    }
    case! { by_reference_destructured(&(0.7, 1.3));
        #[differentiate]
        pub fn f(p: &($F, $F)) -> $F {
            let (x, y) = *p;
            let &(z, _) = p;
            x * y + z
        }
    }
    case! { field_never_used((0.7, 1.3));
        #[differentiate]
        pub fn f(p: ($F, $F)) -> $F { p.1 * p.1 }
    }
    case! { local(0.7, 1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F {
            let p = (x * y, x.sin());
            p.0 * p.1 + p.0
        }
    }
    case! { inactive_part_of_a_local(0.7, 1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F {
            let p = (x * y, 0.85);
            let a = [x, -0.94];
            $F::max(1.05, p.1) * p.0 + a[1].abs() * a[0]
        }
    }
    case! { field_added_to_itself(0.7, 1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F {
            let mut p = (x, (0.5, 1.2));
            p.1.0 += p.1.0;
            p.1.1 += p.0 * p.1.0;
            p.0 * p.1.1 * y
        }
    }
    case! { local_nested(0.7, 1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F {
            let p = ((x * y, 2.0), [x, y]);
            p.0.0 * p.0.1 + p.1[0] * p.1[1]
        }
    }
    case! { copied(0.7, 1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F {
            let p = (x * y, x);
            let q = p;
            p.0 * q.1
        }
    }
    case! { field_of_a_literal(0.7, 1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F { (x * y, y).0 + (x, y.sin()).1 }
    }
    case! { sine_and_cosine(0.7, 1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F {
            let (s, c) = x.sin_cos();
            let both = y.sin_cos();
            s * both.0 + c * both.1 * s
        }
    }

    case! { several result(0.7, 1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> ($F, $F) { (x * y, x.sin()) }
    }
    case! { several result_of_one(0.7);
        #[differentiate]
        pub fn f(x: $F) -> ($F,) { (x * x,) }
    }
    case! { several result_nested(0.7, 1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> ($F, ($F, $F), $F) { (x, (y * x, 1.0), y) }
    }
    case! { several result_with_array(0.7, 1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> ($F, [$F; 2]) { (x * y, [x, y.sin()]) }
    }
    case! { several result_by_name(0.7, 1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> ($F, $F) {
            let result = (x * y, x / y);
            result
        }
    }
    case! { several result_that_is_the_parameter((0.7, 1.3));
        #[differentiate]
        pub fn f(p: ($F, $F)) -> ($F, $F) { p }
    }
    case! { several result_of_a_primitive(0.7);
        #[differentiate]
        pub fn f(x: $F) -> ($F, $F) { (x * x).sin_cos() }
    }
    case! { several to_polar((0.7, 1.3));
        #[differentiate]
        pub fn f(p: ($F, $F)) -> ($F, $F) { (p.0.hypot(p.1), p.1.atan2(p.0)) }
    }
    case! { index_beside_an_active_part(0.7, &vec![0.2, 0.5, 0.9, 1.1, 0.4], const 1);
        #[differentiate]
        pub fn f(x: $F, w: &[$F], n: usize) -> $F {
            let (i, v) = (n + 1, x * 2.0);
            let p = (n * 2, x * x);
            let (j, (k, u)) = (i + 1, (p.0 + 2, v * w[0]));
            w[i] * v + w[p.0] * p.1 + w[j] * w[k] * u
        }
    }
    case! { index_assigned_later(0.7, &vec![0.2, 0.5, 0.9], const 0);
        #[differentiate]
        pub fn f(x: $F, w: &[$F], n: usize) -> $F {
            let (mut i, mut v) = (n, x);
            while i < w.len() {
                v *= w[i];
                i += 2;
            }
            let (mut c, y) = (1.0, v * x);
            c *= y;
            c + y
        }
    }
} }

/// Tangents and cotangents of tuples have `()` where a part has no derivative.
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_precision_loss,
    clippy::float_cmp,
    reason = "small integers are exact"
)]
mod with_integers {
    use super::*;

    #[differentiate]
    fn power(p: (f64, i32)) -> f64 {
        p.0.powi(p.1)
    }

    #[differentiate]
    fn gathered(p: &[(usize, f64)], w: &[f64]) -> f64 {
        let mut own = p.to_vec();
        for (i, v) in &mut own {
            *v *= w[*i];
        }
        let mut sum = 0.0;
        for &(i, v) in p {
            sum += w[i] * v;
        }
        for (i, v) in &own {
            sum += w[*i] * v;
        }
        sum
    }

    #[test]
    fn indices_in_a_slice() {
        let (p, w) = ([(1, 2.0), (0, 3.0)], [5.0, 7.0]);
        // v·w + v·w² for each of the pairs
        let expected = (
            vec![((), 7.0 + 49.0), ((), 5.0 + 25.0)],
            vec![3.0 + 6.0 * 5.0, 2.0 + 4.0 * 7.0],
        );
        assert_eq!(gathered_grad(&p, &w), expected);
        let (value, slope) = gathered_jvp(&p, &w, &[((), 1.0), ((), 0.0)], &[0.0, 1.0]);
        assert_eq!((value, slope), (14.0 + 98.0 + 15.0 + 75.0, 56.0 + 30.0));
    }

    #[differentiate]
    fn weighted(terms: &[(f64, usize)], scale: f64) -> f64 {
        terms[0].0 * terms[0].1 as f64 * scale + terms[1].0
    }

    #[differentiate]
    fn counted(x: f64, n: usize) -> (f64, usize) {
        (x * x, n + 1)
    }

    #[differentiate]
    fn calls(x: f64, n: usize) -> f64 {
        let p = counted(x, n);
        power((p.0 * x, 2)) + power((x, constant(p.1) as i32)) * p.0
    }

    #[differentiate]
    fn nested(p: &((f64, bool), [(f64, i32); 2])) -> f64 {
        let mut q = (p.1[0].0, 7, p.0.0);
        q = (q.2, q.1, q.0 * q.2);
        q.0 + q.2 * f64::from(q.1)
    }

    // The product of integers that a block gives is an integer.
    #[differentiate]
    fn beside_integers_of_a_block(x: f64, y: f64) -> (usize, f64) {
        let (_, n): (f64, usize) = { (x, 3) };
        let m = {
            let z = x;
            assert!(z < 9.0);
            7
        } / 2;
        if x > 2.0 {
            if y > 2.0 {
                return (n * m, x);
            }
            return (3, 1.0);
        }
        (n * 2, x * y)
    }

    #[test]
    fn have_tangents_and_cotangents() {
        assert_eq!(power_jvp((2.0, 3), (1.0, ())), (8.0, 12.0));
        assert_eq!(power_grad((2.0, 3)), (12.0, ()));
        let mut p_bar = (0.0, ());
        assert_eq!(power_grad_into((2.0, 3), &mut p_bar), 8.0);
        assert_eq!(p_bar, (12.0, ()));

        let terms = [(2.0, 3), (5.0, 7)];
        let tangents = [(1.0, ()), (1.0, ())];
        assert_eq!(weighted_jvp(&terms, 4.0, &tangents, 1.0), (29.0, 19.0));
        assert_eq!(
            weighted_grad(&terms, 4.0),
            (vec![(12.0, ()), (1.0, ())], 6.0)
        );

        assert_eq!(counted_jvp(3.0, 4, 1.0), ((9.0, 5), (6.0, ())));
        let (value, pullback) = counted_vjp(3.0, 4);
        assert_eq!((value, pullback((1.0, ()))), ((9.0, 5), 6.0));

        // x⁶ + x³ · x², of which the derivative is 6 x⁵ + 5 x⁴.
        assert_eq!(calls_value_and_grad(2.0, 2), (96.0, 272.0));
        assert_eq!(calls_jvp(2.0, 2, 1.0), (96.0, 272.0));

        let p = ((2.0, true), [(3.0, 1), (4.0, 2)]);
        let p_bar = ((22.0, ()), [(14.0, ()), (0.0, ())]);
        assert_eq!(nested_value_and_grad(&p), (44.0, p_bar));
        assert_eq!(nested_jvp(&p, &p_bar), (44.0, 22.0 * 22.0 + 14.0 * 14.0));

        assert_eq!(
            beside_integers_of_a_block_jvp(0.5, 3.0, 1.0, 2.0),
            ((6, 1.5), ((), 4.0))
        );
        let (value, pullback) = beside_integers_of_a_block_vjp(4.0, 3.0);
        assert_eq!((value, pullback(((), 2.0))), ((9, 4.0), (2.0, 0.0)));
    }
}
