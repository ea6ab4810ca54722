//! The signature: what each parameter and the result carry, and which parameters are active.

use std::rc::Rc;

use proc_macro2::Ident;
use syn::spanned::Spanned;
use syn::{
    Expr, FnArg, GenericArgument, Pat, PathArguments, ReturnType, Safety, Type, TypeParamBound,
};

use crate::attr::Options;
use crate::diagnostics::{self, Errors};
use crate::ir::Shape;

/// What a type carries, as its tokens show it.
#[derive(Clone)]
pub(crate) enum Carrier {
    Scalar(Rc<Type>),
    Array(Box<Carrier>, Rc<Expr>),
    Slice(Box<Carrier>),
    Vec(Box<Carrier>),
    Tuple(Vec<Carrier>),
    Reference(Box<Carrier>),
    /// No float anywhere.
    Inert,
    /// A type the macro does not know.
    Foreign(Box<Type>),
}

impl Carrier {
    /// Whether a float is in it, to be differentiated with respect to.
    pub(crate) fn carries_float(&self) -> bool {
        match self {
            Carrier::Scalar(_) => true,
            Carrier::Array(inner, _)
            | Carrier::Slice(inner)
            | Carrier::Vec(inner)
            | Carrier::Reference(inner) => inner.carries_float(),
            Carrier::Tuple(fields) => fields.iter().any(Carrier::carries_float),
            Carrier::Inert | Carrier::Foreign(_) => false,
        }
    }

    /// The first unknown type in it.
    fn foreign(&self) -> Option<&Type> {
        match self {
            Carrier::Foreign(ty) => Some(ty),
            Carrier::Array(inner, _)
            | Carrier::Slice(inner)
            | Carrier::Vec(inner)
            | Carrier::Reference(inner) => inner.foreign(),
            Carrier::Tuple(fields) => fields.iter().find_map(Carrier::foreign),
            Carrier::Scalar(_) | Carrier::Inert => None,
        }
    }

    fn forget_foreign_types(&mut self) {
        match self {
            Carrier::Foreign(_) => *self = Carrier::Inert,
            Carrier::Array(inner, _)
            | Carrier::Slice(inner)
            | Carrier::Vec(inner)
            | Carrier::Reference(inner) => inner.forget_foreign_types(),
            Carrier::Tuple(fields) => fields.iter_mut().for_each(Carrier::forget_foreign_types),
            Carrier::Scalar(_) | Carrier::Inert => {}
        }
    }

    /// Whether some part, but not all of it, has no derivative.
    pub(crate) fn is_partly_inert(&self) -> bool {
        match self {
            Carrier::Tuple(fields) => {
                let inert = |field: &Carrier| matches!(field, Carrier::Inert);
                fields
                    .iter()
                    .any(|field| inert(field) || field.is_partly_inert())
            }
            Carrier::Array(inner, _)
            | Carrier::Slice(inner)
            | Carrier::Vec(inner)
            | Carrier::Reference(inner) => inner.is_partly_inert(),
            Carrier::Scalar(_) | Carrier::Foreign(_) | Carrier::Inert => false,
        }
    }

    pub(crate) fn is_scalar(&self) -> bool {
        matches!(self, Carrier::Scalar(_))
    }

    pub(crate) fn is_reference(&self) -> bool {
        matches!(self, Carrier::Reference(_))
    }

    /// What is behind the references.
    pub(crate) fn referent(&self) -> &Carrier {
        match self {
            Carrier::Reference(inner) => inner.referent(),
            other => other,
        }
    }

    pub(crate) fn shape(&self) -> Shape {
        match self {
            Carrier::Scalar(ty) => Shape::Scalar(Some(ty.clone())),
            Carrier::Array(inner, len) => Shape::Array(Rc::new(inner.shape()), len.clone()),
            Carrier::Slice(inner) | Carrier::Vec(inner) => Shape::Sequence(Rc::new(inner.shape())),
            Carrier::Tuple(fields) => Shape::Tuple(fields.iter().map(Carrier::shape).collect()),
            Carrier::Reference(inner) => inner.shape(),
            Carrier::Inert => Shape::Inert,
            Carrier::Foreign(_) => Shape::Unknown,
        }
    }

