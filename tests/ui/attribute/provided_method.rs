use ad_runtime::differentiate;

// Whoever replaces the method would not replace its derivatives.
trait Potential {
    fn k(&self) -> f64;

    #[differentiate]
    fn energy(&self, x: f64) -> f64 {
        self.k() * x * x
    }
}

fn main() {}
