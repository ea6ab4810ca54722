#[differentiate]
fn f(x: f64) -> f { x }

fn f_jvp(x: f64, x_dot: f64) -> (f, <f as ::ad_runtime::Differentiable>::Tangent);
fn f_linearize(
    x: f64,
) -> (
    f,
    impl ::ad_runtime::Fn(f64) -> <f as ::ad_runtime::Differentiable>::Tangent + use<>,
);
fn f_vjp(
    x: f64,
) -> (
    f,
    impl ::ad_runtime::Fn(<f as ::ad_runtime::Differentiable>::Tangent) -> f64 + use<>,
);
fn f_grad(_: impl f_grad_has_one_result);
