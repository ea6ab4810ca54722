//! What rows and columns of derivatives are written to.

use crate::elements::Elements;

/// A matrix of rows and columns that are there.
#[doc(hidden)]
pub trait Matrix<F> {
    /// Writes an element.
    fn set(&mut self, row: usize, col: usize, value: F);
}

impl<F, const ROWS: usize, const COLS: usize> Matrix<F> for [[F; COLS]; ROWS] {
    #[inline]
    fn set(&mut self, row: usize, col: usize, value: F) {
        self[row][col] = value;
    }
}

/// The derivatives of one output: a cotangent of the inputs.
#[doc(hidden)]
#[inline]
pub fn set_row<F: Copy>(matrix: &mut impl Matrix<F>, row: usize, bar: &mut impl Elements<F>) {
    let mut col = 0;
    bar.for_each_element(&mut |element| {
        matrix.set(row, col, *element);
        col += 1;
    });
}

/// The derivatives by several inputs, from the first of these on, of all that there are: tangents of the outputs.
#[doc(hidden)]
#[inline]
pub fn set_columns<F: Copy, const K: usize>(
    matrix: &mut impl Matrix<F>,
    first: usize,
    cols: usize,
    dot: &mut impl Elements<[F; K]>,
) {
    let mut row = 0;
    dot.for_each_element(&mut |lanes| {
        for (lane, col) in lanes.iter().zip(first..cols) {
            matrix.set(row, col, *lane);
        }
        row += 1;
    });
}

/// The derivatives by one input: a tangent of the outputs.
#[doc(hidden)]
#[inline]
pub fn set_column<F: Copy>(matrix: &mut impl Matrix<F>, col: usize, dot: &mut impl Elements<F>) {
    let mut row = 0;
    dot.for_each_element(&mut |element| {
        matrix.set(row, col, *element);
        row += 1;
    });
}
