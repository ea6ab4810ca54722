fn f_jvp(
    x: &[f64],
    w: &[f64; 2],
    n: usize,
    k: f64,
    x_dot: &[f64],
    w_dot: &[f64; 2],
    k_dot: f64,
) -> (f64, f64) {
    let mut t = k;
    let mut t_dot = k_dot;
    let mut y = x[0];
    let mut y_dot = x_dot[0];
    let mut last = 0.0;
    let mut last_dot = 0.0;
    let mut c = [k, k];
    let mut c_dot = [k_dot, k_dot];
    let mut a = [k; 2];
    let mut a_dot = [k_dot; 2];
    for i in 0..n {
        let t3 = x[i];
        let t3_dot = x_dot[i];
        let t4 = w[0];
        t += t3 * t4;
        t_dot += t3_dot * t4 + w_dot[0] * t3;
        let b = a;
        let b_dot = a_dot;
        let t7 = y;
        let t7_dot = y_dot;
        let t8 = b[1];
        let t11 = c[0];
        let t13_dot = [t7_dot * t8 + b_dot[1] * t7, t3_dot * t11 + c_dot[0] * t3];
        a = [t7 * t8, t3 * t11];
        a_dot = t13_dot;
        for j in 0..2 {
            let t14_dot = a_dot[1];
            a[j] += a[1];
            a_dot[j] += t14_dot;
        }
        if i > 2 {
            last = t7.sin();
            last_dot = t7_dot * t7.cos();
        } else {
            let t17_dot = t_dot;
            last = t;
            last_dot = t17_dot;
        }
        let t18 = last;
        <scaled>::activity(::ad_runtime::Active, ::ad_runtime::Active);
        let t18_dot = last_dot;
        let (t21, t21_dot) = <scaled>::jvp(
            t7,
            c[1],
            ::ad_runtime::Some(t7_dot),
            ::ad_runtime::Some(c_dot[1]),
        );
        let t22 = t18 * t21;
        y = t22;
        y_dot = t18_dot * t21 + t21_dot * t18;
        let _ = scaled(t22, t22);
    }
    let t26 = y;
    let t26_dot = y_dot;
    let mut s = 0.0;
    let mut s_dot = 0.0;
    for i_1 in 0..n {
        let t27 = x[i_1];
        let q = t27 * t26;
        let q_dot = x_dot[i_1] * t26 + t26_dot * t27;
        let t30 = q.sin();
        s += t30 * t26;
        s_dot += q_dot * q.cos() * t26 + t26_dot * t30;
        let t33 = if q > 1.0 { 6 } else { 0 };
        if t33 != 0 {
            break;
        }
    }
    let t34 = a[0];
    let t35 = t;
    let t36 = t34 * t35;
    let t38 = t36 * t26;
    let t39 = s;
    let t40 = t38 * t39;
    let t42_dot = (((a_dot[0] * t35 + t_dot * t34) * t26 + t26_dot * t36) * t39
        + s_dot * t38) * t26 + t26_dot * t40;
    (t40 * t26, t42_dot)
}

