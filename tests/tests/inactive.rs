//! What carries no derivative may be any Rust at all.

#![allow(
    clippy::needless_pass_by_value,
    clippy::cast_precision_loss,
    clippy::cast_lossless
)]
#![allow(
    clippy::needless_range_loop,
    clippy::manual_memcpy,
    clippy::explicit_counter_loop,
    clippy::ptr_arg
)]

use ad_runtime::differentiate;
use ad_tests::{case, for_f32_and_f64};

for_f32_and_f64! { ($F:ident) => {
    fn undecorated(n: usize) -> $F {
        n as $F * 0.5
    }

    pub struct Settings {
        pub scale: $F,
        pub power: i32,
    }

    case! { integers(0.7, const 3, const 5_u8);
        #[differentiate]
        pub fn f(x: $F, n: i32, m: u8) -> $F {
            let k = (n * 2 + 1) % 4 + i32::from(m >> 1);
            x * k as $F
        }
    }
    case! { boolean(0.7, const true);
        #[differentiate]
        pub fn f(x: $F, negate: bool) -> $F {
            let sign = if negate { -1.0 } else { 1.0 };
            sign * x * x
        }
    }
    case! { boolean_false(0.7, const false);
        #[differentiate]
        pub fn f(x: $F, negate: bool) -> $F { x * x * if negate { -1.0 } else { 1.0 } }
    }
    case! { string(0.7, const "abc");
        #[differentiate]
        pub fn f(x: $F, text: &str) -> $F { x * text.len() as $F + x }
    }
    case! { owned_string(0.7, const String::from("abc"));
        #[differentiate]
        pub fn f(x: $F, text: String) -> $F { x * text.chars().filter(|c| *c != 'b').count() as $F }
    }
    case! { character(0.7, const 'c');
        #[differentiate]
        pub fn f(x: $F, letter: char) -> $F { x * (u32::from(letter) - 96) as $F }
    }
    case! { range(0.7, const 2..5);
        #[differentiate]
        pub fn f(x: $F, range: std::ops::Range<usize>) -> $F { x * range.len() as $F }
    }
    case! { integer_slice(0.7, const &[2, 3]);
        #[differentiate]
        pub fn f(x: $F, powers: &[i32]) -> $F { x.powi(powers[0]) + x.powi(powers[1]) }
    }
    case! { integer_array(0.7, const [2, 3]);
        #[differentiate]
        pub fn f(x: $F, powers: [i32; 2]) -> $F { x.powi(powers[0]) * x.powi(powers[1] - 4) }
    }
    case! { integer_vector(0.7, const vec![2, 3]);
        #[differentiate]
        pub fn f(x: $F, powers: Vec<i32>) -> $F { x.powi(powers.iter().sum()) }
    }
    case! { matching(0.7, const 2);
        #[differentiate]
        pub fn f(x: $F, n: i32) -> $F {
            let factor = match n {
                0 => 1.0,
                k if k < 0 => 0.5,
                1 | 2 => 2.0,
                _ => 3.0,
            };
            factor * x
        }
    }
    case! { conditions(0.7, const 2);
        #[differentiate]
        pub fn f(x: $F, n: usize) -> $F {
            let table = [0.5, 1.5, 2.5];
            let factor = if n >= table.len() { 0.0 } else if let Some(value) = table.get(n) { *value } else { 1.0 };
            factor * x * x
        }
    }
    case! { loops(0.7, const 4);
        #[differentiate]
        pub fn f(x: $F, n: usize) -> $F {
            let mut factorial = 1.0;
            for i in 1..=n {
                factorial *= i as $F;
            }
            let mut steps = n;
            let mut halvings = 0;
            while steps > 1 {
                steps /= 2;
                halvings += 1;
            }
            let first = loop {
                halvings += 1;
                if halvings % 3 == 0 {
                    break halvings;
                }
            };
            x * factorial + x.powi(first)
        }
    }
    case! { iterators(0.7, const 5);
        #[differentiate]
        pub fn f(x: $F, n: usize) -> $F {
            let odd: Vec<usize> = (0..n).filter(|i| i % 2 == 1).collect();
            let total = odd.iter().map(|i| *i as $F).sum::<$F>();
            x * total + odd.len() as $F
        }
    }
    case! { closures(0.7, const 5);
        #[differentiate]
        pub fn f(x: $F, n: usize) -> $F {
            let double = |k: usize| 2 * k;
            x * double(n) as $F
        }
    }
    case! { undecorated_function(0.7, const 5);
        #[differentiate]
        pub fn f(x: $F, n: usize) -> $F { x * undecorated(n) + undecorated(n + 1) }
    }
    case! { float_parameter(0.7, const 1.3);
        #[differentiate(wrt(x))]
        pub fn f(x: $F, scale: $F) -> $F { x * scale.sin() + scale * scale }
    }
    case! { float_slice(0.7, const &[0.3, 1.3]);
        #[differentiate(constant(table))]
        pub fn f(x: $F, table: &[$F]) -> $F {
            let largest = table.iter().copied().fold(0.0, $F::max);
            x * largest + table[0] * x * x
        }
    }
    case! { undecorated_function_of_float(0.7, const 1.3);
        fn helper(scale: $F) -> $F {
            scale.sin()
        }

        #[differentiate(wrt(x))]
        pub fn f(x: $F, scale: $F) -> $F { x * helper(scale) + helper(2.0) }
    }
    case! { index_from_a_comparison(0.7, 1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F {
            let larger = usize::from(x < y);
            [x * x, y * y * y][larger]
        }
    }
    case! { comparison_that_is_not_needed(0.7, 1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F {
            let _ordered = x < y && !x.is_nan() || y == 0.0;
            x * y
        }
    }
    case! { length_only(&vec![0.7, 1.3], 0.4);
        #[differentiate]
        pub fn f(a: &[$F], x: $F) -> $F {
            let middle = a.len() / 2;
            a[middle] * x * a.len() as $F
        }
    }
    case! { mutable_integer(&[0.7, 1.3, 0.4]);
        #[differentiate]
        pub fn f(a: &[$F; 3]) -> $F {
            let mut i = 0;
            let first = a[i];
            i += 1;
            let second = a[i];
            i *= 2;
            first * second / a[i]
        }
    }
    case! { mutable_integer_parameter(&[0.7, 1.3, 0.4], const 0);
        #[differentiate]
        pub fn f(a: &[$F; 3], mut i: usize) -> $F {
            let first = a[i];
            i += 2;
            first * a[i] * i as $F
        }
    }
    case! { structure(0.7, const Settings { scale: 2.0, power: 3 });
        #[differentiate(wrt(x))]
        pub fn f(x: $F, settings: Settings) -> $F { settings.scale * x.powi(settings.power) }
    }
    case! { option(0.7, const Some(3));
        #[differentiate(wrt(x))]
        pub fn f(x: $F, power: Option<i32>) -> $F { x.powi(power.unwrap_or(1)) }
    }
} }
