//! IR → tokens: the companions, their names, signatures and documentation. The only place that
//! writes code.

mod all;
mod body;
mod call;
mod checkpoint;
mod closure;
mod companions;
mod control;
mod documentation;
mod error_estimate;
mod expression;
mod jacobian;
mod lengths;
mod linearized;
mod linkage;
mod methods;
mod over;
mod report;
mod rules;
mod second;
mod signature;
mod source;
mod sparsity;
mod statement;
mod tangent;
mod tape;
mod tokens;
mod types;
mod value;

pub(crate) use companions::companions;
pub(crate) use companions::stubs;
pub(crate) use methods::methods;
pub(crate) use signature::Target;
pub(crate) use tangent::tangent;
