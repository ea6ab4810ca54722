fn f_jvp(x: [f64; 3], k: f64, x_dot: [f64; 3], k_dot: f64) -> (f64, f64) {
    let mut a: Vec<f64> = x.to_vec();
    let mut a_dot = x_dot.to_vec();
    a.push(k);
    a_dot.push(k_dot);
    let t1 = a[3];
    let t2 = a[0];
    (t1 * t2, a_dot[3] * t2 + a_dot[0] * t1)
}

fn f_linearize(
    x: [f64; 3],
    k: f64,
) -> (f64, impl ::ad_runtime::Fn([f64; 3], f64) -> f64 + use<>) {
    let mut a: Vec<f64> = x.to_vec();
    a.push(k);
    let t1 = a[3];
    let t2 = a[0];
    (
        t1 * t2,
        #[inline(always)]
        move |x_dot: [f64; 3], k_dot: f64| {
            let mut a_dot = x_dot.to_vec();
            a_dot.push(k_dot);
            a_dot[3] * t2 + a_dot[0] * t1
        },
    )
}

fn f_jvp_over<LinkedScalar: ::ad_runtime::TangentScalar<f64>>(
    x: [f64; 3],
    k: f64,
    x_dot: [LinkedScalar; 3],
    k_dot: LinkedScalar,
) -> (f64, LinkedScalar) {
    let mut a: Vec<f64> = x.to_vec();
    let mut a_dot = x_dot.to_vec();
    a.push(k);
    a_dot.push(k_dot);
    let t1 = a[3];
    let t1_dot = a_dot[3];
    let t2 = a[0];
    let t2_dot = a_dot[0];
    let t3 = t1 * t2;
    let t3_dot = t1_dot
        .times(t2)
        .plus(t2_dot.times(t1))
        .binary(::ad_runtime::scalar::Binary::Product, (t1, t1_dot), (t2, t2_dot), t3);
    (t3, t3_dot)
}

fn f_vjp(
    x: [f64; 3],
    k: f64,
) -> (f64, impl ::ad_runtime::Fn(f64) -> ([f64; 3], f64) + use<>) {
    let mut a: Vec<f64> = x.to_vec();
    a.push(k);
    let t1 = a[3];
    let t2 = a[0];
    (
        t1 * t2,
        #[inline(always)]
        move |y_bar: f64| {
            let mut a_bar = ::ad_runtime::zeros_like(&a);
            a_bar[0] += y_bar * t1;
            a_bar[3] += y_bar * t2;
            let t5 = ::ad_runtime::pop(&mut a_bar);
            let mut x_bar = [0.0; 3];
            ::ad_runtime::accumulate_floats(&mut x_bar, &a_bar);
            (x_bar, t5)
        },
    )
}

fn f_grad(x: [f64; 3], k: f64) -> ([f64; 3], f64) {
    let mut a: Vec<f64> = x.to_vec();
    a.push(k);
    let mut a_bar = ::ad_runtime::zeros_like(&a);
    let t2 = a[0];
    a_bar[0] += a[3];
    a_bar[3] += t2;
    let t5 = ::ad_runtime::pop(&mut a_bar);
    let mut x_bar = [0.0; 3];
    ::ad_runtime::accumulate_floats(&mut x_bar, &a_bar);
    (x_bar, t5)
}
