//! Programs a user of `ad-runtime` would write.
//!
//! - `nist` fits the 27 nonlinear regression problems of the NIST Statistical Reference Datasets,
//!   with Jacobians the attribute generates; the parts it is made of are in [`nist`].
//! - `black_scholes` prices a call option and gets every first-order Greek from one call.
//! - `neuron` shows the generated gradient of a logistic neuron beside its derivation by hand.

pub mod nist;
