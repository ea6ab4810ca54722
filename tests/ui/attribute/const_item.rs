use ad_runtime::differentiate;

#[differentiate]
const C: f64 = 1.0;

fn main() {}
