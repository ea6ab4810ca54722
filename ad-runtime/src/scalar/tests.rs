//! Patterns of random programs, against sets that are kept element by element and against second derivatives.

use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::string::ToString;
use std::vec;
use std::vec::Vec;

use super::unions::{Lists, Unions};
use super::{Binary, Dependence, Dependences, Interaction, Interactions, TangentScalar, Unary};
use crate::Sparsity;
use crate::check::random::Random;
use crate::testing::below;

/// An operation on values that are there already.
#[derive(Clone, Copy, Debug)]
enum Op {
    Constant,
    Plus(usize, usize),
    Minus(usize, usize),
    Negated(usize),
    /// By a constant, which may be zero.
    Times(usize, f64),
    Over(usize),
    Unary(Unary, usize),
    Binary(Binary, usize, usize),
    /// The sum of squares, by a function that is not known.
    Opaque(usize, usize),
}

const UNARY: [Unary; 7] = [
    Unary::Sin,
    Unary::Exp,
    Unary::Recip,
    Unary::Powi(0),
    Unary::Powi(1),
    Unary::Powi(2),
    Unary::Powi(-1),
];

const BINARY: [Binary; 6] = [
    Binary::Product,
    Binary::Quotient,
    Binary::Hypot,
    Binary::Atan2,
    Binary::Log,
    Binary::Powf,
];

fn random_program(random: &mut Random, inputs: usize, length: usize) -> Vec<Op> {
    let op = |count| {
        let mut pick = |bound| below(random, bound);
        // Mostly what was computed last, so that programs are deep.
        let mut operand = || count - 1 - pick(count).min(pick(count));
        let (a, b) = (operand(), operand());
        match pick(12) {
            0 => Op::Constant,
            1..4 => Op::Plus(a, b),
            4 => Op::Minus(a, b),
            5 => Op::Negated(a),
            6 => Op::Times(a, [0.0, 1.0, 2.0][pick(3)]),
            7 => Op::Over(a),
            8 => Op::Unary(UNARY[pick(UNARY.len())], a),
            9 | 10 => Op::Binary(BINARY[pick(BINARY.len())], a, b),
            _ => Op::Opaque(a, b),
        }
    };
    (inputs..inputs + length).map(op).collect()
}

/// The tangents of all values of a program, as generated code computes them.
fn run<D: TangentScalar<f64>>(program: &[Op], inputs: Vec<D>) -> Vec<D> {
    let mut values = inputs;
    for op in program {
        // No scalar here looks at values.
        let at = |index: usize| (0.5, values[index]);
        let value = match *op {
            Op::Constant => D::zero(),
            Op::Plus(a, b) => values[a].plus(values[b]),
            Op::Minus(a, b) => values[a].minus(values[b]),
            Op::Negated(a) => values[a].negated(),
            Op::Times(a, factor) => values[a].times(factor),
            Op::Over(a) => values[a].over(2.0),
            Op::Unary(function, a) => values[a].times(0.5).unary(function, at(a), 0.5),
            Op::Binary(function, a, b) => {
                let linear = values[a].times(0.5).plus(values[b].times(0.5));
                linear.binary(function, at(a), at(b), 0.5)
            }
            Op::Opaque(a, b) => values[a].plus(values[b]).opaque(),
        };
        values.push(value);
    }
    values
}

/// The sets themselves.
#[derive(Clone, Debug, Default, PartialEq)]
struct Sets {
    inputs: BTreeSet<usize>,
    pairs: BTreeSet<(usize, usize)>,
}

impl Sets {
    fn input(index: usize) -> Self {
        Self {
            inputs: BTreeSet::from([index]),
            pairs: BTreeSet::new(),
        }
    }

    fn union(&self, other: &Self) -> Self {
        Self {
            inputs: &self.inputs | &other.inputs,
            pairs: &self.pairs | &other.pairs,
        }
    }

    /// This, and every input of `a` with every input of `b`.
    fn with(mut self, a: &Self, b: &Self) -> Self {
        for x in &a.inputs {
            for y in &b.inputs {
                self.pairs.extend([(*x, *y), (*y, *x)]);
            }
        }
        self
    }
}

