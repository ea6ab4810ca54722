use ad_runtime::differentiate;

#[differentiate(wrt(z), order = 3, fast)]
fn f(x: f64) -> f64 {
    x * x
}

fn main() {}
