//! Every rule, differentiated once more: by the rules of what its formulas call, and by difference quotients.

use super::super::{Formula, Operator, Partial, Rule, method, methods};
use super::PARTIALS;
use crate::ir::interpret::Value;
use crate::ir::interpret::primitive;

/// A number and its slope along one operand.
#[derive(Clone, Copy)]
struct Dual {
    value: f64,
    slope: f64,
}

/// What a formula calls: whether it is a function of the runtime, its name, and the number of its operands.
fn called(formula: &Formula, found: &mut Vec<(bool, &'static str, usize)>) {
    match formula {
        Formula::Argument(_) | Formula::Result(_) | Formula::Constant(_) => {}
        Formula::Negate(inner) => called(inner, found),
        Formula::Binary(_, left, right) => {
            called(left, found);
            called(right, found);
        }
        Formula::Method(name, operands) | Formula::Rule(name, operands) => {
            let of_the_runtime = matches!(formula, Formula::Rule(..));
            found.push((of_the_runtime, name, operands.len()));
            for operand in operands {
                called(operand, found);
            }
        }
    }
}

/// The formulas of a partial derivative.
fn formulas(partial: &Partial) -> Vec<Formula> {
    match partial {
        Partial::Zero | Partial::One => vec![],
        Partial::Times(formula) | Partial::Over(formula) => vec![formula.clone()],
        Partial::Ratio(numerator, denominator) => {
            let numerator = numerator.iter().cloned();
            numerator.chain([denominator.clone()]).collect()
        }
    }
}

#[test]
fn all_that_rules_call_has_a_rule() {
    let mut found = Vec::new();
    for rule in methods() {
        for partial in (0..rule.results).flat_map(|index| rule.partials(index)) {
            for formula in formulas(&partial) {
                called(&formula, &mut found);
            }
        }
    }
    assert!(found.len() > 30);
    for (of_the_runtime, name, arity) in found {
        let rule = if of_the_runtime {
            PARTIALS.iter().find(|rule| rule.name == name)
        } else {
            method(name)
        };
        let rule = rule.unwrap_or_else(|| panic!("`{name}` has no derivative"));
        assert_eq!((rule.arity, rule.results), (arity, 1), "`{name}`");
    }
    // One row for each function.
    for (index, rule) in PARTIALS.iter().enumerate() {
        let again = PARTIALS.iter().skip(index + 1);
        assert!(
            again.clone().all(|other| other.name != rule.name),
            "`{}`",
            rule.name
        );
    }
}

/// The values that a primitive computes.
fn values(rule: &Rule, x: &[f64]) -> Vec<f64> {
    let operands: Vec<Value> = x.iter().copied().map(Value::from).collect();
    match (rule.name, x) {
        ("neg", [x]) => vec![-x],
        ("add", [x, y]) => vec![x + y],
        ("sub", [x, y]) => vec![x - y],
        ("mul", [x, y]) => vec![x * y],
        ("div", [x, y]) => vec![x / y],
        ("rem", [x, y]) => vec![x % y],
        ("abs_sub", [x, y]) => vec![(x - y).max(0.0)],
        ("clamp", [x, low, high]) => vec![x.max(*low).min(*high)],
        ("sin_cos", [x]) => vec![x.sin(), x.cos()],
        (name, _) => vec![primitive::method(name, &operands).number()],
    }
}

/// A point: operands and results of a primitive, and their slopes.
struct Point {
    operands: Vec<Dual>,
    results: Vec<Dual>,
}

impl Point {
    /// Along operand `along`, if any.
    fn new(rule: &Rule, x: &[f64], along: Option<usize>) -> Self {
        let dual = |(index, value): (usize, f64)| Dual {
            value,
            slope: if Some(index) == along { 1.0 } else { 0.0 },
        };
        let mut point = Point {
            operands: x.iter().copied().enumerate().map(dual).collect(),
            results: values(rule, x)
                .into_iter()
                .map(|value| Dual { value, slope: 0.0 })
                .collect(),
        };
        let slopes = (0..rule.results).map(|index| {
            let partials = rule.partials(index);
            along.map_or(0.0, |along| point.partial(&partials[along]).value)
        });
        let slopes: Vec<f64> = slopes.collect();
        for (result, slope) in point.results.iter_mut().zip(slopes) {
            result.slope = slope;
        }
        point
    }

    fn partial(&self, partial: &Partial) -> Dual {
        let one = Dual {
            value: 1.0,
            slope: 0.0,
        };
        match partial {
            Partial::Zero => Dual { value: 0.0, ..one },
            Partial::One => one,
            Partial::Times(formula) => self.formula(formula),
            Partial::Over(formula) => divided(one, self.formula(formula)),
            Partial::Ratio(numerator, denominator) => {
                let numerator = numerator.as_ref();
                let numerator = numerator.map_or(one, |formula| self.formula(formula));
                divided(numerator, self.formula(denominator))
            }
        }
    }

    fn formula(&self, formula: &Formula) -> Dual {
        match formula {
            Formula::Argument(index) => self.operands[*index],
            Formula::Result(index) => self.results[*index],
            Formula::Constant(value) => Dual {
                value: *value,
                slope: 0.0,
            },
            Formula::Negate(inner) => {
                let inner = self.formula(inner);
                Dual {
                    value: -inner.value,
                    slope: -inner.slope,
                }
            }
            Formula::Binary(operator, left, right) => {
                let (x, y) = (self.formula(left), self.formula(right));
                match operator {
                    Operator::Add => Dual {
                        value: x.value + y.value,
                        slope: x.slope + y.slope,
                    },
                    Operator::Subtract => Dual {
                        value: x.value - y.value,
                        slope: x.slope - y.slope,
                    },
                    Operator::Multiply => Dual {
                        value: x.value * y.value,
                        slope: x.slope * y.value + y.slope * x.value,
                    },
                    Operator::Divide => divided(x, y),
                }
            }
            Formula::Method(name, operands) => {
                let rule = method(name).expect("a method");
                let operands = self.formulas(operands);
                applied(rule, &operands, |values| {
                    primitive::method(name, values).number()
                })
            }
            Formula::Rule(name, operands) => {
                let operands = self.formulas(operands);
                let value = |values: &[Value]| primitive::rule(name, values).number();
                match PARTIALS.iter().find(|rule| rule.name == *name) {
                    Some(rule) => applied(rule, &operands, value),
                    // What only second derivatives call.
                    None => Dual {
                        value: value(&numbers(&operands)),
                        slope: f64::NAN,
                    },
                }
            }
        }
    }

    fn formulas(&self, formulas: &[Formula]) -> Vec<Dual> {
        formulas
            .iter()
            .map(|formula| self.formula(formula))
            .collect()
    }
}

fn numbers(duals: &[Dual]) -> Vec<Value> {
    duals.iter().map(|dual| Value::from(dual.value)).collect()
}

fn divided(x: Dual, y: Dual) -> Dual {
    let value = x.value / y.value;
    Dual {
        value,
        slope: (x.slope - value * y.slope) / y.value,
    }
}

/// The chain rule, for a rule of one result.
fn applied(rule: &Rule, operands: &[Dual], value: impl Fn(&[Value]) -> f64) -> Dual {
    let value = value(&numbers(operands));
    let point = Point {
        operands: operands.iter().map(|x| Dual { slope: 0.0, ..*x }).collect(),
        results: vec![Dual { value, slope: 0.0 }],
    };
    let partials = rule.partials(0);
    let terms = partials
        .iter()
        .zip(operands)
        .filter(|(_, operand)| operand.slope != 0.0);
    let slope = terms.map(|(partial, operand)| point.partial(partial).value * operand.slope);
    Dual {
        value,
        slope: slope.sum(),
    }
}

/// Of a first operand, a second and a third: both signs, tiny and large, and no kinks among them.
const GRID: [&[f64]; 3] = [
    &[
        -40.37, -1.9, -0.7, -0.3, -1e-5, 1e-5, 0.3, 0.7, 1.9, 40.37, 700.1,
    ],
    &[
        -30.7, -2.6, -1.3, -0.45, -1.7e-4, 1.7e-4, 0.45, 1.3, 2.6, 30.7,
    ],
    &[-50.9, -2.1, -0.55, 0.55, 2.1, 50.9],
];
const EXPONENTS: &[f64] = &[-3.0, -2.0, -1.0, 0.0, 1.0, 2.0, 3.0, 8.0];

/// All points of a rule.
fn points(rule: &Rule) -> Vec<Vec<f64>> {
    let mut points = vec![vec![]];
    for (operand, grid) in GRID.into_iter().enumerate().take(rule.arity) {
        let grid = match rule.name {
            "powi" if operand == 1 => EXPONENTS,
            _ => grid,
        };
        let longer = points
            .iter()
            .flat_map(|point: &Vec<f64>| grid.iter().map(move |x| [&point[..], &[*x]].concat()));
        points = longer.collect();
    }
    points.retain(|point| match rule.name {
        "clamp" => point[1] <= point[2],
        "rem" | "rem_euclid" => {
            let quotient = point[0] / point[1];
            (quotient - quotient.round()).abs() > 1e-3 * quotient.abs()
        }
        _ => true,
    });
    points
}

/// The slope of a partial derivative by difference quotients, and how far off that may be.
fn quotient(rule: &Rule, index: usize, operand: usize, x: &[f64], along: usize) -> (f64, f64) {
    let at = |step: f64| {
        let mut moved = x.to_vec();
        moved[along] += step;
        let partial = &rule.partials(index)[operand];
        (
            moved[along],
            Point::new(rule, &moved, None).partial(partial).value,
        )
    };
    let slope = |step: f64| {
        let ((above_at, above), (below_at, below)) = (at(step), at(-step));
        (above - below) / (above_at - below_at)
    };
    let step = 1e-4 * x[along].abs();
    let (coarse, fine) = (slope(2.0 * step), slope(step));
    let rounding = 1e-14 * at(0.0).1.abs() / step;
    (
        (4.0 * fine - coarse) / 3.0,
        (coarse - fine).abs() + rounding,
    )
}

#[test]
fn slopes_of_partial_derivatives_are_difference_quotients() {
    for rule in methods() {
        let mut checked = 0;
        for (x, along) in points(rule)
            .iter()
            .flat_map(|x| (0..x.len()).map(move |along| (x, along)))
        {
            if rule.name == "powi" && along == 1 {
                continue;
            }
            for (index, operand) in
                (0..rule.results).flat_map(|index| (0..rule.arity).map(move |o| (index, o)))
            {
                let point = Point::new(rule, x, Some(along));
                let Dual { value, slope } = point.partial(&rule.partials(index)[operand]);
                let (expected, allowed) = quotient(rule, index, operand, x, along);
                if !(value.is_finite() && expected.is_finite() && allowed.is_finite()) {
                    continue;
                }
                checked += 1;
                assert!(
                    (slope - expected).abs() <= allowed + 1e-9 * expected.abs(),
                    "`{}` at {x:?}: partial {operand} of result {index} by {along} is {slope:e}, by differences {expected:e}",
                    rule.name
                );
            }
        }
        assert!(checked >= 3, "`{}`: {checked} points", rule.name);
    }
}
