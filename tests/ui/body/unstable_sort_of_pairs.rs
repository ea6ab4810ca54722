use ad_runtime::differentiate;

#[differentiate]
fn f(x: &[f64]) -> f64 {
    let mut pairs: Vec<(f64, f64)> = x.iter().map(|v| (v.floor(), v * v)).collect();
    pairs.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
    pairs[0].1
}

fn main() {
    f_grad(&[1.0]);
}
