use ad_runtime::differentiate;

struct Spring {
    k: f64,
}

impl Spring {
    #[differentiate]
    fn energy(&self, x: f64) -> f64 {
        self.k * x * x
    }
}

struct Stiff(Spring);

impl std::ops::Deref for Stiff {
    type Target = Spring;

    fn deref(&self) -> &Spring {
        &self.0
    }
}

impl Stiff {
    // Called below, but not differentiated.
    fn energy(&self, x: f64) -> f64 {
        100.0 * self.0.energy(x)
    }
}

#[differentiate(constant(stiff))]
fn f(stiff: &Stiff, x: f64) -> f64 {
    stiff.energy(x)
}

fn main() {}
