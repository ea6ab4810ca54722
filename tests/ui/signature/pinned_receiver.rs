use ad_runtime::differentiate;
use std::pin::Pin;

struct State(f64);

impl State {
    #[differentiate]
    fn step(self: Pin<&mut Self>, x: f64) -> f64 {
        self.0 * x
    }
}

fn main() {}
