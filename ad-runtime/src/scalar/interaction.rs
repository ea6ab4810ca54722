//! Which pairs of inputs a value depends on other than linearly.
//!
//! Walther 2008, "Computing sparse Hessians with automatic differentiation", with what is united kept as a union until
//! the pattern is asked for.

use alloc::vec;
use alloc::vec::Vec;
use core::cell::{Cell, RefCell};
use core::fmt::{self, Debug, Formatter};
use core::ptr;

use num_traits::Float;

use super::unions::{Id, LANES, Lists, Unions, lanes, number};
use super::{Binary, Scalars, TangentScalar, Unary};
use crate::elements::Elements;
use crate::sparsity::Sparsity;

/// The inputs that a value depends on, and the pairs of them by which its second derivatives may not be zero, as a
/// tangent.
///
/// A product makes every input of one factor interact with every input of the other, any other function that is not
/// linear all of its inputs with each other.
///
/// The sets themselves are kept by [`Interactions`]; this is a copyable handle.
///
/// ```
/// use ad_runtime::TangentScalar;
/// use ad_runtime::scalar::{Binary, Interactions, Unary};
///
/// /// The tangent of `x * y + z.sin()`.
/// fn tangent<D: TangentScalar<f64>>([x, y, z]: [f64; 3], [x_dot, y_dot, z_dot]: [D; 3]) -> D {
///     let linear = x_dot.times(y).plus(y_dot.times(x));
///     let product = linear.binary(Binary::Product, (x, x_dot), (y, y_dot), x * y);
///     product.plus(z_dot.times(z.cos()).unary(Unary::Sin, (z, z_dot), z.sin()))
/// }
///
/// let inputs = Interactions::new(3);
/// let output = tangent([2.0, 3.0, 4.0], [0, 1, 2].map(|index| inputs.input(index)));
/// let pattern = inputs.sparsity(output);
/// assert_eq!(pattern.row(0), [1]);
/// assert_eq!(pattern.row(1), [0]);
/// assert_eq!(pattern.row(2), [2]);
/// ```
#[derive(Clone, Copy, Default)]
pub struct Interaction<'a>(Option<Active<'a>>);

#[derive(Clone, Copy)]
struct Active<'a> {
    arena: &'a Interactions,
    set: Id,
    pairs: Option<Id>,
}

/// The sets of inputs, and of pairs of inputs, of the values of one evaluation.
///
/// An operation takes constant time and at most three times twelve bytes, which are given back when this is dropped.
/// Asking for the pattern then takes a walk over them, and for each product of different sets the time to write it out;
/// or, where that is less, two walks over all of them for every 64 inputs.
///
/// ```
/// use ad_runtime::TangentScalar;
/// use ad_runtime::scalar::{Interaction, Interactions, Unary};
///
/// /// The tangent of a sum of squares of differences of neighbours, all of them 0.5.
/// fn tangent<D: TangentScalar<f64>>(x_dot: &[D]) -> D {
///     x_dot.windows(2).fold(D::zero(), |sum, w| {
///         let a_dot = w[1].minus(w[0]);
///         sum.plus(a_dot.unary(Unary::Powi(2), (0.5, a_dot), 0.25))
///     })
/// }
///
/// let inputs = Interactions::new(100);
/// let mut x_dot = vec![Interaction::default(); 100];
/// inputs.seed(&mut x_dot);
/// let pattern = inputs.sparsity(tangent(&x_dot));
/// assert!(inputs.is_static());
/// assert_eq!(pattern.nnz(), 100 + 2 * 99);
/// ```
pub struct Interactions {
    inputs: usize,
    nodes: RefCell<Nodes>,
    decided: Cell<bool>,
}

struct Nodes {
    sets: Unions<Id>,
    /// Sets of pairs: a leaf stands for all pairs of an input of one set with an input of another.
    pairs: Unions<(Id, Id)>,
}

impl Interactions {
    /// For a function of so many inputs.
    #[must_use]
    pub fn new(inputs: usize) -> Self {
        let nodes = Nodes {
            sets: Unions::of_inputs(inputs),
            pairs: Unions::new(),
        };
        Self {
            inputs,
            nodes: RefCell::new(nodes),
            decided: Cell::new(false),
        }
    }

