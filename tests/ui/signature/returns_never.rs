use ad_runtime::differentiate;

#[differentiate]
fn f(x: f64) -> ! {
    panic!("{x}")
}

fn main() {}
