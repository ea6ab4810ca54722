//! Branches and loops, and how callers reach them.

use std::fmt::Write;

use syn::Item;

use super::{assert_expansion, assert_snapshot, documented, functions, items};

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

/// Few trips raise the maximum, lower the minimum or get to the arm: only those are recorded.
#[test]
fn snapshots_few_trips() {
    assert_expansion(
        "few_trips",
        "",
        "fn f(x: &[f64]) -> f64 {
    let largest = x.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let smallest = x.iter().copied().fold(f64::INFINITY, f64::min);
    let mut product = largest * smallest;
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

/// Of what is kept of a trip, the least by its size; the rest is computed, or decided, again.
#[test]
fn snapshots_residuals() {
    assert_expansion(
        "residuals",
        "wrt(x)",
        "fn f(x: &[f64], k: usize, n: usize) -> f64 {
            let mut s = 1.0;
            for i in 0..n {
                let q = [x[i], x[i + 1]];
                s *= q[k] * q[1 - k];
            }
            for i in 0..n {
                let (row, column) = (i / 3, i % 3);
                s *= x[row] * x[column];
                if i % 2 == 0 {
                    s *= 3.0;
                } else {
                    s = s.sin();
                }
                if x[i] > 0.5 {
                    s *= 2.0;
                }
            }
            for i in 0..n {
                let q: (f64, f64, f64, f64, f64) = parts(s, x[i]);
                s *= q.0 * q.1 * q.2 * q.3;
                let r: [f64; 3] = triple(s, x[i]);
                s *= r[0] * r[1];
            }
            for _ in 0..n {
                s *= s.sin();
            }
            s
        }",
    );
}

/// Of loops and branches, too, nothing is left that is not needed, and no record of those whose cotangents nobody reads.
#[test]
fn snapshots_dead_blocks() {
    assert_expansion(
        "dead_blocks",
        "wrt(x)",
        "fn f(x: f64, w: &[f64], n: usize) -> f64 {
            let mut a = 1.0;
            for i in 0..n {
                a *= a.sin() * w[i];
            }
            if n > 2 {
                a *= a.cos();
            }
            a *= x;
            let mut unused = x;
            if x > 1.0 {
                unused = x.exp();
            }
            for i in 0..n {
                unused *= x;
            }
            if n > 3 {
                let w = x.ln();
            } else {
                assert!(n > 0);
            }
            a.sin()
        }",
    );
}

/// Of the parameters behind references, a pullback borrows those that it reads.
#[test]
fn snapshots_lent() {
    let sources = [
        "fn in_a_loop(x: &[f64; 3], scale: &f64, w: &[f64; 3]) -> f64 {
            let mut y = 1.0;
            for i in 0..3 {
                y *= x[i] * w[i];
            }
            y + scale
        }",
        "fn in_a_branch(y: f64, w: &[f64; 2], v: &[f64; 2]) -> f64 {
            let mut s = y;
            if w[0] > 1.0 {
                s *= v[1] * y;
            }
            s
        }",
        "fn not_at_all(x: f64, y: &f64, n: usize) -> f64 {
            let mut s = x;
            for i in 0..n {
                s *= s + i as f64;
            }
            s * y
        }",
        "fn shapes(x: &[f64; 2], y: &[f64], n: usize) -> f64 {
            let mut s = 1.0;
            let mut a = *x;
            for i in 0..n {
                a = [s, a[0]];
                s *= s + y[0];
            }
            s * a[1]
        }",
    ];
    let vjps = sources.map(|source| functions("", source, &["_vjp"]));
    assert_snapshot("tests/snapshots/lent.rs", &vjps.join("\n"));
}

/// A state has what trips read before they write it; what they only write is declared in them.
#[test]
fn snapshots_state() {
    assert_expansion(
        "state",
        "",
        "fn f(x: &[f64], n: usize, k: f64) -> f64 {
            let mut y = x[0];
            let mut z = [0.0; 2];
            let mut last = y;
            let mut steps = 0;
            #[checkpoint]
            for i in 0..n {
                let unused = y.ln();
                let mut w = 1.0;
                if y > 2.0 {
                    w = x[i] * k;
                    steps += 1;
                }
                for j in 0..2 {
                    z[j] = y * z[j] + x[j];
                }
                last = z[0] * w;
                z[1] *= w;
                z[1] *= scaled(w, last);
                y = y.sin() * w + z[0];
            }
            let mut s = y * z[1] * last;
            #[checkpoint(3)]
            for i in 0..n {
                s += x[i] * x[i];
            }
            s
        }",
    );
}

