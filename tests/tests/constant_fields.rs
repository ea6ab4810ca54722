//! Float fields that are held constant, `#[differentiable(constant)]`, wherever their values go.

use ad_runtime::{Differentiable, check_gradient, differentiate};
use ad_tests::for_f32_and_f64;

for_f32_and_f64! { ($F:ident) => {
    use super::*;

    #[derive(Clone, Debug, Differentiable)]
    pub struct Model {
        pub a: $F,
        #[differentiable(constant)]
        pub c: $F,
        #[differentiable(constant)]
        pub pair: ($F, [$F; 2]),
        #[differentiable(constant)]
        pub grid: Vec<$F>,
    }

    fn model() -> Model {
        Model { a: 1.3, c: 0.7, pair: (0.4, [0.9, -0.2]), grid: vec![0.5, -0.3, 1.1] }
    }

    #[differentiate(order = 2)]
    fn square(x: $F) -> $F {
        x * x
    }

    #[differentiate(constant(c))]
    fn scaled(x: $F, c: $F) -> $F {
        x * x * c
    }

    #[differentiate]
    fn lent(x: &$F) -> $F {
        x.sin()
    }

    #[differentiate]
    fn weighted(values: &[$F], by: $F) -> $F {
        values.iter().map(|value| value * by * by).sum()
    }

    #[differentiate]
    fn copied(p: &Model, n: usize) -> $F {
        let mut y = p.c;
        for _ in 0..n {
            y *= p.a;
        }
        y
    }

    #[differentiate]
    fn chosen(p: &Model) -> $F {
        let y = if p.a > 1.0 { p.c } else { p.a };
        let z = if p.a > 1.0 { p.a } else { p.c };
        y * z * z
    }

    #[differentiate]
    fn returned(p: &Model) -> $F {
        if p.a > 3.0 {
            return p.c;
        }
        p.a * p.c * p.pair.1[0]
    }

    #[differentiate]
    fn in_a_tuple(p: &Model) -> ($F, $F) {
        (p.c, p.a * p.pair.0)
    }

    #[differentiate]
    fn swapped(p: &Model) -> $F {
        let (mut y, mut z) = (p.c, p.a);
        core::mem::swap(&mut y, &mut z);
        y * y * z
    }

    #[differentiate]
    fn passed(p: &Model) -> $F {
        square(p.c) * p.a + square(p.a) * p.c
    }

    #[differentiate]
    fn passed_to_a_constant(p: &Model) -> $F {
        scaled(p.a, p.c)
    }

    #[differentiate]
    fn passed_by_reference(p: &Model) -> $F {
        lent(&p.c) * lent(&p.a)
    }

    #[differentiate]
    fn passed_as_a_slice(p: &Model) -> $F {
        weighted(&p.grid, p.a)
    }

    #[differentiate]
    fn in_calls_of_a_loop(p: &Model, n: usize) -> $F {
        let mut sum = p.c;
        for i in 0..n {
            sum += square(p.grid[i]) * p.a + weighted(&p.grid, sum);
        }
        sum
    }

    #[differentiate]
    impl Model {
        #[differentiate(wrt(self, x), order = 2)]
        fn of_second_order(&self, x: $F) -> $F {
            let mut y = self.c;
            y *= self.a * x;
            y * x + self.a * self.c
        }
    }

    #[differentiate(order = 2)]
    fn passed_at_second_order(p: &Model) -> $F {
        square(p.c) * square(p.a) * p.a + square(p.c * p.a)
    }

    #[test]
    fn passed_on_at_second_order() {
        // c² a³ + c² a²
        let p = model();
        let p_bar = passed_at_second_order_hvp(&p, &ModelTangent { a: 1.0 });
        let expected = 0.7 * 0.7 * (6.0 * 1.3 + 2.0);
        assert!((p_bar.a - expected).abs() < 20.0 * <$F>::EPSILON * expected);
    }

    #[test]
    fn values_without_a_derivative() {
        let p = model();
        check_gradient!(copied(&p, const 3));
        check_gradient!(chosen(&p));
        check_gradient!(returned(&p));
        check_gradient!(several in_a_tuple(&p));
        check_gradient!(swapped(&p));
        check_gradient!(passed(&p));
        check_gradient!(passed_to_a_constant(&p));
        check_gradient!(passed_by_reference(&p));
        check_gradient!(passed_as_a_slice(&p));
        check_gradient!(in_calls_of_a_loop(&p, const 3));
        check_gradient!(Model::of_second_order(&p, 0.6));
    }

    #[test]
    fn linear_maps_may_be_applied_again() {
        let p = model();
        let p_dot = ModelTangent { a: 2.0 };
        let (value, linear) = in_calls_of_a_loop_linearize(&p, 3);
        let (again, dot) = in_calls_of_a_loop_jvp(&p, 3, &p_dot);
        assert_eq!(value.to_bits(), again.to_bits());
        for _ in 0..2 {
            let near = (linear(&p_dot) - dot).abs() <= 20.0 * <$F>::EPSILON * dot.abs();
            assert!(near, "{} {dot}", linear(&p_dot));
        }
        let p_bar = in_calls_of_a_loop_grad(&p, 3);
        assert!((2.0 * p_bar.a - dot).abs() <= 20.0 * <$F>::EPSILON * dot.abs());
    }

    #[test]
    fn second_order() {
        // c a x² + a c
        let p = model();
        let p_dot = ModelTangent { a: 1.0 };
        let (p_bar, x_bar) = p.of_second_order_hvp(0.6, &p_dot, 0.0);
        let near = |a: $F, b: $F| assert!((a - b).abs() < 20.0 * <$F>::EPSILON, "{a} {b}");
        near(p_bar.a, 0.0);
        near(x_bar, 2.0 * 0.7 * 0.6);
    }
}}
