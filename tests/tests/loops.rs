//! Loops: `for` over ranges, slices and arrays, `while`, `loop`, labels, and what they carry.

use ad_runtime::differentiate;
use ad_tests::{case, for_f32_and_f64};
use num_traits::Float;

for_f32_and_f64! { ($F:ident) => {
    case! { generic half_open(0.7 as $F, const 5) (0.7 as $F, const 0) (0.7 as $F, const 1);
        #[differentiate]
        pub fn f<T: Float>(x: T, n: usize) -> T {
            let mut a = x;
            for _ in 0..n {
                a = a.sin() * x + a;
            }
            a
        }
    }
    case! { reversed(0.7, const 5);
        #[differentiate]
        pub fn f(x: $F, n: usize) -> $F {
            let mut a = x;
            for i in (0..n).rev() {
                a = a * x + i as $F;
            }
            a
        }
    }
    case! { inclusive_reversed(0.7, const 5);
        #[differentiate]
        pub fn f(x: $F, n: i32) -> $F {
            let mut a = 1.0;
            for i in (1..=n).rev() {
                a = 1.0 + a * x / i as $F;
            }
            a
        }
    }
    case! { stepped(0.7, const 9, const 2) (0.7, const 9, const 4);
        #[differentiate]
        pub fn f(x: $F, n: usize, k: usize) -> $F {
            let mut a = x;
            for i in (1..n).step_by(k) {
                a = a.cos() + x * i as $F;
            }
            a
        }
    }
    case! { stepped_and_reversed(0.7, const 9);
        #[differentiate]
        pub fn f(x: $F, n: usize) -> $F {
            let mut a = x;
            for i in (1..n).step_by(3).rev() {
                a = a.cos() + x * i as $F;
            }
            a
        }
    }
    case! { counter_u32(0.7, const 4_u32);
        #[differentiate]
        pub fn f(x: $F, n: u32) -> $F {
            let mut a = x;
            for k in 0..n { a += x.powi(k as i32) * a; }
            a
        }
    }
    case! { counter_i64(0.7, const 4_i64);
        #[differentiate]
        pub fn f(x: $F, n: i64) -> $F {
            let mut a = x;
            for k in -n..=n { a = a.sin() + x * k as $F; }
            a
        }
    }
    case! { counter_u8_over_its_whole_range(0.7);
        #[differentiate]
        pub fn f(x: $F) -> $F {
            let mut a = x;
            for k in 250..=u8::MAX { a = a.sin() + x * $F::from(k) / 100.0; }
            a
        }
    }
    case! { bounds_from_expressions(0.7, &vec![0.3, 0.5, 0.9, 1.2]);
        #[differentiate]
        pub fn f(x: $F, a: &[$F]) -> $F {
            let mut sum = 0.0;
            for i in 1..a.len() - 1 {
                sum += (a[i - 1] - a[i] * x) * a[i + 1];
            }
            sum
        }
    }
    case! { empty_backwards_range(0.7, const 3);
        #[differentiate]
        #[allow(clippy::reversed_empty_ranges)]
        pub fn f(x: $F, n: usize) -> $F {
            let mut a = x * x;
            for _ in n..2 { a *= x; }
            a
        }
    }
    case! { slice_by_reference(&vec![0.7, 1.3, 0.4]) (&vec![0.7]);
        #[differentiate]
        pub fn f(a: &[$F]) -> $F {
            let mut product = 1.0;
            for x in a { product *= x.sin() + *x; }
            product
        }
    }
    case! { slice_by_pattern(&vec![0.7, 1.3, 0.4]);
        #[differentiate]
        pub fn f(a: &[$F]) -> $F {
            let mut sum = 0.0;
            for &x in a { sum += x * x.exp(); }
            sum
        }
    }
    case! { slice_by_iter(&vec![0.7, 1.3, 0.4]);
        #[differentiate]
        pub fn f(a: &[$F]) -> $F {
            let mut sum = 0.0;
            for x in a.iter() { sum += x * x; }
            sum
        }
    }
    case! { slice_enumerated(&vec![0.7, 1.3, 0.4]);
        #[differentiate]
        pub fn f(a: &[$F]) -> $F {
            let mut sum = 0.0;
            for (i, &v) in a.iter().enumerate() { sum += v.powi(i as i32 + 1); }
            sum
        }
    }
    case! { slices_zipped(&vec![0.7, 1.3, 0.4], &vec![0.2, 0.5, 0.9]);
        #[differentiate]
        pub fn f(a: &[$F], b: &[$F]) -> $F {
            let mut sum = 0.0;
            for (x, y) in a.iter().zip(b) { sum += x * y.sin(); }
            sum
        }
    }
    case! { array_by_value([0.7, 1.3, 0.4]);
        #[differentiate]
        pub fn f(a: [$F; 3]) -> $F {
            let mut product = 1.0;
            for x in a { product = product * x + x; }
            product
        }
    }
    case! { array_by_reference(&[0.7, 1.3, 0.4]);
        #[differentiate]
        pub fn f(a: &[$F; 3]) -> $F {
            let mut product = 1.0;
            for x in a { product = product * x + x.cos(); }
            product
        }
    }
    case! { array_literal(0.7, 1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F {
            let mut product = 1.0;
            for v in [x, x * y, y] { product *= v.sin(); }
            product
        }
    }
    case! { inactive_array(0.7);
        #[differentiate]
        pub fn f(x: $F) -> $F {
            let mut sum = 0.0;
            for w in [0.5, 1.5, 2.5] { sum = sum * x + w * x; }
            sum
        }
    }
    case! { local_array_by_reference(0.7, 1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F {
            let a = [x, x * y, y];
            let mut sum = 0.0;
            for v in &a { sum += v * v; }
            sum * a[1]
        }
    }
    case! { local_array_by_mutable_reference(0.7, 1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F {
            let mut a = [x, x * y, y];
            for v in &mut a { *v *= x; }
            for v in a.iter_mut() { *v = v.sin() + y; }
            a[0] * a[1] * a[2]
        }
    }
    case! { local_array_mutated_by_index_and_value(0.7, 1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F {
            let mut a = [x, x * y, y];
            for (i, v) in a.iter_mut().enumerate() { *v = *v * *v + i as $F; }
            a[0] * a[1] * a[2]
        }
    }
    case! { rows(&vec![[0.7, 1.3], [0.4, 2.0]]);
        #[differentiate]
        pub fn f(rows: &[[$F; 2]]) -> $F {
            let mut sum = 0.0;
            for row in rows { sum += row[0] * row[1].sin(); }
            for [a, b] in rows { sum *= a / b; }
            for &[a, b] in rows { sum += a * b; }
            sum
        }
    }
    case! { generic while_counting(0.7 as $F, const 5) (0.7 as $F, const 0);
        #[differentiate]
        pub fn f<T: Float>(x: T, n: usize) -> T {
            let mut i = 0;
            let mut a = x;
            while i < n {
                a = a * x.cos();
                i += 1;
            }
            a
        }
    }
    case! { generic while_on_an_active_condition(0.7 as $F) (40.0 as $F);
        #[differentiate]
        pub fn f<T: Float>(x: T) -> T {
            let two = T::one() + T::one();
            let mut a = x * x;
            while a > two {
                a = a / two + x.recip();
            }
            a * x
        }
    }
    case! { while_on_two_conditions(0.7, const 1) (0.7, const 30);
        #[differentiate]
        pub fn f(x: $F, most: usize) -> $F {
            let mut a = 10.0 * x;
            let mut trips = 0;
            while a > 1.5 && trips < most {
                a *= x.sin() * 0.5;
                trips += 1;
            }
            a + trips as $F * x
        }
    }
    case! { generic loop_with_break(0.7 as $F);
        #[differentiate]
        pub fn f<T: Float>(x: T) -> T {
            let mut a = x + T::one();
            loop {
                a = a * (x + T::one());
                if a > T::from(20.0).unwrap() {
                    break;
                }
            }
            a
        }
    }
    case! { break_with_a_value(0.7);
        #[differentiate]
        pub fn f(x: $F) -> $F {
            let mut a = x;
            let b = loop {
                a = a * 1.5 + x;
                if a > 8.0 { break a * x; }
            };
            b + x
        }
    }
    case! { several_breaks_with_values(0.7) (1.7) (9.0);
        #[differentiate]
        pub fn f(x: $F) -> $F {
            let mut a = x;
            let mut n = 0;
            loop {
                if a > 8.0 { break a.ln(); }
                a *= x + 0.5;
                n += 1;
                if n == 4 { break a * x; }
            }
        }
    }
    case! { labelled_block(0.7) (2.0) (-1.0);
        #[differentiate]
        pub fn f(x: $F) -> $F {
            let a = 'done: {
                if x < 0.0 { break 'done x * x; }
                let b = x.sqrt();
                if b > 1.2 { break 'done b; }
                b * x
            };
            a * x
        }
    }
    case! { labelled_break(0.7, const 4);
        #[differentiate]
        pub fn f(x: $F, n: usize) -> $F {
            let mut a = x;
            'outer: for i in 0..n {
                for j in 0..n {
                    a = a * x + (i * j) as $F;
                    if a > 4.0 { break 'outer; }
                }
                a += x;
            }
            a
        }
    }
    case! { labelled_break_with_a_value(0.7);
        #[differentiate]
        pub fn f(x: $F) -> $F {
            let mut a = x;
            'search: loop {
                let mut b = a;
                loop {
                    b *= 1.5;
                    if b > 7.0 { break 'search a * b; }
                    if b > a + 2.0 { break; }
                }
                a += x;
            }
        }
    }
    case! { continue_skips(0.7, const 6);
        #[differentiate]
        pub fn f(x: $F, n: usize) -> $F {
            let mut a = x;
            for i in 0..n {
                if i % 2 == 1 { continue; }
                a = a.sin() + x * i as $F;
            }
            a
        }
    }
    case! { continue_on_an_active_condition(&vec![0.7, -1.3, 0.4]);
        #[differentiate]
        pub fn f(a: &[$F]) -> $F {
            let mut sum = 0.0;
            for &x in a {
                let square = x * x;
                if x < 0.0 {
                    sum -= square * x;
                    continue;
                }
                sum = sum * x + square;
            }
            sum
        }
    }
    case! { labelled_continue(0.7, const 4);
        #[differentiate]
        pub fn f(x: $F, n: usize) -> $F {
            let mut a = x;
            'rows: for i in 0..n {
                for j in 0..n {
                    if j > i { continue 'rows; }
                    a = a * x + j as $F;
                }
                a += 1.0;
            }
            a
        }
    }
    case! { break_in_a_match(0.7);
        #[differentiate]
        pub fn f(x: $F) -> $F {
            let mut a = x;
            let mut n = 0;
            loop {
                match n {
                    0..=2 => a *= x,
                    3 => { n += 2; a += x; continue; }
                    _ => break,
                }
                n += 1;
            }
            a
        }
    }
    case! { carried_pair(0.7, const 6);
        #[differentiate]
        pub fn f(x: $F, n: usize) -> $F {
            let (mut a, mut b) = (x, 1.0);
            for _ in 0..n { (a, b) = (b, a * x + b); }
            a * b
        }
    }
    case! { carried_tuple(0.7, const 6);
        #[differentiate]
        pub fn f(x: $F, n: usize) -> $F {
            let mut state = (x, 1.0, x * x);
            for _ in 0..n { state = (state.1, state.2 * x, state.0.sin()); }
            state.0 * state.1 + state.2
        }
    }
    case! { carried_array(0.7, const 6);
        #[differentiate]
        pub fn f(x: $F, n: usize) -> $F {
            let mut state = [x, 1.0];
            for _ in 0..n { state = [state[1] * x, state[0].sin() + state[1]]; }
            state[0] * state[1]
        }
    }
    case! { carried_becomes_active_late(0.7, const 4);
        #[differentiate]
        pub fn f(x: $F, n: usize) -> $F {
            let (mut a, mut b, mut c) = (0.0, 0.0, 1.0);
            for _ in 0..n {
                c = b * 2.0 + 1.0;
                b = a + 1.0;
                a = a * 0.5 + x * c;
            }
            a * b * c
        }
    }
    case! { shadowed_inside(0.7, const 4);
        #[differentiate]
        pub fn f(x: $F, n: usize) -> $F {
            let mut a = x;
            for i in 0..n {
                let x = x * i as $F;
                let a2 = a * a;
                let a_ = a2 + x;
                a = a_.cos();
            }
            a * x
        }
    }
    case! { three_deep(&[[0.7, 0.2], [0.4, 0.9]], &[[0.3, 0.8], [0.5, 0.1]]);
        #[differentiate]
        pub fn f(a: &[[$F; 2]; 2], b: &[[$F; 2]; 2]) -> $F {
            let mut c = [[0.0; 2]; 2];
            for i in 0..2 {
                for j in 0..2 {
                    for k in 0..2 {
                        c[i][j] += a[i][k] * b[k][j];
                    }
                }
            }
            c[0][0] * c[1][1] - c[0][1].sin() * c[1][0]
        }
    }
    case! { three_deep_with_branches(0.7, const 3);
        #[differentiate]
        pub fn f(x: $F, n: usize) -> $F {
            let mut a = x;
            for i in 0..n {
                let mut b = a * x;
                for j in i..n {
                    let mut k = 0;
                    while b < 4.0 && k < 3 {
                        b = if k == j { b * 1.5 } else { b + a.cos().abs() };
                        k += 1;
                    }
                    b -= x;
                }
                a = b.sin() + x;
            }
            a
        }
    }
    case! { triangular(0.7, const 5);
        #[differentiate]
        pub fn f(x: $F, n: usize) -> $F {
            let mut sum = 0.0;
            for i in 0..n {
                let mut product = x;
                for j in 0..i { product *= x + j as $F; }
                sum += product / (i + 1) as $F;
            }
            sum
        }
    }
    case! { only_the_last_trip_counts(0.7, const 5);
        #[differentiate]
        pub fn f(x: $F, n: usize) -> $F {
            let mut a = x;
            for i in 0..n { a = x.powi(i as i32); }
            a
        }
    }
    case! { deferred_inside(0.7, const 5);
        #[differentiate]
        pub fn f(x: $F, n: usize) -> $F {
            let mut sum = 0.0;
            for i in 0..n {
                let a;
                if i % 2 == 0 { a = x * sum; } else { a = x.cos(); }
                sum += a + x;
            }
            sum
        }
    }
    case! { vector history(0.7, const 5);
        #[differentiate]
        pub fn f(x: $F, n: usize) -> Vec<$F> {
            let mut a = vec![x; n];
            for i in 1..n { a[i] = a[i - 1] * x + a[i].sin(); }
            a
        }
    }
    case! { inactive_loop_beside(0.7, const 5);
        #[differentiate]
        pub fn f(x: $F, n: usize) -> $F {
            let mut factorial = 1.0;
            for k in 1..=n { factorial *= k as $F; }
            x.powi(n as i32) / factorial
        }
    }
    case! { loop_in_a_branch(0.7, const 5) (1.7, const 5);
        #[differentiate]
        pub fn f(x: $F, n: usize) -> $F {
            if x < 1.0 {
                let mut a = x;
                for _ in 0..n { a = a * x + 1.0; }
                a
            } else {
                let mut a = 0.0;
                for i in 0..n { a += x.sqrt() / (i + 1) as $F; }
                a * a
            }
        }
    }
    case! { two_loops_after_another(0.7, const 4);
        #[differentiate]
        pub fn f(x: $F, n: usize) -> $F {
            let mut a = x;
            for _ in 0..n { a = a.sin() + x; }
            let b = a;
            for _ in 0..n { a = a * b - x; }
            a * b
        }
    }
    case! { generic inclusive(0.7 as $F, const 4) (0.7 as $F, const 0);
        #[differentiate]
        pub fn f<T: Float>(x: T, n: usize) -> T {
            let mut sum = x;
            let mut term = T::one();
            for k in 1..=n {
                term = term * x / T::from(k).unwrap();
                sum = sum + term;
            }
            sum
        }
    }
    case! { break_in_a_for(&vec![0.7, 1.3, 0.4, 2.0]);
        #[differentiate]
        pub fn f(a: &[$F]) -> $F {
            let mut product = 1.0;
            for x in a {
                if *x < 0.5 { break; }
                product *= x * x;
            }
            product
        }
    }
    case! { variable_of_the_pattern_assigned(0.7);
        #[differentiate]
        pub fn f(x: $F) -> $F {
            let mut sum = 0.0;
            for mut w in [0.5, 1.5] {
                if w > 1.0 { w *= x; }
                for _ in 0..2 { w += x * sum; }
                sum += w;
            }
            sum
        }
    }
    case! { inactive_vector_written_through_references(0.7, const 3);
        #[differentiate]
        pub fn f(x: $F, n: usize) -> $F {
            let (mut a, mut b, mut c) = (vec![1.0; n], [2.0; 2], vec![0.0; n]);
            for v in a.iter_mut() { *v *= x; }
            for v in &mut b { *v += x; }
            for (i, v) in c.iter_mut().enumerate().rev() { *v = x.powi(i as i32); }
            a[0] * b[1] + c[2] * b[0]
        }
    }
    case! { inactive_integers_written_beside(&vec![0.7, 1.3]);
        #[differentiate]
        pub fn f(a: &[$F]) -> $F {
            let mut powers = [0, 0];
            let mut sum = 0.0;
            for (p, x) in powers.iter_mut().zip(a) {
                *p += 2;
                sum += x * x;
            }
            sum.powi(powers[0])
        }
    }
    case! { conditions_on_references(&vec![0.7, 1.3, 2.4], 0.4, const 1);
        #[differentiate]
        pub fn f(a: &[$F], y: $F, n: usize) -> $F {
            let mut b = y;
            for x in a {
                if *x < 1.0 { b *= *x; } else if *x < 2.0 { b += y; }
                while *x > b { b = b * 1.5 + y; }
                b *= match n {
                    1 if *x > 1.0 => *x,
                    _ => y,
                };
            }
            b
        }
    }
    case! { break_with_an_inactive_part(0.7, &vec![0.2, 0.5, 0.9, 1.1]) (0.3, &vec![0.2, 0.5, 0.9, 1.1]);
        #[differentiate]
        pub fn f(x: $F, w: &[$F]) -> $F {
            let mut i = 0;
            let mut t = x;
            let (v, n) = loop {
                t *= 0.5;
                i += 1;
                if t < 0.1 { break (t * x, i); }
                if i == 3 { break (t, 0); }
            };
            v * w[n] + n as $F * x
        }
    }
    case! { inactive_in_the_first_break(0.7, const 1) (0.7, const 9) (7.0, const 9);
        #[differentiate]
        pub fn f(x: $F, n: usize) -> $F {
            let mut t = x;
            let mut i = 0_usize;
            let (a, (b, k)) = loop {
                i += 1;
                if i > n { break (0.0, (x, i)); }
                t = t.sqrt();
                if t < 1.0 { break (t, (2.0, i + 1)); }
            };
            a * x + b * k as $F
        }
    }
}}
