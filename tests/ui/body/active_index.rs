use ad_runtime::differentiate;

#[differentiate]
fn f(x: usize, v: [f64; 3]) -> f64 {
    let i = v[0] * 2.0;
    v[i] * v[x]
}

fn main() {}
