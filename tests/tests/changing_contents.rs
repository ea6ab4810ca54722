//! What the reverse sweep computes again has the value it had: not what was read of something that
//! changes, though the variable itself does not.

#![allow(
    clippy::ptr_arg,
    clippy::needless_range_loop,
    clippy::cast_precision_loss,
    reason = "written as users write it"
)]

use std::cell::Cell;

use ad_runtime::differentiate;
use ad_tests::{assert_near, differences};

#[differentiate]
fn shifting(x: &[f64], index: &mut Vec<usize>) -> f64 {
    let mut p = 1.0;
    for i in 0..3 {
        let k = index[i];
        p *= x[k].sin();
        index[i] = (index[i] + 1) % 3;
    }
    p
}

#[test]
fn indices_behind_a_mutable_reference() {
    let x = [0.3, 0.9, 1.4];
    let expected = differences(|x| shifting(x, &mut vec![0, 2, 1]), &x);
    assert_near(&shifting_grad(&x, &mut vec![0, 2, 1]), &expected);
}

#[differentiate]
fn through(x: &[f64]) -> f64 {
    let mut table = [0_usize, 1, 2];
    let mut p = 1.0;
    for i in 0..4 {
        let r = &mut table;
        let k = r[i % 3];
        p *= x[k].sin() + i as f64;
        r[i % 3] = 2 - k;
    }
    p
}

#[test]
fn indices_through_a_local_reference() {
    let x = [0.3, 0.9, 1.4];
    assert_near(&through_grad(&x), &differences(through, &x));
}

#[differentiate]
fn counting(x: &[f64], count: &Cell<usize>) -> f64 {
    let mut p = 1.0;
    for _ in 0..3 {
        let k = count.get();
        p *= x[k].cos();
        count.set((k + 1) % 3);
    }
    p
}

#[test]
fn indices_in_a_cell() {
    let x = [0.3, 0.9, 1.4];
    let expected = differences(|x| counting(x, &Cell::new(0)), &x);
    assert_near(&counting_grad(&x, &Cell::new(0)), &expected);
}
