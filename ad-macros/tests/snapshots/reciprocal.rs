fn normalized_jvp(x: f64, y: f64, x_dot: f64, y_dot: f64) -> ([f64; 2], [f64; 2]) {
    let r = x.hypot(y);
    let r_dot = x_dot * ::ad_runtime::rules::hypot(x, r)
        + y_dot * ::ad_runtime::rules::hypot(y, r);
    let t1 = x / r;
    let t8 = 1.0 / r;
    let t2 = y / r;
    ([t1, t2], [(x_dot - r_dot * t1) * t8, (y_dot - r_dot * t2) * t8])
}

fn normalized_linearize(
    x: f64,
    y: f64,
) -> ([f64; 2], impl ::ad_runtime::Fn(f64, f64) -> [f64; 2] + use<>) {
    let r = x.hypot(y);
    let t4 = ::ad_runtime::rules::hypot(x, r);
    let t5 = ::ad_runtime::rules::hypot(y, r);
    let t1 = x / r;
    let t8 = 1.0 / r;
    let t2 = y / r;
    (
        [t1, t2],
        #[inline(always)]
        move |x_dot: f64, y_dot: f64| {
            let r_dot = x_dot * t4 + y_dot * t5;
            [(x_dot - r_dot * t1) * t8, (y_dot - r_dot * t2) * t8]
        },
    )
}

fn normalized_jvp_over<LinkedScalar: ::ad_runtime::TangentScalar<f64>>(
    x: f64,
    y: f64,
    x_dot: LinkedScalar,
    y_dot: LinkedScalar,
) -> ([f64; 2], [LinkedScalar; 2]) {
    let r = x.hypot(y);
    let r_dot = x_dot
        .times(::ad_runtime::rules::hypot(x, r))
        .plus(y_dot.times(::ad_runtime::rules::hypot(y, r)))
        .binary(::ad_runtime::scalar::Binary::Hypot, (x, x_dot), (y, y_dot), r);
    let t1 = x / r;
    let t1_dot = x_dot
        .minus(r_dot.times(t1))
        .over(r)
        .binary(::ad_runtime::scalar::Binary::Quotient, (x, x_dot), (r, r_dot), t1);
    let t2 = y / r;
    let t2_dot = y_dot
        .minus(r_dot.times(t2))
        .over(r)
        .binary(::ad_runtime::scalar::Binary::Quotient, (y, y_dot), (r, r_dot), t2);
    ([t1, t2], [t1_dot, t2_dot])
}

fn normalized_vjp(
    x: f64,
    y: f64,
) -> ([f64; 2], impl ::ad_runtime::Fn([f64; 2]) -> (f64, f64) + use<>) {
    let r = x.hypot(y);
    let t4 = ::ad_runtime::rules::hypot(x, r);
    let t5 = ::ad_runtime::rules::hypot(y, r);
    let t1 = x / r;
    let t8 = 1.0 / r;
    let t2 = y / r;
    (
        [t1, t2],
        #[inline(always)]
        move |y_bar: [f64; 2]| {
            let [t9, t10] = y_bar;
            let t11 = t10 * t8;
            let t12 = t9 * t8;
            let r_bar = -t11 * t2 - t12 * t1;
            let x_bar = t12 + r_bar * t4;
            let y_bar_1 = t11 + r_bar * t5;
            (x_bar, y_bar_1)
        },
    )
}

fn normalized_grad(
    _: impl normalized_grad_has_one_result,
    _: impl ::core::marker::Sized,
) {}
