use ad_runtime::{Differentiable, differentiate};

#[derive(Clone, Copy, Differentiable)]
struct Spring {
    stiffness: f64,
}

impl Spring {
    #[differentiate]
    fn force(&self, x: f64) -> f64 {
        self.stiffness * x
    }

    #[differentiate(wrt(self, x))]
    fn energy(&self, x: f64) -> f64 {
        self.force(x) * x / 2.0
    }
}

fn main() {}
