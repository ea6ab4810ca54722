fn calls_grad(
    x: &[f64],
    y: &[f64],
    k: f64,
    n: usize,
) -> (::ad_runtime::Vec<f64>, ::ad_runtime::Vec<f64>, f64) {
    let mut total_bar = 1.0;
    let mut x_bar = ::ad_runtime::zeros(x.len());
    let mut y_bar = ::ad_runtime::zeros(y.len());
    let mut k_bar = 0.0;
    for i in 0..n {
        let t0 = x[i];
        let t1 = y[i];
        let t4 = x[2 * i] / k;
        let z = t0 * t1 + t4;
        <scaled>::activity(::ad_runtime::Active, ::ad_runtime::Active);
        let (t7, scaled_pullback) = <scaled>::vjp(z, t1);
        println!("{z}");
        let t13 = total_bar;
        let (t14, t15) = scaled_pullback(
            t13 * z,
            ::ad_runtime::None,
            ::ad_runtime::None,
        );
        let z_bar = t13 * t7 + t14;
        let t16 = z_bar / k;
        k_bar -= t16 * t4;
        x_bar[i] += z_bar * t1;
        y_bar[i] = t15 + z_bar * t0;
        x_bar[2 * i] += t16;
    }
    (x_bar, y_bar, k_bar)
}

fn wholes_grad(x: &[f64], k: f64, n: usize) -> (::ad_runtime::Vec<f64>, f64) {
    let mut row = [0.0; 3];
    let mut total_bar = 1.0;
    let mut x_bar = ::ad_runtime::zeros(x.len());
    let mut k_bar = 0.0;
    let mut row_bar = [0.0; 3];
    for i in 0..n {
        row = [x[i], k, k * k];
        let t4 = row[0];
        row[1] += t4.sin();
        let t15 = total_bar;
        let t7 = row[2];
        row_bar[2] += t15 * row[1];
        row_bar[1] += t15 * t7;
        row_bar[0] += row_bar[1] * t4.cos();
        let t17 = row_bar;
        row_bar = [0.0; 3];
        let [t19, t20, t21] = t17;
        k_bar += t20;
        k_bar += t21 * (k + k);
        x_bar[i] = t19;
    }
    (x_bar, k_bar)
}

fn sums_grad(
    x: &[f64],
    y: &[f64],
    n: usize,
) -> (::ad_runtime::Vec<f64>, ::ad_runtime::Vec<f64>) {
    let mut row = [0.0; 2];
    let mut y_bar = ::ad_runtime::zeros(y.len());
    let mut total_bar = n as f64;
    let mut x_bar = ::ad_runtime::zeros(x.len());
    let mut row_bar = [0.0; 2];
    for i in 0..n {
        let (z, branch) = if i > 2 {
            let t1 = x[i];
            let t2 = y[0];
            (t1 * t2, true)
        } else {
            (x[i], false)
        };
        row = [z, y[i]];
        let mut sum = 0.0;
        for j in 0..n {
            let t8 = row[0];
            let t9 = y[j];
            sum += t8 * t9;
        }
        let t12 = sum;
        let t25 = total_bar;
        let mut sum_bar = t25 * row[1] * t12.cos();
        row_bar[1] += t25 * t12.sin();
        {
            let y = &y[..n];
            let y_bar = &mut y_bar[..n];
            for j in (0..n).rev() {
                let t8 = row[0];
                let t9 = y[j];
                let t26 = sum_bar;
                y_bar[j] += t26 * t8;
                row_bar[0] += t26 * t9;
            }
        }
        let t27 = row_bar;
        row_bar = [0.0; 2];
        let [t29, t30] = t27;
        if branch {
            let t1 = x[i];
            let t2 = y[0];
            y_bar[0] += t29 * t1;
            x_bar[i] += t29 * t2;
        } else {
            x_bar[i] += t29;
        }
        y_bar[i] += t30;
    }
    let k = n + 1;
    y_bar[0] += k as f64;
    (x_bar, y_bar)
}

fn pullbacks_grad(a: &[f64]) -> ::ad_runtime::Vec<f64> {
    let mut sum_bar = 1.0;
    let mut a_bar = ::ad_runtime::zeros(a.len());
    for i in 0..3 {
        <dot>::activity(::ad_runtime::Active, ::ad_runtime::Active);
        let (t0, dot_pullback) = <dot>::vjp(a, a);
        let t5 = sum_bar;
        let t0_bar = t5 * a[i];
        dot_pullback(t0_bar, ::ad_runtime::Some(&mut a_bar), ::ad_runtime::None);
        dot_pullback(t0_bar, ::ad_runtime::None, ::ad_runtime::Some(&mut a_bar));
        a_bar[i] += t5 * t0;
    }
    a_bar
}

fn left_grad(x: f64, out: &mut [f64; 2]) -> (f64, [f64; 2]) {
    let tape: ::ad_runtime::Vec<_> = (0..3)
        .map(|i| {
            let t7 = x.cos();
            *out = [x * i as f64, x.sin()];
            let t3 = out[0];
            let t4 = out[1];
            (t7, t3, t4)
        })
        .collect();
    let mut total_bar = 1.0;
    let mut x_bar = 0.0;
    let mut out_bar = [0.0; 2];
    for (i, &(t7, t3, t4)) in (0..3).rev().zip(tape.iter().rev()) {
        let t9 = total_bar;
        out_bar[1] += t9 * t3;
        out_bar[0] += t9 * t4;
        let t10 = out_bar;
        out_bar = [0.0; 2];
        let [t12, t13] = t10;
        x_bar += t13 * t7;
        x_bar += t12 * i as f64;
    }
    (x_bar, out_bar)
}
