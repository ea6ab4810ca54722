fn f_jvp(x: f64, tolerance: f64, x_dot: f64, tolerance_dot: f64) -> (f64, f64) {
    let (t9, t9_dot) = if x < 0.0 {
        (x * tolerance, x_dot * tolerance + tolerance_dot * x)
    } else {
        let mut y = 1.0;
        let mut y_dot = 0.0;
        let mut steps = 0;
        while steps < 100 {
            let t1 = y;
            let t1_dot = y_dot;
            let t3 = x / t1;
            let next = 0.5 * (t1 + t3);
            let next_dot = (t1_dot + (x_dot - t1_dot * t3) / t1) * 0.5;
            let t6 = if (next - y).abs() < tolerance {
                2
            } else {
                y = next;
                y_dot = next_dot;
                steps += 1;
                0
            };
            if t6 != 0 {
                break;
            }
        }
        let t7 = y;
        (t7.sin(), y_dot * t7.cos())
    };
    (t9, t9_dot)
}

fn f_linearize(
    x: f64,
    tolerance: f64,
) -> (f64, impl ::ad_runtime::Fn(f64, f64) -> f64 + use<>) {
    let (t9, branch_1) = if x < 0.0 {
        (x * tolerance, ::ad_runtime::Br2::A(()))
    } else {
        let mut y = 1.0;
        let mut steps = 0;
        let mut tape = ::ad_runtime::Vec::new();
        while steps < 100 {
            let t1 = y;
            let t3 = x / t1;
            let next = 0.5 * (t1 + t3);
            let (t6, branch) = if (next - y).abs() < tolerance {
                (2, true)
            } else {
                y = next;
                steps += 1;
                (0, false)
            };
            tape.push((t1, t3, branch));
            if t6 != 0 {
                break;
            }
        }
        let t7 = y;
        let t11 = t7.cos();
        (t7.sin(), ::ad_runtime::Br2::B((tape, t11)))
    };
    (
        t9,
        move |x_dot: f64, tolerance_dot: f64| {
            let t9_dot = match branch_1 {
                ::ad_runtime::Br2::A(()) => x_dot * tolerance + tolerance_dot * x,
                ::ad_runtime::Br2::B((ref tape, t11)) => {
                    let mut y_dot = 0.0;
                    for &(t1, t3, ref branch) in tape.iter() {
                        let t1_dot = y_dot;
                        let next_dot = (t1_dot + (x_dot - t1_dot * t3) / t1) * 0.5;
                        if !*branch {
                            y_dot = next_dot;
                        }
                    }
                    y_dot * t11
                }
            };
            t9_dot
        },
    )
}

fn f_jvp_over<LinkedScalar: ::ad_runtime::TangentScalar<f64>>(
    x: f64,
    tolerance: f64,
    x_dot: LinkedScalar,
    tolerance_dot: LinkedScalar,
) -> (f64, LinkedScalar) {
    let zero_dot = LinkedScalar::zero();
    ::ad_runtime::scalar::decide::<_, LinkedScalar>(&x_dot);
    let (t9, t9_dot) = if x < 0.0 {
        let t0 = x * tolerance;
        let t0_dot = x_dot
            .times(tolerance)
            .plus(tolerance_dot.times(x))
            .binary(
                ::ad_runtime::scalar::Binary::Product,
                (x, x_dot),
                (tolerance, tolerance_dot),
                t0,
            );
        (t0, t0_dot)
    } else {
        let mut y = 1.0;
        let mut y_dot = zero_dot;
        let mut steps = 0;
        while steps < 100 {
            let t2 = y;
            let t2_dot = y_dot;
            let t3 = x / t2;
            let t3_dot = x_dot
                .minus(t2_dot.times(t3))
                .over(t2)
                .binary(
                    ::ad_runtime::scalar::Binary::Quotient,
                    (x, x_dot),
                    (t2, t2_dot),
                    t3,
                );
            let next = 0.5 * (y + t3);
            let next_dot = y_dot.plus(t3_dot).times(0.5);
            ::ad_runtime::scalar::decide::<_, LinkedScalar>(&tolerance_dot);
            ::ad_runtime::scalar::decide::<_, LinkedScalar>(&y_dot);
            ::ad_runtime::scalar::decide::<_, LinkedScalar>(&next_dot);
            let t6 = if (next - y).abs() < tolerance {
                2
            } else {
                y = next;
                y_dot = next_dot;
                steps += 1;
                0
            };
            if t6 != 0 {
                break;
            }
        }
        let t7 = y;
        let t7_dot = y_dot;
        let t8 = t7.sin();
        (
            t8,
            t7_dot
                .times(t7.cos())
                .unary(::ad_runtime::scalar::Unary::Sin, (t7, t7_dot), t8),
        )
    };
    (t9, t9_dot)
}