/// What trips read that no cotangent needs is not there again; what they write anew is declared, if a state is kept or not.
#[test]
fn snapshots_state_that_is_needed() {
    let sources = [
        "fn unread(x: &[f64], n: usize) -> f64 {
            let mut v = 2.0;
            let mut c = x[1];
            let mut d = x[2];
            let mut z = x[0];
            let mut y = 0.5;
            if n > 2 {
                v = 1.5;
                c *= 2.0;
                d *= 2.0;
            }
            #[checkpoint]
            for i in 0..n {
                z = z.sin() * 0.5 + x[i];
                y += z * v;
                y += c * v;
                y += d;
            }
            if n > 1 {
                v = y;
                c = y * v;
                d = c * y;
            }
            v * c * d
        }",
        "fn anew(x: &[f64], n: usize) -> f64 {
            let mut s = 0.0;
            let mut q = 0.0;
            #[checkpoint]
            for i in 0..n {
                if i > 1 {
                    q = x[i] * x[0];
                } else {
                    q = x[0];
                }
                s += q * q.sin();
            }
            s.sin()
        }",
        "fn named(x: &[f64], n: usize) -> f64 {
            let mut s = 0.0;
            let k = n % 3;
            let mut y = x[0];
            #[checkpoint]
            for i in 0..n {
                s += y * x[i] * x[k];
                y = y.sin();
            }
            s
        }",
    ];
    let grads = sources.map(|source| functions("", source, &["_grad"]));
    assert_snapshot("tests/snapshots/state_that_is_needed.rs", &grads.join("\n"));
}

/// What the arms of a branch all write is no part of a state; what is written later is there again as it was.
#[test]
fn snapshots_state_of_arms() {
    assert_expansion(
        "state_of_arms",
        "",
        "fn f(x: &[f64], w: &[f64; 2], n: usize, k: f64) -> f64 {
            let mut t = k;
            let mut y = x[0];
            let mut last = 0.0;
            let mut c = [k, k];
            let mut a = [k; 2];
            #[checkpoint]
            for i in 0..n {
                t += x[i] * w[0];
                let b = a;
                a = [y * b[1], x[i] * c[0]];
                for j in 0..2 {
                    a[j] += a[1];
                }
                if i > 2 {
                    last = y.sin();
                } else {
                    last = t;
                }
                y = last * scaled(y, c[1]);
                let unused = scaled(y, y);
            }
            c[0] = y;
            let mut s = 0.0;
            #[checkpoint]
            for i in 0..n {
                let q = x[i] * y;
                s += q.sin() * c[0];
                if q > 1.0 { break; }
            }
            a[0] * t * y * s * c[0]
        }",
    );
}

/// All runs of an inner loop share a tape. It is made as long as it will be, where that is known.
#[test]
fn snapshots_nested_loops() {
    let source = "fn f(x: &[f64], n: usize) -> f64 {
        let mut s = x[0];
        for i in 0..n {
            for j in 0..n {
                s *= s.sin() + x[j];
            }
            for j in 0..i {
                s *= s.cos() * x[j];
            }
        }
        s
    }";
    assert_snapshot(
        "tests/snapshots/nested_loops.rs",
        &functions("", source, &["_grad"]),
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
const BUFFERS: &str = "fn f(x: &[f64], points: &[f64]) -> f64 {
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
}";

#[test]
fn snapshots_buffers() {
    assert_expansion("buffers", "wrt(x)", BUFFERS);
}

/// So are those of forward mode: the tangent of `row` is as long as it.
#[test]
fn snapshots_second_order_of_buffers() {
    let text = functions("wrt(x), order = 2", BUFFERS, &["_hvp"]);
    assert_snapshot("tests/snapshots/second_order_of_buffers.rs", &text);
}

