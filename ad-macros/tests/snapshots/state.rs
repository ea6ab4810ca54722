fn f_jvp(x: &[f64], n: usize, k: f64, x_dot: &[f64], k_dot: f64) -> (f64, f64) {
    let t0 = x[0];
    let t0_dot = x_dot[0];
    let mut y = t0;
    let mut y_dot = t0_dot;
    let mut z = [0.0; 2];
    let mut z_dot = [0.0; 2];
    let mut last = t0;
    let mut last_dot = t0_dot;
    let mut steps = 0;
    for i in 0..n {
        let t3 = y;
        let mut w = 1.0;
        let mut w_dot = 0.0;
        if y > 2.0 {
            let t5 = x[i];
            w = t5 * k;
            w_dot = x_dot[i] * k + k_dot * t5;
            steps += 1;
        }
        for j in 0..2 {
            let t7 = y;
            let t8 = z[j];
            let t11_dot = y_dot * t8 + z_dot[j] * t7 + x_dot[j];
            z[j] = t7 * t8 + x[j];
            z_dot[j] = t11_dot;
        }
        let t12 = z[0];
        let t13 = w;
        let t13_dot = w_dot;
        let t14 = t12 * t13;
        let t14_dot = z_dot[0] * t13 + t13_dot * t12;
        last = t14;
        last_dot = t14_dot;
        let t16 = z[1];
        let t17 = t16 * t13;
        let t17_dot = z_dot[1] * t13 + t13_dot * t16;
        z[1] = t17;
        z_dot[1] = t17_dot;
        <scaled>::activity(::ad_runtime::Active, ::ad_runtime::Active);
        let (t20, t20_dot) = <scaled>::jvp(
            t13,
            t14,
            ::ad_runtime::Some(t13_dot),
            ::ad_runtime::Some(t14_dot),
        );
        z[1] = t17 * t20;
        z_dot[1] = t17_dot * t20 + t20_dot * t17;
        let t24 = t3.sin();
        let t28_dot = y_dot * t3.cos() * t13 + t13_dot * t24 + z_dot[0];
        y = t24 * t13 + z[0];
        y_dot = t28_dot;
    }
    let t29 = y;
    let t30 = z[1];
    let t31 = t29 * t30;
    let t32 = last;
    let mut s = t31 * t32;
    let mut s_dot = (y_dot * t30 + z_dot[1] * t29) * t32 + last_dot * t31;
    for i_1 in 0..n {
        let t34 = x[i_1];
        s += t34 * t34;
        s_dot += x_dot[i_1] * (t34 + t34);
    }
    (s, s_dot)
}

fn f_linearize<'r0>(
    x: &'r0 [f64],
    n: usize,
    k: f64,
) -> (f64, impl ::ad_runtime::Fn(&[f64], f64) -> f64 + use<'r0>) {
    let t0 = x[0];
    let mut y = t0;
    let mut z = [0.0; 2];
    let mut last = t0;
    let mut steps = 0;
    let mut tape = ::ad_runtime::Vec::with_capacity(n * ::ad_runtime::trips_of(&(0..2)));
    let mut tape_1 = ::ad_runtime::Vec::with_capacity(n);
    for i in 0..n {
        let t3 = y;
        let mut w = 1.0;
        let branch = if y > 2.0 {
            let t5 = x[i];
            w = t5 * k;
            steps += 1;
            true
        } else {
            false
        };
        let records = ::ad_runtime::further_records(&mut tape, 0..2, (0.0, 0.0));
        for (j, kept) in (0..2).zip(records) {
            let t7 = y;
            let t8 = z[j];
            z[j] = t7 * t8 + x[j];
            *kept = (t7, t8);
        }
        let t12 = z[0];
        let t13 = w;
        let t14 = t12 * t13;
        last = t14;
        let t16 = z[1];
        let t17 = t16 * t13;
        z[1] = t17;
        <scaled>::activity(::ad_runtime::Active, ::ad_runtime::Active);
        let (t20, scaled_linear) = <scaled>::linearize(t13, t14, &[true, true]);
        z[1] = t17 * t20;
        let t24 = t3.sin();
        let t39 = t3.cos();
        y = t24 * t13 + z[0];
        tape_1.push((branch, t12, t13, t16, t20, scaled_linear, t24, t39));
    }
    let t29 = y;
    let t30 = z[1];
    let t31 = t29 * t30;
    let t32 = last;
    let mut s = t31 * t32;
    for i_1 in 0..n {
        let t34 = x[i_1];
        s += t34 * t34;
    }
    (
        s,
        move |x_dot: &[f64], k_dot: f64| {
            let t0_dot = x_dot[0];
            let mut y_dot = t0_dot;
            let mut z_dot = [0.0; 2];
            let mut last_dot = t0_dot;
            let mut tape = tape.as_slice();
            for (i, &(ref branch, t12, t13, t16, t20, ref scaled_linear, t24, t39)) in (0..n)
                .zip(tape_1.iter())
            {
                let mut w_dot = 0.0;
                let t17 = t16 * t13;
                if *branch {
                    w_dot = x_dot[i] * k + k_dot * x[i];
                }
                {
                    let x_dot = &x_dot[..2];
                    for (j, &(t7, t8)) in (0..2)
                        .zip(::ad_runtime::first_trips(&mut tape, 0..2).iter())
                    {
                        z_dot[j] = y_dot * t8 + z_dot[j] * t7 + x_dot[j];
                    }
                }
                let t13_dot = w_dot;
                let t14_dot = z_dot[0] * t13 + t13_dot * t12;
                last_dot = t14_dot;
                let t17_dot = z_dot[1] * t13 + t13_dot * t16;
                z_dot[1] = t17_dot;
                let t20_dot = scaled_linear(
                    ::ad_runtime::Some(t13_dot),
                    ::ad_runtime::Some(t14_dot),
                );
                z_dot[1] = t17_dot * t20 + t20_dot * t17;
                y_dot = y_dot * t39 * t13 + t13_dot * t24 + z_dot[0];
            }
            let mut s_dot = (y_dot * t30 + z_dot[1] * t29) * t32 + last_dot * t31;
            for i_1 in 0..n {
                let t34 = x[i_1];
                s_dot += x_dot[i_1] * (t34 + t34);
            }
            s_dot
        },
    )
}

