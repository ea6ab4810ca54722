use ad_runtime::differentiate;

#[differentiate]
fn f(x: f64) -> f64 {
    fn g(y: f64) -> f64 {
        y * y
    }
    x * g(x)
}

fn main() {}
