use ad_runtime::differentiate;

#[differentiate]
struct S {
    x: f64,
}

fn main() {}
