use ad_runtime::differentiate;

#[differentiate]
fn f(x: f64, a: [f64; 2], n: usize) -> f64 {
    let y = x.gamma();
    let z = if n > 1 { x } else { y };
    let [first, ..] = a;
    unsafe { z * first }
}

fn main() {
    f_grad(1.0, [1.0, 2.0], 2);
}
