//! Carries: what one trip of a loop adds to the elements that the next ones add to as well is held in variables.
//!
//! Of `x[i]` and `x[i + 1]`, the trips overlap. Added up in memory, each trip waits for what the last has stored; and
//! where the compiler adds to both at once, for longer than that. An element is now written once, by the last trip that
//! adds to it.
//!
//! Assumes: the statements are those of an adjoint, before residuals are chosen. Guarantees: the same sums, in another
//! order; nothing but cotangents is touched.
//!
//! ```text
//! for i in a..b {               carry = 0
//!     x_bar[i] += p             for i in a..b {
//!     x_bar[i + 1] += q    →        x_bar[i] += carry + p
//! }                                 carry = q
//!                               }
//!                               if a < b { x_bar[b] += carry }
//! ```

use std::collections::BTreeMap;
use std::rc::Rc;

use proc_macro2::{Literal, Span};
use syn::{Expr, parse_quote};

use super::changing::Changing;
use super::share::same;
use crate::ir::{
    Arm, Atom, Block, Branch, Counter, Decision, Head, Inert, Loop, Mentions, Op, Place,
    Projection, Role, Shape, Sign, Stmt, Term, Var, Variables, integer, part_shape,
};
use crate::syntax::names_in;

/// The most variables that hold what is carried: of elements further apart, the trips do not wait for each other.
const MOST: i64 = 4;

/// Carries in all loops of both sweeps, whose cotangents are the variables from the first of them on.
pub(super) fn carry(
    forward: &mut Vec<Stmt>,
    reverse: &mut Vec<Stmt>,
    vars: &mut Variables,
    first: usize,
) {
    let mut carrying = Carrying {
        vars,
        first,
        recorded: BTreeMap::new(),
    };
    carrying.stmts(forward);
    carrying.stmts(reverse);
}

struct Carrying<'a> {
    vars: &'a mut Variables,
    /// The first cotangent.
    first: usize,
    /// What differs between the trips of a loop that the forward sweep records, by its tape: when the trips are run
    /// backwards, it differs as well.
    recorded: BTreeMap<Var, Rc<Changing>>,
}

impl Carrying<'_> {
    fn stmts(&mut self, stmts: &mut Vec<Stmt>) {
        for mut stmt in std::mem::take(stmts) {
            for block in stmt.op.blocks_mut() {
                self.stmts(&mut block.stmts);
            }
            let mut changed = Changed::default();
            if let Op::Loop(repeated) = &mut stmt.op {
                for sums in self.sums(repeated, &stmt.results) {
                    sums.carried(&repeated.body, self.vars, &mut changed);
                }
                changed.body(&mut repeated.body);
            }
            stmts.append(&mut changed.before);
            stmts.push(stmt);
            stmts.append(&mut changed.after);
        }
    }

    /// The cotangents that several trips of a loop add to the same elements of, next to each other.
    fn sums(&mut self, repeated: &Loop, tape: &[Var]) -> Vec<Sums> {
        let Some(range) = Range::of(&repeated.head) else {
            return Vec::new();
        };
        let here = Rc::new(Changing::of(&repeated.head, &repeated.body));
        if repeated.recorded {
            let tape = tape.iter().map(|tape| (*tape, here.clone()));
            self.recorded.extend(tape);
        }
        let mut changing = vec![here];
        if let Some(tape) = repeated.head.tape() {
            let Some(forwards) = self.recorded.get(&tape) else {
                return Vec::new();
            };
            changing.push(forwards.clone());
        }
        if !repeated.body.results.is_empty() {
            return Vec::new();
        }
        let mut found: BTreeMap<Var, Option<Sums>> = BTreeMap::new();
        for (number, stmt) in repeated.body.stmts.iter().enumerate() {
            let added = self.added(stmt, &range, &changing);
            touched_otherwise(stmt, &mut found, added.as_ref().map(|(of, _)| of.root));
            let Some((of, distance)) = added else {
                continue;
            };
            let new = || Some(Sums::new(&range, of.clone()));
            match found.entry(of.root).or_insert_with(new) {
                Some(sums) if same(&sums.of, &of) => {
                    sums.parts.entry(distance).or_default().push(number);
                }
                sums => *sums = None,
            }
        }
        let sums = found.into_values().flatten();
        let scalar = |sums: &Sums| part_shape(self.vars, &sums.place(0)).is_scalar();
        sums.filter(|sums| sums.overlap() && scalar(sums)).collect()
    }

    /// The sequence to whose element a statement adds, the same in every trip, and how far after the index that is.
    fn added(&self, stmt: &Stmt, range: &Range, changing: &[Rc<Changing>]) -> Option<(Place, i64)> {
        match &stmt.op {
            Op::Accumulate(place, Sign::Plus, _) if place.root.0 as usize >= self.first => {
                let (of, distance) = element(place, &range.counter)?;
                let changes = changing.iter().any(|changing| changing.concerns(&of.path));
                (!changes).then_some((of, distance))
            }
            _ => None,
        }
    }
}

