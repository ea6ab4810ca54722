//! `check_gradient!(f(0.3, &p, const 3))`: a call, read as the check of the companions of `f`.
//!
//! Assumes: the first token is the path of the runtime, as its own macro passes `$crate`.
//! Guarantees: one expression, a `Result`, which evaluates each active argument once. The function may be a method: what
//! stands before its name is evaluated for each call.
//!
//! ```text
//! f(x, &p, const 3)   →   Check::new("f", (x, owned(&p),), |(a0, a1,)| f(a0, &a1, 3))
//!                             .jvp("f_jvp", |(a0, a1,), (d0, d1,)| f_jvp(a0, &a1, 3, d0, &d1))
//!                             …
//!                             .run()
//! ```

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, format_ident, quote};
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::token::Paren;
use syn::{AngleBracketedGenericArguments, Expr, ExprPath, Lit, Token, parenthesized};

use crate::diagnostics::error;

/// A check as written.
pub(crate) struct GradientCheck {
    runtime: TokenTree,
    companions: Companions,
    function: Function,
    arguments: Vec<Argument>,
}

/// What is called.
enum Function {
    Path(ExprPath),
    Method {
        receiver: Box<Expr>,
        name: Ident,
        turbofish: Option<AngleBracketedGenericArguments>,
    },
}

impl Parse for Function {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        if !is_method(input) {
            return input.parse().map(Function::Path);
        }
        // All but the arguments of the call, which are no expressions.
        let mut callee = TokenStream::new();
        while !(input.peek(Paren)
            && input
                .cursor()
                .token_tree()
                .is_none_or(|(_, rest)| rest.eof()))
        {
            callee.extend([input.parse::<TokenTree>()?]);
        }
        match syn::parse2(quote!(#callee()))? {
            Expr::MethodCall(call) => Ok(Function::Method {
                receiver: call.receiver,
                name: call.method,
                turbofish: call.turbofish,
            }),
            other => Err(error(other.span(), "expected a call of a method", None)),
        }
    }
}

/// Whether a dot stands before the arguments of the call.
fn is_method(input: ParseStream<'_>) -> bool {
    let mut rest = input.cursor();
    let mut found = false;
    while let Some((token, next)) = rest.token_tree() {
        found |= matches!(&token, TokenTree::Punct(dot) if dot.as_char() == '.');
        rest = next;
    }
    found
}

/// Which companions there are, by the words before the call.
#[derive(Clone, Copy)]
struct Companions {
    forward: bool,
    reverse: bool,
    gradient: bool,
}

enum Argument {
    /// `const value`.
    Inactive(Expr),
    /// `value`.
    Owned(Expr),
    /// `&value`.
    Borrowed(Expr),
}

impl Parse for GradientCheck {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let runtime = input.parse()?;
        let companions = parse_companions(input)?;
        let function = input.parse()?;
        let content;
        let parentheses = parenthesized!(content in input);
        let arguments = Punctuated::<Argument, Token![,]>::parse_terminated(&content)?;
        if !input.is_empty() {
            return Err(input.error("expected nothing after the call"));
        }
        if arguments.iter().all(Argument::is_inactive) {
            let message = "no argument to differentiate with respect to";
            return Err(error(parentheses.span.join(), message, None));
        }
        Ok(GradientCheck {
            runtime,
            companions,
            function,
            arguments: arguments.into_iter().collect(),
        })
    }
}

/// A word is one only before the path of the function: a function may be called `forward`.
fn parse_companions(input: ParseStream<'_>) -> syn::Result<Companions> {
    let mut companions = Companions {
        forward: true,
        reverse: true,
        gradient: true,
    };
    while input.peek(Ident::peek_any) && input.peek2(Ident::peek_any) {
        let word = input.call(Ident::parse_any)?;
        match word.to_string().as_str() {
            "forward" => companions.reverse = false,
            "reverse" => companions.forward = false,
            "several" => companions.gradient = false,
            _ => {
                let message =
                    format!("expected `forward`, `reverse`, `several` or a call, found `{word}`");
                return Err(error(word.span(), message, None));
            }
        }
    }
    Ok(companions)
}

