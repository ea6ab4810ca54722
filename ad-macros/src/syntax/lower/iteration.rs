//! What `for` and the iterator methods go through, as loops over indices.
//!
//! An iterator over something active becomes one over its indices; zipping, skipping, reversing stay
//! as they are written, and the elements are read in the body.
//!
//! ```text
//! for (a, b) in x.iter().zip(y).rev()    →    for (i, j) in (0..x.len()).zip(0..y.len()).rev()
//!                                                 a = x[i], b = y[j]
//! ```

use std::collections::BTreeSet;
use std::rc::Rc;

use proc_macro2::{Ident, Span};
use syn::spanned::Spanned;
use syn::visit_mut::VisitMut;
use syn::{Expr, ExprClosure, ExprPath, Pat};

use super::Lowerer;
use super::control::{Ending, bound_names, inert_code};
use super::expression::Located;
use super::inert::inert_name;
use super::statement::declared;
use crate::ir::{
    Aggregate, Atom, Counter, Head, Inert, Mentions, Op, Place, Projection, Role, Shape,
};
use crate::syntax::fence;
use crate::syntax::identifiers::names_in;
use crate::syntax::inspect;
use crate::syntax::rename::Renamer;
use crate::syntax::scope::{BindingKey, Value};

/// An iterator, over indices and over what has no derivative.
pub(super) struct Iteration<'e> {
    iterator: Inert,
    pub(super) item: Item<'e>,
    reversible: bool,
    exact: bool,
    /// What is done to the items before they are given away, first to last.
    stages: Vec<Stage<'e>>,
}

/// What is done with an item.
type Body<'b, L> = Box<dyn FnOnce(&mut L, Option<Value>) -> Ending + 'b>;

/// What an item must pass, once there are items that do not come through.
enum Stage<'e> {
    Filter(&'e ExprClosure),
    Map(Function<'e>),
    Copied,
}

/// What items are given to.
#[derive(Clone, Copy)]
pub(super) enum Function<'e> {
    Closure(&'e ExprClosure),
    Path(&'e Expr, &'e ExprPath),
}

impl<'e> Function<'e> {
    fn of(expr: &'e Expr) -> Option<Self> {
        match expr {
            Expr::Closure(closure) => Some(Function::Closure(closure)),
            Expr::Path(path) => Some(Function::Path(expr, path)),
            _ => None,
        }
    }

    /// The pattern that takes an item.
    fn pattern(self) -> Option<&'e Pat> {
        match self {
            Function::Closure(closure) => closure.inputs.first(),
            Function::Path(..) => None,
        }
    }
}