fn f_linearize<'r0, 'r1>(
    x: &'r0 [f64],
    w: &'r1 [f64; 2],
    n: usize,
    k: f64,
) -> (f64, impl ::ad_runtime::Fn(&[f64], &[f64; 2], f64) -> f64 + use<'r0, 'r1>) {
    let mut t = k;
    let mut y = x[0];
    let mut last = 0.0;
    let mut c = [k, k];
    let mut a = [k; 2];
    let mut tape_1 = ::ad_runtime::Vec::with_capacity(n);
    for i in 0..n {
        let t3 = x[i];
        let t4 = w[0];
        t += t3 * t4;
        let b = a;
        let t7 = y;
        let t8 = b[1];
        let t11 = c[0];
        a = [t7 * t8, t3 * t11];
        for j in 0..2 {
            a[j] += a[1];
        }
        let branch = if i > 2 {
            let t43 = t7.cos();
            last = t7.sin();
            ::ad_runtime::Br2::A(t43)
        } else {
            last = t;
            ::ad_runtime::Br2::B(())
        };
        let t18 = last;
        <scaled>::activity(::ad_runtime::Active, ::ad_runtime::Active);
        let (t21, scaled_linear) = <scaled>::linearize(t7, c[1], &[true, true]);
        let t22 = t18 * t21;
        y = t22;
        let _ = scaled(t22, t22);
        tape_1.push((t7, t8, t11, branch, t18, t21, scaled_linear));
    }
    let t26 = y;
    let mut s = 0.0;
    let mut tape_2 = ::ad_runtime::Vec::new();
    for i_1 in 0..n {
        let t27 = x[i_1];
        let q = t27 * t26;
        let t30 = q.sin();
        let t44 = q.cos();
        s += t30 * t26;
        let t33 = if q > 1.0 { 6 } else { 0 };
        tape_2.push((t30, t44));
        if t33 != 0 {
            break;
        }
    }
    let t34 = a[0];
    let t35 = t;
    let t36 = t34 * t35;
    let t38 = t36 * t26;
    let t39 = s;
    let t40 = t38 * t39;
    (
        t40 * t26,
        move |x_dot: &[f64], w_dot: &[f64; 2], k_dot: f64| {
            let mut t_dot = k_dot;
            let mut y_dot = x_dot[0];
            let mut last_dot = 0.0;
            let mut c_dot = [k_dot, k_dot];
            let mut a_dot = [k_dot; 2];
            for (i, &(t7, t8, t11, ref branch, t18, t21, ref scaled_linear)) in (0..n)
                .zip(tape_1.iter())
            {
                let t3 = x[i];
                let t3_dot = x_dot[i];
                t_dot += t3_dot * w[0] + w_dot[0] * t3;
                let b_dot = a_dot;
                let t7_dot = y_dot;
                a_dot = [t7_dot * t8 + b_dot[1] * t7, t3_dot * t11 + c_dot[0] * t3];
                for j in 0..2 {
                    a_dot[j] += a_dot[1];
                }
                match *branch {
                    ::ad_runtime::Br2::A(t43) => {
                        last_dot = t7_dot * t43;
                    }
                    ::ad_runtime::Br2::B(()) => {
                        last_dot = t_dot;
                    }
                }
                let t18_dot = last_dot;
                let t21_dot = scaled_linear(
                    ::ad_runtime::Some(t7_dot),
                    ::ad_runtime::Some(c_dot[1]),
                );
                y_dot = t18_dot * t21 + t21_dot * t18;
            }
            let t26_dot = y_dot;
            let mut s_dot = 0.0;
            for (i_1, &(t30, t44)) in (0..n).zip(tape_2.iter()) {
                let q_dot = x_dot[i_1] * t26 + t26_dot * x[i_1];
                s_dot += q_dot * t44 * t26 + t26_dot * t30;
            }
            let t42_dot = (((a_dot[0] * t35 + t_dot * t34) * t26 + t26_dot * t36) * t39
                + s_dot * t38) * t26 + t26_dot * t40;
            t42_dot
        },
    )
}

