//! What later passes need to know of a function before they transform it.

mod activity;

pub(crate) use activity::{Activity, activity};
