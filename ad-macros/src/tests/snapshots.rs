//! Expansions as a reader sees them, kept in `tests/snapshots`. After a change that is meant,
//! `UPDATE_SNAPSHOTS=1 cargo test -p ad-macros snapshots` writes them anew.

mod control;

use std::fmt::Write;
use std::path::Path;

use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::punctuated::Punctuated;
use syn::{Attribute, Expr, Item, ItemFn, Lit, Meta, Token};

use crate::expand::expand;

fn items(args: &str, source: &str) -> Vec<Item> {
    let item = source.parse().expect("tokens");
    let tokens = expand(args.parse().expect("tokens"), &item);
    let file: syn::File = syn::parse2(tokens).expect("items");
    file.items
}

/// The expansion's functions whose names end in one of `suffixes`, formatted.
fn functions(args: &str, source: &str, suffixes: &[&str]) -> String {
    let mut functions = Vec::new();
    for item in items(args, source) {
        let Item::Fn(mut item) = item else { continue };
        let name = item.sig.ident.to_string();
        let shown = suffixes.iter().any(|suffix| name.ends_with(suffix));
        if !shown || name.ends_with("_value_and_grad") {
            continue;
        }
        item.attrs.clear();
        let file = syn::File {
            shebang: None,
            attrs: Vec::new(),
            items: vec![Item::Fn(item)],
            frontmatter: None,
        };
        functions.push(prettyplease::unparse(&file));
    }
    functions.join("\n")
}

/// The linkage of a function.
fn linkage(args: &str, source: &str) -> String {
    let items = items(args, source).into_iter();
    let mut linkage: Vec<Item> = items.filter(|item| matches!(item, Item::Impl(_))).collect();
    for item in &mut linkage {
        if let Item::Impl(item) = item {
            item.attrs.clear();
        }
    }
    prettyplease::unparse(&syn::File {
        shebang: None,
        attrs: Vec::new(),
        items: linkage,
        frontmatter: None,
    })
}

pub(super) fn assert_snapshot(path: &str, text: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
        std::fs::write(&path, text).expect("a writable snapshot");
        return;
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        kept == text,
        "{} differs; if that is meant, run with UPDATE_SNAPSHOTS=1. Now:\n{text}",
        path.display()
    );
}

fn assert_expansion(name: &str, args: &str, source: &str) {
    let text = functions(
        args,
        source,
        &[
            "_jvp",
            "_over",
            "_linearize",
            "_vjp",
            "_grad",
            "_hvp",
            "_hessian",
        ],
    );
    assert_snapshot(&format!("tests/snapshots/{name}.rs"), &text);
}

#[test]
fn snapshots_elementary() {
    assert_expansion(
        "elementary",
        "",
        "fn f(x: f64, y: f64) -> f64 {
            (x * y).sin() + (x / y).exp() - (x * x + y * y).sqrt() * (1.0 + x * x).ln()
        }",
    );
}

#[test]
fn snapshots_second_order() {
    let args = "order = 2";
    let source = "fn f(x: &[f64], p: f64) -> f64 {
        let mut sum = 0.0;
        for i in 1..x.len() {
            sum += (p * x[i]).sin() * x[i - 1];
        }
        sum
    }";
    let text = functions(args, source, &["_hvp", "_hessian"]);
    assert_snapshot("tests/snapshots/second_order.rs", &text);
}

/// As in the example `neuron`.
const NEURON: &str = "fn loss(w: f64, b: f64, x: f64, t: f64) -> f64 {
    let z = w * x + b;
    let y = 1.0 / (1.0 + (-z).exp());
    0.5 * (y - t).powi(2)
}";

#[test]
fn snapshots_neuron() {
    assert_expansion("neuron", "wrt(w, b)", NEURON);
}

#[test]
fn snapshots_neuron_example() {
    let example = include_str!("../../../examples/src/bin/neuron.rs");
    assert!(example.contains(NEURON), "the example has another loss");
    let text = functions("wrt(w, b)", NEURON, &["loss_grad"]);
    assert_snapshot("../examples/data/neuron_grad.rs", &text);
}

