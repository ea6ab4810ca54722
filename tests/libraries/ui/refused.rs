use ad_runtime::differentiate;
use nalgebra::{Matrix3, Vector3};

#[differentiate]
fn method(v: &Vector3<f64>) -> f64 {
    v.amax()
}

#[differentiate]
fn constructor(x: f64) -> f64 {
    Vector3::from_fn(|i, _| x * i as f64).norm()
}

#[differentiate]
fn operator(v: Vector3<f64>, w: Vector3<f64>) -> f64 {
    (v % w).norm()
}

#[differentiate]
fn kept(m: &Matrix3<f64>, v: &Vector3<f64>) -> f64 {
    let inverse = m.try_inverse();
    (inverse.unwrap() * v).norm()
}

fn main() {}
