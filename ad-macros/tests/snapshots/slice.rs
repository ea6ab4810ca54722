fn filtered_jvp(x: &[f64], k: f64, x_dot: &[f64], k_dot: f64) -> (f64, f64) {
    let mut state = [0.0; 2];
    let mut state_dot = [0.0; 2];
    let t1 = x[0];
    let t2 = k * t1;
    let t2_dot = k_dot * t1 + x_dot[0] * k;
    state[0] = t2;
    state_dot[0] = t2_dot;
    let t4 = t2.tanh();
    let t6 = t4 + x[1];
    let t6_dot = t2_dot * ::ad_runtime::rules::tanh(t2, t4) + x_dot[1];
    state[1] = t6;
    state_dot[1] = t6_dot;
    let t8 = x.len() - 1;
    let t9 = x[t8];
    state[0] += t6 * t9;
    state_dot[0] += t6_dot * t9 + x_dot[t8] * t6;
    let t11 = state[0];
    let t12 = state[1];
    (t11 * t12, state_dot[0] * t12 + state_dot[1] * t11)
}

fn filtered_linearize<'r0>(
    x: &'r0 [f64],
    k: f64,
) -> (f64, impl ::ad_runtime::Fn(&[f64], f64) -> f64 + use<'r0>) {
    let mut state = [0.0; 2];
    let t1 = x[0];
    let t2 = k * t1;
    state[0] = t2;
    let t4 = t2.tanh();
    let t15 = ::ad_runtime::rules::tanh(t2, t4);
    let t6 = t4 + x[1];
    state[1] = t6;
    let t8 = x.len() - 1;
    let t9 = x[t8];
    state[0] += t6 * t9;
    let t11 = state[0];
    let t12 = state[1];
    (
        t11 * t12,
        #[inline(always)]
        move |x_dot: &[f64], k_dot: f64| {
            let mut state_dot = [0.0; 2];
            let t2_dot = k_dot * t1 + x_dot[0] * k;
            state_dot[0] = t2_dot;
            let t6_dot = t2_dot * t15 + x_dot[1];
            state_dot[1] = t6_dot;
            state_dot[0] += t6_dot * t9 + x_dot[t8] * t6;
            state_dot[0] * t12 + state_dot[1] * t11
        },
    )
}

fn filtered_jvp_over<LinkedScalar: ::ad_runtime::TangentScalar<f64>>(
    x: &[f64],
    k: f64,
    x_dot: &[LinkedScalar],
    k_dot: LinkedScalar,
) -> (f64, LinkedScalar) {
    let mut state = [0.0; 2];
    let mut state_dot = [LinkedScalar::zero(); 2];
    let t1 = x[0];
    let t1_dot = x_dot[0];
    let t2 = k * t1;
    let t2_dot = k_dot
        .times(t1)
        .plus(t1_dot.times(k))
        .binary(::ad_runtime::scalar::Binary::Product, (k, k_dot), (t1, t1_dot), t2);
    state[0] = t2;
    state_dot[0] = t2_dot;
    let t3 = state[0];
    let t3_dot = state_dot[0];
    let t4 = t3.tanh();
    state[1] = t4 + x[1];
    state_dot[1] = t3_dot
        .times(::ad_runtime::rules::tanh(t3, t4))
        .unary(::ad_runtime::scalar::Unary::Tanh, (t3, t3_dot), t4)
        .plus(x_dot[1]);
    let t7 = state[1];
    let t7_dot = state_dot[1];
    let t8 = x.len() - 1;
    let t9 = x[t8];
    let t9_dot = x_dot[t8];
    let t10 = t7 * t9;
    let t10_dot = t7_dot
        .times(t9)
        .plus(t9_dot.times(t7))
        .binary(::ad_runtime::scalar::Binary::Product, (t7, t7_dot), (t9, t9_dot), t10);
    state[0] += t10;
    state_dot[0] = state_dot[0].plus(t10_dot);
    let t11 = state[0];
    let t11_dot = state_dot[0];
    let t12 = state[1];
    let t12_dot = state_dot[1];
    let t13 = t11 * t12;
    let t13_dot = t11_dot
        .times(t12)
        .plus(t12_dot.times(t11))
        .binary(
            ::ad_runtime::scalar::Binary::Product,
            (t11, t11_dot),
            (t12, t12_dot),
            t13,
        );
    (t13, t13_dot)
}

fn filtered_vjp<'r0>(
    x: &'r0 [f64],
    k: f64,
) -> (f64, impl ::ad_runtime::Fn(f64) -> (::ad_runtime::Vec<f64>, f64) + use<'r0>) {
    let mut state = [0.0; 2];
    let t1 = x[0];
    let t2 = k * t1;
    state[0] = t2;
    let t4 = t2.tanh();
    let t15 = ::ad_runtime::rules::tanh(t2, t4);
    let t6 = t4 + x[1];
    state[1] = t6;
    let t8 = x.len() - 1;
    let t9 = x[t8];
    state[0] += t6 * t9;
    let t11 = state[0];
    let t12 = state[1];
    (
        t11 * t12,
        #[inline(always)]
        move |y_bar: f64| {
            let mut state_bar = [0.0; 2];
            state_bar[1] += y_bar * t11;
            state_bar[0] += y_bar * t12;
            let t17 = state_bar[0];
            let mut x_bar = ::ad_runtime::zeros(x.len());
            x_bar[t8] += t17 * t6;
            let t19 = state_bar[1];
            state_bar[1] = 0.0;
            let t6_bar = t17 * t9 + t19;
            x_bar[1] += t6_bar;
            let t2_bar = t6_bar * t15 + state_bar[0];
            x_bar[0] += t2_bar * k;
            let k_bar = t2_bar * t1;
            (x_bar, k_bar)
        },
    )
}

fn filtered_grad(x: &[f64], k: f64) -> (::ad_runtime::Vec<f64>, f64) {
    let mut state = [0.0; 2];
    let t1 = x[0];
    let t2 = k * t1;
    state[0] = t2;
    let t4 = t2.tanh();
    let t6 = t4 + x[1];
    state[1] = t6;
    let t8 = x.len() - 1;
    let t9 = x[t8];
    state[0] += t6 * t9;
    let mut state_bar = [0.0; 2];
    let t12 = state[1];
    state_bar[1] += state[0];
    state_bar[0] += t12;
    let t17 = state_bar[0];
    let mut x_bar = ::ad_runtime::zeros(x.len());
    x_bar[t8] += t17 * t6;
    let t19 = state_bar[1];
    state_bar[1] = 0.0;
    let t6_bar = t17 * t9 + t19;
    x_bar[1] += t6_bar;
    let t2_bar = t6_bar * ::ad_runtime::rules::tanh(t2, t4) + state_bar[0];
    x_bar[0] += t2_bar * k;
    let k_bar = t2_bar * t1;
    (x_bar, k_bar)
}
