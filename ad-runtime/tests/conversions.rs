//! Jacobians as matrices of other libraries: element by element the same, with no rows or columns too.

#![cfg(any(
    feature = "faer-0_24",
    feature = "nalgebra-0_34",
    feature = "ndarray-0_17"
))]

use ad_runtime::Jacobian;

/// Matrices of all sizes up to 3 × 4, with elements that are all different.
fn matrices() -> impl Iterator<Item = Jacobian<f64>> {
    let sizes = (0..4).flat_map(|rows| (0..5).map(move |cols| (rows, cols)));
    sizes.map(|(rows, cols)| {
        let mut matrix = Jacobian::zeros(rows, cols);
        for (element, number) in matrix.data_mut().iter_mut().zip(1_u8..) {
            *element = number.into();
        }
        matrix
    })
}

/// The size is that of the Jacobian, and so is every element.
fn assert_same(
    jacobian: &Jacobian<f64>,
    size: (usize, usize),
    element: impl Fn((usize, usize)) -> f64,
) {
    assert_eq!(size, (jacobian.rows(), jacobian.cols()));
    for row in 0..size.0 {
        for col in 0..size.1 {
            let copy = element((row, col));
            assert_eq!(copy.to_bits(), jacobian[(row, col)].to_bits());
        }
    }
}

#[cfg(feature = "nalgebra-0_34")]
#[test]
fn of_nalgebra() {
    use nalgebra::DMatrix;

    for jacobian in matrices() {
        let copied = DMatrix::from(jacobian.clone());
        assert_same(&jacobian, copied.shape(), |at| copied[at]);
    }
}

#[cfg(feature = "ndarray-0_17")]
#[test]
fn of_ndarray() {
    use ndarray::{Array2, ArrayView2};

    for jacobian in matrices() {
        let view = ArrayView2::from(&jacobian);
        assert_same(&jacobian, view.dim(), |at| view[at]);
        let (same, place) = (jacobian.clone(), jacobian.data().as_ptr());
        let owned = Array2::from(jacobian);
        assert_same(&same, owned.dim(), |at| owned[at]);
        assert!(owned.is_empty() || owned.as_ptr() == place, "copied");
    }
}

#[cfg(feature = "faer-0_24")]
#[test]
fn of_faer() {
    use ad_runtime::{Csr, Sparsity};
    use faer::MatRef;
    use faer::sparse::SparseRowMat;

    for jacobian in matrices() {
        let view = MatRef::from(&jacobian);
        assert_same(&jacobian, (view.nrows(), view.ncols()), |at| view[at]);
        let (rows, cols) = (jacobian.rows(), jacobian.cols());
        let pattern = Sparsity::from_rows(cols, (0..rows).map(|_| 0..cols));
        let sparse = SparseRowMat::from(Csr::new(pattern, jacobian.data().to_vec()));
        assert_same(&jacobian, (sparse.nrows(), sparse.ncols()), |(row, col)| {
            sparse[(row, col)]
        });
    }
}
