//! What types carry, as their tokens show it.

use std::rc::Rc;

use proc_macro2::Ident;
use syn::{Expr, GenericArgument, PathArguments, Type, TypeParamBound};

use super::Functions;
use super::algebra;
use super::signature::Parameter;
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

    /// Whether a float is in it, or may be.
    pub(crate) fn is_candidate(&self) -> bool {
        self.carries_float() || self.foreign().is_some()
    }

    /// The first unknown type in it.
    pub(crate) fn foreign(&self) -> Option<&Type> {
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

    pub(super) fn forget_foreign_types(&mut self) {
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

    /// Whether a tangent has the type that the value has.
    pub(crate) fn is_its_own_tangent(&self) -> bool {
        !self.is_partly_inert() && self.foreign().is_none()
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
            Carrier::Foreign(ty) if algebra::is_type(ty) => Shape::Vector,
            Carrier::Foreign(_) => Shape::Unknown,
        }
    }

    /// The same, with another type in the place of floats.
    pub(crate) fn over(&self, scalar: &Type) -> Carrier {
        let boxed = |inner: &Carrier| Box::new(inner.over(scalar));
        match self {
            Carrier::Scalar(_) => Carrier::Scalar(Rc::new(scalar.clone())),
            Carrier::Array(inner, length) => Carrier::Array(boxed(inner), length.clone()),
            Carrier::Slice(inner) => Carrier::Slice(boxed(inner)),
            Carrier::Vec(inner) => Carrier::Vec(boxed(inner)),
            Carrier::Reference(inner) => Carrier::Reference(boxed(inner)),
            Carrier::Tuple(fields) => {
                Carrier::Tuple(fields.iter().map(|field| field.over(scalar)).collect())
            }
            Carrier::Inert | Carrier::Foreign(_) => self.clone(),
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

pub(super) fn last_segment(ty: &Type) -> Option<&Ident> {
    match ty {
        Type::Path(path) => path.path.segments.last().map(|segment| &segment.ident),
        _ => None,
    }
}

/// What the names in a signature, or in the declaration of a type, stand for.
pub(crate) struct Types<'a> {
    pub(crate) generics: &'a syn::Generics,
    pub(crate) float: &'a [Ident],
    pub(crate) functions: Option<&'a Functions>,
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

/// Whether a type of this name is one of numbers, `bool` or `char`.
pub(super) fn is_number(name: &str) -> bool {
    const OTHERS: [&str; 4] = ["f32", "f64", "bool", "char"];
    OTHERS.contains(&name)
        || name
            .strip_prefix(['i', 'u'])
            .is_some_and(|bits| ["8", "16", "32", "64", "128", "size"].contains(&bits))
}

/// Whether a type of this name is one of the standard library's, of which no function is differentiated.
pub(super) fn is_of_std(name: &str) -> bool {
    const TRAITS: [&str; 6] = ["Default", "From", "Into", "Iterator", "Ord", "Zero"];
    INERT_TYPES.contains(&name) || CONTAINERS.contains(&name) || TRAITS.contains(&name)
}

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
    pub(crate) fn carrier(&self, ty: &Type) -> Carrier {
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
    pub(super) fn parameter<'t>(&self, ty: &'t Type) -> Option<&'t Ident> {
        let Type::Path(path) = ty else { return None };
        let ident = path.path.get_ident()?;
        self.generics
            .type_params()
            .any(|parameter| parameter.ident == *ident)
            .then_some(ident)
    }

    /// Whether a type is that of a function that is called where a derivative flows.
    pub(super) fn is_function(&self, ty: &Type) -> bool {
        let parameter = self.parameter(ty);
        parameter.is_some_and(|ty| self.functions.is_some_and(|functions| functions.has(ty)))
    }

    fn type_parameter(&self, ty: &Type, parameter: &Ident) -> Carrier {
        if let Some(functions) = self.functions.filter(|_| self.is_function(ty)) {
            return if functions.active {
                Carrier::Foreign(Box::new(ty.clone()))
            } else {
                Carrier::Inert
            };
        }
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
        let generics = self.generics;
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
    pub(super) fn float_parameter(
        &self,
        parameters: &[Parameter],
        result: &Carrier,
    ) -> Option<Type> {
        let carriers = parameters.iter().filter(|p| p.active).map(|p| &p.carrier);
        carriers
            .chain(std::iter::once(result))
            .find_map(|carrier| self.generic(carrier))
    }

    /// Whether the floats have tangents that the compiler knows, as all other types do.
    pub(super) fn has_tangents(&self, generic: Option<&Type>) -> bool {
        let parameter = generic.and_then(|ty| self.parameter(ty));
        parameter
            .is_none_or(|parameter| self.bounds(parameter).iter().any(|bound| bound == "Scalar"))
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
