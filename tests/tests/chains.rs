//! Iterators one after the other, filters before what counts, and elements that are found at run time.

#![allow(
    clippy::needless_for_each,
    clippy::get_first,
    clippy::iter_next_slice,
    clippy::map_identity,
    clippy::double_ended_iterator_last,
    reason = "every way of writing a chain is tested"
)]

use ad_runtime::differentiate;
use ad_tests::{case, for_f32_and_f64};

for_f32_and_f64! { ($F:ident) => {
    const WEIGHTS: [$F; 4] = [0.5, 1.5, -0.7, 2.0];

    case! { summed(&vec![0.7, 1.3, 0.4], &vec![0.2, 0.5]);
        #[differentiate]
        pub fn f(a: &[$F], b: &[$F]) -> $F { a.iter().chain(b).map(|x| x * x * x).sum::<$F>() * b[0] }
    }
    case! { one_side_inactive(&vec![0.7, 1.3]);
        #[differentiate]
        pub fn f(a: &[$F]) -> $F { a.iter().chain(&WEIGHTS).fold(0.3, |s, x| s * x.sin() + x) }
    }
    case! { inactive_first(&vec![0.7, 1.3]);
        #[differentiate]
        pub fn f(a: &[$F]) -> $F {
            let mut s = 0.3;
            for &x in WEIGHTS.iter().chain(a.iter()) { s = s * x + x; }
            s
        }
    }
    case! { by_reference(&vec![0.7, 1.3], &vec![0.2, 0.5]);
        #[differentiate]
        pub fn f(a: &[$F], b: &[$F]) -> $F {
            let mut s = 1.0;
            for x in a.iter().chain(b.iter()) { s *= *x + s; }
            s
        }
    }
    case! { nested(&vec![0.7, 1.3], &vec![0.2], &vec![0.5, 1.1]);
        #[differentiate]
        pub fn f(a: &[$F], b: &[$F], c: &[$F]) -> $F {
            a.iter().chain(b.iter().chain(c)).chain(a).fold(1.0, |s, x| s * x.cos() + x)
        }
    }
    case! { zipped(&vec![0.7, 1.3], &vec![0.2, 0.5], &vec![0.9, 1.1, 0.4, 2.0]);
        #[differentiate]
        pub fn f(a: &[$F], b: &[$F], c: &[$F]) -> $F {
            a.iter().chain(b).zip(c).map(|(x, y)| x * y.sin()).sum::<$F>()
                + c.iter().zip(b.iter().chain(a)).map(|(x, y)| x / y).sum::<$F>()
        }
    }
    case! { enumerated(&vec![0.7, 1.3], &vec![0.2, 0.5]);
        #[differentiate]
        pub fn f(a: &[$F], b: &[$F]) -> $F {
            let mut s = 0.0;
            for (i, x) in a.iter().chain(b).enumerate() { s += WEIGHTS[i] * x * x; }
            s
        }
    }
    case! { of_enumerated(&vec![0.7, 1.3], &vec![0.2, 0.5]);
        #[differentiate]
        pub fn f(a: &[$F], b: &[$F]) -> $F {
            a.iter().enumerate().chain(b.iter().enumerate()).map(|(i, x)| WEIGHTS[i + 1] * x * x).sum()
        }
    }
    case! { reversed(&vec![0.7, 1.3], &vec![0.2, 0.5]);
        #[differentiate]
        pub fn f(a: &[$F], b: &[$F]) -> $F {
            a.iter().rev().chain(b).rev().fold(0.5, |s, x| s * s + x)
        }
    }
    case! { skipped_and_taken(&vec![0.7, 1.3], &vec![0.2, 0.5, 0.9]);
        #[differentiate]
        pub fn f(a: &[$F], b: &[$F]) -> $F {
            a.iter().chain(b).skip(1).take(3).step_by(2).map(|x| x.exp()).product()
        }
    }
    case! { of_mapped(&vec![0.7, 1.3], &vec![0.2, 0.5], 0.8);
        #[differentiate]
        pub fn f(a: &[$F], b: &[$F], t: $F) -> $F {
            a.iter().map(|x| x * t).chain(b.iter().copied()).chain(WEIGHTS.iter().map(|w| w * 2.0))
                .fold(1.0, |s, x| s + s * x)
        }
    }
    case! { of_pairs(&vec![0.7, 1.3], &vec![0.2, 0.5]);
        #[differentiate]
        pub fn f(a: &[$F], b: &[$F]) -> $F {
            a.iter().zip(b).chain(b.iter().zip(a)).map(|(x, y)| x * x * y).sum::<$F>()
        }
    }
    case! { of_one_value(&vec![0.7, 1.3], 0.8);
        #[differentiate]
        pub fn f(a: &[$F], t: $F) -> $F {
            std::iter::once(t * t).chain(a.iter().copied()).chain(std::iter::once(2.0)).fold(1.0, |s, x| s * x.sin() + x)
        }
    }
    case! { repeated_value(&vec![0.7, 1.3], 0.8);
        #[differentiate]
        pub fn f(a: &[$F], t: $F) -> $F {
            a.iter().zip(std::iter::repeat(t)).map(|(x, t)| x * t * t).sum()
        }
    }
    case! { vector collected(&vec![0.7, 1.3], &vec![0.2, 0.5]);
        #[differentiate]
        pub fn f(a: &[$F], b: &[$F]) -> Vec<$F> { a.iter().chain(b).map(|x| x * a[0]).collect() }
    }
    case! { for_each_of_both(&vec![0.7, 1.3], &vec![0.2, 0.5]);
        #[differentiate]
        pub fn f(a: &[$F], b: &[$F]) -> $F {
            let mut s = 1.0;
            a.iter().chain(b).for_each(|x| s = s * x + 1.0);
            s
        }
    }
    case! { left_early(&vec![0.7, 1.3], &vec![0.2, 0.5]) (&vec![0.7, -1.3], &vec![0.2, 0.5]);
        #[differentiate]
        pub fn f(a: &[$F], b: &[$F]) -> $F {
            let mut s: $F = 1.0;
            for x in a.iter().chain(b) {
                if *x < 0.0 { break; }
                s = s * x + s.sin();
            }
            s
        }
    }
    case! { windows_of_two(&vec![0.7, 1.3, 0.4], &vec![0.2, 0.5]);
        #[differentiate]
        pub fn f(a: &[$F], b: &[$F]) -> $F {
            a.windows(2).chain(b.windows(2)).map(|w| w[0] * w[1] * w[1]).sum()
        }
    }
    case! { inside_a_loop(&vec![0.7, 1.3], &vec![0.2, 0.5], const 3);
        #[differentiate]
        pub fn f(a: &[$F], b: &[$F], n: usize) -> $F {
            let mut s = 0.5;
            for _ in 0..n { s = a.iter().chain(b).map(|x| (x * s).sin()).sum::<$F>(); }
            s
        }
    }
    case! { of_a_local(0.7, 1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F {
            let a = [x, y];
            let mut b = vec![x * y; 2];
            b[1] = y;
            a.iter().chain(&b).chain(&[x]).fold(1.0, |s, v| s * v + s)
        }
    }
    case! { filtered_first(&vec![0.7, -1.3, 0.4], &vec![0.2, 0.5]);
        #[differentiate]
        pub fn f(a: &[$F], b: &[$F]) -> $F {
            a.iter().filter(|x| **x > 0.0).chain(b).fold(1.0, |s, x| s * x.cos() + x)
        }
    }
    case! { filter_then_enumerate(&vec![0.7, -1.3, 0.4, 0.9]);
        #[differentiate]
        pub fn f(a: &[$F]) -> $F {
            a.iter().filter(|x| **x > 0.0).enumerate().map(|(i, x)| WEIGHTS[i] * x * x).sum()
        }
    }
    case! { filter_then_zip(&vec![0.7, -1.3, 0.4, 0.9], &vec![0.2, 0.5, 0.8]);
        #[differentiate]
        pub fn f(a: &[$F], b: &[$F]) -> $F {
            let mut s = 1.0;
            for (x, y) in a.iter().filter(|&&x| x > 0.0).zip(b) { s = s * x + y * x; }
            for (x, y) in b.iter().zip(a.iter().filter(|x| **x > 0.5)) { s += x * y * s; }
            s
        }
    }
    case! { filter_then_skip_and_take(&vec![0.7, -1.3, 0.4, 0.9, 1.1]);
        #[differentiate]
        pub fn f(a: &[$F]) -> $F {
            a.iter().copied().filter(|x| *x > 0.0).skip(1).take(2).fold(1.0, |s, x| s * x.sin() + x)
                * a.iter().filter(|x| **x > 0.0).rev().fold(0.5, |s, x| s * x + s)
        }
    }
    case! { mapped_then_filter_then_enumerate(&vec![0.7, -1.3, 0.4, 0.9], 0.8);
        #[differentiate]
        pub fn f(a: &[$F], t: $F) -> $F {
            a.iter().map(|x| x * t).filter(|y| *y > 0.0).map(|y| y * t).enumerate().map(|(i, y)| WEIGHTS[i] * y * y).sum()
        }
    }
    case! { two_filters(&vec![0.7, -1.3, 0.4, 0.9, 1.8]);
        #[differentiate]
        pub fn f(a: &[$F]) -> $F {
            a.iter().enumerate().filter(|(i, _)| i % 4 != 2).filter(|(_, x)| **x > 0.0).skip(1).map(|(i, x)| WEIGHTS[i % 4] * x * x).sum()
        }
    }
    case! { index_after_a_filter(&vec![0.7, -1.3, 0.4, 0.9]);
        #[differentiate]
        pub fn f(a: &[$F]) -> $F {
            a.iter().enumerate().filter(|(_, x)| **x > 0.0).map(|(i, x)| WEIGHTS[i] * x * x * a[i]).sum()
        }
    }
    case! { filter_in_a_loop_over_what_changes(0.7, const 3);
        #[differentiate]
        pub fn f(x: $F, n: usize) -> $F {
            let mut v = vec![x, -x, x * x, -0.3];
            let mut s = 1.0;
            for _ in 0..n {
                for (i, y) in v.iter().filter(|y| **y > 0.0).enumerate() { s += WEIGHTS[i] * y * s; }
                for y in &mut v { *y = 0.2 - *y; }
            }
            s
        }
    }
    case! { taken_and_skipped_while(&vec![0.7, 0.3, -1.3, 0.4, 0.9]);
        #[differentiate]
        pub fn f(a: &[$F]) -> $F {
            a.iter().take_while(|x| **x > 0.0).map(|x| x.exp()).sum::<$F>()
                * a.iter().skip_while(|x| **x > 0.0).map(|x| x * x).sum::<$F>()
        }
    }
    case! { counted(&vec![0.7, -1.3, 0.4], 0.8);
        #[differentiate]
        pub fn f(a: &[$F], t: $F) -> $F {
            let n = a.iter().filter(|x| **x * t > 0.0).count();
            let m = a.iter().map(|x| x * t).filter(|x| *x > 0.0).count();
            a[0] * t / n as $F + m as $F * t
        }
    }
    case! { largest(&vec![0.7, 1.3, 0.4]);
        #[differentiate]
        pub fn f(a: &[$F]) -> $F { a.iter().max_by(|x, y| x.partial_cmp(y).unwrap()).unwrap() * a[0] }
    }
    case! { smallest_by_a_path(&vec![0.7, 1.3, 0.4]);
        #[differentiate]
        pub fn f(a: &[$F]) -> $F {
            let least = a.iter().copied().min_by($F::total_cmp).unwrap();
            least * least + a[1]
        }
    }
    case! { largest_of_mapped(&vec![0.7, 1.9, 0.4], 0.8);
        #[differentiate]
        pub fn f(a: &[$F], t: $F) -> $F {
            *[0.2, a.iter().map(|x| (x - t) * (x - t)).max_by(|x, y| x.total_cmp(y)).unwrap()].last().unwrap() * t
        }
    }
    case! { largest_with_its_index(&vec![0.7, 1.3, 0.4]);
        #[differentiate]
        pub fn f(a: &[$F]) -> $F {
            let (i, x) = a.iter().enumerate().max_by(|p, q| p.1.total_cmp(q.1)).unwrap();
            WEIGHTS[i] * x * x
        }
    }
    case! { smallest_of_the_filtered(&vec![0.7, -1.3, 0.4]);
        #[differentiate]
        pub fn f(a: &[$F]) -> $F {
            a.iter().filter(|x| **x > 0.0).min_by(|x, y| x.total_cmp(y)).copied().unwrap_or(9.0) * a[1]
        }
    }
    case! { pivot(&vec![vec![0.1, 1.3], vec![2.0, 0.3]]);
        #[differentiate]
        pub fn f(m: &[Vec<$F>]) -> $F {
            let row = m.iter().max_by(|a, b| a[0].abs().total_cmp(&b[0].abs())).unwrap();
            row[0] * row[1]
        }
    }
    case! { first_and_last(&vec![0.7, 1.3, 0.4]);
        #[differentiate]
        pub fn f(a: &[$F]) -> $F {
            let (first, last) = (a.first().unwrap(), *a.last().expect("not empty"));
            first * last * last + a.iter().last().unwrap() * a.iter().next().unwrap()
        }
    }
    case! { or_a_default(&vec![0.7, 1.3], 0.8) (&vec![], 0.8);
        #[differentiate]
        pub fn f(a: &[$F], t: $F) -> $F {
            let last = a.last().copied().unwrap_or(t * t);
            let third = a.get(2).copied().unwrap_or_else(|| last * t);
            let least = *a.iter().min_by(|x, y| x.total_cmp(y)).unwrap_or(&2.5);
            last * third * least * t + a.iter().sum::<$F>()
        }
    }
    case! { found(&vec![0.7, 1.3, 0.4], 0.8);
        #[differentiate]
        pub fn f(a: &[$F], t: $F) -> $F {
            a.iter().find(|x| **x > t).unwrap() * a.iter().rev().copied().find(|x| *x < t).unwrap_or(t) * a.iter().nth(1).unwrap()
        }
    }
    case! { in_every_trip(&vec![vec![0.7, 1.3], vec![0.4, 0.2]]);
        #[differentiate]
        pub fn f(m: &[Vec<$F>]) -> $F {
            let mut s = 1.0;
            for row in m { s = s * row.iter().max_by(|a, b| a.total_cmp(b)).unwrap() + row.last().unwrap(); }
            s
        }
    }
    case! { last_of_what_grows(0.7, const 4);
        #[differentiate]
        pub fn f(x: $F, n: usize) -> $F {
            let mut v = vec![x];
            for _ in 0..n {
                let last = *v.last().unwrap();
                v.push(last * x + 1.0);
                *v.last_mut().unwrap() *= last;
            }
            v.iter().sum()
        }
    }
}}

#[differentiate]
fn last_of_equals(x: &[f64]) -> f64 {
    *x.iter().max_by(|a, b| a.total_cmp(b)).unwrap()
}

#[differentiate]
fn first_of_equals(x: &[f64]) -> f64 {
    *x.iter().min_by(|a, b| a.total_cmp(b)).unwrap()
}

#[test]
fn ties_are_decided_as_by_the_standard_library() {
    assert_eq!(last_of_equals_grad(&[1.0, 1.0, 0.0]), [0.0, 1.0, 0.0]);
    assert_eq!(first_of_equals_grad(&[1.0, 0.0, 0.0]), [0.0, 1.0, 0.0]);
}

#[test]
#[should_panic(expected = "called `Option::unwrap()` on a `None` value")]
fn nothing_to_choose_from() {
    let _ = last_of_equals_grad(&[]);
}
