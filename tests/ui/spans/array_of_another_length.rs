use ad_runtime::differentiate;

#[differentiate]
fn pair(x: f64) -> [f64; 2] {
    [x]
}

fn main() {
    pair_jvp(1.0, 1.0);
}
