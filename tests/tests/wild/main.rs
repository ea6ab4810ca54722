//! Functions in the shapes people publish them, accepted unchanged, and right by the gradient checker.

#![allow(clippy::all, clippy::pedantic, reason = "written as users write it")]

mod bodies;
mod contracts;
mod ellipsoids;
mod estimation;
mod filters;
mod finance;
mod geodesy;
mod geometry;
mod graphics;
mod learning;
mod linear_algebra;
mod mixtures;
mod numerics;
mod physics;
mod poses;
mod pricing;
mod programs;
mod robotics;
mod scenes;
mod signals;
mod statistics;
mod tables;
