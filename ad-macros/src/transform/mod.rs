//! IR → IR: differentiation is linearization followed by transposition.

mod carry;
mod changing;
mod cut;
pub(crate) mod error_estimate;
mod extremes;
mod first;
mod hoist;
mod lengths;
pub(crate) mod linearize;
pub(crate) mod live;
pub(crate) mod over;
pub(crate) mod pushforward;
pub(crate) mod reciprocal;
mod residuals;
pub(crate) mod share;
pub(crate) mod sweeps;
pub(crate) mod transpose;
mod twice;

pub(crate) use changing::Changing;
pub(crate) use extremes::branch_extremes;
pub(crate) use hoist::hoist;
pub(crate) use linearize::linearize;
pub(crate) use live::needed;
pub(crate) use over::over;
pub(crate) use pushforward::pushforward;
pub(crate) use reciprocal::invert;
#[cfg(test)]
pub(crate) use residuals::choose;
pub(crate) use share::share;
pub(crate) use sweeps::{Borrows, Sweeps, borrow, sweeps};
#[cfg(test)]
pub(crate) use twice::forward_program;
pub(crate) use twice::{Derived, twice};
