use ad_runtime::differentiate;

struct Point {
    x: f64,
}

#[differentiate(wrt(x))]
fn f(x: f64, p: [f64; 2]) -> f64 {
    let q = [x, p[0]];
    q.x * x
}

fn main() {}