    /// The number of floats, where the type alone tells.
    pub(crate) fn count(&self) -> Option<usize> {
        match self {
            Carrier::Scalar(_) => Some(1),
            Carrier::Array(inner, len) => match &**len {
                Expr::Lit(syn::ExprLit {
                    lit: syn::Lit::Int(len),
                    ..
                }) => inner.count()?.checked_mul(len.base10_parse().ok()?),
                _ => None,
            },
            Carrier::Tuple(fields) => {
                let mut counts = fields.iter().map(Carrier::count);
                counts.try_fold(0_usize, |sum, count| sum.checked_add(count?))
            }
            Carrier::Reference(inner) => inner.count(),
            Carrier::Inert => Some(0),
            Carrier::Slice(_) | Carrier::Vec(_) | Carrier::Foreign(_) => None,
        }
    }
}

/// A parameter of the user's function.
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

/// A signature within the language.
pub(crate) struct Signature {
    pub(crate) parameters: Vec<Parameter>,
    pub(crate) output: Type,
    pub(crate) result: Carrier,
    /// The type parameter that the floats of the function have, if any: literals are converted.
    pub(crate) generic: Option<Type>,
    item: syn::Signature,
    float: Vec<Ident>,
}

impl Signature {
    /// What a type written in the body carries.
    pub(crate) fn carrier(&self, ty: &Type) -> Carrier {
        Types {
            item: &self.item,
            float: &self.float,
        }
        .carrier(ty)
    }