/// A loop with carries.
#[derive(Default)]
struct Changed {
    before: Vec<Stmt>,
    /// What stands for statements of the body, if anything does.
    instead: BTreeMap<usize, Option<Stmt>>,
    /// What stands at the end of the body.
    end: Vec<Stmt>,
    after: Vec<Stmt>,
}

impl Changed {
    fn body(&mut self, body: &mut Block) {
        if self.instead.is_empty() {
            return;
        }
        let stmts = std::mem::take(&mut body.stmts).into_iter().enumerate();
        body.stmts = stmts
            .filter_map(|(number, stmt)| self.instead.remove(&number).unwrap_or(Some(stmt)))
            .chain(std::mem::take(&mut self.end))
            .collect();
    }
}

/// Which way a loop goes through the numbers from a start to before an end.
#[derive(Clone)]
struct Range {
    start: Expr,
    end: Expr,
    backwards: bool,
    counter: Rc<Counter>,
}

/// What the trips of a loop add to elements of one cotangent.
struct Sums {
    range: Range,
    /// The way to the sequence that the elements are of.
    of: Place,
    /// By the distance from the index: the statements that add.
    parts: BTreeMap<i64, Vec<usize>>,
}

/// Gives up on the cotangents that a statement reads, or writes in another way.
fn touched_otherwise(stmt: &Stmt, found: &mut BTreeMap<Var, Option<Sums>>, but: Option<Var>) {
    let mut give_up = |var: Var| {
        found.insert(var, None);
    };
    stmt.op.for_each_use(&mut give_up);
    stmt.results.iter().copied().for_each(&mut give_up);
    stmt.op.for_each_write(&mut |place| {
        if Some(place.root) != but {
            give_up(place.root);
        }
    });
}

/// The sequence that a place is an element of, and how far after the counter its index is.
fn element(place: &Place, counter: &Counter) -> Option<(Place, i64)> {
    let mut of = place.clone();
    let Some(Projection::Index(Atom::Inert(index))) = of.path.pop() else {
        return None;
    };
    let distance = match of.path.last() {
        // An element of a part is one of the whole.
        Some(Projection::Range(range)) if counter.distance(&index.expr).is_none() => {
            let distance = counter.distance_into(&range.expr, &index.expr)?;
            of.path.pop();
            distance
        }
        _ => counter.distance(&index.expr)?,
    };
    Some((of, distance))
}

impl Sums {
    fn new(range: &Range, of: Place) -> Self {
        Sums {
            range: range.clone(),
            of,
            parts: BTreeMap::new(),
        }
    }

    fn nearest(&self) -> i64 {
        self.parts.keys().next().copied().unwrap_or_default()
    }

    fn farthest(&self) -> i64 {
        self.parts.keys().next_back().copied().unwrap_or_default()
    }

    fn overlap(&self) -> bool {
        (1..=MOST).contains(&(self.farthest() - self.nearest()))
    }

