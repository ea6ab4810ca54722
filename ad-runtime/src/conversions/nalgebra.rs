use nalgebra::{DMatrix, Scalar};

use crate::jacobian::Jacobian;

/// The matrix column by column: every element changes its place. With the feature `nalgebra-0_34`.
///
/// The transpose can be viewed where it is, without a copy. There is no view of the rows themselves: nalgebra 0.34 goes
/// out of bounds where it multiplies one by a vector.
///
/// ```
/// use ad_runtime::{Jacobian, differentiate};
/// use nalgebra::{DMatrix, DMatrixView, Matrix2x3, Vector2, Vector3};
///
/// #[differentiate]
/// fn products(x: &[f64]) -> Vec<f64> {
///     x.windows(2).map(|pair| pair[0] * pair[1]).collect()
/// }
///
/// let jacobian: Jacobian<f64> = products_jacobian(&[1.0, 2.0, 3.0]);
/// let transpose = DMatrixView::from_slice(jacobian.data(), jacobian.cols(), jacobian.rows());
/// assert_eq!(transpose * Vector2::new(1.0, 10.0), Vector3::new(2.0, 31.0, 20.0));
/// assert_eq!(DMatrix::from(jacobian), Matrix2x3::new(2.0, 1.0, 0.0, 0.0, 3.0, 2.0));
/// ```
impl<F: Scalar> From<Jacobian<F>> for DMatrix<F> {
    fn from(jacobian: Jacobian<F>) -> Self {
        DMatrix::from_row_iterator(jacobian.rows(), jacobian.cols(), jacobian.into_data())
    }
}
