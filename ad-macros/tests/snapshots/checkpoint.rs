fn f_jvp(x: f64, n: usize, x_dot: f64) -> (f64, f64) {
    let mut y = x;
    let mut y_dot = x_dot;
    for _ in 0..n {
        let t0 = y;
        let t1_dot = y_dot * t0.cos();
        y = t0.sin();
        y_dot = t1_dot;
    }
    (y, y_dot)
}

fn f_linearize(x: f64, n: usize) -> (f64, impl ::ad_runtime::Fn(f64) -> f64 + use<>) {
    let mut y = x;
    let tape: ::ad_runtime::Vec<_> = (0..n)
        .map(|_| {
            let t0 = y;
            let t3 = t0.cos();
            y = t0.sin();
            t3
        })
        .collect();
    (
        y,
        move |x_dot: f64| {
            let mut y_dot = x_dot;
            for &t3 in tape.iter() {
                y_dot = y_dot * t3;
            }
            y_dot
        },
    )
}

fn f_jvp_over<LinkedScalar: ::ad_runtime::TangentScalar<f64>>(
    x: f64,
    n: usize,
    x_dot: LinkedScalar,
) -> (f64, LinkedScalar) {
    let mut y = x;
    let mut y_dot = x_dot;
    for _ in 0..n {
        let t0 = y;
        let t0_dot = y_dot;
        let t1 = t0.sin();
        y = t1;
        y_dot = t0_dot
            .times(t0.cos())
            .unary(::ad_runtime::scalar::Unary::Sin, (t0, t0_dot), t1);
    }
    (y, y_dot)
}

fn f_vjp(x: f64, n: usize) -> (f64, impl ::ad_runtime::Fn(f64) -> f64 + use<>) {
    let mut y = x;
    let mut trips = 0..n;
    let mut checkpoints = ::ad_runtime::Checkpoints::spaced(
        ::ad_runtime::trips_of(&trips),
    );
    while let ::ad_runtime::Some(_) = checkpoints
        .pass(&mut trips, |trips| (trips.clone(), y))
    {
        let t0 = y;
        let t1 = t0.sin();
        y = t1;
    }
    (
        y,
        move |y_bar: f64| {
            let mut y_bar_1 = y_bar;
            {
                let mut replay = checkpoints.replay();
                while let ::ad_runtime::Some((mut trips, mut y)) = replay.restore() {
                    while let ::ad_runtime::Some(_) = replay
                        .advance(&mut trips, |trips| (trips.clone(), y))
                    {
                        let t0 = y;
                        y = t0.sin();
                    }
                    if let ::ad_runtime::Some(_) = trips.next() {
                        let t0 = y;
                        y_bar_1 = y_bar_1 * t0.cos();
                    }
                }
            }
            y_bar_1
        },
    )
}

fn f_grad(x: f64, n: usize) -> f64 {
    let mut y = x;
    let mut trips = 0..n;
    let mut checkpoints = ::ad_runtime::Checkpoints::spaced(
        ::ad_runtime::trips_of(&trips),
    );
    while let ::ad_runtime::Some(_) = checkpoints
        .pass(&mut trips, |trips| (trips.clone(), y))
    {
        let t0 = y;
        let t1 = t0.sin();
        y = t1;
    }
    let mut y_bar = 1.0;
    {
        let mut replay = checkpoints.replay();
        while let ::ad_runtime::Some((mut trips, mut y)) = replay.restore() {
            while let ::ad_runtime::Some(_) = replay
                .advance(&mut trips, |trips| (trips.clone(), y))
            {
                let t0 = y;
                let t1 = t0.sin();
                y = t1;
            }
            if let ::ad_runtime::Some(_) = trips.next() {
                let t0 = y;
                y_bar = y_bar * t0.cos();
            }
        }
    }
    y_bar
}
