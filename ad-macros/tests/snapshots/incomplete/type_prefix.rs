#[differentiate]
fn f(x: f6) -> f64 { x }

fn f_jvp(x: f6, x_dot: <f6 as ::ad_runtime::Differentiable>::Tangent) -> (f64, f64);
fn f_linearize(
    x: f6,
) -> (
    f64,
    impl ::ad_runtime::Fn(<f6 as ::ad_runtime::Differentiable>::Tangent) -> f64 + use<>,
);
fn f_vjp(
    x: f6,
) -> (
    f64,
    impl ::ad_runtime::Fn(f64) -> <f6 as ::ad_runtime::Differentiable>::Tangent + use<>,
);
fn f_grad(x: f6) -> <f6 as ::ad_runtime::Differentiable>::Tangent;
fn f_value_and_grad(x: f6) -> (f64, <f6 as ::ad_runtime::Differentiable>::Tangent);
fn f_grad_into(x: f6, x_bar: &mut <f6 as ::ad_runtime::Differentiable>::Tangent) -> f64;
