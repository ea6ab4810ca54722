//! Functions of `T: Scalar`, the one bound for all that generic numerical code says.

use ad_runtime::{Scalar, differentiate};
use ad_tests::{case, for_f32_and_f64};

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
