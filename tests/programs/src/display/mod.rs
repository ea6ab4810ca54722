//! Programs as Rust.

mod expression;

use std::fmt::{self, Display, Formatter, Write};

use crate::ast::{
    Block, Constant, Expr, Function, Label, Operator, Passing, Pattern, Program, Range, Stmt, Type,
};
use expression::POSTFIX;

impl Display for Type {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Type::F64 => f.write_str("f64"),
            Type::F32 => f.write_str("f32"),
            Type::I32 => f.write_str("i32"),
            Type::Usize => f.write_str("usize"),
            Type::Bool => f.write_str("bool"),
            Type::Array(element, length) => write!(f, "[{element}; {length}]"),
            Type::Tuple(fields) => {
                f.write_char('(')?;
                for field in fields {
                    write!(f, "{field}, ")?;
                }
                f.write_char(')')
            }
        }
    }
}

impl Operator {
    fn symbol(self) -> char {
        match self {
            Operator::Add => '+',
            Operator::Subtract => '-',
            Operator::Multiply => '*',
            Operator::Divide => '/',
            Operator::Remainder => '%',
        }
    }
}

impl Display for Program {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        for function in &self.functions {
            let writer = Source {
                function,
                functions: &self.functions,
            };
            writer.function(f)?;
        }
        Ok(())
    }
}

impl Function {
    /// The arguments of `#[differentiate(..)]`.
    #[must_use]
    pub fn options(&self) -> String {
        let name = |id: usize| self.bindings[id].name.as_str();
        let constant = |held| {
            let params = self
                .params
                .iter()
                .filter(move |param| param.constant == held);
            let params = params.filter(|param| self.bindings[param.id].ty.carries_float());
            params.map(|param| name(param.id)).collect::<Vec<_>>()
        };
        let (held, others) = (constant(true), constant(false));
        // Either of two options says it.
        match (held.as_slice(), held.len() % 2 == self.bindings.len() % 2) {
            ([], _) => String::new(),
            (_, true) => format!("constant({})", held.join(", ")),
            (_, false) => format!("wrt({})", others.join(", ")),
        }
    }

    /// The function as Rust, without its attribute; `functions` are those it calls.
    #[must_use]
    pub fn source(&self, functions: &[Function]) -> String {
        let writer = Source {
            function: self,
            functions,
        };
        let mut text = String::new();
        // Writing to a string does not fail.
        let _ = writer.item(&mut text);
        text
    }
}

/// A constant as Rust.
#[must_use]
pub fn literal(value: &Constant, ty: &Type) -> String {
    match (value, ty) {
        (Constant::Double(x), _) => format!("{x:?}_f64"),
        (Constant::Single(x), _) => format!("{x:?}_f32"),
        (Constant::Integer(n), ty) => format!("{n}_{ty}"),
        (Constant::List(parts), ty) => {
            let texts = parts.iter().zip(ty.parts());
            let texts: Vec<String> = texts.map(|(part, ty)| literal(part, &ty)).collect();
            match ty {
                Type::Tuple(_) => format!("({},)", texts.join(", ")),
                _ => format!("[{}]", texts.join(", ")),
            }
        }
    }
}

/// A function to write.
struct Source<'a> {
    function: &'a Function,
    functions: &'a [Function],
}

