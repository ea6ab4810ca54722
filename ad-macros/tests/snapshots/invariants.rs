fn f_jvp(x: &[f64], y: &[f64], n: usize, x_dot: &[f64]) -> (f64, f64) {
    let mut s = 1.0;
    let mut s_dot = 0.0;
    let end = x.len();
    for j in 0..end {
        let end_1 = y.len();
        let t0 = x[j];
        let t0_dot = x_dot[j];
        for k in 0..end_1 {
            let t1 = y[k];
            let t2 = t0 * t1;
            let t3 = s;
            let t4_dot = t0_dot * t1 * t3 + s_dot * t2;
            s += t2 * t3;
            s_dot += t4_dot;
        }
    }
    for j_1 in 0..n {
        let end_2 = y.len();
        for k_1 in 0..end_2 {
            let m = k_1 + j_1;
            let t7 = x[j_1] + x[m];
            let t8 = s;
            let t9_dot = s_dot * t7 + (x_dot[j_1] + x_dot[m]) * t8;
            s = t8 * t7;
            s_dot = t9_dot;
        }
    }
    (s, s_dot)
}

fn f_linearize<'r0, 'r1>(
    x: &'r0 [f64],
    y: &'r1 [f64],
    n: usize,
) -> (f64, impl ::ad_runtime::Fn(&[f64]) -> f64 + use<'r0, 'r1>) {
    let mut s = 1.0;
    let end = x.len();
    let mut tape = ::ad_runtime::Vec::new();
    for j in 0..end {
        let end_1 = y.len();
        let t0 = x[j];
        let records = ::ad_runtime::further_records(&mut tape, 0..end_1, 0.0);
        for (k, kept) in (0..end_1).zip(records) {
            let t1 = y[k];
            let t2 = t0 * t1;
            let t3 = s;
            s += t2 * t3;
            *kept = t3;
        }
    }
    let mut tape_2 = ::ad_runtime::Vec::new();
    for j_1 in 0..n {
        let end_2 = y.len();
        let records = ::ad_runtime::further_records(&mut tape_2, 0..end_2, 0.0);
        for (k_1, kept) in (0..end_2).zip(records) {
            let m = k_1 + j_1;
            let t5 = x[j_1];
            let t6 = x[m];
            let t7 = t5 + t6;
            let t8 = s;
            s = t8 * t7;
            *kept = t8;
        }
    }
    (
        s,
        move |x_dot: &[f64]| {
            let mut s_dot = 0.0;
            let mut tape = tape.as_slice();
            for j in 0..end {
                let end_1 = y.len();
                let t0 = x[j];
                let t0_dot = x_dot[j];
                for (k, &t3) in (0..end_1)
                    .zip(::ad_runtime::first_trips(&mut tape, 0..end_1).iter())
                {
                    let t1 = y[k];
                    s_dot += t0_dot * t1 * t3 + s_dot * (t0 * t1);
                }
            }
            let mut tape_2 = tape_2.as_slice();
            for j_1 in 0..n {
                let end_2 = y.len();
                for (k_1, &t8) in (0..end_2)
                    .zip(::ad_runtime::first_trips(&mut tape_2, 0..end_2).iter())
                {
                    let m = k_1 + j_1;
                    s_dot = s_dot * (x[j_1] + x[m]) + (x_dot[j_1] + x_dot[m]) * t8;
                }
            }
            s_dot
        },
    )
}

fn f_jvp_over<LinkedScalar: ::ad_runtime::TangentScalar<f64>>(
    x: &[f64],
    y: &[f64],
    n: usize,
    x_dot: &[LinkedScalar],
) -> (f64, LinkedScalar) {
    let zero_dot = LinkedScalar::zero();
    let mut s = 1.0;
    let mut s_dot = zero_dot;
    let end = x.len();
    for j in 0..end {
        let end_1 = y.len();
        for k in 0..end_1 {
            let t1 = y[k];
            let t2 = x[j] * t1;
            let t2_dot = x_dot[j].times(::ad_runtime::scalar::float(t1));
            let t3 = s;
            let t3_dot = s_dot;
            let t4 = t2 * t3;
            let t4_dot = t2_dot
                .times(t3)
                .plus(t3_dot.times(t2))
                .binary(
                    ::ad_runtime::scalar::Binary::Product,
                    (t2, t2_dot),
                    (t3, t3_dot),
                    t4,
                );
            s += t4;
            s_dot = s_dot.plus(t4_dot);
        }
    }
    for j_1 in 0..n {
        let end_2 = y.len();
        for k_1 in 0..end_2 {
            let m = k_1 + j_1;
            let t7 = x[j_1] + x[m];
            let t7_dot = x_dot[j_1].plus(x_dot[m]);
            let t8 = s;
            let t8_dot = s_dot;
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
            s = t9;
            s_dot = t9_dot;
        }
    }
    (s, s_dot)
}

