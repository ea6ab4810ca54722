//! Functions that replace what others have read: by something shorter, in one arm of a branch, or between loops that
//! would be run backwards at once.

#![allow(
    clippy::float_cmp,
    clippy::manual_range_contains,
    unused_variables,
    reason = "every way of writing them is tested"
)]

use super::{Case, a, n, norm, stretched};
use crate::ir::interpret::Value;

pub(in crate::tests) fn cases() -> Vec<Case> {
    let mut cases = replaced();
    cases.extend(exchanged());
    cases.extend(between_loops());
    cases.extend(from_trip_to_trip());
    cases.extend(overlapping());
    cases
}

/// The cotangent of what is replaced is as long as that was.
fn replaced() -> Vec<Case> {
    let mut cases = Vec::new();
    case!(
        cases,
        (),
        fn replaced_by_a_shorter_one(x: f64, y: f64) -> f64 {
            let mut a = vec![x, y];
            a[1] *= x;
            let s = a[0] * a[1];
            a = vec![1.0];
            s
        },
        [0.7, 0.4],
        |v| replaced_by_a_shorter_one(n(v, 0), n(v, 1)).into()
    );
    case!(
        cases,
        (),
        fn replaced_in_a_branch(x: f64, y: f64) -> f64 {
            let mut a = vec![x, y];
            let mut s = 0.0;
            for i in 0..2 {
                if i == 1 {
                    s += a[0] * a[1] * x;
                    a = vec![1.0];
                }
            }
            let mut b = vec![vec![x, y]];
            s += b[0][0] * b[0][1];
            if s > 0.0 {
                b[0] = vec![s.floor()];
            }
            s
        },
        [0.7, 0.4],
        |v| replaced_in_a_branch(n(v, 0), n(v, 1)).into()
    );
    case!(
        cases,
        (),
        fn replaced_with_its_neighbour(x: f64, y: f64) -> f64 {
            let mut pair = (vec![x, y], x);
            let mut s = pair.0[0] * pair.0[1] * pair.1;
            if s > 0.0 {
                pair = (vec![s.floor()], 1.0);
            }
            let mut rows = [vec![x, s], vec![y]];
            s += rows[0][1] * rows[1][0];
            rows = [vec![1.0], vec![1.0]];
            s
        },
        [0.7, 0.4],
        |v| replaced_with_its_neighbour(n(v, 0), n(v, 1)).into()
    );
    case!(
        cases,
        (),
        fn given_and_replaced(x: f64, k: usize) -> f64 {
            let mut a;
            if k > 0 {
                a = vec![x, x * x];
            } else {
                a = vec![x];
            }
            let s = a[0] * a[a.len() - 1];
            a = vec![s];
            a[0] * s
        },
        [0.7, 1.0],
        |v| given_and_replaced(n(v, 0), n(v, 1) as usize).into()
    );
    case!(
        cases,
        (),
        fn grown_after_a_return(x: f64, n: usize) -> f64 {
            let mut rows = vec![vec![1.0, x]];
            if n == 1 {
                return x;
            }
            for i in 0..n {
                rows[0].push(x * i as f64);
            }
            rows[0][2] * rows[0][n]
        },
        [0.7, 3.0],
        |v| grown_after_a_return(n(v, 0), n(v, 1) as usize).into()
    );
    cases
}

