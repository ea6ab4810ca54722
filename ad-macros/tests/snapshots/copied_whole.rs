fn f_grad(x: &[f64; 2]) -> [f64; 2] {
    let mut w = [x[0], x[1]];
    let mut a = w;
    a[0] = a[0] * 2.0;
    let b = w;
    let t7 = a[1];
    let t8 = w[0];
    let mut b_bar = [0.0; 2];
    b_bar[0] += t8 * t7;
    let t9_bar = b[0];
    let mut w_bar = [0.0; 2];
    w_bar[0] += t9_bar * t7;
    let mut a_bar = [0.0; 2];
    a_bar[1] += t9_bar * t8;
    ::ad_runtime::accumulate_floats(&mut w_bar, &b_bar);
    a_bar[0] = a_bar[0] * 2.0;
    ::ad_runtime::accumulate_floats(&mut w_bar, &a_bar);
    let [t17, t18] = w_bar;
    let mut x_bar = [0.0; 2];
    x_bar[1] += t18;
    x_bar[0] += t17;
    x_bar
}
