use ad_runtime::differentiate;

#[differentiate]
fn f(x: f64) -> f64 {
    let y: f32 = x * 2.0;
    x * 3.0
}

fn main() {}
