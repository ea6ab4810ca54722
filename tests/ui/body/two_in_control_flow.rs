use ad_runtime::differentiate;

#[differentiate]
fn f(x: f64, n: usize) -> f64 {
    let mut y = x;
    for i in 0..n {
        let floor = y as i64;
        y *= x + (i as i64 + floor) as f64;
    }
    if n > 2 {
        y = y.next_down();
    }
    y
}

fn main() {
    f_grad(1.0, 2);
}
