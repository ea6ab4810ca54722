use ad_runtime::differentiate;

#[differentiate]
fn f(x: f64, n: usize) -> usize {
    let _ = x;
    n
}

fn main() {}
