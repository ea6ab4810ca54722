fn arms_jvp(x: f64, y: f64, kind: usize, x_dot: f64, y_dot: f64) -> (f64, f64) {
    let (scale, scale_dot) = match kind {
        0 => (1.0, 0.0),
        1 if x > y => {
            let t1 = x.exp();
            (t1, x_dot * t1)
        }
        _ => (y * y, y_dot * (y + y)),
    };
    let mut z = x;
    let mut z_dot = x_dot;
    if x < 0.0 {
        let t4 = x.tanh();
        z = scale * t4;
        z_dot = scale_dot * t4 + x_dot * ::ad_runtime::rules::tanh(x, t4) * scale;
    } else {
        if y > 3.0 {
            let w = x / y;
            let w_dot = (x_dot - y_dot * w) / y;
            let t7 = w.sqrt();
            let t8 = z;
            let t9_dot = z_dot * t7 + w_dot * (0.5 / t7) * t8;
            z = t8 * t7;
            z_dot = t9_dot;
        }
    }
    let t10 = z;
    (t10 * scale, z_dot * scale + scale_dot * t10)
}

fn arms_linearize(
    x: f64,
    y: f64,
    kind: usize,
) -> (f64, impl ::ad_runtime::Fn(f64, f64) -> f64 + use<>) {
    let (scale, branch) = match kind {
        0 => (1.0, ::ad_runtime::Br3::A(())),
        1 if x > y => {
            let t1 = x.exp();
            (t1, ::ad_runtime::Br3::B(t1))
        }
        _ => (y * y, ::ad_runtime::Br3::C(())),
    };
    let mut z = x;
    let branch_2 = if x < 0.0 {
        let t4 = x.tanh();
        let t13 = ::ad_runtime::rules::tanh(x, t4);
        z = scale * t4;
        ::ad_runtime::Br2::A((t4, t13))
    } else {
        let branch_1 = if y > 3.0 {
            let w = x / y;
            let t7 = w.sqrt();
            let t15 = 0.5 / t7;
            let t8 = z;
            z = t8 * t7;
            ::ad_runtime::Br2::A((w, t7, t15, t8))
        } else {
            ::ad_runtime::Br2::B(())
        };
        ::ad_runtime::Br2::B(branch_1)
    };
    let t10 = z;
    (
        t10 * scale,
        move |x_dot: f64, y_dot: f64| {
            let scale_dot = match branch {
                ::ad_runtime::Br3::A(()) => 0.0,
                ::ad_runtime::Br3::B(t1) => x_dot * t1,
                ::ad_runtime::Br3::C(()) => y_dot * (y + y),
            };
            let mut z_dot = x_dot;
            match branch_2 {
                ::ad_runtime::Br2::A((t4, t13)) => {
                    z_dot = scale_dot * t4 + x_dot * t13 * scale;
                }
                ::ad_runtime::Br2::B(ref branch_1) => {
                    match *branch_1 {
                        ::ad_runtime::Br2::A((w, t7, t15, t8)) => {
                            let w_dot = (x_dot - y_dot * w) / y;
                            z_dot = z_dot * t7 + w_dot * t15 * t8;
                        }
                        ::ad_runtime::Br2::B(()) => {}
                    }
                }
            }
            z_dot * scale + scale_dot * t10
        },
    )
}

fn arms_jvp_over<LinkedScalar: ::ad_runtime::TangentScalar<f64>>(
    x: f64,
    y: f64,
    kind: usize,
    x_dot: LinkedScalar,
    y_dot: LinkedScalar,
) -> (f64, LinkedScalar) {
    let zero_dot = LinkedScalar::zero();
    ::ad_runtime::scalar::decide::<_, LinkedScalar>(&x_dot);
    ::ad_runtime::scalar::decide::<_, LinkedScalar>(&x_dot);
    ::ad_runtime::scalar::decide::<_, LinkedScalar>(&y_dot);
    let (scale, scale_dot) = match kind {
        0 => (1.0, zero_dot),
        1 if x > y => {
            let t1 = x.exp();
            (t1, x_dot.times(t1).unary(::ad_runtime::scalar::Unary::Exp, (x, x_dot), t1))
        }
        _ => {
            let t2 = y * y;
            (
                t2,
                y_dot
                    .times(y + y)
                    .binary(
                        ::ad_runtime::scalar::Binary::Product,
                        (y, y_dot),
                        (y, y_dot),
                        t2,
                    ),
            )
        }
    };
    let mut z = x;
    let mut z_dot = x_dot;
    ::ad_runtime::scalar::decide::<_, LinkedScalar>(&x_dot);
    if x < 0.0 {
        let t4 = x.tanh();
        let t4_dot = x_dot
            .times(::ad_runtime::rules::tanh(x, t4))
            .unary(::ad_runtime::scalar::Unary::Tanh, (x, x_dot), t4);
        let t5 = scale * t4;
        let t5_dot = scale_dot
            .times(t4)
            .plus(t4_dot.times(scale))
            .binary(
                ::ad_runtime::scalar::Binary::Product,
                (scale, scale_dot),
                (t4, t4_dot),
                t5,
            );
        z = t5;
        z_dot = t5_dot;
    } else {
        ::ad_runtime::scalar::decide::<_, LinkedScalar>(&y_dot);
        if y > 3.0 {
            let w = x / y;
            let w_dot = x_dot
                .minus(y_dot.times(w))
                .over(y)
                .binary(
                    ::ad_runtime::scalar::Binary::Quotient,
                    (x, x_dot),
                    (y, y_dot),
                    w,
                );
            let t7 = w.sqrt();
            let t7_dot = w_dot
                .times(0.5 / t7)
                .unary(::ad_runtime::scalar::Unary::Sqrt, (w, w_dot), t7);
            let t8 = z;
            let t8_dot = z_dot;
            let t9 = t8 * t7;
            let t9_dot = t8_dot
                .times(t7)
                .plus(t7_dot.times(t8))
                .binary(
                    ::ad_runtime::scalar::Binary::Product,
                    (t8, t8_dot),
                    (t7, t7_dot),
                    t9,
                );
            z = t9;
            z_dot = t9_dot;
        }
    }
    let t10 = z;
    let t10_dot = z_dot;
    let t11 = t10 * scale;
    let t11_dot = t10_dot
        .times(scale)
        .plus(scale_dot.times(t10))
        .binary(
            ::ad_runtime::scalar::Binary::Product,
            (t10, t10_dot),
            (scale, scale_dot),
            t11,
        );
    (t11, t11_dot)
}

