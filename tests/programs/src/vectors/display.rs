//! Programs as Rust. Where a vector may be written in several ways, by value, by reference or as a copy, one of them is
//! drawn.

mod signature;

use std::fmt::Write;

use super::ast::{
    Block, Condition, Count, Element, Expr, FIELDS, Function, Id, Index, Kind, Maker, Operation,
    Program, Shape, Statement, Type, Variable,
};
use super::names::{shape_name, structure, type_name};
use crate::random::Random;
pub(crate) use signature::along;
use signature::in_parentheses;

/// The source of a program, without what surrounds it.
pub(crate) fn source(program: &Program) -> String {
    let mut text = String::new();
    if program.has_structs() {
        text += &structure(program.float);
    }
    let mut random = Random::new(program.seed ^ 0xd15);
    for function in &program.functions {
        let mut printer = Printer {
            program,
            function,
            random,
            depth: 1,
        };
        text += &printer.function();
        random = printer.random;
    }
    text
}

impl Program {
    pub(crate) fn has_structs(&self) -> bool {
        let mut variables = self
            .functions
            .iter()
            .flat_map(|function| &function.variables);
        variables.any(|variable| variable.ty == Type::Struct)
    }
}

struct Printer<'p> {
    program: &'p Program,
    function: &'p Function,
    random: Random,
    depth: usize,
}

