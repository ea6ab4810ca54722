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
    fn primal(linked_argument_0: f64, linked_argument_1: &[f64]) -> f64 {
        weighted(linked_argument_0, linked_argument_1)
    }
    fn activity(_: impl ::core::marker::Sized, _: impl weighted_holds_weights_constant) {}
    fn jvp(
        linked_argument_0: f64,
        linked_argument_1: &[f64],
        linked_argument_0_dot: ::ad_runtime::Option<f64>,
        _: ::ad_runtime::Option<&[f64]>,
    ) -> (f64, f64) {
        let linked_argument_0_dot = match linked_argument_0_dot {
            ::ad_runtime::Some(linked_argument_0_dot) => linked_argument_0_dot,
            ::ad_runtime::None => 0.0,
        };
        weighted_jvp(linked_argument_0, linked_argument_1, linked_argument_0_dot)
    }
    fn vjp<'r0>(
        x: f64,
        weights: &'r0 [f64],
    ) -> (
        f64,
        impl ::ad_runtime::Fn(
            f64,
            ::ad_runtime::Option<()>,
            ::ad_runtime::Option<&mut [f64]>,
        ) -> (f64, ()) + use<'r0>,
    ) {
        let mut y = x;
        let end = weights.len();
        for i in 0..end {
            let t0 = y;
            let t1 = weights[i];
            y = t0 * t1 + x;
        }
        (
            y,
            move |
                y_bar: f64,
                _: ::ad_runtime::Option<()>,
                _: ::ad_runtime::Option<&mut [f64]>|
            {
                let mut y_bar_1 = y_bar;
                let mut x_bar = 0.0;
                for i in (0..end).rev() {
                    let t5 = y_bar_1;
                    let t1 = weights[i];
                    x_bar += t5;
                    y_bar_1 = t5 * t1;
                }
                x_bar += y_bar_1;
                (x_bar, ())
            },
        )
    }
    fn pullback<'r0>(
        x: f64,
        weights: &'r0 [f64],
    ) -> impl ::ad_runtime::Fn(
        f64,
        ::ad_runtime::Option<()>,
        ::ad_runtime::Option<&mut [f64]>,
    ) -> (f64, ()) + use<'r0> {
        let end = weights.len();
        move |
            y_bar: f64,
            _: ::ad_runtime::Option<()>,
            _: ::ad_runtime::Option<&mut [f64]>|
        {
            let mut y_bar_1 = y_bar;
            let mut x_bar = 0.0;
            for i in (0..end).rev() {
                let t5 = y_bar_1;
                let t1 = weights[i];
                x_bar += t5;
                y_bar_1 = t5 * t1;
            }
            x_bar += y_bar_1;
            (x_bar, ())
        }
    }
}
