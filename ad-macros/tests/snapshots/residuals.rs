fn f_jvp(x: &[f64], k: usize, n: usize, x_dot: &[f64]) -> (f64, f64) {
    let mut s = 1.0;
    let mut s_dot = 0.0;
    for i in 0..n {
        let t0 = x[i];
        let t0_dot = x_dot[i];
        let t1 = x[i + 1];
        let t1_dot = x_dot[i + 1];
        let t2 = [t0, t1];
        let t2_dot = [t0_dot, t1_dot];
        let t3 = t2[k];
        let t4 = [t0, t1];
        let t4_dot = [t0_dot, t1_dot];
        let t5 = t4[1 - k];
        let t6 = t3 * t5;
        let t7 = s;
        let t8_dot = s_dot * t6 + (t2_dot[k] * t5 + t4_dot[1 - k] * t3) * t7;
        s = t7 * t6;
        s_dot = t8_dot;
    }
    for i_1 in 0..n {
        let (row, column) = (i_1 / 3, i_1 % 3);
        let t9 = x[row];
        let t10 = x[column];
        let t11 = t9 * t10;
        let t12 = s;
        let t13 = t12 * t11;
        let t13_dot = s_dot * t11 + (x_dot[row] * t10 + x_dot[column] * t9) * t12;
        s = t13;
        s_dot = t13_dot;
        if i_1 % 2 == 0 {
            s = t13 * 3.0;
            s_dot = t13_dot * 3.0;
        } else {
            let t16 = s;
            let t17_dot = s_dot * t16.cos();
            s = t16.sin();
            s_dot = t17_dot;
        }
        if x[i_1] > 0.5 {
            let t19_dot = s_dot * 2.0;
            s = s * 2.0;
            s_dot = t19_dot;
        }
    }
    for i_2 in 0..n {
        let t20 = s;
        let t20_dot = s_dot;
        let t21 = x[i_2];
        let t21_dot = x_dot[i_2];
        <parts>::activity(::ad_runtime::Active, ::ad_runtime::Active);
        let (q, q_dot): ((f64, f64, f64, f64, f64), _) = <parts>::jvp(
            t20,
            t21,
            ::ad_runtime::Some(t20_dot),
            ::ad_runtime::Some(t21_dot),
        );
        let t23 = q.0;
        let t24 = q.1;
        let t25 = t23 * t24;
        let t26 = q.2;
        let t27 = t25 * t26;
        let t28 = q.3;
        let t29 = t27 * t28;
        let t31 = t20 * t29;
        let t31_dot = t20_dot * t29
            + (((q_dot.0 * t24 + q_dot.1 * t23) * t26 + q_dot.2 * t25) * t28
                + q_dot.3 * t27) * t20;
        s = t31;
        s_dot = t31_dot;
        <triple>::activity(::ad_runtime::Active, ::ad_runtime::Active);
        let (r, r_dot): ([f64; 3], _) = <triple>::jvp(
            t31,
            t21,
            ::ad_runtime::Some(t31_dot),
            ::ad_runtime::Some(t21_dot),
        );
        let t35 = r[0];
        let t36 = r[1];
        let t37 = t35 * t36;
        s = t31 * t37;
        s_dot = t31_dot * t37 + (r_dot[0] * t36 + r_dot[1] * t35) * t31;
    }
    for _ in 0..n {
        let t40 = s;
        let t40_dot = s_dot;
        let t41 = t40.sin();
        s = t40 * t41;
        s_dot = t40_dot * t41 + t40_dot * t40.cos() * t40;
    }
    (s, s_dot)
}

