fn norm_jvp(x: &[f64], scale: f64, x_dot: &[f64], scale_dot: f64) -> (f64, f64) {
    rules::forward(x, scale, x_dot, scale_dot)
}

fn norm_linearize<'r0>(
    x: &'r0 [f64],
    scale: f64,
) -> (f64, impl ::ad_runtime::Fn(&[f64], f64) -> f64 + use<'r0>) {
    let value = norm(x, scale.clone());
    (
        value,
        move |x_dot: &[f64], scale_dot: f64| {
            let (_, dot) = norm_jvp(x, scale.clone(), x_dot, scale_dot);
            dot
        },
    )
}

fn norm_vjp<'r0>(
    x: &'r0 [f64],
    scale: f64,
) -> (f64, impl ::ad_runtime::Fn(f64) -> (::ad_runtime::Vec<f64>, f64) + use<'r0>) {
    rules::reverse(x, scale)
}

fn norm_grad(x: &[f64], scale: f64) -> (::ad_runtime::Vec<f64>, f64) {
    let (_, pullback) = norm_vjp(x, scale);
    let (x_bar, scale_bar) = pullback(1.0);
    (x_bar, scale_bar)
}

fn norm_grad_into(x: &[f64], scale: f64, x_bar: &mut [f64], scale_bar: &mut f64) -> f64 {
    ::ad_runtime::check_length("norm_grad_into", "x", x_bar.len(), x.len());
    let (linked_value, (linked_x_bar, linked_scale_bar)) = norm_value_and_grad(x, scale);
    x_bar.clone_from_slice(&linked_x_bar);
    *scale_bar = linked_scale_bar;
    linked_value
}

