//! Hyper-dual numbers: second derivatives along two directions.

pub use num_dual::HyperDual64 as Inner;

pub const fn constant(value: f64) -> Inner {
    moving(value, 0.0, 0.0)
}

/// A number that moves along the two directions.
pub const fn moving(value: f64, first: f64, second: f64) -> Inner {
    Inner {
        re: value,
        eps1: first,
        eps2: second,
        eps1eps2: 0.0,
    }
}

pub fn moves(number: &Inner) -> bool {
    let parts = [number.eps1, number.eps2, number.eps1eps2];
    parts.iter().any(|part| part.abs() > 0.0)
}
