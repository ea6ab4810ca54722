fn loss_jvp(w: f64, b: f64, x: f64, t: f64, w_dot: f64, b_dot: f64) -> (f64, f64) {
    let z = w * x + b;
    let z_dot = w_dot * x + b_dot;
    let t3 = (-z).exp();
    let y = 1.0 / (1.0 + t3);
    let y_dot = z_dot * t3 * (y * y);
    let t6 = y - t;
    (0.5 * t6.powi(2), y_dot * ::ad_runtime::rules::powi(t6, 2) * 0.5)
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
