fn f_jvp(x: &[f64], points: &[f64], x_dot: &[f64]) -> (f64, f64) {
    let n = x.len();
    let mut row = vec![0.0; n];
    let mut row_dot = ::ad_runtime::zeros_like(&row);
    let mut total = 0.0;
    let mut total_dot = 0.0;
    let end = points.len();
    for p in 0..end {
        for j in 0..n {
            let t2 = points[p];
            row[j] = x[j] * t2;
            row_dot[j] = x_dot[j] * t2;
        }
        for j_1 in 0..n {
            for k in (j_1 + 1)..n {
                let t4 = row[j_1];
                let t5 = t4.sin();
                let t6 = x[k];
                let t7_dot = row_dot[j_1] * t4.cos() * t6 + x_dot[k] * t5;
                row[k] += t5 * t6;
                row_dot[k] += t7_dot;
            }
        }
        let t8_dot = row_dot[n - 1];
        total += row[n - 1];
        total_dot += t8_dot;
    }
    let t9 = total;
    let t9_dot = total_dot;
    let t10 = points.len() as f64;
    (t9 / t10, t9_dot / t10)
}

fn f_linearize<'r0, 'r1>(
    x: &'r0 [f64],
    points: &'r1 [f64],
) -> (f64, impl ::ad_runtime::Fn(&[f64]) -> f64 + use<'r0, 'r1>) {
    let n = x.len();
    let mut row = vec![0.0; n];
    let zero = ::ad_runtime::zeros_like(&row);
    let mut total = 0.0;
    let end = points.len();
    let mut tape_1 = ::ad_runtime::Vec::new();
    for p in 0..end {
        for j in 0..n {
            let t2 = points[p];
            row[j] = x[j] * t2;
        }
        for j_1 in 0..n {
            let records = ::ad_runtime::further_records(
                &mut tape_1,
                (j_1 + 1)..n,
                (0.0, 0.0),
            );
            for (k, kept) in ((j_1 + 1)..n).zip(records) {
                let t4 = row[j_1];
                let t5 = t4.sin();
                let t13 = t4.cos();
                let t6 = x[k];
                row[k] += t5 * t6;
                *kept = (t5, t13);
            }
        }
        total += row[n - 1];
    }
    let t9 = total;
    let t10 = points.len() as f64;
    (
        t9 / t10,
        move |x_dot: &[f64]| {
            let mut row_dot = ::ad_runtime::zeros_like(&zero);
            let mut total_dot = 0.0;
            let mut tape_1 = tape_1.as_slice();
            for p in 0..end {
                {
                    let x_dot = &x_dot[..n];
                    let row_dot = &mut row_dot[..n];
                    for j in 0..n {
                        row_dot[j] = x_dot[j] * points[p];
                    }
                }
                for j_1 in 0..n {
                    for (k, &(t5, t13)) in ((j_1 + 1)..n)
                        .zip(::ad_runtime::first_trips(&mut tape_1, (j_1 + 1)..n).iter())
                    {
                        row_dot[k] += row_dot[j_1] * t13 * x[k] + x_dot[k] * t5;
                    }
                }
                total_dot += row_dot[n - 1];
            }
            total_dot / t10
        },
    )
}

fn f_jvp_over<LinkedScalar: ::ad_runtime::TangentScalar<f64>>(
    x: &[f64],
    points: &[f64],
    x_dot: &[LinkedScalar],
) -> (f64, LinkedScalar) {
    let zero_dot = LinkedScalar::zero();
    let n = x.len();
    let mut row = vec![0.0; n];
    let mut row_dot = ::ad_runtime::repeat(LinkedScalar::zero(), row.len());
    let mut total = 0.0;
    let mut total_dot = zero_dot;
    let end = points.len();
    for p in 0..end {
        for j in 0..n {
            let t2 = points[p];
            row[j] = x[j] * t2;
            row_dot[j] = x_dot[j].times(::ad_runtime::scalar::float(t2));
        }
        for j_1 in 0..n {
            for k in (j_1 + 1)..n {
                let t4 = row[j_1];
                let t4_dot = row_dot[j_1];
                let t5 = t4.sin();
                let t5_dot = t4_dot
                    .times(t4.cos())
                    .unary(::ad_runtime::scalar::Unary::Sin, (t4, t4_dot), t5);
                let t6 = x[k];
                let t6_dot = x_dot[k];
                let t7 = t5 * t6;
                let t7_dot = t5_dot
                    .times(t6)
                    .plus(t6_dot.times(t5))
                    .binary(
                        ::ad_runtime::scalar::Binary::Product,
                        (t5, t5_dot),
                        (t6, t6_dot),
                        t7,
                    );
                row[k] += t7;
                row_dot[k] = row_dot[k].plus(t7_dot);
            }
        }
        let t8_dot = row_dot[n - 1];
        total += row[n - 1];
        total_dot = total_dot.plus(t8_dot);
    }
    let t9 = total;
    let t9_dot = total_dot;
    let t10 = points.len() as f64;
    (t9 / t10, t9_dot.over(::ad_runtime::scalar::float(t10)))
}

