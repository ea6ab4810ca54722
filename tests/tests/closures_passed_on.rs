//! Closures that are passed to differentiated functions, and what they capture.

#![allow(
    clippy::cast_precision_loss,
    clippy::needless_pass_by_value,
    clippy::trivially_copy_pass_by_ref
)]

use ad_runtime::differentiate;
use ad_tests::{case, for_f32_and_f64};

for_f32_and_f64! { ($F:ident) => {
    pub mod library {
        use ad_runtime::differentiate;

        #[differentiate]
        pub fn simpson<G: Fn($F) -> $F>(f: G, a: $F, b: $F, n: usize) -> $F {
            let h = (b - a) / (2 * n) as $F;
            let mut sum = f(a) + f(b);
            for i in 1..2 * n {
                let weight = if i % 2 == 1 { 4.0 } else { 2.0 };
                sum += weight * f(a + h * i as $F);
            }
            sum * h / 3.0
        }

        #[differentiate]
        pub fn euler(f: impl Fn($F, &[$F]) -> Vec<$F>, y0: &[$F], h: $F, steps: usize) -> Vec<$F> {
            let mut y = y0.to_vec();
            let mut t = 0.0;
            for _ in 0..steps {
                let slope = f(t, &y);
                for i in 0..y.len() { y[i] += h * slope[i]; }
                t += h;
            }
            y
        }

        #[differentiate]
        pub fn fixed_point(f: &impl Fn($F) -> $F, start: $F, times: u32) -> $F {
            let mut x = start;
            for _ in 0..times { x = f(x); }
            x
        }
    }

    case! { without_captures(1.3 as $F);
        use super::library::*;
        #[differentiate]
        pub fn f(a: $F) -> $F { simpson(|x| x.exp() * x, 0.0, a, 4) * a }
    }
    case! { of_a_scalar(1.3 as $F, 0.7 as $F);
        use super::library::*;
        #[differentiate]
        pub fn f(k: $F, a: $F) -> $F { simpson(|x| (k * x).sin() * x, 0.0, a, 4) }
    }
    case! { of_the_captured_alone(1.3 as $F);
        use super::library::*;
        #[differentiate]
        pub fn f(k: $F) -> $F { simpson(|x| (k * x).sin() * x, 0.0, 1.5, 4) * k }
    }
    case! { of_several(1.3 as $F, 0.7 as $F, 0.4 as $F);
        use super::library::*;
        #[differentiate]
        pub fn f(k: $F, m: $F, a: $F) -> $F {
            let w = k * m;
            simpson(|x: $F| { let s = (w * x).sin(); s * s * m + k }, a, 1.0 + a * a, 3)
        }
    }
    case! { of_a_slice(&vec![1.3 as $F, 0.7 as $F], 0.4 as $F);
        use super::library::*;
        #[differentiate]
        pub fn f(c: &[$F], a: $F) -> $F {
            simpson(|x| {
                let mut p = 0.0;
                for i in 0..c.len() { p = p * x + c[i]; }
                p * p
            }, 0.0, a, 3)
        }
    }
    case! { of_a_slice_and_a_scalar(&vec![1.3 as $F, 0.7 as $F], 0.4 as $F);
        use super::library::*;
        #[differentiate]
        pub fn f(c: &[$F], a: $F) -> $F { simpson(|x| c[0] * x + c[1] * (a * x).cos(), 0.0, a, 3) }
    }
    case! { of_local_buffers(&vec![1.3 as $F, 0.7 as $F], 0.4 as $F);
        use super::library::*;
        #[differentiate]
        pub fn f(c: &[$F], a: $F) -> $F {
            let mut w = vec![0.0; c.len()];
            for i in 0..c.len() { w[i] = c[i] * a; }
            let mut k = 1.0;
            for i in 0..c.len() { k *= 1.0 + w[i]; }
            let before = simpson(|x| w[0] * x * x + k * x, 0.0, a, 3);
            w[0] = a * a;
            k += w[1];
            before + simpson(|x| w[0] * x * x + k * x, 0.0, 1.0, 3)
        }
    }
    case! { of_arrays_and_tuples([1.3 as $F, 0.7 as $F], (0.4 as $F, 0.9 as $F));
        use super::library::*;
        #[differentiate]
        pub fn f(c: [$F; 2], p: ($F, $F)) -> $F {
            let (s, t) = p;
            simpson(|x| c[0] * x + c[1] * p.0 * (s * x).cos() * t, 0.0, p.1, 3)
        }
    }
    case! { of_what_is_inert(0.7 as $F, const 3_usize, const &[0.2 as $F, 0.4, 0.1], const 0.3 as $F);
        use super::library::*;
        #[differentiate(wrt(k))]
        pub fn f(k: $F, n: usize, table: &[$F], shift: $F) -> $F {
            let owned = table.to_vec();
            let half = n / 2;
            let offset = shift * 2.0;
            simpson(|x| {
                let mut s = offset;
                for i in 0..n { s += table[i] * x * k + owned[half]; }
                s * s
            }, 0.0, 1.0, n) + owned[0] * k
        }
    }
    case! { of_what_is_inert_alone(0.7 as $F, const 0.3 as $F);
        use super::library::*;
        #[differentiate(wrt(a))]
        pub fn f(a: $F, shift: $F) -> $F { simpson(|x| x * x + shift, 0.0, a, 2) }
    }
    case! { of_a_list_by_value(vec![1.3 as $F, 0.7 as $F], 0.4 as $F);
        use super::library::*;
        #[differentiate]
        pub fn f(c: Vec<$F>, a: $F) -> $F {
            simpson(|x| c[0] * x + simpson(|y| c[1] * y * x, 0.0, c[0], 2), 0.0, a, 3)
        }
    }
    case! { in_a_loop(0.7 as $F, 1.1 as $F);
        use super::library::*;
        #[differentiate]
        pub fn f(k: $F, a: $F) -> $F {
            let mut s = k;
            for i in 0..3 {
                let j = i as $F;
                s += simpson(|x| (s * x + j).sin() * k, 0.0, a, 2);
            }
            s
        }
    }
    case! { in_branches(0.7 as $F, 1.1 as $F) (1.1 as $F, 0.7 as $F);
        use super::library::*;
        #[differentiate]
        pub fn f(k: $F, a: $F) -> $F {
            if k < a {
                simpson(|x| if x * k < 0.4 { x * k } else { (x - k).exp() }, 0.0, a, 2)
            } else {
                simpson(|x| x.max(k) * a, 0.0, k, 2) * k
            }
        }
    }
    case! { bound_by_let(0.7 as $F, 1.1 as $F);
        use super::library::*;
        #[differentiate]
        pub fn f(k: $F, a: $F) -> $F {
            let g = |x: $F| (k * x).sin();
            let h = |x: $F| g(x) * a + k;
            simpson(&g, 0.0, a, 2) + simpson(h, 0.0, 1.0, 3) * g(a)
        }
    }
    case! { within_another(0.7 as $F, 1.1 as $F);
        use super::library::*;
        #[differentiate]
        pub fn f(k: $F, a: $F) -> $F {
            simpson(|x| simpson(|y| (x * y * k).cos() + a * y, 0.0, x, 2) * k, 0.0, a, 2)
        }
    }
    case! { a_stepper(&vec![0.3 as $F, 1.1 as $F], 0.7 as $F, 0.1 as $F);
        use super::library::*;
        #[differentiate]
        pub fn f(y0: &[$F], k: $F, h: $F) -> $F {
            let end = euler(|t, y: &[$F]| vec![y[1], -k * y[0].sin() - 0.1 * y[1] * t], y0, h, 4);
            end[0] * end[1]
        }
    }
    case! { of_a_function(0.7 as $F, 1.1 as $F);
        use super::library::*;
        #[differentiate]
        fn scaled(f: impl Fn($F) -> $F, k: $F, a: $F) -> $F { simpson(|x| f(x * k) * k, 0.0, a, 2) * f(k) }
        #[differentiate]
        pub fn f(k: $F, a: $F) -> $F { scaled(|x| (x * a).sin() + k, k * a, a) }
    }
    case! { by_reference(0.7 as $F, 1.1 as $F);
        use super::library::*;
        #[differentiate]
        pub fn f(k: $F, a: $F) -> $F { fixed_point(&|x| (k * x).cos() * a, k, 5) }
    }
    case! { behind_references(&(0.7 as $F), &[1.1 as $F, 0.4]);
        use super::library::*;
        #[differentiate]
        pub fn f(k: &$F, a: &[$F; 2]) -> $F { fixed_point(&|x| (*k * x).cos() * a[0] + a[1], *k, 4) }
    }
    case! { that_moves(0.7 as $F, 1.1 as $F);
        use super::library::*;
        #[differentiate]
        pub fn f(k: $F, a: $F) -> $F { fixed_point(&move |x| (k * x).cos() * a, k, 5) }
    }
    case! { by_a_path_of_a_primitive(0.7 as $F, 1.1 as $F);
        use num_traits::Float;
        #[differentiate]
        pub fn f(k: $F, a: $F) -> $F { super::library::simpson(|x| Float::sin(x * k), 0.0, a, 3) }
    }
    case! { calls_other_functions(0.7 as $F, &vec![1.1 as $F, 0.4]);
        use super::library::*;
        #[differentiate]
        fn polynomial(c: &[$F], x: $F) -> $F { c[0] * x * x + c[1] }
        #[differentiate]
        pub fn f(k: $F, c: &[$F]) -> $F { simpson(|x| polynomial(c, x) * k, 0.0, k, 3) }
    }
    case! { of_what_a_call_gave(0.7 as $F, 1.1 as $F);
        use super::library::*;
        #[differentiate]
        fn pair(k: $F) -> [$F; 2] { [k * k, k.sin()] }
        #[differentiate]
        fn root(k: $F) -> $F { k.sqrt() }
        #[differentiate]
        pub fn f(k: $F, a: $F) -> $F {
            let p = pair(k * a);
            let r = root(k);
            simpson(|x| p[0] * x + p[1] * r, 0.0, a, 3)
        }
    }
    case! { of_a_struct(0.7 as $F, 1.1 as $F);
        use super::library::*;
        #[derive(Clone, Copy, ad_runtime::Differentiable)]
        struct Spring { k: $F, length: $F }
        #[differentiate]
        fn force(s: &Spring, x: $F) -> $F { s.k * (x - s.length) }
        #[differentiate]
        fn energy(s: &Spring, a: $F) -> $F { simpson(|x| force(s, x) * s.k + s.length * x, 0.0, a, 3) }
        #[differentiate]
        pub fn f(k: $F, a: $F) -> $F {
            let s = Spring { k: k * a, length: a };
            energy(&s, a) + simpson(|x| s.k * x, 0.0, s.length, 2)
        }
    }
    case! { constant_functions(0.7 as $F, 1.1 as $F);
        use super::library::*;
        #[differentiate]
        pub fn f(k: $F, a: $F) -> $F { simpson(|_| k * a, 0.0, a, 3) + simpson(|_x: $F| 2.0, 0.0, k, 3) }
    }
    case! { of_pairs(0.7 as $F, 1.1 as $F);
        #[differentiate]
        fn total(f: impl Fn(($F, $F), [$F; 2]) -> ($F, $F), x: $F) -> $F {
            let (a, b) = f((x, x * x), [x, 2.0]);
            a * b
        }
        #[differentiate]
        pub fn f(k: $F, a: $F) -> $F { total(|(s, t): ($F, $F), u: [$F; 2]| (s * t * k, u[0] * u[1] + a), k + a) }
    }
    case! { of_references_to_scalars(0.7 as $F, 1.1 as $F);
        #[differentiate]
        fn total(f: impl Fn(&$F, &Vec<$F>) -> $F, x: $F) -> $F {
            let v = vec![x, x * x];
            f(&x, &v) * x
        }
        #[differentiate]
        pub fn f(k: $F, a: $F) -> $F { total(|x: &$F, v: &Vec<$F>| *x * k + v[0] * v[1] * a, k * a) }
    }
    case! { with_checkpoints(0.7 as $F, 1.1 as $F, const 6_usize);
        use super::library::*;
        #[differentiate]
        pub fn f(k: $F, a: $F, n: usize) -> $F {
            let mut s = k;
            #[checkpoint]
            for i in 0..n {
                let j = i as $F;
                s = simpson(|x| (s * x * a).sin() + j * k, 0.0, a, 2);
            }
            s
        }
    }
    case! { generic(0.7 as $F, 1.1 as $F);
        use ad_runtime::Scalar;
        #[differentiate]
        fn midpoint<T: Scalar, G: Fn(T) -> T>(f: G, a: T, b: T) -> T { (b - a) * f((a + b) * T::literal(0.5)) }
        #[differentiate]
        fn inner<T: Scalar>(k: T, a: T) -> T {
            midpoint(|x: T| (x * k).sin() * a, k, a)
        }
        #[differentiate]
        pub fn f(k: $F, a: $F) -> $F { inner(k, a) * midpoint(|x: $F| x * a, k, k * a) }
    }
    case! { used_elsewhere_too(0.7 as $F, &vec![1.1 as $F, 0.4]);
        use super::library::*;
        #[differentiate]
        pub fn f(k: $F, c: &[$F]) -> $F {
            let integral = simpson(|x| c.iter().map(|c| c * x).sum::<$F>() * k, 0.0, k, 3);
            let all: $F = c.iter().map(|c| simpson(|x| c * x * k, 0.0, *c, 2)).sum();
            integral * c[0] + all
        }
    }
    case! { of_functions_alone(0.7 as $F, 1.1 as $F);
        #[differentiate]
        fn mean(f: impl Fn($F) -> $F, n: usize) -> $F {
            let mut sum = 0.0;
            for i in 0..n { sum += f(i as $F); }
            sum / n as $F
        }
        #[differentiate(constant(start))]
        fn root(f: impl Fn($F) -> $F, slope: &impl Fn($F) -> $F, start: $F) -> $F {
            let mut x = start;
            for _ in 0..8 { x -= f(x) / slope(x); }
            x
        }
        #[differentiate]
        pub fn f(k: $F, a: $F) -> $F {
            mean(|x| (k * x).sin() * a, 4) * root(|x| x * x * x - k * a, &|x| 3.0 * x * x, 1.0)
        }
    }
    // What has no derivative may be changed by a closure, and is what it is.
    case! { that_counts(0.7 as $F);
        #[differentiate]
        fn counted(mut f: impl FnMut($F) -> $F, named: impl Fn(&str) -> $F, x: $F) -> $F { f(2.0) * x + named("ab") * x }
        #[differentiate]
        pub fn f(x: $F) -> $F {
            let mut count = 0;
            counted(move |y| { count += 1; y * 2.0 }, |s| if s == "ab" { 3.0 } else { 0.0 }, x) * x
        }
    }
    // Held constant where it is passed to, a closure without captures stays what it is.
    case! { held_constant(&vec![0.3 as $F, 1.1], 0.7 as $F);
        #[differentiate]
        fn weighted(x: &[$F], weight: impl Fn(usize) -> $F, scale: &dyn Fn($F) -> $F) -> $F {
            let mut sum = 0.0;
            for i in 0..x.len() { sum += weight(i) * scale(2.0) * x[i] * x[i]; }
            sum
        }
        #[differentiate]
        pub fn f(x: &[$F], y: $F) -> $F {
            let table = [0.3, 0.4];
            weighted(x, move |i| table[i], &|x| x * x) * y + weighted(x, |i: usize| 2.0 * i as $F, &|x: $F| x.sin())
        }
    }
} }

