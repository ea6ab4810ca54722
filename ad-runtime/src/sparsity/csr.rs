//! Sparse matrices in compressed rows.

use alloc::vec;
use alloc::vec::Vec;
use core::fmt::{self, Display, Formatter};
use core::ops::{Add, Mul};

use num_traits::Zero;

use super::Sparsity;
use crate::jacobian::Jacobian;

/// A sparse matrix of derivatives in compressed rows: a pattern, and the value of each entry, row by row.
///
/// ```
/// use ad_runtime::{Csr, Sparsity};
///
/// let pattern = Sparsity::from_rows(3, [vec![0, 2], vec![1]]);
/// let matrix = Csr::new(pattern, vec![1.0, 2.0, 3.0]);
/// assert_eq!(matrix.mul_vec(&[10.0, 20.0, 30.0]), [70.0, 60.0]);
/// assert_eq!((matrix.get(0, 2), matrix.get(0, 1)), (Some(2.0), None));
/// assert_eq!(matrix.to_dense().row(0), [1.0, 0.0, 2.0]);
/// assert_eq!(matrix.to_string(), "(0, 0) 1\n(0, 2) 2\n(1, 1) 3");
///
/// // What sparse solvers take.
/// let (row_starts, columns, values) = matrix.into_parts();
/// assert_eq!((row_starts, columns), (vec![0, 2, 3], vec![0, 2, 1]));
/// assert_eq!(values, [1.0, 2.0, 3.0]);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Csr<F> {
    sparsity: Sparsity,
    values: Vec<F>,
}

impl<F> Csr<F> {
    /// The matrix with these entries, row by row.
    ///
    /// # Panics
    ///
    /// If there are more or fewer values than entries in the pattern.
    #[must_use]
    pub fn new(sparsity: Sparsity, values: Vec<F>) -> Self {
        assert_eq!(values.len(), sparsity.nnz(), "a value for each entry");
        Self { sparsity, values }
    }

    /// Where entries are.
    #[must_use]
    pub fn sparsity(&self) -> &Sparsity {
        &self.sparsity
    }

    /// The number of rows.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.sparsity.rows()
    }

    /// The number of columns.
    #[must_use]
    pub fn cols(&self) -> usize {
        self.sparsity.cols()
    }

    /// The entries, row by row.
    #[must_use]
    pub fn values(&self) -> &[F] {
        &self.values
    }

    /// The same, to be changed.
    pub fn values_mut(&mut self) -> &mut [F] {
        &mut self.values
    }

    /// Where in the other two each row begins, and after them where the last ends; the columns of all entries; their
    /// values.
    #[must_use]
    pub fn into_parts(self) -> (Vec<usize>, Vec<usize>, Vec<F>) {
        (self.sparsity.row_starts, self.sparsity.columns, self.values)
    }
}

impl<F: Copy> Csr<F> {
    /// The columns and the values of the entries of one row.
    ///
    /// # Panics
    ///
    /// If there is no such row.
    #[must_use]
    pub fn row(&self, row: usize) -> impl ExactSizeIterator<Item = (usize, F)> {
        let values = &self.values[self.sparsity.entries_of(row)];
        let cols = self.sparsity.row(row).iter();
        cols.zip(values).map(|(col, value)| (*col, *value))
    }

    /// The row, the column and the value of each entry, row by row.
    ///
    /// ```
    /// use ad_runtime::{Csr, Sparsity};
    ///
    /// let matrix = Csr::new(Sparsity::from_rows(2, [[1], [0]]), vec![5.0, 7.0]);
    /// assert!(matrix.triplets().eq([(0, 1, 5.0), (1, 0, 7.0)]));
    /// ```
    pub fn triplets(&self) -> impl Iterator<Item = (usize, usize, F)> {
        let entries = self.sparsity.entries().zip(&self.values);
        entries.map(|((row, col), value)| (row, col, *value))
    }

    /// The value at a place, if the pattern has an entry there; it is zero otherwise.
    ///
    /// # Panics
    ///
    /// If there is no such row or no such column.
    #[must_use]
    pub fn get(&self, row: usize, col: usize) -> Option<F> {
        let position = self.sparsity.position(row, col)?;
        Some(self.values[position])
    }

    /// Rows as columns: its compressed rows are the compressed columns of this.
    #[must_use]
    pub fn transpose(&self) -> Self {
        let (sparsity, numbers) = self.sparsity.transposition();
        let values = numbers.into_iter().map(|number| self.values[number]);
        Self {
            sparsity,
            values: values.collect(),
        }
    }

    /// The dense matrix.
    #[must_use]
    pub fn to_dense(&self) -> Jacobian<F>
    where
        F: Zero,
    {
        let mut dense = Jacobian::zeros(self.rows(), self.cols());
        for (row, col, value) in self.triplets() {
            dense[(row, col)] = value;
        }
        dense
    }

    /// The product with a vector.
    ///
    /// # Panics
    ///
    /// If the vector has more or fewer elements than there are columns.
    #[must_use]
    pub fn mul_vec(&self, vector: &[F]) -> Vec<F>
    where
        F: Zero + Add<Output = F> + Mul<Output = F>,
    {
        let mut product = vec![F::zero(); self.rows()];
        self.mul_into(vector, &mut product);
        product
    }

    /// Writes the product with a vector.
    ///
    /// # Panics
    ///
    /// If the vector has more or fewer elements than there are columns, or the product than there are rows.
    pub fn mul_into(&self, vector: &[F], product: &mut [F])
    where
        F: Zero + Add<Output = F> + Mul<Output = F>,
    {
        assert_eq!(vector.len(), self.cols(), "an element for each column");
        assert_eq!(product.len(), self.rows(), "an element for each row");
        for (row, element) in product.iter_mut().enumerate() {
            let terms = self.row(row).map(|(col, value)| value * vector[col]);
            *element = terms.fold(F::zero(), F::add);
        }
    }
}

/// A line for each entry, `(row, column) value`; the precision of the formatter is that of the values.
impl<F: Copy + Display> Display for Csr<F> {
    fn fmt(&self, f: &mut Formatter) -> fmt::Result {
        for (number, (row, col, value)) in self.triplets().enumerate() {
            if number > 0 {
                writeln!(f)?;
            }
            write!(f, "({row}, {col}) ")?;
            value.fmt(f)?;
        }
        Ok(())
    }
}
