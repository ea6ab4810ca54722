use ad_runtime::{Differentiable, differentiate};
use nalgebra::Vector3;

#[derive(Clone, Copy, Differentiable)]
#[differentiable(tangent = Self)]
struct Complex {
    re: f64,
    im: f64,
}

impl std::ops::Mul for Complex {
    type Output = Complex;
    fn mul(self, other: Complex) -> Complex {
        Complex {
            re: self.re * other.re - self.im * other.im,
            im: self.re * other.im + self.im * other.re,
        }
    }
}

#[differentiate(reverse)]
fn squared(z: Complex) -> f64 {
    let square = z * z;
    square.re
}

#[differentiate(reverse)]
fn of_different_types(v: &Vector3<f64>, w: &Vector3<f32>) -> f64 {
    v.dot(w)
}

fn main() {}