/// What a method passes on captures its receiver.
mod receivers {
    use super::in_f64::library::simpson;
    use ad_runtime::{Differentiable, differentiate};

    #[derive(Clone, Copy, Debug, Default, PartialEq, Differentiable)]
    struct Wave {
        k: f64,
        power: usize,
    }

    impl Wave {
        #[differentiate(wrt(self, a))]
        fn lent(&self, a: f64) -> f64 {
            simpson(|x| self.k * x, 0.0, a, 1)
        }

        #[differentiate(wrt(self, a))]
        fn taken(self, a: f64) -> f64 {
            simpson(|x| self.k * x, 0.0, a, 1)
        }

        #[differentiate]
        fn constant(&self, a: f64) -> f64 {
            simpson(|x| self.k * x, 0.0, a, 1)
        }

        #[differentiate]
        fn taken_constant(self, a: f64) -> f64 {
            simpson(|x| self.k * x, 0.0, a, 1)
        }

        #[differentiate(wrt(self, a))]
        fn powers(&self, a: f64) -> f64 {
            let power = |x: f64| {
                let mut product = self.k;
                for _ in 0..self.power {
                    product *= x;
                }
                product
            };
            simpson(power, 0.0, a, 1)
        }
    }

    #[test]
    fn are_captured() {
        let wave = Wave { k: 3.0, power: 1 };
        // k a² / 2
        let close = |(k_bar, a_bar): (f64, f64)| (k_bar - 2.0).abs() + (a_bar - 6.0).abs() < 1e-12;
        let of_both = [
            wave.lent_grad(2.0),
            wave.taken_grad(2.0),
            wave.powers_grad(2.0),
        ];
        for (bar, a_bar) in of_both {
            assert!(close((bar.k, a_bar)), "{bar:?} {a_bar}");
        }
        assert!(close((2.0, wave.constant_grad(2.0))));
        assert!(close((2.0, wave.taken_constant_grad(2.0))));
        let tangent = WaveTangent { k: 1.0 };
        assert!((wave.powers_jvp(2.0, &tangent, 0.5).1 - 5.0).abs() < 1e-12);
        assert!((wave.taken_linearize(2.0).1(tangent, 0.5) - 5.0).abs() < 1e-12);
        assert!((wave.constant_vjp(2.0).1(0.5) - 3.0).abs() < 1e-12);
    }
}
