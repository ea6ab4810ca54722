fn f_jvp(x: &[f64], x_dot: &[f64]) -> (f64, f64) {
    let mut so_far = f64::NEG_INFINITY;
    let mut so_far_dot = 0.0;
    let len_1 = x.len();
    for i_1 in 0..len_1 {
        let t0 = x[i_1];
        let t1 = so_far;
        if !(t1 > t0) {
            let t16 = so_far;
            let t17 = x[i_1];
            let t20 = ::ad_runtime::rules::max_first(t16, t17);
            let t2_dot = so_far_dot * t20 + x_dot[i_1] * (1.0 - t20);
            so_far = f64::max(t16, t17);
            so_far_dot = t2_dot;
        }
    }
    let largest = so_far;
    let largest_dot = so_far_dot;
    let mut so_far_1 = f64::INFINITY;
    let mut so_far_1_dot = 0.0;
    let len_2 = x.len();
    for i_2 in 0..len_2 {
        let t4 = x[i_2];
        let t5 = so_far_1;
        if !(t5 < t4) {
            let t18 = so_far_1;
            let t19 = x[i_2];
            let t23 = ::ad_runtime::rules::min_first(t18, t19);
            let t6_dot = so_far_1_dot * t23 + x_dot[i_2] * (1.0 - t23);
            so_far_1 = f64::min(t18, t19);
            so_far_1_dot = t6_dot;
        }
    }
    let smallest = so_far_1;
    let smallest_dot = so_far_1_dot;
    let mut product = largest * smallest;
    let mut product_dot = largest_dot * smallest + smallest_dot * largest;
    let end = x.len();
    for i in 0..end {
        let shifted = x[i] * 2.0;
        if shifted > 1.0 {
            let t11 = x[i];
            let t12 = t11.sin();
            let t13 = product;
            let t14_dot = product_dot * t12 + x_dot[i] * t11.cos() * t13;
            product = t13 * t12;
            product_dot = t14_dot;
        }
    }
    (product, product_dot)
}

fn f_linearize<'r0>(
    x: &'r0 [f64],
) -> (f64, impl ::ad_runtime::Fn(&[f64]) -> f64 + use<'r0>) {
    let mut so_far = f64::NEG_INFINITY;
    let len_1 = x.len();
    let mut tape = ::ad_runtime::Vec::new();
    for i_1 in 0..len_1 {
        let t0 = x[i_1];
        let t1 = so_far;
        if !(t1 > t0) {
            let t16 = so_far;
            let t17 = x[i_1];
            let t20 = ::ad_runtime::rules::max_first(t16, t17);
            so_far = f64::max(t16, t17);
            tape.push((t20, i_1.clone()));
        }
    }
    let largest = so_far;
    let mut so_far_1 = f64::INFINITY;
    let len_2 = x.len();
    let mut tape_1 = ::ad_runtime::Vec::new();
    for i_2 in 0..len_2 {
        let t4 = x[i_2];
        let t5 = so_far_1;
        if !(t5 < t4) {
            let t18 = so_far_1;
            let t19 = x[i_2];
            let t23 = ::ad_runtime::rules::min_first(t18, t19);
            so_far_1 = f64::min(t18, t19);
            tape_1.push((t23, i_2.clone()));
        }
    }
    let smallest = so_far_1;
    let mut product = largest * smallest;
    let end = x.len();
    let mut tape_2 = ::ad_runtime::Vec::new();
    for i in 0..end {
        let shifted = x[i] * 2.0;
        if shifted > 1.0 {
            let t11 = x[i];
            let t12 = t11.sin();
            let t26 = t11.cos();
            let t13 = product;
            product = t13 * t12;
            tape_2.push((t12, t26, t13, i.clone()));
        }
    }
    (
        product,
        move |x_dot: &[f64]| {
            let mut so_far_dot = 0.0;
            for &(t20, ref i_1) in tape.iter() {
                let i_1 = i_1.clone();
                so_far_dot = so_far_dot * t20 + x_dot[i_1] * (1.0 - t20);
            }
            let largest_dot = so_far_dot;
            let mut so_far_1_dot = 0.0;
            for &(t23, ref i_2) in tape_1.iter() {
                let i_2 = i_2.clone();
                so_far_1_dot = so_far_1_dot * t23 + x_dot[i_2] * (1.0 - t23);
            }
            let smallest_dot = so_far_1_dot;
            let mut product_dot = largest_dot * smallest + smallest_dot * largest;
            for &(t12, t26, t13, ref i) in tape_2.iter() {
                let i = i.clone();
                product_dot = product_dot * t12 + x_dot[i] * t26 * t13;
            }
            product_dot
        },
    )
}

