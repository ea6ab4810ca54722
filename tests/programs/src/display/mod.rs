//! Programs as Rust.

mod chain;
mod expression;
mod generic;
mod passed;
mod structure;

use std::fmt::{self, Display, Formatter, Write};

use crate::ast::{
    Arm, Block, Change, Constant, Expr, Function, Label, Operator, Passing, Pattern, Program, Stmt,
    Type,
};
use expression::{POSTFIX, UNARY};
pub(crate) use structure::flattened;

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
            Type::Vec(element) => write!(f, "Vec<{element}>"),
            Type::Struct(of) => f.write_str(&of.path()),
            Type::Closure(result) => write!(f, "impl Fn(..) -> {result}"),
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
        for of in &self.structs {
            write!(f, "{of}")?;
        }
        f.write_str(&self.applying())?;
        for function in &self.functions {
            let writer = Source {
                function,
                functions: &self.functions,
                free: false,
            };
            writer.function(f, self.twice)?;
        }
        Ok(())
    }
}

impl Function {
    /// The arguments of `#[differentiate(..)]`, where it stands free.
    #[must_use]
    pub fn options(&self) -> String {
        self.options_of("this")
    }

    /// The same, where its receiver has a name.
    fn options_of(&self, receiver: &str) -> String {
        let name = |id: usize| match self.bindings[id].name.as_str() {
            "self" => receiver.to_owned(),
            name => name.to_owned(),
        };
        let constant = |held| {
            let params = self
                .params
                .iter()
                .filter(move |param| param.constant == held);
            let params = params.filter(|param| self.bindings[param.id].ty.carries_float());
            params.map(|param| name(param.id)).collect::<Vec<_>>()
        };
        let (mut held, others) = (constant(true), constant(false));
        // A receiver is held constant unless it is named.
        if receiver == "self" && self.is_method() {
            if others.iter().any(|name| name == "self") {
                return format!("wrt({})", others.join(", "));
            }
            held.retain(|name| name != "self");
        }
        // Either of two options says it.
        match (held.as_slice(), held.len() % 2 == self.bindings.len() % 2) {
            ([], _) => String::new(),
            (_, true) => format!("constant({})", held.join(", ")),
            (_, false) => format!("wrt({})", others.join(", ")),
        }
    }

    /// The function as Rust, without its attribute and standing free; `functions` are those it calls.
    #[must_use]
    pub fn source(&self, functions: &[Function]) -> String {
        let writer = Source {
            function: self,
            functions,
            free: true,
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
        (Constant::Integer(n), Type::Bool) => (*n != 0).to_string(),
        (Constant::Integer(n), ty) => format!("{n}_{ty}"),
        (Constant::List(parts), ty) => {
            let texts = parts.iter().zip(ty.parts());
            let texts: Vec<String> = texts.map(|(part, ty)| literal(part, &ty)).collect();
            match ty {
                Type::Tuple(_) => format!("({},)", texts.join(", ")),
                Type::Struct(of) => of.literal("", &texts),
                _ => format!("[{}]", texts.join(", ")),
            }
        }
    }
}

/// A function to write.
struct Source<'a> {
    function: &'a Function,
    functions: &'a [Function],
    /// Methods are written as functions.
    free: bool,
}

