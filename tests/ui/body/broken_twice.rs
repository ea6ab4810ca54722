use ad_runtime::differentiate;

#[differentiate(order = 2)]
fn broken(x: f64, p: &[f64]) -> f64 {
    x.gama() * p[0]
}

#[differentiate(order = 2)]
fn calls(x: f64, p: &[f64]) -> f64 {
    broken(x, p) * x
}

fn main() {
    calls_hvp(1.0, &[2.0], 1.0, &[0.0]);
    broken_hvp(1.0, &[2.0], 1.0, &[0.0]);
    broken_hessian(1.0, &[2.0]);
}
