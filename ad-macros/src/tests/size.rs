//! Large functions: no overflow of the stack, and time that grows with their size.

use std::fmt::Write;
use std::thread::Builder;
use std::time::{Duration, Instant};

use proc_macro2::{TokenStream, TokenTree};

use super::fuzz::on_compiler_stack;
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

/// What is repeated before, what stands in the middle, what is repeated after.
type Nest = (&'static str, &'static str, &'static str);

/// Branches and loops inside one another.
const NESTS: [Nest; 15] = [
    ("if s > 0.0 { s *= x; ", "", "}"),
    ("if s > 0.0 { s *= x; ", "", "} else { s -= x; }"),
    ("if s > 0.0 { s *= x } else { s -= x; ", "", "}"),
    ("if s > x { return s; } else { s *= x; ", "", "s += x; }"),
    ("match n { 0 => s *= x, 1 => { ", "", "} _ => s -= x }"),
    ("for _ in 0..n { s *= x; ", "", "s += x; }"),
    ("for _ in 0..n { if s > x { break; } ", "", "s *= x; }"),
    ("for _ in 0..n { if s > x { return s; } ", "", "s *= x; }"),
    (
        "while s < x { s *= 2.0; ",
        "",
        "if n > 3 { continue; } s += x; }",
    ),
    ("'a: { if s > x { break 'a; } ", "", "s *= x; }"),
    ("loop { if s > x { break; } ", "", "s *= x; }"),
    ("let y = if s > x { s * x } else { ", "s", "}; y"),
    (
        "let y = { let y = if s > x { s } else { ",
        "s",
        "}; y * x }; y",
    ),
    ("let y = 'a: { if s > x { break 'a s; } ", "s", "}; y"),
    ("(0..n).for_each(|_| { s *= x; ", "", "});"),
];

/// Branches and loops, one after the other.
const SEQUENCES: [(&str, usize); 10] = [
    ("if s > x { s *= x; }", 500),
    ("if s > x { return s * x; }", 500),
    ("if s > x { return s * x; } s = s.sin();", 300),
    ("for i in 0..n { s *= x; }", 300),
    ("for i in 0..n { if s > x { return s; } s *= x; }", 150),
    ("while s < x { if n > 3 { break; } s *= 2.0; }", 200),
    ("let s = 'a: { if n > 3 { break 'a s; } s * x };", 200),
    ("let Some(n) = n.checked_sub(1) else { return s; };", 300),
    ("let g = |y: f64| y * s; s = g(x);", 300),
    ("s += v.iter().map(|y| y * x).sum::<f64>();", 200),
];

fn function(body: &str) -> String {
    format!("fn f(x: f64, v: &[f64], n: usize) -> f64 {{ let mut s = x; {body} s }}")
}

fn nest((before, middle, after): Nest, levels: usize) -> String {
    let (before, after) = (before.repeat(levels), after.repeat(levels));
    function(&format!("{{ {before}{middle}{after} }}"))
}

fn arms(count: usize) -> String {
    let mut arms = String::new();
    for i in 0..count {
        write!(arms, "{i} => x * {i}.0,").unwrap();
    }
    function(&format!("s += match n {{ {arms} _ => x.sin() }};"))
}

/// Each level adds as much as the one before it.
#[test]
fn nested_control_flow_expands() {
    on_compiler_stack(|| {
        for kind in NESTS {
            let [few, more, most] = [6, 9, 12].map(|levels| {
                let expanded = expansion(&nest(kind, levels));
                assert!(!expanded.contains("compile_error"), "{kind:?}: {expanded}");
                expanded.len()
            });
            assert!(
                most - more < 3 * (more - few),
                "{kind:?}: {few}, {more}, {most}"
            );
        }
    });
}

#[test]
fn long_control_flow_expands() {
    on_compiler_stack(|| {
        let sources = SEQUENCES.map(|(line, count)| function(&line.repeat(count)));
        for source in sources.into_iter().chain([arms(300)]) {
            let expanded = expansion(&source);
            assert!(!expanded.contains("compile_error"), "{source}: {expanded}");
        }
    });
}

/// A line, a loop, and loops inside loops that write buffers and call.
const FUNCTIONS: [&str; 3] = [
    "fn line(x: f64, y: f64) -> f64 {
        (x * y).sin() + (x / y).exp() - (x * x + y * y).sqrt() * (1.0 + x * x).ln()
    }",
    "fn rosenbrock(x: &[f64]) -> f64 {
        let mut sum = 0.0;
        for i in 0..x.len() - 1 {
            let a = 1.0 - x[i];
            let b = x[i + 1] - x[i] * x[i];
            sum += a * a + 100.0 * b * b;
        }
        sum
    }",
    "fn mixture(weights: &[f64], means: &[f64], scales: &[f64], points: &[f64]) -> f64 {
        let k = weights.len();
        let mut total = 0.0;
        let mut terms = vec![0.0; k];
        for i in 0..points.len() {
            for c in 0..k {
                let z = (points[i] - means[c]) * scales[c].exp();
                terms[c] = weights[c] + scales[c] - 0.5 * z * z;
            }
            total += log_sum_exp(&terms);
        }
        total - points.len() as f64 * log_sum_exp(weights)
    }",
];

