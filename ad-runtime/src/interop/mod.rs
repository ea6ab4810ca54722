//! The types of other libraries in differentiated functions: a feature for each, with the version that it is for in its name.
//!
//! There is nothing to import from here: the rules are found by the types. A module says which operations have them; of any
//! other, the macro or the compiler says that it has none.

#[cfg(feature = "faer-0_24")]
pub mod faer;
#[cfg(feature = "glam-0_34")]
pub mod glam;
#[cfg(feature = "nalgebra-0_34")]
pub mod nalgebra;
#[cfg(feature = "ndarray-0_17")]
pub mod ndarray;
#[cfg(any(feature = "faer-0_24", feature = "ndarray-0_17"))]
mod partial;
#[cfg(any(feature = "faer-0_24", feature = "glam-0_34"))]
mod space;
