//! `#[derive(Differentiable)]`: tangents of structs, and the linear operations on them.

#![allow(dead_code, reason = "fields that are held constant are only declared")]
#![allow(clippy::float_cmp, reason = "small integers are exact")]

use ad_runtime::{Differentiable, Elements, Scale, Tangent};

#[derive(Clone, Copy, Debug, PartialEq, Differentiable)]
struct Spring {
    stiffness: f64,
    rest: [f64; 2],
    coils: u32,
    #[differentiable(constant)]
    gravity: f64,
}

#[derive(Clone, Debug, Differentiable)]
struct Model {
    name: String,
    spring: Spring,
    weights: Vec<f64>,
    pair: (f64, usize),
}

#[derive(Clone, Copy, Debug, Differentiable)]
struct Meters(f64, u8, f64);

#[derive(Clone, Copy, Debug, PartialEq, Differentiable)]
#[differentiable(tangent = Self)]
struct Vector {
    x: f64,
    y: f64,
}

#[derive(Clone, Debug, Differentiable)]
struct Generic<T: num_traits::Float, const N: usize> {
    scale: T,
    values: [T; N],
    count: usize,
}

#[derive(Clone, Debug, Differentiable)]
struct Pair<A, B> {
    first: A,
    second: Vec<B>,
}

fn model() -> Model {
    Model {
        name: "a".into(),
        spring: Spring {
            stiffness: 2.0,
            rest: [1.0, 3.0],
            coils: 4,
            gravity: 9.81,
        },
        weights: vec![1.0, 2.0],
        pair: (0.5, 3),
    }
}

#[test]
fn constants_are_left_out() {
    let zero = model().zero_tangent();
    assert_eq!(
        zero,
        ModelTangent {
            spring: SpringTangent {
                stiffness: 0.0,
                rest: [0.0; 2]
            },
            weights: vec![0.0; 2],
            pair: (0.0, ()),
        }
    );
    assert_eq!(SpringTangent::default(), zero.spring);
}

#[test]
fn tangents_are_copied_where_their_parts_are() {
    fn copied<T: Copy>(value: T) -> [T; 2] {
        [value, value]
    }
    let [one, mut other] = copied(SpringTangent {
        stiffness: 1.0,
        rest: [2.0, 3.0],
    });
    other.accumulate(&one);
    assert_eq!((other.stiffness, other.rest), (2.0, [4.0, 6.0]));
    assert_eq!(copied(MetersTangent(1.0, (), 2.0))[1].2, 2.0);
}

#[test]
fn tangents_scale() {
    let tangent = ModelTangent {
        spring: SpringTangent {
            stiffness: 1.0,
            rest: [2.0, 0.0],
        },
        weights: vec![2.0, 4.0],
        pair: (0.0, ()),
    };
    assert_eq!(tangent.norm(), 5.0);
    assert_eq!(tangent.dot(&tangent.scaled(2.0)), 50.0);
    let mut tangent = tangent;
    let mut floats = Vec::new();
    tangent.for_each_element(&mut |float: &mut f64| floats.push(*float));
    assert_eq!(floats, [1.0, 2.0, 0.0, 2.0, 4.0, 0.0]);
    assert_eq!(tangent.zero_tangent(), model().zero_tangent());
}

#[test]
fn a_type_may_be_its_own_tangent() {
    let mut sum = Vector { x: 1.0, y: 2.0 };
    sum.accumulate(&sum.zero_tangent());
    sum.accumulate(&Vector { x: 0.5, y: 0.5 });
    assert_eq!(sum, Vector { x: 1.5, y: 2.5 });
}

#[test]
fn type_parameters() {
    let value = Generic {
        scale: 1.0_f32,
        values: [2.0; 3],
        count: 3,
    };
    let zero = value.zero_tangent();
    assert_eq!((zero.scale, zero.values), (0.0, [0.0; 3]));
    let pair = Pair {
        first: [1.0, 2.0],
        second: vec![3_u8],
    };
    let zero = pair.zero_tangent();
    assert_eq!((zero.first, zero.second), ([0.0; 2], vec![()]));
}
