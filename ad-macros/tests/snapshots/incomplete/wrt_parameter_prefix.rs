#[differentiate(wrt(xs, y))]
fn f(xss: f64, y: f64) -> f64 { xss * y }

::core::compile_error! {
    "no parameter named `xs`\n\nhelp: the parameters are `xss`, `y`"
}
fn f_jvp(xss: f64, y: f64, y_dot: f64) -> (f64, f64);
fn f_linearize(xss: f64, y: f64) -> (f64, impl ::ad_runtime::Fn(f64) -> f64 + use<>);
fn f_vjp(xss: f64, y: f64) -> (f64, impl ::ad_runtime::Fn(f64) -> f64 + use<>);
fn f_grad(xss: f64, y: f64) -> f64;
fn f_value_and_grad(xss: f64, y: f64) -> (f64, f64);
fn f_grad_into(xss: f64, y: f64, y_bar: &mut f64) -> f64;