fn f_linearize<'r0>(
    x: &'r0 [f64],
    k: usize,
    n: usize,
) -> (f64, impl ::ad_runtime::Fn(&[f64]) -> f64 + use<'r0>) {
    let mut s = 1.0;
    let tape: ::ad_runtime::Vec<_> = (0..n)
        .map(|i| {
            let t0 = x[i];
            let t1 = x[i + 1];
            let t2 = [t0, t1];
            let t3 = t2[k];
            let t4 = [t0, t1];
            let t5 = t4[1 - k];
            let t6 = t3 * t5;
            let t7 = s;
            s = t7 * t6;
            t7
        })
        .collect();
    let tape_1: ::ad_runtime::Vec<_> = (0..n)
        .map(|i_1| {
            let (row, column) = (i_1 / 3, i_1 % 3);
            let t9 = x[row];
            let t10 = x[column];
            let t11 = t9 * t10;
            let t12 = s;
            let t13 = t12 * t11;
            s = t13;
            let branch = if i_1 % 2 == 0 {
                s = t13 * 3.0;
                ::ad_runtime::Br2::A(())
            } else {
                let t16 = s;
                let t45 = t16.cos();
                s = t16.sin();
                ::ad_runtime::Br2::B(t45)
            };
            if x[i_1] > 0.5 {
                s = s * 2.0;
            }
            (t12, branch)
        })
        .collect();
    let tape_2: ::ad_runtime::Vec<_> = (0..n)
        .map(|i_2| {
            let t20 = s;
            let t21 = x[i_2];
            <parts>::activity(::ad_runtime::Active, ::ad_runtime::Active);
            let (q, parts_linear): ((f64, f64, f64, f64, f64), _) = <parts>::linearize(
                t20,
                t21,
                &[true, true],
            );
            let t23 = q.0;
            let t24 = q.1;
            let t25 = t23 * t24;
            let t26 = q.2;
            let t27 = t25 * t26;
            let t28 = q.3;
            let t29 = t27 * t28;
            let t31 = t20 * t29;
            s = t31;
            <triple>::activity(::ad_runtime::Active, ::ad_runtime::Active);
            let (r, triple_linear): ([f64; 3], _) = <triple>::linearize(
                t31,
                t21,
                &[true, true],
            );
            let t35 = r[0];
            let t36 = r[1];
            let t37 = t35 * t36;
            s = t31 * t37;
            (t20, parts_linear, t23, t24, t26, t28, triple_linear, t35, t36)
        })
        .collect();
    let tape_3: ::ad_runtime::Vec<_> = (0..n)
        .map(|_| {
            let t40 = s;
            let t41 = t40.sin();
            let t46 = t40.cos();
            s = t40 * t41;
            (t40, t41, t46)
        })
        .collect();
    (
        s,
        move |x_dot: &[f64]| {
            let mut s_dot = 0.0;
            for (i, &t7) in (0..n).zip(tape.iter()) {
                let t0 = x[i];
                let t1 = x[i + 1];
                let t2 = [t0, t1];
                let t3 = t2[k];
                let t4 = [t0, t1];
                let t5 = t4[1 - k];
                let t0_dot = x_dot[i];
                let t1_dot = x_dot[i + 1];
                let t2_dot = [t0_dot, t1_dot];
                let t4_dot = [t0_dot, t1_dot];
                s_dot = s_dot * (t3 * t5) + (t2_dot[k] * t5 + t4_dot[1 - k] * t3) * t7;
            }
            for (i_1, &(t12, ref branch)) in (0..n).zip(tape_1.iter()) {
                let (row, column) = (i_1 / 3, i_1 % 3);
                let t9 = x[row];
                let t10 = x[column];
                let branch_1 = x[i_1] > 0.5;
                let t13_dot = s_dot * (t9 * t10)
                    + (x_dot[row] * t10 + x_dot[column] * t9) * t12;
                s_dot = t13_dot;
                match *branch {
                    ::ad_runtime::Br2::A(()) => {
                        s_dot = t13_dot * 3.0;
                    }
                    ::ad_runtime::Br2::B(t45) => {
                        s_dot = s_dot * t45;
                    }
                }
                if branch_1 {
                    s_dot = s_dot * 2.0;
                }
            }
            for (
                i_2,
                &(t20, ref parts_linear, t23, t24, t26, t28, ref triple_linear, t35, t36),
            ) in (0..n).zip(tape_2.iter()) {
                let t25 = t23 * t24;
                let t27 = t25 * t26;
                let t29 = t27 * t28;
                let t20_dot = s_dot;
                let t21_dot = x_dot[i_2];
                let q_dot = parts_linear(
                    ::ad_runtime::Some(t20_dot),
                    ::ad_runtime::Some(t21_dot),
                );
                let t31_dot = t20_dot * t29
                    + (((q_dot.0 * t24 + q_dot.1 * t23) * t26 + q_dot.2 * t25) * t28
                        + q_dot.3 * t27) * t20;
                s_dot = t31_dot;
                let r_dot = triple_linear(
                    ::ad_runtime::Some(t31_dot),
                    ::ad_runtime::Some(t21_dot),
                );
                s_dot = t31_dot * (t35 * t36)
                    + (r_dot[0] * t36 + r_dot[1] * t35) * (t20 * t29);
            }
            for &(t40, t41, t46) in tape_3.iter() {
                let t40_dot = s_dot;
                s_dot = t40_dot * t41 + t40_dot * t46 * t40;
            }
            s_dot
        },
    )
}

