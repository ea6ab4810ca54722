use ad_runtime::differentiate;

#[differentiate]
fn f(x: f64, n: usize) -> f64 {
    let k: i32 = n;
    x.powi(k)
}

fn main() {}
