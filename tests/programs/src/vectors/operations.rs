//! Operations on matrices, as sums and products of their numbers.

use super::ast::{Maker, Operation, Shape, Type};
use super::evaluate::{Outcome, Unfit, Value};
use super::number::{Number, sum};

pub(crate) fn integer(n: usize) -> Number {
    Number::constant(f64::from(u32::try_from(n).unwrap_or(u32::MAX)))
}

fn divisor(y: Number) -> Outcome<Number> {
    if y.value.abs() < 0.1 {
        Err(Unfit)
    } else {
        Ok(y)
    }
}

pub(crate) fn arithmetic(operator: char, x: Number, y: Number) -> Outcome<Number> {
    Ok(match operator {
        '+' => x.plus(y),
        '-' => x.minus(y),
        '*' => x.times(y),
        _ => x.over(divisor(y)?),
    })
}

pub(crate) fn operator_of(
    operator: char,
    (x_type, x): (Type, Value),
    (y_type, y): (Type, Value),
) -> Outcome<Value> {
    let of = |x: &Number, y: &Number| arithmetic(operator, *x, *y);
    match (x_type, y_type) {
        (Type::Float, Type::Matrix(_)) => y.iter().map(|y| of(&x[0], y)).collect(),
        (Type::Matrix(_), Type::Float) => x.iter().map(|x| of(x, &y[0])).collect(),
        (Type::Matrix(a), Type::Matrix(b)) if operator == '*' => Ok(product(a, &x, b, &y)),
        _ => x.iter().zip(&y).map(|(x, y)| of(x, y)).collect(),
    }
}

fn product(a: Shape, x: &Value, b: Shape, y: &Value) -> Value {
    let entry = |row: usize, column: usize| {
        sum((0..a.columns).map(|k| x[k * a.rows + row].times(y[column * b.rows + k])))
    };
    let columns = (0..b.columns).flat_map(|column| (0..a.rows).map(move |row| (row, column)));
    columns.map(|(row, column)| entry(row, column)).collect()
}

fn transposed(shape: Shape, x: &Value) -> Value {
    let order = (0..shape.rows).flat_map(|row| (0..shape.columns).map(move |column| (row, column)));
    order
        .map(|(row, column)| x[column * shape.rows + row])
        .collect()
}

fn identity(order: usize) -> Value {
    let entries = (0..order * order).map(|at| f64::from(u8::from(at % (order + 1) == 0)));
    entries.map(Number::constant).collect()
}

pub(crate) fn made(maker: Maker, shape: Shape, parts: &[Number]) -> Value {
    match maker {
        Maker::New | Maker::FromRows => transposed(shape.transposed(), &parts.to_vec()),
        Maker::FromColumns => parts.to_vec(),
        Maker::Repeat => vec![parts[0]; shape.count()],
        Maker::Zeros => vec![Number::default(); shape.count()],
        Maker::Identity => identity(shape.rows),
        Maker::FromFn => {
            let order =
                (0..shape.count()).map(|at| (integer(at % shape.rows), integer(at / shape.rows)));
            order
                .map(|(i, j)| i.times(parts[0]).plus(j).minus(parts[1]))
                .collect()
        }
    }
}

