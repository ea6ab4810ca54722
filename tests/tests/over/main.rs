//! `f_jvp_over` and `f_taylor`, against `f_jvp`, dual numbers of third order, closed forms, and values along curves.
//!
//! The functions that are differentiated twice elsewhere are here too, through the macro of this crate.

#[path = "../second_order/calls.rs"]
mod calls;
mod check;
mod closed_forms;
#[path = "../second_order/control.rs"]
mod control;
mod duals;
mod functions;
#[path = "../second_order/hyper.rs"]
mod hyper;
#[path = "../second_order/primitives.rs"]
mod primitives;
mod shapes;
#[path = "../second_order/types.rs"]
mod types;

pub(crate) use check::over as second;
pub(crate) use check::{over, over_arguments};