    /// One input.
    ///
    /// # Panics
    ///
    /// If there is no such input.
    #[must_use]
    pub fn input(&self, index: usize) -> Interaction<'_> {
        assert!(index < self.inputs, "input {index} of {}", self.inputs);
        Interaction(Some(Active {
            arena: self,
            set: number(index),
            pairs: None,
        }))
    }

    /// Makes each element of the inputs' tangent that input.
    ///
    /// # Panics
    ///
    /// If there are more or fewer elements than inputs.
    pub fn seed<'a>(&'a self, tangent: &mut impl Elements<Interaction<'a>>) {
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

    /// The pattern of the Hessian, which is symmetric.
    ///
    /// It holds at every point: where a decision depended on an input, it is dense.
    #[must_use]
    pub fn sparsity(&self, output: Interaction<'_>) -> Sparsity {
        if self.is_static() {
            self.sparsity_here(output)
        } else {
            Sparsity::dense(self.inputs, self.inputs)
        }
    }

    /// The pattern of the Hessian along the path that was taken, whatever it depended on.
    #[must_use]
    pub fn sparsity_here(&self, output: Interaction<'_>) -> Sparsity {
        let pairs = output.active_in(self).and_then(|active| active.pairs);
        let nodes = self.nodes.borrow();
        let products = pairs.map_or_else(Vec::new, |pairs| nodes.pairs.leaves(pairs));
        self.by_lists(&nodes.sets, &products)
            .unwrap_or_else(|| self.by_masks(&nodes.sets, &products))
    }

    /// All pairs of some products, from lists of the inputs of each set, if that pays.
    fn by_lists(&self, sets: &Unions<Id>, products: &[(Id, Id)]) -> Option<Sparsity> {
        let (lists, products) = different_products(Lists::new(sets, self.inputs), products)?;
        // The lists that each input has pairs with.
        let mut partners = vec![Vec::new(); self.inputs];
        for (a, b) in products {
            lists.inputs(a).for_each(|input| partners[input].push(b));
            if a != b {
                lists.inputs(b).for_each(|input| partners[input].push(a));
            }
        }
        let mut in_row = vec![usize::MAX; self.inputs];
        let rows = partners.into_iter().enumerate().map(|(row, partners)| {
            let cols = partners.into_iter().flat_map(|list| lists.inputs(list));
            let new = |col: &usize| core::mem::replace(&mut in_row[*col], row) != row;
            cols.filter(new).collect::<Vec<_>>()
        });
        Some(Sparsity::from_rows(self.inputs, rows))
    }

    /// All pairs of some products, by passes over all sets for some rows at a time.
    fn by_masks(&self, sets: &Unions<Id>, products: &[(Id, Id)]) -> Sparsity {
        let mut rows = vec![Vec::new(); self.inputs];
        for first in (0..self.inputs).step_by(LANES) {
            let hold = sets.which_hold(first);
            // The rows that have pairs with all of a set.
            let mut masks = vec![0; sets.len()];
            for (a, b) in products {
                masks[*b as usize] |= hold[*a as usize];
                masks[*a as usize] |= hold[*b as usize];
            }
            sets.hand_down(&mut masks);
            for (col, mask) in masks[..self.inputs].iter().enumerate() {
                lanes(*mask).for_each(|lane| rows[first + lane].push(col));
            }
        }
        Sparsity::from_rows(self.inputs, rows)
    }

    /// The pattern of an output by lists, if that pays, and by masks.
    #[cfg(test)]
    pub(super) fn both_ways(&self, output: Interaction<'_>) -> [Option<Sparsity>; 2] {
        let pairs = output.active_in(self).and_then(|active| active.pairs);
        let nodes = self.nodes.borrow();
        let products = pairs.map_or_else(Vec::new, |pairs| nodes.pairs.leaves(pairs));
        [
            self.by_lists(&nodes.sets, &products),
            Some(self.by_masks(&nodes.sets, &products)),
        ]
    }
}

/// The products of sets, as products of lists, each once.
fn different_products<'a>(
    mut lists: Lists<'a>,
    products: &[(Id, Id)],
) -> Option<(Lists<'a>, Vec<(u32, u32)>)> {
    // From the sets that were made first to those made of them.
    let mut operands: Vec<Id> = products.iter().flat_map(|(a, b)| [*a, *b]).collect();
    operands.sort_unstable();
    for set in operands {
        lists.list(set)?;
    }
    let mut of_lists = Vec::with_capacity(products.len());
    for (a, b) in products {
        let (a, b) = (lists.list(*a)?, lists.list(*b)?);
        of_lists.push((a.min(b), a.max(b)));
    }
    of_lists.sort_unstable();
    of_lists.dedup();
    Some((lists, of_lists))
}

