//! Block expressions and their scopes.

#![allow(clippy::blocks_in_conditions, clippy::let_and_return, unused_braces)]

use ad_runtime::differentiate;
use ad_tests::{case, for_f32_and_f64};

for_f32_and_f64! { ($F:ident) => {
    case! { as_initializer(0.7, 1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F {
            let z = {
                let a = x * y;
                let b = a.sin();
                a * b
            };
            z + x
        }
    }
    case! { as_operand(0.7, 1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F {
            x * { let a = x + y; a * a } + { y }
        }
    }
    case! { as_receiver(0.7);
        #[differentiate]
        pub fn f(x: $F) -> $F {
            let y = { let a = x * x; a + 1.0 }.sqrt();
            y * x
        }
    }
    case! { as_argument(0.7, 1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F { x.powf({ let a = y * 0.5; a + 1.0 }) }
    }
    case! { as_element(0.7);
        #[differentiate]
        pub fn f(x: $F) -> $F {
            let a = [{ let y = x.sin(); y * y }, { x.exp() }];
            a[0] * a[1]
        }
    }
    case! { as_result(0.7);
        #[differentiate]
        pub fn f(x: $F) -> $F {
            {
                let y = x.sin();
                y * x
            }
        }
    }
    case! { nested(0.7);
        #[differentiate]
        pub fn f(x: $F) -> $F {
            let y = { let a = { let b = { x * x }; b.sin() + b }; a * a };
            y
        }
    }
    case! { as_statement(0.7);
        #[differentiate]
        pub fn f(x: $F) -> $F {
            let mut y = x;
            {
                let a = x.sin();
                y *= a;
            }
            y
        }
    }
    case! { statement_with_inner_mutable(0.7);
        #[differentiate]
        pub fn f(x: $F) -> $F {
            let mut y = x;
            {
                let mut a = x * 2.0;
                a += y;
                {
                    a *= x;
                    y = a.sin();
                }
            }
            y * x
        }
    }
    case! { that_initializes_a_deferred_variable(0.7);
        #[differentiate]
        pub fn f(x: $F) -> $F {
            let y;
            {
                let a = x.sin();
                y = a * a;
            }
            y * x
        }
    }
    case! { of_a_tuple(0.7, 1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F {
            let (a, b) = {
                let c = x * y;
                (c.sin(), c.cos() * x)
            };
            a * b
        }
    }
    case! { of_an_array(0.7, 1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F {
            let a = {
                let mut a = [x, y];
                a[0] *= y;
                a
            };
            a[0] * a[1]
        }
    }
    case! { that_reads_only_inactive_values(0.7, const 4);
        #[differentiate]
        pub fn f(x: $F, n: usize) -> $F {
            let scale = {
                let half = n / 2;
                half as $F
            };
            x * scale
        }
    }
    case! { empty(0.7);
        #[differentiate]
        pub fn f(x: $F) -> $F {
            {}
            x * x
        }
    }
    case! { imports_in_blocks(0.7, const 3);
        mod geometry {
            use ad_runtime::differentiate;

            #[differentiate]
            pub fn square(x: $F) -> $F { x * x }
            pub mod constants { pub const SCALE: $F = 1.5; }
            pub fn index(n: usize) -> usize { n - 1 }
        }

        #[differentiate]
        pub fn f(x: $F, n: usize) -> $F {
            let y = {
                use self::geometry::{constants, square as squared};
                squared(x) * constants::SCALE
            };
            {
                use self::geometry::index;
                let a = [x, y, x * y];
                a[index(n)] + y
            }
        }
    }
} }