/// The programs that `ARCHITECTURE.md` shows are generated for these, in their order.
const SHOWN: [(&str, &str); 6] = [
    (
        "_grad",
        "fn f(x: f64, y: f64) -> f64 { let z = x * y; z.sin() * x }",
    ),
    (
        "_vjp",
        "fn f(x: f64, y: f64) -> f64 { let z = x * y; z.sin() * x }",
    ),
    (
        "_grad",
        "fn f(x: &[f64]) -> f64 {
            let mut p = 1.0;
            for i in 0..x.len() { p *= x[i].sin(); }
            p
        }",
    ),
    (
        "_grad",
        "fn f(x: &[f64]) -> f64 {
            let mut sum = 0.0;
            for i in 0..x.len() { let a = 1.0 - x[i]; sum += a * a; }
            sum
        }",
    ),
    (
        "_grad",
        "fn f(x0: f64, n: usize) -> f64 {
            let mut x = x0;
            #[checkpoint]
            for _ in 0..n { x = x.sin(); }
            x
        }",
    ),
    ("_vjp", "fn f(x: f64, y: f64) -> f64 { x / y }"),
];

#[test]
fn snapshots_architecture() {
    // However the lines are broken.
    let packed = |text: &str| {
        let text: String = text.split_whitespace().collect();
        text.replace(",)", ")")
    };
    let document = include_str!("../../../ARCHITECTURE.md");
    let blocks = document.split("```").filter_map(|block| {
        let block = block.strip_prefix("text\n")?;
        block.starts_with("fn f_").then(|| packed(block))
    });
    let generated = SHOWN.map(|(suffix, source)| functions("", source, &[suffix]));
    for (shown, generated) in blocks.zip(&generated) {
        assert_eq!(shown, packed(generated), "it is now:\n{generated}");
    }
    assert_eq!(document.matches("```text\nfn f_").count(), SHOWN.len());
}

#[test]
fn snapshots_parameters_by_reference() {
    assert_expansion(
        "parameters_by_reference",
        "wrt(b)",
        "fn model(b: &[f64; 2], x: f64) -> f64 {
            let [b1, b2] = *b;
            b1 * (1.0 - (-b2 * x).exp())
        }",
    );
}

#[test]
fn snapshots_slice() {
    assert_expansion(
        "slice",
        "",
        "fn filtered(x: &[f64], k: f64) -> f64 {
            let mut state = [0.0; 2];
            state[0] = k * x[0];
            state[1] = state[0].tanh() + x[1];
            state[0] += state[1] * x[x.len() - 1];
            state[0] * state[1]
        }",
    );
}

#[test]
fn snapshots_checkpoint() {
    assert_expansion(
        "checkpoint",
        "",
        "fn f(x: f64, n: usize) -> f64 {
            let mut y = x;
            #[checkpoint]
            for _ in 0..n {
                y = y.sin();
            }
            y
        }",
    );
}

/// Cotangents of wholes and of parts, and none, with and without the caller's buffers.
#[test]
fn snapshots_in_place() {
    let source = "fn f(x: &[f64], a: [f64; 2], p: (f64, f64), k: f64, unused: f64) -> f64 {
        let first = a[0];
        let mut b = a;
        b[1] *= k;
        let [c, d] = b;
        x[0] * first + c * d + p.0
    }";
    let text = functions("", source, &["_grad", "_grad_into"]);
    assert_snapshot("tests/snapshots/in_place.rs", &text);
}

/// An element that is read twice is read once, except under names of their own.
#[test]
fn snapshots_loads() {
    assert_expansion(
        "loads",
        "",
        "fn f(v: &[f64; 3], i: usize) -> f64 {
            let first = v[0];
            let again = v[0];
            v[i] * first + v[i].sin() * again
        }",
    );
}

/// One application of the pullback for each argument that is the same variable, one for others.
#[test]
fn snapshots_one_variable_twice() {
    assert_expansion(
        "one_variable_twice",
        "",
        "fn f(v: &[f64; 2], w: &[f64; 2], k: f64) -> f64 { dot(v, v, k) * dot(v, w, k) }",
    );
}

