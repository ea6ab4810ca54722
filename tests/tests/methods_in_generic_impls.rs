//! `#[differentiate]` on `impl` blocks: generics, lifetimes, and functions without `self`.

#![allow(clippy::unnecessary_cast)]

use std::fmt::Debug;

use ad_runtime::differentiate;
use ad_tests::{case, for_f32_and_f64, method_case};
use num_traits::Float;

/// For pullbacks that borrow it.
fn leaked<T>(value: T) -> &'static T {
    Box::leak(Box::new(value))
}

for_f32_and_f64! { ($F:ident) => {
    method_case! { float_type Case (const &Case { k: 0.7 as $F }, 1.3 as $F, &vec![0.3 as $F, 0.8]);
        pub struct Case<T> { pub k: T }
        #[differentiate]
        impl<T: Float> Case<T> {
            #[differentiate]
            pub fn f(&self, x: T, y: &[T]) -> T {
                let mut sum = self.start(x);
                for v in y { sum = sum + Self::square(*v) * self.k; }
                sum * self.of_slice(y)
            }
            #[differentiate]
            fn start(&self, x: T) -> T { self.one(x) + x }
            #[differentiate]
            fn one(&self, x: T) -> T { x * self.k.sin() }
            #[differentiate]
            fn square(x: T) -> T { x * x }
            #[differentiate]
            fn of_slice(&self, y: &[T]) -> T { y[0].exp() + y[1] * self.k }
        }
    }
    method_case! { other_type Case (const &Case { table: [1, 2, 3], k: 0.4 }, 1.3 as $F, &[0.3 as $F, 0.8, 0.2]);
        pub struct Case<I, const N: usize> { pub table: [I; N], pub k: $F }
        #[differentiate]
        impl<I, const N: usize> Case<I, N> where I: Copy + Into<i64> {
            #[differentiate]
            pub fn f(&self, x: $F, y: &[$F; N]) -> $F {
                let mut sum = 0.0;
                for i in 0..N { sum += self.at(i) * self.term(y, i) * x; }
                sum + self.k
            }
            fn at(&self, i: usize) -> $F { let entry: i64 = self.table[i].into(); entry as $F }
            #[differentiate]
            fn term(&self, y: &[$F; N], i: usize) -> $F { y[i].sin() * self.at(N - 1 - i) }
        }
    }
    method_case! { borrowed Case (const leaked(Case { table: leaked([0.7 as $F, 0.2]) }), &vec![0.3 as $F, 0.8]);
        pub struct Case<'a> { pub table: &'a [$F] }
        #[differentiate]
        impl<'a> Case<'a> {
            #[differentiate]
            pub fn f(&self, x: &[$F]) -> $F {
                let mut y = x.to_vec();
                let once = self.inner(&y);
                y[0] = once;
                self.inner(&y) * Self::against(self.table, &y)
            }
            #[differentiate]
            fn inner(&self, x: &[$F]) -> $F { let mut s = 0.0; for i in 0..x.len() { s += (self.table[i] * x[i]).sin(); } s }
            #[differentiate(wrt(x))]
            fn against(table: &'a [$F], x: &[$F]) -> $F { let mut s = 1.0; for i in 0..x.len() { s *= table[i] * x[i].cos(); } s }
        }
    }
    method_case! { without_the_outer_one Case (const leaked(Case { table: leaked([0.7 as $F, 0.2]) }), &vec![0.3 as $F, 0.8]);
        pub struct Case<'a> { pub table: &'a [$F] }
        impl<'a> Case<'a> {
            #[differentiate]
            pub fn f(&self, x: &[$F]) -> $F {
                let mut y = x.to_vec();
                let once = self.inner(&y);
                y[0] = once;
                self.inner(&y)
            }
            #[differentiate]
            fn inner(&self, x: &[$F]) -> $F { let mut s = 0.0; for i in 0..x.len() { s += (self.table[i] * x[i]).sin(); } s }
        }
    }
    method_case! { functions Case (0.3 as $F, &vec![1.2 as $F, 0.1]);
        pub struct Case;
        #[differentiate]
        impl Case {
            pub const LENGTH: usize = 2;
            #[differentiate]
            pub fn f(x: $F, y: &[$F]) -> $F { Self::square(x) * Self::first(y) + Case::square(y[Self::LENGTH - 1]) }
            #[differentiate]
            fn square(x: $F) -> $F { x * x }
            #[differentiate(name = "head")]
            fn first(y: &[$F]) -> $F { y[0].sin() }
            pub fn head_of(y: &[$F]) -> Vec<$F> { Self::head_grad(y) }
        }
    }
    method_case! { generics_of_both Case (const &Case { k: 3_u8 }, 1.3 as $F, const 2_u16);
        pub struct Case<K> { pub k: K }
        #[differentiate]
        impl<K: Copy + Into<u32> + Debug> Case<K> {
            #[differentiate(constant(n))]
            pub fn f<N: Copy + Into<u32>>(&self, x: $F, n: N) -> $F {
                let n: u32 = n.into();
                self.power::<2>(x, n) + Self::through(|k| k + 1.0, x)
            }
            #[differentiate]
            fn power<const M: usize>(&self, x: $F, n: u32) -> $F { x.powi((n * self.k.into()) as i32) * M as $F }
            #[differentiate]
            fn through(g: impl Fn($F) -> $F, x: $F) -> $F { g(2.0) * x * x }
        }
    }
    case! { of_a_generic_type(const &of_a_generic_type::Case { k: 0.7 as $F }, 1.3 as $F);
        pub struct Case<T> { pub k: T }
        #[differentiate]
        impl<T: Float> Case<T> {
            #[differentiate]
            pub fn at(&self, x: T) -> T { (self.k * x).sin() }
            #[differentiate]
            pub fn plain(x: T) -> T { x.exp() }
        }
        #[differentiate(constant(case))]
        pub fn f<T: Float>(case: &Case<T>, x: T) -> T {
            case.at(x) * Case::<T>::plain(x) + <Case<T>>::plain(x * x) + Case::<T>::at(case, x)
        }
    }
}}

struct Model {
    k: f64,
}

#[differentiate]
impl Model {
    #[cfg(any())]
    #[differentiate]
    fn absent(&self, x: f64) -> Absent {
        x
    }

    /// Documented.
    #[inline]
    #[must_use]
    #[differentiate(name = "slope", constant(scale))]
    pub fn energy(&self, x: f64, scale: f64) -> f64 {
        self.k * x * x * scale
    }
}

#[test]
fn companions_have_the_name_that_is_asked_for() {
    let model = Model { k: 3.0 };
    assert_eq!(model.slope_grad(2.0, 0.5).to_bits(), 6.0_f64.to_bits());
    assert_eq!(
        Model::slope_jvp(&model, 2.0, 0.5, 1.0),
        (model.energy(2.0, 0.5), 6.0)
    );
}