/// What the inner loop would load in every trip is loaded before it, once; not where it is another, or may not be there.
#[test]
fn snapshots_invariants() {
    assert_expansion(
        "invariants",
        "wrt(x)",
        "fn f(x: &[f64], y: &[f64], n: usize) -> f64 {
            let mut s = 1.0;
            for j in 0..x.len() {
                for k in 0..y.len() {
                    s += x[j] * y[k] * s;
                }
            }
            for j in 0..n {
                for k in 0..y.len() {
                    let m = k + j;
                    s *= x[j] + x[m];
                }
            }
            s
        }",
    );
}

/// A tape that every trip of the loop around uses up is overwritten, if it is one of floats.
#[test]
fn snapshots_used_up() {
    let body = "for i in 0..points.len() {
        let mut sum = zero;
        for kept in 0..means.len() {
            sum += ((points[i] - means[kept]) * scale).exp();
        }
        total += sum.ln();
    }
    total";
    let functions: Vec<String> = [
        format!(
            "fn f(points: &[f64], means: &[f64], scale: f64) -> f64 {{
                let (zero, mut total) = (0.0, 0.0);
                {body}
            }}"
        ),
        format!(
            "fn of_a_type<T: Float + AddAssign>(points: &[T], means: &[T], scale: T) -> T {{
                let (zero, mut total) = (T::zero(), T::zero());
                {body}
            }}"
        ),
    ]
    .iter()
    .map(|source| functions("constant(points)", source, &["_grad"]))
    .collect();
    assert_snapshot("tests/snapshots/used_up.rs", &functions.join("\n"));
}

/// What a loop goes through is cut to what its trips get to, unless something else is done with it.
#[test]
fn snapshots_gone_through() {
    let source = "fn f(x: &[f64], y: &[f64], z: &[f64], n: usize) -> f64 {
        let mut total = 1.0;
        for i in 0..n {
            for j in 0..n {
                total = (total * x[i * n + j]).sin() + y[j] * z[j] * z[0];
            }
            for j in 0..n {
                if y[i] > 0.0 {
                    total *= y[j] * x[j + i];
                }
            }
        }
        total
    }";
    let grad = functions("", source, &["_grad"]);
    assert_snapshot("tests/snapshots/gone_through.rs", &grad);
}

/// What each trip adds to elements stands last, in the order in which they were read.
#[test]
fn snapshots_at_once() {
    let sources = [
        "fn calls(x: &[f64], y: &[f64], k: f64, n: usize) -> f64 {
            let mut total = 0.0;
            for i in 0..n {
                let z = x[i] * y[i] + x[2 * i] / k;
                let w = [z, k];
                total += scaled(z, y[i]) * w[0];
                println!(\"{z}\");
            }
            total
        }",
        "fn wholes(x: &[f64], k: f64, n: usize) -> f64 {
            let mut row = [0.0; 3];
            let mut total = 0.0;
            for i in 0..n {
                row = [x[i], k, k * k];
                row[1] += row[0].sin();
                total += row[1] * row[2];
            }
            total
        }",
        "fn sums(x: &[f64], y: &[f64], n: usize) -> f64 {
            let mut row = [0.0; 2];
            let mut total = 0.0;
            for i in 0..n {
                let z = if i > 2 { x[i] * y[0] } else { x[i] };
                row = [z, y[i]];
                let mut sum = 0.0;
                for j in 0..n {
                    sum += row[0] * y[j];
                }
                total += row[1] * sum.sin();
            }
            let k = n + 1;
            total * n as f64 + y[0] * k as f64
        }",
        "fn pullbacks(a: &[f64]) -> f64 {
            let mut sum = 0.0;
            for i in 0..3 {
                sum += dot(a, a) * a[i];
            }
            sum
        }",
        // The caller reads what the last trip leaves.
        "fn left(x: f64, out: &mut [f64; 2]) -> f64 {
            let mut total = 0.0;
            for i in 0..3 {
                *out = [x * i as f64, x.sin()];
                total += out[0] * out[1];
            }
            total
        }",
    ];
    let grads = sources.map(|source| functions("", source, &["_grad"]));
    assert_snapshot("tests/snapshots/at_once.rs", &grads.join("\n"));
}

