use ad_runtime::differentiate;

trait Special {
    fn norm_cdf(self) -> f64;
}

impl Special for f64 {
    fn norm_cdf(self) -> f64 {
        self
    }
}

#[differentiate]
fn f(x: f64) -> f64 {
    x.norm_cdf()
}

fn main() {}