fn run_sets(program: &[Op], inputs: usize) -> Vec<Sets> {
    let mut values: Vec<Sets> = (0..inputs).map(Sets::input).collect();
    for op in program {
        let value = match *op {
            Op::Constant => Sets::default(),
            Op::Plus(a, b) | Op::Minus(a, b) => values[a].union(&values[b]),
            Op::Negated(a) | Op::Times(a, _) | Op::Over(a) => values[a].clone(),
            Op::Unary(Unary::Powi(0 | 1), a) => values[a].clone(),
            Op::Unary(_, a) => values[a].clone().with(&values[a], &values[a]),
            Op::Binary(function, a, b) => {
                let (a, b) = (&values[a], &values[b]);
                let both = a.union(b);
                match function {
                    Binary::Product => both.with(a, b),
                    Binary::Quotient => both.with(a, b).with(b, b),
                    _ => both.clone().with(&both, &both),
                }
            }
            Op::Opaque(a, b) => {
                let both = values[a].union(&values[b]);
                both.clone().with(&both, &both)
            }
        };
        values.push(value);
    }
    values
}

/// A value with its first and second derivatives.
#[derive(Clone, Debug)]
struct Taylor {
    value: f64,
    gradient: Vec<f64>,
    hessian: Vec<Vec<f64>>,
}

impl Taylor {
    fn constant(value: f64, inputs: usize) -> Self {
        Self {
            value,
            gradient: vec![0.0; inputs],
            hessian: vec![vec![0.0; inputs]; inputs],
        }
    }

    /// g(a, b), from its value, its first derivatives and its second ones, by a twice, by a and b, by b twice.
    fn compose(
        a: &Self,
        b: &Self,
        value: f64,
        (by_a, by_b): (f64, f64),
        (by_aa, by_ab, by_bb): (f64, f64, f64),
    ) -> Self {
        let mut result = Self::constant(value, a.gradient.len());
        for i in 0..a.gradient.len() {
            result.gradient[i] = by_a * a.gradient[i] + by_b * b.gradient[i];
            for j in 0..a.gradient.len() {
                result.hessian[i][j] = by_a * a.hessian[i][j]
                    + by_b * b.hessian[i][j]
                    + by_aa * a.gradient[i] * a.gradient[j]
                    + by_ab * (a.gradient[i] * b.gradient[j] + a.gradient[j] * b.gradient[i])
                    + by_bb * b.gradient[i] * b.gradient[j];
            }
        }
        result
    }
}

/// The program with derivatives that are made up where they are not zero: a pattern holds whatever they are.
fn run_taylor(program: &[Op], inputs: usize) -> Vec<Taylor> {
    let input = |index: usize| {
        let mut input = Taylor::constant(0.5, inputs);
        input.gradient[index] = 1.0;
        input
    };
    let mut values: Vec<Taylor> = (0..inputs).map(input).collect();
    for op in program {
        let linear = |a: usize, b: usize, by_a, by_b| {
            let (a, b) = (&values[a], &values[b]);
            Taylor::compose(a, b, a.value, (by_a, by_b), (0.0, 0.0, 0.0))
        };
        let value = match *op {
            Op::Constant => Taylor::constant(0.5, inputs),
            Op::Plus(a, b) => linear(a, b, 1.0, 1.0),
            Op::Minus(a, b) => linear(a, b, 1.0, -1.0),
            Op::Negated(a) => linear(a, a, -1.0, 0.0),
            Op::Times(a, factor) => linear(a, a, factor, 0.0),
            Op::Over(a) => linear(a, a, 0.5, 0.0),
            Op::Unary(Unary::Powi(0), _) => Taylor::constant(1.0, inputs),
            Op::Unary(Unary::Powi(1), a) => linear(a, a, 1.0, 0.0),
            Op::Unary(_, a) => {
                let a = &values[a];
                Taylor::compose(a, a, 0.3, (0.7, 0.0), (0.6, 0.0, 0.0))
            }
            Op::Binary(function, a, b) => {
                let (a, b) = (&values[a], &values[b]);
                let second = match function {
                    Binary::Product => (0.0, 1.0, 0.0),
                    Binary::Quotient => (0.0, -0.8, 0.9),
                    _ => (0.4, -0.3, 0.35),
                };
                Taylor::compose(a, b, 0.3, (0.7, 0.45), second)
            }
            Op::Opaque(a, b) => {
                let (a, b) = (&values[a], &values[b]);
                Taylor::compose(a, b, 0.3, (0.7, 0.45), (0.4, -0.3, 0.35))
            }
        };
        values.push(value);
    }
    values
}

