//! Functions in the shapes people publish them, accepted unchanged, and right by the gradient checker.

#![allow(clippy::all, clippy::pedantic, reason = "written as users write it")]

mod estimation;
mod finance;
mod geodesy;
mod geometry;
mod graphics;
mod learning;
mod linear_algebra;
mod numerics;
mod physics;
mod pricing;
mod programs;
mod robotics;
mod signals;
mod statistics;
