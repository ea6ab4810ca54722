//! Functions of which several directions are wanted at once, or a power series.

use ad_runtime::{Series, differentiate};

/// Directions at once.
pub const LANES: usize = 8;
/// Order of the power series.
pub const ORDER: usize = 20;

/// A softmax, weighed: exponentials, a quotient, sums in loops.
#[differentiate]
fn softmax(x: &[f64; 16], scale: f64) -> f64 {
    let mut sum = 0.0;
    let mut weighed = 0.0;
    for i in 0..16 {
        let weight = (scale * x[i]).exp();
        sum += weight;
        weighed += weight * x[i] * x[15 - i];
    }
    weighed / sum
}

/// A value and its slopes, one for each direction.
pub type Slopes = (f64, [f64; LANES]);

/// A point and directions: those of each float beside each other.
pub struct Input {
    at: [f64; 16],
    scale: f64,
    at_dots: [[f64; LANES]; 16],
    scale_dots: [f64; LANES],
}

/// Points and directions.
#[must_use]
pub fn inputs(count: u32) -> Vec<Input> {
    let spread = |from: f64, i: usize| crate::evenly_spread(1, i) * from - 1.0;
    let input = |[scale, a, b]: [f64; 3]| Input {
        at: std::array::from_fn(|i| spread(a, i)),
        scale,
        at_dots: std::array::from_fn(|i| {
            std::array::from_fn(|lane| spread(b, i) * spread(a, lane))
        }),
        scale_dots: std::array::from_fn(|lane| spread(b, lane)),
    };
    let bounds = [(0.5, 1.5), (1.0, 3.0), (1.0, 2.0)];
    crate::points(count, bounds)
        .into_iter()
        .map(input)
        .collect()
}

/// The plain function.
#[must_use]
#[inline(never)]
pub fn plain(input: &Input) -> f64 {
    softmax(&input.at, input.scale)
}

/// All directions at once.
#[must_use]
#[inline(never)]
pub fn at_once(input: &Input) -> Slopes {
    softmax_jvp_over(&input.at, input.scale, &input.at_dots, input.scale_dots)
}

/// One direction after the other.
#[must_use]
#[inline(never)]
pub fn one_by_one(input: &Input) -> Slopes {
    let (mut value, mut slopes) = (0.0, [0.0; LANES]);
    for (lane, slope) in slopes.iter_mut().enumerate() {
        let at_dot = input.at_dots.map(|dots| dots[lane]);
        (value, *slope) = softmax_jvp(&input.at, input.scale, &at_dot, input.scale_dots[lane]);
    }
    (value, slopes)
}

/// The power series along the first direction.
#[must_use]
#[inline(never)]
pub fn series(input: &Input) -> (f64, Series<f64, ORDER>) {
    let at_series = input.at_dots.map(|dots| Series::along(dots[0]));
    let scale_series = Series::along(input.scale_dots[0]);
    softmax_taylor(&input.at, input.scale, &at_series, scale_series)
}

#[cfg(test)]
mod tests {
    use super::{at_once, inputs, one_by_one, series};
    use crate::tests::assert_agree;

    #[test]
    fn ways_agree() {
        for input in inputs(20) {
            let ((value, slopes), (expected, each)) = (at_once(&input), one_by_one(&input));
            assert_agree(&[value], &[expected], 1e-15);
            assert_agree(&slopes, &each, 1e-12);
            assert_agree(&[series(&input).1[1]], &each[..1], 1e-12);
        }
    }
}
