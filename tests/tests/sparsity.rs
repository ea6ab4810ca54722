//! Sparse Jacobians and Hessians.

#![allow(
    clippy::assign_op_pattern,
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "written as users write it"
)]

use ad_runtime::{Colouring, Jacobian, Sparsity, constant, differentiate};

/// The residual of Δu + λ exp u = 0 on the unit square, by differences.
#[differentiate(wrt(u))]
fn bratu(u: &[f64], n: usize, lambda: f64) -> Vec<f64> {
    let h = 1.0 / (n + 1) as f64;
    let mut r = vec![0.0; n * n];
    for i in 0..n {
        for j in 0..n {
            let k = i * n + j;
            let mut sum = -4.0 * u[k];
            if i > 0 {
                sum += u[k - n];
            }
            if i + 1 < n {
                sum += u[k + n];
            }
            if j > 0 {
                sum += u[k - 1];
            }
            if j + 1 < n {
                sum += u[k + 1];
            }
            r[k] = sum / (h * h) + lambda * u[k].exp();
        }
    }
    r
}

fn point(n: usize) -> Vec<f64> {
    (0..n).map(|k| 0.1 + (k as f64 * 0.7).sin()).collect()
}

fn stencil(n: usize) -> Sparsity {
    let rows = (0..n * n).map(|k| {
        let (i, j) = (k / n, k % n);
        let mut row = vec![k];
        row.extend((i > 0).then(|| k - n));
        row.extend((i + 1 < n).then(|| k + n));
        row.extend((j > 0).then(|| k - 1));
        row.extend((j + 1 < n).then(|| k + 1));
        row
    });
    Sparsity::from_rows(n * n, rows)
}

#[test]
fn of_a_stencil() {
    for n in [1, 2, 5, 20] {
        let u = point(n * n);
        let sparsity = bratu_jacobian_sparsity(&u, n, 2.0);
        assert_eq!(sparsity, stencil(n));
        let dense: Jacobian<f64> = bratu_jacobian(&u, n, 2.0);
        for colouring in [Colouring::columns(&sparsity), Colouring::rows(&sparsity)] {
            assert!(colouring.sweeps() <= 7);
            let sparse = bratu_jacobian_sparse(&u, n, 2.0, &sparsity, &colouring);
            assert_eq!(sparse.to_dense(), dense);
        }
    }
}

#[differentiate(order = 2)]
fn rosenbrock(x: &[f64]) -> f64 {
    let mut sum = 0.0;
    for i in 0..x.len() / 2 {
        let (a, b) = (x[2 * i], x[2 * i + 1]);
        sum += 100.0 * (b - a * a) * (b - a * a) + (1.0 - a) * (1.0 - a);
    }
    sum
}

#[test]
fn of_extended_rosenbrock() {
    for n in [2, 10, 100] {
        let x = point(n);
        let sparsity = rosenbrock_hessian_sparsity(&x);
        assert_eq!(
            sparsity,
            Sparsity::from_rows(n, (0..n).map(|i| i / 2 * 2..i / 2 * 2 + 2))
        );
        let colouring = Colouring::symmetric(&sparsity);
        assert_eq!(colouring.sweeps(), 2);
        let sparse = rosenbrock_hessian_sparse(&x, &sparsity, &colouring);
        assert_eq!(sparse.to_dense(), rosenbrock_hessian(&x));
    }
}

#[differentiate(order = 2)]
fn mixed(x: &[f64], a: f64, w: [f64; 2]) -> f64 {
    let inner = a * x[0] + w[0];
    inner.sin() + x[1] / w[1] + x[2] * 3.0 + helper(x[0], x[2])
}

#[differentiate(order = 2)]
fn helper(x: f64, y: f64) -> f64 {
    x.powi(2) + y.exp_m1()
}

#[test]
fn of_several_parameters() {
    let (x, a, w) = ([0.3, -0.2, 0.5], 1.5, [0.4, 2.0]);
    let sparsity = mixed_hessian_sparsity(&x, a, w);
    let rows = [
        vec![0, 3, 4],
        vec![5],
        vec![2],
        vec![0, 3, 4],
        vec![0, 3, 4],
        vec![1, 5],
    ];
    assert_eq!(sparsity, Sparsity::from_rows(6, rows));
    let sparse = mixed_hessian_sparse(&x, a, w, &sparsity, &Colouring::symmetric(&sparsity));
    assert_eq!(sparse.to_dense(), mixed_hessian(&x, a, w));
}

#[differentiate]
fn by_value(x: &[f64]) -> Vec<f64> {
    let mut y = x.to_vec();
    if x[0] > 0.5 {
        y[1] = x[2] * 2.0;
    }
    y
}

#[differentiate]
fn by_index(x: &[f64]) -> [f64; 2] {
    let at = constant(x[0] * 2.0) as usize;
    [x[at] * 3.0, 1.0]
}

#[differentiate]
fn by_trips(x: &[f64]) -> [f64; 2] {
    let mut sum = 0.0;
    let mut i = 0;
    while sum < 1.0 && i < x.len() {
        sum += x[i];
        i += 1;
    }
    [sum, x[0]]
}

#[differentiate]
fn by_a_local(x: &[f64]) -> [f64; 2] {
    let is_large = x[1] > 0.2;
    let y = if is_large { x[0] } else { x[2] };
    [y, 2.0 * x[0]]
}

