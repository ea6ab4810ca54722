use ad_runtime::differentiate;

#[differentiate]
fn f(v: &[f64]) -> f64 {
    let squares = v.iter().scan(0.0, |sum: &mut f64, y| {
        *sum += y * y;
        Some(*sum)
    });
    squares.sum()
}

fn main() {
    f_grad(&[1.0]);
}
