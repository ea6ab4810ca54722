use ad_runtime::differentiate;

#[differentiate]
fn f(x: f64) -> f64 {
    libm::log(x) * libm::erf(x) + f64::from(libm::expf(1.0))
}

#[differentiate]
fn g(x: f32) -> f32 {
    libm::expf(x)
}

fn main() {
    f_grad(1.0);
}
