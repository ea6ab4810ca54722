use super::*;
use crate::testing::{assert_same, assert_unary};

const INFINITY: f64 = f64::INFINITY;
const NAN: f64 = f64::NAN;

#[test]
fn asymptotic_series_are_complete_where_they_begin() {
    assert_unary(&[(10.0, 2.251_752_589_066_721)], 1.0, digamma);
    assert_unary(&[(10.0, 0.105_166_335_681_685_75)], 0.0, digamma_partial);
    assert_unary(
        &[(10.0, -0.011_049_834_970_802_067)],
        0.0,
        digamma_second_partial,
    );
}

#[test]
fn bells_vanish_at_infinity() {
    for x in [INFINITY, -INFINITY, 1e300, -60.0] {
        for bell in [
            erf_partial,
            erfc_partial,
            norm_pdf,
            norm_pdf_partial,
            erf_second_partial,
            norm_pdf_second_partial,
        ] {
            assert_same(bell(x), 0.0);
        }
    }
}

#[test]
fn sigmoids_saturate() {
    assert_same(erf(-INFINITY), -1.0);
    assert_same(erfc(INFINITY), 0.0);
    assert_same(erfc(-INFINITY), 2.0);
    assert_same(norm_cdf(INFINITY), 1.0);
    assert_same(norm_cdf(-INFINITY), 0.0);
    assert_same(norm_cdf(-39.5), 0.0);
    assert_same(norm_cdf(0.0), 0.5);
}

#[test]
fn poles_of_the_gamma_function() {
    assert_same(ln_gamma(0.0), INFINITY);
    assert_same(ln_gamma(-3.0), INFINITY);
    assert_same(digamma(0.0), -INFINITY);
    assert_same(digamma(-0.0), INFINITY);
    assert_same(digamma(-3.0), NAN);
    assert_same(digamma(-1e300), NAN);
    assert_same(digamma_partial(0.0), INFINITY);
    assert_same(digamma_partial(-3.0), INFINITY);
    assert_same(digamma_second_partial(0.0), -INFINITY);
    assert_same(digamma_second_partial(-3.0), NAN);
}

#[test]
fn gamma_functions_at_infinity() {
    assert_same(ln_gamma(INFINITY), INFINITY);
    assert_same(digamma(INFINITY), INFINITY);
    assert_same(digamma_partial(INFINITY), 0.0);
    assert_same(digamma_second_partial(INFINITY), 0.0);
    assert_same(digamma(-INFINITY), NAN);
}

#[test]
fn ln_gamma_is_zero_at_one_and_two() {
    assert_same(ln_gamma(1.0), 0.0);
    assert_same(ln_gamma(2.0), 0.0);
}

#[test]
fn nan_stays_nan() {
    for function in [
        erf,
        erfc,
        norm_cdf,
        norm_pdf,
        ln_gamma,
        digamma,
        digamma_partial,
        digamma_second_partial,
        erf_partial,
    ] {
        assert_same(function(NAN), NAN);
    }
}

#[test]
fn single_precision_is_double_precision_rounded() {
    for x in [-3.5_f32, -0.7, 0.1, 1.4, 9.3] {
        #[expect(
            clippy::cast_possible_truncation,
            reason = "the rounding is what is tested"
        )]
        let rounded = |function: fn(f64) -> f64| function(x.into()) as f32;
        assert_same(erf(x), rounded(erf));
        assert_same(erfc(x), rounded(erfc));
        assert_same(norm_cdf(x), rounded(norm_cdf));
        assert_same(norm_pdf(x), rounded(norm_pdf));
        assert_same(ln_gamma(x), rounded(ln_gamma));
        assert_same(digamma(x), rounded(digamma));
    }
}
