//! Structs whose fields are vectors, and functions that are generic over the floats of vectors.

use ad_runtime::{Differentiable, Scalar, check_gradient, differentiate};
use ad_tests::for_f32_and_f64;
use nalgebra::{Matrix3, RealField, Vector3};

#[differentiate]
fn generic<T: Scalar + RealField>(a: &Vector3<T>, b: &Vector3<T>, k: T) -> T {
    let c = a * k + b.cross(a);
    c.dot(b) + c.norm()
}

for_f32_and_f64! { ($F:ident) => {
    use super::*;

    #[derive(Clone, Debug, Differentiable)]
    pub struct Body {
        pub position: Vector3<$F>,
        pub velocity: Vector3<$F>,
        pub mass: $F,
    }

    #[derive(Clone, Debug, Differentiable)]
    pub struct World {
        pub bodies: Vec<Body>,
        pub softening: $F,
    }

    #[differentiate(order = 2)]
    fn bound_by_type(body: &Body, k: $F) -> $F {
        let q: Vector3<$F> = body.position;
        let (v, m): (Vector3<$F>, $F) = (body.velocity, body.mass);
        (q * k + v).norm() * m
    }

    #[differentiate(order = 2)]
    fn elements(body: &Body, k: $F) -> $F {
        body.position.x * k + body.velocity[1] * body.mass
    }

    #[differentiate(order = 2)]
    fn energy(body: &Body, k: $F) -> $F {
        let spin = body.position.cross(&body.velocity);
        0.5 * body.mass * body.velocity.norm_squared() + k * body.position.dot(&body.velocity)
            + (spin * body.mass).norm()
    }

    #[derive(Clone, Debug, Differentiable)]
    pub struct Frame {
        pub axes: Matrix3<$F>,
        pub origin: Vector3<$F>,
    }

    #[differentiate(order = 2)]
    fn parts(frame: &Frame, k: $F, i: usize) -> $F {
        frame.axes.column(i).dot(&frame.origin) * k + frame.axes.row(2).norm_squared()
    }

    #[differentiate(order = 2)]
    fn step(body: &Body, h: $F) -> $F {
        let (q, v): (Vector3<$F>, Vector3<$F>) = (body.position, body.velocity);
        let next = Body { position: q + v * h, velocity: v * 0.5, mass: body.mass };
        next.position.norm() + next.velocity.z * next.mass
    }

    #[differentiate(order = 2)]
    fn potential(world: &World) -> $F {
        let mut sum = 0.0;
        for i in 0..world.bodies.len() {
            for j in 0..i {
                let (a, b): (Vector3<$F>, Vector3<$F>) = (world.bodies[i].position, world.bodies[j].position);
                let d = a - b;
                let r = (d.norm_squared() + world.softening * world.softening).sqrt();
                sum -= world.bodies[i].mass * world.bodies[j].mass / r;
            }
        }
        sum
    }

    #[differentiate]
    fn along_energy(body: &Body, k: $F) -> $F {
        let direction = Body { position: body.velocity, velocity: body.position, mass: k };
        let (_, derivative) = energy_jvp(body, k, &body_tangent(&direction), k);
        derivative
    }

    #[differentiate]
    fn body_tangent(body: &Body) -> BodyTangent {
        BodyTangent { position: body.position, velocity: body.velocity, mass: body.mass }
    }

    fn body(x: $F) -> Body {
        Body {
            position: Vector3::new(0.3 + x, 0.4 * x, -0.2),
            velocity: Vector3::new(1.0, -0.5 - x, 0.7),
            mass: 1.3 + x,
        }
    }

    #[test]
    fn gradients_are_those_of_central_differences() {
        let body = body(0.25);
        check_gradient!(bound_by_type(&body, 0.7));
        check_gradient!(elements(&body, 0.7));
        check_gradient!(energy(&body, 0.7));
        let axes = Matrix3::from_fn(|i, j| (1.3 * i as $F - 0.7 * j as $F).sin());
        check_gradient!(parts(&Frame { axes, origin: body.position }, 0.7, const 1));
        check_gradient!(step(&body, 0.7));
        check_gradient!(generic(&body.position, &body.velocity, 0.7));
        check_gradient!(along_energy(&body, 0.7));
    }

    #[test]
    fn lists_of_structs_of_vectors() {
        let world = World { bodies: vec![body(0.0), body(0.6), body(1.1)], softening: 0.2 };
        check_gradient!(potential(&world));
    }
}}
