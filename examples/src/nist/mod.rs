//! The NIST nonlinear regression problems: models, data, fits, and how they are shown.

pub mod data;
pub mod fit;
pub mod models;
pub mod picture;
pub mod table;
