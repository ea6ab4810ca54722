use ad_runtime::differentiate;

struct Counter {
    calls: usize,
}

impl Counter {
    #[differentiate]
    fn f(&mut self, x: f64, n: u32) -> f64 {
        self.calls += 1;
        if n == 0 {
            return x * self.calls as f64;
        }
        self.f(x, n - 1) * x
    }
}

fn main() {}
