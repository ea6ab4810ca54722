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

fn f_linearize<'r0>(
    x: f64,
    w: &'r0 [f64],
    n: usize,
) -> (f64, impl ::ad_runtime::Fn(f64) -> f64 + use<'r0>) {
    let mut a = 1.0;
    let tape: ::ad_runtime::Vec<_> = (0..n)
        .map(|i| {
            let t0 = a;
            let t18 = t0.cos();
            let t2 = w[i];
            let t3 = t0.sin() * t2;
            a = t0 * t3;
            (t0, t18, t3)
        })
        .collect();
    let branch = if n > 2 {
        let t6 = a;
        let t7 = t6.cos();
        let t19 = t6.sin();
        a = t6 * t7;
        ::ad_runtime::Br2::A((t6, t7, t19))
    } else {
        ::ad_runtime::Br2::B(())
    };
    let t10 = a;
    let t11 = t10 * x;
    if n > 3 {} else {
        assert!(n > 0);
    }
    let t20 = t11.cos();
    (
        t11.sin(),
        move |x_dot: f64| {
            let mut a_dot = 0.0;
            for (i, &(t0, t18, t3)) in (0..n).zip(tape.iter()) {
                let t0_dot = a_dot;
                a_dot = t0_dot * t3 + t0_dot * t18 * w[i] * t0;
            }
            match branch {
                ::ad_runtime::Br2::A((t6, t7, t19)) => {
                    let t6_dot = a_dot;
                    a_dot = t6_dot * t7 + -t6_dot * t19 * t6;
                }
                ::ad_runtime::Br2::B(()) => {}
            }
            (a_dot * x + x_dot * t10) * t20
        },
    )
}

fn f_jvp_over<LinkedScalar: ::ad_runtime::TangentScalar<f64>>(
    x: f64,
    w: &[f64],
    n: usize,
    x_dot: LinkedScalar,
) -> (f64, LinkedScalar) {
    let zero_dot = LinkedScalar::zero();
    let mut a = 1.0;
    let mut a_dot = zero_dot;
    for i in 0..n {
        let t0 = a;
        let t0_dot = a_dot;
        let t1 = t0.sin();
        let t2 = w[i];
        let t3 = t1 * t2;
        let t3_dot = t0_dot
            .times(t0.cos())
            .unary(::ad_runtime::scalar::Unary::Sin, (t0, t0_dot), t1)
            .times(::ad_runtime::scalar::float(t2));
        let t4 = a;
        let t4_dot = a_dot;
        let t5 = t4 * t3;
        let t5_dot = t4_dot
            .times(t3)
            .plus(t3_dot.times(t4))
            .binary(
                ::ad_runtime::scalar::Binary::Product,
                (t4, t4_dot),
                (t3, t3_dot),
                t5,
            );
        a = t5;
        a_dot = t5_dot;
    }
    if n > 2 {
        let t6 = a;
        let t6_dot = a_dot;
        let t7 = t6.cos();
        let t7_dot = t6_dot
            .times(t6.sin())
            .negated()
            .unary(::ad_runtime::scalar::Unary::Cos, (t6, t6_dot), t7);
        let t8 = a;
        let t8_dot = a_dot;
        let t9 = t8 * t7;
        let t9_dot = t8_dot
            .times(t7)
            .plus(t7_dot.times(t8))
            .binary(
                ::ad_runtime::scalar::Binary::Product,
                (t8, t8_dot),
                (t7, t7_dot),
                t9,
            );
        a = t9;
        a_dot = t9_dot;
    }
    let t10 = a;
    let t10_dot = a_dot;
    let t11 = t10 * x;
    let t11_dot = t10_dot
        .times(x)
        .plus(x_dot.times(t10))
        .binary(::ad_runtime::scalar::Binary::Product, (t10, t10_dot), (x, x_dot), t11);
    a = t11;
    a_dot = t11_dot;
    ::ad_runtime::scalar::decide::<_, LinkedScalar>(&x_dot);
    ::ad_runtime::scalar::decide::<_, LinkedScalar>(&x_dot);
    if x > 1.0 {
        ::ad_runtime::scalar::decide::<_, LinkedScalar>(&x_dot);
    }
    for i_1 in 0..n {
        ::ad_runtime::scalar::decide::<_, LinkedScalar>(&x_dot);
    }
    if n > 3 {
        ::ad_runtime::scalar::decide::<_, LinkedScalar>(&x_dot);
    } else {
        assert!(n > 0);
    }
    let t16 = a;
    let t16_dot = a_dot;
    let t17 = t16.sin();
    (
        t17,
        t16_dot
            .times(t16.cos())
            .unary(::ad_runtime::scalar::Unary::Sin, (t16, t16_dot), t17),
    )
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
