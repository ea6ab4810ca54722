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
        <scaled>::activity(::ad_runtime::Active, ::ad_runtime::Active);
        let (t17, t17_dot) = <scaled>::jvp(
            t13,
            t14,
            ::ad_runtime::Some(t13_dot),
            ::ad_runtime::Some(t14_dot),
        );
        let t18 = z[1];
        let t19_dot = z_dot[1] * t17 + t17_dot * t18;
        z[1] = t18 * t17;
        z_dot[1] = t19_dot;
        let t21 = t14.sin();
        let t25_dot = t14_dot * t14.cos() * t13 + t13_dot * t21 + z_dot[0];
        y = t21 * t13 + z[0];
        y_dot = t25_dot;
    }
    let t26 = y;
    let t27 = z[1];
    let t28 = t26 * t27;
    let t29 = last;
    let mut s = t28 * t29;
    let mut s_dot = (y_dot * t27 + z_dot[1] * t26) * t29 + last_dot * t28;
    for i_1 in 0..n {
        let t31 = x[i_1];
        let t31_dot = x_dot[i_1];
        s += t31 * t31;
        s_dot += t31_dot * t31 + t31_dot * t31;
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
        let t17 = scaled(t13, t14);
        let t18 = z[1];
        let t19 = t18 * t17;
        z[1] = t19;
        let t21 = t14.sin();
        let t23 = t21 * t13;
        let t24 = z[0];
        let t25 = t23 + t24;
        y = t25;
    }
    let t26 = y;
    let t27 = z[1];
    let t28 = t26 * t27;
    let t29 = last;
    let mut s = t28 * t29;
    for i_1 in 0..n {
        let t31 = x[i_1];
        s += t31 * t31;
    }
    (
        s,
        move |y_bar: f64| {
            let mut s_bar = y_bar;
            let mut x_bar = ::ad_runtime::zeros(x.len());
            for i_1 in (0..n).rev() {
                let t31 = x[i_1];
                let t38 = s_bar;
                x_bar[i_1] += t38 * t31 + t38 * t31;
            }
            let mut last_bar = s_bar * t28;
            let t28_bar = s_bar * t29;
            let mut z_bar = [0.0; 2];
            z_bar[1] += t28_bar * t26;
            let mut y_bar_1 = t28_bar * t27;
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
                        let t17 = scaled(t13, t14);
                        let t18 = z[1];
                        z[1] = t18 * t17;
                        let t21 = t14.sin();
                        y = t21 * t13 + z[0];
                    }
                    if let ::ad_runtime::Some(i) = trips_1.next() {
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
                        tape.clear();
                        tape.extend(
                            (0..2)
                                .map(|j| {
                                    let t7 = y;
                                    let t8 = z[j];
                                    let t9 = t7 * t8;
                                    let t10 = x[j];
                                    let t11 = t9 + t10;
                                    z[j] = t11;
                                    t8
                                }),
                        );
                        let t12 = z[0];
                        let t13 = w;
                        let t14 = t12 * t13;
                        <scaled>::activity(::ad_runtime::Active, ::ad_runtime::Active);
                        let (t17, scaled_pullback) = <scaled>::vjp(t13, t14);
                        let t18 = z[1];
                        let t21 = t14.sin();
                        let t41 = y_bar_1;
                        y_bar_1 = 0.0;
                        z_bar[0] += t41;
                        let t42 = z_bar[1];
                        z_bar[1] = t42 * t17;
                        let (t43, t44) = scaled_pullback(
                            t42 * t18,
                            ::ad_runtime::None,
                            ::ad_runtime::None,
                        );
                        let t45 = last_bar;
                        last_bar = 0.0;
                        let t14_bar = t41 * t13 * t14.cos() + t44 + t45;
                        let mut w_bar = t41 * t21 + t43 + t14_bar * t12;
                        z_bar[0] += t14_bar * t13;
                        for (j, &t8) in (0..2).rev().zip(tape.iter().rev()) {
                            let t7 = y;
                            let t46 = z_bar[j];
                            x_bar[j] += t46;
                            z_bar[j] = t46 * t7;
                            y_bar_1 += t46 * t8;
                        }
                        if branch {
                            let t5 = x[i];
                            let t47 = w_bar;
                            k_bar += t47 * t5;
                            x_bar[i] += t47 * k;
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
        let t17 = scaled(t13, t14);
        let t18 = z[1];
        let t19 = t18 * t17;
        z[1] = t19;
        let t21 = t14.sin();
        let t23 = t21 * t13;
        let t24 = z[0];
        let t25 = t23 + t24;
        y = t25;
    }
    let t26 = y;
    let t27 = z[1];
    let mut s_bar = 1.0;
    let mut x_bar = ::ad_runtime::zeros(x.len());
    let t28 = t26 * t27;
    let t29 = last;
    for i_1 in 0..n {
        let t31 = x[i_1];
        let t38 = s_bar;
        x_bar[i_1] += t38 * t31 + t38 * t31;
    }
    let mut last_bar = s_bar * t28;
    let t28_bar = s_bar * t29;
    let mut z_bar = [0.0; 2];
    z_bar[1] += t28_bar * t26;
    let mut y_bar = t28_bar * t27;
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
                let t17 = scaled(t13, t14);
                let t18 = z[1];
                let t19 = t18 * t17;
                z[1] = t19;
                let t21 = t14.sin();
                let t23 = t21 * t13;
                let t24 = z[0];
                let t25 = t23 + t24;
                y = t25;
            }
            if let ::ad_runtime::Some(i) = trips.next() {
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
                tape.clear();
                tape.extend(
                    (0..2)
                        .map(|j| {
                            let t7 = y;
                            let t8 = z[j];
                            let t9 = t7 * t8;
                            let t10 = x[j];
                            let t11 = t9 + t10;
                            z[j] = t11;
                            t8
                        }),
                );
                let t12 = z[0];
                let t13 = w;
                let t14 = t12 * t13;
                <scaled>::activity(::ad_runtime::Active, ::ad_runtime::Active);
                let (t17, scaled_pullback) = <scaled>::vjp(t13, t14);
                let t18 = z[1];
                let t21 = t14.sin();
                let t40 = y_bar;
                y_bar = 0.0;
                z_bar[0] += t40;
                let t41 = z_bar[1];
                z_bar[1] = t41 * t17;
                let (t42, t43) = scaled_pullback(
                    t41 * t18,
                    ::ad_runtime::None,
                    ::ad_runtime::None,
                );
                let t44 = last_bar;
                last_bar = 0.0;
                let t14_bar = t40 * t13 * t14.cos() + t43 + t44;
                let mut w_bar = t40 * t21 + t42 + t14_bar * t12;
                z_bar[0] += t14_bar * t13;
                for (j, &t8) in (0..2).rev().zip(tape.iter().rev()) {
                    let t7 = y;
                    let t45 = z_bar[j];
                    x_bar[j] += t45;
                    z_bar[j] = t45 * t7;
                    y_bar += t45 * t8;
                }
                if branch {
                    let t5 = x[i];
                    let t46 = w_bar;
                    k_bar += t46 * t5;
                    x_bar[i] += t46 * k;
                }
            }
        }
    }
    x_bar[0] += last_bar + y_bar;
    (x_bar, k_bar)
}
