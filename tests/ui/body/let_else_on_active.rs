use ad_runtime::differentiate;

#[differentiate]
fn f(x: f64) -> f64 {
    let 0.0..1.0 = x else {
        return x;
    };
    x * x
}

fn main() {
    f_grad(1.0);
}
