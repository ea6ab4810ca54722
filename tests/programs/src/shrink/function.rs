//! Fewer functions, parameters and structs.

use super::mentions;
use crate::ast::{Expr, Function, Program, Type};
use crate::rewrite::with_calls_inlined;

pub(super) fn candidates(program: &Program) -> Vec<Program> {
    let mut candidates: Vec<Program> = alone(&with_calls_inlined(program)).into_iter().collect();
    let callees = 0..program.functions.len().saturating_sub(1);
    candidates.extend(callees.filter_map(|index| without_function(program, index)));
    let structs = 0..program.structs.len();
    candidates.extend(structs.filter_map(|index| without_struct(program, index)));
    for (index, function) in program.functions.iter().enumerate() {
        let unused = |position: &usize| !mentions(&function.body, function.params[*position].id);
        let positions = (0..function.params.len()).filter(unused);
        candidates.extend(positions.map(|position| without_parameter(program, index, position)));
        if index + 1 == program.functions.len() {
            candidates.extend(parts_of_result(program, function));
        }
    }
    candidates
}

/// The subject alone, if it calls nothing.
fn alone(program: &Program) -> Option<Program> {
    let mut calls = false;
    let subject = program.subject().clone();
    let body = &subject.body;
    body.visit(&mut |expr| calls |= matches!(expr, Expr::Call(..)));
    (!calls).then(|| Program {
        functions: vec![subject],
        ..program.clone()
    })
}

/// The program without a function that nothing calls.
fn without_function(program: &Program, dropped: usize) -> Option<Program> {
    let mut called = false;
    let mut smaller = program.clone();
    smaller.functions.remove(dropped);
    for function in &mut smaller.functions {
        function.body.change(&mut |expr| {
            if let Expr::Call(callee, _) = expr {
                called |= *callee == dropped;
                *callee -= usize::from(*callee > dropped);
            }
        });
    }
    (!called).then_some(smaller)
}

/// The program without a struct that nothing in its text mentions.
fn without_struct(program: &Program, dropped: usize) -> Option<Program> {
    let mut smaller = program.clone();
    let dropped = smaller.structs.remove(dropped);
    let text = smaller.to_string();
    let mut words = text.split(|c: char| !c.is_alphanumeric() && c != '_');
    (!words.any(|word| word == dropped.name)).then_some(smaller)
}

/// The program without a parameter of a function and without the arguments for it.
fn without_parameter(program: &Program, index: usize, position: usize) -> Program {
    let mut smaller = program.clone();
    smaller.functions[index].params.remove(position);
    if index + 1 == smaller.functions.len() {
        smaller.point.remove(position);
    }
    for function in &mut smaller.functions {
        function.body.change(&mut |expr| {
            if let Expr::Call(callee, arguments) = expr
                && *callee == index
            {
                arguments.remove(position);
            }
        });
    }
    smaller
}

/// The programs that return a part of what this one returns.
fn parts_of_result(program: &Program, subject: &Function) -> Vec<Program> {
    let parts: Vec<&Expr> = match &*subject.body.value {
        Expr::Tuple(parts) | Expr::Array(parts) => parts.iter().collect(),
        Expr::Struct { parts, .. } => parts.iter().map(|(_, part)| part).collect(),
        _ => return Vec::new(),
    };
    if subject.returns_early() {
        return Vec::new();
    }
    let returning = |part: &Expr, ty: Type| {
        let mut smaller = program.clone();
        if let Some(subject) = smaller.functions.last_mut() {
            *subject.body.value = part.clone();
            subject.result = ty;
        }
        smaller
    };
    let typed = parts
        .into_iter()
        .map(|part| (part, subject.type_of(part, &program.functions)));
    let floats = typed.filter(|(_, ty)| ty.any(&Type::is_float));
    floats.map(|(part, ty)| returning(part, ty)).collect()
}
