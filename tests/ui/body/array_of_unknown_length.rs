use ad_runtime::differentiate;

#[differentiate]
fn f(x: f64) -> f64 {
    let powers = std::array::from_fn(|i| x.powi(i as i32));
    let all: [f64; 3] = powers;
    all[0] + all[1] * all[2]
}

fn main() {
    f_grad(1.0);
}
