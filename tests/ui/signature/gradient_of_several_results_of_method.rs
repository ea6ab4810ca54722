use ad_runtime::differentiate;

struct Spring {
    k: f64,
}

impl Spring {
    #[differentiate]
    fn force(&self, x: f64, y: f64) -> [f64; 2] {
        [self.k * x, y]
    }
}

fn main() {
    Spring { k: 1.0 }.force_grad(1.0, 2.0);
}
