//! What the integration tests of `ad-runtime` share.
//!
//! [`case!`] declares a differentiated function and checks all of its companions: the value of each is the plain
//! function's bit for bit, forward and reverse mode satisfy ⟨w, J v⟩ = ⟨Jᵀ w, v⟩, and both agree with central
//! differences of the plain function and, where it is generic, with dual numbers.

mod companions;
mod differences;
mod dual;
mod flat;
mod macros;
mod random;

pub use companions::{
    Companions, Directional, Gradient, Primal, assert_close, assert_dot_products_agree,
    assert_primal_bits,
};
pub use differences::{assert_near, differences};
pub use dual::Dual;
pub use flat::{Flat, flatten, reshape, reshape_to_duals, roundoff_of};
pub use random::Random;
