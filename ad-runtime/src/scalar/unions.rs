//! Sets that are made by uniting others, kept as what they were made of.

use alloc::collections::BTreeMap;
use alloc::rc::Rc;
use alloc::vec;
use alloc::vec::Vec;

/// The number of a node.
pub(super) type Id = u32;

/// No list has been made of this set.
const NO_LIST: u32 = u32::MAX;

/// How many inputs lists may have for each set there is, such that they are not much larger than the sets.
const ITEMS: usize = 8;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Node<L> {
    Leaf(L),
    Union(Id, Id),
}

/// A set is a node: a leaf, or the union of two nodes with smaller numbers. So uniting takes constant time and memory,
/// however large the sets are; what is in one is found out in the end.
pub(super) struct Unions<L> {
    nodes: Vec<Node<L>>,
}

impl<L: Copy + PartialEq> Unions<L> {
    pub(super) fn new() -> Self {
        Self { nodes: Vec::new() }
    }

    pub(super) fn leaf(&mut self, leaf: L) -> Id {
        self.push(Node::Leaf(leaf))
    }

    /// `a ∪ b`, and no new node where that is plain to see.
    pub(super) fn union(&mut self, a: Id, b: Id) -> Id {
        if a == b || self.has_part(a, b) {
            return a;
        }
        if self.has_part(b, a) {
            return b;
        }
        let node = Node::Union(a.min(b), a.max(b));
        match self.nodes.last() {
            Some(last) if *last == node => number(self.nodes.len() - 1),
            _ => self.push(node),
        }
    }

    /// Whether `part` is one of the two sets that `whole` was made of.
    fn has_part(&self, whole: Id, part: Id) -> bool {
        matches!(self.nodes[whole as usize], Node::Union(a, b) if a == part || b == part)
    }

    fn push(&mut self, node: Node<L>) -> Id {
        let id = number(self.nodes.len());
        self.nodes.push(node);
        id
    }

    /// The leaves that `root` is made of, in no order that says anything.
    pub(super) fn leaves(&self, root: Id) -> Vec<L> {
        let mut visited = vec![false; root as usize + 1];
        let mut leaves = Vec::new();
        let mut stack = vec![root];
        while let Some(id) = stack.pop() {
            if core::mem::replace(&mut visited[id as usize], true) {
                continue;
            }
            match self.nodes[id as usize] {
                Node::Leaf(leaf) => leaves.push(leaf),
                Node::Union(a, b) => stack.extend([a, b]),
            }
        }
        leaves
    }
}

impl Unions<Id> {
    /// The sets of one input each; the number of the set is that of the input.
    pub(super) fn of_inputs(inputs: usize) -> Self {
        let nodes = (0..number(inputs)).map(Node::Leaf).collect();
        Self { nodes }
    }

    /// Of each set, which of [`LANES`] inputs are in it, from the first of these.
    pub(super) fn which_hold(&self, first: usize) -> Vec<u64> {
        let mut masks: Vec<u64> = Vec::with_capacity(self.nodes.len());
        for node in &self.nodes {
            masks.push(match *node {
                Node::Union(a, b) => masks[a as usize] | masks[b as usize],
                Node::Leaf(input) => (input as usize)
                    .checked_sub(first)
                    .filter(|lane| *lane < LANES)
                    .map_or(0, |lane| 1 << lane),
            });
        }
        masks
    }

    /// Gives each set, and so each input, the masks of all sets that it is part of.
    pub(super) fn hand_down(&self, masks: &mut [u64]) {
        for (id, node) in self.nodes.iter().enumerate().rev() {
            if let Node::Union(a, b) = *node {
                let mask = masks[id];
                masks[a as usize] |= mask;
                masks[b as usize] |= mask;
            }
        }
    }

    pub(super) fn len(&self) -> usize {
        self.nodes.len()
    }
}

/// The bits of a mask.
pub(super) const LANES: usize = 64;

/// The numbers of the bits that are set in a mask.
pub(super) fn lanes(mask: u64) -> impl Iterator<Item = usize> {
    (0..LANES).filter(move |lane| mask >> lane & 1 == 1)
}

/// The number of a node at a position.
pub(super) fn number(position: usize) -> Id {
    // The last number is not given away: it stands for none.
    let id = u32::try_from(position).ok().filter(|id| *id != u32::MAX);
    id.expect("fewer than 2³² − 1 sets")
}

/// Sets of inputs as sorted lists, each of which is there once.
///
/// A list is made by a walk over the unions that goes no further than to sets that are lists already; so the sets should
/// be asked for from the smallest number to the largest. That suits many sets of few inputs each. Where sets are large, or
/// walks go the same long way again and again, a pass over all unions for every [`LANES`] inputs is less: then no list
/// is made any more.
pub(super) struct Lists<'a> {
    sets: &'a Unions<Id>,
    /// In which walk a node was met last.
    met: Vec<u32>,
    walks: u32,
    /// Which list a node is, or [`NO_LIST`].
    list_of: Vec<u32>,
    all: Vec<Rc<[Id]>>,
    by_content: BTreeMap<Rc<[Id]>, u32>,
    /// How many steps walks may still take, and how many inputs lists may still have.
    steps: usize,
    items: usize,
}

impl<'a> Lists<'a> {
    /// For sets of so many inputs.
    pub(super) fn new(sets: &'a Unions<Id>, inputs: usize) -> Self {
        let passes = inputs / LANES + 1;
        Self {
            steps: sets.len().saturating_mul(passes),
            items: sets.len().saturating_mul(ITEMS),
            sets,
            met: vec![0; sets.nodes.len()],
            walks: 0,
            list_of: vec![NO_LIST; sets.nodes.len()],
            all: Vec::new(),
            by_content: BTreeMap::new(),
        }
    }

    /// The inputs of a list.
    pub(super) fn inputs(&self, list: u32) -> impl ExactSizeIterator<Item = usize> {
        self.all[list as usize].iter().map(|input| *input as usize)
    }

    /// The number of the list of a set, if it still pays; equal sets have the same.
    pub(super) fn list(&mut self, set: Id) -> Option<u32> {
        if self.list_of[set as usize] == NO_LIST {
            let inputs: Rc<[Id]> = self.walk(set)?.into();
            let new = number(self.all.len());
            let list = *self.by_content.entry(inputs.clone()).or_insert(new);
            if list == new {
                self.items = self.items.checked_sub(inputs.len())?;
                self.all.push(inputs);
            }
            self.list_of[set as usize] = list;
        }
        Some(self.list_of[set as usize])
    }

    fn walk(&mut self, set: Id) -> Option<Vec<Id>> {
        self.walks += 1;
        let mut inputs = Vec::new();
        let mut stack = vec![set];
        while let Some(id) = stack.pop() {
            self.steps = self.steps.checked_sub(1)?;
            if !meets(&mut self.met, self.walks, id) {
                continue;
            }
            match (self.sets.nodes[id as usize], self.list_of[id as usize]) {
                (Node::Leaf(input), _) => inputs.push(input),
                (Node::Union(a, b), NO_LIST) => stack.extend([a, b]),
                (Node::Union(..), list) => {
                    let known = &self.all[list as usize];
                    self.steps = self.steps.checked_sub(known.len())?;
                    inputs.extend(
                        known
                            .iter()
                            .filter(|input| meets(&mut self.met, self.walks, **input)),
                    );
                }
            }
        }
        inputs.sort_unstable();
        Some(inputs)
    }
}

/// Whether a node is met for the first time in a walk.
fn meets(met: &mut [u32], walk: u32, id: Id) -> bool {
    core::mem::replace(&mut met[id as usize], walk) != walk
}
