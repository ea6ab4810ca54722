//! Functions of vectors and matrices of nalgebra.

use ad_runtime::{check_gradient, differentiate};
use ad_tests::for_f32_and_f64;
use nalgebra::{DMatrix, DVector, Matrix3, Vector3};

for_f32_and_f64! { ($F:ident) => {
    use super::*;

    #[differentiate(order = 2)]
    fn elements(v: Vector3<$F>, w: &Vector3<$F>) -> $F {
        v.x * w[1] - v[2] * w.y * v.x
    }

    #[differentiate(order = 2)]
    fn triple(a: &Vector3<$F>, b: &Vector3<$F>, c: &Vector3<$F>) -> $F {
        a.cross(b).dot(c)
    }

    #[differentiate(order = 2)]
    fn sums(a: Vector3<$F>, b: Vector3<$F>, k: $F) -> $F {
        let c = a * k - b / (k * k) + a.component_mul(&b);
        let d = -(c + b) * 0.5;
        d.dot(&c) + d.norm() * k.sin() + d.sum()
    }

    #[differentiate(order = 2)]
    fn made(x: $F, y: $F, z: $F) -> $F {
        let v = Vector3::new(x * y, y.sin(), z);
        let w = Vector3::repeat(z);
        (v + w).norm_squared() + v.normalize().dot(&Vector3::new(0.5, -1.0, 2.0))
    }

    #[differentiate(order = 2)]
    fn vector_of(v: &Vector3<$F>, m: &Matrix3<$F>) -> Vector3<$F> {
        m * v + m.transpose() * v.normalize()
    }

    #[differentiate(order = 2)]
    fn of_vector(v: &Vector3<$F>, m: &Matrix3<$F>, k: $F) -> $F {
        let w: Vector3<$F> = vector_of(v, m);
        let mut all = w * k;
        all[1] += v.y * v.y;
        all.z *= k;
        all.dot(&w) / all.norm()
    }

    #[differentiate(order = 2)]
    fn mapped(v: &Vector3<$F>, w: &DVector<$F>, k: $F) -> $F {
        let u = v.map(|x| (k * x).sin() + x);
        let z = w.zip_map(&(w * k), |x, y| x * y.exp());
        let scaled = z.clone_owned().map(|x| x * k);
        u.dot(v) + z.norm() - scaled.sum()
    }

    #[differentiate(order = 2)]
    fn read(v: &DVector<$F>, m: &Matrix3<$F>) -> $F {
        let squares: $F = v.iter().map(|x| x * x).sum();
        let mut sum = 0.0;
        for i in 0..v.len() {
            for j in 0..3 {
                sum += v[i] * m[(i % 3, j)];
            }
        }
        for x in m.iter() {
            sum -= x.cos();
        }
        sum / squares
    }

    #[differentiate(order = 2)]
    fn path(start: Vector3<$F>, axis: &Vector3<$F>, steps: usize) -> $F {
        let mut at = start;
        let mut length = 0.0;
        for _ in 0..steps {
            let next = at + axis.cross(&at) * 0.1;
            length += (next - at).norm();
            at = next;
        }
        length + at.z
    }

    #[differentiate(order = 2)]
    fn mixed(points: &[Vector3<$F>], center: &Vector3<$F>) -> $F {
        let mut sum = Vector3::zeros();
        let mut squares = 0.0;
        for p in points {
            let d = p - center;
            sum += d * d.norm();
            squares += d.norm_squared();
        }
        sum.dot(center) / squares
    }

    #[differentiate(wrt(x), order = 2)]
    fn with_constants(x: $F, w: &Vector3<$F>, m: &Matrix3<$F>) -> $F {
        let shift = m * w;
        let v = x * w + shift * x.sin();
        v.dot(&shift) + (v - w).norm()
    }

    #[differentiate(order = 2)]
    fn dynamic(a: &DMatrix<$F>, x: &DVector<$F>) -> $F {
        let y = a * x;
        let g = a.transpose() * &y;
        g.dot(x) + y.norm() + (a.tr_mul(&y) - g * 2.0).norm_squared()
    }

    #[differentiate(order = 2)]
    fn of_matrix(m: &Matrix3<$F>) -> $F {
        m.determinant() + m.trace() * m.column(1).dot(&m.row(2).transpose())
    }

    #[differentiate(order = 2)]
    fn solved(a: &Matrix3<$F>, b: &Vector3<$F>) -> $F {
        let factors = a.lu();
        let x = factors.solve(b).unwrap();
        x.norm_squared() + factors.determinant() + a.try_inverse().unwrap().trace()
    }

    #[differentiate(order = 2)]
    fn gathered(x: &[$F], k: $F) -> $F {
        let v = DVector::from_column_slice(x);
        let rows = x.len() / 2;
        let m = DMatrix::from_row_slice(rows, 2, &x[..2 * rows]);
        let w = DMatrix::from_vec(2, 2, vec![k, k * k, x[0], 1.0]);
        let a = Vector3::from([x[1], k, 0.5]);
        (m * w).norm_squared() + v.mean() * a.dot(&a) + v.component_div(&v.map(|e| e * e + k)).sum()
    }

    #[differentiate(order = 2)]
    fn tried(m: &Matrix3<$F>, v: &Vector3<$F>) -> $F {
        let Some(inverse) = m.try_inverse() else {
            return v.norm();
        };
        let mut sum = (inverse * v).norm_squared();
        if let Some(x) = m.lu().solve(v) {
            sum += x.dot(v);
        }
        sum + match (m - Matrix3::identity() * 9.0).cholesky() {
            Some(factor) => factor.determinant(),
            None => v.x * m[(0, 1)],
        }
    }

    #[differentiate(order = 2)]
    fn likelihood(s: &Matrix3<$F>, r: &Vector3<$F>) -> $F {
        let factor = s.cholesky().expect("positive definite");
        let root = factor.l();
        0.5 * r.dot(&factor.solve(r)) + 0.5 * factor.determinant() + root[(1, 0)] * root[(2, 1)] + root[(2, 2)]
    }

    #[differentiate]
    fn along_elements(v: Vector3<$F>, w: &Vector3<$F>) -> $F {
        let (_, derivative) = elements_jvp(v, w, *w, &v);
        derivative
    }

    #[differentiate]
    fn along_triple(a: &Vector3<$F>, b: &Vector3<$F>, c: &Vector3<$F>) -> $F {
        let (_, derivative) = triple_jvp(a, b, c, a, b, c);
        derivative
    }

    #[differentiate]
    fn along_sums(a: Vector3<$F>, b: Vector3<$F>, k: $F) -> $F {
        let (_, derivative) = sums_jvp(a, b, k, b, a, k);
        derivative
    }

    #[differentiate]
    fn along_made(x: $F, y: $F, z: $F) -> $F {
        let (_, derivative) = made_jvp(x, y, z, y, z, x);
        derivative
    }

    #[differentiate]
    fn along_of_vector(v: &Vector3<$F>, m: &Matrix3<$F>, k: $F) -> $F {
        let (_, derivative) = of_vector_jvp(v, m, k, v, m, k);
        derivative
    }

    #[differentiate]
    fn along_mapped(v: &Vector3<$F>, w: &DVector<$F>, k: $F) -> $F {
        let (_, derivative) = mapped_jvp(v, w, k, v, w, k);
        derivative
    }

    #[differentiate]
    fn along_read(v: &DVector<$F>, m: &Matrix3<$F>) -> $F {
        let (_, derivative) = read_jvp(v, m, v, m);
        derivative
    }

    #[differentiate]
    fn along_gathered(x: &[$F], k: $F) -> $F {
        let (_, derivative) = gathered_jvp(x, k, x, k);
        derivative
    }

    #[differentiate]
    fn along_path(start: Vector3<$F>, axis: &Vector3<$F>, steps: usize) -> $F {
        let (_, derivative) = path_jvp(start, axis, steps, start, axis);
        derivative
    }

    #[differentiate]
    fn along_mixed(points: &[Vector3<$F>], center: &Vector3<$F>) -> $F {
        let (_, derivative) = mixed_jvp(points, center, points, center);
        derivative
    }

    #[differentiate]
    fn along_of_matrix(m: &Matrix3<$F>) -> $F {
        let (_, derivative) = of_matrix_jvp(m, m);
        derivative
    }

    #[differentiate]
    fn along_solved(a: &Matrix3<$F>, b: &Vector3<$F>) -> $F {
        let (_, derivative) = solved_jvp(a, b, a, b);
        derivative
    }

    #[differentiate]
    fn along_likelihood(s: &Matrix3<$F>, r: &Vector3<$F>) -> $F {
        let (_, derivative) = likelihood_jvp(s, r, s, r);
        derivative
    }

    #[differentiate]
    fn along_dynamic(a: &DMatrix<$F>, x: &DVector<$F>) -> $F {
        let (_, derivative) = dynamic_jvp(a, x, a, x);
        derivative
    }

    fn v(x: $F, y: $F, z: $F) -> Vector3<$F> {
        Vector3::new(x, y, z)
    }

    fn m() -> Matrix3<$F> {
        Matrix3::new(2.5, 0.3, -0.4, 0.2, 1.7, 0.6, -0.1, 0.5, 2.1)
    }

    #[test]
    fn gradients_are_those_of_central_differences() {
        let (a, b, c) = (v(0.3, -1.2, 0.7), v(1.1, 0.4, -0.6), v(-0.2, 0.9, 0.5));
        check_gradient!(elements(a, &b));
        check_gradient!(triple(&a, &b, &c));
        check_gradient!(sums(a, b, 1.3));
        check_gradient!(made(0.4, 1.2, -0.7));
        check_gradient!(of_vector(&a, &m(), 0.8));
        let dynamic_vector = DVector::from_vec(vec![0.6, -0.9, 1.4, 0.3]);
        check_gradient!(mapped(&a, &dynamic_vector, 0.7));
        check_gradient!(read(&dynamic_vector, &m()));
        check_gradient!(path(a, &b, const 4));
        check_gradient!(mixed(&[a, b, c], &v(0.2, 0.1, -0.3)));
        let constant = m();
        check_gradient!(with_constants(0.8, const &b, const &constant));
        check_gradient!(of_matrix(&m()));
        check_gradient!(solved(&m(), &a));
        check_gradient!(gathered(&[0.4, -0.3, 1.2, 0.8, 0.6], 0.7));
        check_gradient!(tried(&m(), &a));
        check_gradient!(tried(&(m() * 12.0), &a));
        check_gradient!(tried(&Matrix3::repeat(1.0), &a));
        check_gradient!(likelihood(&m(), &a));
        let dense = DMatrix::from_fn(3, 2, |i, j| (i as $F) * 0.4 - (j as $F) * 0.7 + 0.3);
        check_gradient!(dynamic(&dense, &DVector::from_vec(vec![0.6, -0.9])));
    }

    /// The gradients of derivatives along directions that depend on the parameters themselves.
    #[test]
    fn second_derivatives_are_those_of_central_differences() {
        let (a, b, c) = (v(0.3, -1.2, 0.7), v(1.1, 0.4, -0.6), v(-0.2, 0.9, 0.5));
        check_gradient!(along_elements(a, &b));
        check_gradient!(along_triple(&a, &b, &c));
        check_gradient!(along_sums(a, b, 1.3));
        check_gradient!(along_made(0.4, 1.2, -0.7));
        check_gradient!(along_of_vector(&a, &m(), 0.8));
        let dynamic_vector = DVector::from_vec(vec![0.6, -0.9, 1.4, 0.3]);
        check_gradient!(along_mapped(&a, &dynamic_vector, 0.7));
        check_gradient!(along_read(&dynamic_vector, &m()));
        check_gradient!(along_gathered(&[0.4, -0.3, 1.2, 0.8, 0.6], 0.7));
        check_gradient!(along_path(a, &b, const 4));
        check_gradient!(along_mixed(&[a, b, c], &v(0.2, 0.1, -0.3)));
        check_gradient!(along_of_matrix(&m()));
        check_gradient!(along_solved(&m(), &a));
        check_gradient!(along_likelihood(&m(), &a));
        let dense = DMatrix::from_fn(3, 2, |i, j| (i as $F) * 0.4 - (j as $F) * 0.7 + 0.3);
        check_gradient!(along_dynamic(&dense, &DVector::from_vec(vec![0.6, -0.9])));
    }
}}
