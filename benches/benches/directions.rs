//! Times forward mode over several directions at once, generated Jacobians and power series, and prints their ratios.
//!
//! The contestants take turns within every sample; a ratio is that of the fastest samples. Before anything is timed, they
//! must agree.
//!
//! `cargo bench -p ad-benches --bench directions -- Jacobian` runs the rows whose names contain a word.

mod timing;

use ad_benches::{directions, reprojection};
use timing::{assert_agree, fastest, hidden, judged, peak, word};

/// Points per call; few enough to stay in the first-level cache.
const POINTS: u32 = 16;

type Numbers<R> = fn(R) -> Vec<f64>;

fn main() {
    let table = Table { word: word() };
    println!(
        "{:<46}{:>10}{:>10}{:>20}{:>8}",
        "contestant, over another", "ns", "other ns", "ratio", "kB"
    );
    let points = directions::inputs(POINTS);
    let slopes: Numbers<_> = |(value, slopes): directions::Slopes| [&[value][..], &slopes].concat();
    table.row(
        "8 directions at once, one by one",
        1.0,
        &points,
        (directions::at_once, slopes),
        (directions::one_by_one, slopes),
    );
    table.row(
        "a series of order 20, the plain function",
        f64::INFINITY,
        &points,
        (directions::series, |(value, _)| vec![value]),
        (directions::plain, |value| vec![value]),
    );
    let points = reprojection::inputs(POINTS);
    let elements: Numbers<_> = |rows: reprojection::Jacobian| rows.concat();
    let hand = (reprojection::hand as fn(&_) -> _, elements);
    for (name, most, contestant) in [
        (
            "Jacobian 2 × 15, by hand",
            1.2,
            reprojection::whole as fn(&_) -> _,
        ),
        (
            "Jacobian by two pullbacks, by hand",
            f64::INFINITY,
            reprojection::ours,
        ),
        (
            "Jacobian by 15 directions at once, by hand",
            f64::INFINITY,
            reprojection::forward,
        ),
    ] {
        table.row(name, most, &points, (contestant, elements), hand);
    }
}

/// Which rows are wanted.
struct Table {
    word: Option<String>,
}

impl Table {
    fn row<I, R, Q>(
        &self,
        name: &str,
        most: f64,
        points: &[I],
        (contestant, numbers): (fn(&I) -> R, Numbers<R>),
        (other, other_numbers): (fn(&I) -> Q, Numbers<Q>),
    ) {
        if self.word.as_ref().is_some_and(|word| !name.contains(word)) {
            return;
        }
        for point in points {
            let (ours, others) = (numbers(contestant(point)), other_numbers(other(point)));
            assert_agree(name, &ours, &others);
        }
        let [ours, others] = fastest([&of_all(points, contestant), &of_all(points, other)]);
        let memory = peak(of_all(points, contestant));
        let nanoseconds = |seconds: f64| seconds * 1e9 / f64::from(POINTS);
        println!(
            "{name:<46}{:>10.1}{:>10.1}{:>20}{:>8.1}",
            nanoseconds(ours),
            nanoseconds(others),
            judged(ours / others, most),
            memory
        );
    }
}

/// A call for each of the points.
fn of_all<I, R>(points: &[I], contestant: fn(&I) -> R) -> impl Fn() {
    let calls: Vec<_> = points
        .iter()
        .map(|point| hidden(point, contestant))
        .collect();
    move || calls.iter().for_each(|call| call())
}
