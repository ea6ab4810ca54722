use ad_runtime::{Differentiable, differentiate};

#[derive(Clone, Copy, Differentiable)]
struct Scaled {
    x: f64,
    #[differentiable(constant)]
    scale: f64,
}

#[differentiate]
fn f(s: Scaled) -> f64 {
    let mut s = s;
    s.scale = s.x * 2.0;
    s.scale * s.x
}

#[differentiate]
fn g(x: f64) -> Scaled {
    Scaled { x, scale: x }
}

fn main() {}
