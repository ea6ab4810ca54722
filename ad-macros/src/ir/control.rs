//! Structured control flow: blocks of which one runs, and blocks that run again.
//!
//! There are no jumps. `break`, `continue` and an early `return` are lowered to blocks that the rest
//! of the program does not follow, and to a code that says where to go on.

use std::collections::BTreeSet;
use std::rc::Rc;

use proc_macro2::Ident;
use syn::{BinOp, Expr, Lit, Pat, RangeLimits};

use super::{Atom, Block, Checkpoint, Inert, Keeping, Mentions, Op, Place, Projection, Var};

/// Blocks of which one runs; the results of that one are the results of the statement.
#[derive(Clone)]
pub(crate) struct Branch {
    pub(crate) decision: Decision,
    pub(crate) arms: Vec<Arm>,
    /// Whether the last result of the statement is a record of the arm taken, with its residuals.
    pub(crate) recorded: bool,
}

/// What decides for one of the arms.
#[derive(Clone)]
pub(crate) enum Decision {
    /// `if condition`: the first of two arms, or the second.
    If(Rc<Inert>),
    /// `match value`: the first arm whose case fits.
    Match(Rc<Inert>),
    /// The record of the arm that the forward sweep took.
    Taken(Var),
}

#[derive(Clone)]
pub(crate) struct Arm {
    /// The pattern of a `match`.
    pub(crate) case: Option<Rc<Case>>,
    /// The names that the decision binds in the arm.
    pub(crate) binds: BTreeSet<String>,
    pub(crate) body: Block,
    /// Where the arm is recorded, what is kept of it; where it is looked up, the same.
    pub(crate) residuals: Vec<Residual>,
    /// The record of a trip of the loop around, where only the trips that get here are recorded.
    pub(crate) trip: Option<Trip>,
}

/// What is kept of a trip, and the tape that it is put on.
#[derive(Clone)]
pub(crate) struct Trip {
    pub(crate) tape: Var,
    pub(crate) residuals: Vec<Residual>,
}

/// `pattern if guard`
#[derive(Clone)]
pub(crate) struct Case {
    pub(crate) pattern: Pat,
    pub(crate) guard: Option<Expr>,
    pub(crate) mentions: Mentions,
}

/// A block that runs again: once for each trip.
#[derive(Clone)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each says something of its own"
)]
pub(crate) struct Loop {
    pub(crate) head: Head,
    /// Where it has a result, a code: the loop ends with the first trip whose code is not zero.
    pub(crate) body: Block,
    /// Where trips are recorded, what is kept of each; where they are unwound, the same.
    pub(crate) residuals: Vec<Residual>,
    /// Whether there is a tape, a record of its trips: the result of the statement, if it is not shared.
    pub(crate) recorded: bool,
    /// The tape that all runs of the loop share, where it runs again and again: each puts its trips at
    /// the end, and takes them from there.
    pub(crate) shared: Option<Var>,
    /// Whether only those trips are recorded that get to an arm of a branch in the body.
    pub(crate) sparse: bool,
    /// Where trips are run backwards, whether they are all that the counter makes.
    pub(crate) complete: bool,
    /// Whether these trips are run in the order of the forward sweep all the same.
    pub(crate) forwards: bool,
    /// Whether states are to be kept of it, instead of trips.
    pub(crate) checkpoint: Option<Rc<Checkpoint>>,
    /// Where the record is one of states: what they are kept by.
    pub(crate) keeping: Option<Keeping>,
}

#[derive(Clone)]
pub(crate) enum Head {
    /// `for pattern in iterator`
    For(Rc<Counter>),
    /// `while condition`, and the names that it binds.
    While(Rc<Inert>, BTreeSet<String>),
    /// `loop`
    Forever,
    /// The trips of a counter, from the last to the first; with a tape, those on the tape.
    Backwards(Rc<Counter>, Option<Var>),
    /// The trips on a tape, from the last to the first.
    Unwind(Var),
    /// The trips on a tape, of which there is one at least, in their order.
    Follow(Var),
}

/// What counts the trips of a `for` loop.
#[derive(Clone)]
pub(crate) struct Counter {
    pub(crate) pattern: Pat,
    pub(crate) iterator: Rc<Inert>,
    pub(crate) binds: BTreeSet<String>,
    /// Whether the iterator can be run again, and backwards.
    pub(crate) reversible: bool,
    /// Whether the iterator knows its length, as `ExactSizeIterator` does.
    pub(crate) exact: bool,
}

/// What the forward sweep keeps of a block for the reverse sweep.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Residual {
    Var(Var),
    /// A name that user code binds.
    Name(String),
}

impl Arm {
    /// An arm of an `else`, or of a record.
    pub(crate) fn new(body: Block) -> Self {
        Arm {
            case: None,
            binds: BTreeSet::new(),
            body,
            residuals: Vec::new(),
            trip: None,
        }
    }
}

