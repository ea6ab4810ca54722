//! Functions with branches and loops.

#![allow(
    clippy::match_bool,
    clippy::explicit_iter_loop,
    clippy::needless_late_init,
    reason = "every way of writing them is tested"
)]

use super::{Case, a, n, norm, scaled_sine};
use crate::ir::interpret::Value;

/// Branches and loops, nested and left early.
pub(in crate::tests) fn cases() -> Vec<Case> {
    let mut cases = branches();
    cases.extend(loops());
    cases.extend(exits());
    cases.extend(found());
    cases
}

fn branches() -> Vec<Case> {
    let mut cases = Vec::new();
    case!(
        cases,
        (),
        fn branch_value(x: f64, y: f64) -> f64 {
            let z = if x > y { x.sin() * y } else { x * y * y };
            z * x
        },
        [1.7, 0.4],
        |v| branch_value(n(v, 0), n(v, 1)).into()
    );
    case!(
        cases,
        (),
        fn branch_chain(x: f64, k: usize) -> f64 {
            let mut s = x * x;
            if k == 0 {
                s *= x.sin();
            } else if k == 1 && x > 0.0 {
                s = s.exp() / x;
            } else {
                s = x;
            }
            s * x
        },
        [0.7, 1.0],
        |v| branch_chain(n(v, 0), n(v, 1) as usize).into()
    );
    case!(
        cases,
        (),
        fn branch_without_else(x: f64, y: f64) -> f64 {
            let mut a = [x, y, x * y];
            let big = a[2] > 100.0;
            if !big || x < 0.0 {
                a[1] = a[0].sin() * a[2];
                a[0] *= y;
            }
            a[0] * a[1] + a[2]
        },
        [0.7, 1.3],
        |v| branch_without_else(n(v, 0), n(v, 1)).into()
    );
    case!(
        cases,
        (),
        fn matched(x: [f64; 3], k: usize) -> f64 {
            let (p, q) = match k {
                0 | 4 => (x[0], x[1].sin()),
                1..=2 if x[0] > 0.5 => (x[k] * x[0], x[0]),
                _ => (1.0, x[2]),
            };
            p * q
                + match x[2] > 0.0 {
                    true => p,
                    false => q,
                }
        },
        [[0.7, 0.3, 1.1], 2.0],
        |v| matched(a(v, 0), n(v, 1) as usize).into()
    );
    case!(
        cases,
        (),
        fn branch_of_tuples(x: f64, y: f64) -> (f64, f64) {
            let mut t = (x, y * y);
            if t.1 > t.0 {
                t.0 = t.1.ln() * x;
            } else {
                t = (y, x);
            }
            (t.0 * t.1, t.1)
        },
        [0.7, 1.3],
        |v| branch_of_tuples(n(v, 0), n(v, 1)).into()
    );
    cases
}

