//! What may be there: options and results without a derivative, elements of sequences, values under a condition; what is
//! made of them, and what stands in their place.

#![allow(
    clippy::manual_map,
    clippy::unnecessary_lazy_evaluations,
    clippy::option_map_unit_fn,
    clippy::manual_unwrap_or_default,
    clippy::manual_filter_map,
    clippy::unnecessary_filter_map,
    clippy::map_unwrap_or,
    clippy::filter_map_bool_then,
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    reason = "written as users write it"
)]

use std::collections::BTreeMap;

use ad_runtime::{check_gradient, differentiate};
use ad_tests::{case, for_f32_and_f64};

fn prices<F: From<f32>>() -> BTreeMap<&'static str, F> {
    BTreeMap::from([("tea", F::from(1.5)), ("rice", F::from(0.75))])
}

for_f32_and_f64! { ($F:ident) => {
    // Exits by `let … else` and `if let`.
    case! { a_table(0.7, const &[3, 1, 2], const 1) (0.7, const &[3], const 1);
        #[differentiate]
        pub fn f(x: $F, table: &[i32], i: usize) -> $F {
            let Some(n) = table.get(i) else { return x.cos() };
            let Some(&first) = table.first() else { return 0.0 };
            x.powi(*n) * first as $F
        }
    }
    case! { weights_of_some(&vec![0.7, 1.3, 0.4], const &[2.0, 0.5]);
        #[differentiate(wrt(x))]
        pub fn f(x: &[$F], weights: &[$F]) -> $F {
            let mut sum = 0.0;
            for (i, v) in x.iter().enumerate() {
                if let Some(w) = weights.get(i) { sum += w * v * v; } else { sum += v.sin(); }
            }
            sum
        }
    }
    case! { a_map(0.7, const Box::leak(Box::new(crate::prices())), const "tea") (0.7, const Box::leak(Box::new(crate::prices())), const "salt");
        #[differentiate(wrt(x))]
        pub fn f(x: $F, prices: &BTreeMap<&'static str, $F>, name: &str) -> $F {
            let Some(price) = prices.get(name) else { return -x };
            price * x * x
        }
        use std::collections::BTreeMap;
    }
    case! { a_match(0.7, const Some(2.5)) (0.7, const Some(0.5)) (0.7, const None);
        #[differentiate(wrt(x))]
        pub fn f(x: $F, scale: Option<$F>) -> $F {
            match scale {
                Some(k) if k > 2.0 => x * k,
                Some(k) => x.sin() / k,
                None => x.exp(),
            }
        }
    }
    case! { a_result(0.7, const "3") (0.7, const "three");
        #[differentiate]
        pub fn f(x: $F, power: &str) -> $F {
            let n = match power.parse::<i32>() {
                Ok(n) => n,
                Err(_) => return x.sin(),
            };
            x.powi(n)
        }
    }
    // Options without a derivative beside values with one.
    case! { or_a_value(0.7, 1.3, const Some(2.0)) (0.7, 1.3, const None);
        #[differentiate(wrt(x, y))]
        pub fn f(x: $F, y: $F, scale: Option<$F>) -> $F {
            scale.unwrap_or(x * y) * y + scale.unwrap_or_else(|| y.sin()) * x
        }
    }
    case! { mapped_or(0.7, 1.3, const Some(2.0)) (0.7, 1.3, const None);
        #[differentiate(wrt(x, y))]
        pub fn f(x: $F, y: $F, scale: Option<$F>) -> $F {
            let a = scale.map_or(x, |k| k * x * y);
            let b = scale.map_or_else(|| y.cos(), |k| (k * y).sin());
            let c = scale.map(|k| x.powf(k)).unwrap_or(x * y);
            let d = scale.map(|k| k + 1.0).map(|k| k * a).unwrap_or_default();
            a * b + c * d
        }
    }
    case! { a_parsed_number(0.7, const "2.5") (0.7, const "half");
        #[differentiate]
        pub fn f(x: $F, scale: &str) -> $F {
            scale.parse::<$F>().map_or(x.sin(), |k| k * x) + scale.parse::<$F>().unwrap_or_else(|_| x * x)
        }
    }
    case! { certain(0.7, const Some(2.0));
        #[differentiate(wrt(x))]
        pub fn f(x: $F, scale: Option<$F>) -> $F {
            scale.map(|k| k * x).unwrap() + scale.map(|k| x.powf(k)).expect("a scale")
        }
    }
    // Elements that may be there.
    case! { mapped_elements(&vec![0.7, 1.3, 0.4], const 1) (&vec![0.7, 1.3, 0.4], const 7);
        #[differentiate]
        pub fn f(x: &[$F], i: usize) -> $F {
            let a = x.get(i).map_or(0.5, |v| v * v);
            let b = x.get(i + 1).map(|v| v.sin()).unwrap_or(x[0]);
            let c = x.get(i).copied().map_or_else(|| x[0].cos(), |v| v * x[1]);
            let d = x.get(i).copied().unwrap_or_default();
            let e = x.iter().find(|v| **v > 1.0).map_or(a, |v| v * b);
            a * b + c + d * e
        }
    }
    case! { a_pattern_of_a_mapped_element(&vec![0.7, 1.3], 0.6, const 0) (&vec![0.7], 0.6, const 1);
        #[differentiate]
        pub fn f(x: &[$F], k: $F, i: usize) -> $F {
            let Some(w) = x.get(i).map(|v| v * k) else { return k };
            let scaled = match (i > 0).then_some(2.0).map(|c| c * w) { Some(v) => v, None => k };
            if let Some(v) = x.first().map(|v| v * k) { v.sin() * w + scaled } else { k }
        }
    }
    // Under a condition.
    case! { then(0.7, 1.3) (1.3, 0.7);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F {
            let a = (x > y).then(|| (x - y).ln()).unwrap_or(x * y);
            let b = (x < y).then_some(x * x).unwrap_or(y);
            let c = if x > y { Some(x * a) } else { None }.unwrap_or(y * b);
            let d = if x > y { None } else { Some(y.sin()) }.map_or(x, |v| v * x);
            a * b + c * d
        }
    }
    case! { in_a_closure(&vec![0.7, 1.3, 0.4], const Some(2));
        #[differentiate]
        pub fn f(x: &[$F], at: Option<usize>) -> $F {
            let pick = |i: usize| x.get(i).map_or(1.0, |v| v * v);
            pick(0) * at.map_or(0.0, |i| pick(i)) + at.and_then(|i| i.checked_sub(3)).map_or(x[1], |i| x[i])
        }
    }
    // Only some come through, and as something else.
    case! { filter_map(&vec![0.7, -1.3, 0.4, 2.0], 0.6);
        #[differentiate]
        pub fn f(x: &[$F], cut: $F) -> $F {
            let a: $F = x.iter().filter_map(|v| if *v > 0.0 { Some(v.ln()) } else { None }).sum();
            let b: $F = x.iter().filter_map(|&v| (v > 0.0).then(|| v.sqrt())).map(|v| v * v * cut).product();
            let c: Vec<$F> = x.iter().filter_map(|v| (*v > cut).then_some(v * v)).collect();
            a * b + c.len() as $F * c[0]
        }
    }
    case! { filter_map_in_a_loop(&vec![0.7, -1.3, 0.9, 2.0, 3.0], 0.6, const 1.5) (&vec![0.7, 2.0], 0.6, const 0.0);
        #[differentiate(wrt(x, cut))]
        pub fn f(x: &[$F], cut: $F, enough: $F) -> $F {
            let mut sum = 0.0;
            for v in x.iter().filter_map(|v| { let over = v - cut; (over > 0.0).then(|| over * over) }) {
                sum += v * cut;
                if sum > enough { break; }
            }
            sum
        }
    }
    case! { filter_map_of_options(&vec![0.7, 1.3, 0.4], const &[Some(2.0), None, Some(0.5)], const &[2, 7, 1, 2]);
        #[differentiate(wrt(x))]
        pub fn f(x: &[$F], weights: &[Option<$F>], at: &[usize]) -> $F {
            let weighted: $F = x.iter().zip(weights).filter_map(|(v, w)| w.map(|w| w * v * v)).sum();
            let picked: $F = at.iter().filter_map(|&i| x.get(i)).sum();
            let squares = at.iter().filter_map(|&i| x.get(i)).fold(1.0, |p, v| p * v);
            weighted * picked + squares
        }
    }
    case! { references_after_a_filter(&vec![0.7, 1.3, 0.4], const &[2, 7, 1, 2]);
        #[differentiate]
        pub fn f(x: &[$F], at: &[usize]) -> $F {
            at.iter().filter(|i| **i < x.len()).map(|&i| x[i] * x[i]).sum()
        }
    }
    case! { reduced(&vec![0.7, -1.3, 0.4, 2.0], 0.6) (&vec![0.7], 0.6);
        #[differentiate]
        pub fn f(x: &[$F], k: $F) -> $F {
            let largest = x.iter().copied().reduce($F::max).unwrap();
            let horner = x.iter().map(|v| v.sin()).reduce(|a, b| a * k + b).unwrap_or(k);
            let Some(pair) = x.iter().map(|v| (*v, v * v)).rev().reduce(|a, b| (a.0 * b.1, a.1 + b.0)) else { return k };
            largest * horner + pair.0 * pair.1 + x.iter().filter(|v| **v > 9.0).copied().reduce(|a, b| a + b).unwrap_or(k)
        }
    }
    case! { split(&vec![0.7, 1.3, 0.4], 0.6) (&vec![0.7], 0.6);
        #[differentiate]
        pub fn f(x: &[$F], k: $F) -> $F {
            let Some((first, rest)) = x.split_first() else { return k };
            let (last, before) = x[..1].split_last().unwrap();
            let nested = rest.split_last().map_or(k, |(last, before)| last * before.iter().map(|v| v * k).sum::<$F>());
            first * rest.iter().map(|v| v * v).sum::<$F>() + nested * last + before.len() as $F
        }
    }
    case! { unzipped(&vec![0.7, 1.3, 0.4]);
        #[differentiate]
        pub fn f(x: &[$F]) -> $F {
            let (sines, squares): (Vec<$F>, Vec<$F>) = x.iter().map(|v| (v.sin(), v * v)).unzip();
            let copy = Vec::from(x);
            let mut own = Vec::from([x[0], sines[1]]);
            own[0] *= copy[2];
            sines.iter().zip(&squares).map(|(s, q)| s * q).sum::<$F>() * own[0] + own[1]
        }
    }
    // What is found by comparing: a position.
    case! { positions(&vec![0.3, 0.7, 1.3, 2.0], 0.9);
        #[differentiate]
        pub fn f(x: &[$F], at: $F) -> $F {
            let right = x.partition_point(|&v| v < at);
            let found = match x.binary_search_by(|v| v.total_cmp(&at)) { Ok(i) | Err(i) => i };
            let Some(largest) = x.iter().position(|&v| v > 1.5) else { return at };
            let t = (at - x[right - 1]) / (x[right] - x[right - 1]);
            t * x[found] + x[largest]
        }
    }
}}

/// All of it once more.
#[differentiate(order = 2, wrt(x, k))]
fn of_order_two(x: &[f64], k: f64, scale: Option<f64>) -> f64 {
    let mut sorted: Vec<f64> = x
        .iter()
        .filter_map(|v| (*v > k).then(|| v.sin() * k))
        .collect();
    sorted.sort_by(|a, b| b.total_cmp(a));
    let powers: [f64; 3] = std::array::from_fn(|i| x[i].powi(i as i32 + 1));
    let weighted = powers.map(|p| p * k);
    let first = sorted.first().map_or(k, |v| v * v);
    first * scale.map_or(weighted[1], |s| s * weighted[2])
        + std::iter::zip(&powers, x).map(|(p, v)| p * v).sum::<f64>()
}

#[test]
fn second_derivatives() {
    check_gradient!(of_order_two(&[0.7, 1.3, 0.4], 0.6, const Some(2.0)));
    check_gradient!(of_order_two(&[0.7, 1.3, 0.4], 0.6, const None));
}
