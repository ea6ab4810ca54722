//! Function parameters that are called where a derivative flows.

#![allow(
    clippy::cast_precision_loss,
    clippy::float_cmp,
    clippy::needless_pass_by_value,
    clippy::trivially_copy_pass_by_ref
)]

use ad_runtime::{differentiate, function, with_derivative};
use ad_tests::{case, for_f32_and_f64};

mod functions {
    use ad_runtime::differentiate;

    #[differentiate]
    pub fn damped(x: f64) -> f64 {
        (-0.3 * x).exp() * (2.0 * x).cos()
    }

    #[differentiate]
    pub fn simpson<F: Fn(f64) -> f64>(f: F, a: f64, b: f64, n: usize) -> f64 {
        let h = (b - a) / (2 * n) as f64;
        let mut sum = f(a) + f(b);
        for i in 1..2 * n {
            let weight = if i % 2 == 1 { 4.0 } else { 2.0 };
            sum += weight * f(a + h * i as f64);
        }
        sum * h / 3.0
    }
}

for_f32_and_f64! { ($F:ident) => {
    case! { called_once(1.3 as $F, 0.4 as $F);
        #[differentiate]
        fn twice(f: impl Fn($F) -> $F, x: $F) -> $F { f(f(x)) * x }
        #[differentiate]
        fn g(x: $F) -> $F { x * x + x.sin() }
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F { twice(g, x * y) * y }
    }
    case! { constants_of_the_function(1.3 as $F, 0.4 as $F);
        #[differentiate]
        fn twice(f: impl Fn($F) -> $F, x: $F) -> $F { f(f(x)) * x }
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F {
            const RATE: $F = 0.3;
            static SHIFT: $F = 0.1;
            twice(|z| z * x * RATE + SHIFT, y)
        }
    }
    case! { in_a_loop(0.2 as $F, 1.4 as $F);
        #[differentiate]
        fn midpoints<G: Fn($F) -> $F>(f: G, a: $F, b: $F, n: usize) -> $F {
            let h = (b - a) / n as $F;
            let mut sum = 0.0;
            for i in 0..n { sum += f(a + h * (i as $F + 0.5)); }
            sum * h
        }
        #[differentiate]
        fn g(x: $F) -> $F { (x * x).sin() }
        #[differentiate]
        pub fn f(a: $F, b: $F) -> $F { midpoints(g, a, b * b, 7) }
    }
    case! { in_branches(0.6 as $F, 1.4 as $F);
        #[differentiate]
        fn either(f: impl Fn($F) -> $F, g: impl Fn($F, $F) -> $F, x: $F, y: $F) -> $F {
            let mut s = x;
            for i in 0..5 {
                s = if s > y { f(s) } else if i == 3 { break } else { g(s, y) + x };
            }
            s
        }
        #[differentiate]
        fn less(x: $F) -> $F { 0.3 * x.sqrt() }
        #[differentiate]
        fn more(x: $F, y: $F) -> $F { x * 1.7 + 0.1 * y * x }
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F { either(less, more, x, y) }
    }
    case! { until_it_is_small(0.9 as $F, 2.0 as $F);
        #[differentiate]
        fn newton(f: &impl Fn($F, $F) -> $F, slope: impl Fn($F) -> $F, a: $F, start: $F) -> $F {
            let mut x = start;
            let mut trips = 0;
            while trips < 40 && f(x, a).abs() > 1e-12 {
                x -= f(x, a) / slope(x);
                trips += 1;
            }
            x
        }
        #[differentiate]
        fn cube(x: $F, a: $F) -> $F { x * x * x + x - a }
        #[differentiate]
        fn slope(x: $F) -> $F { 3.0 * x * x + 1.0 }
        #[differentiate]
        pub fn f(a: $F, b: $F) -> $F { newton(&cube, slope, a * b, b) * b }
    }
    case! { passed_on(0.3 as $F, 1.1 as $F);
        #[differentiate]
        fn inner(f: impl Fn($F) -> $F, x: $F) -> $F { f(x) * x }
        #[differentiate]
        fn outer<G: Fn($F) -> $F>(f: G, x: $F, y: $F) -> $F { inner(&f, x) + inner(&f, y) * f(x) }
        #[differentiate]
        fn further(f: &impl Fn($F) -> $F, x: $F, y: $F) -> $F { outer(f, x, y) - inner(f, x * y) }
        #[differentiate]
        fn g(x: $F) -> $F { x.exp() * x }
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F { further(&g, x, y) }
    }
    case! { recursive(0.1 as $F, 1.6 as $F);
        #[differentiate]
        fn adaptive<G: Fn($F) -> $F>(f: &G, a: $F, b: $F, depth: u32) -> $F {
            let m = 0.5 * (a + b);
            if depth == 0 {
                (b - a) * f(m)
            } else {
                adaptive(f, a, m, depth - 1) + adaptive(f, m, b, depth - 1)
            }
        }
        #[differentiate]
        fn g(x: $F) -> $F { (x * x).cos() }
        #[differentiate]
        pub fn f(a: $F, b: $F) -> $F { adaptive(&g, a, b, 3) }
    }
    case! { recursive_by_value(0.1 as $F, 1.6 as $F);
        #[differentiate]
        fn iterated<G>(f: G, x: $F, times: u32) -> $F where G: Fn($F) -> $F + Copy {
            if times == 0 { x } else { f(iterated(f, x, times - 1)) * x }
        }
        #[differentiate]
        fn g(x: $F) -> $F { (x * x).cos() }
        #[differentiate]
        pub fn f(a: $F, b: $F) -> $F { iterated(g, a * b, 3) }
    }
    case! { of_slices(&vec![0.3 as $F, 1.1 as $F], 0.1 as $F);
        #[differentiate]
        fn euler(f: impl Fn($F, &[$F]) -> Vec<$F>, y0: &[$F], h: $F, steps: usize) -> Vec<$F> {
            let mut y = y0.to_vec();
            let mut t = 0.0;
            for _ in 0..steps {
                let slope = f(t, &y);
                for i in 0..y.len() { y[i] += h * slope[i]; }
                t += h;
            }
            y
        }
        #[differentiate]
        fn spring(t: $F, y: &[$F]) -> Vec<$F> { vec![y[1], -y[0] * y[0] - 0.1 * y[1] + t] }
        #[differentiate]
        pub fn f(y: &[$F], h: $F) -> $F {
            let end = euler(spring, y, h, 5);
            end[0] * end[1]
        }
    }
    case! { of_arrays_and_integers([0.3 as $F, 1.1 as $F], 0.7 as $F);
        #[differentiate]
        fn sum(f: impl Fn([$F; 2], usize) -> [$F; 2], x: [$F; 2], y: $F) -> $F {
            let mut total = 0.0;
            for i in 0..3 {
                let a = f(x, i);
                total += a[0] * y + a[1];
            }
            total
        }
        #[differentiate]
        fn powers(x: [$F; 2], i: usize) -> [$F; 2] { [x[0].powi(i as i32), x[1] * i as $F + x[0] * x[1]] }
        #[differentiate]
        pub fn f(x: [$F; 2], y: $F) -> $F { sum(powers, x, y) }
    }
    case! { of_references(&[0.3 as $F, 1.1 as $F], 0.7 as $F);
        #[differentiate]
        fn weighted(f: impl Fn(&[$F; 2], &$F) -> $F, x: &[$F; 2], y: $F) -> $F { f(x, &y) * f(x, &(y * y)) }
        #[differentiate]
        fn product(x: &[$F; 2], y: &$F) -> $F { x[0] * x[1] * y + x[0] }
        #[differentiate]
        pub fn f(x: &[$F; 2], y: $F) -> $F { weighted(product, x, y) }
    }
    case! { of_generic_floats(0.3 as $F, 1.1 as $F);
        use num_traits::Float;
        #[differentiate]
        fn twice<T: Float, G>(f: G, x: T) -> T where G: Fn(T) -> T { f(f(x)) * x }
        #[differentiate]
        fn g(x: $F) -> $F { x * x.sin() }
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F { twice(g, x) * y }
    }
    // Called on what has no derivative, a function stays what it is.
    case! { held_constant(&vec![0.3 as $F, 1.1 as $F], 0.7 as $F);
        #[differentiate]
        fn weighted(x: &[$F], weight: impl Fn(usize) -> $F) -> $F {
            let mut sum = 0.0;
            for i in 0..x.len() { sum += weight(i) * x[i] * x[i]; }
            sum
        }
        fn weight(i: usize) -> $F { 1.0 / (i + 1) as $F }
        #[differentiate]
        pub fn f(x: &[$F], y: $F) -> $F { weighted(x, weight) * y + weighted(x, |i| i as $F) }
    }
    case! { held_constant_behind_references(0.3 as $F, 0.7 as $F);
        #[differentiate]
        fn scaled(x: $F, by: &dyn Fn($F) -> $F, shift: &dyn Fn(usize) -> $F) -> $F { x * x * by(2.0) + x * shift(3) }
        fn square(x: $F) -> $F { x * x }
        fn shift(i: usize) -> $F { i as $F }
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F { scaled(x, &square, &shift) * y }
    }
    case! { both_ways(0.3 as $F, 0.7 as $F);
        #[differentiate]
        fn shifted(f: impl Fn($F) -> $F, x: $F) -> $F { f(x) * f(0.5) - f(f(1.0) + x) + [f(x), f(2.0)].iter().sum::<$F>() }
        #[differentiate]
        fn g(x: $F) -> $F { x * x * x + x }
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F { shifted(g, x * y) * y }
    }
    case! { by_its_name_elsewhere(0.3 as $F, 0.7 as $F);
        mod inner {
            use ad_runtime::differentiate;
            #[differentiate]
            pub fn g(x: $F) -> $F { x * x.exp() }
        }
        use inner::g as renamed;
        #[differentiate]
        fn apply(f: impl Fn($F) -> $F + Copy, x: $F) -> $F { f(x) * x }
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F { apply(inner::g, x) * apply(renamed, y) }
    }
} }