fn f_jvp_over<LinkedScalar: ::ad_runtime::TangentScalar<f64>>(
    x: &[f64],
    n: usize,
    k: f64,
    x_dot: &[LinkedScalar],
    k_dot: LinkedScalar,
) -> (f64, LinkedScalar) {
    let zero_dot = LinkedScalar::zero();
    let mut y = x[0];
    let mut y_dot = x_dot[0];
    let mut z = [0.0; 2];
    let mut z_dot = [LinkedScalar::zero(); 2];
    let mut last = y;
    let mut last_dot = y_dot;
    let mut steps = 0;
    for i in 0..n {
        ::ad_runtime::scalar::decide::<_, LinkedScalar>(&y_dot);
        let mut w = 1.0;
        let mut w_dot = zero_dot;
        ::ad_runtime::scalar::decide::<_, LinkedScalar>(&y_dot);
        if y > 2.0 {
            let t5 = x[i];
            let t5_dot = x_dot[i];
            let t6 = t5 * k;
            let t6_dot = t5_dot
                .times(k)
                .plus(k_dot.times(t5))
                .binary(
                    ::ad_runtime::scalar::Binary::Product,
                    (t5, t5_dot),
                    (k, k_dot),
                    t6,
                );
            w = t6;
            w_dot = t6_dot;
            steps += 1;
        }
        for j in 0..2 {
            let t7 = y;
            let t7_dot = y_dot;
            let t8 = z[j];
            let t8_dot = z_dot[j];
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
            z[j] = t9 + x[j];
            z_dot[j] = t9_dot.plus(x_dot[j]);
        }
        let t12 = z[0];
        let t12_dot = z_dot[0];
        let t13 = w;
        let t13_dot = w_dot;
        let t14 = t12 * t13;
        let t14_dot = t12_dot
            .times(t13)
            .plus(t13_dot.times(t12))
            .binary(
                ::ad_runtime::scalar::Binary::Product,
                (t12, t12_dot),
                (t13, t13_dot),
                t14,
            );
        last = t14;
        last_dot = t14_dot;
        let t15 = w;
        let t15_dot = w_dot;
        let t16 = z[1];
        let t16_dot = z_dot[1];
        let t17 = t16 * t15;
        let t17_dot = t16_dot
            .times(t15)
            .plus(t15_dot.times(t16))
            .binary(
                ::ad_runtime::scalar::Binary::Product,
                (t16, t16_dot),
                (t15, t15_dot),
                t17,
            );
        z[1] = t17;
        z_dot[1] = t17_dot;
        let (t20, t20_dot) = <scaled>::over(
            w,
            last,
            ::ad_runtime::Some(w_dot),
            ::ad_runtime::Some(last_dot),
            ::core::marker::PhantomData::<fn() -> LinkedScalar>,
        );
        let t21 = z[1];
        let t21_dot = z_dot[1];
        let t22 = t21 * t20;
        let t22_dot = t21_dot
            .times(t20)
            .plus(t20_dot.times(t21))
            .binary(
                ::ad_runtime::scalar::Binary::Product,
                (t21, t21_dot),
                (t20, t20_dot),
                t22,
            );
        z[1] = t22;
        z_dot[1] = t22_dot;
        let t23 = y;
        let t23_dot = y_dot;
        let t24 = t23.sin();
        let t24_dot = t23_dot
            .times(t23.cos())
            .unary(::ad_runtime::scalar::Unary::Sin, (t23, t23_dot), t24);
        let t25 = w;
        let t25_dot = w_dot;
        let t26 = t24 * t25;
        let t26_dot = t24_dot
            .times(t25)
            .plus(t25_dot.times(t24))
            .binary(
                ::ad_runtime::scalar::Binary::Product,
                (t24, t24_dot),
                (t25, t25_dot),
                t26,
            );
        let t28_dot = t26_dot.plus(z_dot[0]);
        y = t26 + z[0];
        y_dot = t28_dot;
    }
    let t29 = y;
    let t29_dot = y_dot;
    let t30 = z[1];
    let t30_dot = z_dot[1];
    let t31 = t29 * t30;
    let t31_dot = t29_dot
        .times(t30)
        .plus(t30_dot.times(t29))
        .binary(
            ::ad_runtime::scalar::Binary::Product,
            (t29, t29_dot),
            (t30, t30_dot),
            t31,
        );
    let t32 = last;
    let t32_dot = last_dot;
    let t33 = t31 * t32;
    let t33_dot = t31_dot
        .times(t32)
        .plus(t32_dot.times(t31))
        .binary(
            ::ad_runtime::scalar::Binary::Product,
            (t31, t31_dot),
            (t32, t32_dot),
            t33,
        );
    let mut s = t33;
    let mut s_dot = t33_dot;
    for i_1 in 0..n {
        let t34 = x[i_1];
        let t34_dot = x_dot[i_1];
        let t35 = x[i_1];
        let t35_dot = x_dot[i_1];
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
        s += t36;
        s_dot = s_dot.plus(t36_dot);
    }
    (s, s_dot)
}

