//! The IR in words, one statement a line: for the tests, and for whoever debugs a pass.
//!
//! ```text
//! fn(x, y) {
//!     t0 = sin x
//!     t1 = t0 * y
//!     return t1
//! }
//! ```

use std::fmt::{Display, Formatter, Result, Write};

use quote::ToTokens;

use super::{
    Aggregate, Argument, Atom, Base, Block, Branch, CastTarget, Construct, Decision, Function,
    Head, Loop, Op, Passed, Place, Primitive, Projection, Replay, Residual, Sign, Slot, Stmt,
    Style, Tangent, Term, Var, Variables,
};

/// Statements and their results, with the names of their variables.
pub(crate) struct Named<'a> {
    vars: &'a Variables,
    block: &'a Block,
}

impl Block {
    pub(crate) fn named<'a>(&'a self, vars: &'a Variables) -> Named<'a> {
        Named { vars, block: self }
    }
}

impl Display for Named<'_> {
    fn fmt(&self, f: &mut Formatter) -> Result {
        let names = Names(self.vars);
        for line in names.block(self.block) {
            writeln!(f, "{line}")?;
        }
        write!(f, "return {}", names.atoms(&self.block.results))
    }
}

impl Display for Function {
    fn fmt(&self, f: &mut Formatter) -> Result {
        let names = Names(&self.vars);
        let params = self
            .params
            .iter()
            .map(|param| param.var.map_or("_".to_owned(), |var| names.var(var)));
        writeln!(f, "fn({}) {{", list(params))?;
        for line in self.body.named(&self.vars).to_string().lines() {
            writeln!(f, "    {line}")?;
        }
        f.write_char('}')
    }
}

fn indented(lines: Vec<String>, by: usize) -> Vec<String> {
    lines
        .into_iter()
        .map(|line| format!("{}{line}", " ".repeat(by)))
        .collect()
}

fn list(items: impl IntoIterator<Item = String>) -> String {
    items.into_iter().collect::<Vec<_>>().join(", ")
}

fn source(tokens: &impl ToTokens) -> String {
    tokens.to_token_stream().to_string()
}

struct Names<'a>(&'a Variables);

