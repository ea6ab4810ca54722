use ad_runtime::differentiate;

#[differentiate]
fn f(x: f64) -> f64 {
    let y = x;
    y += x;
    y
}

fn main() {}
