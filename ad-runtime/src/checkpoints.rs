//! States of a long loop that are kept to run parts of it again, instead of what every trip computes.
//!
//! The forward sweep goes through the trips and keeps the state before some of them. The reverse sweep
//! starts from the last state kept, advances to the trip that is to be run backwards, and keeps states on
//! its way where that saves running the same trips again.
//!
//! With a number of states given, they stand where trips are run again the fewest times: Griewank &
//! Walther, "Algorithm 799: revolve", ACM TOMS 26 (2000). Without one there are two levels, each of
//! about as many states as the square root of the number of trips, and every trip is advanced over once
//! by the reverse sweep.
//!
//! ```
//! use ad_runtime::{Checkpoints, trips_of};
//!
//! let mut trips = 0..1000;
//! let mut checkpoints = Checkpoints::at_most(20, trips_of(&trips));
//! let mut x = 1.0_f64;
//! while let Some(_) = checkpoints.pass(&mut trips, |trips| (trips.clone(), x)) {
//!     x = x.sin();
//! }
//! let mut x_bar = 1.0;
//! let mut replay = checkpoints.replay();
//! while let Some((mut trips, mut x)) = replay.restore() {
//!     while let Some(_) = replay.advance(&mut trips, |trips| (trips.clone(), x)) {
//!         x = x.sin();
//!     }
//!     if let Some(_) = trips.next() {
//!         x_bar *= x.cos();
//!     }
//! }
//! # let mut all = vec![1.0_f64];
//! # for i in 0..1000 { all.push(all[i].sin()); }
//! # let mut expected = 1.0;
//! # for x in all[..1000].iter().rev() { expected *= x.cos(); }
//! # assert_eq!(x_bar.to_bits(), f64::to_bits(expected));
//! ```

use alloc::vec::Vec;

/// Where states are kept.
#[derive(Clone, Copy, Debug)]
enum Schedule {
    /// Before every so many trips, and, of those at hand, before each.
    Spaced(usize),
    /// This many, at the best places.
    AtMost(usize),
}

impl Schedule {
    /// The next trip before which to keep a state, on the way from one before which a state is kept to
    /// `end`, the first that need not be gone through any more. `used` states are kept already.
    fn next(self, from: usize, end: usize, used: usize) -> Option<usize> {
        match self {
            Schedule::Spaced(distance) => Some(from.saturating_add(distance)),
            Schedule::AtMost(count) => {
                let steps = advances(end - from, count.saturating_sub(used))?;
                Some(from + steps)
            }
        }
    }

    /// The same on the way back.
    fn next_again(self, from: usize, end: usize, used: usize) -> Option<usize> {
        match self {
            Schedule::Spaced(_) => Some(from + 1),
            schedule @ Schedule::AtMost(_) => schedule.next(from, end, used),
        }
    }
}

/// β(states, repeats): the most trips that this many states are enough for, if none is advanced over more
/// often than `repeats` times.
fn reach(states: usize, repeats: usize) -> usize {
    let fewer = states.min(repeats) as u128;
    let sum = states as u128 + repeats as u128;
    let mut reach: u128 = 1;
    for i in 1..=fewer {
        reach = reach * (sum - fewer + i) / i;
        if reach > u128::from(u64::MAX) {
            return usize::MAX;
        }
    }
    usize::try_from(reach).unwrap_or(usize::MAX)
}

/// Over how many of `trips` to advance before the next state is kept, with one kept before them and
/// `free` more to keep; none where that is of no use.
fn advances(trips: usize, free: usize) -> Option<usize> {
    if free == 0 || trips <= 1 {
        return None;
    }
    let states = free + 1;
    let mut repeats = 1;
    while reach(states, repeats) < trips {
        repeats += 1;
    }
    // Both parts within the same number of repeats: any such place is as good as another.
    let first = reach(states, repeats - 1);
    let second = trips.saturating_sub(reach(free, repeats - 1));
    Some(first.min(second).max(1))
}

/// The states that the forward sweep keeps.
#[derive(Clone, Debug)]
#[doc(hidden)]
pub struct Checkpoints<S> {
    /// Each with the number of trips before it.
    kept: Vec<(usize, S)>,
    schedule: Schedule,
    /// The trips that the loop is expected to have.
    expected: usize,
    /// The trips that it had.
    trips: usize,
    /// The trip before which the next state is kept.
    due: Option<usize>,
}

