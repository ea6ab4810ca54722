//! Smaller expressions.

use super::without_one;
use crate::ast::{Comparison, Expr, Function, Program, Stmt, Type};

/// The program with an operand, a part or a literal in the place of each expression.
pub(super) fn candidates(program: &Program) -> Vec<Program> {
    let mut candidates = Vec::new();
    for (index, function) in program.functions.iter().enumerate() {
        let mut exprs = Vec::new();
        let mut body = function.body.clone();
        body.change(&mut |expr| exprs.push(expr.clone()));
        for (position, expr) in exprs.iter().enumerate() {
            for smaller in smaller(expr, function, program) {
                let mut candidate = program.clone();
                let mut before = 0;
                let mut replacement = Some(smaller);
                candidate.functions[index].body.change(&mut |expr| {
                    if before == position
                        && let Some(smaller) = replacement.take()
                    {
                        *expr = smaller;
                    }
                    before += 1;
                });
                candidates.push(candidate);
            }
        }
    }
    candidates
}

/// Expressions of the same type, the smallest first.
fn smaller(expr: &Expr, function: &Function, program: &Program) -> Vec<Expr> {
    if matches!(expr, Expr::Mutable(_) | Expr::Fits(..)) {
        return Vec::new();
    }
    let ty = function.type_of(expr, &program.functions);
    let mut smaller = Vec::new();
    if !matches!(expr, Expr::Float(..) | Expr::Integer(..)) {
        smaller.push(literal(&ty));
    }
    let same = |operand: &&Expr| function.type_of(operand, &program.functions) == ty;
    match expr {
        Expr::Block(block) => {
            let inside: Vec<usize> = block.stmts.iter().flat_map(Stmt::bound).collect();
            let mentioned = block.value.mentioned();
            if !mentioned.iter().any(|id| inside.contains(id)) {
                smaller.push((*block.value).clone());
            }
        }
        Expr::If(..) | Expr::Match(..) => {
            let arms = expr.blocks().into_iter();
            smaller.extend(arms.map(|arm| Expr::Block(arm.clone())));
            if let Expr::Match(value, arms) = expr {
                let fewer = without_one(arms).into_iter();
                smaller.extend(fewer.map(|arms| Expr::Match(value.clone(), arms)));
            }
        }
        Expr::Chain(chain, end) if !chain.adaptors.is_empty() => {
            let mut chain = chain.clone();
            chain.adaptors.pop();
            smaller.push(Expr::Chain(chain, end.clone()));
        }
        Expr::Field(base, position) => match &**base {
            Expr::Tuple(parts) => smaller.extend(parts.get(*position).cloned()),
            Expr::Struct { parts, .. } => {
                let part = parts.iter().find(|(other, _)| other == position);
                smaller.extend(part.map(|(_, part)| part.clone()));
            }
            _ => {}
        },
        Expr::Struct { of, parts, rest } => {
            smaller.extend(rest.as_deref().cloned());
            // What is given goes, if something else has it.
            if rest.is_some() && parts.len() > 1 {
                smaller.extend((0..parts.len()).map(|dropped| {
                    let mut parts = parts.clone();
                    parts.remove(dropped);
                    let (of, rest) = (of.clone(), rest.clone());
                    Expr::Struct { of, parts, rest }
                }));
            }
            let operands = expr.operands().into_iter().filter(same);
            smaller.extend(operands.cloned());
        }
        Expr::Index(base, _) => {
            if let Expr::Array(parts) = &**base {
                smaller.extend(parts.first().cloned());
            }
        }
        other => smaller.extend(other.operands().into_iter().filter(same).cloned()),
    }
    smaller
}

/// A value of a type, written down.
fn literal(ty: &Type) -> Expr {
    let parts = || ty.parts().iter().map(literal).collect();
    match ty {
        Type::F64 | Type::F32 => Expr::Float(1.0, ty.clone()),
        Type::I32 | Type::Usize => Expr::Integer(0, ty.clone()),
        Type::Bool => Expr::Not(Box::new(Expr::Compare(
            Comparison::Less,
            Box::new(Expr::Integer(0, Type::I32)),
            Box::new(Expr::Integer(0, Type::I32)),
        ))),
        // No part would tell its type.
        Type::Array(element, 0) => Expr::Repeat(Box::new(literal(element)), 0),
        Type::Array(..) => Expr::Array(parts()),
        Type::Tuple(_) => Expr::Tuple(parts()),
        Type::Struct(of) => Expr::Struct {
            of: of.clone(),
            parts: of
                .fields
                .iter()
                .map(|field| literal(&field.ty))
                .enumerate()
                .collect(),
            rest: None,
        },
        Type::Vec(element) => Expr::Owned(Box::new(Expr::Array(vec![literal(element)]))),
        Type::Closure(_) => unreachable!("a closure is no value"),
    }
}

#[cfg(test)]
mod tests {
    use crate::ast::Expr;
    use crate::{Program, generate, shrink};

    /// A planted failure, wherever a program has it, is all that is left.
    #[test]
    fn what_fails_is_what_is_left() {
        let is_planted = |expr: &Expr| matches!(expr, Expr::Method { name: "tanh", .. });
        let mut shrunk = 0;
        for seed in 0..300 {
            let program = generate(seed);
            let mut fails = |program: &Program| {
                let mut found = false;
                program
                    .subject()
                    .body
                    .visit(&mut |expr| found |= is_planted(expr));
                found
            };
            if !fails(&program) {
                continue;
            }
            let smallest = shrink(&program, &mut fails);
            let text = smallest.to_string();
            assert!(fails(&smallest), "seed {seed}: {program}\n{text}");
            assert_eq!(smallest.functions.len(), 1, "seed {seed}: {text}");
            // Loops around what fails may stay, and the type of an early result.
            let body = text.lines().skip_while(|line| *line != "#[differentiate]");
            assert!(body.count() <= 16, "seed {seed}: {text}");
            shrunk += 1;
        }
        assert!(shrunk > 10, "{shrunk} programs");
    }
}
