use ad_runtime::differentiate;

struct S(f64);

impl S {
    #[differentiate]
    fn f(&self) -> f64 {
        self.0 * self.0
    }
}

fn main() {}
