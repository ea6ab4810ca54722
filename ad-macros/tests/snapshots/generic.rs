fn energy_jvp<T: Float>(x: T, k: T, x_dot: T, k_dot: T) -> (T, T) {
    <potential>::activity(::ad_runtime::Active, ::ad_runtime::Active);
    let (u, u_dot) = <potential>::jvp(
        x,
        k,
        ::ad_runtime::Some(x_dot),
        ::ad_runtime::Some(k_dot),
    );
    let t1 = x.sin();
    let t3 = T::from(2.0).unwrap();
    (u + x * t1 / t3, u_dot + (x_dot * t1 + x_dot * x.cos() * x) / t3)
}

fn energy_linearize<T: Float>(
    x: T,
    k: T,
) -> (T, impl ::ad_runtime::Fn(T, T) -> T + use<T>) {
    <potential>::activity(::ad_runtime::Active, ::ad_runtime::Active);
    let (u, potential_linear) = <potential>::linearize(x, k, &[true, true]);
    let t1 = x.sin();
    let t6 = x.cos();
    let t3 = T::from(2.0).unwrap();
    (
        u + x * t1 / t3,
        #[inline(always)]
        move |x_dot: T, k_dot: T| {
            let u_dot = potential_linear(
                ::ad_runtime::Some(x_dot),
                ::ad_runtime::Some(k_dot),
            );
            u_dot + (x_dot * t1 + x_dot * t6 * x) / t3
        },
    )
}

fn energy_jvp_over<T: Float, LinkedScalar: ::ad_runtime::TangentScalar<T>>(
    x: T,
    k: T,
    x_dot: LinkedScalar,
    k_dot: LinkedScalar,
) -> (T, LinkedScalar) {
    let (u, u_dot) = <potential>::over(
        x,
        k,
        ::ad_runtime::Some(x_dot),
        ::ad_runtime::Some(k_dot),
        ::core::marker::PhantomData::<fn() -> LinkedScalar>,
    );
    let t1 = x.sin();
    let t1_dot = x_dot
        .times(x.cos())
        .unary(::ad_runtime::scalar::Unary::Sin, (x, x_dot), t1);
    let t2 = x * t1;
    let t2_dot = x_dot
        .times(t1)
        .plus(t1_dot.times(x))
        .binary(::ad_runtime::scalar::Binary::Product, (x, x_dot), (t1, t1_dot), t2);
    let t3 = T::from(2.0).unwrap();
    (u + t2 / t3, u_dot.plus(t2_dot.over(::ad_runtime::scalar::float(t3))))
}

fn energy_vjp<T: Float>(x: T, k: T) -> (T, impl ::ad_runtime::Fn(T) -> (T, T) + use<T>) {
    <potential>::activity(::ad_runtime::Active, ::ad_runtime::Active);
    let (u, potential_pullback) = <potential>::vjp(x, k);
    let t1 = x.sin();
    let t6 = x.cos();
    let t3 = T::from(2.0).unwrap();
    (
        u + x * t1 / t3,
        #[inline(always)]
        move |y_bar: T| {
            let t2_bar = y_bar / t3;
            let (t7, t8) = potential_pullback(
                y_bar,
                ::ad_runtime::None,
                ::ad_runtime::None,
            );
            let x_bar = t2_bar * t1 + t2_bar * x * t6 + t7;
            (x_bar, t8)
        },
    )
}

fn energy_grad<T: Float>(x: T, k: T) -> (T, T) {
    let potential_pullback = <potential>::pullback(x, k);
    let t2_bar = ::ad_runtime::literal::<T>(1.0) / T::from(2.0).unwrap();
    let (t7, t8) = potential_pullback(
        ::ad_runtime::literal::<T>(1.0),
        ::ad_runtime::None,
        ::ad_runtime::None,
    );
    let x_bar = t2_bar * x.sin() + t2_bar * x * x.cos() + t7;
    (x_bar, t8)
}
