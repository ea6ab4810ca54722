//! `#[differentiate(...)]`: the arguments of the attribute.
//!
//! Every independent mistake is reported; what could be read of the rest is kept, so that later
//! passes and the stubs know as much as possible.

use proc_macro2::{Ident, Span, TokenStream};
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::{ExprPath, LitInt, LitStr, Path, Token, parenthesized};

use crate::diagnostics::Errors;
use crate::syntax::depth;

/// The options in the order the documentation lists them.
const OPTIONS: [&str; 12] = [
    "wrt",
    "constant",
    "float",
    "order",
    "forward",
    "reverse",
    "error_estimate",
    "partials",
    "jvp",
    "vjp",
    "name",
    "crate",
];

/// What the user asked for.
#[derive(Clone, Default)]
pub(crate) struct Options {
    /// The parameters differentiated with respect to; all that carry floats where absent.
    pub(crate) wrt: Option<Vec<Ident>>,
    /// The parameters held constant.
    pub(crate) constant: Vec<Ident>,
    /// Aliases of float types.
    pub(crate) float: Vec<Ident>,
    pub(crate) family: Family,
    /// Where second derivatives are asked for.
    pub(crate) twice: Option<Span>,
    /// Where an estimate of the rounding errors is asked for.
    pub(crate) error_estimate: Option<Span>,
    /// The functions that say what the derivatives are.
    pub(crate) rules: Rules,
    /// The stem of the companions' names.
    pub(crate) name: Option<Ident>,
    /// Where the runtime lives.
    pub(crate) runtime: Option<Path>,
}

impl Options {
    /// Where the runtime lives.
    pub(crate) fn runtime(&self) -> Path {
        let runtime = self.runtime.clone();
        runtime.unwrap_or_else(|| syn::parse_quote!(::ad_runtime))
    }
}

/// Rules of the user's own: then nothing looks into the body.
#[derive(Clone, Default)]
pub(crate) struct Rules {
    /// The function that returns the partial derivatives.
    pub(crate) partials: Option<ExprPath>,
    /// The function that is forward mode.
    pub(crate) jvp: Option<ExprPath>,
    /// The function that is reverse mode.
    pub(crate) vjp: Option<ExprPath>,
}

impl Rules {
    /// Whether there is a rule for the map as a whole, not for its partial derivatives.
    pub(crate) fn are_of_maps(&self) -> bool {
        self.jvp.is_some() || self.vjp.is_some()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.partials.is_none() && !self.are_of_maps()
    }
}

/// Which companions to emit.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Family {
    #[default]
    Both,
    Forward,
    Reverse,
}

impl Family {
    pub(crate) fn forward(self) -> bool {
        self != Family::Reverse
    }

    pub(crate) fn reverse(self) -> bool {
        self != Family::Forward
    }
}

/// One option, as written.
enum Argument {
    Wrt(Vec<Ident>),
    Constant(Vec<Ident>),
    Float(Vec<Ident>),
    Family(Family),
    Order(u32),
    ErrorEstimate,
    Partials(ExprPath),
    Jvp(ExprPath),
    Vjp(ExprPath),
    Name(Ident),
    Crate(Path),
    /// Something else: its errors are its meaning.
    Wrong(syn::Error),
}

struct Arguments(Vec<(Ident, Argument)>);

impl Parse for Arguments {
    fn parse(input: ParseStream) -> syn::Result<Self> {
        let mut arguments = Vec::new();
        while !input.is_empty() {
            let span = input.span();
            let name = input.call(Ident::parse_any);
            let name = name.unwrap_or_else(|_| Ident::new("_", span));
            let argument = parse_argument(&name, input).and_then(|argument| {
                let ends = input.is_empty() || input.peek(Token![,]);
                ends.then_some(argument)
                    .ok_or_else(|| input.error("expected `,`"))
            });
            arguments.push((name, argument.unwrap_or_else(Argument::Wrong)));
            skip_value(input)?;
            input.parse::<Option<Token![,]>>()?;
        }
        Ok(Arguments(arguments))
    }
}

