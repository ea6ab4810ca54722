use ad_runtime::differentiate;

#[differentiate]
fn first(a: &[f64]) -> &f64 {
    &a[0]
}

fn main() {
    first_grad(&[1.0]);
}
