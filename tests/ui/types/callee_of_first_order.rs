use ad_runtime::differentiate;

#[differentiate]
fn once(x: f64) -> f64 {
    x * x
}

#[differentiate(order = 2)]
fn twice(x: f64) -> f64 {
    once(x).sin()
}

fn main() {}