/// Not where the length of `row` is another, or may be: then nothing is known of how much of it is written.
#[test]
fn snapshots_lengths() {
    let row = |between: &str| {
        let source = format!(
            "fn f(x: &[f64], w: &[f64], n: usize) -> f64 {{
                let m = x.len();
                let mut row = vec![0.0; m];
                let mut total = 0.0;
                for i in 0..n {{
                    for j in 0..m {{
                        row[j] = x[j] * w[i];
                    }}
                    {between}
                    total += row[1] * row[0];
                }}
                total
            }}"
        );
        functions("wrt(x)", &source, &["_grad"])
    };
    let at_once = |grad: &str| !grad.contains("tape");
    assert!(at_once(&row("let (k, _) = (row.len(), 0);")));
    assert!(at_once(&row("println!(\"{}\", row[0]);")));
    assert!(!at_once(&row("row.push(1.0);")));
    assert!(!at_once(&row("row = vec![0.0; n];")));
}

/// Parts, too, are gone through side by side.
#[test]
fn snapshots_stencil_of_parts() {
    assert_expansion(
        "stencil_of_parts",
        "",
        "fn f(u: &[f64], n: usize, k: f64) -> f64 {
            let mut s = 0.0;
            let v = &u[1..];
            for i in 0..n {
                s += v[i] * v[i + 1] + u[1..][i] * k;
            }
            for i in 0..n {
                s -= u[2..][i] - u[i];
                s += u[3..][i];
            }
            for i in 0..4 {
                s += v[i] * u[i];
                s -= u[1..][i] * u[2..4][i];
            }
            for i in 0..n {
                let w = &u[i..i + 2];
                let mut t = w[0] - w[1];
                if i > 2 {
                    t *= k;
                }
                s += t * t;
            }
            s
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
        "fn power(x: f64, weights: &[f64], n: usize) -> f64 {
            if n == 0 { 1.0 } else { x * weights[n] * power(x, weights, n - 1) }
        }",
    );
}

/// To run the loop again, the pullback borrows what is lent to the function and has no derivative: callers may write to
/// the rest.
#[test]
fn snapshots_linkage_of_a_loop() {
    assert_linkage(
        "linkage_of_a_loop",
        "wrt(x)",
        "fn weighted(x: &[f64], weights: &[f64]) -> f64 {
            let mut y = 1.0;
            for i in 0..weights.len() {
                let last = x.len() - 1 - i;
                if x[i] > 0.5 {
                    y *= 2.0;
                }
                for v in x {
                    y *= v + weights[i];
                }
                for (v, w) in x.iter().zip(weights) {
                    y *= v * w;
                }
                y = y * weights[i] * x[last] + x[0];
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
            let mut w = [dt, dt];
            let first = w[0] * dt;
            let unused = step(&mut w, dt);
            step(y, dt);
            y[0] *= dt;
            y[0] * y[1] * first
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

/// The cotangent of a copy of an array is a vector: it is added to that of the array element by element.
/// An array is copied from where it is, a number from where it comes from.
#[test]
fn snapshots_copied_whole() {
    let source = "fn f(x: &[f64; 2]) -> f64 {
        let mut w = [x[0], x[1]];
        let mut a = w;
        a[0] *= 2.0;
        let b = w;
        w[0] *= a[1];
        w[0] * b[0]
    }";
    assert_snapshot(
        "tests/snapshots/copied_whole.rs",
        &functions("", source, &["_grad"]),
    );
}

#[test]
fn snapshots_copied_array() {
    assert_expansion(
        "copied_array",
        "",
        "fn f(x: [f64; 3], k: f64) -> f64 {
            let mut a: Vec<f64> = x.to_vec();
            a.push(k);
            a[3] * a[0]
        }",
    );
}

/// What is over a number that changes is not read again, but kept.
#[test]
fn snapshots_trips_that_change() {
    assert_expansion(
        "trips_that_change",
        "",
        "fn f(x: f64) -> f64 {
            let mut counts = [1, 2, 0];
            let mut s = x;
            for i in 0..3 {
                for j in 0..counts[i] {
                    s = s.sin() * x * j as f64;
                }
                counts[i] = 3;
            }
            s
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
