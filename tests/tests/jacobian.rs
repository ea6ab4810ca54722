//! `f_jacobian`: its columns are those of forward mode, its rows the pullbacks of unit seeds; `f_jacobian_into`: the same.

#![expect(
    clippy::float_cmp,
    clippy::needless_pass_by_value,
    reason = "the numbers are exact; a parameter by value is what is tested"
)]

use ad_runtime::{Jacobian, differentiate};
use num_traits::Float;

#[differentiate]
fn polar(x: f64, y: f64) -> (f64, f64) {
    (x.hypot(y), y.atan2(x))
}

#[test]
fn of_scalars_by_scalars() {
    let (by_x, by_y) = polar_jacobian(3.0, 4.0);
    let (by_x_alone, by_y_alone) = (
        polar_jvp(3.0, 4.0, 1.0, 0.0).1,
        polar_jvp(3.0, 4.0, 0.0, 1.0).1,
    );
    assert_eq!(by_x, [[by_x_alone.0], [by_x_alone.1]]);
    assert_eq!(by_y, [[by_y_alone.0], [by_y_alone.1]]);
}

#[differentiate]
fn powers(x: f64) -> [f64; 3] {
    [x, x * x, x * x * x]
}

#[test]
fn of_more_outputs_than_inputs() {
    assert_eq!(powers_jacobian(2.0), [[1.0], [4.0], [12.0]]);
}

#[differentiate]
fn mixed(x: &[f64; 4], p: f64) -> [f64; 2] {
    [x[0] * x[3] * p, x[1] + x[2]]
}

#[test]
fn of_fewer_outputs_than_inputs() {
    let (by_x, by_p) = mixed_jacobian(&[1.0, 2.0, 3.0, 4.0], 5.0);
    assert_eq!(by_x, [[20.0, 0.0, 0.0, 5.0], [0.0, 1.0, 1.0, 0.0]]);
    assert_eq!(by_p, [[4.0], [0.0]]);
}

/// The parts of what is nested follow each other in memory order.
#[differentiate]
fn nested(x: [[f64; 2]; 2], y: (f64, [f64; 1])) -> (f64, [[f64; 2]; 1]) {
    (x[0][1] * y.0, [[x[1][0], y.1[0] * y.0]])
}

#[test]
fn of_what_is_nested() {
    let (by_x, by_y) = nested_jacobian([[1.0, 2.0], [3.0, 4.0]], (5.0, [6.0]));
    assert_eq!(by_x, [[0.0, 5.0, 0.0, 0.0], [0.0, 0.0, 1.0, 0.0], [0.0; 4]]);
    assert_eq!(by_y, [[2.0, 0.0], [0.0, 0.0], [6.0, 5.0]]);
}

#[differentiate]
fn scaled<const N: usize>(x: [f64; N], y: f64) -> [f64; N] {
    let mut z = x;
    for v in &mut z {
        *v *= y;
    }
    z
}

#[test]
fn of_arrays_of_generic_length() {
    let (by_x, by_y) = scaled_jacobian([1.0, 2.0], 3.0);
    assert_eq!((by_x, by_y), ([[3.0, 0.0], [0.0, 3.0]], [[1.0], [2.0]]));
}

#[differentiate]
fn products(x: &[f64], p: f64, count: usize) -> Vec<f64> {
    (0..count).map(|i| x[i % x.len()].sin() * p).collect()
}

/// By rows where there are few outputs, by columns where there are many.
#[test]
fn of_a_number_known_at_run_time() {
    let (x, p) = ([0.3, -0.7, 1.2], 1.5);
    for count in [0, 2, 4, 9] {
        let (by_x, by_p) = products_jacobian(&x, p, count);
        assert_eq!((by_x.rows(), by_x.cols()), (count, 3));
        assert_eq!((by_p.rows(), by_p.cols()), (count, 1));
        let (value, pullback) = products_vjp(&x, p, count);
        for row in 0..count {
            let mut seed = vec![0.0; value.len()];
            seed[row] = 1.0;
            let (x_bar, p_bar) = pullback(&seed);
            assert_eq!((by_x.row(row), by_p.row(row)), (&x_bar[..], &[p_bar][..]));
        }
        for col in 0..3 {
            let mut x_dot = [0.0; 3];
            x_dot[col] = 1.0;
            let (_, dot) = products_jvp(&x, p, count, &x_dot, 0.0);
            let column: Vec<f64> = by_x.iter_rows().map(|row| row[col]).collect();
            assert_eq!(column, dot);
        }
    }
}

#[differentiate]
fn oscillator(t: f64, y: &[f64], p: &[f64], dy: &mut [f64]) {
    dy[0] = y[1] * t;
    dy[1] = dy[1] * p[0] - y[0].sin();
}

