use ad_runtime::differentiate;

#[differentiate(order = 2)]
fn f(x: f64) -> f64 {
    x * x
}

fn f_hessian() {}

/// The linkage of forward mode has the name of the function that is.
#[allow(non_camel_case_types)]
struct f_jvp {}

fn main() {}
