use ad_runtime::differentiate;

struct S(f64);

impl S {
    #[differentiate(wrt(self, x))]
    fn f(&self, x: f64) -> f64 {
        self.0 * x
    }
}

fn main() {}
