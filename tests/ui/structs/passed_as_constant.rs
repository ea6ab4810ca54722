use ad_runtime::{Differentiable, differentiate};

#[derive(Clone, Copy, Differentiable)]
struct Params {
    k: f64,
}

#[differentiate(constant(p))]
fn force(p: &Params, x: f64) -> f64 {
    p.k * x
}

#[differentiate]
fn energy(p: &Params, x: f64) -> f64 {
    force(p, x) * x
}

fn main() {}
