use ad_runtime::differentiate;

#[differentiate]
fn f(v: Vec<f64>) -> f64 {
    let w = v;
    v[0] * w[0]
}

fn main() {}
