#[differentiate]
fn f(x: f64, k: &[f64]) -> f64 { let y = x * x; y. }

fn f_jvp(x: f64, k: &[f64], x_dot: f64, k_dot: &[f64]) -> (f64, f64);
fn f_linearize(
    x: f64,
    k: &[f64],
) -> (f64, impl ::ad_runtime::Fn(f64, &[f64]) -> f64 + use<>);
fn f_vjp<'r0>(
    x: f64,
    k: &'r0 [f64],
) -> (f64, impl ::ad_runtime::Fn(f64) -> (f64, ::ad_runtime::Vec<f64>) + use<'r0>);
fn f_grad(x: f64, k: &[f64]) -> (f64, ::ad_runtime::Vec<f64>);
fn f_value_and_grad(x: f64, k: &[f64]) -> (f64, (f64, ::ad_runtime::Vec<f64>));
fn f_grad_into(x: f64, k: &[f64], x_bar: &mut f64, k_bar: &mut [f64]) -> f64;
