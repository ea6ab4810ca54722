fn model_jvp(b: &[f64; 2], x: f64, b_dot: &[f64; 2]) -> (f64, f64) {
    let [b1, b2] = *b;
    let [b1_dot, b2_dot] = *b_dot;
    let t4 = (-b2 * x).exp();
    let t5 = 1.0 - t4;
    (b1 * t5, b1_dot * t5 + b2_dot * x * t4 * b1)
}

fn model_linearize<'r0>(
    b: &'r0 [f64; 2],
    x: f64,
) -> (f64, impl ::ad_runtime::Fn(&[f64; 2]) -> f64 + use<'r0>) {
    let [b1, b2] = *b;
    let t4 = (-b2 * x).exp();
    let t5 = 1.0 - t4;
    (
        b1 * t5,
        #[inline(always)]
        move |b_dot: &[f64; 2]| {
            let [b1_dot, b2_dot] = *b_dot;
            b1_dot * t5 + b2_dot * x * t4 * b1
        },
    )
}

fn model_jvp_over<LinkedScalar: ::ad_runtime::TangentScalar<f64>>(
    b: &[f64; 2],
    x: f64,
    b_dot: &[LinkedScalar; 2],
) -> (f64, LinkedScalar) {
    let [b1, b2] = *b;
    let [b1_dot, b2_dot] = *b_dot;
    let t3 = -b2 * x;
    let t3_dot = b2_dot.negated().times(::ad_runtime::scalar::float(x));
    let t4 = t3.exp();
    let t5 = 1.0 - t4;
    let t5_dot = t3_dot
        .times(t4)
        .unary(::ad_runtime::scalar::Unary::Exp, (t3, t3_dot), t4)
        .negated();
    let t6 = b1 * t5;
    let t6_dot = b1_dot
        .times(t5)
        .plus(t5_dot.times(b1))
        .binary(::ad_runtime::scalar::Binary::Product, (b1, b1_dot), (t5, t5_dot), t6);
    (t6, t6_dot)
}

fn model_vjp(
    b: &[f64; 2],
    x: f64,
) -> (f64, impl ::ad_runtime::Fn(f64) -> [f64; 2] + use<>) {
    let [b1, b2] = *b;
    let t4 = (-b2 * x).exp();
    let t5 = 1.0 - t4;
    (
        b1 * t5,
        #[inline(always)]
        move |y_bar: f64| {
            let b1_bar = y_bar * t5;
            let b2_bar = y_bar * b1 * t4 * x;
            [b1_bar, b2_bar]
        },
    )
}

fn model_grad(b: &[f64; 2], x: f64) -> [f64; 2] {
    let [b1, b2] = *b;
    let t4 = (-b2 * x).exp();
    let b1_bar = 1.0 - t4;
    let b2_bar = b1 * t4 * x;
    [b1_bar, b2_bar]
}
