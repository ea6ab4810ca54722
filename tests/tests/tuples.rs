//! Tuples as parameters, results and values.

use ad_runtime::differentiate;
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
} }