impl Source<'_> {
    fn function(&self, f: &mut dyn Write, twice: bool) -> fmt::Result {
        let host = self.function.host.as_deref();
        if let Some(host) = host {
            self.impl_block(f, host)?;
        }
        let mut options = vec![self.function.options_of("self")];
        if let Some(same) = self.function.rules {
            let same = &self.functions[same];
            let path = format!("{}{}", self.host(same.host.as_deref()), same.name);
            options.push(format!("jvp = {path}_jvp, vjp = {path}_vjp"));
        }
        if twice {
            options.push("order = 2".to_owned());
        }
        options.retain(|option| !option.is_empty());
        match options.join(", ").as_str() {
            "" => writeln!(f, "#[differentiate]")?,
            options => writeln!(f, "#[differentiate({options})]")?,
        }
        self.item(f)?;
        f.write_str(if host.is_some() { "}\n" } else { "" })
    }

    fn item(&self, f: &mut dyn Write) -> fmt::Result {
        write!(f, "pub fn {}{}(", self.function.name, self.parameters())?;
        for param in &self.function.params {
            let binding = &self.function.bindings[param.id];
            let mutable = if binding.mutable { "mut " } else { "" };
            let passed = self.generic(passed(&binding.ty, binding.passing));
            match (self.name(param.id), binding.passing) {
                ("self", Passing::Reference) => f.write_str("&self, ")?,
                ("self", Passing::Mutable) => f.write_str("&mut self, ")?,
                ("self", _) => write!(f, "{mutable}self, ")?,
                (name, _) => write!(f, "{mutable}{name}: {passed}, ")?,
            }
        }
        match &self.function.result {
            result if *result == Type::unit() => f.write_str(") ")?,
            result => write!(f, ") -> {} ", self.ty(result))?,
        }
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
                    write!(f, ": {}", self.ty(ty))?;
                }
                if let Some(value) = value {
                    f.write_str(" = ")?;
                    match value {
                        Expr::Part(..) => self.lent(f, value, depth)?,
                        value => self.expr(f, value, 0, depth)?,
                    }
                }
                f.write_char(';')
            }
            Stmt::Assign {
                place,
                operator,
                value,
            } => {
                // At the beginning of a statement a star is no product.
                self.expr(f, place, UNARY, depth)?;
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
                pattern,
                chain,
                body,
                each: true,
                ..
            } => {
                self.chain(f, chain, false, depth)?;
                f.write_str(".for_each(|")?;
                self.pattern(f, pattern)?;
                f.write_str("| ")?;
                self.braced(f, body, depth)?;
                f.write_str(");")
            }
            Stmt::For {
                pattern,
                chain,
                label,
                checkpoint,
                body,
                each: false,
            } => {
                match checkpoint {
                    Some(0) => f.write_str("#[checkpoint] ")?,
                    Some(states) => write!(f, "#[checkpoint({states})] ")?,
                    None => {}
                }
                label_of(f, *label, body)?;
                f.write_str("for ")?;
                self.pattern(f, pattern)?;
                f.write_str(" in ")?;
                self.chain(f, chain, true, depth)?;
                f.write_char(' ')?;
                self.braced(f, body, depth)
            }
            Stmt::Match(value, arms) => {
                f.write_str("match ")?;
                self.expr(f, value, 0, depth)?;
                f.write_str(" {\n")?;
                for arm in arms {
                    self.arm(f, arm, depth)?;
                    self.braced(f, &arm.body, depth + 1)?;
                    f.write_char('\n')?;
                }
                indent(f, depth)?;
                f.write_char('}')
            }
            Stmt::LetElse {
                pattern,
                value,
                otherwise,
            } => {
                let several = matches!(pattern, Pattern::Or(_));
                f.write_str(if several { "let (" } else { "let " })?;
                self.pattern(f, pattern)?;
                f.write_str(if several { ") = " } else { " = " })?;
                self.expr(f, value, 0, depth)?;
                f.write_str(" else ")?;
                self.braced(f, otherwise, depth)?;
                f.write_char(';')
            }
            Stmt::Closure {
                id,
                types,
                moving,
                closure,
            } => {
                let moving = if *moving { "move " } else { "" };
                write!(f, "let {} = {moving}|", self.function.bindings[*id].name)?;
                for (pattern, ty) in closure.params.iter().zip(types) {
                    self.pattern(f, pattern)?;
                    write!(f, ": {}, ", self.ty(ty))?;
                }
                f.write_str("| ")?;
                self.body_of_closure(f, &closure.body, depth)?;
                f.write_char(';')
            }
            Stmt::Change(method, place, arguments) => {
                self.base(f, place, depth)?;
                let open = match method {
                    Change::Push => ".push(",
                    Change::Swap => ".swap(",
                    Change::Fill => ".fill(",
                    Change::Copy => ".copy_from_slice(",
                };
                match (method, arguments.as_slice()) {
                    (Change::Copy, [from]) => {
                        f.write_str(open)?;
                        self.lent(f, from, depth)?;
                        f.write_char(')')?;
                    }
                    _ => self.list(f, open, arguments, ")", depth)?,
                }
                f.write_char(';')
            }
            Stmt::Exchange(one, other) => {
                f.write_str("::core::mem::swap(&mut ")?;
                self.expr(f, one, UNARY, depth)?;
                f.write_str(", &mut ")?;
                self.expr(f, other, UNARY, depth)?;
                f.write_str(");")
            }
            Stmt::Effect(value) => {
                self.expr(f, value, POSTFIX, depth)?;
                f.write_char(';')
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

    /// `pattern if guard => `
    fn arm<B>(&self, f: &mut dyn Write, arm: &Arm<B>, depth: usize) -> fmt::Result {
        indent(f, depth + 1)?;
        self.pattern(f, &arm.pattern)?;
        if let Some(guard) = &arm.guard {
            f.write_str(" if ")?;
            self.expr(f, guard, 0, depth + 1)?;
        }
        f.write_str(" => ")
    }

    fn pattern(&self, f: &mut dyn Write, pattern: &Pattern) -> fmt::Result {
        let (open, parts, close) = match pattern {
            Pattern::Name(id) => {
                let binding = &self.function.bindings[*id];
                let mutable = if binding.mutable { "mut " } else { "" };
                return write!(f, "{mutable}{}", binding.name);
            }
            Pattern::Wild => return f.write_char('_'),
            Pattern::Number(number) => return write!(f, "{number}"),
            Pattern::Numbers(first, last) => return write!(f, "{first}..={last}"),
            Pattern::Reference(inner) => {
                f.write_char('&')?;
                return self.pattern(f, inner);
            }
            Pattern::At(id, inner) => {
                write!(f, "{} @ ", self.function.bindings[*id].name)?;
                let several = matches!(**inner, Pattern::Or(_));
                f.write_str(if several { "(" } else { "" })?;
                self.pattern(f, inner)?;
                return f.write_str(if several { ")" } else { "" });
            }
            Pattern::Or(cases) => {
                for (index, case) in cases.iter().enumerate() {
                    f.write_str(if index > 0 { " | " } else { "" })?;
                    self.pattern(f, case)?;
                }
                return Ok(());
            }
            Pattern::Struct(of, parts) => return self.fields(f, of, parts),
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
        (Passing::Mutable, ty) => format!("&mut {ty}"),
        (Passing::MutableSlice, Type::Array(element, _)) => format!("&mut [{element}]"),
        (passing, ty) => unreachable!("{ty} passed as {passing:?}"),
    }
}

fn indent(f: &mut dyn Write, depth: usize) -> fmt::Result {
    for _ in 0..depth {
        f.write_str("    ")?;
    }
    Ok(())
}
