//! The values of operations, as an expert would write them.

use proc_macro2::{Delimiter, Ident, Span, TokenStream};
use quote::{ToTokens, quote};
use syn::Member;

use super::call::located;
use super::expression::{Extent, Fragment, Precedence, binary, product};
use super::statement::{Writer, aggregate};
use super::tokens::Tokens;
use super::types;
use crate::ir::{
    Atom, Base, CastTarget, Construct, Op, Place, Primitive, Projection, Role, Shape, Sign, Style,
    Term, Var,
};

impl Writer<'_> {
    /// The value of an operation with one result.
    pub(super) fn value(&mut self, op: &Op, result: Var, span: Span) -> Fragment {
        let runtime = self.runtime;
        match op {
            Op::Inert(inert) => {
                let fragment = Fragment::user(&inert.expr).made_of(Extent::default());
                if inert.duplicable {
                    fragment
                } else {
                    fragment.fragile()
                }
            }
            Op::Apply(primitive, operands) => self.apply(primitive, operands, span),
            Op::Pack(kind, parts) => {
                let parts: Vec<Fragment> = parts.iter().map(|part| self.owned(part)).collect();
                let extent = parts.iter().map(|part| part.extent).sum();
                let parts = parts.into_iter().map(Fragment::tokens);
                Fragment::atom(aggregate(*kind, parts.collect())).made_of(extent)
            }
            Op::Construct(construct) => self.construct(construct, result),
            Op::Repeat(element, length) => {
                let element = self.operand(element);
                let extent = element.extent;
                if let Shape::Sequence(_) = self.vars.shape(result) {
                    let repeated = quote!(#runtime::repeat(#element, #length));
                    return Fragment::quoted(repeated).made_of(extent);
                }
                let mut tokens = element.tokens();
                tokens.mark(';');
                tokens.extend(length);
                Fragment::atom(tokens.group(Delimiter::Bracket)).made_of(extent)
            }
            Op::Total(value) => {
                let function = if self.vars.shape(result).is_scalar() {
                    quote!(#runtime::total)
                } else {
                    quote!(#runtime::total_tangent)
                };
                let value = self.operand(value);
                let extent = value.extent;
                let value = Fragment::quoted(quote!(&#value)).made_of(extent);
                Fragment::quoted(function).called_with([value])
            }
            Op::Load(place) => self.load(place, result),
            Op::Cast(value, CastTarget::Type(ty)) => {
                let value = self.operand(value);
                let extent = value.extent;
                let mut tokens = value.at(Precedence::Cast);
                tokens.word("as");
                tokens.extend(ty);
                Fragment::new(tokens, Precedence::Cast).made_of(extent)
            }
            Op::Cast(value, CastTarget::Like(like)) => {
                let operands = [self.operand(value), self.operand(like)];
                Fragment::quoted(quote!(#runtime::cast_like)).called_with(operands)
            }
            Op::Combine(terms) if self.scalar.is_some() => self.combine_over(terms),
            Op::Combine(terms) => self.combine(terms, result),
            Op::Dot(a, b) => self.dot(a, b),
            Op::Scaled(a, b) => {
                let behind = a
                    .var()
                    .filter(|var| self.vars.role(*var) == Role::Reference);
                let scaled = match behind.map(|var| self.vars.shape(var)) {
                    Some(Shape::Sequence(_)) => quote!(#runtime::scaled_slice),
                    _ => quote!(#runtime::Scale::scaled),
                };
                let (a, b) = (self.name_of(a), self.operand(b));
                let a = Fragment::quoted(quote!(&#a));
                Fragment::quoted(scaled).called_with([a, b])
            }
            Op::Pop(place) => {
                let place = self.place(place);
                let runtime = self.runtime;
                Fragment::quoted(quote!(#runtime::pop(&mut #place))).fragile()
            }
            Op::Zero(like) => {
                let shape = self.vars.shape(result);
                let like = match like {
                    // A record in a record is at hand by reference.
                    Atom::Var(var)
                        if self.borrowed.contains(var)
                            && self.vars.role(*var) == Role::Record
                            && !matches!(shape, Shape::Sequence(_)) =>
                    {
                        let name = self.name(*var);
                        quote!(#name)
                    }
                    like => self.borrowed(like),
                };
                self.zero(&shape, &like)
            }
            _ => Fragment::quoted(quote!(())),
        }
    }

    /// A struct as a literal; its tangent by giving the fields of a zero or of a copy what they have.
    fn construct(&mut self, construct: &Construct, result: Var) -> Fragment {
        let runtime = self.runtime;
        let Construct { base, fields } = construct;
        let values: Vec<(&Member, Option<Fragment>)> = fields
            .iter()
            .map(|(member, value)| (member, value.as_ref().map(|value| self.owned(value))))
            .collect();
        let extents = values.iter().filter_map(|(_, value)| value.as_ref());
        let extent = extents.map(|value| value.extent).sum();
        let zero_or_copy = match base {
            Base::Value(path, rest) => {
                let values = values.into_iter().map(|(member, value)| {
                    let value = value.map(|value| value.tokens().into_stream());
                    quote!(#member: #value)
                });
                let values: Vec<_> = values.collect();
                let rest = rest.as_ref().map(|rest| {
                    let rest = self.owned(rest);
                    quote!(..#rest)
                });
                let literal = quote!(#path { #(#values,)* #rest });
                return Fragment::quoted(literal).made_of(extent);
            }
            Base::Zero(like) => {
                let like = self.borrowed(like);
                self.zero(&self.vars.shape(result), &like).to_token_stream()
            }
            Base::Tangent(rest) => {
                let rest = self.operand(rest).at(Precedence::Postfix);
                quote!(#rest.clone())
            }
        };
        let dot = Ident::new("tangent", Span::mixed_site());
        let parts = values.into_iter().map(|(member, value)| match value {
            Some(value) => quote!(#dot.#member = #value;),
            None => quote!(#runtime::clear(&mut #dot.#member);),
        });
        let parts: Vec<_> = parts.collect();
        let block = quote!({ let mut #dot = #zero_or_copy; #(#parts)* #dot });
        Fragment::quoted(block).made_of(extent).fragile()
    }

    /// Partial derivatives times a tangent, summed.
    fn dot(&mut self, a: &Atom, b: &Atom) -> Fragment {
        let runtime = self.runtime;
        let dot = if self.scalar.is_some() {
            let (a, b) = (self.borrowed(a), self.borrowed(b));
            quote!(#runtime::scalar::dot_over(#a, #b))
        } else {
            let dot = match a.var().map(|var| self.vars.shape(var)) {
                Some(Shape::Sequence(_)) => quote!(#runtime::dot_slices),
                _ => quote!(#runtime::Scale::dot),
            };
            let (a, b) = (self.name_of(a), self.name_of(b));
            quote!(#dot(&#a, &#b))
        };
        Fragment::quoted(dot).made_of(Extent::default())
    }

    /// A value as something to borrow from: `x` of a reference, `&x` of a value.
    pub(super) fn borrowed(&mut self, atom: &Atom) -> TokenStream {
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
                let tokens = self.operand(atom).at(Precedence::Unary);
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
            atom => self.operand(atom).at(Precedence::Unary).into_stream(),
        }
    }

    pub(super) fn zero(&self, shape: &Shape, like: &TokenStream) -> Fragment {
        let floats = types::Floats {
            tangents: self.vars.has_tangents(),
            runtime: self.runtime,
            generic: self.generic,
            scalar: self.scalar,
        };
        types::zero(shape, like, floats)
    }

    pub(super) fn apply(
        &mut self,
        primitive: &Primitive,
        operands: &[Atom],
        span: Span,
    ) -> Fragment {
        if let Primitive::Told(told) = primitive {
            return self.told(*told, operands);
        }
        let operand = |this: &mut Self, atom: &Atom| match atom {
            Atom::Literal(value) => this.literal_like(*value, operands),
            atom => this.operand(atom),
        };
        let fragments: Vec<Fragment> = operands.iter().map(|atom| operand(self, atom)).collect();
        let mut operands = fragments.into_iter();
        match (primitive, operands.next()) {
            (Primitive::Negate, Some(operand)) => operand.negated(),
            (Primitive::Operator(op), Some(left)) => match operands.next() {
                Some(right) => binary(left, op, right),
                None => left,
            },
            (Primitive::Method(name, Style::Method), Some(receiver)) => {
                let extent = receiver.extent;
                let mut tokens = receiver.at(Precedence::Postfix);
                tokens.mark('.');
                tokens.push(name.clone());
                let mut method = Fragment::atom(tokens);
                method.extent = extent;
                method.called_with(operands)
            }
            (Primitive::Method(name, Style::Path(path)), first) => {
                let mut path = (**path).clone();
                if let Some(last) = path.path.segments.last_mut() {
                    last.ident = Ident::new(&name.to_string(), last.ident.span());
                }
                Fragment::atom(Tokens::of(path)).called_with(first.into_iter().chain(operands))
            }
            (Primitive::Rule(name), first) => {
                let runtime = self.runtime;
                let name = Ident::new(name, span.resolved_at(Span::mixed_site()));
                Fragment::quoted(quote!(#runtime::rules::#name))
                    .called_with(first.into_iter().chain(operands))
            }
            (_, None) | (Primitive::Told(_), _) => Fragment::quoted(quote!(())),
        }
    }

    fn combine(&mut self, terms: &[Term], result: Var) -> Fragment {
        let scaled = terms.iter().any(|term| !term.is_plain());
        if terms.len() > 1 && !scaled && !self.is_scalar(result, terms) {
            return self.sum(terms);
        }
        let Some((first, rest)) = terms.split_first() else {
            return self.literal(0.0);
        };
        let first = match (self.term(first), first.sign) {
            (value, Sign::Plus) => value,
            (value, Sign::Minus) => value.leading_negated(),
        };
        if rest.is_empty() {
            return first;
        }
        let mut extents = vec![first.extent];
        let mut sum = first.at(Precedence::Sum);
        for term in rest {
            let value = self.term(term);
            extents.push(value.extent);
            sum.mark(if term.sign == Sign::Plus { '+' } else { '-' });
            sum.append(value.at(Precedence::Product));
        }
        Fragment::new(sum, Precedence::Sum).made_of(extents.into_iter().sum())
    }

    fn is_scalar(&self, result: Var, terms: &[Term]) -> bool {
        let scalar = |shape: &Shape| {
            shape.is_scalar() || (matches!(shape, Shape::Unknown) && !self.vars.has_tangents())
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
        let values: Vec<Fragment> = terms
            .iter()
            .map(|term| self.operand(&term.tangent))
            .collect();
        let total = values.into_iter().reduce(|left, right| {
            let extent = right.extent;
            let right = Fragment::quoted(quote!(&#right)).made_of(extent);
            Fragment::quoted(quote!(#runtime::sum)).called_with([left, right])
        });
        total.unwrap_or_else(|| Fragment::quoted(quote!(())))
    }

    fn term(&mut self, term: &Term) -> Fragment {
        let times = term.times.as_ref().map(|atom| self.operand(atom));
        let value = match (&term.tangent, times) {
            (Atom::Literal(1.0), Some(times)) => times,
            (tangent, None) => self.tangent(tangent),
            (tangent, Some(times)) => product(self.tangent(tangent), '*', times),
        };
        match &term.over {
            None => value,
            Some(over) => product(value, '/', self.operand(over)),
        }
    }

    fn tangent(&mut self, tangent: &Atom) -> Fragment {
        match tangent {
            // The seed, where it is a constant: of the type of the function's result.
            Atom::Literal(seed) => types::literal(*seed, self.seed, self.runtime, self.generic),
            tangent => self.operand(tangent),
        }
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
        let ty = ty.map(|ty| (*ty).clone()).next();
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
                None => self.named(*var),
            },
        }
    }

    fn named(&self, var: Var) -> Fragment {
        let name = self.name(var);
        match self.vars.role(var) {
            Role::Reference | Role::Buffer => {
                let mut tokens = Tokens::default();
                tokens.mark('*');
                tokens.push(name);
                Fragment::new(tokens, Precedence::Unary)
            }
            Role::Value | Role::Place | Role::Optional | Role::Record => {
                Fragment::atom(Tokens::ident(name))
            }
        }
    }

    /// An operand to be kept: what is not `Copy` and may be needed again is cloned.
    pub(super) fn owned(&mut self, atom: &Atom) -> Fragment {
        let shared = match atom {
            Atom::Var(var) => {
                let sequence = match self.vars.shape(*var) {
                    Shape::Sequence(_) | Shape::Vector => true,
                    Shape::Unknown => self.vars.has_structs(),
                    _ => false,
                };
                let role = self.vars.role(*var);
                let again = self.uses(*var) > 1;
                sequence
                    && (role == Role::Reference
                        || (matches!(role, Role::Value | Role::Place) && again))
            }
            _ => false,
        };
        let unknown = atom
            .var()
            .is_some_and(|var| matches!(self.vars.shape(var), Shape::Unknown));
        let value = self.operand(atom);
        if shared && unknown {
            // Of the zero of a literal, the compiler may learn the type later.
            let tokens = value.at(Precedence::Unary);
            Fragment::quoted(quote!(::core::clone::Clone::clone(&#tokens)))
        } else if shared {
            let tokens = value.at(Precedence::Postfix);
            Fragment::quoted(quote!(#tokens.clone()))
        } else {
            value
        }
    }

    /// An operand that is needed once more, whatever is in it.
    pub(super) fn lasting(&mut self, atom: &Atom) -> Fragment {
        let copied = match atom {
            Atom::Var(var) => self.is_copied(*var),
            _ => true,
        };
        let value = self.operand(atom);
        if copied {
            return value;
        }
        let tokens = value.at(Precedence::Postfix);
        Fragment::quoted(quote!(#tokens.clone()))
    }

    /// `root[i].0`, and what its projections read.
    pub(super) fn place(&mut self, place: &Place) -> Tokens {
        let mut tokens = Tokens::default();
        let role = self.vars.role(place.root);
        if place.path.is_empty() && matches!(role, Role::Buffer | Role::Reference | Role::Optional)
        {
            tokens.mark('*');
        }
        tokens.push(self.name(place.root));
        let moved = self.moved.get(&place.root).cloned();
        for (depth, projection) in place.path.iter().enumerate() {
            match (projection, &moved) {
                (Projection::Index(_), Some(index)) if depth == 0 => {
                    let index = Tokens::of(quote!(#index));
                    tokens.append(index.group(Delimiter::Bracket));
                }
                (Projection::Index(index), _) => {
                    let index = self.operand(index).tokens();
                    tokens.append(index.group(Delimiter::Bracket));
                }
                (Projection::Range(range), _) => {
                    tokens.append(Tokens::of(&range.expr).group(Delimiter::Bracket));
                }
                (Projection::Field(index), _) => {
                    tokens.mark('.');
                    tokens.extend(syn::Index::from(*index as usize));
                }
                (Projection::Named { name, .. }, _) => {
                    tokens.mark('.');
                    tokens.push((**name).clone());
                }
            }
        }
        tokens
    }

    fn load(&mut self, place: &Place, result: Var) -> Fragment {
        let tokens = self.place(place);
        let mutable = !matches!(self.vars.role(place.root), Role::Reference | Role::Value);
        let shape = self.vars.shape(result);
        let runtime = self.runtime;
        if place.is_field() && matches!(shape, Shape::Unknown) {
            self.parts.insert(result, place.clone());
        }
        let fragment = if place.is_named_tangent() && shape.is_scalar() {
            // That it is no float is an error at the field.
            let part = quote!(#runtime::part(&#tokens));
            Fragment::quoted(match place.last_name() {
                Some(name) => located(part, name.span()),
                None => part,
            })
        } else if place.is_named_tangent() && matches!(shape, Shape::Unknown) {
            Fragment::quoted(quote!(#tokens.clone()))
        } else if matches!(shape, Shape::Sequence(_)) {
            let sequence = if tokens.starts_with('*') {
                tokens.without_first()
            } else {
                tokens
            };
            Fragment::quoted(quote!(#sequence.to_vec()))
        } else if matches!(shape, Shape::Vector) {
            let vector = if tokens.starts_with('*') {
                tokens.without_first()
            } else {
                tokens
            };
            Fragment::quoted(quote!(#vector.clone()))
        } else if tokens.starts_with('*')
            && matches!(shape, Shape::Unknown)
            && !self.vars.has_structs()
        {
            // A function, or the tangent of what one captures.
            Fragment::quoted(quote!(::core::clone::Clone::clone(&#tokens)))
        } else if tokens.starts_with('*') {
            Fragment::new(tokens, Precedence::Unary)
        } else {
            Fragment::atom(tokens)
        };
        if mutable {
            fragment.fragile()
        } else {
            fragment
        }
    }
}
