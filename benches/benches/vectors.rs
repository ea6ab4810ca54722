//! Times derivatives of functions of vectors and matrices, and prints ratios: to the same functions of numbers, and to the
//! functions themselves.
//!
//! The contestants take turns within every sample; a ratio is that of the fastest samples. Before anything is timed, they
//! must agree.

mod timing;

use ad_benches::vectors;
use timing::{assert_agree, fastest, hidden, judged, peak, word};

/// Points per call; few enough to stay in the first-level cache.
const POINTS: u32 = 16;

fn main() {
    println!(
        "{:<46}{:>10}{:>10}{:>20}{:>8}",
        "contestant, over another", "ns", "other ns", "ratio", "kB"
    );
    let points = vectors::triangles(POINTS);
    row(
        "a triangle: vectors, numbers",
        1.1,
        &points,
        vectors::of_vectors,
        vectors::of_numbers,
        true,
    );
    let points = vectors::clouds(POINTS);
    row(
        "a potential: vectors, numbers",
        1.1,
        &points,
        vectors::cloud_of_vectors,
        vectors::cloud_of_numbers,
        true,
    );
    let systems = vectors::systems(POINTS);
    row(
        "6 × 6 solve: gradient, plain",
        2.5,
        &systems,
        vectors::gradient_of_solution,
        vectors::solution,
        false,
    );
}

fn row<I>(
    name: &str,
    most: f64,
    points: &[I],
    contestant: fn(&I) -> Vec<f64>,
    other: fn(&I) -> Vec<f64>,
    agree: bool,
) {
    if word().is_some_and(|word| !name.contains(&word)) {
        return;
    }
    for point in points.iter().filter(|_| agree) {
        assert_agree(name, &contestant(point), &other(point));
    }
    let [ours, others] = fastest([&of_all(points, contestant), &of_all(points, other)]);
    let nanoseconds = |seconds: f64| seconds * 1e9 / f64::from(POINTS);
    println!(
        "{name:<46}{:>10.1}{:>10.1}{:>20}{:>8.1}",
        nanoseconds(ours),
        nanoseconds(others),
        judged(ours / others, most),
        peak(of_all(points, contestant))
    );
}

/// A call for each of the points.
fn of_all<I>(points: &[I], contestant: fn(&I) -> Vec<f64>) -> impl Fn() {
    let calls: Vec<_> = points
        .iter()
        .map(|point| hidden(point, contestant))
        .collect();
    move || calls.iter().for_each(|call| call())
}
