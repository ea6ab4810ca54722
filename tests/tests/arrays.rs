//! Arrays as parameters, results and values.

use ad_runtime::differentiate;
use ad_tests::{case, for_f32_and_f64};

for_f32_and_f64! { ($F:ident) => {
    case! { by_value([0.7, 1.3, 0.4]);
        #[differentiate]
        pub fn f(a: [$F; 3]) -> $F { a[0] * a[1] + a[2] }
    }
    case! { by_reference(&[0.7, 1.3, 0.4]);
        #[differentiate]
        pub fn f(a: &[$F; 3]) -> $F { a[0] * a[1] + a[2] }
    }
    case! { two(&[0.7, 1.3, 0.4], &[0.2, -0.5, 1.1]);
        #[differentiate]
        pub fn f(a: &[$F; 3], b: &[$F; 3]) -> $F { a[0] * b[0] + a[1] * b[1] + a[2] * b[2] }
    }
    case! { with_scalars(0.5, &[0.7, 1.3], 2.0);
        #[differentiate]
        pub fn f(scale: $F, a: &[$F; 2], shift: $F) -> $F { scale * a[0] * a[1] + shift * a[0] }
    }
    case! { element_used_twice(&[0.7, 1.3]);
        #[differentiate]
        pub fn f(a: &[$F; 2]) -> $F { a[0] * a[0] * a[1] + a[0].sin() }
    }
    case! { element_never_used(&[0.7, 1.3, 0.4]);
        #[differentiate]
        pub fn f(a: &[$F; 3]) -> $F { a[0] * a[2] }
    }
    case! { at_inactive_index(&[0.7, 1.3, 0.4], const 1);
        #[differentiate]
        pub fn f(a: &[$F; 3], i: usize) -> $F { a[i] * a[i + 1] + a[2 * i - 2] }
    }
    case! { same_index_under_two_names(&[0.7, 1.3, 0.4], const 1, const 1);
        #[differentiate]
        pub fn f(a: &[$F; 3], i: usize, j: usize) -> $F { a[i] * a[j] * a[1] }
    }
    case! { length(&[0.7, 1.3, 0.4]);
        #[differentiate]
        pub fn f(a: &[$F; 3]) -> $F { a[a.len() - 1] * a.len() as $F }
    }
    case! { nested([[0.7, 1.3], [0.4, 2.0]]);
        #[differentiate]
        pub fn f(m: [[$F; 2]; 2]) -> $F { m[0][0] * m[1][1] - m[0][1] * m[1][0] }
    }
    case! { nested_by_reference(&[[0.7, 1.3, 0.2], [0.4, 2.0, 0.1]], const 1);
        #[differentiate]
        pub fn f(m: &[[$F; 3]; 2], i: usize) -> $F { m[0][i] * m[i][0] - m[i][i + 1] }
    }
    case! { row_of_nested([[0.7, 1.3], [0.4, 2.0]]);
        #[differentiate]
        pub fn f(m: [[$F; 2]; 2]) -> $F {
            let row = m[1];
            row[0] * row[1] * m[0][0] + row[0]
        }
    }
    case! { three_levels(&[[[0.7, 1.3]], [[0.4, 2.0]]]);
        #[differentiate]
        pub fn f(m: &[[[$F; 2]; 1]; 2]) -> $F { m[0][0][0] * m[1][0][1] + m[0][0][1] * m[1][0][0] }
    }
    case! { literal(0.7, 1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F {
            let a = [x * y, 2.0, y];
            a[0] * a[1] + a[2]
        }
    }
    case! { repeated(0.7);
        #[differentiate]
        pub fn f(x: $F) -> $F {
            let a = [x.sin(); 4];
            a[0] * a[3] + a[1]
        }
    }
    case! { repeated_inactive(0.7);
        #[differentiate]
        pub fn f(x: $F) -> $F {
            let a = [2.0; 4];
            a[0] * x + a[3]
        }
    }
    case! { indexed_at_once(0.7, 1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F { [x * y, y][0] + [x.sin(); 3][2] }
    }
    case! { of_arrays(0.7, 1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F {
            let m = [[x, y], [x * y, 1.0]];
            m[0][0] * m[1][0] + m[0][1] * m[1][1]
        }
    }
    case! { under_another_name(&[0.7, 1.3]);
        #[differentiate]
        pub fn f(a: &[$F; 2]) -> $F {
            let b = a;
            let c = *a;
            b[0] * c[1] * a[1]
        }
    }
    case! { pattern_by_value([0.7, 1.3]);
        #[differentiate]
        pub fn f(a: [$F; 2]) -> $F { let [x, y] = a; x.sin() * y + a[0] }
    }
    case! { pattern_through_dereference(&[0.7, 1.3]);
        #[differentiate]
        pub fn f(a: &[$F; 2]) -> $F { let [x, y] = *a; x.sin() * y }
    }
    case! { pattern_of_a_reference(&[0.7, 1.3]);
        #[differentiate]
        pub fn f(a: &[$F; 2]) -> $F { let &[x, y] = a; x.sin() * y }
    }
    case! { pattern_nested(&[[0.7, 1.3], [0.4, 2.0]]);
        #[differentiate]
        pub fn f(m: &[[$F; 2]; 2]) -> $F { let [[a, b], [c, _]] = *m; a * b / c }
    }
    case! { pattern_of_rows(&[[0.7, 1.3], [0.4, 2.0]]);
        #[differentiate]
        pub fn f(m: &[[$F; 2]; 2]) -> $F { let [top, bottom] = *m; top[0] * bottom[1] - top[1] * bottom[0] }
    }
    case! { method_on_an_element(&[0.7, 1.3]);
        #[differentiate]
        pub fn f(a: &[$F; 2]) -> $F { a[0].sin().hypot(a[1]) + $F::exp(a[0]) }
    }
    case! { single_element([0.7]);
        #[differentiate]
        pub fn f(a: [$F; 1]) -> $F { a[0] * a[0] }
    }

    case! { several result(0.7, 1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> [$F; 3] { [x * y, x.sin(), y * y] }
    }
    case! { several result_of_copies(&[0.7, 1.3]);
        #[differentiate]
        pub fn f(a: &[$F; 2]) -> [$F; 3] { [a[1], a[0], a[1]] }
    }
    case! { several result_that_is_the_parameter([0.7, 1.3]);
        #[differentiate]
        pub fn f(a: [$F; 2]) -> [$F; 2] { a }
    }
    case! { several result_with_inactive_elements(0.7);
        #[differentiate]
        pub fn f(x: $F) -> [$F; 3] { [1.0, x * x, 0.0] }
    }
    case! { several result_of_one_value(0.7);
        #[differentiate]
        pub fn f(x: $F) -> [$F; 3] { [x.exp(); 3] }
    }
    case! { several result_by_name(0.7, 1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> [$F; 2] {
            let product = x * y;
            let result = [product, product.sin()];
            result
        }
    }
    case! { several result_nested(0.7, 1.3);
        #[differentiate]
        pub fn f(angle: $F, scale: $F) -> [[$F; 2]; 2] {
            let (s, c) = angle.sin_cos();
            [[scale * c, -scale * s], [scale * s, scale * c]]
        }
    }
    case! { several matrix_times_vector(&[[0.7, 1.3], [0.4, 2.0]], &[0.3, -0.6]);
        #[differentiate]
        pub fn f(m: &[[$F; 2]; 2], v: &[$F; 2]) -> [$F; 2] {
            [m[0][0] * v[0] + m[0][1] * v[1], m[1][0] * v[0] + m[1][1] * v[1]]
        }
    }
} }
