fn f_jvp(x: f64, y: f32, x_dot: f64, y_dot: f32) -> (f64, f64) {
    let z = (x * 2.0) as f32;
    let z_dot = (x_dot * 2.0) as f32;
    let t3 = (z * y) as f64;
    (t3 * x, (z_dot * y + y_dot * z) as f64 * x + x_dot * t3)
}

fn f_linearize(x: f64, y: f32) -> (f64, impl ::ad_runtime::Fn(f64, f32) -> f64 + use<>) {
    let z = (x * 2.0) as f32;
    let t3 = (z * y) as f64;
    (
        t3 * x,
        #[inline(always)]
        move |x_dot: f64, y_dot: f32| {
            let z_dot = (x_dot * 2.0) as f32;
            (z_dot * y + y_dot * z) as f64 * x + x_dot * t3
        },
    )
}

fn f_vjp(x: f64, y: f32) -> (f64, impl ::ad_runtime::Fn(f64) -> (f64, f32) + use<>) {
    let z = (x * 2.0) as f32;
    let t3 = (z * y) as f64;
    (
        t3 * x,
        #[inline(always)]
        move |y_bar: f64| {
            let t5 = (y_bar * x) as f32;
            let z_bar = t5 * y;
            let x_bar = y_bar * t3 + z_bar as f64 * 2.0;
            let y_bar_1 = t5 * z;
            (x_bar, y_bar_1)
        },
    )
}

fn f_grad(x: f64, y: f32) -> (f64, f32) {
    let z = (x * 2.0) as f32;
    let t5 = x as f32;
    let z_bar = t5 * y;
    let x_bar = (z * y) as f64 + z_bar as f64 * 2.0;
    let y_bar = t5 * z;
    (x_bar, y_bar)
}
