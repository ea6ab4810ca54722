use ad_runtime::differentiate;
use num_traits::Float;

#[differentiate]
fn scaled<T: Float>(x: T) -> T {
    x * 2.0
}

fn main() {
    scaled_grad(1.0);
}
