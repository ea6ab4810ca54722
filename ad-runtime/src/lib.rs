#![doc = include_str!("../README.md")]
#![no_std]
#![cfg_attr(docsrs, feature(doc_cfg))]

#[cfg(feature = "alloc")]
extern crate alloc;
#[cfg(test)]
extern crate std;

#[cfg(not(any(feature = "std", feature = "libm")))]
compile_error!(
    "`ad-runtime` needs float functions: enable its feature `std` (the default) or, without `std`, `libm`"
);

pub mod algebra;
#[cfg(feature = "alloc")]
pub mod check;
#[cfg(feature = "alloc")]
mod checkpoints;
#[cfg(feature = "alloc")]
mod conversions;
mod elements;
mod estimate;
pub mod function;
mod generic;
mod hessian;
pub mod interop;
#[cfg(feature = "alloc")]
mod jacobian;
mod matrix;
mod methods;
mod records;
pub mod rules;
pub mod scalar;
#[cfg(feature = "alloc")]
mod sparsity;
pub mod special;
mod support;
pub mod tangent;
#[cfg(test)]
mod testing;
#[cfg(not(feature = "alloc"))]
mod without_alloc;

#[cfg(feature = "alloc")]
#[doc(hidden)]
pub use ad_macros::check_gradient as __check_gradient;
pub use ad_macros::{Differentiable, differentiate};
/// The names that generated code must not find shadowed.
#[doc(hidden)]
pub use core::{
    ops::Fn,
    option::Option::{self, None, Some},
};
pub use elements::Elements;
pub use estimate::ErrorEstimate;
pub use function::{Function, FunctionTwice, with_derivative};
pub use generic::Scalar;
#[cfg(feature = "alloc")]
#[doc(hidden)]
pub use hessian::hessian;
#[doc(hidden)]
pub use hessian::hessian_of;
#[cfg(feature = "alloc")]
pub use jacobian::Jacobian;
#[cfg(feature = "alloc")]
#[doc(hidden)]
pub use jacobian::check_size;
#[doc(hidden)]
pub use matrix::{set_column, set_columns, set_row};
#[doc(hidden)]
pub use methods::{ClonedIn, HasOneResult, HeldConstant, IsOrRefersTo, WrittenInPlace};
#[doc(hidden)]
pub use num_traits::Float;
#[doc(hidden)]
pub use records::{Br2, Br3, Br4, Br5, Br6, Br7, Br8};
pub use scalar::{Series, TangentScalar};
#[cfg(feature = "alloc")]
#[doc(hidden)]
pub use sparsity::compressed::{
    sparse_hessian, sparse_jacobian_by_columns, sparse_jacobian_by_rows,
};
#[cfg(feature = "alloc")]
pub use sparsity::{
    Sparsity,
    colouring::{Colouring, Compression},
    csr::Csr,
};
pub use support::constant;
#[doc(hidden)]
pub use support::{
    Active, DifferentiableTwice, Inactive, absent, accumulate_floats, cast_like, check_length,
    first_trips, known_function, last_trips, lent, literal, next_trip, returned_from_within_a_loop,
    same_function, total, undifferentiated,
};
#[doc(hidden)]
pub use tangent::fields::{Constant, HasFields, add, clear, discrete, part, selector};
#[doc(hidden)]
pub use tangent::given::{Given, activity_of, first_slot};
pub use tangent::{Differentiable, Scale, Tangent, zero_tangent};
#[doc(hidden)]
pub use tangent::{accumulate_slice, dot_slices, sum, total_tangent};
#[cfg(not(feature = "alloc"))]
#[doc(hidden)]
pub use without_alloc::{Allocates, NeedsFeatureAlloc as Vec};
#[cfg(feature = "alloc")]
#[doc(hidden)]
pub use {
    alloc::vec::Vec,
    checkpoints::{Checkpoints, Replay, trips_of},
    support::{further_records, pop, records, repeat, zeros, zeros_like},
    tangent::{fields::held, scaled_slice},
};
