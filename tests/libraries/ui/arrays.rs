use ad_runtime::differentiate;
use ndarray::{Array1, Array2};

struct Layer {
    weights: Array2<f64>,
}

#[differentiate]
fn dot_of_unknown_axes(points: &[Array1<f64>], m: &Array2<f64>) -> f64 {
    let mut sum = 0.0;
    for p in points {
        sum += m.dot(p).dot(p);
    }
    sum
}

#[differentiate(wrt(x))]
fn dot_of_a_field(layer: &Layer, x: &Array1<f64>) -> f64 {
    layer.weights.dot(x).dot(x)
}

#[differentiate]
fn mean_kept(x: &Array1<f64>) -> f64 {
    let mean = x.mean();
    mean.unwrap()
}

#[differentiate]
fn map_of_matrix(m: &Array2<f64>) -> f64 {
    m.mapv(|x| x * x).sum()
}

fn main() {}
