use ad_runtime::{Differentiable, differentiate};

#[derive(Clone, Copy, Differentiable)]
struct Sample {
    weight: f32,
}

#[differentiate]
fn scaled(sample: &Sample, x: f64) -> f64 {
    x * (sample.weight as f64)
}

fn main() {}
