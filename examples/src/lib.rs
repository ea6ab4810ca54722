//! Programs a user of `ad-runtime` would write.
//!
//! - `nist` fits the 27 nonlinear regression problems of the NIST Statistical Reference Datasets,
//!   with Jacobians the attribute generates; the parts it is made of are in [`nist`].
//! - `black_scholes` prices a call option and gets every first-order Greek from one call.
//! - `neuron` shows the generated gradient of a logistic neuron beside its derivation by hand.
//! - `logistic_regression` finds the odds that a booster joint fails, by temperature.
//! - `gaussian_mixture` tells groups of galaxies apart by their velocities.
//! - `hare_and_lynx` fits the equations of Lotka and Volterra to counts of two decades.
//! - `spirals` trains a small neural network until it separates two spirals.
//! - `lstm` trains a recurrent network to spell a sentence.
//! - `bundle_adjustment` finds cameras and points from images, with a sparse Jacobian.
//! - `newton` finds the equilibrium of a mixture of gases by Newton's method, with the Hessian.
//! - `newton_cg` minimizes functions of ten thousand variables with products of the Hessian alone.
//! - `bratu` solves a nonlinear partial differential equation on a grid, with a sparse Jacobian.
//! - `kepler` keeps a planet on its ellipse for a hundred revolutions, by Taylor series of order 20.

pub mod minimize;
pub mod nist;