fn f_jvp_over<LinkedScalar: ::ad_runtime::TangentScalar<f64>>(
    x: &[f64],
    w: &[f64; 2],
    n: usize,
    k: f64,
    x_dot: &[LinkedScalar],
    w_dot: &[LinkedScalar; 2],
    k_dot: LinkedScalar,
) -> (f64, LinkedScalar) {
    let zero_dot = LinkedScalar::zero();
    let mut t = k;
    let mut t_dot = k_dot;
    let mut y = x[0];
    let mut y_dot = x_dot[0];
    let mut last = 0.0;
    let mut last_dot = zero_dot;
    let mut c = [k, k];
    let mut c_dot = [k_dot, k_dot];
    let mut a = [k; 2];
    let mut a_dot = [k_dot; 2];
    for i in 0..n {
        let t3 = x[i];
        let t3_dot = x_dot[i];
        let t4 = w[0];
        let t4_dot = w_dot[0];
        let t5 = t3 * t4;
        let t5_dot = t3_dot
            .times(t4)
            .plus(t4_dot.times(t3))
            .binary(
                ::ad_runtime::scalar::Binary::Product,
                (t3, t3_dot),
                (t4, t4_dot),
                t5,
            );
        t += t5;
        t_dot = t_dot.plus(t5_dot);
        let b = a;
        let b_dot = a_dot;
        let t7 = y;
        let t7_dot = y_dot;
        let t8 = b[1];
        let t8_dot = b_dot[1];
        let t9 = t7 * t8;
        let t9_dot = t7_dot
            .times(t8)
            .plus(t8_dot.times(t7))
            .binary(
                ::ad_runtime::scalar::Binary::Product,
                (t7, t7_dot),
                (t8, t8_dot),
                t9,
            );
        let t10 = x[i];
        let t10_dot = x_dot[i];
        let t11 = c[0];
        let t11_dot = c_dot[0];
        let t12 = t10 * t11;
        let t12_dot = t10_dot
            .times(t11)
            .plus(t11_dot.times(t10))
            .binary(
                ::ad_runtime::scalar::Binary::Product,
                (t10, t10_dot),
                (t11, t11_dot),
                t12,
            );
        a = [t9, t12];
        a_dot = [t9_dot, t12_dot];
        for j in 0..2 {
            let t14_dot = a_dot[1];
            a[j] += a[1];
            a_dot[j] = a_dot[j].plus(t14_dot);
        }
        if i > 2 {
            let t15 = y;
            let t15_dot = y_dot;
            let t16 = t15.sin();
            last = t16;
            last_dot = t15_dot
                .times(t15.cos())
                .unary(::ad_runtime::scalar::Unary::Sin, (t15, t15_dot), t16);
        } else {
            let t17_dot = t_dot;
            last = t;
            last_dot = t17_dot;
        }
        let t18 = last;
        let t18_dot = last_dot;
        let (t21, t21_dot) = <scaled>::over(
            y,
            c[1],
            ::ad_runtime::Some(y_dot),
            ::ad_runtime::Some(c_dot[1]),
            ::core::marker::PhantomData::<fn() -> LinkedScalar>,
        );
        let t22 = t18 * t21;
        let t22_dot = t18_dot
            .times(t21)
            .plus(t21_dot.times(t18))
            .binary(
                ::ad_runtime::scalar::Binary::Product,
                (t18, t18_dot),
                (t21, t21_dot),
                t22,
            );
        y = t22;
        y_dot = t22_dot;
        ::ad_runtime::scalar::decide::<_, LinkedScalar>(&y_dot);
        let t23 = y;
        ::ad_runtime::scalar::decide::<_, LinkedScalar>(&y_dot);
        let _ = scaled(t23, y);
    }
    let t26_dot = y_dot;
    c[0] = y;
    c_dot[0] = t26_dot;
    let mut s = 0.0;
    let mut s_dot = zero_dot;
    for i_1 in 0..n {
        let t27 = x[i_1];
        let t27_dot = x_dot[i_1];
        let t28 = y;
        let t28_dot = y_dot;
        let q = t27 * t28;
        let q_dot = t27_dot
            .times(t28)
            .plus(t28_dot.times(t27))
            .binary(
                ::ad_runtime::scalar::Binary::Product,
                (t27, t27_dot),
                (t28, t28_dot),
                q,
            );
        let t30 = q.sin();
        let t30_dot = q_dot
            .times(q.cos())
            .unary(::ad_runtime::scalar::Unary::Sin, (q, q_dot), t30);
        let t31 = c[0];
        let t31_dot = c_dot[0];
        let t32 = t30 * t31;
        let t32_dot = t30_dot
            .times(t31)
            .plus(t31_dot.times(t30))
            .binary(
                ::ad_runtime::scalar::Binary::Product,
                (t30, t30_dot),
                (t31, t31_dot),
                t32,
            );
        s += t32;
        s_dot = s_dot.plus(t32_dot);
        ::ad_runtime::scalar::decide::<_, LinkedScalar>(&q_dot);
        let t33 = if q > 1.0 { 6 } else { 0 };
        if t33 != 0 {
            break;
        }
    }
    let t34 = a[0];
    let t34_dot = a_dot[0];
    let t35 = t;
    let t35_dot = t_dot;
    let t36 = t34 * t35;
    let t36_dot = t34_dot
        .times(t35)
        .plus(t35_dot.times(t34))
        .binary(
            ::ad_runtime::scalar::Binary::Product,
            (t34, t34_dot),
            (t35, t35_dot),
            t36,
        );
    let t37 = y;
    let t37_dot = y_dot;
    let t38 = t36 * t37;
    let t38_dot = t36_dot
        .times(t37)
        .plus(t37_dot.times(t36))
        .binary(
            ::ad_runtime::scalar::Binary::Product,
            (t36, t36_dot),
            (t37, t37_dot),
            t38,
        );
    let t39 = s;
    let t39_dot = s_dot;
    let t40 = t38 * t39;
    let t40_dot = t38_dot
        .times(t39)
        .plus(t39_dot.times(t38))
        .binary(
            ::ad_runtime::scalar::Binary::Product,
            (t38, t38_dot),
            (t39, t39_dot),
            t40,
        );
    let t41 = c[0];
    let t41_dot = c_dot[0];
    let t42 = t40 * t41;
    let t42_dot = t40_dot
        .times(t41)
        .plus(t41_dot.times(t40))
        .binary(
            ::ad_runtime::scalar::Binary::Product,
            (t40, t40_dot),
            (t41, t41_dot),
            t42,
        );
    (t42, t42_dot)
}

