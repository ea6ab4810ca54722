//! What the first loop adds to a cotangent takes the place of the zero it started from, if each trip adds to another element.

#![allow(
    clippy::needless_range_loop,
    clippy::mut_range_bound,
    clippy::explicit_counter_loop,
    unused_assignments,
    reason = "every way of writing them is tested"
)]

use ad_runtime::differentiate;
use ad_tests::{case, for_f32_and_f64};

for_f32_and_f64! { ($F:ident) => {
    case! { once(&vec![0.7, -0.4, 0.2]);
        #[differentiate]
        pub fn f(x: &[$F]) -> $F {
            let mut total = 0.0;
            for i in 0..x.len() { total += x[i].sin(); }
            total
        }
    }
    case! { not_all(&vec![0.7, -0.4, 0.2, 0.9, 0.1]);
        #[differentiate]
        pub fn f(x: &[$F]) -> $F {
            let mut product = 1.0;
            for i in (1..x.len() - 1).rev() { product *= x[i + 1].sin(); }
            for i in 0..3 { product += x[i] * x[i]; }
            product
        }
    }
    case! { read_before_and_after(&vec![0.7, -0.4, 0.2]);
        #[differentiate]
        pub fn f(x: &[$F]) -> $F {
            let mut product = x[1].sin();
            for i in 0..x.len() { product *= x[i].cos(); }
            product * x[2]
        }
    }
    // Several trips add to one element.
    case! { of_every_second_trip(&vec![0.7, -0.4, 0.2]);
        #[differentiate]
        pub fn f(x: &[$F]) -> $F {
            let mut product = 1.0;
            for i in 0..2 * x.len() { product *= x[i / 2].sin(); }
            product
        }
    }
    case! { of_a_counter_that_is_changed(&vec![0.7, -0.4, 0.2]);
        #[differentiate]
        pub fn f(x: &[$F]) -> $F {
            let mut product = 1.0;
            for mut i in 0..x.len() {
                if i == 2 { i = 0; }
                product *= x[i].sin();
            }
            product
        }
    }
    case! { of_a_name_taken_again(&vec![0.7, -0.4, 0.2]);
        #[differentiate]
        pub fn f(x: &[$F]) -> $F {
            let mut product = 1.0;
            for i in 0..x.len() {
                let i = i / 2;
                product *= x[i].sin();
            }
            product
        }
    }
    case! { from_the_end(&vec![0.7, -0.4, 0.2]);
        #[differentiate]
        pub fn f(x: &[$F]) -> $F {
            let mut product = 1.0;
            for i in 0..x.len() { product *= x[x.len() - 1 - i].sin(); }
            product
        }
    }
    case! { twice_in_a_trip(&vec![0.7, -0.4, 0.2]);
        #[differentiate]
        pub fn f(x: &[$F]) -> $F {
            let mut product = 1.0;
            for i in 0..x.len() {
                product *= x[i].sin();
                if i == 1 { product += x[i]; }
            }
            product
        }
    }
    case! { in_trips_and_arms(&vec![0.7, -0.4, 0.2]);
        #[differentiate]
        pub fn f(x: &[$F]) -> $F {
            let mut product = 1.0;
            for k in 0..2 {
                for i in 0..x.len() { product *= x[i].sin(); }
                if k == 1 {
                    for i in 0..x.len() { product += x[i]; }
                }
            }
            product
        }
    }
    case! { of_a_local_array(&[0.7, -0.4, 0.2]);
        #[differentiate]
        pub fn f(x: &[$F; 3]) -> $F {
            let mut y = [0.0; 3];
            for i in 0..3 { y[i] = x[i].sin(); }
            let mut product = 1.0;
            for i in 0..3 { product *= y[i] + y[0]; }
            for i in 0..3 { y[i] += x[i]; }
            product * y[1]
        }
    }
    case! { of_rows(&vec![[0.7, -0.4], [0.2, 0.9]]);
        #[differentiate]
        pub fn f(x: &[[$F; 2]]) -> $F {
            let mut product = 1.0;
            for i in 0..x.len() { product *= x[i][0].sin(); }
            for i in 0..x.len() {
                let row = x[i];
                product += row[0] * row[1];
            }
            product
        }
    }
    case! { over_parts_of_a_known_length(&vec![0.7, -0.4, 0.2, 0.9, 0.1]);
        #[differentiate]
        pub fn f(x: &[$F]) -> $F {
            let pairs = x.chunks_exact(2).map(|pair| pair[0].sin() * pair[1]).sum::<$F>();
            let triples = x.windows(3).map(|three| three[2] * three[0] - three[1]).fold(1.0, |a, b| a * b);
            let ends = x.chunks(2).map(|some| some[0] * some[some.len() - 1]).sum::<$F>();
            pairs * triples + ends
        }
    }
} }
