#[differentiate]
fn f(x) -> f64 { x }
