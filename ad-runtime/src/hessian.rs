//! Hessians from their products with unit vectors.

use num_traits::Float;

use crate::elements::Elements;
#[cfg(feature = "alloc")]
use crate::jacobian::Jacobian;

/// The Hessian that `product` multiplies by, with as many rows as `zero` has elements.
#[cfg(feature = "alloc")]
#[doc(hidden)]
pub fn hessian<F: Float, V: Elements<F>>(zero: V, product: impl FnMut(&V) -> V) -> Jacobian<F> {
    let mut zero = zero;
    let count = zero.count_elements();
    let mut matrix = Jacobian::zeros(count, count);
    upper_triangle(count, zero, product, |row, col, element| {
        matrix[(row, col)] = element;
        matrix[(col, row)] = element;
    });
    matrix
}

/// The same, where the number of rows is known.
#[doc(hidden)]
pub fn hessian_of<F: Float, V: Elements<F>, const N: usize>(
    zero: V,
    product: impl FnMut(&V) -> V,
) -> [[F; N]; N] {
    let mut matrix = [[F::zero(); N]; N];
    upper_triangle(N, zero, product, |row, col, element| {
        matrix[row][col] = element;
        matrix[col][row] = element;
    });
    matrix
}

/// The elements of the upper triangle, column by column.
fn upper_triangle<F: Float, V: Elements<F>>(
    count: usize,
    mut direction: V,
    mut product: impl FnMut(&V) -> V,
    mut element: impl FnMut(usize, usize, F),
) {
    for col in 0..count {
        direction.set_element(col, F::one());
        let mut column = product(&direction);
        direction.set_element(col, F::zero());
        let mut row = 0;
        column.for_each_element(&mut |value| {
            if row <= col {
                element(row, col, *value);
            }
            row += 1;
        });
    }
}
