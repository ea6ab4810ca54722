fn f_jvp(x: f64, x_dot: f64) -> (f64, f64) {
    let mut counts = [1, 2, 0];
    let mut s = x;
    let mut s_dot = x_dot;
    for i in 0..3 {
        let end = counts[i];
        for j in 0..end {
            let t0 = s;
            let t1 = t0.sin();
            let t3_dot = (s_dot * t0.cos() * x + x_dot * t1) * j as f64;
            s = t1 * x * j as f64;
            s_dot = t3_dot;
        }
        counts[i] = 3;
    }
    (s, s_dot)
}

fn f_linearize(x: f64) -> (f64, impl ::ad_runtime::Fn(f64) -> f64 + use<>) {
    let mut counts = [1, 2, 0];
    let mut s = x;
    let mut tape = ::ad_runtime::Vec::new();
    let mut tape_1 = ::ad_runtime::Vec::new();
    for i in 0..3 {
        let end = counts[i];
        for j in 0..end {
            let t0 = s;
            let t1 = t0.sin();
            let t5 = t0.cos();
            s = t1 * x * j as f64;
            tape.push((t1, t5));
        }
        counts[i] = 3;
        tape_1.push(end.clone());
    }
    (
        s,
        move |x_dot: f64| {
            let mut s_dot = x_dot;
            let mut tape = tape.as_slice();
            for &ref end in tape_1.iter() {
                let end = end.clone();
                for (j, &(t1, t5)) in (0..end)
                    .zip(::ad_runtime::first_trips(&mut tape, 0..end).iter())
                {
                    s_dot = (s_dot * t5 * x + x_dot * t1) * j as f64;
                }
            }
            s_dot
        },
    )
}

fn f_jvp_over<LinkedScalar: ::ad_runtime::TangentScalar<f64>>(
    x: f64,
    x_dot: LinkedScalar,
) -> (f64, LinkedScalar) {
    let mut counts = [1, 2, 0];
    let mut s = x;
    let mut s_dot = x_dot;
    for i in 0..3 {
        let end = counts[i];
        for j in 0..end {
            let t0 = s;
            let t0_dot = s_dot;
            let t1 = t0.sin();
            let t1_dot = t0_dot
                .times(t0.cos())
                .unary(::ad_runtime::scalar::Unary::Sin, (t0, t0_dot), t1);
            let t2 = t1 * x;
            let t2_dot = t1_dot
                .times(x)
                .plus(x_dot.times(t1))
                .binary(
                    ::ad_runtime::scalar::Binary::Product,
                    (t1, t1_dot),
                    (x, x_dot),
                    t2,
                );
            s = t2 * j as f64;
            s_dot = t2_dot.times(::ad_runtime::scalar::float(j as f64));
        }
        counts[i] = 3;
    }
    (s, s_dot)
}

fn f_vjp(x: f64) -> (f64, impl ::ad_runtime::Fn(f64) -> f64 + use<>) {
    let mut counts = [1, 2, 0];
    let mut s = x;
    let mut tape = ::ad_runtime::Vec::new();
    let mut tape_1 = ::ad_runtime::Vec::new();
    for i in 0..3 {
        let end = counts[i];
        for j in 0..end {
            let t0 = s;
            let t1 = t0.sin();
            let t5 = t0.cos();
            s = t1 * x * j as f64;
            tape.push((t1, t5));
        }
        counts[i] = 3;
        tape_1.push(end.clone());
    }
    (
        s,
        move |y_bar: f64| {
            let mut s_bar = y_bar;
            let mut x_bar = 0.0;
            let mut tape = tape.as_slice();
            for &ref end in tape_1.iter().rev() {
                let end = end.clone();
                for (j, &(t1, t5)) in (0..end)
                    .rev()
                    .zip(::ad_runtime::last_trips(&mut tape, 0..end).iter().rev())
                {
                    let t2_bar = s_bar * j as f64;
                    x_bar += t2_bar * t1;
                    s_bar = t2_bar * x * t5;
                }
            }
            x_bar += s_bar;
            x_bar
        },
    )
}

fn f_grad(x: f64) -> f64 {
    let mut counts = [1, 2, 0];
    let mut s = x;
    let mut tape = ::ad_runtime::Vec::new();
    let mut tape_1 = ::ad_runtime::Vec::new();
    for i in 0..3 {
        let end = counts[i];
        for j in 0..end {
            let t0 = s;
            let t1 = t0.sin();
            let t5 = t0.cos();
            s = t1 * x * j as f64;
            tape.push((t1, t5));
        }
        counts[i] = 3;
        tape_1.push(end.clone());
    }
    let mut s_bar = 1.0;
    let mut x_bar = 0.0;
    let mut tape = tape.as_slice();
    for &ref end in tape_1.iter().rev() {
        let end = end.clone();
        for (j, &(t1, t5)) in (0..end)
            .rev()
            .zip(::ad_runtime::last_trips(&mut tape, 0..end).iter().rev())
        {
            let t2_bar = s_bar * j as f64;
            x_bar += t2_bar * t1;
            s_bar = t2_bar * x * t5;
        }
    }
    x_bar += s_bar;
    x_bar
}