    /// The element that many after the counter.
    fn place(&self, distance: i64) -> Place {
        let index = self.range.counter.range().map(|(index, ..)| index);
        self.element(&parse_quote!(#index), distance)
    }

    fn element(&self, from: &Expr, distance: i64) -> Place {
        let number = |number: i64| Literal::u64_unsuffixed(number.unsigned_abs());
        let by = number(distance);
        let index: Expr = match (integer(from), distance) {
            (Some(from), _) => {
                let sum = number(from + distance);
                parse_quote!(#sum)
            }
            (_, 0) => from.clone(),
            (_, 1..) => parse_quote!(#from + #by),
            _ => parse_quote!(#from - #by),
        };
        let mut place = self.of.clone();
        let index = self.range.code(index);
        place
            .path
            .push(Projection::Index(Atom::Inert(Rc::new(index))));
        place
    }

    /// The same sums, carried.
    fn carried(&self, body: &Block, vars: &mut Variables, changed: &mut Changed) {
        let (nearest, farthest) = (self.nearest(), self.farthest());
        // The element that no later trip adds to, and the others, in the order in which trips come to them.
        let mut distances: Vec<i64> = (nearest..=farthest).collect();
        if self.range.backwards {
            distances.reverse();
        }
        let mut terms: BTreeMap<i64, Vec<Term>> = BTreeMap::new();
        let mut carries = Vec::new();
        for distance in distances.iter().take(distances.len() - 1) {
            let shape = Shape::Scalar(None);
            let carry = vars.named("carry", shape, Role::Place, Span::mixed_site());
            let declare = Op::Declare(Atom::Literal(0.0));
            changed.before.push(stmt(vec![carry], declare));
            let held = load(carry, vars, &mut changed.end);
            terms.entry(*distance).or_default().push(Term::plain(held));
            carries.push(carry);
        }
        for (distance, numbers) in &self.parts {
            for number in numbers {
                let Some(Op::Accumulate(_, _, value)) =
                    body.stmts.get(*number).map(|stmt| &stmt.op)
                else {
                    continue;
                };
                let mut there = Vec::new();
                let value = match value {
                    // It may have another value at the end.
                    Atom::Var(var) if vars.role(*var) != Role::Value => {
                        load(*var, vars, &mut there)
                    }
                    value => value.clone(),
                };
                changed.instead.insert(*number, there.pop());
                let term = Term::plain(value);
                terms.entry(*distance).or_default().push(term);
            }
        }
        let mut last = Vec::new();
        let mut carry = carries.iter();
        for (position, distance) in distances.iter().enumerate() {
            let sum = match terms.remove(distance) {
                Some(terms) => {
                    let sum = vars.temporary(Shape::Scalar(None), Span::mixed_site());
                    changed.end.push(stmt(vec![sum], Op::Combine(terms)));
                    Atom::Var(sum)
                }
                None => Atom::Literal(0.0),
            };
            let op = match position {
                0 => Some(Op::Accumulate(self.place(*distance), Sign::Plus, sum)),
                _ => carry
                    .next()
                    .map(|carry| Op::Store(Place::whole(*carry), sum)),
            };
            last.extend(op.map(|op| stmt(Vec::new(), op)));
        }
        changed.end.append(&mut last);
        changed.after.push(self.rest(&distances, &carries, vars));
    }

    /// What is carried out of the last trip, if there was one.
    fn rest(&self, distances: &[i64], carries: &[Var], vars: &mut Variables) -> Stmt {
        let Range {
            start,
            end,
            backwards,
            ..
        } = &self.range;
        let mut stmts = Vec::new();
        for (distance, carry) in distances.iter().skip(1).zip(carries) {
            let held = load(*carry, vars, &mut stmts);
            // Seen from the last trip; forwards, that is the one before the end.
            let place = if *backwards {
                self.element(start, *distance)
            } else {
                self.element(end, *distance - 1)
            };
            stmts.push(stmt(Vec::new(), Op::Accumulate(place, Sign::Plus, held)));
        }
        let condition = self.range.code(parse_quote!(#start < #end));
        let arm = |stmts| {
            Arm::new(Block {
                stmts,
                ..Block::default()
            })
        };
        let branch = Branch {
            decision: Decision::If(Rc::new(condition)),
            arms: vec![arm(stmts), arm(Vec::new())],
            recorded: false,
        };
        stmt(Vec::new(), Op::Branch(Box::new(branch)))
    }
}

impl Range {
    fn of(head: &Head) -> Option<Self> {
        let (counter, backwards) = match head {
            Head::For(counter) => (counter, false),
            Head::Backwards(counter, _) => (counter, true),
            Head::While(..) | Head::Forever | Head::Unwind(_) | Head::Follow(_) => return None,
        };
        let (_, start, end) = counter.range()?;
        Some(Range {
            start: start.clone(),
            end: end.clone(),
            backwards,
            counter: counter.clone(),
        })
    }

    /// Code of the bounds, which is the same wherever they are known.
    fn code(&self, expr: Expr) -> Inert {
        let mentions = Mentions {
            vars: self.counter.iterator.mentions.vars.clone(),
            names: names_in(&expr).names,
        };
        Inert {
            expr,
            mentions,
            duplicable: true,
            constant: true,
        }
    }
}

fn load(place: Var, vars: &mut Variables, stmts: &mut Vec<Stmt>) -> Atom {
    let held = vars.temporary(Shape::Scalar(None), Span::mixed_site());
    stmts.push(stmt(vec![held], Op::Load(Place::whole(place))));
    Atom::Var(held)
}

fn stmt(results: Vec<Var>, op: Op) -> Stmt {
    Stmt {
        results,
        op,
        span: Span::mixed_site(),
    }
}
