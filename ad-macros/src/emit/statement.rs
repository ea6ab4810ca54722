//! IR → tokens: operations as an expert would write them. A temporary with one use stands where it
//! is used; everything else is a `let`.

use std::collections::BTreeMap;

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::quote;
use syn::{Path, Type};

use super::expression::{Fragment, Precedence, binary, level_of};
use super::signature::Target;
use super::types;
use crate::ir::{
    Aggregate, Argument, Atom, CastTarget, Op, Place, Primitive, Projection, Role, Shape, Sign,
    Stmt, Style, Term, Var, Variables,
};

/// The largest expression that is written in one piece.
const LARGEST: usize = 9;

/// What statements are written with.
pub(super) struct Writer<'a> {
    pub(super) vars: &'a Variables,
    pub(super) runtime: &'a Path,
    /// The type parameter that floats have, if any: literals are converted to it.
    pub(super) generic: Option<&'a Type>,
    /// The type of the function's result, where that is a float.
    seed: Option<&'a Type>,
    /// How often each variable is read where it may be written in place.
    uses: BTreeMap<Var, usize>,
    /// Values not yet written down, until they are used.
    pending: BTreeMap<Var, Fragment>,
    out: TokenStream,
}

impl<'a> Writer<'a> {
    pub(super) fn new(vars: &'a Variables, target: &'a Target) -> Self {
        let signature = target.signature;
        Writer {
            vars,
            runtime: &target.runtime,
            generic: target.generic.as_ref(),
            seed: signature.result.is_scalar().then_some(&signature.output),
            uses: BTreeMap::new(),
            pending: BTreeMap::new(),
            out: TokenStream::new(),
        }
    }

