//! Macros inside differentiated functions, and differentiated functions from macros.

#![allow(clippy::float_cmp)]

use std::cell::Cell;

use ad_runtime::differentiate;
use ad_tests::{case, companions, for_f32_and_f64};

thread_local! { static CALLS: Cell<u32> = const { Cell::new(0) }; }

/// True, and counted.
fn counted() -> bool {
    CALLS.set(CALLS.get() + 1);
    true
}

/// A function passed through fragments: its types, body and visibility stand in invisible groups.
macro_rules! differentiated {
    ($vis:vis fn $name:ident($($parameter:ident: $T:ty),*) -> $R:ty $body:block) => {
        #[differentiate]
        $vis fn $name($($parameter: $T),*) -> $R $body
    };
}

for_f32_and_f64! { ($F:ident) => {
    case! { assertions(0.7, const 3);
        #[differentiate]
        pub fn f(x: $F, n: i32) -> $F {
            assert!(x > 0.0);
            let y = x.ln();
            assert!(y.is_finite(), "the logarithm of {x} is {y}, n = {}", n);
            debug_assert!(y < x && n > 0);
            assert_eq!(n, 3, "{y}");
            assert_ne!(n, 4);
            debug_assert_eq!(n + 1, 4);
            debug_assert_ne!(x, 0.0);
            y * x
        }
    }
    case! { printing(0.7);
        #[differentiate]
        pub fn f(x: $F) -> $F {
            let y = x * x;
            println!("x = {x}, y = {y:?}");
            print!("{}\n", y);
            eprintln!("{0} {name}", x, name = y);
            eprint!("");
            y * x
        }
    }
    case! { in_a_block(0.7);
        #[differentiate]
        pub fn f(x: $F) -> $F {
            let y = {
                let z = x * x;
                assert!(z >= 0.0);
                z.sqrt()
            };
            y * x
        }
    }

    mod side_effects {
        use super::*;

        #[differentiate]
        fn f(x: $F) -> $F {
            assert!(counted());
            let y = x * x;
            debug_assert!(y.is_nan() || counted());
            y * x
        }

        fn calls_during(action: impl FnOnce()) -> u32 {
            let before = CALLS.get();
            action();
            CALLS.get() - before
        }

        #[test]
        fn happen_as_often_as_in_the_plain_function() {
            let plain = calls_during(|| _ = f(0.7));
            assert_eq!(calls_during(|| _ = f_jvp(0.7, 1.0)), plain);
            assert_eq!(calls_during(|| _ = f_grad(0.7)), plain);
            assert_eq!(calls_during(|| _ = f_value_and_grad(0.7)), plain);
            assert_eq!(calls_during(|| _ = f_grad_into(0.7, &mut 0.0)), plain);
            assert_eq!(calls_during(|| _ = f_vjp(0.7)), plain);
            let (_, pullback) = f_vjp(0.7);
            assert_eq!(calls_during(|| _ = pullback(1.0)), 0);
        }
    }

    mod failing {
        use super::*;

        #[differentiate]
        fn f(x: $F) -> $F {
            assert!(x > 0.0, "{x} is not positive");
            x.ln()
        }

        #[test]
        #[should_panic(expected = "-2 is not positive")]
        fn assertion_fails_in_forward_mode() {
            let _ = f_jvp(-2.0, 1.0);
        }

        #[test]
        #[should_panic(expected = "-2 is not positive")]
        fn assertion_fails_in_reverse_mode() {
            let _ = f_grad(-2.0);
        }
    }

    /// The attribute on what a macro makes of fragments: types, expressions and identifiers in invisible groups.
    mod made_by_a_macro {
        use super::*;

        macro_rules! polynomial {
            ($name:ident, $T:ty, $x:ident, $constant:expr, $slope:expr) => {
                #[differentiate]
                pub fn $name($x: $T) -> $T {
                    let shifted: $T = $x + $constant;
                    shifted * $slope
                }
            };
        }

        // Without the invisible groups these would read x + 1 - 2 * 2 - x and the like.
        case! { fragments(0.7);
            polynomial!(f, $F, x, 1.0 - 2.0, 2.0 - x);
        }
        case! { whole_body(&[0.7, 1.3], 0.4);
            differentiated! { pub fn f(a: &[$F; 2], x: $F) -> $F { let y = a[0] * x; y.sin() + a[1] } }
        }
        case! { several whole_body_with_array_result([0.7, 1.3]);
            differentiated! { pub fn f(a: [$F; 2]) -> [$F; 2] { [a[0] * a[1], a[1]] } }
        }

        /// Two variables of one name, told apart by hygiene.
        macro_rules! hygienic {
            ($x:ident, $value:expr) => {
                #[differentiate]
                pub fn f($x: $F) -> $F {
                    let local = $x * 2.0;
                    let result = $value * local;
                    result
                }
            };
        }

        case! { hygiene(0.7);
            hygienic!(local, local * local);
        }
    }
} }

/// A macro that makes several functions at once, called by the names it got.
macro_rules! family {
    ($($name:ident: $scale:literal),*) => {
        $(
            #[differentiate]
            fn $name(x: f64) -> f64 {
                $scale * x * x
            }
        )*
    };
}

family!(once: 1.0, twice: 2.0);

#[test]
fn family_made_by_a_macro() {
    companions!(scalar, [once once_jvp once_linearize once_vjp once_grad once_value_and_grad once_grad_into], (0.7)).check();
    companions!(scalar, [twice twice_jvp twice_linearize twice_vjp twice_grad twice_value_and_grad twice_grad_into], (0.7)).check();
}

#[test]
fn what_a_macro_counts_is_as_it_was() {
    #[differentiate]
    fn f(x: &[f64]) -> f64 {
        let mut at = 0;
        let mut product = 1.0;
        while at < x.len() {
            product *= x[at].sin();
            assert!({
                at += 1;
                at > 0
            });
        }
        product
    }
    let (a, b) = (0.3_f64, 0.7_f64);
    let [of_a, of_b] = f_grad(&[a, b])[..] else {
        panic!("two derivatives")
    };
    assert!((of_a - a.cos() * b.sin()).abs() < 1e-15 && (of_b - a.sin() * b.cos()).abs() < 1e-15);
    assert!((f(&[a, b]) - a.sin() * b.sin()).abs() < 1e-15);
}
