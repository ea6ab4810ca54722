//! Methods with `order = 2`, over other scalars, with Jacobians, rules of their own and estimates of rounding errors.

#![allow(clippy::float_cmp, reason = "what is returned is exact")]
#![allow(clippy::unused_self, reason = "a method to be differentiated")]

use ad_runtime::{Colouring, check_gradient, differentiate, try_check_gradient};
use ad_tests::{for_f32_and_f64, method_case};

/// For pullbacks that borrow it.
fn leaked<T>(value: T) -> &'static T {
    Box::leak(Box::new(value))
}

struct Chain {
    k: f64,
    rest: [f64; 3],
}

const CHAIN: Chain = Chain {
    k: 1.3,
    rest: [0.2, -0.7, 0.4],
};

#[differentiate]
impl Chain {
    #[differentiate(order = 2)]
    fn energy(&self, x: &[f64]) -> f64 {
        let mut sum = 0.0;
        for i in 0..x.len() {
            sum += self.term(x[i] - self.rest[i], i) * Self::weight(x[0]);
        }
        sum * self.tail(x[1], 2)
    }

    #[differentiate(order = 2)]
    fn term(&self, d: f64, i: usize) -> f64 {
        self.k * d * d * d.cos() + self.rest[i]
    }

    #[differentiate(order = 2)]
    fn weight(x: f64) -> f64 {
        x.exp()
    }

    #[differentiate(order = 2)]
    fn tail(&self, x: f64, n: usize) -> f64 {
        if n == 0 {
            return 1.0;
        }
        x.sin() * self.k + self.tail(x, n - 1) * x
    }

    /// The square of the gradient, as written by the user.
    #[differentiate]
    fn steepness(&self, x: &[f64]) -> f64 {
        let g = self.energy_grad(x);
        let (value, h) = self.energy_value_and_grad(x);
        let (_, along) = self.term_jvp(x[0], 1, 2.0);
        let mut sum = value * along;
        for i in 0..g.len() {
            sum += g[i] * h[i];
        }
        sum
    }

    #[differentiate]
    fn forces(&self, x: &[f64; 3]) -> [f64; 2] {
        [
            self.k * x[0] * x[2].sin(),
            x[1] * x[1] * self.rest[2] + Self::weight(x[0]),
        ]
    }

    #[differentiate]
    fn rates(&self, x: &[f64]) -> Vec<f64> {
        x.iter().map(|v| v * v * self.k).collect()
    }

    #[differentiate(partials = Self::log_partial)]
    fn log(&self, x: f64) -> f64 {
        (x * self.k).ln()
    }

    fn log_partial(&self, x: f64) -> f64 {
        let _ = self;
        1.0 / x
    }

    #[differentiate(error_estimate)]
    fn cancelling(&self, x: f64) -> f64 {
        let numerator = self.k - x.cos() * self.k;
        numerator / (x * x) + self.log(x)
    }
}

/// What is differentiated along `v`, by central differences.
fn along(f: impl Fn(&[f64]) -> Vec<f64>, x: &[f64], v: &[f64]) -> Vec<f64> {
    let h = 1e-5;
    let at = |t: f64| f(&x.iter().zip(v).map(|(x, v)| x + t * v).collect::<Vec<_>>());
    let (above, below) = (at(h), at(-h));
    above
        .iter()
        .zip(&below)
        .map(|(a, b)| (a - b) / (2.0 * h))
        .collect()
}

fn assert_close(found: &[f64], expected: &[f64]) {
    assert_eq!(found.len(), expected.len());
    for (found, expected) in found.iter().zip(expected) {
        let scale = expected.abs().max(1.0);
        assert!(
            (found - expected).abs() < 1e-7 * scale,
            "{found} {expected}"
        );
    }
}

const X: [f64; 3] = [0.4, 1.1, -0.3];
const V: [f64; 3] = [0.7, -0.2, 1.9];

#[test]
fn products_of_the_hessian() {
    let expected = along(|x| CHAIN.energy_grad(x), &X, &V);
    assert_close(&CHAIN.energy_hvp(&X, &V), &expected);
    let (gradient, product) = CHAIN.energy_grad_and_hvp(&X, &V);
    assert_close(&product, &expected);
    assert_eq!(gradient, CHAIN.energy_grad(&X));
    let hessian = Chain::energy_hessian(&CHAIN, &X);
    for i in 0..3 {
        let row: f64 = (0..3).map(|j| hessian.row(i)[j] * V[j]).sum();
        assert_close(&[row], &expected[i..=i]);
    }
    let sparsity = CHAIN.energy_hessian_sparsity(&X);
    assert_eq!(sparsity.nnz(), 9);
}

