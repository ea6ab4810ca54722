fn f_jvp(x: f64, n: usize, x_dot: f64) -> (f64, f64) {
    let mut powers = Vec::with_capacity(n);
    let mut powers_dot = ::ad_runtime::zeros_like(&powers);
    let mut p = x;
    let mut p_dot = x_dot;
    for _ in 0..n {
        let t1 = p;
        let t1_dot = p_dot;
        powers.push(t1);
        powers_dot.push(t1_dot);
        p = t1 * x;
        p_dot = t1_dot * x + x_dot * t1;
    }
    let mut last;
    let mut last_dot;
    if n > 2 {
        let t4_dot = powers_dot[n - 1];
        last = powers[n - 1];
        last_dot = t4_dot;
    } else {
        let t5 = x.recip();
        let t6 = 1.0 / x;
        last = t5 + t6;
        last_dot = -x_dot * (t5 * t5) + -x_dot * (t6 * t6);
    }
    let t8 = last;
    (t8.sin(), last_dot * t8.cos())
}

fn f_linearize(x: f64, n: usize) -> (f64, impl ::ad_runtime::Fn(f64) -> f64 + use<>) {
    let mut powers = Vec::with_capacity(n);
    let zero = ::ad_runtime::zeros_like(&powers);
    let mut p = x;
    let tape: ::ad_runtime::Vec<_> = (0..n)
        .map(|_| {
            let t1 = p;
            powers.push(t1);
            p = t1 * x;
            t1
        })
        .collect();
    let mut last;
    let branch = if n > 2 {
        last = powers[n - 1];
        ::ad_runtime::Br2::A(())
    } else {
        let t5 = x.recip();
        let t11 = t5 * t5;
        let t6 = 1.0 / x;
        let t12 = t6 * t6;
        last = t5 + t6;
        ::ad_runtime::Br2::B((t11, t12))
    };
    let t8 = last;
    let t13 = t8.cos();
    (
        t8.sin(),
        move |x_dot: f64| {
            let mut powers_dot = ::ad_runtime::zeros_like(&zero);
            let mut p_dot = x_dot;
            for &t1 in tape.iter() {
                let t1_dot = p_dot;
                powers_dot.push(t1_dot);
                p_dot = t1_dot * x + x_dot * t1;
            }
            let mut last_dot;
            match branch {
                ::ad_runtime::Br2::A(()) => {
                    last_dot = powers_dot[n - 1];
                }
                ::ad_runtime::Br2::B((t11, t12)) => {
                    last_dot = -x_dot * t11 + -x_dot * t12;
                }
            }
            last_dot * t13
        },
    )
}

fn f_jvp_over<LinkedScalar: ::ad_runtime::TangentScalar<f64>>(
    x: f64,
    n: usize,
    x_dot: LinkedScalar,
) -> (f64, LinkedScalar) {
    let zero_dot = LinkedScalar::zero();
    let mut powers = Vec::with_capacity(n);
    let mut powers_dot = ::ad_runtime::repeat(LinkedScalar::zero(), powers.len());
    let mut p = x;
    let mut p_dot = x_dot;
    for _ in 0..n {
        let t1_dot = p_dot;
        powers.push(p);
        powers_dot.push(t1_dot);
        let t2 = p;
        let t2_dot = p_dot;
        let t3 = t2 * x;
        let t3_dot = t2_dot
            .times(x)
            .plus(x_dot.times(t2))
            .binary(::ad_runtime::scalar::Binary::Product, (t2, t2_dot), (x, x_dot), t3);
        p = t3;
        p_dot = t3_dot;
    }
    let mut last;
    let mut last_dot;
    if n > 2 {
        let t4_dot = powers_dot[n - 1];
        last = powers[n - 1];
        last_dot = t4_dot;
    } else {
        let t5 = x.recip();
        let t6 = 1.0 / x;
        let t7_dot = x_dot
            .times(t5 * t5)
            .negated()
            .unary(::ad_runtime::scalar::Unary::Recip, (x, x_dot), t5)
            .plus(
                x_dot
                    .times(t6 * t6)
                    .negated()
                    .binary(
                        ::ad_runtime::scalar::Binary::Quotient,
                        (1.0, zero_dot),
                        (x, x_dot),
                        t6,
                    ),
            );
        last = t5 + t6;
        last_dot = t7_dot;
    }
    let t8 = last;
    let t8_dot = last_dot;
    let t9 = t8.sin();
    (
        t9,
        t8_dot.times(t8.cos()).unary(::ad_runtime::scalar::Unary::Sin, (t8, t8_dot), t9),
    )
}

