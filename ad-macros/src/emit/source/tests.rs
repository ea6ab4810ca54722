use proc_macro2::TokenStream;

use super::super::tokens::Tokens;
use super::{MOST_LINES, line};

fn tokens(source: &str) -> Tokens {
    Tokens::of(source.parse::<TokenStream>().expect("tokens"))
}

fn screenful(source: &str) -> Option<String> {
    super::screenful(&tokens(source))
}

/// The layout of code without its spaces, where those can be left out.
fn assert_layout(expected: &str) {
    let tight = tokens(expected).into_stream().to_string();
    let text = screenful(&tight).expect("no more than a screenful");
    assert_eq!(text, expected, "\n{text}\n");
}

#[test]
fn expressions() {
    assert_layout("let z_bar = -x * (y - 2.0).cos() / -t0 + *p;");
    assert_layout("let t = T::from(2.0).unwrap() - T::PI();");
    assert_layout("let [a, b] = *p;");
    assert_layout("let (s, _) = x.sin_cos();");
    assert_layout("let n = &mut x[i - 1].0;");
    assert_layout("state_bar[1] += t17 * t9;");
    assert_layout("let y = !flag && a <= b || c != d;");
    assert_layout("let z = (x as f32 as f64).powi(-2);");
    assert_layout("let ok = if x < y { 1.0 } else { -1.0 };");
    assert_layout("assert!(!name.is_empty(), \"a  name\");");
    assert_layout("let s: &'static [f64] = &a[1..];");
    assert_layout("return &x;");
}

#[test]
fn types() {
    assert_layout("let v: Vec<Vec<f64>> = xs.iter().collect::<Vec<_>>();");
    assert_layout("let t = <[f64; 2] as Tangent>::zero();");
    assert_eq!(
        line(&tokens("[ ad :: Vec < ( f64 , & 'a [ T ] ) > ; N ]")),
        "[ad::Vec<(f64, &'a [T])>; N]"
    );
}

#[test]
fn the_runtime_is_called_by_its_name() {
    let text = screenful(
        "let a = ::ad_runtime::rules::abs(-::ad_runtime::literal::<T>(2.0)) * ::std::f64::EPSILON;",
    );
    assert_eq!(
        text.as_deref(),
        Some(
            "let a = ad_runtime::rules::abs(-ad_runtime::literal::<T>(2.0)) * ::std::f64::EPSILON;"
        )
    );
}

#[test]
fn closures() {
    assert_layout("let f = |a, b| a * b;");
    assert_layout(
        "let t1 = z.sin();
(
    t1 * x,
    #[inline(always)]
    move |y_bar: f64| {
        let z_bar = y_bar * x;
        (z_bar, y_bar * t1)
    },
)",
    );
    let trailing = screenful("move |seed: f64, | { x }");
    assert_eq!(trailing.as_deref(), Some("move |seed: f64| { x }"));
}

#[test]
fn blocks() {
    assert_layout(
        "let mut n = 0;
for i in 0..a.len() {
    n += i;
    if n > 3 {
        break;
    }
}
*x_bar = 0.0;
match n {
    0 => {
        f();
        1.0
    }
    _ => 2.0,
}",
    );
}

#[test]
fn long_lines_are_broken() {
    let name = "a".repeat(40);
    assert_layout(&format!("let sum = {name}\n    + {name}\n    - {name};"));
    assert_layout(&format!(
        "(\n    {name},\n    ({name}, {name}),\n    {name},\n)"
    ));
}

#[test]
fn more_than_a_screenful_is_not_shown() {
    let lines = |count: usize| screenful(&"f();".repeat(count));
    assert!(lines(MOST_LINES).is_some());
    assert!(lines(MOST_LINES + 1).is_none());
    assert!(screenful(&"x + ".repeat(400)).is_none());
}
