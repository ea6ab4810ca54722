use ad_runtime::differentiate;

fn is_large(x: &&f64) -> bool {
    **x > 1.0
}

#[differentiate]
fn f(v: &[f64]) -> f64 {
    v.iter().filter(is_large).sum()
}

fn main() {
    f_grad(&[1.0]);
}
