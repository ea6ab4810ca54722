//! Where a function stands: in a module or in an `impl` block, and what that says of it.
//!
//! `self` is a parameter like any other, of the type `Self`, `&Self` or `&mut Self`; it is held constant, unless `wrt` names it.

use std::collections::BTreeSet;
use std::rc::Rc;

use proc_macro2::{Ident, TokenStream};
use syn::spanned::Spanned;
use syn::{Generics, Pat, PatIdent, Receiver, ReceiverKind, Type};

use super::carrier::Carrier;
use super::identifiers::names_in;
use super::signature::Parameter;
use super::{fence, inspect};
use crate::diagnostics::Errors;
use crate::ir::{Argument, Atom, Call, Callee, Passed};

/// What a function is a part of.
pub(crate) enum Host {
    Module,
    /// An `impl` block, of which more is known where it carries the attribute itself.
    Impl(Option<Rc<Seen>>),
}

/// What an `impl` block shows the functions in it.
pub(crate) struct Seen {
    pub(crate) generics: Generics,
    /// The name of its type.
    pub(crate) name: Option<Ident>,
    /// The functions in it without the attribute.
    pub(crate) plain: BTreeSet<String>,
}

impl Host {
    /// What the tokens of a function alone tell: only in an `impl` block there is a `self` or a `Self`.
    pub(super) fn of(signature: &syn::Signature, item: &TokenStream) -> Host {
        if signature.receiver().is_some() || names_in(item).names.contains("Self") {
            Host::Impl(None)
        } else {
            Host::Module
        }
    }

    pub(crate) fn is_impl(&self) -> bool {
        matches!(self, Host::Impl(_))
    }

    /// Whether there may be generics that the macro has not seen.
    pub(crate) fn may_be_generic(&self) -> bool {
        matches!(self, Host::Impl(None))
    }

    /// The generics of the block, where they are known.
    pub(crate) fn own_generics(&self) -> Option<&Generics> {
        match self {
            Host::Impl(seen) => seen.as_ref().map(|seen| &seen.generics),
            Host::Module => None,
        }
    }

    /// Reports a call through which a derivative would flow of a function in the block that is not differentiated.
    pub(crate) fn check_call(&self, call: &Call, errors: &mut Errors) {
        let mut segments = call.path.path.segments.iter().rev();
        let (Host::Impl(Some(seen)), Some(last)) = (self, segments.next()) else {
            return;
        };
        let own = match (call.callee, call.arguments.first(), segments.next()) {
            (Callee::Method | Callee::MethodOrOperation, Some(receiver), _) => receiver.is_self(),
            (Callee::Associated, _, Some(of)) => {
                of.ident == "Self" || seen.name.as_ref() == Some(&of.ident)
            }
            _ => false,
        };
        if own && seen.plain.contains(&last.ident.to_string()) {
            fence::not_differentiated(&last.ident, errors);
        }
    }

    /// All generics in scope of a function with these.
    pub(super) fn generics(&self, of_function: &Generics) -> Generics {
        let mut all = self.own_generics().cloned().unwrap_or_default();
        all.params.extend(of_function.params.iter().cloned());
        if let Some(clause) = &of_function.where_clause {
            let predicates = clause.predicates.iter().cloned();
            all.make_where_clause().predicates.extend(predicates);
        }
        all
    }
}

impl Argument {
    fn is_self(&self) -> bool {
        matches!(&self.value, Passed::Value(Atom::Inert(inert)) if inspect::is_self(&inert.expr))
    }
}

/// `self` as a parameter.
pub(super) fn receiver(receiver: &Receiver, errors: &mut Errors) -> Option<Parameter> {
    let ident = Ident::new("self", receiver.self_token.span);
    let ty: Type = match &receiver.kind {
        ReceiverKind::Value => syn::parse_quote!(Self),
        ReceiverKind::Reference(and, lifetime, mutability) => {
            syn::parse_quote!(#and #lifetime #mutability Self)
        }
        ReceiverKind::Typed(_, ty) if is_plain(ty) => (**ty).clone(),
        _ => {
            errors.help(
                receiver.span(),
                "a method with this receiver cannot be differentiated",
                "take `self`, `&self` or `&mut self`".into(),
            );
            return None;
        }
    };
    let pat = Pat::Ident(PatIdent {
        attrs: Vec::new(),
        by_ref: None,
        mutability: receiver.mutability,
        ident: ident.clone(),
        subpat: None,
    });
    Some(Parameter {
        ident,
        pat,
        ty,
        mutable: receiver.mutability.is_some(),
        carrier: Carrier::Inert,
        active: false,
        rejected: false,
    })
}

/// `Self`, or a reference to it.
fn is_plain(ty: &Type) -> bool {
    match ty {
        Type::Path(path) => path.path.is_ident("Self"),
        Type::Reference(reference) => is_plain(&reference.elem),
        Type::Paren(paren) => is_plain(&paren.elem),
        _ => false,
    }
}
