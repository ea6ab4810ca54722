use ad_runtime::differentiate;

mod prelude {
    pub use ad_runtime::constant;
}

#[differentiate]
fn imported(x: f64) -> f64 {
    use ad_runtime::constant;
    constant(x) * x
}

#[differentiate]
fn of_another_module(x: f64) -> f64 {
    let k = prelude::constant(x);
    k * x
}

#[differentiate]
fn by_its_path(x: f64) -> f64 {
    if ad_runtime::constant(x) > 0.0 { ::ad_runtime::constant(x) * x } else { x }
}

fn main() {
    assert_eq!(imported_grad(3.0), 3.0);
    assert_eq!(of_another_module_grad(3.0), 3.0);
    assert_eq!(by_its_path_grad(3.0), 3.0);
}