impl Source<'_> {
    fn function(&self, f: &mut dyn Write) -> fmt::Result {
        match self.function.options().as_str() {
            "" => writeln!(f, "#[differentiate]")?,
            options => writeln!(f, "#[differentiate({options})]")?,
        }
        self.item(f)
    }

    fn item(&self, f: &mut dyn Write) -> fmt::Result {
        write!(f, "pub fn {}(", self.function.name)?;
        for param in &self.function.params {
            let binding = &self.function.bindings[param.id];
            let mutable = if binding.mutable { "mut " } else { "" };
            write!(
                f,
                "{mutable}{}: {}, ",
                binding.name,
                passed(&binding.ty, binding.passing)
            )?;
        }
        write!(f, ") -> {} ", self.function.result)?;
        self.block(f, &self.function.body, 0)?;
        f.write_char('\n')
    }

    fn block(&self, f: &mut dyn Write, block: &Block, depth: usize) -> fmt::Result {
        f.write_str("{\n")?;
        self.statements(f, &block.stmts, depth + 1)?;
        indent(f, depth + 1)?;
        self.expr(f, &block.value, 0, depth + 1)?;
        f.write_char('\n')?;
        indent(f, depth)?;
        f.write_char('}')
    }

    fn statements(&self, f: &mut dyn Write, stmts: &[Stmt], depth: usize) -> fmt::Result {
        for stmt in stmts {
            indent(f, depth)?;
            self.statement(f, stmt, depth)?;
            f.write_char('\n')?;
        }
        Ok(())
    }

    fn statement(&self, f: &mut dyn Write, stmt: &Stmt, depth: usize) -> fmt::Result {
        match stmt {
            Stmt::Let {
                pattern,
                ascription,
                value,
            } => {
                f.write_str("let ")?;
                self.pattern(f, pattern)?;
                if let Some(ty) = ascription {
                    write!(f, ": {ty}")?;
                }
                if let Some(value) = value {
                    f.write_str(" = ")?;
                    self.expr(f, value, 0, depth)?;
                }
                f.write_char(';')
            }
            Stmt::Assign {
                place,
                operator,
                value,
            } => {
                self.expr(f, place, POSTFIX, depth)?;
                f.write_char(' ')?;
                if let Some(operator) = operator {
                    f.write_char(operator.symbol())?;
                }
                f.write_str("= ")?;
                self.expr(f, value, 0, depth)?;
                f.write_char(';')
            }
            Stmt::Destructure { places, value } => {
                self.list(f, "(", places, ")", depth)?;
                f.write_str(" = ")?;
                self.expr(f, value, 0, depth)?;
                f.write_char(';')
            }
            Stmt::Const { id, value } => {
                let binding = &self.function.bindings[*id];
                write!(f, "const {}: {} = ", binding.name, binding.ty)?;
                self.expr(f, value, 0, depth)?;
                f.write_char(';')
            }
            Stmt::Block(stmts) => self.braced(f, stmts, depth),
            Stmt::If {
                condition,
                then,
                otherwise,
            } => self.conditional(f, condition, then, otherwise, depth),
            Stmt::For {
                id,
                range,
                label,
                checkpoint,
                body,
            } => {
                match checkpoint {
                    Some(0) => f.write_str("#[checkpoint] ")?,
                    Some(states) => write!(f, "#[checkpoint({states})] ")?,
                    None => {}
                }
                label_of(f, *label, body)?;
                write!(f, "for {} in ", self.function.bindings[*id].name)?;
                self.range(f, range, depth)?;
                f.write_char(' ')?;
                self.braced(f, body, depth)
            }
            Stmt::While {
                condition,
                label,
                body,
            } => {
                label_of(f, *label, body)?;
                f.write_str("while ")?;
                self.expr(f, condition, 0, depth)?;
                f.write_char(' ')?;
                self.braced(f, body, depth)
            }
            Stmt::Break(None) => f.write_str("break;"),
            Stmt::Break(Some(label)) => write!(f, "break 'l{label};"),
            Stmt::Continue(None) => f.write_str("continue;"),
            Stmt::Continue(Some(label)) => write!(f, "continue 'l{label};"),
            Stmt::Return(value) => {
                f.write_str("return ")?;
                self.expr(f, value, 0, depth)?;
                f.write_char(';')
            }
        }
    }

    fn braced(&self, f: &mut dyn Write, stmts: &[Stmt], depth: usize) -> fmt::Result {
        f.write_str("{\n")?;
        self.statements(f, stmts, depth + 1)?;
        indent(f, depth)?;
        f.write_char('}')
    }

    fn conditional(
        &self,
        f: &mut dyn Write,
        condition: &Expr,
        then: &[Stmt],
        otherwise: &[Stmt],
        depth: usize,
    ) -> fmt::Result {
        f.write_str("if ")?;
        self.expr(f, condition, 0, depth)?;
        f.write_char(' ')?;
        self.braced(f, then, depth)?;
        match otherwise {
            [] => Ok(()),
            [
                Stmt::If {
                    condition,
                    then,
                    otherwise,
                },
            ] => {
                f.write_str(" else ")?;
                self.conditional(f, condition, then, otherwise, depth)
            }
            otherwise => {
                f.write_str(" else ")?;
                self.braced(f, otherwise, depth)
            }
        }
    }

    fn range(&self, f: &mut dyn Write, range: &Range, depth: usize) -> fmt::Result {
        f.write_str(if range.reversed { "(" } else { "" })?;
        self.operand(f, &range.start, true, POSTFIX, depth)?;
        f.write_str(if range.inclusive { "..=" } else { ".." })?;
        self.expr(f, &range.end, POSTFIX, depth)?;
        f.write_str(if range.reversed { ").rev()" } else { "" })
    }

    fn pattern(&self, f: &mut dyn Write, pattern: &Pattern) -> fmt::Result {
        let (open, parts, close) = match pattern {
            Pattern::Name(id) => {
                let binding = &self.function.bindings[*id];
                let mutable = if binding.mutable { "mut " } else { "" };
                return write!(f, "{mutable}{}", binding.name);
            }
            Pattern::Wild => return f.write_char('_'),
            Pattern::Tuple(parts) => ('(', parts, ')'),
            Pattern::Array(parts) => ('[', parts, ']'),
        };
        f.write_char(open)?;
        for part in parts {
            self.pattern(f, part)?;
            f.write_str(", ")?;
        }
        f.write_char(close)
    }
}

/// The label of a loop, where it is used.
fn label_of(f: &mut dyn Write, label: Label, body: &[Stmt]) -> fmt::Result {
    let names = |stmt: &Stmt| match stmt {
        Stmt::Break(to) | Stmt::Continue(to) => *to == Some(label),
        _ => false,
    };
    match body.iter().any(|stmt| stmt.any(&names)) {
        true => write!(f, "'l{label}: "),
        false => Ok(()),
    }
}

/// The type of a parameter.
fn passed(ty: &Type, passing: Passing) -> String {
    match (passing, ty) {
        (Passing::Value, ty) => ty.to_string(),
        (Passing::Reference, ty) => format!("&{ty}"),
        (Passing::Slice, Type::Array(element, _)) => format!("&[{element}]"),
        (Passing::Vec, Type::Array(element, _)) => format!("Vec<{element}>"),
        (passing, ty) => unreachable!("{ty} passed as {passing:?}"),
    }
}

fn indent(f: &mut dyn Write, depth: usize) -> fmt::Result {
    for _ in 0..depth {
        f.write_str("    ")?;
    }
    Ok(())
}
