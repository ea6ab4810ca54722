use ad_runtime::differentiate;

#[differentiate]
fn f(x: f64) -> f64 {
    async { x }.await
}

fn main() {
    f_grad(1.0);
}
