use ad_runtime::differentiate;

#[differentiate]
fn f(x: f64) -> f64 {
    let positive = |y: f64| {
        if y < 0.0 {
            return 0.0;
        }
        y * x
    };
    positive(x)
}

fn main() {
    f_grad(1.0);
}