fn arms_vjp(
    x: f64,
    y: f64,
    kind: usize,
) -> (f64, impl ::ad_runtime::Fn(f64) -> (f64, f64) + use<>) {
    let (scale, branch_2) = match kind {
        0 => (1.0, ::ad_runtime::Br3::A(())),
        1 if x > y => {
            let t1 = x.exp();
            (t1, ::ad_runtime::Br3::B(t1))
        }
        _ => (y * y, ::ad_runtime::Br3::C(())),
    };
    let mut z = x;
    let branch_1 = if x < 0.0 {
        let t4 = x.tanh();
        let t13 = ::ad_runtime::rules::tanh(x, t4);
        z = scale * t4;
        ::ad_runtime::Br2::A((t4, t13))
    } else {
        let branch = if y > 3.0 {
            let w = x / y;
            let t7 = w.sqrt();
            let t15 = 0.5 / t7;
            let t8 = z;
            z = t8 * t7;
            ::ad_runtime::Br2::A((w, t7, t15, t8))
        } else {
            ::ad_runtime::Br2::B(())
        };
        ::ad_runtime::Br2::B(branch)
    };
    let t10 = z;
    (
        t10 * scale,
        move |y_bar: f64| {
            let mut scale_bar = 0.0;
            scale_bar += y_bar * t10;
            let mut z_bar = y_bar * scale;
            let mut x_bar = 0.0;
            let mut y_bar_1 = 0.0;
            match branch_1 {
                ::ad_runtime::Br2::A((t4, t13)) => {
                    let t17 = z_bar;
                    z_bar = 0.0;
                    scale_bar += t17 * t4;
                    x_bar += t17 * scale * t13;
                }
                ::ad_runtime::Br2::B(ref branch) => {
                    match *branch {
                        ::ad_runtime::Br2::A((w, t7, t15, t8)) => {
                            let t20 = z_bar;
                            z_bar = t20 * t7;
                            let w_bar = t20 * t8 * t15;
                            let t21 = w_bar / y;
                            x_bar += t21;
                            y_bar_1 -= t21 * w;
                        }
                        ::ad_runtime::Br2::B(()) => {}
                    }
                }
            }
            x_bar += z_bar;
            match branch_2 {
                ::ad_runtime::Br3::A(()) => {}
                ::ad_runtime::Br3::B(t1) => {
                    x_bar += scale_bar * t1;
                }
                ::ad_runtime::Br3::C(()) => {
                    y_bar_1 += scale_bar * (y + y);
                }
            }
            (x_bar, y_bar_1)
        },
    )
}

fn arms_grad(x: f64, y: f64, kind: usize) -> (f64, f64) {
    let (scale, branch) = match kind {
        0 => (1.0, ::ad_runtime::Br3::A(())),
        1 if x > y => {
            let t1 = x.exp();
            (t1, ::ad_runtime::Br3::B(t1))
        }
        _ => (y * y, ::ad_runtime::Br3::C(())),
    };
    let mut z = x;
    let mut scale_bar = 0.0;
    let mut z_bar = scale;
    let mut x_bar = 0.0;
    let mut y_bar = 0.0;
    if x < 0.0 {
        let t4 = x.tanh();
        z = scale * t4;
        let t17 = z_bar;
        z_bar = 0.0;
        scale_bar += t17 * t4;
        x_bar += t17 * scale * ::ad_runtime::rules::tanh(x, t4);
    } else {
        if y > 3.0 {
            let w = x / y;
            let t7 = w.sqrt();
            let t8 = z;
            z = t8 * t7;
            let t20 = z_bar;
            z_bar = t20 * t7;
            let w_bar = t20 * t8 * (0.5 / t7);
            let t21 = w_bar / y;
            x_bar += t21;
            y_bar -= t21 * w;
        }
    }
    scale_bar += z;
    x_bar += z_bar;
    match branch {
        ::ad_runtime::Br3::A(()) => {}
        ::ad_runtime::Br3::B(t1) => {
            x_bar += scale_bar * t1;
        }
        ::ad_runtime::Br3::C(()) => {
            y_bar += scale_bar * (y + y);
        }
    }
    (x_bar, y_bar)
}
