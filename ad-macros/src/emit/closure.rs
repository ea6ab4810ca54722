//! A closure that is passed to a differentiable function: its value, its forward mode and its reverse mode, as closures over
//! what it captures and the arguments. The callee says of what types these are.
//!
//! ```text
//! <simpson>::closure_0(
//!     (k, w),
//!     move |captures, (x,)| { .. },                                    the value
//!     move |captures, (x,), captures_dot, (x_dot,)| { .. },            and its tangent
//!     move |captures, (x,)| (.., move |seed, captures_bar, (x_bar,)| { .. }),
//! )
//! ```
//!
//! Where second derivatives are asked for, the linkage of the callee's forward mode takes two more (`twice`).

mod passed;
mod reverse;
mod twice;

use std::borrow::Cow;

use proc_macro2::{Group, Ident, Spacing, Span, TokenStream, TokenTree};
use quote::{quote, quote_spanned};
use syn::{Path, Type};

use super::linkage::linked;
use super::signature::Target;
use super::statement::Writer;
use super::{body, types};
use crate::analysis;
use crate::attr::Options;
use crate::ir::{Closure, Param, Role, Shape, Variables};
use crate::syntax::carrier::Carrier;
use crate::syntax::signature::{Parameter, Signature};
use crate::syntax::{Body, Functions, Host, Source};
use crate::transform::linearize::Linear;
use crate::transform::{self};

pub(super) use self::passed::Order;

/// A closure as it is written.
struct Written<'a> {
    closure: &'a Closure,
    runtime: &'a Path,
    source: Source,
    signature: Signature,
    options: Options,
    generic: Option<&'a Type>,
}

impl<'a> Written<'a> {
    fn of(closure: &'a Closure, runtime: &'a Path, generic: Option<&'a Type>) -> Self {
        let function = &closure.function;
        let parameters = closure.parameters.iter().zip(&function.params);
        let parameters = parameters
            .map(|((name, _), param)| parameter(name, param, &function.vars))
            .collect();
        let result = function.body.results.first().and_then(crate::ir::Atom::var);
        let result = result.map_or(Shape::Scalar(None), |var| function.vars.shape(var));
        Written {
            closure,
            runtime,
            source: Source {
                attrs: Vec::new(),
                vis: syn::Visibility::Inherited,
                sig: syn::parse_quote!(fn closure()),
                body: Body::Unparsed,
                host: Host::Module,
                functions: Functions::default(),
            },
            signature: Signature::of_closure(parameters, carrier(&result)),
            options: Options {
                runtime: Some(runtime.clone()),
                ..Options::default()
            },
            generic,
        }
    }

