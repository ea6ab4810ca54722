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
    for i_3 in 0..n {
        let t18 = u[i_3..(i_3 + 2)][0] - u[i_3..(i_3 + 2)][1];
        let t18_dot = u_dot[i_3..(i_3 + 2)][0] - u_dot[i_3..(i_3 + 2)][1];
        let mut t = t18;
        let mut t_dot = t18_dot;
        if i_3 > 2 {
            t = t18 * k;
            t_dot = t18_dot * k + k_dot * t18;
        }
        let t21 = t;
        let t23_dot = t_dot * (t21 + t21);
        s += t21 * t21;
        s_dot += t23_dot;
    }
    (s, s_dot)
}

fn f_linearize<'r0>(
    u: &'r0 [f64],
    n: usize,
    k: f64,
) -> (f64, impl ::ad_runtime::Fn(&[f64], f64) -> f64 + use<'r0>) {
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
    let tape_3: ::ad_runtime::Vec<_> = (0..n)
        .map(|i_3| {
            let t16 = u[i_3..(i_3 + 2)][0];
            let t17 = u[i_3..(i_3 + 2)][1];
            let t18 = t16 - t17;
            let mut t = t18;
            if i_3 > 2 {
                t = t18 * k;
            }
            let t21 = t;
            let t25 = t21 + t21;
            s += t21 * t21;
            t25
        })
        .collect();
    (
        s,
        move |u_dot: &[f64], k_dot: f64| {
            let mut s_dot = 0.0;
            for i in 0..n {
                let t0 = u[1..][i];
                let t0_dot = u_dot[1..][i];
                s_dot
                    += t0_dot * u[1..][i + 1] + u_dot[1..][i + 1] * t0
                        + (t0_dot * k + k_dot * t0);
            }
            for i_1 in 0..n {
                s_dot -= u_dot[2..][i_1] - u_dot[i_1];
                s_dot += u_dot[3..][i_1];
            }
            for i_2 in 0..4 {
                let t10 = u[1..][i_2];
                let t10_dot = u_dot[1..][i_2];
                s_dot += t10_dot * u[i_2] + u_dot[i_2] * t10;
                s_dot -= t10_dot * u[2..4][i_2] + u_dot[2..4][i_2] * t10;
            }
            for (i_3, &t25) in (0..n).zip(tape_3.iter()) {
                let branch = i_3 > 2;
                let t18_dot = u_dot[i_3..(i_3 + 2)][0] - u_dot[i_3..(i_3 + 2)][1];
                let mut t_dot = t18_dot;
                let t18 = u[i_3..(i_3 + 2)][0] - u[i_3..(i_3 + 2)][1];
                if branch {
                    t_dot = t18_dot * k + k_dot * t18;
                }
                s_dot += t_dot * t25;
            }
            s_dot
        },
    )
}

