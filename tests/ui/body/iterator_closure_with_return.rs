use ad_runtime::differentiate;

#[differentiate]
fn f(v: &[f64]) -> f64 {
    let mut sum = 0.0;
    v.iter().for_each(|y| {
        for _ in 0..3 {
            if *y < 0.0 {
                return;
            }
            sum += y;
        }
    });
    sum + v.iter().map(|y| { return y * y; }).sum::<f64>()
}

fn main() {
    f_grad(&[1.0]);
}