fn f_vjp<'r0>(
    x: &'r0 [f64],
    n: usize,
    k: f64,
) -> (f64, impl ::ad_runtime::Fn(f64) -> (::ad_runtime::Vec<f64>, f64) + use<'r0>) {
    let t0 = x[0];
    let mut y = t0;
    let mut z = [0.0; 2];
    let mut last = t0;
    let mut steps = 0;
    let mut trips_1 = 0..n;
    let mut checkpoints_1 = ::ad_runtime::Checkpoints::spaced(
        ::ad_runtime::trips_of(&trips_1),
    );
    while let ::ad_runtime::Some(i) = checkpoints_1
        .pass(&mut trips_1, |trips_1| (trips_1.clone(), y, z, steps.clone()))
    {
        let t3 = y;
        let mut w = 1.0;
        if y > 2.0 {
            let t5 = x[i];
            let t6 = t5 * k;
            w = t6;
            steps += 1;
        }
        for j in 0..2 {
            let t7 = y;
            let t8 = z[j];
            let t9 = t7 * t8;
            let t10 = x[j];
            let t11 = t9 + t10;
            z[j] = t11;
        }
        let t12 = z[0];
        let t13 = w;
        let t14 = t12 * t13;
        last = t14;
        let t16 = z[1];
        let t17 = t16 * t13;
        z[1] = t17;
        let t20 = scaled(t13, t14);
        let t22 = t17 * t20;
        z[1] = t22;
        let t24 = t3.sin();
        let t26 = t24 * t13;
        let t27 = z[0];
        let t28 = t26 + t27;
        y = t28;
    }
    let t29 = y;
    let t30 = z[1];
    let t31 = t29 * t30;
    let t32 = last;
    let mut s = t31 * t32;
    for i_1 in 0..n {
        let t34 = x[i_1];
        s += t34 * t34;
    }
    (
        s,
        move |y_bar: f64| {
            let mut s_bar = y_bar;
            let mut x_bar = ::ad_runtime::zeros(x.len());
            for i_1 in (0..n).rev() {
                let t34 = x[i_1];
                x_bar[i_1] += s_bar * (t34 + t34);
            }
            let mut last_bar = s_bar * t31;
            let t31_bar = s_bar * t32;
            let mut z_bar = [0.0; 2];
            z_bar[1] += t31_bar * t29;
            let mut y_bar_1 = t31_bar * t30;
            let mut k_bar = 0.0;
            let mut tape = ::ad_runtime::Vec::new();
            {
                let mut replay_1 = checkpoints_1.replay();
                while let ::ad_runtime::Some((mut trips_1, mut y, mut z, mut steps)) = replay_1
                    .restore()
                {
                    while let ::ad_runtime::Some(i) = replay_1
                        .advance(
                            &mut trips_1,
                            |trips_1| (trips_1.clone(), y, z, steps.clone()),
                        )
                    {
                        let t3 = y;
                        let mut w = 1.0;
                        if y > 2.0 {
                            let t5 = x[i];
                            let t6 = t5 * k;
                            w = t6;
                            steps += 1;
                        }
                        for j in 0..2 {
                            let t7 = y;
                            let t8 = z[j];
                            let t9 = t7 * t8;
                            let t10 = x[j];
                            let t11 = t9 + t10;
                            z[j] = t11;
                        }
                        let t12 = z[0];
                        let t13 = w;
                        let t14 = t12 * t13;
                        let t16 = z[1];
                        let t17 = t16 * t13;
                        z[1] = t17;
                        let t20 = scaled(t13, t14);
                        z[1] = t17 * t20;
                        let t24 = t3.sin();
                        y = t24 * t13 + z[0];
                    }
                    if let ::ad_runtime::Some(i) = trips_1.next() {
                        let t3 = y;
                        let mut w = 1.0;
                        let branch = if y > 2.0 {
                            let t5 = x[i];
                            let t6 = t5 * k;
                            w = t6;
                            steps += 1;
                            true
                        } else {
                            false
                        };
                        let tape = ::ad_runtime::records(&mut tape, 0..2, 0.0);
                        for (j, kept) in (0..2).zip(tape.iter_mut()) {
                            let t7 = y;
                            let t8 = z[j];
                            let t9 = t7 * t8;
                            let t10 = x[j];
                            let t11 = t9 + t10;
                            z[j] = t11;
                            *kept = t8;
                        }
                        let t12 = z[0];
                        let t13 = w;
                        let t14 = t12 * t13;
                        let t16 = z[1];
                        let t17 = t16 * t13;
                        <scaled>::activity(::ad_runtime::Active, ::ad_runtime::Active);
                        let (t20, scaled_pullback) = <scaled>::vjp(t13, t14);
                        let t24 = t3.sin();
                        let t45 = y_bar_1;
                        z_bar[0] += t45;
                        y_bar_1 = t45 * t13 * t3.cos();
                        let t46 = z_bar[1];
                        z_bar[1] = 0.0;
                        let (t47, t48) = scaled_pullback(
                            t46 * t17,
                            ::ad_runtime::None,
                            ::ad_runtime::None,
                        );
                        let t17_bar = t46 * t20 + z_bar[1];
                        z_bar[1] = t17_bar * t13;
                        let t50 = last_bar;
                        last_bar = 0.0;
                        let t14_bar = t48 + t50;
                        let mut w_bar = t45 * t24 + t47 + t17_bar * t16 + t14_bar * t12;
                        z_bar[0] += t14_bar * t13;
                        {
                            let x_bar = &mut x_bar[..2];
                            for (j, &t8) in (0..2).zip(tape.iter()).rev() {
                                let t7 = y;
                                let t51 = z_bar[j];
                                x_bar[j] += t51;
                                z_bar[j] = t51 * t7;
                                y_bar_1 += t51 * t8;
                            }
                        }
                        if branch {
                            let t5 = x[i];
                            let t52 = w_bar;
                            k_bar += t52 * t5;
                            x_bar[i] += t52 * k;
                        }
                    }
                }
            }
            x_bar[0] += last_bar + y_bar_1;
            (x_bar, k_bar)
        },
    )
}

