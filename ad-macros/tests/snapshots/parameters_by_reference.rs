fn model_jvp(b: &[f64; 2], x: f64, b_dot: &[f64; 2]) -> (f64, f64) {
    let [b1, b2] = *b;
    let [b1_dot, b2_dot] = *b_dot;
    let t4 = (-b2 * x).exp();
    let t5 = 1.0 - t4;
    (b1 * t5, b1_dot * t5 + b2_dot * x * t4 * b1)
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
