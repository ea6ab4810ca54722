use ad_runtime::differentiate;

#[differentiate]
fn f(v: &[[f64; 3]]) -> f64 {
    let mut sum = 0.0;
    for [first, ..] in v {
        sum += first;
    }
    sum
}

fn main() {
    f_grad(&[[1.0; 3]]);
}
