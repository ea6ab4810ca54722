use ad_runtime::differentiate;

#[differentiate]
fn f(x: f64, n: usize) -> f64 {
    let mut y = x;
    'outer: for _ in 0..n {
        y *= x;
        if y > 10.0 {
            break 'inner;
        }
    }
    y
}

fn main() {
    f_grad(1.0, 2);
}