fn f_grad(x: &[f64], n: usize, k: f64) -> (::ad_runtime::Vec<f64>, f64) {
    let t0 = x[0];
    let mut y = t0;
    let mut z = [0.0; 2];
    let mut last = t0;
    let mut steps = 0;
    let mut trips = 0..n;
    let mut checkpoints = ::ad_runtime::Checkpoints::spaced(
        ::ad_runtime::trips_of(&trips),
    );
    while let ::ad_runtime::Some(i) = checkpoints
        .pass(&mut trips, |trips| (trips.clone(), y, z, steps.clone()))
    {
        let t3 = y;
        let mut w = 1.0;
        if y > 2.0 {
            let t5 = x[i];
            let t6 = t5 * k;
            w = t6;
            steps += 1;
        }
        for j in 0..2 {
            let t7 = y;
            let t8 = z[j];
            let t9 = t7 * t8;
            let t10 = x[j];
            let t11 = t9 + t10;
            z[j] = t11;
        }
        let t12 = z[0];
        let t13 = w;
        let t14 = t12 * t13;
        last = t14;
        let t16 = z[1];
        let t17 = t16 * t13;
        z[1] = t17;
        let t20 = scaled(t13, t14);
        let t22 = t17 * t20;
        z[1] = t22;
        let t24 = t3.sin();
        let t26 = t24 * t13;
        let t27 = z[0];
        let t28 = t26 + t27;
        y = t28;
    }
    let t29 = y;
    let t30 = z[1];
    let mut s_bar = 1.0;
    let mut x_bar = ::ad_runtime::zeros(x.len());
    let t31 = t29 * t30;
    let t32 = last;
    for i_1 in 0..n {
        let t34 = x[i_1];
        x_bar[i_1] = s_bar * (t34 + t34);
    }
    let mut last_bar = s_bar * t31;
    let t31_bar = s_bar * t32;
    let mut z_bar = [0.0; 2];
    z_bar[1] += t31_bar * t29;
    let mut y_bar = t31_bar * t30;
    let mut k_bar = 0.0;
    let mut tape = ::ad_runtime::Vec::new();
    {
        let mut replay = checkpoints.replay();
        while let ::ad_runtime::Some((mut trips, mut y, mut z, mut steps)) = replay
            .restore()
        {
            while let ::ad_runtime::Some(i) = replay
                .advance(&mut trips, |trips| (trips.clone(), y, z, steps.clone()))
            {
                let t3 = y;
                let mut w = 1.0;
                if y > 2.0 {
                    let t5 = x[i];
                    let t6 = t5 * k;
                    w = t6;
                    steps += 1;
                }
                for j in 0..2 {
                    let t7 = y;
                    let t8 = z[j];
                    let t9 = t7 * t8;
                    let t10 = x[j];
                    let t11 = t9 + t10;
                    z[j] = t11;
                }
                let t12 = z[0];
                let t13 = w;
                let t14 = t12 * t13;
                let t16 = z[1];
                let t17 = t16 * t13;
                z[1] = t17;
                let t20 = scaled(t13, t14);
                let t22 = t17 * t20;
                z[1] = t22;
                let t24 = t3.sin();
                let t26 = t24 * t13;
                let t27 = z[0];
                let t28 = t26 + t27;
                y = t28;
            }
            if let ::ad_runtime::Some(i) = trips.next() {
                let t3 = y;
                let mut w = 1.0;
                let branch = if y > 2.0 {
                    let t5 = x[i];
                    let t6 = t5 * k;
                    w = t6;
                    steps += 1;
                    true
                } else {
                    false
                };
                let tape = ::ad_runtime::records(&mut tape, 0..2, 0.0);
                for (j, kept) in (0..2).zip(tape.iter_mut()) {
                    let t7 = y;
                    let t8 = z[j];
                    let t9 = t7 * t8;
                    let t10 = x[j];
                    let t11 = t9 + t10;
                    z[j] = t11;
                    *kept = t8;
                }
                let t12 = z[0];
                let t13 = w;
                let t14 = t12 * t13;
                let t16 = z[1];
                let t17 = t16 * t13;
                <scaled>::activity(::ad_runtime::Active, ::ad_runtime::Active);
                let (t20, scaled_pullback) = <scaled>::vjp(t13, t14);
                let t24 = t3.sin();
                let t44 = y_bar;
                z_bar[0] += t44;
                y_bar = t44 * t13 * t3.cos();
                let t45 = z_bar[1];
                z_bar[1] = 0.0;
                let (t46, t47) = scaled_pullback(
                    t45 * t17,
                    ::ad_runtime::None,
                    ::ad_runtime::None,
                );
                let t17_bar = t45 * t20 + z_bar[1];
                z_bar[1] = t17_bar * t13;
                let t49 = last_bar;
                last_bar = 0.0;
                let t14_bar = t47 + t49;
                let mut w_bar = t44 * t24 + t46 + t17_bar * t16 + t14_bar * t12;
                z_bar[0] += t14_bar * t13;
                {
                    let x_bar = &mut x_bar[..2];
                    for (j, &t8) in (0..2).zip(tape.iter()).rev() {
                        let t7 = y;
                        let t50 = z_bar[j];
                        x_bar[j] += t50;
                        z_bar[j] = t50 * t7;
                        y_bar += t50 * t8;
                    }
                }
                if branch {
                    let t5 = x[i];
                    let t51 = w_bar;
                    k_bar += t51 * t5;
                    x_bar[i] += t51 * k;
                }
            }
        }
    }
    x_bar[0] += last_bar + y_bar;
    (x_bar, k_bar)
}
