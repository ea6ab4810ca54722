//! Elements that every trip of a loop reads, and some that only look like it.

#![allow(
    clippy::needless_range_loop,
    clippy::cast_precision_loss,
    clippy::manual_memcpy,
    clippy::manual_swap,
    reason = "every way of writing them is tested"
)]

use ad_runtime::differentiate;
use ad_tests::{case, for_f32_and_f64};

for_f32_and_f64! { ($F:ident) => {
    case! { of_the_loop_around(&vec![0.7, -0.4], const 3) (&vec![0.3, 0.9, 1.4, -0.6], const 2) (&vec![0.3], const 0);
        #[differentiate]
        pub fn f(x: &[$F], n: usize) -> $F {
            let mut total = 1.0;
            for j in 0..x.len() {
                for k in 0..n {
                    total = 0.3 * total * x[j] + x[j].sin() * k as $F;
                }
            }
            total
        }
    }
    // The inner loop makes no trip where there is no such element.
    case! { not_always_there(&vec![0.7, -0.4], const 5);
        #[differentiate]
        pub fn f(x: &[$F], n: usize) -> $F {
            let mut total = 1.0;
            for j in 0..n {
                for k in j..x.len() {
                    total += x[j] * x[k] * total;
                }
            }
            total
        }
    }
    case! { written_in_the_loop(&vec![0.7, -0.4], const 3) (&vec![0.3, 0.9, 1.4], const 2);
        #[differentiate]
        pub fn f(x: &[$F], n: usize) -> $F {
            let mut y = x.to_vec();
            let mut total = 0.0;
            for j in 0..x.len() {
                for k in 0..n {
                    let at = (j + k) % x.len();
                    total += y[j].sin();
                    y[at] = y[j] * x[at];
                }
            }
            total
        }
    }
    case! { swapped_in_the_loop(&vec![0.7, -0.4], const 3) (&vec![0.3, 0.9, 1.4], const 2);
        #[differentiate]
        pub fn f(x: &[$F], n: usize) -> $F {
            let mut y = x.to_vec();
            let mut total = 0.0;
            for j in 0..x.len() {
                for k in 0..n {
                    total += y[j].sin() * (k + 1) as $F;
                    y.swap(0, x.len() - 1);
                }
            }
            total
        }
    }
    case! { written_by_a_call(&vec![0.7, -0.4], const 3) (&vec![0.3, 0.9, 1.4], const 2);
        #[differentiate]
        pub fn turn(y: &mut [$F], x: $F) {
            y[0] = y[0].sin() * x;
        }
        #[differentiate]
        pub fn f(x: &[$F], n: usize) -> $F {
            let mut y = x.to_vec();
            let mut total = 0.0;
            for j in 0..x.len() {
                for _ in 0..n {
                    total += y[j] * y[j];
                    turn(&mut y, x[j]);
                }
            }
            total
        }
    }
    case! { written_between_the_loops(&vec![0.7, -0.4], const 3) (&vec![0.3, 0.9, 1.4], const 2);
        #[differentiate]
        pub fn f(x: &[$F], n: usize) -> $F {
            let mut y = x.to_vec();
            let mut total = 0.0;
            for j in 0..x.len() {
                for _ in 0..n {
                    total += y[j] * x[0];
                }
                y[j] *= total;
                for k in 0..n {
                    total += y[j].cos() * k as $F;
                }
            }
            total
        }
    }
    case! { under_a_condition(&vec![0.7, -0.4], const 3) (&vec![0.3, 0.9, 1.4], const 2);
        #[differentiate]
        pub fn f(x: &[$F], n: usize) -> $F {
            let mut total = 1.0;
            for j in 0..x.len() {
                let mut k = 0;
                while k < n {
                    if k > j {
                        total *= x[j];
                    } else if x[j] > 0.5 {
                        break;
                    }
                    total += x[j].sin();
                    k += 1;
                }
            }
            total
        }
    }
    case! { of_an_array([0.7, -0.4, 1.3]);
        #[differentiate]
        pub fn f(x: [$F; 3]) -> $F {
            let mut y = [0.0; 3];
            for j in 0..3 {
                for k in 0..3 {
                    y[k] += x[j] * x[k].sin();
                }
                for k in 0..j {
                    y[j] *= 0.5 * y[k] + x[j];
                }
            }
            y[0] * y[1] + y[2]
        }
    }
    case! { of_a_row(&vec![vec![0.7, -0.4], vec![0.3, 0.9]]);
        #[differentiate]
        pub fn f(x: &[Vec<$F>]) -> $F {
            let mut total = 1.0;
            for i in 0..x.len() {
                for j in 0..x[i].len() {
                    for k in 0..x[i].len() {
                        total += x[i][j] * x[i][k] * total;
                    }
                }
            }
            total
        }
    }
    case! { a_counter_that_is_shadowed(&vec![0.7, -0.4], const 3);
        #[differentiate]
        pub fn f(x: &[$F], n: usize) -> $F {
            let mut total = 1.0;
            for j in 0..x.len() {
                total *= x[j] + 1.0;
                for j in 0..n {
                    for k in 0..n {
                        let j = (j + k) % x.len();
                        total += x[j] * 0.1;
                    }
                    total += x[j % 2];
                }
            }
            total
        }
    }
}}
