//! Remainders. Every other rounding operation has derivative 0 or 1.

use num_traits::Float;

/// `r = x % y` or `x.rem_euclid(y)`, each with its own `r`: ∂r/∂y = −q, the integer for which
/// x = q y + r.
///
/// Rounding (x − r)/y to nearest finds q where truncating x/y picks a neighbour, as it does for
/// many x that are multiples of y.
#[inline]
pub fn rem<T: Float>(x: T, y: T, r: T) -> T {
    -((x - r) / y).round()
}
