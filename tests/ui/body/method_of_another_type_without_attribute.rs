use ad_runtime::differentiate;

struct Spring {
    k: f64,
}

impl Spring {
    fn force(&self, x: f64) -> f64 {
        self.k * x
    }
}

#[differentiate(forward, constant(spring))]
fn energy(spring: &Spring, x: f64) -> f64 {
    spring.force(x) * x
}

fn main() {}
