//! The log posterior of a Gaussian mixture of the `ADBench` suite, with a Wishart prior.

use super::spread;
use ad_runtime::differentiate;
use ad_runtime::special::ln_gamma;
use std::f64::consts::{LN_2, PI};

/// The parameters of the components, the points, and the prior.
pub struct Input {
    alpha: Vec<f64>,
    mu: Vec<f64>,
    q: Vec<f64>,
    l: Vec<f64>,
    points: Vec<f64>,
    prior: Prior,
}

/// Scale and degrees of freedom of the Wishart prior.
#[derive(Clone, Copy)]
struct Prior {
    gamma: f64,
    m: f64,
}

/// Of `alpha`, `mu`, `q` and `l`.
pub type Gradient = (Vec<f64>, Vec<f64>, Vec<f64>, Vec<f64>);

/// The logarithm of the multivariate gamma function.
fn ln_multivariate_gamma(a: f64, d: usize) -> f64 {
    let sum: f64 = (1..=d).map(|j| ln_gamma(a + 0.5 * (1.0 - j as f64))).sum();
    0.25 * (d * (d - 1)) as f64 * PI.ln() + sum
}

#[differentiate(order = 2, wrt(alpha, mu, q, l))]
fn log_posterior(
    alpha: &[f64],
    mu: &[f64],
    q: &[f64],
    l: &[f64],
    points: &[f64],
    gamma: f64,
    m: f64,
) -> f64 {
    let k = alpha.len();
    let d = mu.len() / k;
    let n = points.len() / d;
    let triangle = d * (d - 1) / 2;

    let mut diagonal = vec![0.0; k * d];
    let mut offset = vec![0.0; k];
    for c in 0..k {
        offset[c] = alpha[c];
        for j in 0..d {
            diagonal[c * d + j] = q[c * d + j].exp();
            offset[c] += q[c * d + j];
        }
    }

    let mut total = 0.0;
    let mut centred = vec![0.0; d];
    let mut rotated = vec![0.0; d];
    let mut terms = vec![0.0; k];
    for i in 0..n {
        for c in 0..k {
            for j in 0..d {
                centred[j] = points[i * d + j] - mu[c * d + j];
                rotated[j] = diagonal[c * d + j] * centred[j];
            }
            for j in 0..d {
                let column = c * triangle + j * (2 * d - j - 1) / 2;
                for r in j + 1..d {
                    rotated[r] += l[column + r - j - 1] * centred[j];
                }
            }
            let mut square = 0.0;
            for j in 0..d {
                square += rotated[j] * rotated[j];
            }
            terms[c] = offset[c] - 0.5 * square;
        }
        total += log_sum_exp(&terms);
    }

    let mut prior = 0.0;
    for c in 0..k {
        let mut squares = 0.0;
        let mut sum = 0.0;
        for j in 0..d {
            squares += diagonal[c * d + j] * diagonal[c * d + j];
            sum += q[c * d + j];
        }
        for r in 0..triangle {
            squares += l[c * triangle + r] * l[c * triangle + r];
        }
        prior += 0.5 * gamma * gamma * squares - m * sum;
    }

    let freedom = d as f64 + m + 1.0;
    let normalizer =
        freedom * d as f64 * (gamma.ln() - 0.5 * LN_2) - ln_multivariate_gamma(0.5 * freedom, d);
    -0.5 * (n * d) as f64 * (2.0 * PI).ln() + total - n as f64 * log_sum_exp(alpha)
        + k as f64 * normalizer
        - prior
}

#[differentiate(order = 2)]
fn log_sum_exp(x: &[f64]) -> f64 {
    let mut largest = x[0];
    for i in 1..x.len() {
        largest = largest.max(x[i]);
    }
    let mut sum = 0.0;
    for i in 0..x.len() {
        sum += (x[i] - largest).exp();
    }
    largest + sum.ln()
}

/// Softmax in place.
fn shares(x: &mut [f64]) {
    let largest = x.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let mut sum = 0.0;
    for x in &mut *x {
        *x = (*x - largest).exp();
        sum += *x;
    }
    let sum_inverse = 1.0 / sum;
    for x in x {
        *x *= sum_inverse;
    }
}

