//! `order = 2`: the Hessian and its products, against hyper-dual numbers, difference quotients and each other.

mod calls;
mod check;
mod control;
mod duals;
mod function_parameters;
mod functions;
mod hyper;
mod in_place;
mod primitives;
mod rules;
mod special;
mod types;
