use ad_runtime::{Differentiable, differentiate};
use nalgebra::Vector3;

#[derive(Clone, Differentiable)]
struct Body {
    position: Vector3<f64>,
    velocity: Vector3<f64>,
}

#[differentiate(reverse)]
fn moved(body: &Body, h: f64) -> f64 {
    let next = body.position + body.velocity * h;
    next.x
}

fn main() {}