/// What an iterator gives.
pub(super) enum Item<'e> {
    /// Something without a derivative, under this name where no pattern takes it apart, and what it
    /// is an item of.
    Inert(Ident, Option<&'e Expr>),
    /// The element of a sequence at an index.
    Element(Place, Ident),
    Pair(Box<Item<'e>>, Box<Item<'e>>),
    /// A part of a sequence: from an index, as far as another.
    Part(Place, Ident, Expr),
    /// The value behind a reference.
    Copied(Box<Item<'e>>),
    Mapped(Box<Item<'e>>, Function<'e>),
}

impl<'e> Lowerer<'_> {
    /// What an expression iterates over.
    pub(super) fn iteration(&mut self, expr: &'e Expr) -> Option<Iteration<'e>> {
        if self.is_left_within(expr) {
            return None;
        }
        let inspection = inspect::expression(&self.scope, &self.vars, expr);
        if inspection.is_inert() {
            return fence::check(expr, &inspection, &self.name, self.errors)
                .then(|| self.inert_iteration(expr));
        }
        match expr {
            Expr::Paren(paren) => self.iteration(&paren.expr),
            Expr::Group(group) => self.iteration(&group.expr),
            Expr::Range(range) => {
                let inert = self.has_inert_bounds(range);
                inert.then(|| self.inert_iteration(expr))
            }
            Expr::MethodCall(call) => self.adapted(call),
            _ => self.elements(expr),
        }
    }

    /// An iterator without anything active in it.
    fn inert_iteration(&mut self, expr: &'e Expr) -> Iteration<'e> {
        let name = self.index_name("item");
        let counted = self.counted(expr);
        let (iterator, reversible, exact) = match counted {
            Some((range, exact)) => (range, true, exact),
            None => ((*self.inert(expr)).clone(), false, false),
        };
        Iteration {
            iterator,
            item: Item::Inert(name, Some(expr)),
            reversible,
            exact,
            stages: Vec::new(),
        }
    }

    /// Whether something active is assigned to what a pattern binds, or through it.
    fn is_varied(&self, pat: &Pat) -> bool {
        let declared = declared(pat);
        let mut keys = declared.iter().map(|bound| BindingKey::of(&bound.ident));
        keys.any(|key| self.learnt.varied.contains(&key))
    }

    /// Remembers that what an expression borrows mutably is written to.
    pub(super) fn learn_borrowed(&mut self, iterator: &Expr) {
        match iterator {
            Expr::Paren(paren) => self.learn_borrowed(&paren.expr),
            Expr::Reference(reference) if reference.mutability.is_some() => {
                self.learn_place(&reference.expr);
            }
            Expr::MethodCall(call)
                if call.method.to_string().split('_').any(|word| word == "mut") =>
            {
                self.learn_place(&call.receiver);
            }
            Expr::MethodCall(call) => {
                self.learn_borrowed(&call.receiver);
                for argument in &call.args {
                    self.learn_borrowed(argument);
                }
            }
            _ => {}
        }
    }

    /// A range, or one reversed: with bounds that do not change, and whether it is one of indices.
    fn counted(&mut self, expr: &Expr) -> Option<(Inert, bool)> {
        match expr {
            Expr::Paren(paren) => {
                let (inner, exact) = self.counted(&paren.expr)?;
                let range = &inner.expr;
                Some((derived(syn::parse_quote!((#range)), [&inner]), exact))
            }
            Expr::Range(range) => {
                let start = self.bound(range.start.as_deref()?);
                let end = self.bound(range.end.as_deref()?);
                let exact = [&range.start, &range.end]
                    .into_iter()
                    .flatten()
                    .any(|bound| self.is_index(bound));
                let limits = &range.limits;
                let (from, to) = (&start.expr, &end.expr);
                let expr = syn::parse_quote!(#from #limits #to);
                let half_open = matches!(limits, syn::RangeLimits::HalfOpen(_));
                Some((derived(expr, [&start, &end]), exact && half_open))
            }
            Expr::MethodCall(call) if call.method == "rev" && call.args.is_empty() => {
                let (inner, exact) = self.counted(&call.receiver)?;
                let range = &inner.expr;
                Some((derived(syn::parse_quote!(#range.rev()), [&inner]), exact))
            }
            Expr::MethodCall(call) if call.method == "step_by" && call.args.len() == 1 => {
                let (inner, exact) = self.counted(&call.receiver)?;
                if !exact {
                    return None;
                }
                let step = self.bound(call.args.first()?);
                let (range, by) = (&inner.expr, &step.expr);
                Some((
                    derived(syn::parse_quote!(#range.step_by(#by)), [&inner, &step]),
                    exact,
                ))
            }
            _ => None,
        }
    }

    /// A bound of a range, computed before the loop unless it is at hand anyway.
    pub(super) fn bound(&mut self, expr: &Expr) -> Inert {
        let inert = self.inert(expr);
        if inert.duplicable {
            let mut inert = (*inert).clone();
            if !matches!(inert.expr, Expr::Lit(_) | Expr::Path(_) | Expr::Paren(_)) {
                let inner = &inert.expr;
                inert.expr = syn::parse_quote!((#inner));
            }
            return inert;
        }
        let span = expr.span();
        let var = self
            .vars
            .named("end", Shape::Inert, Role::Value, Span::mixed_site());
        self.emit(vec![var], Op::Inert(inert), span);
        let name = self.name_of(var);
        let mut inert = inert_name(&name);
        inert.mentions.vars.insert(var);
        inert
    }

    /// Whether an expression is known to be a `usize`.
    fn is_index(&self, expr: &Expr) -> bool {
        match expr {
            Expr::Paren(paren) => self.is_index(&paren.expr),
            Expr::Binary(binary) => self.is_index(&binary.left) || self.is_index(&binary.right),
            Expr::MethodCall(call) => call.method == "len" || self.is_index(&call.receiver),
            Expr::Cast(cast) => matches!(&*cast.ty, syn::Type::Path(ty) if ty.path.is_ident("usize")),
            Expr::Lit(literal) => {
                matches!(&literal.lit, syn::Lit::Int(int) if int.suffix() == "usize")
            }
            Expr::Path(path) => path.path.get_ident().is_some_and(|ident| {
                let parameter = self.parameter(ident);
                let usize = parameter.is_some_and(
                    |parameter| matches!(&parameter.ty, syn::Type::Path(ty) if ty.path.is_ident("usize")),
                );
                usize || self.is_const_parameter(ident)
            }),
            _ => false,
        }
    }

    fn is_const_parameter(&self, ident: &Ident) -> bool {
        self.const_parameters.contains(&ident.to_string())
    }

    /// The elements of something active.
    fn elements(&mut self, expr: &'e Expr) -> Option<Iteration<'e>> {
        let place = match expr {
            Expr::Reference(reference) => {
                if reference.mutability.is_some() {
                    return self.written_elements(&reference.expr);
                }
                self.place(&reference.expr)?
            }
            expr => self.place(expr)?,
        };
        let place = self.sequence_place(place, expr)?;
        Some(self.elements_of(place))
    }

    fn sequence_place(&mut self, located: Located, expr: &Expr) -> Option<Place> {
        match located {
            Located::Place(place) | Located::Value(Value::Reference(place)) => Some(place),
            Located::Value(value) => self.materialize(value, expr.span()).var().map(Place::whole),
            Located::Inert => None,
        }
    }

    /// The elements of a variable, to be written through references to them.
    fn written_elements(&mut self, expr: &'e Expr) -> Option<Iteration<'e>> {
        self.learn_place(expr);
        let place = self.place(expr)?;
        let place = self.sequence_place(place, expr)?;
        Some(self.elements_of(place))
    }

    pub(super) fn elements_of(&mut self, place: Place) -> Iteration<'e> {
        let index = self.index_name("i");
        let length = self.length(&place);
        let end = &length.expr;
        Iteration {
            iterator: derived(syn::parse_quote!(0..#end), [&length]),
            item: Item::Element(place, index),
            reversible: true,
            exact: true,
            stages: Vec::new(),
        }
    }

    /// The number of elements of a sequence.
    pub(super) fn length(&mut self, place: &Place) -> Inert {
        if let Shape::Array(_, length) = self.place_shape(place) {
            let mentions = names_in(&*length);
            let mut inert = inert_code((*length).clone(), mentions);
            inert.duplicable = true;
            inert.constant = true;
            return inert;
        }
        let sequence = self.place_code(place);
        let of = &sequence.expr;
        let constant = matches!(self.vars.role(place.root), Role::Value | Role::Reference);
        let code = Inert {
            constant,
            ..derived(syn::parse_quote!(#of.len()), [&sequence])
        };
        let var = self
            .vars
            .named("len", Shape::Inert, Role::Value, Span::mixed_site());
        self.emit(vec![var], Op::Inert(Rc::new(code)), Span::mixed_site());
        let name = self.name_of(var);
        let mut inert = inert_name(&name);
        inert.mentions.vars.insert(var);
        inert
    }

    /// A place, as code without a derivative.
    pub(super) fn place_code(&self, place: &Place) -> Inert {
        let root = self.name_of(place.root);
        let mut expr: Expr = syn::parse_quote!(#root);
        let mut mentions = names_in(&expr);
        mentions.vars.insert(place.root);
        for projection in &place.path {
            match projection {
                Projection::Field(index) => {
                    let index = syn::Index::from(*index as usize);
                    expr = syn::parse_quote!(#expr.#index);
                }
                Projection::Range(range) => {
                    mentions.vars.extend(&range.mentions.vars);
                    mentions.names.extend(range.mentions.names.iter().cloned());
                    let range = &range.expr;
                    expr = syn::parse_quote!(#expr[#range]);
                }
                Projection::Index(atom) => {
                    let index = match atom {
                        Atom::Inert(inert) => {
                            mentions.vars.extend(&inert.mentions.vars);
                            inert.expr.clone()
                        }
                        Atom::Var(var) => {
                            mentions.vars.insert(*var);
                            let name = self.name_of(*var);
                            syn::parse_quote!(#name)
                        }
                        Atom::Literal(_) => continue,
                    };
                    mentions.names.extend(names_in(&index).names);
                    expr = syn::parse_quote!(#expr[#index]);
                }
            }
        }
        inert_code(expr, mentions)
    }

    /// `windows`, `chunks` and `chunks_exact`: the indices at which parts begin.
    fn windows(&mut self, call: &'e syn::ExprMethodCall) -> Option<Iteration<'e>> {
        let place = match self.place(&call.receiver)? {
            Located::Place(place) | Located::Value(Value::Reference(place)) => place,
            Located::Value(_) | Located::Inert => return None,
        };
        let length = self.length(&place);
        let size = self.bound(call.args.first()?);
        let start = self.index_name("i");
        let (len, by) = (&length.expr, &size.expr);
        let (iterator, end): (Expr, Expr) = match call.method.to_string().as_str() {
            "windows" => (
                syn::parse_quote!(0..(#len + 1usize).saturating_sub(#by)),
                syn::parse_quote!(#start + #by),
            ),
            "chunks_exact" => (
                syn::parse_quote!((0..#len - #len % #by).step_by(#by)),
                syn::parse_quote!(#start + #by),
            ),
            _ => (
                syn::parse_quote!((0..#len).step_by(#by)),
                syn::parse_quote!(::core::cmp::min(#start + #by, #len)),
            ),
        };
        let iterator = derived(iterator, [&length, &size]);
        Some(Iteration {
            iterator,
            item: Item::Part(place, start, end),
            reversible: true,
            exact: true,
            stages: Vec::new(),
        })
    }

    fn index_name(&mut self, name: &str) -> Ident {
        // Where it is kept for the reverse sweep, it is found by its letters.
        Ident::new(&self.vars.fresh(name), Span::call_site())
    }

    /// `receiver.method(arguments)` of an iterator over something active.
    fn adapted(&mut self, call: &'e syn::ExprMethodCall) -> Option<Iteration<'e>> {
        let name = call.method.to_string();
        let argument = call.args.first();
        match (name.as_str(), argument, argument.and_then(Function::of)) {
            ("filter", Some(Expr::Closure(closure)), _) => {
                let mut inner = self.iteration(&call.receiver)?;
                if !self.is_without_exits(closure) {
                    return None;
                }
                inner.stages.push(Stage::Filter(closure));
                return Some(inner);
            }
            ("map", _, Some(function)) => return self.mapped(call, function),
            _ => {}
        }
        if let ("map" | "filter", Some(Expr::Path(path))) = (name.as_str(), call.args.first()) {
            fence::adaptor_of_path(call, path, self.errors);
            return None;
        }
        let adapted = self.adapted_indices(call, &name)?;
        if !adapted.stages.is_empty() && !matches!(name.as_str(), "copied" | "cloned" | "into_iter")
        {
            // Positions among the items that come through are known at run time only.
            fence::adaptor_after_filter(call, self.errors);
            return None;
        }
        Some(adapted)
    }

    /// `map`: what is done to the items in the body.
    fn mapped(
        &mut self,
        call: &'e syn::ExprMethodCall,
        function: Function<'e>,
    ) -> Option<Iteration<'e>> {
        let mut inner = self.iteration(&call.receiver)?;
        if let Function::Closure(closure) = function
            && !self.is_without_exits(closure)
        {
            return None;
        }
        if inner.stages.is_empty() {
            inner.item = Item::Mapped(Box::new(inner.item), function);
        } else {
            inner.stages.push(Stage::Map(function));
        }
        Some(inner)
    }

    /// An adaptor that does to indices what it does to elements.
    fn adapted_indices(
        &mut self,
        call: &'e syn::ExprMethodCall,
        name: &str,
    ) -> Option<Iteration<'e>> {
        match (name, call.args.len()) {
            ("iter" | "into_iter", 0) => self.iteration(&call.receiver),
            ("iter_mut", 0) => self.written_elements(&call.receiver),
            ("copied" | "cloned", 0) => {
                let mut inner = self.iteration(&call.receiver)?;
                if inner.stages.is_empty() {
                    inner.item = Item::Copied(Box::new(inner.item));
                } else {
                    inner.stages.push(Stage::Copied);
                }
                Some(inner)
            }
            ("enumerate", 0) => {
                let inner = self.iteration(&call.receiver)?;
                let index = self.index_name("n");
                let of = &inner.iterator.expr;
                Some(Iteration {
                    iterator: derived(syn::parse_quote!((#of).enumerate()), [&inner.iterator]),
                    item: Item::Pair(Box::new(Item::Inert(index, None)), Box::new(inner.item)),
                    ..inner
                })
            }
            ("rev", 0) => {
                let inner = self.iteration(&call.receiver)?;
                let of = &inner.iterator.expr;
                Some(Iteration {
                    iterator: derived(syn::parse_quote!((#of).rev()), [&inner.iterator]),
                    ..inner
                })
            }
            ("windows" | "chunks" | "chunks_exact", 1) => self.windows(call),
            ("skip" | "take" | "step_by", 1) => {
                let inner = self.iteration(&call.receiver)?;
                let count = self.bound(call.args.first()?);
                let (of, by, method) = (&inner.iterator.expr, &count.expr, &call.method);
                let expr = syn::parse_quote!((#of).#method(#by));
                Some(Iteration {
                    iterator: derived(expr, [&inner.iterator, &count]),
                    ..inner
                })
            }
            ("zip", 1) => {
                let left = self.iteration(&call.receiver)?;
                let right = self.iteration(call.args.first()?)?;
                let (of, with) = (&left.iterator.expr, &right.iterator.expr);
                let expr = syn::parse_quote!((#of).zip(#with));
                Some(Iteration {
                    iterator: derived(expr, [&left.iterator, &right.iterator]),
                    reversible: left.reversible && right.reversible && left.exact && right.exact,
                    exact: left.exact && right.exact,
                    stages: Vec::new(),
                    item: Item::Pair(Box::new(left.item), Box::new(right.item)),
                })
            }
            _ => {
                fence::adaptor(call, self.errors);
                None
            }
        }
    }

    /// The body of a loop over an iterator: what comes through its stages is bound to a pattern, or
    /// given to the closure.
    pub(super) fn passing(
        &mut self,
        iteration: &Iteration,
        pat: Option<&Pat>,
        body: impl FnOnce(&mut Self, Option<Value>) -> Ending,
    ) -> Ending {
        match pat.filter(|_| iteration.stages.is_empty()) {
            Some(pat) => {
                self.bind_item(&iteration.item, pat);
                body(self, None)
            }
            None => {
                let value = self.item_value(&iteration.item, Span::mixed_site());
                self.pass(&iteration.stages, value, Box::new(body))
            }
        }
    }

    fn pass(&mut self, stages: &[Stage], value: Value, body: Body<'_, Self>) -> Ending {
        let Some((stage, rest)) = stages.split_first() else {
            return body(self, Some(value));
        };
        match stage {
            Stage::Map(function) => {
                let value = match function {
                    Function::Closure(closure) => self.applied(closure, vec![value]),
                    Function::Path(expr, path) => self.called_with(expr, path, value),
                };
                self.pass(rest, value, body)
            }
            Stage::Copied => {
                let value = match value {
                    Value::Reference(place) => Value::Atom(self.load(place, Span::mixed_site())),
                    value => value,
                };
                self.pass(rest, value, body)
            }
            Stage::Filter(closure) => {
                let mark = self.scope.enter();
                if let Some(pat) = closure.inputs.first() {
                    // The closure is given a reference to the item, and only asks about it.
                    let code = self.value_code(&value);
                    self.bind_code(pat, &code);
                }
                let ending = self.guarded(&closure.body, |this| this.pass(rest, value, body));
                self.scope.leave(mark);
                ending
            }
        }
    }

    /// The body of a loop over the elements of a sequence, by their index.
    pub(super) fn at_index(&mut self, iteration: &Iteration, body: impl FnOnce(&mut Self, Atom)) {
        if let Item::Element(_, index) = &iteration.item {
            body(self, Atom::Inert(Rc::new(inert_name(index))));
        }
    }

    /// The head of a loop over an iterator; names without a derivative are bound by it.
    pub(super) fn enter(&mut self, iteration: &Iteration, pat: Option<&Pat>) -> Head {
        let pat = pat.filter(|_| iteration.stages.is_empty());
        let pattern = self.counter_pattern(&iteration.item, pat);
        let binds = bound_names(&pattern);
        if let Some(pat) = pat {
            self.follow(pat);
        }
        Head::For(Rc::new(Counter {
            pattern,
            iterator: Rc::new(iteration.iterator.clone()),
            binds,
            reversible: iteration.reversible,
            exact: iteration.exact,
        }))
    }

    /// The pattern of indices and of what has no derivative, which the user's patterns take apart.
    fn counter_pattern(&mut self, item: &Item, pat: Option<&Pat>) -> Pat {
        match (item, pat.map(plain)) {
            (Item::Inert(_, source), Some(pat)) => {
                if let Some(source) = source.filter(|_| self.is_varied(pat)) {
                    self.learn_borrowed(source);
                }
                let mut pattern = pat.clone();
                let names = self.bind_inert(pat);
                Renamer { names: &names }.visit_pat_mut(&mut pattern);
                pattern
            }
            (Item::Inert(name, _) | Item::Element(_, name) | Item::Part(_, name, _), _) => {
                syn::parse_quote!(#name)
            }
            (Item::Pair(left, right), pat) => {
                let parts = match pat {
                    Some(Pat::Tuple(tuple)) if tuple.elems.len() == 2 => {
                        (tuple.elems.first(), tuple.elems.last())
                    }
                    _ => (None, None),
                };
                let left = self.counter_pattern(left, parts.0);
                let right = self.counter_pattern(right, parts.1);
                syn::parse_quote!((#left, #right))
            }
            (Item::Copied(inner), _) => match &**inner {
                // The reference is taken away before the user's pattern.
                Item::Inert(..) => self.counter_pattern(inner, None),
                inner => self.counter_pattern(inner, None),
            },
            (Item::Mapped(inner, function), _) => self.counter_pattern(inner, function.pattern()),
        }
    }

    /// Binds the user's pattern to an item; what has no derivative has been bound by the head.
    pub(super) fn bind_item(&mut self, item: &Item, pat: &Pat) {
        match (item, plain(pat)) {
            (Item::Inert(..), _) => {}
            (Item::Pair(left, right), Pat::Tuple(tuple)) if tuple.elems.len() == 2 => {
                for (item, pat) in [left, right].into_iter().zip(&tuple.elems) {
                    self.bind_item(item, pat);
                }
            }
            (item, pat) => {
                let value = self.item_value(item, pat.span());
                self.bind(pat, value, None);
            }
        }
    }

    /// The value of an item, none of which a pattern has bound.
    pub(super) fn item_value(&mut self, item: &Item, span: Span) -> Value {
        match item {
            Item::Inert(name, _) => Value::Inert(Rc::new(inert_name(name))),
            Item::Element(place, index) => {
                let mut place = place.clone();
                let index = Atom::Inert(Rc::new(inert_name(index)));
                place.path.push(Projection::Index(index));
                Value::Reference(place)
            }
            Item::Part(place, start, end) => {
                let range: Expr = syn::parse_quote!(#start..#end);
                let mut range = inert_code(range.clone(), names_in(&range));
                (range.constant, range.duplicable) = (true, true);
                let mut place = place.clone();
                place.path.push(Projection::Range(Rc::new(range)));
                Value::Reference(place)
            }
            Item::Pair(left, right) => {
                let parts = [left, right].map(|part| self.item_value(part, span));
                Value::Aggregate(Aggregate::Tuple, parts.into())
            }
            Item::Copied(inner) => self.behind_reference(inner, span),
            Item::Mapped(inner, Function::Path(function, path)) => {
                let value = self.item_value(inner, span);
                match self.called_with(function, path, value) {
                    Value::Inert(inert) => Value::Atom(self.inert_atom(inert, span)),
                    value => value,
                }
            }
            Item::Mapped(inner, Function::Closure(closure)) => {
                let mark = self.scope.enter();
                if let Some(pat) = closure.inputs.first() {
                    self.bind_item(inner, pat);
                }
                let value = self.value(&closure.body);
                let value = match value {
                    Value::Inert(inert) => Value::Atom(self.inert_atom(inert, span)),
                    value => value,
                };
                self.scope.leave(mark);
                value
            }
        }
    }

    fn behind_reference(&mut self, item: &Item, span: Span) -> Value {
        match self.item_value(item, span) {
            Value::Reference(place) => Value::Atom(self.load(place, span)),
            Value::Inert(inert) => {
                let expr = &inert.expr;
                Value::Inert(Rc::new(Inert {
                    duplicable: inert.duplicable,
                    constant: inert.constant,
                    ..derived(syn::parse_quote!((*#expr)), [&*inert])
                }))
            }
            value => value,
        }
    }
}

/// A pattern without the parentheses around it.
fn plain(pat: &Pat) -> &Pat {
    match pat {
        Pat::Paren(paren) => plain(&paren.pat),
        Pat::Type(typed) => plain(&typed.pat),
        pat => pat,
    }
}

/// Code made of other code, which mentions what that does.
fn derived<'i>(expr: Expr, parts: impl IntoIterator<Item = &'i Inert>) -> Inert {
    let mut mentions = Mentions {
        vars: BTreeSet::new(),
        names: names_in(&expr).names,
    };
    for part in parts {
        mentions.vars.extend(&part.mentions.vars);
    }
    inert_code(expr, mentions)
}
