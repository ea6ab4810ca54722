use ad_runtime::differentiate;

#[differentiate]
fn f(x: &[f64]) -> f64 {
    if let Some(v) = x.first() && let true = *v > 0.5 { *v } else { 0.0 }
}

#[differentiate]
fn g(x: &[f64]) -> f64 {
    let mut sum = 0.0;
    let mut i = 0;
    while let Some(v) = x.get(i) {
        sum += v;
        i += 1;
    }
    if let Some(0.5) = x.last() { sum } else { 0.0 }
}

fn main() {
    f_grad(&[1.0]);
    g_grad(&[1.0]);
}
