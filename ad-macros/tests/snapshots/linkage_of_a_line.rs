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
    fn over<LinkedScalar: ::ad_runtime::TangentScalar<f64>>(
        linked_argument_0: f64,
        linked_argument_1: &[f64],
        linked_argument_0_dot: ::ad_runtime::Option<LinkedScalar>,
        _: ::ad_runtime::Option<&[LinkedScalar]>,
        _: ::ad_runtime::scalar::Marker<LinkedScalar>,
    ) -> (f64, LinkedScalar) {
        let linked_argument_0_dot = match linked_argument_0_dot {
            ::ad_runtime::Some(linked_argument_0_dot) => linked_argument_0_dot,
            ::ad_runtime::None => LinkedScalar::zero(),
        };
        weighted_jvp_over::<
            LinkedScalar,
        >(linked_argument_0, linked_argument_1, linked_argument_0_dot)
    }
    fn linearize(
        linked_argument_0: f64,
        linked_argument_1: &[f64],
        linked_given: &[bool],
    ) -> (
        f64,
        impl ::ad_runtime::Fn(
            ::ad_runtime::Option<f64>,
            ::ad_runtime::Option<&[f64]>,
        ) -> f64 + use<>,
    ) {
        let (linked_value, linked_linear) = weighted_linearize(
            linked_argument_0,
            linked_argument_1,
        );
        (
            linked_value,
            #[inline(always)]
            move |
                linked_argument_0_dot: ::ad_runtime::Option<f64>,
                _: ::ad_runtime::Option<&[f64]>|
            {
                let linked_argument_0_dot = match linked_argument_0_dot {
                    ::ad_runtime::Some(linked_argument_0_dot) => linked_argument_0_dot,
                    ::ad_runtime::None => 0.0,
                };
                linked_linear(linked_argument_0_dot)
            },
        )
    }
    fn vjp(
        linked_argument_0: f64,
        linked_argument_1: &[f64],
    ) -> (
        f64,
        impl ::ad_runtime::Fn(
            f64,
            ::ad_runtime::Option<()>,
            ::ad_runtime::Option<&mut [f64]>,
        ) -> (f64, ()) + use<>,
    ) {
        let (linked_value, linked_pullback) = weighted_vjp(
            linked_argument_0,
            linked_argument_1,
        );
        (
            linked_value,
            #[inline(always)]
            move |
                linked_seed: f64,
                _: ::ad_runtime::Option<()>,
                _: ::ad_runtime::Option<&mut [f64]>|
            {
                let linked_argument_0_bar = linked_pullback(linked_seed);
                (linked_argument_0_bar, ())
            },
        )
    }
    fn pullback(
        x: f64,
        weights: &[f64],
    ) -> impl ::ad_runtime::Fn(
        f64,
        ::ad_runtime::Option<()>,
        ::ad_runtime::Option<&mut [f64]>,
    ) -> (f64, ()) + use<> {
        let last = weights.last().unwrap();
        let t7 = x + x;
        let t1 = weights[0];
        let t8 = x.cos();
        let t4 = last.clone();
        #[inline(always)]
        move |
            y_bar: f64,
            _: ::ad_runtime::Option<()>,
            _: ::ad_runtime::Option<&mut [f64]>|
        {
            let x_bar = y_bar * t4 * t8 + y_bar * t1 * t7;
            (x_bar, ())
        }
    }
}
