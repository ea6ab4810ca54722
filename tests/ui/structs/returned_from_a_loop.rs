//! A struct without a default that is returned from within a loop.

use ad_runtime::{Differentiable, differentiate};

#[derive(Clone, Copy, Differentiable)]
struct Step {
    size: f64,
    slope: f64,
}

#[differentiate(reverse, wrt(x))]
fn first_above(x: &[f64], limit: f64) -> Step {
    let mut sum = 0.0;
    for i in 0..x.len() {
        sum += x[i] * x[i];
        if sum > limit {
            return Step { size: sum, slope: x[i] };
        }
    }
    Step { size: sum, slope: 1.0 }
}

#[derive(Clone, Copy, Default, Differentiable)]
struct WithDefault {
    size: f64,
}

#[differentiate(wrt(x))]
fn with_default(x: &[f64], limit: f64) -> WithDefault {
    for i in 0..x.len() {
        if x[i] > limit {
            return WithDefault { size: x[i] };
        }
    }
    WithDefault { size: limit }
}

fn main() {}
