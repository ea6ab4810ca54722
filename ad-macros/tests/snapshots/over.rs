fn f_jvp_over<const N: usize, LinkedScalar: ::ad_runtime::TangentScalar<f64>>(
    x: &[f64],
    weights: &[f64],
    p: [f64; N],
    x_dot: &[LinkedScalar],
    p_dot: [LinkedScalar; N],
) -> (f64, LinkedScalar) {
    let zero_dot = LinkedScalar::zero();
    let mut sum = 0.0;
    let mut sum_dot = zero_dot;
    let len_1 = x.len();
    for (i, w) in (0..len_1).zip(weights) {
        ::ad_runtime::scalar::decide::<_, LinkedScalar>(&*x_dot);
        let a_1 = &x[i];
        let (b, b_dot) = if *a_1 > 0.5 && p.len() > 1 {
            let t0 = x[i];
            let t0_dot = x_dot[i];
            let t1 = x[i];
            let t1_dot = x_dot[i];
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
            (t2 * w, t2_dot.times(::ad_runtime::scalar::float(w)))
        } else {
            (0.0, zero_dot)
        };
        let t5 = p[0];
        let t5_dot = p_dot[0];
        let t6 = t5.sin();
        let t6_dot = t5_dot
            .times(t5.cos())
            .unary(::ad_runtime::scalar::Unary::Sin, (t5, t5_dot), t6);
        let t7 = b / t6;
        let t7_dot = b_dot
            .minus(t6_dot.times(t7))
            .over(t6)
            .binary(
                ::ad_runtime::scalar::Binary::Quotient,
                (b, b_dot),
                (t6, t6_dot),
                t7,
            );
        sum += t7 + w;
        sum_dot = sum_dot.plus(t7_dot);
    }
    ::ad_runtime::scalar::decide::<_, LinkedScalar>(&sum_dot);
    while sum < 1.0 {
        let t9 = sum;
        let t9_dot = sum_dot;
        let t10 = t9.powi(2);
        let (t11, t11_dot) = <g>::over::<
            N,
            _,
        >(
            p,
            weights,
            ::ad_runtime::Some(p_dot),
            ::ad_runtime::None,
            ::core::marker::PhantomData::<fn() -> LinkedScalar>,
        );
        sum = t10 + t11;
        sum_dot = t9_dot
            .times(::ad_runtime::rules::powi(t9, 2))
            .unary(::ad_runtime::scalar::Unary::Powi(2), (t9, t9_dot), t10)
            .plus(t11_dot);
        ::ad_runtime::scalar::decide::<_, LinkedScalar>(&sum_dot);
    }
    (sum, sum_dot)
}

fn f_taylor<const N: usize, const K: usize>(
    x: &[f64],
    weights: &[f64],
    p: [f64; N],
    x_series: &[::ad_runtime::Series<f64, K>],
    p_series: [::ad_runtime::Series<f64, K>; N],
) -> (f64, ::ad_runtime::Series<f64, K>) {
    f_jvp_over::<N, ::ad_runtime::Series<f64, K>>(x, weights, p, x_series, p_series)
}
