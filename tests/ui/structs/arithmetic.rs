use ad_runtime::{Differentiable, differentiate};
use std::ops::Mul;

#[derive(Clone, Copy, Differentiable)]
#[differentiable(tangent = Self)]
struct Turn {
    w: f64,
    z: f64,
}

// It does not commute in general: the rule of floats would be wrong.
impl Mul for Turn {
    type Output = Turn;

    fn mul(self, other: Turn) -> Turn {
        Turn { w: self.w * other.w - self.z * other.z, z: self.w * other.z + self.z * other.w }
    }
}

#[differentiate(reverse)]
fn twice(turn: Turn) -> Turn {
    turn * turn
}

#[derive(Clone, Copy, Differentiable)]
struct Pose {
    turn: Turn,
    other: Turn,
}

#[differentiate(reverse)]
fn of_fields(pose: &Pose) -> Turn {
    pose.turn * pose.other
}

fn main() {}
