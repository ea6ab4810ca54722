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
        let tape: ::ad_runtime::Vec<_> = (0..end)
            .map(|i| {
                let last = x.len() - 1 - i;
                let branch = if x[i] > weights[i] {
                    y = y * 2.0;
                    true
                } else {
                    false
                };
                let t2 = y;
                let t3 = weights[i];
                let t4 = t2 * t3;
                let t5 = x[last];
                y = t4 * t5 + x[0];
                (last.clone(), branch, t4, t5)
            })
            .collect();
        (
            y,
            move |
                y_bar: f64,
                mut x_bar: ::ad_runtime::Option<&mut [f64]>,
                _: ::ad_runtime::Option<&mut [f64]>|
            {
                let mut y_bar_1 = y_bar;
                for (i, &(ref last, ref branch, t4, t5)) in (0..end)
                    .zip(tape.iter())
                    .rev()
                {
                    let last = last.clone();
                    let t10 = y_bar_1;
                    let t3 = weights[i];
                    if let ::ad_runtime::Some(x_bar) = x_bar.as_deref_mut() {
                        x_bar[0] += t10;
                    }
                    if let ::ad_runtime::Some(x_bar) = x_bar.as_deref_mut() {
                        x_bar[last] += t10 * t4;
                    }
                    y_bar_1 = t10 * t5 * t3;
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
        let tape: ::ad_runtime::Vec<_> = (0..end)
            .map(|i| {
                let last = x.len() - 1 - i;
                let branch = if x[i] > weights[i] {
                    y = y * 2.0;
                    true
                } else {
                    false
                };
                let t2 = y;
                let t3 = weights[i];
                let t4 = t2 * t3;
                let t5 = x[last];
                y = t4 * t5 + x[0];
                (last.clone(), branch, t4, t5)
            })
            .collect();
        move |
            y_bar: f64,
            mut x_bar: ::ad_runtime::Option<&mut [f64]>,
            _: ::ad_runtime::Option<&mut [f64]>|
        {
            let mut y_bar_1 = y_bar;
            for (i, &(ref last, ref branch, t4, t5)) in (0..end).zip(tape.iter()).rev() {
                let last = last.clone();
                let t10 = y_bar_1;
                let t3 = weights[i];
                if let ::ad_runtime::Some(x_bar) = x_bar.as_deref_mut() {
                    x_bar[0] += t10;
                }
                if let ::ad_runtime::Some(x_bar) = x_bar.as_deref_mut() {
                    x_bar[last] += t10 * t4;
                }
                y_bar_1 = t10 * t5 * t3;
                if *branch {
                    y_bar_1 = y_bar_1 * 2.0;
                }
            }
            ((), ())
        }
    }
}
