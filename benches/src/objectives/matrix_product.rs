//! The sum of the squares of a product of matrices, multiplied by the definition.

use super::spread;
use ad_runtime::differentiate;

/// The side of the matrices.
const N: usize = 64;

/// Two matrices, row by row.
pub struct Input {
    a: Vec<f64>,
    b: Vec<f64>,
}

/// Of both matrices.
pub type Gradient = (Vec<f64>, Vec<f64>);

#[differentiate]
fn squares_of_the_product(a: &[f64], b: &[f64]) -> f64 {
    let mut c = vec![0.0; N * N];
    for i in 0..N {
        for j in 0..N {
            for k in 0..N {
                c[i * N + j] += a[i * N + k] * b[k * N + j];
            }
        }
    }
    let mut sum = 0.0;
    for i in 0..N * N {
        sum += c[i] * c[i];
    }
    sum
}

/// The adjoint in the order of the loops of the function: no residuals but the product.
fn by_hand(Input { a, b }: &Input) -> Gradient {
    let (a, b) = (&a[..N * N], &b[..N * N]);
    let mut c = vec![0.0; N * N];
    for i in 0..N {
        for j in 0..N {
            let mut sum = 0.0;
            for k in 0..N {
                sum += a[i * N + k] * b[k * N + j];
            }
            c[i * N + j] = 2.0 * sum;
        }
    }
    let (mut a_bar, mut b_bar) = (vec![0.0; N * N], vec![0.0; N * N]);
    for i in 0..N {
        for j in 0..N {
            let c_bar = c[i * N + j];
            for k in 0..N {
                a_bar[i * N + k] += c_bar * b[k * N + j];
                b_bar[k * N + j] += c_bar * a[i * N + k];
            }
        }
    }
    (a_bar, b_bar)
}

/// Row by row, so that every inner loop runs along memory.
fn by_hand_along_rows(Input { a, b }: &Input) -> Gradient {
    let rows = |matrix| <[f64]>::as_chunks::<N>(matrix).0;
    let (a, b) = (rows(a), rows(b));
    let mut a_bar = vec![0.0; N * N];
    let mut b_bar = vec![0.0; N * N];
    let b_rows = b_bar.as_chunks_mut::<N>().0;
    for (a_row, a_row_bar) in a.iter().zip(a_bar.as_chunks_mut::<N>().0) {
        let mut c_bar = [0.0; N];
        for (x, b_row) in a_row.iter().zip(b) {
            for (c, y) in c_bar.iter_mut().zip(b_row) {
                *c += 2.0 * x * y;
            }
        }
        for k in 0..N {
            let mut sums = [0.0; 8];
            for j in 0..N {
                sums[j % 8] += c_bar[j] * b[k][j];
                b_rows[k][j] += c_bar[j] * a_row[k];
            }
            a_row_bar[k] = sums.iter().sum();
        }
    }
    (a_bar, b_bar)
}

/// Two matrices.
#[must_use]
pub fn input() -> Input {
    Input {
        a: spread(N * N, 0, -1.0, 1.0),
        b: spread(N * N, 1, -1.0, 1.0),
    }
}

/// The plain function.
#[must_use]
#[inline(never)]
pub fn plain(input: &Input) -> f64 {
    squares_of_the_product(&input.a, &input.b)
}

/// The generated gradient.
#[must_use]
#[inline(never)]
pub fn ours(input: &Input) -> Gradient {
    squares_of_the_product_grad(&input.a, &input.b)
}

/// The gradient written by hand, in the order of the function's loops.
#[must_use]
#[inline(never)]
pub fn hand(input: &Input) -> Gradient {
    by_hand(input)
}

/// The gradient written by hand, with the loops exchanged.
#[must_use]
#[inline(never)]
pub fn hand_along_rows(input: &Input) -> Gradient {
    by_hand_along_rows(input)
}
