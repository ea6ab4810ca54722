fn f_jvp(v: &[f64; 3], i: usize, v_dot: &[f64; 3]) -> (f64, f64) {
    let first = v[0];
    let first_dot = v_dot[0];
    let again = v[0];
    let again_dot = v_dot[0];
    let t2 = v[i];
    let t2_dot = v_dot[i];
    let t5 = t2.sin();
    (
        t2 * first + t5 * again,
        t2_dot * first + first_dot * t2 + (t2_dot * t2.cos() * again + again_dot * t5),
    )
}

fn f_linearize<'r0>(
    v: &'r0 [f64; 3],
    i: usize,
) -> (f64, impl ::ad_runtime::Fn(&[f64; 3]) -> f64 + use<'r0>) {
    let first = v[0];
    let again = v[0];
    let t2 = v[i];
    let t5 = t2.sin();
    let t8 = t2.cos();
    (
        t2 * first + t5 * again,
        #[inline(always)]
        move |v_dot: &[f64; 3]| {
            let first_dot = v_dot[0];
            let again_dot = v_dot[0];
            let t2_dot = v_dot[i];
            t2_dot * first + first_dot * t2 + (t2_dot * t8 * again + again_dot * t5)
        },
    )
}

fn f_jvp_over<LinkedScalar: ::ad_runtime::TangentScalar<f64>>(
    v: &[f64; 3],
    i: usize,
    v_dot: &[LinkedScalar; 3],
) -> (f64, LinkedScalar) {
    let first = v[0];
    let first_dot = v_dot[0];
    let again = v[0];
    let again_dot = v_dot[0];
    let t2 = v[i];
    let t2_dot = v_dot[i];
    let t3 = t2 * first;
    let t3_dot = t2_dot
        .times(first)
        .plus(first_dot.times(t2))
        .binary(
            ::ad_runtime::scalar::Binary::Product,
            (t2, t2_dot),
            (first, first_dot),
            t3,
        );
    let t4 = v[i];
    let t4_dot = v_dot[i];
    let t5 = t4.sin();
    let t5_dot = t4_dot
        .times(t4.cos())
        .unary(::ad_runtime::scalar::Unary::Sin, (t4, t4_dot), t5);
    let t6 = t5 * again;
    let t6_dot = t5_dot
        .times(again)
        .plus(again_dot.times(t5))
        .binary(
            ::ad_runtime::scalar::Binary::Product,
            (t5, t5_dot),
            (again, again_dot),
            t6,
        );
    (t3 + t6, t3_dot.plus(t6_dot))
}

fn f_vjp(
    v: &[f64; 3],
    i: usize,
) -> (f64, impl ::ad_runtime::Fn(f64) -> [f64; 3] + use<>) {
    let first = v[0];
    let again = v[0];
    let t2 = v[i];
    let t5 = t2.sin();
    let t8 = t2.cos();
    (
        t2 * first + t5 * again,
        #[inline(always)]
        move |y_bar: f64| {
            let mut v_bar = [0.0; 3];
            v_bar[i] += y_bar * again * t8 + y_bar * first;
            let again_bar = y_bar * t5;
            v_bar[0] += again_bar;
            let first_bar = y_bar * t2;
            v_bar[0] += first_bar;
            v_bar
        },
    )
}

fn f_grad(v: &[f64; 3], i: usize) -> [f64; 3] {
    let first = v[0];
    let again = v[0];
    let t2 = v[i];
    let mut v_bar = [0.0; 3];
    v_bar[i] += again * t2.cos() + first;
    let again_bar = t2.sin();
    v_bar[0] += again_bar;
    let first_bar = t2;
    v_bar[0] += first_bar;
    v_bar
}
