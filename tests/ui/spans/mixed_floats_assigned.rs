use ad_runtime::differentiate;

#[differentiate]
fn f(x: f64, y: f32) -> f64 {
    let mut z = x;
    z += y;
    z
}

fn main() {}
