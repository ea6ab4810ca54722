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
