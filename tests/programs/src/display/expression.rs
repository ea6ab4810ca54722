//! Expressions as Rust.

use std::fmt::{self, Write};

use super::{Source, indent};
use crate::ast::{Block, Comparison, Connective, Expr, Operator, Passing, Type};
use crate::primitives::SPECIAL;

const OR: u8 = 1;
const AND: u8 = 2;
const COMPARISON: u8 = 3;
const SUM: u8 = 4;
const PRODUCT: u8 = 5;
const CAST: u8 = 6;
pub(super) const UNARY: u8 = 7;
pub(super) const POSTFIX: u8 = 8;

impl Comparison {
    fn symbol(self) -> &'static str {
        match self {
            Comparison::Less => "<",
            Comparison::AtMost => "<=",
            Comparison::Greater => ">",
            Comparison::AtLeast => ">=",
            Comparison::Equal => "==",
            Comparison::Different => "!=",
        }
    }
}

impl Connective {
    fn symbol(self) -> &'static str {
        match self {
            Connective::And => "&&",
            Connective::Or => "||",
        }
    }

    fn precedence(self) -> u8 {
        match self {
            Connective::And => AND,
            Connective::Or => OR,
        }
    }
}

impl Operator {
    fn precedence(self) -> u8 {
        match self {
            Operator::Add | Operator::Subtract => SUM,
            _ => PRODUCT,
        }
    }
}

