fn f_jvp(x: f64, w: &[f64], n: usize, x_dot: f64) -> (f64, f64) {
    let mut a = 1.0;
    let mut a_dot = 0.0;
    for i in 0..n {
        let t0 = a;
        let t0_dot = a_dot;
        let t2 = w[i];
        let t3 = t0.sin() * t2;
        a = t0 * t3;
        a_dot = t0_dot * t3 + t0_dot * t0.cos() * t2 * t0;
    }
    if n > 2 {
        let t6 = a;
        let t6_dot = a_dot;
        let t7 = t6.cos();
        a = t6 * t7;
        a_dot = t6_dot * t7 + -t6_dot * t6.sin() * t6;
    }
    let t10 = a;
    let t11 = t10 * x;
    let t11_dot = a_dot * x + x_dot * t10;
    if n > 3 {} else {
        assert!(n > 0);
    }
    (t11.sin(), t11_dot * t11.cos())
}

fn f_vjp<'r0>(
    x: f64,
    w: &'r0 [f64],
    n: usize,
) -> (f64, impl ::ad_runtime::Fn(f64) -> f64 + use<'r0>) {
    let mut a = 1.0;
    for i in 0..n {
        let t0 = a;
        a = t0 * (t0.sin() * w[i]);
    }
    if n > 2 {
        let t6 = a;
        a = t6 * t6.cos();
    }
    let t10 = a;
    let t11 = t10 * x;
    if n > 3 {} else {
        assert!(n > 0);
    }
    let t20 = t11.cos();
    (
        t11.sin(),
        move |y_bar: f64| {
            let x_bar = y_bar * t20 * t10;
            x_bar
        },
    )
}

fn f_grad(x: f64, w: &[f64], n: usize) -> f64 {
    let mut a = 1.0;
    for i in 0..n {
        let t0 = a;
        a = t0 * (t0.sin() * w[i]);
    }
    if n > 2 {
        let t6 = a;
        a = t6 * t6.cos();
    }
    let t10 = a;
    let t11 = t10 * x;
    if n > 3 {} else {
        assert!(n > 0);
    }
    let x_bar = t11.cos() * t10;
    x_bar
}
