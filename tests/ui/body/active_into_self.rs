use ad_runtime::differentiate;

struct Spring {
    k: f64,
    last: f64,
}

impl Spring {
    #[differentiate]
    fn energy(&mut self, x: f64) -> f64 {
        self.last = self.k * x;
        self.last * x
    }

    #[differentiate]
    fn sum(mut self, x: &[f64]) -> f64 {
        for v in x {
            self.last += v * self.k;
        }
        self.last
    }
}

fn main() {}
