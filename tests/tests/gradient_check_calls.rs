//! `check_gradient!` and `Check`: how calls are written, what is named, and companions made by hand.

#![allow(clippy::float_cmp, reason = "the point is given, not computed")]

use ad_runtime::check::{Check, Coordinates, Note, Problem, Visitor};
use ad_runtime::{Differentiable, Tangent, check_gradient, differentiate, try_check_gradient};

/// The message of a check that must fail.
macro_rules! failure {
    ($($call:tt)*) => {
        try_check_gradient!($($call)*)
            .expect_err("the rule is wrong")
            .to_string()
    };
}

mod hand_made {
    use super::*;

    #[test]
    fn nothing_is_said_of_no_companion() {
        let report = Check::new("sin", (0.7,), |(x,): (f64,)| x.sin()).run();
        assert_eq!(report.unwrap().derivatives(), 0);
    }

    fn product(x: f64, y: f64) -> f64 {
        x * y
    }

    #[test]
    fn modes_that_disagree() {
        let failure = Check::new("product", (0.7, 1.3), |(x, y)| product(x, y))
            .jvp("product_jvp", |(x, y), (dx, dy)| {
                (product(x, y), dx * y + dy * x)
            })
            // Within what differences can tell, and far beyond rounding.
            .vjp("product_vjp", |(x, y), seed: f64| {
                (product(x, y), (seed * y, seed * x * (1.0 + 2e-14)))
            })
            .run()
            .unwrap_err();
        let [first, ..] = failure.problems() else {
            unreachable!()
        };
        assert!(
            matches!(first, Problem::Transpose { .. } | Problem::Slope { .. }),
            "{failure}"
        );
    }

    #[test]
    fn value_that_differs_in_the_last_bit() {
        let failure = Check::new("product", (0.7, 1.3), |(x, y)| product(x, y))
            .value_and_grad("g", |(x, y)| (product(x, y).next_up(), (y, x)))
            .run()
            .unwrap_err();
        assert!(
            matches!(failure.problems(), [Problem::Value { .. }]),
            "{failure}"
        );
    }

    #[test]
    fn buffer_that_is_added_to() {
        let failure = Check::new("product", (0.7, 1.3), |(x, y)| product(x, y))
            .grad_into("g", |(x, y), (x_bar, y_bar)| {
                *x_bar += y;
                *y_bar = x;
                product(x, y)
            })
            .run()
            .unwrap_err();
        assert!(
            matches!(failure.problems(), [Problem::NotFinite { .. }]),
            "{failure}"
        );
    }

    #[test]
    fn cotangent_of_the_wrong_length() {
        let failure = Check::new("sum", (vec![1.0, 2.0],), |(a,)| a[0] + a[1])
            .grad("g", |(_,)| (vec![1.0],))
            .run()
            .unwrap_err();
        assert_eq!(
            failure.to_string(),
            "the companions of `sum` do not hold\n- `g`: 1 floats returned, 2 expected"
        );
    }

    #[test]
    fn function_defined_at_one_point() {
        let at_one = |x: f64| if x == 1.0 { 1.0 } else { f64::NAN };
        let failure = Check::new("f", (1.0,), move |(x,)| at_one(x))
            .grad("g", |(_,)| (0.0,))
            .run()
            .unwrap_err();
        assert!(
            matches!(failure.problems(), [Problem::Isolated { .. }]),
            "{failure}"
        );
    }

    #[test]
    fn what_rounding_hides_is_listed() {
        let report = Check::new("f", (1.0,), |(x,): (f64,)| 1e8 + 1e-8 * x)
            .grad("g", |(_,)| (1e-8,))
            .run()
            .unwrap();
        assert!(
            matches!(report.notes(), [Note::Unresolved { .. }]),
            "{report}"
        );
    }
}

mod own_types {
    use super::*;

    #[derive(Clone)]
    struct Particle {
        mass: f64,
        velocity: [f64; 2],
    }

    impl Coordinates for Particle {
        fn visit(&mut self, visitor: &mut Visitor<'_>) {
            visitor.field("mass", &mut self.mass);
            visitor.field("velocity", &mut self.velocity);
        }
    }

    impl Differentiable for Particle {
        type Tangent = Particle;

        fn zero_tangent(&self) -> Particle {
            Particle {
                mass: 0.0,
                velocity: [0.0; 2],
            }
        }
    }

    impl Tangent for Particle {
        fn accumulate(&mut self, other: &Self) {
            self.mass += other.mass;
            self.velocity.accumulate(&other.velocity);
        }
    }

