use ad_runtime::differentiate;

#[differentiate]
fn f(x: f64, n: usize) -> f64 {
    'found: {
        if n > 1 {
            break 'found x * x;
        }
        x
    }
}

fn main() {
    f_grad(1.0, 2);
}
