use ndarray::{Array2, ArrayView2, ArrayViewMut2};

use crate::jacobian::Jacobian;

/// The same matrix: nothing is copied. With the feature `ndarray-0_17`.
///
/// ```
/// use ad_runtime::{Jacobian, differentiate};
/// use ndarray::{Array2, array};
///
/// #[differentiate]
/// fn products(x: &[f64]) -> Vec<f64> {
///     x.windows(2).map(|pair| pair[0] * pair[1]).collect()
/// }
///
/// let jacobian: Jacobian<f64> = products_jacobian(&[1.0, 2.0, 3.0]);
/// assert_eq!(Array2::from(jacobian), array![[2.0, 1.0, 0.0], [0.0, 3.0, 2.0]]);
/// ```
impl<F> From<Jacobian<F>> for Array2<F> {
    fn from(jacobian: Jacobian<F>) -> Self {
        let shape = (jacobian.rows(), jacobian.cols());
        Array2::from_shape_vec(shape, jacobian.into_data()).expect("as many elements as there are")
    }
}

/// A view of the matrix. With the feature `ndarray-0_17`.
///
/// ```
/// use ad_runtime::Jacobian;
/// use ndarray::ArrayView2;
///
/// let jacobian = Jacobian::<f64>::zeros(2, 3);
/// assert_eq!(ArrayView2::from(&jacobian).t().dim(), (3, 2));
/// ```
impl<'a, F> From<&'a Jacobian<F>> for ArrayView2<'a, F> {
    fn from(jacobian: &'a Jacobian<F>) -> Self {
        let shape = (jacobian.rows(), jacobian.cols());
        ArrayView2::from_shape(shape, jacobian.data()).expect("as many elements as there are")
    }
}

/// A view of the matrix, to be written to. With the feature `ndarray-0_17`.
///
/// ```
/// use ad_runtime::Jacobian;
/// use ndarray::ArrayViewMut2;
///
/// let mut jacobian = Jacobian::zeros(2, 3);
/// ArrayViewMut2::from(&mut jacobian).column_mut(1).fill(7.0);
/// assert_eq!(jacobian.row(1), [0.0, 7.0, 0.0]);
/// ```
impl<'a, F> From<&'a mut Jacobian<F>> for ArrayViewMut2<'a, F> {
    fn from(jacobian: &'a mut Jacobian<F>) -> Self {
        let shape = (jacobian.rows(), jacobian.cols());
        ArrayViewMut2::from_shape(shape, jacobian.data_mut())
            .expect("as many elements as there are")
    }
}
