use ad_runtime::differentiate;

#[differentiate]
fn sum(a: [f64; 2], b: [f64; 2]) -> [f64; 2] {
    a + b
}

fn main() {
    sum_jvp([1.0, 2.0], [1.0, 2.0], [1.0, 2.0], [1.0, 2.0]);
}
