//! Functions of structs: reading fields, nested ones, elements of lists of structs; constants among them.

use ad_runtime::{Differentiable, Tangent, check_gradient, differentiate};
use ad_tests::for_f32_and_f64;
use num_traits::Float;

for_f32_and_f64! { ($F:ident) => {
    use super::*;

    #[derive(Clone, Copy, Debug, PartialEq, Differentiable)]
    pub struct Vector {
        pub x: $F,
        pub y: $F,
    }

    #[derive(Clone, Debug, Differentiable)]
    pub struct Body {
        pub mass: $F,
        pub at: Vector,
        pub label: String,
    }

    #[derive(Clone, Debug, Differentiable)]
    pub struct World {
        pub bodies: Vec<Body>,
        pub table: [$F; 3],
        pub pick: usize,
        pub steps: u32,
        pub softened: bool,
        #[differentiable(constant)]
        pub softening: $F,
        #[differentiable(constant)]
        pub weights: Vec<$F>,
        pub gravity: $F,
    }

    fn world() -> World {
        let body = |mass, x, y| Body { mass, at: Vector { x, y }, label: "b".into() };
        World {
            bodies: vec![body(1.5, 0.3, -0.4), body(0.7, 1.1, 0.2), body(2.0, -0.6, 0.9)],
            table: [0.4, -0.3, 0.8],
            pick: 1,
            steps: 3,
            softened: true,
            softening: 0.25,
            weights: vec![0.5, 2.0, 1.5],
            gravity: 1.3,
        }
    }

    #[differentiate]
    fn norm(v: &Vector) -> $F {
        (v.x * v.x + v.y * v.y).sqrt()
    }

    #[differentiate]
    fn by_value(v: Vector, k: $F) -> $F {
        v.x * k + v.y / k
    }

    #[differentiate]
    fn potential(w: &World, k: $F) -> $F {
        let mut sum = w.table[w.pick] * k;
        for i in 0..w.bodies.len() {
            for j in 0..i {
                let dx = w.bodies[i].at.x - w.bodies[j].at.x;
                let dy = w.bodies[i].at.y - w.bodies[j].at.y;
                let mut r2 = dx * dx + dy * dy;
                if w.softened {
                    r2 += w.softening * w.softening;
                }
                sum -= w.gravity * w.bodies[i].mass * w.bodies[j].mass / r2.sqrt();
            }
        }
        for _ in 0..w.steps {
            sum *= w.gravity;
        }
        sum / (w.steps as $F + 1.0)
    }

    #[differentiate]
    fn weighted(w: &World) -> $F {
        let mut sum = 0.0;
        for (body, weight) in w.bodies.iter().zip(&w.weights) {
            sum += body.mass * weight * w.softening;
        }
        sum
    }

    #[test]
    fn fields() {
        let v = Vector { x: 0.6, y: -1.2 };
        check_gradient!(norm(&v));
        check_gradient!(by_value(v, 1.4));
        let (v_bar, k_bar) = by_value_grad(v, 2.0);
        assert_eq!((v_bar, k_bar), (VectorTangent { x: 2.0, y: 0.5 }, 0.6 + 1.2 / 4.0));
    }

    #[test]
    fn nested_fields_and_lists() {
        check_gradient!(potential(&world(), 0.9));
        let w_bar = potential_grad(&world(), 0.9).0;
        assert_eq!(w_bar.bodies.len(), 3);
    }

    #[test]
    fn constant_fields() {
        check_gradient!(weighted(&world()));
    }

    #[derive(Clone, Copy, Debug, PartialEq, Differentiable)]
    pub struct Params {
        pub k: $F,
        pub m: $F,
        pub dt: $F,
        pub order: usize,
    }

    #[derive(Clone, Copy, Debug, PartialEq, Differentiable)]
    pub struct State {
        pub x: $F,
        pub v: $F,
        pub count: u32,
    }

    const PARAMS: Params = Params { k: 1.3, m: 0.8, dt: 0.1, order: 2 };
    const START: State = State { x: 0.7, v: -0.4, count: 0 };

    #[differentiate(order = 2)]
    fn step(p: &Params, s: State) -> State {
        let a = -p.k * s.x / p.m;
        let v = s.v + a * p.dt;
        State { x: s.x + v * p.dt, v, count: s.count + 1 }
    }

    #[differentiate(order = 2)]
    fn with_the_rest(s: State, f: $F) -> State {
        State { v: s.v * f, ..s }
    }

    #[differentiate(order = 2)]
    fn reset(s: State) -> State {
        let moved = State { count: 7, x: 0.0, ..s };
        State { x: moved.x + moved.v, ..moved }
    }

    #[differentiate(order = 2)]
    fn end(p: &Params, s0: State, n: usize) -> $F {
        let mut s = s0;
        for i in 0..n {
            s = step(p, s);
            s.x += s.v * p.dt;
            if i % 2 == 0 {
                s = with_the_rest(s, p.m);
            } else {
                s.v *= p.k;
            }
        }
        let State { x, v: speed, count } = s;
        x * speed + s.v * (count as $F) + reset(s).x
    }

    #[differentiate]
    fn in_parts(x: $F, y: $F, pick: bool) -> $F {
        let v = Vector { x: x * y, y };
        let w = if pick { Vector { x: v.y, y: v.x } } else { v };
        let [a, b] = [v, w];
        a.x * b.y + norm(&w)
    }

    #[differentiate]
    fn patterns(w: &World, list: &[Vector]) -> $F {
        let World { bodies, gravity, table: [a, _, _], pick, .. } = w;
        let mut sum = 0.0;
        for Vector { x, y } in list {
            sum += x * y * gravity;
        }
        for &Vector { x, .. } in list {
            sum += x;
        }
        sum + bodies[*pick].mass * a
    }

    #[differentiate]
    fn closures(list: &[Vector], k: $F) -> $F {
        let scaled = |v: &Vector| Vector { x: v.x * k, y: v.y };
        let total: $F = list.iter().map(|v| v.x * scaled(v).y).sum();
        total + list.iter().map(|v| norm(v)).fold(0.0, |a, b| a + b)
    }

    #[differentiate]
    fn grown(list: &[Vector], k: $F) -> $F {
        let mut out: Vec<Vector> = Vec::new();
        for v in list {
            out.push(Vector { x: v.x + k, y: v.y * k });
        }
        out[0].y = k * k;
        let mut sum = 0.0;
        for v in &out {
            sum += v.x * v.y;
        }
        sum
    }

    #[differentiate]
    fn in_place(s: &mut State, p: &Params) {
        s.v -= p.k * s.x * p.dt;
        s.x += s.v * p.dt;
        s.count += 1;
    }

    #[differentiate]
    fn run(p: &Params, x0: $F, n: usize) -> $F {
        let mut s = State { x: x0, v: 0.0, count: 0 };
        for _ in 0..n {
            in_place(&mut s, p);
        }
        s.x * s.x + s.count as $F
    }

    #[test]
    fn values_of_structs() {
        check_gradient!(several step(&PARAMS, START));
        check_gradient!(several with_the_rest(START, 0.6));
        check_gradient!(several reset(START));
        check_gradient!(end(&PARAMS, START, const 5));
        check_gradient!(in_parts(0.4, 1.7, const true));
        check_gradient!(in_parts(0.4, 1.7, const false));
    }

    #[test]
    fn taken_apart() {
        let list = vec![Vector { x: 0.4, y: -0.9 }, Vector { x: 1.2, y: 0.3 }];
        check_gradient!(patterns(&world(), &list));
        check_gradient!(closures(&list, 1.3));
        check_gradient!(grown(&list, 1.3));
    }

    #[test]
    fn written_in_place() {
        check_gradient!(run(&PARAMS, 0.8, const 4));
    }

    #[derive(Clone, Debug, PartialEq, Differentiable)]
    pub struct Polynomial<T: Float, const N: usize> {
        pub center: T,
        pub coefficients: [T; N],
        pub degree: usize,
    }

    #[differentiate(order = 2)]
    fn evaluated<T: Float + Differentiable<Tangent = T> + Tangent, const N: usize>(p: &Polynomial<T, N>, x: T) -> T {
        let mut sum = T::zero();
        for i in (0..p.degree).rev() {
            sum = sum * (x - p.center) + p.coefficients[i];
        }
        sum
    }

    #[test]
    fn type_parameters() {
        let p = Polynomial { center: 0.3 as $F, coefficients: [0.5, -1.2, 0.8], degree: 3 };
        check_gradient!(evaluated(&p, 0.9));
    }

    #[test]
    fn second_derivatives_are_differences_of_gradients() {
        let p_dot = ParamsTangent { k: 0.4, m: -0.7, dt: 0.2 };
        let s_dot = StateTangent { x: -0.3, v: 0.9 };
        let at = |h: $F| {
            let p = Params { k: PARAMS.k + h * p_dot.k, m: PARAMS.m + h * p_dot.m, dt: PARAMS.dt + h * p_dot.dt, ..PARAMS };
            let s = State { x: START.x + h * s_dot.x, v: START.v + h * s_dot.v, ..START };
            let (p, s) = end_grad(&p, s, 3);
            [p.k, p.m, p.dt, s.x, s.v]
        };
        let (p, s) = end_hvp(&PARAMS, START, 3, &p_dot, s_dot);
        let step = <$F>::EPSILON.cbrt();
        let (ahead, behind) = (at(step), at(-step));
        for ((product, ahead), behind) in [p.k, p.m, p.dt, s.x, s.v].iter().zip(ahead).zip(behind) {
            let difference = (ahead - behind) / (2.0 * step);
            let bound = 200.0 * step * step * (1.0 + difference.abs()) + 20.0 * <$F>::EPSILON / step;
            assert!((product - difference).abs() < bound, "{product} {difference}");
        }
    }

    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum Kind { Linear, Quadratic }

    #[derive(Clone, Copy, Debug, Differentiable)]
    pub struct Indexed {
        pub v: usize,
        pub scale: $F,
        #[differentiable(constant)]
        pub kind: Kind,
    }

    #[derive(Clone, Copy, Debug, Differentiable)]
    pub struct Valued {
        pub v: $F,
    }

    #[differentiate]
    fn square(x: $F) -> $F {
        x * x
    }

    // One name for an index and for a float.
    #[differentiate]
    fn of_one_name(indexed: &[Indexed], valued: &[Valued], x: &[$F]) -> $F {
        let mut sum = 0.0;
        for one in indexed {
            let at: usize = one.v;
            sum += x[at] * one.scale;
        }
        for s in valued {
            sum += square(s.v);
        }
        let v = valued[0].v;
        let first = square(v);
        let v = 1;
        sum + first * x[v]
    }

    #[differentiate]
    fn by_kind(p: &Indexed, x: $F) -> $F {
        match p.kind {
            Kind::Linear => p.scale * x,
            Kind::Quadratic => p.scale * x * x,
        }
    }

    #[test]
    fn integers_and_floats_under_one_name() {
        let p = Indexed { v: 1, scale: 0.7, kind: Kind::Quadratic };
        check_gradient!(of_one_name(&vec![p, p], &vec![Valued { v: 1.2 }], &vec![0.4, 0.9]));
        check_gradient!(by_kind(&p, 1.4));
        check_gradient!(by_kind(&Indexed { kind: Kind::Linear, ..p }, 1.4));
    }

    // A counter in a struct that every trip changes is read as it was then.
    #[differentiate(order = 2)]
    fn counted(s0: &State, x: &[$F]) -> $F {
        let mut s = *s0;
        let mut sum = 0.0;
        let mut at = Indexed { v: 0, scale: s.x, kind: Kind::Linear };
        for i in 0..x.len() {
            s.count += 2;
            at.v = i / 2;
            s.v = (s.v * x[i]).sin() * (s.count as $F);
            sum += s.v * x[at.v] * at.scale * (s.count as $F);
            if s.count > 4 {
                s.count = 1;
                at.scale *= s.v;
            }
        }
        sum * (s.count as $F)
    }

    #[test]
    fn counters_change_from_trip_to_trip() {
        check_gradient!(counted(&START, &vec![0.4, 1.3, -0.7, 0.9, 0.2]));
    }
}}