fn f_jvp_over<LinkedScalar: ::ad_runtime::TangentScalar<f64>>(
    x: &[f64],
    k: usize,
    n: usize,
    x_dot: &[LinkedScalar],
) -> (f64, LinkedScalar) {
    let zero_dot = LinkedScalar::zero();
    let mut s = 1.0;
    let mut s_dot = zero_dot;
    for i in 0..n {
        let t0 = x[i];
        let t0_dot = x_dot[i];
        let t1 = x[i + 1];
        let t1_dot = x_dot[i + 1];
        let t2 = [t0, t1];
        let t2_dot = [t0_dot, t1_dot];
        let t3 = t2[k];
        let t3_dot = t2_dot[k];
        let t4 = [t0, t1];
        let t4_dot = [t0_dot, t1_dot];
        let t5 = t4[1 - k];
        let t5_dot = t4_dot[1 - k];
        let t6 = t3 * t5;
        let t6_dot = t3_dot
            .times(t5)
            .plus(t5_dot.times(t3))
            .binary(
                ::ad_runtime::scalar::Binary::Product,
                (t3, t3_dot),
                (t5, t5_dot),
                t6,
            );
        let t7 = s;
        let t7_dot = s_dot;
        let t8 = t7 * t6;
        let t8_dot = t7_dot
            .times(t6)
            .plus(t6_dot.times(t7))
            .binary(
                ::ad_runtime::scalar::Binary::Product,
                (t7, t7_dot),
                (t6, t6_dot),
                t8,
            );
        s = t8;
        s_dot = t8_dot;
    }
    for i_1 in 0..n {
        let (row, column) = (i_1 / 3, i_1 % 3);
        let t9 = x[row];
        let t9_dot = x_dot[row];
        let t10 = x[column];
        let t10_dot = x_dot[column];
        let t11 = t9 * t10;
        let t11_dot = t9_dot
            .times(t10)
            .plus(t10_dot.times(t9))
            .binary(
                ::ad_runtime::scalar::Binary::Product,
                (t9, t9_dot),
                (t10, t10_dot),
                t11,
            );
        let t12 = s;
        let t12_dot = s_dot;
        let t13 = t12 * t11;
        let t13_dot = t12_dot
            .times(t11)
            .plus(t11_dot.times(t12))
            .binary(
                ::ad_runtime::scalar::Binary::Product,
                (t12, t12_dot),
                (t11, t11_dot),
                t13,
            );
        s = t13;
        s_dot = t13_dot;
        if i_1 % 2 == 0 {
            let t15_dot = s_dot.times(3.0);
            s = s * 3.0;
            s_dot = t15_dot;
        } else {
            let t16 = s;
            let t16_dot = s_dot;
            let t17 = t16.sin();
            s = t17;
            s_dot = t16_dot
                .times(t16.cos())
                .unary(::ad_runtime::scalar::Unary::Sin, (t16, t16_dot), t17);
        }
        ::ad_runtime::scalar::decide::<_, LinkedScalar>(&*x_dot);
        if x[i_1] > 0.5 {
            let t19_dot = s_dot.times(2.0);
            s = s * 2.0;
            s_dot = t19_dot;
        }
    }
    for i_2 in 0..n {
        let (q, q_dot): ((f64, f64, f64, f64, f64), _) = <parts>::over(
            s,
            x[i_2],
            ::ad_runtime::Some(s_dot),
            ::ad_runtime::Some(x_dot[i_2]),
            ::core::marker::PhantomData::<fn() -> LinkedScalar>,
        );
        let t23 = q.0;
        let t23_dot = q_dot.0;
        let t24 = q.1;
        let t24_dot = q_dot.1;
        let t25 = t23 * t24;
        let t25_dot = t23_dot
            .times(t24)
            .plus(t24_dot.times(t23))
            .binary(
                ::ad_runtime::scalar::Binary::Product,
                (t23, t23_dot),
                (t24, t24_dot),
                t25,
            );
        let t26 = q.2;
        let t26_dot = q_dot.2;
        let t27 = t25 * t26;
        let t27_dot = t25_dot
            .times(t26)
            .plus(t26_dot.times(t25))
            .binary(
                ::ad_runtime::scalar::Binary::Product,
                (t25, t25_dot),
                (t26, t26_dot),
                t27,
            );
        let t28 = q.3;
        let t28_dot = q_dot.3;
        let t29 = t27 * t28;
        let t29_dot = t27_dot
            .times(t28)
            .plus(t28_dot.times(t27))
            .binary(
                ::ad_runtime::scalar::Binary::Product,
                (t27, t27_dot),
                (t28, t28_dot),
                t29,
            );
        let t30 = s;
        let t30_dot = s_dot;
        let t31 = t30 * t29;
        let t31_dot = t30_dot
            .times(t29)
            .plus(t29_dot.times(t30))
            .binary(
                ::ad_runtime::scalar::Binary::Product,
                (t30, t30_dot),
                (t29, t29_dot),
                t31,
            );
        s = t31;
        s_dot = t31_dot;
        let (r, r_dot): ([f64; 3], _) = <triple>::over(
            s,
            x[i_2],
            ::ad_runtime::Some(s_dot),
            ::ad_runtime::Some(x_dot[i_2]),
            ::core::marker::PhantomData::<fn() -> LinkedScalar>,
        );
        let t35 = r[0];
        let t35_dot = r_dot[0];
        let t36 = r[1];
        let t36_dot = r_dot[1];
        let t37 = t35 * t36;
        let t37_dot = t35_dot
            .times(t36)
            .plus(t36_dot.times(t35))
            .binary(
                ::ad_runtime::scalar::Binary::Product,
                (t35, t35_dot),
                (t36, t36_dot),
                t37,
            );
        let t38 = s;
        let t38_dot = s_dot;
        let t39 = t38 * t37;
        let t39_dot = t38_dot
            .times(t37)
            .plus(t37_dot.times(t38))
            .binary(
                ::ad_runtime::scalar::Binary::Product,
                (t38, t38_dot),
                (t37, t37_dot),
                t39,
            );
        s = t39;
        s_dot = t39_dot;
    }
    for _ in 0..n {
        let t40 = s;
        let t40_dot = s_dot;
        let t41 = t40.sin();
        let t41_dot = t40_dot
            .times(t40.cos())
            .unary(::ad_runtime::scalar::Unary::Sin, (t40, t40_dot), t41);
        let t42 = s;
        let t42_dot = s_dot;
        let t43 = t42 * t41;
        let t43_dot = t42_dot
            .times(t41)
            .plus(t41_dot.times(t42))
            .binary(
                ::ad_runtime::scalar::Binary::Product,
                (t42, t42_dot),
                (t41, t41_dot),
                t43,
            );
        s = t43;
        s_dot = t43_dot;
    }
    (s, s_dot)
}

