fn f_grad(x: &[f64], n: usize) -> ::ad_runtime::Vec<f64> {
    let mut s = x[0];
    let mut tape_1 = ::ad_runtime::Vec::with_capacity(n * n);
    let mut tape = ::ad_runtime::Vec::new();
    for i in 0..n {
        let records = ::ad_runtime::further_records(&mut tape_1, 0..n, (0.0, 0.0, 0.0));
        for (j, kept) in (0..n).zip(records) {
            let t1 = s;
            let t14 = t1.cos();
            let t4 = t1.sin() + x[j];
            s = t1 * t4;
            *kept = (t1, t14, t4);
        }
        let records = ::ad_runtime::further_records(&mut tape, 0..i, (0.0, 0.0, 0.0));
        for (j_1, kept) in (0..i).zip(records) {
            let t7 = s;
            let t8 = t7.cos();
            let t15 = t7.sin();
            let t9 = x[j_1];
            let t10 = t8 * t9;
            s = t7 * t10;
            *kept = (t7, t8, t15);
        }
    }
    let mut s_bar = 1.0;
    let mut x_bar = ::ad_runtime::zeros(x.len());
    let mut tape = tape.as_slice();
    let mut tape_1 = tape_1.as_slice();
    for i in (0..n).rev() {
        {
            let x = &x[..i];
            let x_bar = &mut x_bar[..i];
            for (j_1, &(t7, t8, t15)) in (0..i)
                .zip(::ad_runtime::last_trips(&mut tape, 0..i).iter())
                .rev()
            {
                let t9 = x[j_1];
                let t10 = t8 * t9;
                let t17 = s_bar;
                let t10_bar = t17 * t7;
                x_bar[j_1] += t10_bar * t8;
                s_bar = t17 * t10 - t10_bar * t9 * t15;
            }
        }
        {
            let x_bar = &mut x_bar[..n];
            for (j, &(t1, t14, t4)) in (0..n)
                .zip(::ad_runtime::last_trips(&mut tape_1, 0..n).iter())
                .rev()
            {
                let t18 = s_bar;
                let t4_bar = t18 * t1;
                x_bar[j] += t4_bar;
                s_bar = t18 * t4 + t4_bar * t14;
            }
        }
    }
    x_bar[0] += s_bar;
    x_bar
}