impl Printer<'_> {
    fn function(&mut self) -> String {
        let (function, float) = (self.function, self.program.float);
        let mut options = self.active();
        if self.program.twice {
            options.push("order = 2".to_owned());
        }
        let (options, params) = (in_parentheses(&options), self.params());
        let result = type_name(function.result, float);
        let body = self.block(&function.body);
        format!(
            "#[differentiate{options}]\npub fn {}({params}) -> {result} {body}\n\n",
            function.name
        )
    }

    fn variable(&self, id: Id) -> &Variable {
        &self.function.variables[id]
    }

    fn name(&self, id: Id) -> String {
        self.variable(id).name.clone()
    }

    fn block(&mut self, block: &Block) -> String {
        let mut text = "{\n".to_owned();
        let indent = "    ".repeat(self.depth);
        self.depth += 1;
        for statement in &block.statements {
            let statement = self.statement(statement);
            // Writing to a string does not fail.
            let _ = writeln!(text, "{indent}{statement}");
        }
        if let Some(value) = &block.value {
            let value = self.owned(value);
            let _ = writeln!(text, "{indent}{value}");
        }
        self.depth -= 1;
        text + &"    ".repeat(self.depth - 1) + "}"
    }

    fn statement(&mut self, statement: &Statement) -> String {
        match statement {
            Statement::Let {
                variable,
                ascribed,
                value,
            } => {
                let value = self.owned(value);
                let variable = self.variable(*variable);
                let mutable = if variable.mutable { "mut " } else { "" };
                let ty = match ascribed {
                    true => format!(": {}", type_name(variable.ty, self.program.float)),
                    false => String::new(),
                };
                format!("let {mutable}{}{ty} = {value};", variable.name)
            }
            Statement::Closure {
                variable,
                params,
                body,
            } => {
                let params = params.iter().map(|param| {
                    let param = self.variable(*param);
                    format!(
                        "{}: {}",
                        param.name,
                        type_name(param.ty, self.program.float)
                    )
                });
                let params = params.collect::<Vec<_>>().join(", ");
                format!(
                    "let {} = |{params}| {};",
                    self.name(*variable),
                    self.owned(body)
                )
            }
            Statement::Assign {
                place,
                operator,
                value,
            } => {
                let name = self.name(place.variable);
                let element = place.element.map(|element| self.element(element));
                let value = match (operator, value.ty) {
                    (Some('+' | '-'), Type::Matrix(_)) if !reads(value, place.variable) => {
                        self.operand(value)
                    }
                    _ => self.owned(value),
                };
                let operator = operator.map(String::from).unwrap_or_default();
                format!("{name}{} {operator}= {value};", element.unwrap_or_default())
            }
            Statement::Swap(x, y) => {
                format!(
                    "std::mem::swap(&mut {}, &mut {});",
                    self.name(*x),
                    self.name(*y)
                )
            }
            Statement::If {
                condition,
                then,
                otherwise,
            } => {
                let (condition, then) = (self.condition(condition), self.block(then));
                let otherwise = otherwise
                    .as_ref()
                    .map(|block| format!(" else {}", self.block(block)));
                format!("if {condition} {then}{}", otherwise.unwrap_or_default())
            }
            Statement::For {
                index,
                count,
                by_while,
                body,
            } => {
                let index = self.name(*index);
                let count = match count {
                    Count::Number(count) => count.to_string(),
                    Count::Variable(id) => self.name(*id),
                };
                let body = self.block(body);
                match by_while {
                    false => format!("for {index} in 0..{count} {body}"),
                    true => {
                        let body = body.trim_end().trim_end_matches('}');
                        format!(
                            "let mut {index} = 0;\nwhile {index} < {count} {body}    {index} += 1;\n}}"
                        )
                    }
                }
            }
            Statement::Each { item, list, body } => {
                let reference = if self.variable(*list).reference {
                    ""
                } else {
                    "&"
                };
                let (item, list) = (self.name(*item), self.name(*list));
                format!("for {item} in {reference}{list} {}", self.block(body))
            }
            Statement::Break(condition) => format!("if {} {{ break; }}", self.condition(condition)),
            Statement::Return(condition, value) => {
                format!(
                    "if {} {{ return {}; }}",
                    self.condition(condition),
                    self.owned(value)
                )
            }
        }
    }

    fn condition(&mut self, condition: &Condition) -> String {
        let operator = if condition.less { '<' } else { '>' };
        let left = self.operand(&condition.left);
        format!("{left} {operator} {}", self.operand(&condition.right))
    }

    fn index(&self, index: Index) -> String {
        match index {
            Index::Number(n) => n.to_string(),
            Index::Variable(id, 0, usize::MAX) => self.name(id),
            Index::Variable(id, 0, modulus) => format!("{} % {modulus}", self.name(id)),
            Index::Variable(id, offset, modulus) => {
                format!("({} + {offset}) % {modulus}", self.name(id))
            }
        }
    }

    fn element(&self, element: Element) -> String {
        match element {
            Element::At(index) => format!("[{}]", self.index(index)),
            Element::Of(row, column) => format!("[({}, {})]", self.index(row), self.index(column)),
            Element::Named(position) => [".x", ".y", ".z", ".w"][position].to_owned(),
        }
    }

    /// An expression that is a value of its own.
    fn owned(&mut self, expr: &Expr) -> String {
        match &expr.kind {
            Kind::Read(id) => {
                let variable = self.variable(*id);
                let (name, reference) = (variable.name.clone(), variable.reference);
                match (expr.ty, reference) {
                    (Type::Matrix(shape), reference) if shape.dynamic || self.random.one_in(8) => {
                        let copy = if reference { "clone_owned" } else { "clone" };
                        format!("{name}.{copy}()")
                    }
                    (_, true) => format!("*{name}"),
                    (_, false) => name,
                }
            }
            Kind::Item(..) | Kind::Field(..) if is_dynamic(expr) => {
                format!("{}.clone()", self.place(expr))
            }
            Kind::Item(..) | Kind::Field(..) => self.place(expr),
            Kind::Part(..) => format!("{}.into_owned()", self.receiver(expr)),
            _ => self.compound(expr),
        }
    }

    /// An operand of an operator, by value or by reference.
    fn operand(&mut self, expr: &Expr) -> String {
        let is_matrix = matches!(expr.ty, Type::Matrix(_));
        match &expr.kind {
            Kind::Read(id) if is_matrix && self.variable(*id).reference => self.name(*id),
            Kind::Read(_) | Kind::Item(..) | Kind::Field(..) if is_matrix => {
                let place = self.place(expr);
                let by_value = !is_dynamic(expr) && !self.random.one_in(4);
                if by_value { place } else { format!("&{place}") }
            }
            Kind::Part(..) => self.receiver(expr),
            Kind::Read(_) => self.owned(expr),
            Kind::Literal(_)
            | Kind::Method(..)
            | Kind::Call(..)
            | Kind::Apply(..)
            | Kind::Made(..)
            | Kind::Element(..) => self.compound(expr),
            Kind::Item(..) | Kind::Field(..) => self.place(expr),
            _ => format!("({})", self.compound(expr)),
        }
    }

    /// What is before a dot.
    fn receiver(&mut self, expr: &Expr) -> String {
        match &expr.kind {
            Kind::Read(_) | Kind::Item(..) | Kind::Field(..) => self.place(expr),
            Kind::Literal(x) => format!("({x:?}_{})", self.program.float),
            Kind::Part(name, of, index) => {
                format!("{}.{name}({})", self.receiver(of), self.index(*index))
            }
            _ => self.operand(expr),
        }
    }

    /// What a function takes a reference to.
    fn lent(&mut self, expr: &Expr) -> String {
        match &expr.kind {
            Kind::Read(id) if self.variable(*id).reference => self.name(*id),
            Kind::Read(_) | Kind::Item(..) | Kind::Field(..) => format!("&{}", self.place(expr)),
            Kind::Part(..) => format!("&{}", self.receiver(expr)),
            _ => format!("&{}", self.operand(expr)),
        }
    }

    fn place(&self, expr: &Expr) -> String {
        match &expr.kind {
            Kind::Field(id, field) => format!("{}.{}", self.name(*id), FIELDS[*field].0),
            Kind::Item(id, index) => format!("{}[{}]", self.name(*id), self.index(*index)),
            Kind::Read(id) => self.name(*id),
            _ => String::new(),
        }
    }

    fn compound(&mut self, expr: &Expr) -> String {
        match &expr.kind {
            Kind::Literal(x) if *x < 0.0 => format!("({x:?})"),
            Kind::Literal(x) => format!("{x:?}"),
            Kind::Element(of, element) => {
                format!("{}{}", self.receiver(of), self.element(*element))
            }
            Kind::Negated(x) => format!("-{}", self.operand(x)),
            Kind::Binary(operator, x, y) => {
                let x = self.operand(x);
                format!("{x} {operator} {}", self.operand(y))
            }
            Kind::Scalar(name, x) => format!("{}.{name}()", self.receiver(x)),
            Kind::Power(x, n) => format!("{}.powi({n})", self.receiver(x)),
            Kind::Method(method, operands) => {
                let mut text = match method.operation {
                    // Of these methods, some take the matrix itself.
                    Operation::Inverse
                    | Operation::Solve
                    | Operation::Lower
                    | Operation::Determinant
                    | Operation::LnDeterminant
                        if is_dynamic(&operands[0]) && is_place(&operands[0]) =>
                    {
                        self.place(&operands[0]) + ".clone()"
                    }
                    _ => self.receiver(&operands[0]),
                };
                text += method.written;
                if let Some(second) = operands.get(1) {
                    text += &match second.ty {
                        Type::Float => self.owned(second),
                        _ => self.lent(second),
                    };
                }
                text + method.after
            }
            Kind::Made(maker, parts) => self.made(*maker, expr.ty.shape(), parts),
            Kind::Map(of, x, body) => {
                let of = self.receiver(of);
                format!("{of}.map(|{}| {})", self.name(*x), self.owned(body))
            }
            Kind::ZipMap(of, [x, y], body) => {
                let (left, right) = (self.receiver(&of[0]), self.lent(&of[1]));
                let body = self.owned(body);
                format!(
                    "{left}.zip_map({right}, |{}, {}| {body})",
                    self.name(*x),
                    self.name(*y)
                )
            }
            Kind::SumOf(of, x, body) => {
                let of = self.receiver(of);
                let body = self.owned(body);
                format!(
                    "{of}.iter().map(|{}| {body}).sum::<{}>()",
                    self.name(*x),
                    self.program.float
                )
            }
            Kind::Choice(condition, then, otherwise) => {
                let condition = self.condition(condition);
                let then = self.block(then);
                format!("if {condition} {then} else {}", self.block(otherwise))
            }
            Kind::Call(function, arguments) => {
                let callee = &self.program.functions[*function];
                let arguments = arguments
                    .iter()
                    .zip(&callee.variables)
                    .map(
                        |(argument, param)| match (param.reference, &argument.kind) {
                            (true, Kind::Part(..)) => format!("&{}", self.owned(argument)),
                            (true, _) => self.lent(argument),
                            (false, _) => self.owned(argument),
                        },
                    );
                let arguments = arguments.collect::<Vec<_>>().join(", ");
                format!("{}({arguments})", callee.name)
            }
            Kind::Apply(closure, arguments) => {
                let arguments = arguments.iter().map(|argument| self.owned(argument));
                let arguments = arguments.collect::<Vec<_>>().join(", ");
                format!("{}({arguments})", self.name(*closure))
            }
            Kind::Part(..) | Kind::Read(_) | Kind::Item(..) | Kind::Field(..) => self.owned(expr),
        }
    }

    fn made(&mut self, maker: Maker, shape: Shape, parts: &[Expr]) -> String {
        let name = shape_name(shape);
        let float = self.program.float;
        let texts: Vec<String> = parts.iter().map(|part| self.owned(part)).collect();
        let all = texts.join(", ");
        let sizes = match (shape.dynamic, shape.rows, shape.columns) {
            (false, ..) => String::new(),
            (true, n, 1) | (true, 1, n) => format!("{n}, "),
            (true, rows, columns) => format!("{rows}, {columns}, "),
        };
        let typed = format!("{name}::<{float}>");
        match maker {
            Maker::New => format!("{typed}::new({all})"),
            Maker::Repeat if shape.dynamic => format!("{name}::from_element({sizes}{all})"),
            Maker::Repeat => format!("{typed}::repeat({all})"),
            Maker::FromColumns if shape.dynamic && shape.rows > 1 && shape.columns > 1 => {
                format!("{name}::from_vec({sizes}vec![{all}])")
            }
            Maker::FromColumns if shape.dynamic => format!("{name}::from_vec(vec![{all}])"),
            // Of an array of what no type is told of, it is not known to be one of numbers.
            Maker::FromColumns if shape.columns == 1 && !parts.iter().any(Expr::is_of_field) => {
                format!("{typed}::from([{all}])")
            }
            Maker::FromColumns => format!("{typed}::from_column_slice(&[{all}])"),
            Maker::FromRows => format!("{typed}::from_row_slice({sizes}&[{all}])"),
            Maker::Zeros => format!("{typed}::zeros({})", sizes.trim_end_matches(", ")),
            Maker::Identity if shape.dynamic => {
                format!("{typed}::identity({})", sizes.trim_end_matches(", "))
            }
            Maker::Identity => format!("{typed}::identity()"),
            Maker::FromFn => {
                let (scale, shift) = (&texts[0], &texts[1]);
                format!(
                    "{typed}::from_fn({sizes}|i, j| i as {float} * {scale} + j as {float} - {shift})"
                )
            }
        }
    }
}

/// Whether an expression is that variable.
fn reads(expr: &Expr, variable: Id) -> bool {
    matches!(expr.kind, Kind::Read(id) if id == variable)
}

fn is_place(expr: &Expr) -> bool {
    matches!(expr.kind, Kind::Read(_) | Kind::Item(..) | Kind::Field(..))
}

fn is_dynamic(expr: &Expr) -> bool {
    expr.ty.shape().dynamic
}