fn f_jvp_over<LinkedScalar: ::ad_runtime::TangentScalar<f64>>(
    u: &[f64],
    n: usize,
    k: f64,
    u_dot: &[LinkedScalar],
    k_dot: LinkedScalar,
) -> (f64, LinkedScalar) {
    let zero_dot = LinkedScalar::zero();
    let mut s = 0.0;
    let mut s_dot = zero_dot;
    for i in 0..n {
        let t0 = u[1..][i];
        let t0_dot = u_dot[1..][i];
        let t1 = u[1..][i + 1];
        let t1_dot = u_dot[1..][i + 1];
        let t2 = t0 * t1;
        let t2_dot = t0_dot
            .times(t1)
            .plus(t1_dot.times(t0))
            .binary(
                ::ad_runtime::scalar::Binary::Product,
                (t0, t0_dot),
                (t1, t1_dot),
                t2,
            );
        let t3 = u[1..][i];
        let t3_dot = u_dot[1..][i];
        let t4 = t3 * k;
        let t4_dot = t3_dot
            .times(k)
            .plus(k_dot.times(t3))
            .binary(::ad_runtime::scalar::Binary::Product, (t3, t3_dot), (k, k_dot), t4);
        s += t2 + t4;
        s_dot = s_dot.plus(t2_dot.plus(t4_dot));
    }
    for i_1 in 0..n {
        s -= u[2..][i_1] - u[i_1];
        s_dot = s_dot.minus(u_dot[2..][i_1].minus(u_dot[i_1]));
        s += u[3..][i_1];
        s_dot = s_dot.plus(u_dot[3..][i_1]);
    }
    for i_2 in 0..4 {
        let t10 = u[1..][i_2];
        let t10_dot = u_dot[1..][i_2];
        let t11 = u[i_2];
        let t11_dot = u_dot[i_2];
        let t12 = t10 * t11;
        let t12_dot = t10_dot
            .times(t11)
            .plus(t11_dot.times(t10))
            .binary(
                ::ad_runtime::scalar::Binary::Product,
                (t10, t10_dot),
                (t11, t11_dot),
                t12,
            );
        s += t12;
        s_dot = s_dot.plus(t12_dot);
        let t13 = u[1..][i_2];
        let t13_dot = u_dot[1..][i_2];
        let t14 = u[2..4][i_2];
        let t14_dot = u_dot[2..4][i_2];
        let t15 = t13 * t14;
        let t15_dot = t13_dot
            .times(t14)
            .plus(t14_dot.times(t13))
            .binary(
                ::ad_runtime::scalar::Binary::Product,
                (t13, t13_dot),
                (t14, t14_dot),
                t15,
            );
        s -= t15;
        s_dot = s_dot.minus(t15_dot);
    }
    for i_3 in 0..n {
        let mut t = u[i_3..(i_3 + 2)][0] - u[i_3..(i_3 + 2)][1];
        let mut t_dot = u_dot[i_3..(i_3 + 2)][0].minus(u_dot[i_3..(i_3 + 2)][1]);
        if i_3 > 2 {
            let t19 = t;
            let t19_dot = t_dot;
            let t20 = t19 * k;
            let t20_dot = t19_dot
                .times(k)
                .plus(k_dot.times(t19))
                .binary(
                    ::ad_runtime::scalar::Binary::Product,
                    (t19, t19_dot),
                    (k, k_dot),
                    t20,
                );
            t = t20;
            t_dot = t20_dot;
        }
        let t21 = t;
        let t21_dot = t_dot;
        let t22 = t;
        let t22_dot = t_dot;
        let t23 = t21 * t22;
        let t23_dot = t21_dot
            .times(t22)
            .plus(t22_dot.times(t21))
            .binary(
                ::ad_runtime::scalar::Binary::Product,
                (t21, t21_dot),
                (t22, t22_dot),
                t23,
            );
        s += t23;
        s_dot = s_dot.plus(t23_dot);
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
    let tape: ::ad_runtime::Vec<_> = (0..n)
        .map(|i_3| {
            let t16 = u[i_3..(i_3 + 2)][0];
            let t17 = u[i_3..(i_3 + 2)][1];
            let t18 = t16 - t17;
            let mut t = t18;
            if i_3 > 2 {
                t = t18 * k;
            }
            let t21 = t;
            let t25 = t21 + t21;
            s += t21 * t21;
            t25
        })
        .collect();
    (
        s,
        move |y_bar: f64| {
            let mut s_bar = y_bar;
            let mut u_bar = ::ad_runtime::zeros(u.len());
            let mut k_bar = 0.0;
            let mut carry = 0.0;
            for (i_3, &t25) in (0..n).zip(tape.iter()).rev() {
                let branch = i_3 > 2;
                let mut t_bar = s_bar * t25;
                let mut t18_bar = 0.0;
                let t18 = u[i_3..(i_3 + 2)][0] - u[i_3..(i_3 + 2)][1];
                if branch {
                    let t28 = t_bar;
                    t_bar = 0.0;
                    t18_bar += t28 * k;
                    k_bar += t28 * t18;
                }
                t18_bar += t_bar;
                let t40 = t18_bar;
                u_bar[i_3 + 1] = carry + -t18_bar;
                carry = t40;
            }
            if 0 < n {
                u_bar[0] += carry;
            }
            for i_2 in (0..4).rev() {
                let t10 = u[1..][i_2];
                let t31 = s_bar;
                u_bar[2..4][i_2] += -t31 * t10;
                let t32 = s_bar;
                u_bar[i_2] += t32 * t10;
                u_bar[1..][i_2] += -t31 * u[2..4][i_2] + t32 * u[i_2];
            }
            for i_1 in (0..n).rev() {
                u_bar[3..][i_1] += s_bar;
                let t34 = s_bar;
                u_bar[i_1] += t34;
                u_bar[2..][i_1] += -t34;
            }
            let mut carry_1 = 0.0;
            for i in (0..n).rev() {
                let t0 = u[1..][i];
                let t35 = s_bar;
                k_bar += t35 * t0;
                u_bar[1..][i + 1] += carry_1 + t35 * t0;
                carry_1 = t35 * k + t35 * u[1..][i + 1];
            }
            if 0 < n {
                u_bar[1..][0] += carry_1;
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
        let t35 = s_bar;
        k_bar += t35 * t0;
        u_bar[1..][i] += carry + (t35 * k + t35 * u[1..][i + 1]);
        carry = t35 * t0;
    }
    if 0 < n {
        u_bar[1..][n] += carry;
    }
    for i_1 in 0..n {
        let t34 = s_bar;
        let t33 = s_bar;
        u_bar[2..][i_1] += -t34;
        u_bar[i_1] += t34;
        u_bar[3..][i_1] += t33;
    }
    for i_2 in 0..4 {
        let t10 = u[1..][i_2];
        let t31 = s_bar;
        let t32 = s_bar;
        u_bar[1..][i_2] += -t31 * u[2..4][i_2] + t32 * u[i_2];
        u_bar[i_2] += t32 * t10;
        u_bar[2..4][i_2] += -t31 * t10;
    }
    let mut carry_1 = 0.0;
    for i_3 in 0..n {
        let t18 = u[i_3..(i_3 + 2)][0] - u[i_3..(i_3 + 2)][1];
        let mut t = t18;
        let branch = if i_3 > 2 {
            t = t18 * k;
            true
        } else {
            false
        };
        let t21 = t;
        let mut t_bar = s_bar * (t21 + t21);
        let mut t18_bar = 0.0;
        if branch {
            let t28 = t_bar;
            t_bar = 0.0;
            t18_bar += t28 * k;
            k_bar += t28 * t18;
        }
        t18_bar += t_bar;
        u_bar[i_3] += carry_1 + t18_bar;
        carry_1 = -t18_bar;
    }
    if 0 < n {
        u_bar[n] += carry_1;
    }
    (u_bar, k_bar)
}
