//! The signature: what each parameter and the result carry, and which parameters are active.

use proc_macro2::{Ident, Span};
use syn::spanned::Spanned;
use syn::visit::Visit;
use syn::{FnArg, GenericArgument, Pat, PathArguments, ReturnType, Safety, Type};

use super::carrier::{Carrier, Types, last_segment};
use super::{Functions, Host, Source, host};
use crate::attr::Options;
use crate::diagnostics::{self, Errors};
use crate::ir::Shape;

/// A parameter of the user's function.
#[derive(Clone)]
pub(crate) struct Parameter {
    pub(crate) ident: Ident,
    pub(crate) pat: Pat,
    pub(crate) ty: Type,
    pub(crate) mutable: bool,
    pub(crate) carrier: Carrier,
    pub(crate) active: bool,
    /// Active, but of a type that cannot be: said once, and not again wherever it is used.
    pub(crate) rejected: bool,
}

impl Parameter {
    /// Behind a reference, and active.
    pub(crate) fn is_lent(&self) -> bool {
        self.active && self.carrier.is_reference()
    }

    /// `self`.
    pub(crate) fn is_receiver(&self) -> bool {
        self.ident == "self"
    }

    /// `self`, taken by value. Of `x.f()` callers do not see that: for them a receiver is lent, and so is its tangent.
    pub(crate) fn is_taken_receiver(&self) -> bool {
        self.is_receiver() && !self.carrier.is_reference()
    }

    /// Behind `&mut`, and active: an input and an output at once.
    pub(crate) fn in_place(&self) -> bool {
        self.active && is_mutable(&self.ty)
    }
}

/// A signature within the language.
pub(crate) struct Signature {
    pub(crate) parameters: Vec<Parameter>,
    pub(crate) output: Type,
    pub(crate) result: Carrier,
    /// The type parameter that the floats of the function have, if any: literals are converted.
    pub(crate) generic: Option<Type>,
    /// Whether they have a tangent and a default value, as far as the compiler knows.
    pub(crate) bounded: bool,
    /// Those of the function, and of the `impl` block it stands in.
    pub(crate) generics: syn::Generics,
    float: Vec<Ident>,
    functions: Functions,
}

impl Signature {
    /// Whether types in it are not known.
    pub(crate) fn has_structs(&self) -> bool {
        let carriers = self.parameters.iter().map(|p| &p.carrier);
        carriers
            .chain([&self.result])
            .filter_map(Carrier::foreign)
            .any(|ty| !last_segment(ty).is_some_and(|name| self.functions.has(name)))
    }

    /// That of a closure, whose types the compiler knows.
    pub(crate) fn of_closure(parameters: Vec<Parameter>, result: Carrier) -> Signature {
        Signature {
            parameters,
            output: syn::parse_quote!(_),
            result,
            generic: None,
            bounded: true,
            generics: syn::Generics::default(),
            float: Vec::new(),
            functions: Functions::default(),
        }
    }

    /// What a type written in the body carries.
    pub(crate) fn carrier(&self, ty: &Type) -> Carrier {
        Types {
            generics: &self.generics,
            float: &self.float,
            functions: Some(&self.functions),
        }
        .carrier(ty)
    }

    /// The same, as if parameters that were rejected had no tangents: for stubs, which say nothing of them.
    pub(crate) fn without_foreign_types(mut self) -> Self {
        for parameter in self.parameters.iter_mut().filter(|p| p.rejected) {
            parameter.carrier.forget_foreign_types();
        }
        self
    }

    /// Whether no stub can return what the function does: a type without a name, or a borrow that the
    /// companions' own parameters would make ambiguous.
    pub(crate) fn is_anonymous(&self) -> bool {
        matches!(
            self.output,
            Type::ImplTrait(_)
                | Type::Never(_)
                | Type::Infer(_)
                | Type::TraitObject(_)
                | Type::Reference(_)
        )
    }

    /// Whether the function returns nothing: what it computes is behind `&mut`.
    pub(crate) fn returns_nothing(&self) -> bool {
        is_unit(&self.output)
    }

    /// Whether the result is something that a float is inside of, so that the body says nothing more.
    pub(crate) fn wraps_its_result(&self) -> bool {
        let wrapper = last_segment(&self.output);
        self.is_anonymous() || wrapper.is_some_and(|name| name == "Result" || name == "Option")
    }

    /// The shape a type written in the body tells, if any.
    pub(crate) fn shape(&self, ty: &Type) -> Option<Shape> {
        match self.carrier(ty).shape() {
            Shape::Unknown => None,
            shape => Some(shape),
        }
    }
}

