fn f_jvp(u: &[f64], n: usize, k: f64, u_dot: &[f64], k_dot: f64) -> (f64, f64) {
    let mut s = 0.0;
    let mut s_dot = 0.0;
    for i in 0..n {
        let t0 = u[1..][i];
        let t0_dot = u_dot[1..][i];
        let t1 = u[1..][i + 1];
        s += t0 * t1 + t0 * k;
        s_dot += t0_dot * t1 + u_dot[1..][i + 1] * t0 + (t0_dot * k + k_dot * t0);
    }
    for i_1 in 0..n {
        s -= u[2..][i_1] - u[i_1];
        s_dot -= u_dot[2..][i_1] - u_dot[i_1];
        s += u[3..][i_1];
        s_dot += u_dot[3..][i_1];
    }
    for i_2 in 0..4 {
        let t10 = u[1..][i_2];
        let t10_dot = u_dot[1..][i_2];
        let t11 = u[i_2];
        s += t10 * t11;
        s_dot += t10_dot * t11 + u_dot[i_2] * t10;
        let t14 = u[2..4][i_2];
        s -= t10 * t14;
        s_dot -= t10_dot * t14 + u_dot[2..4][i_2] * t10;
    }
    (s, s_dot)
}

fn f_vjp<'r0>(
    u: &'r0 [f64],
    n: usize,
    k: f64,
) -> (f64, impl ::ad_runtime::Fn(f64) -> (::ad_runtime::Vec<f64>, f64) + use<'r0>) {
    let mut s = 0.0;
    for i in 0..n {
        let t0 = u[1..][i];
        let t1 = u[1..][i + 1];
        s += t0 * t1 + t0 * k;
    }
    for i_1 in 0..n {
        s -= u[2..][i_1] - u[i_1];
        s += u[3..][i_1];
    }
    for i_2 in 0..4 {
        let t10 = u[1..][i_2];
        let t11 = u[i_2];
        s += t10 * t11;
        let t14 = u[2..4][i_2];
        s -= t10 * t14;
    }
    (
        s,
        move |y_bar: f64| {
            let mut s_bar = y_bar;
            let mut u_bar = ::ad_runtime::zeros(u.len());
            for i_2 in (0..4).rev() {
                let t10 = u[1..][i_2];
                let t18 = s_bar;
                u_bar[2..4][i_2] += -t18 * t10;
                let t19 = s_bar;
                u_bar[i_2] += t19 * t10;
                u_bar[1..][i_2] += -t18 * u[2..4][i_2] + t19 * u[i_2];
            }
            for i_1 in (0..n).rev() {
                u_bar[3..][i_1] += s_bar;
                let t21 = s_bar;
                u_bar[i_1] += t21;
                u_bar[2..][i_1] += -t21;
            }
            let mut k_bar = 0.0;
            let mut carry = 0.0;
            for i in (0..n).rev() {
                let t0 = u[1..][i];
                let t22 = s_bar;
                k_bar += t22 * t0;
                u_bar[1..][i + 1] += carry + t22 * t0;
                carry = t22 * k + t22 * u[1..][i + 1];
            }
            if 0 < n {
                u_bar[1..][0] += carry;
            }
            (u_bar, k_bar)
        },
    )
}

fn f_grad(u: &[f64], n: usize, k: f64) -> (::ad_runtime::Vec<f64>, f64) {
    let mut s_bar = 1.0;
    let mut u_bar = ::ad_runtime::zeros(u.len());
    let mut k_bar = 0.0;
    let mut carry = 0.0;
    for i in 0..n {
        let t0 = u[1..][i];
        let t22 = s_bar;
        k_bar += t22 * t0;
        u_bar[1..][i] += carry + (t22 * k + t22 * u[1..][i + 1]);
        carry = t22 * t0;
    }
    if 0 < n {
        u_bar[1..][n] += carry;
    }
    for i_1 in 0..n {
        let t21 = s_bar;
        let t20 = s_bar;
        u_bar[2..][i_1] += -t21;
        u_bar[i_1] += t21;
        u_bar[3..][i_1] += t20;
    }
    for i_2 in 0..4 {
        let t10 = u[1..][i_2];
        let t18 = s_bar;
        let t19 = s_bar;
        u_bar[1..][i_2] += -t18 * u[2..4][i_2] + t19 * u[i_2];
        u_bar[i_2] += t19 * t10;
        u_bar[2..4][i_2] += -t18 * t10;
    }
    (u_bar, k_bar)
}
