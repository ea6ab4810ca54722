use ad_runtime::differentiate;

struct Spring {
    k: f64,
}

impl Spring {
    #[differentiate]
    fn energy(&self, x: f64) -> f64 {
        self.k * x * x
    }

    #[differentiate(order = 2)]
    fn f(&self, x: f64) -> f64 {
        self.energy(x) * x
    }
}

fn main() {}
