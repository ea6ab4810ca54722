fn root_error_estimate(b: f64, c: f64) -> ::ad_runtime::ErrorEstimate<f64, 3> {
    let t0 = b * b;
    let mut sums = [t0, 0.0];
    let t2 = c.powi(3);
    sums[0] -= t2;
    <norm>::activity(::ad_runtime::Active);
    let t12 = sums[0];
    let (root, norm_pullback) = <norm>::vjp(sums[0]);
    let t5 = b - root;
    let root_bar = -1.0;
    let t20 = norm_pullback(root_bar, ::ad_runtime::None);
    let mut sums_bar = [0.0; 2];
    sums_bar[0] += t20;
    let [t24, _] = sums_bar;
    ::ad_runtime::ErrorEstimate::new(
        t5,
        [
            (
                "sums",
                ::ad_runtime::rules::add_rounding(
                    t12,
                    sums_bar[0],
                    1.0,
                    ::ad_runtime::rules::add_rounding(
                        t2,
                        -sums_bar[0],
                        ::ad_runtime::rules::power_roundings(3),
                        ::ad_runtime::rules::rounding(t0, t24, 1.0),
                    ),
                ),
            ),
            ("root", ::ad_runtime::rules::rounding(root, root_bar, 2.0)),
            ("result", ::ad_runtime::rules::rounding(t5, 1.0, 1.0)),
        ],
    )
}
