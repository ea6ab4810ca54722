fn narrowed_error_estimate(x: f64, y: f32) -> ::ad_runtime::ErrorEstimate<f64, 3> {
    let t0 = x * 2.0;
    let z = t0 as f32;
    let t2 = z * y;
    let wide = t2 as f64;
    let t4 = wide * x;
    let wide_bar = x;
    let t14 = wide_bar as f32;
    let z_bar = t14 * y;
    ::ad_runtime::ErrorEstimate::new(
        t4,
        [
            (
                "z",
                ::ad_runtime::rules::add_rounding(
                    z,
                    z_bar,
                    1.0,
                    ::ad_runtime::rules::rounding(t0, z_bar as f64, 1.0),
                ),
            ),
            ("wide", ::ad_runtime::rules::rounding(t2, t14, 1.0)),
            ("result", ::ad_runtime::rules::rounding(t4, 1.0, 1.0)),
        ],
    )
}
fn length_error_estimate(x: f64, y: f64) -> ::ad_runtime::ErrorEstimate<f64, 1> {
    let t0: f64 = length(x, y);
    ::ad_runtime::ErrorEstimate::new(
        t0,
        [("result", ::ad_runtime::rules::rounding(t0, 1.0, 2.0))],
    )
}
