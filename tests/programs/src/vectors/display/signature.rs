//! What stands before the body of a function.

use super::super::ast::{Program, Type};
use super::super::names::{param_type, type_name};
use super::Printer;
use crate::random::Random;

impl Printer<'_> {
    pub(super) fn params(&self) -> String {
        let params = self.function.variables.iter().take(self.function.params);
        let types = params.map(|param| {
            let ty = param_type(param, self.program.float);
            format!("{}: {ty}", param.name)
        });
        types.collect::<Vec<_>>().join(", ")
    }

    /// The option that names the active parameters, if not all floats are.
    pub(super) fn active(&self) -> Vec<String> {
        let function = self.function;
        let params = function.variables.iter().take(function.params).enumerate();
        let (active, others): (Vec<_>, Vec<_>) =
            params.partition(|(id, _)| function.is_active(*id));
        if others.iter().all(|(_, param)| param.ty == Type::Index) {
            return Vec::new();
        }
        let names = active.iter().map(|(_, param)| &*param.name);
        vec![format!("wrt({})", names.collect::<Vec<_>>().join(", "))]
    }
}

pub(super) fn in_parentheses(options: &[String]) -> String {
    match options.is_empty() {
        true => String::new(),
        false => format!("({})", options.join(", ")),
    }
}

/// Forward mode along the arguments themselves, as a function to be differentiated in turn.
pub(crate) fn along(program: &Program) -> String {
    let function = program.subject();
    let printer = Printer {
        program,
        function,
        random: Random::new(program.seed),
        depth: 1,
    };
    let names = function.variables.iter().take(function.params);
    let names = names.map(|param| &*param.name).enumerate();
    let (arguments, dots): (Vec<_>, Vec<_>) = names
        .map(|(id, name)| (name, function.is_active(id).then_some(name)))
        .unzip();
    let arguments: Vec<&str> = arguments
        .into_iter()
        .chain(dots.into_iter().flatten())
        .collect();
    let name = &function.name;
    format!(
        "#[differentiate{}]\npub fn {name}_along({}) -> {} {{\n    \
         let (_, derivative) = {name}_jvp({});\n    derivative\n}}\n\n",
        in_parentheses(&printer.active()),
        printer.params(),
        type_name(function.result, program.float),
        arguments.join(", ")
    )
}
