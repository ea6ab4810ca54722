//! Chains of iterators: their sources, their adaptors and what consumes them.

#![allow(
    clippy::needless_for_each,
    clippy::unnecessary_fold,
    clippy::map_identity,
    clippy::needless_borrow,
    clippy::cloned_instead_of_copied,
    reason = "every way of writing a chain is tested"
)]

use ad_runtime::differentiate;
use ad_tests::{case, for_f32_and_f64};

const WEIGHTS: [f64; 4] = [0.5, 1.5, -0.7, 2.0];

for_f32_and_f64! { ($F:ident) => {
    case! { sum_of_a_slice(&vec![0.7, 1.3, 0.4]);
        #[differentiate]
        pub fn f(a: &[$F]) -> $F { let s: $F = a.iter().sum(); s * s }
    }
    case! { sum_by_turbofish(&vec![0.7, 1.3, 0.4]);
        #[differentiate]
        pub fn f(a: &[$F]) -> $F { a.iter().sum::<$F>().sin() }
    }
    case! { sum_of_squares(&vec![0.7, 1.3, 0.4]);
        #[differentiate]
        pub fn f(a: &[$F]) -> $F { a.iter().map(|x| x * x).sum() }
    }
    case! { sum_of_copied(&vec![0.7, 1.3, 0.4]);
        #[differentiate]
        pub fn f(a: &[$F]) -> $F { a.iter().copied().map(|x| x.sin()).sum::<$F>() * a[0] }
    }
    case! { sum_of_cloned(&vec![0.7, 1.3, 0.4]);
        #[differentiate]
        pub fn f(a: &[$F]) -> $F { a.iter().cloned().map(|x| x * x * x).sum() }
    }
    case! { sum_of_into_iter([0.7, 1.3, 0.4]);
        #[differentiate]
        pub fn f(a: [$F; 3]) -> $F { a.into_iter().map(|x| x * x * x).sum() }
    }
    case! { sum_of_a_consumed_vector(vec![0.7, 1.3, 0.4]);
        #[differentiate]
        pub fn f(a: Vec<$F>) -> $F { a.into_iter().map(|x| x.sin()).sum() }
    }
    case! { product_of_a_slice(&vec![0.7, 1.3, 0.4]);
        #[differentiate]
        pub fn f(a: &[$F]) -> $F { a.iter().product() }
    }
    case! { product_of_mapped(&vec![0.7, 1.3, 0.4]);
        #[differentiate]
        pub fn f(a: &[$F]) -> $F { let p: $F = a.iter().map(|x| x + 1.0).product(); p + a[0] }
    }
    case! { dot_product(&vec![0.7, 1.3, 0.4], &vec![0.2, 0.5, 0.9]);
        #[differentiate]
        pub fn f(a: &[$F], b: &[$F]) -> $F { a.iter().zip(b).map(|(x, y)| x * y).sum() }
    }
    case! { zip_of_iterators(&vec![0.7, 1.3, 0.4], &vec![0.2, 0.5]);
        #[differentiate]
        pub fn f(a: &[$F], b: &[$F]) -> $F { a.iter().zip(b.iter()).map(|(&x, &y)| (x - y) * (x - y)).sum() }
    }
    case! { zip_of_three(&vec![0.7, 1.3], &vec![0.2, 0.5], &vec![1.2, 0.8]);
        #[differentiate]
        pub fn f(a: &[$F], b: &[$F], c: &[$F]) -> $F {
            a.iter().zip(b).zip(c).map(|((x, y), z)| x * y.sin() / z).sum()
        }
    }
    case! { enumerate(&vec![0.7, 1.3, 0.4]);
        #[differentiate]
        pub fn f(a: &[$F]) -> $F { a.iter().enumerate().map(|(i, x)| x.powi(i as i32 + 1)).sum() }
    }
    case! { enumerate_by_value_pattern(&vec![0.7, 1.3, 0.4]);
        #[differentiate]
        pub fn f(a: &[$F]) -> $F {
            let mut sum = 0.0;
            for (i, &v) in a.iter().enumerate() { sum += v * v * i as $F; }
            sum
        }
    }
    case! { reversed(&vec![0.7, 1.3, 0.4]);
        #[differentiate]
        pub fn f(a: &[$F]) -> $F { a.iter().rev().fold(1.0, |s, c| s * 0.5 + c * s) }
    }
    case! { horner(0.7, &vec![0.3, 1.3, 0.4]);
        #[differentiate]
        pub fn f(x: $F, c: &[$F]) -> $F { c.iter().rev().fold(0.0, |s, c| s * x + c) }
    }
    case! { horner_over_a_constant_table(0.7);
        #[differentiate]
        pub fn f(x: $F) -> $F { WEIGHTS.iter().rev().fold(0.0, |s, &c| s * x + c as $F) }
    }
    case! { skip_and_take(&vec![0.7, 1.3, 0.4, 0.9, 1.1]);
        #[differentiate]
        pub fn f(a: &[$F]) -> $F { a.iter().skip(1).take(3).map(|x| x * x * x).sum::<$F>() * a[0] }
    }
    case! { step_by(&vec![0.7, 1.3, 0.4, 0.9, 1.1], const 2);
        #[differentiate]
        pub fn f(a: &[$F], k: usize) -> $F { a.iter().step_by(k).map(|x| x * x).sum() }
    }
    case! { windows(&vec![0.7, 1.3, 0.4, 0.9]);
        #[differentiate]
        pub fn f(a: &[$F]) -> $F { a.windows(2).map(|w| (w[1] - w[0] * w[0]).powi(2)).sum() }
    }
    case! { windows_in_a_loop(&vec![0.7, 1.3, 0.4, 0.9]);
        #[differentiate]
        pub fn f(a: &[$F]) -> $F {
            let mut sum = 0.0;
            for w in a.windows(3) { sum += w[0] * w[1] * w[2]; }
            sum
        }
    }
    case! { chunks(&vec![0.7, 1.3, 0.4, 0.9, 1.1]);
        #[differentiate]
        pub fn f(a: &[$F]) -> $F { a.chunks(2).map(|c| c[0] * c[c.len() - 1]).sum() }
    }
    case! { chunks_exact(&vec![0.7, 1.3, 0.4, 0.9, 1.1]);
        #[differentiate]
        pub fn f(a: &[$F]) -> $F { a.chunks_exact(2).map(|c| c[0] * c[1].sin()).sum() }
    }
    case! { chunks_summed(&vec![0.7, 1.3, 0.4, 0.9, 1.1]);
        #[differentiate]
        pub fn f(a: &[$F]) -> $F { a.chunks(2).map(|c| c.iter().sum::<$F>().powi(2)).sum() }
    }
    case! { filter_by_value(&vec![0.7, -1.3, 0.4]);
        #[differentiate]
        pub fn f(a: &[$F]) -> $F { a.iter().filter(|x| **x > 0.0).map(|x| x.ln()).sum() }
    }
    case! { filter_by_index(&vec![0.7, 1.3, 0.4, 0.9]);
        #[differentiate]
        pub fn f(a: &[$F]) -> $F {
            a.iter().enumerate().filter(|(i, _)| i % 2 == 1).map(|(_, x)| x * x).sum()
        }
    }
    case! { fold(&vec![0.7, 1.3, 0.4]);
        #[differentiate]
        pub fn f(a: &[$F]) -> $F { a.iter().fold(1.0, |p, x| p * x.sin() + x) }
    }
    case! { fold_of_a_tuple(&vec![0.7, 1.3, 0.4]);
        #[differentiate]
        pub fn f(a: &[$F]) -> $F {
            let (sum, squares) = a.iter().fold((0.0, 0.0), |(s, q), &x| (s + x, q + x * x));
            squares - sum * sum / a.len() as $F
        }
    }
    case! { fold_to_the_largest(&vec![0.7, 1.3, 0.4]);
        #[differentiate]
        pub fn f(a: &[$F]) -> $F { a.iter().fold($F::NEG_INFINITY, |m, x| m.max(*x)) * a[0] }
    }
    case! { max_as_a_path(&vec![0.7, 1.3, 0.4]);
        #[differentiate]
        pub fn f(a: &[$F]) -> $F { a.iter().copied().fold($F::NEG_INFINITY, $F::max) * a[0] }
    }
    case! { min_as_a_path(&vec![0.7, 1.3, 0.4]);
        #[differentiate]
        pub fn f(a: &[$F]) -> $F { a.iter().cloned().fold($F::INFINITY, $F::min) * a[0] }
    }
    case! { position_of_the_largest(&vec![0.7, 1.3, 0.4]);
        #[differentiate]
        pub fn f(a: &[$F]) -> $F {
            let mut best = 0;
            for (i, v) in a.iter().enumerate() { if *v > a[best] { best = i; } }
            a[best] * a[0]
        }
    }
    case! { log_sum_exp(&vec![0.7, 1.3, 0.4]);
        #[differentiate]
        pub fn f(a: &[$F]) -> $F {
            let largest = a.iter().copied().fold($F::NEG_INFINITY, $F::max);
            largest + a.iter().map(|x| (x - largest).exp()).sum::<$F>().ln()
        }
    }
    case! { for_each(&vec![0.7, 1.3, 0.4]);
        #[differentiate]
        pub fn f(a: &[$F]) -> $F {
            let mut sum = 0.0;
            a.iter().for_each(|x| sum += x * x);
            sum
        }
    }
    case! { for_each_into_an_array(&vec![0.7, 1.3, 0.4]);
        #[differentiate]
        pub fn f(a: &[$F]) -> $F {
            let mut b = [0.0; 3];
            b.iter_mut().zip(a).for_each(|(b, x)| *b = x * x);
            b[0] * b[1] + b[2]
        }
    }
    case! { iter_mut_zipped(&vec![0.7, 1.3, 0.4]);
        #[differentiate]
        pub fn f(a: &[$F]) -> $F {
            let mut b = vec![1.0; a.len()];
            for (b, &x) in b.iter_mut().zip(a) { *b += x * x; }
            for b in b.iter_mut() { *b *= a[0]; }
            b[0] * b[1] * b[2]
        }
    }
    case! { any_and_all(&vec![0.7, -1.3, 0.4]);
        #[differentiate]
        pub fn f(a: &[$F]) -> $F {
            if a.iter().any(|x| *x < 0.0) && !a.iter().all(|x| *x < 0.0) { a[0] * a[1] } else { a[0] }
        }
    }
    case! { vector collected(&vec![0.7, 1.3, 0.4]);
        #[differentiate]
        pub fn f(a: &[$F]) -> Vec<$F> { a.iter().map(|x| x.sin() * a[0]).collect() }
    }
    case! { collected_and_used(&vec![0.7, 1.3, 0.4]);
        #[differentiate]
        pub fn f(a: &[$F]) -> $F {
            let b: Vec<$F> = a.iter().map(|x| x * x).collect();
            let c = b.iter().zip(a).map(|(x, y)| x * y).collect::<Vec<_>>();
            b[0] * c[1] + c[2]
        }
    }
    case! { softmax_entropy(&vec![0.7, 1.3, 0.4]);
        #[differentiate]
        pub fn f(a: &[$F]) -> $F {
            let weights: Vec<$F> = a.iter().map(|x| x.exp()).collect();
            let total: $F = weights.iter().sum();
            -weights.iter().map(|w| w / total).map(|p| p * p.ln()).sum::<$F>()
        }
    }
    case! { range_as_a_source(0.7, const 5);
        #[differentiate]
        pub fn f(x: $F, n: usize) -> $F { (1..=n).map(|k| x.powi(k as i32) / k as $F).sum() }
    }
    case! { range_folded(0.7, const 5);
        #[differentiate]
        pub fn f(x: $F, n: i32) -> $F { (0..n).rev().fold(x, |s, k| s.sin() + x * k as $F) }
    }
    case! { range_of_indices(&vec![0.7, 1.3, 0.4], &vec![0.2, 0.5, 0.9]);
        #[differentiate]
        pub fn f(a: &[$F], b: &[$F]) -> $F { (0..a.len()).map(|i| a[i] * b[a.len() - 1 - i]).sum() }
    }
    case! { nested_chains(&vec![vec![0.7, 1.3], vec![0.4, 0.9]], &vec![0.2, 0.5]);
        #[differentiate]
        pub fn f(m: &[Vec<$F>], v: &[$F]) -> $F {
            m.iter().map(|row| row.iter().zip(v).map(|(a, b)| a * b).sum::<$F>().sin()).sum()
        }
    }
    case! { nested_ranges(0.7, const 3);
        #[differentiate]
        pub fn f(x: $F, n: usize) -> $F {
            (0..n).map(|i| (0..=i).map(|j| x.powi((i + j) as i32)).product::<$F>()).sum()
        }
    }
    case! { chain_in_a_loop(&vec![0.7, 1.3, 0.4], const 3);
        #[differentiate]
        pub fn f(a: &[$F], n: usize) -> $F {
            let mut scale = 1.0;
            for _ in 0..n { scale = a.iter().map(|x| (x * scale).sin()).sum::<$F>() / 2.0; }
            scale
        }
    }
    case! { branch_in_a_closure(&vec![0.7, -1.3, 0.4]);
        #[differentiate]
        pub fn f(a: &[$F]) -> $F { a.iter().map(|&x| if x > 0.0 { x * x } else { x.sin() }).sum() }
    }
    case! { local_array(0.7, 1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F {
            let a = [x, y, x * y];
            a.iter().map(|v| v * v).sum::<$F>() * a.iter().product::<$F>()
        }
    }
    case! { rows_of_arrays(&vec![[0.7, 1.3], [0.4, 2.0]]);
        #[differentiate]
        pub fn f(rows: &[[$F; 2]]) -> $F { rows.iter().map(|&[a, b]| a * b.sin()).sum() }
    }
    case! { tuples_in_a_slice(const &[(1, 0.5), (2, 1.5)], 0.7);
        #[differentiate(wrt(x))]
        pub fn f(terms: &[(i32, $F)], x: $F) -> $F { terms.iter().map(|&(n, c)| c * x.powi(n)).sum() }
    }
    case! { zip_with_inactive(&vec![0.7, 1.3], const &[0.5, 2.0]);
        #[differentiate(wrt(a))]
        pub fn f(a: &[$F], weights: &[$F]) -> $F { a.iter().zip(weights).map(|(x, w)| w * x * x).sum() }
    }
    case! { zip_with_a_constant_table(&vec![0.7, 1.3, 0.4, 0.9]);
        #[differentiate]
        pub fn f(a: &[$F]) -> $F { a.iter().zip(WEIGHTS).map(|(x, w)| w as $F * x * x).sum() }
    }
    case! { zip_of_a_range(&vec![0.7, 1.3, 0.4]);
        #[differentiate]
        pub fn f(a: &[$F]) -> $F { a.iter().zip(1..).map(|(x, k)| x.powi(k)).sum() }
    }
    case! { fields_and_elements_of_items_that_are_written(0.7, &vec![0.7, 1.3, 0.4]);
        #[differentiate]
        pub fn f(x: $F, a: &[$F]) -> $F {
            let mut pairs = [(x, 1.0), (a[0], a[1]), (2.0, a[2])];
            let mut rows = [[x, a[0]], [a[1], a[2]]];
            for p in pairs.iter_mut() { p.0 *= x; p.1 += p.0; }
            for row in &mut rows { row[0] *= x; if row[1] > 0.5 { *row = [row[1], row[0] * x]; } }
            pairs.iter_mut().for_each(|p| *p = (p.1, p.0 * x));
            pairs[0].0 * pairs[1].1 + pairs[2].0 * rows[0][0] * rows[1][1]
        }
    }
    case! { elements_by_value_in_a_condition([0.7, 1.3, 0.4], 0.9);
        #[differentiate]
        pub fn f(a: [$F; 3], x: $F) -> $F {
            let mut sum = 0.0;
            for v in a { if [v, x][0] <= x && v <= x { sum += v * x; } }
            for (v, w) in a.into_iter().zip(a) { if v * w <= w { sum += v * w; } }
            sum
        }
    }
    case! { array_written_while_it_is_gone_through([0.7, 1.3, 0.4], 0.9);
        #[differentiate]
        pub fn f(a: [$F; 3], x: $F) -> $F {
            let mut b = [a[0] * x, a[1], a[2]];
            for v in b { b[0] += v * x; b[2] *= v; }
            for (v, w) in b.into_iter().zip(a) { b[1] += v * w * b[2]; }
            b[0] * b[1] + b[2]
        }
    }
    case! { positions_of_what_is_filtered(&vec![0.7, -1.3, 0.4], &vec![0.2, 0.5, 0.9]);
        #[differentiate]
        pub fn f(a: &[$F], w: &[$F]) -> $F {
            let mut sum = a.iter().enumerate().filter(|&(_, v)| *v > 0.0).map(|(i, v)| v * w[i]).sum();
            for (i, v) in a.iter().enumerate().filter(|(_, v)| **v < 0.5) { sum += v * v * w[i]; }
            sum
        }
    }
    case! { names_of_a_closure_end_with_it(0.9, &vec![0.7, 1.3, 0.4]);
        #[differentiate]
        pub fn f(x: $F, a: &[$F]) -> $F {
            a.iter().enumerate().map(|(x, v)| v * (x + 1) as $F).map(|v| x * v).sum()
        }
    }
    case! { names_of_a_filter_end_with_it(0.9, &vec![0.7, -1.3, 0.4]);
        #[differentiate]
        pub fn f(x: $F, a: &[$F]) -> $F {
            let mut sum = 0.0;
            for v in a.iter().filter(|x| **x > 0.0).map(|v| x * v * v) { sum += v * x; }
            sum
        }
    }
    case! { names_of_a_loop_are_not_those_of_its_iterator(0.9, 0.3, &vec![0.7, 1.3, 0.4]);
        #[differentiate]
        pub fn f(i: $F, v: $F, a: &[$F]) -> $F {
            let mut sum = 0.0;
            for (i, w) in a.iter().map(|x| x * i).enumerate() { sum += w * i as $F; }
            for (v, w) in a.iter().zip(a.iter().map(|x| x * v)) { sum += v * w; }
            sum
        }
    }
    case! { names_in_closures_that_are_asked(0.9, 0.3, &vec![0.7, 1.3, -0.4, 0.2]);
        #[differentiate]
        pub fn f(i: $F, v: $F, a: &[$F]) -> $F {
            let mut sum = i;
            for (i, w) in a.iter().map(|x| x * i).filter(|i| *i > v).enumerate() {
                sum += w * v * (i + 1) as $F;
            }
            for (v, i) in a.iter().map(|i| i * i).take_while(|x| *x < v + 2.0).map(|x| x * v * i).enumerate() {
                sum += i * (v + 1) as $F;
            }
            sum
        }
    }
    case! { copies_of_a_moving_closure(&vec![0.7, 1.3, 0.4], 0.9);
        #[differentiate]
        pub fn f(a: &[$F], mut s: $F) -> $F {
            for w in a.iter().map(move |v| v * s) { s += w; }
            s * a.iter().fold(s, move |so_far, v| so_far * s + v)
        }
    }
    case! { parts_of_a_local_array(0.7, 1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F {
            let u = [y, x, y * y];
            let mut s = x;
            for w in u.windows(2) { s += w[0] * w[1]; }
            s * u.chunks(2).map(|c| c[0].sin()).sum::<$F>()
        }
    }
    case! { method_as_a_path(&vec![0.7, 1.3, 0.4]);
        #[differentiate]
        pub fn f(a: &[$F]) -> $F { a.iter().copied().map($F::sin).sum() }
    }
    case! { items_of_a_variable_of_its_own(&vec![0.3, 0.1, 0.8]);
        #[differentiate]
        pub fn f(x: &[$F]) -> $F {
            let mut order: Vec<usize> = (0..x.len()).collect();
            order.sort_by(|&i, &j| x[i].total_cmp(&x[j]));
            let gaps = order.windows(2).map(|w| (x[w[1]] - x[w[0]]).powi(2)).sum::<$F>();
            let mut sum = 0.0;
            for (k, i) in order.iter().enumerate().rev() { sum += x[*i].sin() * x[k]; }
            for (i, j) in order.iter().zip(&order) { sum *= x[*i] + x[*j]; }
            for pair in order.chunks(2) { if pair.len() > 1 { sum += x[pair[0]].exp() * x[pair[1]]; } }
            gaps * sum
        }
    }
}}
