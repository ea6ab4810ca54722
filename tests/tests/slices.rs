//! Slices and vectors read at inactive indices.

#![allow(
    clippy::ptr_arg,
    clippy::needless_pass_by_value,
    reason = "the parameter types are what is tested"
)]

use ad_runtime::differentiate;
use ad_tests::{case, for_f32_and_f64};

for_f32_and_f64! { ($F:ident) => {
    case! { slice(&vec![0.7, 1.3, 0.4]);
        #[differentiate]
        pub fn f(a: &[$F]) -> $F { a[0] * a[1].sin() + a[2] * a[0] }
    }
    case! { vector(vec![0.7, 1.3, 0.4]);
        #[differentiate]
        pub fn f(a: Vec<$F>) -> $F { a[0] * a[1].sin() + a[2] * a[0] }
    }
    case! { vector_by_reference(&vec![0.7, 1.3, 0.4]);
        #[differentiate]
        pub fn f(a: &Vec<$F>) -> $F { a[0] * a[1].sin() + a[2] * a[0] }
    }
    case! { two(&vec![0.7, 1.3], &vec![0.2, -0.5, 1.1]);
        #[differentiate]
        pub fn f(a: &[$F], b: &[$F]) -> $F { a[0] * b[0] + a[1] * b[2] }
    }
    case! { with_scalars(0.5, &vec![0.7, 1.3], 2.0);
        #[differentiate]
        pub fn f(scale: $F, a: &[$F], shift: $F) -> $F { scale * a[0] * a[1] + shift * a[1] }
    }
    case! { with_fixed_arrays(&[0.5, 0.2], &vec![0.7, 1.3]);
        #[differentiate]
        pub fn f(a: &[$F; 2], b: &[$F]) -> $F { a[0] * b[1] - a[1] * b[0] }
    }
    case! { elements_never_used(&vec![0.7, 1.3, 0.4, 2.0, 3.0]);
        #[differentiate]
        pub fn f(a: &[$F]) -> $F { a[1] * a[3] }
    }
    case! { at_inactive_index(&vec![0.7, 1.3, 0.4], const 1);
        #[differentiate]
        pub fn f(a: &[$F], i: usize) -> $F { a[i] * a[i + 1] + a[i - 1] * a[1] }
    }
    case! { at_index_from_a_table(&vec![0.7, 1.3, 0.4], const &[2, 0, 2]);
        #[differentiate]
        pub fn f(a: &[$F], order: &[usize]) -> $F { a[order[0]] * a[order[1]] + a[order[2]] }
    }
    case! { length(&vec![0.7, 1.3, 0.4]);
        #[differentiate]
        pub fn f(a: &[$F]) -> $F {
            let last = a.len() - 1;
            a[last] * a[0] / a.len() as $F
        }
    }
    case! { under_another_name(&vec![0.7, 1.3]);
        #[differentiate]
        pub fn f(a: &[$F]) -> $F {
            let b = a;
            b[0] * a[1]
        }
    }
    case! { slice_of_arrays(&vec![[0.7, 1.3], [0.4, 2.0]]);
        #[differentiate]
        pub fn f(m: &[[$F; 2]]) -> $F { m[0][0] * m[1][1] - m[0][1] * m[1][0] }
    }
    case! { slice_of_vectors(&vec![vec![0.7, 1.3], vec![0.4]]);
        #[differentiate]
        pub fn f(m: &[Vec<$F>]) -> $F { m[0][0] * m[1][0] - m[0][1] * m[1][0] }
    }
    case! { vector_of_vectors(vec![vec![0.7, 1.3], vec![0.4]]);
        #[differentiate]
        pub fn f(m: Vec<Vec<$F>>) -> $F { m[0][0] * m[1][0] - m[0][1] * m[1][0] }
    }
    case! { vector_of_vectors_by_reference(&vec![vec![0.7, 1.3], vec![0.4]]);
        #[differentiate]
        pub fn f(m: &Vec<Vec<$F>>) -> $F { m[0][0] * m[1][0] - m[0][1] * m[1][0] }
    }
    case! { vector_of_arrays(vec![[0.7, 1.3], [0.4, 2.0]], const 1);
        #[differentiate]
        pub fn f(m: Vec<[$F; 2]>, i: usize) -> $F { m[0][i] * m[i][0] }
    }
    case! { array_of_vectors([vec![0.7, 1.3], vec![0.4]]);
        #[differentiate]
        pub fn f(m: [Vec<$F>; 2]) -> $F { m[0][0] * m[1][0] - m[0][1] }
    }
    case! { row_by_reference(&vec![[0.7, 1.3], [0.4, 2.0]], const 1);
        #[differentiate]
        pub fn f(m: &[[$F; 2]], i: usize) -> $F {
            let row = &m[i];
            row[0] * row[1] + m[0][1]
        }
    }
    case! { into_a_local_array(&vec![0.7, 1.3]);
        #[differentiate]
        pub fn f(a: &[$F]) -> $F {
            let mut b = [a[0], a[1]];
            b[0] *= a[1];
            b[0] * b[1]
        }
    }

    case! { several result(&vec![0.7, 1.3]);
        #[differentiate]
        pub fn f(a: &[$F]) -> [$F; 2] { [a[0] * a[1], a[1].sin()] }
    }
    case! { several result_tuple(&vec![0.7, 1.3], 0.5);
        #[differentiate]
        pub fn f(a: &[$F], x: $F) -> ($F, $F) { (a[0] * x, a[1] * a[1]) }
    }

    mod shapes {
        use super::*;

        #[differentiate]
        fn f(a: &[$F]) -> $F { a[0] * a[1] }

        #[test]
        fn cotangent_is_as_long_as_the_slice() {
            assert_eq!(f_grad(&[2.0, 3.0, 5.0, 7.0]), [3.0, 2.0, 0.0, 0.0]);
            assert_eq!(f_vjp(&[2.0, 3.0, 5.0, 7.0]).1(10.0), [30.0, 20.0, 0.0, 0.0]);
        }

        #[test]
        fn temporaries_and_parts_of_vectors_are_accepted() {
            let vector = vec![1.0, 2.0, 3.0];
            assert_eq!(f_grad(&vector[1..]), [3.0, 2.0]);
            assert_eq!(f_jvp(&vector, &[1.0, 0.0, 0.0]), (2.0, 2.0));
        }

        #[test]
        #[should_panic(expected = "index out of bounds")]
        fn index_out_of_bounds_panics_as_in_the_plain_function() {
            let _ = f_grad(&[1.0]);
        }
    }
} }