/// Cotangents change places, too: those of sequences of other lengths, and what no one reads afterwards.
fn exchanged() -> Vec<Case> {
    let mut cases = Vec::new();
    case!(
        cases,
        (),
        fn exchanged_numbers(x: f64, y: f64) -> f64 {
            let (mut low, mut high) = (x, y);
            if low > high {
                std::mem::swap(&mut low, &mut high);
            }
            let difference = high * high - low;
            std::mem::swap(&mut high, &mut low);
            difference * low.sin() + high
        },
        [0.7, 1.3],
        |v| exchanged_numbers(n(v, 0), n(v, 1)).into()
    );
    case!(
        cases,
        (),
        fn exchanged_at_last(x: f64, y: f64) -> f64 {
            let mut a = vec![x, y, x * y];
            let mut b = vec![y];
            let s = a[2] * b[0];
            let mut c = [x, s];
            let mut d = [y, y];
            let t = c[0] * d[1];
            std::mem::swap(&mut a, &mut b);
            std::mem::swap(&mut c, &mut d);
            s * t
        },
        [0.7, 1.3],
        |v| exchanged_at_last(n(v, 0), n(v, 1)).into()
    );
    case!(
        cases,
        (),
        fn exchanged_in_a_loop(u: &[f64; 4], k: f64, n: usize) -> f64 {
            let mut now = u.to_vec();
            let mut next = now.clone();
            for _ in 0..n {
                for i in 1..3 {
                    next[i] = now[i] * (1.0 + now[i]) + k * (now[i - 1] - now[i + 1]);
                }
                std::mem::swap(&mut now, &mut next);
            }
            now[1] * now[2] + next[1] * k
        },
        [[0.7, 0.4, 1.1, 0.2], 0.3, 3.0],
        |v| exchanged_in_a_loop(&a(v, 0), n(v, 1), n(v, 2) as usize).into()
    );
    cases
}

