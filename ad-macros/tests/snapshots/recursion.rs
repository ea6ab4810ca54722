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
    fn primal(linked_argument_0: f64, linked_argument_1: usize) -> f64 {
        power(linked_argument_0, linked_argument_1)
    }
    fn activity(_: impl ::core::marker::Sized, _: impl ::core::marker::Sized) {}
    fn jvp(
        linked_argument_0: f64,
        linked_argument_1: usize,
        linked_argument_0_dot: ::ad_runtime::Option<f64>,
        _: ::ad_runtime::Option<()>,
    ) -> (f64, f64) {
        let linked_argument_0_dot = match linked_argument_0_dot {
            ::ad_runtime::Some(linked_argument_0_dot) => linked_argument_0_dot,
            ::ad_runtime::None => 0.0,
        };
        power_jvp(linked_argument_0, linked_argument_1, linked_argument_0_dot)
    }
    fn vjp(
        x: f64,
        n: usize,
    ) -> (
        f64,
        impl ::ad_runtime::Fn(
            f64,
            ::ad_runtime::Option<()>,
            ::ad_runtime::Option<()>,
        ) -> (f64, ()) + use<>,
    ) {
        let (t2, branch) = if n == 0 {
            (1.0, ::ad_runtime::Br2::A(()))
        } else {
            let t0 = power(x, n - 1);
            (x * t0, ::ad_runtime::Br2::B(t0))
        };
        (
            t2,
            move |y_bar: f64, _: ::ad_runtime::Option<()>, _: ::ad_runtime::Option<()>| {
                let mut x_bar = 0.0;
                match branch {
                    ::ad_runtime::Br2::A(()) => {}
                    ::ad_runtime::Br2::B(t0) => {
                        x_bar += y_bar * t0;
                        let power_pullback = <power>::pullback(x, n - 1);
                        let (t5, _) = power_pullback(
                            y_bar * x,
                            ::ad_runtime::None,
                            ::ad_runtime::None,
                        );
                        x_bar += t5;
                    }
                }
                (x_bar, ())
            },
        )
    }
    fn pullback(
        x: f64,
        n: usize,
    ) -> impl ::ad_runtime::Fn(
        f64,
        ::ad_runtime::Option<()>,
        ::ad_runtime::Option<()>,
    ) -> (f64, ()) + use<> {
        let branch = if n == 0 {
            ::ad_runtime::Br2::A(())
        } else {
            let t0 = power(x, n - 1);
            ::ad_runtime::Br2::B(t0)
        };
        move |y_bar: f64, _: ::ad_runtime::Option<()>, _: ::ad_runtime::Option<()>| {
            let mut x_bar = 0.0;
            match branch {
                ::ad_runtime::Br2::A(()) => {}
                ::ad_runtime::Br2::B(t0) => {
                    x_bar += y_bar * t0;
                    let power_pullback = <power>::pullback(x, n - 1);
                    let (t5, _) = power_pullback(
                        y_bar * x,
                        ::ad_runtime::None,
                        ::ad_runtime::None,
                    );
                    x_bar += t5;
                }
            }
            (x_bar, ())
        }
    }
}
