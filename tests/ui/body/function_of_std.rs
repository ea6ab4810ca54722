use ad_runtime::differentiate;

#[differentiate]
fn f(x: f64) -> f64 {
    let y = Box::new(x);
    *y
}

fn main() {}
