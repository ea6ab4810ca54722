//! Large functions: no overflow of the stack, and time that grows with their size.

use std::fmt::Write;
use std::thread::Builder;
use std::time::Instant;

use proc_macro2::TokenStream;

use crate::expand::expand;

fn expansion(source: &str) -> String {
    let item = source.parse().expect("tokens");
    expand(TokenStream::new(), &item).to_string()
}

#[test]
fn a_sum_of_5000_terms_expands() {
    let terms: Vec<String> = (0..5000).map(|i| format!("x * {i}.0")).collect();
    let source = format!("fn sum(x: f64) -> f64 {{ {} }}", terms.join(" + "));
    // What the compiler's own threads have.
    let compiler = Builder::new().stack_size(8 << 20);
    let expansion = compiler.spawn(move || expansion(&source)).unwrap().join();
    let expanded = expansion.expect("no panic");
    assert!(expanded.contains("sum_grad"));
    assert!(!expanded.contains("compile_error"));
}

/// Of tokens to tokens, for lines of two and of six operations.
///
/// `cargo test --release -p ad-macros -- --ignored expansion_time --nocapture`
#[test]
#[ignore = "prints times for a human to read"]
fn expansion_time() {
    let lines = [
        ("two", "(s# * x).sin()"),
        ("six", "(s# * x).sin() + y / (1.0 + s# * s#)"),
    ];
    for (operations, line) in lines {
        for count in [100, 200, 400, 800] {
            let item = long_function(count, line).parse().expect("tokens");
            let start = Instant::now();
            let expanded = expand(TokenStream::new(), &item);
            let time = start.elapsed();
            assert!(!expanded.to_string().contains("compile_error"));
            println!(
                "{count} lines of {operations} operations: {:.1} ms",
                time.as_secs_f64() * 1e3
            );
        }
    }
}

fn long_function(lines: usize, line: &str) -> String {
    let mut source = String::from("fn f(x: f64, y: f64) -> f64 {\n let s0 = x * y;\n");
    for i in 1..lines {
        let value = line.replace('#', &(i - 1).to_string());
        writeln!(source, "let s{i} = {value};").unwrap();
    }
    writeln!(source, "s{} }}", lines - 1).unwrap();
    source
}
