//! Third-order dual numbers: derivatives along a curve.

pub use num_dual::Dual3_64 as Inner;

pub const fn constant(value: f64) -> Inner {
    Inner {
        re: value,
        v1: 0.0,
        v2: 0.0,
        v3: 0.0,
    }
}

/// A number with these coefficients of orders 1 to 3.
pub const fn along(value: f64, [first, second, third]: [f64; 3]) -> Inner {
    Inner {
        re: value,
        v1: first,
        v2: 2.0 * second,
        v3: 6.0 * third,
    }
}

pub const fn coefficients(number: &Inner) -> [f64; 3] {
    [number.v1, number.v2 / 2.0, number.v3 / 6.0]
}

pub fn moves(number: &Inner) -> bool {
    let parts = [number.v1, number.v2, number.v3];
    parts.iter().any(|part| part.abs() > 0.0)
}
