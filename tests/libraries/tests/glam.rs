//! Functions of vectors and matrices of glam.

use ad_runtime::{check_gradient, differentiate};
use glam::{
    DMat2, DMat3, DMat4, DVec2, DVec3, DVec4, Mat2, Mat3, Mat3A, Mat4, Vec2, Vec3, Vec3A, Vec4,
};

/// The types of a precision have names of their own, by which the macro knows them.
macro_rules! functions {
    ($name:ident $F:ident $V2:ident $V3:ident $V4:ident $M2:ident $M3:ident $M4:ident) => {mod $name {
    use super::*;

    #[differentiate(order = 2)]
    fn elements(v: $V3, w: &$V4) -> $F {
        v.x * w[1] - v[2] * w.y * v.x + w.w * w.w
    }

    #[differentiate(order = 2)]
    fn triple(a: $V3, b: $V3, c: &$V3) -> $F {
        a.cross(b).dot(*c)
    }

    #[differentiate(order = 2)]
    fn sums(a: $V3, b: $V3, k: $F) -> $F {
        let c = a * k - b / (k * k) + a * b;
        let d = -(c + b) * 0.5 + 2.0 * a;
        d.dot(c) + d.length() * k.sin() + d.element_sum()
    }

    #[differentiate(order = 2)]
    fn quotients(a: $V2, b: $V2, k: $F) -> $F {
        let c = a / b + k / b;
        c.length_squared() - c.x * k
    }

    #[differentiate(order = 2)]
    fn distances(a: $V4, b: $V4, c: &$V4) -> $F {
        a.distance(b) * a.distance_squared(*c) + b.distance(a * 2.0)
    }

    #[differentiate(order = 2)]
    fn made(x: $F, y: $F, z: $F) -> $F {
        let v = $V3::new(x * y, y.sin(), z);
        let w = $V3::splat(z);
        (v + w).length_squared() + v.normalize().dot($V3::new(0.5, -1.0, 2.0))
    }

    #[differentiate(order = 2)]
    fn vector_of(v: $V3, m: &$M3) -> $V3 {
        *m * v + m.transpose() * v.normalize()
    }

    #[differentiate(order = 2)]
    fn of_vector(v: $V3, m: &$M3, k: $F) -> $F {
        let w: $V3 = vector_of(v, m);
        let mut all = w * k;
        all[1] += v.y * v.y;
        all.z *= k;
        all += w * 0.5;
        all.dot(w) / all.length()
    }

    #[differentiate(order = 2)]
    fn path(start: $V3, axis: $V3, steps: usize) -> $F {
        let mut at = start;
        let mut length = 0.0;
        for _ in 0..steps {
            let next = at + axis.cross(at) * 0.1;
            length += (next - at).length();
            at = next;
        }
        length + at.z
    }

    #[differentiate(order = 2)]
    fn mixed(points: &[$V2], center: $V2) -> $F {
        let mut sum = $V2::ZERO;
        let mut squares = 0.0;
        for &p in points {
            let d = p - center;
            sum += d * d.length();
            squares += d.length_squared();
        }
        sum.dot(center) / squares
    }

    #[differentiate(wrt(x), order = 2)]
    fn with_constants(x: $F, w: $V3, m: &$M3) -> $F {
        let shift = *m * w;
        let v = x * w + shift * x.sin();
        v.dot(shift) + (v - w).length()
    }

    #[differentiate(order = 2)]
    fn of_small_matrix(m: &$M2, k: $F) -> $F {
        let n = *m * k - m.transpose() / k;
        let p = -(n * *m) + k * n;
        p.determinant() + (p * m.col(0)).dot(m.row(1)) + p.x_axis.y
    }

    #[differentiate(order = 2)]
    fn of_matrix(m: &$M3) -> $F {
        m.determinant() + m.y_axis.dot(m.row(2)) * m.col(1).x + m.inverse().determinant()
    }

    #[differentiate(order = 2)]
    fn of_large_matrix(m: &$M4, v: $V4) -> $F {
        let inverse = m.inverse();
        (inverse * v).dot(*m * v) + m.determinant() * m.w_axis.length()
    }

    #[differentiate]
    fn along_elements(v: $V3, w: &$V4) -> $F {
        let (_, derivative) = elements_jvp(v, w, $V3::new(w.x, w.y, v.z), w);
        derivative
    }

    #[differentiate]
    fn along_triple(a: $V3, b: $V3, c: &$V3) -> $F {
        let (_, derivative) = triple_jvp(a, b, c, a, b, c);
        derivative
    }

    #[differentiate]
    fn along_sums(a: $V3, b: $V3, k: $F) -> $F {
        let (_, derivative) = sums_jvp(a, b, k, b, a, k);
        derivative
    }

    #[differentiate]
    fn along_quotients(a: $V2, b: $V2, k: $F) -> $F {
        let (_, derivative) = quotients_jvp(a, b, k, b, a, k);
        derivative
    }

    #[differentiate]
    fn along_distances(a: $V4, b: $V4, c: &$V4) -> $F {
        let (_, derivative) = distances_jvp(a, b, c, b, b, c);
        derivative
    }

    #[differentiate]
    fn along_made(x: $F, y: $F, z: $F) -> $F {
        let (_, derivative) = made_jvp(x, y, z, y, z, x);
        derivative
    }

    #[differentiate]
    fn along_of_vector(v: $V3, m: &$M3, k: $F) -> $F {
        let (_, derivative) = of_vector_jvp(v, m, k, v, m, k);
        derivative
    }

    #[differentiate]
    fn along_path(start: $V3, axis: $V3, steps: usize) -> $F {
        let (_, derivative) = path_jvp(start, axis, steps, start, axis);
        derivative
    }

    #[differentiate]
    fn along_mixed(points: &[$V2], center: $V2) -> $F {
        let (_, derivative) = mixed_jvp(points, center, points, center);
        derivative
    }

    #[differentiate]
    fn along_of_small_matrix(m: &$M2, k: $F) -> $F {
        let (_, derivative) = of_small_matrix_jvp(m, k, m, k);
        derivative
    }

    #[differentiate]
    fn along_of_matrix(m: &$M3) -> $F {
        let (_, derivative) = of_matrix_jvp(m, m);
        derivative
    }

    #[differentiate]
    fn along_of_large_matrix(m: &$M4, v: $V4) -> $F {
        let (_, derivative) = of_large_matrix_jvp(m, v, m, v);
        derivative
    }

    fn points() -> [$V3; 3] {
        [$V3::new(0.3, -1.2, 0.7), $V3::new(1.1, 0.4, -0.6), $V3::new(-0.2, 0.9, 0.5)]
    }

    fn fours() -> [$V4; 3] {
        [$V4::new(0.3, -1.2, 0.7, 0.4), $V4::new(1.1, 0.4, -0.6, 0.9), $V4::new(-0.2, 0.9, 0.5, -1.3)]
    }

    fn plane() -> [$V2; 3] {
        [$V2::new(0.3, -1.2), $V2::new(1.1, 0.4), $V2::new(-0.2, 0.9)]
    }

    fn m2() -> $M2 {
        $M2::from_cols_array(&[1.5, 0.3, -0.4, 0.8])
    }

    fn m3() -> $M3 {
        $M3::from_cols_array(&[2.5, 0.3, -0.4, 0.2, 1.7, 0.6, -0.1, 0.5, 2.1])
    }

    fn m4() -> $M4 {
        $M4::from_cols_array(&[
            2.5, 0.3, -0.4, 0.7, 0.2, 1.7, 0.6, -0.2, -0.1, 0.5, 2.1, 0.4, 0.3, -0.6, 0.8, 1.9,
        ])
    }

    #[test]
    fn gradients_are_those_of_central_differences() {
        let ([a, b, c], [p, q, r], [u, v, w]) = (points(), fours(), plane());
        check_gradient!(elements(a, &p));
        check_gradient!(triple(a, b, &c));
        check_gradient!(sums(a, b, 1.3));
        check_gradient!(quotients(u, v, 0.7));
        check_gradient!(distances(p, q, &r));
        check_gradient!(made(0.4, 1.2, -0.7));
        check_gradient!(of_vector(a, &m3(), 0.8));
        check_gradient!(path(a, b, const 4));
        check_gradient!(mixed(&[u, v, w], $V2::new(0.2, 0.1)));
        let constant = m3();
        check_gradient!(with_constants(0.8, const b, const &constant));
        check_gradient!(of_small_matrix(&m2(), 0.6));
        check_gradient!(of_matrix(&m3()));
        check_gradient!(of_large_matrix(&m4(), p));
    }

    /// The gradients of derivatives along directions that depend on the parameters themselves.
    #[test]
    fn second_derivatives_are_those_of_central_differences() {
        let ([a, b, c], [p, q, r], [u, v, w]) = (points(), fours(), plane());
        check_gradient!(along_elements(a, &p));
        check_gradient!(along_triple(a, b, &c));
        check_gradient!(along_sums(a, b, 1.3));
        check_gradient!(along_quotients(u, v, 0.7));
        check_gradient!(along_distances(p, q, &r));
        check_gradient!(along_made(0.4, 1.2, -0.7));
        check_gradient!(along_of_vector(a, &m3(), 0.8));
        check_gradient!(along_path(a, b, const 4));
        check_gradient!(along_mixed(&[u, v, w], $V2::new(0.2, 0.1)));
        check_gradient!(along_of_small_matrix(&m2(), 0.6));
        check_gradient!(along_of_matrix(&m3()));
        check_gradient!(along_of_large_matrix(&m4(), p));
    }

    /// The cofactors of a singular matrix are there, and those of its derivative.
    #[test]
    fn determinants_of_singular_matrices_have_derivatives() {
        #[differentiate(order = 2)]
        fn determinant(m: &$M3) -> $F {
            m.determinant()
        }
        let singular = $M3::from_cols_array(&[1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0]);
        let corner = $M3::from_cols_array(&[0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0]);
        assert_eq!(determinant_grad(&singular), corner);
        let along = $M3::from_cols_array(&[2.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0]);
        let expected = $M3::from_cols_array(&[0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 2.0]);
        assert_eq!(determinant_hvp(&singular, &along), expected);
    }
    }};
}

functions! { single f32 Vec2 Vec3 Vec4 Mat2 Mat3 Mat4 }
functions! { double f64 DVec2 DVec3 DVec4 DMat2 DMat3 DMat4 }
functions! { aligned f32 Vec2 Vec3A Vec4 Mat2 Mat3A Mat4 }
