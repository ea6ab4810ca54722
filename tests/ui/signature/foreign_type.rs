use ad_runtime::differentiate;

struct Point {
    x: f64,
}

#[differentiate]
fn f(p: Point) -> f64 {
    p.x * p.x
}

fn main() {}
