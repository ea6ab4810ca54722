//! Statistics on structs, as people publish it.

use std::f64::consts::{PI, TAU};

use ad_runtime::{Differentiable, check_gradient, differentiate};

#[derive(Debug, Clone, Copy, PartialEq, Differentiable)]
pub struct Normal {
    pub mean: f64,
    pub std_dev: f64,
}

impl Normal {
    #[differentiate(wrt(self, x))]
    pub fn ln_pdf(&self, x: f64) -> f64 {
        let z = (x - self.mean) / self.std_dev;
        -0.5 * z * z - self.std_dev.ln() - 0.5 * TAU.ln()
    }

    #[differentiate(wrt(self))]
    pub fn entropy(&self) -> f64 {
        0.5 + 0.5 * TAU.ln() + self.std_dev.ln()
    }

    #[differentiate(wrt(self, other))]
    pub fn kl_divergence(&self, other: &Normal) -> f64 {
        let ratio = self.std_dev / other.std_dev;
        let shift = (self.mean - other.mean) / other.std_dev;
        0.5 * (ratio.powi(2) + shift.powi(2) - 1.0) - ratio.ln()
    }
}

#[derive(Debug, Clone, Differentiable)]
pub struct GaussianMixture {
    pub log_weights: Vec<f64>,
    pub components: Vec<Normal>,
}

impl GaussianMixture {
    #[differentiate(wrt(self, x))]
    pub fn log_likelihood(&self, x: f64) -> f64 {
        let terms: Vec<f64> = self
            .log_weights
            .iter()
            .zip(&self.components)
            .map(|(w, c)| w + c.ln_pdf(x))
            .collect();
        let max = terms.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        max + terms.iter().map(|t| (t - max).exp()).sum::<f64>().ln()
    }

    #[differentiate(wrt(self))]
    pub fn total_log_likelihood(&self, data: &[f64]) -> f64 {
        if self.components.is_empty() {
            return f64::NEG_INFINITY;
        }
        let norm = self.log_weights.iter().map(|w| w.exp()).sum::<f64>().ln();
        let mut total = 0.0;
        for &x in data {
            total += self.log_likelihood(x) - norm;
        }
        total
    }
}

fn mixture() -> GaussianMixture {
    GaussianMixture {
        log_weights: vec![0.2, -0.4, 0.1],
        components: vec![
            Normal {
                mean: -1.0,
                std_dev: 0.7,
            },
            Normal {
                mean: 0.5,
                std_dev: 1.2,
            },
            Normal {
                mean: 2.0,
                std_dev: 0.4,
            },
        ],
    }
}

#[test]
fn normals_have_their_gradients() {
    let (p, q) = (
        Normal {
            mean: 0.3,
            std_dev: 1.4,
        },
        Normal {
            mean: -0.2,
            std_dev: 0.9,
        },
    );
    check_gradient!(Normal::ln_pdf(&p, 0.8));
    check_gradient!(Normal::entropy(&p));
    check_gradient!(Normal::kl_divergence(&p, &q));
    assert!((p.ln_pdf(0.3) + (1.4 * (2.0 * PI).sqrt()).ln()).abs() < 1e-14);
    let bar = p.entropy_grad();
    assert_eq!((bar.mean, bar.std_dev), (0.0, 1.0 / 1.4));
}

#[test]
fn mixtures_have_their_gradients() {
    check_gradient!(GaussianMixture::log_likelihood(&mixture(), 0.9));
    check_gradient!(GaussianMixture::total_log_likelihood(&mixture(), const &[0.4, -1.3, 2.2]));
    let one = GaussianMixture {
        log_weights: vec![0.0],
        components: vec![Normal {
            mean: 1.0,
            std_dev: 2.0,
        }],
    };
    let (bar, x_bar) = one.log_likelihood_grad(2.0);
    assert!((x_bar + 0.25).abs() < 1e-15 && (bar.components[0].mean - 0.25).abs() < 1e-15);
}

#[derive(Debug, Clone, Copy, Differentiable)]
pub struct Beta {
    pub alpha: f64,
    pub beta: f64,
}

#[differentiate]
impl Beta {
    #[differentiate(wrt(self))]
    pub fn mean(&self) -> f64 {
        self.alpha / (self.alpha + self.beta)
    }

    #[differentiate(wrt(self))]
    pub fn variance(&self) -> f64 {
        let total = self.alpha + self.beta;
        self.mean() * (1.0 - self.mean()) / (total + 1.0)
    }

    #[differentiate(wrt(self))]
    pub fn updated(&self, heads: u32, tails: u32) -> Self {
        Self {
            alpha: self.alpha + f64::from(heads),
            beta: self.beta + f64::from(tails),
        }
    }

    #[differentiate(wrt(self))]
    pub fn posterior_spread(&self, flips: &[bool]) -> f64 {
        let mut belief = *self;
        for &heads in flips {
            belief = if heads {
                belief.updated(1, 0)
            } else {
                belief.updated(0, 1)
            };
        }
        belief.variance().sqrt()
    }
}

#[test]
fn beliefs_have_their_gradients() {
    let prior = Beta {
        alpha: 2.0,
        beta: 3.0,
    };
    check_gradient!(Beta::variance(&prior));
    check_gradient!(Beta::posterior_spread(&prior, const &[true, false, true, true]));
    assert!((prior.variance() - 0.04).abs() < 1e-15);
    let bar = prior.mean_grad();
    assert!((bar.alpha - 0.12).abs() < 1e-15 && (bar.beta + 0.08).abs() < 1e-15);
}
