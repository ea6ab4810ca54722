//! IR → IR: differentiation is linearization followed by transposition.

pub(crate) mod error_estimate;
pub(crate) mod linearize;
pub(crate) mod reciprocal;
pub(crate) mod simplify;
pub(crate) mod transpose;

pub(crate) use linearize::linearize;
pub(crate) use reciprocal::invert;
pub(crate) use simplify::share;