fn loops() -> Vec<Case> {
    let mut cases = Vec::new();
    case!(
        cases,
        (),
        fn carried(x: f64, n: usize) -> f64 {
            let mut s = x;
            for i in 0..n {
                s = s.sin() * x + i as f64;
            }
            s
        },
        [0.7, 4.0],
        |v| carried(n(v, 0), n(v, 1) as usize).into()
    );
    case!(
        cases,
        (),
        fn sum_of_squares(x: &[f64; 4]) -> f64 {
            let mut s = 0.0;
            for v in x.iter() {
                s += v * v;
            }
            s
        },
        [[0.7, 0.1, 1.2, -0.4]],
        |v| sum_of_squares(&a(v, 0)).into()
    );
    case!(
        cases,
        (),
        fn overwritten(x: [f64; 4], y: f64) -> f64 {
            let mut a = x;
            for i in 1..4 {
                a[i] = a[i - 1] * a[i].sin() + y;
                a[i - 1] *= y;
            }
            for i in (0..=2).rev() {
                a[i] = a[i + 1] * a[i];
            }
            a[0] + a[3]
        },
        [[0.7, 0.1, 1.2, -0.4], 1.1],
        |v| overwritten(a(v, 0), n(v, 1)).into()
    );
    case!(
        cases,
        (),
        fn nested_loops(m: [f64; 4], x: [f64; 2]) -> f64 {
            let mut s = 0.0;
            for i in 0..2 {
                let mut row = 0.0;
                for j in 0..2 {
                    row += m[2 * i + j] * x[j].exp();
                }
                s += row * row * x[i];
            }
            s
        },
        [[0.7, 0.1, 1.2, -0.4], [0.3, 1.1]],
        |v| nested_loops(a(v, 0), a(v, 1)).into()
    );
    case!(
        cases,
        (),
        fn counted_while(x: f64) -> f64 {
            let mut s = x;
            let mut k = 0;
            while s < 10.0 && k < 20 {
                s = s * s + x;
                k += 1;
            }
            s + k as f64 * x
        },
        [0.7],
        |v| counted_while(n(v, 0)).into()
    );
    case!(
        cases,
        (),
        fn zipped(x: [f64; 3], y: [f64; 4]) -> f64 {
            let mut s = 1.0;
            for (i, (a, b)) in x.iter().zip(y.iter().skip(1)).enumerate() {
                s *= a * b.cos() + i as f64;
            }
            for a in x.iter().rev().take(2) {
                s -= a * s;
            }
            s
        },
        [[0.7, 0.1, 1.2], [0.2, 0.3, 1.1, -0.4]],
        |v| zipped(a(v, 0), a(v, 1)).into()
    );
    case!(
        cases,
        (),
        fn stepping(x: [f64; 5]) -> f64 {
            let mut s: f64 = 0.3;
            for i in (0..x.len()).step_by(2) {
                s = s.sin() + x[i] * s;
            }
            for i in (0..5usize).step_by(3).rev() {
                s *= x[i];
            }
            s
        },
        [[0.7, 0.1, 1.2, 0.4, 0.9]],
        |v| stepping(a(v, 0)).into()
    );
    case!(
        cases,
        (),
        fn written_through_references(x: [f64; 3], y: f64) -> f64 {
            let mut a = x;
            for v in a.iter_mut() {
                *v = v.sin() * y;
            }
            let mut s = 0.0;
            for v in a {
                s += v * v;
            }
            s
        },
        [[0.7, 0.1, 1.2], 1.4],
        |v| written_through_references(a(v, 0), n(v, 1)).into()
    );
    case!(
        cases,
        (),
        fn branch_in_loop(x: [f64; 4]) -> f64 {
            let mut s = 0.0;
            let mut last = 1.0;
            for i in 0..4 {
                let v = x[i];
                if v < 0.0 {
                    s -= v * last;
                } else if i % 2 == 0 {
                    last = v.exp() * last;
                } else {
                    s += v.sqrt();
                }
                s = s * last;
            }
            s
        },
        [[0.7, 0.1, -1.2, 0.4]],
        |v| branch_in_loop(a(v, 0)).into()
    );
    case!(
        cases,
        (),
        fn calls_in_a_loop(x: f64, v: [f64; 2]) -> f64 {
            let mut w = v;
            let mut s = x;
            for k in 0..3 {
                s = scaled_sine(s, x) + norm(&w);
                w[k % 2] = s * x;
            }
            s * w[0]
        },
        [0.7, [0.4, 1.1]],
        |v| calls_in_a_loop(n(v, 0), a(v, 1)).into()
    );
    cases
}

fn exits() -> Vec<Case> {
    let mut cases = Vec::new();
    case!(
        cases,
        (),
        fn continued(x: [f64; 4]) -> f64 {
            let mut s = 1.0;
            for i in 0..4 {
                if x[i] < 0.0 {
                    continue;
                }
                s *= x[i].sin();
            }
            s
        },
        [[0.7, 0.1, -1.2, 0.4]],
        |v| continued(a(v, 0)).into()
    );
    case!(
        cases,
        (),
        fn left(x: f64) -> f64 {
            let mut s = x;
            let mut k = 0;
            loop {
                s = s.exp() * x;
                if s > 3.0 || k == 5 {
                    s *= s;
                    break;
                }
                k += 1;
            }
            s * x
        },
        [0.7],
        |v| left(n(v, 0)).into()
    );
    case!(
        cases,
        (),
        fn left_two_loops(x: [f64; 3], y: f64) -> f64 {
            let mut s = y;
            'outer: for i in 0..3 {
                for j in 0..3 {
                    if i == 1 && j == 0 {
                        continue 'outer;
                    }
                    if s > 4.0 {
                        break 'outer;
                    }
                    s += x[i] * x[j] * s.sin();
                    if j == 1 {
                        break;
                    }
                }
                s *= y;
            }
            s
        },
        [[0.7, 1.1, 0.9], 1.3],
        |v| left_two_loops(a(v, 0), n(v, 1)).into()
    );
    case!(
        cases,
        (),
        fn returned(x: [f64; 3], y: f64) -> f64 {
            if y < 0.0 {
                return x[0] * y;
            }
            let mut s = y;
            for i in 0..3 {
                s *= x[i];
                if s < 0.3 {
                    return s * s;
                }
            }
            s.sin()
        },
        [[0.7, 0.5, 0.4], 0.8],
        |v| returned(a(v, 0), n(v, 1)).into()
    );
    case!(
        cases,
        (),
        fn returned_pair(x: f64, n: usize) -> (f64, f64) {
            let mut s = x;
            for _ in 0..n {
                let t = s * x;
                for j in 0..2 {
                    if j == 1 && t > 0.2 {
                        return (s, t);
                    }
                    s += t * t;
                }
            }
            (x, s)
        },
        [0.7, 3.0],
        |v| returned_pair(n(v, 0), n(v, 1) as usize).into()
    );
    case!(
        cases,
        (),
        fn labelled_block(x: f64, y: f64) -> f64 {
            let mut s = x;
            'done: {
                s *= y;
                if s > 0.5 {
                    s = s.sin();
                    break 'done;
                }
                s += x;
            }
            s * y
        },
        [0.7, 1.2],
        |v| labelled_block(n(v, 0), n(v, 1)).into()
    );
    cases
}

