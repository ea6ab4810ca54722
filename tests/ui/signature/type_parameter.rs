use ad_runtime::differentiate;

#[differentiate]
fn f<T: std::ops::Mul<Output = T>>(x: T, y: T) -> T {
    x * y
}

fn main() {}
