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