impl norm {
    fn primal(linked_argument_0: &[f64], linked_argument_1: f64) -> f64 {
        norm(linked_argument_0, linked_argument_1)
    }
    fn activity(_: impl ::core::marker::Sized, _: impl ::core::marker::Sized) {}
    #[inline]
    fn jvp(
        linked_argument_0: &[f64],
        linked_argument_1: f64,
        linked_argument_0_dot: ::ad_runtime::Option<&[f64]>,
        linked_argument_1_dot: ::ad_runtime::Option<f64>,
    ) -> (f64, f64) {
        let linked_argument_0_zero;
        let linked_argument_0_dot = match linked_argument_0_dot {
            ::ad_runtime::Some(linked_argument_0_dot) => linked_argument_0_dot,
            ::ad_runtime::None => {
                linked_argument_0_zero = ::ad_runtime::zeros(linked_argument_0.len());
                &linked_argument_0_zero
            }
        };
        let linked_argument_1_dot = match linked_argument_1_dot {
            ::ad_runtime::Some(linked_argument_1_dot) => linked_argument_1_dot,
            ::ad_runtime::None => 0.0,
        };
        norm_jvp(
            linked_argument_0,
            linked_argument_1,
            linked_argument_0_dot,
            linked_argument_1_dot,
        )
    }
    #[inline]
    fn over<LinkedScalar: ::ad_runtime::TangentScalar<f64>>(
        linked_argument_0: &[f64],
        linked_argument_1: f64,
        linked_argument_0_dot: ::ad_runtime::Option<&[LinkedScalar]>,
        linked_argument_1_dot: ::ad_runtime::Option<LinkedScalar>,
        _: ::ad_runtime::scalar::Marker<LinkedScalar>,
    ) -> (f64, LinkedScalar) {
        ::ad_runtime::scalar::unavailable::<LinkedScalar, _>()
    }
    #[inline]
    fn linearize(
        x: &[f64],
        scale: f64,
        linked_given: &[bool],
    ) -> (
        f64,
        impl ::ad_runtime::Fn(
            ::ad_runtime::Option<&[f64]>,
            ::ad_runtime::Option<f64>,
        ) -> f64 + use<>,
    ) {
        let linked_x_kept = x.to_vec();
        let linked_value = norm(x, scale.clone());
        (
            linked_value,
            move |
                linked_x_dot: ::ad_runtime::Option<&[f64]>,
                linked_scale_dot: ::ad_runtime::Option<f64>|
            {
                let (_, linked_dot) = norm::jvp(
                    &linked_x_kept,
                    scale.clone(),
                    linked_x_dot,
                    linked_scale_dot,
                );
                linked_dot
            },
        )
    }
    #[inline]
    fn vjp(
        x: &[f64],
        scale: f64,
    ) -> (
        f64,
        impl ::ad_runtime::Fn(
            f64,
            ::ad_runtime::Option<&mut [f64]>,
            ::ad_runtime::Option<()>,
        ) -> ((), f64) + use<>,
    ) {
        let (linked_value, linked_pullback) = norm_vjp(x, scale);
        let (linked_x_bar, linked_scale_bar) = linked_pullback(1.0);
        (
            linked_value,
            move |
                linked_seed: f64,
                linked_x_slot: ::ad_runtime::Option<&mut [f64]>,
                _: ::ad_runtime::Option<()>|
            {
                if let ::ad_runtime::Some(linked_x_slot) = linked_x_slot {
                    ::ad_runtime::accumulate_floats(
                        linked_x_slot,
                        &::ad_runtime::Scale::scaled(&linked_x_bar, linked_seed),
                    );
                }
                ((), ::ad_runtime::Scale::scaled(&linked_scale_bar, linked_seed))
            },
        )
    }
    #[inline]
    fn pullback(
        x: &[f64],
        scale: f64,
    ) -> impl ::ad_runtime::Fn(
        f64,
        ::ad_runtime::Option<&mut [f64]>,
        ::ad_runtime::Option<()>,
    ) -> ((), f64) + use<> {
        let (linked_value, linked_pullback) = norm_vjp(x, scale);
        let (linked_x_bar, linked_scale_bar) = linked_pullback(1.0);
        move |
            linked_seed: f64,
            linked_x_slot: ::ad_runtime::Option<&mut [f64]>,
            _: ::ad_runtime::Option<()>|
        {
            if let ::ad_runtime::Some(linked_x_slot) = linked_x_slot {
                ::ad_runtime::accumulate_floats(
                    linked_x_slot,
                    &::ad_runtime::Scale::scaled(&linked_x_bar, linked_seed),
                );
            }
            ((), ::ad_runtime::Scale::scaled(&linked_scale_bar, linked_seed))
        }
    }
}

fn step_jvp(x: &mut [f64], dt: f64, x_dot: &mut [f64], dt_dot: f64) -> (f64, f64) {
    rules::forward(x, dt, x_dot, dt_dot)
}

fn step_linearize(
    x: &mut [f64],
    dt: f64,
) -> (f64, impl ::ad_runtime::Fn(&mut [f64], f64) -> f64 + use<>) {
    let linked_x_kept = x.to_vec();
    let value = step(&mut *x, dt.clone());
    (
        value,
        move |x_dot: &mut [f64], dt_dot: f64| {
            let mut linked_x_opened = linked_x_kept.clone();
            let (_, dot) = step_jvp(&mut linked_x_opened, dt.clone(), x_dot, dt_dot);
            dot
        },
    )
}

fn step_vjp(
    x: &mut [f64],
    dt: f64,
) -> (f64, impl ::ad_runtime::Fn(f64, &mut [f64]) -> f64 + use<>) {
    let linked_x_kept = x.to_vec();
    let value = step(&mut *x, dt.clone());
    (
        value,
        move |seed: f64, x_bar: &mut [f64]| {
            let mut linked_x_opened = linked_x_kept.clone();
            let (_, pullback) = rules::reverse(&mut linked_x_opened, dt.clone());
            pullback(seed, x_bar)
        },
    )
}

fn step_grad(x: &mut [f64], dt: f64) -> (::ad_runtime::Vec<f64>, f64) {
    let (_, pullback) = step_vjp(x, dt);
    let mut x_bar: ::ad_runtime::Vec<f64> = ::ad_runtime::zeros(x.len());
    let dt_bar = pullback(1.0, &mut x_bar);
    (x_bar, dt_bar)
}

