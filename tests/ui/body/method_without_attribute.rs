use ad_runtime::differentiate;

struct Spring {
    k: f64,
}

// With the attribute on the block, the macro sees that these are not differentiated.
#[differentiate]
impl Spring {
    #[differentiate]
    fn energy(&self, x: f64) -> f64 {
        self.force(x) * x + Self::weight(x) + Spring::weight(2.0 * x)
    }

    fn force(&self, x: f64) -> f64 {
        self.k * x
    }

    fn weight(x: f64) -> f64 {
        x
    }

    #[differentiate]
    fn checked(&self, x: f64) -> f64 {
        let force = self.force(x);
        assert!(force > 0.0);
        x
    }
}

fn main() {}