pub(crate) fn operation(
    operation: Operation,
    shape: Shape,
    x: &Value,
    y: &Value,
) -> Outcome<Value> {
    let dot = |x: &Value, y: &Value| sum(x.iter().zip(y).map(|(x, y)| x.times(*y)));
    let number = |number| Ok(vec![number]);
    match operation {
        Operation::Copy => Ok(x.clone()),
        Operation::Norm => number(norm(x)?),
        Operation::NormSquared => number(dot(x, x)),
        Operation::Sum => number(sum(x.iter().copied())),
        Operation::Mean => number(sum(x.iter().copied()).over(integer(shape.count()))),
        Operation::Trace => number(sum(x.iter().copied().step_by(shape.rows + 1))),
        Operation::Determinant => number(solved(shape, x, &[])?.1),
        Operation::LnDeterminant => {
            let determinant = solved(shape, x, &[])?.1;
            let (value, r) = (determinant.value, determinant.value.recip());
            number(determinant.through([value.ln(), r, -r * r, 2.0 * r * r * r]))
        }
        Operation::Dot => number(dot(x, y)),
        Operation::Cross => {
            let entry = |i: usize| {
                let (j, k) = ((i + 1) % 3, (i + 2) % 3);
                x[j].times(y[k]).minus(x[k].times(y[j]))
            };
            Ok((0..3).map(entry).collect())
        }
        Operation::ComponentMul => Ok(x.iter().zip(y).map(|(x, y)| x.times(*y)).collect()),
        Operation::ComponentDiv => x
            .iter()
            .zip(y)
            .map(|(x, y)| arithmetic('/', *x, *y))
            .collect(),
        Operation::Normalize => {
            let norm = norm(x)?;
            Ok(x.iter().map(|x| x.over(norm)).collect())
        }
        Operation::Transpose => Ok(transposed(shape, x)),
        Operation::TransposeMul => {
            let columns = y.len() / shape.rows;
            let right = Shape::new(shape.rows, columns, shape.dynamic);
            Ok(product(shape.transposed(), &transposed(shape, x), right, y))
        }
        Operation::Scale => Ok(x.iter().map(|x| x.times(y[0])).collect()),
        Operation::Unscale => x.iter().map(|x| arithmetic('/', *x, y[0])).collect(),
        Operation::Inverse => Ok(solved(shape, x, &identity(shape.rows))?.0),
        Operation::Solve => Ok(solved(shape, x, y)?.0),
        Operation::Lower => lower(shape, x),
    }
}

fn norm(x: &Value) -> Outcome<Number> {
    let square = sum(x.iter().map(|x| x.times(*x)));
    if square.value < 0.01 {
        Err(Unfit)
    } else {
        Ok(square.sqrt())
    }
}

/// `a⁻¹ b` and the determinant of `a`, by elimination.
fn solved(shape: Shape, a: &[Number], b: &[Number]) -> Outcome<(Value, Number)> {
    let n = shape.rows;
    let mut a: Vec<Vec<Number>> = (0..n)
        .map(|row| a.iter().skip(row).step_by(n).copied().collect())
        .collect();
    let mut b: Vec<Vec<Number>> = (0..n)
        .map(|row| b.iter().skip(row).step_by(n).copied().collect())
        .collect();
    let mut determinant = Number::constant(1.0);
    for column in 0..n {
        let size = |row: &usize| a[*row][column].value.abs();
        let pivot = (column..n)
            .max_by(|x, y| size(x).total_cmp(&size(y)))
            .unwrap_or(column);
        if pivot != column {
            a.swap(pivot, column);
            b.swap(pivot, column);
            determinant = determinant.negated();
        }
        let reciprocal = divisor(a[column][column])?.reciprocal();
        determinant = determinant.times(a[column][column]);
        for row in (0..n).filter(|row| *row != column) {
            let factor = a[row][column].times(reciprocal);
            for rows in [&mut a, &mut b] {
                let of = rows[column].clone();
                for (entry, by) in rows[row].iter_mut().zip(of) {
                    *entry = entry.minus(factor.times(by));
                }
            }
        }
    }
    let columns = b.first().map_or(0, Vec::len);
    let entries = (0..columns).flat_map(|column| (0..n).map(move |row| (row, column)));
    let x = entries.map(|(row, column)| b[row][column].over(a[row][row]));
    Ok((x.collect(), determinant))
}

/// The symmetric matrix of which the lower triangle is read, if it is positive definite.
pub(crate) fn definite(shape: Shape, a: &Value) -> Outcome<Value> {
    let n = shape.rows;
    let entries = (0..n).flat_map(|column| (0..n).map(move |row| (row, column)));
    let mirrored = entries.map(|(row, column)| a[row.min(column) * n + row.max(column)]);
    let mirrored: Value = mirrored.collect();
    lower(shape, &mirrored)?;
    Ok(mirrored)
}

/// The Cholesky factor.
fn lower(shape: Shape, a: &[Number]) -> Outcome<Value> {
    let n = shape.rows;
    let mut l = vec![Number::default(); n * n];
    for column in 0..n {
        for row in column..n {
            let known = sum((0..column).map(|k| l[k * n + row].times(l[k * n + column])));
            let left = a[column * n + row].minus(known);
            l[column * n + row] = if row == column {
                if left.value < 0.1 {
                    return Err(Unfit);
                }
                left.sqrt()
            } else {
                left.over(l[column * n + column])
            };
        }
    }
    Ok(l)
}
