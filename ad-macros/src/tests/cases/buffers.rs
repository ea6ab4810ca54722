//! Functions with buffers: whether a trip of a loop writes one anew before it reads it, how long it is, and how what
//! neighbouring trips touch overlaps.

#![allow(
    clippy::explicit_counter_loop,
    clippy::manual_memcpy,
    clippy::needless_late_init,
    clippy::ref_option,
    reason = "every way of writing them is tested"
)]

use super::{Case, a, n};
use crate::ir::interpret::Value;

pub(in crate::tests) fn cases() -> Vec<Case> {
    let mut cases = written();
    cases.extend(lengths());
    cases.extend(overlaps());
    cases
}

/// Each has something that is kept from one trip to the next, or out of the last.
fn written() -> Vec<Case> {
    let mut cases = Vec::new();
    case!(
        cases,
        (),
        fn written_anew(x: &[f64; 3], p: &[f64; 4]) -> f64 {
            let n = x.len();
            let mut row: Vec<f64> = vec![0.2; n];
            let mut total = 0.0;
            for i in 0..4 {
                for j in 0..n {
                    row[j] = x[j] * p[i];
                }
                row[2] *= row[0].sin() + row[1];
                total += row[2] * row[1];
            }
            total
        },
        [[0.7, 0.4, 1.1], [0.3, 0.8, 1.2, 0.6]],
        |v| written_anew(&a(v, 0), &a(v, 1)).into()
    );
    case!(
        cases,
        (),
        fn written_in_part(x: &[f64; 3], p: &[f64; 4]) -> f64 {
            let n = x.len();
            let m = n - 1;
            let mut row: Vec<f64> = vec![0.2; n];
            let mut total = 0.0;
            for i in 0..4 {
                for j in 0..m {
                    row[j] = x[j] * p[i];
                }
                row[2] *= row[0].sin() + row[1];
                total += row[2] * row[1];
            }
            total
        },
        [[0.7, 0.4, 1.1], [0.3, 0.8, 1.2, 0.6]],
        |v| written_in_part(&a(v, 0), &a(v, 1)).into()
    );
    case!(
        cases,
        (),
        fn written_at_times(x: &[f64; 3], p: &[f64; 4]) -> f64 {
            let n = x.len();
            let mut row: Vec<f64> = vec![0.2; n];
            let mut total = 0.0;
            for i in 0..4 {
                for j in 0..n {
                    if p[i] > 0.5 {
                        row[j] = x[j] * p[i];
                    }
                }
                row[2] *= row[0].sin() + row[1];
                total += row[2] * row[1];
            }
            total
        },
        [[0.7, 0.4, 1.1], [0.8, 0.3, 1.2, 0.4]],
        |v| written_at_times(&a(v, 0), &a(v, 1)).into()
    );
    case!(
        cases,
        (),
        fn written_in_some_trips(x: &[f64; 3], p: &[f64; 4]) -> f64 {
            let n = x.len();
            let mut row: Vec<f64> = vec![0.2; n];
            let mut total = 0.0;
            for i in 0..4 {
                if p[i] > 0.5 {
                    for j in 0..n {
                        row[j] = x[j] * p[i];
                    }
                }
                row[2] *= row[0].sin() + row[1];
                total += row[2] * row[1];
            }
            total
        },
        [[0.7, 0.4, 1.1], [0.8, 0.3, 1.2, 0.4]],
        |v| written_in_some_trips(&a(v, 0), &a(v, 1)).into()
    );
    case!(
        cases,
        (),
        fn read_before_it_is_written(x: &[f64; 3], p: &[f64; 4]) -> f64 {
            let n = x.len();
            let mut row: Vec<f64> = vec![0.2; n];
            let mut total = 0.0;
            for i in 0..4 {
                for j in 0..n {
                    row[j] = x[j] * p[i] + row[j].sin();
                }
                total += row[2] * row[1];
            }
            total
        },
        [[0.7, 0.4, 1.1], [0.3, 0.8, 1.2, 0.6]],
        |v| read_before_it_is_written(&a(v, 0), &a(v, 1)).into()
    );
    case!(
        cases,
        (),
        fn neighbour_read_before_it_is_written(x: &[f64; 3], p: &[f64; 4]) -> f64 {
            let n = x.len();
            let mut row: Vec<f64> = vec![0.2; n];
            let mut total = 0.0;
            for i in 0..4 {
                for j in 0..n {
                    row[j] = x[j] * p[i] + row[2 - j];
                }
                total += row[2] * row[1];
            }
            total
        },
        [[0.7, 0.4, 1.1], [0.3, 0.8, 1.2, 0.6]],
        |v| neighbour_read_before_it_is_written(&a(v, 0), &a(v, 1)).into()
    );
    case!(
        cases,
        (),
        fn written_at_another_index(x: &[f64; 3], p: &[f64; 4]) -> f64 {
            let n = x.len();
            let mut row: Vec<f64> = vec![0.2; n];
            let mut total = 0.0;
            for i in 0..4 {
                for j in 0..n {
                    row[j % 2] = x[j] * p[i];
                }
                row[2] *= row[0].sin() + row[1];
                total += row[2] * row[1];
            }
            total
        },
        [[0.7, 0.4, 1.1], [0.3, 0.8, 1.2, 0.6]],
        |v| written_at_another_index(&a(v, 0), &a(v, 1)).into()
    );
    case!(
        cases,
        (),
        fn written_until_a_break(x: &[f64; 3], p: &[f64; 4]) -> f64 {
            let n = x.len();
            let mut row: Vec<f64> = vec![0.2; n];
            let mut total = 0.0;
            for i in 0..4 {
                for j in 0..n {
                    row[j] = x[j] * p[i];
                    if p[i] > 0.7 {
                        break;
                    }
                }
                row[2] *= row[0].sin() + row[1];
                total += row[2] * row[1];
            }
            total
        },
        [[0.7, 0.4, 1.1], [0.3, 0.9, 1.2, 0.5]],
        |v| written_until_a_break(&a(v, 0), &a(v, 1)).into()
    );
    case!(
        cases,
        (),
        fn read_after_the_loop(x: &[f64; 3], p: &[f64; 4]) -> f64 {
            let n = x.len();
            let mut row: Vec<f64> = vec![0.2; n];
            let mut total = 0.0;
            for i in 0..4 {
                for j in 0..n {
                    row[j] = x[j] * p[i];
                }
                total += row[2] * row[1];
            }
            total + row[0]
        },
        [[0.7, 0.4, 1.1], [0.3, 0.8, 1.2, 0.6]],
        |v| read_after_the_loop(&a(v, 0), &a(v, 1)).into()
    );
    case!(
        cases,
        (),
        fn carried_through_an_inner_loop(x: &[f64; 3], p: &[f64; 4]) -> f64 {
            let n = x.len();
            let mut row: Vec<f64> = vec![0.2; n];
            let mut total = 0.0;
            for i in 0..4 {
                for j in 0..n {
                    row[j] = row[j] * p[i] + x[j];
                    total += row[j];
                }
            }
            total
        },
        [[0.7, 0.4, 1.1], [0.3, 0.8, 1.2, 0.6]],
        |v| carried_through_an_inner_loop(&a(v, 0), &a(v, 1)).into()
    );
    case!(
        cases,
        (),
        fn replaced_as_a_whole(x: &[f64; 3], p: &[f64; 4]) -> f64 {
            let mut row = [0.2; 2];
            let mut part = [0.2; 2];
            let mut total = 0.0;
            for i in 0..4 {
                row = [x[0] * p[i], x[1]];
                row[1] *= row[0].sin();
                part[0] = x[2] * p[i];
                part[1] *= part[0];
                total += row[0] * row[1] + part[1];
            }
            total
        },
        [[0.7, 0.4, 1.1], [0.3, 0.8, 1.2, 0.6]],
        |v| replaced_as_a_whole(&a(v, 0), &a(v, 1)).into()
    );
    cases
}

