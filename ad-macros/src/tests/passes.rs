//! The passes on each of the cases.

use super::cases::{cases, natives};
use super::pipeline::{DESTINATIONS, Numbers, Program, Simplified, assert_same, assert_transposed};
use crate::ir::Role;
use crate::ir::interpret::Value;
use crate::transform::transpose::Destination;

const POINTS: usize = 5;

fn programs() -> Vec<(super::cases::Case, Program)> {
    let program = |case: &super::cases::Case| Program::new(case.args, case.source, natives());
    let pair = |case| (program(&case), case);
    let pairs = cases().into_iter().map(pair);
    pairs.map(|(program, case)| (case, program)).collect()
}

/// A point near that of a case: what is not differentiated by stays.
fn near(at: &[Value], active: &[bool], numbers: &mut Numbers) -> Vec<Value> {
    let moved = |(value, active): (&Value, &bool)| match active {
        true => value.map(&mut |number| number * (1.0 + 0.1 * numbers.float())),
        false => value.clone(),
    };
    at.iter().zip(active).map(moved).collect()
}

#[test]
fn invariants_hold_after_every_pass() {
    for (_, program) in programs() {
        program.check();
    }
}

#[test]
fn values_are_those_of_the_function() {
    let mut numbers = Numbers(1);
    for (case, program) in programs() {
        for _ in 0..POINTS {
            let point = near(&case.at, &program.active(), &mut numbers);
            assert_same(
                &program.value(&point),
                &(case.direct)(&point),
                &program.name,
            );
        }
    }
}

#[test]
fn tangents_are_of_what_leads_from_parameters_to_the_result() {
    let source = "fn f(x: f64, k: f64, unused: f64) -> f64 {
        let y = x.sin();
        let c = k * 2.0;
        let z = y.cos() * unused;
        let mut a = [y, c];
        let mut b = [z, y];
        a[0] *= c;
        b[1] *= z;
        let floor = y.floor();
        println!(\"{y}\");
        a[0] + floor
    }";
    let program = Program::new("wrt(x, unused)", source, natives());
    assert_eq!(program.differentiated(), ["x", "unused", "y", "a"]);
}

#[test]
fn cotangents_go_where_they_were_asked_for() {
    for (_, program) in programs() {
        for destination in DESTINATIONS {
            for (parameter, buffer) in program.buffers(destination) {
                let expected = match destination {
                    Destination::Returned => None,
                    Destination::Buffers => Some(Role::Buffer),
                    Destination::Linkage => {
                        (parameter == Role::Reference).then_some(Role::Optional)
                    }
                };
                assert_eq!(buffer, expected, "{} ({destination:?})", program.name);
            }
        }
    }
}

#[test]
fn reverse_mode_is_the_transpose_of_forward_mode() {
    let mut numbers = Numbers(2);
    for (case, program) in programs() {
        for _ in 0..POINTS {
            let point = near(&case.at, &program.active(), &mut numbers);
            let tolerance = if case.rounded { 1e-6 } else { 1e-13 };
            assert_transposed(&program, &point, &mut numbers, tolerance);
        }
    }
}

#[test]
fn gradients_are_difference_quotients() {
    let mut numbers = Numbers(3);
    for (case, program) in programs() {
        if case.rounded || matches!((case.direct)(&case.at), Value::List(_)) {
            continue;
        }
        for _ in 0..POINTS {
            let point = near(&case.at, &program.active(), &mut numbers);
            for simplified in [Simplified::No, Simplified::Yes] {
                let (_, bars) = program.vjp(&point, None, Destination::Returned, simplified);
                let quotients = quotients(case.direct, &point, &program.active());
                let bars: Vec<f64> = bars.iter().flat_map(Value::numbers).collect();
                assert_eq!(bars.len(), quotients.len(), "{}", program.name);
                for (bar, quotient) in bars.iter().zip(quotients) {
                    assert!(
                        (bar - quotient).abs() <= 1e-7 * quotient.abs().max(1.0),
                        "{} ({simplified:?}): gradient {bar}, difference quotient {quotient}\n{}",
                        program.name,
                        program.primal
                    );
                }
            }
        }
    }
}

/// Of every loop over what can be gone through again, states are kept.
#[test]
fn kept_states_change_no_derivative() {
    let mut numbers = Numbers(4);
    for case in cases() {
        let kept = case.source.replace("for ", "#[checkpoint] for ");
        if kept == case.source || case.source.contains("'outer") {
            continue;
        }
        let program = Program::new(case.args, &kept, natives());
        program.check();
        assert_transposed(&program, &case.at, &mut numbers, 1e-13);
    }
}

/// Central differences by each number of the active arguments.
fn quotients(function: fn(&[Value]) -> Value, point: &[Value], active: &[bool]) -> Vec<f64> {
    let step = 1e-5;
    let mut quotients = Vec::new();
    for (index, argument) in point.iter().enumerate().filter(|(index, _)| active[*index]) {
        for position in 0..argument.numbers().len() {
            let moved = |step: f64| {
                let mut point = point.to_vec();
                let mut current = 0;
                point[index] = argument.map(&mut |number| {
                    current += 1;
                    number + if current == position + 1 { step } else { 0.0 }
                });
                function(&point).number()
            };
            quotients.push((moved(step) - moved(-step)) / (2.0 * step));
        }
    }
    quotients
}