/// Tokens, with those inside of groups and the groups' own.
fn count(tokens: TokenStream) -> usize {
    let tokens = tokens.into_iter().map(|token| match token {
        TokenTree::Group(group) => 2 + count(group.stream()),
        _ => 1,
    });
    tokens.sum()
}

#[test]
fn second_derivatives_take_no_more_than_four_times_the_code() {
    on_compiler_stack(|| {
        let mut sources: Vec<String> = FUNCTIONS.map(String::from).to_vec();
        sources.push(long_function(100, "(s# * x).sin() + y / (1.0 + s# * s#)"));
        // The result of others does not depend on what is nested, which is left out.
        let nests = NESTS.into_iter().filter(|(_, middle, _)| middle.is_empty());
        sources.extend(nests.map(|kind| nest(kind, 6)));
        sources.extend(SEQUENCES.map(|(line, _)| function(&line.repeat(20))));
        for source in sources {
            let item = source.parse().expect("tokens");
            let [once, twice] = ["", "order = 2"].map(|args| {
                let expanded = expand(args.parse().expect("tokens"), &item);
                assert!(!expanded.to_string().contains("compile_error"), "{source}");
                count(expanded)
            });
            assert!(twice <= 4 * once, "{once} tokens, then {twice}: {source}");
        }
    });
}

/// `cargo test --release -p ad-macros -- --ignored time_of_control_flow --nocapture`
#[test]
#[ignore = "prints times for a human to read"]
fn expansion_time_of_control_flow() {
    let show = |source: String| {
        let item = source.parse().expect("tokens");
        let start = Clock::start();
        let expanded = expand(TokenStream::new(), &item).to_string();
        let time = start.elapsed().as_secs_f64() * 1e3;
        let failed = expanded.contains("compile_error");
        let tail = if failed { " (an error)" } else { "" };
        println!("{time:10.2} ms, {:8} bytes{tail}", expanded.len());
    };
    on_compiler_stack(move || {
        for kind in NESTS {
            for levels in [10, 20, 30] {
                print!("{levels} levels of {kind:?}: ");
                show(nest(kind, levels));
            }
        }
        for (line, most) in SEQUENCES {
            for count in [most / 4, most / 2, most] {
                print!("{count} of {line}: ");
                show(function(&line.repeat(count)));
            }
        }
        for count in [75, 150, 300] {
            print!("{count} arms: ");
            show(arms(count));
        }
    });
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
        for count in [5, 10, 100, 200, 400, 800] {
            let source = long_function(count, line);
            let time = time_of_expansion(&source, 4000 / count) * 1e3;
            println!("{count} lines of {operations} operations: {time:.2} ms");
        }
    }
}

/// The mean of several times.
fn time_of_expansion(source: &str, times: u32) -> f64 {
    let item = source.parse().expect("tokens");
    let start = Clock::start();
    for _ in 0..times {
        expand(TokenStream::new(), &item);
    }
    let time = start.elapsed() / times;
    assert!(!expansion(source).contains("compile_error"));
    time.as_secs_f64()
}

/// The time for which this thread has run, where the system tells; otherwise the time of day.
struct Clock {
    thread: Option<Duration>,
    day: Instant,
}

impl Clock {
    fn start() -> Clock {
        Clock {
            thread: Clock::thread(),
            day: Instant::now(),
        }
    }

    fn elapsed(&self) -> Duration {
        let thread = self.thread.zip(Clock::thread());
        let thread = thread.and_then(|(start, end)| end.checked_sub(start));
        thread.unwrap_or_else(|| self.day.elapsed())
    }

    fn thread() -> Option<Duration> {
        let times = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
        let nanoseconds = times.split_whitespace().next()?;
        Some(Duration::from_nanos(nanoseconds.parse().ok()?))
    }
}

fn long_function(lines: u32, line: &str) -> String {
    let mut source = String::from("fn f(x: f64, y: f64) -> f64 {\n let s0 = x * y;\n");
    for i in 1..lines {
        let value = line.replace('#', &(i - 1).to_string());
        writeln!(source, "let s{i} = {value};").unwrap();
    }
    writeln!(source, "s{} }}", lines - 1).unwrap();
    source
}