/// Reads a signature; mistakes go to `errors`.
pub(crate) fn read(source: &Source, options: &Options, errors: &mut Errors) -> Signature {
    let signature = &source.sig;
    check_modifiers(signature, errors);
    let generics = source.host.generics(&signature.generics);
    let types = Types {
        generics: &generics,
        float: &options.float,
        functions: Some(&source.functions),
    };
    let before = errors.len();
    let mut parameters: Vec<Parameter> = signature
        .inputs
        .iter()
        .filter_map(|input| parameter(input, &types, errors))
        .collect();
    activate(&mut parameters, signature, &types, options, before, errors);
    for parameter in parameters.iter_mut().filter(|p| p.active) {
        let before = errors.len();
        check_active(parameter, &types, &source.host, errors);
        let foreign = parameter.carrier.foreign();
        let is_unbounded =
            foreign.is_some_and(|ty| types.parameter(ty).is_some() && !types.is_function(ty));
        parameter.rejected = errors.len() > before || is_unbounded;
    }
    let in_place = parameters.iter().any(Parameter::in_place);
    let before = errors.len();
    let (output, mut result) = output(signature, &types, in_place, errors);
    let foreign = result.foreign();
    if errors.len() > before || foreign.is_some_and(|ty| types.parameter(ty).is_some()) {
        result.forget_foreign_types();
    }
    if let Some(span) = options.error_estimate.filter(|_| !result.is_scalar()) {
        errors.push(
            span,
            "`error_estimate` needs a function that returns one float",
        );
    }
    name_the_unnamed(&mut parameters);
    let generic = types.float_parameter(&parameters, &result);
    let bounded = types.has_tangents(generic.as_ref());
    let float = options.float.clone();
    Signature {
        parameters,
        output,
        result,
        generic,
        bounded,
        generics,
        float,
        functions: source.functions.clone(),
    }
}

