//! f(x, y) = sin(xy) + exp(x/y) − √(x² + y²) · ln(1 + x²).

use ad_runtime::differentiate;

/// A point (x, y).
pub type Input = [f64; 2];
/// (∂f/∂x, ∂f/∂y).
pub type Gradient = (f64, f64);

#[differentiate]
fn f(x: f64, y: f64) -> f64 {
    (x * y).sin() + (x / y).exp() - (x * x + y * y).sqrt() * (1.0 + x * x).ln()
}

fn gradient_by_hand(x: f64, y: f64) -> Gradient {
    let y_inverse = 1.0 / y;
    let quotient = x * y_inverse;
    let radius = (x * x + y * y).sqrt();
    let growth = 1.0 + x * x;
    let cosine = (x * y).cos();
    let slope = quotient.exp() * y_inverse;
    let log_over_radius = growth.ln() / radius;
    (
        y * cosine + slope - x * (log_over_radius + 2.0 * radius / growth),
        x * cosine - slope * quotient - y * log_over_radius,
    )
}

/// Points where nothing overflows.
#[must_use]
pub fn inputs(count: u32) -> Vec<Input> {
    crate::points(count, [(-2.0, 2.0), (0.5, 3.0)])
}

/// The plain function.
#[must_use]
#[inline(never)]
pub fn plain(&[x, y]: &Input) -> f64 {
    f(x, y)
}

/// The generated gradient.
#[must_use]
#[inline(never)]
pub fn ours(&[x, y]: &Input) -> Gradient {
    f_grad(x, y)
}

/// The gradient written by hand.
#[must_use]
#[inline(never)]
pub fn hand(&[x, y]: &Input) -> Gradient {
    gradient_by_hand(x, y)
}

#[cfg(test)]
mod tests {
    use super::{hand, inputs, ours, plain};
    use crate::tests::{assert_agree, differences};

    #[test]
    fn by_hand_agrees_with_central_differences() {
        for input in inputs(100) {
            assert_agree(
                &<[f64; 2]>::from(hand(&input)),
                &differences(plain, &input),
                1e-8,
            );
        }
    }

    #[test]
    fn ours_agrees_with_by_hand() {
        for input in inputs(100) {
            assert_agree(
                &<[f64; 2]>::from(ours(&input)),
                &<[f64; 2]>::from(hand(&input)),
                1e-12,
            );
        }
    }
}
