use ad_runtime::differentiate;

#[differentiate]
fn twice(x: f64) -> f64 {
    let y = x.sin();
    y * 2
}

fn main() {
    twice_grad(1.0);
}
