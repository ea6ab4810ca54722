use ad_runtime::differentiate;

#[differentiate]
fn checked(x: f64) -> Option<f64> {
    Some(x * x)
}

fn main() {}
