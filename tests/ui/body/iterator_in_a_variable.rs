use ad_runtime::differentiate;

#[differentiate]
fn f(v: &[f64]) -> f64 {
    let squares = v.iter().map(|y| y * y);
    squares.sum()
}

fn main() {
    f_grad(&[1.0]);
}
