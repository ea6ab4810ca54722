//! IR → tokens: the companions, their names, signatures and documentation. The only place that
//! writes code.

mod call;
mod companions;
mod expression;
mod linkage;
mod signature;
mod statement;
mod types;

pub(crate) use companions::companions;
pub(crate) use companions::stubs;
pub(crate) use signature::Target;
