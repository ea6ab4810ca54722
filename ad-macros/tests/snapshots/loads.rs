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