fn f_vjp<'r0>(
    x: &'r0 [f64],
    k: usize,
    n: usize,
) -> (f64, impl ::ad_runtime::Fn(f64) -> ::ad_runtime::Vec<f64> + use<'r0>) {
    let mut s = 1.0;
    let tape_3: ::ad_runtime::Vec<_> = (0..n)
        .map(|i| {
            let t0 = x[i];
            let t1 = x[i + 1];
            let t2 = [t0, t1];
            let t3 = t2[k];
            let t4 = [t0, t1];
            let t5 = t4[1 - k];
            let t6 = t3 * t5;
            let t7 = s;
            s = t7 * t6;
            t7
        })
        .collect();
    let tape_2: ::ad_runtime::Vec<_> = (0..n)
        .map(|i_1| {
            let (row, column) = (i_1 / 3, i_1 % 3);
            let t9 = x[row];
            let t10 = x[column];
            let t11 = t9 * t10;
            let t12 = s;
            let t13 = t12 * t11;
            s = t13;
            let branch_1 = if i_1 % 2 == 0 {
                s = t13 * 3.0;
                ::ad_runtime::Br2::A(())
            } else {
                let t16 = s;
                let t45 = t16.cos();
                s = t16.sin();
                ::ad_runtime::Br2::B(t45)
            };
            if x[i_1] > 0.5 {
                s = s * 2.0;
            }
            (t12, branch_1)
        })
        .collect();
    let tape_1: ::ad_runtime::Vec<_> = (0..n)
        .map(|i_2| {
            let t20 = s;
            let t21 = x[i_2];
            <parts>::activity(::ad_runtime::Active, ::ad_runtime::Active);
            let (q, parts_pullback): ((f64, f64, f64, f64, f64), _) = <parts>::vjp(
                t20,
                t21,
            );
            let t23 = q.0;
            let t24 = q.1;
            let t25 = t23 * t24;
            let t26 = q.2;
            let t27 = t25 * t26;
            let t28 = q.3;
            let t29 = t27 * t28;
            let t31 = t20 * t29;
            s = t31;
            <triple>::activity(::ad_runtime::Active, ::ad_runtime::Active);
            let (r, triple_pullback): ([f64; 3], _) = <triple>::vjp(t31, t21);
            let t35 = r[0];
            let t36 = r[1];
            let t37 = t35 * t36;
            s = t31 * t37;
            (t20, parts_pullback, t23, t24, t26, t28, triple_pullback, t35, t36)
        })
        .collect();
    let tape: ::ad_runtime::Vec<_> = (0..n)
        .map(|_| {
            let t40 = s;
            let t41 = t40.sin();
            let t46 = t40.cos();
            s = t40 * t41;
            (t40, t41, t46)
        })
        .collect();
    (
        s,
        move |y_bar: f64| {
            let mut s_bar = y_bar;
            for &(t40, t41, t46) in tape.iter().rev() {
                let t47 = s_bar;
                s_bar = t47 * t41 + t47 * t40 * t46;
            }
            let mut x_bar = ::ad_runtime::zeros(x.len());
            for (
                i_2,
                &(
                    t20,
                    ref parts_pullback,
                    t23,
                    t24,
                    t26,
                    t28,
                    ref triple_pullback,
                    t35,
                    t36,
                ),
            ) in (0..n).zip(tape_1.iter()).rev() {
                let t25 = t23 * t24;
                let t27 = t25 * t26;
                let t29 = t27 * t28;
                let t49 = s_bar;
                s_bar = 0.0;
                let t37_bar = t49 * (t20 * t29);
                let mut r_bar = [0.0; 3];
                r_bar[1] += t37_bar * t35;
                r_bar[0] += t37_bar * t36;
                let (t51, t52) = triple_pullback(
                    r_bar,
                    ::ad_runtime::None,
                    ::ad_runtime::None,
                );
                let t31_bar = t49 * (t35 * t36) + t51 + s_bar;
                let t29_bar = t31_bar * t20;
                let mut q_bar = (0.0, 0.0, 0.0, 0.0, 0.0);
                q_bar.3 += t29_bar * t27;
                let t27_bar = t29_bar * t28;
                q_bar.2 += t27_bar * t25;
                let t25_bar = t27_bar * t26;
                q_bar.1 += t25_bar * t23;
                q_bar.0 += t25_bar * t24;
                let (t55, t56) = parts_pullback(
                    q_bar,
                    ::ad_runtime::None,
                    ::ad_runtime::None,
                );
                x_bar[i_2] = t52 + t56;
                s_bar = t31_bar * t29 + t55;
            }
            for (i_1, &(t12, ref branch_1)) in (0..n).zip(tape_2.iter()).rev() {
                let (row, column) = (i_1 / 3, i_1 % 3);
                let t9 = x[row];
                let t10 = x[column];
                let branch = x[i_1] > 0.5;
                let t11 = t9 * t10;
                if branch {
                    s_bar = s_bar * 2.0;
                }
                let mut t13_bar = 0.0;
                match *branch_1 {
                    ::ad_runtime::Br2::A(()) => {
                        let t58 = s_bar;
                        s_bar = 0.0;
                        t13_bar += t58 * 3.0;
                    }
                    ::ad_runtime::Br2::B(t45) => {
                        s_bar = s_bar * t45;
                    }
                }
                t13_bar += s_bar;
                s_bar = t13_bar * t11;
                let t11_bar = t13_bar * t12;
                x_bar[column] += t11_bar * t9;
                x_bar[row] += t11_bar * t10;
            }
            let mut carry = 0.0;
            for (i, &t7) in (0..n).zip(tape_3.iter()).rev() {
                let t0 = x[i];
                let t1 = x[i + 1];
                let t2 = [t0, t1];
                let t3 = t2[k];
                let t4 = [t0, t1];
                let t5 = t4[1 - k];
                let t62 = s_bar;
                s_bar = t62 * (t3 * t5);
                let t6_bar = t62 * t7;
                let mut t4_bar = [0.0; 2];
                t4_bar[1 - k] += t6_bar * t3;
                let [t64, t65] = t4_bar;
                let mut t2_bar = [0.0; 2];
                t2_bar[k] += t6_bar * t5;
                let [t67, t68] = t2_bar;
                x_bar[i + 1] += carry + (t65 + t68);
                carry = t64 + t67;
            }
            if 0 < n {
                x_bar[0] += carry;
            }
            x_bar
        },
    )
}

