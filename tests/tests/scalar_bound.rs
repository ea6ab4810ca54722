//! Functions of `T: Scalar`, the one bound for all that generic numerical code says.

use ad_runtime::{Differentiable, Scalar, differentiate};
use ad_tests::{case, for_f32_and_f64};

/// A struct with an integer that becomes a float.
#[derive(Clone, Copy, Debug, Default, PartialEq, Differentiable)]
pub struct Power<T> {
    /// A factor.
    pub base: T,
    /// Another one.
    pub exponent: usize,
    /// Two more.
    pub weights: (T, T),
}

for_f32_and_f64! { ($F:ident) => {
    case! { assignments_and_sums(&vec![0.7 as $F, 1.3, 0.4], 0.6 as $F);
        #[differentiate]
        pub fn f<T: Scalar>(x: &[T], k: T) -> T {
            let mut sum = x.iter().map(|v| *v * *v).sum::<T>() + x.iter().sum::<T>();
            for (i, &v) in x.iter().enumerate() {
                sum += v.sin() * T::literal(0.5);
                sum -= k / T::from_usize(i + 1).unwrap();
            }
            sum *= T::PI() + k;
            sum / x.iter().product::<T>()
        }
    }
    case! { every_kind_of_primitive(0.7 as $F, 1.3 as $F);
        #[differentiate]
        pub fn f<T: Scalar>(x: T, y: T) -> T {
            let a = x.max(y).hypot(x) + x.atan2(y) * y.powf(x) - x.ln_1p() / y.exp_m1();
            let b = x.mul_add(y, a).rem_euclid(T::literal(2.0)) + y.to_degrees().tanh() + x.clamp(T::zero(), y);
            match x.total_cmp(&y) { std::cmp::Ordering::Less => a * b, _ => a + b.sin_cos().1 }
        }
    }
    case! { several calls_and_containers(vec![0.7 as $F, 1.3], [0.4 as $F, 0.9]);
        #[differentiate]
        pub fn dot<T: Scalar>(a: &[T], b: &[T]) -> T { std::iter::zip(a, b).map(|(a, b)| *a * *b).sum() }

        #[differentiate]
        pub fn normalized<T: Scalar, const N: usize>(a: [T; N]) -> [T; N] {
            let length = dot(&a, &a).sqrt();
            a.map(|v| v / length)
        }

        #[differentiate]
        pub fn f<T: Scalar>(x: Vec<T>, y: [T; 2]) -> ([T; 2], T) {
            let mut all = x.clone();
            all.push(dot(&x, &y));
            all.sort_by(|a, b| a.total_cmp(b));
            let pair: (T, T) = (all[0], all[2]);
            (normalized([pair.0, pair.1]), all.iter().fold(T::default(), |s, v| s + *v * *v))
        }
    }
    case! { generic_arrays_and_options([0.7 as $F, 1.3, 0.4], const Some(1));
        #[differentiate]
        pub fn f<T: Scalar, const N: usize>(x: [T; N], at: Option<usize>) -> T {
            let table: [[T; N]; N] = std::array::from_fn(|i| std::array::from_fn(|j| x[i].powi(j as i32)));
            let picked = at.map_or(T::one(), |i| table[i][2]);
            x.iter().filter_map(|v| (*v > T::literal(0.5)).then(|| v.ln())).sum::<T>() * picked + table[0][1]
        }
    }
    case! { integers_beside_floats(0.7 as $F, 1.3 as $F, const 3_i32);
        #[differentiate]
        pub fn counted<T: Scalar>(x: T, y: T, n: i32) -> (T, i32, (T, usize)) {
            let (mut k, mut product) = (n, x);
            for _ in 0..2 {
                k += 1;
                product *= y;
            }
            (product, k, (x, 3))
        }
        #[differentiate]
        pub fn f<T: Scalar>(x: T, y: T, n: i32) -> T {
            let (product, k, (z, _)) = counted(x, y, n);
            product.powi(k) + z
        }
    }
    case! { early_results_of_many_parts(0.7 as $F, [1.3 as $F, 0.4], const 2_usize);
        #[differentiate]
        pub fn early<T: Scalar>(x: T, y: [T; 2], n: usize) -> ([[T; 2]; 2], usize) {
            for i in 0..n {
                let 0 = i else {
                    if y[i] < x {
                        return ([[T::one(), x * y[i]], y], i);
                    }
                    return ([[T::one(); 2]; 2], 7);
                };
            }
            ([y, y], 0)
        }
        #[differentiate]
        pub fn f<T: Scalar>(x: T, y: [T; 2], n: usize) -> T {
            let (table, _) = early(x, y, n);
            table[0][1] * table[1][0]
        }
    }
    case! { nothing_returned(0.7 as $F, [1.3 as $F, 0.4], const true);
        #[differentiate]
        pub fn scaled<T: Scalar>(x: T, y: &mut [T]) {
            for v in y.iter_mut() { *v *= x; }
        }
        #[differentiate]
        pub fn parts<T: Scalar>(x: T) -> [T; 2] { [x.sin(), x.cos()] }
        #[differentiate]
        pub fn f<T: Scalar>(x: T, mut y: [T; 2], flag: bool) -> T {
            if flag { scaled(x, &mut y); }
            parts(x);
            y[0] * y[1]
        }
    }
    case! { integers_of_structs(0.7 as $F, (0.2 as $F, 0.9 as $F));
        use super::Power;
        #[differentiate]
        pub fn of<T: Scalar>(p: Power<T>) -> T {
            p.base * T::from_usize(p.exponent).unwrap() + p.weights.0 * p.weights.1
        }
        #[differentiate]
        pub fn f<T: Scalar>(x: T, weights: (T, T)) -> T { of(Power { base: x * x, exponent: 3, weights }) }
    }
    case! { early_structs(0.7 as $F, (0.2 as $F, 0.9 as $F), const 2_usize);
        use super::Power;
        #[differentiate]
        pub fn scaled<T: Scalar>(p: Power<T>, n: usize) -> Power<T> {
            if n > 1 {
                let 1 = n else {
                    return Power { base: p.base * p.weights.0, ..p };
                };
            }
            p
        }
        #[differentiate]
        pub fn f<T: Scalar>(base: T, weights: (T, T), n: usize) -> T {
            let q = scaled(Power { base, exponent: 1, weights }, n);
            q.base * q.weights.1
        }
    }
} }

/// Second order, and forward mode over other scalars.
#[differentiate(order = 2)]
fn quartic<T: Scalar>(x: &[T]) -> T {
    let mut sum = T::zero();
    for v in x {
        sum += v.powi(4) * T::literal(0.25);
    }
    sum
}

#[test]
#[allow(clippy::float_cmp, reason = "small integers are exact")]
fn second_derivatives() {
    assert_eq!(quartic_hvp(&[1.0, 2.0], &[1.0, 1.0]), [3.0, 12.0]);
    assert_eq!(quartic_hvp(&[1.0_f32, 2.0], &[1.0, 1.0]), [3.0, 12.0]);
    assert_eq!(quartic_grad(&[1.0, 2.0]), [1.0, 8.0]);
}