    fn target(&self) -> Target<'_> {
        let mut target = Target::new(&self.source, &self.signature, &self.options);
        target.generic = self.generic.cloned();
        target
    }

    /// The value and the derivatives.
    fn modes(&self, order: Order) -> Vec<TokenStream> {
        let primal = self.closure.function.clone();
        let primal = transform::branch_extremes(primal);
        let activity = analysis::activity(&primal);
        let linear = transform::linearize(&primal, &activity, None);
        let linear = transform::invert(transform::hoist(transform::share(linear)));
        let mut modes = vec![self.primal(), self.jvp(&linear), self.vjp(&linear)];
        if order == Order::Second {
            modes.extend(self.modes_twice(&linear));
        }
        modes
    }

    /// A closure that keeps copies of what has no derivative.
    fn keeping(&self, closure: &TokenStream) -> TokenStream {
        let names = &self.closure.names;
        let receiver = self.closure.receiver.as_ref();
        let closure = match receiver {
            Some(receiver) => without_self(closure.clone(), receiver),
            None => closure.clone(),
        };
        if names.is_empty() {
            return quote!(move #closure);
        }
        let copies = names.iter().map(|name| match receiver {
            Some(receiver) if name == "self" => receiver,
            _ => name,
        });
        quote!({
            #(let #copies = ::core::clone::Clone::clone(&#names);)*
            move #closure
        })
    }

    /// The parameters captured, and the others.
    fn apart(&self) -> (Vec<&Parameter>, Vec<&Parameter>) {
        let all: Vec<&Parameter> = self.signature.parameters.iter().collect();
        let (captured, arguments) = all.split_at(self.closure.captured.min(all.len()));
        (captured.to_vec(), arguments.to_vec())
    }

    /// What is captured, under the names that the body has for it.
    fn opened(&self) -> TokenStream {
        let captures = linked("captures");
        let (captured, _) = self.apart();
        let one = captured.len() == 1;
        let opened = captured.iter().enumerate().map(|(index, parameter)| {
            let (name, index) = (&parameter.ident, syn::Index::from(index));
            let part = if one {
                quote!(#captures)
            } else {
                quote!(&#captures.#index)
            };
            match parameter.carrier.shape() {
                _ if !parameter.carrier.is_reference() => {
                    quote!(let #name = ::core::clone::Clone::clone(#part);)
                }
                Shape::Sequence(_) => {
                    let part = if one {
                        quote!(#captures)
                    } else {
                        quote!(#captures.#index)
                    };
                    quote!(let #name = &#part[..];)
                }
                _ => quote!(let #name = #part;),
            }
        });
        let runtime = self.runtime;
        // What is taken for an integer is one, or no derivative would flow through it.
        let (_, arguments) = self.apart();
        let discrete = arguments.iter().filter(|parameter| !parameter.active);
        let discrete = discrete.map(|parameter| {
            let name = &parameter.ident;
            let span = name.span().resolved_at(Span::mixed_site());
            quote_spanned!(span=> #runtime::function::without_derivative(&#name);)
        });
        opened.chain(discrete).collect()
    }

    /// The pattern and the types of the arguments.
    fn arguments(&self) -> TokenStream {
        let (_, arguments) = self.apart();
        let names = arguments.iter().map(|parameter| &parameter.ident);
        let types = self.closure.parameters.iter().skip(self.closure.captured);
        let types = types.map(|(_, ty)| match ty {
            Some(Type::Reference(_)) | None => quote!(_),
            Some(ty) => quote!(#ty),
        });
        quote!((#(#names,)*): (#(#types,)*))
    }

    fn primal(&self) -> TokenStream {
        let target = self.target();
        let function = &self.closure.function;
        let stmts = transform::needed(function);
        let results = &function.body.results;
        let mut writer = Writer::new(&function.vars, &target);
        writer.count(stmts.iter().map(Cow::as_ref), results, 1);
        let (tokens, results) = writer.block(&stmts, results);
        let tokens = tokens.into_stream();
        let (captures, arguments, opened) = (linked("captures"), self.arguments(), self.opened());
        self.keeping(&quote!(|#captures, #arguments| { #opened #tokens #(#results)* }))
    }

    /// One option for each part of the tangent of what is captured, or of its cotangent.
    fn parts(&self, whole: &Ident, suffix: &str) -> (Vec<Ident>, TokenStream) {
        let runtime = self.runtime;
        let (captured, _) = self.apart();
        let names = captured.iter().enumerate();
        let names: Vec<Ident> = names
            .map(|(index, _)| linked(&format!("part_{index}_{suffix}")))
            .collect();
        let none = names.iter().map(|_| quote!(#runtime::None));
        let opened = match names.as_slice() {
            [] => quote!(let _ = #whole;),
            [one] => quote!(let #one = #whole;),
            names => quote! {
                let (#(#names),*) = match #whole {
                    #runtime::Some((#(#names),*)) => (#(#runtime::Some(#names)),*),
                    #runtime::None => (#(#none),*),
                };
            },
        };
        (names, opened)
    }

    fn jvp(&self, linear: &Linear) -> TokenStream {
        let (target, runtime) = (self.target(), self.runtime);
        let (dots, code) = body::forward(&target, linear);
        let code = code.into_stream();
        let whole = linked("captures_dot");
        let (parts, split) = self.parts(&whole, "dot");
        let (captured, arguments) = self.apart();
        let mut dots = dots.into_iter();
        let mut given = TokenStream::new();
        for (parameter, part) in captured.iter().zip(&parts) {
            let Some(dot) = dots.next() else { continue };
            let (declared, absent) = absent(&target, parameter, &dot);
            let present = match (parameter.carrier.is_reference(), parameter.carrier.shape()) {
                (false, _) => quote!(::core::clone::Clone::clone(#part)),
                (true, Shape::Sequence(_)) => quote!(&#part[..]),
                (true, _) => quote!(#part),
            };
            given.extend(quote! {
                #declared
                let #dot = match #part { #runtime::Some(#part) => #present, #runtime::None => #absent };
            });
        }
        let slots = arguments.iter().map(|parameter| {
            let dot = parameter.active.then(|| dots.next()).flatten();
            let Some(dot) = dot else { return quote!(_) };
            let (declared, absent) = absent(&target, parameter, &dot);
            given.extend(quote! {
                #declared
                let #dot = match #dot { #runtime::Some(#dot) => #dot, #runtime::None => #absent };
            });
            quote!(#dot)
        });
        let slots: Vec<TokenStream> = slots.collect();
        let (captures, arguments, opened) = (linked("captures"), self.arguments(), self.opened());
        self.keeping(&quote! {
            |#captures, #arguments, #whole, (#(#slots,)*)| { #opened #split #given #code }
        })
    }
}

/// Code with another name for `self`, which nothing else can have; `self::f` is a path.
fn without_self(code: TokenStream, receiver: &Ident) -> TokenStream {
    let mut tokens = code.into_iter().peekable();
    let mut renamed = TokenStream::new();
    while let Some(token) = tokens.next() {
        let in_path = matches!(tokens.peek(), Some(TokenTree::Punct(next)) if next.as_char() == ':' && next.spacing() == Spacing::Joint);
        renamed.extend(std::iter::once(match token {
            TokenTree::Ident(ident) if ident == "self" && !in_path => {
                TokenTree::Ident(Ident::new(&receiver.to_string(), receiver.span()))
            }
            TokenTree::Group(group) => {
                let inner = without_self(group.stream(), receiver);
                let mut inner = Group::new(group.delimiter(), inner);
                inner.set_span(group.span());
                TokenTree::Group(inner)
            }
            token => token,
        }));
    }
    renamed
}

/// The zero that stands for an absent tangent, and the declaration of what holds it.
fn absent(
    target: &Target,
    parameter: &Parameter,
    dot: &Ident,
) -> (Option<TokenStream>, TokenStream) {
    let zero = linked(&format!("{dot}_zero"));
    let value = types::zero_of(parameter, &parameter.ident, target.floats());
    if parameter.carrier.is_reference() {
        let borrowed = match parameter.carrier.shape() {
            Shape::Sequence(_) => quote!(&#zero[..]),
            _ => quote!(&#zero),
        };
        (
            Some(quote!(let #zero;)),
            quote!({ #zero = #value; #borrowed }),
        )
    } else {
        (None, value)
    }
}

/// A parameter of the body.
fn parameter(name: &Ident, param: &Param, vars: &Variables) -> Parameter {
    let shape = param.var.map_or(Shape::Inert, |var| vars.shape(var));
    let lent = param
        .var
        .is_some_and(|var| vars.role(var) == Role::Reference);
    let own = carrier(&shape);
    let (carrier, ty): (Carrier, Type) = match own {
        Carrier::Vec(element) if lent => (
            Carrier::Reference(Box::new(Carrier::Slice(element))),
            syn::parse_quote!(&_),
        ),
        own if lent => (Carrier::Reference(Box::new(own)), syn::parse_quote!(&_)),
        own => (own, syn::parse_quote!(_)),
    };
    Parameter {
        ident: name.clone(),
        pat: syn::parse_quote!(#name),
        ty,
        mutable: false,
        carrier,
        active: param.active,
        rejected: false,
    }
}

/// What a shape carries; the compiler knows the types.
fn carrier(shape: &Shape) -> Carrier {
    let unknown = || syn::parse_quote!(_);
    match shape {
        Shape::Scalar(ty) => {
            Carrier::Scalar(ty.clone().unwrap_or_else(|| std::rc::Rc::new(unknown())))
        }
        Shape::Array(element, length) => Carrier::Array(Box::new(carrier(element)), length.clone()),
        Shape::Sequence(element) => Carrier::Vec(Box::new(carrier(element))),
        Shape::Tuple(parts) => Carrier::Tuple(parts.iter().map(carrier).collect()),
        Shape::Inert => Carrier::Inert,
        Shape::Vector | Shape::Unknown => Carrier::Foreign(Box::new(unknown())),
    }
}