/// Names parameters written `_`, none of them active, for companions that pass them on.
fn name_the_unnamed(parameters: &mut [Parameter]) {
    let unnamed = parameters.iter_mut().enumerate();
    for (index, parameter) in unnamed.filter(|(_, parameter)| parameter.ident == "_") {
        let name = Ident::new(&format!("unnamed_{index}"), Span::mixed_site());
        parameter.pat = syn::parse_quote!(#name);
        parameter.ident = name;
    }
}

fn check_modifiers(signature: &syn::Signature, errors: &mut Errors) {
    if let Some(token) = &signature.constness {
        errors.help(
            token.span,
            "derivatives of `const fn` are not `const`",
            "remove `const`".into(),
        );
    }
    if let Some(token) = &signature.asyncness {
        errors.help(
            token.span,
            "`async fn` cannot be differentiated",
            "differentiate a synchronous function and call it from this one".into(),
        );
    }
    match &signature.safety {
        Safety::Unsafe(token) => errors.help(
            token.span,
            "`unsafe fn` cannot be differentiated",
            "put the unsafe call in a safe function that has a rule".into(),
        ),
        Safety::Safe(token) => errors.push(token.span(), "`safe fn` cannot be differentiated"),
        Safety::Default => {}
    }
    if let Some(abi) = &signature.abi {
        let name = abi.name.as_ref().map_or("C".to_owned(), syn::LitStr::value);
        errors.help(
            abi.span(),
            format!("`extern \"{name}\"` functions cannot be differentiated"),
            "differentiate a Rust function and export a wrapper".into(),
        );
    }
    if let Some(variadic) = &signature.variadic {
        errors.push(variadic.span(), "unsupported function modifier");
    }
}

fn parameter(input: &FnArg, types: &Types, errors: &mut Errors) -> Option<Parameter> {
    let typed = match input {
        FnArg::Receiver(receiver) => return host::receiver(receiver, errors),
        FnArg::Typed(typed) => typed,
    };
    if let Some(attribute) = typed.attrs.first() {
        errors.push(
            attribute.span(),
            "attributes on parameters are not supported",
        );
    }
    let carrier = types.carrier(&typed.ty);
    let (ident, mutable) = match &*typed.pat {
        Pat::Ident(pat) if pat.by_ref.is_none() && pat.subpat.is_none() => {
            (pat.ident.clone(), pat.mutability.is_some())
        }
        Pat::Wild(_) => (Ident::new("_", typed.pat.span()), false),
        pattern => {
            let source = diagnostics::source(&pattern);
            let source = source
                .replace(" ,", ",")
                .replace("( ", "(")
                .replace(" )", ")");
            errors.help(
                pattern.span(),
                "a pattern cannot be a differentiated parameter",
                format!("name it and write `let {source} = p;` in the body"),
            );
            return None;
        }
    };
    let pat = (*typed.pat).clone();
    let ty = (*typed.ty).clone();
    Some(Parameter {
        ident,
        pat,
        ty,
        mutable,
        carrier,
        active: false,
        rejected: false,
    })
}

/// Decides which parameters are active: those named by `wrt`, or all that carry floats; `before`
/// is the number of errors before any parameter was read.
fn activate(
    parameters: &mut [Parameter],
    signature: &syn::Signature,
    types: &Types,
    options: &Options,
    before: usize,
    errors: &mut Errors,
) {
    check_named(
        parameters,
        options.wrt.as_deref().unwrap_or_default(),
        "wrt",
        errors,
    );
    check_named(parameters, &options.constant, "constant", errors);
    for parameter in &mut *parameters {
        let constant = options.constant.contains(&parameter.ident);
        parameter.active = match &options.wrt {
            Some(wrt) => {
                let named = wrt.iter().find(|name| **name == parameter.ident);
                if let (Some(name), true) = (named, constant) {
                    errors.push(
                        name.span(),
                        format!("`{name}` is listed in both `wrt` and `constant`"),
                    );
                }
                if named.is_some() && parameter.is_receiver() {
                    parameter.carrier = types.carrier(&parameter.ty);
                }
                if let (Some(name), Carrier::Inert) = (named, &parameter.carrier) {
                    inert_wrt(name, &parameter.ty, errors);
                }
                named.is_some()
            }
            None => !constant && parameter.carrier.is_candidate(),
        };
        // What is written through `&mut` is an output too, whatever `wrt` lists.
        parameter.active |=
            is_mutable(&parameter.ty) && !constant && parameter.carrier.carries_float();
        let foreign = parameter.carrier.foreign();
        parameter.active |= foreign.is_some_and(|ty| types.is_function(ty));
        if parameter.active && parameter.ident == "_" {
            parameter.active = false;
            errors.help(
                parameter.ident.span(),
                "cannot differentiate with respect to an unnamed parameter",
                "give it a name".into(),
            );
        }
    }
    let any = parameters.iter().any(|parameter| parameter.active);
    if !any && options.wrt.is_none() && errors.len() == before {
        let name = &signature.ident;
        let help = if signature.receiver().is_some() {
            "`self` is held constant: name it with `wrt(self)`, or take the floats as arguments"
        } else {
            "name one with `wrt(..)`"
        };
        errors.help(
            name.span(),
            format!("no parameter of `{name}` can be differentiated"),
            help.into(),
        );
    }
}

/// A parameter named by `wrt` that no derivative can flow through.
fn inert_wrt(name: &Ident, ty: &Type, errors: &mut Errors) {
    if let Some(span) = trait_object(ty) {
        errors.help(
            span,
            "cannot see through `dyn Fn`: its body is not known here",
            "take the function by generic parameter, or leave it out of `wrt`".into(),
        );
        return;
    }
    let source = diagnostics::source(&ty);
    errors.push(
        name.span(),
        format!("cannot differentiate with respect to `{name}`: `{source}` has no derivative"),
    );
}

fn trait_object(ty: &Type) -> Option<proc_macro2::Span> {
    match ty {
        Type::TraitObject(object) => Some(object.span()),
        Type::Reference(reference) => trait_object(&reference.elem),
        Type::Path(path) => {
            path.path
                .segments
                .iter()
                .find_map(|segment| match &segment.arguments {
                    PathArguments::AngleBracketed(arguments) => {
                        arguments.args.iter().find_map(|a| match a {
                            GenericArgument::Type(ty) => trait_object(ty),
                            _ => None,
                        })
                    }
                    _ => None,
                })
        }
        _ => None,
    }
}

fn check_named(parameters: &[Parameter], names: &[Ident], option: &str, errors: &mut Errors) {
    for (index, name) in names.iter().enumerate() {
        if names.iter().take(index).any(|earlier| earlier == name) {
            errors.push(
                name.span(),
                format!("`{name}` is listed twice in `{option}`"),
            );
        } else if !parameters.iter().any(|parameter| parameter.ident == *name) {
            let others = parameters.iter().filter(|p| !p.is_receiver());
            let known: Vec<String> = others
                .map(|parameter| format!("`{}`", parameter.ident))
                .collect();
            errors.help(
                name.span(),
                format!("no parameter named `{name}`"),
                format!("the parameters are {}", known.join(", ")),
            );
        }
    }
}

/// What an active parameter's type must not be.
fn check_active(parameter: &Parameter, types: &Types, host: &Host, errors: &mut Errors) {
    let name = &parameter.ident;
    let Some(foreign) = parameter.carrier.foreign() else {
        return;
    };
    let source = diagnostics::source(foreign);
    match foreign {
        Type::Ptr(pointer) => {
            errors.push(
                pointer.star_token.span,
                "raw pointers cannot be differentiated",
            );
        }
        ty if types.is_function(ty) => {}
        ty if types.parameter(ty).is_some() => missing_bound(
            ty,
            format!(
                "write `{source}: num_traits::Float`, or hold it constant with `constant({name})`"
            ),
            errors,
        ),
        // Named like a type parameter, as it is not of the function.
        ty if host.may_be_generic() && source.len() == 1 => errors.help(
            ty.span(),
            format!("it does not show here whether `{source}` is a float"),
            format!("put `#[differentiate]` on the `impl` block, too, or hold it constant with `constant({name})`"),
        ),
        // Whether it is differentiable, the compiler knows.
        _ => {}
    }
}

/// Whether values of a type may be borrowed: there is a reference or another lifetime in it, or may be.
pub(crate) fn may_borrow(ty: &Type) -> bool {
    #[derive(Default)]
    struct Lifetimes {
        found: bool,
    }
    impl Visit<'_> for Lifetimes {
        fn visit_type_reference(&mut self, _: &syn::TypeReference) {
            self.found = true;
        }
        fn visit_lifetime(&mut self, _: &syn::Lifetime) {
            self.found = true;
        }
        fn visit_path(&mut self, path: &syn::Path) {
            self.found |= path.is_ident("Self");
            syn::visit::visit_path(self, path);
        }
    }
    let mut lifetimes = Lifetimes::default();
    lifetimes.visit_type(ty);
    lifetimes.found
}