fn f_jvp_over<LinkedScalar: ::ad_runtime::TangentScalar<f64>>(
    x: &[f64],
    x_dot: &[LinkedScalar],
) -> (f64, LinkedScalar) {
    let zero_dot = LinkedScalar::zero();
    let mut so_far = f64::NEG_INFINITY;
    let mut so_far_dot = zero_dot;
    let len_1 = x.len();
    for i_1 in 0..len_1 {
        let t0 = x[i_1];
        let t1 = so_far;
        let t2_dot = so_far_dot
            .times(::ad_runtime::rules::max_first(t1, t0))
            .plus(x_dot[i_1].times(1.0 - ::ad_runtime::rules::max_first(t1, t0)));
        so_far = f64::max(t1, t0);
        so_far_dot = t2_dot;
    }
    let largest = so_far;
    let largest_dot = so_far_dot;
    let mut so_far_1 = f64::INFINITY;
    let mut so_far_1_dot = zero_dot;
    let len_2 = x.len();
    for i_2 in 0..len_2 {
        let t4 = x[i_2];
        let t5 = so_far_1;
        let t6_dot = so_far_1_dot
            .times(::ad_runtime::rules::min_first(t5, t4))
            .plus(x_dot[i_2].times(1.0 - ::ad_runtime::rules::min_first(t5, t4)));
        so_far_1 = f64::min(t5, t4);
        so_far_1_dot = t6_dot;
    }
    let smallest = so_far_1;
    let smallest_dot = so_far_1_dot;
    let t8 = largest * smallest;
    let t8_dot = largest_dot
        .times(smallest)
        .plus(smallest_dot.times(largest))
        .binary(
            ::ad_runtime::scalar::Binary::Product,
            (largest, largest_dot),
            (smallest, smallest_dot),
            t8,
        );
    let mut product = t8;
    let mut product_dot = t8_dot;
    let end = x.len();
    for i in 0..end {
        ::ad_runtime::scalar::decide::<_, LinkedScalar>(&*x_dot);
        let shifted = x[i] * 2.0;
        if shifted > 1.0 {
            let t11 = x[i];
            let t11_dot = x_dot[i];
            let t12 = t11.sin();
            let t12_dot = t11_dot
                .times(t11.cos())
                .unary(::ad_runtime::scalar::Unary::Sin, (t11, t11_dot), t12);
            let t13 = product;
            let t13_dot = product_dot;
            let t14 = t13 * t12;
            let t14_dot = t13_dot
                .times(t12)
                .plus(t12_dot.times(t13))
                .binary(
                    ::ad_runtime::scalar::Binary::Product,
                    (t13, t13_dot),
                    (t12, t12_dot),
                    t14,
                );
            product = t14;
            product_dot = t14_dot;
        }
    }
    (product, product_dot)
}