/// What comes between two loops is not known before the first.
fn between_loops() -> Vec<Case> {
    let mut cases = Vec::new();
    case!(
        cases,
        (),
        fn overwritten_after_a_loop(u: &[f64; 2]) -> f64 {
            let mut a = [u[0], u[1]];
            let mut s = 0.0;
            for i in 0..2 {
                s += a[i] * a[i];
            }
            a[0] = 3.0 * u[1];
            s + a[1] + a[0]
        },
        [[0.7, 0.4]],
        |v| overwritten_after_a_loop(&a(v, 0)).into()
    );
    case!(
        cases,
        (),
        fn a_value_between(u: &[f64; 3], x: f64) -> f64 {
            let mut s = 0.0;
            for i in 0..3 {
                s += u[i] * u[i];
            }
            let v = x.sin();
            let mut r = 0.0;
            for i in 0..3 {
                r += u[i] * x;
            }
            s + r * v
        },
        [[0.7, 0.4, 1.1], 0.6],
        |v| a_value_between(&a(v, 0), n(v, 1)).into()
    );
    case!(
        cases,
        (wrt(u)),
        fn names_between(u: &[f64; 3], c: f64, n: usize) -> f64 {
            let mut s = 0.0;
            for i in 0..3 {
                s += u[i] * u[i];
            }
            let k = c + 1.0;
            let m = n + 1;
            let mut r = 0.0;
            for i in 0..3 {
                r += u[i] * u[i];
            }
            s * k + r * m as f64
        },
        [[0.7, 0.4, 1.1], 0.6, 2.0],
        |v| names_between(&a(v, 0), n(v, 1), n(v, 2) as usize).into()
    );
    case!(
        cases,
        (wrt(u)),
        fn a_name_after(u: &[f64; 3], c: f64) -> f64 {
            let mut s = 0.0;
            for i in 0..3 {
                s += u[i] * u[i];
            }
            let k = c + 1.0;
            s * k
        },
        [[0.7, 0.4, 1.1], 0.6],
        |v| a_name_after(&a(v, 0), n(v, 1)).into()
    );
    case!(
        cases,
        (),
        fn constants_after(u: &[f64; 3], k: f64, n: usize) -> f64 {
            let mut s = 0.0;
            for i in 0..3 {
                s += u[i] * u[i];
            }
            let t = s.sin();
            let mut r = 0.0;
            for i in 0..3 {
                r += u[i] * k;
            }
            r * (n as f64).sqrt() * (n as f64).sqrt().sqrt() * (n as f64).ln() + t
        },
        [[0.7, 0.4, 1.1], 0.6, 3.0],
        |v| constants_after(&a(v, 0), n(v, 1), n(v, 2) as usize).into()
    );
    case!(
        cases,
        (),
        fn norms(v: &[f64; 2], k: f64) -> f64 {
            let mut s = 0.0;
            for i in 0..2 {
                s += stretched(v, k) * v[i] + norm(v);
            }
            s
        },
        [[0.7, 0.4], 1.3],
        |v| norms(&a(v, 0), n(v, 1)).into()
    );
    case!(
        cases,
        (),
        fn written_and_written_again(u: &[f64; 3], n: usize) -> f64 {
            let mut row = vec![0.0; n];
            let mut squares = [0.0; 2];
            let mut total = 0.0;
            for i in 0..3 {
                for j in 0..n {
                    row[j] = u[j] * (u[0] + i as f64);
                }
                for j in 0..2 {
                    squares[j] = row[j] * row[j];
                }
                total += squares[0] * row[1] + squares[1] * row[n - 1];
            }
            total
        },
        [[0.7, 0.4, 1.1], 3.0],
        |v| written_and_written_again(&a(v, 0), n(v, 1) as usize).into()
    );
    case!(
        cases,
        (),
        fn read_before_it_is_written(u: &[f64; 3], n: usize) -> f64 {
            let mut row = vec![1.0; n];
            let mut total = 0.0;
            for i in 0..3 {
                total += row[0] * u[1];
                for j in 0..n {
                    row[j] = u[j] * (u[0] + i as f64);
                }
                total += row[n - 1];
            }
            total
        },
        [[0.7, 0.4, 1.1], 3.0],
        |v| read_before_it_is_written(&a(v, 0), n(v, 1) as usize).into()
    );
    case!(
        cases,
        (),
        fn read_in_an_arm(x: f64, n: usize) -> f64 {
            let mut a = x;
            for i in 0..n {
                let mut b = a * x;
                for j in i..n {
                    let mut k = 0;
                    while b < 4.0 && k < 3 {
                        b = if k == j { b * 1.5 } else { b + a.cos().abs() };
                        k += 1;
                    }
                    b -= x;
                }
                a = b.sin() + x;
            }
            a
        },
        [0.7, 2.0],
        |v| read_in_an_arm(n(v, 0), n(v, 1) as usize).into()
    );
    case!(
        cases,
        (),
        fn an_arm_and_its_name(x: f64, k: usize) -> f64 {
            let mut s = x;
            for i in 0..3 {
                s = match k + i {
                    0 => s,
                    n if n > 3 => s.cos() * n as f64,
                    n => (s * n as f64).sin(),
                };
            }
            s
        },
        [0.7, 2.0],
        |v| an_arm_and_its_name(n(v, 0), n(v, 1) as usize).into()
    );
    cases
}

