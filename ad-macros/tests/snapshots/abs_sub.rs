fn f_jvp(x: f64, y: f64, x_dot: f64, y_dot: f64) -> (f64, f64) {
    let t1 = ::ad_runtime::rules::abs_sub(x, y);
    (x.abs_sub(y), x_dot * t1 - y_dot * t1)
}

fn f_linearize(x: f64, y: f64) -> (f64, impl ::ad_runtime::Fn(f64, f64) -> f64 + use<>) {
    let t1 = ::ad_runtime::rules::abs_sub(x, y);
    (
        x.abs_sub(y),
        #[inline(always)]
        move |x_dot: f64, y_dot: f64| { x_dot * t1 - y_dot * t1 },
    )
}

fn f_jvp_over<LinkedScalar: ::ad_runtime::TangentScalar<f64>>(
    x: f64,
    y: f64,
    x_dot: LinkedScalar,
    y_dot: LinkedScalar,
) -> (f64, LinkedScalar) {
    (
        x.abs_sub(y),
        x_dot
            .times(::ad_runtime::rules::abs_sub(x, y))
            .minus(y_dot.times(::ad_runtime::rules::abs_sub(x, y))),
    )
}

fn f_vjp(x: f64, y: f64) -> (f64, impl ::ad_runtime::Fn(f64) -> (f64, f64) + use<>) {
    let t1 = ::ad_runtime::rules::abs_sub(x, y);
    (
        x.abs_sub(y),
        #[inline(always)]
        move |y_bar: f64| {
            let x_bar = y_bar * t1;
            let y_bar_1 = -y_bar * t1;
            (x_bar, y_bar_1)
        },
    )
}

fn f_grad(x: f64, y: f64) -> (f64, f64) {
    let t1 = ::ad_runtime::rules::abs_sub(x, y);
    let x_bar = t1;
    let y_bar = -t1;
    (x_bar, y_bar)
}