fn f_vjp<'r0, 'r1>(
    x: &'r0 [f64],
    w: &'r1 [f64; 2],
    n: usize,
    k: f64,
) -> (
    f64,
    impl ::ad_runtime::Fn(f64) -> (::ad_runtime::Vec<f64>, [f64; 2], f64) + use<'r0, 'r1>,
) {
    let mut t = k;
    let mut y = x[0];
    let mut last = 0.0;
    let mut c = [k, k];
    let mut a = [k; 2];
    let t71 = c;
    let mut trips_1 = 0..n;
    let mut checkpoints_1 = ::ad_runtime::Checkpoints::spaced(
        ::ad_runtime::trips_of(&trips_1),
    );
    while let ::ad_runtime::Some(i) = checkpoints_1
        .pass(&mut trips_1, |trips_1| (trips_1.clone(), t, y, a))
    {
        let t3 = x[i];
        let t4 = w[0];
        let t5 = t3 * t4;
        t += t5;
        let b = a;
        let t7 = y;
        let t8 = b[1];
        let t9 = t7 * t8;
        let t11 = c[0];
        let t12 = t3 * t11;
        let t13 = [t9, t12];
        a = t13;
        for j in 0..2 {
            let t14 = a[1];
            a[j] += t14;
        }
        if i > 2 {
            let t16 = t7.sin();
            let t43 = t7.cos();
            last = t16;
        } else {
            let t17 = t;
            last = t17;
        }
        let t18 = last;
        let t20 = c[1];
        let t21 = scaled(t7, t20);
        let t22 = t18 * t21;
        y = t22;
        let _ = scaled(t22, t22);
    }
    let t26 = y;
    let mut s = 0.0;
    let mut trips = 0..n;
    let mut checkpoints = ::ad_runtime::Checkpoints::spaced(
        ::ad_runtime::trips_of(&trips),
    );
    while let ::ad_runtime::Some(i_1) = checkpoints
        .pass(&mut trips, |trips| trips.clone())
    {
        let t27 = x[i_1];
        let q = t27 * t26;
        let t30 = q.sin();
        s += t30 * t26;
        let t33 = if q > 1.0 { 6 } else { 0 };
        if t33 != 0 {
            break;
        }
    }
    let t34 = a[0];
    let t35 = t;
    let t36 = t34 * t35;
    let t38 = t36 * t26;
    let t39 = s;
    let t40 = t38 * t39;
    (
        t40 * t26,
        move |y_bar: f64| {
            let mut t26_bar = 0.0;
            t26_bar += y_bar * t40;
            let t40_bar = y_bar * t26;
            let mut s_bar = t40_bar * t38;
            let t38_bar = t40_bar * t39;
            t26_bar += t38_bar * t36;
            let t36_bar = t38_bar * t26;
            let mut t_bar = t36_bar * t34;
            let mut a_bar = [0.0; 2];
            a_bar[0] += t36_bar * t35;
            let mut x_bar = ::ad_runtime::zeros(x.len());
            {
                let mut replay = checkpoints.replay();
                while let ::ad_runtime::Some(mut trips) = replay.restore() {
                    while let ::ad_runtime::Some(i_1) = replay
                        .advance(&mut trips, |trips| trips.clone())
                    {}
                    if let ::ad_runtime::Some(i_1) = trips.next() {
                        let t27 = x[i_1];
                        let q = t27 * t26;
                        let t49 = s_bar;
                        t26_bar += t49 * q.sin();
                        let q_bar = t49 * t26 * q.cos();
                        t26_bar += q_bar * t27;
                        x_bar[i_1] += q_bar * t26;
                    }
                }
            }
            let mut y_bar_1 = t26_bar;
            let mut w_bar = [0.0; 2];
            let mut c_bar = [0.0; 2];
            let mut last_bar = 0.0;
            {
                let mut c = t71.clone();
                let mut replay_1 = checkpoints_1.replay();
                while let ::ad_runtime::Some((mut trips_1, mut t, mut y, mut a)) = replay_1
                    .restore()
                {
                    while let ::ad_runtime::Some(i) = replay_1
                        .advance(&mut trips_1, |trips_1| (trips_1.clone(), t, y, a))
                    {
                        let mut last;
                        let t3 = x[i];
                        let t4 = w[0];
                        let t5 = t3 * t4;
                        t += t5;
                        let b = a;
                        let t7 = y;
                        let t8 = b[1];
                        let t11 = c[0];
                        a = [t7 * t8, t3 * t11];
                        for j in 0..2 {
                            a[j] += a[1];
                        }
                        if i > 2 {
                            let t16 = t7.sin();
                            let t43 = t7.cos();
                            last = t16;
                        } else {
                            let t17 = t;
                            last = t17;
                        }
                        let t18 = last;
                        let t20 = c[1];
                        let t21 = scaled(t7, t20);
                        let t22 = t18 * t21;
                        y = t22;
                        let _ = scaled(t22, t22);
                    }
                    if let ::ad_runtime::Some(i) = trips_1.next() {
                        let mut last;
                        let t3 = x[i];
                        let t4 = w[0];
                        let t5 = t3 * t4;
                        t += t5;
                        let b = a;
                        let t7 = y;
                        let t8 = b[1];
                        let t11 = c[0];
                        let branch = if i > 2 {
                            let t16 = t7.sin();
                            let t43 = t7.cos();
                            last = t16;
                            ::ad_runtime::Br2::A(t43)
                        } else {
                            let t17 = t;
                            last = t17;
                            ::ad_runtime::Br2::B(())
                        };
                        let t18 = last;
                        let t20 = c[1];
                        <scaled>::activity(::ad_runtime::Active, ::ad_runtime::Active);
                        let (t21, scaled_pullback) = <scaled>::vjp(t7, t20);
                        let t22 = t18 * t21;
                        let _ = scaled(t22, t22);
                        let t55 = y_bar_1;
                        let (t56, t57) = scaled_pullback(
                            t55 * t18,
                            ::ad_runtime::None,
                            ::ad_runtime::None,
                        );
                        let mut t7_bar = t56;
                        c_bar[1] += t57;
                        last_bar += t55 * t21;
                        match branch {
                            ::ad_runtime::Br2::A(t43) => {
                                let t58 = last_bar;
                                last_bar = 0.0;
                                t7_bar += t58 * t43;
                            }
                            ::ad_runtime::Br2::B(()) => {
                                let t60 = last_bar;
                                last_bar = 0.0;
                                t_bar += t60;
                            }
                        }
                        for j in (0..2).rev() {
                            a_bar[1] += a_bar[j];
                        }
                        let t62 = a_bar;
                        a_bar = [0.0; 2];
                        let [t64, t65] = t62;
                        c_bar[0] += t65 * t3;
                        t7_bar += t64 * t8;
                        let mut b_bar = [0.0; 2];
                        b_bar[1] += t64 * t7;
                        y_bar_1 = t7_bar;
                        ::ad_runtime::accumulate_floats(&mut a_bar, &b_bar);
                        let t68 = t_bar;
                        w_bar[0] += t68 * t3;
                        x_bar[i] += t65 * t11 + t68 * t4;
                    }
                }
            }
            let [t73, t74] = c_bar;
            x_bar[0] += y_bar_1;
            let k_bar = ::ad_runtime::total(&a_bar) + t73 + t74 + t_bar;
            (x_bar, w_bar, k_bar)
        },
    )
}

