//! Neighbouring elements, read by one trip of a loop and by the next.

#![allow(
    clippy::needless_range_loop,
    clippy::cast_precision_loss,
    clippy::reversed_empty_ranges,
    reason = "every way of writing them is tested"
)]

use ad_runtime::differentiate;
use ad_tests::{case, for_f32_and_f64};
use num_traits::Float;

for_f32_and_f64! { ($F:ident) => {
    case! { two_points(&vec![0.7, -0.4]) (&vec![0.3, 0.9, 1.4, -0.6]) (&vec![0.3]);
        #[differentiate]
        pub fn f(x: &[$F]) -> $F {
            let mut total = 0.0;
            for i in 0..x.len() - 1 {
                total += x[i] * x[i + 1].sin();
            }
            total
        }
    }
    case! { three_points(&vec![0.7, -0.4, 0.2]) (&vec![0.3, 0.9, 1.4, -0.6, 0.8]) (&vec![0.3, 0.1]);
        #[differentiate]
        pub fn f(x: &[$F]) -> $F {
            let mut total = 0.0;
            for i in 1..x.len() - 1 {
                let second = x[i - 1] - 2.0 * x[i] + x[i + 1];
                total += second * second * x[i];
            }
            total
        }
    }
    case! { with_a_gap(&vec![0.7, -0.4, 0.2, 1.1, 0.4]) (&vec![0.3, 0.1, 0.2]);
        #[differentiate]
        pub fn f(x: &[$F]) -> $F {
            let mut total = 0.0;
            for i in 3..x.len() {
                total += x[i - 3] * x[i] * x[i];
            }
            total
        }
    }
    case! { recorded(&vec![0.7, -0.4, 0.2]) (&vec![0.3, 0.9, 1.4, -0.6, 0.8]);
        #[differentiate]
        pub fn f(x: &[$F]) -> $F {
            let mut product = 1.0;
            for i in 0..x.len() - 1 {
                product *= x[i].sin() + x[1 + i];
            }
            product
        }
    }
    case! { recorded_and_reversed(&vec![0.7, -0.4, 0.2]) (&vec![0.3, 0.9, 1.4, -0.6, 0.8]);
        #[differentiate]
        pub fn f(x: &[$F]) -> $F {
            let mut product = 1.0;
            for i in (0..x.len() - 1).rev() {
                product = product * x[i].sin() + x[i + 1];
            }
            product
        }
    }
    case! { of_no_trips(&vec![0.7, -0.4, 0.2], const 5) (&vec![0.7, -0.4, 0.2], const 3) (&vec![0.7, -0.4, 0.2], const 0);
        #[differentiate]
        pub fn f(x: &[$F], from: usize) -> $F {
            let mut total = x[0];
            for i in from..2 {
                total += x[i] * x[i + 1];
            }
            total
        }
    }
    case! { under_a_condition(&vec![0.7, -0.4, 0.2]) (&vec![0.3, 0.9, 1.4, -0.6, 0.8]);
        #[differentiate]
        pub fn f(x: &[$F]) -> $F {
            let mut total = 0.0;
            for i in 0..x.len() - 1 {
                if x[i] > 0.25 {
                    total += x[i] * x[i + 1];
                } else {
                    total += x[i + 1].exp();
                }
            }
            total
        }
    }
    case! { left_early(&vec![0.7, -0.4, 0.2]) (&vec![0.3, 0.9, 1.4, -0.6, 0.8]);
        #[differentiate]
        pub fn f(x: &[$F]) -> $F {
            let mut total = 0.0;
            for i in 0..x.len() - 1 {
                if x[i] > 1.0 {
                    break;
                }
                total += x[i] * x[i + 1];
            }
            total
        }
    }
    case! { of_two_sequences(&vec![0.7, -0.4, 0.2], &vec![0.3, 0.5, -0.9]);
        #[differentiate]
        pub fn f(x: &[$F], y: &[$F]) -> $F {
            let mut total = 0.0;
            let mut scale = 1.0;
            for i in 0..x.len() - 1 {
                total += x[i] * y[i + 1] + x[i + 1] * y[i] * scale;
                scale *= x[i];
            }
            total * scale
        }
    }
    case! { of_a_table(&vec![vec![0.7, -0.4, 0.2], vec![0.3, 0.5, -0.9], vec![1.2, 0.1, 0.4]]);
        #[differentiate]
        pub fn f(u: &[Vec<$F>]) -> $F {
            let mut total = 0.0;
            for i in 0..u.len() - 1 {
                for j in 0..u[i].len() - 1 {
                    total += u[i][j] * u[i][j + 1] + u[i][j] * u[i + 1][j].sin();
                }
            }
            total
        }
    }
    case! { within_a_triangle(&vec![0.7, -0.4, 0.2, 0.9]);
        #[differentiate]
        pub fn f(x: &[$F]) -> $F {
            let mut total = 0.0;
            for i in 0..x.len() {
                for j in i..x.len() - 1 {
                    total += x[j] * x[j + 1] * (i as $F + 1.0);
                }
            }
            total
        }
    }
    case! { in_windows(&vec![0.7, -0.4, 0.2]) (&vec![0.3, 0.9, 1.4, -0.6, 0.8]) (&vec![0.3]);
        #[differentiate]
        pub fn f(x: &[$F]) -> $F {
            x.windows(3).map(|w| w[0] * w[2] - w[1].sin() * w[0]).sum()
        }
    }
    case! { written_too(&vec![0.7, -0.4, 0.2]) (&vec![0.3, 0.9, 1.4, -0.6, 0.8]);
        #[differentiate]
        pub fn f(x: &[$F]) -> $F {
            let mut y = x.to_vec();
            for i in 0..x.len() - 1 {
                y[i + 1] += y[i] * x[i + 1];
                y[i] *= x[i] + x[i + 1];
            }
            y[0] + y[x.len() - 1] * y[1]
        }
    }
    case! { at_one_more_index(&vec![0.7, -0.4, 0.2]) (&vec![0.3, 0.9, 1.4, -0.6, 0.8]);
        #[differentiate]
        pub fn f(x: &[$F]) -> $F {
            let mut total = 0.0;
            for i in 0..x.len() - 1 {
                total += x[i] * x[i + 1] * x[x.len() - 1 - i];
            }
            total
        }
    }
    case! { of_rows_in_turn(&vec![vec![0.7, -0.4, 0.2, 0.9], vec![0.3, 0.5, -0.9, 1.1]]);
        #[differentiate]
        pub fn f(u: &[Vec<$F>]) -> $F {
            let mut product = 1.0;
            for i in 0..u[0].len() - 1 {
                let row = i % 2;
                product *= u[row][i] + u[row][i + 1].sin();
            }
            product
        }
    }
    case! { of_rows_in_turn_summed(&vec![vec![0.7, -0.4, 0.2, 0.9], vec![0.3, 0.5, -0.9, 1.1]]);
        #[differentiate]
        pub fn f(u: &[Vec<$F>]) -> $F {
            let mut total = 0.0;
            for i in 0..u[0].len() - 1 {
                let row = i % 2;
                total += u[row][i] * u[row][i + 1].sin();
            }
            total
        }
    }
    case! { of_a_row_that_hides_another(&vec![vec![0.7, -0.4, 0.2, 0.9], vec![0.3, 0.5, -0.9, 1.1]]);
        #[differentiate]
        pub fn f(u: &[Vec<$F>]) -> $F {
            let row = u.len() - 1;
            let mut product = u[row][0];
            for i in 0..u[row].len() - 1 {
                let row = i % 2;
                product *= u[row][i] + u[row][i + 1].sin();
            }
            product
        }
    }
    case! { of_a_row_that_the_trip_before_chose(&vec![vec![0.7, -0.4, 0.2, 0.9], vec![0.3, 0.5, -0.9, 1.1]]);
        #[differentiate]
        pub fn f(u: &[Vec<$F>]) -> $F {
            let mut product = 1.0;
            let mut next = 0;
            for i in 0..u[0].len() - 1 {
                let row = next;
                product *= u[row][i] + u[row][i + 1].sin();
                next = (next + 1) % u.len();
            }
            product
        }
    }
    case! { of_a_row_that_a_value_chose(&vec![vec![0.7, -0.4, 0.2, 0.9], vec![0.3, 0.5, -0.9, 1.1]]);
        #[differentiate]
        pub fn f(u: &[Vec<$F>]) -> $F {
            let mut product = 1.0;
            for i in 0..u[0].len() - 1 {
                let row = if product > 0.5 { 0 } else { 1 };
                product *= u[row][i] + u[row][i + 1].sin();
            }
            product
        }
    }
    case! { of_a_row_within_a_loop(&vec![vec![0.7, -0.4, 0.2, 0.9], vec![0.3, 0.5, -0.9, 1.1]]);
        #[differentiate]
        pub fn f(u: &[Vec<$F>]) -> $F {
            let mut product = 1.0;
            for i in 0..u.len() {
                let row = u.len() - 1 - i;
                for j in 0..u[row].len() - 1 {
                    product *= u[row][j] + u[row][j + 1].sin();
                }
            }
            product
        }
    }
    case! { of_a_generic_float(&vec![0.7 as $F, -0.4, 0.2, 0.9]);
        #[differentiate]
        pub fn f<T: Float>(x: &[T]) -> T {
            let mut total = T::zero();
            for i in 1..x.len() - 1 {
                let second = x[i - 1] - x[i] - x[i] + x[i + 1];
                total = total + second * second * x[i];
            }
            total
        }
    }
    case! { of_a_generic_float_recorded(&vec![0.7 as $F, -0.4, 0.2, 0.9]);
        #[differentiate]
        pub fn f<T: Float>(x: &[T]) -> T {
            let mut product = T::one();
            for i in 0..x.len() - 1 {
                product = product * (x[i].sin() + x[i + 1]);
            }
            product
        }
    }
}}
