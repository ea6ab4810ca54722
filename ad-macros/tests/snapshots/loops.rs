fn f_jvp(x: &[f64], weights: &[f64], x_dot: &[f64]) -> (f64, f64) {
    let mut product = 1.0;
    let mut product_dot = 0.0;
    let end = x.len();
    for i in 0..end {
        let t3 = weights[i];
        let t4 = x[i] * t3;
        let t5 = t4.sin();
        let t6 = product;
        let t7_dot = product_dot * t5 + x_dot[i] * t3 * t4.cos() * t6;
        product = t6 * t5;
        product_dot = t7_dot;
    }
    let mut sum = 0.0;
    let mut sum_dot = 0.0;
    let len_1 = x.len();
    for (i_1, w) in (0..len_1).zip(weights) {
        let mut inner = 0.0;
        let mut inner_dot = 0.0;
        for k in 1..4 {
            let t10 = (x[i_1] * k as f64).exp();
            inner += t10 * w;
            inner_dot += x_dot[i_1] * k as f64 * t10 * w;
        }
        let t12 = inner;
        let t13_dot = inner_dot / t12;
        sum += t12.ln();
        sum_dot += t13_dot;
    }
    let t14 = product;
    let t15 = sum;
    (t14 * t15, product_dot * t15 + sum_dot * t14)
}

fn f_linearize<'r0, 'r1>(
    x: &'r0 [f64],
    weights: &'r1 [f64],
) -> (f64, impl ::ad_runtime::Fn(&[f64]) -> f64 + use<'r0, 'r1>) {
    let mut product = 1.0;
    let end = x.len();
    let tape: ::ad_runtime::Vec<_> = (0..end)
        .map(|i| {
            let t3 = weights[i];
            let t4 = x[i] * t3;
            let t5 = t4.sin();
            let t17 = t4.cos();
            let t6 = product;
            product = t6 * t5;
            (t5, t17, t6)
        })
        .collect();
    let mut sum = 0.0;
    let len_1 = x.len();
    let mut tape_1 = ::ad_runtime::Vec::new();
    let mut tape_2 = ::ad_runtime::Vec::new();
    for (i_1, w) in (0..len_1).zip(weights) {
        let mut inner = 0.0;
        for k in 1..4 {
            let t10 = (x[i_1] * k as f64).exp();
            inner += t10 * w;
            tape_1.push(t10);
        }
        let t12 = inner;
        sum += t12.ln();
        tape_2.push((i_1.clone(), w.clone(), t12));
    }
    let t14 = product;
    let t15 = sum;
    (
        t14 * t15,
        move |x_dot: &[f64]| {
            let mut product_dot = 0.0;
            for (i, &(t5, t17, t6)) in (0..end).zip(tape.iter()) {
                product_dot = product_dot * t5 + x_dot[i] * weights[i] * t17 * t6;
            }
            let mut sum_dot = 0.0;
            let mut tape_1 = tape_1.as_slice();
            for &(ref i_1, ref w, t12) in tape_2.iter() {
                let i_1 = i_1.clone();
                let w = w.clone();
                let mut inner_dot = 0.0;
                for (k, &t10) in (1..4)
                    .zip(::ad_runtime::first_trips(&mut tape_1, 1..4).iter())
                {
                    inner_dot += x_dot[i_1] * k as f64 * t10 * w;
                }
                sum_dot += inner_dot / t12;
            }
            product_dot * t15 + sum_dot * t14
        },
    )
}

fn f_jvp_over<LinkedScalar: ::ad_runtime::TangentScalar<f64>>(
    x: &[f64],
    weights: &[f64],
    x_dot: &[LinkedScalar],
) -> (f64, LinkedScalar) {
    let zero_dot = LinkedScalar::zero();
    let mut product = 1.0;
    let mut product_dot = zero_dot;
    let end = x.len();
    for i in 0..end {
        ::ad_runtime::scalar::decide::<_, LinkedScalar>(&*x_dot);
        let t3 = weights[i];
        let t4 = x[i] * t3;
        let t4_dot = x_dot[i].times(::ad_runtime::scalar::float(t3));
        let t5 = t4.sin();
        let t5_dot = t4_dot
            .times(t4.cos())
            .unary(::ad_runtime::scalar::Unary::Sin, (t4, t4_dot), t5);
        let t6 = product;
        let t6_dot = product_dot;
        let t7 = t6 * t5;
        let t7_dot = t6_dot
            .times(t5)
            .plus(t5_dot.times(t6))
            .binary(
                ::ad_runtime::scalar::Binary::Product,
                (t6, t6_dot),
                (t5, t5_dot),
                t7,
            );
        product = t7;
        product_dot = t7_dot;
    }
    let mut sum = 0.0;
    let mut sum_dot = zero_dot;
    let len_1 = x.len();
    for (i_1, w) in (0..len_1).zip(weights) {
        let mut inner = 0.0;
        let mut inner_dot = zero_dot;
        for k in 1..4 {
            let t9 = x[i_1] * k as f64;
            let t9_dot = x_dot[i_1].times(::ad_runtime::scalar::float(k as f64));
            let t10 = t9.exp();
            inner += t10 * w;
            let t25 = inner_dot
                .plus(
                    t9_dot
                        .times(t10)
                        .unary(::ad_runtime::scalar::Unary::Exp, (t9, t9_dot), t10)
                        .times(::ad_runtime::scalar::float(w)),
                );
            inner_dot = t25;
        }
        let t12 = inner;
        let t12_dot = inner_dot;
        let t13 = t12.ln();
        sum += t13;
        sum_dot = sum_dot
            .plus(
                t12_dot
                    .over(t12)
                    .unary(::ad_runtime::scalar::Unary::Ln, (t12, t12_dot), t13),
            );
    }
    let t14 = product;
    let t14_dot = product_dot;
    let t15 = sum;
    let t15_dot = sum_dot;
    let t16 = t14 * t15;
    let t16_dot = t14_dot
        .times(t15)
        .plus(t15_dot.times(t14))
        .binary(
            ::ad_runtime::scalar::Binary::Product,
            (t14, t14_dot),
            (t15, t15_dot),
            t16,
        );
    (t16, t16_dot)
}