fn assert_close(found: (f64, f64), expected: (f64, f64)) {
    let distance = (found.0 - expected.0).abs() + (found.1 - expected.1).abs();
    assert!(distance < 1e-9, "{found:?} {expected:?}");
}

/// Its slope, by hand.
fn slope_of_damped(x: f64) -> f64 {
    (-0.3 * x).exp() * (-0.3 * (2.0 * x).cos() - 2.0 * (2.0 * x).sin())
}

/// The rule applied to the slope at the points, which move with the ends.
fn slopes_of_simpson(a: f64, b: f64, n: usize) -> (f64, f64) {
    let sum = |f: &dyn Fn(f64, f64) -> f64| {
        let points = (0..=2 * n).map(|i| (i as f64 / (2 * n) as f64, i));
        let weighted = points.map(|(s, i)| {
            let weight = match i {
                0 => 1.0,
                _ if i == 2 * n => 1.0,
                _ if i % 2 == 1 => 4.0,
                _ => 2.0,
            };
            weight * f(a + (b - a) * s, s) / (6 * n) as f64
        });
        weighted.sum::<f64>()
    };
    let integral = sum(&|x, _| functions::damped(x));
    let by_a = sum(&|x, s| slope_of_damped(x) * (1.0 - s)) * (b - a);
    let by_b = sum(&|x, s| slope_of_damped(x) * s) * (b - a);
    (by_a - integral, by_b + integral)
}

