fn f_jvp(x: f64, y: f64, x_dot: f64, y_dot: f64) -> (f64, f64) {
    let t0 = x * y;
    let t2 = x / y;
    let t3 = t2.exp();
    let t4_dot = (x_dot * y + y_dot * x) * t0.cos() + (x_dot - y_dot * t2) / y * t3;
    let t5 = x * x;
    let t5_dot = x_dot * (x + x);
    let t8 = (t5 + y * y).sqrt();
    let t10 = 1.0 + t5;
    let t11 = t10.ln();
    let t13_dot = t4_dot
        - ((t5_dot + y_dot * (y + y)) * (0.5 / t8) * t11 + t5_dot / t10 * t8);
    (t0.sin() + t3 - t8 * t11, t13_dot)
}

fn f_linearize(x: f64, y: f64) -> (f64, impl ::ad_runtime::Fn(f64, f64) -> f64 + use<>) {
    let t0 = x * y;
    let t14 = t0.cos();
    let t2 = x / y;
    let t3 = t2.exp();
    let t5 = x * x;
    let t16 = x + x;
    let t17 = y + y;
    let t8 = (t5 + y * y).sqrt();
    let t18 = 0.5 / t8;
    let t10 = 1.0 + t5;
    let t11 = t10.ln();
    (
        t0.sin() + t3 - t8 * t11,
        #[inline(always)]
        move |x_dot: f64, y_dot: f64| {
            let t5_dot = x_dot * t16;
            let t13_dot = (x_dot * y + y_dot * x) * t14 + (x_dot - y_dot * t2) / y * t3
                - ((t5_dot + y_dot * t17) * t18 * t11 + t5_dot / t10 * t8);
            t13_dot
        },
    )
}

fn f_jvp_over<LinkedScalar: ::ad_runtime::TangentScalar<f64>>(
    x: f64,
    y: f64,
    x_dot: LinkedScalar,
    y_dot: LinkedScalar,
) -> (f64, LinkedScalar) {
    let t0 = x * y;
    let t0_dot = x_dot
        .times(y)
        .plus(y_dot.times(x))
        .binary(::ad_runtime::scalar::Binary::Product, (x, x_dot), (y, y_dot), t0);
    let t1 = t0.sin();
    let t2 = x / y;
    let t2_dot = x_dot
        .minus(y_dot.times(t2))
        .over(y)
        .binary(::ad_runtime::scalar::Binary::Quotient, (x, x_dot), (y, y_dot), t2);
    let t3 = t2.exp();
    let t4_dot = t0_dot
        .times(t0.cos())
        .unary(::ad_runtime::scalar::Unary::Sin, (t0, t0_dot), t1)
        .plus(
            t2_dot.times(t3).unary(::ad_runtime::scalar::Unary::Exp, (t2, t2_dot), t3),
        );
    let t5 = x * x;
    let t6 = y * y;
    let t7 = t5 + t6;
    let t7_dot = x_dot
        .times(x + x)
        .binary(::ad_runtime::scalar::Binary::Product, (x, x_dot), (x, x_dot), t5)
        .plus(
            y_dot
                .times(y + y)
                .binary(
                    ::ad_runtime::scalar::Binary::Product,
                    (y, y_dot),
                    (y, y_dot),
                    t6,
                ),
        );
    let t8 = t7.sqrt();
    let t8_dot = t7_dot
        .times(0.5 / t8)
        .unary(::ad_runtime::scalar::Unary::Sqrt, (t7, t7_dot), t8);
    let t9 = x * x;
    let t10 = 1.0 + t9;
    let t10_dot = x_dot
        .times(x + x)
        .binary(::ad_runtime::scalar::Binary::Product, (x, x_dot), (x, x_dot), t9);
    let t11 = t10.ln();
    let t11_dot = t10_dot
        .over(t10)
        .unary(::ad_runtime::scalar::Unary::Ln, (t10, t10_dot), t11);
    let t12 = t8 * t11;
    let t12_dot = t8_dot
        .times(t11)
        .plus(t11_dot.times(t8))
        .binary(
            ::ad_runtime::scalar::Binary::Product,
            (t8, t8_dot),
            (t11, t11_dot),
            t12,
        );
    (t1 + t3 - t12, t4_dot.minus(t12_dot))
}

fn f_vjp(x: f64, y: f64) -> (f64, impl ::ad_runtime::Fn(f64) -> (f64, f64) + use<>) {
    let t0 = x * y;
    let t14 = t0.cos();
    let t2 = x / y;
    let t3 = t2.exp();
    let t5 = x * x;
    let t16 = x + x;
    let t17 = y + y;
    let t8 = (t5 + y * y).sqrt();
    let t18 = 0.5 / t8;
    let t10 = 1.0 + t5;
    let t11 = t10.ln();
    (
        t0.sin() + t3 - t8 * t11,
        #[inline(always)]
        move |y_bar: f64| {
            let t7_bar = -y_bar * t11 * t18;
            let t20 = y_bar * t3 / y;
            let t0_bar = y_bar * t14;
            let x_bar = (-y_bar * t8 / t10 + t7_bar) * t16 + t20 + t0_bar * y;
            let y_bar_1 = t7_bar * t17 - t20 * t2 + t0_bar * x;
            (x_bar, y_bar_1)
        },
    )
}

fn f_grad(x: f64, y: f64) -> (f64, f64) {
    let t2 = x / y;
    let t5 = x * x;
    let t8 = (t5 + y * y).sqrt();
    let t10 = 1.0 + t5;
    let t7_bar = -t10.ln() * (0.5 / t8);
    let t20 = t2.exp() / y;
    let t0_bar = (x * y).cos();
    let x_bar = (-t8 / t10 + t7_bar) * (x + x) + t20 + t0_bar * y;
    let y_bar = t7_bar * (y + y) - t20 * t2 + t0_bar * x;
    (x_bar, y_bar)
}