#[test]
fn snapshots_abs_sub() {
    let source = "fn f(x: f64, y: f64) -> f64 { x.abs_sub(y) }";
    assert_expansion("abs_sub", "", source);
}

/// What divides both quotients is inverted once.
#[test]
fn snapshots_reciprocal() {
    assert_expansion(
        "reciprocal",
        "",
        "fn normalized(x: f64, y: f64) -> [f64; 2] {
            let r = x.hypot(y);
            [x / r, y / r]
        }",
    );
}

/// Derivatives are called by path where the function was; zeros of floats are literals.
#[test]
fn snapshots_paths() {
    assert_expansion(
        "paths",
        "wrt(x)",
        "fn f(x: f32, k: usize) -> f32 {
            let mut pair: [f32; 2] = [f32::sin(x), offset(k)];
            pair[0] *= x;
            pair[0] * pair[1]
        }",
    );
}

#[test]
fn snapshots_casts() {
    assert_expansion(
        "casts",
        "",
        "fn f(x: f64, y: f32) -> f64 {
            let z = (x * 2.0) as f32;
            (z * y) as f64 * x
        }",
    );
}

/// What the scalar is told: primitives that are not linear, and what decides.
#[test]
fn snapshots_over() {
    let source = "fn f<const N: usize>(x: &[f64], weights: &[f64], p: [f64; N]) -> f64 {
        let mut sum = 0.0;
        for (a, w) in x.iter().zip(weights) {
            let b = if *a > 0.5 && p.len() > 1 { a * a * w } else { 0.0 };
            sum += b / p[0].sin() + w;
        }
        while sum < 1.0 {
            sum = sum.powi(2) + g::<N>(p, weights);
        }
        sum
    }";
    let text = functions("constant(weights)", source, &["_jvp_over", "_taylor"]);
    assert_snapshot("tests/snapshots/over.rs", &text);
}

/// Partials of a slice scale to a cotangent of the whole.
#[test]
fn snapshots_custom_rule() {
    let source = "fn norm(x: &[f64], scale: f64) -> f64 { scale * length(x) }";
    let text = functions(
        "partials = norm_partials",
        source,
        &["_jvp", "_grad", "_grad_into"],
    );
    assert_snapshot("tests/snapshots/custom_rule.rs", &text);
}

/// Rules of a map are called as they are, and with what is copied where callers may write.
#[test]
fn snapshots_rules_of_maps() {
    let rules = "jvp = rules::forward, vjp = rules::reverse";
    let source = "fn norm(x: &[f64], scale: f64) -> f64 { unsafe { x } }";
    let in_place = "fn step(x: &mut [f64], dt: f64) -> f64 { unsafe { x } }";
    let text = [source, in_place].map(|source| {
        let companions = ["_jvp", "_linearize", "_vjp", "_grad", "_grad_into"];
        let companions = functions(rules, source, &companions);
        companions + "\n" + &linkage(rules, source) + "\n"
    });
    assert_snapshot("tests/snapshots/rules_of_maps.rs", &text.concat());
}

#[test]
fn snapshots_generic() {
    assert_expansion(
        "generic",
        "",
        "fn energy<T: Float>(x: T, k: T) -> T {
            let u = potential(x, k);
            u + x * x.sin() / T::from(2.0).unwrap()
        }",
    );
}

#[test]
fn snapshots_error_estimate() {
    let source = "fn root(b: f64, c: f64) -> f64 {
        let mut sums = [b * b, 0.0];
        sums[0] -= c.powi(3);
        let root = norm(sums[0]);
        b - root
    }";
    let text = functions("error_estimate", source, &["_error_estimate"]);
    assert_snapshot("tests/snapshots/error_estimate.rs", &text);
}