#[test]
fn companions_take_functions_with_derivatives() {
    use functions::{damped, simpson, simpson_grad, simpson_jvp, simpson_linearize};
    use functions::{simpson_value_and_grad, simpson_vjp};
    let (a, b) = (0.2, 1.7);
    let expected = slopes_of_simpson(a, b, 9);
    assert_close(
        simpson_grad(function!(functions::damped), a, b, 9),
        expected,
    );
    assert_close(
        simpson_grad(with_derivative(damped, slope_of_damped), a, b, 9),
        expected,
    );
    let (value, bars) = simpson_value_and_grad(function!(damped), a, b, 9);
    assert_eq!(value, simpson(damped, a, b, 9));
    assert_close(bars, expected);
    let (value, pullback) = simpson_vjp(with_derivative(damped, slope_of_damped), a, b, 9);
    assert_eq!(value, simpson(damped, a, b, 9));
    assert_close(pullback(1.0), expected);
    let along = 2.0 * expected.0 - expected.1;
    let (value, tangent) = simpson_jvp(function!(damped), a, b, 9, 2.0, -1.0);
    assert_eq!(value, simpson(damped, a, b, 9));
    assert!((tangent - along).abs() < 1e-9);
    let (_, linear) = simpson_linearize(with_derivative(damped, slope_of_damped), a, b, 9);
    assert!((linear(2.0, -1.0) - along).abs() < 1e-9);
}
