fn f_grad(points: &[f64], means: &[f64], scale: f64) -> (::ad_runtime::Vec<f64>, f64) {
    let (zero, _) = (0.0, 0.0);
    let end = points.len();
    let mut total_bar = 1.0;
    let mut means_bar = ::ad_runtime::zeros(means.len());
    let mut scale_bar = 0.0;
    let mut tape = ::ad_runtime::Vec::new();
    for i in 0..end {
        let mut sum = zero;
        let end_1 = means.len();
        let tape = ::ad_runtime::records(&mut tape, 0..end_1, 0.0);
        for (kept, kept_1) in (0..end_1).zip(tape.iter_mut()) {
            let t3 = means[kept];
            let t4 = points[i];
            let t5 = t4 - t3;
            let t7 = (t5 * scale).exp();
            sum += t7;
            *kept_1 = t7;
        }
        let mut sum_bar = total_bar / sum;
        {
            let means = &means[..end_1];
            let means_bar = &mut means_bar[..end_1];
            for (kept, &t7) in (0..end_1).zip(tape.iter()).rev() {
                let t3 = means[kept];
                let t4 = points[i];
                let t5 = t4 - t3;
                let t6_bar = sum_bar * t7;
                scale_bar += t6_bar * t5;
                means_bar[kept] += -t6_bar * scale;
            }
        }
    }
    (means_bar, scale_bar)
}

fn of_a_type_grad<T: Float + AddAssign>(
    points: &[T],
    means: &[T],
    scale: T,
) -> (::ad_runtime::Vec<T>, T) {
    let (zero, _) = (T::zero(), T::zero());
    let end = points.len();
    let mut total_bar = ::ad_runtime::literal::<T>(1.0);
    let mut means_bar = ::ad_runtime::zeros(means.len());
    let mut scale_bar = ::ad_runtime::literal::<T>(0.0);
    let mut tape = ::ad_runtime::Vec::new();
    for i in 0..end {
        let mut sum = zero;
        let end_1 = means.len();
        let tape = ::ad_runtime::records(
            &mut tape,
            0..end_1,
            ::ad_runtime::literal::<T>(0.0),
        );
        for (kept, kept_1) in (0..end_1).zip(tape.iter_mut()) {
            let t3 = means[kept];
            let t4 = points[i];
            let t5 = t4 - t3;
            let t7 = (t5 * scale).exp();
            sum = sum + t7;
            *kept_1 = t7;
        }
        let mut sum_bar = total_bar / sum;
        {
            let means = &means[..end_1];
            let means_bar = &mut means_bar[..end_1];
            for (kept, &t7) in (0..end_1).zip(tape.iter()).rev() {
                let t3 = means[kept];
                let t4 = points[i];
                let t5 = t4 - t3;
                let t6_bar = sum_bar * t7;
                scale_bar = scale_bar + t6_bar * t5;
                means_bar[kept] = means_bar[kept] + -t6_bar * scale;
            }
        }
    }
    (means_bar, scale_bar)
}
