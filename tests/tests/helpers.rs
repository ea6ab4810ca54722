//! The helpers themselves: right companions pass, and every kind of wrong one is caught.

use ad_tests::{Companions, companions, for_f32_and_f64};

for_f32_and_f64! { ($F:ident) => {
    /// f(x, y) = x² sin y with companions written by hand.
    mod by_hand {
        pub fn f(x: $F, y: &[$F; 2]) -> $F {
            x * x * y[0].sin() + y[1]
        }

        pub fn f_jvp(x: $F, y: &[$F; 2], x_dot: $F, y_dot: &[$F; 2]) -> ($F, $F) {
            let ([a, _], [a_dot, b_dot]) = (*y, *y_dot);
            (f(x, y), 2.0 * x * a.sin() * x_dot + x * x * a.cos() * a_dot + b_dot)
        }

        pub fn f_linearize(x: $F, y: &[$F; 2]) -> ($F, impl Fn($F, &[$F; 2]) -> $F + use<>) {
            let y = *y;
            (f(x, &y), move |x_dot, y_dot: &[$F; 2]| f_jvp(x, &y, x_dot, y_dot).1)
        }

        pub fn f_vjp(x: $F, y: &[$F; 2]) -> ($F, impl Fn($F) -> ($F, [$F; 2]) + use<>) {
            let [a, _] = *y;
            (f(x, y), move |seed| (seed * 2.0 * x * a.sin(), [seed * x * x * a.cos(), seed]))
        }

        pub fn f_grad(x: $F, y: &[$F; 2]) -> ($F, [$F; 2]) {
            f_vjp(x, y).1(1.0)
        }

        pub fn f_value_and_grad(x: $F, y: &[$F; 2]) -> ($F, ($F, [$F; 2])) {
            (f(x, y), f_grad(x, y))
        }

        pub fn f_grad_into(x: $F, y: &[$F; 2], x_bar: &mut $F, y_bar: &mut [$F; 2]) -> $F {
            (*x_bar, *y_bar) = f_grad(x, y);
            f(x, y)
        }
    }

    fn right() -> Companions<'static> {
        use by_hand::*;
        companions!(scalar, [f f_jvp f_linearize f_vjp f_grad f_value_and_grad f_grad_into], (0.7, &[0.4, -1.0]))
    }

    #[test]
    fn right_companions_pass() {
        right().check();
    }

    #[test]
    fn right_forward_companions_pass_alone() {
        use by_hand::*;
        companions!(forward, [f f_jvp f_linearize f_vjp f_grad f_value_and_grad f_grad_into], (0.7, &[0.4, -1.0])).check();
    }

    #[test]
    #[should_panic(expected = "f_jvp at")]
    fn wrong_tangent_is_caught() {
        let mut companions = right();
        let jvp = companions.jvp.take().unwrap();
        companions.jvp = Some(Box::new(move |point, tangent| {
            let (value, value_dot) = jvp(point, tangent);
            (value, vec![value_dot[0] - tangent[0] * 0.01])
        }));
        companions.check();
    }

    #[test]
    #[should_panic(expected = "f_linearize returned")]
    fn linear_map_one_bit_off_is_caught() {
        let mut companions = right();
        let linearize = companions.linearize.take().unwrap();
        companions.linearize = Some(Box::new(move |point, tangent| {
            let (value, value_dot) = linearize(point, tangent);
            (value, vec![f64::from_bits(value_dot[0].to_bits() ^ 1)])
        }));
        companions.check();
    }

    #[test]
    #[should_panic(expected = "the linear map called again")]
    fn linear_map_that_wears_out_is_caught() {
        use by_hand::{f_jvp, f_vjp, f_grad, f_value_and_grad, f_grad_into, f};
        fn f_linearize(x: $F, y: &[$F; 2]) -> ($F, impl Fn($F, &[$F; 2]) -> $F + use<>) {
            let (value, linear) = by_hand::f_linearize(x, y);
            let calls = std::cell::Cell::new(0.0);
            (value, move |x_dot, y_dot: &[$F; 2]| {
                calls.set(calls.get() + 1.0);
                linear(x_dot * calls.get(), y_dot)
            })
        }
        companions!(scalar, [f f_jvp f_linearize f_vjp f_grad f_value_and_grad f_grad_into], (0.7, &[0.4, -1.0])).check();
    }

    #[test]
    #[should_panic(expected = "f_vjp at")]
    fn wrong_sign_of_a_cotangent_is_caught() {
        let mut companions = right();
        let vjp = companions.vjp.take().unwrap();
        companions.vjp = Some(Box::new(move |point, seed| {
            let (value, bars) = vjp(point, seed);
            (value, vec![bars[0], -bars[1], bars[2]])
        }));
        companions.check();
    }

    #[test]
    #[should_panic(expected = "⟨w, J v⟩")]
    fn cotangent_too_slightly_wrong_for_differences_is_caught() {
        let mut companions = right();
        let vjp = companions.vjp.take().unwrap();
        let slightly = 1.0 + 5000.0 * companions.roundoff;
        companions.vjp = Some(Box::new(move |point, seed| {
            let (value, bars) = vjp(point, seed);
            (value, bars.iter().map(|x| x * slightly).collect())
        }));
        companions.check();
    }

    #[test]
    #[should_panic(expected = "f_vjp returned")]
    fn value_one_bit_off_is_caught() {
        let mut companions = right();
        let vjp = companions.vjp.take().unwrap();
        companions.vjp = Some(Box::new(move |point, seed| {
            let (value, bars) = vjp(point, seed);
            (vec![f64::from_bits(value[0].to_bits() ^ 1)], bars)
        }));
        companions.check();
    }

    #[test]
    #[should_panic(expected = "f_grad at")]
    fn wrong_gradient_is_caught() {
        let mut companions = right();
        let (suffix, gradient) = companions.gradients.remove(0);
        companions.gradients.push((suffix, Box::new(move |point| {
            let (value, bars) = gradient(point);
            (value, bars.into_iter().rev().collect())
        })));
        companions.check();
    }

    #[test]
    #[should_panic(expected = "f_grad_into at")]
    fn buffer_that_is_added_to_is_caught() {
        use by_hand::{f_jvp, f_linearize, f_vjp, f_grad, f_value_and_grad, f};
        fn f_grad_into(x: $F, y: &[$F; 2], x_bar: &mut $F, y_bar: &mut [$F; 2]) -> $F {
            *x_bar += f_grad(x, y).0;
            *y_bar = f_grad(x, y).1;
            f(x, y)
        }
        companions!(scalar, [f f_jvp f_linearize f_vjp f_grad f_value_and_grad f_grad_into], (0.7, &[0.4, -1.0])).check();
    }

    #[test]
    #[should_panic(expected = "the pullback called again")]
    fn pullback_that_wears_out_is_caught() {
        use by_hand::{f_jvp, f_linearize, f_grad, f_value_and_grad, f_grad_into, f};
        fn f_vjp(x: $F, y: &[$F; 2]) -> ($F, impl Fn($F) -> ($F, [$F; 2]) + use<>) {
            let (value, pullback) = by_hand::f_vjp(x, y);
            let calls = std::cell::Cell::new(0.0);
            (value, move |seed| {
                calls.set(calls.get() + 1.0);
                pullback(seed * calls.get())
            })
        }
        companions!(scalar, [f f_jvp f_linearize f_vjp f_grad f_value_and_grad f_grad_into], (0.7, &[0.4, -1.0])).check();
    }

    #[test]
    #[should_panic(expected = "f_grad")]
    fn nan_in_a_gradient_is_caught() {
        let mut companions = right();
        companions.gradients = vec![("_grad", Box::new(|_| (None, vec![f64::NAN; 3])))];
        companions.check();
    }
} }
