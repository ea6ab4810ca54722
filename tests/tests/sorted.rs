//! Sequences that are sorted, by themselves or by the indices of their elements: order statistics.

#![allow(
    clippy::filter_map_bool_then,
    clippy::cast_precision_loss,
    clippy::float_cmp,
    reason = "written as users write it"
)]

use std::cmp::Ordering;

use ad_runtime::{Sparsity, differentiate};
use ad_tests::{case, for_f32_and_f64};

for_f32_and_f64! { ($F:ident) => {
    case! { median(&vec![1.3, 0.7, 2.0, 0.4, 1.1]) (&vec![1.3, 0.7, 0.4, 2.0]);
        #[differentiate]
        pub fn f(x: &[$F]) -> $F {
            let mut sorted = x.to_vec();
            sorted.sort_by(|a, b| a.total_cmp(b));
            let middle = sorted.len() / 2;
            if sorted.len() % 2 == 1 { sorted[middle] } else { 0.5 * (sorted[middle - 1] + sorted[middle]) }
        }
    }
    case! { by_a_function(&vec![1.3, 0.7, 2.0, 0.4], 0.6);
        #[differentiate]
        pub fn f(x: &[$F], q: $F) -> $F {
            let mut sorted: Vec<$F> = x.iter().map(|v| v * q).collect();
            sorted.sort_by($F::total_cmp);
            let mut falling = sorted.clone();
            falling.sort_unstable_by(|a, b| b.partial_cmp(a).unwrap_or(Ordering::Equal));
            sorted.iter().zip(&falling).enumerate().map(|(k, (a, b))| a * b * b * k as $F).sum()
        }
        use std::cmp::Ordering;
    }
    case! { by_a_key(&vec![1.3, 0.7, 2.0, 0.4], &vec![0.2, 0.9, 1.1, 0.5]);
        #[differentiate]
        pub fn f(x: &[$F], y: &[$F]) -> $F {
            let mut points: Vec<($F, $F)> = x.iter().copied().zip(y.iter().copied()).collect();
            points.sort_by(|a, b| a.0.partial_cmp(&b.0).unwrap());
            let mut area = 0.0;
            for w in points.windows(2) { area += 0.5 * (w[1].0 - w[0].0) * (w[0].1 + w[1].1); }
            area
        }
    }
    case! { several an_array([1.3, 0.7, 2.0]);
        #[differentiate]
        pub fn f(mut x: [$F; 3]) -> [$F; 3] {
            x[0] *= x[1];
            x.sort_by(|a, b| a.total_cmp(b));
            x[2] *= x[0];
            x
        }
    }
    case! { part_of_it(&vec![1.3, 0.7, 2.0, 0.4]);
        #[differentiate]
        pub fn f(x: &[$F]) -> $F {
            let mut y = x.to_vec();
            y[1..].sort_by(|a, b| b.total_cmp(a));
            y[0] * y[1] * y[1] + y[2].sin() * y[3]
        }
    }
    case! { in_a_loop(&vec![1.3, 0.7, 2.0, 0.4], const 3);
        #[differentiate]
        pub fn f(x: &[$F], steps: usize) -> $F {
            let mut y = x.to_vec();
            for _ in 0..steps {
                y.sort_by(|a, b| a.total_cmp(b));
                y[0] = y[0] * y[0] + y[3].sin();
            }
            y.iter().fold(1.0, |p, v| p * v)
        }
    }
    case! { indices(&vec![1.3, 0.7, 2.0, 0.4]);
        #[differentiate]
        pub fn f(x: &[$F]) -> $F {
            let mut order: Vec<usize> = (0..x.len()).collect();
            order.sort_by(|a, b| x[*a].total_cmp(&x[*b]));
            order.iter().enumerate().map(|(rank, &i)| x[i] * x[i] * rank as $F).sum()
        }
    }
    case! { an_ordering(0.7, 1.3) (1.3, 0.7);
        #[differentiate]
        pub fn f(a: $F, b: $F) -> $F {
            let first = match a.partial_cmp(&b) {
                Some(Ordering::Less) => a * b,
                Some(Ordering::Equal) | None => a,
                Some(Ordering::Greater) => b.sin(),
            };
            match a.total_cmp(&first) {
                Ordering::Less => first * b,
                Ordering::Equal | Ordering::Greater => first * a,
            }
        }
        use std::cmp::Ordering;
    }
}}

#[differentiate]
fn sort(x: &mut [f64]) {
    x.sort_by(f64::total_cmp);
}

#[test]
fn what_a_caller_lends_is_sorted() {
    let mut x = [2.0, 0.5, 1.0];
    let mut x_dot = [1.0, 2.0, 3.0];
    sort_jvp(&mut x, &mut x_dot);
    assert_eq!((x, x_dot), ([0.5, 1.0, 2.0], [2.0, 3.0, 1.0]));
    let mut x = [2.0, 0.5, 1.0];
    let ((), pullback) = sort_vjp(&mut x);
    let mut x_bar = [1.0, 2.0, 3.0];
    pullback(&mut x_bar);
    assert_eq!(x_bar, [3.0, 1.0, 2.0]);
    assert!(matches!(x[0].partial_cmp(&x[1]), Some(Ordering::Less)));
}

#[differentiate]
fn two_least(x: &[f64; 4]) -> [f64; 2] {
    let mut sorted = *x;
    sorted.sort_by(f64::total_cmp);
    [sorted[0], sorted[1]]
}

#[differentiate]
fn first_over(x: &[f64; 3], limit: f64) -> [f64; 2] {
    let over: Vec<f64> = x
        .iter()
        .filter_map(|v| (*v > limit).then(|| v * v))
        .collect();
    [over[0], over.len() as f64]
}

/// What goes where is decided by all: no entry of the pattern is missing at another point.
#[test]
fn an_order_may_depend_on_all() {
    let pattern = two_least_jacobian_sparsity(&[2.0, 0.5, 1.0, 3.0]);
    assert_eq!(pattern, Sparsity::dense(2, 4));
    let pattern = first_over_jacobian_sparsity(&[2.0, 0.5, 1.0], 0.7);
    assert_eq!(pattern, Sparsity::dense(2, 4));
}
