#[differentiate]
fn f(x: f64) -> f64 { let z = g(x, ); z }

fn f_jvp(x: f64, x_dot: f64) -> (f64, f64);
fn f_linearize(x: f64) -> (f64, impl ::ad_runtime::Fn(f64) -> f64 + use<>);
fn f_jvp_over<LinkedScalar: ::ad_runtime::TangentScalar<f64>>(
    x: f64,
    x_dot: LinkedScalar,
) -> (f64, LinkedScalar);
fn f_taylor<const K: usize>(
    x: f64,
    x_series: ::ad_runtime::Series<f64, K>,
) -> (f64, ::ad_runtime::Series<f64, K>);
fn f_vjp(x: f64) -> (f64, impl ::ad_runtime::Fn(f64) -> f64 + use<>);
fn f_grad(x: f64) -> f64;
fn f_value_and_grad(x: f64) -> (f64, f64);
fn f_grad_into(x: f64, x_bar: &mut f64) -> f64;
