//! Closures bound to a name and called, with what they capture.

use ad_runtime::differentiate;
use ad_tests::{case, for_f32_and_f64};
use num_traits::Float;

for_f32_and_f64! { ($F:ident) => {
    case! { generic called_once(0.7 as $F);
        #[differentiate]
        pub fn f<T: Float>(x: T) -> T {
            let square = |v: T| v * v;
            square(x) + x
        }
    }
    case! { called_twice(0.7, 1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F {
            let g = |a: $F, b: $F| a * b.sin();
            g(x, y) - g(y, x * y)
        }
    }
    case! { called_on_itself(0.7);
        #[differentiate]
        pub fn f(x: $F) -> $F {
            let g = |a: $F| a.sin() + 1.0;
            g(g(g(x)))
        }
    }
    case! { captures_active(0.7, 1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F {
            let g = |a: $F| a * y;
            g(x) * g(2.0)
        }
    }
    case! { captures_a_local(0.7, 1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F {
            let c = x * y;
            let g = |a: $F| a * c + x;
            g(y) * c
        }
    }
    case! { captures_inactive(0.7, const 3);
        #[differentiate]
        pub fn f(x: $F, n: i32) -> $F {
            let power = |a: $F| a.powi(n) / n as $F;
            power(x) + power(x.sin())
        }
    }
    case! { captures_a_slice(&vec![0.7, 1.3, 0.4]);
        #[differentiate]
        pub fn f(a: &[$F]) -> $F {
            let at = |i: usize| a[i] * a[i];
            at(0) * at(2) + at(1)
        }
    }
    case! { captured_before_a_shadow(0.7, 1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F {
            let c = x;
            let g = |a: $F| a * c;
            let c = y;
            g(c) + c
        }
    }
    case! { with_a_block(0.7, 1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F {
            let g = |a: $F| {
                let b = a * y;
                let c = b.sin();
                b * c
            };
            g(x) + g(y)
        }
    }
    case! { with_a_branch(0.7, 1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F {
            let g = |a: $F| if a < 1.0 { a * y } else { a.ln() };
            g(x) + g(y)
        }
    }
    case! { with_a_loop(0.7, const 4);
        #[differentiate]
        pub fn f(x: $F, n: usize) -> $F {
            let g = |a: $F| {
                let mut b = a;
                for _ in 0..n { b = b * x + a; }
                b
            };
            g(x) * g(0.5)
        }
    }
    case! { with_a_result_type(0.7);
        #[differentiate]
        pub fn f(x: $F) -> $F {
            let g = |a: $F| -> $F { a * a.exp() };
            g(x)
        }
    }
    case! { without_parameter_types(0.7);
        #[differentiate]
        pub fn f(x: $F) -> $F {
            let g = |a| a * x;
            g(x) + g(3.0)
        }
    }
    case! { without_parameters(0.7);
        #[differentiate]
        pub fn f(x: $F) -> $F {
            let g = || x.sin();
            g() * g()
        }
    }
    case! { moving(0.7, 1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F {
            let g = move |a: $F| a * y;
            g(x) + y
        }
    }
    case! { of_a_tuple(0.7, 1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F {
            let g = |(a, b): ($F, $F)| a * b.sin();
            g((x, y)) + g((y, 2.0))
        }
    }
    case! { returning_a_tuple(0.7, 1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F {
            let rotate = |a: $F, b: $F| (a * x - b * y, a * y + b * x);
            let (a, b) = rotate(x, y);
            let (a, b) = rotate(b, a);
            a * b
        }
    }
    case! { of_a_reference(&vec![0.7, 1.3]);
        #[differentiate]
        pub fn f(a: &[$F]) -> $F {
            let g = |x: &$F| x * x;
            g(&a[0]) * g(&a[1])
        }
    }
    case! { of_a_slice(&vec![0.7, 1.3]);
        #[differentiate]
        pub fn f(a: &[$F]) -> $F {
            let norm = |v: &[$F]| v[0] * v[0] + v[1] * v[1];
            norm(a).sqrt()
        }
    }
    case! { calling_another(0.7);
        #[differentiate]
        pub fn f(x: $F) -> $F {
            let g = |a: $F| a * x;
            let h = |a: $F| g(a).sin() + g(2.0);
            h(x) * h(0.5)
        }
    }
    case! { in_a_loop(0.7, const 4);
        #[differentiate]
        pub fn f(x: $F, n: usize) -> $F {
            let step = |a: $F, i: usize| a.sin() * x + i as $F;
            let mut a = x;
            for i in 0..n { a = step(a, i); }
            a
        }
    }
    case! { runge_kutta(0.7, 0.1, const 3);
        #[differentiate]
        pub fn f(y0: $F, h: $F, n: usize) -> $F {
            let slope = |t: $F, y: $F| y.sin() - t * y;
            let (mut t, mut y) = (0.0, y0);
            for _ in 0..n {
                let k1 = slope(t, y);
                let k2 = slope(t + 0.5 * h, y + 0.5 * h * k1);
                let k3 = slope(t + 0.5 * h, y + 0.5 * h * k2);
                let k4 = slope(t + h, y + h * k3);
                y += h / 6.0 * (k1 + 2.0 * k2 + 2.0 * k3 + k4);
                t += h;
            }
            y
        }
    }
    case! { literals_for_typed_parameters(0.7);
        #[differentiate]
        pub fn f(x: $F) -> $F {
            let g = |q: (($F, $F), $F), k: $F| q.1.atan2(x) * k.max(x) + q.0.0;
            g(((0.5, 1.0), 2.0), 3.0)
        }
    }
    case! { part_of_an_inactive_argument(0.7);
        #[differentiate]
        pub fn f(x: $F) -> $F {
            let at = |table: [[$F; 2]; 2], i: usize| table[1][i] * x;
            at([[0.5, 1.0], [1.5, 2.0]], 0) + at([[0.5, 1.0], [2.5, 3.0]], 1) * x
        }
    }
    case! { inactive_beside(0.7, const 4);
        #[differentiate]
        pub fn f(x: $F, n: usize) -> $F {
            let weight = |i: usize| (i * i) as $F / n as $F;
            let mut sum = 0.0;
            for i in 0..n { sum += x.powi(i as i32) * weight(i); }
            sum
        }
    }
    case! { passed_to_map(&vec![0.7, 1.3], 0.4);
        #[differentiate]
        pub fn f(a: &[$F], x: $F) -> $F {
            let g = |v: &$F| v * x;
            a.iter().map(g).sum()
        }
    }
    case! { index_as_an_argument(0.7, &vec![0.2, 0.5, 0.9, 1.1, 0.4], const 1);
        #[differentiate]
        pub fn f(x: $F, w: &[$F], n: usize) -> $F {
            let g = |i: usize, v: $F| w[i + 1] * v;
            g(n * 2, x) + g(n - 1, x * x)
        }
    }
}}