/// One pass over the points; the rotated distances of one point to all components are kept until its shares are known.
/// The means' cotangents go through the same matrices for all points, so it is their sums that are multiplied, once.
fn by_hand(input: &Input) -> Gradient {
    let Input {
        alpha,
        mu,
        q,
        l,
        points,
        prior,
    } = input;
    let k = alpha.len();
    let d = mu.len() / k;
    let n = points.len() / d;
    let triangle = d * (d - 1) / 2;
    let diagonal: Vec<f64> = q.iter().map(|q| q.exp()).collect();
    let offset: Vec<f64> = (alpha.iter().zip(q.chunks_exact(d)))
        .map(|(alpha, q)| alpha + q.iter().sum::<f64>())
        .collect();

    let mut alpha_bar = vec![0.0; k];
    let mut mu_bar = vec![0.0; k * d];
    let mut diagonal_bar = vec![0.0; k * d];
    let mut sums = vec![0.0; k * d];
    let mut l_bar = vec![0.0; k * triangle];
    let mut centred = vec![0.0; k * d];
    let mut rotated = vec![0.0; k * d];
    let mut terms = vec![0.0; k];
    for point in points.chunks_exact(d) {
        for c in 0..k {
            let row = c * d..(c + 1) * d;
            let (mu, diagonal) = (&mu[row.clone()], &diagonal[row.clone()]);
            let (centred, rotated) = (&mut centred[row.clone()], &mut rotated[row]);
            for j in 0..d {
                centred[j] = point[j] - mu[j];
                rotated[j] = diagonal[j] * centred[j];
            }
            let mut columns = &l[c * triangle..(c + 1) * triangle];
            for j in 0..d {
                let (column, rest) = columns.split_at(d - j - 1);
                columns = rest;
                let x = centred[j];
                for (rotated, l) in rotated[j + 1..].iter_mut().zip(column) {
                    *rotated += l * x;
                }
            }
            terms[c] = offset[c] - 0.5 * rotated.iter().map(|x| x * x).sum::<f64>();
        }
        shares(&mut terms);
        for c in 0..k {
            let share = terms[c];
            alpha_bar[c] += share;
            let row = c * d..(c + 1) * d;
            let (centred, rotated) = (&centred[row.clone()], &mut rotated[row.clone()]);
            let (sums, diagonal_bar) = (&mut sums[row.clone()], &mut diagonal_bar[row]);
            for j in 0..d {
                rotated[j] *= share;
                sums[j] += rotated[j];
                diagonal_bar[j] -= rotated[j] * centred[j];
            }
            let mut columns = &mut l_bar[c * triangle..(c + 1) * triangle];
            for j in 0..d {
                let (column, rest) = columns.split_at_mut(d - j - 1);
                columns = rest;
                let x = centred[j];
                for (l_bar, rotated) in column.iter_mut().zip(&rotated[j + 1..]) {
                    *l_bar -= rotated * x;
                }
            }
        }
    }
    for c in 0..k {
        let sums = &sums[c * d..(c + 1) * d];
        let mut columns = &l[c * triangle..(c + 1) * triangle];
        for j in 0..d {
            let (column, rest) = columns.split_at(d - j - 1);
            columns = rest;
            let below = column.iter().zip(&sums[j + 1..]);
            let start = diagonal[c * d + j] * sums[j];
            mu_bar[c * d + j] = below.fold(start, |sum, (l, x)| sum + l * x);
        }
    }

    // The sums of the shares are the cotangents of the offsets, hence of `q` too.
    let stiffness = prior.gamma * prior.gamma;
    let mut q_bar = diagonal_bar;
    for c in 0..k {
        for (q_bar, diagonal) in q_bar[c * d..(c + 1) * d].iter_mut().zip(&diagonal[c * d..]) {
            *q_bar = (*q_bar - stiffness * diagonal) * diagonal + alpha_bar[c] + prior.m;
        }
    }
    for (l_bar, l) in l_bar.iter_mut().zip(l) {
        *l_bar -= stiffness * l;
    }
    let mut weights = alpha.clone();
    shares(&mut weights);
    for (alpha_bar, weight) in alpha_bar.iter_mut().zip(&weights) {
        *alpha_bar -= n as f64 * weight;
    }
    (alpha_bar, mu_bar, q_bar, l_bar)
}

