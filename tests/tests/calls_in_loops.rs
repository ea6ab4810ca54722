//! Calls of differentiated functions in loops and branches.

use ad_runtime::differentiate;
use ad_tests::{case, for_f32_and_f64};

for_f32_and_f64! { ($F:ident) => {
    #[differentiate]
    pub fn product(x: $F, y: $F) -> $F { x * y.sin() }

    #[differentiate]
    pub fn guarded(x: $F) -> $F { if x < 1.0 { return x * x; } x.ln() + 1.0 }

    #[differentiate]
    pub fn norm(a: &[$F]) -> $F {
        let mut sum = 0.0;
        for x in a { sum += x * x; }
        sum.sqrt()
    }

    #[differentiate]
    pub fn dot(a: &[$F], b: &[$F]) -> $F { a.iter().zip(b).map(|(x, y)| x * y).sum() }

    #[differentiate]
    pub fn turn(a: &[$F; 2], angle: $F) -> [$F; 2] {
        let (s, c) = angle.sin_cos();
        [a[0] * c - a[1] * s, a[0] * s + a[1] * c]
    }

    #[differentiate]
    pub fn step(state: ($F, $F), h: $F) -> ($F, $F) { (state.0 + h * state.1, state.1 - h * state.0.sin()) }

    #[differentiate]
    pub fn powers(x: $F, n: usize) -> Vec<$F> {
        let mut a = vec![1.0; n];
        for i in 1..n { a[i] = a[i - 1] * x; }
        a
    }

    #[differentiate(wrt(x))]
    pub fn scaled(x: $F, by: $F) -> $F { x * x * by }

    case! { in_a_for(0.7, 1.3, const 4);
        #[differentiate]
        pub fn f(x: $F, y: $F, n: usize) -> $F {
            let mut a = x;
            for _ in 0..n { a = product(a, y) + x; }
            a
        }
    }
    case! { in_a_while(0.7, 1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F {
            let mut a = x;
            while a < 4.0 { a += product(y, a).abs() + x; }
            a
        }
    }
    case! { in_branches(0.7, 1.3) (2.0, 1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F { if x < y { product(x, y) } else { guarded(x) * y } }
    }
    case! { in_match_arms(0.7, 1.3, const 0) (0.7, 1.3, const 1) (0.7, 1.3, const 2);
        #[differentiate]
        pub fn f(x: $F, y: $F, n: u8) -> $F {
            match n {
                0 => product(x, y),
                1 => { let a = guarded(y); a * product(a, x) }
                _ => x,
            }
        }
    }
    case! { in_a_condition(0.7, 1.3) (2.7, 1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F { if guarded(x) < 1.0 { x * y } else { product(x, y) } }
    }
    case! { in_a_break(0.7);
        #[differentiate]
        pub fn f(x: $F) -> $F {
            let mut a = x;
            loop {
                a = a * 1.5 + product(x, a);
                if a > 5.0 { break guarded(a); }
            }
        }
    }
    case! { in_a_return(0.7, 1.3) (2.0, 1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F {
            if x > y { return product(x, y); }
            guarded(x * y)
        }
    }
    case! { of_a_slice(&vec![0.7, 1.3, 0.4], const 3);
        #[differentiate]
        pub fn f(a: &[$F], n: usize) -> $F {
            let mut s: $F = 1.0;
            for _ in 0..n { s = norm(a) * s.sin() + a[0]; }
            s
        }
    }
    case! { of_growing_sub_slices(&vec![0.7, 1.3, 0.4]);
        #[differentiate]
        pub fn f(a: &[$F]) -> $F {
            let mut product = 1.0;
            for i in 1..=a.len() { product *= norm(&a[..i]); }
            product
        }
    }
    case! { of_two_parts(&vec![0.7, 1.3, 0.4, 0.9]);
        #[differentiate]
        pub fn f(a: &[$F]) -> $F {
            let mut sum = 0.0;
            for i in 1..a.len() { sum += dot(&a[..i], &a[a.len() - i..]); }
            sum
        }
    }
    case! { of_rows(&vec![vec![0.7, 1.3], vec![0.4, 0.9]]);
        #[differentiate]
        pub fn f(m: &[Vec<$F>]) -> $F {
            let mut sum = 0.0;
            for i in 0..m.len() { for j in 0..=i { sum += dot(&m[i], &m[j]) * (i + 1) as $F; } }
            sum
        }
    }
    case! { of_rows_iterated(&vec![vec![0.7, 1.3], vec![0.4, 0.9]], &vec![0.2, 0.5]);
        #[differentiate]
        pub fn f(m: &[Vec<$F>], v: &[$F]) -> $F { m.iter().map(|row| dot(row, v).sin()).sum() }
    }
    case! { twice_the_same_slice(&vec![0.7, 1.3, 0.4]);
        #[differentiate]
        pub fn f(a: &[$F]) -> $F {
            let mut sum = 0.0;
            for i in 0..3 { sum += dot(&a, &a) * a[i]; }
            sum
        }
    }
    case! { twice_the_same_local(0.7, 1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F {
            let a = [x, y, x * y];
            dot(&a, &a) * dot(&a[..2], &a[1..])
        }
    }
    case! { of_an_array_modified_between(0.7, 1.3, const 3);
        #[differentiate]
        pub fn f(x: $F, y: $F, n: usize) -> $F {
            let mut a = [x, y, 1.0];
            let mut sum = 0.0;
            for i in 0..n {
                sum += norm(&a);
                a[i] *= sum;
                sum *= dot(&a, &[x, y, x]);
                a[(i + 1) % 3] = x;
            }
            sum + a[0]
        }
    }
    case! { of_a_vector_modified_between(0.7, 1.3, const 3);
        #[differentiate]
        pub fn f(x: $F, y: $F, n: usize) -> $F {
            let mut a = vec![x, y];
            let mut sum = 0.0;
            for _ in 0..n {
                sum += norm(&a) * x;
                a.push(sum);
                a[0] *= y;
            }
            norm(&a[1..]) + sum
        }
    }
    case! { of_an_array_replaced(&[0.7, 1.3], 0.3, const 3);
        #[differentiate]
        pub fn f(a: &[$F; 2], angle: $F, n: usize) -> $F {
            let mut b = *a;
            for i in 0..n { b = turn(&b, angle * i as $F + b[0]); }
            b[0] * b[1]
        }
    }
    case! { of_a_tuple_replaced(0.7, 1.3, 0.1, const 4);
        #[differentiate]
        pub fn f(x: $F, y: $F, h: $F, n: usize) -> $F {
            let mut state = (x, y);
            for _ in 0..n { state = step(state, h); }
            state.0 * state.1
        }
    }
    case! { returning_vectors(0.7, const 3);
        #[differentiate]
        pub fn f(x: $F, n: usize) -> $F {
            let mut sum = 0.0;
            for i in 1..=n {
                let a = powers(x + sum, i);
                sum += a[i - 1] * norm(&a);
            }
            sum
        }
    }
    case! { of_a_result(0.7, 1.3, const 3);
        #[differentiate]
        pub fn f(x: $F, y: $F, n: usize) -> $F { norm(&powers(x, n)) * dot(&powers(y, n), &powers(x, n)) }
    }
    case! { with_a_constant_position(0.7, const 3);
        #[differentiate]
        pub fn f(x: $F, n: usize) -> $F {
            let mut sum = x;
            for i in 0..n { sum = scaled(sum, 0.5 + i as $F); }
            sum
        }
    }
    case! { in_a_closure(0.7, 1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F {
            let g = |a: $F| product(a, y) + guarded(a);
            g(x) * g(y)
        }
    }
    case! { in_a_chain(&vec![0.7, 1.3, 0.4]);
        #[differentiate]
        pub fn f(a: &[$F]) -> $F { a.iter().map(|&x| guarded(x)).fold(1.0, |p, x| product(p, x) + x) }
    }
    case! { deep_in_loops_and_branches(&vec![0.7, 1.3, 0.4], const 3);
        #[differentiate]
        pub fn f(a: &[$F], n: usize) -> $F {
            let mut s = 0.0;
            for i in 0..n {
                for j in 0..n {
                    if a[i] < a[j] {
                        s += product(a[i], guarded(a[j] + s));
                    } else if i == j {
                        s = product(s, a[i]) + norm(&a[i..]);
                    }
                }
            }
            s
        }
    }
    case! { as_a_path(&vec![0.7, 1.3, 0.4]);
        #[differentiate]
        pub fn f(a: &[$F]) -> $F { a.iter().copied().map(guarded).sum() }
    }
    case! { a_vec_in_a_tuple_taken_apart(&vec![0.7, 1.3, 0.4], 0.6);
        #[differentiate]
        pub fn scaled(a: &[$F], k: $F) -> (Vec<$F>, $F) { (a.iter().map(|v| v * k).collect(), k) }

        #[differentiate]
        pub fn f(a: &[$F], k: $F) -> $F {
            let mut s = 0.0;
            for _ in 0..3 {
                let (b, _) = scaled(a, s + k);
                for i in 0..a.len() { s += b[i] * a[i]; }
            }
            s
        }
    }
}}
