use ad_runtime::differentiate;

struct Point {
    x: f64,
}

#[differentiate]
fn height(p: Point) -> f64 {
    p.x
}

fn main() {
    height_grad(Point { x: 1.0 });
}
