use std::collections::BTreeMap;
use std::string::String;
use std::vec::Vec;
use std::{format, vec};

use super::{Checkpoints, advances, reach, trips_of};

/// A loop whose state is the number of trips that have been made.
struct Run {
    /// The trips, as they were run backwards.
    backwards: Vec<usize>,
    /// The trips that the reverse sweep advanced over.
    again: usize,
    /// The most states that were kept at a time.
    most: usize,
}

/// Both sweeps of `trips` trips, where `expected` were.
fn run(mut checkpoints: Checkpoints<(core::ops::Range<usize>, usize)>, trips: usize) -> Run {
    let mut all = 0..trips;
    let mut x = 0;
    while let Some(i) = checkpoints.pass(&mut all, |all| (all.clone(), x)) {
        assert_eq!(i, x, "the forward sweep");
        x += 1;
    }
    let mut run = Run {
        backwards: Vec::new(),
        again: 0,
        most: checkpoints.kept.len(),
    };
    let mut replay = checkpoints.replay();
    while let Some((mut all, mut x)) = replay.restore() {
        run.most = run.most.max(replay.used());
        while let Some(i) = replay.advance(&mut all, |all| (all.clone(), x)) {
            assert_eq!(i, x, "a trip that is advanced over");
            x += 1;
            run.again += 1;
            run.most = run.most.max(replay.used());
        }
        let i = all.next();
        assert_eq!(i, Some(x), "a state before the trip that is run backwards");
        run.backwards.push(x);
    }
    run
}

/// The fewest trips to advance over, with one state before them and `free` more, found by trying all.
fn fewest(trips: usize, free: usize, known: &mut BTreeMap<(usize, usize), usize>) -> usize {
    if trips <= 1 {
        return 0;
    }
    if free == 0 {
        return trips * (trips - 1) / 2;
    }
    if let Some(fewest) = known.get(&(trips, free)) {
        return *fewest;
    }
    let all = (1..trips)
        .map(|first| first + fewest(trips - first, free - 1, known) + fewest(first, free, known));
    let least = all.min().unwrap_or(0);
    known.insert((trips, free), least);
    least
}

#[test]
fn every_trip_is_run_backwards_once_from_the_last_to_the_first() {
    for trips in 0..130 {
        let expected: Vec<usize> = (0..trips).rev().collect();
        for count in 1..13 {
            let run = run(Checkpoints::at_most(count, trips), trips);
            assert_eq!(run.backwards, expected, "{count} states");
            assert!(run.most <= count, "{} of {count} states", run.most);
        }
        let run = run(Checkpoints::spaced(trips), trips);
        assert_eq!(run.backwards, expected);
    }
}

#[test]
fn no_trip_is_run_again_that_need_not_be() {
    let mut known = BTreeMap::new();
    for trips in 1..100 {
        for count in 1..9 {
            let checkpoints = Checkpoints::at_most(count, trips);
            // The forward sweep has made the way to its last state already.
            let mut last = 0;
            let mut used = 1;
            while let Some(steps) = advances(trips - last, count - used) {
                last += steps;
                used += 1;
            }
            let run = run(checkpoints, trips);
            let fewest = fewest(trips, count - 1, &mut known);
            assert_eq!(run.again + last, fewest, "{trips} trips, {count} states");
            // The closed form of Griewank & Walther.
            let repeats = (0..trips).find(|r| reach(count, *r) >= trips).unwrap_or(0);
            let bound = if repeats == 0 {
                0
            } else {
                repeats * trips - reach(count + 1, repeats - 1)
            };
            assert_eq!(fewest, bound, "{trips} trips, {count} states");
        }
    }
}

#[test]
fn square_roots_advance_over_no_trip_twice() {
    for trips in [0, 1, 2, 3, 4, 99, 100, 101, 1000, 4099] {
        let run = run(Checkpoints::spaced(trips), trips);
        assert_eq!(run.backwards.len(), trips);
        assert!(run.again <= trips, "{} of {trips} trips", run.again);
        assert!(run.most <= 2 * (trips.isqrt() + 1), "{} states", run.most);
    }
}

#[test]
fn a_loop_may_be_left_early_or_be_longer_than_expected() {
    for trips in 0..60 {
        for expected in 0..60 {
            let backwards: Vec<usize> = (0..trips).rev().collect();
            for count in 1..6 {
                let run = run(Checkpoints::at_most(count, expected), trips);
                assert_eq!(
                    run.backwards, backwards,
                    "{count} states, {expected} expected"
                );
                assert!(run.most <= count);
            }
            assert_eq!(
                run(Checkpoints::spaced(expected), trips).backwards,
                backwards
            );
        }
    }
}

#[test]
fn a_replay_leaves_what_is_kept_as_it_is() {
    let mut checkpoints = Checkpoints::at_most(3, 20);
    let mut all = 0..20;
    let mut text = String::new();
    while let Some(i) = checkpoints.pass(&mut all, |all| (all.clone(), text.clone())) {
        text = format!("{text}{}", i % 10);
    }
    let lengths = || {
        let mut lengths = vec![];
        let mut replay = checkpoints.replay();
        while let Some((mut all, mut text)) = replay.restore() {
            while let Some(i) = replay.advance(&mut all, |all| (all.clone(), text.clone())) {
                text = format!("{text}{}", i % 10);
            }
            lengths.push(text.len());
        }
        lengths
    };
    assert_eq!(lengths(), (0..20).rev().collect::<Vec<_>>());
    assert_eq!(lengths(), (0..20).rev().collect::<Vec<_>>());
}

#[test]
fn many_trips_are_no_sum_too_large() {
    assert_eq!(reach(3, 2), 10);
    assert_eq!(reach(usize::MAX, 2), usize::MAX);
    assert!(advances(1_000_000_000, 30).is_some());
    assert_eq!(trips_of(&(0..7).step_by(2)), 4);
}
