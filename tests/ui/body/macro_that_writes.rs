use ad_runtime::differentiate;

#[differentiate]
fn f(x: &[f64]) -> f64 {
    let mut row = x.to_vec();
    assert!({
        row[0] = 1.0;
        true
    });
    row[0] * row[1]
}

fn main() {}