#[test]
fn of_what_is_written_in_place() {
    let mut dy = [9.0, 7.0];
    let (by_t, by_y, by_p, by_dy) = oscillator_jacobian(0.5, &[1.0, 2.0], &[3.0], &mut dy);
    assert_eq!(dy, [1.0, 21.0 - 1_f64.sin()]);
    assert_eq!(by_t.data(), [2.0, 0.0]);
    assert_eq!(by_y.data(), [0.0, 0.5, -1_f64.cos(), 0.0]);
    assert_eq!(by_p.data(), [0.0, 7.0]);
    assert_eq!(by_dy.data(), [0.0, 0.0, 0.0, 3.0]);
}

#[differentiate]
fn kick(state: &mut [f64; 2], step: f64) -> f64 {
    state[0] += step * state[1];
    state[0] * 2.0
}

/// The result comes first.
#[test]
fn of_a_result_and_of_what_is_written() {
    let mut state = [1.0, 2.0];
    let (by_state, by_step) = kick_jacobian(&mut state, 0.5);
    assert_eq!(state, [2.0, 2.0]);
    assert_eq!(by_state, [[2.0, 1.0], [1.0, 0.5], [0.0, 1.0]]);
    assert_eq!(by_step, [[4.0], [2.0], [0.0]]);
}

#[differentiate]
fn kicks(pairs: &mut [[f64; 2]], step: f64) {
    for pair in pairs {
        pair[0] += step * pair[1];
    }
}

#[test]
fn of_rows_written_in_place() {
    let (by_pairs, by_step) = kicks_jacobian(&mut [[1.0, 2.0], [3.0, 4.0]], 0.5);
    let by_pairs: Vec<&[f64]> = by_pairs.iter_rows().collect();
    assert_eq!(by_pairs[0], [1.0, 0.5, 0.0, 0.0]);
    assert_eq!(by_pairs[2], [0.0, 0.0, 1.0, 0.5]);
    assert_eq!(by_step.data(), [2.0, 0.0, 4.0, 0.0]);
}

#[differentiate]
fn generic<T: Float>(x: T, y: &[T]) -> (T, [T; 2]) {
    (x * y[0], [x, y[1] * y[1]])
}

#[test]
fn of_generic_floats() {
    let (by_x, by_y) = generic_jacobian(0.5_f32, &[1.0, 2.0]);
    assert_eq!(by_x, [[1.0], [1.0], [0.0]]);
    assert_eq!(by_y.data(), [0.5, 0.0, 0.0, 0.0, 0.0, 4.0]);
}

#[differentiate(wrt(x))]
fn owned(x: Vec<f32>, factor: f32) -> (f32, Vec<f32>) {
    (x[0] * factor, x.iter().map(|v| v * x[0]).collect())
}

#[test]
fn of_what_is_taken_by_value() {
    let jacobian: Jacobian<f32> = owned_jacobian(vec![0.5, 1.5], 2.0);
    assert_eq!((jacobian.rows(), jacobian.cols()), (3, 2));
    assert_eq!(jacobian.data(), [2.0, 0.0, 1.0, 0.0, 1.5, 0.5]);
}

#[differentiate(forward)]
fn forward_alone(x: [f64; 3]) -> (f64, f64) {
    (x[0] * x[1], x[2])
}

#[differentiate(reverse)]
fn reverse_alone(x: f64) -> (f64, f64, f64) {
    (x, x * x, 1.0)
}

#[test]
fn of_one_family() {
    let expected = [[2.0, 1.0, 0.0], [0.0, 0.0, 1.0]];
    assert_eq!(forward_alone_jacobian([1.0, 2.0, 3.0]), expected);
    assert_eq!(reverse_alone_jacobian(3.0), [[1.0], [6.0], [0.0]]);
}

#[differentiate(forward)]
fn forward_slices(x: &[f64]) -> Vec<f64> {
    x.iter().map(|v| v * v).collect()
}

/// There is no second time what has been overwritten.
#[differentiate(forward)]
fn forward_in_place(x: &mut [f64; 2]) {
    x[0] *= x[1];
}

#[test]
fn of_forward_mode_alone_with_a_number_known_at_run_time() {
    assert_eq!(
        forward_slices_jacobian(&[1.0, 2.0]).data(),
        [2.0, 0.0, 0.0, 4.0]
    );
    let (mut x, mut x_dot) = ([2.0, 3.0], [1.0, 0.0]);
    forward_in_place_jvp(&mut x, &mut x_dot);
    assert_eq!((x, x_dot), ([6.0, 3.0], [3.0, 0.0]));
}

#[test]
fn shows_itself_row_by_row() {
    let (by_x, _) = products_jacobian(&[0.0, 0.0], 2.0, 2);
    assert_eq!(format!("{by_x:.1}"), "2.0 0.0\n0.0 2.0");
    assert_eq!(by_x[(1, 1)], 2.0);
    assert_eq!(by_x.into_data(), [2.0, 0.0, 0.0, 2.0]);
}

