use ad_runtime::differentiate;

#[differentiate]
fn f(x: f64, n: usize) -> f64 {
    let scaled = |y: f64| x * y;
    let shifted = |y: f64| x + y;
    let chosen: &dyn Fn(f64) -> f64 = if n > 1 { &scaled } else { &shifted };
    chosen(x)
}

fn main() {
    f_grad(1.0, 2);
}