/// Random programs with their numbers of inputs.
fn programs() -> impl Iterator<Item = (usize, Vec<Op>)> {
    (0..400).map(|number: usize| {
        let mut random = Random::named(&number.to_string());
        // More than one mask has bits for, now and then.
        let most = if number.is_multiple_of(10) { 200 } else { 8 };
        let inputs = 1 + below(&mut random, most);
        let length = below(&mut random, 50);
        (inputs, random_program(&mut random, inputs, length))
    })
}

fn dependences(inputs: &Dependences, count: usize) -> Vec<Dependence<'_>> {
    let mut seeds = vec![Dependence::default(); count];
    inputs.seed(&mut seeds);
    seeds
}

fn interactions(inputs: &Interactions, count: usize) -> Vec<Interaction<'_>> {
    let mut seeds = vec![Interaction::default(); count];
    inputs.seed(&mut seeds);
    seeds
}

#[test]
fn values_depend_on_what_goes_into_them() {
    let (mut by_lists, mut by_masks) = (0, 0);
    for (count, program) in programs() {
        let inputs = Dependences::new(count);
        let mut values = run(&program, dependences(&inputs, count));
        let expected = run_sets(&program, count);
        let pattern = inputs.sparsity(&mut values);
        assert_eq!((pattern.rows(), pattern.cols()), (expected.len(), count));
        for (row, sets) in expected.iter().enumerate() {
            let sets: Vec<usize> = sets.inputs.iter().copied().collect();
            assert_eq!(pattern.row(row), sets, "{row} of {program:?}");
            assert_eq!(values[row].inputs(), sets);
        }
        let roots: Vec<_> = values.iter().map(|value| value.id_in(&inputs)).collect();
        by_lists += usize::from(inputs.by_lists(&roots).is_some_and(|by| by == pattern));
        by_masks += usize::from(inputs.by_masks(&roots) == pattern);
        // In another order, as outputs are.
        values.reverse();
        let reversed = inputs.sparsity(&mut values);
        assert!(reversed.iter_rows().rev().eq(pattern.iter_rows()));
        assert!(inputs.is_static());
    }
    assert!(by_lists > 100 && by_masks == 400, "{by_lists}, {by_masks}");
}

#[test]
fn pairs_interact_where_something_is_not_linear() {
    let mut by_lists = 0;
    for (count, program) in programs() {
        let inputs = Interactions::new(count);
        let values = run(&program, interactions(&inputs, count));
        let expected = run_sets(&program, count);
        for (value, sets) in values.into_iter().zip(expected).rev().take(12) {
            let pattern = inputs.sparsity(value);
            assert!(pattern.entries().eq(sets.pairs), "{value:?} of {program:?}");
            assert_eq!((pattern.rows(), pattern.cols()), (count, count));
            let [lists, masks] = inputs.both_ways(value);
            assert!(lists.is_none_or(|lists| {
                by_lists += 1;
                lists == pattern
            }));
            assert_eq!(masks.as_ref(), Some(&pattern));
        }
        assert!(inputs.is_static());
    }
    assert!(by_lists > 2000, "{by_lists}");
}

#[test]
fn patterns_hold_all_derivatives_that_are_not_zero() {
    let mut nonzero = 0;
    for (count, program) in programs().filter(|(count, _)| *count <= 8) {
        let (first, second) = (Dependences::new(count), Interactions::new(count));
        let mut dependences = run(&program, dependences(&first, count));
        let interactions = run(&program, interactions(&second, count));
        let taylor = run_taylor(&program, count);
        let jacobian = first.sparsity(&mut dependences);
        for (row, (value, interaction)) in taylor.iter().zip(interactions).enumerate() {
            let hessian = second.sparsity(interaction);
            for i in 0..count {
                assert!(value.gradient[i] == 0.0 || jacobian.contains(row, i));
                for j in 0..count {
                    let zero = value.hessian[i][j] == 0.0;
                    assert!(zero || hessian.contains(i, j), "{row} of {program:?}");
                    nonzero += usize::from(!zero);
                }
            }
        }
    }
    assert!(nonzero > 10_000);
}

#[test]
fn the_same_program_gives_the_same_pattern() {
    let patterns = || -> Vec<Sparsity> {
        let patterns = programs().map(|(count, program)| {
            let inputs = Interactions::new(count);
            let output = run(&program, interactions(&inputs, count)).pop();
            inputs.sparsity(output.unwrap_or_default())
        });
        patterns.collect()
    };
    assert_eq!(patterns(), patterns());
}

