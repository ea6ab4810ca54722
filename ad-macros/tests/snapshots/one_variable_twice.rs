fn f_jvp(
    v: &[f64; 2],
    w: &[f64; 2],
    k: f64,
    v_dot: &[f64; 2],
    w_dot: &[f64; 2],
    k_dot: f64,
) -> (f64, f64) {
    <dot>::activity(::ad_runtime::Active, ::ad_runtime::Active, ::ad_runtime::Active);
    let (t0, t0_dot) = <dot>::jvp(
        v,
        v,
        k,
        ::ad_runtime::Some(v_dot),
        ::ad_runtime::Some(v_dot),
        ::ad_runtime::Some(k_dot),
    );
    <dot>::activity(::ad_runtime::Active, ::ad_runtime::Active, ::ad_runtime::Active);
    let (t1, t1_dot) = <dot>::jvp(
        v,
        w,
        k,
        ::ad_runtime::Some(v_dot),
        ::ad_runtime::Some(w_dot),
        ::ad_runtime::Some(k_dot),
    );
    (t0 * t1, t0_dot * t1 + t1_dot * t0)
}

fn f_linearize<'r0, 'r1>(
    v: &'r0 [f64; 2],
    w: &'r1 [f64; 2],
    k: f64,
) -> (f64, impl ::ad_runtime::Fn(&[f64; 2], &[f64; 2], f64) -> f64 + use<'r0, 'r1>) {
    <dot>::activity(::ad_runtime::Active, ::ad_runtime::Active, ::ad_runtime::Active);
    let (t0, dot_linear) = <dot>::linearize(v, v, k, &[true, true, true]);
    <dot>::activity(::ad_runtime::Active, ::ad_runtime::Active, ::ad_runtime::Active);
    let (t1, dot_linear_1) = <dot>::linearize(v, w, k, &[true, true, true]);
    (
        t0 * t1,
        #[inline(always)]
        move |v_dot: &[f64; 2], w_dot: &[f64; 2], k_dot: f64| {
            let t0_dot = dot_linear(
                ::ad_runtime::Some(v_dot),
                ::ad_runtime::Some(v_dot),
                ::ad_runtime::Some(k_dot),
            );
            let t1_dot = dot_linear_1(
                ::ad_runtime::Some(v_dot),
                ::ad_runtime::Some(w_dot),
                ::ad_runtime::Some(k_dot),
            );
            t0_dot * t1 + t1_dot * t0
        },
    )
}

fn f_jvp_over<LinkedScalar: ::ad_runtime::TangentScalar<f64>>(
    v: &[f64; 2],
    w: &[f64; 2],
    k: f64,
    v_dot: &[LinkedScalar; 2],
    w_dot: &[LinkedScalar; 2],
    k_dot: LinkedScalar,
) -> (f64, LinkedScalar) {
    let (t0, t0_dot) = <dot>::over(
        v,
        v,
        k,
        ::ad_runtime::Some(v_dot),
        ::ad_runtime::Some(v_dot),
        ::ad_runtime::Some(k_dot),
        ::core::marker::PhantomData::<fn() -> LinkedScalar>,
    );
    let (t1, t1_dot) = <dot>::over(
        v,
        w,
        k,
        ::ad_runtime::Some(v_dot),
        ::ad_runtime::Some(w_dot),
        ::ad_runtime::Some(k_dot),
        ::core::marker::PhantomData::<fn() -> LinkedScalar>,
    );
    let t2 = t0 * t1;
    let t2_dot = t0_dot
        .times(t1)
        .plus(t1_dot.times(t0))
        .binary(::ad_runtime::scalar::Binary::Product, (t0, t0_dot), (t1, t1_dot), t2);
    (t2, t2_dot)
}

fn f_vjp(
    v: &[f64; 2],
    w: &[f64; 2],
    k: f64,
) -> (f64, impl ::ad_runtime::Fn(f64) -> ([f64; 2], [f64; 2], f64) + use<>) {
    <dot>::activity(::ad_runtime::Active, ::ad_runtime::Active, ::ad_runtime::Active);
    let (t0, dot_pullback_1) = <dot>::vjp(v, v, k);
    <dot>::activity(::ad_runtime::Active, ::ad_runtime::Active, ::ad_runtime::Active);
    let (t1, dot_pullback) = <dot>::vjp(v, w, k);
    (
        t0 * t1,
        #[inline(always)]
        move |y_bar: f64| {
            let mut v_bar = [0.0; 2];
            let mut w_bar = [0.0; 2];
            let (_, _, t5) = dot_pullback(
                y_bar * t0,
                ::ad_runtime::Some(&mut v_bar),
                ::ad_runtime::Some(&mut w_bar),
                ::ad_runtime::None,
            );
            let t0_bar = y_bar * t1;
            let (_, _, t6) = dot_pullback_1(
                t0_bar,
                ::ad_runtime::Some(&mut v_bar),
                ::ad_runtime::None,
                ::ad_runtime::None,
            );
            dot_pullback_1(
                t0_bar,
                ::ad_runtime::None,
                ::ad_runtime::Some(&mut v_bar),
                ::ad_runtime::None,
            );
            let k_bar = t5 + t6;
            (v_bar, w_bar, k_bar)
        },
    )
}

fn f_grad(v: &[f64; 2], w: &[f64; 2], k: f64) -> ([f64; 2], [f64; 2], f64) {
    <dot>::activity(::ad_runtime::Active, ::ad_runtime::Active, ::ad_runtime::Active);
    let (t0, dot_pullback_1) = <dot>::vjp(v, v, k);
    <dot>::activity(::ad_runtime::Active, ::ad_runtime::Active, ::ad_runtime::Active);
    let (t1, dot_pullback) = <dot>::vjp(v, w, k);
    let mut v_bar = [0.0; 2];
    let mut w_bar = [0.0; 2];
    let (_, _, t5) = dot_pullback(
        t0,
        ::ad_runtime::Some(&mut v_bar),
        ::ad_runtime::Some(&mut w_bar),
        ::ad_runtime::None,
    );
    let t0_bar = t1;
    let (_, _, t6) = dot_pullback_1(
        t0_bar,
        ::ad_runtime::Some(&mut v_bar),
        ::ad_runtime::None,
        ::ad_runtime::None,
    );
    dot_pullback_1(
        t0_bar,
        ::ad_runtime::None,
        ::ad_runtime::Some(&mut v_bar),
        ::ad_runtime::None,
    );
    let k_bar = t5 + t6;
    (v_bar, w_bar, k_bar)
}
