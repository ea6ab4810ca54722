//! Operators, parentheses and literals.

#![allow(
    clippy::eq_op,
    double_negations,
    clippy::erasing_op,
    clippy::neg_multiply,
    reason = "the odd expressions are what is tested"
)]

use ad_runtime::differentiate;
use ad_tests::{case, for_f32_and_f64};

for_f32_and_f64! { ($F:ident) => {
    case! { identity(0.7);
        #[differentiate]
        pub fn f(x: $F) -> $F { x }
    }
    case! { sum(0.7, 1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F { x + y }
    }
    case! { difference(0.7, 1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F { x - y }
    }
    case! { product(0.7, 1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F { x * y }
    }
    case! { quotient(0.7, 1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F { x / y }
    }
    case! { remainder(7.0, 2.0);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F { x % y }
    }
    case! { negation(0.7);
        #[differentiate]
        pub fn f(x: $F) -> $F { -x }
    }
    case! { negation_twice(0.7);
        #[differentiate]
        pub fn f(x: $F) -> $F { -(-x) }
    }
    case! { negated_product(0.7, 1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F { -x * -y - -x }
    }
    case! { square(0.7);
        #[differentiate]
        pub fn f(x: $F) -> $F { x * x }
    }
    case! { cube(0.7);
        #[differentiate]
        pub fn f(x: $F) -> $F { x * x * x }
    }
    case! { quotient_by_itself(0.7, 1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F { x / x + y }
    }
    case! { difference_from_itself(0.7, 1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F { (x - x) + y * y }
    }
    case! { product_with_zero(0.7, 1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F { x * 0.0 + y }
    }
    case! { literal_on_the_left(0.7);
        #[differentiate]
        pub fn f(x: $F) -> $F { 2.0 * x + 3.0 / x - 1.5 - (4.0 - x) }
    }
    case! { literal_on_the_right(0.7);
        #[differentiate]
        pub fn f(x: $F) -> $F { x * 2.0 + x / 3.0 - 1.5 + (x - 4.0) }
    }
    case! { negative_literal(0.7);
        #[differentiate]
        pub fn f(x: $F) -> $F { -2.0 * x + x * -3.0 }
    }
    case! { literals_among_themselves(0.7);
        #[differentiate]
        pub fn f(x: $F) -> $F { (1.0 + 2.0 * 3.0) * x - 4.0 / 2.0 }
    }
    case! { remainder_of_literal(0.77);
        #[differentiate]
        pub fn f(x: $F) -> $F { 5.0 % x + x % 0.3 }
    }
    case! { grouping_to_the_left(0.7, 1.3, 2.1);
        #[differentiate]
        pub fn f(x: $F, y: $F, z: $F) -> $F { x - y - z + x / y / z }
    }
    case! { grouping_to_the_right(0.7, 1.3, 2.1);
        #[differentiate]
        pub fn f(x: $F, y: $F, z: $F) -> $F { x - (y - z) + x / (y / z) }
    }
    case! { precedence(0.7, 1.3, 2.1);
        #[differentiate]
        pub fn f(x: $F, y: $F, z: $F) -> $F { x + y * z - (x + y) * z / x }
    }
    case! { needless_parentheses(0.7, 1.3);
        #[allow(unused_parens)]
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F { ((x)) * ((((y) + (x)))) }
    }
    case! { method_on_an_expression(0.7, 1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F { (x * y + 1.0).sqrt() * (-x).exp() }
    }
    case! { method_binds_tighter_than_minus(0.7);
        #[differentiate]
        pub fn f(x: $F) -> $F { -x.abs() - x.powi(2) }
    }
    case! { methods_in_a_row(0.7);
        #[differentiate]
        pub fn f(x: $F) -> $F { x.sin().exp().sqrt().ln_1p() }
    }
    case! { method_on_a_literal(0.7);
        #[differentiate]
        pub fn f(x: $F) -> $F { x * (2.0 as $F).sqrt() }
    }
    case! { value_used_many_times(0.7);
        #[differentiate]
        pub fn f(x: $F) -> $F { x * x.sin() + x / x.cos() - x * (x + x) }
    }
    case! { sum_of_many_terms(0.7, 1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F {
            x + y + x * y + x + x / y + y + x * x + y * y + x + y - x * y * x + y + x + y + x * 2.0 + y * 3.0 + x + y
                - x - y + x * 0.5 + y * 0.25 + x * y * x * y + x.sin() + y.cos() + x.exp() + y.ln() + x + y
        }
    }
    case! { nesting(0.7, 1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F { x * (y + x * (y + x * (y + x * (y + x * (y + x * (y + x * (y + x * y))))))) }
    }
    case! { written_return(0.7);
        #[allow(clippy::needless_return)]
        #[differentiate]
        pub fn f(x: $F) -> $F {
            let y = x * x;
            return y.sin();
        }
    }

    mod untouched {
        use super::*;

        #[differentiate]
        fn f(x: $F, y: $F) -> $F { (x * 0.0 + 0.0 * y) + (x - x) * -1.0 + y / 1.0 }

        /// Values that folding `x * 0.0`, `x - x` or `x + 0.0` would change.
        #[test]
        fn special_values_survive() {
            let special = [0.0, -0.0, 1.0, -1.0, $F::INFINITY, $F::NEG_INFINITY, $F::NAN, $F::MIN_POSITIVE, $F::MAX];
            for x in special {
                for y in special {
                    let bits = f(x, y).to_bits();
                    assert_eq!(f_jvp(x, y, 1.0, 1.0).0.to_bits(), bits, "f_jvp({x}, {y})");
                    assert_eq!(f_vjp(x, y).0.to_bits(), bits, "f_vjp({x}, {y})");
                    assert_eq!(f_value_and_grad(x, y).0.to_bits(), bits, "f_value_and_grad({x}, {y})");
                    assert_eq!(f_grad_into(x, y, &mut 0.0, &mut 0.0).to_bits(), bits, "f_grad_into({x}, {y})");
                }
            }
        }
    }
} }
