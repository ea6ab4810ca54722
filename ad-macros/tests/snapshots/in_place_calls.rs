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
    fn over<LinkedScalar: ::ad_runtime::TangentScalar<f64>>(
        linked_argument_0: &mut [f64],
        linked_argument_1: f64,
        linked_argument_0_dot: ::ad_runtime::Option<&mut [LinkedScalar]>,
        linked_argument_1_dot: ::ad_runtime::Option<LinkedScalar>,
        _: ::ad_runtime::scalar::Marker<LinkedScalar>,
    ) -> (f64, LinkedScalar) {
        let mut linked_argument_0_zero;
        let linked_argument_0_dot = match linked_argument_0_dot {
            ::ad_runtime::Some(linked_argument_0_dot) => linked_argument_0_dot,
            ::ad_runtime::None => {
                linked_argument_0_zero = ::ad_runtime::repeat(
                    LinkedScalar::zero(),
                    linked_argument_0.len(),
                );
                &mut linked_argument_0_zero
            }
        };
        let linked_argument_1_dot = match linked_argument_1_dot {
            ::ad_runtime::Some(linked_argument_1_dot) => linked_argument_1_dot,
            ::ad_runtime::None => LinkedScalar::zero(),
        };
        advance_jvp_over::<
            LinkedScalar,
        >(
            linked_argument_0,
            linked_argument_1,
            linked_argument_0_dot,
            linked_argument_1_dot,
        )
    }
    fn linearize(
        y: &mut [f64],
        dt: f64,
        linked_given: &[bool],
    ) -> (
        f64,
        impl ::ad_runtime::Fn(
            ::ad_runtime::Option<&mut [f64]>,
            ::ad_runtime::Option<f64>,
        ) -> f64 + use<>,
    ) {
        let linked_y_dot_form = if linked_given[0] {
            ::ad_runtime::None
        } else {
            ::ad_runtime::Some(::ad_runtime::zeros(y.len()))
        };
        let mut w = [dt, dt];
        let t1 = w[0];
        let first = t1 * dt;
        let _ = step(&mut w, dt);
        <step>::activity(::ad_runtime::Active, ::ad_runtime::Active);
        let (_, step_linear_1) = <step>::linearize(&mut *y, dt, &[true, true]);
        let t5 = y[0];
        let t6 = t5 * dt;
        y[0] = t6;
        let t8 = y[1];
        let t9 = t6 * t8;
        (
            t9 * first,
            move |
                y_dot: ::ad_runtime::Option<&mut [f64]>,
                dt_dot: ::ad_runtime::Option<f64>|
            {
                let mut linked_y_dot_zero;
                let y_dot = match y_dot {
                    ::ad_runtime::Some(y_dot) => y_dot,
                    ::ad_runtime::None => {
                        linked_y_dot_zero = ::ad_runtime::absent(&linked_y_dot_form)
                            .clone();
                        &mut linked_y_dot_zero
                    }
                };
                let dt_dot = match dt_dot {
                    ::ad_runtime::Some(dt_dot) => dt_dot,
                    ::ad_runtime::None => 0.0,
                };
                let mut w_dot = [dt_dot, dt_dot];
                let first_dot = w_dot[0] * dt + dt_dot * t1;
                let _ = step_linear_1(
                    ::ad_runtime::Some(&mut *y_dot),
                    ::ad_runtime::Some(dt_dot),
                );
                let t6_dot = y_dot[0] * dt + dt_dot * t5;
                y_dot[0] = t6_dot;
                (t6_dot * t8 + y_dot[1] * t6) * first + first_dot * t9
            },
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
        let mut w = [dt, dt];
        let t1 = w[0];
        let first = t1 * dt;
        let _ = step(&mut w, dt);
        <step>::activity(::ad_runtime::Active, ::ad_runtime::Active);
        let (t4, step_pullback) = <step>::vjp(&mut *y, dt);
        let t5 = y[0];
        let t6 = t5 * dt;
        y[0] = t6;
        let t8 = y[1];
        let t9 = t6 * t8;
        (
            t9 * first,
            move |
                y_bar_1: f64,
                y_bar: ::ad_runtime::Option<&mut [f64]>,
                _: ::ad_runtime::Option<()>|
            {
                let y_bar = ::ad_runtime::lent(y_bar);
                let t9_bar = y_bar_1 * first;
                y_bar[1] += t9_bar * t6;
                let t6_bar = t9_bar * t8 + y_bar[0];
                y_bar[0] = t6_bar * dt;
                let (_, t13) = step_pullback(
                    ::ad_runtime::zero_tangent(&t4),
                    ::ad_runtime::Some(&mut *y_bar),
                    ::ad_runtime::None,
                );
                let first_bar = y_bar_1 * t9;
                let mut w_bar = [0.0; 2];
                w_bar[0] += first_bar * dt;
                let [t15, t16] = w_bar;
                let dt_bar = t6_bar * t5 + t13 + first_bar * t1 + t15 + t16;
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
        let mut w = [dt, dt];
        let t1 = w[0];
        let first = t1 * dt;
        let _ = step(&mut w, dt);
        <step>::activity(::ad_runtime::Active, ::ad_runtime::Active);
        let (t4, step_pullback) = <step>::vjp(&mut *y, dt);
        let t5 = y[0];
        let t6 = t5 * dt;
        y[0] = t6;
        let t8 = y[1];
        let t9 = t6 * t8;
        move |
            y_bar_1: f64,
            y_bar: ::ad_runtime::Option<&mut [f64]>,
            _: ::ad_runtime::Option<()>|
        {
            let y_bar = ::ad_runtime::lent(y_bar);
            let t9_bar = y_bar_1 * first;
            y_bar[1] += t9_bar * t6;
            let t6_bar = t9_bar * t8 + y_bar[0];
            y_bar[0] = t6_bar * dt;
            let (_, t13) = step_pullback(
                ::ad_runtime::zero_tangent(&t4),
                ::ad_runtime::Some(&mut *y_bar),
                ::ad_runtime::None,
            );
            let first_bar = y_bar_1 * t9;
            let mut w_bar = [0.0; 2];
            w_bar[0] += first_bar * dt;
            let [t15, t16] = w_bar;
            let dt_bar = t6_bar * t5 + t13 + first_bar * t1 + t15 + t16;
            ((), dt_bar)
        }
    }
}
