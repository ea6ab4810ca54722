//! A million Runge–Kutta steps of Lotka and Volterra's equations: the same function with and without states kept in
//! place of all that the steps compute.

use ad_runtime::differentiate;

/// The steps.
pub const STEPS: usize = 1_000_000;
const STEP: f64 = 0.01;

macro_rules! populations {
    ($name:ident $($mark:tt)*) => {
        /// The populations after so many steps, by the four rates.
        #[differentiate]
        #[must_use]
        pub fn $name(birth: f64, hunt: f64, feed: f64, death: f64, steps: usize) -> f64 {
            let (mut x, mut y) = (10.0, 5.0);
            $($mark)*
            for _ in 0..steps {
                let (k1x, k1y) = (x * (birth - hunt * y), y * (feed * x - death));
                let (x2, y2) = (x + 0.5 * STEP * k1x, y + 0.5 * STEP * k1y);
                let (k2x, k2y) = (x2 * (birth - hunt * y2), y2 * (feed * x2 - death));
                let (x3, y3) = (x + 0.5 * STEP * k2x, y + 0.5 * STEP * k2y);
                let (k3x, k3y) = (x3 * (birth - hunt * y3), y3 * (feed * x3 - death));
                let (x4, y4) = (x + STEP * k3x, y + STEP * k3y);
                let (k4x, k4y) = (x4 * (birth - hunt * y4), y4 * (feed * x4 - death));
                x += STEP / 6.0 * (k1x + 2.0 * k2x + 2.0 * k3x + k4x);
                y += STEP / 6.0 * (k1y + 2.0 * k2y + 2.0 * k3y + k4y);
            }
            x + y
        }
    };
}

populations!(keeping_everything);
populations!(spaced #[checkpoint]);
populations!(twenty #[checkpoint(20)]);
populations!(hundred #[checkpoint(100)]);
populations!(thousand #[checkpoint(1000)]);
