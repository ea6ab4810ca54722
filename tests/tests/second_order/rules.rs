//! `jvp = path`, of a function that is differentiated itself, against the same function without rules.

use ad_runtime::differentiate;
use ad_tests::assert_near;

/// Newton's iteration for the root of y³ + y = x, of which no rule differentiates a trip.
fn root(x: f64) -> f64 {
    let mut y = x;
    for _ in 0..100 {
        y -= (y * y * y + y - x) / (3.0 * y * y + 1.0);
    }
    y
}

/// The root once more, as a function of what it is the root of: with y held, its slope is 1 / (3 y² + 1).
#[differentiate(order = 2, jvp = solve_forward, vjp = solve_reverse)]
fn solve(x: f64) -> f64 {
    root(x)
}

/// It calls the function itself, whose derivatives are those of this rule.
#[differentiate]
fn solve_forward(x: f64, x_dot: f64) -> (f64, f64) {
    let y = solve(x);
    (y, x_dot / (3.0 * y * y + 1.0))
}

fn solve_reverse(x: f64) -> (f64, impl Fn(f64) -> f64) {
    let y = root(x);
    (y, move |seed| seed / (3.0 * y * y + 1.0))
}

#[test]
fn of_a_root() {
    for x in [-1.5, 0.3, 2.0] {
        let y = root(x);
        let slope = 1.0 / (3.0 * y * y + 1.0);
        let second = -6.0 * y * slope * slope * slope;
        assert_near(&[solve_grad(x), solve_hvp(x, 1.0)], &[slope, second]);
        assert_near(&[solve_hessian(x)[0][0]], &[second]);
        let (gradient, product) = solve_grad_and_hvp(x, 2.0);
        assert_near(&[gradient, product], &[slope, 2.0 * second]);
    }
}

#[differentiate]
fn forward(a: &[f64], x: f64, a_dot: &[f64], x_dot: f64) -> (f64, f64) {
    let (mut value, mut dot) = (0.0, 0.0);
    for i in (0..a.len()).rev() {
        dot = dot * x + value * x_dot + a_dot[i];
        value = value * x + a[i];
    }
    (value, dot)
}

fn reverse(a: &[f64], x: f64) -> (f64, impl Fn(f64) -> (Vec<f64>, f64)) {
    let (mut powers, mut slope, mut power, mut degree) = (Vec::new(), 0.0, 1.0, 0.0);
    for next in a.iter().skip(1) {
        powers.push(power);
        degree += 1.0;
        slope += degree * next * power;
        power *= x;
    }
    powers.push(power);
    let pullback = move |seed| {
        (
            powers.iter().map(|power| seed * power).collect(),
            seed * slope,
        )
    };
    (polynomial(a, x), pullback)
}

#[differentiate(order = 2, jvp = forward, vjp = reverse)]
fn polynomial(a: &[f64], x: f64) -> f64 {
    a.iter().rev().fold(0.0, |value, a| value * x + a)
}

#[differentiate(order = 2)]
fn plain(a: &[f64], x: f64) -> f64 {
    let mut value = 0.0;
    for a in a.iter().rev() {
        value = value * x + a;
    }
    value
}

const A: [f64; 4] = [0.7, -1.3, 0.4, 0.9];
const A_DOT: [f64; 4] = [0.2, 1.1, -0.6, 0.3];

#[test]
fn of_a_slice() {
    let ((a_bar, x_bar), (a_second, x_second)) = polynomial_grad_and_hvp(&A, 0.6, &A_DOT, 0.8);
    let ((plain_a, plain_x), (plain_a_second, plain_x_second)) =
        plain_grad_and_hvp(&A, 0.6, &A_DOT, 0.8);
    assert_near(
        &[&a_bar[..], &[x_bar]].concat(),
        &[&plain_a[..], &[plain_x]].concat(),
    );
    assert_near(
        &[&a_second[..], &[x_second]].concat(),
        &[&plain_a_second[..], &[plain_x_second]].concat(),
    );
    assert_eq!(polynomial_hvp(&A, 0.6, &A_DOT, 0.8), (a_second, x_second));
    let (by_rule, by_body) = (polynomial_hessian(&A, 0.6), plain_hessian(&A, 0.6));
    for row in 0..5 {
        assert_near(by_rule.row(row), by_body.row(row));
    }
    assert_near(&polynomial_grad(&A, 0.6).0, &plain_grad(&A, 0.6).0);
}

macro_rules! caller {
    ($name:ident, $callee:ident) => {
        #[differentiate(order = 2)]
        fn $name(a: &[f64], x: f64) -> f64 {
            let mut at = x;
            let mut sum = 0.0;
            for i in 0..3 {
                at = $callee(a, at).tanh();
                if i > 0 {
                    sum += at * $callee(a, x);
                }
            }
            sum
        }
    };
}
caller!(by_rule, polynomial);
caller!(by_body, plain);

