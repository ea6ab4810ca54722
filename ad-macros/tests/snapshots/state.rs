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
