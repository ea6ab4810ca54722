//! IR → tokens: operations as an expert would write them. A temporary with one use stands where it
//! is used; everything else is a `let`.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Delimiter, Ident, Span, TokenStream};
use quote::quote;
use syn::ext::IdentExt;
use syn::{Path, Type};

use super::expression::{Fragment, Precedence};
use super::signature::Target;
use super::tokens::Tokens;
use super::types;
use crate::ir::{
    Aggregate, Argument, Atom, Base, Op, Place, Projection, Residual, Role, Shape, Sign, Stmt, Var,
    Variables, part_shape,
};
use crate::syntax::names_in;
use crate::syntax::signature::Parameter;
use crate::transform::share::same;

/// The largest expression that is written in one piece.
const LARGEST: usize = 9;

/// What statements are written with.
pub(super) struct Writer<'a> {
    pub(super) vars: &'a Variables,
    pub(super) runtime: &'a Path,
    /// The type parameter that floats have, if any: literals are converted to it.
    pub(super) generic: Option<&'a Type>,
    /// What tangents are made of, where that is any scalar.
    pub(super) scalar: Option<&'a Ident>,
    /// The type of the function's result, where that is a float.
    pub(super) seed: Option<&'a Type>,
    /// Whether there is a forward mode beside it.
    has_forward: bool,
    /// Whether it has a `&self`, which no method writes.
    pub(super) shared_self: bool,
    /// How often each variable is read where it may be written in place.
    uses: Vec<usize>,
    /// Values not yet written down, until they are used.
    pub(super) pending: BTreeMap<Var, Fragment>,
    /// What a pullback reads: it must not have been moved.
    pub(super) kept: BTreeSet<Var>,
    /// The tapes that are written and used up in every trip of a loop around.
    pub(super) hoisted: Vec<Var>,
    /// Their declarations, which stand before the loop.
    pub(super) declared: Vec<TokenStream>,
    pub(super) within_loop: bool,
    /// The records that are at hand by reference only.
    pub(super) borrowed: BTreeSet<Var>,
    /// The sequences that are cut to begin where a loop does, and its index.
    pub(super) moved: BTreeMap<Var, Ident>,
    /// What is loaded from a field of which the type is not known, of a struct or of the tangent of one.
    pub(super) parts: BTreeMap<Var, Place>,
    pub(super) out: Tokens,
}

/// `&self`
fn is_shared_self(parameter: &Parameter) -> bool {
    let shared =
        matches!(&parameter.ty, Type::Reference(reference) if reference.mutability.is_none());
    shared && parameter.is_receiver()
}

impl<'a> Writer<'a> {
    pub(super) fn new(vars: &'a Variables, target: &'a Target) -> Self {
        let signature = target.signature;
        Writer {
            vars,
            runtime: &target.runtime,
            generic: target.generic.as_ref(),
            scalar: None,
            seed: signature.result.is_scalar().then_some(&signature.output),
            has_forward: target.family.forward(),
            shared_self: signature.parameters.iter().any(is_shared_self),
            uses: vec![0; vars.len()],
            pending: BTreeMap::new(),
            kept: BTreeSet::new(),
            hoisted: Vec::new(),
            declared: Vec::new(),
            within_loop: false,
            borrowed: BTreeSet::new(),
            moved: BTreeMap::new(),
            parts: BTreeMap::new(),
            out: Tokens::default(),
        }
    }

    /// Forward mode over a scalar.
    pub(super) fn over(vars: &'a Variables, target: &'a Target, scalar: &'a Ident) -> Self {
        Writer {
            scalar: Some(scalar),
            ..Writer::new(vars, target)
        }
    }

