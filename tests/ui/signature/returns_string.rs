use ad_runtime::differentiate;

#[differentiate]
fn f(x: f64) -> String {
    let _ = x;
    String::new()
}

fn main() {}