/// This many dimensions, components and points.
#[must_use]
pub fn input(d: usize, k: usize, n: usize) -> Input {
    Input {
        alpha: spread(k, 0, -1.0, 1.0),
        mu: spread(k * d, 1, -1.0, 1.0),
        q: spread(k * d, 2, -0.5, 0.5),
        l: spread(k * d * (d - 1) / 2, 3, -0.3, 0.3),
        points: spread(n * d, 4, -1.5, 1.5),
        prior: Prior { gamma: 1.0, m: 2.0 },
    }
}

/// The plain function.
#[must_use]
#[inline(never)]
pub fn plain(input: &Input) -> f64 {
    let Input {
        alpha,
        mu,
        q,
        l,
        points,
        prior,
    } = input;
    log_posterior(alpha, mu, q, l, points, prior.gamma, prior.m)
}

/// The generated gradient.
#[must_use]
#[inline(never)]
pub fn ours(input: &Input) -> Gradient {
    let Input {
        alpha,
        mu,
        q,
        l,
        points,
        prior,
    } = input;
    log_posterior_grad(alpha, mu, q, l, points, prior.gamma, prior.m)
}

/// The gradient written by hand.
#[must_use]
#[inline(never)]
pub fn hand(input: &Input) -> Gradient {
    by_hand(input)
}

/// This many dimensions, components and points, and a direction.
#[must_use]
pub fn directed(d: usize, k: usize, n: usize) -> (Input, Gradient) {
    let direction = (
        spread(k, 5, -1.0, 1.0),
        spread(k * d, 6, -1.0, 1.0),
        spread(k * d, 7, -1.0, 1.0),
        spread(k * d * (d - 1) / 2, 8, -1.0, 1.0),
    );
    (input(d, k, n), direction)
}

/// The generated gradient.
#[must_use]
#[inline(never)]
pub fn gradient((input, _): &(Input, Gradient)) -> Gradient {
    ours(input)
}

/// The generated product of the Hessian with the direction.
#[must_use]
#[inline(never)]
pub fn product((input, direction): &(Input, Gradient)) -> Gradient {
    let Input {
        alpha,
        mu,
        q,
        l,
        points,
        prior,
    } = input;
    let (alpha_dot, mu_dot, q_dot, l_dot) = direction;
    log_posterior_hvp(
        alpha,
        mu,
        q,
        l,
        points,
        prior.gamma,
        prior.m,
        alpha_dot,
        mu_dot,
        q_dot,
        l_dot,
    )
}

/// The generated gradient and product.
#[must_use]
#[inline(never)]
pub fn gradient_and_product((input, direction): &(Input, Gradient)) -> (Gradient, Gradient) {
    let Input {
        alpha,
        mu,
        q,
        l,
        points,
        prior,
    } = input;
    let (alpha_dot, mu_dot, q_dot, l_dot) = direction;
    log_posterior_grad_and_hvp(
        alpha,
        mu,
        q,
        l,
        points,
        prior.gamma,
        prior.m,
        alpha_dot,
        mu_dot,
        q_dot,
        l_dot,
    )
}

#[cfg(test)]
mod tests {
    use super::{directed, gradient, product};
    use crate::objectives::Numbers;
    use crate::tests::assert_agree;

    #[test]
    fn the_product_agrees_with_central_differences_of_the_gradient() {
        let moved = |h: f64| {
            let (mut input, direction) = directed(4, 3, 20);
            let (alpha_dot, mu_dot, q_dot, l_dot) = &direction;
            let parts = [
                (&mut input.alpha, alpha_dot),
                (&mut input.mu, mu_dot),
                (&mut input.q, q_dot),
                (&mut input.l, l_dot),
            ];
            for (part, dots) in parts {
                for (x, dot) in part.iter_mut().zip(dots) {
                    *x += h * dot;
                }
            }
            gradient(&(input, direction)).numbers()
        };
        let slope = |h: f64| -> Vec<f64> {
            let both = moved(h).into_iter().zip(moved(-h));
            both.map(|(above, below)| (above - below) / (2.0 * h))
                .collect()
        };
        let both = slope(1e-4).into_iter().zip(slope(2e-4));
        let differences: Vec<f64> = both
            .map(|(fine, coarse)| (4.0 * fine - coarse) / 3.0)
            .collect();
        let ours = product(&directed(4, 3, 20)).numbers();
        assert_agree(&ours, &differences, 1e-8);
    }
}