#[test]
fn of_callers() {
    let (rule, body) = (by_rule_hessian(&A, 0.6), by_body_hessian(&A, 0.6));
    for row in 0..5 {
        assert_near(rule.row(row), body.row(row));
    }
    let ((rule, x_rule), (body, x_body)) = (by_rule_grad(&A, 0.6), by_body_grad(&A, 0.6));
    assert_near(
        &[&rule[..], &[x_rule]].concat(),
        &[&body[..], &[x_body]].concat(),
    );
}

/// A step down the gradient, which is called as any function is.
#[differentiate]
fn descended(x: f64) -> f64 {
    let y = x - 0.5 * solve_grad(x);
    let (value, dot) = solve_jvp(y, x);
    value * dot
}

#[test]
fn of_callers_of_companions() {
    assert_near(
        &[descended_grad(0.8)],
        &ad_tests::differences(|x: &[f64]| descended(x[0]), &[0.8]),
    );
    assert_near(&[descended_jvp(0.8, 2.0).1], &[2.0 * descended_grad(0.8)]);
}

#[differentiate]
fn written_forward(y: &mut [f64], x: f64, y_dot: &mut [f64], x_dot: f64) -> (f64, f64) {
    y_dot[0] = y_dot[0] * x + y[0] * x_dot;
    y[0] *= x;
    y_dot[1] += 2.0 * y[0] * y_dot[0];
    y[1] += y[0] * y[0];
    (y[1] * x.sin(), y_dot[1] * x.sin() + y[1] * x.cos() * x_dot)
}

fn written_reverse(y: &mut [f64], x: f64) -> (f64, impl Fn(f64, &mut [f64]) -> f64) {
    let old = y[0];
    y[0] *= x;
    y[1] += y[0] * y[0];
    let (first, second) = (y[0], y[1]);
    (second * x.sin(), move |seed, y_bar: &mut [f64]| {
        y_bar[1] += seed * x.sin();
        y_bar[0] += 2.0 * first * y_bar[1];
        let x_bar = seed * second * x.cos() + y_bar[0] * old;
        y_bar[0] *= x;
        x_bar
    })
}

#[differentiate(order = 2, jvp = written_forward, vjp = written_reverse)]
fn written(y: &mut [f64], x: f64) -> f64 {
    y[0] *= x;
    y[1] += y[0] * y[0];
    y[1] * x.sin()
}

#[differentiate(order = 2)]
fn plainly_written(y: &mut [f64], x: f64) -> f64 {
    y[0] *= x;
    y[1] += y[0] * y[0];
    y[1] * x.sin()
}

#[test]
fn of_what_is_written_in_place() {
    let (at, along) = ([0.3, 0.4], [0.1, 0.2]);
    let (mut y, mut y_dot) = (at, along);
    let ((y_bar, x_bar), (y_second, x_second)) = written_grad_and_hvp(&mut y, 0.7, &mut y_dot, 0.5);
    let (mut y, mut y_dot) = (at, along);
    let ((plain_y, plain_x), (plain_y_second, plain_x_second)) =
        plainly_written_grad_and_hvp(&mut y, 0.7, &mut y_dot, 0.5);
    assert_near(
        &[&y_bar[..], &[x_bar]].concat(),
        &[&plain_y[..], &[plain_x]].concat(),
    );
    assert_near(
        &[&y_second[..], &[x_second]].concat(),
        &[&plain_y_second[..], &[plain_x_second]].concat(),
    );
}

#[differentiate(constant(scale))]
fn power_forward(x: f64, n: i32, scale: f64, x_dot: f64) -> (f64, f64) {
    let power = x.powi(n - 1);
    (scale * power * x, scale * f64::from(n) * power * x_dot)
}

fn power_reverse(x: f64, n: i32, scale: f64) -> (f64, impl Fn(f64) -> f64) {
    let power = x.powi(n - 1);
    (scale * power * x, move |seed| {
        seed * scale * f64::from(n) * power
    })
}

#[differentiate(order = 2, wrt(x), jvp = power_forward, vjp = power_reverse)]
fn power(x: f64, n: i32, scale: f64) -> f64 {
    scale * x.powi(n)
}

#[test]
fn beside_what_is_held_constant() {
    assert_near(&power_hessian(1.5, 3, 2.0)[0], &[18.0]);
    assert_near(
        &[power_hvp(1.5, 3, 2.0, 0.5), power_grad(1.5, 3, 2.0)],
        &[9.0, 13.5],
    );
}
