use ad_runtime::differentiate;

fn zip<'a>(x: &'a [f64], y: &'a [f64]) -> impl Iterator<Item = (&'a f64, &'a f64)> {
    x.iter().zip(y.iter().rev())
}

fn swap(x: &mut f64, y: &mut f64) {
    *x += *y;
}

#[differentiate]
fn f(x: &[f64], y: &[f64]) -> f64 {
    let (mut a, mut b) = (x[0], y[0]);
    swap(&mut a, &mut b);
    let mut sum = a * b * b;
    for (a, b) in zip(x, y) {
        sum += a * b;
    }
    sum
}

fn main() {
    f_grad(&[1.0], &[1.0]);
}
