use ad_runtime::differentiate;

#[differentiate]
fn f(v: &[f64]) -> f64 {
    let mut w = v.to_vec();
    for (i, y) in w.iter_mut().filter(|y| **y > 0.0).enumerate() {
        *y *= i as f64;
    }
    for y in w.iter_mut().chain(&mut v.to_vec()) {
        *y += 1.0;
    }
    w[0]
}

fn main() {
    f_grad(&[1.0]);
}
