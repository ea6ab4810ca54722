//! Calls between differentiated functions.

#![allow(clippy::ptr_arg, clippy::needless_pass_by_value)]

use ad_runtime::differentiate;
use ad_tests::{case, for_f32_and_f64};
use num_traits::Float;

for_f32_and_f64! { ($F:ident) => {
    /// Functions to call, seen from elsewhere.
    mod library {
        use super::*;

        #[differentiate]
        pub fn wave(x: $F) -> $F { x.sin() * x }

        #[differentiate]
        pub fn product(x: $F, y: $F) -> $F { x * y.exp() }

        #[differentiate]
        pub fn power(x: $F, n: i32) -> $F { x.powi(n) }

        #[differentiate]
        pub fn squared_norm(v: &[$F; 2]) -> $F { v[0] * v[0] + v[1] * v[1] }

        #[differentiate]
        pub fn inner_product(a: &[$F; 2], b: &[$F; 2]) -> $F { a[0] * b[0] + a[1] * b[1] }

        #[differentiate]
        pub fn ends(a: &[$F]) -> $F { a[0] * a[a.len() - 1].sin() }

        #[differentiate]
        pub fn weighted(a: &[$F], scale: $F, b: &[$F], i: usize) -> $F { a[i] * scale * b[0] + b[i].exp() }

        #[differentiate]
        pub fn polar(x: $F, y: $F) -> ($F, $F) { (x.hypot(y), y.atan2(x)) }

        #[differentiate]
        pub fn rotated(v: [$F; 2], angle: $F) -> [$F; 2] {
            let (s, c) = angle.sin_cos();
            [c * v[0] - s * v[1], s * v[0] + c * v[1]]
        }

        #[differentiate(constant(h))]
        pub fn advanced(x: $F, h: $F) -> $F { x + h * x.cos() }

        #[differentiate]
        pub fn swapped(p: ($F, $F)) -> ($F, $F) { (p.1 * p.0, p.0) }

        #[differentiate]
        pub fn scaled<T: Float>(x: T, scale: T) -> T { x * scale.exp() }

        #[differentiate]
        pub fn first_times_last<T: Float, const N: usize>(a: &[T; N]) -> T { a[0] * a[N - 1] }

        #[differentiate]
        pub fn owned(a: Vec<$F>, b: &Vec<$F>) -> $F { a[0] * b[1] }

        pub mod deeper {
            use super::*;

            #[differentiate]
            pub fn wave_of_wave(x: $F) -> $F { wave(super::wave(x)) }
        }
    }

    use library::{advanced, ends, inner_product, owned, polar, power, product, rotated, scaled, squared_norm, swapped};
    use library::{deeper, first_times_last, wave, wave as oscillation, weighted};

    case! { of_a_scalar(0.7);
        #[differentiate]
        pub fn f(x: $F) -> $F { wave(x) + x }
    }
    case! { as_the_whole_body(0.7);
        #[differentiate]
        pub fn f(x: $F) -> $F { wave(x) }
    }
    case! { renamed_by_import(0.7);
        #[differentiate]
        pub fn f(x: $F) -> $F { oscillation(x) * oscillation(x + 1.0) }
    }
    case! { by_path(0.7);
        #[differentiate]
        pub fn f(x: $F) -> $F { library::wave(x) * super::library::deeper::wave_of_wave(x) + self::wave(x) }
    }
    case! { through_a_module_import(0.7);
        #[differentiate]
        pub fn f(x: $F) -> $F { deeper::wave_of_wave(x) }
    }
    case! { imported_inside(0.7);
        #[differentiate]
        pub fn f(x: $F) -> $F {
            use super::library::deeper::wave_of_wave as twice;
            twice(x) * x
        }
    }
    case! { through_a_glob_import(0.7);
        use super::library::deeper::*;

        #[differentiate]
        pub fn f(x: $F) -> $F { wave_of_wave(x) * x }
    }
    case! { of_an_expression(0.7, 1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F { product(x * y, (x + y).sin()) - product(y, x) / x }
    }
    case! { nested(0.7);
        #[differentiate]
        pub fn f(x: $F) -> $F { wave(wave(x) + wave(x * 2.0)) }
    }
    case! { of_one_value_twice(0.7);
        #[differentiate]
        pub fn f(x: $F) -> $F { product(x, x) }
    }
    case! { with_an_inactive_argument(0.7, const 3);
        #[differentiate]
        pub fn f(x: $F, n: i32) -> $F { power(x, n) + power(x * x, 2) + power(x, n - 1) }
    }
    case! { with_an_inactive_value_at_an_active_place(0.7, const 1.3);
        #[differentiate(wrt(x))]
        pub fn f(x: $F, y: $F) -> $F { product(x, y) + product(2.0, x) + product(x, 0.5) }
    }
    case! { with_inactive_values_only(0.7, const 1.3);
        #[differentiate(wrt(x))]
        pub fn f(x: $F, y: $F) -> $F { x * product(y, 2.0) + wave(0.5) * x }
    }
    case! { with_a_value_held_constant(0.7, const 0.1);
        #[differentiate(constant(h))]
        pub fn f(x: $F, h: $F) -> $F { advanced(advanced(x, h), 0.5 * h) }
    }
    case! { statement_by_statement(0.7, 1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F {
            let a = product(x, y);
            let mut b = wave(a);
            b += product(b, a);
            b *= wave(y);
            b
        }
    }
    case! { result_never_used(0.7);
        #[differentiate]
        pub fn f(x: $F) -> $F {
            let _ignored = wave(x);
            assert!(wave(x).is_finite());
            x * x
        }
    }

    case! { array_passed_on(&[0.7, 1.3]);
        #[differentiate]
        pub fn f(v: &[$F; 2]) -> $F { squared_norm(v) * v[0] }
    }
    case! { array_of_locals(0.7, 1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F {
            let v = [x * y, x];
            squared_norm(&v) + squared_norm(&[y, v[0]])
        }
    }
    case! { array_aliased(&[0.7, 1.3]);
        #[differentiate]
        pub fn f(v: &[$F; 2]) -> $F { inner_product(v, v) }
    }
    case! { local_array_aliased(0.7, 1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F {
            let v = [x * y, y];
            inner_product(&v, &v) * v[0]
        }
    }
    case! { array_changed_between_calls(0.7, 1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F {
            let mut v = [x, y];
            let before = squared_norm(&v);
            v[0] *= before;
            let after = squared_norm(&v);
            v[1] = after;
            before * inner_product(&v, &[x, x])
        }
    }
    case! { array_inactive(&[0.7, 1.3], const &[0.4, 2.0]);
        #[differentiate(wrt(v))]
        pub fn f(v: &[$F; 2], w: &[$F; 2]) -> $F { inner_product(v, w) + inner_product(&[1.0, 2.0], v) + squared_norm(w) }
    }
    case! { row_of_a_matrix(&[[0.7, 1.3], [0.4, 2.0]]);
        #[differentiate]
        pub fn f(m: &[[$F; 2]; 2]) -> $F { inner_product(&m[0], &m[1]) + squared_norm(&m[1]) }
    }
    case! { array_by_value([0.7, 1.3], 0.4);
        #[differentiate]
        pub fn f(v: [$F; 2], angle: $F) -> $F {
            let w = rotated(v, angle);
            w[0] * w[1] + v[0]
        }
    }

    case! { slice_passed_on(&vec![0.7, 1.3, 0.4]);
        #[differentiate]
        pub fn f(a: &[$F]) -> $F { ends(a) * a[1] + ends(a) }
    }
    case! { slice_aliased(&vec![0.7, 1.3]);
        #[differentiate]
        pub fn f(a: &[$F]) -> $F { weighted(a, a[0], a, 1) }
    }
    case! { slice_from_an_array(&[0.7, 1.3]);
        #[differentiate]
        pub fn f(a: &[$F; 2]) -> $F { ends(a) + a[0] }
    }
    case! { slice_from_a_vector(&vec![0.7, 1.3]);
        #[differentiate]
        pub fn f(a: &Vec<$F>) -> $F { ends(a) + a[0] }
    }
    case! { slice_from_an_owned_vector(vec![0.7, 1.3]);
        #[differentiate]
        pub fn f(a: Vec<$F>) -> $F { ends(&a) + a[0] }
    }
    case! { slices_and_scalars(&vec![0.7, 1.3], 0.4, &vec![0.2, 0.3]);
        #[differentiate]
        pub fn f(a: &[$F], x: $F, b: &[$F]) -> $F { weighted(a, x * x, b, 1) + weighted(b, a[0], a, 0) }
    }
    case! { slice_inactive(0.4, &vec![0.2, 0.3], const &[0.7, 1.3]);
        #[differentiate(constant(a))]
        pub fn f(x: $F, b: &[$F], a: &[$F]) -> $F { weighted(a, x, b, 1) + weighted(b, 2.0, a, 0) + ends(a) * x }
    }
    case! { scalar_inactive_between_slices(&vec![0.7, 1.3], &vec![0.2, 0.3], const 0.4);
        #[differentiate(constant(x))]
        pub fn f(a: &[$F], b: &[$F], x: $F) -> $F { weighted(a, x, b, 0) }
    }
    case! { vectors_moved(vec![0.7, 1.3], &vec![0.2, 0.3]);
        #[differentiate]
        pub fn f(a: Vec<$F>, b: &Vec<$F>) -> $F { owned(a, b) * b[0] }
    }

    case! { tuple_result(0.7, 1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F {
            let (r, phi) = polar(x, y);
            r * phi + polar(y, x).1
        }
    }
    case! { tuple_result_in_part(0.7, 1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F {
            let (r, _) = polar(x, y);
            r * x
        }
    }
    case! { tuple_argument(0.7, 1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F {
            let p = swapped((x, y));
            let q = swapped(p);
            q.0 * p.1
        }
    }
    case! { array_result_in_part([0.7, 1.3]);
        #[differentiate]
        pub fn f(v: [$F; 2]) -> $F { rotated(rotated(v, 0.5), v[0])[1] }
    }
    case! { several result_passed_on(0.7, 1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> ($F, $F) { polar(wave(x), y) }
    }
    case! { several results_combined([0.7, 1.3], 0.4);
        #[differentiate]
        pub fn f(v: [$F; 2], angle: $F) -> ([$F; 2], $F) { (rotated(v, angle), squared_norm(&v)) }
    }

    case! { generic(0.7, 1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F { scaled(x, y) + scaled::<$F>(y, 0.5) }
    }
    case! { generic_from_generic(0.7 as $F, 1.3 as $F);
        #[differentiate]
        pub fn f<T: Float>(x: T, y: T) -> T { scaled(scaled(x, y), x) * scaled::<T>(y, T::one()) }
    }
    case! { generic_in_length(&[0.7, 1.3, 0.4]);
        #[differentiate]
        pub fn f(a: &[$F; 3]) -> $F { first_times_last(a) + first_times_last(&[a[1], a[0]]) + first_times_last::<$F, 1>(&[a[2]]) }
    }
    case! { generic_in_length_from_generic(&[0.7 as $F, 1.3]);
        #[differentiate]
        pub fn f<T: Float, const N: usize>(a: &[T; N]) -> T { first_times_last(a) * a[0] }
    }

    case! { chain(0.7);
        #[differentiate]
        pub fn first(x: $F) -> $F { x.sin() + x }

        #[differentiate]
        pub fn second(x: $F) -> $F { first(x) * x }

        #[differentiate]
        pub fn third(x: $F, n: i32) -> $F { second(x).powi(n) + first(x) }

        #[differentiate]
        pub fn fourth(a: &[$F]) -> $F { third(a[0], 2) * second(a[1]) }

        #[differentiate]
        pub fn f(x: $F) -> $F { fourth(&[x, x * x]) + third(x, 3) }
    }
    case! { callee_defined_after(0.7);
        #[differentiate]
        pub fn f(x: $F) -> $F { later(x) * x }

        #[differentiate]
        pub fn later(x: $F) -> $F { x.exp() }
    }
    case! { callee_with_one_parameter_active(const 0.7, 1.3);
        #[differentiate(wrt(y))]
        pub fn callee(x: $F, y: $F) -> $F { x * y.sin() }

        #[differentiate(wrt(y))]
        pub fn f(x: $F, y: $F) -> $F { callee(x, y) * x + callee(2.0, y * y) }
    }
    case! { callee_with_another_stem(0.7);
        #[differentiate(name = "renamed")]
        pub fn callee(x: $F) -> $F { x.sin() }

        #[differentiate]
        pub fn f(x: $F) -> $F { callee(x) * x }
    }
    case! { local_of_the_callees_name(0.7);
        #[differentiate]
        pub fn f(x: $F) -> $F {
            let wave = wave(x);
            wave * x
        }
    }

    mod equals_inlined {
        use super::*;

        #[differentiate]
        fn with_calls(x: $F, y: $F) -> $F { product(wave(x), y) + wave(product(x, y)) }

        #[differentiate]
        fn inlined(x: $F, y: $F) -> $F {
            x.sin() * x * y.exp() + (x * y.exp()).sin() * (x * y.exp())
        }

        #[test]
        fn gradient_of_calls_is_that_of_the_inlined_text() {
            let (a, b) = (with_calls_grad(0.7, 1.3), inlined_grad(0.7, 1.3));
            assert!((a.0 - b.0).abs() <= 8.0 * $F::EPSILON * b.0.abs(), "{a:?} and {b:?}");
            assert!((a.1 - b.1).abs() <= 8.0 * $F::EPSILON * b.1.abs(), "{a:?} and {b:?}");
        }
    }
} }