fn f_vjp<'r0, 'r1>(
    x: &'r0 [f64],
    points: &'r1 [f64],
) -> (f64, impl ::ad_runtime::Fn(f64) -> ::ad_runtime::Vec<f64> + use<'r0, 'r1>) {
    let n = x.len();
    let mut row = vec![0.0; n];
    let mut total = 0.0;
    let end = points.len();
    let mut tape = ::ad_runtime::Vec::new();
    for p in 0..end {
        for j in 0..n {
            let t2 = points[p];
            row[j] = x[j] * t2;
        }
        for j_1 in 0..n {
            let records = ::ad_runtime::further_records(
                &mut tape,
                (j_1 + 1)..n,
                (0.0, 0.0),
            );
            for (k, kept) in ((j_1 + 1)..n).zip(records) {
                let t4 = row[j_1];
                let t5 = t4.sin();
                let t13 = t4.cos();
                let t6 = x[k];
                row[k] += t5 * t6;
                *kept = (t5, t13);
            }
        }
        total += row[n - 1];
    }
    let t9 = total;
    let t10 = points.len() as f64;
    (
        t9 / t10,
        move |y_bar: f64| {
            let mut total_bar = y_bar / t10;
            let mut x_bar = ::ad_runtime::zeros(x.len());
            let mut row_bar = ::ad_runtime::zeros_like(&row);
            let mut tape = tape.as_slice();
            for p in (0..end).rev() {
                row_bar[n - 1] += total_bar;
                for j_1 in (0..n).rev() {
                    for (k, &(t5, t13)) in ((j_1 + 1)..n)
                        .zip(::ad_runtime::last_trips(&mut tape, (j_1 + 1)..n).iter())
                        .rev()
                    {
                        let t17 = row_bar[k];
                        x_bar[k] += t17 * t5;
                        row_bar[j_1] += t17 * x[k] * t13;
                    }
                }
                {
                    let x_bar = &mut x_bar[..n];
                    let row_bar = &mut row_bar[..n];
                    for j in 0..n {
                        let t2 = points[p];
                        let t18 = row_bar[j];
                        row_bar[j] = 0.0;
                        x_bar[j] += t18 * t2;
                    }
                }
            }
            x_bar
        },
    )
}

fn f_grad(x: &[f64], points: &[f64]) -> ::ad_runtime::Vec<f64> {
    let n = x.len();
    let mut row = vec![0.0; n];
    let end = points.len();
    let mut total_bar = 1.0 / points.len() as f64;
    let mut x_bar = ::ad_runtime::zeros(x.len());
    let mut row_bar = ::ad_runtime::zeros_like(&row);
    let mut tape = ::ad_runtime::Vec::new();
    for p in 0..end {
        for j in 0..n {
            let t2 = points[p];
            row[j] = x[j] * t2;
        }
        tape.clear();
        for j_1 in 0..n {
            let records = ::ad_runtime::further_records(
                &mut tape,
                (j_1 + 1)..n,
                (0.0, 0.0),
            );
            for (k, kept) in ((j_1 + 1)..n).zip(records) {
                let t4 = row[j_1];
                let t5 = t4.sin();
                let t13 = t4.cos();
                let t6 = x[k];
                row[k] += t5 * t6;
                *kept = (t5, t13);
            }
        }
        row_bar[n - 1] += total_bar;
        let mut tape = tape.as_slice();
        for j_1 in (0..n).rev() {
            for (k, &(t5, t13)) in ((j_1 + 1)..n)
                .zip(::ad_runtime::last_trips(&mut tape, (j_1 + 1)..n).iter())
                .rev()
            {
                let t6 = x[k];
                let t17 = row_bar[k];
                x_bar[k] += t17 * t5;
                row_bar[j_1] += t17 * t6 * t13;
            }
        }
        {
            let x_bar = &mut x_bar[..n];
            let row_bar = &mut row_bar[..n];
            for j in 0..n {
                let t2 = points[p];
                let t18 = row_bar[j];
                row_bar[j] = 0.0;
                x_bar[j] += t18 * t2;
            }
        }
    }
    x_bar
}
