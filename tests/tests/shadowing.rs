//! One name for several variables.

#![allow(clippy::shadow_unrelated, clippy::no_effect_underscore_binding)]

use ad_runtime::differentiate;
use ad_tests::{case, for_f32_and_f64};

for_f32_and_f64! { ($F:ident) => {
    case! { of_a_parameter(0.7);
        #[differentiate]
        pub fn f(x: $F) -> $F {
            let x = x * 2.0;
            let x = x.sin() * x;
            x
        }
    }
    case! { old_value_still_in_use(0.7);
        #[differentiate]
        pub fn f(x: $F) -> $F {
            let y = x * x;
            let x = y.sin();
            let z = x * y;
            let y = z + x;
            x * y * z
        }
    }
    case! { in_a_block(0.7);
        #[differentiate]
        pub fn f(x: $F) -> $F {
            let y = {
                let x = x * 3.0;
                x.cos()
            };
            x * y
        }
    }
    case! { in_nested_blocks(0.5);
        #[differentiate]
        pub fn f(x: $F) -> $F {
            let y = {
                let x = x * 3.0;
                let y = {
                    let x = x.sin();
                    x * x
                };
                x * y
            };
            x * y
        }
    }
    case! { exchange(0.7, 1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F {
            let (x, y) = (y, x);
            x.sin() + y.exp()
        }
    }
    case! { pattern(0.7, 1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F {
            let [x, y] = [x + y, x * y];
            let (x, y) = (x / y, x);
            x - y * y
        }
    }
    case! { active_by_inactive(0.7, 1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F {
            let z = x * y;
            let x = 3.0;
            x * z
        }
    }
    case! { inactive_by_active(0.7, const 3);
        #[differentiate]
        pub fn f(x: $F, n: i32) -> $F {
            let n = n as $F * x;
            n * n
        }
    }
    case! { array_by_scalar(&[0.7, 1.3]);
        #[differentiate]
        pub fn f(x: &[$F; 2]) -> $F {
            let x = x[0] * x[1];
            x.sin()
        }
    }
    case! { scalar_by_array(0.7);
        #[differentiate]
        pub fn f(x: $F) -> $F {
            let x = [x, x * x];
            x[0] * x[1]
        }
    }
    case! { mutable_by_immutable(0.7);
        #[differentiate]
        pub fn f(x: $F) -> $F {
            let mut y = x;
            y *= x;
            let y = y.sin();
            y * y
        }
    }
    case! { immutable_by_mutable(0.7);
        #[differentiate]
        pub fn f(x: $F) -> $F {
            let y = x.sin();
            let z = y;
            let mut y = y * y;
            y += z;
            y *= y;
            y + z
        }
    }
    case! { of_a_constant(0.7);
        #[differentiate]
        pub fn f(x: $F) -> $F {
            const SCALE: $F = 2.0;
            let y = {
                const SCALE: $F = 3.0;
                SCALE * x
            };
            SCALE * y * x
        }
    }
} }