/// What random programs found.
fn found() -> Vec<Case> {
    let mut cases = Vec::new();
    // The loop, run backwards at once, reads the cotangent that the branch before it takes out.
    case!(
        cases,
        (),
        fn assigned_before_a_sum(x: f64, y: f64) -> f64 {
            let mut s = x;
            if y > 0.0 {
                s = 1.0;
            }
            for _ in 1..3 {
                s -= y;
            }
            s - y
        },
        [0.7, 0.4],
        |v| assigned_before_a_sum(n(v, 0), n(v, 1)).into()
    );
    case!(
        cases,
        (),
        fn condition_on_a_part(x: f64) -> f64 {
            let t = [1.0, x];
            if t[1] > 5.0 {
                return 1.0;
            }
            let mut s = x;
            while t[1] * s < 3.0 {
                s *= 1.0 + t[1];
            }
            s
        },
        [0.7],
        |v| condition_on_a_part(n(v, 0)).into()
    );
    case!(
        cases,
        (),
        fn constant_in_an_arm(z: f64) -> f64 {
            let mut x = 1.0;
            if z > 0.0 {
                const C: f64 = 0.8;
                for _ in 1..4 {
                    x = z.mul_add(C, x);
                }
            }
            x * z
        },
        [0.7],
        |v| constant_in_an_arm(n(v, 0)).into()
    );
    case!(
        cases,
        (),
        fn type_in_an_arm(x: f64) -> f64 {
            if x > 5.0 {
                return 1.0;
            }
            let _table: [[f64; 2]; 1] = [[0.5, 0.9]];
            1.5_f32 as f64 * x
        },
        [0.7],
        |v| type_in_an_arm(n(v, 0)).into()
    );
    case!(
        cases,
        (),
        fn loop_at_the_end_of_an_arm(x: f64, y: f64) -> f64 {
            let mut s = x;
            {
                if y < 2.0 {
                    for _ in 0..2 {
                        s *= y;
                    }
                } else {
                    return 1.0;
                }
            }
            s
        },
        [0.7, 1.3],
        |v| loop_at_the_end_of_an_arm(n(v, 0), n(v, 1)).into()
    );
    case!(
        cases,
        (),
        fn deferred_after_a_return(x: f64, y: f64) -> f64 {
            let s;
            if x > 0.0 {
                return x * y;
            }
            s = norm(&[x, y]);
            s * y
        },
        [0.7, 1.3],
        |v| deferred_after_a_return(n(v, 0), n(v, 1)).into()
    );
    case!(
        cases,
        (),
        fn equal_values_inside_and_outside(x: f64) -> f64 {
            let w = (x.sin(), 0_usize);
            let mut a = [x];
            let p = w.0;
            if x > 5.0 {
                return a[0];
            }
            a[0] *= p;
            a = [w.0 * a[0]];
            w.0 + a[0] * p
        },
        [0.7],
        |v| equal_values_inside_and_outside(n(v, 0)).into()
    );
    // What is computed twice is mentioned by both of its names.
    case!(
        cases,
        (),
        fn equal_values_that_code_mentions(x: f64, y: f64) -> f64 {
            let a = x.sin() * y;
            let b = x.sin() * y;
            let mut s = a;
            if b > 0.2 {
                s *= b + x.cos();
            }
            let c = x.cos();
            let d = x.cos();
            let k = d.ceil() + 1.0;
            for _ in 0..2 {
                let e = y * x;
                let f = y * x;
                while s < f {
                    s += e;
                }
                if f > 0.1 {
                    s *= e;
                }
            }
            s * (a + b) * k * c
        },
        [0.7, 1.3],
        |v| equal_values_that_code_mentions(n(v, 0), n(v, 1)).into()
    );
    case!(
        cases,
        (),
        fn constant_of_the_value_of_an_if(x: f64, y: f64) -> f64 {
            let z = if x > 0.5 { x * y } else { y };
            z * z.signum() / z.floor().abs().max(1.0)
        },
        [0.7, 1.3],
        |v| constant_of_the_value_of_an_if(n(v, 0), n(v, 1)).into()
    );
    cases
}
