//! Second derivatives of random programs: forward mode is a program like any other, with dual numbers for its values.
//!
//! What its own derivatives must be, difference quotients of dual numbers tell to some digits; both modes must agree to
//! almost all of them.

use ad_programs::{Constant, Function, Program as Source, Random};

use super::{arguments, floats, in_direction, of_type, shaped};
use crate::ir::interpret::Value;
use crate::tests::pipeline::{BOTH, DESTINATIONS, Program};

/// A step that leaves half of the digits.
const STEP: f64 = 1e-4;

/// Two directions of the active parameters.
struct Directions {
    /// Of the first derivative.
    first: Vec<f64>,
    /// Of the second, by the parameters and by the tangents.
    by_arguments: Vec<f64>,
    by_tangents: Vec<f64>,
}

impl Directions {
    fn new(source: &Source, random: &mut Random) -> Directions {
        let subject = source.subject();
        let types = || {
            subject
                .params
                .iter()
                .map(|param| &subject.bindings[param.id].ty)
        };
        let mut direction = || {
            let parts = types().flat_map(|ty| in_direction(ty, &mut || random.signed()));
            parts.collect()
        };
        Directions {
            first: direction(),
            by_arguments: direction(),
            by_tangents: direction(),
        }
    }
}

/// A constant, moved by so many times a direction.
fn moved(constant: &Constant, direction: &mut dyn Iterator<Item = f64>, by: f64) -> Constant {
    match constant {
        Constant::Double(x) => Constant::Double(x + by * direction.next().expect("a number")),
        Constant::Single(_) => panic!("programs in single precision are left out"),
        Constant::Integer(n) => Constant::Integer(*n),
        Constant::List(parts) => Constant::List(
            parts
                .iter()
                .map(|part| moved(part, direction, by))
                .collect(),
        ),
    }
}

/// The tangents of the value, and the magnitudes of their terms, from a moved point along a moved direction.
fn tangents(source: &Source, directions: &Directions, by: f64) -> Option<Vec<(f64, f64)>> {
    let subject = source.subject();
    let (mut first, mut arguments) = (directions.first.iter(), directions.by_arguments.iter());
    let mut others = directions.by_tangents.iter();
    let mut duals = Vec::new();
    for (param, at) in subject.params.iter().zip(&source.point) {
        let active = subject.is_active(*param);
        let take = |of: &mut std::slice::Iter<f64>| -> Vec<f64> {
            of.by_ref().take(at.count()).copied().collect()
        };
        let (u, w, v) = (take(&mut first), take(&mut arguments), take(&mut others));
        if active {
            let moved = moved(at, &mut w.into_iter(), by);
            let along: Vec<f64> = u.iter().zip(v).map(|(u, v)| u + by * v).collect();
            duals.push(moved.along(&mut along.into_iter()));
        } else {
            duals.push(at.along(&mut std::iter::repeat(0.0)));
        }
    }
    let value = ad_programs::call(subject, &source.functions, &duals)?;
    let floats = value.floats();
    Some(
        floats
            .iter()
            .map(|dual| (dual.tangent, dual.magnitude))
            .collect(),
    )
}

/// The derivatives of the tangents of the value, and how far from them others may be; none where that cannot be told.
fn quotients(source: &Source, directions: &Directions) -> Option<Vec<(f64, f64)>> {
    let at = |by: f64| tangents(source, directions, by);
    let quotient = |step: f64| -> Option<Vec<(f64, f64)>> {
        let (right, left) = (at(step)?, at(-step)?);
        let pairs = right.iter().zip(&left);
        let quotients = pairs.map(|(right, left)| {
            let quotient = (right.0 - left.0) / (2.0 * step);
            (quotient, (right.1 + left.1) * 1e-9)
        });
        Some(quotients.collect())
    };
    let (coarse, fine) = (quotient(STEP)?, quotient(STEP / 2.0)?);
    let pairs = coarse.iter().zip(&fine);
    let quotients = pairs.map(|(coarse, fine)| {
        let allowed = 20.0 * (coarse.0 - fine.0).abs() + fine.1 + 1e-6 * fine.0.abs();
        (fine.0, allowed)
    });
    Some(quotients.collect())
}

