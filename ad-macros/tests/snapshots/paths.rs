fn f_jvp(x: f32, k: usize, x_dot: f32) -> (f32, f32) {
    let mut pair: [f32; 2] = [f32::sin(x), offset(k)];
    let mut pair_dot = [x_dot * f32::cos(x), 0.0];
    let t3 = pair[0];
    let t4 = t3 * x;
    let t4_dot = pair_dot[0] * x + x_dot * t3;
    pair[0] = t4;
    pair_dot[0] = t4_dot;
    let t6 = pair[1];
    (t4 * t6, t4_dot * t6 + pair_dot[1] * t4)
}

fn f_linearize(x: f32, k: usize) -> (f32, impl ::ad_runtime::Fn(f32) -> f32 + use<>) {
    let t8 = f32::cos(x);
    let mut pair: [f32; 2] = [f32::sin(x), offset(k)];
    let t3 = pair[0];
    let t4 = t3 * x;
    pair[0] = t4;
    let t6 = pair[1];
    (
        t4 * t6,
        #[inline(always)]
        move |x_dot: f32| {
            let mut pair_dot = [x_dot * t8, 0.0];
            let t4_dot = pair_dot[0] * x + x_dot * t3;
            pair_dot[0] = t4_dot;
            t4_dot * t6 + pair_dot[1] * t4
        },
    )
}

fn f_jvp_over<LinkedScalar: ::ad_runtime::TangentScalar<f32>>(
    x: f32,
    k: usize,
    x_dot: LinkedScalar,
) -> (f32, LinkedScalar) {
    let zero_dot = LinkedScalar::zero();
    let t0 = f32::sin(x);
    let mut pair: [f32; 2] = [t0, offset(k)];
    let mut pair_dot = [
        x_dot.times(f32::cos(x)).unary(::ad_runtime::scalar::Unary::Sin, (x, x_dot), t0),
        zero_dot,
    ];
    let t3 = pair[0];
    let t3_dot = pair_dot[0];
    let t4 = t3 * x;
    let t4_dot = t3_dot
        .times(x)
        .plus(x_dot.times(t3))
        .binary(::ad_runtime::scalar::Binary::Product, (t3, t3_dot), (x, x_dot), t4);
    pair[0] = t4;
    pair_dot[0] = t4_dot;
    let t5 = pair[0];
    let t5_dot = pair_dot[0];
    let t6 = pair[1];
    let t6_dot = pair_dot[1];
    let t7 = t5 * t6;
    let t7_dot = t5_dot
        .times(t6)
        .plus(t6_dot.times(t5))
        .binary(::ad_runtime::scalar::Binary::Product, (t5, t5_dot), (t6, t6_dot), t7);
    (t7, t7_dot)
}

fn f_vjp(x: f32, k: usize) -> (f32, impl ::ad_runtime::Fn(f32) -> f32 + use<>) {
    let t8 = f32::cos(x);
    let mut pair: [f32; 2] = [f32::sin(x), offset(k)];
    let t3 = pair[0];
    let t4 = t3 * x;
    pair[0] = t4;
    let t6 = pair[1];
    (
        t4 * t6,
        #[inline(always)]
        move |y_bar: f32| {
            let mut pair_bar = [0.0; 2];
            pair_bar[1] += y_bar * t4;
            let t4_bar = y_bar * t6 + pair_bar[0];
            pair_bar[0] = t4_bar * x;
            let [t11, _] = pair_bar;
            let x_bar = t4_bar * t3 + t11 * t8;
            x_bar
        },
    )
}

fn f_grad(x: f32, k: usize) -> f32 {
    let mut pair: [f32; 2] = [f32::sin(x), offset(k)];
    let t3 = pair[0];
    let t4 = t3 * x;
    pair[0] = t4;
    let mut pair_bar = [0.0; 2];
    let t6 = pair[1];
    pair_bar[1] += t4;
    let t4_bar = t6 + pair_bar[0];
    pair_bar[0] = t4_bar * x;
    let [t11, _] = pair_bar;
    let x_bar = t4_bar * t3 + t11 * f32::cos(x);
    x_bar
}
