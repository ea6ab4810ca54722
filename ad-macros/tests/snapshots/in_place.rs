fn f_grad(
    x: &[f64],
    a: [f64; 2],
    p: (f64, f64),
    k: f64,
    unused: f64,
) -> (::ad_runtime::Vec<f64>, [f64; 2], (f64, f64), f64, f64) {
    let first = a[0];
    let mut b = a;
    let t1 = b[1];
    b[1] = t1 * k;
    let [c, d] = b;
    let mut p_bar = (0.0, 0.0);
    p_bar.0 += 1.0;
    let mut x_bar = ::ad_runtime::zeros(x.len());
    x_bar[0] += first;
    let c_bar = d;
    let d_bar = c;
    let mut b_bar = [c_bar, d_bar];
    let t15 = b_bar[1];
    b_bar[1] = t15 * k;
    let mut a_bar = b_bar;
    let first_bar = x[0];
    a_bar[0] += first_bar;
    let k_bar = t15 * t1;
    (x_bar, a_bar, p_bar, k_bar, 0.0)
}

fn f_grad_into(
    x: &[f64],
    a: [f64; 2],
    p: (f64, f64),
    k: f64,
    unused: f64,
    x_bar: &mut [f64],
    a_bar: &mut [f64; 2],
    p_bar: &mut (f64, f64),
    k_bar: &mut f64,
    unused_bar: &mut f64,
) -> f64 {
    ::ad_runtime::check_length("f_grad_into", "x", x_bar.len(), x.len());
    let first = a[0];
    let mut b = a;
    let t1 = b[1];
    b[1] = t1 * k;
    let [c, d] = b;
    let t6 = x[0];
    *p_bar = (0.0, 0.0);
    p_bar.0 += 1.0;
    x_bar.fill(0.0);
    x_bar[0] += first;
    let c_bar = d;
    let d_bar = c;
    let mut b_bar = [c_bar, d_bar];
    let t13 = b_bar[1];
    b_bar[1] = t13 * k;
    *a_bar = [0.0; 2];
    ::ad_runtime::accumulate_floats(&mut *a_bar, &b_bar);
    let first_bar = t6;
    a_bar[0] += first_bar;
    let k_bar_1 = t13 * t1;
    *k_bar = k_bar_1;
    *unused_bar = 0.0;
    t6 * first + c * d + p.0
}
