//! Differentiable calls: what they pass to a callee's hidden linkage, and what comes back.

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::quote;
use syn::PathArguments;

use super::closure::Order;
use super::expression::Precedence;
use super::linkage::linked_method;
use super::statement::Writer;
use super::types::is_borrowed;
use crate::ir::{
    Argument, Atom, Call, Callee, Passed, Place, Pullback, Role, Shape, Slot, Tangent, Var,
    part_shape,
};
use crate::syntax::is_self;

/// The path of a callee without its type arguments, a name where its own stands, and these arguments.
fn apart(path: &syn::ExprPath, name: &str) -> (syn::ExprPath, Ident, PathArguments) {
    let mut path = path.clone();
    let last = path.path.segments.last_mut();
    let (span, arguments) = last.map_or_else(
        || (Span::mixed_site(), PathArguments::None),
        |last| (last.ident.span(), std::mem::take(&mut last.arguments)),
    );
    (path, Ident::new(name, span), arguments)
}

/// A call by a path, or by the name of a method, of which the first argument is the receiver.
fn call_of(call: &Call, path: &syn::ExprPath, arguments: &[TokenStream]) -> TokenStream {
    match (call.callee, arguments) {
        (callee, [receiver, arguments @ ..]) if callee.is_method() => {
            let receiver = match call.arguments.first().map(|argument| &argument.value) {
                // Lent by the call itself: only so may the arguments read of it.
                Some(Passed::Reference {
                    borrow: true,
                    mutable: true,
                    ..
                }) => {
                    let place: TokenStream = receiver.clone().into_iter().skip(2).collect();
                    quote!((#place))
                }
                _ if is_borrowed(receiver) => quote!((#receiver)),
                _ => receiver.clone(),
            };
            quote!(#receiver.#path(#(#arguments),*))
        }
        _ => quote!(#path(#(#arguments),*)),
    }
}

/// Tokens as if they all stood in one place.
pub(super) fn located(tokens: TokenStream, span: Span) -> TokenStream {
    let at = |mut token: TokenTree| {
        if let TokenTree::Group(group) = &token {
            let inner = located(group.stream(), span);
            token = TokenTree::Group(proc_macro2::Group::new(group.delimiter(), inner));
        }
        token.set_span(span.resolved_at(token.span()));
        token
    };
    tokens.into_iter().map(at).collect()
}

/// A call of a hidden companion of a callee: `<m::g>::vjp::<T>(x)` of `m::g::<T>(x)`, where the compiler expects
/// a type, and says of a function without companions that it found a function. Those of methods stand
/// beside them.
fn linked_call(
    runtime: &syn::Path,
    call: &Call,
    name: &str,
    arguments: &[TokenStream],
) -> TokenStream {
    if call.callee.is_path_of_function() {
        let (path, name, turbofish) = apart(&call.path, name);
        let linked = quote!(<#path>::#name #turbofish(#(#arguments),*));
        return match call.callee {
            // That a rule is missing is an error at the operator.
            Callee::Operation => located(linked, name.span()),
            _ => linked,
        };
    }
    let mut path = call.path.clone();
    if let Some(last) = path.path.segments.last_mut() {
        last.ident = linked_method(&last.ident, name);
    }
    if call.callee == Callee::MethodOrOperation {
        // Not behind a reference: there the trait's methods would come before those that take `self` by value.
        let (receiver, others) = match arguments {
            [receiver, others @ ..] => (itself(call, receiver), others),
            [] => (TokenStream::new(), arguments),
        };
        let linked = quote!(#receiver.#path(#(#others),*));
        let operands = call
            .tangents
            .as_ref()
            .map_or(call.arguments.len(), Vec::len);
        let methods = Ident::new(&format!("MethodsOfLinkage{operands}"), Span::mixed_site());
        return quote!({ use #runtime::algebra::#methods as _; #linked });
    }
    call_of(call, &path, arguments)
}

/// The receiver of a method, not a reference to it.
fn itself(call: &Call, receiver: &TokenStream) -> TokenStream {
    let passed = call.arguments.first().map(|argument| &argument.value);
    if is_borrowed(receiver) {
        let place: TokenStream = receiver.clone().into_iter().skip(1).collect();
        return quote!((#place));
    }
    match passed {
        Some(Passed::Reference { borrow: false, .. }) => quote!((*#receiver)),
        _ => receiver.clone(),
    }
}

impl Writer<'_> {
    pub(super) fn arguments(&mut self, list: &[Argument]) -> Vec<TokenStream> {
        self.arguments_of(Order::First, list)
    }

    /// Arguments, of which functions are such that they have derivatives of an order.
    fn arguments_of(&mut self, order: Order, list: &[Argument]) -> Vec<TokenStream> {
        let argument = |argument: &Argument| match &argument.value {
            _ if argument.function.is_some() => self.function(order, argument),
            Passed::Value(atom) => self.owned(atom).tokens().into_stream(),
            Passed::Reference {
                place,
                mutable: true,
                ..
            } => {
                let place = self.place(place);
                quote!(&mut #place)
            }
            Passed::Reference {
                place,
                borrow: false,
                ..
            } => {
                let name = self.name(place.root);
                quote!(#name)
            }
            Passed::Reference {
                place,
                borrow: true,
                ..
            } => {
                let place = self.place(place);
                quote!(&#place)
            }
        };
        list.iter().map(argument).collect()
    }

    /// The arguments of a call; of its forward mode, with the tangents that there are.
    fn passed(&mut self, order: Order, call: &Call) -> Vec<TokenStream> {
        let runtime = self.runtime;
        let mut arguments = self.arguments_of(order, &call.arguments);
        let own = call.tangents.as_ref().map_or(arguments.len(), Vec::len);
        for (tangent, argument) in arguments.iter_mut().zip(&call.arguments).skip(own) {
            *tangent = self.given(&argument.value, tangent);
        }
        call.with_absent(arguments, || quote!(#runtime::None))
    }

    /// A call as it is.
    pub(super) fn call(&mut self, call: &Call) -> TokenStream {
        let of_shared_self = matches!(
            call.arguments.first().map(|receiver| &receiver.value),
            Some(Passed::Value(Atom::Inert(inert))) if self.shared_self && is_self(&inert.expr)
        );
        if call.callee.is_method() && call.tangents.is_none() && !of_shared_self {
            // What it might write of its receiver, the method would have to say.
            self.check_activity(call, call.arguments.iter().map(|_| false));
        }
        let arguments = self.passed(Order::First, call);
        match &call.tangents {
            Some(_) => linked_call(self.runtime, call, "jvp", &arguments),
            None if call.takes_functions => linked_call(self.runtime, call, "primal", &arguments),
            None => call_of(call, &call.path, &arguments),
        }
    }

    /// The linkage of a callee's forward mode, which not every function has that can be differentiated.
    fn call_forward_mode(&self, call: &Call, name: &str, arguments: &[TokenStream]) -> TokenStream {
        if !call.callee.is_path_of_function() {
            return linked_call(self.runtime, call, &format!("twice_{name}"), arguments);
        }
        let runtime = self.runtime;
        let (path, name, turbofish) = apart(&call.path, &format!("linked_{name}"));
        quote! {
            <#path as #runtime::DifferentiableTwice>::FORWARD_MODE.#name #turbofish(#(#arguments),*)
        }
    }

    /// Lets the callee refuse a derivative where it holds a parameter constant.
    fn check_activity(&mut self, call: &Call, active: impl Iterator<Item = bool>) {
        // An operation of the runtime holds nothing constant.
        if call.callee == Callee::Operation {
            return;
        }
        let mut call = call.clone();
        if let Some(last) = call.path.path.segments.last_mut() {
            last.arguments = PathArguments::None;
        }
        let markers = self.markers(&call, active);
        let check = if call.callee.is_method() {
            // The receiver, for what it is.
            if let Some(Passed::Reference { mutable, .. }) =
                call.arguments.first_mut().map(|first| &mut first.value)
            {
                *mutable = false;
            }
            let receiver = self.arguments(call.arguments.get(..1).unwrap_or_default());
            let same = receiver.iter().map(|receiver| quote!(&#receiver));
            let arguments: Vec<TokenStream> = receiver.iter().cloned().chain(same).collect();
            let arguments: Vec<TokenStream> = arguments.into_iter().chain(markers).collect();
            linked_call(self.runtime, &call, "receiver", &arguments)
        } else {
            linked_call(self.runtime, &call, "activity", &markers)
        };
        self.emit(quote!(#check;));
    }

    /// Which arguments carry a derivative, for the callee to check: at the argument, so that a
    /// refusal points there.
    fn markers(&mut self, call: &Call, active: impl Iterator<Item = bool>) -> Vec<TokenStream> {
        let runtime = self.runtime;
        active
            .zip(&call.arguments)
            .map(|(active, argument)| {
                let part = match &argument.value {
                    Passed::Value(Atom::Var(var)) => self.parts.get(var).cloned(),
                    _ => None,
                };
                let marker = match part {
                    _ if !active => quote!(#runtime::Inactive),
                    Some(place) => self.activity_of(&place),
                    None => quote!(#runtime::Active),
                };
                located(marker, argument.span)
            })
            .collect()
    }

    /// The field of a struct that an argument is, where only the type of the struct tells whether it is held constant.
    fn field(&self, passed: &Passed) -> Option<Place> {
        match passed {
            Passed::Value(Atom::Var(var)) => self.parts.get(var).cloned(),
            Passed::Reference { place, .. } => {
                let unknown = matches!(part_shape(self.vars, place), Shape::Unknown);
                (place.is_field() && unknown).then(|| place.clone())
            }
            Passed::Value(_) => None,
        }
    }

    /// Whether a field carries a derivative, as its tangent tells.
    fn activity_of(&mut self, place: &Place) -> TokenStream {
        let runtime = self.runtime;
        let name = self.name(place.root);
        let root = match self.vars.role(place.root) {
            Role::Reference | Role::Buffer => quote!(#name),
            _ => quote!(&#name),
        };
        let path = self.place(place).into_stream().into_iter().skip(1);
        quote!(#runtime::activity!(#root, #(#path)*))
    }

    pub(super) fn call_jvp(&mut self, call: &Call, tangents: &[Option<Tangent>]) -> TokenStream {
        let runtime = self.runtime;
        if call.arguments.iter().any(Argument::is_mutable) {
            // What is read of a tangent that the callee writes is read before it is borrowed.
            self.flush(true);
        }
        let arguments = self.passed(Order::of(call), call);
        let dots: Vec<TokenStream> = tangents
            .iter()
            .zip(&call.arguments)
            .map(|(tangent, argument)| match (tangent, &argument.value) {
                (Some(Tangent::Value(atom)), _) => {
                    let value = self.owned(atom).tokens().into_stream();
                    self.given(&Passed::Value(atom.clone()), &value)
                }
                (Some(Tangent::Reference(place)), Passed::Reference { mutable: true, .. }) => {
                    self.given_place(place)
                }
                (Some(Tangent::Reference(place)), Passed::Reference { borrow: false, .. }) => {
                    let name = self.name(place.root);
                    quote!(#runtime::Some(#name))
                }
                (Some(Tangent::Reference(place)), _) => {
                    let lent = self.place(place);
                    if self.is_unknown_part(place) {
                        quote!(#runtime::given_ref!(#lent))
                    } else {
                        quote!(#runtime::Some(&#lent))
                    }
                }
                (None, _) => quote!(#runtime::None),
            })
            .collect();
        if call.tangents.is_some() {
            let dots = call.with_absent(dots, || quote!(#runtime::None));
            return self.call_forward_mode(call, "jvp", &[arguments, dots].concat());
        }
        let mut arguments = [arguments, dots].concat();
        if let Some(scalar) = self.scalar {
            arguments.push(quote!(::core::marker::PhantomData::<fn() -> #scalar>));
            let mut call = call.clone();
            // The scalar is the last of the type arguments, where there are some.
            let last = call
                .path
                .path
                .segments
                .last_mut()
                .map(|last| &mut last.arguments);
            if let Some(PathArguments::AngleBracketed(turbofish)) = last {
                turbofish.args.push(syn::parse_quote!(_));
            }
            return linked_call(self.runtime, &call, "over", &arguments);
        }
        self.check_activity(call, tangents.iter().map(Option::is_some));
        linked_call(self.runtime, call, "jvp", &arguments)
    }

    pub(super) fn call_vjp(
        &mut self,
        call: &Call,
        active: &[bool],
        with_value: bool,
    ) -> TokenStream {
        let function = if with_value { "vjp" } else { "pullback" };
        let arguments = self.passed(Order::of(call), call);
        if call.tangents.is_some() {
            return self.call_forward_mode(call, function, &arguments);
        }
        if with_value {
            self.check_activity(call, active.iter().copied());
        }
        linked_call(self.runtime, call, function, &arguments)
    }

    /// A call of which the linear map is kept; the callee is told which arguments will have a tangent.
    pub(super) fn call_linearized(&mut self, call: &Call, active: &[bool]) -> TokenStream {
        let mut arguments = self.passed(Order::First, call);
        let parts = call.arguments.iter().zip(active);
        let parts = parts.map(|(argument, active)| self.field(&argument.value).filter(|_| *active));
        let parts: Vec<Option<Place>> = parts.collect();
        let given = parts.iter().zip(active).map(|(part, active)| match part {
            // Of one that is held constant there is no tangent.
            Some(place) => {
                let activity = self.activity_of(place);
                quote!(#activity.is_active())
            }
            None => quote!(#active),
        });
        let given: Vec<TokenStream> = given.collect();
        let mut given = quote!([#(#given),*]);
        if parts.iter().any(Option::is_some) && call.arguments.iter().any(Argument::is_mutable) {
            // Before anything of the struct is borrowed.
            let name = Ident::new("linked_with", Span::mixed_site());
            self.emit(quote!(let #name = #given;));
            given = quote!(#name);
        }
        arguments.push(quote!(&#given));
        self.check_activity(call, active.iter().copied());
        linked_call(self.runtime, call, "linearize", &arguments)
    }

    /// That linear map, applied.
    pub(super) fn pushforward(&mut self, map: Var, tangents: &[Option<Argument>]) -> TokenStream {
        let (runtime, map) = (self.runtime, self.name(map));
        if tangents.iter().flatten().any(Argument::is_mutable) {
            self.flush(true);
        }
        let given = tangents.iter().map(|tangent| {
            let tangent = tangent.as_ref()?;
            let given = self.arguments(std::slice::from_ref(tangent));
            Some(self.given(&tangent.value, &quote!(#(#given)*)))
        });
        let given: Vec<TokenStream> = given
            .map(|given| given.unwrap_or_else(|| quote!(#runtime::None)))
            .collect();
        quote!(#map(#(#given),*))
    }

    pub(super) fn pullback(&mut self, pullback: &Pullback, results: &[Var]) {
        if pullback.of_operation {
            self.transposed_operation(pullback, results);
            return;
        }
        let runtime = self.runtime;
        let name = self.name(pullback.map);
        let seed = if pullback.again {
            self.lasting(&pullback.seed)
        } else {
            self.operand(&pullback.seed)
        };
        let mut patterns = Vec::new();
        let mut arguments = Vec::new();
        for slot in &pullback.slots {
            match slot {
                Slot::Inactive => {
                    patterns.push(quote!(_));
                    arguments.push(quote!(#runtime::None));
                }
                Slot::Returned(index) => {
                    let result = results.get(*index);
                    patterns.push(result.map_or(quote!(_), |var| self.pattern(*var)));
                    arguments.push(quote!(#runtime::None));
                }
                Slot::Accumulated(place) => {
                    patterns.push(quote!(_));
                    arguments.push(self.accumulator(place));
                }
                Slot::InPlace(place) => {
                    patterns.push(quote!(_));
                    arguments.push(self.given_place(place));
                }
            }
        }
        self.flush(true);
        let call = quote!(#name(#seed, #(#arguments),*));
        let used = results.iter().any(|var| self.is_used(*var));
        self.emit(match patterns.as_slice() {
            _ if !used => quote!(#call;),
            [pattern] => quote!(let #pattern = #call;),
            patterns => quote!(let (#(#patterns),*) = #call;),
        });
    }

    /// The transposes of an operation, at a point: by one operand, or by both.
    fn transposed_operation(&mut self, pullback: &Pullback, results: &[Var]) {
        let point = self.name(pullback.map);
        let seed = self.operand(&pullback.seed).at(Precedence::Unary);
        let used = |slot: &Slot| match slot {
            Slot::Returned(index) => results.get(*index).filter(|var| self.is_used(**var)),
            _ => None,
        };
        let wanted: Vec<Option<&Var>> = pullback.slots.iter().map(used).collect();
        let (function, vars) = match wanted.as_slice() {
            [Some(x)] => ("transposed", vec![*x]),
            [Some(x), None] => ("left", vec![*x]),
            [None, Some(y)] => ("right", vec![*y]),
            [Some(x), Some(y)] => ("both", vec![*x, *y]),
            _ => return,
        };
        let function = Ident::new(function, Span::mixed_site());
        let patterns: Vec<TokenStream> = vars.iter().map(|var| self.pattern(**var)).collect();
        let pattern = super::signature::bare_or_tuple(&patterns);
        self.flush(true);
        self.emit(quote!(let #pattern = #point.#function(&#seed);));
    }

    /// The cotangent that a callee adds to.
    fn accumulator(&mut self, place: &Place) -> TokenStream {
        let runtime = self.runtime;
        let name = self.name(place.root);
        let given = self.given_place(place);
        match self.vars.role(place.root) {
            Role::Optional => quote! {
                match #name.as_deref_mut() {
                    #runtime::Some(#name) => #given,
                    #runtime::None => #runtime::None,
                }
            },
            _ => given,
        }
    }

    /// The tangent of an argument, for a callee that may do without; of a field that may be held constant, if there is one.
    fn given(&mut self, passed: &Passed, tangent: &TokenStream) -> TokenStream {
        let runtime = self.runtime;
        match passed {
            Passed::Value(Atom::Var(var)) if self.parts.contains_key(var) => {
                quote!(#runtime::given!(#tangent))
            }
            Passed::Reference {
                place,
                borrow: true,
                mutable,
            } if self.is_unknown_part(place) => {
                let part: TokenStream = tangent.clone().into_iter().skip(1).collect();
                match mutable {
                    true => self.given_place(place),
                    false => quote!(#runtime::given_ref!(#part)),
                }
            }
            _ => quote!(#runtime::Some(#tangent)),
        }
    }

    /// A place for a callee to write a tangent or a cotangent to.
    fn given_place(&mut self, place: &Place) -> TokenStream {
        let runtime = self.runtime;
        let target = self.place(place);
        if self.is_unknown_part(place) {
            quote!(#runtime::given_mut!(#target))
        } else {
            quote!(#runtime::Some(&mut #target))
        }
    }

    /// Whether a place may be held constant: a field of the tangent of a struct.
    fn is_unknown_part(&self, place: &Place) -> bool {
        place.is_named_tangent() && matches!(part_shape(self.vars, place), Shape::Unknown)
    }
}
