//! Calls by way of functions that take what is called: `applied_f64_f64(g, x)`, and operators as closures that capture
//! their second operand: `applied_f64_f64(|left: f64| left * y, x)`.

use std::collections::BTreeMap;
use std::fmt::{self, Write};

use super::expression::UNARY;
use super::{Source, passed};
use crate::ast::{Expr, Passing, Program, Type};

/// `fn applied_f64_f64(f: impl Fn(f64) -> f64, x0: f64) -> f64 { f(x0) }`
struct Applying {
    arguments: Vec<String>,
    result: String,
}

impl Applying {
    /// The one for a call, if it is one that can be passed on.
    fn of(source: &Source, expr: &Expr) -> Option<Applying> {
        let (function, functions) = (source.function, source.functions);
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
                // What is captured is not changed by the argument.
                let captured = is_captured(y) && x.assigned().is_empty();
                if !(chosen && ty.is_float() && captured) {
                    return None;
                }
                (vec![ty.to_string()], ty)
            }
            _ => return None,
        };
        let arguments: Vec<String> = arguments;
        let arguments = arguments.into_iter().map(|ty| source.generic(ty));
        let arguments: Vec<String> = arguments.collect();
        // A reference to what `T` stands for is no argument of a function that is passed.
        let known = !arguments.iter().any(|ty| ty == "&T");
        let fits = (1..=4).contains(&arguments.len()) && result != Type::unit() && known;
        fits.then(|| Applying {
            arguments,
            result: source.ty(&result),
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

    /// `|x0: f64| g(x0)`
    fn closure(&self, called: &str) -> String {
        let names = self.names().join(", ");
        format!("|{}| {called}({names})", self.params().join(", "))
    }

    fn names(&self) -> Vec<String> {
        let count = self.arguments.len();
        (0..count).map(|i| format!("x{i}")).collect()
    }

    fn params(&self) -> Vec<String> {
        let names = self.names().into_iter();
        let typed = names.zip(&self.arguments);
        typed.map(|(name, ty)| format!("{name}: {ty}")).collect()
    }

    fn item(&self, twice: bool) -> String {
        let Applying { arguments, result } = self;
        let mut types = arguments.iter().chain([result]);
        let generic = match types.any(|ty| ty.contains('T')) {
            true => "<T: Scalar>",
            false => "",
        };
        let order = if twice { "(order = 2)" } else { "" };
        format!(
            "#[differentiate{order}]\npub fn {}{generic}(f: impl Fn({}) -> {result}, {}) -> {result} {{ f({}) }}\n",
            self.name(),
            arguments.join(", "),
            self.params().join(", "),
            self.names().join(", ")
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
            let source = Source {
                function,
                functions: &self.functions,
                free: false,
            };
            function.body.visit(&mut |expr| {
                if let Some(applying) = Applying::of(&source, expr) {
                    items.insert(applying.name(), applying.item(self.twice));
                }
            });
        }
        items.into_values().collect()
    }
}

impl Source<'_> {
    fn applying(&self, expr: &Expr) -> Option<Applying> {
        let passes = self.function.passes;
        let applying = passes.then(|| Applying::of(self, expr));
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
            Expr::Call(callee, _) => {
                let callee = &self.functions[*callee];
                f.write_str(&match callee.generic {
                    // Of a name alone, the compiler would not know the type.
                    Some(_) => applying.closure(&callee.name),
                    None => callee.name.clone(),
                })?;
            }
            Expr::Apply(id, _) => write!(f, "&{}", self.name(*id))?,
            Expr::Binary(operator, x, y) => {
                let ty = self.function.type_of(x, self.functions);
                let ty = self.ty(&ty);
                write!(f, "|left: {ty}| left {} ", operator.symbol())?;
                self.operand(f, y, true, UNARY, depth)?;
            }
            _ => {}
        }
        f.write_str(", ")?;
        Ok(true)
    }
}
