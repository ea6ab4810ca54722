#[doc(hidden)]
#[allow(
    warnings,
    unused,
    nonstandard_style,
    clippy::all,
    clippy::pedantic,
    clippy::nursery
)]
impl advance {
    fn primal(linked_argument_0: &mut [f64], linked_argument_1: f64) -> f64 {
        advance(linked_argument_0, linked_argument_1)
    }
    fn activity(_: impl ::core::marker::Sized, _: impl ::core::marker::Sized) {}
    fn jvp(
        linked_argument_0: &mut [f64],
        linked_argument_1: f64,
        linked_argument_0_dot: ::ad_runtime::Option<&mut [f64]>,
        linked_argument_1_dot: ::ad_runtime::Option<f64>,
    ) -> (f64, f64) {
        let mut linked_argument_0_zero;
        let linked_argument_0_dot = match linked_argument_0_dot {
            ::ad_runtime::Some(linked_argument_0_dot) => linked_argument_0_dot,
            ::ad_runtime::None => {
                linked_argument_0_zero = ::ad_runtime::zeros(linked_argument_0.len());
                &mut linked_argument_0_zero
            }
        };
        let linked_argument_1_dot = match linked_argument_1_dot {
            ::ad_runtime::Some(linked_argument_1_dot) => linked_argument_1_dot,
            ::ad_runtime::None => 0.0,
        };
        advance_jvp(
            linked_argument_0,
            linked_argument_1,
            linked_argument_0_dot,
            linked_argument_1_dot,
        )
    }
    fn vjp(
        y: &mut [f64],
        dt: f64,
    ) -> (
        f64,
        impl ::ad_runtime::Fn(
            f64,
            ::ad_runtime::Option<&mut [f64]>,
            ::ad_runtime::Option<()>,
        ) -> ((), f64) + use<>,
    ) {
        <step>::activity(::ad_runtime::Active, ::ad_runtime::Active);
        let (t0, step_pullback) = <step>::vjp(&mut *y, dt);
        let t1 = y[0];
        let t2 = t1 * dt;
        y[0] = t2;
        let t4 = y[1];
        (
            t2 * t4,
            move |
                y_bar_1: f64,
                y_bar: ::ad_runtime::Option<&mut [f64]>,
                _: ::ad_runtime::Option<()>|
            {
                let y_bar = ::ad_runtime::lent(y_bar);
                y_bar[1] += y_bar_1 * t2;
                let t2_bar = y_bar_1 * t4 + y_bar[0];
                y_bar[0] = t2_bar * dt;
                let (_, t8) = step_pullback(
                    ::ad_runtime::zero_tangent(&t0),
                    ::ad_runtime::Some(&mut *y_bar),
                    ::ad_runtime::None,
                );
                let dt_bar = t2_bar * t1 + t8;
                ((), dt_bar)
            },
        )
    }
    fn pullback(
        y: &mut [f64],
        dt: f64,
    ) -> impl ::ad_runtime::Fn(
        f64,
        ::ad_runtime::Option<&mut [f64]>,
        ::ad_runtime::Option<()>,
    ) -> ((), f64) + use<> {
        <step>::activity(::ad_runtime::Active, ::ad_runtime::Active);
        let (t0, step_pullback) = <step>::vjp(&mut *y, dt);
        let t1 = y[0];
        let t2 = t1 * dt;
        y[0] = t2;
        let t4 = y[1];
        move |
            y_bar_1: f64,
            y_bar: ::ad_runtime::Option<&mut [f64]>,
            _: ::ad_runtime::Option<()>|
        {
            let y_bar = ::ad_runtime::lent(y_bar);
            y_bar[1] += y_bar_1 * t2;
            let t2_bar = y_bar_1 * t4 + y_bar[0];
            y_bar[0] = t2_bar * dt;
            let (_, t8) = step_pullback(
                ::ad_runtime::zero_tangent(&t0),
                ::ad_runtime::Some(&mut *y_bar),
                ::ad_runtime::None,
            );
            let dt_bar = t2_bar * t1 + t8;
            ((), dt_bar)
        }
    }
}