impl Source<'_> {
    pub(super) fn list(
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
    pub(super) fn expr(
        &self,
        f: &mut dyn Write,
        expr: &Expr,
        beside: u8,
        depth: usize,
    ) -> fmt::Result {
        let own = match expr {
            Expr::Binary(operator, ..) if !self.is_passed_on(expr) => operator.precedence(),
            Expr::Cast(_, ty) if !self.is_generic(ty) => CAST,
            Expr::Negate(_) => UNARY,
            Expr::Var(id) if self.is_borrowed(*id) => UNARY,
            // At the beginning of a statement it would be one of its own.
            Expr::Block(_) | Expr::If(..) | Expr::Match(..) | Expr::Fits(..) => 0,
            // In a condition its brace would begin a block.
            Expr::Struct { .. } => 0,
            Expr::Compare(..) => COMPARISON,
            Expr::Connected(connective, ..) => connective.precedence(),
            Expr::Not(_) => UNARY,
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
            Expr::Float(number, ty) if self.is_generic(ty) => write!(f, "T::literal({number:?})"),
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
                match self.function.type_of(tuple, self.functions) {
                    Type::Struct(of) => write!(f, ".{}", of.member(*field)),
                    _ => write!(f, ".{field}"),
                }
            }
            Expr::Negate(x) => {
                f.write_char('-')?;
                self.expr(f, x, UNARY, depth)
            }
            Expr::Binary(operator, x, y) => {
                if self.passed_on(f, expr, depth)? {
                    self.expr(f, x, 0, depth)?;
                    return f.write_char(')');
                }
                self.binary(f, *operator, x, y, depth)
            }
            Expr::Method {
                name,
                path,
                operands,
            } => self.method(f, name, *path, operands, depth),
            Expr::Cast(x, ty) if self.is_generic(ty) => {
                let from = self.function.type_of(x, self.functions);
                write!(f, "T::from_{from}(")?;
                self.expr(f, x, 0, depth)?;
                f.write_str(").unwrap()")
            }
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
            Expr::Struct { of, parts, rest } => self.literal(f, of, parts, rest.as_deref(), depth),
            Expr::Call(callee, arguments) => {
                let passed = self.passed_on(f, expr, depth)?;
                self.call(f, *callee, arguments, passed, depth)
            }
            Expr::Block(block) => self.block(f, block, depth),
            Expr::If(condition, then, otherwise) => {
                self.alternatives(f, condition, then, otherwise, depth)
            }
            // An operand may end in a type, which `<` would go on.
            Expr::Compare(comparison, x, y) => {
                self.operand(f, x, self.tells(y), POSTFIX, depth)?;
                write!(f, " {} ", comparison.symbol())?;
                self.operand(f, y, self.tells(x), POSTFIX, depth)
            }
            Expr::Selected(ty, x, y) => {
                let name = match ty {
                    Type::Bool => "is_below",
                    _ => "place_below",
                };
                write!(f, "{name}(")?;
                self.expr(f, x, 0, depth)?;
                f.write_str(", ")?;
                self.expr(f, y, 0, depth)?;
                f.write_char(')')
            }
            Expr::Connected(connective, x, y) => {
                let own = connective.precedence();
                self.expr(f, x, own, depth)?;
                write!(f, " {} ", connective.symbol())?;
                self.expr(f, y, own + 1, depth)
            }
            Expr::Not(x) => {
                f.write_char('!')?;
                self.expr(f, x, UNARY, depth)
            }
            Expr::Length(array) => {
                self.base(f, array, depth)?;
                f.write_str(".len()")
            }
            Expr::Fits(pattern, value) => {
                f.write_str("let ")?;
                self.pattern(f, pattern)?;
                f.write_str(" = ")?;
                self.expr(f, value, COMPARISON, depth)
            }
            Expr::Match(value, arms) => {
                f.write_str("match ")?;
                self.expr(f, value, 0, depth)?;
                f.write_str(" {\n")?;
                for arm in arms {
                    self.arm(f, arm, depth)?;
                    self.block(f, &arm.body, depth + 1)?;
                    f.write_char('\n')?;
                }
                indent(f, depth)?;
                f.write_char('}')
            }
            Expr::Chain(chain, end) => {
                self.chain(f, chain, false, depth)?;
                self.end(f, end, depth)
            }
            Expr::Apply(id, arguments) => {
                if self.passed_on(f, expr, depth)? {
                    return self.list(f, "", arguments, ")", depth);
                }
                f.write_str(self.name(*id))?;
                self.list(f, "(", arguments, ")", depth)
            }
            Expr::Part(of, start, end) => {
                self.base(f, of, depth)?;
                write!(f, "[{start}..{end}]")
            }
            Expr::Split(of, left, _) => {
                self.base(f, of, depth)?;
                write!(f, ".split_at({left})")
            }
            Expr::Owned(of) => match &**of {
                Expr::Array(parts) => self.list(f, "vec![", parts, "]", depth),
                Expr::Repeat(x, length) => {
                    f.write_str("vec![")?;
                    self.expr(f, x, 0, depth)?;
                    write!(f, "; {length}]")
                }
                of => {
                    self.base(f, of, depth)?;
                    match self.function.type_of(of, self.functions) {
                        Type::Vec(_) | Type::Struct(_) => f.write_str(".clone()"),
                        _ => f.write_str(".to_vec()"),
                    }
                }
            },
            Expr::Mutable(place) => match &**place {
                Expr::Var(id) if self.is_behind_reference(*id) => f.write_str(self.name(*id)),
                place => {
                    f.write_str("&mut ")?;
                    self.base(f, place, depth)
                }
            },
        }
    }

    fn alternatives(
        &self,
        f: &mut dyn Write,
        condition: &Expr,
        then: &Block,
        otherwise: &Block,
        depth: usize,
    ) -> fmt::Result {
        f.write_str("if ")?;
        self.expr(f, condition, 0, depth)?;
        f.write_char(' ')?;
        self.block(f, then, depth)?;
        f.write_str(" else ")?;
        match (&*otherwise.value, otherwise.stmts.as_slice()) {
            (Expr::If(condition, then, otherwise), []) => {
                self.alternatives(f, condition, then, otherwise, depth)
            }
            _ => self.block(f, otherwise, depth),
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
    pub(super) fn operand(
        &self,
        f: &mut dyn Write,
        expr: &Expr,
        told: bool,
        beside: u8,
        depth: usize,
    ) -> fmt::Result {
        match expr {
            Expr::Float(number, ty) if told && !self.is_generic(ty) => write!(f, "{number:?}"),
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
        if SPECIAL.contains(&name) {
            let open = format!("ad_runtime::special::{name}(");
            return self.list(f, &open, operands, ")", depth);
        }
        let ty = self.function.type_of(&operands[0], self.functions);
        let (open, rest) = if path || !self.function.is_known(&operands[0]) {
            (format!("{}::{name}(", self.ty(&ty)), operands)
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

    /// A call, or the arguments of one that is passed on.
    fn call(
        &self,
        f: &mut dyn Write,
        callee: usize,
        arguments: &[Expr],
        passed: bool,
        depth: usize,
    ) -> fmt::Result {
        let callee = &self.functions[callee];
        // Of `x.g()`, the language does not see that it writes to `x`.
        let writes = matches!(arguments.first(), Some(Expr::Mutable(_)));
        let mut arguments = callee.params.iter().zip(arguments);
        let by_name = callee.is_method() && !self.free && !callee.name.len().is_multiple_of(3);
        let receiver = match by_name && !writes {
            true => arguments.next(),
            false => None,
        };
        match receiver {
            Some((_, receiver)) => {
                self.base(f, receiver, depth)?;
                write!(f, ".{}(", callee.name)?;
            }
            None if passed => {}
            None => {
                let host = self.host(callee.host.as_deref());
                write!(f, "{host}{}{}(", callee.name, self.arguments(callee))?;
            }
        }
        for (index, (param, argument)) in arguments.enumerate() {
            if index > 0 {
                f.write_str(", ")?;
            }
            match (callee.bindings[param.id].passing, argument) {
                (Passing::Reference | Passing::Slice, argument) => self.lent(f, argument, depth)?,
                // Of a generic function, it would tell nothing of the type of the result.
                (_, Expr::Float(number, Type::F64)) if self.function.generic.is_none() => {
                    write!(f, "{number:?}_f64")?;
                }
                (_, argument) => self.expr(f, argument, 0, depth)?,
            }
        }
        f.write_char(')')
    }

    /// `&x`
    pub(super) fn lent(&self, f: &mut dyn Write, expr: &Expr, depth: usize) -> fmt::Result {
        match expr {
            Expr::Var(id) if self.is_behind_reference(*id) => f.write_str(self.name(*id)),
            Expr::Var(id) => write!(f, "&{}", self.name(*id)),
            expr => {
                f.write_char('&')?;
                self.expr(f, expr, UNARY, depth)
            }
        }
    }

    /// What is indexed into: references are followed.
    pub(super) fn base(&self, f: &mut dyn Write, expr: &Expr, depth: usize) -> fmt::Result {
        match expr {
            Expr::Var(id) => f.write_str(self.name(*id)),
            expr => self.expr(f, expr, POSTFIX, depth),
        }
    }

    fn is_borrowed(&self, id: usize) -> bool {
        let passing = self.function.bindings[id].passing;
        matches!(passing, Passing::Reference | Passing::Mutable)
    }

    pub(super) fn is_behind_reference(&self, id: usize) -> bool {
        let passing = self.function.bindings[id].passing;
        matches!(passing, Passing::Reference | Passing::Slice) || passing.is_mutable()
    }

    pub(super) fn is_lent_to_write(&self, id: usize) -> bool {
        self.function.bindings[id].passing.is_mutable()
    }
}
