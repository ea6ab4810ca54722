//! A type of one's own, under the name of one of a library that is not asked for, is one's own: its methods and its
//! functions are the differentiated ones.

use ad_runtime::{Differentiable, check_gradient, differentiate};

#[derive(Clone, Copy, Debug, PartialEq, Differentiable)]
struct Vec3 {
    x: f64,
    y: f64,
    z: f64,
}

#[differentiate]
impl Vec3 {
    #[differentiate]
    fn new(x: f64, y: f64, z: f64) -> Vec3 {
        Vec3 { x, y, z }
    }

    #[differentiate(wrt(self, other))]
    fn dot(self, other: Vec3) -> f64 {
        self.x * other.x + self.y * other.y + self.z * other.z
    }

    #[differentiate(wrt(self))]
    fn length(&self) -> f64 {
        self.dot(*self).sqrt()
    }
}

#[differentiate]
fn shaded(normal: Vec3, light: &Vec3, k: f64) -> f64 {
    let eye = Vec3::new(k, 1.0, k * k);
    normal.dot(*light) / light.length() + eye.dot(normal)
}

fn main() {
    let (normal, light) = (Vec3::new(0.3, 1.2, -0.4), Vec3::new(0.9, 0.1, 0.7));
    check_gradient!(shaded(normal, &light, 0.6));
}
