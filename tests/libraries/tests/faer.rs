//! Functions of matrices of faer: with the feature `faer-0_24`.

#![cfg(feature = "faer-0_24")]

use ad_runtime::{check_gradient, differentiate};
use ad_tests::for_f32_and_f64;
use faer::linalg::solvers::{DenseSolveCore, Solve};
use faer::{Col, Mat, Scale, Side};

for_f32_and_f64! { ($F:ident) => {
    use super::*;

    #[differentiate(order = 2)]
    fn elements(v: &Col<$F>, m: &Mat<$F>) -> $F {
        v[0] * m[(1, 0)] - m[(2, 1)] * v[1] * v[0]
    }

    #[differentiate(order = 2)]
    fn sums(a: &Col<$F>, b: &Col<$F>) -> $F {
        let c = a + b;
        let d = -(&c - a) + b;
        let e = &d + &c + a;
        e.norm_l2() * c.squared_norm_l2() + (e.transpose() * &c) + d.sum()
    }

    #[differentiate(order = 2)]
    fn products(m: &Mat<$F>, x: &Col<$F>) -> $F {
        let y = m * x;
        let back = y.transpose() * m;
        let outer = x * &back;
        let gram = m.transpose() * m * &outer;
        gram.norm_l2() + gram.sum() + back.squared_norm_l2() + (&back * x)
    }

    #[differentiate(order = 2)]
    fn parts(m: &Mat<$F>, n: usize) -> $F {
        let mut sum = 0.0;
        for i in 0..n {
            sum += m.row(i) * m.col(0) + m[(i, 1)];
        }
        sum * m.determinant()
    }

    #[differentiate(order = 2)]
    fn solved(a: &Mat<$F>, b: &Col<$F>) -> $F {
        let factors = a.partial_piv_lu();
        let x = factors.solve(b);
        let right = factors.solve(a.transpose());
        x.squared_norm_l2() + factors.inverse().sum() + right.squared_norm_l2()
    }

    #[differentiate(order = 2)]
    fn factored(s: &Mat<$F>, r: &Col<$F>) -> $F {
        let lower = s.llt(Side::Lower).unwrap();
        let upper = s.llt(Side::Upper).expect("positive definite");
        r.transpose() * lower.solve(r) + upper.solve(r).squared_norm_l2() + upper.inverse().sum()
    }

    #[differentiate(order = 2)]
    fn path(start: &Col<$F>, m: &Mat<$F>, steps: usize) -> $F {
        let mut at = start.clone();
        let mut sum = 0.0;
        for _ in 0..steps {
            let next = &at + m * &at;
            sum += (&next - &at).norm_l2();
            at = next;
        }
        sum + at[2]
    }

    #[differentiate]
    fn along_elements(v: &Col<$F>, m: &Mat<$F>) -> $F {
        let (_, derivative) = elements_jvp(v, m, v, m);
        derivative
    }

    #[differentiate]
    fn along_sums(a: &Col<$F>, b: &Col<$F>) -> $F {
        let (_, derivative) = sums_jvp(a, b, b, a);
        derivative
    }

    #[differentiate]
    fn along_products(m: &Mat<$F>, x: &Col<$F>) -> $F {
        let (_, derivative) = products_jvp(m, x, m, x);
        derivative
    }

    #[differentiate]
    fn along_parts(m: &Mat<$F>, n: usize) -> $F {
        let (_, derivative) = parts_jvp(m, n, m);
        derivative
    }

    #[differentiate]
    fn along_solved(a: &Mat<$F>, b: &Col<$F>) -> $F {
        let (_, derivative) = solved_jvp(a, b, a, b);
        derivative
    }

    #[differentiate]
    fn along_factored(s: &Mat<$F>, r: &Col<$F>) -> $F {
        let (_, derivative) = factored_jvp(s, r, s, r);
        derivative
    }

    #[differentiate]
    fn along_path(start: &Col<$F>, m: &Mat<$F>, steps: usize) -> $F {
        let (_, derivative) = path_jvp(start, m, steps, start, m);
        derivative
    }

    fn col(elements: [$F; 3]) -> Col<$F> {
        Col::from_fn(3, |i| elements[i])
    }

    fn m() -> Mat<$F> {
        let rows = [[2.5, 0.3, -0.4], [0.2, 1.7, 0.6], [-0.1, 0.5, 2.1]];
        Mat::from_fn(3, 3, |i, j| rows[i][j])
    }

    #[test]
    fn gradients_are_those_of_central_differences() {
        let (a, b) = (col([0.3, -1.2, 0.7]), col([1.1, 0.4, -0.6]));
        check_gradient!(elements(&a, &m()));
        check_gradient!(sums(&a, &b));
        check_gradient!(products(&m(), &a));
        check_gradient!(parts(&m(), const 3));
        check_gradient!(solved(&m(), &a));
        check_gradient!(factored(&m(), &a));
        check_gradient!(path(&a, &(m() * Scale(0.1)), const 4));
    }

    /// The gradients of derivatives along directions that depend on the parameters themselves.
    #[test]
    fn second_derivatives_are_those_of_central_differences() {
        let (a, b) = (col([0.3, -1.2, 0.7]), col([1.1, 0.4, -0.6]));
        check_gradient!(along_elements(&a, &m()));
        check_gradient!(along_sums(&a, &b));
        check_gradient!(along_products(&m(), &a));
        check_gradient!(along_parts(&m(), const 3));
        check_gradient!(along_solved(&m(), &a));
        check_gradient!(along_factored(&m(), &a));
        check_gradient!(along_path(&a, &(m() * Scale(0.1)), const 4));
    }
}}

/// Products with numbers, which faer has of `f64` alone.
mod scaled {
    use super::*;

    #[differentiate(order = 2)]
    fn scaled(a: &Mat<f64>, x: &Col<f64>, k: f64) -> f64 {
        let b = a * k - a / (k * k) + 2.0 * a.transpose();
        let y = k.sin() * x + x / k;
        (b * y * 0.5).norm_l2()
    }

    struct System {
        matrix: Mat<f64>,
        right: Col<f64>,
    }

    /// What no declaration tells, a type does.
    #[differentiate(wrt(x))]
    fn of_fields(system: &System, x: &Col<f64>) -> f64 {
        let (a, b): (&Mat<f64>, &Col<f64>) = (&system.matrix, &system.right);
        let y: f64 = (a * x).transpose() * b;
        let z: f64 = x.transpose() * &system.right;
        y.sin() * z.exp()
    }

    #[differentiate]
    fn along_scaled(a: &Mat<f64>, x: &Col<f64>, k: f64) -> f64 {
        let (_, derivative) = scaled_jvp(a, x, k, a, x, k);
        derivative
    }

    #[test]
    fn by_numbers() {
        let a = Mat::from_fn(3, 2, |i, j| 0.4 * i as f64 - 0.7 * j as f64 + 0.3);
        let a = a.transpose() * &a;
        let x = Col::from_fn(2, |i| 0.6 - 1.5 * i as f64);
        check_gradient!(scaled(&a, &x, 1.3));
        check_gradient!(along_scaled(&a, &x, 1.3));
        let system = System {
            matrix: a,
            right: Col::from_fn(2, |i| 0.3 + i as f64),
        };
        check_gradient!(of_fields(const &system, &x));
    }
}
