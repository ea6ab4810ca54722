use ad_runtime::differentiate;

#[differentiate]
fn square<T: Copy>(x: T) -> T {
    x * x
}

fn main() {
    square_grad(1.0);
}
