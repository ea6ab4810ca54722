#![allow(
    clippy::float_cmp,
    reason = "sums and products of small integers are exact"
)]

use super::*;

#[test]
fn zeros_have_the_shape_of_the_value() {
    assert_eq!(zero_tangent(&1.0_f64).to_bits(), 0);
    assert_eq!(zero_tangent(&2.0_f32).to_bits(), 0);
    assert_eq!(zero_tangent(&[[1.0, 2.0], [3.0, 4.0]]), [[0.0; 2]; 2]);
    assert_eq!(
        zero_tangent(&(1.0_f64, [2.0_f32; 2], 3_usize)),
        (0.0, [0.0; 2], ())
    );
    assert_eq!(zero_tangent(&&(1.0, &[2.0])), (0.0, [0.0]));
    assert_eq!(
        zero_tangent(&(1_u8, 2_i8, 3, 4, 5, 6, 7, 8, (), 10.0_f64, true, 'l'))
            .9
            .to_bits(),
        0
    );
}

#[test]
fn accumulate_adds_element_by_element() {
    let mut a = ([1.0, 2.0], 3.0_f32, ());
    a.accumulate(&([10.0, 20.0], 30.0, ()));
    assert_eq!(a, ([11.0, 22.0], 33.0, ()));
    assert_eq!(sum([1.0, 2.0], &[0.5, 0.25]), [1.5, 2.25]);
    let mut buffer = [1.0, 2.0];
    accumulate_slice(&mut buffer, &[1.0, 1.0]);
    assert_eq!(buffer, [2.0, 3.0]);
}

#[test]
fn scaled_and_dot_are_the_two_uses_of_partials() {
    let partials = ([1.0, 2.0], 3.0, ());
    assert_eq!(partials.scaled(2.0), ([2.0, 4.0], 6.0, ()));
    let slope: f64 = partials.dot(&([10.0, 100.0], 1000.0, ()));
    assert_eq!(slope.to_bits(), 3210.0_f64.to_bits());
    assert_eq!([1.0_f32, 2.0].scaled(0.5), [0.5, 1.0]);
}

#[test]
#[should_panic(expected = "tangents of different lengths do not add up: 1 and 2")]
fn slices_of_different_lengths_panic() {
    accumulate_slice(&mut [1.0], &[1.0, 2.0]);
}

#[cfg(feature = "alloc")]
mod with_alloc {
    use std::vec;

    use super::*;

    #[test]
    fn vectors_and_slices_have_vector_tangents() {
        assert_eq!(zero_tangent(&vec![[1.0, 2.0]; 2]), vec![[0.0; 2]; 2]);
        assert_eq!(zero_tangent(&[1.0, 2.0][..]), vec![0.0; 2]);
        assert_eq!(
            zero_tangent(&&[vec![1.0], vec![]][..]),
            vec![vec![0.0], vec![]]
        );
        assert_eq!(sum(vec![1.0, 2.0], &vec![3.0, 4.0]), vec![4.0, 6.0]);
        assert_eq!(vec![1.0, 2.0].scaled(3.0), vec![3.0, 6.0]);
        let slope: f64 = vec![1.0, 2.0].dot(&vec![3.0, 4.0]);
        assert_eq!(slope.to_bits(), 11.0_f64.to_bits());
    }

    #[test]
    #[should_panic(expected = "tangents of different lengths do not add up: 3 and 2")]
    fn accumulating_another_length_panics() {
        vec![0.0; 3].accumulate(&vec![0.0; 2]);
    }

    #[test]
    #[should_panic(expected = "tangents of different lengths do not add up: 2 and 1")]
    fn the_dot_product_with_another_length_panics() {
        let _: f64 = vec![0.0; 2].dot(&vec![0.0]);
    }
}
