use ad_runtime::differentiate;

static mut SCALE: f64 = 2.0;

#[differentiate]
fn f(x: f64) -> f64 {
    unsafe { SCALE * x }
}

fn main() {}
