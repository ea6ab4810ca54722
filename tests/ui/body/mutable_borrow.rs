use ad_runtime::differentiate;

#[differentiate]
fn f(x: f64) -> f64 {
    let mut a = x * x;
    let r = &mut a;
    *r += 1.0;
    a
}

fn main() {}
