fn f_jvp(x: f32, k: usize, x_dot: f32) -> (f32, f32) {
    let mut pair: [f32; 2] = [f32::sin(x), offset(k)];
    let mut pair_dot = [x_dot * f32::cos(x), 0.0];
    let t3 = pair[0];
    let t4_dot = pair_dot[0] * x + x_dot * t3;
    pair[0] = t3 * x;
    pair_dot[0] = t4_dot;
    let t5 = pair[0];
    let t6 = pair[1];
    (t5 * t6, pair_dot[0] * t6 + pair_dot[1] * t5)
}

fn f_vjp(x: f32, k: usize) -> (f32, impl ::ad_runtime::Fn(f32) -> f32 + use<>) {
    let t8 = f32::cos(x);
    let mut pair: [f32; 2] = [f32::sin(x), offset(k)];
    let t3 = pair[0];
    pair[0] = t3 * x;
    let t5 = pair[0];
    let t6 = pair[1];
    (
        t5 * t6,
        #[inline(always)]
        move |y_bar: f32| {
            let mut pair_bar = [0.0; 2];
            pair_bar[1] += y_bar * t5;
            pair_bar[0] += y_bar * t6;
            let t10 = pair_bar[0];
            pair_bar[0] = 0.0;
            pair_bar[0] += t10 * x;
            let [t11, _] = pair_bar;
            let x_bar = t10 * t3 + t11 * t8;
            x_bar
        },
    )
}

fn f_grad(x: f32, k: usize) -> f32 {
    let mut pair: [f32; 2] = [f32::sin(x), offset(k)];
    let t3 = pair[0];
    pair[0] = t3 * x;
    let mut pair_bar = [0.0; 2];
    let t6 = pair[1];
    pair_bar[1] += pair[0];
    pair_bar[0] += t6;
    let t10 = pair_bar[0];
    pair_bar[0] = 0.0;
    pair_bar[0] += t10 * x;
    let [t11, _] = pair_bar;
    let x_bar = t10 * t3 + t11 * f32::cos(x);
    x_bar
}
