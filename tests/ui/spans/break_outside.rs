use ad_runtime::differentiate;

#[differentiate]
fn f(x: f64) -> f64 {
    if x > 10.0 {
        break;
    }
    x * x
}

fn main() {
    f_grad(1.0);
}
