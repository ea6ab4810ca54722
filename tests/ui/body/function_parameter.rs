use ad_runtime::differentiate;

#[differentiate]
fn pointer(x: f64, g: fn(f64) -> f64) -> f64 {
    x * g(x)
}

#[differentiate]
fn object(x: f64, g: &dyn Fn(f64) -> f64) -> f64 {
    x * g(x)
}

#[differentiate]
fn written(x: f64, g: impl Fn(&mut [f64]) -> f64) -> f64 {
    x * g(&mut [x])
}

#[differentiate]
fn shadowed(x: f64, g: impl Fn(f64) -> f64) -> f64 {
    let y = x * g(x);
    let g = 2.0;
    y * g
}

struct Spring;

impl Spring {
    #[differentiate]
    fn method(&self, x: f64, g: impl Fn(f64) -> f64) -> f64 {
        x * g(x)
    }
}

#[differentiate]
fn kept(x: f64, g: impl Fn(f64) -> f64) -> f64 {
    let h = &g;
    x * g(x) * h(x)
}

fn main() {}
