use ad_runtime::differentiate;

trait Potential {
    fn energy(&self, x: f64) -> f64;
}

struct Spring {
    k: f64,
}

#[differentiate]
impl Potential for Spring {
    #[differentiate]
    fn energy(&self, x: f64) -> f64 {
        self.k * x * x
    }
}

fn main() {}