fn f_vjp<'r0>(
    x: &'r0 [f64],
) -> (f64, impl ::ad_runtime::Fn(f64) -> ::ad_runtime::Vec<f64> + use<'r0>) {
    let mut so_far = f64::NEG_INFINITY;
    let len_1 = x.len();
    let mut tape_2 = ::ad_runtime::Vec::new();
    for i_1 in 0..len_1 {
        let t0 = x[i_1];
        let t1 = so_far;
        if !(t1 > t0) {
            let t16 = so_far;
            let t17 = x[i_1];
            let t20 = ::ad_runtime::rules::max_first(t16, t17);
            so_far = f64::max(t16, t17);
            tape_2.push((t20, i_1.clone()));
        }
    }
    let largest = so_far;
    let mut so_far_1 = f64::INFINITY;
    let len_2 = x.len();
    let mut tape_1 = ::ad_runtime::Vec::new();
    for i_2 in 0..len_2 {
        let t4 = x[i_2];
        let t5 = so_far_1;
        if !(t5 < t4) {
            let t18 = so_far_1;
            let t19 = x[i_2];
            let t23 = ::ad_runtime::rules::min_first(t18, t19);
            so_far_1 = f64::min(t18, t19);
            tape_1.push((t23, i_2.clone()));
        }
    }
    let smallest = so_far_1;
    let mut product = largest * smallest;
    let end = x.len();
    let mut tape = ::ad_runtime::Vec::new();
    for i in 0..end {
        let shifted = x[i] * 2.0;
        if shifted > 1.0 {
            let t11 = x[i];
            let t12 = t11.sin();
            let t26 = t11.cos();
            let t13 = product;
            product = t13 * t12;
            tape.push((t12, t26, t13, i.clone()));
        }
    }
    (
        product,
        move |y_bar: f64| {
            let mut product_bar = y_bar;
            let mut x_bar = ::ad_runtime::zeros(x.len());
            for &(t12, t26, t13, ref i) in tape.iter().rev() {
                let i = i.clone();
                let t28 = product_bar;
                product_bar = t28 * t12;
                x_bar[i] += t28 * t13 * t26;
            }
            let smallest_bar = product_bar * largest;
            let mut so_far_1_bar = smallest_bar;
            for &(t23, ref i_2) in tape_1.iter().rev() {
                let i_2 = i_2.clone();
                let t29 = so_far_1_bar;
                x_bar[i_2] += t29 * (1.0 - t23);
                so_far_1_bar = t29 * t23;
            }
            let largest_bar = product_bar * smallest;
            let mut so_far_bar = largest_bar;
            for &(t20, ref i_1) in tape_2.iter().rev() {
                let i_1 = i_1.clone();
                let t30 = so_far_bar;
                x_bar[i_1] += t30 * (1.0 - t20);
                so_far_bar = t30 * t20;
            }
            x_bar
        },
    )
}

fn f_grad(x: &[f64]) -> ::ad_runtime::Vec<f64> {
    let mut so_far = f64::NEG_INFINITY;
    let len_1 = x.len();
    let mut tape_2 = ::ad_runtime::Vec::new();
    for i_1 in 0..len_1 {
        let t0 = x[i_1];
        let t1 = so_far;
        if !(t1 > t0) {
            let t16 = so_far;
            let t17 = x[i_1];
            let t20 = ::ad_runtime::rules::max_first(t16, t17);
            so_far = f64::max(t16, t17);
            tape_2.push((t20, i_1.clone()));
        }
    }
    let largest = so_far;
    let mut so_far_1 = f64::INFINITY;
    let len_2 = x.len();
    let mut tape_1 = ::ad_runtime::Vec::new();
    for i_2 in 0..len_2 {
        let t4 = x[i_2];
        let t5 = so_far_1;
        if !(t5 < t4) {
            let t18 = so_far_1;
            let t19 = x[i_2];
            let t23 = ::ad_runtime::rules::min_first(t18, t19);
            so_far_1 = f64::min(t18, t19);
            tape_1.push((t23, i_2.clone()));
        }
    }
    let smallest = so_far_1;
    let mut product = largest * smallest;
    let end = x.len();
    let mut tape = ::ad_runtime::Vec::new();
    for i in 0..end {
        let shifted = x[i] * 2.0;
        if shifted > 1.0 {
            let t11 = x[i];
            let t12 = t11.sin();
            let t26 = t11.cos();
            let t13 = product;
            product = t13 * t12;
            tape.push((t12, t26, t13, i.clone()));
        }
    }
    let mut product_bar = 1.0;
    let mut x_bar = ::ad_runtime::zeros(x.len());
    for &(t12, t26, t13, ref i) in tape.iter().rev() {
        let i = i.clone();
        let t28 = product_bar;
        product_bar = t28 * t12;
        x_bar[i] += t28 * t13 * t26;
    }
    let smallest_bar = product_bar * largest;
    let mut so_far_1_bar = smallest_bar;
    for &(t23, ref i_2) in tape_1.iter().rev() {
        let i_2 = i_2.clone();
        let t29 = so_far_1_bar;
        x_bar[i_2] += t29 * (1.0 - t23);
        so_far_1_bar = t29 * t23;
    }
    let largest_bar = product_bar * smallest;
    let mut so_far_bar = largest_bar;
    for &(t20, ref i_1) in tape_2.iter().rev() {
        let i_1 = i_1.clone();
        let t30 = so_far_bar;
        x_bar[i_1] += t30 * (1.0 - t20);
        so_far_bar = t30 * t20;
    }
    x_bar
}
