//! Assignment to variables and to elements.

#![allow(
    clippy::assign_op_pattern,
    clippy::misrefactored_assign_op,
    clippy::assigning_clones,
    clippy::manual_swap
)]
#![allow(
    unused_assignments,
    reason = "values that are overwritten before use are what is tested"
)]

use ad_runtime::differentiate;
use ad_tests::{case, for_f32_and_f64};

for_f32_and_f64! { ($F:ident) => {
    case! { assignment(0.7, 1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F {
            let mut a = x;
            a = a * y;
            a = a.sin() + x;
            a
        }
    }
    case! { plus_assign(0.7, 1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F { let mut a = x; a += y * x; a * a }
    }
    case! { minus_assign(0.7, 1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F { let mut a = x; a -= y * x; a * a }
    }
    case! { times_assign(0.7, 1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F { let mut a = x; a *= y + x; a * a }
    }
    case! { divide_assign(0.7, 1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F { let mut a = x; a /= y + x; a * a }
    }
    case! { remainder_assign(7.0, 2.0);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F { let mut a = x; a %= y; a * a }
    }
    case! { compound_assignment_by_itself(0.3);
        #[differentiate]
        pub fn f(x: $F) -> $F {
            let mut a = x;
            a *= a;
            a += a;
            a -= a * a;
            a /= a + x;
            a
        }
    }
    case! { compound_assignment_by_inactive(0.7, const 3);
        #[differentiate]
        pub fn f(x: $F, n: i32) -> $F {
            let mut a = x;
            a *= 2.0;
            a += n as $F;
            a -= 0.5;
            a /= 4.0;
            a * a
        }
    }
    case! { inactive_becomes_active(0.7);
        #[differentiate]
        pub fn f(x: $F) -> $F {
            let mut a = 0.0;
            a += x * x;
            a += x;
            a
        }
    }
    case! { active_becomes_inactive(0.7, 1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F {
            let mut a = x * x;
            let b = a * y;
            a = 2.0;
            a * b
        }
    }
    case! { overwritten_before_use(0.7, 1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F {
            let mut a = x.ln();
            a = y * x;
            a * a
        }
    }
    case! { overwritten_after_use(0.7, 1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F {
            let mut a = x * y;
            let b = a.sin() * a;
            a = y;
            let c = a * b;
            a = c.exp();
            a * c
        }
    }
    case! { copy_is_independent(0.7);
        #[differentiate]
        pub fn f(x: $F) -> $F {
            let mut a = x;
            let b = a;
            a *= 3.0;
            let c = a;
            a = a * b;
            a + b * c
        }
    }
    case! { mutable_parameter(0.7, 1.3);
        #[differentiate]
        pub fn f(mut x: $F, y: $F) -> $F {
            x *= y;
            let z = x;
            x = x.sin();
            x * z
        }
    }
    case! { two_mutable_parameters(0.7, 1.3);
        #[differentiate]
        pub fn f(mut x: $F, mut y: $F) -> $F {
            x *= y;
            y += x;
            x -= y * y;
            x * y
        }
    }
    case! { exchange_by_hand(0.7, 1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F {
            let mut a = x;
            let mut b = y;
            let c = a;
            a = b;
            b = c;
            a.sin() * b.exp()
        }
    }
    case! { elements(0.7, 1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F {
            let mut a = [0.0; 3];
            a[0] = x * y;
            a[1] = a[0] + y;
            a[2] = a[0] * a[1];
            a[2] + a[1]
        }
    }
    case! { elements_compound(0.7, 1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F {
            let mut a = [x, y, x * y, 2.0];
            a[0] += y;
            a[1] -= a[0] * x;
            a[2] *= a[1];
            a[3] /= a[0];
            a[0] * a[1] + a[2] * a[3]
        }
    }
    case! { element_by_itself(0.7);
        #[differentiate]
        pub fn f(x: $F) -> $F {
            let mut a = [x, 1.0];
            a[0] *= a[0];
            a[0] += a[0];
            a[1] = a[0];
            a[0] = a[0] * a[1] + a[0];
            a[0] - a[1]
        }
    }
    case! { element_remainder(7.0, 2.0);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F { let mut a = [x, y]; a[0] %= a[1]; a[0] * a[1] }
    }
    case! { element_overwritten(0.7, 1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F {
            let mut a = [x.ln(), y];
            let b = a[0] * a[1];
            a[0] = y * y;
            a[1] = 3.0;
            b + a[0] * a[1]
        }
    }
    case! { element_overwritten_by_inactive(0.7, 1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F {
            let mut a = [x, y];
            a[0] = 2.0;
            a[0] * a[1]
        }
    }
    case! { element_at_inactive_index(0.7, 1.3, const 1);
        #[differentiate]
        pub fn f(x: $F, y: $F, i: usize) -> $F {
            let mut a = [x, y, x * y];
            a[i] *= x;
            a[i + 1] += a[i - 1];
            a[2 * i] -= a[0] * a[0];
            a[0] + a[1] * a[2]
        }
    }
    case! { elements_exchanged(0.7, 1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F {
            let mut a = [x, y];
            let first = a[0];
            a[0] = a[1];
            a[1] = first;
            a[0].sin() * a[1].exp()
        }
    }
    case! { whole_array(0.7, 1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F {
            let mut a = [x, y];
            let b = a[0] * a[1];
            a = [b, a[0]];
            a[1] *= x;
            a[0] * a[1]
        }
    }
    case! { array_copy_is_independent(0.7, 1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F {
            let mut a = [x, y];
            let b = a;
            a[0] *= 3.0;
            let mut c = a;
            c[1] = a[0] * b[0];
            a[1] = c[1] * c[0];
            a[0] * a[1] + b[0] * b[1] + c[1]
        }
    }
    case! { array_of_one_value(0.7);
        #[differentiate]
        pub fn f(x: $F) -> $F {
            let mut a = [x * x; 3];
            a[1] += 1.0;
            a[0] * a[1] + a[2]
        }
    }
    case! { mutable_array_parameter([0.7, 1.3]);
        #[differentiate]
        pub fn f(mut a: [$F; 2]) -> $F {
            a[0] *= a[1];
            a[1] = a[0].sin();
            a[0] + a[1]
        }
    }
    case! { nested_array(0.7, 1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F {
            let mut m = [[x, 0.0], [1.0, y]];
            m[0][1] += m[0][0] * m[1][1];
            m[1][0] *= m[0][1];
            m[1][1] = m[0][0] / m[1][0];
            m[0] = [m[0][1], m[1][1]];
            m[0][0] * m[0][1] + m[1][0] * m[1][1]
        }
    }
    case! { deferred_array(0.7, 1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F {
            let mut a: [$F; 2];
            a = [x, y * x];
            a[0] *= a[1];
            a[0] + a[1]
        }
    }
    case! { in_blocks(0.7, 1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F {
            let mut a = [x, y];
            let mut s = 0.0;
            {
                a[0] *= a[1];
                s += a[0];
                { a[1] -= s; }
            }
            let z = { s *= x; s + a[1] };
            z * s
        }
    }
    case! { several deep_in_a_result([0.7, 1.3, 0.4]);
        #[differentiate]
        pub fn f(a: [$F; 3]) -> [$F; 3] {
            let mut b = a;
            b[0] += a[1] * a[2];
            b[1] *= b[0];
            b[2] = b[1] - a[0];
            b
        }
    }
    case! { inert_variable_beside_an_active_one(0.7);
        #[differentiate]
        pub fn f(x: $F) -> $F {
            let (mut a, mut n, b);
            (a, n, b) = (x, 2, 3.0);
            (n, a) = (n + 1, a * b);
            a.powi(n)
        }
    }
    case! { literals_for_an_active_variable(0.7);
        #[differentiate]
        pub fn f(x: $F) -> $F {
            let (mut a, mut b) = (1.5, x);
            let y = a * b;
            [a, b] = [2.0, 3.0];
            y * a + x * b
        }
    }
    case! { parts_of_tuples(0.7, 1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F {
            let mut p = (x, 1.5);
            let mut q = [1.0, 2.0];
            (p.0, p.1) = (p.1, p.0 * y);
            (q[0], q[1]) = (p.1.floor(), q[0] * y);
            (p.1, _) = (2.0, q[1]);
            p.0 * p.1 * x + q[0] * q[1]
        }
    }
    case! { nested_targets(0.7, 1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F {
            let (mut a, mut b, mut c) = (x, 1.0, y);
            ((a, b), c) = ((b, a * c), a);
            let z = a * b * c;
            ((a, b), c) = ((2.0, 0.5), 3.0);
            z * a + b * x - c * y
        }
    }
    case! { targets_of_a_value(0.7, 1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F {
            let (mut a, mut b) = (x, y);
            let p = (b * b, a);
            (a, b) = p;
            [_, a] = { [b, a * y] };
            (b, a) = (a * b).sin_cos();
            a * b * x
        }
    }
} }