    /// The same, as if types without a known tangent had none: for stubs, which say nothing of them.
    pub(crate) fn without_foreign_types(mut self) -> Self {
        for parameter in &mut self.parameters {
            parameter.carrier.forget_foreign_types();
        }
        self.result.forget_foreign_types();
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
pub(crate) fn read(
    signature: &syn::Signature,
    options: &Options,
    errors: &mut Errors,
) -> Signature {
    check_modifiers(signature, errors);
    let types = Types {
        item: signature,
        float: &options.float,
    };
    let before = errors.len();
    let mut parameters: Vec<Parameter> = signature
        .inputs
        .iter()
        .filter_map(|input| parameter(input, &types, errors))
        .collect();
    activate(&mut parameters, signature, options, before, errors);
    for parameter in parameters.iter_mut().filter(|p| p.active) {
        let before = errors.len();
        check_active(parameter, &types, errors);
        parameter.rejected = errors.len() > before;
    }
    let (output, result) = output(signature, &types, errors);
    let generic = types.float_parameter(&parameters, &result);
    let (item, float) = (signature.clone(), options.float.clone());
    Signature {
        parameters,
        output,
        result,
        generic,
        item,
        float,
    }
}

fn check_modifiers(signature: &syn::Signature, errors: &mut Errors) {
    let name = &signature.ident;
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
    if let Some(receiver) = signature.receiver() {
        errors.help(
            receiver.self_token.span,
            "methods cannot be differentiated yet",
            format!("write `{name}` as a function of its data"),
        );
    }
}

fn parameter(input: &FnArg, types: &Types, errors: &mut Errors) -> Option<Parameter> {
    let FnArg::Typed(typed) = input else {
        return None;
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
                if let (Some(name), Carrier::Inert) = (named, &parameter.carrier) {
                    inert_wrt(name, &parameter.ty, errors);
                }
                named.is_some()
            }
            None => !constant && parameter.carrier.is_candidate(),
        };
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
    if !any && options.wrt.is_none() && errors.len() == before && signature.receiver().is_none() {
        let name = &signature.ident;
        errors.help(
            name.span(),
            format!("no parameter of `{name}` can be differentiated"),
            "name one with `wrt(..)`".into(),
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

impl Carrier {
    fn is_candidate(&self) -> bool {
        self.carries_float() || self.foreign().is_some()
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
            let known: Vec<String> = parameters
                .iter()
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
fn check_active(parameter: &Parameter, types: &Types, errors: &mut Errors) {
    let name = &parameter.ident;
    if let Type::Reference(reference) = &parameter.ty
        && let Some(mutability) = &reference.mutability
    {
        errors.help(
            mutability.span,
            format!("`{name}` is written through `&mut`"),
            "return the new value".into(),
        );
        return;
    }
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
        ty if types.parameter(ty).is_some() => missing_bound(
            ty,
            format!(
                "write `{source}: num_traits::Float`, or hold it constant with `constant({name})`"
            ),
            errors,
        ),
        ty => errors.help(
            ty.span(),
            format!("`{source}` is not a differentiable type"),
            format!("hold it constant with `constant({name})`"),
        ),
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

fn output(signature: &syn::Signature, types: &Types, errors: &mut Errors) -> (Type, Carrier) {
    let ReturnType::Type(_, ty) = &signature.output else {
        errors.help(
            signature.paren_token.span.close(),
            "function returns nothing to differentiate",
            "return a float".into(),
        );
        return (syn::parse_quote!(()), Carrier::Inert);
    };
    let carrier = types.carrier(ty);
    check_output(ty, &carrier, types, errors);
    ((**ty).clone(), carrier)
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

fn last_segment(ty: &Type) -> Option<&Ident> {
    match ty {
        Type::Path(path) => path.path.segments.last().map(|segment| &segment.ident),
        _ => None,
    }
}

/// What the names in a signature stand for.
struct Types<'a> {
    item: &'a syn::Signature,
    float: &'a [Ident],
}

const INERT_TYPES: &[&str] = &[
    "i8",
    "i16",
    "i32",
    "i64",
    "i128",
    "isize",
    "u8",
    "u16",
    "u32",
    "u64",
    "u128",
    "usize",
    "bool",
    "char",
    "str",
    "String",
    "Ordering",
    "Duration",
    "Instant",
    "Path",
    "PathBuf",
    "OsStr",
    "OsString",
    "NonZeroU32",
    "NonZeroUsize",
    "RangeFull",
    "PhantomData",
];

const CONTAINERS: &[&str] = &[
    "Arc",
    "BTreeMap",
    "BTreeSet",
    "Box",
    "Cell",
    "Cow",
    "HashMap",
    "HashSet",
    "Option",
    "Range",
    "RangeFrom",
    "RangeInclusive",
    "RangeTo",
    "Rc",
    "RefCell",
    "Result",
    "Vec",
    "VecDeque",
];

const FLOAT_BOUNDS: &[&str] = &["Float", "Real", "RealField", "FloatCore", "Scalar"];

const INERT_BOUNDS: &[&str] = &[
    "AsRef",
    "Debug",
    "Display",
    "Fn",
    "FnMut",
    "FnOnce",
    "IntoIterator",
    "Iterator",
    "ToString",
];

impl Types<'_> {
    fn carrier(&self, ty: &Type) -> Carrier {
        match ty {
            Type::Group(group) => self.carrier(&group.elem),
            Type::Paren(paren) => self.carrier(&paren.elem),
            Type::Reference(reference) => match self.carrier(&reference.elem) {
                Carrier::Inert => Carrier::Inert,
                inner => Carrier::Reference(Box::new(inner)),
            },
            Type::Array(array) => match self.carrier(&array.elem) {
                Carrier::Inert => Carrier::Inert,
                inner => Carrier::Array(Box::new(inner), Rc::new(array.len.clone())),
            },
            Type::Slice(slice) => match self.carrier(&slice.elem) {
                Carrier::Inert => Carrier::Inert,
                inner => Carrier::Slice(Box::new(inner)),
            },
            Type::Tuple(tuple) => {
                let fields: Vec<Carrier> = tuple.elems.iter().map(|ty| self.carrier(ty)).collect();
                if fields.iter().all(|field| matches!(field, Carrier::Inert)) {
                    Carrier::Inert
                } else {
                    Carrier::Tuple(fields)
                }
            }
            Type::FnPtr(_) | Type::ImplTrait(_) | Type::TraitObject(_) => Carrier::Inert,
            Type::Path(path) => self.path(ty, path),
            _ => Carrier::Foreign(Box::new(ty.clone())),
        }
    }

    fn path(&self, ty: &Type, path: &syn::TypePath) -> Carrier {
        let foreign = || Carrier::Foreign(Box::new(ty.clone()));
        let Some(last) = path.path.segments.last().filter(|_| path.qself.is_none()) else {
            return foreign();
        };
        let name = last.ident.to_string();
        if name == "f64" || name == "f32" || self.float.contains(&last.ident) {
            return Carrier::Scalar(Rc::new(ty.clone()));
        }
        if let Some(parameter) = self.parameter(ty) {
            return self.type_parameter(ty, parameter);
        }
        if INERT_TYPES.contains(&name.as_str()) {
            return Carrier::Inert;
        }
        if !CONTAINERS.contains(&name.as_str()) {
            return foreign();
        }
        let PathArguments::AngleBracketed(arguments) = &last.arguments else {
            return foreign();
        };
        let mut inner = arguments.args.iter().filter_map(|argument| match argument {
            GenericArgument::Type(ty) => Some(self.carrier(ty)),
            _ => None,
        });
        if name == "Vec" {
            return match inner.next() {
                Some(Carrier::Inert) => Carrier::Inert,
                Some(element) => Carrier::Vec(Box::new(element)),
                None => foreign(),
            };
        }
        if inner.all(|carrier| matches!(carrier, Carrier::Inert)) {
            Carrier::Inert
        } else {
            foreign()
        }
    }

    /// The type parameter a type is.
    fn parameter<'t>(&self, ty: &'t Type) -> Option<&'t Ident> {
        let Type::Path(path) = ty else { return None };
        let ident = path.path.get_ident()?;
        self.item
            .generics
            .type_params()
            .any(|parameter| parameter.ident == *ident)
            .then_some(ident)
    }

    fn type_parameter(&self, ty: &Type, parameter: &Ident) -> Carrier {
        let bounds = self.bounds(parameter);
        let any = |known: &[&str]| bounds.iter().any(|bound| known.contains(&bound.as_str()));
        if any(FLOAT_BOUNDS) {
            Carrier::Scalar(Rc::new(ty.clone()))
        } else if any(INERT_BOUNDS) {
            Carrier::Inert
        } else {
            Carrier::Foreign(Box::new(ty.clone()))
        }
    }

    /// The names of the traits that bound a type parameter.
    fn bounds(&self, parameter: &Ident) -> Vec<String> {
        let generics = &self.item.generics;
        let inline = generics
            .type_params()
            .filter(|candidate| candidate.ident == *parameter)
            .flat_map(|candidate| candidate.bounds.iter());
        let clauses = generics
            .where_clause
            .iter()
            .flat_map(|clause| clause.predicates.iter());
        let clauses = clauses.filter_map(|predicate| match predicate {
            syn::WherePredicate::Type(predicate) => Some(predicate),
            _ => None,
        });
        let clauses = clauses
            .filter(|predicate| last_segment(&predicate.bounded_ty) == Some(parameter))
            .flat_map(|predicate| predicate.bounds.iter());
        inline
            .chain(clauses)
            .filter_map(|bound| match bound {
                TypeParamBound::Trait(bound) => bound
                    .path
                    .segments
                    .last()
                    .map(|segment| segment.ident.to_string()),
                _ => None,
            })
            .collect()
    }

    /// The type parameter that the floats have.
    fn float_parameter(&self, parameters: &[Parameter], result: &Carrier) -> Option<Type> {
        let carriers = parameters.iter().filter(|p| p.active).map(|p| &p.carrier);
        carriers
            .chain(std::iter::once(result))
            .find_map(|carrier| self.generic(carrier))
    }

    fn generic(&self, carrier: &Carrier) -> Option<Type> {
        match carrier {
            Carrier::Scalar(ty) => self.parameter(ty).map(|_| (**ty).clone()),
            Carrier::Array(inner, _)
            | Carrier::Slice(inner)
            | Carrier::Vec(inner)
            | Carrier::Reference(inner) => self.generic(inner),
            Carrier::Tuple(fields) => fields.iter().find_map(|field| self.generic(field)),
            Carrier::Inert | Carrier::Foreign(_) => None,
        }
    }
}