fn f_grad(x: &[f64], k: usize, n: usize) -> ::ad_runtime::Vec<f64> {
    let mut s = 1.0;
    let tape_3: ::ad_runtime::Vec<_> = (0..n)
        .map(|i| {
            let t0 = x[i];
            let t1 = x[i + 1];
            let t2 = [t0, t1];
            let t3 = t2[k];
            let t4 = [t0, t1];
            let t5 = t4[1 - k];
            let t6 = t3 * t5;
            let t7 = s;
            s = t7 * t6;
            t7
        })
        .collect();
    let tape_2: ::ad_runtime::Vec<_> = (0..n)
        .map(|i_1| {
            let (row, column) = (i_1 / 3, i_1 % 3);
            let t9 = x[row];
            let t10 = x[column];
            let t11 = t9 * t10;
            let t12 = s;
            let t13 = t12 * t11;
            s = t13;
            let branch_1 = if i_1 % 2 == 0 {
                s = t13 * 3.0;
                ::ad_runtime::Br2::A(())
            } else {
                let t16 = s;
                let t45 = t16.cos();
                s = t16.sin();
                ::ad_runtime::Br2::B(t45)
            };
            if x[i_1] > 0.5 {
                s = s * 2.0;
            }
            (t12, branch_1)
        })
        .collect();
    let tape_1: ::ad_runtime::Vec<_> = (0..n)
        .map(|i_2| {
            let t20 = s;
            let t21 = x[i_2];
            <parts>::activity(::ad_runtime::Active, ::ad_runtime::Active);
            let (q, parts_pullback): ((f64, f64, f64, f64, f64), _) = <parts>::vjp(
                t20,
                t21,
            );
            let t23 = q.0;
            let t24 = q.1;
            let t25 = t23 * t24;
            let t26 = q.2;
            let t27 = t25 * t26;
            let t28 = q.3;
            let t29 = t27 * t28;
            let t31 = t20 * t29;
            s = t31;
            <triple>::activity(::ad_runtime::Active, ::ad_runtime::Active);
            let (r, triple_pullback): ([f64; 3], _) = <triple>::vjp(t31, t21);
            let t35 = r[0];
            let t36 = r[1];
            let t37 = t35 * t36;
            s = t31 * t37;
            (t20, parts_pullback, t23, t24, t26, t28, triple_pullback, t35, t36)
        })
        .collect();
    let tape: ::ad_runtime::Vec<_> = (0..n)
        .map(|_| {
            let t40 = s;
            let t41 = t40.sin();
            let t46 = t40.cos();
            s = t40 * t41;
            (t40, t41, t46)
        })
        .collect();
    let mut s_bar = 1.0;
    for &(t40, t41, t46) in tape.iter().rev() {
        let t47 = s_bar;
        s_bar = t47 * t41 + t47 * t40 * t46;
    }
    let mut x_bar = ::ad_runtime::zeros(x.len());
    for (
        i_2,
        &(t20, ref parts_pullback, t23, t24, t26, t28, ref triple_pullback, t35, t36),
    ) in (0..n).zip(tape_1.iter()).rev() {
        let t25 = t23 * t24;
        let t27 = t25 * t26;
        let t29 = t27 * t28;
        let t31 = t20 * t29;
        let t37 = t35 * t36;
        let t49 = s_bar;
        s_bar = 0.0;
        let t37_bar = t49 * t31;
        let mut r_bar = [0.0; 3];
        r_bar[1] += t37_bar * t35;
        r_bar[0] += t37_bar * t36;
        let (t51, t52) = triple_pullback(r_bar, ::ad_runtime::None, ::ad_runtime::None);
        let t31_bar = t49 * t37 + t51 + s_bar;
        let t29_bar = t31_bar * t20;
        let mut q_bar = (0.0, 0.0, 0.0, 0.0, 0.0);
        q_bar.3 += t29_bar * t27;
        let t27_bar = t29_bar * t28;
        q_bar.2 += t27_bar * t25;
        let t25_bar = t27_bar * t26;
        q_bar.1 += t25_bar * t23;
        q_bar.0 += t25_bar * t24;
        let (t55, t56) = parts_pullback(q_bar, ::ad_runtime::None, ::ad_runtime::None);
        x_bar[i_2] = t52 + t56;
        s_bar = t31_bar * t29 + t55;
    }
    for (i_1, &(t12, ref branch_1)) in (0..n).zip(tape_2.iter()).rev() {
        let (row, column) = (i_1 / 3, i_1 % 3);
        let t9 = x[row];
        let t10 = x[column];
        let t11 = t9 * t10;
        let branch = x[i_1] > 0.5;
        if branch {
            s_bar = s_bar * 2.0;
        }
        let mut t13_bar = 0.0;
        match *branch_1 {
            ::ad_runtime::Br2::A(()) => {
                let t58 = s_bar;
                s_bar = 0.0;
                t13_bar += t58 * 3.0;
            }
            ::ad_runtime::Br2::B(t45) => {
                s_bar = s_bar * t45;
            }
        }
        t13_bar += s_bar;
        s_bar = t13_bar * t11;
        let t11_bar = t13_bar * t12;
        x_bar[column] += t11_bar * t9;
        x_bar[row] += t11_bar * t10;
    }
    let mut carry = 0.0;
    for (i, &t7) in (0..n).zip(tape_3.iter()).rev() {
        let t0 = x[i];
        let t1 = x[i + 1];
        let t2 = [t0, t1];
        let t3 = t2[k];
        let t4 = [t0, t1];
        let t5 = t4[1 - k];
        let t6 = t3 * t5;
        let t62 = s_bar;
        s_bar = t62 * t6;
        let t6_bar = t62 * t7;
        let mut t4_bar = [0.0; 2];
        t4_bar[1 - k] += t6_bar * t3;
        let [t64, t65] = t4_bar;
        let mut t2_bar = [0.0; 2];
        t2_bar[k] += t6_bar * t5;
        let [t67, t68] = t2_bar;
        x_bar[i + 1] += carry + (t65 + t68);
        carry = t64 + t67;
    }
    if 0 < n {
        x_bar[0] += carry;
    }
    x_bar
}
