use faer::MatRef;
use faer::sparse::{SparseRowMat, SymbolicSparseRowMat};

use crate::jacobian::Jacobian;
use crate::sparsity::csr::Csr;

/// A view of the rows, which are one after the other: nothing is copied. With the feature `faer-0_24`.
///
/// ```
/// use ad_runtime::{Jacobian, differentiate};
/// use faer::MatRef;
///
/// #[differentiate]
/// fn products(x: &[f64]) -> Vec<f64> {
///     x.windows(2).map(|pair| pair[0] * pair[1]).collect()
/// }
///
/// let jacobian: Jacobian<f64> = products_jacobian(&[1.0, 2.0, 3.0]);
/// let view = MatRef::from(&jacobian);
/// assert_eq!((view.nrows(), view.ncols()), (2, 3));
/// assert_eq!((view[(0, 1)], view[(1, 0)]), (1.0, 0.0));
/// ```
impl<'a, F> From<&'a Jacobian<F>> for MatRef<'a, F> {
    fn from(jacobian: &'a Jacobian<F>) -> Self {
        MatRef::from_row_major_slice(jacobian.data(), jacobian.rows(), jacobian.cols())
    }
}

/// The same sparse matrix: nothing is copied. With the feature `faer-0_24`.
///
/// ```
/// use ad_runtime::{Csr, Sparsity};
/// use faer::sparse::SparseRowMat;
///
/// let matrix = Csr::new(Sparsity::from_rows(3, [vec![0, 2], vec![1]]), vec![1.0, 2.0, 3.0]);
/// let matrix = SparseRowMat::from(matrix);
/// assert_eq!((matrix.get(0, 2), matrix.get(1, 2)), (Some(&2.0), None));
/// ```
impl<F> From<Csr<F>> for SparseRowMat<usize, F> {
    fn from(matrix: Csr<F>) -> Self {
        let (rows, cols) = (matrix.rows(), matrix.cols());
        let (row_starts, columns, values) = matrix.into_parts();
        let pattern = SymbolicSparseRowMat::new_checked(rows, cols, row_starts, None, columns);
        SparseRowMat::new(pattern, values)
    }
}
