//! Calls of methods that write to their receiver: `s.step(dt);`.

use ad_runtime::{Differentiable, check_gradient, differentiate};
use ad_tests::for_f32_and_f64;

for_f32_and_f64! { ($F:ident) => {
    use super::*;

    #[derive(Clone, Copy, Debug, Differentiable)]
    pub struct State {
        pub x: $F,
        pub v: $F,
    }

    #[derive(Clone, Debug, Differentiable)]
    pub struct Chain {
        pub first: State,
        pub others: Vec<State>,
    }

    #[differentiate]
    impl State {
        #[differentiate(wrt(self, dt), order = 2)]
        fn step(&mut self, dt: $F) {
            self.v -= dt * self.x.sin();
            self.x += dt * self.v;
        }

        /// A name that floats have a method of, too.
        #[differentiate(wrt(self, other))]
        fn add(&mut self, other: $F) {
            self.x += other * other;
        }

        #[differentiate(wrt(self))]
        fn by_itself(&mut self) {
            self.step(0.3);
            self.step(self.x);
        }

        #[differentiate(wrt(self))]
        fn energy(&self) -> $F {
            0.5 * self.v * self.v - self.x.cos()
        }
    }

    #[differentiate]
    fn in_a_loop(x: $F, dt: $F, n: usize) -> $F {
        let mut s = State { x, v: 0.5 };
        for _ in 0..n {
            s.step(dt);
        }
        s.x * s.energy()
    }

    #[differentiate]
    fn carries_nothing_before(dt: $F) -> $F {
        let mut s = State { x: 0.2, v: 0.5 };
        s.step(dt);
        s.x
    }

    #[differentiate]
    fn carries_nothing_before_a_loop(x: $F) -> $F {
        let mut sum = State { x: 0.0, v: 0.0 };
        for k in 0..4_u8 {
            sum.add(x * <$F>::from(k));
        }
        sum.x * x
    }

    #[differentiate]
    fn parts(x: $F, dt: $F) -> $F {
        let s = State { x, v: 0.5 };
        let mut chain = Chain { first: s, others: vec![s; 2] };
        for i in 0..2 {
            chain.others[i].step(dt);
            chain.first.step(chain.others[i].x);
            chain.first.by_itself();
        }
        chain.first.x * chain.others[0].x + chain.others[1].v
    }

    #[differentiate]
    fn parameter(mut s: State, dt: $F) -> State {
        if dt > 0.0 {
            s.step(dt);
        }
        s.step(dt * dt);
        s
    }

    #[differentiate]
    fn lent(s: &mut State, dt: $F) {
        s.step(dt);
        s.step(dt * dt);
    }

    #[differentiate]
    fn untaken(x: $F) -> $F {
        let mut s = State { x, v: x };
        if x > 100.0 {
            s.step(x);
        }
        s.v * s.x
    }

    #[differentiate]
    fn early(x: $F) -> $F {
        let mut s = State { x, v: 0.1 };
        loop {
            s.step(0.5);
            if s.x < 0.3 {
                return s.energy();
            }
        }
    }

    #[differentiate]
    fn overwritten(x: $F) -> $F {
        let mut s = State { x, v: x };
        s.step(x);
        s = State { x: 2.0 * x, v: 0.0 };
        s.step(0.1);
        s.x
    }

    #[differentiate(order = 2)]
    fn of_second_order(x: $F, dt: $F) -> $F {
        let mut s = State { x, v: 0.5 };
        for _ in 0..3 {
            s.step(dt);
        }
        s.step(x * dt);
        s.x * s.v
    }

    #[test]
    fn second_order() {
        let (x, dt, x_dot, dt_dot) = (0.3, 0.2, 0.7, -0.4);
        let h = <$F>::EPSILON.cbrt();
        let (a, b) = of_second_order_grad(x + h * x_dot, dt + h * dt_dot);
        let (c, d) = of_second_order_grad(x - h * x_dot, dt - h * dt_dot);
        let (x_bar, dt_bar) = of_second_order_hvp(x, dt, x_dot, dt_dot);
        let near = |exact: $F, difference: $F| assert!((exact - difference).abs() < 100.0 * h * h, "{exact} {difference}");
        near(x_bar, (a - c) / (2.0 * h));
        near(dt_bar, (b - d) / (2.0 * h));
        let (gradient, along) = of_second_order_grad_and_hvp(x, dt, x_dot, dt_dot);
        assert_eq!((gradient, along), (of_second_order_grad(x, dt), (x_bar, dt_bar)));
    }

    #[test]
    fn linear_maps() {
        let (_, dot) = parts_jvp(0.3, 0.2, 0.7, -0.4);
        let (_, linear) = parts_linearize(0.3, 0.2);
        for _ in 0..2 {
            assert!((linear(0.7, -0.4) - dot).abs() <= 20.0 * <$F>::EPSILON * dot.abs());
        }
        let (_, dot) = in_a_loop_jvp(0.3, 0.2, 4, 0.7, -0.4);
        let (_, linear) = in_a_loop_linearize(0.3, 0.2, 4);
        assert!((linear(0.7, -0.4) - dot).abs() <= 20.0 * <$F>::EPSILON * dot.abs());
    }

    #[test]
    fn statements_that_write_their_receiver() {
        check_gradient!(in_a_loop(0.3, 0.2, const 4));
        check_gradient!(carries_nothing_before(0.4));
        check_gradient!(carries_nothing_before_a_loop(0.4));
        check_gradient!(parts(0.3, 0.2));
        check_gradient!(several parameter(State { x: 0.4, v: 0.1 }, 0.3));
        check_gradient!(untaken(0.3));
        check_gradient!(early(0.9));
        check_gradient!(overwritten(0.3));
    }

    #[test]
    fn a_method_of_what_is_lent() {
        let (mut by_reference, by_value) = (State { x: 0.4, v: 0.1 }, State { x: 0.4, v: 0.1 });
        let ((), pullback) = lent_vjp(&mut by_reference, 0.3);
        let mut bar = StateTangent { x: 1.0, v: -0.5 };
        let dt_bar = pullback(&mut bar);
        let (after, pullback) = parameter_vjp(by_value, 0.3);
        assert_eq!((after.x.to_bits(), after.v.to_bits()), (by_reference.x.to_bits(), by_reference.v.to_bits()));
        assert_eq!(pullback(StateTangent { x: 1.0, v: -0.5 }), (bar, dt_bar));
    }
}}
