use ad_runtime::differentiate;

struct Spring {
    k: f64,
}

#[differentiate]
impl Spring {
    #[differentiate(constant(scale))]
    fn energy(&self, x: f64, scale: f64) -> f64 {
        self.k * x * x * scale
    }

    #[differentiate]
    fn f(&self, x: f64) -> f64 {
        self.energy(x, x)
    }

    #[differentiate]
    fn by_path(&self, x: f64) -> f64 {
        Self::energy(self, x, x)
    }
}

fn main() {}
