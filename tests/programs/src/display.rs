//! Programs as Rust.

use std::fmt::{self, Display, Formatter, Write};

use crate::ast::{
    Block, Constant, Expr, Function, Operator, Passing, Pattern, Program, Stmt, Type,
};

impl Display for Type {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Type::F64 => f.write_str("f64"),
            Type::F32 => f.write_str("f32"),
            Type::I32 => f.write_str("i32"),
            Type::Usize => f.write_str("usize"),
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

    fn precedence(self) -> u8 {
        match self {
            Operator::Add | Operator::Subtract => SUM,
            _ => PRODUCT,
        }
    }
}

const SUM: u8 = 1;
const PRODUCT: u8 = 2;
const CAST: u8 = 3;
const UNARY: u8 = 4;
const POSTFIX: u8 = 5;

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
            Stmt::Block(stmts) => {
                f.write_str("{\n")?;
                self.statements(f, stmts, depth + 1)?;
                indent(f, depth)?;
                f.write_char('}')
            }
        }
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

    fn list(
        &self,
        f: &mut dyn Write,
        open: &str,
        parts: &[Expr],
        close: &str,
        depth: usize,
    ) -> fmt::Result {
        f.write_str(open)?;
        for (index, part) in parts.iter().enumerate() {
            if index > 0 {
                f.write_str(", ")?;
            }
            self.expr(f, part, 0, depth)?;
        }
        if parts.len() == 1 && open == "(" {
            f.write_char(',')?;
        }
        f.write_str(close)
    }

    /// Writes an expression where an operator of some precedence stands beside it.
    fn expr(&self, f: &mut dyn Write, expr: &Expr, beside: u8, depth: usize) -> fmt::Result {
        let own = match expr {
            Expr::Binary(operator, ..) => operator.precedence(),
            Expr::Cast(..) => CAST,
            Expr::Negate(_) => UNARY,
            Expr::Var(id) if self.is_borrowed(*id) => UNARY,
            // At the beginning of a statement it would be one of its own.
            Expr::Block(_) => 0,
            _ => POSTFIX,
        };
        if own < beside {
            f.write_char('(')?;
            self.bare(f, expr, depth)?;
            return f.write_char(')');
        }
        self.bare(f, expr, depth)
    }

    fn bare(&self, f: &mut dyn Write, expr: &Expr, depth: usize) -> fmt::Result {
        match expr {
            Expr::Float(number, Type::F32) => write!(f, "{number:?}_f32"),
            Expr::Float(number, _) => write!(f, "{number:?}"),
            Expr::Integer(number, Type::Usize) => write!(f, "{number}_usize"),
            Expr::Integer(number, _) => write!(f, "{number}"),
            Expr::Var(id) => {
                let borrowed = if self.is_borrowed(*id) { "*" } else { "" };
                write!(f, "{borrowed}{}", self.name(*id))
            }
            Expr::Index(array, index) => {
                self.base(f, array, depth)?;
                f.write_char('[')?;
                match &**index {
                    Expr::Integer(number, _) => write!(f, "{number}")?,
                    index => self.expr(f, index, 0, depth)?,
                }
                f.write_char(']')
            }
            Expr::Field(tuple, field) => {
                self.base(f, tuple, depth)?;
                write!(f, ".{field}")
            }
            Expr::Negate(x) => {
                f.write_char('-')?;
                self.expr(f, x, UNARY, depth)
            }
            Expr::Binary(operator, x, y) => self.binary(f, *operator, x, y, depth),
            Expr::Method {
                name,
                path,
                operands,
            } => self.method(f, name, *path, operands, depth),
            Expr::Cast(x, ty) => {
                self.expr(f, x, CAST, depth)?;
                write!(f, " as {ty}")
            }
            Expr::Constant(x) => self.list(f, "constant(", std::slice::from_ref(x), ")", depth),
            Expr::Tuple(parts) => self.list(f, "(", parts, ")", depth),
            Expr::Array(parts) => self.list(f, "[", parts, "]", depth),
            Expr::Repeat(x, length) => {
                f.write_char('[')?;
                self.expr(f, x, 0, depth)?;
                write!(f, "; {length}]")
            }
            Expr::Call(callee, arguments) => self.call(f, *callee, arguments, depth),
            Expr::Block(block) => self.block(f, block, depth),
        }
    }

    fn binary(
        &self,
        f: &mut dyn Write,
        operator: Operator,
        x: &Expr,
        y: &Expr,
        depth: usize,
    ) -> fmt::Result {
        let own = operator.precedence();
        self.operand(f, x, self.tells(y), own, depth)?;
        write!(f, " {} ", operator.symbol())?;
        self.operand(f, y, self.tells(x), own + 1, depth)
    }

    /// Whether the other operand of an operator needs no suffix.
    fn tells(&self, expr: &Expr) -> bool {
        !matches!(expr, Expr::Float(..) | Expr::Integer(..)) && self.function.is_known(expr)
    }

    /// An operand that needs no suffix where the other tells its type.
    fn operand(
        &self,
        f: &mut dyn Write,
        expr: &Expr,
        told: bool,
        beside: u8,
        depth: usize,
    ) -> fmt::Result {
        match expr {
            Expr::Float(number, _) if told => write!(f, "{number:?}"),
            Expr::Integer(number, _) if told => write!(f, "{number}"),
            expr => self.expr(f, expr, beside, depth),
        }
    }

    fn method(
        &self,
        f: &mut dyn Write,
        name: &str,
        path: bool,
        operands: &[Expr],
        depth: usize,
    ) -> fmt::Result {
        let ty = self.function.type_of(&operands[0], self.functions);
        let (open, rest) = if path || !self.function.is_known(&operands[0]) {
            (format!("{ty}::{name}("), operands)
        } else {
            self.expr(f, &operands[0], POSTFIX, depth)?;
            (format!(".{name}("), &operands[1..])
        };
        f.write_str(&open)?;
        for (index, operand) in rest.iter().enumerate() {
            if index > 0 {
                f.write_str(", ")?;
            }
            self.operand(f, operand, true, 0, depth)?;
        }
        f.write_char(')')
    }

    fn call(
        &self,
        f: &mut dyn Write,
        callee: usize,
        arguments: &[Expr],
        depth: usize,
    ) -> fmt::Result {
        let callee = &self.functions[callee];
        write!(f, "{}(", callee.name)?;
        for (index, (param, argument)) in callee.params.iter().zip(arguments).enumerate() {
            if index > 0 {
                f.write_str(", ")?;
            }
            let taken = callee.bindings[param.id].passing;
            if taken == Passing::Value {
                self.expr(f, argument, 0, depth)?;
                continue;
            }
            match argument {
                Expr::Var(id) if self.is_behind_reference(*id) => f.write_str(self.name(*id))?,
                Expr::Var(id) => write!(f, "&{}", self.name(*id))?,
                argument => {
                    f.write_char('&')?;
                    self.expr(f, argument, UNARY, depth)?;
                }
            }
        }
        f.write_char(')')
    }

    /// What is indexed into: references are followed.
    fn base(&self, f: &mut dyn Write, expr: &Expr, depth: usize) -> fmt::Result {
        match expr {
            Expr::Var(id) => f.write_str(self.name(*id)),
            expr => self.expr(f, expr, POSTFIX, depth),
        }
    }

    fn name(&self, id: usize) -> &str {
        &self.function.bindings[id].name
    }

    fn is_borrowed(&self, id: usize) -> bool {
        self.function.bindings[id].passing == Passing::Reference
    }

    fn is_behind_reference(&self, id: usize) -> bool {
        let passing = self.function.bindings[id].passing;
        matches!(passing, Passing::Reference | Passing::Slice)
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