fn f_vjp<'r0, 'r1>(
    x: &'r0 [f64],
    y: &'r1 [f64],
    n: usize,
) -> (f64, impl ::ad_runtime::Fn(f64) -> ::ad_runtime::Vec<f64> + use<'r0, 'r1>) {
    let mut s = 1.0;
    let end = x.len();
    let mut tape_2 = ::ad_runtime::Vec::new();
    for j in 0..end {
        let end_1 = y.len();
        let t0 = x[j];
        let records = ::ad_runtime::further_records(&mut tape_2, 0..end_1, 0.0);
        for (k, kept) in (0..end_1).zip(records) {
            let t1 = y[k];
            let t2 = t0 * t1;
            let t3 = s;
            s += t2 * t3;
            *kept = t3;
        }
    }
    let mut tape = ::ad_runtime::Vec::new();
    for j_1 in 0..n {
        let end_2 = y.len();
        let records = ::ad_runtime::further_records(&mut tape, 0..end_2, 0.0);
        for (k_1, kept) in (0..end_2).zip(records) {
            let m = k_1 + j_1;
            let t5 = x[j_1];
            let t6 = x[m];
            let t7 = t5 + t6;
            let t8 = s;
            s = t8 * t7;
            *kept = t8;
        }
    }
    (
        s,
        move |y_bar: f64| {
            let mut s_bar = y_bar;
            let mut x_bar = ::ad_runtime::zeros(x.len());
            let mut tape = tape.as_slice();
            for j_1 in (0..n).rev() {
                let end_2 = y.len();
                for (k_1, &t8) in (0..end_2)
                    .zip(::ad_runtime::last_trips(&mut tape, 0..end_2).iter())
                    .rev()
                {
                    let m = k_1 + j_1;
                    let t12 = s_bar;
                    s_bar = t12 * (x[j_1] + x[m]);
                    let t7_bar = t12 * t8;
                    x_bar[m] += t7_bar;
                    x_bar[j_1] += t7_bar;
                }
            }
            let mut tape_2 = tape_2.as_slice();
            for j in (0..end).rev() {
                let end_1 = y.len();
                let mut t0_bar = 0.0;
                let t0 = x[j];
                for (k, &t3) in (0..end_1)
                    .zip(::ad_runtime::last_trips(&mut tape_2, 0..end_1).iter())
                    .rev()
                {
                    let t1 = y[k];
                    let t13 = s_bar;
                    s_bar += t13 * (t0 * t1);
                    t0_bar += t13 * t3 * t1;
                }
                x_bar[j] += t0_bar;
            }
            x_bar
        },
    )
}

fn f_grad(x: &[f64], y: &[f64], n: usize) -> ::ad_runtime::Vec<f64> {
    let mut s = 1.0;
    let end = x.len();
    let mut tape_2 = ::ad_runtime::Vec::new();
    for j in 0..end {
        let end_1 = y.len();
        let t0 = x[j];
        let records = ::ad_runtime::further_records(&mut tape_2, 0..end_1, 0.0);
        for (k, kept) in (0..end_1).zip(records) {
            let t1 = y[k];
            let t2 = t0 * t1;
            let t3 = s;
            s += t2 * t3;
            *kept = t3;
        }
    }
    let mut tape = ::ad_runtime::Vec::new();
    for j_1 in 0..n {
        let end_2 = y.len();
        let records = ::ad_runtime::further_records(&mut tape, 0..end_2, 0.0);
        for (k_1, kept) in (0..end_2).zip(records) {
            let m = k_1 + j_1;
            let t5 = x[j_1];
            let t6 = x[m];
            let t7 = t5 + t6;
            let t8 = s;
            s = t8 * t7;
            *kept = t8;
        }
    }
    let mut s_bar = 1.0;
    let mut x_bar = ::ad_runtime::zeros(x.len());
    let mut tape = tape.as_slice();
    for j_1 in (0..n).rev() {
        let end_2 = y.len();
        for (k_1, &t8) in (0..end_2)
            .zip(::ad_runtime::last_trips(&mut tape, 0..end_2).iter())
            .rev()
        {
            let m = k_1 + j_1;
            let t5 = x[j_1];
            let t6 = x[m];
            let t7 = t5 + t6;
            let t12 = s_bar;
            s_bar = t12 * t7;
            let t7_bar = t12 * t8;
            x_bar[m] += t7_bar;
            x_bar[j_1] += t7_bar;
        }
    }
    let mut tape_2 = tape_2.as_slice();
    for j in (0..end).rev() {
        let end_1 = y.len();
        let t0 = x[j];
        let mut t0_bar = 0.0;
        for (k, &t3) in (0..end_1)
            .zip(::ad_runtime::last_trips(&mut tape_2, 0..end_1).iter())
            .rev()
        {
            let t1 = y[k];
            let t2 = t0 * t1;
            let t13 = s_bar;
            s_bar += t13 * t2;
            t0_bar += t13 * t3 * t1;
        }
        x_bar[j] += t0_bar;
    }
    x_bar
}