impl Names<'_> {
    fn var(&self, var: Var) -> String {
        let variable = self.0.get(var);
        variable.map_or_else(|| format!("#{}", var.0), |v| v.name.to_string())
    }

    fn atom(&self, atom: &Atom) -> String {
        match atom {
            Atom::Var(var) => self.var(*var),
            Atom::Inert(inert) => format!("`{}`", source(&inert.expr)),
            Atom::Literal(value) => format!("{value:?}"),
        }
    }

    fn atoms(&self, atoms: &[Atom]) -> String {
        list(atoms.iter().map(|atom| self.atom(atom)))
    }

    fn construct(&self, Construct { base, fields }: &Construct) -> String {
        let fields = fields.iter().map(|(member, value)| {
            let value = value.as_ref().map(|value| self.atom(value));
            format!("{}: {}, ", source(member), value.unwrap_or_default())
        });
        let fields: String = fields.collect();
        let rest = base.atom().map(|atom| format!("..{}", self.atom(atom)));
        let rest = rest.unwrap_or_default();
        match base {
            Base::Value(path, _) => format!("{} {{ {fields}{rest} }}", source(&**path)),
            Base::Zero(_) => format!("{{ {fields}zero {rest} }}"),
            Base::Tangent(_) => format!("{{ {fields}{rest} }}"),
        }
    }

    fn place(&self, place: &Place) -> String {
        let path = place.path.iter().map(|projection| match projection {
            Projection::Index(index) => format!("[{}]", self.atom(index)),
            Projection::Field(index) => format!(".{index}"),
            Projection::Named { name, .. } => format!(".{name}"),
            Projection::Range(range) => format!("[`{}`]", source(&range.expr)),
        });
        format!("{}{}", self.var(place.root), path.collect::<String>())
    }

    /// The lines of a block, those of nested ones indented.
    fn block(&self, block: &Block) -> Vec<String> {
        let lines = block.stmts.iter().flat_map(|stmt| match &stmt.op {
            Op::Branch(branch) => self.branch(branch, &stmt.results),
            Op::Loop(repeated) => self.repeated(repeated, &stmt.results),
            Op::Replay(replay) => self.replay(replay),
            _ => vec![self.statement(stmt)],
        });
        lines.collect()
    }

    fn branch(&self, branch: &Branch, results: &[Var]) -> Vec<String> {
        let results = list(results.iter().map(|var| self.var(*var)));
        let equals = if results.is_empty() { "" } else { " = " };
        let decision = match &branch.decision {
            Decision::If(inert) => format!("if `{}`", source(&inert.expr)),
            Decision::Match(inert) => format!("match `{}`", source(&inert.expr)),
            Decision::Taken(record) => format!("as {}", self.var(*record)),
        };
        let mut lines = vec![format!("{results}{equals}{decision} {{")];
        for (index, arm) in branch.arms.iter().enumerate() {
            let case = match &arm.case {
                Some(case) => format!("`{}`", source(&case.pattern)),
                None => format!("{index}"),
            };
            lines.push(format!("  {case}{}:", self.residuals(&arm.residuals)));
            lines.extend(indented(self.block(&arm.body), 4));
            if !arm.body.results.is_empty() {
                lines.push(format!("    {}", self.atoms(&arm.body.results)));
            }
            if let Some(trip) = &arm.trip {
                let residuals = self.residuals(&trip.residuals);
                lines.push(format!("    onto {}{residuals}", self.var(trip.tape)));
            }
        }
        lines.push("}".to_owned());
        lines
    }

    fn repeated(&self, repeated: &Loop, results: &[Var]) -> Vec<String> {
        let results = list(results.iter().map(|var| self.var(*var)));
        let equals = if results.is_empty() { "" } else { " = " };
        let head = match &repeated.head {
            Head::For(counter) => {
                let iterator = source(&counter.iterator.expr);
                format!("for `{}` in `{iterator}`", source(&counter.pattern))
            }
            Head::While(condition, _) => format!("while `{}`", source(&condition.expr)),
            Head::Forever => "loop".to_owned(),
            Head::Backwards(counter, tape) => {
                let iterator = source(&counter.iterator.expr);
                let tape = tape.map_or(String::new(), |tape| format!(", {}", self.var(tape)));
                let order = if repeated.forwards {
                    "again"
                } else {
                    "backwards"
                };
                format!(
                    "for `{}` in `{iterator}`{tape} {order}",
                    source(&counter.pattern)
                )
            }
            Head::Unwind(tape) if repeated.forwards => format!("follow {}", self.var(*tape)),
            Head::Unwind(tape) => format!("unwind {}", self.var(*tape)),
            Head::Follow(tape) => format!("follow {}", self.var(*tape)),
        };
        let onto = repeated.shared.filter(|_| repeated.recorded);
        let onto = onto.map_or(String::new(), |tape| format!(" onto {}", self.var(tape)));
        let residuals = self.residuals(&repeated.residuals);
        let keeping = if repeated.keeping.is_some() {
            " keeping"
        } else {
            ""
        };
        let mut lines = vec![format!(
            "{results}{equals}{head}{keeping}{onto}{residuals} {{"
        )];
        lines.extend(indented(self.block(&repeated.body), 2));
        if !repeated.body.results.is_empty() {
            lines.push(format!("  until {}", self.atoms(&repeated.body.results)));
        }
        lines.push("}".to_owned());
        lines
    }

    fn replay(&self, replay: &Replay) -> Vec<String> {
        let state = self.residuals(&replay.state);
        let pattern = source(&replay.counter.pattern);
        let around = replay.around.iter().map(|(restored, copy)| {
            let restored = self.residuals(std::slice::from_ref(restored));
            format!("{restored} as {}", self.var(*copy))
        });
        let around: String = around.collect();
        let record = self.var(replay.record);
        let mut lines = vec![format!("replay `{pattern}` {record}{state}{around} {{")];
        lines.extend(indented(self.block(&replay.advance), 2));
        lines.push("} {".to_owned());
        lines.extend(indented(self.block(&replay.trip), 2));
        lines.push("}".to_owned());
        lines
    }

    fn residuals(&self, residuals: &[Residual]) -> String {
        let names = residuals.iter().map(|residual| match residual {
            Residual::Var(var) => self.var(*var),
            Residual::Name(name) => format!("`{name}`"),
        });
        let names = list(names);
        if names.is_empty() {
            names
        } else {
            format!(" with {names}")
        }
    }

    fn statement(&self, stmt: &Stmt) -> String {
        match &stmt.op {
            Op::Verbatim(verbatim) => format!("`{}`", source(&verbatim.stmt)),
            Op::Store(place, value) => format!("{} = {}", self.place(place), self.atom(value)),
            Op::Accumulate(place, sign, value) => {
                let sign = symbol(*sign);
                format!("{} {sign}= {}", self.place(place), self.atom(value))
            }
            Op::Push(place, value) => format!("{} ← {}", self.place(place), self.atom(value)),
            Op::Swap(one, other) => format!("{} ↔ {}", self.place(one), self.place(other)),
            Op::Clear(buffer, like) => {
                format!("{} = zero like {}", self.var(*buffer), self.var(*like))
            }
            op => {
                let results = list(stmt.results.iter().map(|var| self.var(*var)));
                let mutable = if matches!(op, Op::Declare(_) | Op::Defer) {
                    "mut "
                } else {
                    ""
                };
                let equals = if results.is_empty() { "" } else { " = " };
                format!("{mutable}{results}{equals}{}", self.value(op))
            }
        }
    }

    fn value(&self, op: &Op) -> String {
        match op {
            Op::Inert(inert) => format!("`{}`", source(&inert.expr)),
            Op::Apply(primitive, operands) => self.apply(primitive, operands),
            Op::Pack(Aggregate::Tuple, parts) => format!("({})", self.atoms(parts)),
            Op::Pack(Aggregate::Array, parts) => format!("[{}]", self.atoms(parts)),
            Op::Repeat(element, length) => format!("[{}; {}]", self.atom(element), source(length)),
            Op::Construct(construct) => self.construct(construct),
            Op::Unpack(_, value) => format!("parts of {}", self.atom(value)),
            Op::Total(value) => format!("total {}", self.atom(value)),
            Op::Declare(value) => self.atom(value),
            Op::Load(place) => format!("load {}", self.place(place)),
            Op::Pop(place) => format!("pop {}", self.place(place)),
            Op::Cast(value, CastTarget::Type(ty)) => {
                format!("{} as {}", self.atom(value), source(ty))
            }
            Op::Cast(value, CastTarget::Like(like)) => {
                format!("{} as type of {}", self.atom(value), self.atom(like))
            }
            Op::Call(call) => format!("{}({})", source(&call.path), self.arguments(call)),
            Op::Plain(path, arguments) => {
                let arguments = arguments.iter().map(|argument| self.argument(argument));
                format!("{}({})", source(path), list(arguments))
            }
            Op::CallJvp(call, tangents) => {
                let tangents = tangents.iter().map(|tangent| match tangent {
                    None => "0".to_owned(),
                    Some(Tangent::Value(atom)) => self.atom(atom),
                    Some(Tangent::Reference(place)) => format!("&{}", self.place(place)),
                });
                let arguments = self.arguments(call);
                format!(
                    "jvp {}({arguments}; {})",
                    source(&call.path),
                    list(tangents)
                )
            }
            Op::CallVjp(call, _) => {
                format!("vjp {}({})", source(&call.path), self.arguments(call))
            }
            Op::CallLinearized(call, _) => {
                format!("linearize {}({})", source(&call.path), self.arguments(call))
            }
            Op::Pushforward(map, tangents) => {
                let tangents = tangents.iter().map(|tangent| match tangent {
                    None => "0".to_owned(),
                    Some(tangent) => self.argument(tangent),
                });
                format!("{}({})", self.var(*map), list(tangents))
            }
            Op::Pullback(pullback) => {
                let slots = pullback.slots.iter().map(|slot| match slot {
                    Slot::Inactive => "_".to_owned(),
                    Slot::Returned(index) => format!("out {index}"),
                    Slot::Accumulated(place) => format!("&mut {}", self.place(place)),
                    Slot::InPlace(place) => format!("in {}", self.place(place)),
                });
                let seed = self.atom(&pullback.seed);
                format!("{}({seed}; {})", self.var(pullback.map), list(slots))
            }
            Op::Combine(terms) if terms.is_empty() => "0.0".to_owned(),
            Op::Combine(terms) => {
                let terms = terms.iter().enumerate();
                let terms: Vec<_> = terms.map(|(i, term)| self.term(term, i == 0)).collect();
                terms.join(" ")
            }
            Op::Dot(a, b) => format!("dot {}, {}", self.atom(a), self.atom(b)),
            Op::Scaled(a, b) => format!("{} scaled by {}", self.atom(a), self.atom(b)),
            Op::Zero(like) => format!("zero like {}", self.atom(like)),
            Op::Defer => "later".to_owned(),
            Op::Tape(_) => "tape".to_owned(),
            Op::Rewind(tape) => format!("rewind {}", self.var(*tape)),
            Op::Verbatim(_)
            | Op::Store(..)
            | Op::Accumulate(..)
            | Op::Push(..)
            | Op::Swap(..)
            | Op::Clear(..)
            | Op::Branch(_)
            | Op::Loop(_)
            | Op::Replay(_) => String::new(),
        }
    }

    fn apply(&self, primitive: &Primitive, operands: &[Atom]) -> String {
        match (primitive, operands) {
            (Primitive::Operator(op), [left, right]) => {
                format!("{} {} {}", self.atom(left), source(op), self.atom(right))
            }
            (Primitive::Operator(op), _) => format!("{} {}", source(op), self.atoms(operands)),
            (Primitive::Negate, _) => format!("-{}", self.atoms(operands)),
            (Primitive::Method(name, Style::Method), _) => {
                format!("{name} {}", self.atoms(operands))
            }
            (Primitive::Method(_, Style::Path(path)), _) => {
                format!("{} {}", source(path), self.atoms(operands))
            }
            (Primitive::Rule(name), _) => format!("rules::{name} {}", self.atoms(operands)),
            (Primitive::Told(told), _) => format!("{told:?} {}", self.atoms(operands)),
        }
    }

    fn term(&self, term: &Term, first: bool) -> String {
        let mut text = match (term.sign, first) {
            (Sign::Plus, true) => String::new(),
            (Sign::Minus, true) => "-".to_owned(),
            (sign, false) => format!("{} ", symbol(sign)),
        };
        text.push_str(&self.atom(&term.tangent));
        if let Some(times) = &term.times {
            text.push_str(" · ");
            text.push_str(&self.atom(times));
        }
        if let Some(over) = &term.over {
            text.push_str(" / ");
            text.push_str(&self.atom(over));
        }
        text
    }

    fn arguments(&self, call: &super::Call) -> String {
        list(
            call.arguments
                .iter()
                .map(|argument| self.argument(argument)),
        )
    }

    fn argument(&self, argument: &Argument) -> String {
        match &argument.value {
            Passed::Value(atom) => self.atom(atom),
            Passed::Reference {
                place,
                mutable: true,
                ..
            } => format!("&mut {}", self.place(place)),
            Passed::Reference { place, .. } => format!("&{}", self.place(place)),
        }
    }
}

fn symbol(sign: Sign) -> char {
    match sign {
        Sign::Plus => '+',
        Sign::Minus => '-',
    }
}
