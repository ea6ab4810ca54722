use ad_runtime::differentiate;

#[differentiate]
fn f(v: &[f64]) -> f64 {
    let largest = v.iter().max_by(|a, b| a.total_cmp(b));
    let last = v.last();
    let mut w = v.to_vec();
    let popped = w.pop();
    *largest.unwrap() + *last.unwrap() + popped.unwrap()
}

fn main() {
    f_grad(&[1.0]);
}