#[test]
fn companions_called_in_bodies() {
    check_gradient!(CHAIN.steepness(&X.to_vec()));
    let (value, series) = CHAIN.forces_taylor::<2>(&X, &V.map(ad_runtime::Series::along));
    assert_eq!(value, CHAIN.forces(&X));
    assert_eq!(
        series.map(|s| s.coefficients()[0]),
        CHAIN.forces_jvp(&X, &V).1
    );
}

#[test]
fn matrices() {
    let jacobian = CHAIN.forces_jacobian(&X);
    let dots = CHAIN.forces_jvp(&X, &V).1;
    for (row, dot) in jacobian.iter().zip(dots) {
        let product: f64 = row.iter().zip(V).map(|(j, v)| j * v).sum();
        assert_close(&[product], &[dot]);
    }
    let mut into = [[f64::NAN; 3]; 2];
    assert_eq!(CHAIN.forces_jacobian_into(&X, &mut into), CHAIN.forces(&X));
    assert_eq!(into, jacobian);
    let sparsity = CHAIN.rates_jacobian_sparsity(&X);
    let colouring = Colouring::columns(&sparsity);
    let sparse = CHAIN.rates_jacobian_sparse(&X, &sparsity, &colouring);
    assert_close(sparse.values(), &X.map(|x| 2.0 * x * CHAIN.k));
    assert_close(CHAIN.rates_jacobian(&X).row(1), &[0.0, 2.2 * CHAIN.k, 0.0]);
}

#[test]
fn methods_are_checked_by_their_call() {
    let chains = [CHAIN, CHAIN];
    check_gradient!(chains[1].term(0.7, const 2));
    check_gradient!(several CHAIN.forces(&X));
    check_gradient!(Chain::weight(0.3));
    check_gradient!(CHAIN.log(0.3));
    check_gradient!(Chain::term(const &CHAIN, 0.3, const 1));
    let wrong = try_check_gradient!(Wrong.log(0.3)).unwrap_err().to_string();
    assert!(wrong.contains("log_jvp"), "{wrong}");
}

struct Wrong;

impl Wrong {
    #[differentiate(partials = Self::partial)]
    fn log(&self, x: f64) -> f64 {
        x.ln()
    }

    fn partial(&self, x: f64) -> f64 {
        let _ = self;
        x
    }
}

#[test]
fn estimates() {
    let estimate = CHAIN.cancelling_error_estimate(1e-3);
    assert_eq!(estimate.value.to_bits(), CHAIN.cancelling(1e-3).to_bits());
    assert!(estimate.bound > 1e-10);
}

/// Neither `Copy` nor `Clone`.
struct Once(f64);

#[derive(Clone, Copy)]
struct Often(f64);

impl Once {
    #[differentiate(order = 2)]
    fn energy(self, x: f64) -> f64 {
        self.0 * x * x
    }

    #[differentiate]
    fn pair(self, x: f64) -> [f64; 2] {
        [self.0 * x, x]
    }
}

impl Often {
    #[differentiate(order = 2)]
    fn energy(self, x: f64) -> f64 {
        self.0 * x * x
    }

    #[differentiate]
    fn pair(self, x: f64, y: f64) -> [f64; 2] {
        [self.0 * x * y, x]
    }
}

#[test]
fn what_cannot_be_cloned_has_the_companions_that_use_it_once() {
    assert_close(&[Once(3.0).energy_hvp(0.5, 1.0)], &[6.0]);
    assert_eq!(Once(3.0).pair_jvp(0.5, 1.0), ([1.5, 0.5], [3.0, 1.0]));
    assert_eq!(Often(3.0).energy_hessian(0.5), [[6.0]]);
    let (by_x, by_y) = Often(3.0).pair_jacobian(0.5, 2.0);
    assert_eq!((by_x, by_y), ([[6.0], [1.0]], [[1.5], [0.0]]));
}

for_f32_and_f64! { ($F:ident) => {
    method_case! { recursive_of_second_order Case (const leaked(Case { k: 0.7 }), 1.3 as $F, &vec![0.4 as $F, 0.9], const 3_u32);
        pub struct Case { pub k: $F }
        impl Case {
            #[differentiate(order = 2)]
            pub fn f(&self, x: $F, y: &[$F], n: u32) -> $F {
                if n == 0 { return x * self.k + y[0]; }
                self.f(x * y[1], y, n - 1) + self.g(x, y)
            }
            #[differentiate(order = 2)]
            fn g(&self, x: $F, y: &[$F]) -> $F { self.k * x.sin() * y[1] }
        }
    }
    method_case! { by_value_of_second_order Case (const Case { k: 0.7 }, 1.3 as $F, 0.3 as $F);
        #[derive(Clone, Copy)]
        pub struct Case { pub k: $F }
        impl Case {
            #[differentiate(order = 2)]
            pub fn f(self, x: $F, y: $F) -> $F { self.g(x, y) * self.k * x }
            #[differentiate(order = 2)]
            fn g(self, x: $F, y: $F) -> $F { self.k * x.sin() * y }
        }
    }
}}
