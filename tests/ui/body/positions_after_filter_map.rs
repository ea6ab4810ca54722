use ad_runtime::differentiate;

#[differentiate]
fn f(x: &[f64]) -> f64 {
    let mut sum = 0.0;
    for (i, v) in x.iter().filter_map(|v| (*v > 0.0).then(|| v.ln())).enumerate() {
        sum += v * i as f64;
    }
    sum
}

fn main() {
    f_grad(&[1.0]);
}