fn f_vjp(x: f64, n: usize) -> (f64, impl ::ad_runtime::Fn(f64) -> f64 + use<>) {
    let mut powers = Vec::with_capacity(n);
    let mut p = x;
    let tape: ::ad_runtime::Vec<_> = (0..n)
        .map(|_| {
            let t1 = p;
            powers.push(t1);
            p = t1 * x;
            t1
        })
        .collect();
    let mut last;
    let branch = if n > 2 {
        last = powers[n - 1];
        ::ad_runtime::Br2::A(())
    } else {
        let t5 = x.recip();
        let t11 = t5 * t5;
        let t6 = 1.0 / x;
        let t12 = t6 * t6;
        last = t5 + t6;
        ::ad_runtime::Br2::B((t11, t12))
    };
    let t8 = last;
    let t13 = t8.cos();
    (
        t8.sin(),
        move |y_bar: f64| {
            let mut last_bar = y_bar * t13;
            let mut powers_bar = ::ad_runtime::zeros_like(&powers);
            let mut x_bar = 0.0;
            match branch {
                ::ad_runtime::Br2::A(()) => {
                    powers_bar[n - 1] += last_bar;
                }
                ::ad_runtime::Br2::B((t11, t12)) => {
                    let t16 = last_bar;
                    x_bar -= t16 * t12;
                    x_bar -= t16 * t11;
                }
            }
            let mut p_bar = 0.0;
            for &t1 in tape.iter().rev() {
                let t19 = p_bar;
                x_bar += t19 * t1;
                let t21 = ::ad_runtime::pop(&mut powers_bar);
                p_bar = t19 * x + t21;
            }
            x_bar += p_bar;
            x_bar
        },
    )
}

fn f_grad(x: f64, n: usize) -> f64 {
    let mut powers = Vec::with_capacity(n);
    let mut p = x;
    let tape: ::ad_runtime::Vec<_> = (0..n)
        .map(|_| {
            let t1 = p;
            powers.push(t1);
            p = t1 * x;
            t1
        })
        .collect();
    let mut last;
    let branch = if n > 2 {
        last = powers[n - 1];
        ::ad_runtime::Br2::A(())
    } else {
        let t5 = x.recip();
        let t11 = t5 * t5;
        let t6 = 1.0 / x;
        let t12 = t6 * t6;
        last = t5 + t6;
        ::ad_runtime::Br2::B((t11, t12))
    };
    let mut last_bar = last.cos();
    let mut powers_bar = ::ad_runtime::zeros_like(&powers);
    let mut x_bar = 0.0;
    match branch {
        ::ad_runtime::Br2::A(()) => {
            powers_bar[n - 1] += last_bar;
        }
        ::ad_runtime::Br2::B((t11, t12)) => {
            let t16 = last_bar;
            x_bar -= t16 * t12;
            x_bar -= t16 * t11;
        }
    }
    let mut p_bar = 0.0;
    for &t1 in tape.iter().rev() {
        let t19 = p_bar;
        x_bar += t19 * t1;
        let t21 = ::ad_runtime::pop(&mut powers_bar);
        p_bar = t19 * x + t21;
    }
    x_bar += p_bar;
    x_bar
}