fn f_vjp(
    x: f64,
    tolerance: f64,
) -> (f64, impl ::ad_runtime::Fn(f64) -> (f64, f64) + use<>) {
    let (t9, branch_1) = if x < 0.0 {
        (x * tolerance, ::ad_runtime::Br2::A(()))
    } else {
        let mut y = 1.0;
        let mut steps = 0;
        let mut tape = ::ad_runtime::Vec::new();
        while steps < 100 {
            let t1 = y;
            let t3 = x / t1;
            let next = 0.5 * (t1 + t3);
            let (t6, branch) = if (next - y).abs() < tolerance {
                (2, true)
            } else {
                y = next;
                steps += 1;
                (0, false)
            };
            tape.push((t1, t3, branch));
            if t6 != 0 {
                break;
            }
        }
        let t7 = y;
        let t11 = t7.cos();
        (t7.sin(), ::ad_runtime::Br2::B((tape, t11)))
    };
    (
        t9,
        move |y_bar: f64| {
            let mut x_bar = 0.0;
            let mut tolerance_bar = 0.0;
            match branch_1 {
                ::ad_runtime::Br2::A(()) => {
                    x_bar += y_bar * tolerance;
                    tolerance_bar += y_bar * x;
                }
                ::ad_runtime::Br2::B((ref tape, t11)) => {
                    let mut y_bar_1 = y_bar * t11;
                    for &(t1, t3, ref branch) in tape.iter().rev() {
                        let mut next_bar = 0.0;
                        if !*branch {
                            let t14 = y_bar_1;
                            y_bar_1 = 0.0;
                            next_bar += t14;
                        }
                        let t4_bar = next_bar * 0.5;
                        let t15 = t4_bar / t1;
                        x_bar += t15;
                        y_bar_1 += t4_bar - t15 * t3;
                    }
                }
            }
            (x_bar, tolerance_bar)
        },
    )
}

fn f_grad(x: f64, tolerance: f64) -> (f64, f64) {
    let mut x_bar = 0.0;
    let mut tolerance_bar = 0.0;
    if x < 0.0 {
        x_bar += tolerance;
        tolerance_bar += x;
    } else {
        let mut y = 1.0;
        let mut steps = 0;
        let mut tape = ::ad_runtime::Vec::new();
        while steps < 100 {
            let t1 = y;
            let t3 = x / t1;
            let next = 0.5 * (t1 + t3);
            let (t6, branch) = if (next - y).abs() < tolerance {
                (2, true)
            } else {
                y = next;
                steps += 1;
                (0, false)
            };
            tape.push((t1, t3, branch));
            if t6 != 0 {
                break;
            }
        }
        let mut y_bar = y.cos();
        for &(t1, t3, ref branch) in tape.iter().rev() {
            let mut next_bar = 0.0;
            if !*branch {
                let t14 = y_bar;
                y_bar = 0.0;
                next_bar += t14;
            }
            let t4_bar = next_bar * 0.5;
            let t15 = t4_bar / t1;
            x_bar += t15;
            y_bar += t4_bar - t15 * t3;
        }
    }
    (x_bar, tolerance_bar)
}
