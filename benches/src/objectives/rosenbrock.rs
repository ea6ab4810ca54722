//! Rosenbrock's function of many variables: value and gradient, and the Hessian with its products.

use super::spread;
use ad_runtime::{Jacobian, Scalar, differentiate};
use num_dual::{Dual64, DualNum, HyperDual64};

/// The point.
pub type Input = Vec<f64>;
/// The value, and the gradient.
pub type ValueAndGradient = (f64, Vec<f64>);
/// The point, and a direction.
pub type Directed = (Vec<f64>, Vec<f64>);

#[differentiate(order = 2)]
fn rosenbrock(x: &[f64]) -> f64 {
    let mut sum = 0.0;
    for i in 0..x.len() - 1 {
        let a = 1.0 - x[i];
        let b = x[i + 1] - x[i] * x[i];
        sum += a * a + 100.0 * b * b;
    }
    sum
}

#[differentiate]
fn over_windows(x: &[f64]) -> f64 {
    x.windows(2)
        .map(|pair| {
            let a = 1.0 - pair[0];
            let b = pair[1] - pair[0] * pair[0];
            a * a + 100.0 * b * b
        })
        .sum()
}

#[differentiate]
fn of_scalars<T: Scalar>(x: &[T]) -> T {
    let mut sum = T::zero();
    for i in 0..x.len() - 1 {
        let a = T::one() - x[i];
        let b = x[i + 1] - x[i] * x[i];
        sum += a * a + T::literal(100.0) * b * b;
    }
    sum
}

/// One pass: what a term adds to its second variable waits for the next term.
fn by_hand(x: &[f64]) -> ValueAndGradient {
    let mut x_bar = vec![0.0; x.len()];
    let mut sum = 0.0;
    let mut carried = 0.0;
    for (pair, x_bar) in x.windows(2).zip(&mut x_bar) {
        let a = 1.0 - pair[0];
        let b = pair[1] - pair[0] * pair[0];
        sum += a * a + 100.0 * b * b;
        let b_bar = 200.0 * b;
        *x_bar = carried - 2.0 * a - 2.0 * pair[0] * b_bar;
        carried = b_bar;
    }
    if let Some(last) = x_bar.last_mut() {
        *last = carried;
    }
    (sum, x_bar)
}

/// The derivative of the gradient along a direction, in one pass as the gradient.
fn product_by_hand(x: &[f64], x_dot: &[f64]) -> Vec<f64> {
    let mut x_bar = vec![0.0; x.len()];
    let mut carried = 0.0;
    for ((pair, dots), x_bar) in x.windows(2).zip(x_dot.windows(2)).zip(&mut x_bar) {
        let b = pair[1] - pair[0] * pair[0];
        let b_dot = dots[1] - 2.0 * pair[0] * dots[0];
        let b_bar = 200.0 * b_dot;
        *x_bar = carried + 2.0 * dots[0] - 2.0 * pair[0] * b_bar - 400.0 * b * dots[0];
        carried = b_bar;
    }
    if let Some(last) = x_bar.last_mut() {
        *last = carried;
    }
    x_bar
}

/// The function, of any numbers.
fn of_numbers<T: DualNum<Primitive = f64> + Copy>(x: &[T]) -> T {
    let mut sum = T::from(0.0);
    for i in 0..x.len() - 1 {
        let a = -x[i] + 1.0;
        let b = x[i + 1] - x[i] * x[i];
        sum += a * a + b * b * 100.0;
    }
    sum
}

/// The gradient by hand, of any numbers.
fn gradient_of_numbers<T: DualNum<Primitive = f64> + Copy>(x: &[T]) -> Vec<T> {
    let mut x_bar = vec![T::from(0.0); x.len()];
    let mut carried = T::from(0.0);
    for (pair, x_bar) in x.windows(2).zip(&mut x_bar) {
        let a = -pair[0] + 1.0;
        let b = pair[1] - pair[0] * pair[0];
        let b_bar = b * 200.0;
        *x_bar = carried - a * 2.0 - pair[0] * b_bar * 2.0;
        carried = b_bar;
    }
    if let Some(last) = x_bar.last_mut() {
        *last = carried;
    }
    x_bar
}

/// A point of this many variables.
#[must_use]
pub fn input(variables: usize) -> Input {
    spread(variables, 0, -1.5, 1.5)
}

