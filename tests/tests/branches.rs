//! Branches: `if`, `match`, `if let`, `while let`, `let`-`else`, and variables initialised in them.

use ad_runtime::{constant, differentiate};
use ad_tests::{case, for_f32_and_f64};
use num_traits::Float;

#[derive(Clone, Copy)]
/// What is matched on.
pub enum Shape {
    /// Without content.
    Linear,
    /// With a part.
    Power(i32),
    /// With named parts.
    Mixed {
        /// How many.
        terms: u32,
        /// Which.
        sine: bool,
    },
}

for_f32_and_f64! { ($F:ident) => {
    case! { generic value_of_an_if(0.7 as $F, 1.3 as $F) (1.9 as $F, 1.3 as $F);
        #[differentiate]
        pub fn f<T: Float>(x: T, y: T) -> T { if x < y { x * y } else { x.sin() - y } }
    }
    case! { generic statement(0.7 as $F, 1.3 as $F) (1.9 as $F, 1.3 as $F);
        #[differentiate]
        pub fn f<T: Float>(x: T, y: T) -> T {
            let mut a = x;
            if x < y {
                a = a * y;
            } else {
                a = a.exp();
            }
            a * x
        }
    }
    case! { without_else(0.7, 1.3) (1.9, 1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F {
            let mut a = x * x;
            if x > y {
                a *= y.cos();
            }
            a + y
        }
    }
    case! { generic chain(0.2 as $F) (0.7 as $F) (1.4 as $F) (2.7 as $F);
        #[differentiate]
        pub fn f<T: Float>(x: T) -> T {
            let half = T::one() / (T::one() + T::one());
            if x < half {
                x * x
            } else if x < T::one() {
                x.exp()
            } else if x < T::one() + T::one() {
                x.ln() * x
            } else {
                x.recip()
            }
        }
    }
    case! { nested(0.7, 1.3) (0.7, -1.3) (-0.7, 1.3) (-0.7, -1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F {
            let a = if x > 0.0 {
                let b = x.sqrt();
                if y > 0.0 { b * y } else { b - y * y }
            } else if y > 0.0 {
                x * y.ln()
            } else {
                x
            };
            a * (x + y)
        }
    }
    case! { some_branches_inactive(0.7) (3.0) (-2.0);
        #[differentiate]
        pub fn f(x: $F) -> $F {
            let clipped = if x > 2.0 { 2.0 } else if x < -1.0 { -1.0 } else { x };
            clipped * clipped + x
        }
    }
    case! { condition_inactive(0.7, const true) (0.7, const false);
        #[differentiate]
        pub fn f(x: $F, upward: bool) -> $F { if upward { x.exp() } else { -x.ln() } }
    }
    case! { compound_conditions(0.7, 1.3) (0.2, 0.3) (2.0, 0.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F {
            if x > 0.5 && y < 1.0 || !(x * y < 0.5) { x / y } else { x * y * y }
        }
    }
    case! { condition_kept(0.7, 1.3) (2.0, 1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F {
            let small = x.abs() < y;
            let a = if small { x * y } else { x / y };
            let b = if !small { a.sin() } else { a * a };
            a + b
        }
    }
    case! { branch_in_an_operand(0.7, 1.3) (2.0, 1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F {
            x * (if x < y { y.sin() } else { y }) + if y > x { x } else { y * y }
        }
    }
    case! { branch_in_an_argument(0.7, 1.3) (2.0, 1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F { (if x < y { x } else { y }).powi(if x < y { 2 } else { 3 }) }
    }
    case! { tuple_of_branches(0.7, 1.3) (2.0, 1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F {
            let (low, high) = if x < y { (x, y) } else { (y, x) };
            high / low - low * low
        }
    }
    case! { array_of_branches(0.7, 1.3) (2.0, 1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F {
            let a = if x < y { [x, y, x * y] } else { [y, x.sin(), 1.0] };
            a[0] * a[1] + a[2]
        }
    }
    case! { several several_results(0.7, 1.3) (2.0, 1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> ($F, [$F; 2]) {
            if x < y { (x * y, [x, y]) } else { (x, [y.sin(), x]) }
        }
    }
    case! { shadowed_in_a_branch(0.7, 1.3) (2.0, 1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F {
            let a = x * y;
            let b = if x < y {
                let a = a.sin();
                let x = a * x;
                x * x
            } else {
                a
            };
            a + b * x
        }
    }
    case! { several_variables_assigned(0.7, 1.3) (2.0, 1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F {
            let (mut a, mut b, mut c) = (x, y, x * y);
            if a < b {
                let t = a;
                a = b;
                b = t * c;
            } else {
                c += a.sin();
                b -= c;
            }
            a * b + c
        }
    }
    case! { element_assigned(0.7, 1.3) (2.0, 1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F {
            let mut a = [x, y];
            if x < y { a[0] *= y; } else { a[1] = a[0].sin(); }
            a[0] * a[1]
        }
    }
    case! { deferred(0.7, 1.3) (2.0, 1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F {
            let a;
            if x < y { a = x * y; } else { a = y.sin(); }
            a * a
        }
    }
    case! { deferred_with_a_type(0.7, 1.3) (2.0, 1.3) (0.2, 1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F {
            let a: $F;
            let b: $F;
            if x > y {
                a = x * y;
                b = 2.0;
            } else if x > 0.5 {
                b = x;
                a = b.exp();
            } else {
                (a, b) = (y, x);
            }
            a * b
        }
    }
    case! { deferred_in_a_match(0.7, const 0) (0.7, const 1) (0.7, const 5);
        #[differentiate]
        pub fn f(x: $F, n: u32) -> $F {
            let (a, b);
            match n {
                0 => { a = x; b = x * x; }
                1 => { a = x.sin(); b = 1.0; }
                _ => { a = 2.0; b = x; }
            }
            a * b
        }
    }
    case! { match_on_integers(0.7, const 0) (0.7, const 1) (0.7, const 3) (0.7, const 7) (0.7, const -4);
        #[differentiate]
        pub fn f(x: $F, n: i32) -> $F {
            match n {
                0 => 1.0,
                1 => x,
                2 | 3 => x * x,
                4..=9 => x.sin() * n as $F,
                k => x.powi(k),
            }
        }
    }
    case! { match_on_an_enum(0.7, const Shape::Linear) (0.7, const Shape::Power(3))
            (0.7, const Shape::Mixed { terms: 2, sine: true }) (0.7, const Shape::Mixed { terms: 4, sine: false });
        #[differentiate(constant(shape))]
        pub fn f(x: $F, shape: Shape) -> $F {
            match shape {
                Shape::Linear => x,
                Shape::Power(n) => x.powi(n) / n as $F,
                Shape::Mixed { terms, sine: true } => x.sin() * terms as $F,
                Shape::Mixed { terms, .. } => {
                    let scale = terms as $F;
                    (x * scale).cos() / scale
                }
            }
        }
    }
    case! { match_on_an_option(0.7, const Some(3)) (0.7, const Some(12)) (0.7, const None);
        #[differentiate]
        pub fn f(x: $F, power: Option<i32>) -> $F {
            match power {
                Some(n) if n > 10 => x,
                Some(n) => x.powi(n),
                None => x.exp(),
            }
        }
    }
    case! { match_on_a_tuple(0.7, 1.3, const 0) (0.7, 1.3, const 2) (2.0, 1.3, const 0) (2.0, 1.3, const 2);
        #[differentiate]
        pub fn f(x: $F, y: $F, n: usize) -> $F {
            match (x < y, n) {
                (true, 0) => x * y,
                (true, k) => x * k as $F,
                (false, 0) => x / y,
                (false, _) => x.sin(),
            }
        }
    }
    case! { guards_comparing_active_values(0.7, 1.3, const 1) (2.0, 1.3, const 1) (0.7, 1.3, const 0);
        #[differentiate]
        pub fn f(x: $F, y: $F, n: u8) -> $F {
            match n {
                1 if x < y => x * y,
                1 => x - y * y,
                _ if x * x < y => x.exp(),
                _ => y,
            }
        }
    }
    case! { guards_of_unit(0.7, 1.3) (2.0, 1.3) (1.0, 1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F {
            match () {
                () if x > y => x * y,
                () if x > 0.8 => x.sin(),
                () => y.cos() * x,
            }
        }
    }
    case! { match_on_an_ordering(0.7, 1.3) (2.0, 1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F {
            use std::cmp::Ordering;
            match x.partial_cmp(&y) {
                Some(Ordering::Less) => x * y,
                Some(_) => x - y,
                None => 0.0,
            }
        }
    }
    case! { match_as_a_statement(0.7, const 0) (0.7, const 1) (0.7, const 2);
        #[differentiate]
        pub fn f(x: $F, n: usize) -> $F {
            let mut a = x;
            match n {
                0 => a *= x,
                1 => {
                    a = a.sin();
                    a += 1.0;
                }
                _ => {}
            }
            a * a
        }
    }
    case! { match_of_match(0.7, 1.3, const 0, const 1) (0.7, 1.3, const 1, const 0) (0.7, 1.3, const 1, const 1);
        #[differentiate]
        pub fn f(x: $F, y: $F, i: usize, j: usize) -> $F {
            match match i { 0 => j, _ => j + 2 } {
                0 => x,
                1 => match j { 1 => x * y, _ => y },
                2 => if x < y { x.sin() } else { y.sin() },
                _ => x / y,
            }
        }
    }
    case! { never_in_an_arm(0.7, const 0) (0.7, const 1);
        #[differentiate]
        pub fn f(x: $F, n: u32) -> $F {
            match n {
                0 => x * x,
                1 => x.sin(),
                _ => panic!("order {n} is not supported"),
            }
        }
    }
    case! { unreachable_in_a_branch(0.7) (-0.7);
        #[differentiate]
        pub fn f(x: $F) -> $F {
            if x > 0.0 { x.ln() } else if x < 0.0 { x * x } else { unreachable!() }
        }
    }
    case! { if_let_inactive(0.7, const Some(3)) (0.7, const None);
        #[differentiate]
        pub fn f(x: $F, power: Option<i32>) -> $F { if let Some(n) = power { x.powi(n) } else { x.sin() } }
    }
    case! { if_let_without_else(0.7, const Some(3)) (0.7, const None);
        #[differentiate]
        pub fn f(x: $F, power: Option<i32>) -> $F {
            let mut a = x;
            if let Some(n) = power {
                a *= x.powi(n);
            }
            a + x
        }
    }
    case! { let_else(0.7, const Some(3)) (0.7, const None);
        #[differentiate]
        pub fn f(x: $F, power: Option<i32>) -> $F {
            let Some(n) = power else { return x.sin() };
            x.powi(n)
        }
    }
    case! { while_let(0.7, const 4);
        #[differentiate]
        pub fn f(x: $F, n: usize) -> $F {
            let mut pending: Vec<usize> = (1..n).collect();
            let mut a = x;
            while let Some(k) = pending.pop() {
                a = a.sin() * k as $F + x;
            }
            a
        }
    }
    case! { condition_held_constant(0.7) (1.7);
        #[differentiate]
        pub fn f(x: $F) -> $F { if constant(x * x) < 1.0 { x.exp() } else { x } }
    }
    case! { branch_by_a_cast(0.7) (1.7) (5.2);
        #[differentiate]
        pub fn f(x: $F) -> $F {
            match constant(x) as usize {
                0 => x,
                1 => x * x,
                _ => x.sqrt(),
            }
        }
    }
    case! { every_branch_inactive(0.7, 1.3) (2.0, 1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F {
            let sign = if x < y { -1.0 } else { 1.0 };
            sign * x * y
        }
    }
    case! { branch_not_taken_is_not_differentiated(0.7) (-0.7);
        #[differentiate]
        pub fn f(x: $F) -> $F { if x > 0.0 { x.sqrt() * x.ln() } else { x * x } }
    }
    case! { vectors_of_branches(&vec![0.7, 1.3]) (&vec![2.0, 1.3]);
        #[differentiate]
        pub fn f(a: &[$F]) -> $F {
            let b = if a[0] < a[1] { vec![a[0], a[0] * a[1]] } else { vec![a[1], 3.0] };
            b[0] * b[1]
        }
    }
    case! { variable_of_a_pattern_assigned(0.7, const Some(3.0)) (0.7, const Some(0.5)) (0.7, const None);
        #[differentiate(wrt(x))]
        pub fn f(x: $F, scale: Option<$F>) -> $F {
            let a = if let Some(mut w) = scale {
                if w > 1.0 { w *= x; }
                w
            } else {
                x
            };
            let b = match scale {
                Some(mut w) => {
                    for _ in 0..2 { w *= x; }
                    w
                }
                None => 1.0,
            };
            a * b + x
        }
    }
    case! { reference_chosen(0.7, 1.3, &[0.2, 0.5]) (2.0, 1.3, &[0.2, 0.5]);
        #[differentiate]
        pub fn f(x: $F, y: $F, p: &[$F; 2]) -> $F {
            let least = if x < y { &x } else { &y };
            let own = [x, y];
            let pair = if x < y { p } else { &own };
            least * pair[0] + *least * pair[1]
        }
    }
}}
