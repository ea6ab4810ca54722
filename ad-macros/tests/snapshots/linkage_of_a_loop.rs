#[doc(hidden)]
impl weighted_holds_weights_constant for ::ad_runtime::Inactive {}

#[doc(hidden)]
#[allow(
    warnings,
    unused,
    nonstandard_style,
    clippy::all,
    clippy::pedantic,
    clippy::nursery
)]
impl weighted {
    fn primal(linked_argument_0: &[f64], linked_argument_1: &[f64]) -> f64 {
        weighted(linked_argument_0, linked_argument_1)
    }
    fn activity(_: impl ::core::marker::Sized, _: impl weighted_holds_weights_constant) {}
    fn jvp(
        linked_argument_0: &[f64],
        linked_argument_1: &[f64],
        linked_argument_0_dot: ::ad_runtime::Option<&[f64]>,
        _: ::ad_runtime::Option<&[f64]>,
    ) -> (f64, f64) {
        let linked_argument_0_zero;
        let linked_argument_0_dot = match linked_argument_0_dot {
            ::ad_runtime::Some(linked_argument_0_dot) => linked_argument_0_dot,
            ::ad_runtime::None => {
                linked_argument_0_zero = ::ad_runtime::zeros(linked_argument_0.len());
                &linked_argument_0_zero
            }
        };
        weighted_jvp(linked_argument_0, linked_argument_1, linked_argument_0_dot)
    }
    fn over<LinkedScalar: ::ad_runtime::TangentScalar<f64>>(
        linked_argument_0: &[f64],
        linked_argument_1: &[f64],
        linked_argument_0_dot: ::ad_runtime::Option<&[LinkedScalar]>,
        _: ::ad_runtime::Option<&[LinkedScalar]>,
        _: ::ad_runtime::scalar::Marker<LinkedScalar>,
    ) -> (f64, LinkedScalar) {
        let linked_argument_0_zero;
        let linked_argument_0_dot = match linked_argument_0_dot {
            ::ad_runtime::Some(linked_argument_0_dot) => linked_argument_0_dot,
            ::ad_runtime::None => {
                linked_argument_0_zero = ::ad_runtime::repeat(
                    LinkedScalar::zero(),
                    linked_argument_0.len(),
                );
                &linked_argument_0_zero
            }
        };
        weighted_jvp_over::<
            LinkedScalar,
        >(linked_argument_0, linked_argument_1, linked_argument_0_dot)
    }
    fn linearize<'r0>(
        x: &[f64],
        weights: &'r0 [f64],
        linked_given: &[bool],
    ) -> (
        f64,
        impl ::ad_runtime::Fn(
            ::ad_runtime::Option<&[f64]>,
            ::ad_runtime::Option<&[f64]>,
        ) -> f64 + use<'r0>,
    ) {
        let linked_x_dot_form = if linked_given[0] {
            ::ad_runtime::None
        } else {
            ::ad_runtime::Some(::ad_runtime::zeros(x.len()))
        };
        let mut y = 1.0;
        let end = weights.len();
        let mut tape = ::ad_runtime::Vec::new();
        let mut tape_2 = ::ad_runtime::Vec::with_capacity(end);
        for i in 0..end {
            let last = x.len() - 1 - i;
            let branch = if x[i] > 0.5 {
                y = y * 2.0;
                true
            } else {
                false
            };
            let len_1 = x.len();
            let records = ::ad_runtime::further_records(&mut tape, 0..len_1, (0.0, 0.0));
            for (i_1, kept) in (0..len_1).zip(records) {
                let t4 = x[i_1] + weights[i];
                let t5 = y;
                y = t5 * t4;
                *kept = (t4, t5);
            }
            let len_2 = x.len();
            let mut tape_1 = ::ad_runtime::Vec::new();
            for (i_2, w) in (0..len_2).zip(weights) {
                let t8 = x[i_2] * w;
                let t9 = y;
                y = t9 * t8;
                tape_1.push((i_2.clone(), w.clone(), t8, t9));
            }
            let t11 = y;
            let t12 = weights[i];
            let t13 = t11 * t12;
            let t14 = x[last];
            y = t13 * t14 + x[0];
            tape_2.push((last.clone(), branch, len_1.clone(), tape_1, t13, t14));
        }
        (
            y,
            move |x_dot: ::ad_runtime::Option<&[f64]>, _: ::ad_runtime::Option<&[f64]>| {
                let linked_x_dot_zero;
                let x_dot = match x_dot {
                    ::ad_runtime::Some(x_dot) => x_dot,
                    ::ad_runtime::None => {
                        linked_x_dot_zero = ::ad_runtime::absent(&linked_x_dot_form)
                            .clone();
                        &linked_x_dot_zero
                    }
                };
                let mut y_dot = 0.0;
                let mut tape = tape.as_slice();
                for (i, &(ref last, ref branch, ref len_1, ref tape_1, t13, t14)) in (0..end)
                    .zip(tape_2.iter())
                {
                    let last = last.clone();
                    let len_1 = len_1.clone();
                    let t12 = weights[i];
                    if *branch {
                        y_dot = y_dot * 2.0;
                    }
                    {
                        let x_dot = &x_dot[..len_1];
                        for (i_1, &(t4, t5)) in (0..len_1)
                            .zip(::ad_runtime::first_trips(&mut tape, 0..len_1).iter())
                        {
                            y_dot = y_dot * t4 + x_dot[i_1] * t5;
                        }
                    }
                    for &(ref i_2, ref w, t8, t9) in tape_1.iter() {
                        let i_2 = i_2.clone();
                        let w = w.clone();
                        y_dot = y_dot * t8 + x_dot[i_2] * w * t9;
                    }
                    y_dot = y_dot * t12 * t14 + x_dot[last] * t13 + x_dot[0];
                }
                y_dot
            },
        )
    }
    fn vjp<'r0>(
        x: &[f64],
        weights: &'r0 [f64],
    ) -> (
        f64,
        impl ::ad_runtime::Fn(
            f64,
            ::ad_runtime::Option<&mut [f64]>,
            ::ad_runtime::Option<&mut [f64]>,
        ) -> ((), ()) + use<'r0>,
    ) {
        let mut y = 1.0;
        let end = weights.len();
        let mut tape_1 = ::ad_runtime::Vec::new();
        let mut tape_2 = ::ad_runtime::Vec::with_capacity(end);
        for i in 0..end {
            let last = x.len() - 1 - i;
            let branch = if x[i] > 0.5 {
                y = y * 2.0;
                true
            } else {
                false
            };
            let len_1 = x.len();
            let records = ::ad_runtime::further_records(
                &mut tape_1,
                0..len_1,
                (0.0, 0.0),
            );
            for (i_1, kept) in (0..len_1).zip(records) {
                let t4 = x[i_1] + weights[i];
                let t5 = y;
                y = t5 * t4;
                *kept = (t4, t5);
            }
            let len_2 = x.len();
            let mut tape = ::ad_runtime::Vec::new();
            for (i_2, w) in (0..len_2).zip(weights) {
                let t8 = x[i_2] * w;
                let t9 = y;
                y = t9 * t8;
                tape.push((i_2.clone(), w.clone(), t8, t9));
            }
            let t11 = y;
            let t12 = weights[i];
            let t13 = t11 * t12;
            let t14 = x[last];
            y = t13 * t14 + x[0];
            tape_2.push((last.clone(), branch, len_1.clone(), tape, t13, t14));
        }
        (
            y,
            move |
                y_bar: f64,
                mut x_bar: ::ad_runtime::Option<&mut [f64]>,
                _: ::ad_runtime::Option<&mut [f64]>|
            {
                let mut y_bar_1 = y_bar;
                let mut tape_1 = tape_1.as_slice();
                for (i, &(ref last, ref branch, ref len_1, ref tape, t13, t14)) in (0..end)
                    .zip(tape_2.iter())
                    .rev()
                {
                    let last = last.clone();
                    let len_1 = len_1.clone();
                    let t19 = y_bar_1;
                    let t12 = weights[i];
                    if let ::ad_runtime::Some(x_bar) = x_bar.as_deref_mut() {
                        x_bar[0] += t19;
                    }
                    if let ::ad_runtime::Some(x_bar) = x_bar.as_deref_mut() {
                        x_bar[last] += t19 * t13;
                    }
                    y_bar_1 = t19 * t14 * t12;
                    for &(ref i_2, ref w, t8, t9) in tape.iter().rev() {
                        let i_2 = i_2.clone();
                        let w = w.clone();
                        let t20 = y_bar_1;
                        y_bar_1 = t20 * t8;
                        if let ::ad_runtime::Some(x_bar) = x_bar.as_deref_mut() {
                            x_bar[i_2] += t20 * t9 * w;
                        }
                    }
                    for (i_1, &(t4, t5)) in (0..len_1)
                        .zip(::ad_runtime::last_trips(&mut tape_1, 0..len_1).iter())
                        .rev()
                    {
                        let t21 = y_bar_1;
                        y_bar_1 = t21 * t4;
                        if let ::ad_runtime::Some(x_bar) = x_bar.as_deref_mut() {
                            x_bar[i_1] += t21 * t5;
                        }
                    }
                    if *branch {
                        y_bar_1 = y_bar_1 * 2.0;
                    }
                }
                ((), ())
            },
        )
    }
    fn pullback<'r0>(
        x: &[f64],
        weights: &'r0 [f64],
    ) -> impl ::ad_runtime::Fn(
        f64,
        ::ad_runtime::Option<&mut [f64]>,
        ::ad_runtime::Option<&mut [f64]>,
    ) -> ((), ()) + use<'r0> {
        let mut y = 1.0;
        let end = weights.len();
        let mut tape_1 = ::ad_runtime::Vec::new();
        let mut tape_2 = ::ad_runtime::Vec::with_capacity(end);
        for i in 0..end {
            let last = x.len() - 1 - i;
            let branch = if x[i] > 0.5 {
                y = y * 2.0;
                true
            } else {
                false
            };
            let len_1 = x.len();
            let records = ::ad_runtime::further_records(
                &mut tape_1,
                0..len_1,
                (0.0, 0.0),
            );
            for (i_1, kept) in (0..len_1).zip(records) {
                let t4 = x[i_1] + weights[i];
                let t5 = y;
                y = t5 * t4;
                *kept = (t4, t5);
            }
            let len_2 = x.len();
            let mut tape = ::ad_runtime::Vec::new();
            for (i_2, w) in (0..len_2).zip(weights) {
                let t8 = x[i_2] * w;
                let t9 = y;
                y = t9 * t8;
                tape.push((i_2.clone(), w.clone(), t8, t9));
            }
            let t11 = y;
            let t12 = weights[i];
            let t13 = t11 * t12;
            let t14 = x[last];
            y = t13 * t14 + x[0];
            tape_2.push((last.clone(), branch, len_1.clone(), tape, t13, t14));
        }
        move |
            y_bar: f64,
            mut x_bar: ::ad_runtime::Option<&mut [f64]>,
            _: ::ad_runtime::Option<&mut [f64]>|
        {
            let mut y_bar_1 = y_bar;
            let mut tape_1 = tape_1.as_slice();
            for (i, &(ref last, ref branch, ref len_1, ref tape, t13, t14)) in (0..end)
                .zip(tape_2.iter())
                .rev()
            {
                let last = last.clone();
                let len_1 = len_1.clone();
                let t19 = y_bar_1;
                let t12 = weights[i];
                if let ::ad_runtime::Some(x_bar) = x_bar.as_deref_mut() {
                    x_bar[0] += t19;
                }
                if let ::ad_runtime::Some(x_bar) = x_bar.as_deref_mut() {
                    x_bar[last] += t19 * t13;
                }
                y_bar_1 = t19 * t14 * t12;
                for &(ref i_2, ref w, t8, t9) in tape.iter().rev() {
                    let i_2 = i_2.clone();
                    let w = w.clone();
                    let t20 = y_bar_1;
                    y_bar_1 = t20 * t8;
                    if let ::ad_runtime::Some(x_bar) = x_bar.as_deref_mut() {
                        x_bar[i_2] += t20 * t9 * w;
                    }
                }
                for (i_1, &(t4, t5)) in (0..len_1)
                    .zip(::ad_runtime::last_trips(&mut tape_1, 0..len_1).iter())
                    .rev()
                {
                    let t21 = y_bar_1;
                    y_bar_1 = t21 * t4;
                    if let ::ad_runtime::Some(x_bar) = x_bar.as_deref_mut() {
                        x_bar[i_1] += t21 * t5;
                    }
                }
                if *branch {
                    y_bar_1 = y_bar_1 * 2.0;
                }
            }
            ((), ())
        }
    }
}
