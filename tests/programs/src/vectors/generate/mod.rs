//! The program of a seed.

mod expression;
mod matrix;
mod rules;
mod scope;
mod statement;

use super::ast::{Function, Program, Shape, Type};
use super::compiled::is_of_use;
use super::rules::{RULES, Rule};
use crate::random::Random;
use scope::Generator;

/// How many rules a program is about.
const FAVOURITES: usize = 3;
/// Rules that most programs ask for anyway have this weight.
const COMMON: usize = 4;

/// The program of a seed: the first of its sequence that has derivatives worth a check, of the rules that it is about too.
#[must_use]
pub fn program(seed: u64) -> Program {
    let mut random = Random::new(seed ^ 0x7ec7_0525);
    let favourites = favourites(seed);
    loop {
        let program = attempt(seed, &favourites, &mut random);
        if favourites.iter().all(|rule| rule.shows(&program)) && is_of_use(&program) {
            return program;
        }
    }
}

/// Rules that a program is about, others for each seed: an error in one of these would show.
fn favourites(seed: u64) -> Vec<Rule> {
    let rare = RULES.iter().filter(|(_, weight)| *weight < COMMON);
    let rare: Vec<Rule> = rare.map(|(rule, _)| *rule).collect();
    let seed = usize::try_from(seed % 1_000_000).unwrap_or(0);
    let positions = (0..FAVOURITES).map(|n| seed + n * rare.len() / FAVOURITES);
    positions
        .map(|position| rare[position % rare.len()])
        .collect()
}

fn attempt(seed: u64, favourites: &[Rule], random: &mut Random) -> Program {
    let float = if random.one_in(4) { "f32" } else { "f64" };
    let twice = seed.is_multiple_of(2);
    let shapes = shapes(random);
    let callees = random.below(4) / 2;
    let mut functions: Vec<Function> = Vec::new();
    for number in 0..callees {
        let name = format!("p{seed}_{number}");
        functions
            .push(Generator::new(random, &shapes, &functions, favourites, false).function(name));
    }
    let subject =
        Generator::new(random, &shapes, &functions, favourites, true).function(format!("p{seed}"));
    let params = subject.variables.iter().take(subject.params);
    let point = params.map(|param| match param.ty {
        Type::Index => vec![f64::from(u8::try_from(random.below(4)).unwrap_or(0))],
        ty => (0..ty.count()).map(|_| coordinate(random)).collect(),
    });
    let point = point.collect();
    functions.push(subject);
    Program {
        seed,
        float,
        twice,
        functions,
        point,
    }
}

/// A number of moderate size.
fn coordinate(random: &mut Random) -> f64 {
    let x = random.signed();
    x * 1.5 + x.signum() * 0.125
}

/// The shapes that a program is about: few, so that there are several values of each.
fn shapes(random: &mut Random) -> Vec<Shape> {
    let dynamic = random.one_in(3);
    let order = if random.one_in(3) { 2 } else { 3 };
    let other = 5 - order;
    let all = [
        Shape::new(order, 1, dynamic),
        Shape::new(order, order, dynamic),
        Shape::new(order, other, dynamic),
        Shape::new(1, order, dynamic),
        Shape::new(other, 1, dynamic),
    ];
    let mut shapes = vec![all[0]];
    shapes.extend(all.iter().skip(1).filter(|_| !random.one_in(2)));
    shapes
}