fn f_grad(
    x: &[f64],
    w: &[f64; 2],
    n: usize,
    k: f64,
) -> (::ad_runtime::Vec<f64>, [f64; 2], f64) {
    let mut t = k;
    let mut y = x[0];
    let mut last = 0.0;
    let mut c = [k, k];
    let mut a = [k; 2];
    let t71 = c;
    let mut trips_1 = 0..n;
    let mut checkpoints_1 = ::ad_runtime::Checkpoints::spaced(
        ::ad_runtime::trips_of(&trips_1),
    );
    while let ::ad_runtime::Some(i) = checkpoints_1
        .pass(&mut trips_1, |trips_1| (trips_1.clone(), t, y, a))
    {
        let t3 = x[i];
        let t4 = w[0];
        let t5 = t3 * t4;
        t += t5;
        let b = a;
        let t7 = y;
        let t8 = b[1];
        let t9 = t7 * t8;
        let t11 = c[0];
        let t12 = t3 * t11;
        let t13 = [t9, t12];
        a = t13;
        for j in 0..2 {
            let t14 = a[1];
            a[j] += t14;
        }
        if i > 2 {
            let t16 = t7.sin();
            let t43 = t7.cos();
            last = t16;
        } else {
            let t17 = t;
            last = t17;
        }
        let t18 = last;
        let t20 = c[1];
        let t21 = scaled(t7, t20);
        let t22 = t18 * t21;
        y = t22;
        let _ = scaled(t22, t22);
    }
    let t26 = y;
    let mut s = 0.0;
    let mut trips = 0..n;
    let mut checkpoints = ::ad_runtime::Checkpoints::spaced(
        ::ad_runtime::trips_of(&trips),
    );
    while let ::ad_runtime::Some(i_1) = checkpoints
        .pass(&mut trips, |trips| trips.clone())
    {
        let t27 = x[i_1];
        let q = t27 * t26;
        let t30 = q.sin();
        s += t30 * t26;
        let t33 = if q > 1.0 { 6 } else { 0 };
        if t33 != 0 {
            break;
        }
    }
    let t34 = a[0];
    let t35 = t;
    let t36 = t34 * t35;
    let t38 = t36 * t26;
    let t39 = s;
    let mut t26_bar = 0.0;
    t26_bar += t38 * t39;
    let t40_bar = t26;
    let mut s_bar = t40_bar * t38;
    let t38_bar = t40_bar * t39;
    t26_bar += t38_bar * t36;
    let t36_bar = t38_bar * t26;
    let mut t_bar = t36_bar * t34;
    let mut a_bar = [0.0; 2];
    a_bar[0] += t36_bar * t35;
    let mut x_bar = ::ad_runtime::zeros(x.len());
    {
        let mut replay = checkpoints.replay();
        while let ::ad_runtime::Some(mut trips) = replay.restore() {
            while let ::ad_runtime::Some(i_1) = replay
                .advance(&mut trips, |trips| trips.clone())
            {}
            if let ::ad_runtime::Some(i_1) = trips.next() {
                let t27 = x[i_1];
                let q = t27 * t26;
                let t30 = q.sin();
                let t49 = s_bar;
                t26_bar += t49 * t30;
                let q_bar = t49 * t26 * q.cos();
                t26_bar += q_bar * t27;
                x_bar[i_1] += q_bar * t26;
            }
        }
    }
    let mut y_bar = t26_bar;
    let mut w_bar = [0.0; 2];
    let mut c_bar = [0.0; 2];
    let mut last_bar = 0.0;
    {
        let mut c = t71.clone();
        let mut replay_1 = checkpoints_1.replay();
        while let ::ad_runtime::Some((mut trips_1, mut t, mut y, mut a)) = replay_1
            .restore()
        {
            while let ::ad_runtime::Some(i) = replay_1
                .advance(&mut trips_1, |trips_1| (trips_1.clone(), t, y, a))
            {
                let mut last;
                let t3 = x[i];
                let t4 = w[0];
                let t5 = t3 * t4;
                t += t5;
                let b = a;
                let t7 = y;
                let t8 = b[1];
                let t9 = t7 * t8;
                let t11 = c[0];
                let t12 = t3 * t11;
                let t13 = [t9, t12];
                a = t13;
                for j in 0..2 {
                    let t14 = a[1];
                    a[j] += t14;
                }
                if i > 2 {
                    let t16 = t7.sin();
                    let t43 = t7.cos();
                    last = t16;
                } else {
                    let t17 = t;
                    last = t17;
                }
                let t18 = last;
                let t20 = c[1];
                let t21 = scaled(t7, t20);
                let t22 = t18 * t21;
                y = t22;
                let _ = scaled(t22, t22);
            }
            if let ::ad_runtime::Some(i) = trips_1.next() {
                let mut last;
                let t3 = x[i];
                let t4 = w[0];
                let t5 = t3 * t4;
                t += t5;
                let b = a;
                let t7 = y;
                let t8 = b[1];
                let t11 = c[0];
                let branch = if i > 2 {
                    let t16 = t7.sin();
                    let t43 = t7.cos();
                    last = t16;
                    ::ad_runtime::Br2::A(t43)
                } else {
                    let t17 = t;
                    last = t17;
                    ::ad_runtime::Br2::B(())
                };
                let t18 = last;
                let t20 = c[1];
                <scaled>::activity(::ad_runtime::Active, ::ad_runtime::Active);
                let (t21, scaled_pullback) = <scaled>::vjp(t7, t20);
                let t22 = t18 * t21;
                let _ = scaled(t22, t22);
                let t55 = y_bar;
                let (t56, t57) = scaled_pullback(
                    t55 * t18,
                    ::ad_runtime::None,
                    ::ad_runtime::None,
                );
                let mut t7_bar = t56;
                c_bar[1] += t57;
                last_bar += t55 * t21;
                match branch {
                    ::ad_runtime::Br2::A(t43) => {
                        let t58 = last_bar;
                        last_bar = 0.0;
                        t7_bar += t58 * t43;
                    }
                    ::ad_runtime::Br2::B(()) => {
                        let t60 = last_bar;
                        last_bar = 0.0;
                        t_bar += t60;
                    }
                }
                for j in (0..2).rev() {
                    a_bar[1] += a_bar[j];
                }
                let t62 = a_bar;
                a_bar = [0.0; 2];
                let [t64, t65] = t62;
                c_bar[0] += t65 * t3;
                t7_bar += t64 * t8;
                let mut b_bar = [0.0; 2];
                b_bar[1] += t64 * t7;
                y_bar = t7_bar;
                ::ad_runtime::accumulate_floats(&mut a_bar, &b_bar);
                let t68 = t_bar;
                w_bar[0] += t68 * t3;
                x_bar[i] += t65 * t11 + t68 * t4;
            }
        }
    }
    let [t73, t74] = c_bar;
    x_bar[0] += y_bar;
    let k_bar = ::ad_runtime::total(&a_bar) + t73 + t74 + t_bar;
    (x_bar, w_bar, k_bar)
}
