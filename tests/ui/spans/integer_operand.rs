use ad_runtime::differentiate;

#[differentiate]
fn mean(sum: f64, count: usize) -> f64 {
    sum / count
}

fn main() {
    mean_grad(1.0, 2);
}
