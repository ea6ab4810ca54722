//! What the modules of a generated crate share.

pub use ad_runtime::{Differentiable, Scalar, constant, differentiate};
pub use std::hint::black_box;

use ad_runtime::Jacobian;

/// What went wrong.
#[derive(Default)]
pub struct Report {
    program: &'static str,
    plain: Vec<f64>,
    pub programs: usize,
    pub failures: Vec<String>,
}

impl Report {
    pub fn begin(&mut self, program: &'static str) {
        self.program = program;
        self.programs += 1;
    }

    /// The value of the function itself.
    pub fn plain(&mut self, value: &dyn Flat, expected: &[u64], exact: bool) {
        self.plain = flat(value);
        let expected: Vec<f64> = expected.iter().map(|bits| f64::from_bits(*bits)).collect();
        // Optimized, functions of constants are evaluated by the compiler, to other last digits.
        let exact = exact && cfg!(debug_assertions);
        let allowed = if exact { 0.0 } else { 1e-6 };
        let close = |(x, y): (&f64, &f64)| {
            x.to_bits() == y.to_bits() || (x - y).abs() <= allowed * y.abs()
        };
        if self.plain.len() != expected.len() || !self.plain.iter().zip(&expected).all(close) {
            self.fail("", "value", &self.plain.clone(), &expected);
        }
    }

    /// The value of a companion: that of the function, bit for bit.
    pub fn value(&mut self, companion: &str, value: &dyn Flat) {
        let value = flat(value);
        let bits = |floats: &[f64]| floats.iter().map(|x| x.to_bits()).collect::<Vec<u64>>();
        if bits(&value) != bits(&self.plain) {
            self.fail(companion, "value", &value, &self.plain.clone());
        }
    }

    /// What is computed in two ways: the same, bit for bit.
    pub fn same(&mut self, companion: &str, derivative: &dyn Flat, expected: &dyn Flat) {
        let (actual, expected) = (flat(derivative), flat(expected));
        let bits = |floats: &[f64]| floats.iter().map(|x| x.to_bits()).collect::<Vec<u64>>();
        if bits(&actual) != bits(&expected) {
            self.fail(companion, "derivative", &actual, &expected);
        }
    }

    /// Derivatives, each within a distance.
    pub fn close(&mut self, companion: &str, derivative: &dyn Flat, expected: &[(u64, u64)]) {
        let actual = flat(derivative);
        let close = |(actual, (expected, allowed)): (&f64, &(u64, u64))| {
            (actual - f64::from_bits(*expected)).abs() <= f64::from_bits(*allowed)
        };
        if actual.len() != expected.len() || !actual.iter().zip(expected).all(close) {
            let expected: Vec<f64> = expected.iter().map(|(x, _)| f64::from_bits(*x)).collect();
            self.fail(companion, "derivative", &actual, &expected);
        }
    }

    /// Of each of two directions and the product of a Hessian with the other: their products, within a distance.
    pub fn symmetric(
        &mut self,
        companion: &str,
        first: (&dyn Flat, &dyn Flat),
        second: (&dyn Flat, &dyn Flat),
        allowed: f64,
    ) {
        let [first, second] = [first, second].map(|(x, y)| dot(&flat(x), &flat(y)));
        let close = (first - second).abs() <= allowed;
        if !close {
            self.fail(companion, "along the other direction", &[first], &[second]);
        }
    }

    /// A Hessian: symmetric, and its product with a direction.
    pub fn matrix(
        &mut self,
        companion: &str,
        matrix: &dyn Flat,
        direction: &[f64],
        products: &[(u64, u64)],
    ) {
        let (matrix, count) = (flat(matrix), direction.len());
        let rows: Vec<&[f64]> = matrix.chunks(count).collect();
        let product: Vec<f64> = rows.iter().map(|row| dot(row, direction)).collect();
        self.close(companion, &product, products);
        let transposed = (0..matrix.len()).map(|i| rows[i % count][i / count]);
        let transposed: Vec<f64> = transposed.collect();
        self.same(companion, &matrix, &transposed);
    }

    fn fail(&mut self, companion: &str, what: &str, actual: &[f64], expected: &[f64]) {
        let program = self.program;
        let text = format!("{program}{companion}: {what} {actual:?}, expected {expected:?}");
        self.failures.push(text);
    }
}

/// The floats in a value, in memory order.
pub trait Flat {
    fn append(&self, floats: &mut Vec<f64>);
}

fn flat(value: &dyn Flat) -> Vec<f64> {
    let mut floats = Vec::new();
    value.append(&mut floats);
    floats
}

fn dot(x: &[f64], y: &[f64]) -> f64 {
    x.iter().zip(y).map(|(x, y)| x * y).sum()
}

impl<F: Copy + Flat> Flat for Jacobian<F> {
    fn append(&self, floats: &mut Vec<f64>) {
        self.data().iter().for_each(|part| part.append(floats));
    }
}

impl Flat for f64 {
    fn append(&self, floats: &mut Vec<f64>) {
        floats.push(*self);
    }
}

impl Flat for f32 {
    fn append(&self, floats: &mut Vec<f64>) {
        floats.push(f64::from(*self));
    }
}

macro_rules! without_floats {
    ($($T:ty),*) => {$(
        impl Flat for $T {
            fn append(&self, _: &mut Vec<f64>) {}
        }
    )*};
}

without_floats!((), bool, i32, usize);

impl<T: Flat, const N: usize> Flat for [T; N] {
    fn append(&self, floats: &mut Vec<f64>) {
        self.iter().for_each(|part| part.append(floats));
    }
}

impl<T: Flat> Flat for Vec<T> {
    fn append(&self, floats: &mut Vec<f64>) {
        self.iter().for_each(|part| part.append(floats));
    }
}

macro_rules! tuples {
    ($($T:ident $index:tt),+) => {
        impl<$($T: Flat),+> Flat for ($($T,)+) {
            fn append(&self, floats: &mut Vec<f64>) {
                $(self.$index.append(floats);)+
            }
        }
    };
}

tuples!(A 0);
tuples!(A 0, B 1);
tuples!(A 0, B 1, C 2);
tuples!(A 0, B 1, C 2, D 3);
tuples!(A 0, B 1, C 2, D 3, E 4);

/// Whether one is less than another: a function without a derivative.
pub fn is_below<T: PartialOrd>(x: T, y: T) -> bool {
    x < y
}

/// The same, as an index.
pub fn place_below<T: PartialOrd>(x: T, y: T) -> usize {
    usize::from(x < y)
}
