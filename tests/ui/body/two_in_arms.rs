use ad_runtime::differentiate;

#[differentiate]
fn f(x: f64, n: usize) -> f64 {
    if n > 3 {
        return match x {
            1.0 => x,
            _ => 2.0 * x,
        };
    }
    match n {
        0 => x.next_up(),
        1 => {
            for _ in 0..n {
                if x > 2.0 {
                    return x * if n > 2 { return 1.0 } else { x };
                }
            }
            x
        }
        _ => x,
    }
}

fn main() {
    f_grad(1.0, 2);
}
