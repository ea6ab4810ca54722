use ad_runtime::differentiate;

#[differentiate]
fn roots(x: f64) -> impl Iterator<Item = f64> {
    [x, -x].into_iter()
}

fn main() {}