/// What a trip finds is what the last one left, or what stood there before the loop.
fn from_trip_to_trip() -> Vec<Case> {
    let mut cases = Vec::new();
    case!(
        cases,
        (),
        fn recorded_for_nobody(x: f64, n: usize) -> f64 {
            let mut y = x;
            let mut w = [[1.2, 1.0], [0.8, 0.5]];
            if n > 0 {
                for _ in 0..n {
                    y = w[0][1];
                    for k in 1..3 {
                        w[1][0] += y % w[0][k - 1];
                    }
                }
                y
            } else {
                1.0
            }
        },
        [0.7, 2.0],
        |v| recorded_for_nobody(n(v, 0), n(v, 1) as usize).into()
    );
    case!(
        cases,
        (),
        fn written_in_one_arm(x: f64, n: usize) -> f64 {
            let mut y = x;
            let mut q = x * x;
            for i in 0..n {
                if i > 1 {
                    q = y;
                }
                y = y.sin() * q;
            }
            y
        },
        [0.7, 4.0],
        |v| written_in_one_arm(n(v, 0), n(v, 1) as usize).into()
    );
    case!(
        cases,
        (),
        fn written_in_part_and_then_in_each_arm(u: &[f64; 4]) -> f64 {
            let mut y = u[0];
            let mut w = [0.5; 2];
            for i in 0..4 {
                w[0] = y;
                if i > 1 {
                    w = [y, u[i]];
                } else {
                    w = [u[i], y];
                }
                y = (w[0] * w[1]).sin();
            }
            y
        },
        [[0.7, 0.4, 1.1, 0.2]],
        |v| written_in_part_and_then_in_each_arm(&a(v, 0)).into()
    );
    case!(
        cases,
        (),
        fn extremes_of_others(u: &[f64; 4]) -> f64 {
            let mut low = u[0];
            let mut high = 5.0;
            let mut best = u[1];
            let mut total = 0.0;
            for i in 0..4 {
                high = low.max(u[i]);
                low = high * 0.5;
                let most = best.max(u[i] * u[i]);
                best = most;
                total += most;
            }
            low * high * total + best
        },
        [[0.7, 0.4, 1.1, 0.2]],
        |v| extremes_of_others(&a(v, 0)).into()
    );
    case!(
        cases,
        (),
        fn more_than_few_trips(u: &[f64; 4]) -> f64 {
            let mut s = 1.0;
            let mut count = 0.0;
            for i in 0..4 {
                if s > 50.0 {
                    break;
                }
                if u[i] > 0.5 {
                    s *= u[i] + s;
                }
            }
            for i in 0..4 {
                if u[i] > 0.5 {
                    s *= u[i] + s;
                }
                count += 1.0;
            }
            s * count
        },
        [[0.7, 0.4, 1.1, 0.2]],
        |v| more_than_few_trips(&a(v, 0)).into()
    );
    case!(
        cases,
        (),
        fn a_name_from_outside(u: &[f64; 4], n: usize) -> f64 {
            let mut s = 0.0;
            let k = n % 3;
            let mut y = u[0];
            for i in 0..4 {
                s += y * u[i] * u[k];
                y = y.sin();
            }
            s
        },
        [[0.7, 0.4, 1.1, 0.2], 5.0],
        |v| a_name_from_outside(&a(v, 0), n(v, 1) as usize).into()
    );
    cases
}

/// What neighbouring trips add to one element.
fn overlapping() -> Vec<Case> {
    let mut cases = Vec::new();
    case!(
        cases,
        (),
        fn stencil_of_differences(u: &[f64; 6], k: f64) -> f64 {
            let mut r = 1.0;
            for i in 0..5 {
                let mut s = u[i] - u[i + 1];
                for _ in 0..2 {
                    s *= k + s;
                }
                r *= 1.0 + s;
            }
            r
        },
        [[0.7, 0.4, 1.1, 0.2, 0.9, -0.3], 1.3],
        |v| stencil_of_differences(&a(v, 0), n(v, 1)).into()
    );
    case!(
        cases,
        (),
        fn stencil_of_moving_parts(u: &[f64; 6]) -> f64 {
            let mut s = 0.0;
            for i in 0..5 {
                let w = &u[i..i + 2];
                s += w[0] * w[1];
            }
            for i in 1..5 {
                s *= u[i - 1..][2] + u[i - 1..i][0];
            }
            s
        },
        [[0.7, 0.4, 1.1, 0.2, 0.9, -0.3]],
        |v| stencil_of_moving_parts(&a(v, 0)).into()
    );
    case!(
        cases,
        (),
        fn stencil_of_arms(u: &[f64; 6], k: f64) -> f64 {
            let mut r = 1.0;
            let mut q = 0.0;
            for i in 0..5 {
                let mut s = u[i];
                if i > 2 {
                    s *= k;
                }
                r *= s;
                let mut s = u[i + 1];
                if i > 2 {
                    s *= r;
                }
                q -= s;
            }
            r * q
        },
        [[0.7, 0.4, 1.1, 0.2, 0.9, -0.3], 1.3],
        |v| stencil_of_arms(&a(v, 0), n(v, 1)).into()
    );
    cases
}
