//! Which inputs a value depends on.

use alloc::vec;
use alloc::vec::Vec;
use core::cell::{Cell, RefCell};
use core::fmt::{self, Debug, Formatter};
use core::ptr;

use num_traits::Float;

use super::unions::{Id, LANES, Lists, Unions, lanes, number};
use super::{Scalars, TangentScalar};
use crate::elements::Elements;
use crate::sparsity::Sparsity;

/// The set of inputs that a value depends on, as a tangent: sums unite sets, factors change nothing.
///
/// A factor of zero does not either. So the set may hold more inputs than there are derivatives that are not zero here,
/// and holds all there are anywhere along the same path through branches and loops.
///
/// The set itself is kept by [`Dependences`]; this is a copyable handle.
///
/// ```
/// use ad_runtime::TangentScalar;
/// use ad_runtime::scalar::Dependences;
///
/// /// The tangents of `x / 2 + z`, `-y` and 1.
/// fn tangents<D: TangentScalar<f64>>([x_dot, y_dot, z_dot]: [D; 3]) -> [D; 3] {
///     [x_dot.times(0.5).plus(z_dot), y_dot.negated(), D::zero()]
/// }
///
/// let inputs = Dependences::new(3);
/// let mut outputs = tangents([0, 1, 2].map(|index| inputs.input(index)));
/// let pattern = inputs.sparsity(&mut outputs);
/// assert_eq!(pattern.row(0), [0, 2]);
/// assert_eq!(pattern.row(1), [1]);
/// assert_eq!(pattern.row(2), []);
/// ```
#[derive(Clone, Copy, Default)]
pub struct Dependence<'a>(Option<(&'a Dependences, Id)>);

/// The sets of inputs that the values of one evaluation depend on.
///
/// A union takes constant time and twelve bytes, which are given back when this is dropped. Asking for the pattern then
/// takes a walk for each output, over the unions it is made of and that are not known from other outputs; or, where
/// that is less, a walk over all unions for every 64 inputs.
///
/// ```
/// use ad_runtime::TangentScalar;
/// use ad_runtime::scalar::{Dependence, Dependences};
///
/// /// The tangents of second differences.
/// fn second<D: TangentScalar<f64>>(x_dot: &[D]) -> Vec<D> {
///     x_dot.windows(3).map(|w| w[0].minus(w[1].times(2.0)).plus(w[2])).collect()
/// }
///
/// let inputs = Dependences::new(5);
/// let mut x_dot = [Dependence::default(); 5];
/// inputs.seed(&mut x_dot);
/// let pattern = inputs.sparsity(&mut second(&x_dot));
/// assert!(inputs.is_static());
/// assert_eq!(pattern.to_string(), "3 × 5, 9 entries");
/// ```
pub struct Dependences {
    inputs: usize,
    sets: RefCell<Unions<Id>>,
    decided: Cell<bool>,
}

impl Dependences {
    /// For a function of so many inputs.
    #[must_use]
    pub fn new(inputs: usize) -> Self {
        Self {
            inputs,
            sets: RefCell::new(Unions::of_inputs(inputs)),
            decided: Cell::new(false),
        }
    }