impl Parse for Argument {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        if input.parse::<Option<Token![const]>>()?.is_some() {
            return Ok(Argument::Inactive(input.parse()?));
        }
        let value: Expr = input.parse()?;
        if is_discrete_literal(&value) {
            let message = "this argument carries no derivative";
            let help = format!("write `const {}`", value.to_token_stream());
            return Err(error(value.span(), message, Some(help)));
        }
        match &value {
            Expr::Reference(reference) if reference.mutability.is_some() => Err(error(
                reference.and_token.span,
                "a `&mut` argument cannot be checked",
                None,
            )),
            Expr::Reference(reference) => Ok(Argument::Borrowed((*reference.expr).clone())),
            _ => Ok(Argument::Owned(value)),
        }
    }
}

/// Whether this is an integer, a string or the like: what the macro can see of types.
fn is_discrete_literal(value: &Expr) -> bool {
    match value {
        Expr::Unary(negated) => is_discrete_literal(&negated.expr),
        Expr::Lit(literal) => !matches!(literal.lit, Lit::Float(_)),
        _ => false,
    }
}

impl Argument {
    fn is_inactive(&self) -> bool {
        matches!(self, Argument::Inactive(_))
    }

    /// The value at the point, where active.
    fn sample(&self, runtime: &TokenTree) -> Option<TokenStream> {
        match self {
            Argument::Inactive(_) => None,
            Argument::Owned(value) => Some(value.to_token_stream()),
            Argument::Borrowed(value) => Some(quote!(#runtime::check::owned(&#value))),
        }
    }

    /// The position in the call and the text, where active.
    fn name(&self, index: usize) -> Option<TokenStream> {
        let text = match self {
            Argument::Inactive(_) => return None,
            Argument::Owned(value) => quote!(::core::stringify!(#value)),
            // The tokens of a reference would print with a space in between.
            Argument::Borrowed(value) => quote!(::core::concat!("&", ::core::stringify!(#value))),
        };
        let position = index + 1;
        Some(quote!((#position, #text)))
    }

    /// The argument of a call, with the owned value in `variable`.
    fn passed(&self, variable: &Ident) -> TokenStream {
        match self {
            Argument::Inactive(value) => value.to_token_stream(),
            Argument::Owned(_) => quote!(#variable),
            Argument::Borrowed(_) => quote!(&#variable),
        }
    }
}

impl GradientCheck {
    /// The expression whose value is the result of the check.
    pub(crate) fn expand(&self) -> TokenStream {
        let runtime = &self.runtime;
        let (function, name) = self.companion("");
        let samples = self.arguments.iter().filter_map(|a| a.sample(runtime));
        let names = self.arguments.iter().enumerate();
        let names = names.filter_map(|(index, argument)| argument.name(index));
        let point = self.active("a");
        let arguments = self.call_arguments("a");
        let methods = self.methods();
        quote! {
            #runtime::check::Check::new(#name, (#(#samples,)*), |(#(#point,)*)| #function(#(#arguments),*))
                .arguments([#(#names),*])
                #(#methods)*
                .run()
        }
    }

    /// `.jvp(..)`, `.vjp(..)` and so on, for the companions there are.
    fn methods(&self) -> Vec<TokenStream> {
        let Companions {
            forward,
            reverse,
            gradient,
        } = self.companions;
        let mut methods = Vec::new();
        if forward {
            methods.push(self.jvp());
        }
        if reverse {
            methods.push(self.vjp());
        }
        if reverse && gradient {
            methods.extend([self.grad(), self.value_and_grad(), self.grad_into()]);
        }
        methods
    }

    fn jvp(&self) -> TokenStream {
        let (path, name) = self.companion("_jvp");
        let (point, arguments) = (self.active("a"), self.call_arguments("a"));
        let (tangent, tangents) = (self.active("d"), self.active_arguments("d"));
        quote!(.jvp(#name, |(#(#point,)*), (#(#tangent,)*)| #path(#(#arguments,)* #(#tangents),*)))
    }

    fn vjp(&self) -> TokenStream {
        let (path, name) = self.companion("_vjp");
        let (point, arguments) = (self.active("a"), self.call_arguments("a"));
        let [seed, value, pullback] = ["seed", "value", "pullback"].map(local);
        let runtime = &self.runtime;
        let bars = self.as_tuple(&quote!(#pullback(#runtime::check::Seed::passed(&#seed))));
        quote! {
            .vjp(#name, |(#(#point,)*), #seed| {
                let (#value, #pullback) = #path(#(#arguments),*);
                (#value, #bars)
            })
        }
    }

    fn grad(&self) -> TokenStream {
        let (path, name) = self.companion("_grad");
        let (point, arguments) = (self.active("a"), self.call_arguments("a"));
        let bars = self.as_tuple(&quote!(#path(#(#arguments),*)));
        quote!(.grad(#name, |(#(#point,)*)| #bars))
    }

    fn value_and_grad(&self) -> TokenStream {
        let (path, name) = self.companion("_value_and_grad");
        let (point, arguments) = (self.active("a"), self.call_arguments("a"));
        quote!(.value_and_grad(#name, |(#(#point,)*)| #path(#(#arguments),*)))
    }

    fn grad_into(&self) -> TokenStream {
        let (path, name) = self.companion("_grad_into");
        let (point, arguments) = (self.active("a"), self.call_arguments("a"));
        let buffers = self.active("b");
        quote! {
            .grad_into(#name, |(#(#point,)*), (#(#buffers,)*)| #path(#(#arguments,)* #(#buffers),*))
        }
    }

    /// The cotangent of a single active argument comes bare.
    fn as_tuple(&self, bars: &TokenStream) -> TokenStream {
        match self.active("a").len() {
            1 => quote!((#bars,)),
            _ => bars.clone(),
        }
    }

    /// A companion as it is called, generic arguments included, and its name.
    fn companion(&self, suffix: &str) -> (TokenStream, String) {
        match &self.function {
            Function::Path(path) => {
                let mut path = path.clone();
                let mut name = String::new();
                if let Some(last) = path.path.segments.last_mut() {
                    last.ident = format_ident!("{}{suffix}", last.ident);
                    name = last.ident.unraw().to_string();
                }
                (path.into_token_stream(), name)
            }
            Function::Method {
                receiver,
                name,
                turbofish,
            } => {
                let name = format_ident!("{name}{suffix}");
                (quote!(#receiver.#name #turbofish), name.unraw().to_string())
            }
        }
    }

    /// A variable for each active argument.
    fn active(&self, prefix: &str) -> Vec<Ident> {
        let arguments = self.arguments.iter().enumerate();
        arguments
            .filter(|(_, argument)| !argument.is_inactive())
            .map(|(index, _)| local(&format!("{prefix}{index}")))
            .collect()
    }

    /// All arguments, the active ones by the variables of [`Self::active`].
    fn call_arguments(&self, prefix: &str) -> Vec<TokenStream> {
        let arguments = self.arguments.iter().enumerate();
        arguments
            .map(|(index, argument)| argument.passed(&local(&format!("{prefix}{index}"))))
            .collect()
    }

    /// The active ones of [`Self::call_arguments`].
    fn active_arguments(&self, prefix: &str) -> Vec<TokenStream> {
        let arguments = self.arguments.iter().enumerate();
        arguments
            .filter(|(_, argument)| !argument.is_inactive())
            .map(|(index, argument)| argument.passed(&local(&format!("{prefix}{index}"))))
            .collect()
    }
}

/// A name that no expression of the user sees.
fn local(name: &str) -> Ident {
    Ident::new(name, Span::mixed_site())
}
