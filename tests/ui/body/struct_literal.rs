use ad_runtime::differentiate;

struct Point {
    x: f64,
}

#[differentiate]
fn f(x: f64) -> f64 {
    let p = Point { x };
    p.x * 2.0
}

fn main() {}
