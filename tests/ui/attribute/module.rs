use ad_runtime::differentiate;

#[differentiate]
mod model {
    fn f(x: f64) -> f64 {
        x * x
    }
}

fn main() {}
