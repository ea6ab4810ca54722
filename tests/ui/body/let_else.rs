use ad_runtime::differentiate;

#[differentiate(constant(scale))]
fn f(x: f64, scale: Option<f64>) -> f64 {
    let Some(scale) = scale else {
        return x;
    };
    scale * x
}

fn main() {
    f_grad(1.0, None);
}
