fn norm_jvp(x: &[f64], scale: f64, x_dot: &[f64], scale_dot: f64) -> (f64, f64) {
    let t0: f64 = norm(x, scale);
    let (t1, t2): (::ad_runtime::Vec<f64>, f64) = norm_partials(x, scale);
    (t0, ::ad_runtime::dot_slices(&t1, &*x_dot) + scale_dot * t2)
}

fn norm_grad(x: &[f64], scale: f64) -> (::ad_runtime::Vec<f64>, f64) {
    let (t1, t2): (::ad_runtime::Vec<f64>, f64) = norm_partials(x, scale);
    let scale_bar = t2;
    (::ad_runtime::Scale::scaled(&t1, 1.0), scale_bar)
}

fn norm_grad_into(x: &[f64], scale: f64, x_bar: &mut [f64], scale_bar: &mut f64) -> f64 {
    ::ad_runtime::check_length("norm_grad_into", "x", x_bar.len(), x.len());
    let t0: f64 = norm(x, scale);
    let (t1, t2): (::ad_runtime::Vec<f64>, f64) = norm_partials(x, scale);
    x_bar.fill(0.0);
    ::ad_runtime::accumulate_floats(&mut *x_bar, &::ad_runtime::Scale::scaled(&t1, 1.0));
    let scale_bar_1 = t2;
    *scale_bar = scale_bar_1;
    t0
}
