fn f_grad(
    x: &[f64],
    y: &[f64],
    z: &[f64],
    n: usize,
) -> (::ad_runtime::Vec<f64>, ::ad_runtime::Vec<f64>, ::ad_runtime::Vec<f64>) {
    let mut total = 1.0;
    let mut tape_1 = ::ad_runtime::Vec::with_capacity(n * n);
    let mut tape_2 = ::ad_runtime::Vec::with_capacity(n);
    for i in 0..n {
        let records = ::ad_runtime::further_records(&mut tape_1, 0..n, (0.0, 0.0));
        for (j, kept) in (0..n).zip(records) {
            let t0 = total;
            let t1 = x[i * n + j];
            let t2 = t0 * t1;
            let t16 = t2.cos();
            let t4 = y[j];
            let t5 = z[j];
            let t6 = t4 * t5;
            let t7 = z[0];
            total = t2.sin() + t6 * t7;
            *kept = (t0, t16);
        }
        let mut tape = ::ad_runtime::Vec::new();
        for j_1 in 0..n {
            if y[i] > 0.0 {
                let t10 = y[j_1];
                let t11 = x[j_1 + i];
                let t12 = t10 * t11;
                let t13 = total;
                total = t13 * t12;
                tape.push((t13, j_1.clone()));
            }
        }
        tape_2.push(tape);
    }
    let mut total_bar = 1.0;
    let mut x_bar = ::ad_runtime::zeros(x.len());
    let mut y_bar = ::ad_runtime::zeros(y.len());
    let mut z_bar = ::ad_runtime::zeros(z.len());
    let mut tape_1 = tape_1.as_slice();
    for (i, &ref tape) in (0..n).zip(tape_2.iter()).rev() {
        for &(t13, ref j_1) in tape.iter().rev() {
            let j_1 = j_1.clone();
            let t10 = y[j_1];
            let t11 = x[j_1 + i];
            let t12 = t10 * t11;
            let t20 = total_bar;
            total_bar = t20 * t12;
            let t12_bar = t20 * t13;
            x_bar[j_1 + i] += t12_bar * t10;
            y_bar[j_1] += t12_bar * t11;
        }
        if 0 < n {
            let x = &x[i * n..][..n];
            let y = &y[..n];
            let x_bar = &mut x_bar[i * n..][..n];
            let y_bar = &mut y_bar[..n];
            for (j, &(t0, t16)) in (0..n)
                .zip(::ad_runtime::last_trips(&mut tape_1, 0..n).iter())
                .rev()
            {
                let t1 = x[j];
                let t4 = y[j];
                let t5 = z[j];
                let t6 = t4 * t5;
                let t7 = z[0];
                let t21 = total_bar;
                z_bar[0] += t21 * t6;
                let t6_bar = t21 * t7;
                z_bar[j] += t6_bar * t4;
                y_bar[j] += t6_bar * t5;
                let t2_bar = t21 * t16;
                x_bar[j] += t2_bar * t0;
                total_bar = t2_bar * t1;
            }
        }
    }
    (x_bar, y_bar, z_bar)
}