/// Numbers as tangents of the active parameters.
fn of_active(source: &Source, numbers: &[f64]) -> Vec<Value> {
    let subject = source.subject();
    let mut numbers = numbers.iter().copied();
    let mut tangents = Vec::new();
    for (param, at) in subject.params.iter().zip(&source.point) {
        let own: Vec<f64> = numbers.by_ref().take(at.count()).collect();
        if subject.is_active(*param) {
            tangents.push(shaped(at, &mut own.into_iter()));
        }
    }
    tangents
}

/// The same for forward mode, as a program.
pub(super) fn check_twice(source: &Source, program: &Program, variant: u64) {
    let subject = source.subject();
    let mut random = Random::new(source.seed ^ 0x0dde);
    let directions = Directions::new(source, &mut random);
    let forward = program.forward_mode();
    let simplified = BOTH[usize::try_from(variant % 2).expect("a small number")];
    let destination = DESTINATIONS[usize::try_from(variant / 2 % 3).expect("a small number")];
    forward.check_lowered();
    forward.check_forward(simplified);
    forward.check_adjoint(destination, (variant / 6).is_multiple_of(2), simplified);

    let first = of_active(source, &directions.first);
    let arguments = arguments(source);
    let arguments = [&arguments[..], &first[..]].concat();
    let along = [&directions.by_arguments, &directions.by_tangents];
    let along: Vec<Value> = along
        .into_iter()
        .flat_map(|d| of_active(source, d))
        .collect();
    let (_, dots) = forward.jvp(&arguments, &along, simplified);
    let (dot, second) = (&dots.list()[0], &dots.list()[1]);
    let (dot, second) = (
        floats(dot, &subject.result),
        floats(second, &subject.result),
    );
    // `constant(e)` has no derivative of any order, but another value elsewhere.
    let moves = !source.to_string().contains("constant(");
    let expected = moves.then(|| quotients(source, &directions)).flatten();
    if let Some(expected) = expected {
        for (actual, (expected, allowed)) in second.iter().zip(expected) {
            assert!(
                (actual - expected).abs() <= allowed || !expected.is_finite(),
                "second derivative: {actual}, by difference quotients {expected} ± {allowed}"
            );
        }
    }

    let seeds: Vec<f64> = dot.iter().chain(&second).map(|_| random.signed()).collect();
    let mut numbers = seeds.iter().copied();
    let seed = [&subject.result, &subject.result].map(|ty| of_type(ty, &mut numbers));
    let seed = Value::List(seed.to_vec());
    let (_, bars) = forward.vjp(&arguments, Some(&seed), destination, simplified);
    let forwards = dot.iter().chain(&second).zip(&seeds);
    let forwards: Vec<f64> = forwards.map(|(dot, seed)| dot * seed).collect();
    let backwards = products(&bars, &along, subject);
    let sum = |terms: &[f64]| terms.iter().sum::<f64>();
    let size = |terms: &[f64]| terms.iter().map(|term| term.abs()).sum::<f64>();
    let scale = size(&forwards) + size(&backwards);
    let (forwards, backwards) = (sum(&forwards), sum(&backwards));
    assert!(
        (forwards - backwards).abs() <= 1e-9 * scale + 1e-12 || !scale.is_finite(),
        "second reverse mode: {backwards}, by forward mode {forwards} (± {scale})"
    );
}

/// Cotangents times tangents, of the active parameters and then of their tangents.
fn products(bars: &[Value], along: &[Value], subject: &Function) -> Vec<f64> {
    let active = subject
        .params
        .iter()
        .filter(|param| subject.is_active(**param));
    let types: Vec<_> = active.map(|param| &subject.bindings[param.id].ty).collect();
    let types = types.iter().chain(&types);
    let pairs = bars.iter().zip(along).zip(types);
    let products = pairs.flat_map(|((bar, dot), ty)| {
        let pairs = floats(bar, ty).into_iter().zip(floats(dot, ty));
        pairs.map(|(bar, dot)| bar * dot).collect::<Vec<f64>>()
    });
    products.collect()
}
