//! What once went wrong, each by its own test.

use proc_macro2::TokenStream;

use super::fuzz::{assert_expands, on_compiler_stack};
use crate::expand::{companions, expand};

fn expansion(args: &str, item: &str) -> String {
    let tokens = |text: &str| text.parse::<TokenStream>().expect("tokens");
    assert_expands(&tokens(args), &tokens(item)).to_string()
}

#[test]
fn a_result_of_more_floats_than_a_number_counts() {
    let ty = format!("{}f64{}", "[".repeat(70), "; 2]".repeat(70));
    expansion("", &format!("fn f(x: f64) -> {ty} {{ x }}"));
    let huge = "[f64; 18446744073709551615]";
    expansion("", &format!("fn f(x: f64) -> ({huge}, {huge}) {{ x }}"));
}

#[test]
fn the_last_call_of_a_block_in_the_middle() {
    let made = expansion(
        "",
        "fn f(x: f64, n: usize) -> f64 { let mut s = x; { s *= x; log(n) } { s *= x; println!(\"{n}\") } s }",
    );
    assert!(!made.contains("compile_error"), "{made}");
}

#[test]
fn what_a_macro_writes_is_not_kept_as_it_is() {
    let refused = |call: &str| {
        let made = expansion(
            "",
            &format!(
                "fn f(x: &[f64], n: usize) -> f64 {{ let mut row = x.to_vec(); let y = x[0]; {call}; row[n] * y }}"
            ),
        );
        made.contains("compile_error")
    };
    for call in [
        "assert!({ row[0] = 1.0; true })",
        "assert!({ row[0] *= 2.0; n > 0 })",
        "assert!({ (row[0], row[1]) = (1.0, 2.0); true })",
        "assert!({ [row[0], _] = [1.0, 2.0]; true })",
        "println!(\"{:?}\", row.pop())",
        "println!(\"{y} {last:?}\", last = row.pop())",
        "assert_eq!(change(&mut row), n)",
        "debug_assert!(row.iter_mut().all(|v| *v > 0.0))",
        "assert!({ row.sort_by(f64::total_cmp); true })",
        "println!(\"{}\", matches!({ row[0] = 1.0; n }, 0 | 3))",
        "assert!(matches!({ row[0] += 1.0; n }, 0 | 3))",
    ] {
        assert!(refused(call), "{call}");
    }
    for call in [
        "assert!(row[0] <= 1.0 && y != 2.0, \"{y}\")",
        "println!(\"{last:?} {y}\", last = row.last())",
        "println!(\"{}\", row.iter().map(|v| v.sin()).sum::<f64>())",
        "assert!(matches!(n, 0..=3 | 5))",
        "debug_assert_eq!(row.len(), n)",
    ] {
        assert!(!refused(call), "{call}");
    }
}

#[test]
fn a_chain_takes_time_linear_in_its_length() {
    on_compiler_stack(|| {
        let sum = "x * 2.0 + ".repeat(5900);
        let made = expansion("", &format!("fn f(x: f64) -> f64 {{ {sum} x }}"));
        assert!(!made.contains("compile_error"));
    });
}

#[test]
fn operators_without_brackets_are_nested_too() {
    on_compiler_stack(|| {
        for deep in ["-".repeat(9000), "&".repeat(9000), "|x| ".repeat(3000)] {
            let made = expansion("", &format!("fn f(x: f64) -> f64 {{ {deep} x }}"));
            assert!(made.contains("nested too deeply"), "{made}");
            assert!(made.contains("fn f_grad"), "the head can be read");
        }
    });
}

#[test]
fn ordinary_functions_are_not_too_deep() {
    let arms: Vec<String> = (0..300).map(|i| format!("{i} => {{ 1.0 }}")).collect();
    let arms = arms.join(" ");
    let names: Vec<String> = (0..300).map(|i| format!("a{i}: f64")).collect();
    let names = names.join(", ");
    let bodies = [
        "if n > 1 { m += 1; } ".repeat(300),
        "assert!(!(n > 1) && n < 3 || !f(|a, b| a << b)); ".repeat(300),
        format!("let m = match n {{ {arms} _ => 2.0 }};"),
        format!("let m = [{}];", "-1.0, 2.0 * -x, ".repeat(300)),
        format!(
            "let m = x {};",
            "- -x * -2.0 + x.sin().cos() / f64::exp(x) ".repeat(300)
        ),
        "let m: Vec<Vec<(u8, u8)>> = Vec::<Vec<_>>::new(); ".repeat(300),
    ];
    for body in bodies {
        let item = format!("fn f(x: f64, n: usize, {names}) -> f64 {{ {body} x }}");
        let made = on_compiler_stack(move || expansion("wrt(x)", &item));
        assert!(!made.contains("nested too deeply"), "{body}");
    }
}

#[test]
fn a_mistaken_option_leaves_the_others() {
    let made = expansion(
        "wrt(x), name = , forward",
        "fn f(x: f64, y: f64) -> f64 { x * y }",
    );
    assert!(
        made.contains("fn f_jvp (x : f64 , y : f64 , x_dot : f64)"),
        "{made}"
    );
    assert!(!made.contains("f_grad"), "{made}");
}

/// The compiler may know syntax that the parser does not: then there is no error but the stub's.
#[test]
fn a_stub_does_not_compile_where_it_is_used() {
    let made = expansion("", "fn f(x: f64) -> f64 { x to 2 }");
    assert!(!made.contains("compile_error"));
    assert!(made.contains(":: undifferentiated ()"), "{made}");
}

#[test]
fn the_item_comes_first_whatever_it_is() {
    for item in [
        "struct S;",
        "fn",
        "",
        "fn f(x) {}",
        "fn f(x: f64) -> f64 { y. }",
    ] {
        let item: TokenStream = item.parse().expect("tokens");
        let made = companions(TokenStream::new(), &item).to_string();
        let expanded = expand(TokenStream::new(), &item).to_string();
        let expected = format!("{item} {made}");
        assert_eq!(expanded.trim(), expected.trim());
    }
}

#[test]
fn a_panic_of_the_macro_is_an_error() {
    let made = crate::expand::contained(|| panic!("no {}", "matter"));
    assert!(made.to_string().contains("which is a bug in it: no matter"));
}
