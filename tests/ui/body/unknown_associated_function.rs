use ad_runtime::differentiate;

trait Special {
    fn sine(x: f64) -> f64;
}

impl Special for f64 {
    fn sine(x: f64) -> f64 {
        x
    }
}

#[differentiate]
fn f(x: f64) -> f64 {
    x * f64::sine(x)
}

fn main() {}
