//! `let`, with and without a type, an initializer, a use.

#![allow(
    clippy::let_and_return,
    clippy::needless_late_init,
    clippy::no_effect_underscore_binding
)]

use ad_runtime::differentiate;
use ad_tests::{case, for_f32_and_f64};

for_f32_and_f64! { ($F:ident) => {
    case! { one(0.7);
        #[differentiate]
        pub fn f(x: $F) -> $F {
            let y = x.sin();
            y * y
        }
    }
    case! { with_type(0.7);
        #[differentiate]
        pub fn f(x: $F) -> $F {
            let y: $F = x.sin();
            let z: $F = y * x;
            z
        }
    }
    case! { several(0.7, 1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F {
            let a = x * y;
            let b = a.exp();
            let c = a + b;
            let d = c / x;
            d - a
        }
    }
    case! { other_name_for_a_parameter(0.7);
        #[differentiate]
        pub fn f(x: $F) -> $F {
            let y = x;
            let z = y;
            y * z * x
        }
    }
    case! { deferred(0.7);
        #[differentiate]
        pub fn f(x: $F) -> $F {
            let y;
            y = x.sin();
            y * x
        }
    }
    case! { deferred_with_type(0.7);
        #[differentiate]
        pub fn f(x: $F) -> $F {
            let y: $F;
            let z: $F;
            y = x.sin();
            z = y.exp();
            y * z
        }
    }
    case! { deferred_until_an_inactive_part_of_what_is_active(0.7);
        #[differentiate]
        pub fn f(x: $F) -> $F {
            let (y, z): ($F, ($F, $F));
            let a = [x, 1.5];
            y = 2.0 * a[1];
            z = (0.5, a[1]);
            y * a[0] * z.1
        }
    }
    case! { deferred_and_mutable(0.7);
        #[differentiate]
        pub fn f(x: $F) -> $F {
            let mut y;
            y = x.sin();
            y *= x;
            y = y * y;
            y
        }
    }
    case! { literal(0.7);
        #[differentiate]
        pub fn f(x: $F) -> $F {
            let c = 2.0;
            let d: $F = 3.0;
            c * x + d
        }
    }
    case! { zero_to_start_from(0.7, 1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F {
            let start = 0.0;
            start + x * y
        }
    }
    case! { inactive(0.7);
        #[differentiate]
        pub fn f(x: $F) -> $F {
            let n = 3;
            let scale = n as $F * 0.5;
            x * scale
        }
    }
    case! { never_used(0.7);
        #[differentiate]
        pub fn f(x: $F) -> $F {
            let _unused = x.ln();
            let _ = x.sqrt();
            x * x
        }
    }
    case! { used_only_by_something_unused(0.7);
        #[differentiate]
        pub fn f(x: $F) -> $F {
            let y = x.ln();
            let _z = y * y;
            x * x
        }
    }
    case! { tuple_pattern(0.7, 1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F {
            let (a, b) = (x * y, x + y);
            a.sin() * b
        }
    }
    case! { array_pattern(0.7, 1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F {
            let [a, b, c] = [x * y, x + y, x];
            a.sin() * b - c
        }
    }
    case! { nested_pattern(0.7, 1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F {
            let ((a, b), [c, d]) = ((x * y, x), [y, x + y]);
            a * b / (c * d)
        }
    }
    case! { pattern_with_wildcards(0.7, 1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F {
            let (a, _) = (x * y, x.ln());
            let [_, b, _unused] = [x, y * y, x * x];
            a * b
        }
    }
    case! { pattern_with_type(0.7, 1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F {
            let (a, b): ($F, $F) = (x * y, 2.0);
            let [c, d]: [$F; 2] = [y, 1.0];
            a * b + c * d
        }
    }
    case! { pattern_with_inactive_parts(0.7);
        #[differentiate]
        pub fn f(x: $F) -> $F {
            let (a, n) = (x * x, 3_i32);
            a * n as $F
        }
    }
    case! { pattern_with_mutable_part(0.7, 1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F {
            let (mut a, b) = (x, y);
            a *= b;
            a + b
        }
    }
} }
