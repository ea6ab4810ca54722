use ad_runtime::differentiate;

#[differentiate]
#[allow(unconditional_recursion)]
fn f(x: f64) -> f64 {
    x * f(x - 1.0)
}

fn main() {}
