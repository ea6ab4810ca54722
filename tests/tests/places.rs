//! Arrays and vectors written in loops and branches, at computed and repeated indices, and through parts of them.

#![allow(
    clippy::manual_memcpy,
    clippy::manual_swap,
    clippy::needless_range_loop,
    reason = "assignments to elements are what is tested"
)]

use ad_runtime::differentiate;
use ad_tests::{case, for_f32_and_f64};

for_f32_and_f64! { ($F:ident) => {
    case! { array_written_in_a_loop(0.7, 1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F {
            let mut a = [0.0; 5];
            for i in 0..5 { a[i] = x.powi(i as i32) * y; }
            a[0] * a[1] + a[4].sin() * a[2]
        }
    }
    case! { vector_written_in_a_loop(0.7, 1.3, const 5);
        #[differentiate]
        pub fn f(x: $F, y: $F, n: usize) -> $F {
            let mut a = vec![0.0; n];
            for i in 0..n { a[i] = x.powi(i as i32) * y; }
            a[0] * a[1] + a[n - 1].sin() * a[2]
        }
    }
    case! { vector_of_repeated_active(0.7, const 3);
        #[differentiate]
        pub fn f(x: $F, n: usize) -> $F {
            let mut a = vec![x * x; n];
            a[1] *= x;
            a[0] * a[1] * a[2]
        }
    }
    case! { prefix_sums(&vec![0.7, 1.3, 0.4, 0.9]);
        #[differentiate]
        pub fn f(a: &[$F]) -> $F {
            let mut sums = vec![0.0; a.len() + 1];
            for i in 0..a.len() { sums[i + 1] = sums[i] + a[i] * a[i]; }
            let mut product = 1.0;
            for s in &sums[1..] { product *= s; }
            product
        }
    }
    case! { repeated_indices(&vec![0.7, 1.3, 0.4, 0.9, 1.1]);
        #[differentiate]
        pub fn f(a: &[$F]) -> $F {
            let mut bins = [0.0; 2];
            for i in 0..a.len() { bins[i % 2] += a[i] * a[i]; }
            for i in 0..a.len() { bins[i % 2] = bins[i % 2].sin() * a[i]; }
            bins[0] * bins[1]
        }
    }
    case! { indices_from_a_table(&vec![0.7, 1.3, 0.4], const &[2, 0, 2, 1]);
        #[differentiate]
        pub fn f(a: &[$F], order: &[usize]) -> $F {
            let mut b = [1.0; 3];
            for (step, &i) in order.iter().enumerate() { b[i] = b[i] * a[i] + b[step % 3]; }
            b[0] * b[1] * b[2]
        }
    }
    case! { residual_of_neighbours(&vec![0.7, 1.3, 0.4, 0.9]);
        #[differentiate]
        pub fn f(a: &[$F]) -> $F {
            let n = a.len();
            let mut r = vec![0.0; n];
            for i in 0..n - 1 {
                let d = a[i + 1] - a[i] * a[i];
                r[i] += d;
                r[i + 1] -= d * a[i];
            }
            let mut sum = 0.0;
            for i in 0..n { sum += r[i] * r[i]; }
            sum
        }
    }
    case! { swap_of_elements(0.7, 1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F {
            let mut a = [x, y, x * y];
            a.swap(0, 2);
            a[0] *= y;
            for i in 0..2 { a.swap(i, i + 1); }
            a[0].sin() + a[1] * a[2] * a[2]
        }
    }
    case! { fill_with_active(0.7, 1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F {
            let mut a = [x; 3];
            a[1] = y;
            let b = a[1] * a[0];
            a.fill(x * y);
            a[0] *= b;
            a[0] * a[1] + a[2]
        }
    }
    case! { fill_with_inactive(0.7, 1.3, const 3);
        #[differentiate]
        pub fn f(x: $F, y: $F, n: usize) -> $F {
            let mut a = vec![x; n];
            let b = a[1] * y;
            a.fill(2.0);
            a[0] *= b;
            a[0] * a[1] + x
        }
    }
    case! { copy_from_slice_of_a_parameter(&vec![0.7, 1.3, 0.4]);
        #[differentiate]
        pub fn f(a: &[$F]) -> $F {
            let mut b = [0.0; 3];
            b.copy_from_slice(a);
            b[0] *= b[1];
            b[0] * b[2] * a[0]
        }
    }
    case! { copy_from_slice_of_a_local(0.7, 1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F {
            let mut a = [x, y, x * y];
            let mut b = vec![x; 3];
            b[1] *= a[1];
            a[1..].copy_from_slice(&b[..2]);
            b[0] = a[1].sin() + a[2];
            a[0] * a[1] * a[2] + b[0]
        }
    }
    case! { push(&vec![0.7, 1.3, 0.4]);
        #[differentiate]
        pub fn f(a: &[$F]) -> $F {
            let mut b = Vec::new();
            for i in 0..a.len() { b.push(a[i] * a[i]); }
            b.push(b[0] * b[1]);
            b[3] * b[2] + b[1]
        }
    }
    case! { push_under_a_condition(&vec![0.7, -1.3, 0.4, 0.9]);
        #[differentiate]
        pub fn f(a: &[$F]) -> $F {
            let mut positive = Vec::with_capacity(a.len());
            for &x in a {
                if x > 0.0 { positive.push(x.ln()); }
            }
            let mut product = 1.0;
            for x in &positive { product = product * x + 1.0; }
            product / positive.len() as $F
        }
    }
    case! { vector_replaced_by_one_of_another_length(0.7, 1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F {
            let mut a = vec![x, y];
            let mut s = 0.0;
            for _ in 0..2 {
                s += a[0] * a[1];
                a = vec![s, x, s * y];
                a.push(s * a[2]);
            }
            a = a[1..3].to_vec();
            a[0] * a[1]
        }
    }
    case! { vector_replaced_when_it_is_not_needed(0.7, 1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F {
            let mut a = vec![x, y];
            a[1] *= x;
            let s = a[0] * a[1];
            a = vec![1.0];
            s
        }
    }
    case! { vector_replaced_in_a_branch_when_it_is_not_needed(0.7, 1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F {
            let mut a = vec![x, y];
            let mut s = 0.0;
            for i in 0..2 {
                if i == 1 {
                    s += a[0] * a[1] * x;
                    a = vec![1.0];
                }
            }
            let mut b = vec![vec![x, y]];
            s += b[0][0] * b[0][1];
            if s > 0.0 {
                b[0] = vec![s.floor()];
            }
            s
        }
    }
    case! { vector_replaced_with_its_neighbour(0.7, 0.4);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F {
            let mut pair = (vec![x, y], x);
            let mut s = pair.0[0] * pair.0[1] * pair.1;
            if s > 0.0 {
                pair = (vec![s.floor()], 1.0);
            }
            let mut rows = [vec![x, s], vec![y]];
            s += rows[0][1] * rows[1][0];
            rows = [vec![1.0], vec![1.0]];
            s
        }
    }
    case! { row_that_grows_in_a_branch(0.7, const 3);
        #[differentiate]
        pub fn f(x: $F, n: usize) -> $F {
            let mut rows = vec![vec![1.0, x]];
            if n == 1 {
                return x;
            }
            for i in 0..n {
                rows[0].push(x * i as $F);
            }
            rows[0][2] * rows[0][n]
        }
    }
    case! { rows_replaced_by_others(0.7, 1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F {
            let mut m = vec![vec![x, y], vec![y]];
            let mut s = 0.0;
            for i in 0..2 {
                s += m[i][0] * x;
                m[i] = vec![s, y, s * x];
                m = vec![m[1].clone(), m[0].clone(), vec![s]];
            }
            m[0][0] * m[1][0] + m[0][1] * m[2][0]
        }
    }
    case! { nested_vectors(0.7, const 3);
        #[differentiate]
        pub fn f(x: $F, n: usize) -> $F {
            let mut m = vec![vec![0.0; n]; n];
            for i in 0..n {
                for j in 0..n {
                    m[i][j] = x * (i + 1) as $F + if i > 0 { m[i - 1][j] * x } else { j as $F };
                }
            }
            let mut trace = 0.0;
            for i in 0..n { trace += m[i][n - 1 - i] * m[i][i]; }
            trace
        }
    }
    case! { nested_arrays(&[[0.7, 0.2], [0.4, 0.9], [1.1, 0.3]]);
        #[differentiate]
        pub fn f(a: &[[$F; 2]; 3]) -> $F {
            let mut b = [[0.0; 3]; 2];
            for i in 0..3 { for j in 0..2 { b[j][i] = a[i][j] * a[i][0]; } }
            for j in 0..2 { for i in 1..3 { b[j][i] += b[j][i - 1] * b[1 - j][i]; } }
            b[0][2] * b[1][2]
        }
    }
    case! { row_replaced(0.7, 1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F {
            let mut m = [[x, y], [y, x]];
            m[0] = [m[1][0] * x, m[0][0]];
            let row = m[1];
            m[1] = m[0];
            m[0] = row;
            m[0][0] * m[0][1] * m[1][0] + m[1][1]
        }
    }
    case! { rows_swapped(0.7, 1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F {
            let mut m = vec![vec![x, y * y], vec![y, x.sin()]];
            m.swap(0, 1);
            m[0][1] * m[0][0] + m[1][0] * m[1][1] * m[1][1]
        }
    }
    case! { rows_pushed(&vec![0.7, 1.3, 0.4]);
        #[differentiate]
        pub fn f(a: &[$F]) -> $F {
            let mut m = Vec::new();
            for i in 0..3 { m.push(vec![a[i], a[i] * a[0]]); }
            m[0][1] * m[1][0] + m[2][1]
        }
    }
    case! { elimination(&[[2.0, 0.3], [0.4, 1.9]], &[0.7, 1.3]);
        #[differentiate]
        pub fn f(a: &[[$F; 2]; 2], b: &[$F; 2]) -> $F {
            let mut m = *a;
            let mut x = *b;
            for k in 0..2 {
                for i in k + 1..2 {
                    let factor = m[i][k] / m[k][k];
                    for j in k..2 { m[i][j] -= factor * m[k][j]; }
                    x[i] -= factor * x[k];
                }
            }
            for k in (0..2).rev() {
                for j in k + 1..2 { x[k] -= m[k][j] * x[j]; }
                x[k] /= m[k][k];
            }
            x[0] * x[0] + x[1]
        }
    }
    case! { sub_slices(&vec![0.7, 1.3, 0.4, 0.9]);
        #[differentiate]
        pub fn f(a: &[$F]) -> $F {
            let head = &a[..2];
            let tail = &a[2..];
            let mut sum = 0.0;
            for i in 0..2 { sum += head[i] * tail[1 - i]; }
            sum
        }
    }
    case! { sub_slices_of_a_local(0.7, 1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F {
            let a = [x, y, x * y, y.sin()];
            let middle = &a[1..3];
            let mut product = 1.0;
            for v in middle { product *= v; }
            product + a[3] * middle[0]
        }
    }
    case! { split_at(&vec![0.7, 1.3, 0.4, 0.9], const 2);
        #[differentiate]
        pub fn f(a: &[$F], n: usize) -> $F {
            let (head, tail) = a.split_at(n);
            let mut sum = 0.0;
            for i in 0..tail.len() { sum += head[i] * tail[i].sin(); }
            sum
        }
    }
    case! { overwritten_and_read_again(0.7, const 3);
        #[differentiate]
        pub fn f(x: $F, n: usize) -> $F {
            let mut a = vec![x; n];
            let mut sum = 0.0;
            for k in 0..n {
                for i in 0..n {
                    let before = a[i];
                    a[i] = a[(i + k) % n].sin() + x * before;
                    sum += before * a[i];
                    if a[i] > 1.0 { a[i] = a[i] * a[i] - sum; } else { a[k] += x; }
                }
            }
            sum + a[0] * a[n - 1]
        }
    }
    case! { overwritten_with_inactive(0.7, const 4);
        #[differentiate]
        pub fn f(x: $F, n: usize) -> $F {
            let mut a = vec![x; n];
            let mut sum = x;
            for i in 0..n {
                sum += a[i] * sum;
                a[i] = 1.0;
                a[(i + 1) % n] *= sum;
            }
            for i in 0..n { sum += a[i]; }
            sum
        }
    }
    case! { several returned_matrix(0.7, 1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> [[$F; 2]; 2] {
            let mut m = [[0.0; 2]; 2];
            for i in 0..2 { for j in 0..2 { m[i][j] = x.powi(i as i32) * y.powi(j as i32 + 1); } }
            m
        }
    }
    case! { mutable_array_parameter([0.7, 1.3, 0.4]);
        #[differentiate]
        pub fn f(mut a: [$F; 3]) -> $F {
            for i in 1..3 { a[i] *= a[i - 1]; }
            a[0] * a[2]
        }
    }
    case! { mutable_vector_parameter(vec![0.7, 1.3, 0.4]);
        #[differentiate]
        pub fn f(mut a: Vec<$F>) -> $F {
            for i in 1..a.len() { a[i] *= a[i - 1]; }
            a.push(a[0].sin());
            a[0] * a[2] * a[3]
        }
    }
    case! { tuples_in_an_array(0.7, 1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F {
            let mut a = [(x, y), (y, x * y)];
            for i in 0..2 { a[i].0 *= a[1 - i].1; }
            a[0].0 * a[1].0
        }
    }
    case! { array_in_a_tuple(0.7, 1.3, const 2);
        #[differentiate]
        pub fn f(x: $F, y: $F, n: usize) -> $F {
            let mut state = ([x, y], x * y);
            for i in 0..n {
                state.0[i] *= state.1;
                state.1 += state.0[1 - i];
            }
            state.0[0] * state.0[1] + state.1
        }
    }
    case! { integers_in_a_vector_beside(0.7, const 4);
        #[differentiate]
        pub fn f(x: $F, n: usize) -> $F {
            let mut order = vec![0; n];
            for i in 0..n { order[i] = (i * 3) % n; }
            let mut a = vec![x; n];
            for &i in &order { a[i] = a[(i + 1) % n] * x + i as $F; }
            a[0] * a[1]
        }
    }
    case! { swap_in_a_vector(&vec![0.7, 1.3, 0.4], const 1);
        #[differentiate]
        pub fn f(a: &[$F], i: usize) -> $F {
            let mut b = a.to_vec();
            b.swap(0, i);
            b.swap(i, 2);
            b[0] * b[0] + b[1].sin() * b[2]
        }
    }
    case! { elimination_with_pivoting(&vec![vec![0.1, 1.3, 0.4], vec![2.0, 0.3, 0.7], vec![0.5, 0.6, 1.8]], &vec![0.7, 1.3, 0.2]);
        #[differentiate]
        pub fn f(a: &[Vec<$F>], b: &[$F]) -> $F {
            let n = b.len();
            let mut m = a.to_vec();
            let mut x = b.to_vec();
            for k in 0..n {
                let mut pivot = k;
                for i in k + 1..n {
                    if m[i][k].abs() > m[pivot][k].abs() { pivot = i; }
                }
                m.swap(k, pivot);
                x.swap(k, pivot);
                for i in k + 1..n {
                    let factor = m[i][k] / m[k][k];
                    for j in k..n { m[i][j] -= factor * m[k][j]; }
                    x[i] -= factor * x[k];
                }
            }
            for k in (0..n).rev() {
                for j in k + 1..n { x[k] -= m[k][j] * x[j]; }
                x[k] /= m[k][k];
            }
            x[0] * x[1] + x[2]
        }
    }
    case! { sub_slice_written(0.7, 1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F {
            let mut a = [x, y, x * y];
            for v in &mut a[1..] { *v *= x; }
            let b = y * a[2];
            a[..2].fill(b);
            a[1..].swap(0, 1);
            a[0] * a[1] + a[2]
        }
    }
    case! { relaxation(&vec![0.7, 1.3, 0.4, 0.9, 1.1], const 3);
        #[differentiate]
        pub fn f(a: &[$F], sweeps: usize) -> $F {
            let n = a.len();
            let mut u = a.to_vec();
            for _ in 0..sweeps {
                for i in 1..n - 1 { u[i] = 0.5 * (u[i - 1] + u[i + 1]) - 0.1 * u[i] * u[i]; }
            }
            u[1] * u[n - 2]
        }
    }
    case! { buffers_by_assignment(&vec![0.7, 1.3, 0.4, 0.9], const 3);
        #[differentiate]
        pub fn f(a: &[$F], steps: usize) -> $F {
            let n = a.len();
            let mut u = a.to_vec();
            for _ in 0..steps {
                let mut next = vec![0.0; n];
                for i in 0..n { next[i] = u[i] * u[(i + 1) % n] + 0.5; }
                u = next;
            }
            u[0] * u[n - 1]
        }
    }
    case! { vector returned_vector(&vec![0.7, 1.3, 0.4]);
        #[differentiate]
        pub fn f(a: &[$F]) -> Vec<$F> {
            let mut b = a.to_vec();
            for i in 1..b.len() { b[i] *= b[i - 1]; }
            b
        }
    }
    case! { rows_written_through_references(0.7);
        #[differentiate]
        pub fn f(x: $F) -> $F {
            let mut m = [[1.0, 2.0], [3.0, 4.0]];
            for row in m.iter_mut() { row[0] = x; }
            for row in &mut m { for v in row.iter_mut() { *v *= x; } }
            m[0][0] * m[1][1]
        }
    }
    case! { rows_changed_through_references(0.7);
        #[differentiate]
        pub fn f(x: $F) -> $F {
            let mut m = vec![vec![1.0, 2.0], vec![3.0]];
            for row in m.iter_mut() { row.push(x); row[0] *= x; }
            for row in &mut m { row.swap(0, 1); }
            m[0][0] * m[1][1] * m[0][1]
        }
    }
}}

#[differentiate]
fn elements_of_a_copy(x: f64) -> f64 {
    let a = [x, x * x];
    let b = [a, a];
    let mut s = 0.0;
    for v in &b[1][0..1] {
        s += a[1] * v;
    }
    s
}

/// What code mentions by name is not shared away.
#[test]
fn a_part_of_a_copy() {
    assert!((elements_of_a_copy_grad(0.7) - 3.0 * 0.7 * 0.7).abs() < 1e-12);
}
