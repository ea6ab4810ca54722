//! The types of other libraries in differentiated functions: a feature for each, with the version that it is for in its name.

#[cfg(feature = "nalgebra-0_34")]
pub mod nalgebra;
