use ad_runtime::differentiate;

#[differentiate]
fn f(v: &[f64]) -> f64 {
    v.iter().sum()
}

fn main() {}
