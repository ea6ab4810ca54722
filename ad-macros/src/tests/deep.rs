//! Inputs nested without bound: an error, in little time and with little of the stack.

use proc_macro2::TokenStream;

use super::fuzz::{assert_expands, on_compiler_stack};

/// What is repeated before, what stands in the middle, what is repeated after.
type Kind = (&'static str, &'static str, &'static str);

/// An item with a `§`, and what may stand there.
type Place = (&'static str, &'static [Kind]);

const EXPRESSIONS: &[Kind] = &[
    ("(", "x", ")"),
    ("{", "x", "}"),
    ("[", "x", "]"),
    ("(x + ", "x", ")"),
    ("(x, ", "x", ")"),
    ("f(", "x", ")"),
    ("S { a: ", "x", "}"),
    ("m!(", "x", ")"),
    ("m!{", "x", "}"),
    ("unsafe {", "x", "}"),
    ("a[", "0", "]"),
    ("-", "x", ""),
    ("- ", "x", ""),
    ("!", "x", ""),
    ("*", "x", ""),
    ("&", "x", ""),
    ("& ", "x", ""),
    ("&mut ", "x", ""),
    ("&raw const ", "x", ""),
    ("#[a] -", "x", ""),
    ("-&!*", "x", ""),
    ("", "x", " + x"),
    ("", "x", " - x"),
    ("", "x", " * x"),
    ("", "x", " - -x * x"),
    ("", "x", " && x"),
    ("", "x", " || x"),
    ("", "x", " | x"),
    ("", "x", " << x"),
    ("", "x", " == x"),
    ("", "x", " < x"),
    ("", "x", " < x && x > x"),
    ("", "x", " < return x > x && x"),
    ("", "x", ".sin()"),
    ("", "x", ".0"),
    ("", "x", "?"),
    ("", "x", "[0]"),
    ("", "x", "()"),
    ("", "x", " as f64"),
    ("", "x", ".await"),
    ("x = ", "x", ""),
    ("x += ", "x", ""),
    ("x < x = x > ", "x", ""),
    ("return ", "x", ""),
    ("break ", "x", ""),
    ("break 'a ", "x", ""),
    ("'a: loop {", "", "}"),
    ("|x| ", "x", ""),
    ("|x, y| ", "x", ""),
    ("|| ", "x", ""),
    ("move |x|", "x", ""),
    ("|x|", "x", ""),
    ("..", "x", ""),
    ("x..", "x", ""),
    ("if x > 0.0 { x } else ", "{ x }", ""),
    ("if ", "x", " { x } else { x }"),
    ("if let x = ", "x", " {}"),
    ("match ", "x", " {}"),
    ("match x { x => ", "x", "}"),
    ("for x in ", "x", " {}"),
    ("while ", "x", " {}"),
    ("async move ", "{}", ""),
    ("const {", "x", "}"),
    ("let x = ", "x", ""),
    ("x::<", "x", ">"),
    ("V::<V<", "x", ">>"),
    ("<", "T", " as T>::T"),
    ("x::", "x", ""),
    ("x as V<", "T", ">"),
    ("x as &", "T", ""),
    ("#![a] ", "x", ""),
    ("#[a] ", "x", ""),
    ("{} ", "x", ""),
    ("{} + ", "x", ""),
    ("if x {} ", "x", ""),
    ("if if x {} {} + ", "x", ""),
    ("fn f() {", "x", "}"),
    ("fn f() -> ", "x", ""),
    ("x; ", "x", ""),
    ("yield ", "x", ""),
    ("box ", "x", ""),
    ("gen ", "x", ""),
    ("static || ", "x", ""),
    ("for<'a> |x| ", "x", ""),
    ("do yeet ", "x", ""),
    ("try ", "{}", ""),
    ("builtin # ", "x", ""),
    ("$", "x", ""),
];

const TYPES: &[Kind] = &[
    ("Vec<", "f64", ">"),
    ("m::Vec<u8, ", "f64", ">"),
    ("I<A = ", "f64", ">"),
    ("I<A: ", "f64", ">"),
    ("&", "f64", ""),
    ("&'a ", "f64", ""),
    ("&'a mut ", "f64", ""),
    ("*const ", "f64", ""),
    ("[", "f64", "]"),
    ("[", "f64", "; 2]"),
    ("(", "f64", ")"),
    ("(u8, ", "f64", ")"),
    ("fn() -> ", "f64", ""),
    ("fn(", "f64", ")"),
    ("impl Fn() -> ", "f64", ""),
    ("dyn ", "f64", ""),
    ("dyn Fn(", "f64", ")"),
    ("impl A + ", "f64", ""),
    ("for<'a> ", "f64", ""),
    ("<", "f64", " as A>::B"),
    ("A::", "f64", ""),
    ("A<{", "0", "}>"),
    ("?", "f64", ""),
    ("unsafe ", "fn()", ""),
    ("m!(", "f64", ")"),
];

const PATTERNS: &[Kind] = &[
    ("(", "y", ")"),
    ("(y, ", "y", ")"),
    ("[", "y", "]"),
    ("S(", "y", ")"),
    ("S { a: ", "y", "}"),
    ("&", "y", ""),
    ("&mut ", "y", ""),
    ("y | ", "y", ""),
    ("| ", "y", ""),
    ("y @ ", "y", ""),
    ("ref ", "y", ""),
    ("mut ", "y", ""),
    ("box ", "y", ""),
    ("0..", "", ""),
    ("-", "1", ""),
    ("A::", "y", ""),
];

const TREES: &[Kind] = &[
    ("a::", "b", ""),
    ("a::{", "b", "}"),
    ("{a, ", "b", "}"),
    ("::", "b", ""),
];

/// Where such an input stands, for what stands there.
const PLACES: &[Place] = &[
    ("fn f(x: f64) -> f64 { § }", EXPRESSIONS),
    ("fn f(x: f64) -> f64 { let y = §; y * x }", EXPRESSIONS),
    ("fn f(x: f64, y: §) -> f64 { x }", TYPES),
    ("fn f(x: f64) -> § { x }", TYPES),
    ("fn f<T: §>(x: f64) -> f64 where §: T { x }", TYPES),
    ("fn f(x: f64, §: f64) -> f64 { x }", PATTERNS),
    ("fn f(x: f64) -> f64 { let § = x; x }", PATTERNS),
    ("fn f(x: f64) -> f64 { match x { § => {} } }", PATTERNS),
    ("fn f(x: f64) -> f64 { use §; x }", TREES),
    ("#[a(§)] fn f(x: f64) -> f64 { x }", EXPRESSIONS),
    ("#[a = §] fn f(x: f64) -> f64 { x }", EXPRESSIONS),
    ("pub(in §) fn f(x: f64) -> f64 { x }", TREES),
    ("§", EXPRESSIONS),
];

fn nested((before, middle, after): Kind, levels: usize) -> String {
    let (before, after) = (before.repeat(levels), after.repeat(levels));
    format!("{before}{middle}{after}")
}

/// Every kind of nesting in such places, at some depths.
fn assert_nested(places: &'static [Place], levels: &'static [usize]) {
    on_compiler_stack(move || {
        for (place, kinds) in places {
            for kind in *kinds {
                for levels in levels {
                    let item = place.replace('§', &nested(*kind, *levels));
                    if std::env::var_os("SHOW").is_some() {
                        eprintln!("{place} {kind:?} {levels}");
                    }
                    // Not all are token trees: a bracket may close what it does not open.
                    if let Ok(item) = item.parse() {
                        assert_expands(&TokenStream::new(), &item);
                    }
                }
            }
        }
    });
}

#[test]
fn what_is_read_does_not_overflow() {
    assert_nested(PLACES, &[1, 10, 31, 47, 93, 95]);
}

#[test]
fn what_is_not_read_does_not_overflow() {
    assert_nested(PLACES, &[200]);
    let (one, _) = PLACES.split_at(1);
    assert_nested(one, &[1000, 10_000]);
}

/// `SHOW=1 cargo test --release -p ad-macros -- --ignored a_hundred_thousand` says where an overflow is.
#[test]
#[ignore = "takes minutes, most of them to make such tokens"]
fn a_hundred_thousand_levels_do_not_overflow() {
    assert_nested(PLACES, &[100_000]);
}

#[test]
fn nested_arguments_do_not_overflow() {
    on_compiler_stack(|| {
        let item: TokenStream = "fn f(x: f64) -> f64 { x }".parse().expect("tokens");
        for option in [
            "§",
            "wrt(§)",
            "partials = §",
            "crate = §",
            "order = §",
            "jvp = §",
        ] {
            for kind in EXPRESSIONS.iter().chain(TYPES) {
                for levels in [10, 95, 1000] {
                    let args = option.replace('§', &nested(*kind, levels));
                    if let Ok(args) = args.parse() {
                        assert_expands(&args, &item);
                    }
                }
            }
        }
    });
}