    /// The set of one input.
    ///
    /// # Panics
    ///
    /// If there is no such input.
    #[must_use]
    pub fn input(&self, index: usize) -> Dependence<'_> {
        assert!(index < self.inputs, "input {index} of {}", self.inputs);
        Dependence(Some((self, number(index))))
    }

    /// Gives each element of the inputs' tangent the set of that input.
    ///
    /// # Panics
    ///
    /// If there are more or fewer elements than inputs.
    pub fn seed<'a>(&'a self, tangent: &mut impl Elements<Dependence<'a>>) {
        let mut index = 0;
        tangent.for_each_element(&mut |element| {
            *element = self.input(index);
            index += 1;
        });
        assert_eq!(index, self.inputs, "as many elements as inputs");
    }

    /// Whether all of the path through branches, loops and indices was independent of the inputs, such that what was
    /// found at one point is so at every other.
    #[must_use]
    pub fn is_static(&self) -> bool {
        !self.decided.get()
    }

    /// The pattern of the Jacobian: a row for each element of the outputs' tangent, a column for each input.
    ///
    /// It holds at every point: where a decision depended on an input, it is dense.
    #[must_use]
    pub fn sparsity<'a>(&'a self, outputs: &mut impl Elements<Dependence<'a>>) -> Sparsity {
        if self.is_static() {
            self.sparsity_here(outputs)
        } else {
            Sparsity::dense(outputs.count_elements(), self.inputs)
        }
    }

    /// The pattern of the Jacobian along the path that was taken, whatever it depended on.
    #[must_use]
    pub fn sparsity_here<'a>(&'a self, outputs: &mut impl Elements<Dependence<'a>>) -> Sparsity {
        let mut roots = Vec::new();
        outputs.for_each_element(&mut |output| roots.push(output.id_in(self)));
        self.by_lists(&roots)
            .unwrap_or_else(|| self.by_masks(&roots))
    }

    /// The inputs that each set holds, from lists of them, if that pays.
    pub(super) fn by_lists(&self, roots: &[Option<Id>]) -> Option<Sparsity> {
        let sets = self.sets.borrow();
        let mut lists = Lists::new(&sets, self.inputs);
        // From the sets that were made first to those made of them.
        let mut in_order: Vec<Id> = roots.iter().flatten().copied().collect();
        in_order.sort_unstable();
        for set in in_order {
            lists.list(set)?;
        }
        let rows = roots.iter().map(|root| {
            let list = root.and_then(|set| lists.list(set));
            list.map_or_else(Vec::new, |list| lists.inputs(list).collect())
        });
        Some(Sparsity::from_rows(self.inputs, rows))
    }

    /// The inputs that each set holds, by a pass over all sets for some inputs at a time.
    pub(super) fn by_masks(&self, roots: &[Option<Id>]) -> Sparsity {
        let sets = self.sets.borrow();
        let mut rows = vec![Vec::new(); roots.len()];
        for first in (0..self.inputs).step_by(LANES) {
            let masks = sets.which_hold(first);
            for (row, root) in rows.iter_mut().zip(roots) {
                let mask = root.map_or(0, |set| masks[set as usize]);
                row.extend(lanes(mask).map(|lane| first + lane));
            }
        }
        Sparsity::from_rows(self.inputs, rows)
    }
}

impl Debug for Dependences {
    fn fmt(&self, f: &mut Formatter) -> fmt::Result {
        f.debug_struct("Dependences")
            .field("inputs", &self.inputs)
            .field("is_static", &self.is_static())
            .finish_non_exhaustive()
    }
}

impl Dependence<'_> {
    /// The numbers of the inputs, in order.
    ///
    /// It takes a walk over all unions that the set is made of.
    #[must_use]
    pub fn inputs(self) -> Vec<usize> {
        let Some((arena, set)) = self.0 else {
            return vec![];
        };
        let leaves = arena.sets.borrow().leaves(set);
        let mut inputs: Vec<usize> = leaves.into_iter().map(|input| input as usize).collect();
        inputs.sort_unstable();
        inputs
    }

    pub(super) fn id_in(self, arena: &Dependences) -> Option<Id> {
        let (own, set) = self.0?;
        assert!(ptr::eq(own, arena), "a set of the same evaluation");
        Some(set)
    }

    fn union(self, other: Self) -> Self {
        let (Some((arena, a)), Some(_)) = (self.0, other.0) else {
            return Dependence(self.0.or(other.0));
        };
        let b = other.id_in(arena);
        let union = |b| arena.sets.borrow_mut().union(a, b);
        Dependence(b.map(|b| (arena, union(b))))
    }
}

impl Dependence<'_> {
    /// That of a constant.
    #[doc(hidden)]
    #[inline]
    #[must_use]
    pub fn zero() -> Self {
        Self::default()
    }
}

impl<T: Float> TangentScalar<T> for Dependence<'_> {
    const RECORDS_DECISIONS: bool = true;

    fn zero() -> Self {
        Dependence(None)
    }

    fn plus(self, other: Self) -> Self {
        self.union(other)
    }

    fn minus(self, other: Self) -> Self {
        self.union(other)
    }

    fn negated(self) -> Self {
        self
    }

    fn times(self, _factor: T) -> Self {
        self
    }

    fn over(self, _divisor: T) -> Self {
        self
    }

    fn decides(self) {
        if let Some((arena, _)) = self.0 {
            arena.decided.set(true);
        }
    }
}

impl Scalars<Self> for Dependence<'_> {
    #[inline]
    fn for_each_scalar(&self, visit: &mut impl FnMut(&Self)) {
        visit(self);
    }
}

impl Elements<Self> for Dependence<'_> {
    fn for_each_element(&mut self, visit: &mut impl FnMut(&mut Self)) {
        visit(self);
    }
}

/// The numbers of the inputs.
impl Debug for Dependence<'_> {
    fn fmt(&self, f: &mut Formatter) -> fmt::Result {
        f.debug_set().entries(self.inputs()).finish()
    }
}