/// Sequences that grow and shrink.
fn lengths() -> Vec<Case> {
    let mut cases = Vec::new();
    case!(
        cases,
        (),
        fn grown(x: f64, y: f64) -> f64 {
            let mut v = vec![y];
            for i in 0..4 {
                let next = v[i] * x.sin();
                v.push(next);
            }
            v.truncate(3);
            v.push(1.0);
            v.push(x * y);
            let mut s = 0.0;
            for a in &v {
                s += a * a * x;
            }
            s
        },
        [0.7, 1.3],
        |v| grown(n(v, 0), n(v, 1)).into()
    );
    case!(
        cases,
        (),
        fn longer_than_it_was_made(x: &[f64; 3], p: &[f64; 4]) -> f64 {
            let n = x.len();
            let mut row: Vec<f64> = vec![0.2; n];
            row.push(x[0]);
            let mut total = 0.0;
            for i in 0..4 {
                for j in 0..n {
                    row[j] = x[j] * p[i];
                }
                row[3] *= row[0].sin() + row[1];
                total += row[3] * row[1];
            }
            total
        },
        [[0.7, 0.4, 1.1], [0.3, 0.8, 1.2, 0.6]],
        |v| longer_than_it_was_made(&a(v, 0), &a(v, 1)).into()
    );
    case!(
        cases,
        (),
        fn replaced_by_a_longer_one(x: &[f64; 3], p: &[f64; 4]) -> f64 {
            let n = x.len();
            let mut row: Vec<f64> = vec![0.2; n];
            if p[0] < 2.0 {
                row = vec![x[0]; 4];
            }
            let mut total = 0.0;
            for i in 0..4 {
                for j in 0..n {
                    row[j] = x[j] * p[i];
                }
                row[3] *= row[0].sin() + row[1];
                total += row[3] * row[1];
            }
            total
        },
        [[0.7, 0.4, 1.1], [0.3, 0.8, 1.2, 0.6]],
        |v| replaced_by_a_longer_one(&a(v, 0), &a(v, 1)).into()
    );
    case!(
        cases,
        (),
        fn length_of_another_time(x: &[f64; 3], p: &[f64; 4]) -> f64 {
            let mut n = 3;
            let mut row: Vec<f64> = vec![0.2; n];
            n -= 1;
            let mut total = 0.0;
            for i in 0..4 {
                for j in 0..n {
                    row[j] = x[j] * p[i];
                }
                row[2] *= row[0].sin() + row[1];
                total += row[2] * row[1];
            }
            total
        },
        [[0.7, 0.4, 1.1], [0.3, 0.8, 1.2, 0.6]],
        |v| length_of_another_time(&a(v, 0), &a(v, 1)).into()
    );
    case!(
        cases,
        (),
        fn given_vectors_later(x: f64, k: f64, n: usize) -> f64 {
            let mut z: Vec<f64>;
            let mut r: Vec<f64> = vec![x; n];
            let mut s = x;
            if k > 0.0 {
                s *= x;
            }
            for i in 0..n {
                z = vec![s * x; 2];
                s += z[0] * z[1] * r[0];
                r = vec![s; i + 1];
            }
            let w: Vec<f64>;
            if k > 0.0 {
                w = vec![s; 2];
            } else {
                return s * r[0];
            }
            for _ in 0..n {
                s *= w[0];
            }
            s
        },
        [0.6, 1.0, 2.0],
        |v| given_vectors_later(n(v, 0), n(v, 1), n(v, 2) as usize).into()
    );
    case!(
        cases,
        (),
        fn copied_to_a_vector(x: [f64; 3], y: &[f64; 2], k: f64) -> f64 {
            let mut a: Vec<f64> = x.to_vec();
            a.push(k);
            let b: Vec<f64> = y.to_vec();
            a[3] * a[0] * b[1] * x[2]
        },
        [[0.7, 0.4, 1.1], [0.3, 0.8], 1.2],
        |v| copied_to_a_vector(a(v, 0), &a(v, 1), n(v, 2)).into()
    );
    case!(
        cases,
        (),
        fn given_a_value_later(x: f64, n: usize) -> f64 {
            let y;
            let mut s = 0.0;
            if n > 2 {
                y = x.sin();
                s += y;
            } else {
                y = x * x;
            }
            for _ in 0..n {
                let z;
                if s > 1.0 {
                    z = y * s;
                } else {
                    z = x;
                }
                s += z * y;
            }
            s
        },
        [0.7, 4.0],
        |v| given_a_value_later(n(v, 0), n(v, 1) as usize).into()
    );
    cases
}

