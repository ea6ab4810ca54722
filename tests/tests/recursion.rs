//! Functions that call themselves: their pullbacks run the call again.

#![allow(clippy::manual_is_multiple_of, reason = "written as users write it")]

use ad_runtime::differentiate;
use ad_tests::{assert_near, differences};

#[differentiate]
fn power(x: f64, n: u32) -> f64 {
    if n == 0 {
        return 1.0;
    }
    let half = power(x, n / 2);
    if n % 2 == 0 {
        half * half
    } else {
        half * half * x
    }
}

#[test]
fn a_power_by_squaring() {
    for n in 0..9 {
        let expected = f64::from(n) * 1.3_f64.powf(f64::from(n) - 1.0);
        assert_near(&[power_grad(1.3, n)], &[expected]);
        assert_near(&[power_jvp(1.3, n, 1.0).1], &[expected]);
        assert_near(&[power_vjp(1.3, n).1(2.0)], &[2.0 * expected]);
    }
}

#[differentiate]
fn horner(c: &[f64], x: f64, i: usize) -> f64 {
    if i + 1 >= c.len() {
        c[i]
    } else {
        c[i] + x * horner(c, x, i + 1)
    }
}

#[test]
fn a_polynomial_by_its_coefficients() {
    let c = [1.0, 0.5, -0.3, 2.0];
    let (c_bar, x_bar) = horner_grad(&c, 0.7, 0);
    assert_near(&c_bar, &differences(|c| horner(c, 0.7, 0), &c));
    assert_near(&[x_bar], &differences(|x| horner(&c, x[0], 0), &[0.7]));
}

#[differentiate(wrt(x))]
fn tails(ks: &[f64], x: f64, n: u32) -> f64 {
    let (mut y, mut i, mut m) = (ks[0] * x.sin(), 1, n);
    while i < ks.len() && m > 0 {
        m -= 1;
        y += 0.3 * tails(&ks[i..], x + y, m);
        i += 1;
    }
    y
}

#[test]
fn arguments_that_have_changed_by_the_reverse_sweep() {
    let ks = [0.7, 0.3, 1.3, 0.2];
    let expected = differences(|x| tails(&ks, x[0], 3), &[0.8]);
    assert_near(&[tails_grad(&ks, 0.8, 3)], &expected);
    assert_near(&[tails_vjp(&ks, 0.8, 3).1(1.0)], &expected);
    assert_near(&[tails_jvp(&ks, 0.8, 3, 1.0).1], &expected);
}
