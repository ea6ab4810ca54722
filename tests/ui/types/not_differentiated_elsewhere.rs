use ad_runtime::differentiate;

mod library {
    pub fn g(x: f64) -> f64 {
        x * x
    }
}

#[differentiate]
fn f(x: f64) -> f64 {
    library::g(x) + 1.0
}

fn main() {}
