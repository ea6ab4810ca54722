//! Methods that take `self` by value, called where it is differentiated: callers cannot tell.

#![allow(clippy::trivially_copy_pass_by_ref)]

use ad_runtime::{Differentiable, check_gradient, differentiate};
use ad_tests::for_f32_and_f64;

for_f32_and_f64! { ($F:ident) => {
    use super::*;

    #[derive(Clone, Copy, Debug, PartialEq, Differentiable)]
    pub struct Vector {
        pub x: $F,
        pub y: $F,
        pub tag: u8,
    }

    #[derive(Clone, Copy, Debug, PartialEq, Differentiable)]
    pub struct Ray {
        pub from: Vector,
        pub to: [Vector; 2],
    }

    #[differentiate]
    impl Vector {
        #[differentiate(wrt(self, other), order = 2)]
        fn inner(self, other: Vector) -> $F {
            self.x * other.x + self.y * other.y
        }

        #[differentiate(wrt(self, k), order = 2)]
        fn scaled(mut self, k: $F) -> Self {
            self.x *= k;
            self.y *= k;
            self
        }

        #[differentiate(wrt(self), order = 2)]
        fn turned(self) -> Self {
            Self { x: -self.y, y: self.x, ..self }
        }

        #[differentiate(wrt(self), order = 2)]
        fn extent(self) -> $F {
            self.inner(self).sqrt()
        }

        // The linkage of what reads behind references is another.
        #[differentiate(wrt(self, list), order = 2)]
        fn along(self, list: &[Vector]) -> $F {
            let mut sum = 0.0;
            for other in list {
                sum += self.inner(*other) * other.turned().x;
            }
            sum
        }

        #[differentiate(wrt(self, k))]
        fn swapped_plain(self, k: $F) -> Self {
            Vector { x: self.y * k, y: self.x, ..self }
        }

        #[differentiate(wrt(self, k), jvp = Vector::swapped_plain_jvp, vjp = Vector::swapped_plain_vjp)]
        fn swapped(self, k: $F) -> Self {
            Vector { x: self.y * k, y: self.x, ..self }
        }

        // No method: called as one is that is called by its path.
        #[differentiate(wrt(v, k), order = 2)]
        fn stretched(v: Vector, k: $F) -> Self {
            Self { x: v.x * k, y: v.y, ..v }
        }

        #[differentiate(wrt(self), jvp = squared_forward, vjp = squared_reverse)]
        fn squared(self) -> $F {
            self.x * self.x
        }
    }

    fn squared_forward(v: Vector, v_dot: VectorTangent) -> ($F, $F) {
        (v.squared(), 2.0 * v.x * v_dot.x)
    }

    fn squared_reverse(v: Vector) -> ($F, impl Fn($F) -> VectorTangent) {
        (v.squared(), move |bar| VectorTangent { x: 2.0 * v.x * bar, y: 0.0 })
    }

    #[differentiate(order = 2)]
    fn of_ray(ray: &Ray, k: $F) -> $F {
        let direction = ray.to[0].scaled(k);
        let mut sum = direction.inner(ray.from) + ray.from.extent();
        for corner in &ray.to {
            sum += corner.turned().scaled(sum).inner(direction);
        }
        for corner in ray.to {
            sum -= corner.extent() * k;
        }
        sum + ray.from.along(&ray.to)
    }

    // The same by paths, of variables, fields, elements and what calls return.
    #[differentiate(order = 2)]
    fn of_ray_by_paths(ray: &Ray, k: $F) -> $F {
        let direction = Vector::scaled(ray.to[0], k);
        let mut sum = Vector::inner(direction, ray.from) + Vector::extent(ray.from);
        for corner in &ray.to {
            sum += Vector::inner(Vector::scaled(Vector::turned(*corner), sum), direction);
        }
        for i in 0..ray.to.len() {
            sum -= Vector::extent(ray.to[i]) * k;
        }
        sum + Vector::along(ray.from, &ray.to)
    }

    #[differentiate(order = 2)]
    fn one_of_two(v: Vector, k: $F) -> $F {
        let w = Vector::stretched(v, k);
        let held = Vector { x: 2.0, y: 0.5, tag: 0 };
        Vector::inner(w, v) * Vector::inner(held, w) + Vector::inner(Vector::stretched(held, k), v)
    }

    #[differentiate]
    fn by_paths_of_rules(list: &[Vector], k: $F) -> $F {
        let mut v = Vector::scaled(list[0], k);
        for other in list {
            v = Vector::swapped(v, Vector::squared(*other));
        }
        Vector::squared(v) + Vector::swapped(v, k).y * v.x
    }

    /// It cannot be copied.
    #[derive(Clone, Debug, Differentiable)]
    pub struct Line {
        pub points: Vec<$F>,
    }

    #[differentiate]
    impl Line {
        #[differentiate(wrt(self, k), order = 2)]
        fn moment(self, k: $F) -> $F {
            let mut sum = 0.0;
            for i in 0..self.points.len() {
                sum += self.points[i] * self.points[i] * k;
            }
            sum
        }

        #[differentiate(wrt(points), order = 2)]
        fn of(points: &[$F]) -> Self {
            Line { points: points.to_vec() }
        }
    }

    #[differentiate(order = 2)]
    fn moved(points: &[$F], k: $F) -> $F {
        let line = Line::of(points);
        Line::moment(line, k * k)
    }

    #[differentiate]
    fn by_rules(list: &[Vector], k: $F) -> $F {
        let mut v = list[0].scaled(k);
        for other in list {
            v = v.swapped(other.squared());
        }
        v.squared() + v.swapped(k).y * v.x
    }

    // Of forward mode, the tangent of the receiver is an argument like any other.
    #[differentiate]
    fn of_forward_mode(v: Vector, v_dot: VectorTangent, k: $F) -> $F {
        let (w, w_dot) = v.scaled_jvp(k, v_dot, k * k);
        let (n, n_dot) = w.extent_jvp(w_dot);
        n * n_dot + v_dot.x
    }

    const RAY: Ray = Ray {
        from: Vector { x: 0.7, y: -0.3, tag: 1 },
        to: [Vector { x: 0.4, y: 1.2, tag: 2 }, Vector { x: -0.9, y: 0.5, tag: 3 }],
    };

    #[test]
    fn of_fields_and_elements() {
        check_gradient!(of_ray(&RAY, 1.3));
        check_gradient!(of_forward_mode(RAY.from, VectorTangent { x: 0.4, y: -0.8 }, 1.3));
        check_gradient!(by_rules(&RAY.to.to_vec(), 0.8));
        check_gradient!(of_ray_by_paths(&RAY, 1.3));
        check_gradient!(one_of_two(RAY.from, 1.3));
        check_gradient!(by_paths_of_rules(&RAY.to.to_vec(), 0.8));
        check_gradient!(moved(&[0.4, -1.1], 0.8));
        check_gradient!(Vector::along(RAY.from, &RAY.to.to_vec()));
        check_gradient!(several Vector::scaled(RAY.from, 1.4));
    }

    #[test]
    fn second_derivatives_are_differences_of_gradients() {
        let along = ([0.4, -0.7], [[0.2, 0.9], [-0.5, 0.3]], 0.6);
        let tangent = |v: [$F; 2]| VectorTangent { x: v[0], y: v[1] };
        let dot = RayTangent { from: tangent(along.0), to: along.1.map(tangent) };
        let at = |h: $F| {
            let moved = |v: Vector, d: [$F; 2]| Vector { x: v.x + h * d[0], y: v.y + h * d[1], ..v };
            let to = [moved(RAY.to[0], along.1[0]), moved(RAY.to[1], along.1[1])];
            let (bar, k) = of_ray_grad(&Ray { from: moved(RAY.from, along.0), to }, 1.3 + h * along.2);
            [bar.from.x, bar.from.y, bar.to[0].x, bar.to[1].y, k]
        };
        let (bar, k) = of_ray_hvp(&RAY, 1.3, &dot, along.2);
        let step = <$F>::EPSILON.cbrt();
        let (ahead, behind) = (at(step), at(-step));
        let products = [bar.from.x, bar.from.y, bar.to[0].x, bar.to[1].y, k];
        for ((product, ahead), behind) in products.into_iter().zip(ahead).zip(behind) {
            let difference = (ahead - behind) / (2.0 * step);
            let bound = 500.0 * step * step * (1.0 + difference.abs()) + 50.0 * <$F>::EPSILON / step;
            assert!((product - difference).abs() < bound, "{product} {difference}");
        }
        assert_eq!(of_ray_by_paths_hvp(&RAY, 1.3, &dot, along.2), (bar, k));
    }

    #[test]
    fn a_path_and_a_method_are_the_same() {
        let tangent = |x, y| VectorTangent { x, y };
        let dot = RayTangent { from: tangent(0.4, -0.7), to: [tangent(0.2, 0.9), tangent(-0.5, 0.3)] };
        let (value, slope) = of_ray_jvp(&RAY, 1.3, &dot, 0.6);
        assert_eq!(of_ray_by_paths_jvp(&RAY, 1.3, &dot, 0.6), (value, slope));
        let (linearized, map) = of_ray_by_paths_linearize(&RAY, 1.3);
        assert_eq!((linearized, map(&dot, 0.6)), (value, slope));
        assert_eq!(of_ray_by_paths_grad(&RAY, 1.3), of_ray_grad(&RAY, 1.3));
    }

    #[test]
    fn a_function_of_a_type_is_no_method() {
        let (v, k): (_, $F) = (RAY.from, 1.3);
        // (k x² + y²) (2 k x + y / 2) + 2 k x + y / 2, once more by k along k.
        let (_, bar) = one_of_two_hvp(v, k, VectorTangent { x: 0.0, y: 0.0 }, 1.0);
        let expected = 4.0 * v.x.powi(3);
        assert!((bar - expected).abs() < 20.0 * <$F>::EPSILON, "{bar} {expected}");
        let (_, bar) = moved_hvp(&[0.4, -1.1], k, &[0.0, 0.0], 1.0);
        let expected = 2.0 * (0.16 + 1.21);
        assert!((bar - expected).abs() < 20.0 * <$F>::EPSILON, "{bar} {expected}");
    }
}}