/// The widest type takes a cast without rounding; a custom rule is taken to be as accurate as a library.
#[test]
fn snapshots_error_estimate_of_casts() {
    let source = "fn narrowed(x: f64, y: f32) -> f64 {
        let z = (x * 2.0) as f32;
        let wide = (z * y) as f64;
        wide * x
    }";
    let mut text = functions("error_estimate", source, &["_error_estimate"]);
    let source = "fn length(x: f64, y: f64) -> f64 { x.hypot(y) }";
    let args = "error_estimate, partials = length_partials";
    text.push_str(&functions(args, source, &["_error_estimate"]));
    assert_snapshot("tests/snapshots/error_estimate_of_casts.rs", &text);
}

/// What a documentation attribute says, behind a `cfg_attr` too.
fn documentation_of(attr: &Attribute) -> Option<String> {
    let meta = if attr.path().is_ident("cfg_attr") {
        let metas = attr.parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated);
        metas.ok()?.into_iter().nth(1)?
    } else {
        attr.meta.clone()
    };
    let meta = meta.require_name_value().ok()?;
    match &meta.value {
        Expr::Lit(text) if meta.path.is_ident("doc") => match &text.lit {
            Lit::Str(text) => Some(text.value()),
            _ => None,
        },
        _ => None,
    }
}

/// The companions, each with what the editor shows where the cursor is on its name.
fn documented(args: &str, source: &str) -> Vec<(ItemFn, String)> {
    let functions = items(args, source)
        .into_iter()
        .filter_map(|item| match item {
            Item::Fn(item) => Some(item),
            _ => None,
        });
    let documented = functions.skip(1).map(|item| {
        let lines = item.attrs.iter().filter_map(documentation_of);
        let text = lines.collect::<Vec<_>>().join("\n");
        (item, text)
    });
    documented.collect()
}

#[test]
fn snapshots_documentation() {
    let source = "fn energy(x: f64, p: [f64; 3], q: &[f64]) -> f64 {
        let scale = 2.0 * x;
        scale.abs() * p[0] * q[1]
    }";
    let mut text = String::new();
    for (item, documentation) in documented("wrt(x, p, q)", source) {
        writeln!(text, "## {}\n\n{documentation}\n", item.sig.ident).unwrap();
    }
    assert_snapshot("tests/snapshots/documentation.md", &text);
}

#[test]
fn the_code_shown_is_the_code_generated() {
    let mut shown = 0;
    for case in super::cases::cases() {
        for (item, text) in documented(case.args, case.source) {
            let Some((_, code)) = text.split_once("```rust,ignore") else {
                continue;
            };
            let code: TokenStream = code.trim_end_matches("```").parse().expect("tokens");
            assert_eq!(
                condensed(&code),
                condensed(&item.block.to_token_stream())
                    .trim_start_matches('{')
                    .trim_end_matches('}'),
                "{}",
                case.source
            );
            shown += 1;
        }
    }
    assert!(shown > 100);
}

/// Code without its spaces, and without the commas and colons that change nothing.
fn condensed(code: &TokenStream) -> String {
    let mut text = code.to_string();
    text.retain(|c| !c.is_whitespace());
    text.replace("::ad_runtime", "ad_runtime")
        .replace("::core", "core")
        .replace(",)", ")")
        .replace(",|", "|")
        .replace(",]", "]")
}

/// `EXPAND=file.rs ARGS='wrt(x)' cargo test -p ad-macros shown -- --ignored --nocapture` prints the
/// companions of the function in a file.
#[test]
#[ignore = "prints code for a human to read"]
fn shown() {
    let path = std::env::var("EXPAND").expect("EXPAND=path of a file with one function");
    let source = std::fs::read_to_string(path).expect("a readable file");
    let args = std::env::var("ARGS").unwrap_or_default();
    for item in items(&args, &source) {
        if let Item::Macro(error) = item {
            println!("{}", error.mac.tokens);
        }
    }
    println!(
        "{}",
        functions(
            &args,
            &source,
            &[
                "_jvp",
                "_over",
                "_linearize",
                "_vjp",
                "_grad",
                "_hvp",
                "_hessian"
            ]
        )
    );
}