/// Elements that more than one trip touches.
fn overlaps() -> Vec<Case> {
    let mut cases = Vec::new();
    case!(
        cases,
        (),
        fn stencil(u: &[f64; 6]) -> f64 {
            let mut energy = 0.0;
            for i in 1..5 {
                let second = u[i - 1] - 2.0 * u[i] + u[i + 1];
                energy += second * second;
            }
            energy
        },
        [[0.7, 0.4, 1.1, 0.2, 0.9, -0.3]],
        |v| stencil(&a(v, 0)).into()
    );
    case!(
        cases,
        (),
        fn stencil_that_also_reads_elsewhere(u: &[f64; 6], k: usize) -> f64 {
            let mut energy = 0.0;
            for i in 1..5 {
                let second = u[i - 1] * u[i].sin() + u[i + 1] * u[k];
                energy += second * second;
            }
            energy
        },
        [[0.7, 0.4, 1.1, 0.2, 0.9, -0.3], 2.0],
        |v| stencil_that_also_reads_elsewhere(&a(v, 0), n(v, 1) as usize).into()
    );
    case!(
        cases,
        (),
        fn stencil_at_times(u: &[f64; 6], w: &[f64; 6]) -> f64 {
            let mut energy = 0.0;
            for i in 1..5 {
                if w[i] > 0.5 {
                    energy += u[i - 1] * u[i + 1];
                } else {
                    energy -= u[i] * u[i] * w[i - 1];
                }
                energy += w[i] * u[i];
            }
            energy
        },
        [
            [0.7, 0.4, 1.1, 0.2, 0.9, -0.3],
            [0.4, 0.9, 0.3, 0.8, 0.2, 0.1]
        ],
        |v| stencil_at_times(&a(v, 0), &a(v, 1)).into()
    );
    case!(
        cases,
        (),
        fn differences(u: &[f64; 6]) -> f64 {
            let mut s = 0.0;
            for i in 0..5 {
                let difference = u[i + 1] - u[i];
                s += difference * difference * difference;
            }
            for i in (2..5).rev() {
                let difference = u[i] - u[i - 2];
                s += difference * difference;
            }
            s
        },
        [[0.7, 0.4, 1.1, 0.2, 0.9, -0.3]],
        |v| differences(&a(v, 0)).into()
    );
    case!(
        cases,
        (),
        fn stencil_of_no_trips(u: &[f64; 6], n: usize) -> f64 {
            let mut energy = u[0];
            for i in 2..n {
                let first = u[i] - u[i - 2];
                energy += first * first * u[i - 1];
            }
            for i in 0..n {
                energy += u[i] * u[i + 3];
            }
            energy
        },
        [[0.7, 0.4, 1.1, 0.2, 0.9, -0.3], 1.0],
        |v| stencil_of_no_trips(&a(v, 0), n(v, 1) as usize).into()
    );
    case!(
        cases,
        (),
        fn recurrence(u: &[f64; 6], k: f64) -> f64 {
            let mut v = [0.0; 6];
            v[0] = u[0];
            for i in 1..6 {
                v[i] = v[i - 1] * k + u[i].sin() * u[i - 1];
                v[i - 1] += u[i];
            }
            v[5] * v[0]
        },
        [[0.7, 0.4, 1.1, 0.2, 0.9, -0.3], 0.6],
        |v| recurrence(&a(v, 0), n(v, 1)).into()
    );
    case!(
        cases,
        (),
        fn second_order_recurrence(u: &[f64; 6], k: f64) -> f64 {
            let mut v = [0.0; 6];
            v[0] = u[0];
            v[1] = u[1] * k;
            for i in 2..6 {
                v[i] = v[i - 1] * k + v[i - 2] * u[i];
            }
            v[5]
        },
        [[0.7, 0.4, 1.1, 0.2, 0.9, -0.3], 0.6],
        |v| second_order_recurrence(&a(v, 0), n(v, 1)).into()
    );
    // Between the zero that the last store leaves behind and the first read, another may be the same element.
    case!(
        cases,
        (),
        fn added_to_before_it_is_overwritten(x: f64, y: f64, i: usize) -> f64 {
            let mut v = [x, y];
            let a = v[0] * y;
            v[i] += x * y;
            v[0] = 2.0;
            a * v[1] + v[0] * x
        },
        [0.7, 1.3, 0.0],
        |v| added_to_before_it_is_overwritten(n(v, 0), n(v, 1), n(v, 2) as usize).into()
    );
    case!(
        cases,
        (),
        fn recurrence_that_changes_what_is_behind(u: &[f64; 6], k: f64) -> f64 {
            let mut v = *u;
            for i in 2..6 {
                v[i] = v[i - 1] * k + v[i - 2] * u[i];
                v[i - 1] *= u[i];
            }
            v[5] + v[4]
        },
        [[0.7, 0.4, 1.1, 0.2, 0.9, -0.3], 0.6],
        |v| recurrence_that_changes_what_is_behind(&a(v, 0), n(v, 1)).into()
    );
    // The order of these sums is that of the function.
    case!(
        cases,
        (),
        fn scattered(u: &[f64; 6], k: f64) -> f64 {
            let mut v = [0.3; 6];
            for i in 0..5 {
                v[i] += u[i] * k;
                v[i + 1] += u[i] / 3.0;
            }
            v[1] * v[2] * v[3]
        },
        [[0.7, 0.4, 1.1, 0.2, 0.9, -0.3], 0.6],
        |v| scattered(&a(v, 0), n(v, 1)).into()
    );
    case!(
        cases,
        (),
        fn stencil_of_two_rows(u: &[f64; 6]) -> f64 {
            let mut m = [[0.0; 6]; 2];
            for i in 0..6 {
                m[0][i] = u[i] * u[1];
                m[1][i] = u[i] * u[0];
            }
            let mut s = 0.0;
            for i in 0..5 {
                s += m[0][i] * m[1][i + 1];
            }
            for i in 0..5 {
                let row = i % 2;
                s += m[row][i] * m[row][i + 1];
            }
            for i in 0..4 {
                s += m[i % 2][i] * m[i % 2][i + 2];
            }
            s
        },
        [[0.7, 0.4, 1.1, 0.2, 0.9, -0.3]],
        |v| stencil_of_two_rows(&a(v, 0)).into()
    );
    case!(
        cases,
        (),
        fn stencil_of_a_running_sum(u: &[f64; 6]) -> f64 {
            let mut s = 0.5;
            let mut t = 1.0;
            for i in 0..5 {
                s += u[i] + u[i + 1];
                t *= s;
                s -= u[i] * t;
            }
            for i in (1..5).rev() {
                t -= u[i - 1] * u[i + 1];
                s = t * u[i];
            }
            s * t
        },
        [[0.7, 0.4, 1.1, 0.2, 0.9, -0.3]],
        |v| stencil_of_a_running_sum(&a(v, 0)).into()
    );
    case!(
        cases,
        (),
        fn loaded_in_an_inner_loop(u: &[f64; 6]) -> f64 {
            let mut v = *u;
            let mut s: f64 = 0.0;
            for j in 0..6 {
                for k in 0..3 {
                    s += u[j] * u[k];
                    v[j] *= u[j] + v[k];
                    s += 0.1 * v[j];
                }
                for k in 0..3 {
                    let j = 2 - k;
                    s *= u[j];
                }
            }
            s
        },
        [[0.7, 0.4, 1.1, 0.2, 0.9, -0.3]],
        |v| loaded_in_an_inner_loop(&a(v, 0)).into()
    );
    // In the last trip of the outer loop, there is no such element.
    case!(
        cases,
        (),
        fn not_there_in_the_last_trip(u: &[f64; 6]) -> f64 {
            let mut s = 0.3;
            for j in 0..7 {
                for k in 0..(6 - j) {
                    s += u[j] * u[k] * s;
                }
            }
            s
        },
        [[0.7, 0.4, 1.1, 0.2, 0.9, -0.3]],
        |v| not_there_in_the_last_trip(&a(v, 0)).into()
    );
    case!(
        cases,
        (),
        fn the_same_element_in_every_trip(u: &[f64; 6], k: usize) -> f64 {
            let mut v = *u;
            let mut s = 0.0;
            for i in 0..6 {
                s += v[k] * u[k] * u[i];
                if i == 3 {
                    v[k] = s;
                }
            }
            s * v[1]
        },
        [[0.7, 0.4, 1.1, 0.2, 0.9, -0.3], 2.0],
        |v| the_same_element_in_every_trip(&a(v, 0), n(v, 1) as usize).into()
    );
    cases
}