    /// Counts the uses of every variable in a piece of code; what other pieces use must be named.
    pub(super) fn count<'s>(
        &mut self,
        stmts: impl IntoIterator<Item = &'s Stmt>,
        results: impl IntoIterator<Item = &'s Atom>,
        weight: usize,
    ) {
        for stmt in stmts {
            self.count_statement(stmt, weight);
        }
        for atom in results {
            self.count_result(atom, weight);
        }
    }

    pub(super) fn used(&mut self, var: Var, weight: usize) {
        if let Some(uses) = self.uses.get_mut(var.0 as usize) {
            *uses += weight;
        }
    }

    fn count_result(&mut self, atom: &Atom, weight: usize) {
        match atom {
            Atom::Var(var) => self.used(*var, weight),
            Atom::Inert(inert) => inert
                .mentions
                .vars
                .iter()
                .for_each(|var| self.used(*var, 2)),
            Atom::Literal(_) => {}
        }
    }

    fn count_statement(&mut self, stmt: &Stmt, weight: usize) {
        if !stmt.op.blocks().is_empty() {
            self.count_blocks(&stmt.op, weight);
            return;
        }
        stmt.op.for_each_use(&mut |var| self.used(var, weight));
        stmt.op.for_each_atom(&mut |atom| {
            if let Atom::Inert(inert) = atom {
                inert
                    .mentions
                    .vars
                    .iter()
                    .for_each(|var| self.used(*var, 2));
            }
        });
        // Places are called by name.
        stmt.op.for_each_read(&mut |place| self.used(place.root, 2));
        stmt.op
            .for_each_write(&mut |place| self.used(place.root, 2));
        if let Some(mentions) = stmt.op.mentions() {
            mentions.vars.iter().for_each(|var| self.used(*var, 2));
        }
        // So is what a zero is like.
        let like = match &stmt.op {
            Op::Zero(like) => Some(like),
            Op::Construct(construct) => match &construct.base {
                Base::Zero(like) => Some(like),
                Base::Value(..) | Base::Tangent(_) => None,
            },
            _ => None,
        };
        if let Some(Atom::Var(var)) = like {
            self.used(*var, 2);
        }
    }

    fn count_blocks(&mut self, op: &Op, weight: usize) {
        for mentions in op.decisions() {
            mentions.vars.iter().for_each(|var| self.used(*var, 2));
        }
        op.record().into_iter().for_each(|var| self.used(var, 2));
        if let Op::Replay(replay) = op {
            let copies = replay.around.iter();
            copies.for_each(|(_, as_it_was)| self.used(*as_it_was, 2));
        }
        for block in op.blocks() {
            self.count(&block.stmts, &block.results, weight);
        }
        for residual in op.residuals() {
            if let Residual::Var(var) = residual {
                self.used(*var, 1);
            }
        }
    }

    pub(super) fn uses(&self, var: Var) -> usize {
        self.uses.get(var.0 as usize).copied().unwrap_or_default()
    }

    /// Writes statements and returns them with the given results.
    pub(super) fn block(
        &mut self,
        stmts: &[Cow<Stmt>],
        results: &[Atom],
    ) -> (Tokens, Vec<TokenStream>) {
        for stmt in stmts {
            self.statement(stmt);
        }
        let results = results
            .iter()
            .map(|atom| self.result(atom).tokens().into_stream());
        let results = results.collect();
        self.flush(false);
        (std::mem::take(&mut self.out), results)
    }

    /// A result: a place ends here, unless a pullback reads it.
    fn result(&mut self, atom: &Atom) -> Fragment {
        match atom {
            Atom::Var(var) if self.vars.role(*var) == Role::Place && !self.kept.contains(var) => {
                self.operand(atom)
            }
            atom => self.owned(atom),
        }
    }

    pub(super) fn emit(&mut self, tokens: TokenStream) {
        self.out.append(Tokens::of(tokens));
    }

    pub(super) fn is_used(&self, var: Var) -> bool {
        self.uses(var) > 0
    }

    pub(super) fn name(&self, var: Var) -> Ident {
        self.vars
            .get(var)
            .map_or_else(|| Ident::new("_", Span::mixed_site()), |v| v.name.clone())
    }

    pub(super) fn pattern(&self, var: Var) -> TokenStream {
        if self.is_used(var) {
            let name = self.name(var);
            quote!(#name)
        } else {
            quote!(_)
        }
    }

    /// Writes down every value that must not move past what comes next.
    pub(super) fn flush(&mut self, fragile_only: bool) {
        let vars: Vec<Var> = self
            .pending
            .iter()
            .filter(|(_, fragment)| fragment.extent.fragile || !fragile_only)
            .map(|(var, _)| *var)
            .collect();
        for var in vars {
            if let Some(fragment) = self.pending.remove(&var) {
                self.bind(var, false, fragment);
            }
        }
    }

    /// `let name: ascription = value;`
    fn bind(&mut self, var: Var, mutable: bool, value: Fragment) {
        self.out.word("let");
        if mutable {
            self.out.word("mut");
        }
        self.out.push(self.name(var));
        let variable = self.vars.get(var);
        if let Some(ty) = variable.and_then(|variable| variable.ascription.as_ref()) {
            self.out.mark(':');
            self.out.extend(ty);
        }
        self.out.mark('=');
        self.out.append(value.tokens());
        self.out.mark(';');
    }

    /// `: (ascription, _)`, of a pair that begins with the value of a variable: it may be what tells the callee's
    /// generic arguments.
    fn type_of_first(&self, var: Var) -> Option<TokenStream> {
        let ty = self.vars.get(var)?.ascription.as_ref()?;
        Some(quote!(: (#ty, _)))
    }

    /// `let mut name: ascription;`
    fn defer(&mut self, var: Var) {
        let name = self.name(var);
        let variable = self.vars.get(var);
        let ty = variable.and_then(|variable| variable.ascription.as_ref());
        let ty = ty.map(|ty| quote!(: #ty));
        self.emit(quote!(let mut #name #ty;));
    }

    fn define(&mut self, var: Var, fragment: Fragment) {
        let named = self.vars.get(var).is_some_and(|variable| variable.named);
        let once = self.uses(var) == 1;
        if once && !named && fragment.extent.size <= LARGEST {
            self.pending.insert(var, fragment);
        } else {
            self.bind(var, false, fragment);
        }
    }

    pub(super) fn statement(&mut self, stmt: &Stmt) {
        match (&stmt.op, stmt.results.as_slice()) {
            (Op::Verbatim(verbatim), []) => {
                if !verbatim.pure {
                    self.flush(true);
                }
                let stmt = &verbatim.stmt;
                self.emit(quote!(#stmt));
            }
            (
                Op::Store(..) | Op::Accumulate(..) | Op::Push(..) | Op::Swap(..) | Op::Clear(..),
                _,
            ) => {
                let tokens = self.effect(&stmt.op);
                self.flush(true);
                self.out.append(tokens);
            }
            (Op::Declare(value), [var]) => {
                let value = self.owned(value);
                self.bind(*var, true, value);
            }
            (Op::Defer, [var]) => self.defer(*var),
            (Op::Tape(trips), [tape]) => self.tape(*tape, trips),
            (Op::Rewind(tape), []) => self.rewind(*tape),
            (Op::Branch(branch), results) => self.branch(branch, results),
            (Op::Loop(repeated), results) => self.repeated(repeated, results),
            (Op::Replay(replay), _) => self.replay(replay),
            (Op::Unpack(kind, value), results) => {
                let value = self.owned(value);
                let parts = results.iter().map(|var| Tokens::of(self.pattern(*var)));
                let pattern = aggregate(*kind, parts.collect());
                self.emit(quote!(let #pattern = #value;));
            }
            (Op::Apply(primitive, operands), []) => {
                let told = self.apply(primitive, operands, stmt.span).tokens();
                self.flush(true);
                self.out.append(told);
                self.out.mark(';');
            }
            (Op::Apply(primitive, operands), [first, second]) => {
                let value = self.apply(primitive, operands, stmt.span);
                let (first, second) = (self.pattern(*first), self.pattern(*second));
                self.emit(quote!(let (#first, #second) = #value;));
            }
            (Op::CallJvp(call, tangents), [value, tangent]) => {
                let call = self.call_jvp(call, tangents);
                self.flush(true);
                let ty = self.type_of_first(*value);
                let (value, tangent) = (self.pattern(*value), self.pattern(*tangent));
                self.emit(quote!(let (#value, #tangent) #ty = #call;));
            }
            (Op::CallVjp(call, active), [value, pullback]) => {
                let with_value = self.is_used(*value);
                let call = self.call_vjp(call, active, with_value);
                self.flush(true);
                let ty = self.type_of_first(*value);
                let (value, pullback) = (self.pattern(*value), self.name(*pullback));
                let pattern = if with_value {
                    quote!((#value, #pullback) #ty)
                } else {
                    quote!(#pullback)
                };
                self.emit(quote!(let #pattern = #call;));
            }
            (Op::Pullback(pullback), results) => self.pullback(pullback, results),
            (Op::CallLinearized(call, active), [value, map]) => {
                let call = self.call_linearized(call, active);
                self.flush(true);
                let ty = self.type_of_first(*value);
                let (value, map) = (self.pattern(*value), self.name(*map));
                self.emit(quote!(let (#value, #map) #ty = #call;));
            }
            (Op::Pushforward(map, tangents), [tangent]) => {
                let call = self.pushforward(*map, tangents);
                self.flush(true);
                let tangent = self.pattern(*tangent);
                self.emit(quote!(let #tangent = #call;));
            }
            (Op::Call(call), [result]) => {
                let call = self.call(call);
                self.flush(true);
                let result = self.pattern(*result);
                self.emit(quote!(let #result = #call;));
            }
            (Op::Plain(path, arguments), results) => self.plain(path, arguments, results),
            (Op::Pop(_), [result]) => {
                let value = self.value(&stmt.op, *result, stmt.span);
                self.flush(true);
                self.bind(*result, false, value);
            }
            (op, [result]) => {
                if matches!(op, Op::Inert(inert) if !inert.duplicable) {
                    self.flush(true);
                }
                let fragment = self.value(op, *result, stmt.span);
                self.define(*result, fragment);
            }
            _ => {}
        }
    }

    fn plain(&mut self, path: &syn::ExprPath, arguments: &[Argument], results: &[Var]) {
        let arguments = arguments.iter();
        let arguments = arguments.map(|argument| self.argument(&argument.value));
        let arguments: Vec<TokenStream> = arguments.collect();
        self.flush(true);
        let call = quote!(#path(#(#arguments),*));
        let annotate = |var: &Var| {
            let shape = self.vars.shape(*var);
            types::of_shape(&shape, self.runtime).unwrap_or_else(|| quote!(_))
        };
        let types: Vec<TokenStream> = results.iter().map(annotate).collect();
        let names: Vec<TokenStream> = results.iter().map(|var| self.pattern(*var)).collect();
        self.emit(match (names.as_slice(), types.as_slice()) {
            ([name], [ty]) => quote!(let #name: #ty = #call;),
            _ => quote!(let (#(#names),*): (#(#types),*) = #call;),
        });
    }

    fn effect(&mut self, op: &Op) -> Tokens {
        match op {
            Op::Store(place, value) => {
                let value = self.owned(value).tokens();
                let mut tokens = self.place(place);
                tokens.mark('=');
                tokens.append(value);
                tokens.mark(';');
                tokens
            }
            Op::Accumulate(place, sign, value) => self.accumulate(place, *sign, value),
            Op::Push(place, value) => {
                let value = self.owned(value);
                let place = self.place(place);
                Tokens::of(quote!(#place.push(#value);))
            }
            Op::Swap(one, other) => self.swap(one, other),
            Op::Clear(buffer, like) => Tokens::of(self.clear(*buffer, *like)),
            _ => Tokens::default(),
        }
    }

    /// Two elements of one sequence by its own method, any others by that of `std`.
    fn swap(&mut self, one: &Place, other: &Place) -> Tokens {
        let around = |place: &Place| match place.path.split_last() {
            Some((Projection::Index(index), path)) => {
                let path = path.to_vec();
                Some((Place { path, ..*place }, index.clone()))
            }
            _ => None,
        };
        if let (Some((row, i)), Some((same_row, j))) = (around(one), around(other))
            && same(&row, &same_row)
        {
            let (i, j) = (self.operand(&i).tokens(), self.operand(&j).tokens());
            let row = self.place(&row);
            let row = if row.starts_with('*') {
                row.without_first()
            } else {
                row
            };
            return Tokens::of(quote!(#row.swap(#i, #j);));
        }
        let (one, other) = (self.place(one), self.place(other));
        Tokens::of(quote!(::core::mem::swap(&mut #one, &mut #other);))
    }

    fn accumulate(&mut self, place: &Place, sign: Sign, value: &Atom) -> Tokens {
        // Where the place does not tell, the value may; what is no variable is a scalar.
        let shape = match part_shape(self.vars, place) {
            Shape::Unknown => match value.var() {
                Some(value) => self.vars.shape(value),
                None => Shape::Scalar(None),
            },
            shape => shape,
        };
        let runtime = self.runtime;
        let function = match &shape {
            Shape::Array(inner, _) | Shape::Sequence(inner) if inner.is_scalar() => {
                Some(quote!(accumulate_floats))
            }
            Shape::Sequence(_) => Some(quote!(accumulate_slice)),
            Shape::Array(..) | Shape::Tuple(_) | Shape::Vector => Some(quote!(Tangent::accumulate)),
            Shape::Unknown if self.vars.has_tangents() && sign == Sign::Plus => {
                Some(quote!(Tangent::accumulate))
            }
            _ => None,
        };
        if function.is_some() {
            // What is read of the place is read before the place is borrowed.
            self.flush(true);
        }
        let value = self.operand(value);
        let target = self.place(place);
        let stmt = match function {
            // Forward mode has the compiler confirm that the field is a float; where there is none, this does.
            None if place.is_named_tangent() && (self.generic.is_some() || !self.has_forward) => {
                let value = if sign == Sign::Plus {
                    value
                } else {
                    value.negated()
                };
                let value = value.tokens().into_stream();
                let root = self.name(place.root).unraw().to_string();
                // What is read of the place is read before the place is borrowed.
                let reads = names_in(&value).names.contains(&root);
                Tokens::of(if reads {
                    quote!({ let part = #value; #runtime::add(&mut #target, part); })
                } else {
                    quote!(#runtime::add(&mut #target, #value);)
                })
            }
            Some(_) if place.is_named_tangent() && matches!(shape, Shape::Unknown) => {
                let value = value.tokens();
                Tokens::of(quote!(#runtime::gather!(#target, #value);))
            }
            Some(function) => {
                let value = value.at(Precedence::Unary);
                Tokens::of(quote!(#runtime::#function(&mut #target, &#value);))
            }
            None => self.add_assign(target, sign, value),
        };
        if self.vars.role(place.root) != Role::Optional {
            return stmt;
        }
        let name = self.name(place.root);
        Tokens::of(quote!(if let #runtime::Some(#name) = #name.as_deref_mut() { #stmt }))
    }

    /// `target += value;`, spelled out where the type of floats is a parameter.
    fn add_assign(&self, target: Tokens, sign: Sign, value: Fragment) -> Tokens {
        let sign = if sign == Sign::Plus { '+' } else { '-' };
        let mut tokens = target.clone();
        if self.generic.is_none() {
            tokens.joint_mark(sign);
            tokens.mark('=');
            tokens.append(value.tokens());
        } else {
            tokens.mark('=');
            tokens.append(target);
            tokens.mark(sign);
            tokens.append(value.at(Precedence::Product));
        }
        tokens.mark(';');
        tokens
    }

    fn clear(&mut self, buffer: Var, like: Var) -> TokenStream {
        let name = self.name(buffer);
        let like = self.borrowed(&Atom::Var(like));
        match self.vars.shape(buffer) {
            Shape::Sequence(inner) if inner.is_static() => {
                let zero = self.zero(&inner, &like);
                quote!(#name.fill(#zero);)
            }
            Shape::Sequence(inner) => {
                let zero = self.zero(&Shape::Sequence(inner), &like);
                quote!(#name.clone_from_slice(&#zero);)
            }
            shape => {
                let zero = self.zero(&shape, &like);
                quote!(*#name = #zero;)
            }
        }
    }
}

/// `(a, b)` or `[a, b]`.
pub(super) fn aggregate(kind: Aggregate, parts: Vec<Tokens>) -> Tokens {
    let single = parts.len() == 1;
    let mut list = Tokens::separated(parts);
    match kind {
        Aggregate::Array => list.group(Delimiter::Bracket),
        Aggregate::Tuple => {
            if single {
                list.mark(',');
            }
            list.group(Delimiter::Parenthesis)
        }
    }
}
