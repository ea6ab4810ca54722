//! Types that are known from what they are the same as.
//!
//! Of a field, the macro does not know the type. Where its value is copied to a place that has a float in it, returned as one,
//! or an alternative to one, it is a float as well. So it is with what has no derivative: of a result `(f64, i32)`, the second
//! part has none, whatever is returned there.
//!
//! ```text
//! let mut y = p.c;              p.c: like y
//! y *= x;                  →    y: a float, and p.c
//! ```

use std::collections::BTreeMap;
use std::rc::Rc;

use crate::ir::{
    Aggregate, Atom, Block, Function, Op, Place, Projection, Shape, Stmt, Var, Variables,
    part_shape,
};

/// Gives every variable the shape that others of the same type have. The results are those of the shape.
pub(super) fn shapes(function: &mut Function, result: &Shape) {
    let Function { vars, body, .. } = function;
    let mut inference = Inference {
        vars,
        parts: BTreeMap::new(),
        learnt: true,
    };
    while std::mem::take(&mut inference.learnt) {
        for atom in &body.results {
            inference.learn(atom, result);
        }
        inference.block(body);
    }
}

struct Inference<'a> {
    vars: &'a mut Variables,
    /// Of what is loaded from each part of a variable, whatever the index.
    parts: BTreeMap<(Var, Vec<String>), Shape>,
    /// Whether the last round has found anything.
    learnt: bool,
}

impl Inference<'_> {
    fn block(&mut self, block: &Block) {
        for stmt in &block.stmts {
            self.stmt(stmt);
            for inner in stmt.op.blocks() {
                self.block(inner);
            }
        }
    }

    fn stmt(&mut self, stmt: &Stmt) {
        match (&stmt.op, stmt.results.as_slice()) {
            (Op::Declare(value), [result]) => self.same(*result, value),
            (Op::Load(place), [result]) => {
                self.assume(*result, &part_shape(self.vars, place));
                let shape = self.vars.shape(*result);
                self.part(place, &shape);
                let known = self.parts.entry(part_of(place)).or_insert(Shape::Unknown);
                match refined(known, &shape) {
                    Some(shape) => {
                        *known = shape;
                        self.learnt = true;
                    }
                    None => {
                        let known = known.clone();
                        self.assume(*result, &known);
                    }
                }
            }
            (Op::Store(place, value), _) => {
                self.learn(value, &part_shape(self.vars, place));
                self.part(place, &self.shape(value));
            }
            (Op::Pack(Aggregate::Tuple, parts), [result]) => {
                let shapes = parts.iter().map(|part| self.shape(part)).collect();
                self.assume(*result, &Shape::Tuple(shapes));
                let shape = self.vars.shape(*result);
                for (index, part) in (0..).zip(parts) {
                    self.learn(part, &shape.field(index));
                }
            }
            (Op::Pack(Aggregate::Array, parts), [result]) => {
                let element = self.vars.shape(*result).element();
                for part in parts {
                    self.learn(part, &element);
                }
            }
            (Op::Unpack(Aggregate::Tuple, value), results) => {
                let shapes = results.iter().map(|result| self.vars.shape(*result));
                let shapes = Shape::Tuple(shapes.collect());
                self.learn(value, &shapes);
                let shape = self.shape(value);
                for (index, result) in (0..).zip(results) {
                    self.assume(*result, &shape.field(index));
                }
            }
            (Op::Branch(branch), results) => {
                for arm in &branch.arms {
                    for (result, value) in results.iter().zip(&arm.body.results) {
                        self.same(*result, value);
                    }
                }
            }
            _ => {}
        }
    }

    /// A variable has the type of a value.
    fn same(&mut self, var: Var, value: &Atom) {
        self.assume(var, &self.shape(value));
        self.learn(value, &self.vars.shape(var));
    }

    /// A whole variable has a shape; of a part of one, only its own type tells.
    fn part(&mut self, place: &Place, shape: &Shape) {
        if place.path.is_empty() {
            self.assume(place.root, shape);
        }
    }

    fn learn(&mut self, value: &Atom, shape: &Shape) {
        if let Atom::Var(var) = value {
            self.assume(*var, shape);
        }
    }

    fn assume(&mut self, var: Var, shape: &Shape) {
        let Some(refined) = refined(&self.vars.shape(var), shape) else {
            return;
        };
        if let Some(variable) = self.vars.get_mut(var) {
            variable.shape = refined;
            self.learnt = true;
        }
    }

    fn shape(&self, value: &Atom) -> Shape {
        value
            .var()
            .map_or(Shape::Unknown, |var| self.vars.shape(var))
    }
}

/// Which part of a variable a place is; all elements of a sequence are of one type.
fn part_of(place: &Place) -> (Var, Vec<String>) {
    let path = place.path.iter().map(|projection| match projection {
        Projection::Index(_) => "[]".to_owned(),
        Projection::Range(_) => "[..]".to_owned(),
        Projection::Field(index) => index.to_string(),
        Projection::Named { name, .. } => name.to_string(),
    });
    (place.root, path.collect())
}

/// A shape with what another one tells of its parts, where it does not itself.
fn refined(own: &Shape, other: &Shape) -> Option<Shape> {
    match (own, other) {
        (Shape::Unknown, other) if other.is_static() => Some(other.clone()),
        (Shape::Tuple(own), Shape::Tuple(others)) => {
            let parts = own.iter().zip(others.iter());
            let parts: Vec<Option<Shape>> = parts.map(|(own, other)| refined(own, other)).collect();
            parts.iter().any(Option::is_some).then(|| {
                let parts = own.iter().zip(parts);
                Shape::Tuple(
                    parts
                        .map(|(own, part)| part.unwrap_or_else(|| own.clone()))
                        .collect(),
                )
            })
        }
        (Shape::Array(own, length), _) => Some(Shape::Array(
            Rc::new(refined(own, &other.element())?),
            length.clone(),
        )),
        (Shape::Sequence(own), _) => {
            Some(Shape::Sequence(Rc::new(refined(own, &other.element())?)))
        }
        _ => None,
    }
}
