use ad_runtime::differentiate;

trait Square {
    fn sqr(self) -> f64;
}

impl Square for f64 {
    fn sqr(self) -> f64 {
        self * self
    }
}

#[differentiate]
fn f(x: f64) -> f64 {
    x * x.sqr()
}

fn main() {}
