fn unread_grad(x: &[f64], n: usize) -> ::ad_runtime::Vec<f64> {
    let mut v = 2.0;
    let t0 = x[1];
    let mut c = t0;
    let t1 = x[2];
    let mut d = t1;
    let mut z = x[0];
    let mut y = 0.5;
    let branch_1 = if n > 2 {
        v = 1.5;
        c = t0 * 2.0;
        d = t1 * 2.0;
        true
    } else {
        false
    };
    let t42 = v;
    let mut trips = 0..n;
    let mut checkpoints = ::ad_runtime::Checkpoints::spaced(
        ::ad_runtime::trips_of(&trips),
    );
    while let ::ad_runtime::Some(i) = checkpoints
        .pass(&mut trips, |trips| (trips.clone(), z))
    {
        let t7 = z;
        let t8 = t7.sin();
        let t9 = t8 * 0.5;
        let t10 = x[i];
        let t11 = t9 + t10;
        z = t11;
        let t13 = v;
        y += t11 * t13;
        y += c * t13;
        y += d;
    }
    let branch = if n > 1 {
        let t19 = y;
        v = t19;
        let t22 = t19 * t19;
        c = t22;
        d = t22 * t19;
        true
    } else {
        false
    };
    let t26 = v;
    let t27 = c;
    let mut d_bar = t26 * t27;
    let t28_bar = d;
    let mut c_bar = t28_bar * t26;
    let mut v_bar = t28_bar * t27;
    let mut y_bar = 0.0;
    if branch {
        let t19 = y;
        let t22 = t19 * t19;
        let t33 = d_bar;
        d_bar = 0.0;
        let t34 = c_bar;
        c_bar = 0.0;
        y_bar += t33 * t22 + (t33 * t19 + t34) * (t19 + t19) + v_bar;
    }
    let mut z_bar = 0.0;
    let mut x_bar = ::ad_runtime::zeros(x.len());
    {
        let mut v = t42.clone();
        let mut replay = checkpoints.replay();
        while let ::ad_runtime::Some((mut trips, mut z)) = replay.restore() {
            while let ::ad_runtime::Some(i) = replay
                .advance(&mut trips, |trips| (trips.clone(), z))
            {
                let t7 = z;
                let t8 = t7.sin();
                let t9 = t8 * 0.5;
                let t10 = x[i];
                let t11 = t9 + t10;
                z = t11;
            }
            if let ::ad_runtime::Some(i) = trips.next() {
                let t7 = z;
                let t13 = v;
                d_bar += y_bar;
                c_bar += y_bar * t13;
                let t11_bar = y_bar * t13 + z_bar;
                x_bar[i] += t11_bar;
                z_bar = t11_bar * 0.5 * t7.cos();
            }
        }
    }
    let mut t0_bar = 0.0;
    let mut t1_bar = 0.0;
    if branch_1 {
        let t45 = d_bar;
        d_bar = 0.0;
        t1_bar += t45 * 2.0;
        let t47 = c_bar;
        c_bar = 0.0;
        t0_bar += t47 * 2.0;
    }
    x_bar[0] += z_bar;
    t1_bar += d_bar;
    x_bar[2] += t1_bar;
    t0_bar += c_bar;
    x_bar[1] += t0_bar;
    x_bar
}

fn anew_grad(x: &[f64], n: usize) -> ::ad_runtime::Vec<f64> {
    let mut s = 0.0;
    let mut q = 0.0;
    let mut trips = 0..n;
    let mut checkpoints = ::ad_runtime::Checkpoints::spaced(
        ::ad_runtime::trips_of(&trips),
    );
    while let ::ad_runtime::Some(i) = checkpoints.pass(&mut trips, |trips| trips.clone())
    {
        if i > 1 {
            let t0 = x[i];
            let t1 = x[0];
            let t2 = t0 * t1;
            q = t2;
        } else {
            let t3 = x[0];
            q = t3;
        }
        let t4 = q;
        let t6 = t4.sin();
        s += t4 * t6;
    }
    let mut s_bar = s.cos();
    let mut x_bar = ::ad_runtime::zeros(x.len());
    let mut q_bar = 0.0;
    {
        let mut replay = checkpoints.replay();
        while let ::ad_runtime::Some(mut trips) = replay.restore() {
            while let ::ad_runtime::Some(i) = replay
                .advance(&mut trips, |trips| trips.clone())
            {}
            if let ::ad_runtime::Some(i) = trips.next() {
                let mut q;
                let branch = if i > 1 {
                    let t0 = x[i];
                    let t1 = x[0];
                    let t2 = t0 * t1;
                    q = t2;
                    true
                } else {
                    let t3 = x[0];
                    q = t3;
                    false
                };
                let t4 = q;
                let t6 = t4.sin();
                let t13 = s_bar;
                q_bar += t13 * t6 + t13 * t4 * t4.cos();
                if branch {
                    let t0 = x[i];
                    let t1 = x[0];
                    let t14 = q_bar;
                    q_bar = 0.0;
                    x_bar[0] += t14 * t0;
                    x_bar[i] += t14 * t1;
                } else {
                    let t15 = q_bar;
                    q_bar = 0.0;
                    x_bar[0] += t15;
                }
            }
        }
    }
    x_bar
}

fn named_grad(x: &[f64], n: usize) -> ::ad_runtime::Vec<f64> {
    let k = n % 3;
    let mut y = x[0];
    let mut trips = 0..n;
    let mut checkpoints = ::ad_runtime::Checkpoints::spaced(
        ::ad_runtime::trips_of(&trips),
    );
    while let ::ad_runtime::Some(i) = checkpoints
        .pass(&mut trips, |trips| (trips.clone(), y))
    {
        let t1 = y;
        let t7 = t1.sin();
        y = t7;
    }
    let mut s_bar = 1.0;
    let mut y_bar = 0.0;
    let mut x_bar = ::ad_runtime::zeros(x.len());
    {
        let mut replay = checkpoints.replay();
        while let ::ad_runtime::Some((mut trips, mut y)) = replay.restore() {
            while let ::ad_runtime::Some(i) = replay
                .advance(&mut trips, |trips| (trips.clone(), y))
            {
                let t1 = y;
                let t7 = t1.sin();
                y = t7;
            }
            if let ::ad_runtime::Some(i) = trips.next() {
                let t1 = y;
                let t2 = x[i];
                let t12 = s_bar;
                let t11 = y_bar;
                x_bar[k] += t12 * (t1 * t2);
                let t3_bar = t12 * x[k];
                x_bar[i] += t3_bar * t1;
                y_bar = t11 * t1.cos() + t3_bar * t2;
            }
        }
    }
    x_bar[0] += y_bar;
    x_bar
}
