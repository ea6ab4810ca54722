//! Gradients of functions that are checked by hand, without `case!`.

/// The gradient by central differences.
pub fn differences(f: impl Fn(&[f64]) -> f64, x: &[f64]) -> Vec<f64> {
    const STEP: f64 = 1e-6;
    let moved = |index: usize, by: f64| {
        let mut x = x.to_vec();
        x[index] += by;
        f(&x)
    };
    let slopes = (0..x.len()).map(|i| (moved(i, STEP) - moved(i, -STEP)) / (2.0 * STEP));
    slopes.collect()
}

/// Asserts that two lists agree as far as [`differences`] can tell.
///
/// # Panics
/// If an element differs by more, or is NaN.
#[track_caller]
pub fn assert_near(actual: &[f64], expected: &[f64]) {
    assert_eq!(actual.len(), expected.len());
    for (a, b) in actual.iter().zip(expected) {
        assert!((a - b).abs() < 1e-6 * (1.0 + b.abs()), "{a}, not {b}");
    }
}