/// `x * x` with both operands one value, and with two that depend on the same.
#[test]
fn a_square_interacts_with_itself() {
    let inputs = Interactions::new(3);
    let [x, y] = [0, 2].map(|index| inputs.input(index));
    let times = |a: Interaction<'_>, b: Interaction<'_>| {
        let linear = TangentScalar::<f64>::plus(a, b);
        inputs.sparsity(linear.binary(Binary::Product, (0.5, a), (0.5, b), 0.25))
    };
    assert!(times(x, x).entries().eq([(0, 0)]));
    let (a, b) = (
        TangentScalar::<f64>::plus(x, y),
        TangentScalar::<f64>::minus(y, x),
    );
    assert!(times(a, b).entries().eq([(0, 0), (0, 2), (2, 0), (2, 2)]));
    assert_eq!(times(a, Interaction::default()).nnz(), 0);
}

#[test]
fn decisions_make_patterns_dense() {
    let decide = |x| TangentScalar::<f64>::decides(x);
    let inputs = Dependences::new(3);
    decide(Dependence::default());
    assert!(inputs.is_static());
    decide(inputs.input(1));
    assert!(!inputs.is_static());
    let outputs = || [inputs.input(1), Dependence::default()];
    assert_eq!(inputs.sparsity(&mut outputs()), Sparsity::dense(2, 3));
    let here = Sparsity::from_rows(3, [vec![1], vec![]]);
    assert_eq!(inputs.sparsity_here(&mut outputs()), here);

    let decide = |x| TangentScalar::<f64>::decides(x);
    let inputs = Interactions::new(3);
    decide(Interaction::default());
    assert!(inputs.is_static());
    decide(inputs.input(1));
    assert!(!inputs.is_static());
    let output = inputs.input(2);
    assert_eq!(inputs.sparsity(output), Sparsity::dense(3, 3));
    assert_eq!(inputs.sparsity_here(output).nnz(), 0);
}

#[test]
fn nothing_depends_on_inputs_that_are_not_there() {
    let inputs = Dependences::new(0);
    inputs.seed(&mut ());
    assert_eq!(inputs.sparsity(&mut ()), Sparsity::dense(0, 0));
    let mut constants = [Dependence::default(); 2];
    assert_eq!(inputs.sparsity(&mut constants), Sparsity::dense(2, 0));
    let inputs = Interactions::new(2);
    assert_eq!(inputs.sparsity(Interaction::default()).nnz(), 0);
}

#[test]
fn evaluations_are_not_mixed_up() {
    let (a, b) = (Dependences::new(2), Dependences::new(2));
    let refused = |f: &dyn Fn()| catch_unwind(AssertUnwindSafe(f)).is_err();
    let plus = |a: Dependence<'_>, b: Dependence<'_>| {
        let _ = TangentScalar::<f64>::plus(a, b);
    };
    assert!(!refused(&|| plus(a.input(0), a.input(1))));
    assert!(refused(&|| plus(a.input(0), b.input(1))));
    assert!(refused(&|| drop(a.sparsity(&mut [b.input(0)]))));
    assert!(refused(&|| _ = a.input(2)));
    assert!(refused(&|| a.seed(&mut [Dependence::default(); 3])));
    assert!(refused(&|| a.seed(&mut [Dependence::default(); 1])));

    let (a, b) = (Interactions::new(2), Interactions::new(2));
    let plus = |a: Interaction<'_>, b: Interaction<'_>| {
        let _ = TangentScalar::<f64>::plus(a, b);
    };
    assert!(!refused(&|| plus(a.input(0), a.input(1))));
    assert!(refused(&|| plus(a.input(0), b.input(1))));
    assert!(refused(&|| drop(a.sparsity(b.input(0)))));
    assert!(refused(&|| _ = a.input(2)));
    assert!(refused(&|| a.seed(&mut [Interaction::default(); 3])));
    assert!(refused(&|| a.seed(&mut [Interaction::default(); 1])));
}

/// Chains of unions are as long as sums are, in either direction.
#[test]
fn a_million_terms_are_no_matter() {
    const MANY: usize = 1_000_000;
    let inputs = Dependences::new(MANY);
    let terms = dependences(&inputs, MANY);
    let plus = TangentScalar::<f64>::plus;
    let forwards = terms
        .iter()
        .fold(Dependence::default(), |sum, x| plus(sum, *x));
    let backwards = terms
        .iter()
        .rev()
        .fold(Dependence::default(), |sum, x| plus(*x, sum));
    let pattern = inputs.sparsity(&mut [forwards, backwards, terms[7]]);
    assert_eq!(pattern.nnz(), 2 * MANY + 1);
    assert!(pattern.row(1).iter().copied().eq(0..MANY));
}

