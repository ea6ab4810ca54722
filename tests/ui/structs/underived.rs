use ad_runtime::differentiate;

struct Point {
    x: f64,
}

#[differentiate]
fn shifted(x: f64) -> f64 {
    let mut point = Point { x };
    point.x += 1.0;
    point.x * x
}

fn main() {}
