fn loss_jvp(w: f64, b: f64, x: f64, t: f64, w_dot: f64, b_dot: f64) -> (f64, f64) {
    let z = w * x + b;
    let z_dot = w_dot * x + b_dot;
    let t3 = (-z).exp();
    let y = 1.0 / (1.0 + t3);
    let y_dot = z_dot * t3 * (y * y);
    let t6 = y - t;
    (0.5 * t6.powi(2), y_dot * ::ad_runtime::rules::powi(t6, 2) * 0.5)
}

fn loss_linearize(
    w: f64,
    b: f64,
    x: f64,
    t: f64,
) -> (f64, impl ::ad_runtime::Fn(f64, f64) -> f64 + use<>) {
    let z = w * x + b;
    let t3 = (-z).exp();
    let y = 1.0 / (1.0 + t3);
    let t9 = y * y;
    let t6 = y - t;
    let t10 = ::ad_runtime::rules::powi(t6, 2);
    (
        0.5 * t6.powi(2),
        #[inline(always)]
        move |w_dot: f64, b_dot: f64| {
            let z_dot = w_dot * x + b_dot;
            let y_dot = z_dot * t3 * t9;
            y_dot * t10 * 0.5
        },
    )
}

fn loss_jvp_over<LinkedScalar: ::ad_runtime::TangentScalar<f64>>(
    w: f64,
    b: f64,
    x: f64,
    t: f64,
    w_dot: LinkedScalar,
    b_dot: LinkedScalar,
) -> (f64, LinkedScalar) {
    let zero_dot = LinkedScalar::zero();
    let z = w * x + b;
    let z_dot = w_dot.times(::ad_runtime::scalar::float(x)).plus(b_dot);
    let t2 = -z;
    let t2_dot = z_dot.negated();
    let t3 = t2.exp();
    let t4 = 1.0 + t3;
    let t4_dot = t2_dot
        .times(t3)
        .unary(::ad_runtime::scalar::Unary::Exp, (t2, t2_dot), t3);
    let y = 1.0 / t4;
    let y_dot = t4_dot
        .times(y * y)
        .negated()
        .binary(
            ::ad_runtime::scalar::Binary::Quotient,
            (1.0, zero_dot),
            (t4, t4_dot),
            y,
        );
    let t6 = y - t;
    let t6_dot = y_dot;
    let t7 = t6.powi(2);
    (
        0.5 * t7,
        t6_dot
            .times(::ad_runtime::rules::powi(t6, 2))
            .unary(::ad_runtime::scalar::Unary::Powi(2), (t6, t6_dot), t7)
            .times(0.5),
    )
}

fn loss_vjp(
    w: f64,
    b: f64,
    x: f64,
    t: f64,
) -> (f64, impl ::ad_runtime::Fn(f64) -> (f64, f64) + use<>) {
    let z = w * x + b;
    let t3 = (-z).exp();
    let y = 1.0 / (1.0 + t3);
    let t9 = y * y;
    let t6 = y - t;
    let t10 = ::ad_runtime::rules::powi(t6, 2);
    (
        0.5 * t6.powi(2),
        #[inline(always)]
        move |y_bar: f64| {
            let z_bar = y_bar * 0.5 * t10 * t9 * t3;
            let w_bar = z_bar * x;
            (w_bar, z_bar)
        },
    )
}

fn loss_grad(w: f64, b: f64, x: f64, t: f64) -> (f64, f64) {
    let z = w * x + b;
    let t3 = (-z).exp();
    let y = 1.0 / (1.0 + t3);
    let z_bar = 0.5 * ::ad_runtime::rules::powi(y - t, 2) * (y * y) * t3;
    let w_bar = z_bar * x;
    (w_bar, z_bar)
}