/// A matrix of the same size, of numbers that are not its own.
trait Spoilt: Clone {
    fn spoilt(&self) -> Self;
}

impl<F: Float, const ROWS: usize, const COLS: usize> Spoilt for [[F; COLS]; ROWS] {
    fn spoilt(&self) -> Self {
        [[F::nan(); COLS]; ROWS]
    }
}

impl<F: Float> Spoilt for Jacobian<F> {
    fn spoilt(&self) -> Self {
        let mut matrix = self.clone();
        for row in 0..matrix.rows() {
            matrix.row_mut(row).fill(F::nan());
        }
        matrix
    }
}

/// `f_jacobian_into` gives the value and `f_jacobian`, whatever the matrices held before, and twice.
macro_rules! assert_into {
    ($function:ident, $jacobian:ident, $into:ident, ($($argument:expr),*), $($matrix:ident)+) => {
        #[allow(unused_parens)]
        let ($($matrix),+) = $jacobian($($argument),*);
        let expected = ($($matrix.clone(),)+);
        $(let mut $matrix = $matrix.spoilt();)+
        for _ in 0..2 {
            assert_eq!($into($($argument,)* $(&mut $matrix),+), $function($($argument),*));
            assert_eq!(($($matrix.clone(),)+), expected);
        }
    };
}

#[test]
fn into_arrays() {
    assert_into!(polar, polar_jacobian, polar_jacobian_into, (3.0, 4.0), x y);
    assert_into!(powers, powers_jacobian, powers_jacobian_into, (2.0), x);
    assert_into!(mixed, mixed_jacobian, mixed_jacobian_into, (&[1.0, 2.0, 3.0, 4.0], 5.0), x p);
    let (x, y) = ([[1.0, 2.0], [3.0, 4.0]], (5.0, [6.0]));
    assert_into!(nested, nested_jacobian, nested_jacobian_into, (x, y), a b);
    assert_into!(scaled, scaled_jacobian, scaled_jacobian_into, ([1.0, 2.0, 7.0], 3.0), a b);
    assert_into!(scaled, scaled_jacobian, scaled_jacobian_into, ([], 3.0), a b);
    let x = [1.0, 2.0, 3.0];
    assert_into!(
        forward_alone,
        forward_alone_jacobian,
        forward_alone_jacobian_into,
        (x),
        a
    );
    assert_into!(
        reverse_alone,
        reverse_alone_jacobian,
        reverse_alone_jacobian_into,
        (3.0),
        a
    );
}

/// More rows than columns, and fewer.
#[test]
fn into_matrices_of_a_size_known_at_run_time() {
    let x = [0.3, -0.7, 1.2];
    for count in [0, 2, 4, 9] {
        assert_into!(products, products_jacobian, products_jacobian_into, (&x, 1.5, count), a b);
    }
    assert_into!(products, products_jacobian, products_jacobian_into, (&[], 1.5, 0), a b);
    assert_into!(generic, generic_jacobian, generic_jacobian_into, (0.5_f32, &[1.0, 2.0]), a b);
    assert_into!(generic, generic_jacobian, generic_jacobian_into, (0.5, &[1.0, 2.0, 3.0, 4.0]), a b);
    assert_into!(
        owned,
        owned_jacobian,
        owned_jacobian_into,
        (vec![0.5, 1.5], 2.0),
        a
    );
    assert_into!(distances, distances_jacobian, distances_jacobian_into, (&POINTS, &[0.1, 0.2], &vec![0.3; 5]), a b c);
    assert_into!(pairs, pairs_jacobian, pairs_jacobian_into, (&[(0.5, 1.5), (2.5, 3.5)], &[[[1.0], [2.0]]]), a b);
    assert_into!(
        forward_slices,
        forward_slices_jacobian,
        forward_slices_jacobian_into,
        (&x),
        a
    );
    assert_into!(
        forward_slices,
        forward_slices_jacobian,
        forward_slices_jacobian_into,
        (&[]),
        a
    );
}

const POINTS: [[f64; 2]; 3] = [[1.0, 2.0], [3.0, 5.0], [8.0, 13.0]];

/// What is behind references is lent rows: of floats, and of points.
#[differentiate]
fn distances(points: &[[f64; 2]], origin: &[f64; 2], weights: &Vec<f64>) -> [f64; 2] {
    let mut sums = [0.0; 2];
    for (point, weight) in points.iter().zip(weights) {
        let (x, y) = (point[0] - origin[0], point[1] - origin[1]);
        sums[0] += weight * x.hypot(y);
        sums[1] += weight * weight * x * y;
    }
    sums
}

