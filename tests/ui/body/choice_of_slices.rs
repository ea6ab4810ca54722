use ad_runtime::differentiate;

#[differentiate]
fn f(x: &[f64], y: &[f64], first: bool) -> f64 {
    let chosen = if first { x } else { y };
    chosen[0] * chosen[1]
}

#[differentiate]
fn g(x: &mut [f64; 2], y: &mut [f64; 2], first: bool) {
    let chosen = match first {
        true => x,
        false => y,
    };
    chosen[0] *= 2.0;
}

fn main() {
    f_grad(&[1.0], &[2.0], true);
}