/// The plain function.
#[must_use]
#[inline(never)]
pub fn plain(x: &Input) -> f64 {
    rosenbrock(x)
}

/// The plain function, over windows.
#[must_use]
#[inline(never)]
pub fn plain_over_windows(x: &Input) -> f64 {
    over_windows(x)
}

/// The plain function, generic over its float type.
#[must_use]
#[inline(never)]
pub fn plain_of_scalars(x: &Input) -> f64 {
    of_scalars(x)
}

/// The generated value and gradient.
#[must_use]
#[inline(never)]
pub fn ours(x: &Input) -> ValueAndGradient {
    rosenbrock_value_and_grad(x)
}

/// The generated value and gradient of the function over windows.
#[must_use]
#[inline(never)]
pub fn ours_over_windows(x: &Input) -> ValueAndGradient {
    over_windows_value_and_grad(x)
}

/// The generated value and gradient of the function that is generic over its float type.
#[must_use]
#[inline(never)]
pub fn ours_of_scalars(x: &Input) -> ValueAndGradient {
    of_scalars_value_and_grad(x)
}

/// The value and gradient written by hand.
#[must_use]
#[inline(never)]
pub fn hand(x: &Input) -> ValueAndGradient {
    by_hand(x)
}

/// A point of this many variables, and a direction.
#[must_use]
pub fn directed(variables: usize) -> Directed {
    (input(variables), spread(variables, 1, -1.0, 1.0))
}

/// The generated gradient.
#[must_use]
#[inline(never)]
pub fn gradient((x, _): &Directed) -> Vec<f64> {
    rosenbrock_grad(x)
}

/// The generated product of the Hessian with the direction.
#[must_use]
#[inline(never)]
pub fn product((x, x_dot): &Directed) -> Vec<f64> {
    rosenbrock_hvp(x, x_dot)
}

/// The generated gradient and product.
#[must_use]
#[inline(never)]
pub fn gradient_and_product((x, x_dot): &Directed) -> (Vec<f64>, Vec<f64>) {
    rosenbrock_grad_and_hvp(x, x_dot)
}

/// The product written by hand.
#[must_use]
#[inline(never)]
pub fn hand_product((x, x_dot): &Directed) -> Vec<f64> {
    product_by_hand(x, x_dot)
}

/// The product by dual numbers, put through the gradient written by hand.
#[must_use]
#[inline(never)]
pub fn product_of_duals((x, x_dot): &Directed) -> Vec<f64> {
    let numbers = x
        .iter()
        .zip(x_dot)
        .map(|(x, x_dot)| Dual64::new(*x, *x_dot));
    let gradient = gradient_of_numbers(&numbers.collect::<Vec<_>>());
    gradient.iter().map(|number| number.eps).collect()
}

/// The product by hyper-dual numbers: each of its elements by one call of the function.
#[must_use]
#[inline(never)]
pub fn product_of_hyper_duals((x, x_dot): &Directed) -> Vec<f64> {
    let numbers = x.iter().zip(x_dot);
    let mut numbers: Vec<_> = numbers
        .map(|(x, x_dot)| HyperDual64::new(*x, 0.0, *x_dot, 0.0))
        .collect();
    let mut product = Vec::with_capacity(x.len());
    for row in 0..x.len() {
        numbers[row].eps1 = 1.0;
        product.push(of_numbers(&numbers).eps1eps2);
        numbers[row].eps1 = 0.0;
    }
    product
}

/// The generated Hessian.
#[must_use]
#[inline(never)]
pub fn hessian((x, _): &Directed) -> Jacobian<f64> {
    rosenbrock_hessian(x)
}

/// The Hessian by hyper-dual numbers: each element of its upper triangle by one call of the function.
#[must_use]
#[inline(never)]
pub fn hessian_of_hyper_duals((x, _): &Directed) -> Jacobian<f64> {
    let mut numbers: Vec<_> = x.iter().map(|x| HyperDual64::from_re(*x)).collect();
    let mut hessian = Jacobian::zeros(x.len(), x.len());
    for row in 0..x.len() {
        numbers[row].eps1 = 1.0;
        for col in row..x.len() {
            numbers[col].eps2 = 1.0;
            let element = of_numbers(&numbers).eps1eps2;
            numbers[col].eps2 = 0.0;
            hessian[(row, col)] = element;
            hessian[(col, row)] = element;
        }
        numbers[row].eps1 = 0.0;
    }
    hessian
}
