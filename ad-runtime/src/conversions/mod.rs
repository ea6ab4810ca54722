//! Jacobians as matrices of other libraries: a feature for each, with the version that it is for in its name.

#[cfg(feature = "faer-0_24")]
mod faer;
#[cfg(feature = "nalgebra-0_34")]
mod nalgebra;
#[cfg(feature = "ndarray-0_17")]
mod ndarray;
