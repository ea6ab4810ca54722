use ad_runtime::differentiate;

struct Point {
    x: f64,
}

fn point(x: f64) -> Point {
    Point { x }
}

#[differentiate]
fn f(x: f64) -> f64 {
    point(x).x * 2.0
}

fn main() {}