    /// Counts the uses of every variable in a piece of code; what other pieces use must be named.
    pub(super) fn count<'s>(
        &mut self,
        stmts: &[Stmt],
        results: impl IntoIterator<Item = &'s Atom>,
        weight: usize,
    ) {
        let uses = &mut self.uses;
        let mut used = |var: Var, weight: usize| *uses.entry(var).or_default() += weight;
        for stmt in stmts {
            stmt.op.for_each_use(&mut |var| used(var, weight));
            stmt.op.for_each_atom(&mut |atom| {
                if let Atom::Inert(inert) = atom {
                    inert.mentions.vars.iter().for_each(|var| used(*var, 2));
                }
            });
            // Places are called by name.
            stmt.op.for_each_read(&mut |place| used(place.root, 2));
            stmt.op.for_each_write(&mut |place| used(place.root, 2));
            if let Some(mentions) = stmt.op.mentions() {
                mentions.vars.iter().for_each(|var| used(*var, 2));
            }
            if let Op::Zero(Atom::Var(var)) = &stmt.op {
                used(*var, 2);
            }
        }
        for atom in results {
            if let Atom::Var(var) = atom {
                used(*var, weight);
            }
        }
    }

    /// What another piece of code reads must be named here.
    pub(super) fn also_used(&mut self, other: &Writer) {
        for (var, uses) in &other.uses {
            *self.uses.entry(*var).or_default() += uses;
        }
    }

    /// Writes statements and returns them with the given results.
    pub(super) fn block(
        &mut self,
        stmts: &[Stmt],
        results: &[Atom],
    ) -> (TokenStream, Vec<TokenStream>) {
        for stmt in stmts {
            self.statement(stmt);
        }
        let results = results
            .iter()
            .map(|atom| self.owned(atom).tokens().clone())
            .collect();
        self.flush(false);
        (std::mem::take(&mut self.out), results)
    }

    pub(super) fn emit(&mut self, tokens: TokenStream) {
        self.out.extend(tokens);
    }

    pub(super) fn is_used(&self, var: Var) -> bool {
        self.uses.contains_key(&var)
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
            .filter(|(_, fragment)| fragment.fragile || !fragile_only)
            .map(|(var, _)| *var)
            .collect();
        for var in vars {
            if let Some(fragment) = self.pending.remove(&var) {
                self.bind(var, &fragment);
            }
        }
    }

    fn bind(&mut self, var: Var, fragment: &Fragment) {
        let name = self.name(var);
        let tokens = fragment.tokens();
        let ascription = self
            .vars
            .get(var)
            .and_then(|variable| variable.ascription.as_ref());
        let ascription = ascription.map(|ty| quote!(: #ty));
        self.emit(quote!(let #name #ascription = #tokens;));
    }

    fn define(&mut self, var: Var, fragment: Fragment) {
        let named = self.vars.get(var).is_some_and(|variable| variable.named);
        let once = self.uses.get(&var) == Some(&1);
        if once && !named && fragment.size <= LARGEST {
            self.pending.insert(var, fragment);
        } else {
            self.bind(var, &fragment);
        }
    }

    fn statement(&mut self, stmt: &Stmt) {
        match (&stmt.op, stmt.results.as_slice()) {
            (Op::Verbatim(verbatim), []) => {
                if !verbatim.pure {
                    self.flush(true);
                }
                let stmt = &verbatim.stmt;
                self.emit(quote!(#stmt));
            }
            (Op::Store(..) | Op::Accumulate(..) | Op::Clear(..), _) => {
                let tokens = self.effect(&stmt.op);
                self.flush(true);
                self.emit(tokens);
            }
            (Op::Declare(value), [var]) => {
                let value = self.owned(value);
                let name = self.name(*var);
                let tokens = value.tokens();
                let ascription = self.vars.get(*var).and_then(|v| v.ascription.as_ref());
                let ascription = ascription.map(|ty| quote!(: #ty));
                self.emit(quote!(let mut #name #ascription = #tokens;));
            }
            (Op::Unpack(kind, value), results) => {
                let value = self.owned(value);
                let parts: Vec<_> = results.iter().map(|var| self.pattern(*var)).collect();
                let pattern = aggregate(*kind, &parts);
                let tokens = value.tokens();
                self.emit(quote!(let #pattern = #tokens;));
            }
            (Op::Apply(primitive, operands), [first, second]) => {
                let value = self.apply(primitive, operands, stmt.span);
                let (first, second) = (self.pattern(*first), self.pattern(*second));
                let tokens = value.tokens();
                self.emit(quote!(let (#first, #second) = #tokens;));
            }
            (Op::CallJvp(call, tangents), [value, tangent]) => {
                let call = self.call_jvp(call, tangents);
                self.flush(true);
                let (value, tangent) = (self.pattern(*value), self.pattern(*tangent));
                self.emit(quote!(let (#value, #tangent) = #call;));
            }
            (Op::CallVjp(call, active), [value, pullback]) => {
                let with_value = self.is_used(*value);
                let call = self.call_vjp(call, active, with_value);
                self.flush(true);
                let (value, pullback) = (self.pattern(*value), self.name(*pullback));
                let pattern = if with_value {
                    quote!((#value, #pullback))
                } else {
                    quote!(#pullback)
                };
                self.emit(quote!(let #pattern = #call;));
            }
            (Op::Pullback(pullback), results) => self.pullback(pullback, results),
            (Op::Call(call), [result]) => {
                let arguments = self.arguments(&call.arguments);
                let path = &call.path;
                self.flush(true);
                let result = self.pattern(*result);
                self.emit(quote!(let #result = #path(#(#arguments),*);));
            }
            (Op::Plain(path, arguments), results) => self.plain(path, arguments, results),
            (op, [result]) => {
                let fragment = self.value(op, *result, stmt.span);
                self.define(*result, fragment);
            }
            _ => {}
        }
    }

    fn plain(&mut self, path: &syn::ExprPath, arguments: &[Argument], results: &[Var]) {
        let arguments = self.arguments(arguments);
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

    /// The value of an operation with one result.
    fn value(&mut self, op: &Op, result: Var, span: Span) -> Fragment {
        let runtime = self.runtime;
        match op {
            Op::Inert(inert) => {
                let fragment = Fragment::user(&inert.expr).made_of(&[]);
                if inert.duplicable {
                    fragment
                } else {
                    fragment.fragile()
                }
            }
            Op::Apply(primitive, operands) => self.apply(primitive, operands, span),
            Op::Pack(kind, parts) => {
                let parts: Vec<Fragment> = parts.iter().map(|part| self.owned(part)).collect();
                let tokens: Vec<_> = parts.iter().map(|part| part.tokens().clone()).collect();
                Fragment::atom(aggregate(*kind, &tokens)).made_of(&parts)
            }
            Op::Repeat(element, length) => {
                let element = self.operand(element);
                let tokens = element.tokens();
                Fragment::atom(quote!([#tokens; #length])).made_of(&[element])
            }
            Op::Total(value) => {
                let value = self.operand(value);
                let tokens = value.tokens();
                let scalar = self.vars.shape(result).is_scalar();
                let function = if scalar {
                    quote!(total)
                } else {
                    quote!(total_tangent)
                };
                Fragment::atom(quote!(#runtime::#function(&#tokens))).made_of(&[value])
            }
            Op::Load(place) => self.load(place, result),
            Op::Cast(value, CastTarget::Type(ty)) => {
                let value = self.operand(value);
                let tokens = value.at(Precedence::Cast);
                Fragment::new(quote!(#tokens as #ty), Precedence::Cast).made_of(&[value])
            }
            Op::Cast(value, CastTarget::Like(like)) => {
                let (value, like) = (self.operand(value), self.operand(like));
                let (v, l) = (value.tokens(), like.tokens());
                Fragment::atom(quote!(#runtime::cast_like(#v, #l))).made_of(&[value])
            }
            Op::Combine(terms) => self.combine(terms, result),
            Op::Dot(a, b) => {
                let (a, b) = (self.name_of(a), self.name_of(b));
                Fragment::atom(quote!(#runtime::Scale::dot(&#a, &#b)))
            }
            Op::Scaled(a, b) => {
                let (a, b) = (self.name_of(a), self.operand(b));
                let tokens = b.tokens();
                Fragment::atom(quote!(#runtime::Scale::scaled(&#a, #tokens))).made_of(&[b])
            }
            Op::Zero(like) => {
                let like = self.borrowed(like);
                self.zero(&self.vars.shape(result), &like)
            }
            _ => Fragment::atom(quote!(())),
        }
    }

    /// A value as something to borrow from: `x` of a reference, `&x` of a value.
    fn borrowed(&mut self, atom: &Atom) -> TokenStream {
        match atom {
            Atom::Var(var) => {
                let name = self.name(*var);
                if self.vars.role(*var) == Role::Reference {
                    quote!(#name)
                } else {
                    quote!(&#name)
                }
            }
            atom => {
                let value = self.operand(atom);
                let tokens = value.at(Precedence::Unary);
                quote!(&#tokens)
            }
        }
    }

    fn name_of(&mut self, atom: &Atom) -> TokenStream {
        match atom {
            Atom::Var(var) if self.vars.role(*var) == Role::Reference => {
                let name = self.name(*var);
                quote!(*#name)
            }
            atom => self.operand(atom).at(Precedence::Unary),
        }
    }

    fn zero(&self, shape: &Shape, like: &TokenStream) -> Fragment {
        types::zero(shape, like, self.runtime, self.generic)
    }

    fn apply(&mut self, primitive: &Primitive, operands: &[Atom], span: Span) -> Fragment {
        let operand = |this: &mut Self, atom: &Atom| match atom {
            Atom::Literal(value) => this.literal_like(*value, operands),
            atom => this.operand(atom),
        };
        let mut operands: Vec<Fragment> = operands.iter().map(|atom| operand(self, atom)).collect();
        match primitive {
            Primitive::Negate => match operands.pop() {
                Some(operand) => operand.negated(),
                None => Fragment::atom(quote!(())),
            },
            Primitive::Operator(op) => {
                let (right, left) = (operands.pop(), operands.pop());
                match (left, right) {
                    (Some(left), Some(right)) => binary(left, op, level_of(op), right),
                    _ => Fragment::atom(quote!(())),
                }
            }
            Primitive::Method(name, Style::Method) => {
                let Some((receiver, rest)) = operands.split_first() else {
                    return Fragment::atom(quote!(()));
                };
                let receiver = receiver.at(Precedence::Postfix);
                let rest = rest.iter().map(Fragment::tokens);
                Fragment::atom(quote!(#receiver.#name(#(#rest),*))).made_of(&operands)
            }
            Primitive::Method(name, Style::Path(path)) => {
                let mut path = (**path).clone();
                if let Some(last) = path.path.segments.last_mut() {
                    last.ident = Ident::new(&name.to_string(), last.ident.span());
                }
                let tokens = operands.iter().map(Fragment::tokens);
                Fragment::atom(quote!(#path(#(#tokens),*))).made_of(&operands)
            }
            Primitive::Rule(name) => {
                let runtime = self.runtime;
                let name = Ident::new(name, span.resolved_at(Span::mixed_site()));
                let tokens = operands.iter().map(Fragment::tokens);
                Fragment::atom(quote!(#runtime::rules::#name(#(#tokens),*))).made_of(&operands)
            }
        }
    }

    fn combine(&mut self, terms: &[Term], result: Var) -> Fragment {
        let scaled = terms.iter().any(|term| !term.is_plain());
        if terms.len() > 1 && !scaled && !self.is_scalar(result, terms) {
            return self.sum(terms);
        }
        let mut sum = TokenStream::new();
        let mut parts = Vec::new();
        for term in terms {
            let value = self.term(term);
            let value = match (parts.is_empty(), term.sign) {
                (true, Sign::Plus) => value,
                (true, Sign::Minus) => value.leading_negated(),
                (false, sign) => {
                    sum.extend(if sign == Sign::Plus {
                        quote!(+)
                    } else {
                        quote!(-)
                    });
                    value
                }
            };
            let level = if parts.is_empty() {
                Precedence::Sum
            } else {
                Precedence::Product
            };
            sum.extend(value.at(level));
            parts.push(value);
        }
        match parts.len() {
            0 => self.literal(0.0),
            1 => parts.swap_remove(0),
            _ => Fragment::new(sum, Precedence::Sum).made_of(&parts),
        }
    }

    fn is_scalar(&self, result: Var, terms: &[Term]) -> bool {
        let scalar = |shape: &Shape| {
            shape.is_scalar() || (self.generic.is_some() && matches!(shape, Shape::Unknown))
        };
        scalar(&self.vars.shape(result))
            || terms
                .iter()
                .filter_map(|term| term.tangent.var())
                .any(|var| self.vars.shape(var).is_scalar())
            || terms
                .iter()
                .any(|term| matches!(term.tangent, Atom::Literal(_)))
    }

    /// The sum of cotangents that are not floats.
    fn sum(&mut self, terms: &[Term]) -> Fragment {
        let runtime = self.runtime;
        let mut total: Option<TokenStream> = None;
        for term in terms {
            let value = self.operand(&term.tangent);
            let tokens = value.tokens();
            total = Some(match total {
                None => tokens.clone(),
                Some(left) => quote!(#runtime::sum(#left, &#tokens)),
            });
        }
        Fragment::atom(total.unwrap_or_else(|| quote!(())))
    }

    fn term(&mut self, term: &Term) -> Fragment {
        let times = term.times.as_ref().map(|atom| self.operand(atom));
        let value = match (&term.tangent, times) {
            (Atom::Literal(1.0), Some(times)) => times,
            (Atom::Literal(seed), None) => self.seed_literal(*seed),
            (tangent, None) => self.operand(tangent),
            (tangent, Some(times)) => {
                let tangent = match tangent {
                    Atom::Literal(seed) => self.seed_literal(*seed),
                    tangent => self.operand(tangent),
                };
                binary(tangent, &quote!(*), Precedence::Product, times)
            }
        };
        match &term.over {
            None => value,
            Some(over) => {
                let over = self.operand(over);
                binary(value, &quote!(/), Precedence::Product, over)
            }
        }
    }

    /// The seed, where it is a constant: of the type of the function's result.
    fn seed_literal(&self, seed: f64) -> Fragment {
        types::literal(seed, self.seed, self.runtime, self.generic)
    }

    /// A constant whose type follows from where it stands.
    fn literal(&self, value: f64) -> Fragment {
        types::literal(value, None, self.runtime, self.generic)
    }

    /// A constant of the type of other operands.
    fn literal_like(&self, value: f64, others: &[Atom]) -> Fragment {
        let shapes = others
            .iter()
            .filter_map(Atom::var)
            .map(|var| self.vars.shape(var));
        let ty = shapes.filter_map(|shape| match shape {
            Shape::Scalar(ty) => ty,
            _ => None,
        });
        let ty = ty.map(|ty| *ty).next();
        types::literal(
            value,
            ty.as_ref().or(self.generic),
            self.runtime,
            self.generic,
        )
    }

    /// An operand, in place where it has not been written down yet.
    pub(super) fn operand(&mut self, atom: &Atom) -> Fragment {
        match atom {
            Atom::Literal(value) => self.literal(*value),
            Atom::Inert(inert) => Fragment::user(&inert.expr),
            Atom::Var(var) => match self.pending.remove(var) {
                Some(fragment) => fragment,
                None => {
                    let name = self.name(*var);
                    match self.vars.role(*var) {
                        Role::Reference | Role::Buffer => {
                            Fragment::new(quote!(*#name), Precedence::Unary)
                        }
                        Role::Value | Role::Place | Role::Optional => Fragment::atom(name),
                    }
                }
            },
        }
    }

    /// An operand to be kept: what is not `Copy` and may be needed again is cloned.
    pub(super) fn owned(&mut self, atom: &Atom) -> Fragment {
        let shared = match atom {
            Atom::Var(var) => {
                let uses = self.uses.get(var).copied().unwrap_or_default();
                let sequence = matches!(self.vars.shape(*var), Shape::Sequence(_));
                let role = self.vars.role(*var);
                sequence && (role == Role::Reference || (role == Role::Value && uses > 1))
            }
            _ => false,
        };
        let value = self.operand(atom);
        if shared {
            let tokens = value.at(Precedence::Postfix);
            Fragment::atom(quote!(#tokens.clone()))
        } else {
            value
        }
    }

    /// `root[i].0`, and what its projections read.
    pub(super) fn place(&mut self, place: &Place) -> TokenStream {
        let name = self.name(place.root);
        let mut tokens = quote!(#name);
        for projection in &place.path {
            tokens = match projection {
                Projection::Index(index) => {
                    let index = self.operand(index);
                    let index = index.tokens();
                    quote!(#tokens[#index])
                }
                Projection::Field(index) => {
                    let index = syn::Index::from(*index as usize);
                    quote!(#tokens.#index)
                }
            };
        }
        let role = self.vars.role(place.root);
        if place.path.is_empty() && matches!(role, Role::Buffer | Role::Reference | Role::Optional)
        {
            return quote!(*#tokens);
        }
        tokens
    }

    fn load(&mut self, place: &Place, result: Var) -> Fragment {
        let tokens = self.place(place);
        let mutable = self.vars.role(place.root) != Role::Reference
            && self.vars.role(place.root) != Role::Value;
        let copied = !matches!(self.vars.shape(result), Shape::Sequence(_));
        let tokens = if copied {
            tokens
        } else {
            quote!(#tokens.clone())
        };
        let fragment = Fragment::atom(tokens);
        if mutable {
            fragment.fragile()
        } else {
            fragment
        }
    }

    fn effect(&mut self, op: &Op) -> TokenStream {
        match op {
            Op::Store(place, value) => {
                let value = self.owned(value);
                let place = self.place(place);
                let value = value.tokens();
                quote!(#place = #value;)
            }
            Op::Accumulate(place, sign, value) => self.accumulate(place, *sign, value),
            Op::Clear(buffer, like) => self.clear(*buffer, *like),
            _ => TokenStream::new(),
        }
    }

    fn accumulate(&mut self, place: &Place, sign: Sign, value: &Atom) -> TokenStream {
        let value = self.operand(value);
        let shape = crate::transform::linearize::part_shape(self.vars, place);
        let target = self.place(place);
        let tokens = value.tokens();
        let runtime = self.runtime;
        let stmt = match &shape {
            Shape::Array(inner, _) | Shape::Sequence(inner) if inner.is_scalar() => {
                quote!(#runtime::accumulate_floats(&mut #target, &#tokens);)
            }
            Shape::Sequence(_) => quote!(#runtime::accumulate_slice(&mut #target, &#tokens);),
            Shape::Array(..) | Shape::Tuple(_) => {
                quote!(#runtime::Tangent::accumulate(&mut #target, &#tokens);)
            }
            Shape::Unknown if place.path.is_empty() && self.generic.is_none() => {
                quote!(#runtime::Tangent::accumulate(&mut #target, &#tokens);)
            }
            _ => self.add_assign(&target, sign, &value),
        };
        if self.vars.role(place.root) != Role::Optional {
            return stmt;
        }
        let name = self.name(place.root);
        quote!(if let #runtime::Some(#name) = #name.as_deref_mut() { #stmt })
    }

    fn add_assign(&self, target: &TokenStream, sign: Sign, value: &Fragment) -> TokenStream {
        let tokens = value.tokens();
        let tight = value.at(Precedence::Product);
        match (self.generic, sign) {
            (None, Sign::Plus) => quote!(#target += #tokens;),
            (None, Sign::Minus) => quote!(#target -= #tokens;),
            (Some(_), Sign::Plus) => quote!(#target = #target + #tight;),
            (Some(_), Sign::Minus) => quote!(#target = #target - #tight;),
        }
    }

    fn clear(&mut self, buffer: Var, like: Var) -> TokenStream {
        let name = self.name(buffer);
        let like = self.borrowed(&Atom::Var(like));
        match self.vars.shape(buffer) {
            Shape::Sequence(inner) if types::is_static(&inner) => {
                let zero = self.zero(&inner, &like);
                let zero = zero.tokens();
                quote!(#name.fill(#zero);)
            }
            Shape::Sequence(inner) => {
                let zero = self.zero(&Shape::Sequence(inner), &like);
                let zero = zero.tokens();
                quote!(#name.clone_from_slice(&#zero);)
            }
            shape => {
                let zero = self.zero(&shape, &like);
                let zero = zero.tokens();
                quote!(*#name = #zero;)
            }
        }
    }
}

impl Fragment {
    /// `-a * b` of `a * b`: the sign of a product goes to its first factor.
    fn leading_negated(self) -> Fragment {
        let tokens = self.at(Precedence::Product);
        let mut rest = tokens.clone().into_iter();
        let negative = matches!(rest.next(), Some(TokenTree::Punct(sign)) if sign.as_char() == '-');
        let tokens = if negative {
            rest.collect()
        } else {
            quote!(-#tokens)
        };
        Fragment::new(tokens, Precedence::Product).made_of(&[self])
    }
}

pub(super) fn aggregate(kind: Aggregate, parts: &[TokenStream]) -> TokenStream {
    match (kind, parts) {
        (Aggregate::Array, parts) => quote!([#(#parts),*]),
        (Aggregate::Tuple, [part]) => quote!((#part,)),
        (Aggregate::Tuple, parts) => quote!((#(#parts),*)),
    }
}