/// How many trips an iterator makes, as far as it says.
#[doc(hidden)]
#[inline]
#[must_use]
pub fn trips_of<I: Iterator>(trips: &I) -> usize {
    let (least, most) = trips.size_hint();
    most.unwrap_or(least)
}

impl<S> Checkpoints<S> {
    /// As many states as the square root of the number of trips, in both sweeps.
    #[must_use]
    pub fn spaced(expected: usize) -> Self {
        let mut distance = expected.isqrt();
        distance += usize::from(distance * distance < expected);
        Checkpoints::with(Schedule::Spaced(distance.max(1)), expected)
    }

    /// No more states than `count`, in both sweeps together; one is always kept.
    #[must_use]
    pub fn at_most(count: usize, expected: usize) -> Self {
        Checkpoints::with(Schedule::AtMost(count.max(1)), expected)
    }

    fn with(schedule: Schedule, expected: usize) -> Self {
        Checkpoints {
            kept: Vec::new(),
            schedule,
            expected,
            trips: 0,
            due: Some(0),
        }
    }

    /// The next trip of the forward sweep; the state before it is kept where that is due.
    #[inline]
    pub fn pass<I: Iterator>(
        &mut self,
        trips: &mut I,
        state: impl FnOnce(&I) -> S,
    ) -> Option<I::Item> {
        if self.due == Some(self.trips) {
            self.keep(state(trips));
        }
        let item = trips.next();
        self.trips += usize::from(item.is_some());
        item
    }

    #[cold]
    fn keep(&mut self, state: S) {
        self.kept.push((self.trips, state));
        let (from, used) = (self.trips, self.kept.len());
        let end = self.expected.max(from);
        self.due = self.schedule.next(from, end, used);
    }

    /// The trips again, to be run backwards from the last to the first.
    #[must_use]
    pub fn replay(&self) -> Replay<'_, S> {
        Replay {
            kept: &self.kept,
            again: Vec::new(),
            schedule: self.schedule,
            end: self.trips,
            at: 0,
            due: None,
        }
    }
}

/// The trips of a loop on the way back.
#[derive(Debug)]
#[doc(hidden)]
pub struct Replay<'c, S> {
    /// What the forward sweep has kept, and is still of use.
    kept: &'c [(usize, S)],
    /// What has been kept since, behind it.
    again: Vec<(usize, S)>,
    schedule: Schedule,
    /// The first trip that has been run backwards; while one is advanced to, that one.
    end: usize,
    /// The number of trips before the state at hand.
    at: usize,
    due: Option<usize>,
}

impl<S: Clone> Replay<'_, S> {
    /// A state to advance from to the next trip that is to be run backwards.
    #[inline]
    pub fn restore(&mut self) -> Option<S> {
        let end = self.end;
        self.end = end.checked_sub(1)?;
        while let Some(((at, _), before)) = self.kept.split_last()
            && *at >= end
        {
            self.kept = before;
        }
        let last = match self.again.pop() {
            Some((at, state)) if at == self.end => {
                self.at = at;
                return Some(state);
            }
            Some(last) => {
                let state = (last.0, last.1.clone());
                self.again.push(last);
                Some(state)
            }
            None => self.kept.last().cloned(),
        };
        let (at, state) = last?;
        self.at = at;
        self.due = self.schedule.next_again(at, end, self.used());
        Some(state)
    }

    /// The next trip to advance over; none where the next is the one to be run backwards. The state before
    /// it is kept where that saves trips.
    #[inline]
    pub fn advance<I: Iterator>(
        &mut self,
        trips: &mut I,
        state: impl FnOnce(&I) -> S,
    ) -> Option<I::Item> {
        if self.at == self.end {
            return None;
        }
        if self.due == Some(self.at) {
            self.again.push((self.at, state(trips)));
            self.due = self.schedule.next_again(self.at, self.end + 1, self.used());
        }
        self.at += 1;
        trips.next()
    }

    fn used(&self) -> usize {
        self.kept.len() + self.again.len()
    }
}

#[cfg(test)]
mod tests;
