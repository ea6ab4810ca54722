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

/// Thirty thousand tokens of each kind, within the minutes a test may take.
#[test]
fn long_functions_expand() {
    let repeated = [
        ("let x = x.sin() * 2.0; ", 3000),
        ("let y = (x + 1.0, [x, x]); ", 1900),
        ("let n = n + 1; ", 4200),
        ("s += x * n as f64; ", 3300),
        ("a[n] = x; a[0] += a[n]; ", 1500),
        ("{ let x = x; s = x; } ", 2300),
        ("assert!(n > 1, \"{n}\"); ", 2700),
        ("let _ = f(&x, n).g(|y| y + n); ", 1500),
        ("if n > 1 { m += 1; } ", 2700),
        ("use a::b as c; ", 4200),
        ("let y = x.gamma(); ", 3300),
        ("match x { _ => 1.0 }; ", 3300),
    ];
    for (line, count) in repeated {
        let body = line.repeat(count);
        let source = format!(
            "fn f(x: f64, n: usize) -> f64 {{ let mut a = [0.0; 3]; let mut s = 0.0; let mut m = 0; {body} s + a[1] + x }}"
        );
        let compiler = Builder::new().stack_size(8 << 20);
        let expanded = compiler.spawn(move || expansion(&source)).unwrap().join();
        assert!(expanded.expect("no panic").contains("fn f_grad"), "{line}");
    }
}

/// Of tokens to tokens, for lines of two and of six operations; the least of several times.
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
        for count in [5, 10, 100, 200, 400, 800] {
            let source = long_function(count, line);
            let times = (0..=200 / count).map(|_| time_of_expansion(&source));
            let least = times.fold(f64::INFINITY, f64::min) * 1e3;
            println!("{count} lines of {operations} operations: {least:.2} ms");
        }
    }
}

fn time_of_expansion(source: &str) -> f64 {
    let item = source.parse().expect("tokens");
    let start = Instant::now();
    let expanded = expand(TokenStream::new(), &item);
    let time = start.elapsed();
    assert!(!expanded.to_string().contains("compile_error"));
    time.as_secs_f64()
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
