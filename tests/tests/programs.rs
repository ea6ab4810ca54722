//! Longer straight-line programs of the kind people write.

use ad_runtime::differentiate;
use ad_runtime::special::norm_cdf;
use ad_tests::{case, for_f32_and_f64};

for_f32_and_f64! { ($F:ident) => {
    case! { black_scholes(100.0, 95.0, 0.75, 0.03, 0.25);
        #[differentiate]
        pub fn f(spot: $F, strike: $F, time: $F, rate: $F, volatility: $F) -> $F {
            let deviation = volatility * time.sqrt();
            let d1 = ((spot / strike).ln() + (rate + 0.5 * volatility * volatility) * time) / deviation;
            let d2 = d1 - deviation;
            spot * norm_cdf(d1) - strike * (-rate * time).exp() * norm_cdf(d2)
        }
    }
    case! { several rodrigues(&[0.3, -0.2, 0.5], &[1.0, 2.0, -1.5]);
        #[differentiate]
        pub fn f(rotation: &[$F; 3], point: &[$F; 3]) -> [$F; 3] {
            let [r0, r1, r2] = *rotation;
            let [x, y, z] = *point;
            let theta = (r0 * r0 + r1 * r1 + r2 * r2).sqrt();
            let (s, c) = theta.sin_cos();
            let (a, b, d) = (r0 / theta, r1 / theta, r2 / theta);
            let along = (a * x + b * y + d * z) * (1.0 - c);
            [
                x * c + (b * z - d * y) * s + a * along,
                y * c + (d * x - a * z) * s + b * along,
                z * c + (a * y - b * x) * s + d * along,
            ]
        }
    }
    case! { several quaternion_product((0.5, [0.1, 0.7, -0.3]), (1.0, [0.2, -0.4, 0.6]));
        #[differentiate]
        pub fn f(p: ($F, [$F; 3]), q: ($F, [$F; 3])) -> ($F, [$F; 3]) {
            let (a, [b, c, d]) = p;
            let (e, [f, g, h]) = q;
            let norm = ((a * a + b * b + c * c + d * d) * (e * e + f * f + g * g + h * h)).sqrt();
            let real = a * e - b * f - c * g - d * h;
            let i = a * f + b * e + c * h - d * g;
            let j = a * g - b * h + c * e + d * f;
            let k = a * h + b * g - c * f + d * e;
            (real / norm, [i / norm, j / norm, k / norm])
        }
    }
    case! { determinant(&[[2.0, 0.3, -0.5], [0.1, 1.5, 0.7], [-0.4, 0.2, 1.1]]);
        #[differentiate]
        pub fn f(m: &[[$F; 3]; 3]) -> $F {
            m[0][0] * (m[1][1] * m[2][2] - m[1][2] * m[2][1])
                - m[0][1] * (m[1][0] * m[2][2] - m[1][2] * m[2][0])
                + m[0][2] * (m[1][0] * m[2][1] - m[1][1] * m[2][0])
        }
    }
    case! { several cholesky(&[[2.0, 0.3, -0.5], [0.3, 1.5, 0.7], [-0.5, 0.7, 1.8]]);
        #[differentiate]
        pub fn f(a: &[[$F; 3]; 3]) -> [[$F; 3]; 3] {
            let mut l = [[0.0; 3]; 3];
            l[0][0] = a[0][0].sqrt();
            l[1][0] = a[1][0] / l[0][0];
            l[1][1] = (a[1][1] - l[1][0] * l[1][0]).sqrt();
            l[2][0] = a[2][0] / l[0][0];
            l[2][1] = (a[2][1] - l[2][0] * l[1][0]) / l[1][1];
            l[2][2] = (a[2][2] - l[2][0] * l[2][0] - l[2][1] * l[2][1]).sqrt();
            l
        }
    }
    case! { several gaussian_elimination(&[[2.0, 0.3], [0.1, 1.5]], [1.0, -0.5]);
        #[differentiate]
        pub fn f(matrix: &[[$F; 2]; 2], mut b: [$F; 2]) -> [$F; 2] {
            let mut m = *matrix;
            let factor = m[1][0] / m[0][0];
            m[1][1] -= factor * m[0][1];
            b[1] -= factor * b[0];
            b[1] /= m[1][1];
            b[0] -= m[0][1] * b[1];
            b[0] /= m[0][0];
            b
        }
    }
    case! { log_likelihood(&[0.4, -0.2, 0.3], const &[1.3, 0.2, 2.1, -0.7]);
        #[differentiate(wrt(parameters))]
        pub fn f(parameters: &[$F; 3], data: &[$F]) -> $F {
            let [weight, mean, log_deviation] = *parameters;
            let deviation = log_deviation.exp();
            let mut sum = 0.0;
            let z = (data[0] - mean) / deviation;
            sum += (weight.exp() + (-0.5 * z * z).exp()).ln() - log_deviation;
            let z = (data[1] - mean) / deviation;
            sum += (weight.exp() + (-0.5 * z * z).exp()).ln() - log_deviation;
            let z = (data[2] - mean) / deviation;
            sum += (weight.exp() + (-0.5 * z * z).exp()).ln() - log_deviation;
            sum
        }
    }
    case! { neuron(&vec![0.2, -0.5, 0.9], &vec![1.0, 0.3, -0.7], 0.1);
        #[differentiate]
        pub fn f(weights: &[$F], inputs: &[$F], bias: $F) -> $F {
            let sum = weights[0] * inputs[0] + weights[1] * inputs[1] + weights[2] * inputs[2] + bias;
            let gate = 1.0 / (1.0 + (-sum).exp());
            gate * sum.tanh() + sum.max(0.0) * 0.01
        }
    }
    case! { several runge_kutta_step([1.0, 0.5], const 0.1, 1.2, 0.4);
        #[differentiate(constant(h))]
        pub fn f(state: [$F; 2], h: $F, growth: $F, decay: $F) -> [$F; 2] {
            let [x, y] = state;
            let (a0, a1) = (growth * x - x * y, x * y - decay * y);
            let (u, v) = (x + 0.5 * h * a0, y + 0.5 * h * a1);
            let (b0, b1) = (growth * u - u * v, u * v - decay * v);
            let (u, v) = (x + 0.5 * h * b0, y + 0.5 * h * b1);
            let (c0, c1) = (growth * u - u * v, u * v - decay * v);
            let (u, v) = (x + h * c0, y + h * c1);
            let (d0, d1) = (growth * u - u * v, u * v - decay * v);
            [
                x + h / 6.0 * (a0 + 2.0 * b0 + 2.0 * c0 + d0),
                y + h / 6.0 * (a1 + 2.0 * b1 + 2.0 * c1 + d1),
            ]
        }
    }
    case! { great_circle((0.9, 0.2), (0.7, -1.3));
        #[differentiate]
        pub fn f(from: ($F, $F), to: ($F, $F)) -> $F {
            const RADIUS: $F = 6.371;
            let (half_height, half_width) = (0.5 * (to.0 - from.0), 0.5 * (to.1 - from.1));
            let a = half_height.sin().powi(2) + from.0.cos() * to.0.cos() * half_width.sin().powi(2);
            2.0 * RADIUS * a.sqrt().atan2((1.0 - a).sqrt())
        }
    }
    case! { van_der_waals(3.0, 1.2, 0.4, 0.3);
        #[differentiate]
        pub fn f(volume: $F, temperature: $F, a: $F, b: $F) -> $F {
            const GAS: $F = 8.314;
            let free = volume - b;
            let pressure = GAS * temperature / free - a / (volume * volume);
            let work = -GAS * temperature * free.ln() - a / volume;
            pressure * work
        }
    }
    case! { horner(0.7, &vec![1.0, -0.5, 0.25, 2.0]);
        #[differentiate]
        pub fn f(x: $F, c: &[$F]) -> $F {
            let mut value = c[3];
            value = value * x + c[2];
            value = value * x + c[1];
            value = value * x + c[0];
            value
        }
    }
} }
