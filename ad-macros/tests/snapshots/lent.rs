fn in_a_loop_vjp<'r0, 'r1, 'r2>(
    x: &'r0 [f64; 3],
    scale: &'r1 f64,
    w: &'r2 [f64; 3],
) -> (
    f64,
    impl ::ad_runtime::Fn(f64) -> ([f64; 3], f64, [f64; 3]) + use<'r0, 'r1, 'r2>,
) {
    let mut y = 1.0;
    let tape: ::ad_runtime::Vec<_> = (0..3)
        .map(|i| {
            let t0 = x[i];
            let t1 = w[i];
            let t2 = t0 * t1;
            let t3 = y;
            y = t3 * t2;
            t3
        })
        .collect();
    (
        y + *scale,
        move |y_bar: f64| {
            let mut scale_bar = y_bar;
            let mut y_bar_1 = y_bar;
            let mut x_bar = [0.0; 3];
            let mut w_bar = [0.0; 3];
            for (i, &t3) in (0..3).zip(tape.iter()).rev() {
                let t0 = x[i];
                let t1 = w[i];
                let t10 = y_bar_1;
                y_bar_1 = t10 * (t0 * t1);
                let t2_bar = t10 * t3;
                w_bar[i] = t2_bar * t0;
                x_bar[i] = t2_bar * t1;
            }
            (x_bar, scale_bar, w_bar)
        },
    )
}

fn in_a_branch_vjp<'r0, 'r1>(
    y: f64,
    w: &'r0 [f64; 2],
    v: &'r1 [f64; 2],
) -> (f64, impl ::ad_runtime::Fn(f64) -> (f64, [f64; 2], [f64; 2]) + use<'r0, 'r1>) {
    let mut s = y;
    let branch = if w[0] > 1.0 {
        let t0 = v[1];
        let t1 = t0 * y;
        s = y * t1;
        true
    } else {
        false
    };
    (
        s,
        move |y_bar: f64| {
            let mut s_bar = y_bar;
            let mut v_bar = [0.0; 2];
            let mut y_bar_1 = 0.0;
            if branch {
                let t0 = v[1];
                let t6 = s_bar;
                s_bar = 0.0;
                y_bar_1 += t6 * (t0 * y);
                let t1_bar = t6 * y;
                y_bar_1 += t1_bar * t0;
                v_bar[1] += t1_bar * y;
            }
            y_bar_1 += s_bar;
            (y_bar_1, [0.0; 2], v_bar)
        },
    )
}

fn not_at_all_vjp(
    x: f64,
    y: &f64,
    n: usize,
) -> (f64, impl ::ad_runtime::Fn(f64) -> (f64, f64) + use<>) {
    let mut s = x;
    let tape: ::ad_runtime::Vec<_> = (0..n)
        .map(|i| {
            let t0 = s;
            let t1 = t0 + i as f64;
            s = t0 * t1;
            t0
        })
        .collect();
    let t4 = s;
    let t5 = *y;
    (
        t4 * t5,
        move |y_bar: f64| {
            let mut y_bar_1 = y_bar * t4;
            let mut s_bar = y_bar * t5;
            for (i, &t0) in (0..n).zip(tape.iter()).rev() {
                let t7 = s_bar;
                s_bar = t7 * (t0 + i as f64) + t7 * t0;
            }
            (s_bar, y_bar_1)
        },
    )
}

fn shapes_vjp<'r0, 'r1>(
    x: &'r0 [f64; 2],
    y: &'r1 [f64],
    n: usize,
) -> (
    f64,
    impl ::ad_runtime::Fn(f64) -> ([f64; 2], ::ad_runtime::Vec<f64>) + use<'r0, 'r1>,
) {
    let mut s = 1.0;
    let mut a = *x;
    let tape: ::ad_runtime::Vec<_> = (0..n)
        .map(|i| {
            let t0 = s;
            a = [t0, a[0]];
            let t4 = y[0];
            let t5 = t0 + t4;
            s = t0 * t5;
            t0
        })
        .collect();
    let t8 = s;
    let t9 = a[1];
    (
        t8 * t9,
        move |y_bar: f64| {
            let mut a_bar = [0.0; 2];
            a_bar[1] += y_bar * t8;
            let mut s_bar = y_bar * t9;
            let mut y_bar_1 = ::ad_runtime::zeros(y.len());
            for &t0 in tape.iter().rev() {
                let t13 = s_bar;
                let t5_bar = t13 * t0;
                y_bar_1[0] += t5_bar;
                let t14 = a_bar;
                a_bar = [0.0; 2];
                let [t16, t17] = t14;
                a_bar[0] += t17;
                s_bar = t13 * (t0 + y[0]) + t5_bar + t16;
            }
            (a_bar, y_bar_1)
        },
    )
}
