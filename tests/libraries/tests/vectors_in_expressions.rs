//! Vectors where they are written in less usual ways: made of slices of literals, of constants and their parts, of
//! branches, mapped again, and lent twice.

use ad_runtime::{check_gradient, differentiate};
use ad_tests::for_f32_and_f64;
use nalgebra::{DMatrix, DVector, Matrix2, Matrix3, RowVector2, Vector2, Vector3};

for_f32_and_f64! { ($F:ident) => {
    use super::*;

    #[differentiate(order = 2)]
    fn of_listed(x: $F, p: &[$F; 4], q: [$F; 4], s: &[$F]) -> $F {
        let m = Matrix2::from_column_slice(p) * Matrix2::from_row_slice(&q);
        let n = Matrix2::from_row_slice(&[x, x * x, s[0], 1.5]) * DMatrix::from_column_slice(2, 2, &[x, 0.5, x * p[1], 2.0])[(0, 1)];
        let local = [x, x * x];
        let w = Vector2::from_column_slice(&local);
        let list = vec![x, x * x];
        let u = Vector2::from_column_slice(&list) + Vector2::from_column_slice(&s[..2]) + Vector2::from_column_slice(s);
        (m + n).norm() + w.norm() + u.dot(&w)
    }

    #[differentiate(order = 2)]
    fn filled(x: $F, n: usize) -> $F {
        let m = DMatrix::from_element(n, 2, x * x);
        let v = DVector::from_element(n, x) + DVector::from_element(n, 0.5);
        m.tr_mul(&v).norm() + DVector::from_element(2, x).sum()
    }

    #[differentiate(order = 2)]
    fn mapped_again(v: &Vector3<$F>, w: &Vector3<$F>, k: $F) -> $F {
        let squares = v.map(|x| x * x).map(|x| x + k);
        v.map(|x| x.sin()).zip_map(w, |x, y| x * y).norm() + squares.sum()
    }

    #[differentiate(wrt(k, w), order = 2)]
    fn mapped_constant(v: &Vector3<$F>, k: $F, w: &Vector3<$F>) -> $F {
        v.map(|x| x * k).norm() + v.zip_map(w, |x, y| x * y).sum() + (v * 2.0).map(|x| x + k).norm()
            + Matrix3::<$F>::identity().column(2).map(|x| x * k + w.x).norm()
    }

    #[differentiate(wrt(x), order = 2)]
    fn parts_of_constants(x: &Vector3<$F>, data: &Matrix3<$F>, m: Matrix3<$F>, i: usize) -> $F {
        let mut sum = 0.0;
        for j in 0..3 {
            sum += (data.column(j) - x).norm() + x.dot(&m.column(i)) + (data.row(j) * x.sum()).norm() + (m.column(1) + x).norm();
        }
        sum + (Matrix3::<$F>::identity().column(0) + x).sum()
    }

    #[differentiate(wrt(x), order = 2)]
    fn shadowed(x: &Vector2<$F>, c: &Vector2<$F>, d: Vector2<$F>) -> $F {
        let first = c.dot(x) + d.dot(x);
        let c = RowVector2::new(0.5, -1.5);
        let d = 2.0;
        (c * x).norm() + x.sum() * d + d * first
    }

    #[differentiate(order = 2)]
    fn chosen(v: &Vector3<$F>, k: $F) -> $F {
        let m = Vector3::<$F>::new(0.5, 1.0, -0.5);
        let a = (if k > 1.0 { v * k } else { m }).zip_map(v, |x, y| x * y);
        let b = 1.25 * (if k > 1.0 { v * k } else { Vector3::repeat(k) });
        let c = (if k > 1.0 { Vector3::<$F>::repeat(0.25) } else { m.clone() }) * k;
        let d = Matrix3::<$F>::identity().column(0) - (if k < 1.0 { v.clone() } else { v * 2.0 });
        a.norm() + b.norm() + c.norm() + d.norm()
    }

    #[differentiate(order = 2)]
    fn both(v: &DVector<$F>, w: &DVector<$F>) -> DVector<$F> {
        v * 2.0 + w.component_mul(v)
    }

    #[differentiate(order = 2)]
    fn pair(v: &[$F], w: &[$F]) -> (Vec<$F>, $F) {
        (vec![v[0] * w[1], v[1]], w[0] * v[0])
    }

    #[differentiate(order = 2)]
    fn lent_twice(v: &DVector<$F>, p: &[$F]) -> $F {
        let w: DVector<$F> = both(v, v);
        let (a, b): (Vec<$F>, $F) = pair(p, p);
        ((v + v) - v.component_mul(v)).norm_squared() + w.norm() + a[0] * b + a[1]
    }

    #[differentiate]
    fn along_of_listed(x: $F, p: &[$F; 4], q: [$F; 4], s: &[$F]) -> $F {
        let (_, derivative) = of_listed_jvp(x, p, q, s, x, p, q, s);
        derivative
    }

    #[differentiate]
    fn along_filled(x: $F, n: usize) -> $F {
        let (_, derivative) = filled_jvp(x, n, x);
        derivative
    }

    #[differentiate]
    fn along_mapped_again(v: &Vector3<$F>, w: &Vector3<$F>, k: $F) -> $F {
        let (_, derivative) = mapped_again_jvp(v, w, k, w, v, k);
        derivative
    }

    #[differentiate]
    fn along_chosen(v: &Vector3<$F>, k: $F) -> $F {
        let (_, derivative) = chosen_jvp(v, k, v, k);
        derivative
    }

    #[differentiate]
    fn along_lent_twice(v: &DVector<$F>, p: &[$F]) -> $F {
        let (_, derivative) = lent_twice_jvp(v, p, v, p);
        derivative
    }

    #[test]
    fn gradients_are_those_of_central_differences() {
        let (a, b) = (Vector3::new(0.3, -1.2, 0.7), Vector3::new(1.1, 0.4, -0.6));
        let m = Matrix3::new(0.9, -0.4, 0.3, 1.1, 0.2, -0.7, 0.5, 1.3, -0.8);
        let (p, q) = ([0.4, -0.3, 1.2, 0.8], [0.7, 0.2, -0.5, 1.1]);
        check_gradient!(of_listed(0.7, &p, q, &[0.6, -0.4]));
        check_gradient!(filled(0.7, const 3));
        check_gradient!(mapped_again(&a, &b, 0.6));
        let constant = a;
        check_gradient!(mapped_constant(const &constant, 0.6, &b));
        check_gradient!(parts_of_constants(&a, const &m, const m, const 2));
        let (c, d) = (Vector2::new(0.5, -1.5), Vector2::new(0.25, 2.0));
        check_gradient!(shadowed(&Vector2::new(0.4, -0.6), const &c, const d));
        for k in [0.6, 1.4] {
            check_gradient!(chosen(&a, k));
            check_gradient!(along_chosen(&a, k));
        }
        let v = DVector::from_vec(vec![0.4, -0.8, 1.3]);
        check_gradient!(lent_twice(&v, &[0.6, -0.4]));
        check_gradient!(along_of_listed(0.7, &p, q, &[0.6, -0.4]));
        check_gradient!(along_filled(0.7, const 3));
        check_gradient!(along_mapped_again(&a, &b, 0.6));
        check_gradient!(along_lent_twice(&v, &[0.6, -0.4]));
    }
}}
