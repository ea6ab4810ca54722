use ad_runtime::differentiate;

#[differentiate]
fn f(x: f64, texts: &[&str]) -> f64 {
    let mut y = x;
    for text in texts {
        let scale: f64 = text.parse()?;
        y *= scale;
    }
    y
}

fn main() {
    f_grad(1.0, &["2"]);
}
