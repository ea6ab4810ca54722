//! `as` between floats carries a derivative; `as` of inactive integers is a number.

#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_lossless,
    clippy::unnecessary_cast,
    clippy::cast_precision_loss
)]
#![allow(clippy::float_cmp, clippy::trivially_copy_pass_by_ref)]

use ad_runtime::differentiate;
use ad_tests::{case, companions, for_f32_and_f64};

case! { widening(0.7);
    #[differentiate]
    pub fn f(x: f32) -> f64 { x as f64 }
}
case! { narrowing(0.7);
    #[differentiate]
    pub fn f(x: f64) -> f32 { x as f32 }
}
case! { widening_inside(0.7);
    #[differentiate]
    pub fn f(x: f32) -> f32 { (x as f64).sin() as f32 * x }
}
case! { both_types(0.7, 1.3);
    #[differentiate]
    pub fn f(x: f64, y: f32) -> f64 { x * y as f64 + x.sin() }
}
case! { several both_types_in_the_result(0.7, 1.3);
    #[differentiate]
    pub fn f(x: f64, y: f32) -> (f32, f64) { (x as f32 * y, (y * y) as f64 - x) }
}
case! { of_an_element(&[0.7, 1.3]);
    #[differentiate]
    pub fn f(a: &[f32; 2]) -> f64 { a[0] as f64 * a[1] as f64 }
}
case! { through_a_variable(0.7);
    #[differentiate]
    pub fn f(x: f32) -> f64 {
        let wide: f64 = x as f64;
        let wider = wide * wide;
        wider + wide
    }
}

/// The cotangent of a narrowed value comes back in the source's type.
mod narrowing_inside {
    use super::*;

    #[differentiate]
    fn f(x: f64, y: f64) -> f64 {
        (x as f32).exp() as f64 * y
    }

    #[test]
    fn keeps_the_derivative() {
        companions!(scalar, [f f_jvp f_linearize f_vjp f_grad f_value_and_grad f_grad_into], (0.7, 1.3))
            .with_narrow_arithmetic()
            .check();
    }

    #[test]
    fn leaves_the_other_parameter_exact() {
        assert_eq!(f_grad(0.7, 1.3).1, (0.7_f64 as f32).exp() as f64);
    }
}

for_f32_and_f64! { ($F:ident) => {
    case! { to_its_own_type(0.7);
        #[differentiate]
        pub fn f(x: $F) -> $F { (x * x) as $F + x as $F }
    }
    case! { of_an_inactive_integer(0.7, const 3, const 4_u8);
        #[differentiate]
        pub fn f(x: $F, n: usize, m: u8) -> $F { x * n as $F + (m as i32 - 1) as $F / x }
    }
    case! { of_a_literal(0.7);
        #[differentiate]
        pub fn f(x: $F) -> $F { x * 3_i32 as $F + (2.0 as $F).sqrt() * x }
    }
    case! { of_an_inactive_float(0.7, const 2.9);
        #[differentiate(wrt(x))]
        pub fn f(x: $F, scale: f64) -> $F { x * scale as $F + x * (scale as i32) as $F }
    }
    case! { precedence(0.7, const 3);
        #[differentiate]
        pub fn f(x: $F, n: i32) -> $F { -n as $F * x - x * -(n as $F) * x }
    }
    case! { of_an_index(&[0.7, 1.3, 0.4], const 1_u8);
        #[differentiate]
        pub fn f(a: &[$F; 3], i: u8) -> $F { a[i as usize] * a[(i + 1) as usize] }
    }
} }