fn parse_argument(name: &Ident, input: ParseStream) -> syn::Result<Argument> {
    Ok(match name.to_string().as_str() {
        "wrt" => Argument::Wrt(parameters(name, input)?),
        "constant" => Argument::Constant(parameters(name, input)?),
        "float" => Argument::Float(parameters(name, input)?),
        "forward" => Argument::Family(Family::Forward),
        "reverse" => Argument::Family(Family::Reverse),
        "error_estimate" => Argument::ErrorEstimate,
        "partials" => Argument::Partials(rule(input)?),
        "name" => stem(&value(input)?),
        "crate" => {
            input.parse::<Token![=]>()?;
            Argument::Crate(input.call(Path::parse_mod_style)?)
        }
        "order" => order(input)?,
        "jvp" => Argument::Jvp(rule(input)?),
        "vjp" => Argument::Vjp(rule(input)?),
        "_" => Argument::Wrong(syn::Error::new(name.span(), "expected an option")),
        _ => {
            skip_value(input)?;
            Argument::Wrong(unknown(name))
        }
    })
}

fn value<T: Parse>(input: ParseStream) -> syn::Result<T> {
    input.parse::<Token![=]>()?;
    input.parse()
}

fn rule(input: ParseStream) -> syn::Result<ExprPath> {
    input.parse::<Token![=]>()?;
    let span = input.span();
    input
        .parse()
        .map_err(|_| syn::Error::new(span, "expected the path of a function"))
}

fn parameters(name: &Ident, input: ParseStream) -> syn::Result<Vec<Ident>> {
    let nothing = |span| {
        let what = if name == "float" { "type" } else { "parameter" };
        syn::Error::new(span, format!("`{name}` lists no {what}"))
    };
    if !input.peek(syn::token::Paren) {
        return Err(nothing(name.span()));
    }
    let content;
    let parentheses = parenthesized!(content in input);
    let names = Punctuated::<Ident, Token![,]>::parse_terminated_with(&content, Ident::parse_any)?;
    if names.is_empty() {
        return Err(nothing(parentheses.span.join()));
    }
    Ok(names.into_iter().collect())
}

fn stem(name: &LitStr) -> Argument {
    match name.parse::<Ident>() {
        Ok(stem) => Argument::Name(stem),
        Err(_) => Argument::Wrong(syn::Error::new(
            name.span(),
            format!("`{}` cannot begin the name of a function", name.value()),
        )),
    }
}

fn order(input: ParseStream) -> syn::Result<Argument> {
    input.parse::<Token![=]>()?;
    let span = input.span();
    let number = input
        .parse::<LitInt>()
        .ok()
        .and_then(|order| order.base10_parse::<u32>().ok());
    Ok(match number {
        Some(order @ 1..=2) => Argument::Order(order),
        _ => {
            if number.is_none() && !input.peek(Token![,]) && !input.is_empty() {
                input.parse::<proc_macro2::TokenTree>()?;
            }
            Argument::Wrong(syn::Error::new(span, "order must be 1 or 2"))
        }
    })
}

fn unknown(name: &Ident) -> syn::Error {
    let expected = OPTIONS.map(|option| format!("`{option}`")).join(", ");
    syn::Error::new(
        name.span(),
        format!("unknown option `{name}`; expected one of {expected}"),
    )
}

/// Passes over the value of an unknown option, or the rest of a wrong one, to read the ones after it.
fn skip_value(input: ParseStream) -> syn::Result<()> {
    let mut in_parameters = false;
    while !input.is_empty() && (in_parameters || !input.peek(Token![,])) {
        in_parameters ^= input.peek(Token![|]);
        input.parse::<proc_macro2::TokenTree>()?;
    }
    Ok(())
}

