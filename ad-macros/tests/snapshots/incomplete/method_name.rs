#[differentiate]
fn f(x: f64) -> f64 { let y = x * x; y.si }

fn f_jvp(x: f64, x_dot: f64) -> (f64, f64);
fn f_linearize(x: f64) -> (f64, impl ::ad_runtime::Fn(f64) -> f64 + use<>);
fn f_vjp(x: f64) -> (f64, impl ::ad_runtime::Fn(f64) -> f64 + use<>);
fn f_grad(x: f64) -> f64;
fn f_value_and_grad(x: f64) -> (f64, f64);
fn f_grad_into(x: f64, x_bar: &mut f64) -> f64;
