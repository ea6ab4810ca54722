use ad_runtime::differentiate;

#[differentiate]
fn f(x: f64) -> f64 {
    let bits = x.to_bits() >> 1;
    f64::from_bits(bits)
}

fn main() {
    f_grad(1.0);
}
