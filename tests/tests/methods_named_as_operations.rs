//! Methods of structs under the names of operations on vectors: the user's own come first.
use ad_runtime::{Differentiable, check_gradient, differentiate};
use ad_tests::for_f32_and_f64;

for_f32_and_f64! { ($F:ident) => {
use super::*;

#[derive(Clone, Copy, Debug, PartialEq, Differentiable)]
pub struct V { pub x: $F, pub y: $F }

#[differentiate]
impl V {
    #[differentiate(wrt(self, w))]
    fn dot(self, w: V) -> $F { self.x * w.x + self.y * w.y }
    #[differentiate(wrt(self))]
    fn norm(self) -> $F { self.dot(self).sqrt() }
    #[differentiate(wrt(self))]
    fn length(&self) -> $F { self.norm() * 2.0 }
    #[differentiate(wrt(self))]
    fn inverse(self) -> V { V { x: 1.0 / self.x, y: 1.0 / self.y } }
    #[differentiate(wrt(self, w))]
    fn cross(&self, w: &V) -> V { V { x: self.x * w.y, y: -self.y * w.x } }
}
#[derive(Clone, Copy, Debug, PartialEq, Differentiable)]
pub struct Flag { pub on: bool, pub k: $F }

#[differentiate]
fn f(v: &V, w: V, k: $F) -> $F {
    let u = v.inverse();
    let z = u.cross(v);
    u.dot(w) * k + v.norm() + w.length() + v.dot(z) + z.x
}
    /// A `!` may be one of any type, and so the compiler is asked.
#[differentiate]
fn g(p: Flag, x: $F) -> $F {
    let off = !p.on;
    if off { x * p.k } else { x.sin() }
}
#[test]
fn they_are_differentiated() {
    let (v, w) = (V { x: 0.4, y: 1.2 }, V { x: -0.7, y: 0.9 });
    check_gradient!(f(&v, w, 0.7));
    check_gradient!(g(Flag { on: false, k: 0.3 }, 0.7));
}
}}
