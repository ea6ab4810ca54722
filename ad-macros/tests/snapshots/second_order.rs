fn f_hvp(x: &[f64], p: f64, x_dot: &[f64], p_dot: f64) -> (::ad_runtime::Vec<f64>, f64) {
    let end = x.len();
    let mut sum_dot_bar = 1.0;
    let mut x_bar = ::ad_runtime::zeros(x.len());
    let mut p_bar = 0.0;
    let mut carry = 0.0;
    for i in 1..end {
        let t0 = x[i];
        let t0_dot = x_dot[i];
        let t1 = p * t0;
        let t1_dot = p_dot * t0 + t0_dot * p;
        let t11 = t1.cos();
        let t14 = sum_dot_bar;
        let t2_dot_bar = t14 * x[i - 1];
        let t1_dot_bar = t2_dot_bar * t11;
        p_bar += t1_dot_bar * t0_dot;
        let t1_bar = -t2_dot_bar * t1_dot * t1.sin() + t14 * x_dot[i - 1] * t11;
        p_bar += t1_bar * t0;
        x_bar[i - 1] = carry + t14 * (t1_dot * t11);
        carry = t1_dot_bar * p_dot + t1_bar * p;
    }
    if 1 < end {
        x_bar[end - 1] += carry;
    }
    (x_bar, p_bar)
}

fn f_grad_and_hvp(
    x: &[f64],
    p: f64,
    x_dot: &[f64],
    p_dot: f64,
) -> ((::ad_runtime::Vec<f64>, f64), (::ad_runtime::Vec<f64>, f64)) {
    let end = x.len();
    let mut sum_dot_bar = 1.0;
    let mut x_bar = ::ad_runtime::zeros(x.len());
    let mut x_dot_bar = ::ad_runtime::zeros(x_dot.len());
    let mut p_bar = 0.0;
    let mut p_dot_bar = 0.0;
    let mut carry = 0.0;
    let mut carry_1 = 0.0;
    for i in 1..end {
        let t0 = x[i];
        let t0_dot = x_dot[i];
        let t1 = p * t0;
        let t1_dot = p_dot * t0 + t0_dot * p;
        let t2 = t1.sin();
        let t11 = t1.cos();
        let t15 = sum_dot_bar;
        let t2_dot_bar = t15 * x[i - 1];
        let t1_dot_bar = t2_dot_bar * t11;
        p_bar += t1_dot_bar * t0_dot;
        p_dot_bar += t1_dot_bar * t0;
        let t1_bar = -t2_dot_bar * t1_dot * t2 + t15 * x_dot[i - 1] * t11;
        p_bar += t1_bar * t0;
        x_bar[i - 1] = carry + t15 * (t1_dot * t11);
        carry = t1_dot_bar * p_dot + t1_bar * p;
        x_dot_bar[i - 1] = carry_1 + t15 * t2;
        carry_1 = t1_dot_bar * p;
    }
    if 1 < end {
        x_bar[end - 1] += carry;
    }
    if 1 < end {
        x_dot_bar[end - 1] += carry_1;
    }
    ((x_dot_bar, p_dot_bar), (x_bar, p_bar))
}

fn f_hessian(x: &[f64], p: f64) -> ::ad_runtime::Jacobian<f64> {
    ::ad_runtime::hessian(
        (::ad_runtime::zeros(x.len()), 0.0),
        |linked_direction| f_hvp(
            x,
            p.clone(),
            &(*linked_direction).0,
            (*linked_direction).1,
        ),
    )
}
