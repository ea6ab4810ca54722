//! Vectors through branches, loops, early exits, overwritten and shadowed variables, lists and closures.

use ad_runtime::{check_gradient, differentiate};
use ad_tests::for_f32_and_f64;
use nalgebra::{DVector, Matrix2, Vector2, Vector3};

for_f32_and_f64! { ($F:ident) => {
    use super::*;

    #[differentiate(order = 2)]
    fn shadowed(v: Vector3<$F>, k: $F) -> $F {
        let w = v * k;
        let v = v.norm();
        let w = w.dot(&w) * v;
        let k = Vector3::new(v, w, k);
        k.sum() + v
    }

    #[differentiate(order = 2)]
    fn assigned(a: Vector3<$F>, b: &Vector3<$F>, k: $F) -> $F {
        let mut v = a;
        v *= k;
        v += b;
        v -= a * 0.5;
        v /= k + 2.0;
        let old = v;
        v[1] *= k;
        v.z += old.x * old.y;
        if v.x > 0.0 {
            v = old + v;
        } else {
            v = -v;
        }
        v.dot(&old) + v.norm()
    }

    #[differentiate(order = 2)]
    fn carried(start: Vector2<$F>, m: &Matrix2<$F>, steps: usize) -> $F {
        let mut x = start;
        let mut y = start;
        let mut i = 0;
        while i < steps {
            std::mem::swap(&mut x, &mut y);
            x = m * x + y * 0.25;
            if x.norm_squared() > 9.0 {
                break;
            }
            i += 1;
        }
        x.dot(&y)
    }

    #[differentiate(order = 2)]
    fn early(v: &Vector3<$F>, k: $F) -> $F {
        if k > 2.0 {
            return v.norm() * k;
        }
        let mut w = v * k;
        for i in 0..3 {
            if w[i] > 1.0 {
                return w.norm_squared() + v[i];
            }
            w = w.cross(v) + v;
        }
        w.x
    }

    #[differentiate(order = 2)]
    fn listed(points: &[Vector3<$F>], c: &Vector3<$F>) -> $F {
        let lengths: $F = points.iter().map(|p| (p - c).norm()).sum();
        let mut moved = vec![Vector3::zeros(); points.len()];
        for (i, p) in points.iter().enumerate() {
            moved[i] = p.cross(c) * 2.0;
            if i > 0 {
                let before = moved[i - 1];
                moved[i] += before;
            }
        }
        let last = moved[points.len() - 1];
        lengths + last.dot(c)
    }

    #[differentiate(order = 2)]
    fn closures(a: &Vector3<$F>, b: &Vector3<$F>, k: $F) -> $F {
        let lerp = |t: $F| a + (b - a) * t;
        let length = |v: Vector3<$F>| v.norm();
        length(lerp(k)) * length(lerp(k * k)) + lerp(0.5).x
    }

    #[differentiate(order = 2)]
    fn several(a: &Vector3<$F>, k: $F) -> (Vector3<$F>, $F) {
        let b = a * k;
        (b, b.norm())
    }

    #[differentiate(order = 2)]
    fn of_several(a: &Vector3<$F>, k: $F) -> $F {
        let (b, n): (Vector3<$F>, $F) = several(a, k);
        b.dot(a) * n
    }

    #[differentiate(order = 2)]
    fn chosen(a: &Vector3<$F>, b: &Vector3<$F>, k: $F) -> $F {
        let v = if k > 0.5 { a + b } else { a.cross(b) };
        let w = match k {
            k if k > 0.9 => v * k,
            _ => v - a,
        };
        w.norm() + v.y
    }

    #[differentiate(order = 2)]
    fn unused(a: &Vector3<$F>, b: &Vector3<$F>, k: $F) -> $F {
        let _c = b * k;
        a.norm_squared()
    }

    #[differentiate(order = 2)]
    fn aliased(a: &Vector3<$F>) -> $F {
        a.dot(a) * (a + a).norm() - a.component_mul(a).sum()
    }

    #[differentiate(order = 2)]
    fn dynamic(x: &DVector<$F>, k: $F) -> $F {
        let mut v = x.clone();
        for _ in 0..3 {
            v = &v * k + x;
        }
        let mut w = DVector::zeros(x.len());
        for i in 0..x.len() {
            w[i] = v[i] * x[x.len() - 1 - i];
        }
        w.dot(&v)
    }

    #[test]
    fn gradients_are_those_of_central_differences() {
        let (a, b) = (Vector3::new(0.3, -1.2, 0.7), Vector3::new(1.1, 0.4, -0.6));
        let m = Matrix2::new(0.9, -0.4, 0.3, 1.1);
        for k in [0.3, 0.7, 1.4, 2.5] {
            check_gradient!(shadowed(a, k));
            check_gradient!(assigned(a, &b, k));
            check_gradient!(assigned(-a, &b, k));
            check_gradient!(early(&a, k));
            check_gradient!(early(&b, k));
            check_gradient!(closures(&a, &b, k));
            check_gradient!(of_several(&a, k));
            check_gradient!(chosen(&a, &b, k));
            check_gradient!(unused(&a, &b, k));
            check_gradient!(dynamic(&DVector::from_vec(vec![0.4, -0.8, 1.3]), k));
        }
        for steps in 0..6 {
            check_gradient!(carried(Vector2::new(0.8, -0.5), &m, const steps));
        }
        check_gradient!(listed(&[a, b, a * 0.4, b - a], &Vector3::new(0.2, 0.9, -0.3)));
        check_gradient!(aliased(&a));
    }
}}
