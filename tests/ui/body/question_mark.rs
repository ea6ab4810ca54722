use ad_runtime::differentiate;

#[differentiate]
fn f(x: f64, text: &str) -> f64 {
    let scale: f64 = text.parse()?;
    scale * x
}

fn main() {
    f_grad(1.0, "2");
}