fn f_vjp<'r0, 'r1>(
    x: &'r0 [f64],
    weights: &'r1 [f64],
) -> (f64, impl ::ad_runtime::Fn(f64) -> ::ad_runtime::Vec<f64> + use<'r0, 'r1>) {
    let mut product = 1.0;
    let end = x.len();
    let tape_2: ::ad_runtime::Vec<_> = (0..end)
        .map(|i| {
            let t3 = weights[i];
            let t4 = x[i] * t3;
            let t5 = t4.sin();
            let t17 = t4.cos();
            let t6 = product;
            product = t6 * t5;
            (t5, t17, t6)
        })
        .collect();
    let mut sum = 0.0;
    let len_1 = x.len();
    let mut tape = ::ad_runtime::Vec::new();
    let mut tape_1 = ::ad_runtime::Vec::new();
    for (i_1, w) in (0..len_1).zip(weights) {
        let mut inner = 0.0;
        for k in 1..4 {
            let t10 = (x[i_1] * k as f64).exp();
            inner += t10 * w;
            tape.push(t10);
        }
        let t12 = inner;
        sum += t12.ln();
        tape_1.push((i_1.clone(), w.clone(), t12));
    }
    let t14 = product;
    let t15 = sum;
    (
        t14 * t15,
        move |y_bar: f64| {
            let mut sum_bar = y_bar * t14;
            let mut product_bar = y_bar * t15;
            let mut x_bar = ::ad_runtime::zeros(x.len());
            let mut tape = tape.as_slice();
            for &(ref i_1, ref w, t12) in tape_1.iter().rev() {
                let i_1 = i_1.clone();
                let w = w.clone();
                let mut inner_bar = sum_bar / t12;
                for (k, &t10) in (1..4)
                    .rev()
                    .zip(::ad_runtime::last_trips(&mut tape, 1..4).iter().rev())
                {
                    x_bar[i_1] += inner_bar * w * t10 * k as f64;
                }
            }
            for (i, &(t5, t17, t6)) in (0..end).zip(tape_2.iter()).rev() {
                let t21 = product_bar;
                let t3 = weights[i];
                product_bar = t21 * t5;
                x_bar[i] += t21 * t6 * t17 * t3;
            }
            x_bar
        },
    )
}

fn f_grad(x: &[f64], weights: &[f64]) -> ::ad_runtime::Vec<f64> {
    let mut product = 1.0;
    let end = x.len();
    let tape_2: ::ad_runtime::Vec<_> = (0..end)
        .map(|i| {
            let t3 = weights[i];
            let t4 = x[i] * t3;
            let t5 = t4.sin();
            let t17 = t4.cos();
            let t6 = product;
            product = t6 * t5;
            (t5, t17, t6)
        })
        .collect();
    let mut sum = 0.0;
    let len_1 = x.len();
    let mut tape = ::ad_runtime::Vec::new();
    let mut tape_1 = ::ad_runtime::Vec::new();
    for (i_1, w) in (0..len_1).zip(weights) {
        let mut inner = 0.0;
        for k in 1..4 {
            let t10 = (x[i_1] * k as f64).exp();
            inner += t10 * w;
            tape.push(t10);
        }
        let t12 = inner;
        sum += t12.ln();
        tape_1.push((i_1.clone(), w.clone(), t12));
    }
    let mut sum_bar = product;
    let mut product_bar = sum;
    let mut x_bar = ::ad_runtime::zeros(x.len());
    let mut tape = tape.as_slice();
    for &(ref i_1, ref w, t12) in tape_1.iter().rev() {
        let i_1 = i_1.clone();
        let w = w.clone();
        let mut inner_bar = sum_bar / t12;
        for (k, &t10) in (1..4)
            .rev()
            .zip(::ad_runtime::last_trips(&mut tape, 1..4).iter().rev())
        {
            x_bar[i_1] += inner_bar * w * t10 * k as f64;
        }
    }
    for (i, &(t5, t17, t6)) in (0..end).zip(tape_2.iter()).rev() {
        let t3 = weights[i];
        let t21 = product_bar;
        product_bar = t21 * t5;
        x_bar[i] += t21 * t6 * t17 * t3;
    }
    x_bar
}