impl Loop {
    /// A loop of which nothing is kept.
    pub(crate) fn new(head: Head, body: Block) -> Self {
        Loop {
            head,
            body,
            residuals: Vec::new(),
            recorded: false,
            shared: None,
            sparse: false,
            complete: false,
            forwards: false,
            checkpoint: None,
            keeping: None,
        }
    }
}

impl Decision {
    /// The code that decides.
    pub(crate) fn code(&self) -> Option<&Inert> {
        match self {
            Decision::If(inert) | Decision::Match(inert) => Some(inert),
            Decision::Taken(_) => None,
        }
    }
}

/// What a pattern binds to the items of ranges.
fn numbers<'p>(pattern: &'p Pat, iterator: &Expr) -> Vec<&'p Ident> {
    match (pattern, iterator) {
        (_, Expr::Paren(iterator)) => numbers(pattern, &iterator.expr),
        (Pat::Ident(index), Expr::Range(_)) => vec![&index.ident],
        (_, Expr::MethodCall(call)) => match (call.method.to_string().as_str(), pattern) {
            ("rev" | "step_by", _) => numbers(pattern, &call.receiver),
            ("zip", Pat::Tuple(pair)) => {
                let sides = [&*call.receiver].into_iter().chain(&call.args);
                let sides = pair.elems.iter().zip(sides);
                sides.flat_map(|(pat, side)| numbers(pat, side)).collect()
            }
            _ => Vec::new(),
        },
        _ => Vec::new(),
    }
}

impl Counter {
    /// The index, the start and the end of `for index in start..end`, where that is what it is.
    pub(crate) fn range(&self) -> Option<(&Ident, &Expr, &Expr)> {
        let (Pat::Ident(index), Expr::Range(range)) = (&self.pattern, &self.iterator.expr) else {
            return None;
        };
        let half_open = matches!(range.limits, RangeLimits::HalfOpen(_));
        let (start, end) = (range.start.as_deref()?, range.end.as_deref()?);
        (self.reversible && half_open).then_some((&index.ident, start, end))
    }

    /// Whether the index of a range is that of an element somewhere in a block, and so a `usize`.
    fn is_position(&self, block: &Block) -> bool {
        let Some((index, ..)) = self.range() else {
            return false;
        };
        let mut position = false;
        let mut look = |place: &Place| {
            position |= place.path.iter().any(|projection| match projection {
                Projection::Index(Atom::Inert(inert)) => is_term(index, &inert.expr),
                _ => false,
            });
        };
        for stmt in &block.stmts {
            stmt.op.for_each_read(&mut look);
            stmt.op.for_each_write(&mut look);
        }
        position
    }

    /// The index and the end of `for index in 0..end`, where that is what it is.
    pub(crate) fn indices(&self) -> Option<(&Ident, &Expr)> {
        let (index, start, end) = self.range()?;
        (integer(start)? == 0).then_some((index, end))
    }

    /// The indices of ranges, side by side: none is the same in two trips.
    pub(crate) fn numbers(&self) -> Vec<&Ident> {
        numbers(&self.pattern, &self.iterator.expr)
    }

    /// How far after the index of a range an expression is.
    pub(crate) fn distance(&self, expr: &Expr) -> Option<i64> {
        let (index, ..) = self.range()?;
        let is_index = |expr: &Expr| matches!(expr, Expr::Path(path) if path.path.is_ident(index));
        match expr {
            Expr::Paren(paren) => self.distance(&paren.expr),
            Expr::Binary(binary) => match (&binary.op, &*binary.left, &*binary.right) {
                (BinOp::Add(_), left, right) if is_index(left) => integer(right),
                (BinOp::Add(_), left, right) if is_index(right) => integer(left),
                (BinOp::Sub(_), left, right) if is_index(left) => Some(-integer(right)?),
                _ => None,
            },
            expr => is_index(expr).then_some(0),
        }
    }

    /// How far after the index of a range the element of a part `start..end` is.
    pub(crate) fn distance_into(&self, part: &Expr, element: &Expr) -> Option<i64> {
        match part {
            Expr::Range(part) => Some(self.distance(part.start.as_deref()?)? + integer(element)?),
            _ => None,
        }
    }
}

/// Whether an expression is a sum or a product with a variable in it: then they are of one type.
fn is_term(variable: &Ident, expr: &Expr) -> bool {
    match expr {
        Expr::Path(path) => path.path.is_ident(variable),
        Expr::Paren(paren) => is_term(variable, &paren.expr),
        Expr::Binary(binary) => {
            let arithmetic = matches!(
                binary.op,
                BinOp::Add(_) | BinOp::Sub(_) | BinOp::Mul(_) | BinOp::Div(_) | BinOp::Rem(_)
            );
            arithmetic && (is_term(variable, &binary.left) || is_term(variable, &binary.right))
        }
        _ => false,
    }
}

