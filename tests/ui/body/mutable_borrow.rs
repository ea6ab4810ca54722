use ad_runtime::differentiate;

#[differentiate]
fn f(x: f64) -> f64 {
    let mut a = x * x;
    let _r = &mut a;
    x * 2.0
}

fn main() {}
