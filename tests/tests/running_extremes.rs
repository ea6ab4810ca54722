//! The largest and the smallest so far: where nothing is raised, the reverse sweep has nothing to do.

#![allow(
    clippy::needless_range_loop,
    reason = "every way of writing them is tested"
)]

use ad_runtime::differentiate;
use ad_tests::{case, for_f32_and_f64};

for_f32_and_f64! { ($F:ident) => {
    case! { by_index(&vec![0.7, 1.4, 0.2, 1.9]) (&vec![0.7]) (&vec![3.0, 2.0, -1.0]);
        #[differentiate]
        pub fn f(x: &[$F]) -> $F {
            let mut largest = x[0];
            for i in 1..x.len() { largest = largest.max(x[i]); }
            largest * x[0]
        }
    }
    case! { by_fold(&vec![0.7, 1.4, 0.2, 1.9]) (&vec![-3.0, -2.0, -4.0]);
        #[differentiate]
        pub fn f(x: &[$F]) -> $F {
            let largest = x.iter().copied().fold($F::NEG_INFINITY, $F::max);
            let smallest = x.iter().fold($F::INFINITY, |a, b| b.min(a));
            largest * largest.sin() * smallest
        }
    }
    case! { of_products(&vec![0.7, 1.4, 0.2, 1.9], 0.4) (&vec![-3.0, -2.0, -4.0], 2.0);
        #[differentiate]
        pub fn f(x: &[$F], y: $F) -> $F {
            let mut largest = y;
            let mut smallest = y;
            for i in 0..x.len() {
                let product = x[i] * y.sin();
                largest = product.max(largest);
                smallest = smallest.min(product * x[i]);
            }
            largest * smallest
        }
    }
    // What is raised goes on being computed with.
    case! { within_a_recurrence(&vec![0.7, 1.4, 0.2, 1.9]);
        #[differentiate]
        pub fn f(x: &[$F]) -> $F {
            let mut largest = 0.3;
            let mut total = 0.0;
            for i in 0..x.len() {
                let raised = x[i].max(largest);
                largest = raised;
                total += largest * x[i] + raised;
                largest = largest.max(x[i] * 0.9) * 0.8;
            }
            total + largest
        }
    }
    case! { in_an_inner_loop(&vec![0.7, 1.4, 0.2, 1.9]);
        #[differentiate]
        pub fn f(x: &[$F]) -> $F {
            let mut total = 0.0;
            for i in 0..x.len() {
                let mut largest = x[i] * 0.9;
                for j in 0..i { largest = largest.max(x[j] * x[i]); }
                let mut smallest = 2.0;
                for j in i..x.len() { smallest = x[j].sin().min(smallest); }
                total += largest.sin() * smallest;
            }
            total
        }
    }
    case! { with_a_bound(&vec![0.7, 1.4, 0.2, 1.9], const 3);
        #[differentiate]
        pub fn f(x: &[$F], n: usize) -> $F {
            let least = n as $F * 0.3;
            let mut product = 1.0;
            for value in x {
                product *= *value;
                product = product.max(least);
            }
            product
        }
    }
    // Trips with something to do, and others.
    case! { where_it_is_positive(&vec![0.7, -1.4, 0.2, -1.9]);
        #[differentiate]
        pub fn f(x: &[$F]) -> $F {
            let mut product = 1.0;
            for i in 0..x.len() {
                let shifted = x[i] - 0.1;
                if shifted > 0.0 {
                    product *= shifted.sin();
                }
            }
            product
        }
    }
    case! { of_several_cases(&vec![0.7, -1.4, 0.2, -1.9], const 2);
        #[differentiate]
        pub fn f(x: &[$F], n: usize) -> $F {
            let mut product = 1.0;
            for round in 0..n {
                let mut i = 0;
                while i < x.len() {
                    let at = i;
                    i += 1;
                    match at % 3 {
                        0 => {}
                        rest if rest == round => {
                            let factor = x[at] * product;
                            product += factor.sin();
                        }
                        _ => {}
                    }
                }
            }
            product
        }
    }
    case! { of_chunks_in_a_branch(&vec![0.7, -1.4, 0.2, -1.9, 0.3]);
        #[differentiate]
        pub fn f(x: &[$F]) -> $F {
            if x.len() > 2 {
                let last = x.chunks(2).filter(|_| x[0] >= x[1]).fold(0.3, |_, part| part[0] * part[part.len() - 1]);
                return last * x[1];
            }
            1.0
        }
    }
    case! { of_what_is_some(&vec![0.7, -1.4, 0.2, -1.9]);
        #[differentiate]
        pub fn f(x: &[$F]) -> $F {
            let mut product = 1.0;
            for i in 0..2 * x.len() {
                if let Some(j) = i.checked_sub(x.len()) {
                    product *= (x[j] * product).cos();
                }
            }
            product
        }
    }
} }

#[test]
fn a_tie_goes_to_the_last() {
    #[differentiate]
    fn largest(x: &[f64]) -> f64 {
        x.iter().copied().fold(f64::NEG_INFINITY, f64::max)
    }
    assert_eq!(largest_grad(&[1.0, 2.0, 2.0]), [0.0, 0.0, 1.0]);
    assert_eq!(largest_grad(&[2.0, 2.0, 2.0]), [0.0, 0.0, 1.0]);
    assert_eq!(largest(&[f64::NAN, 1.0]).to_bits(), 1.0_f64.to_bits());
    assert_eq!(largest(&[1.0, f64::NAN]).to_bits(), 1.0_f64.to_bits());
    assert_eq!(largest_grad(&[1.0, f64::NAN]), [1.0, 0.0]);
    assert_eq!(largest_grad(&[f64::NAN, 1.0]), [0.0, 1.0]);
}