/// Reads the arguments of the attribute; mistakes go to `errors`.
pub(crate) fn parse(args: TokenStream, errors: &mut Errors) -> Options {
    let mut options = Options::default();
    if let Some(span) = depth::too_deep(args.clone()) {
        errors.push(span, "this option is nested too deeply to be read");
        return options;
    }
    let arguments = match syn::parse2::<Arguments>(args) {
        Ok(Arguments(arguments)) => arguments,
        Err(error) => {
            errors.absorb(error);
            return options;
        }
    };
    let mut seen = Vec::new();
    for (name, argument) in arguments {
        if seen.contains(&name) {
            errors.push(name.span(), format!("option `{name}` is given twice"));
            continue;
        }
        apply(&mut options, argument, name.span(), errors);
        seen.push(name);
    }
    if options.rules.are_of_maps() {
        check_rules(&mut options, &seen, errors);
    }
    if let (Some(span), Family::Forward) = (options.error_estimate, options.family) {
        errors.help(
            span,
            "`error_estimate` needs reverse mode".to_owned(),
            "leave out `forward`".to_owned(),
        );
    }
    if let (Some(span), Family::Forward | Family::Reverse) = (options.twice, options.family) {
        errors.help(
            span,
            "second derivatives need both modes".to_owned(),
            "leave out `forward` and `reverse`".to_owned(),
        );
    }
    options
}

/// What rules for whole maps exclude, by the options given; a rule for one mode alone leaves out the other family.
fn check_rules(options: &mut Options, given: &[Ident], errors: &mut Errors) {
    let find = |option: &str| given.iter().find(|name| *name == option);
    let (jvp, vjp) = (find("jvp"), find("vjp"));
    if let (Some(partials), Some(rule)) = (find("partials"), jvp.or(vjp)) {
        errors.help(
            partials.span(),
            format!("`partials` and `{rule}` exclude each other"),
            "leave one out: `partials` serves both modes".to_owned(),
        );
    }
    for (rule, family) in [(jvp, "reverse"), (vjp, "forward")] {
        if let (Some(rule), Some(_)) = (rule, find(family)) {
            errors.help(
                rule.span(),
                format!("`{rule}` is the rule of what `{family}` leaves out"),
                "leave one of them out".to_owned(),
            );
        }
    }
    if let Some(option) = find("error_estimate") {
        errors.help(
            option.span(),
            "`error_estimate` cannot tell what a rule for a whole map rounds".to_owned(),
            "leave it out, or give the rule as `partials`".to_owned(),
        );
    }
    match (jvp, vjp, options.twice) {
        (Some(_), Some(_), _) | (_, _, None) => {}
        (jvp, _, Some(order)) => errors.help(
            order,
            "second derivatives need `jvp` and `vjp`".to_owned(),
            if jvp.is_some() {
                "add `vjp = path`".to_owned()
            } else {
                "add `jvp = path`, of a function with `#[differentiate]`".to_owned()
            },
        ),
    }
    // Said already where an option asks for more.
    if options.family == Family::Both && options.twice.is_none() {
        options.family = match (jvp, vjp) {
            (Some(_), None) => Family::Forward,
            (None, Some(_)) => Family::Reverse,
            _ => Family::Both,
        };
    }
}

fn apply(options: &mut Options, argument: Argument, span: Span, errors: &mut Errors) {
    match argument {
        Argument::Wrt(names) => options.wrt = Some(names),
        Argument::Constant(names) => options.constant = names,
        Argument::Float(names) => options.float = names,
        Argument::Family(Family::Both) => {}
        Argument::Family(family) if options.family == Family::Both => options.family = family,
        Argument::Family(_) => {
            errors.help(
                span,
                "`forward` and `reverse` exclude each other".to_owned(),
                "leave both out to get both families".to_owned(),
            );
        }
        Argument::Order(order) => options.twice = (order == 2).then_some(span),
        Argument::ErrorEstimate => options.error_estimate = Some(span),
        Argument::Partials(path) => options.rules.partials = Some(path),
        Argument::Jvp(path) => options.rules.jvp = Some(path),
        Argument::Vjp(path) => options.rules.vjp = Some(path),
        Argument::Name(name) => options.name = Some(name),
        Argument::Crate(path) => options.runtime = Some(path),
        Argument::Wrong(error) => errors.absorb(error),
    }
}
