use ad_runtime::differentiate;

mod kernels {
    pub fn constant(x: f64) -> f64 {
        x * x
    }
}

#[differentiate(reverse)]
fn by_its_path(x: f64) -> f64 {
    kernels::constant(x) * x
}

#[differentiate(reverse)]
fn a_closure(x: f64) -> f64 {
    let constant = |v: f64| v * v;
    constant(x) * x
}

fn main() {}