impl Debug for Interactions {
    fn fmt(&self, f: &mut Formatter) -> fmt::Result {
        f.debug_struct("Interactions")
            .field("inputs", &self.inputs)
            .field("is_static", &self.is_static())
            .finish_non_exhaustive()
    }
}

impl<'a> Interaction<'a> {
    fn active_in(self, arena: &Interactions) -> Option<Active<'a>> {
        let active = self.0?;
        assert!(ptr::eq(active.arena, arena), "a set of the same evaluation");
        Some(active)
    }

    fn union(self, other: Self) -> Self {
        let (Some(a), Some(_)) = (self.0, other.0) else {
            return Interaction(self.0.or(other.0));
        };
        Interaction(other.active_in(a.arena).map(|b| {
            let mut nodes = a.arena.nodes.borrow_mut();
            Active {
                arena: a.arena,
                set: nodes.sets.union(a.set, b.set),
                pairs: match (a.pairs, b.pairs) {
                    (Some(a), Some(b)) => Some(nodes.pairs.union(a, b)),
                    (pairs, None) | (None, pairs) => pairs,
                },
            }
        }))
    }

    /// This, and every input of `a` interacting with every input of `b`.
    fn with_product(self, a: Self, b: Self) -> Self {
        let (Some(a), Some(b)) = (a.0, b.0) else {
            return self;
        };
        // Of a function of them, this depends on both: nothing else is added.
        let with = self.union(Interaction(Some(Active { pairs: None, ..a })));
        let with = with.union(Interaction(Some(Active { pairs: None, ..b })));
        Interaction(with.0.map(|active| {
            let mut nodes = active.arena.nodes.borrow_mut();
            let product = nodes.pairs.leaf((a.set.min(b.set), a.set.max(b.set)));
            let pairs = active.pairs;
            Active {
                pairs: Some(pairs.map_or(product, |pairs| nodes.pairs.union(pairs, product))),
                ..active
            }
        }))
    }
}

impl Interaction<'_> {
    /// That of a constant.
    #[doc(hidden)]
    #[inline]
    #[must_use]
    pub fn zero() -> Self {
        Self::default()
    }
}

impl<T: Float> TangentScalar<T> for Interaction<'_> {
    const RECORDS_DECISIONS: bool = true;

    fn zero() -> Self {
        Interaction(None)
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

    fn unary(self, function: Unary, (_, x): (T, Self), _r: T) -> Self {
        match function {
            Unary::Powi(0 | 1) => self,
            _ => self.with_product(x, x),
        }
    }

    fn binary(self, function: Binary, (_, x): (T, Self), (_, y): (T, Self), _r: T) -> Self {
        match function {
            Binary::Product => self.with_product(x, y),
            Binary::Quotient => self.with_product(x, y).with_product(y, y),
            Binary::Hypot | Binary::Atan2 | Binary::Log | Binary::Powf => {
                let both = x.union(y);
                self.with_product(both, both)
            }
        }
    }

    fn opaque(self) -> Self {
        self.with_product(self, self)
    }

    fn decides(self) {
        if let Some(active) = self.0 {
            active.arena.decided.set(true);
        }
    }
}

impl Scalars<Self> for Interaction<'_> {
    #[inline]
    fn for_each_scalar(&self, visit: &mut impl FnMut(&Self)) {
        visit(self);
    }
}

impl Elements<Self> for Interaction<'_> {
    fn for_each_element(&mut self, visit: &mut impl FnMut(&mut Self)) {
        visit(self);
    }
}

/// The numbers of the inputs.
impl Debug for Interaction<'_> {
    fn fmt(&self, f: &mut Formatter) -> fmt::Result {
        let mut inputs = self.0.map_or_else(Vec::new, |active| {
            let nodes = active.arena.nodes.borrow();
            nodes.sets.leaves(active.set)
        });
        inputs.sort_unstable();
        f.debug_set().entries(inputs).finish()
    }
}
