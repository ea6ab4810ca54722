use ad_runtime::differentiate;
use num_traits::Float;

struct S<T>(T);

impl<T: Float> S<T> {
    #[differentiate]
    fn f(&self, x: T) -> T {
        self.0 * x
    }

    // With the attribute on the `impl` block, too, its generics are named.
    #[differentiate(reverse)]
    fn g(&self, x: &[f64]) -> f64 {
        x[0] * x[1]
    }
}

fn main() {}
