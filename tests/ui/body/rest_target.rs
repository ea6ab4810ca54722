use ad_runtime::differentiate;

#[differentiate]
fn f(x: f64, y: f64) -> f64 {
    let mut a = x;
    (a, ..) = (a * y, y);
    a
}

fn main() {}