/// What is not: cotangents of their own.
#[differentiate]
fn pairs(pairs: &[(f64, f64)], deep: &[[[f64; 1]; 2]]) -> (f64, f64) {
    (pairs[0].0 * pairs[1].1, pairs[1].0 * deep[0][1][0])
}

/// Every parameter that is written has its seed in its own row.
#[test]
fn into_of_what_is_written_in_place() {
    let (before, mut dy) = ([9.0, 7.0], [9.0, 7.0]);
    let (by_t, by_y, by_p, by_dy) = oscillator_jacobian(0.5, &[1.0, 2.0], &[3.0], &mut dy);
    let (mut t, mut y, mut p, mut d) =
        (by_t.spoilt(), by_y.spoilt(), by_p.spoilt(), by_dy.spoilt());
    let mut again = before;
    oscillator_jacobian_into(
        0.5,
        &[1.0, 2.0],
        &[3.0],
        &mut again,
        &mut t,
        &mut y,
        &mut p,
        &mut d,
    );
    assert_eq!((t, y, p, d, again), (by_t, by_y, by_p, by_dy, dy));

    let (mut state, mut by_state, mut by_step) = ([1.0, 2.0], [[f64::NAN; 2]; 3], [[f64::NAN]; 3]);
    let value = kick_jacobian_into(&mut state, 0.5, &mut by_state, &mut by_step);
    assert_eq!((value, state), (4.0, [2.0, 2.0]));
    assert_eq!((by_state, by_step), kick_jacobian(&mut [1.0, 2.0], 0.5));

    let (by_pairs, by_step) = kicks_jacobian(&mut [[1.0, 2.0], [3.0, 4.0]], 0.5);
    let (mut a, mut b) = (by_pairs.spoilt(), by_step.spoilt());
    kicks_jacobian_into(&mut [[1.0, 2.0], [3.0, 4.0]], 0.5, &mut a, &mut b);
    assert_eq!((a, b), (by_pairs, by_step));

    let (by_x, by_y) = swap_jacobian(&mut [2.0, 3.0], &mut [[5.0, 7.0]]);
    let (mut a, mut b) = (by_x.spoilt(), by_y.spoilt());
    assert_eq!(
        swap_jacobian_into(&mut [2.0, 3.0], &mut [[5.0, 7.0]], &mut a, &mut b),
        (6.0, 15.0)
    );
    assert_eq!((a, b), (by_x, by_y));
    assert_eq!(
        a,
        [
            [3.0, 2.0],
            [0.0, 5.0],
            [0.0, 0.0],
            [0.0, 1.0],
            [3.0, 2.0],
            [0.0, 0.0]
        ]
    );
}

#[differentiate]
fn swap(x: &mut [f64; 2], y: &mut [[f64; 2]; 1]) -> (f64, f64) {
    let (product, mixed) = (x[0] * x[1], x[1] * y[0][0]);
    x[0] = y[0][1];
    y[0][0] = product;
    (product, mixed)
}

#[test]
#[should_panic(
    expected = "`products_jacobian_into`: the matrix for `x` is 2 × 2, but the Jacobian is 2 × 3"
)]
fn into_too_few_columns() {
    let (mut x, mut p) = (Jacobian::zeros(2, 2), Jacobian::zeros(2, 1));
    products_jacobian_into(&[1.0; 3], 1.0, 2, &mut x, &mut p);
}

#[test]
#[should_panic(
    expected = "`products_jacobian_into`: the matrix for `p` is 3 × 1, but the Jacobian is 2 × 1"
)]
fn into_too_many_rows() {
    let (mut x, mut p) = (Jacobian::zeros(2, 3), Jacobian::zeros(3, 1));
    products_jacobian_into(&[1.0; 3], 1.0, 2, &mut x, &mut p);
}

#[test]
#[should_panic(expected = "the matrix for `dy` is 1 × 2, but the Jacobian is 2 × 2")]
fn into_too_few_rows_of_what_is_written() {
    let zeros = Jacobian::zeros;
    let (mut t, mut y, mut p, mut d) = (zeros(2, 1), zeros(2, 2), zeros(2, 1), zeros(1, 2));
    oscillator_jacobian_into(
        0.5,
        &[1.0; 2],
        &[3.0],
        &mut [0.0; 2],
        &mut t,
        &mut y,
        &mut p,
        &mut d,
    );
}

/// The matrices are named apart from the parameters.
#[differentiate(wrt(x))]
fn named_alike(x: f64, x_jacobian: f64, value: f64, row: f64) -> [f64; 2] {
    [x * x_jacobian, x * value * row]
}

#[test]
fn into_beside_parameters_of_their_names() {
    let mut by_x = [[f64::NAN]; 2];
    let value = named_alike_jacobian_into(2.0, 3.0, 5.0, 7.0, &mut by_x);
    assert_eq!((value, by_x), ([6.0, 70.0], [[3.0], [35.0]]));
}