fn step_grad_into(x: &mut [f64], dt: f64, x_bar: &mut [f64], dt_bar: &mut f64) -> f64 {
    ::ad_runtime::check_length("step_grad_into", "x", x_bar.len(), x.len());
    let (linked_value, (linked_x_bar, linked_dt_bar)) = step_value_and_grad(x, dt);
    x_bar.clone_from_slice(&linked_x_bar);
    *dt_bar = linked_dt_bar;
    linked_value
}

impl step {
    fn primal(linked_argument_0: &mut [f64], linked_argument_1: f64) -> f64 {
        step(linked_argument_0, linked_argument_1)
    }
    fn activity(_: impl ::core::marker::Sized, _: impl ::core::marker::Sized) {}
    #[inline]
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
        step_jvp(
            linked_argument_0,
            linked_argument_1,
            linked_argument_0_dot,
            linked_argument_1_dot,
        )
    }
    #[inline]
    fn over<LinkedScalar: ::ad_runtime::TangentScalar<f64>>(
        linked_argument_0: &mut [f64],
        linked_argument_1: f64,
        linked_argument_0_dot: ::ad_runtime::Option<&mut [LinkedScalar]>,
        linked_argument_1_dot: ::ad_runtime::Option<LinkedScalar>,
        _: ::ad_runtime::scalar::Marker<LinkedScalar>,
    ) -> (f64, LinkedScalar) {
        ::ad_runtime::scalar::unavailable::<LinkedScalar, _>()
    }
    #[inline]
    fn linearize(
        x: &mut [f64],
        dt: f64,
        linked_given: &[bool],
    ) -> (
        f64,
        impl ::ad_runtime::Fn(
            ::ad_runtime::Option<&mut [f64]>,
            ::ad_runtime::Option<f64>,
        ) -> f64 + use<>,
    ) {
        let linked_x_kept = x.to_vec();
        let linked_value = step(&mut *x, dt.clone());
        (
            linked_value,
            move |
                linked_x_dot: ::ad_runtime::Option<&mut [f64]>,
                linked_dt_dot: ::ad_runtime::Option<f64>|
            {
                let mut linked_x_opened = linked_x_kept.clone();
                let (_, linked_dot) = step::jvp(
                    &mut linked_x_opened,
                    dt.clone(),
                    linked_x_dot,
                    linked_dt_dot,
                );
                linked_dot
            },
        )
    }
    #[inline]
    fn vjp(
        x: &mut [f64],
        dt: f64,
    ) -> (
        f64,
        impl ::ad_runtime::Fn(
            f64,
            ::ad_runtime::Option<&mut [f64]>,
            ::ad_runtime::Option<()>,
        ) -> ((), f64) + use<>,
    ) {
        let (linked_value, linked_pullback) = step_vjp(x, dt);
        (
            linked_value,
            move |
                linked_seed: f64,
                linked_x_slot: ::ad_runtime::Option<&mut [f64]>,
                _: ::ad_runtime::Option<()>|
            {
                let linked_dt_bar = linked_pullback(
                    linked_seed,
                    ::ad_runtime::lent(linked_x_slot),
                );
                ((), linked_dt_bar)
            },
        )
    }
    #[inline]
    fn pullback(
        x: &mut [f64],
        dt: f64,
    ) -> impl ::ad_runtime::Fn(
        f64,
        ::ad_runtime::Option<&mut [f64]>,
        ::ad_runtime::Option<()>,
    ) -> ((), f64) + use<> {
        let (linked_value, linked_pullback) = step_vjp(x, dt);
        move |
            linked_seed: f64,
            linked_x_slot: ::ad_runtime::Option<&mut [f64]>,
            _: ::ad_runtime::Option<()>|
        {
            let linked_dt_bar = linked_pullback(
                linked_seed,
                ::ad_runtime::lent(linked_x_slot),
            );
            ((), linked_dt_bar)
        }
    }
}