/// Whether a type is a mutable reference.
pub(crate) fn is_mutable(ty: &Type) -> bool {
    match ty {
        Type::Reference(reference) => reference.mutability.is_some(),
        Type::Paren(paren) => is_mutable(&paren.elem),
        Type::Group(group) => is_mutable(&group.elem),
        _ => false,
    }
}

/// Once for each type parameter, however often it stands in the signature.
fn missing_bound(ty: &Type, help: String, errors: &mut Errors) {
    let source = diagnostics::source(ty);
    let message = format!(
        "type parameter `{source}` needs the bound `num_traits::Float` to be differentiated"
    );
    if !errors.has(&message) {
        errors.help(ty.span(), message, help);
    }
}

fn output(
    signature: &syn::Signature,
    types: &Types,
    in_place: bool,
    errors: &mut Errors,
) -> (Type, Carrier) {
    let ReturnType::Type(_, ty) = &signature.output else {
        if !in_place {
            errors.help(
                signature.paren_token.span.close(),
                "function returns nothing to differentiate",
                "return a float, or write through a `&mut [f64]` parameter".into(),
            );
        }
        return (syn::parse_quote!(()), Carrier::Inert);
    };
    if in_place && is_unit(ty) {
        return ((**ty).clone(), Carrier::Inert);
    }
    let carrier = types.carrier(ty);
    check_output(ty, &carrier, types, errors);
    ((**ty).clone(), carrier)
}

fn is_unit(ty: &Type) -> bool {
    matches!(ty, Type::Tuple(tuple) if tuple.elems.is_empty())
}

fn check_output(ty: &Type, carrier: &Carrier, types: &Types, errors: &mut Errors) {
    let source = diagnostics::source(ty);
    let name = last_segment(ty)
        .map(ToString::to_string)
        .unwrap_or_default();
    match ty {
        Type::Reference(reference) => errors.help(
            reference.and_token.span,
            "a returned reference has no tangent of its own",
            "return the value".into(),
        ),
        Type::ImplTrait(_) | Type::Never(_) | Type::Infer(_) | Type::TraitObject(_) => {
            errors.push(
                ty.span(),
                "the return type must be written out to be differentiated",
            );
        }
        _ if name == "Result" || name == "Option" => errors.help(
            ty.span(),
            format!("a function returning `{name}` cannot be differentiated"),
            "differentiate the part that computes the value, and check before calling it".into(),
        ),
        _ if types.parameter(ty).is_some() && !carrier.carries_float() => {
            missing_bound(ty, format!("write `{source}: num_traits::Float`"), errors);
        }
        _ if matches!(carrier, Carrier::Inert) || (carrier.count() == Some(0)) => {
            errors.push(
                ty.span(),
                format!("return type `{source}` has no derivative"),
            );
        }
        _ => {}
    }
}
