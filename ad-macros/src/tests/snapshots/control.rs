//! Branches and loops, and how callers reach them.

use std::fmt::Write;

use syn::Item;

use super::{assert_expansion, assert_snapshot, documented, items};

/// What callers of a function go through, formatted.
fn assert_linkage(name: &str, args: &str, source: &str) {
    let linkage = items(args, source).into_iter().filter_map(|item| {
        let Item::Impl(mut item) = item else {
            return None;
        };
        for function in &mut item.items {
            if let syn::ImplItem::Fn(function) = function {
                function.attrs.clear();
            }
        }
        Some(prettyplease::unparse(&syn::File {
            shebang: None,
            attrs: Vec::new(),
            items: vec![Item::Impl(item)],
            frontmatter: None,
        }))
    });
    let text = linkage.collect::<Vec<_>>().join("\n");
    assert!(text.contains("fn vjp"), "no linkage: {text}");
    assert_snapshot(&format!("tests/snapshots/{name}.rs"), &text);
}

const ARMS: &str = "fn arms(x: f64, y: f64, kind: usize) -> f64 {
    let unused = x.cos();
    let scale = match kind {
        0 => 1.0,
        1 if x > y => x.exp(),
        _ => y * y,
    };
    let mut z = x;
    if x < 0.0 {
        z = scale * x.tanh();
    } else if y > 3.0 {
        let w = x / y;
        z *= w.sqrt();
    }
    z * scale
}";

#[test]
fn snapshots_branches() {
    assert_expansion("branches", "", ARMS);
}

/// Few trips raise the maximum, or get to the arm: only those are recorded.
#[test]
fn snapshots_few_trips() {
    assert_expansion(
        "few_trips",
        "",
        "fn f(x: &[f64]) -> f64 {
    let largest = x.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let mut product = largest;
    for i in 0..x.len() {
        let shifted = x[i] * 2.0;
        if shifted > 1.0 {
            product *= x[i].sin();
        }
    }
    product
}",
    );
}

/// Only one of both sweeps reads what a trip computes; of what both read, the least is kept.
#[test]
fn snapshots_loops() {
    assert_expansion(
        "loops",
        "wrt(x)",
        "fn f(x: &[f64], weights: &[f64]) -> f64 {
            let mut product = 1.0;
            for i in 0..x.len() {
                let printed = x[i].ln();
                product *= (x[i] * weights[i]).sin();
            }
            let mut sum = 0.0;
            for (a, w) in x.iter().zip(weights) {
                let mut inner = 0.0;
                for k in 1..4 {
                    inner += (a * k as f64).exp() * w;
                }
                sum += inner.ln();
            }
            product * sum
        }",
    );
}

/// A code says where to go on; trips are counted by the tape.
#[test]
fn snapshots_exits() {
    assert_expansion(
        "exits",
        "",
        "fn f(x: f64, tolerance: f64) -> f64 {
            if x < 0.0 {
                return x * tolerance;
            }
            let mut y = 1.0;
            let mut steps = 0;
            while steps < 100 {
                let next = 0.5 * (y + x / y);
                if (next - y).abs() < tolerance {
                    break;
                }
                y = next;
                steps += 1;
            }
            y.sin()
        }",
    );
}

/// The loops over the points are run backwards at once, for `row` is written anew by each trip.
#[test]
fn snapshots_buffers() {
    assert_expansion(
        "buffers",
        "wrt(x)",
        "fn f(x: &[f64], points: &[f64]) -> f64 {
            let n = x.len();
            let mut row = vec![0.0; n];
            let mut total = 0.0;
            for p in 0..points.len() {
                for j in 0..n {
                    row[j] = x[j] * points[p];
                }
                for j in 0..n {
                    for k in j + 1..n {
                        row[k] += row[j].sin() * x[k];
                    }
                }
                total += row[n - 1];
            }
            total / points.len() as f64
        }",
    );
}

#[test]
fn snapshots_stencil() {
    assert_expansion(
        "stencil",
        "",
        "fn f(u: &[f64]) -> f64 {
            let mut energy = 0.0;
            for i in 1..u.len() - 1 {
                let second = u[i - 1] - 2.0 * u[i] + u[i + 1];
                energy += second * second;
            }
            energy
        }",
    );
}

/// The pullback of a function that calls itself is made where it is applied.
#[test]
fn snapshots_recursion() {
    assert_linkage(
        "recursion",
        "",
        "fn power(x: f64, n: usize) -> f64 {
            if n == 0 { 1.0 } else { x * power(x, n - 1) }
        }",
    );
}

/// To run the loop again, the pullback borrows what is lent to the function.
#[test]
fn snapshots_linkage_of_a_loop() {
    assert_linkage(
        "linkage_of_a_loop",
        "wrt(x)",
        "fn weighted(x: f64, weights: &[f64]) -> f64 {
            let mut y = x;
            for i in 0..weights.len() {
                y = y * weights[i] + x;
            }
            y
        }",
    );
}

/// Without a loop, it does not.
#[test]
fn snapshots_linkage_of_a_line() {
    assert_linkage(
        "linkage_of_a_line",
        "wrt(x)",
        "fn weighted(x: f64, weights: &[f64]) -> f64 {
            let last = weights.last().unwrap();
            x * x * weights[0] + x.sin() * last
        }",
    );
}

#[test]
fn snapshots_in_place_calls() {
    assert_linkage(
        "in_place_calls",
        "",
        "fn advance(y: &mut [f64], dt: f64) -> f64 {
            step(y, dt);
            y[0] *= dt;
            y[0] * y[1]
        }",
    );
}

#[test]
fn snapshots_growing() {
    assert_expansion(
        "growing",
        "",
        "fn f(x: f64, n: usize) -> f64 {
            let mut powers = Vec::with_capacity(n);
            let mut p = x;
            for _ in 0..n {
                powers.push(p);
                p *= x;
            }
            let last;
            if n > 2 {
                last = powers[n - 1];
            } else {
                last = x.recip() + 1.0 / x;
            }
            last.sin()
        }",
    );
}

/// Every reason that there is to keep something.
#[test]
fn snapshots_report() {
    let source = "fn f(x: &[f64], kind: &[usize], y: &mut [f64], n: usize) -> f64 {
        let mut product = 1.0;
        let mut total = 0.0;
        let mut row = [0.0; 4];
        for i in 0..x.len() {
            let k = kind.iter().copied().filter(|k| *k > i).count();
            let a = x[i].sin() / g(x[i]);
            if a > 0.5 {
                product *= a * x[k];
            }
            row[i % 4] += product;
            for j in 0..n {
                row[j] *= y[j];
                y[j] = x[j] * x[i];
            }
        }
        while total < 100.0 {
            total += product * row[0];
        }
        for k in 0..n {
            total += x[k];
        }
        for v in x {
            total += v * v;
        }
        for k in &kind[1..] {
            total *= total + x[*k];
        }
        total
    }";
    let mut text = String::new();
    for (item, documentation) in documented("", source) {
        if let Some((_, report)) = documentation.split_once("# Kept of each trip") {
            let report = report.split("# Generated code").next().unwrap_or_default();
            writeln!(text, "## {}\n\n{}\n", item.sig.ident, report.trim()).unwrap();
        }
    }
    assert_snapshot("tests/snapshots/report.md", &text);
}