/// The value of an integer literal.
pub(crate) fn integer(expr: &Expr) -> Option<i64> {
    match expr {
        Expr::Lit(literal) => match &literal.lit {
            Lit::Int(integer) => integer.base10_parse().ok(),
            _ => None,
        },
        _ => None,
    }
}

impl Head {
    /// The code that decides whether there is another trip.
    pub(crate) fn code(&self) -> Option<&Inert> {
        match self {
            Head::For(counter) | Head::Backwards(counter, _) => Some(&counter.iterator),
            Head::While(condition, _) => Some(condition),
            Head::Forever | Head::Unwind(_) | Head::Follow(_) => None,
        }
    }

    /// The same, with what the body shows of the type of its counter.
    pub(crate) fn counting(self, body: &Block) -> Head {
        match self {
            Head::For(counter) if !counter.exact && counter.is_position(body) => {
                let counter = Counter {
                    exact: true,
                    ..(*counter).clone()
                };
                Head::For(Rc::new(counter))
            }
            head => head,
        }
    }

    /// The tape it reads.
    pub(crate) fn tape(&self) -> Option<Var> {
        match self {
            Head::Backwards(_, tape) => *tape,
            Head::Unwind(tape) | Head::Follow(tape) => Some(*tape),
            Head::For(_) | Head::While(..) | Head::Forever => None,
        }
    }

    /// The names it binds in the body.
    pub(crate) fn binds(&self) -> Option<&BTreeSet<String>> {
        match self {
            Head::For(counter) | Head::Backwards(counter, _) => Some(&counter.binds),
            Head::While(_, binds) => Some(binds),
            Head::Forever | Head::Unwind(_) | Head::Follow(_) => None,
        }
    }
}

impl Op {
    /// The blocks of a structured operation.
    pub(crate) fn blocks(&self) -> Vec<&Block> {
        match self {
            Op::Branch(branch) => branch.arms.iter().map(|arm| &arm.body).collect(),
            Op::Loop(repeated) => vec![&repeated.body],
            Op::Replay(replay) => vec![&replay.advance, &replay.trip],
            _ => Vec::new(),
        }
    }

    pub(crate) fn blocks_mut(&mut self) -> Vec<&mut Block> {
        match self {
            Op::Branch(branch) => branch.arms.iter_mut().map(|arm| &mut arm.body).collect(),
            Op::Loop(repeated) => vec![&mut repeated.body],
            Op::Replay(replay) => vec![&mut replay.advance, &mut replay.trip],
            _ => Vec::new(),
        }
    }

    /// The user code that decides which blocks of a structured operation run, and how often.
    pub(crate) fn decisions(&self) -> Vec<&Mentions> {
        match self {
            Op::Branch(branch) => {
                let cases = branch.arms.iter().filter_map(|arm| arm.case.as_ref());
                let code = branch.decision.code().map(|code| &code.mentions);
                code.into_iter()
                    .chain(cases.map(|case| &case.mentions))
                    .collect()
            }
            Op::Loop(repeated) => {
                let code = repeated.head.code().map(|code| &code.mentions);
                let count = repeated.keeping.as_ref();
                let count = count.and_then(|keeping| keeping.checkpoint.count.as_ref());
                let count = count.map(|count| &count.mentions);
                code.into_iter().chain(count).collect()
            }
            _ => Vec::new(),
        }
    }

    /// What is kept of the blocks of a structured operation, or taken from their record.
    pub(crate) fn residuals(&self) -> Vec<&Residual> {
        match self {
            Op::Branch(branch) => {
                let arms = branch.arms.iter();
                arms.flat_map(|arm| {
                    let trip = arm.trip.iter().flat_map(|trip| &trip.residuals);
                    arm.residuals.iter().chain(trip)
                })
                .collect()
            }
            Op::Loop(repeated) => repeated.residuals.iter().collect(),
            Op::Replay(replay) => replay.state.iter().collect(),
            _ => Vec::new(),
        }
    }

    /// Whether the blocks of a structured operation are recorded.
    pub(crate) fn is_recorded(&self) -> bool {
        match self {
            Op::Branch(branch) => branch.recorded,
            Op::Loop(repeated) => repeated.recorded,
            _ => false,
        }
    }

    /// The record that a structured operation of the reverse sweep goes by.
    pub(crate) fn record(&self) -> Option<Var> {
        match self {
            Op::Branch(branch) => match branch.decision {
                Decision::Taken(record) => Some(record),
                Decision::If(_) | Decision::Match(_) => None,
            },
            Op::Loop(repeated) => repeated.head.tape(),
            Op::Replay(replay) => Some(replay.record),
            _ => None,
        }
    }
}
