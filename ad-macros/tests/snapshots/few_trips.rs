fn f_jvp(x: &[f64], x_dot: &[f64]) -> (f64, f64) {
    let mut so_far = f64::NEG_INFINITY;
    let mut so_far_dot = 0.0;
    let len_1 = x.len();
    for i_1 in 0..len_1 {
        let t0 = x[i_1];
        let t1 = so_far;
        if !(t1 > t0) {
            let t11 = so_far;
            let t12 = x[i_1];
            let t13 = ::ad_runtime::rules::max_first(t11, t12);
            let t2_dot = so_far_dot * t13 + x_dot[i_1] * (1.0 - t13);
            so_far = f64::max(t11, t12);
            so_far_dot = t2_dot;
        }
    }
    let largest = so_far;
    let largest_dot = so_far_dot;
    let mut product = largest;
    let mut product_dot = largest_dot;
    let end = x.len();
    for i in 0..end {
        let shifted = x[i] * 2.0;
        if shifted > 1.0 {
            let t6 = x[i];
            let t7 = t6.sin();
            let t8 = product;
            let t9_dot = product_dot * t7 + x_dot[i] * t6.cos() * t8;
            product = t8 * t7;
            product_dot = t9_dot;
        }
    }
    (product, product_dot)
}

fn f_vjp<'r0>(
    x: &'r0 [f64],
) -> (f64, impl ::ad_runtime::Fn(f64) -> ::ad_runtime::Vec<f64> + use<'r0>) {
    let mut so_far = f64::NEG_INFINITY;
    let len_1 = x.len();
    let mut tape_1 = ::ad_runtime::Vec::new();
    for i_1 in 0..len_1 {
        let t0 = x[i_1];
        let t1 = so_far;
        if !(t1 > t0) {
            let t11 = so_far;
            let t12 = x[i_1];
            let t13 = ::ad_runtime::rules::max_first(t11, t12);
            so_far = f64::max(t11, t12);
            tape_1.push((t13, i_1.clone()));
        }
    }
    let largest = so_far;
    let mut product = largest;
    let end = x.len();
    let mut tape = ::ad_runtime::Vec::new();
    for i in 0..end {
        let shifted = x[i] * 2.0;
        if shifted > 1.0 {
            let t6 = x[i];
            let t7 = t6.sin();
            let t16 = t6.cos();
            let t8 = product;
            product = t8 * t7;
            tape.push((t7, t16, t8, i.clone()));
        }
    }
    (
        product,
        move |y_bar: f64| {
            let mut product_bar = y_bar;
            let mut x_bar = ::ad_runtime::zeros(x.len());
            for &(t7, t16, t8, ref i) in tape.iter().rev() {
                let i = i.clone();
                let t18 = product_bar;
                product_bar = t18 * t7;
                x_bar[i] += t18 * t8 * t16;
            }
            let mut so_far_bar = product_bar;
            for &(t13, ref i_1) in tape_1.iter().rev() {
                let i_1 = i_1.clone();
                let t19 = so_far_bar;
                x_bar[i_1] += t19 * (1.0 - t13);
                so_far_bar = t19 * t13;
            }
            x_bar
        },
    )
}

fn f_grad(x: &[f64]) -> ::ad_runtime::Vec<f64> {
    let mut so_far = f64::NEG_INFINITY;
    let len_1 = x.len();
    let mut tape_1 = ::ad_runtime::Vec::new();
    for i_1 in 0..len_1 {
        let t0 = x[i_1];
        let t1 = so_far;
        if !(t1 > t0) {
            let t11 = so_far;
            let t12 = x[i_1];
            let t13 = ::ad_runtime::rules::max_first(t11, t12);
            so_far = f64::max(t11, t12);
            tape_1.push((t13, i_1.clone()));
        }
    }
    let largest = so_far;
    let mut product = largest;
    let end = x.len();
    let mut tape = ::ad_runtime::Vec::new();
    for i in 0..end {
        let shifted = x[i] * 2.0;
        if shifted > 1.0 {
            let t6 = x[i];
            let t7 = t6.sin();
            let t16 = t6.cos();
            let t8 = product;
            product = t8 * t7;
            tape.push((t7, t16, t8, i.clone()));
        }
    }
    let mut product_bar = 1.0;
    let mut x_bar = ::ad_runtime::zeros(x.len());
    for &(t7, t16, t8, ref i) in tape.iter().rev() {
        let i = i.clone();
        let t18 = product_bar;
        product_bar = t18 * t7;
        x_bar[i] += t18 * t8 * t16;
    }
    let mut so_far_bar = product_bar;
    for &(t13, ref i_1) in tape_1.iter().rev() {
        let i_1 = i_1.clone();
        let t19 = so_far_bar;
        x_bar[i_1] += t19 * (1.0 - t13);
        so_far_bar = t19 * t13;
    }
    x_bar
}
