//! Functions in the shapes people publish them, accepted unchanged, and right by the gradient checker.

#![allow(clippy::all, clippy::pedantic, reason = "written as users write it")]

mod finance;
mod geometry;
mod learning;
mod linear_algebra;
mod numerics;
mod physics;
mod programs;
mod signals;
mod statistics;
