fn f_hvp(x: &[f64], points: &[f64], x_dot: &[f64]) -> ::ad_runtime::Vec<f64> {
    let n = x.len();
    let mut row = vec![0.0; n];
    let mut row_dot = ::ad_runtime::zeros_like(&row);
    let end = points.len();
    let mut total_dot_bar = 1.0 / points.len() as f64;
    let mut x_bar = ::ad_runtime::zeros(x.len());
    let mut row_bar = ::ad_runtime::zeros_like(&row);
    let mut row_dot_bar = ::ad_runtime::zeros_like(&row_dot);
    let mut tape = ::ad_runtime::Vec::new();
    for p in 0..end {
        for j in 0..n {
            let t2 = points[p];
            row[j] = x[j] * t2;
            row_dot[j] = x_dot[j] * t2;
        }
        tape.clear();
        for j_1 in 0..n {
            let records = ::ad_runtime::further_records(
                &mut tape,
                (j_1 + 1)..n,
                (0.0, 0.0, 0.0),
            );
            for (k, kept) in ((j_1 + 1)..n).zip(records) {
                let t4 = row[j_1];
                let t4_dot = row_dot[j_1];
                let t5 = t4.sin();
                let t18 = t4.cos();
                let t5_dot = t4_dot * t18;
                let t6 = x[k];
                let t6_dot = x_dot[k];
                row[k] += t5 * t6;
                row_dot[k] += t5_dot * t6 + t6_dot * t5;
                *kept = (t4_dot, t5, t18);
            }
        }
        row_dot_bar[n - 1] += total_dot_bar;
        let mut tape = tape.as_slice();
        for j_1 in (0..n).rev() {
            for (k, &(t4_dot, t5, t18)) in ((j_1 + 1)..n)
                .zip(::ad_runtime::last_trips(&mut tape, (j_1 + 1)..n).iter())
                .rev()
            {
                let t5_dot = t4_dot * t18;
                let t6 = x[k];
                let t6_dot = x_dot[k];
                let t24 = row_dot_bar[k];
                let t25 = row_bar[k];
                x_bar[k] += t24 * t5_dot + t25 * t5;
                let t5_dot_bar = t24 * t6;
                row_dot_bar[j_1] += t5_dot_bar * t18;
                row_bar[j_1]
                    += -t5_dot_bar * t4_dot * t5 + (t24 * t6_dot + t25 * t6) * t18;
            }
        }
        {
            let x_bar = &mut x_bar[..n];
            let row_bar = &mut row_bar[..n];
            let row_dot_bar = &mut row_dot_bar[..n];
            for j in 0..n {
                let t2 = points[p];
                row_dot_bar[j] = 0.0;
                let t27 = row_bar[j];
                row_bar[j] = 0.0;
                x_bar[j] += t27 * t2;
            }
        }
    }
    x_bar
}

fn f_grad_and_hvp(
    x: &[f64],
    points: &[f64],
    x_dot: &[f64],
) -> (::ad_runtime::Vec<f64>, ::ad_runtime::Vec<f64>) {
    let n = x.len();
    let mut row = vec![0.0; n];
    let mut row_dot = ::ad_runtime::zeros_like(&row);
    let end = points.len();
    let mut total_dot_bar = 1.0 / points.len() as f64;
    let mut x_bar = ::ad_runtime::zeros(x.len());
    let mut x_dot_bar = ::ad_runtime::zeros(x_dot.len());
    let mut row_bar = ::ad_runtime::zeros_like(&row);
    let mut row_dot_bar = ::ad_runtime::zeros_like(&row_dot);
    let mut tape = ::ad_runtime::Vec::new();
    for p in 0..end {
        for j in 0..n {
            let t2 = points[p];
            row[j] = x[j] * t2;
            row_dot[j] = x_dot[j] * t2;
        }
        tape.clear();
        for j_1 in 0..n {
            let records = ::ad_runtime::further_records(
                &mut tape,
                (j_1 + 1)..n,
                (0.0, 0.0, 0.0),
            );
            for (k, kept) in ((j_1 + 1)..n).zip(records) {
                let t4 = row[j_1];
                let t4_dot = row_dot[j_1];
                let t5 = t4.sin();
                let t18 = t4.cos();
                let t5_dot = t4_dot * t18;
                let t6 = x[k];
                let t6_dot = x_dot[k];
                row[k] += t5 * t6;
                row_dot[k] += t5_dot * t6 + t6_dot * t5;
                *kept = (t4_dot, t5, t18);
            }
        }
        row_dot_bar[n - 1] += total_dot_bar;
        let mut tape = tape.as_slice();
        for j_1 in (0..n).rev() {
            for (k, &(t4_dot, t5, t18)) in ((j_1 + 1)..n)
                .zip(::ad_runtime::last_trips(&mut tape, (j_1 + 1)..n).iter())
                .rev()
            {
                let t5_dot = t4_dot * t18;
                let t6 = x[k];
                let t6_dot = x_dot[k];
                let t25 = row_dot_bar[k];
                let t26 = row_bar[k];
                x_dot_bar[k] += t25 * t5;
                x_bar[k] += t25 * t5_dot + t26 * t5;
                let t5_dot_bar = t25 * t6;
                row_dot_bar[j_1] += t5_dot_bar * t18;
                row_bar[j_1]
                    += -t5_dot_bar * t4_dot * t5 + (t25 * t6_dot + t26 * t6) * t18;
            }
        }
        {
            let x_bar = &mut x_bar[..n];
            let x_dot_bar = &mut x_dot_bar[..n];
            let row_bar = &mut row_bar[..n];
            let row_dot_bar = &mut row_dot_bar[..n];
            for j in 0..n {
                let t2 = points[p];
                let t27 = row_dot_bar[j];
                row_dot_bar[j] = 0.0;
                let t28 = row_bar[j];
                row_bar[j] = 0.0;
                x_dot_bar[j] += t27 * t2;
                x_bar[j] += t28 * t2;
            }
        }
    }
    (x_dot_bar, x_bar)
}
