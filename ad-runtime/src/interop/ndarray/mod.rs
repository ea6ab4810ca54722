//! Arrays of ndarray, and views of them. With the feature `ndarray-0_17`. The tangent is an array of the same shape.
//!
//! ```
//! use ad_runtime::differentiate;
//! use ndarray::{Array1, Array2, array};
//!
//! /// Half the squares of what a linear model leaves, with a penalty.
//! #[differentiate(wrt(weights))]
//! fn loss(weights: &Array1<f64>, inputs: &Array2<f64>, targets: &Array1<f64>) -> f64 {
//!     let residuals = inputs.dot(weights) - targets;
//!     0.5 * residuals.dot(&residuals) + 0.1 * weights.dot(weights)
//! }
//!
//! let inputs = array![[1.0, 2.0], [0.0, 1.0], [3.0, 1.0]];
//! let weights_bar = loss_grad(&array![1.0, 0.5], &inputs, &array![2.0, 1.5, 2.5]);
//! assert!((weights_bar - array![3.2, 0.1]).sum().abs() < 1e-14);
//! ```
//!
//! | | |
//! |---|---|
//! | operators | `-x`; `x + y`, `x - y`, `x * y`, `x / y` of arrays of one shape, `+=`, `-=`; `x * t`, `t * x`, `x / t` with a number |
//! | of one | `sum`, `mean().unwrap()`, `t` |
//! | of two | `dot`, of one or two axes each |
//! | parts | `x[i]`, `m[[i, j]]`, `m[(i, j)]`, `row(i)`, `column(j)`; elements are also written |
//! | by closures | `map` and `mapv` of one axis |
//! | made of numbers | `Array1::from_vec`; `zeros` and other constants as they are, and then elements are written |
//!
//! What `dot` gives is a number or an array, and the macro knows which where the operands are declared as `Array1`, `Array2`,
//! `ArrayView1` or `ArrayView2`, or come from those; everywhere else it asks for a type: `let y: Array1<f64> = a.dot(&x);`.
//! So is a field of a struct bound: `let w: &Array2<f64> = &layer.weights;`.
//!
//! Arrays of different shapes are not repeated: an operator panics in differentiated code where the function itself would do that.
//! A view that is differentiated has a named lifetime in the signature: `x: ArrayView1<'a, f64>`.

mod elements;
mod operations;
mod types;
