//! What calls and arguments have to do with functions that are passed.

use proc_macro2::{Group, Ident, Span, TokenStream, TokenTree};
use syn::parse::Parse;
use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::{Expr, ExprPath, Path, PathArguments, Type};

use super::FunctionParameter;
use crate::syntax::{names_in, scope};

/// The name of the function parameter that an argument passes on.
pub(in crate::syntax) fn passed_on(argument: &Expr) -> Option<&Ident> {
    match argument {
        Expr::Path(path) => path.path.get_ident(),
        Expr::Reference(reference) if reference.mutability.is_none() => passed_on(&reference.expr),
        Expr::Paren(paren) => passed_on(&paren.expr),
        _ => None,
    }
}

/// Whether a name is that of one of the parameters.
pub(in crate::syntax) fn names<'p>(
    mut parameters: impl Iterator<Item = &'p FunctionParameter>,
    name: &Ident,
) -> bool {
    parameters.any(|parameter| scope::key(&parameter.ident) == scope::key(name))
}

/// What the call of a parameter gives: `R` of `function::call_1::<_, A, R>`.
pub(in crate::syntax) fn output(path: &Path) -> Option<&Type> {
    let mut segments = path.segments.iter().rev();
    let (call, module) = (segments.next()?, segments.next()?);
    let PathArguments::AngleBracketed(arguments) = &call.arguments else {
        return None;
    };
    let is_call = module.ident == "function" && call.ident.to_string().starts_with("call_");
    match arguments.args.last()? {
        syn::GenericArgument::Type(ty) if is_call => Some(ty),
        _ => None,
    }
}

/// `<g>::primal`: the function that takes functions whose derivatives can be asked for.
pub(in crate::syntax) fn by_linkage(path: &ExprPath) -> ExprPath {
    let mut linkage = path.clone();
    let last = linkage.path.segments.last_mut();
    let arguments = last.map(|last| std::mem::take(&mut last.arguments));
    let span = path.span();
    let mut primal: ExprPath = syn::parse_quote_spanned!(span=> <#linkage>::primal);
    if let (Some(last), Some(arguments)) = (primal.path.segments.last_mut(), arguments) {
        last.arguments = arguments;
    }
    primal
}

/// `g` of that.
pub(in crate::syntax) fn called_by_linkage(path: &ExprPath) -> Option<ExprPath> {
    let (of, last) = (path.qself.as_ref()?, path.path.segments.last()?);
    let Type::Path(function) = &*of.ty else {
        return None;
    };
    if last.ident != "primal" || path.path.segments.len() != 1 {
        return None;
    }
    let mut called = ExprPath {
        attrs: Vec::new(),
        qself: function.qself.clone(),
        path: function.path.clone(),
    };
    if let Some(segment) = called.path.segments.last_mut() {
        segment.arguments = last.arguments.clone();
    }
    Some(called)
}

/// Syntax, all of whose tokens are reported at a place of the user's.
pub(in crate::syntax) fn parse_located<T: Parse>(tokens: TokenStream, span: Span) -> T {
    let located = located(tokens, span);
    syn::parse_quote!(#located)
}

fn located(tokens: TokenStream, span: Span) -> TokenStream {
    let at = |token: TokenTree| match token {
        TokenTree::Group(group) => {
            let mut moved = Group::new(group.delimiter(), located(group.stream(), span));
            moved.set_span(span.resolved_at(group.span()));
            TokenTree::Group(moved)
        }
        mut token => {
            token.set_span(span.resolved_at(token.span()));
            token
        }
    };
    tokens.into_iter().map(at).collect()
}

/// Whether a parameter of a closure without a written type is taken for an index or a number: it is cast, indexes something or
/// bounds a range. Generated code compiles for nothing else.
pub(in crate::syntax) fn is_counter(name: &Ident, body: &Expr) -> bool {
    struct Counted<'a> {
        name: &'a Ident,
        found: bool,
    }
    impl Counted<'_> {
        fn mentions(&self, expr: &Expr) -> bool {
            names_in(expr).names.contains(&self.name.to_string())
        }
    }
    impl Visit<'_> for Counted<'_> {
        fn visit_expr_cast(&mut self, cast: &syn::ExprCast) {
            let own = matches!(&*cast.expr, Expr::Path(path) if path.path.is_ident(self.name));
            self.found |= own;
            visit::visit_expr_cast(self, cast);
        }
        fn visit_expr_index(&mut self, index: &syn::ExprIndex) {
            self.found |= self.mentions(&index.index);
            visit::visit_expr_index(self, index);
        }
        fn visit_expr_range(&mut self, range: &syn::ExprRange) {
            let mut bounds = range.start.iter().chain(&range.end);
            self.found |= bounds.any(|bound| self.mentions(bound));
            visit::visit_expr_range(self, range);
        }
    }
    let mut counted = Counted { name, found: false };
    counted.visit_expr(body);
    counted.found
}
