//! Matrices of derivatives: a row for each output, a column for each input.

use alloc::vec;
use alloc::vec::Vec;
use core::fmt::{self, Display, Formatter};
use core::ops::{Index, IndexMut};

use num_traits::Zero;

use crate::matrix::Matrix;

/// A dense matrix of derivatives, row by row: what `f_jacobian` and `f_hessian` return where the types do not tell how
/// large it is.
///
/// With the features `nalgebra-0_34`, `ndarray-0_17` and `faer-0_24`, it is a matrix or a view of these libraries by `From`.
///
/// ```
/// use ad_runtime::{Jacobian, differentiate};
///
/// #[differentiate(order = 2)]
/// fn energy(x: &[f64]) -> f64 {
///     x.windows(2).map(|pair| pair[0] * pair[0] * pair[1]).sum()
/// }
///
/// let hessian: Jacobian<f64> = energy_hessian(&[1.0, 2.0, 3.0]);
/// assert_eq!((hessian.rows(), hessian.cols()), (3, 3));
/// assert_eq!(hessian[(0, 1)], 2.0);
/// assert_eq!(hessian.row(1), [2.0, 6.0, 4.0]);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Jacobian<F> {
    rows: usize,
    cols: usize,
    data: Vec<F>,
}

impl<F> Jacobian<F> {
    /// A matrix of `rows` × `cols` zeros.
    ///
    /// # Panics
    ///
    /// If that many do not fit in memory.
    #[must_use]
    pub fn zeros(rows: usize, cols: usize) -> Self
    where
        F: Clone + Zero,
    {
        let count = rows.checked_mul(cols);
        let count = count.expect("a matrix that fits in memory");
        Jacobian {
            rows,
            cols,
            data: vec![F::zero(); count],
        }
    }

    /// The number of outputs.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// The number of inputs.
    #[must_use]
    pub fn cols(&self) -> usize {
        self.cols
    }

    /// All elements, row by row.
    #[must_use]
    pub fn data(&self) -> &[F] {
        &self.data
    }

    /// The same, to be changed.
    pub fn data_mut(&mut self) -> &mut [F] {
        &mut self.data
    }

    /// The same, owned.
    #[must_use]
    pub fn into_data(self) -> Vec<F> {
        self.data
    }

    /// The derivatives of one output.
    ///
    /// # Panics
    ///
    /// If there is no such row.
    #[must_use]
    pub fn row(&self, row: usize) -> &[F] {
        assert!(row < self.rows, "row {row} of {}", self.rows);
        &self.data[row * self.cols..][..self.cols]
    }

    /// The same, to be written to.
    ///
    /// # Panics
    ///
    /// If there is no such row.
    #[must_use]
    pub fn row_mut(&mut self, row: usize) -> &mut [F] {
        assert!(row < self.rows, "row {row} of {}", self.rows);
        &mut self.data[row * self.cols..][..self.cols]
    }

    /// The rows, from the first to the last.
    ///
    /// ```
    /// let matrix = ad_runtime::Jacobian::<f64>::zeros(3, 0);
    /// assert_eq!(matrix.iter_rows().len(), 3);
    /// ```
    #[must_use]
    pub fn iter_rows(&self) -> impl ExactSizeIterator<Item = &[F]> {
        (0..self.rows).map(|row| self.row(row))
    }

    fn position(&self, row: usize, col: usize) -> usize {
        assert!(
            row < self.rows && col < self.cols,
            "element ({row}, {col}) of {} × {}",
            self.rows,
            self.cols
        );
        row * self.cols + col
    }
}

/// Checks that the caller's matrix for the derivatives by `parameter` has as many rows and columns as expected.
///
/// # Panics
///
/// When it has not.
#[doc(hidden)]
#[inline]
#[track_caller]
pub fn check_size<F>(
    function: &str,
    parameter: &str,
    matrix: &Jacobian<F>,
    expected: (usize, usize),
) {
    if (matrix.rows, matrix.cols) != expected {
        wrong_size(function, parameter, (matrix.rows, matrix.cols), expected);
    }
}

#[cold]
#[inline(never)]
#[track_caller]
fn wrong_size(
    function: &str,
    parameter: &str,
    (rows, cols): (usize, usize),
    (outputs, inputs): (usize, usize),
) -> ! {
    panic!(
        "`{function}`: the matrix for `{parameter}` is {rows} × {cols}, but the Jacobian is {outputs} × {inputs}"
    )
}

impl<F> Matrix<F> for Jacobian<F> {
    fn set(&mut self, row: usize, col: usize, value: F) {
        self[(row, col)] = value;
    }
}

/// The derivative of output `.0` by input `.1`.
impl<F> Index<(usize, usize)> for Jacobian<F> {
    type Output = F;

    fn index(&self, (row, col): (usize, usize)) -> &F {
        &self.data[self.position(row, col)]
    }
}

impl<F> IndexMut<(usize, usize)> for Jacobian<F> {
    fn index_mut(&mut self, (row, col): (usize, usize)) -> &mut F {
        let position = self.position(row, col);
        &mut self.data[position]
    }
}

/// A line for each row; the precision of the formatter is that of the elements.
impl<F: Display> Display for Jacobian<F> {
    fn fmt(&self, f: &mut Formatter) -> fmt::Result {
        for (number, row) in self.iter_rows().enumerate() {
            if number > 0 {
                writeln!(f)?;
            }
            for (col, element) in row.iter().enumerate() {
                if col > 0 {
                    write!(f, " ")?;
                }
                element.fmt(f)?;
            }
        }
        Ok(())
    }
}
