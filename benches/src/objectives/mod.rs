//! Whole objectives, of loops over data: each as a user would write it, and with its gradient written by hand.
//!
//! A module holds one function, an input, and one wrapper per contestant; the wrappers are never inlined, so that all
//! contestants stand in the same inlining situation.

#![allow(
    clippy::cast_precision_loss,
    clippy::needless_range_loop,
    reason = "counts are small; loops over indices are what is timed"
)]

use ad_runtime::Jacobian;

pub mod gaussian_mixture;
pub mod helper_of_a_slice;
pub mod log_sum_exp;
pub mod lotka_volterra;
pub mod lstm;
pub mod matrix_product;
pub mod mixture;
pub mod perceptron;
pub mod rosenbrock;

/// A derivative, as a list of numbers to compare.
pub trait Numbers {
    /// Its numbers, in order.
    fn numbers(&self) -> Vec<f64>;
}

impl Numbers for f64 {
    fn numbers(&self) -> Vec<f64> {
        vec![*self]
    }
}

impl Numbers for Vec<f64> {
    fn numbers(&self) -> Vec<f64> {
        self.clone()
    }
}

impl Numbers for Jacobian<f64> {
    fn numbers(&self) -> Vec<f64> {
        self.data().to_vec()
    }
}

impl<const N: usize> Numbers for [f64; N] {
    fn numbers(&self) -> Vec<f64> {
        self.to_vec()
    }
}

macro_rules! numbers_of_tuples {
    ($($name:ident),+) => {
        impl<$($name: Numbers),+> Numbers for ($($name,)+) {
            fn numbers(&self) -> Vec<f64> {
                #[allow(non_snake_case, reason = "one name per component")]
                let ($($name,)+) = self;
                [$($name.numbers()),+].concat()
            }
        }
    };
}

numbers_of_tuples!(A, B);
numbers_of_tuples!(A, B, C);
numbers_of_tuples!(A, B, C, D);

/// `count` numbers that fill the range from `low` to `high` evenly, and differ with `series`.
fn spread(count: usize, series: usize, low: f64, high: f64) -> Vec<f64> {
    (0u32..)
        .take(count)
        .map(|i| low + (high - low) * crate::evenly_spread(i, series))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::assert_agree;

    /// Asserts that the generated gradients are the hand-written ones.
    macro_rules! agree {
        ($($name:ident: $module:ident($($size:expr),*) [$($ours:ident),+];)+) => {$(
            #[test]
            fn $name() {
                let input = $module::input($($size),*);
                let hand = $module::hand(&input).numbers();
                $(assert_agree(&$module::$ours(&input).numbers(), &hand, 1e-11);)+
            }
        )+};
    }

    agree! {
        of_a_mixture: mixture(50, 3) [ours, ours_by_iterator];
        of_rosenbrock: rosenbrock(20) [ours, ours_over_windows];
        of_a_gaussian_mixture: gaussian_mixture(4, 3, 20) [ours];
        of_an_lstm: lstm(3, 10, 4) [ours];
        of_a_perceptron: perceptron(5) [ours];
        of_populations: lotka_volterra() [ours];
        of_a_log_sum_exp: log_sum_exp(100) [ours, ours_by_iterator];
        of_a_matrix_product: matrix_product() [ours, hand_along_rows];
        of_a_helper: helper_of_a_slice(7000) [ours];
    }

    /// Asserts that the products of Hessians are what the gradient changes by along the direction.
    macro_rules! products_agree {
        ($($name:ident: $module:ident($($size:expr),*) [$($other:ident),*];)+) => {$(
            #[test]
            fn $name() {
                let input = $module::directed($($size),*);
                let ours = $module::product(&input).numbers();
                $(assert_agree(&$module::$other(&input).numbers(), &ours, 1e-11);)*
                let (gradient, product) = $module::gradient_and_product(&input);
                assert_agree(&gradient.numbers(), &$module::gradient(&input).numbers(), 1e-11);
                assert_agree(&product.numbers(), &ours, 1e-11);
            }
        )+};
    }

    products_agree! {
        product_of_rosenbrock: rosenbrock(20) [hand_product, product_of_duals, product_of_hyper_duals];
        product_of_a_gaussian_mixture: gaussian_mixture(4, 3, 20) [];
        product_of_a_perceptron: perceptron(5) [hand_product];
    }

    #[test]
    fn hessian_of_rosenbrock() {
        let input = rosenbrock::directed(20);
        let peer = rosenbrock::hessian_of_hyper_duals(&input);
        assert_agree(
            &rosenbrock::hessian(&input).numbers(),
            &peer.numbers(),
            1e-11,
        );
    }
}
