//! Arrays that are built element by element, iterators and exchanges by functions of the standard library, by whatever
//! path they are called.

#![allow(
    clippy::needless_range_loop,
    clippy::needless_borrows_for_generic_args,
    clippy::cast_lossless,
    clippy::cast_possible_truncation,
    clippy::useless_conversion,
    reason = "written as users write it"
)]

use ad_runtime::differentiate;
use ad_tests::{case, for_f32_and_f64};

for_f32_and_f64! { ($F:ident) => {
    case! { powers(0.7);
        #[differentiate]
        pub fn f(x: $F) -> $F {
            let powers: [$F; 4] = std::array::from_fn(|i| x.powi(i as i32));
            powers.iter().map(|p| p.sin()).sum()
        }
    }
    case! { several as_a_result([0.7, 1.3, 0.4], [0.2, 0.9, 1.1]);
        #[differentiate]
        pub fn f(x: [$F; 3], y: [$F; 3]) -> [$F; 3] {
            std::array::from_fn(|i| { let j = (i + 1) % 3; x[i] * y[j] - x[j] * y[i] })
        }
    }
    case! { several returned_early([0.7, 1.3]) ([1.3, 0.7]);
        #[differentiate]
        pub fn f(x: [$F; 2]) -> [$F; 2] {
            if x[0] > x[1] { return core::array::from_fn(|i| x[i] * x[0]); }
            core::array::from_fn(|i| x[i].sin())
        }
    }
    case! { nested([0.7, 1.3, 0.4]);
        #[differentiate]
        pub fn f(x: [$F; 3]) -> $F {
            let outer: [[$F; 3]; 3] = core::array::from_fn(|i| core::array::from_fn(|j| x[i] * x[j].exp()));
            let mut sum = 0.0;
            for row in &outer { for v in row { sum += v * v; } }
            sum + outer[0][1]
        }
    }
    case! { several of_any_length(&[0.7, 1.3, 0.4, 0.2], 0.6);
        #[differentiate]
        pub fn f<const N: usize>(x: &[$F; N], k: $F) -> [$F; N] {
            use std::array::from_fn;
            from_fn(|i| { let v = x[N - 1 - i]; v.tanh() * k })
        }
    }
    case! { of_a_length_beside_the_function(0.7);
        #[differentiate]
        pub fn f(x: $F) -> $F {
            const N: usize = 2;
            let powers = std::array::from_fn::<_, 3, _>(|i| x.powi(i as i32 + 1));
            let sines = std::array::from_fn::<$F, N, _>(|i| powers[i + 1].sin());
            powers[0] * sines[1] + sines[0]
        }
    }
    case! { of_tuples([0.7, 1.3]);
        #[differentiate]
        pub fn f(x: [$F; 2]) -> $F {
            let pairs: [($F, $F); 2] = std::array::from_fn(|i| (x[i].sin(), x[i].cos()));
            pairs[0].0 * pairs[1].1 + pairs[1].0
        }
    }
    case! { changed_afterwards([0.7, 1.3, 0.4]);
        #[differentiate]
        pub fn f(x: [$F; 3]) -> $F {
            let mut y: [$F; 3] = std::array::from_fn(|i| x[i] * x[i]);
            for i in 0..2 { y[i + 1] *= y[i]; }
            y[2]
        }
    }
    case! { in_a_loop([0.7, 1.3], const 3);
        #[differentiate]
        pub fn f(x: [$F; 2], steps: usize) -> $F {
            let mut y = x;
            for _ in 0..steps {
                let v: [$F; 2] = std::array::from_fn(|i| y[1 - i].sin());
                y = std::array::from_fn(|i| y[i] + v[i] * v[i]);
            }
            y[0] * y[1]
        }
    }
    case! { mapped([0.7, 1.3, 0.4], 0.6);
        #[differentiate]
        pub fn f(x: [$F; 3], k: $F) -> $F {
            let s: $F = x.iter().sum();
            let weights = x.map(|v| (v / s).exp());
            let scaled: [$F; 3] = [1.0, 2.0, 3.0].map(|c| c * k);
            weights.iter().zip(scaled.map(|v| v * v)).map(|(w, c)| w * c).sum()
        }
    }
    case! { several mapped_as_a_result(&[0.7, 1.3], 0.6);
        #[differentiate]
        pub fn f<const N: usize>(x: &[$F; N], k: $F) -> [$F; N] { x.map(|v| v.powi(3) * k) }
    }
    case! { expected_by_a_closure([0.7, 1.3], const true) ([0.7, 1.3], const false);
        #[differentiate]
        pub fn f(x: [$F; 2], first: bool) -> $F {
            let dot = |a: [$F; 2], b: [$F; 2]| a[0] * b[0] + a[1] * b[1];
            let doubled = |k: $F| -> [$F; 2] { std::array::from_fn(|i| x[i] * k) };
            let chosen: [$F; 2] = if first { std::array::from_fn(|i| x[1 - i]) } else { doubled(x[0]) };
            dot(std::array::from_fn(|i| x[i].sin()), chosen)
        }
    }
    case! { mapped_result_of_a_call(0.7, 1.3);
        #[differentiate]
        pub fn powers<const N: usize>(x: $F) -> [[$F; 2]; N] { std::array::from_fn(|i| [x.powi(i as i32), x]) }

        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F {
            let all: [[$F; 2]; 3] = powers(x);
            let sums = powers::<3>(y).map(|[a, b]| a * b);
            let rows = all.map(|row| row.map(|v| v * y));
            sums[2] * rows[1][0] + sums[1] * rows[2][1]
        }
    }
    case! { zipped(&vec![0.7, 1.3, 0.4], &vec![0.2, 0.9], const &[2.0, 0.5, 1.5]);
        #[differentiate(wrt(x, y))]
        pub fn f(x: &[$F], y: &[$F], w: &[$F]) -> $F {
            use std::iter::zip;
            let mut sum: $F = std::iter::zip(x, y).map(|(a, b)| a * b).sum();
            for (a, b) in core::iter::zip(x.iter(), y.iter().rev()) { sum += a * b * b; }
            for (w, a) in zip(w, x) { sum += w * a.sin(); }
            sum + zip(&y[1..], x).fold(1.0, |p, (b, a)| p * (a + b)) + std::iter::once(sum).sum::<$F>()
        }
    }
    case! { imported_exchanges(0.7, 1.3) (1.3, 0.7);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F {
            use std::mem::{replace, swap, take};
            let (mut low, mut high) = (x, y);
            if low > high { swap(&mut low, &mut high); }
            let before = replace(&mut low, high * high);
            let mut history = vec![before, low];
            let all = take(&mut history);
            all[0] * all[1] - high + history.len() as $F
        }
    }
}}

/// Between the float types.
mod between_float_types {
    use super::*;

    case! { cast(0.7);
        #[differentiate]
        pub fn f(x: f32) -> f64 { let y = x as f64; (y * y) as f32 as f64 * y }
    }
    case! { from(0.7, 1.3);
        #[differentiate]
        pub fn f(x: f32, y: f64) -> f64 { f64::from(x) * f64::from(2_u8) * f64::from(y) + f64::from(x * x) }
    }
    case! { from_as_a_function(&vec![0.7, 1.3]);
        #[differentiate]
        pub fn f(x: &[f32]) -> f64 { x.iter().copied().map(f64::from).map(|v| v * v).sum() }
    }
}
