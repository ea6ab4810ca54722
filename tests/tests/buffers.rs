//! Buffers that are made once and written in every trip of a loop: what a trip does not write anew is what the one
//! before has left, and carries a derivative from one to the other.

#![allow(
    clippy::needless_range_loop,
    clippy::cast_precision_loss,
    clippy::manual_memcpy,
    clippy::explicit_counter_loop,
    unused_assignments,
    reason = "every way of writing them is tested"
)]

use ad_runtime::differentiate;
use ad_tests::{case, for_f32_and_f64};

for_f32_and_f64! { ($F:ident) => {
    // All of it, before it is read.
    case! { written_anew(&vec![0.7, -0.4]) (&vec![0.3, 0.9, 1.4, -0.6]);
        #[differentiate]
        pub fn f(x: &[$F]) -> $F {
            let mut row = vec![0.0; x.len()];
            let mut total = 0.0;
            for i in 0..3 {
                for j in 0..x.len() {
                    row[j] = x[j] * (x[0] + i as $F);
                }
                for j in 1..x.len() {
                    let before = row[j - 1];
                    row[j] += before.sin() * x[j];
                }
                total += row[x.len() - 1] * row[0];
            }
            total
        }
    }
    case! { of_a_named_length(&vec![0.7, -0.4]) (&vec![0.3, 0.9, 1.4, -0.6]);
        #[differentiate]
        pub fn f(x: &[$F]) -> $F {
            let n = x.len();
            let mut row = vec![0.0; n];
            let mut squares = [0.0; 2];
            let mut total = 0.0;
            for i in 0..3 {
                for j in 0..n {
                    row[j] = x[j] * (x[0] + i as $F);
                }
                for j in 0..2 {
                    squares[j] = row[j] * row[j];
                }
                total += squares[0] * row[1] + squares[1] * row[n - 1];
            }
            total
        }
    }
    case! { but_for_the_last(&vec![0.7, -0.4]) (&vec![0.3, 0.9, 1.4, -0.6]);
        #[differentiate]
        pub fn f(x: &[$F]) -> $F {
            let n = x.len();
            let mut row = vec![1.0; n];
            let mut total = 0.0;
            for i in 0..3 {
                for j in 0..n - 1 {
                    row[j] = x[j] * row[n - 1] + i as $F;
                }
                row[n - 1] *= row[0];
                total += row[0] * row[n - 1];
            }
            total
        }
    }
    case! { from_the_second(&vec![0.7, -0.4]) (&vec![0.3, 0.9, 1.4, -0.6]);
        #[differentiate]
        pub fn f(x: &[$F]) -> $F {
            let n = x.len();
            let mut row = vec![1.0; n];
            let mut total = 0.0;
            for _ in 0..3 {
                for j in 1..n {
                    row[j] = x[j] * x[j];
                }
                row[0] *= row[1];
                total += row[0] * row[n - 1];
            }
            total
        }
    }
    case! { read_before_it_is_written(&vec![0.7, -0.4]) (&vec![0.3, 0.9, 1.4, -0.6]);
        #[differentiate]
        pub fn f(x: &[$F]) -> $F {
            let n = x.len();
            let mut row = vec![1.0; n];
            let mut total = 0.0;
            for _ in 0..3 {
                total += row[0] * x[1];
                for j in 0..n {
                    row[j] = x[j] * x[0];
                }
                total += row[n - 1];
            }
            total
        }
    }
    // The next element still has what the last trip left.
    case! { read_in_the_trip_that_writes(&vec![0.7, -0.4]) (&vec![0.3, 0.9, 1.4, -0.6]);
        #[differentiate]
        pub fn f(x: &[$F]) -> $F {
            let n = x.len();
            let mut row = vec![1.0; n];
            let mut total = 0.0;
            for _ in 0..3 {
                for j in 0..n {
                    row[j] = x[j] * row[(j + 1) % n];
                }
                total += row[0] * row[n - 1];
            }
            total
        }
    }
    case! { read_after_the_loop(&vec![0.7, -0.4]) (&vec![0.3, 0.9, 1.4, -0.6]);
        #[differentiate]
        pub fn f(x: &[$F]) -> $F {
            let n = x.len();
            let mut row = vec![1.0; n];
            let mut total = 0.0;
            for i in 0..3 {
                for j in 0..n {
                    row[j] = x[j] * (x[0] + i as $F);
                }
                total += row[0] * row[n - 1];
            }
            total * row[1]
        }
    }
    // Not always all of it.
    case! { written_in_turn(&vec![0.7, -0.4]) (&vec![0.3, 0.9, 1.4, -0.6]);
        #[differentiate]
        pub fn f(x: &[$F]) -> $F {
            let n = x.len();
            let mut row = vec![1.0; n];
            let mut total = 0.0;
            for i in 0..4 {
                if i % 2 == 0 {
                    for j in 0..n {
                        row[j] = x[j] * (x[0] + i as $F);
                    }
                }
                row[0] *= x[1];
                total += row[0] * row[n - 1];
            }
            total
        }
    }
    case! { left_before_it_is_written(&vec![0.7, -0.4]) (&vec![0.3, 0.9, 1.4, -0.6]);
        #[differentiate]
        pub fn f(x: &[$F]) -> $F {
            let n = x.len();
            let mut row = vec![1.0; n];
            let mut total = 0.0;
            for i in 0..4 {
                if i == 2 {
                    continue;
                }
                for j in 0..n {
                    if j == 1 && i == 1 {
                        break;
                    }
                    row[j] = x[j] * (x[0] + i as $F);
                }
                total += row[0] * row[n - 1];
            }
            total
        }
    }
    // What is not written is what the last trip has left.
    case! { of_no_trips(&vec![0.7, -0.4]) (&vec![0.3, 0.9, 1.4, -0.6]);
        #[differentiate]
        pub fn f(x: &[$F]) -> $F {
            let n = x.len();
            let mut row = [1.0; 2];
            let mut total = 0.0;
            for i in 0..3 {
                for k in i..2 {
                    for j in 0..2 {
                        row[j] = x[j] * (x[0] + k as $F);
                    }
                    total += row[1] * x[n - 1];
                }
                row[0] *= x[1];
                total += row[0];
            }
            total
        }
    }
    case! { within_an_inner_loop(&vec![0.7, -0.4]) (&vec![0.3, 0.9, 1.4, -0.6]);
        #[differentiate]
        pub fn f(x: &[$F]) -> $F {
            let n = x.len();
            let mut row = vec![0.0; n];
            let mut terms = vec![0.0; 2];
            let mut total = 0.0;
            for i in 0..3 {
                for c in 0..2 {
                    for j in 0..n {
                        row[j] = x[j] * (x[0] + i as $F);
                    }
                    let mut sum = 0.0;
                    for j in 0..n {
                        let square = row[j] * row[j];
                        sum += square * (c as $F + 1.0);
                    }
                    terms[c] = (0.1 * sum).sin();
                }
                total += terms[0] * terms[1];
            }
            total
        }
    }
    case! { that_grows(&vec![0.7, -0.4]) (&vec![0.3, 0.9, 1.4, -0.6]);
        #[differentiate]
        pub fn f(x: &[$F]) -> $F {
            let mut row = vec![1.0; 2];
            let mut total = 0.0;
            for i in 0..3 {
                for j in 0..2 {
                    row[j] = x[j] * (x[0] + i as $F);
                }
                row.push(row[0] * row[i + 1]);
                total += row[1] * row[i + 2];
            }
            total
        }
    }
    case! { of_another_place(&vec![0.7, -0.4]) (&vec![0.3, 0.9, 1.4, -0.6]);
        #[differentiate]
        pub fn f(x: &[$F]) -> $F {
            let n = x.len();
            let mut row = vec![1.0; n];
            let mut total = 0.0;
            for i in 0..3 {
                for j in 0..n {
                    let at = n - 1 - j / 2;
                    row[at] = x[j] * (x[0] + i as $F);
                }
                row[0] *= x[1];
                total += row[0] * row[n - 1];
            }
            total
        }
    }
    case! { added_to_first(&vec![0.7, -0.4]) (&vec![0.3, 0.9, 1.4, -0.6]);
        #[differentiate]
        pub fn f(x: &[$F]) -> $F {
            let n = x.len();
            let mut row = vec![1.0; n];
            let mut total = 0.0;
            for i in 0..3 {
                for j in 0..n {
                    row[j] += x[j] * (x[0] + i as $F);
                }
                total += row[0] * row[n - 1];
            }
            total
        }
    }
    case! { filled_and_added_to(&vec![0.7, -0.4]) (&vec![0.3, 0.9, 1.4, -0.6]);
        #[differentiate]
        pub fn f(x: &[$F]) -> $F {
            let n = x.len();
            let mut row = vec![0.0; n];
            let mut total = 0.0;
            for i in 0..3 {
                row.fill(0.0);
                for j in 0..n {
                    row[j / 2] += x[j] * (x[0] + i as $F);
                }
                total += row[0] * row[0] + row[n / 2];
            }
            total
        }
    }
    case! { assigned_as_a_whole(&vec![0.7, -0.4]) (&vec![0.3, 0.9, 1.4, -0.6]);
        #[differentiate]
        pub fn f(x: &[$F]) -> $F {
            let mut pair = [0.0; 2];
            let mut last;
            let mut total = 0.0;
            for i in 0..3 {
                pair = [x[0] * x[1], x[1] + i as $F];
                last = pair[0] * pair[1];
                pair[0] *= last;
                total += pair[0] * last;
            }
            total
        }
    }
    case! { swapped_with_another(&vec![0.7, -0.4]) (&vec![0.3, 0.9, 1.4, -0.6]);
        #[differentiate]
        pub fn f(x: &[$F]) -> $F {
            let n = x.len();
            let mut row = vec![1.0; n];
            let mut other = vec![0.5; n];
            let mut total = 0.0;
            for i in 0..4 {
                for j in 0..n {
                    row[j] = x[j] * other[n - 1 - j] + i as $F;
                }
                for j in 0..n {
                    other[j] = row[j] * x[0];
                }
                total += other[0] * row[n - 1];
            }
            total
        }
    }
    case! { whose_length_is_another(&vec![0.7, -0.4]) (&vec![0.3, 0.9, 1.4, -0.6]);
        #[differentiate]
        pub fn f(x: &[$F]) -> $F {
            let mut row = vec![1.0; x.len() + 1];
            let mut total = 0.0;
            for i in 0..3 {
                for j in 0..x.len() {
                    row[j] = x[j] * (x[0] + i as $F);
                }
                row[x.len()] *= row[0];
                total += row[1] * row[x.len()];
            }
            total
        }
    }
    // What follows the loop goes by other cotangents.
    case! { with_calls_after_the_loop(&vec![0.7, -0.4]) (&vec![0.3, 0.9, 1.4, -0.6]);
        #[differentiate]
        pub fn norm(x: &[$F]) -> $F {
            let mut sum = 0.0;
            for i in 0..x.len() {
                sum += x[i] * x[i];
            }
            sum.sqrt()
        }
        #[differentiate]
        pub fn f(x: &[$F]) -> $F {
            let n = x.len();
            let mut row = vec![0.0; n];
            let mut total = 0.0;
            for i in 0..3 {
                for j in 0..n {
                    row[j] = x[j] * (x[0] + i as $F);
                }
                total += norm(&row);
            }
            let mut rest = 0.0;
            for j in 0..n {
                rest += x[j] * x[j];
            }
            total.sin() - norm(x) * rest
        }
    }
}}