    fn energy(p: &Particle) -> f64 {
        0.5 * p.mass * (p.velocity[0].powi(2) + p.velocity[1].powi(2))
    }

    fn energy_grad(p: &Particle, factor: f64) -> Particle {
        Particle {
            mass: energy(p) / p.mass,
            velocity: [p.mass * p.velocity[0], factor * p.mass * p.velocity[1]],
        }
    }

    #[test]
    fn fields_are_named() {
        let particle = Particle {
            mass: 2.0,
            velocity: [1.0, -3.0],
        };
        let check = |factor: f64| {
            Check::new("energy", (particle.clone(),), |(p,)| energy(&p))
                .arguments([(1, "&particle")])
                .grad("energy_grad", move |(p,)| (energy_grad(&p, factor),))
                .run()
        };
        assert_eq!(check(1.0).unwrap().derivatives(), 3);
        let message = check(1.0001).unwrap_err().to_string();
        assert!(
            message.contains("argument 1 (`&particle`), element .velocity[1]"),
            "{message}"
        );
    }
}

mod calls {
    use super::*;

    pub mod inner {
        use ad_runtime::differentiate;
        use num_traits::Float;

        #[differentiate(wrt(x, a))]
        pub fn f(label: &str, x: f64, scale: f64, a: &[[f64; 2]]) -> (f64, [f64; 2]) {
            let n = if label.is_empty() { 1.0 } else { 2.0 };
            (n * x * scale, [a[0][1] * x, a[1][0].sin()])
        }

        #[differentiate]
        pub fn generic<T: Float>(x: T) -> T {
            x * x.sin()
        }

        fn wrong_slopes(x: f64, m: &[[f64; 2]; 2]) -> (f64, [[f64; 2]; 2]) {
            (m[1][1], [[0.0, 0.0], [0.0, 2.0 * x]])
        }

        #[differentiate(partials = wrong_slopes)]
        pub fn wrong(x: f64, m: &[[f64; 2]; 2]) -> f64 {
            x * m[1][1]
        }
    }

    #[test]
    fn paths_generics_and_inactive_arguments() {
        let label = String::from("three");
        let a = vec![[1.0, 2.0], [3.0, 4.0]];
        check_gradient!(several inner::f(const &label, 0.5, const 2.0, &a));
        check_gradient!(inner::generic(0.3_f32));
        check_gradient!(super::calls::inner::generic(0.3));
        check_gradient!(inner::generic::<f64>(0.3));
        check_gradient!(crate::calls::inner::generic(0.3));
    }

    #[test]
    fn a_function_may_be_called_as_an_option() {
        #[differentiate]
        fn forward(x: f64) -> f64 {
            x * x
        }
        check_gradient!(forward(0.3));
    }

    #[test]
    fn elements_of_elements_are_named() {
        let message = failure!(inner::wrong(0.7, &[[1.0, 2.0], [3.0, 4.0]]));
        assert!(
            message.contains(
                "- argument 2 (`&[[1.0, 2.0], [3.0, 4.0]]`), element [1][1]: 1.4 returned, 0."
            ),
            "{message}"
        );
    }

    #[test]
    fn outputs_are_named() {
        let failure = Check::new("pair", (0.5,), |(x,): (f64,)| (x, [x, x * x]))
            .jvp("pair_jvp", |(x,), (dx,)| ((x, [x, x * x]), (dx, [dx, dx])))
            .run();
        assert!(failure.is_ok(), "the slope of a square at ½ is 1");
        let failure = Check::new("pair", (0.6,), |(x,): (f64,)| (x, [x, x * x]))
            .jvp("pair_jvp", |(x,), (dx,)| ((x, [x, x * x]), (dx, [dx, dx])))
            .run()
            .unwrap_err();
        assert!(
            failure
                .to_string()
                .contains("argument 1, result .1[1]: 1.0 returned, 1.2"),
            "{failure}"
        );
    }

    #[test]
    fn the_panic_is_at_the_line_of_the_user() {
        let result = std::panic::catch_unwind(|| {
            check_gradient!(inner::wrong(0.7, &[[1.0, 2.0], [3.0, 4.0]]));
        });
        let message = *result.unwrap_err().downcast::<String>().unwrap();
        assert!(
            message.starts_with("the companions of `wrong` do not hold\n- "),
            "{message}"
        );
    }

    #[test]
    fn cost_is_as_documented() {
        let report = check_gradient!(inner::generic(2.0_f64));
        assert_eq!(report.evaluations(), 1 + 48);
        let report = check_gradient!(inner::generic(2.0_f32));
        assert_eq!(report.evaluations(), 1 + 48);
    }
}
