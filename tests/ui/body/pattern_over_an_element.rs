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

const ZERO: f64 = 0.0;

#[differentiate]
fn h(x: f64, y: &[f64]) -> f64 {
    let first = match y.first() {
        Some(&ZERO) | None => 1.0,
        Some(&first) => first,
    };
    match x {
        ZERO => first,
        x => x.sin() / x,
    }
}

#[allow(non_upper_case_globals)]
const zero: f64 = 0.0;

#[differentiate]
fn k(x: f64, y: &[f64]) -> f64 {
    if let Some(&zero) = y.first() {
        return x;
    }
    match x {
        zero => 1.0,
        x => x.sin() / x,
    }
}

fn main() {
    h_grad(1.0, &[1.0]);
    k_grad(1.0, &[1.0]);
    f_grad(&[1.0]);
    g_grad(&[1.0]);
}
