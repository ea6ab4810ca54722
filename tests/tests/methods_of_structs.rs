//! Methods whose `self` is differentiated: `wrt(self)`.

use ad_runtime::{Differentiable, check_gradient, differentiate};
use ad_tests::for_f32_and_f64;

for_f32_and_f64! { ($F:ident) => {
    use super::*;

    #[derive(Clone, Debug, Differentiable)]
    pub struct Layer {
        pub weights: Vec<[$F; 2]>,
        pub bias: $F,
        pub width: usize,
    }

    #[derive(Clone, Copy, Debug, Differentiable)]
    pub struct Oscillator {
        pub stiffness: $F,
        pub mass: $F,
        pub at: $F,
        pub speed: $F,
        pub steps: u32,
    }

    #[differentiate]
    impl Layer {
        #[differentiate(wrt(self, x), order = 2)]
        fn output(&self, x: [$F; 2]) -> $F {
            let mut sum = self.bias;
            for k in 0..self.width {
                let [a, b] = self.weights[k];
                sum += activation(a * x[0] + b * x[1]);
            }
            sum
        }
    }

    #[differentiate(order = 2)]
    fn activation(x: $F) -> $F {
        x.tanh()
    }

    impl Oscillator {
        #[differentiate(wrt(self, dt))]
        fn advanced(mut self, dt: $F) -> Self {
            for _ in 0..self.steps {
                self.speed -= self.stiffness * self.at / self.mass * dt;
                self.at += self.speed * dt;
            }
            self
        }

        #[differentiate(wrt(self, dt))]
        fn advance(&mut self, dt: $F) {
            self.speed -= self.stiffness * self.at / self.mass * dt;
            self.at += self.speed * dt;
        }

        #[differentiate(wrt(self))]
        fn energy(&self) -> $F {
            0.5 * (self.stiffness * self.at * self.at + self.mass * self.speed * self.speed)
        }

        #[differentiate]
        fn held(&self, x: $F) -> $F {
            self.stiffness * x * x
        }
    }

    const OSCILLATOR: Oscillator = Oscillator { stiffness: 1.3, mass: 0.7, at: 0.4, speed: -0.2, steps: 3 };

    #[test]
    fn by_reference() {
        let layer = Layer { weights: vec![[0.3, -0.8], [1.1, 0.4]], bias: 0.2, width: 2 };
        let layer = &layer;
        let (layer_bar, x_bar) = layer.output_grad([0.5, 0.9]);
        let value = layer.output([0.5, 0.9]);
        let (again, (again_bar, _)) = layer.output_value_and_grad([0.5, 0.9]);
        assert_eq!((value.to_bits(), layer_bar.clone()), (again.to_bits(), again_bar));
        assert_eq!((layer_bar.weights.len(), layer_bar.bias), (2, 1.0));
        let x_dot = [0.7, -0.3];
        let (_, along) = layer.output_jvp([0.5, 0.9], &layer_bar, x_dot);
        let sum = layer_bar.weights.iter().flatten().map(|w| w * w).sum::<$F>() + 1.0 + x_bar[0] * x_dot[0] + x_bar[1] * x_dot[1];
        assert!((along - sum).abs() < 20.0 * <$F>::EPSILON);
        let (hv, _) = layer.output_hvp([0.5, 0.9], &layer_bar, x_dot);
        assert_eq!((hv.weights.len(), hv.bias), (2, 0.0));
        check_gradient!(Oscillator::energy(&OSCILLATOR));
        check_gradient!(Layer::output(&layer.clone(), [0.5, 0.9]));
    }

    #[test]
    fn by_value() {
        check_gradient!(several Oscillator::advanced(OSCILLATOR, 0.1));
    }

    #[test]
    fn in_place() {
        let mut oscillator = OSCILLATOR;
        let (value, pullback) = oscillator.advance_vjp(0.1);
        let () = value;
        let mut bar = OscillatorTangent { at: 1.0, ..Default::default() };
        let dt_bar = pullback(&mut bar);
        // at = at + (speed − k at / m dt) dt
        let near = |a: $F, b: $F| assert!((a - b).abs() < 20.0 * <$F>::EPSILON, "{a} {b}");
        near(bar.speed, 0.1);
        near(bar.at, 1.0 - 1.3 / 0.7 * 0.01);
        near(bar.stiffness, -0.4 / 0.7 * 0.01);
        near(dt_bar, -0.2 - 2.0 * 1.3 * 0.4 / 0.7 * 0.1);
    }

    #[test]
    fn what_is_not_named_is_held_constant() {
        let x_bar: $F = OSCILLATOR.held_grad(0.5);
        assert!((x_bar - 1.3).abs() < 4.0 * <$F>::EPSILON);
    }

    /// Methods by names that options and iterators have, too.
    #[derive(Clone, Debug, Differentiable)]
    pub struct Parabola {
        pub coefficients: Vec<$F>,
    }

    #[differentiate]
    impl Parabola {
        #[differentiate(order = 2)]
        fn of(a: $F, b: $F) -> Self {
            Self { coefficients: vec![a, b * a, b] }
        }

        #[differentiate(wrt(self, x), order = 2)]
        fn get(&self, x: $F) -> $F {
            (self.coefficients[0] * x + self.coefficients[1]) * x + self.coefficients[2]
        }

        #[differentiate(wrt(self), order = 2)]
        fn total(&self) -> $F {
            self.coefficients[0] + self.coefficients[1] * self.coefficients[2]
        }

        #[differentiate(wrt(a), order = 2)]
        fn own(a: $F) -> $F {
            let parabola = Self::of(a, a * a);
            parabola.get(a) + Self::of(1.0, a).total()
        }
    }

    #[differentiate(order = 2)]
    fn made(a: $F) -> Parabola {
        Parabola::of(a, 2.0)
    }

    // No parameter and no literal is of a struct.
    #[differentiate(order = 2)]
    fn of_what_a_type_makes(x: $F, y: $F) -> $F {
        let parabola = Parabola::of(x, y);
        let mut sum = parabola.get(x);
        for k in 0..2 {
            let other = Parabola::of(sum, x);
            sum += other.total() * y + parabola.get(k as $F);
        }
        sum
    }

    #[differentiate(order = 2)]
    fn of_what_is_declared(x: $F) -> $F {
        let parabola: Parabola = made(x);
        parabola.get(x) * parabola.total()
    }

    #[test]
    fn of_what_is_made_in_the_body() {
        check_gradient!(of_what_a_type_makes(0.7, -0.4));
        check_gradient!(of_what_is_declared(0.7));
        check_gradient!(Parabola::own(0.7));
        // (x³ + 2 x² + 2) (5 x), twice.
        let x: $F = 0.7;
        let (_, bar) = of_what_is_declared_grad_and_hvp(x, 1.0);
        let expected = 60.0 * x * x + 60.0 * x;
        assert!((bar - expected).abs() < 100.0 * <$F>::EPSILON, "{bar} {expected}");
    }

    #[derive(Clone, Copy, Debug, Differentiable)]
    pub struct Pair {
        pub one: Oscillator,
        pub other: Oscillator,
        pub coupling: $F,
    }

    impl Pair {
        #[differentiate(wrt(self))]
        fn potential(&self) -> $F {
            self.coupling * self.distance(2.0).powi(2) + self.one.energy() + self.other.energy()
        }

        #[differentiate(wrt(self, scale))]
        fn distance(&self, scale: $F) -> $F {
            (self.one.at - self.other.at) * scale
        }
    }

    #[differentiate]
    fn of_pairs(pairs: &[Pair], mut last: Pair, k: $F) -> $F {
        let mut sum = 0.0;
        for pair in pairs {
            sum += pair.potential() * k;
        }
        last.coupling = k;
        for i in 0..pairs.len() {
            sum += pairs[i].distance(k) * last.distance(sum);
        }
        let made = Oscillator { at: k, ..last.one };
        sum + last.potential() + made.energy()
    }

    #[test]
    fn calls_of_methods_of_what_is_differentiated() {
        let pair = Pair { one: OSCILLATOR, other: Oscillator { at: -0.3, ..OSCILLATOR }, coupling: 0.6 };
        check_gradient!(Pair::potential(&pair));
        check_gradient!(of_pairs(&vec![pair, Pair { coupling: 1.2, ..pair }], pair, 0.8));
    }

    impl Oscillator {
        #[differentiate(wrt(self, dt))]
        fn after(&self, dt: $F) -> Oscillator {
            let speed = self.speed - self.stiffness * self.at / self.mass * dt;
            Oscillator { speed, at: self.at + speed * dt, ..*self }
        }
    }

    #[differentiate]
    fn stepped(pair: &Pair, dt: $F, n: usize) -> $F {
        let mut one = pair.one;
        for _ in 0..n {
            one = one.after(dt);
        }
        let next = one.after(dt);
        let (a, b) = (pair.one, pair.other);
        let mut sum = next.energy() + pair.other.after(dt).after(dt).energy() + a.energy() * b.energy();
        let list = [pair.one, next];
        for oscillator in &list {
            sum += oscillator.energy() * oscillator.after(dt).at;
        }
        sum
    }

    #[test]
    fn states_that_methods_return() {
        let pair = Pair { one: OSCILLATOR, other: Oscillator { at: -0.3, ..OSCILLATOR }, coupling: 0.6 };
        check_gradient!(stepped(&pair, 0.1, const 4));
    }
}}
