//! `f_grad_into` overwrites the caller's buffers, and refuses wrong lengths.

#![allow(clippy::float_cmp, reason = "the expected derivatives are exact")]

use ad_runtime::differentiate;
use ad_tests::for_f32_and_f64;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// The message with which `action` panics.
fn panic_message(action: impl FnOnce()) -> String {
    let payload = catch_unwind(AssertUnwindSafe(action)).expect_err("the action panics");
    match payload.downcast::<String>() {
        Ok(message) => *message,
        Err(payload) => (*payload.downcast::<&str>().expect("a panic with a message")).to_owned(),
    }
}

#[track_caller]
fn assert_mentions(message: &str, words: &[&str]) {
    assert!(
        words.iter().all(|word| message.contains(word)),
        "{message:?} should mention {words:?}"
    );
}

for_f32_and_f64! { ($F:ident) => {
    #[differentiate]
    fn scalars(x: $F, y: $F) -> $F { x * y }

    #[differentiate]
    fn arrays(a: &[$F; 3], b: [$F; 2]) -> $F { a[0] * b[1] + a[2] }

    #[differentiate]
    fn slices(left: &[$F], x: $F, right: &[$F]) -> $F { left[0] * right[1] * x }

    #[differentiate]
    fn owned(a: Vec<$F>) -> $F { a[0] * a[1] }

    #[differentiate]
    fn pairs(p: ($F, $F)) -> $F { p.0 * p.1 }

    #[differentiate]
    fn rows(m: &[[$F; 2]]) -> $F { m[0][0] * m[1][1] }

    #[differentiate]
    fn ragged(m: &[Vec<$F>]) -> $F { m[0][0] * m[1][0] }

    #[differentiate(wrt(a))]
    fn partly(x: $F, a: &[$F]) -> $F { a[0] * x }

    #[test]
    fn scalars_are_overwritten() {
        let (mut x_bar, mut y_bar) = (10.0, NAN);
        assert_eq!(scalars_grad_into(2.0, 3.0, &mut x_bar, &mut y_bar), 6.0);
        assert_eq!((x_bar, y_bar), (3.0, 2.0));
    }

    #[test]
    fn arrays_are_overwritten() {
        let (mut a_bar, mut b_bar) = ([NAN; 3], [10.0; 2]);
        assert_eq!(arrays_grad_into(&[2.0, 3.0, 5.0], [7.0, 11.0], &mut a_bar, &mut b_bar), 27.0);
        assert_eq!((a_bar, b_bar), ([11.0, 0.0, 1.0], [0.0, 2.0]));
    }

    #[test]
    fn slices_are_overwritten() {
        let (mut left_bar, mut x_bar, mut right_bar) = (vec![NAN; 3], 10.0, [10.0; 2]);
        let value = slices_grad_into(&[2.0, 3.0, 5.0], 7.0, &[11.0, 13.0], &mut left_bar, &mut x_bar, &mut right_bar);
        assert_eq!(value, 182.0);
        assert_eq!((left_bar.as_slice(), x_bar, right_bar), (&[91.0, 0.0, 0.0][..], 26.0, [0.0, 14.0]));
    }

    #[test]
    fn parts_of_a_buffer_serve() {
        let mut buffer = [NAN; 4];
        assert_eq!(owned_grad_into(vec![2.0, 3.0], &mut buffer[1..3]), 6.0);
        assert_eq!(buffer[1..3], [3.0, 2.0]);
        assert!(buffer[0].is_nan() && buffer[3].is_nan());
    }

    #[test]
    fn tuples_are_overwritten() {
        let mut p_bar = (NAN, 10.0);
        assert_eq!(pairs_grad_into((2.0, 3.0), &mut p_bar), 6.0);
        assert_eq!(p_bar, (3.0, 2.0));
    }

    #[test]
    fn nested_buffers_are_overwritten() {
        let mut m_bar = [[NAN; 2]; 3];
        assert_eq!(rows_grad_into(&[[2.0, 3.0], [5.0, 7.0], [11.0, 13.0]], &mut m_bar), 14.0);
        assert_eq!(m_bar, [[7.0, 0.0], [0.0, 2.0], [0.0, 0.0]]);
        let mut m_bar = [vec![NAN; 2], vec![10.0]];
        assert_eq!(ragged_grad_into(&[vec![2.0, 3.0], vec![5.0]], &mut m_bar), 10.0);
        assert_eq!(m_bar, [vec![5.0, 0.0], vec![2.0]]);
    }

    #[test]
    fn buffers_can_be_used_again() {
        let mut a_bar = [NAN; 2];
        for scale in [1.0, 2.0, 3.0] {
            assert_eq!(partly_grad_into(scale, &[5.0, 7.0], &mut a_bar), 5.0 * scale);
            assert_eq!(a_bar, [scale, 0.0]);
        }
    }

    #[test]
    fn too_short_a_buffer_panics() {
        let message = panic_message(|| _ = slices_grad_into(&[2.0; 3], 7.0, &[11.0; 2], &mut [0.0; 3], &mut 0.0, &mut [0.0; 1]));
        assert_mentions(&message, &["slices", "`right`", "length 1", "length 2"]);
    }

    #[test]
    fn too_long_a_buffer_panics() {
        let message = panic_message(|| _ = slices_grad_into(&[2.0; 3], 7.0, &[11.0; 2], &mut [0.0; 5], &mut 0.0, &mut [0.0; 2]));
        assert_mentions(&message, &["slices", "`left`", "length 5", "length 3"]);
    }

    #[test]
    fn wrong_length_of_an_owned_parameters_buffer_panics() {
        let message = panic_message(|| _ = owned_grad_into(vec![2.0, 3.0], &mut [0.0; 4]));
        assert_mentions(&message, &["owned", "`a`", "length 4", "length 2"]);
    }

    #[test]
    fn wrong_number_of_rows_panics() {
        let message = panic_message(|| _ = rows_grad_into(&[[1.0; 2]; 3], &mut [[0.0; 2]; 2]));
        assert_mentions(&message, &["rows", "`m`", "length 2", "length 3"]);
    }

    #[test]
    fn wrong_length_of_a_row_panics() {
        let message = panic_message(|| _ = ragged_grad_into(&[vec![2.0, 3.0], vec![5.0]], &mut [vec![0.0; 2], vec![0.0; 2]]));
        assert_mentions(&message, &["ragged", "`m", "length 2", "length 1"]);
    }

    const NAN: $F = $F::NAN;
} }
