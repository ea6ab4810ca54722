use ad_runtime::differentiate;

#[differentiate]
fn f(v: &[f64]) -> f64 {
    v.iter()
        .map(|y| {
            println!("{y}");
            y * y
        })
        .filter(|y| *y > 0.0)
        .enumerate()
        .map(|(i, y)| y * i as f64)
        .sum()
}

fn main() {
    f_grad(&[1.0]);
}
