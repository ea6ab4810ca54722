//! Constants, statics and tables of them.

#![allow(clippy::items_after_statements, clippy::unreadable_literal)]

use ad_runtime::differentiate;
use ad_tests::{case, for_f32_and_f64};

for_f32_and_f64! { ($F:ident) => {
    const SCALE: $F = 2.5;
    static OFFSET: $F = 0.25;
    const TABLE: [$F; 3] = [0.5, 1.5, -2.0];
    static ROWS: [[$F; 2]; 2] = [[1.0, 2.0], [3.0, 4.0]];
    const COUNT: usize = 2;

    mod elsewhere {
        pub const WEIGHTS: &[$F] = &[0.1, 0.2];
        pub struct Limits;
        impl Limits {
            pub const LOW: $F = -0.5;
        }
    }

    case! { constant(0.7);
        #[differentiate]
        pub fn f(x: $F) -> $F { SCALE * x + x / SCALE }
    }
    case! { statics(0.7);
        #[differentiate]
        pub fn f(x: $F) -> $F { x * OFFSET - OFFSET + ROWS[1][0] * x }
    }
    case! { table(0.7, const 1);
        #[differentiate]
        pub fn f(x: $F, i: usize) -> $F { TABLE[0] * x + TABLE[i] * x * x + TABLE[COUNT] }
    }
    case! { by_path(0.7);
        #[differentiate]
        pub fn f(x: $F) -> $F { elsewhere::WEIGHTS[1] * x + self::elsewhere::WEIGHTS[0] }
    }
    case! { associated(0.7);
        #[differentiate]
        pub fn f(x: $F) -> $F { elsewhere::Limits::LOW * x + $F::EPSILON + <$F>::MIN_POSITIVE * x }
    }
    case! { of_the_standard_library(0.7);
        #[differentiate]
        pub fn f(x: $F) -> $F { (x * std::$F::consts::PI).sin() + core::$F::consts::LN_2 * x }
    }
    case! { imported(0.7);
        use std::$F::consts::{E, TAU as WHOLE_TURN};

        #[differentiate]
        pub fn f(x: $F) -> $F { E * x + x / WHOLE_TURN }
    }
    case! { local(0.7);
        #[differentiate]
        pub fn f(x: $F) -> $F {
            const HALF: $F = 0.5;
            let y = x * HALF;
            const THIRD: $F = HALF / 1.5;
            y * y + THIRD * x
        }
    }
    case! { local_table(0.7, const 2);
        #[differentiate]
        pub fn f(x: $F, i: usize) -> $F {
            const COEFFICIENTS: [$F; 3] = [1.0, -0.5, 0.125];
            COEFFICIENTS[0] + x * (COEFFICIENTS[1] + x * COEFFICIENTS[i])
        }
    }
    case! { local_import(0.7);
        #[differentiate]
        pub fn f(x: $F) -> $F {
            use std::$F::consts::PI;
            let y = x * PI;
            y.sin()
        }
    }
    case! { import_in_a_block(0.7);
        #[differentiate]
        pub fn f(x: $F) -> $F {
            let y = {
                use std::$F::consts::FRAC_PI_3 as ANGLE;
                x * ANGLE
            };
            y.cos()
        }
    }
    case! { used_before_it_is_declared(0.7);
        #[differentiate]
        pub fn f(x: $F) -> $F {
            let y = x * LATE;
            const LATE: $F = 1.25;
            y * y
        }
    }
    case! { of_the_parameters_name(0.7);
        const Y: $F = 3.0;

        #[differentiate]
        pub fn f(x: $F) -> $F { #[allow(non_snake_case)] let X = x * Y; X * Y }
    }
    case! { polynomial(0.7);
        #[differentiate]
        pub fn f(x: $F) -> $F { TABLE[0] + x * (TABLE[1] + x * (TABLE[2] + x * ROWS[0][1])) }
    }
    case! { method_on_a_constant(0.7);
        #[differentiate]
        pub fn f(x: $F) -> $F { SCALE.sqrt() * x + x.powf(SCALE) + TABLE[1].max(SCALE) * x }
    }
    case! { array_of_constants(0.7);
        #[differentiate]
        pub fn f(x: $F) -> $F {
            let [a, b, c] = TABLE;
            let row = ROWS[1];
            a * x * x + b * x + c * row[0] * x
        }
    }
    case! { length_from_a_constant(&[0.7, 1.3]);
        #[differentiate]
        pub fn f(a: &[$F; COUNT]) -> $F {
            let b: [$F; COUNT] = [a[0]; COUNT];
            b[COUNT - 1] * a[1]
        }
    }
} }
