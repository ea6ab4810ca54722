//! Calls by way of functions that take what is called: `applied_f64_f64(g, x)`, and operators as closures that capture
//! their second operand: `applied_f64_f64(|left: f64| left * y, x)`.

use std::collections::BTreeMap;
use std::fmt::{self, Write};

use super::expression::UNARY;
use super::{Source, passed};
use crate::ast::{Expr, Function, Passing, Program, Type};

/// `fn applied_f64_f64(f: impl Fn(f64) -> f64, x0: f64) -> f64 { f(x0) }`
struct Applying {
    arguments: Vec<String>,
    result: String,
}

impl Applying {
    /// The one for a call, if it is one that can be passed on.
    fn of(function: &Function, functions: &[Function], expr: &Expr) -> Option<Applying> {
        let (arguments, result) = match expr {
            Expr::Call(callee, _) => {
                let callee = &functions[*callee];
                let params = callee.params.iter();
                let fits = params.clone().all(|param| {
                    let binding = &callee.bindings[param.id];
                    !param.constant && is_taken(&binding.ty, binding.passing)
                });
                if callee.host.is_some() || !fits {
                    return None;
                }
                let types = params.map(|param| {
                    let binding = &callee.bindings[param.id];
                    passed(&binding.ty, binding.passing)
                });
                (types.collect(), callee.result.clone())
            }
            Expr::Apply(id, arguments) => {
                let Type::Closure(result) = &function.bindings[*id].ty else {
                    return None;
                };
                let types = arguments
                    .iter()
                    .map(|argument| function.type_of(argument, functions));
                (types.map(|ty| ty.to_string()).collect(), (**result).clone())
            }
            Expr::Binary(_, x, y) => {
                let ty = function.type_of(x, functions);
                // Not all of them.
                let chosen = (x.size() + 2 * y.size()).is_multiple_of(3);
                if !(chosen && ty.is_float() && is_captured(y)) {
                    return None;
                }
                (vec![ty.to_string()], ty)
            }
            _ => return None,
        };
        let arguments: Vec<String> = arguments;
        let fits = (1..=4).contains(&arguments.len()) && result != Type::unit();
        fits.then(|| Applying {
            arguments,
            result: result.to_string(),
        })
    }

    /// A name that tells all types.
    fn name(&self) -> String {
        let mut name = "applied".to_owned();
        for ty in self.arguments.iter().chain([&self.result]) {
            name.push('_');
            name.extend(ty.chars().filter_map(|c| match c {
                '&' => Some('r'),
                '[' => Some('a'),
                '(' => Some('t'),
                '<' => Some('g'),
                ';' => Some('x'),
                c => Some(c.to_ascii_lowercase()).filter(char::is_ascii_alphanumeric),
            }));
        }
        name
    }

    fn item(&self) -> String {
        let Applying { arguments, result } = self;
        let names: Vec<String> = (0..arguments.len()).map(|i| format!("x{i}")).collect();
        let params = names.iter().zip(arguments);
        let params: Vec<String> = params.map(|(name, ty)| format!("{name}: {ty}")).collect();
        format!(
            "#[differentiate]\npub fn {}(f: impl Fn({}) -> {result}, {}) -> {result} {{ f({}) }}\n",
            self.name(),
            arguments.join(", "),
            params.join(", "),
            names.join(", ")
        )
    }
}

/// Whether a closure can have an operand in its body: it reads variables, and does nothing else.
fn is_captured(operand: &Expr) -> bool {
    let (mut reads, mut plain) = (false, true);
    operand.visit(&mut |expr| {
        reads |= matches!(expr, Expr::Var(_));
        plain &= matches!(
            expr,
            Expr::Float(..)
                | Expr::Integer(..)
                | Expr::Var(_)
                | Expr::Index(..)
                | Expr::Field(..)
                | Expr::Negate(_)
                | Expr::Binary(..)
                | Expr::Method { .. }
                | Expr::Cast(..)
        );
    });
    reads && plain
}

/// Whether a function that takes this can be passed on.
fn is_taken(ty: &Type, passing: Passing) -> bool {
    match passing {
        Passing::Value | Passing::Slice | Passing::Vec => true,
        Passing::Reference => match ty {
            Type::Tuple(parts) => parts.len() == 2,
            Type::Struct(_) => false,
            _ => true,
        },
        Passing::Mutable | Passing::MutableSlice => false,
    }
}

impl Program {
    /// The functions that take what is called, by their names.
    pub(super) fn applying(&self) -> String {
        let mut items = BTreeMap::new();
        for function in self.functions.iter().filter(|function| function.passes) {
            function.body.visit(&mut |expr| {
                if let Some(applying) = Applying::of(function, &self.functions, expr) {
                    items.insert(applying.name(), applying.item());
                }
            });
        }
        items.into_values().collect()
    }
}

impl Source<'_> {
    fn applying(&self, expr: &Expr) -> Option<Applying> {
        let passes = self.function.passes;
        let applying = passes.then(|| Applying::of(self.function, self.functions, expr));
        applying.flatten()
    }

    /// Whether a call is passed to a function.
    pub(super) fn is_passed_on(&self, expr: &Expr) -> bool {
        self.applying(expr).is_some()
    }

    /// Begins a call with what it is passed to, if it is: what is called is the first argument there.
    pub(super) fn passed_on(
        &self,
        f: &mut dyn Write,
        expr: &Expr,
        depth: usize,
    ) -> Result<bool, fmt::Error> {
        let Some(applying) = self.applying(expr) else {
            return Ok(false);
        };
        write!(f, "{}(", applying.name())?;
        match expr {
            Expr::Call(callee, _) => f.write_str(&self.functions[*callee].name)?,
            Expr::Apply(id, _) => write!(f, "&{}", self.name(*id))?,
            Expr::Binary(operator, x, y) => {
                let ty = self.function.type_of(x, self.functions);
                write!(f, "|left: {ty}| left {} ", operator.symbol())?;
                self.operand(f, y, true, UNARY, depth)?;
            }
            _ => {}
        }
        f.write_str(", ")?;
        Ok(true)
    }
}