/// A sum of products of neighbours: its pattern has three diagonals.
#[test]
fn many_products_are_no_matter() {
    const MANY: usize = 300_000;
    let inputs = Interactions::new(MANY);
    let x = interactions(&inputs, MANY);
    let plus = TangentScalar::<f64>::plus;
    let sum = x.windows(2).fold(Interaction::default(), |sum, w| {
        let product = plus(w[0], w[1]).binary(Binary::Product, (0.5, w[0]), (0.5, w[1]), 0.25);
        plus(sum, plus(product, w[1].unary(Unary::Sin, (0.5, w[1]), 0.5)))
    });
    let pattern = inputs.sparsity(sum);
    assert_eq!(pattern.nnz(), 2 * (MANY - 1) + MANY - 1);
    assert_eq!(pattern.row(1), [0, 1, 2]);
}

/// Steps in time: each state is made of the last, and all of them depend on the same few inputs. If each took a walk
/// over all steps before it, this would not end.
#[test]
fn many_steps_of_few_states_are_no_matter() {
    const STEPS: usize = 200_000;
    let inputs = Interactions::new(4);
    let x = interactions(&inputs, 4);
    let plus = TangentScalar::<f64>::plus;
    let (mut u, mut v) = (x[0], x[1]);
    for _ in 0..STEPS {
        let force = plus(u, x[2]).binary(Binary::Product, (0.5, u), (0.5, x[2]), 0.25);
        (u, v) = (plus(u, v), plus(v, force));
    }
    let pattern = inputs.sparsity(plus(v, x[3]));
    assert!(pattern.iter_rows().eq([&[2][..], &[2], &[0, 1, 2], &[]]));

    let inputs = Dependences::new(3);
    let x = dependences(&inputs, 3);
    let plus = TangentScalar::<f64>::plus;
    let (mut u, mut v) = (x[0], x[1]);
    let mut states = vec![];
    for _ in 0..STEPS {
        (u, v) = (plus(u, v), plus(v, plus(u, x[2])));
        states.extend([v, u]);
    }
    assert_eq!(inputs.sparsity(&mut states).nnz(), 2 * 3 * STEPS - 1);
}

/// Many outputs that each add to what took many steps: no list stops the walk from any of them.
#[test]
fn many_outputs_of_many_steps_are_no_matter() {
    const MANY: usize = 100_000;
    let inputs = Dependences::new(4);
    let x = dependences(&inputs, 4);
    let plus = TangentScalar::<f64>::plus;
    let common = (0..MANY).fold(x[0], |sum, step| plus(sum, x[step % 3]));
    let mut outputs: Vec<_> = (0..MANY)
        .map(|step| plus(plus(x[step % 4], x[3]), common))
        .collect();
    assert_eq!(inputs.sparsity(&mut outputs), Sparsity::dense(MANY, 4));
}

/// However they were made.
#[test]
fn equal_sets_are_one_list() {
    let mut sets = Unions::of_inputs(300);
    let forwards = (1..300).fold(0, |set, input| sets.union(set, input));
    let backwards = (0..299)
        .rev()
        .fold(299, |set, input| sets.union(set, input));
    let both = sets.union(forwards, backwards);
    let mut lists = Lists::new(&sets, 300);
    let first = lists.list(forwards);
    assert!(first.is_some_and(|list| lists.inputs(list).eq(0..300)));
    assert_eq!(lists.list(backwards), first);
    assert_eq!(lists.list(both), first);
    let (pair, other) = (lists.list(300), lists.list(5));
    assert!(pair.is_some_and(|list| lists.inputs(list).eq([0, 1])));
    assert!(other.is_some_and(|list| lists.inputs(list).eq([5])));
}

#[test]
fn unions_that_add_nothing_are_no_sets() {
    let mut sets = Unions::of_inputs(3);
    let pair = sets.union(0, 1);
    assert_eq!(
        [sets.union(1, 0), sets.union(pair, 0), sets.union(1, pair)],
        [pair; 3]
    );
    assert_eq!(sets.union(pair, pair), pair);
    assert_eq!(sets.len(), 4);
    assert_ne!(sets.union(pair, 2), pair);
}
