//! Shapes in which published numerical code is written: special functions, root finders, residuals, one-pass sums.

#![allow(
    clippy::needless_range_loop,
    clippy::excessive_precision,
    clippy::unreadable_literal,
    reason = "the formulas are written as they are found"
)]

use ad_runtime::{constant, differentiate};
use ad_tests::{case, for_f32_and_f64};
use num_traits::{Float, FromPrimitive};

const LANCZOS: [f64; 9] = [
    0.999_999_999_999_809_93,
    676.520_368_121_885_1,
    -1_259.139_216_722_402_8,
    771.323_428_777_653_13,
    -176.615_029_162_140_59,
    12.507_343_278_686_905,
    -0.138_571_095_265_720_12,
    9.984_369_578_019_571_6e-6,
    1.505_632_735_149_311_6e-7,
];

for_f32_and_f64! { ($F:ident) => {
    const TABLE: [$F; 4] = [1.0, 0.5, -0.25, 0.125];
    const TINY: $F = 1e-30;

    case! { early_return_guards(0.7, 1.3) (-0.7, 1.3) (0.7, 0.1);
        #[differentiate]
        pub fn f(spot: $F, strike: $F) -> $F {
            if spot <= 0.0 { return 0.0; }
            if strike <= 0.2 { return spot - strike; }
            (spot / strike).ln() * spot
        }
    }
    case! { declared_then_assigned(0.7, 1.3) (2.0, 1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F {
            let scale;
            let shift;
            if x < y { scale = x; shift = 0.0; } else { scale = y.sqrt(); shift = x * y; }
            scale * scale + shift
        }
    }
    case! { module_table_by_index(0.7);
        #[differentiate]
        pub fn f(x: $F) -> $F {
            let mut sum = TABLE[TABLE.len() - 1];
            for i in (0..TABLE.len() - 1).rev() { sum = sum * x + TABLE[i]; }
            sum
        }
    }
    case! { inner_table_by_index(0.7);
        #[differentiate]
        pub fn f(x: $F) -> $F {
            const C: [$F; 3] = [0.3, 1.5, -0.2];
            let mut power = 1.0;
            let mut sum = 0.0;
            for i in 0..C.len() {
                sum += C[i] * power;
                power *= x;
            }
            sum
        }
    }
    case! { inner_table_iterated(0.7);
        #[differentiate]
        pub fn f(x: $F) -> $F {
            const C: [$F; 3] = [0.3, 1.5, -0.2];
            let mut sum = 0.0;
            for c in C.iter().rev() { sum = sum * x + c; }
            for &c in &C { sum += c * x; }
            for c in C { sum *= c + x; }
            sum
        }
    }
    case! { table_folded(2.7);
        #[differentiate]
        pub fn f(x: $F) -> $F {
            TABLE.iter().enumerate().skip(1).fold(TABLE[0], |s, t| s + t.1 / (x + t.0 as $F))
        }
    }
    case! { table_folded_by_pattern(2.7);
        #[differentiate]
        pub fn f(x: $F) -> $F {
            TABLE.iter().enumerate().skip(1).fold(TABLE[0], |s, (i, &c)| s + c / (x + i as $F))
        }
    }
    case! { log_gamma(2.7) (0.3);
        #[differentiate]
        pub fn f(x: $F) -> $F {
            if x < 0.5 {
                let y = 1.0 - x;
                return (x * 3.0).sin().ln() - y * y;
            }
            let z = x - 1.0;
            let mut sum = LANCZOS[0] as $F;
            for (i, &c) in LANCZOS.iter().enumerate().skip(1) { sum += c as $F / (z + i as $F); }
            let t = z + 7.5;
            (z + 0.5) * t.ln() - t + sum.ln()
        }
    }
    case! { generic generic_constants(0.7 as $F);
        #[differentiate]
        pub fn f<T: Float + FromPrimitive>(x: T) -> T {
            let half = T::from_f64(0.5).unwrap();
            let a = if x > T::zero() { x * half } else { T::one() };
            a + T::one() / (T::epsilon() + x) - T::from_i32(3).unwrap() * x
        }
    }
    case! { continued_fraction(0.7, 3.3);
        #[differentiate]
        pub fn f(a: $F, x: $F) -> $F {
            let mut b = x + 1.0 - a;
            let mut c = 1.0 / TINY;
            let mut d = 1.0 / b;
            let mut h = d;
            for i in 1..100 {
                let an = -(i as $F) * (i as $F - a);
                b += 2.0;
                d = an * d + b;
                if d.abs() < TINY { d = TINY; }
                c = b + an / c;
                if c.abs() < TINY { c = TINY; }
                d = 1.0 / d;
                let del = d * c;
                h *= del;
                if (del - 1.0).abs() < $F::EPSILON { break; }
            }
            (-x + a * x.ln()).exp() * h
        }
    }
    case! { series_with_convergence(0.7, 1.3);
        #[differentiate]
        pub fn f(a: $F, x: $F) -> $F {
            let mut ap = a;
            let mut sum = 1.0 / a;
            let mut term = sum;
            loop {
                ap += 1.0;
                term *= x / ap;
                sum += term;
                if term.abs() < sum.abs() * $F::EPSILON { break; }
            }
            sum * (-x + a * x.ln()).exp()
        }
    }
    case! { newton_with_a_labelled_break(0.7, 0.3);
        #[differentiate]
        pub fn f(mean: $F, e: $F) -> $F {
            let mut x = mean;
            let mut trips = 0;
            'newton: loop {
                let step = (x - e * x.sin() - mean) / (1.0 - e * x.cos());
                x -= step;
                trips += 1;
                if step.abs() < 4.0 * $F::EPSILON || trips == 20 { break 'newton; }
            }
            x
        }
    }
    case! { fixed_point_with_a_labelled_break(0.7);
        #[differentiate]
        pub fn f(a: $F) -> $F {
            let mut x = 1.0;
            'outer: for _ in 0..30 {
                for _ in 0..5 {
                    let next = (a * x).cos();
                    if (next - x).abs() < 4.0 * $F::EPSILON { x = next; break 'outer; }
                    x = next;
                }
            }
            x
        }
    }
    case! { bisection(2.7);
        #[differentiate]
        pub fn f(a: $F) -> $F {
            let (mut low, mut high) = (a * 0.25, a);
            for _ in 0..6 {
                let middle = 0.5 * (low + high);
                if middle * middle < a { low = middle; } else { high = middle; }
            }
            low * high
        }
    }
    case! { several_accumulators(&vec![0.7, 1.3, 0.4], &vec![0.2, 0.5, 0.9]);
        #[differentiate]
        pub fn f(x: &[$F], y: &[$F]) -> $F {
            let n = x.len() as $F;
            let (mut sx, mut sy, mut sxx, mut sxy) = (0.0, 0.0, 0.0, 0.0);
            for (&a, &b) in x.iter().zip(y) {
                sx += a;
                sy += b;
                sxx += a * a;
                sxy += a * b;
            }
            (n * sxy - sx * sy) / (n * sxx - sx * sx)
        }
    }
    case! { running_mean_and_variance(&vec![0.7, 1.3, 0.4, 0.9]);
        #[differentiate]
        pub fn f(x: &[$F]) -> $F {
            let mut mean = 0.0;
            let mut m2 = 0.0;
            for (i, &v) in x.iter().enumerate() {
                let delta = v - mean;
                mean += delta / (i + 1) as $F;
                m2 += delta * (v - mean);
            }
            m2 / (x.len() - 1) as $F + mean
        }
    }
    case! { array_pattern(&[0.7, 1.3]);
        #[differentiate]
        pub fn f(p: &[$F; 2]) -> $F {
            let [a, b] = *p;
            (1.0 - a).powi(2) + 100.0 * (b - a * a).powi(2)
        }
    }
    case! { index_and_value_patterns(&vec![0.7, 1.3, 0.4], const &[0.5, 1.5, 2.5]);
        #[differentiate(wrt(p))]
        pub fn f(p: &[$F], data: &[$F]) -> $F {
            let mut sum = 0.0;
            for (i, &v) in data.iter().enumerate() {
                let r = p[0] * (-p[1] * v).exp() + p[2] - i as $F;
                sum += r * r;
            }
            0.5 * sum
        }
    }
    case! { checks_for_nan(0.7) (-0.7);
        #[differentiate]
        pub fn f(x: $F) -> $F {
            let a = x.ln();
            if a.is_nan() { return x * x; }
            if !a.is_finite() || a.is_infinite() { return 0.0; }
            a * x
        }
    }
    case! { comparisons_with_infinity(&vec![0.7, 1.3, 0.4]);
        #[differentiate]
        pub fn f(x: &[$F]) -> $F {
            let mut least = $F::INFINITY;
            for &v in x {
                if v < least { least = v; }
            }
            if least == $F::INFINITY || least == $F::NEG_INFINITY { return 0.0; }
            least * x[0]
        }
    }
    case! { table_lookup_by_a_cast(1.3) (2.6);
        #[differentiate]
        pub fn f(x: $F) -> $F {
            let i = constant(x) as usize;
            let t = x - i as $F;
            TABLE[i] * (1.0 - t) + TABLE[i + 1] * t
        }
    }
    case! { knots_searched(0.7, &vec![0.3, 1.5, 0.2, 0.8]) (2.2, &vec![0.3, 1.5, 0.2, 0.8]);
        #[differentiate]
        pub fn f(x: $F, values: &[$F]) -> $F {
            let mut i = 0;
            while i + 2 < values.len() && x >= (i + 1) as $F { i += 1; }
            let t = x - i as $F;
            values[i] + t * t * (3.0 - 2.0 * t) * (values[i + 1] - values[i])
        }
    }
    case! { switch_by_a_cast(1.3) (2.6) (4.4);
        #[differentiate]
        pub fn f(x: $F) -> $F {
            match constant(x).floor() as i32 {
                1 => x * x,
                2 => x.sin(),
                n if n > 3 => x / n as $F,
                _ => x,
            }
        }
    }
    case! { residuals_scattered(&vec![0.7, 1.3, 0.4, 0.9]);
        #[differentiate]
        pub fn f(x: &[$F]) -> $F {
            let n = x.len();
            let mut r = vec![0.0; n + 1];
            for i in 0..n {
                let t = x[i] * x[i];
                r[i] += t - 1.0;
                r[i + 1] += 0.5 * t * x[i];
            }
            r.iter().map(|v| v * v).sum()
        }
    }
    case! { vector residuals_returned(&vec![0.7, 1.3, 0.4]);
        #[differentiate]
        pub fn f(x: &[$F]) -> Vec<$F> {
            let n = x.len();
            let mut r = vec![0.0; n];
            for i in 0..n - 1 {
                r[i] += 10.0 * (x[i + 1] - x[i] * x[i]);
                r[i + 1] += 1.0 - x[i];
            }
            r
        }
    }
    case! { methods_as_paths(0.7, 1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F { $F::exp(x) * $F::powi(y, 2) + $F::max(x, y) - $F::sin(x * y) }
    }
    case! { clamped(0.7) (3.0) (-2.0);
        #[differentiate]
        pub fn f(x: $F) -> $F { x.clamp(-1.0, 2.0) * x + x.min(1.5).max(0.1) }
    }
    case! { horner_chain(0.3) (1.3) (5.3);
        #[differentiate]
        pub fn f(x: $F) -> $F {
            let y = x.abs();
            if y < 0.5 {
                let z = y * y;
                x * (1.128 + z * (-0.376 + z * 0.113))
            } else if y < 4.0 {
                let z = 1.0 / (1.0 + 0.5 * y);
                1.0 - z * (-y * y + z * (0.3 + z * 0.2)).exp()
            } else {
                1.0 - 1.0 / y
            }
        }
    }
    case! { forward_recurrence(0.7, const 0) (0.7, const 1) (0.7, const 6);
        #[differentiate]
        pub fn f(x: $F, n: usize) -> $F {
            if n == 0 { return 1.0; }
            let mut before = 1.0;
            let mut now = x;
            for k in 1..n {
                let next = ((2 * k + 1) as $F * x * now - k as $F * before) / (k + 1) as $F;
                before = now;
                now = next;
            }
            now
        }
    }
    case! { trapezoid(0.7, 1.3, const 8);
        #[differentiate]
        pub fn f(a: $F, b: $F, n: usize) -> $F {
            let h = (b - a) / n as $F;
            let g = |t: $F| t.sin() * (-t).exp();
            let mut sum = 0.5 * (g(a) + g(b));
            for i in 1..n { sum += g(a + i as $F * h); }
            sum * h
        }
    }
    case! { arithmetic_geometric_mean(0.7, 1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F {
            let (mut a, mut g) = (x, y);
            while (a - g).abs() > 1e-6 * a {
                let next = 0.5 * (a + g);
                g = (a * g).sqrt();
                a = next;
            }
            0.5 * (a + g)
        }
    }
    case! { cholesky(&vec![vec![2.0, 0.3, 0.1], vec![0.3, 1.9, 0.4], vec![0.1, 0.4, 1.5]]);
        #[differentiate]
        pub fn f(a: &[Vec<$F>]) -> $F {
            let n = a.len();
            let mut l = vec![vec![0.0; n]; n];
            let mut log_determinant = 0.0;
            for i in 0..n {
                for j in 0..=i {
                    let mut sum = a[i][j];
                    for k in 0..j { sum -= l[i][k] * l[j][k]; }
                    if i == j {
                        if sum <= 0.0 { return $F::NAN; }
                        l[i][i] = sum.sqrt();
                        log_determinant += l[i][i].ln();
                    } else {
                        l[i][j] = sum / l[j][j];
                    }
                }
            }
            2.0 * log_determinant
        }
    }
    case! { generic generic_series(0.7 as $F);
        #[differentiate]
        pub fn f<T: Float + FromPrimitive>(x: T) -> T {
            let two = T::from_f64(2.0).unwrap();
            let mut sum = T::zero();
            let mut term = T::one();
            for k in 1..20 {
                term = term * x / T::from_usize(k).unwrap();
                sum = sum + term;
                if term.abs() < T::epsilon() * sum.abs() { break; }
            }
            sum / two
        }
    }
    case! { generic generic_newton(2.7 as $F);
        #[differentiate]
        pub fn f<T: Float>(a: T) -> T {
            let half = T::from(0.5).unwrap();
            let tolerance = T::epsilon() * T::from(8.0).unwrap();
            let mut x = a * half;
            for _ in 0..50 {
                let next = half * (x + a / x);
                let done = (next - x).abs() <= tolerance * next;
                x = next;
                if done { break; }
            }
            x
        }
    }
}}
