//! The special functions of the runtime, called by functions of order 2, against closed forms.

use ad_runtime::differentiate;
use ad_runtime::special::{
    digamma, digamma_hessian, erf, erf_hvp, erfc, erfc_grad_and_hvp, ln_gamma, norm_cdf, norm_pdf,
};
use ad_tests::assert_close;
use std::f64::consts::{FRAC_2_SQRT_PI, PI};

#[differentiate(order = 2)]
fn of_errors(x: f64, y: f64) -> f64 {
    erf(x * y) + erfc(x) * y
}

#[test]
fn error_functions() {
    let density = |x: f64| FRAC_2_SQRT_PI * (-x * x).exp();
    for (x, y) in [(0.7, -1.3), (0.0, 0.4), (-2.5, 0.9), (3.0, 3.0)] {
        let z = x * y;
        let (slope, bend) = (density(z), -2.0 * z * density(z));
        let mixed = slope + z * bend - density(x);
        let expected = [
            y * y * bend + y * 2.0 * x * density(x),
            mixed,
            mixed,
            x * x * bend,
        ];
        let [[xx, xy], [yx, yy]] = of_errors_hessian(x, y);
        assert_close(
            "of_errors",
            "by formulas",
            &[xx, xy, yx, yy],
            &expected,
            1e-13,
        );
    }
    assert_close(
        "erf",
        "by formulas",
        &[erf_hvp(1.5, 2.0)],
        &[-6.0 * density(1.5)],
        1e-15,
    );
    let (slope, bend) = erfc_grad_and_hvp(0.5_f32, 1.0);
    let expected = [-density(0.5), density(0.5)];
    assert_close(
        "erfc",
        "by formulas",
        &[slope, bend].map(f64::from),
        &expected,
        1e-7,
    );
}

#[differentiate(order = 2)]
fn of_the_normal_distribution(x: f64, y: f64) -> f64 {
    norm_cdf(x) * norm_pdf(y)
}

#[test]
fn the_normal_distribution() {
    let density = |x: f64| (-0.5 * x * x).exp() / (2.0 * PI).sqrt();
    for (x, y) in [(0.7, -1.3), (0.0, 0.4), (-2.5, 0.9), (1.0, 1.0)] {
        let (dx, dy) = (density(x), density(y));
        let mixed = -dx * y * dy;
        let expected = [-x * dx * dy, mixed, mixed, norm_cdf(x) * (y * y - 1.0) * dy];
        let [[xx, xy], [yx, yy]] = of_the_normal_distribution_hessian(x, y);
        assert_close("normal", "by formulas", &[xx, xy, yx, yy], &expected, 1e-13);
    }
}

#[differentiate(order = 2)]
fn of_gammas(x: f64, y: f64) -> f64 {
    ln_gamma(x) * y + digamma(y) * x
}

#[test]
fn gamma_functions() {
    // ψ(1) = −γ, ψ′(1) = π²/6, ψ″(1) = −2 ζ(3); ψ(½) = −γ − 2 ln 2, ψ′(½) = π²/2.
    let gamma = 0.577_215_664_901_532_9;
    let zeta = 1.202_056_903_159_594_2;
    let trigamma = PI * PI / 6.0;
    let [[xx, xy], [yx, yy]] = of_gammas_hessian(1.0, 1.0);
    let mixed = trigamma - gamma;
    let expected = [trigamma, mixed, mixed, -2.0 * zeta];
    assert_close("gammas", "by formulas", &[xx, xy, yx, yy], &expected, 1e-14);
    let [[xx, xy], ..] = of_gammas_hessian(0.5, 1.0);
    let expected = [PI * PI / 2.0, trigamma - gamma - 2.0 * 2.0_f64.ln()];
    assert_close("gammas", "by formulas", &[xx, xy], &expected, 1e-14);
    assert_close(
        "digamma",
        "by formulas",
        &digamma_hessian(1.0)[0],
        &[-2.0 * zeta],
        1e-14,
    );
}

/// An American's price is not in closed form; a European's Greeks of second order are.
#[differentiate(order = 2)]
fn call(spot: f64, volatility: f64) -> f64 {
    let (strike, time, rate) = (95.0, 0.75_f64, 0.03_f64);
    let deviation = volatility * time.sqrt();
    let d1 = ((spot / strike).ln() + (rate + 0.5 * volatility * volatility) * time) / deviation;
    spot * norm_cdf(d1) - strike * (-rate * time).exp() * norm_cdf(d1 - deviation)
}

#[test]
fn greeks_of_second_order() {
    let (spot, volatility, strike, time, rate) = (100.0_f64, 0.25_f64, 95.0, 0.75_f64, 0.03);
    let root = time.sqrt();
    let d1 = ((spot / strike).ln() + (rate + 0.5 * volatility * volatility) * time)
        / (volatility * root);
    let (d2, density) = (d1 - volatility * root, norm_pdf(d1));
    let gamma = density / (spot * volatility * root);
    let vanna = -density * d2 / volatility;
    let vomma = spot * density * root * d1 * d2 / volatility;
    let [[xx, xy], [yx, yy]] = call_hessian(spot, volatility);
    assert_close("Greeks", "by formulas", &[xx], &[gamma], 1e-12);
    assert_close("Greeks", "by formulas", &[xy, yx], &[vanna; 2], 1e-12);
    assert_close("Greeks", "by formulas", &[yy], &[vomma], 1e-12);
}
