use ad_runtime::differentiate;

#[differentiate]
fn f(x: f64, v: &[f64]) -> f64 {
    v[..x as usize].iter().sum()
}

fn main() {
    f_grad(1.0, &[1.0]);
}