#[differentiate]
fn rounded(x: f64) -> f64 {
    if x.floor() > 0.0 { x } else { 0.0 }
}

#[differentiate]
fn by_a_callee(x: &[f64]) -> [f64; 2] {
    [rounded(x[0]), x[1]]
}

#[differentiate]
fn by_a_filter(x: &[f64]) -> [f64; 2] {
    [x.iter().filter(|v| **v > 0.2).sum(), x[0]]
}

#[differentiate]
fn by_an_extreme(x: &[f64]) -> [f64; 2] {
    let least = x.iter().min_by(|a, b| a.total_cmp(b)).unwrap();
    [*least, x[0]]
}

#[differentiate]
fn by_a_later_trip(x: &[f64]) -> [f64; 2] {
    let mut sum = 0.0;
    let mut trips = 0;
    while sum < 1.0 && trips < 10 {
        sum += x[1];
        trips += 1;
    }
    [x[0] * f64::from(trips), x[2]]
}

#[differentiate]
fn by_a_guard(x: &[f64]) -> [f64; 2] {
    let y = match x.len() {
        n if n > 2 && x[1] < 0.5 => x[0],
        _ => x[2],
    };
    [y, x[0]]
}

#[test]
fn where_values_decide_all_may_depend_on_all() {
    let x = [0.3, 0.1, 0.7];
    for (pattern, rows) in [
        (by_value_jacobian_sparsity(&x), 3),
        (by_index_jacobian_sparsity(&x), 2),
        (by_trips_jacobian_sparsity(&x), 2),
        (by_a_local_jacobian_sparsity(&x), 2),
        (by_a_callee_jacobian_sparsity(&x), 2),
        (by_a_filter_jacobian_sparsity(&x), 2),
        (by_an_extreme_jacobian_sparsity(&x), 2),
        (by_a_later_trip_jacobian_sparsity(&x), 2),
        (by_a_guard_jacobian_sparsity(&x), 2),
    ] {
        assert_eq!(pattern, Sparsity::dense(rows, 3));
    }
}

/// Neither a length, nor a check, nor a kink of a primitive decides.
#[differentiate]
fn pieces(x: &[f64]) -> Vec<f64> {
    assert!(x[0] < 100.0);
    let mut most = x[0].abs();
    let mut out = Vec::new();
    for i in 1..x.len() {
        most = most.max(x[i]);
        out.push(x[i].min(x[i - 1]) + x[0].clamp(-1.0, 1.0));
    }
    out.push(most);
    out
}

#[test]
fn kinks_are_no_decisions() {
    let x = [0.3, 0.1, 0.7, -0.4];
    let rows = [vec![0, 1], vec![0, 1, 2], vec![0, 2, 3], vec![0, 1, 2, 3]];
    assert_eq!(pieces_jacobian_sparsity(&x), Sparsity::from_rows(4, rows));
}

#[differentiate]
fn in_place(x: &mut [f64], y: &[f64], out: &mut [f64; 2]) -> f64 {
    for i in 1..x.len() {
        x[i] = x[i] * y[i];
    }
    out[0] = x[1] * out[0];
    y[0]
}

#[test]
fn of_what_is_written_in_place() {
    let (x, y, out) = (vec![0.5, 1.5, 2.0], [3.0, 4.0, 5.0], [7.0, 8.0]);
    let (mut x_new, mut out_new) = (x.clone(), out);
    let sparsity = in_place_jacobian_sparsity(&mut x_new, &y, &mut out_new);
    let rows = [
        vec![3],
        vec![0],
        vec![1, 4],
        vec![2, 5],
        vec![1, 4, 6],
        vec![7],
    ];
    assert_eq!(sparsity, Sparsity::from_rows(8, rows));
    let mut dense = vec![0.0; 48];
    let (mut x_new, mut out_new) = (x.clone(), out);
    let (by_x, by_y, by_out) = in_place_jacobian(&mut x_new, &y, &mut out_new);
    for row in 0..6 {
        let parts = [by_x.row(row), by_y.row(row), by_out.row(row)].concat();
        dense[row * 8..][..8].copy_from_slice(&parts);
    }
    for colouring in [Colouring::columns(&sparsity), Colouring::rows(&sparsity)] {
        let (mut x_new, mut out_new) = (x.clone(), out);
        let sparse = in_place_jacobian_sparse(&mut x_new, &y, &mut out_new, &sparsity, &colouring);
        assert_eq!(sparse.to_dense().data(), dense);
    }
}

/// A rule of one's own: all of its arguments may interact.
#[differentiate(order = 2, partials = product_partials)]
fn product(x: f64, y: f64) -> f64 {
    x * y
}

#[differentiate(order = 2)]
fn product_partials(x: f64, y: f64) -> (f64, f64) {
    (y, x)
}

#[differentiate(order = 2)]
fn with_a_rule(x: [f64; 4]) -> f64 {
    product(x[0], x[1]) + x[2] * x[2] + x[3]
}

#[test]
fn of_custom_rules() {
    let sparsity = with_a_rule_hessian_sparsity([1.0, 2.0, 3.0, 4.0]);
    let rows = [vec![0, 1], vec![0, 1], vec![2], vec![]];
    assert_eq!(sparsity, Sparsity::from_rows(4, rows));
}
