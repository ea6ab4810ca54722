use ad_runtime::differentiate;

#[differentiate]
fn f(x: f64) -> f64 {
    x * missing::SCALE
}

fn main() {}
