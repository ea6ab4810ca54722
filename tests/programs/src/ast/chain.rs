//! Iterators: where the items come from, what is done to them, what becomes of them.

use super::{Closure, Expr, Type};

/// An iterator.
#[derive(Clone, Debug)]
pub struct Chain {
    /// Where the items come from.
    pub source: Source,
    /// What is done to them, first to last.
    pub adaptors: Vec<Adaptor>,
}

/// Where items come from.
#[derive(Clone, Debug)]
pub enum Source {
    /// `start..end`
    Range {
        /// The first number.
        start: Expr,
        /// The end.
        end: Expr,
        /// `start..=end`
        inclusive: bool,
    },
    /// The elements of a sequence.
    Elements(Expr, Access),
    /// Parts of a sequence, of so many elements.
    Parts(Expr, Cut, usize),
}

/// How elements are given away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// `a.iter()`
    Iter,
    /// `&a`
    Borrowed,
    /// `a.into_iter()`, of an array
    Value,
    /// `a.iter_mut()`
    IterMut,
    /// `&mut a`
    BorrowedMut,
}

/// How a sequence is cut into parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cut {
    /// `a.windows(n)`
    Windows,
    /// `a.chunks(n)`
    Chunks,
    /// `a.chunks_exact(n)`
    ChunksExact,
}

/// What is done to the items of an iterator.
#[derive(Clone, Debug)]
pub enum Adaptor {
    /// `.copied()`
    Copied,
    /// `.cloned()`
    Cloned,
    /// `.enumerate()`
    Enumerate,
    /// `.rev()`
    Rev,
    /// `.skip(n)`
    Skip(usize),
    /// `.take(n)`
    Take(usize),
    /// `.step_by(n)`
    StepBy(usize),
    /// `.zip(other)`
    Zip(Box<Chain>),
    /// `.map(|item| value)`
    Map(Closure),
    /// `.filter(|item| condition)`
    Filter(Closure),
}

/// What becomes of the items of an iterator.
#[derive(Clone, Debug)]
pub enum End {
    /// `.sum::<T>()`
    Sum(Type),
    /// `.product::<T>()`
    Product(Type),
    /// `.fold(init, |so_far, item| value)`
    Fold(Expr, Closure),
    /// `.collect::<Vec<T>>()`
    Collect(Type),
}

impl Access {
    /// Whether elements are written through it.
    #[must_use]
    pub fn is_mutable(self) -> bool {
        matches!(self, Access::IterMut | Access::BorrowedMut)
    }
}
