#[doc(hidden)]
#[allow(
    warnings,
    unused,
    nonstandard_style,
    clippy::all,
    clippy::pedantic,
    clippy::nursery
)]
impl power {
    fn primal(
        linked_argument_0: f64,
        linked_argument_1: &[f64],
        linked_argument_2: usize,
    ) -> f64 {
        power(linked_argument_0, linked_argument_1, linked_argument_2)
    }
    fn activity(
        _: impl ::core::marker::Sized,
        _: impl ::core::marker::Sized,
        _: impl ::core::marker::Sized,
    ) {}
    fn jvp(
        linked_argument_0: f64,
        linked_argument_1: &[f64],
        linked_argument_2: usize,
        linked_argument_0_dot: ::ad_runtime::Option<f64>,
        linked_argument_1_dot: ::ad_runtime::Option<&[f64]>,
        _: ::ad_runtime::Option<()>,
    ) -> (f64, f64) {
        let linked_argument_0_dot = match linked_argument_0_dot {
            ::ad_runtime::Some(linked_argument_0_dot) => linked_argument_0_dot,
            ::ad_runtime::None => 0.0,
        };
        let linked_argument_1_zero;
        let linked_argument_1_dot = match linked_argument_1_dot {
            ::ad_runtime::Some(linked_argument_1_dot) => linked_argument_1_dot,
            ::ad_runtime::None => {
                linked_argument_1_zero = ::ad_runtime::zeros(linked_argument_1.len());
                &linked_argument_1_zero
            }
        };
        power_jvp(
            linked_argument_0,
            linked_argument_1,
            linked_argument_2,
            linked_argument_0_dot,
            linked_argument_1_dot,
        )
    }
    fn over<LinkedScalar: ::ad_runtime::TangentScalar<f64>>(
        linked_argument_0: f64,
        linked_argument_1: &[f64],
        linked_argument_2: usize,
        linked_argument_0_dot: ::ad_runtime::Option<LinkedScalar>,
        linked_argument_1_dot: ::ad_runtime::Option<&[LinkedScalar]>,
        _: ::ad_runtime::Option<()>,
        _: ::ad_runtime::scalar::Marker<LinkedScalar>,
    ) -> (f64, LinkedScalar) {
        let linked_argument_0_dot = match linked_argument_0_dot {
            ::ad_runtime::Some(linked_argument_0_dot) => linked_argument_0_dot,
            ::ad_runtime::None => LinkedScalar::zero(),
        };
        let linked_argument_1_zero;
        let linked_argument_1_dot = match linked_argument_1_dot {
            ::ad_runtime::Some(linked_argument_1_dot) => linked_argument_1_dot,
            ::ad_runtime::None => {
                linked_argument_1_zero = ::ad_runtime::repeat(
                    LinkedScalar::zero(),
                    linked_argument_1.len(),
                );
                &linked_argument_1_zero
            }
        };
        power_jvp_over::<
            LinkedScalar,
        >(
            linked_argument_0,
            linked_argument_1,
            linked_argument_2,
            linked_argument_0_dot,
            linked_argument_1_dot,
        )
    }
    fn linearize(
        x: f64,
        weights: &[f64],
        n: usize,
        linked_given: &[bool],
    ) -> (
        f64,
        impl ::ad_runtime::Fn(
            ::ad_runtime::Option<f64>,
            ::ad_runtime::Option<&[f64]>,
            ::ad_runtime::Option<()>,
        ) -> f64 + use<>,
    ) {
        let linked_weights_dot_form = if linked_given[1] {
            ::ad_runtime::None
        } else {
            ::ad_runtime::Some(::ad_runtime::zeros(weights.len()))
        };
        let linked_weights_kept = weights.to_vec();
        let (t4, branch) = if n == 0 {
            (1.0, ::ad_runtime::Br2::A(()))
        } else {
            let t0 = weights[n];
            let t1 = x * t0;
            let t2 = power(x, weights, n - 1);
            (t1 * t2, ::ad_runtime::Br2::B(t2))
        };
        (
            t4,
            move |
                x_dot: ::ad_runtime::Option<f64>,
                weights_dot: ::ad_runtime::Option<&[f64]>,
                _: ::ad_runtime::Option<()>|
            {
                let x_dot = match x_dot {
                    ::ad_runtime::Some(x_dot) => x_dot,
                    ::ad_runtime::None => 0.0,
                };
                let linked_weights_dot_zero;
                let weights_dot = match weights_dot {
                    ::ad_runtime::Some(weights_dot) => weights_dot,
                    ::ad_runtime::None => {
                        linked_weights_dot_zero = ::ad_runtime::absent(
                                &linked_weights_dot_form,
                            )
                            .clone();
                        &linked_weights_dot_zero
                    }
                };
                let weights = &linked_weights_kept[..];
                let t4_dot = match branch {
                    ::ad_runtime::Br2::A(()) => 0.0,
                    ::ad_runtime::Br2::B(t2) => {
                        let t0 = weights[n];
                        <power>::activity(
                            ::ad_runtime::Active,
                            ::ad_runtime::Active,
                            ::ad_runtime::Inactive,
                        );
                        let (_, t2_dot) = <power>::jvp(
                            x,
                            weights,
                            n - 1,
                            ::ad_runtime::Some(x_dot),
                            ::ad_runtime::Some(weights_dot),
                            ::ad_runtime::None,
                        );
                        (x_dot * t0 + weights_dot[n] * x) * t2 + t2_dot * (x * t0)
                    }
                };
                t4_dot
            },
        )
    }
    fn vjp<'r0>(
        x: f64,
        weights: &'r0 [f64],
        n: usize,
    ) -> (
        f64,
        impl ::ad_runtime::Fn(
            f64,
            ::ad_runtime::Option<()>,
            ::ad_runtime::Option<&mut [f64]>,
            ::ad_runtime::Option<()>,
        ) -> (f64, (), ()) + use<'r0>,
    ) {
        let (t4, branch) = if n == 0 {
            (1.0, ::ad_runtime::Br2::A(()))
        } else {
            let t0 = weights[n];
            let t1 = x * t0;
            let t2 = power(x, weights, n - 1);
            (t1 * t2, ::ad_runtime::Br2::B(t2))
        };
        (
            t4,
            move |
                y_bar: f64,
                _: ::ad_runtime::Option<()>,
                mut weights_bar: ::ad_runtime::Option<&mut [f64]>,
                _: ::ad_runtime::Option<()>|
            {
                let mut x_bar = 0.0;
                match branch {
                    ::ad_runtime::Br2::A(()) => {}
                    ::ad_runtime::Br2::B(t2) => {
                        let t0 = weights[n];
                        let power_pullback = <power>::pullback(x, weights, n - 1);
                        let (t6, _, _) = power_pullback(
                            y_bar * (x * t0),
                            ::ad_runtime::None,
                            match weights_bar.as_deref_mut() {
                                ::ad_runtime::Some(weights_bar) => {
                                    ::ad_runtime::Some(&mut *weights_bar)
                                }
                                ::ad_runtime::None => ::ad_runtime::None,
                            },
                            ::ad_runtime::None,
                        );
                        x_bar += t6;
                        let t1_bar = y_bar * t2;
                        x_bar += t1_bar * t0;
                        if let ::ad_runtime::Some(weights_bar) = weights_bar
                            .as_deref_mut()
                        {
                            weights_bar[n] += t1_bar * x;
                        }
                    }
                }
                (x_bar, (), ())
            },
        )
    }
    fn pullback<'r0>(
        x: f64,
        weights: &'r0 [f64],
        n: usize,
    ) -> impl ::ad_runtime::Fn(
        f64,
        ::ad_runtime::Option<()>,
        ::ad_runtime::Option<&mut [f64]>,
        ::ad_runtime::Option<()>,
    ) -> (f64, (), ()) + use<'r0> {
        let branch = if n == 0 {
            ::ad_runtime::Br2::A(())
        } else {
            let t2 = power(x, weights, n - 1);
            ::ad_runtime::Br2::B(t2)
        };
        move |
            y_bar: f64,
            _: ::ad_runtime::Option<()>,
            mut weights_bar: ::ad_runtime::Option<&mut [f64]>,
            _: ::ad_runtime::Option<()>|
        {
            let mut x_bar = 0.0;
            match branch {
                ::ad_runtime::Br2::A(()) => {}
                ::ad_runtime::Br2::B(t2) => {
                    let t0 = weights[n];
                    let power_pullback = <power>::pullback(x, weights, n - 1);
                    let (t6, _, _) = power_pullback(
                        y_bar * (x * t0),
                        ::ad_runtime::None,
                        match weights_bar.as_deref_mut() {
                            ::ad_runtime::Some(weights_bar) => {
                                ::ad_runtime::Some(&mut *weights_bar)
                            }
                            ::ad_runtime::None => ::ad_runtime::None,
                        },
                        ::ad_runtime::None,
                    );
                    x_bar += t6;
                    let t1_bar = y_bar * t2;
                    x_bar += t1_bar * t0;
                    if let ::ad_runtime::Some(weights_bar) = weights_bar.as_deref_mut() {
                        weights_bar[n] += t1_bar * x;
                    }
                }
            }
            (x_bar, (), ())
        }
    }
}
