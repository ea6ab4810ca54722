//! Functions as the editor sees them while they are typed, brackets closed: the item, then errors,
//! then stubs. What does not parse is the compiler's to report, and no error is added to its own.
//!
//! `UPDATE_SNAPSHOTS=1 cargo test -p ad-macros incomplete` writes `tests/snapshots/incomplete` anew.

use proc_macro2::TokenStream;
use syn::{File, Item};

use super::snapshots::assert_snapshot;
use crate::expand::{companions, expand};

/// The signatures of what is made, and its errors in full.
fn outline(item: Item) -> Option<Item> {
    match item {
        Item::Fn(mut item) => {
            item.attrs.clear();
            item.block = Box::new(syn::parse_quote!({}));
            Some(Item::Fn(item))
        }
        Item::Macro(item) => Some(Item::Macro(item)),
        _ => None,
    }
}

fn assert_incomplete(name: &str, args: &str, item: &str) {
    let tokens = |text: &str| text.parse::<TokenStream>().expect("tokens");
    let made = companions(tokens(args), &tokens(item));
    let made: File = syn::parse2(made).expect("items");
    let items: Vec<Item> = made.items.into_iter().filter_map(outline).collect();
    let made = File {
        shebang: None,
        frontmatter: None,
        attrs: Vec::new(),
        items,
    };
    let args = if args.is_empty() {
        String::new()
    } else {
        format!("({args})")
    };
    let text = format!(
        "#[differentiate{args}]\n{item}\n\n{}",
        prettyplease::unparse(&made).replace(" {}\n", ";\n")
    );
    let path = format!("tests/snapshots/incomplete/{name}.rs");
    assert_snapshot(&path, &format!("{}\n", text.trim_end()));
}

/// A test for each: a name, the attribute's arguments, the item.
macro_rules! incomplete {
    ($($name:ident: $args:literal, $item:literal;)*) => {$(
        #[test]
        fn $name() {
            assert_incomplete(stringify!($name), $args, $item);
        }
    )*};
}

incomplete! {
    method_name: "", "fn f(x: f64) -> f64 { let y = x * x; y.si }";
    method_prefix: "", "fn f(x: f64) -> f64 { let y = x * x; y.si() }";
    dot: "", "fn f(x: f64, k: &[f64]) -> f64 { let y = x * x; y. }";
    dot_before_statement: "", "fn f(x: f64) -> f64 { let y = x * x; y. let z = y; z }";
    open_let: "", "fn f(x: f64) -> f64 { let z = }";
    empty_let: "", "fn f(x: f64) -> f64 { let z = ; z }";
    let_name: "", "fn f(x: f64) -> f64 { let z }";
    let_type: "", "fn f(x: f64) -> f64 { let z: = x; z }";
    open_call: "", "fn f(x: f64) -> f64 { let z = g(x, ); z }";
    dot_in_call: "", "fn f(x: f64) -> f64 { g(x, x.) }";
    operator: "", "fn f(x: f64, y: f64) -> f64 { x + }";
    no_argument: "", "fn f(x: f64) -> f64 { x.powi() }";
    open_if: "", "fn f(x: f64) -> f64 { if x > }";
    empty_match: "", "fn f(x: f64) -> f64 { match x { } }";
    open_array: "", "fn f(x: f64) -> [f64; 2] { [x, ] }";
    open_cast: "", "fn f(x: f64) -> f64 { x as }";
    minus: "", "fn f(x: f64) -> f64 { - }";
    bare_return: "", "fn f(x: f64) -> f64 { return }";
    ampersand: "", "fn f(x: f64) -> f64 { g(&) }";
    path: "", "fn f(x: f64) -> f64 { f64:: }";
    empty_body: "", "fn f(x: f64) -> f64 { }";
    type_prefix: "", "fn f(x: f6) -> f64 { x }";
    result_prefix: "", "fn f(x: f64) -> f { x }";
    no_type: "", "fn f(x: f64, y: ) -> f64 { x }";
    no_colon: "", "fn f(x) -> f64 { x }";
    no_result: "", "fn f(x: f64) { x }";
    open_result: "", "fn f(x: f64) -> { x }";
    no_body: "", "fn f(x: f64) -> f64";
    name_alone: "", "fn f";
    empty_wrt: "wrt()", "fn f(x: f64, y: f64) -> f64 { x * y }";
    wrt_prefix: "wr", "fn f(x: f64, y: f64) -> f64 { x * y }";
    wrt_alone: "wrt", "fn f(x: f64, y: f64) -> f64 { x * y }";
    wrt_parameter_prefix: "wrt(xs, y)", "fn f(xss: f64, y: f64) -> f64 { xss * y }";
    option_after_option: "wrt(x), na", "fn f(x: f64, y: f64) -> f64 { x * y }";
    open_name: "wrt(x), name = ", "fn f(x: f64, y: f64) -> f64 { x * y }";
}

#[test]
fn a_function_in_an_impl_block() {
    let tokens = |text: &str| text.parse::<TokenStream>().expect("tokens");
    let block = "impl<T: Float> S<T> { #[differentiate] fn f(&self, x: T) -> T { self.g(x).si }
        #[differentiate] fn g(&self, x: T) -> T { let y = ; x } fn h() { x. } }";
    let made = expand(TokenStream::new(), &tokens(block)).to_string();
    for stub in ["fn f_grad", "fn g_grad", "fn g_differentiated_vjp"] {
        assert!(made.contains(stub), "no `{stub}` in {made}");
    }
    let as_written = tokens("{ let y = ; x } fn g_differentiated_primal").to_string();
    let (body, companion) = (
        made.find("let y = ; x }"),
        made.find("fn g_differentiated_primal"),
    );
    assert!(
        body.is_some() && body < companion,
        "no `{as_written}` in {made}"
    );
    assert!(made.contains("fn h () { x . } }"), "{made}");
    assert!(!made.contains("# [differentiate"), "{made}");
}
