//! Programs that were once differentiated wrongly, or refused although they are within the language.

#![allow(
    clippy::float_cmp,
    clippy::let_and_return,
    clippy::let_unit_value,
    clippy::needless_late_init,
    clippy::no_effect_underscore_binding,
    clippy::self_assignment,
    clippy::shadow_unrelated,
    clippy::suboptimal_flops,
    clippy::trivially_copy_pass_by_ref,
    clippy::unnecessary_cast,
    clippy::useless_let_if_seq
)]

use ad_runtime::{constant, differentiate};
use ad_tests::{case, for_f32_and_f64};

for_f32_and_f64! { ($F:ident) => {
    // The alias `w` was spelled `x` where an inner `x` captured it.
    case! { alias_beside_an_inner_binding(0.7);
        #[differentiate]
        pub fn f(x: $F) -> $F {
            let w = x;
            x * constant({ let x: $F = 0.5; w * x }).floor() + w % constant({ let x: $F = 0.25; w + x })
        }
    }
    // A temporary was renamed after verbatim code had spelled it.
    case! { part_of_a_block_in_verbatim_code(0.7);
        #[differentiate]
        pub fn f(x: $F) -> $F {
            let p = { (x, 1.0 as $F) };
            let _one: $F = p.1 as $F;
            let u;
            u = p;
            u.0
        }
    }
    case! { constant_part_through_a_reference(&(0.7, 1.3), const &(3, 0.5));
        #[differentiate(wrt(p))]
        pub fn f(p: &($F, $F), q: &(i32, $F)) -> $F {
            let t = q.0 as $F;
            p.0 * t + p.1 * q.1
        }
    }
    case! { part_of_an_array_of_tuples(0.7, const 1.3);
        #[differentiate(constant(y))]
        pub fn f(z: $F, y: $F) -> $F {
            let t = [(z, y)];
            let x = t[0].1;
            t[0].0 * x
        }
    }
    // The sum of two cotangents of a tuple was written with `+=`.
    case! { tuple_overwritten_by_its_own_parts(0.7);
        #[differentiate]
        pub fn f(x: $F) -> $F {
            let mut s = (1.0, (0.4, 0.5), 0.0);
            s = (x, s.1, x);
            s.0 * (s.1).0 + s.2 * (s.1).1
        }
    }
    // A value computed twice lost its tangent where the first had none.
    case! { second_use_of_a_part_that_was_not_needed([0.7]);
        #[differentiate]
        pub fn f(y: [$F; 1]) -> $F {
            let _t = [y[0]];
            y[0]
        }
    }
    case! { equal_parts_into_a_tuple_and_out(0.7, ([1.2, 0.4], 0.3));
        #[differentiate]
        pub fn f(x: $F, k: ([$F; 2], $F)) -> $F {
            let p: ([$F; 2], i32, [$F; 2]);
            p = (k.0, 1, k.0);
            k.0[1] % (x / p.2[1])
        }
    }
    case! { overwritten_by_a_literal(0.7);
        #[differentiate]
        pub fn f(mut x: $F) -> $F {
            let y = x;
            x = 1.5;
            x = x.mul_add(x, x);
            let mut s = y;
            s = 0.25;
            x * y * s.sqrt()
        }
    }
    case! { typed_parts_that_are_literals(0.7);
        #[differentiate]
        pub fn f(x: $F) -> $F {
            let q: ($F, $F) = { (x, 0.79) };
            q.1.signum() * q.0
        }
    }
    case! { several reference_dereferenced_in_a_tuple(&0.7);
        #[differentiate]
        pub fn f(x: &$F) -> ($F, ($F, $F)) { (*x, (*x).sin_cos()) }
    }
    case! { integer_in_a_tuple_that_is_overwritten(0.7, 1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F {
            let mut t = (x, 1, y);
            t = (x, t.1, y);
            t.0 * t.2 * t.1 as $F
        }
    }
    case! { destructuring_assignment_of_literals(0.7, 1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F {
            let (mut a, mut b) = (x, y);
            let c = a * b;
            (a, b) = (0.5, 1.0);
            c * a + b
        }
    }
    case! { block_that_assigns_before_its_literal(0.7);
        #[differentiate]
        pub fn f(x: $F) -> $F {
            let mut t = 2.0 * x;
            let y = { t -= x * x; 0.5 as $F }.max(1.0);
            y * t
        }
    }
    case! { deferred_tuple(0.7);
        #[differentiate]
        pub fn f(x: $F) -> $F {
            let t;
            let y = x * x;
            t = (0.5 as $F, y, x);
            t.0 * t.1 + t.2
        }
    }
    case! { nested_constant_parts(0.7, 1.3);
        #[differentiate]
        pub fn f(x: $F, a: $F) -> $F {
            const C: [$F; 2] = [0.5, 0.25];
            [C, [x, a]][1][0] * [C, [x, a]][0][0] * a
        }
    }
    // The sign of a quotient went to the integer that is cast.
    case! { negative_of_a_quotient_of_a_cast(0.7, 1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F { 1_usize as $F / (x * y) }
    }
    case! { typed_array_within_a_typed_tuple(0.7);
        #[differentiate]
        pub fn f(x: $F) -> $F {
            let (y, [_, z]): ($F, [$F; 2]) = (x, [1.5, 2.0]);
            z.powi(2) * y
        }
    }
    // The value of a mutable variable was read after its later assignment, where it had shadowed another.
    case! { mutable_variable_that_shadows(0.7);
        #[differentiate]
        pub fn f(x: $F) -> $F {
            let _t = 4.0 as $F;
            let (mut t, _) = (1.5 as $F, 1.0_f32);
            let y = x / t;
            t = 3.0;
            y * t
        }
    }
    case! { mutable_tuple_that_shadows(0.7, 1.3);
        #[differentiate]
        pub fn f(x: $F, z: $F) -> $F {
            let w = x;
            let mut x = (1.5, 2.0 as $F);
            let y = (x, z);
            x.0 -= 1.0;
            w * (y.0).0 * y.1 * x.0
        }
    }
    case! { operand_before_statements_that_change_it(0.7);
        #[differentiate]
        pub fn f(x: $F) -> $F {
            let mut n = 2.0 as $F;
            let y = n * { n = 5.0; x };
            let z = x.mul_add(n, { n = 3.0; x * n });
            let p = (n, { n = 7.0; x * n });
            y * z + p.0 * p.1 + n * x
        }
    }
    case! { several inert_arrays_and_tuples_as_results(0.7);
        #[differentiate]
        pub fn f(x: $F) -> [($F, $F); 2] {
            let y = 2.0 % 0.471;
            let _z = x;
            [(1.0, 0.5), (y + y, y)]
        }
    }
    // The pullback kept the references that other names stand for, and borrowed what it must not.
    case! { alias_of_a_reference_to_a_tuple(0.7, 1.3, const &(0.5, 3, 2));
        #[differentiate(wrt(x, y))]
        pub fn f(x: $F, y: $F, z: &($F, i32, i32)) -> $F {
            let w = z;
            x * y * w.1 as $F
        }
    }
    case! { alias_of_a_reference_to_an_array(0.7, const 1.3, vec![[0.5, 2.0]], const &[3.0]);
        #[differentiate(wrt(x, z))]
        pub fn f(x: $F, y: $F, z: Vec<[$F; 2]>, k: &[$F; 1]) -> $F {
            let w = k;
            x * w[0] * y * z[0][1]
        }
    }
    case! { alias_of_a_reference_to_a_float(0.7, const &1.3);
        #[differentiate(wrt(x))]
        pub fn f(x: $F, k: &$F) -> $F {
            let w = k;
            let v;
            v = w;
            (x * w).sin() * (w + 1.0) + x / v
        }
    }
    case! { parts_of_what_is_borrowed(0.7, const &(1.3, 0.5));
        #[differentiate(wrt(x))]
        pub fn f(x: $F, k: &($F, $F)) -> $F {
            let (s, t) = k;
            let &(u, ref v) = k;
            let (w, n) = (k, 2.0);
            x * s + x.sin() * t - x * u / v * w.0 + (x * n).max(*s)
        }
    }
    case! { elements_of_what_is_borrowed(0.7, const &[1.3, 0.5]);
        #[differentiate(wrt(x))]
        pub fn f(x: $F, k: &[$F]) -> $F {
            let s = &k[0];
            let t = k.last().unwrap();
            let u = if k.len() > 1 { t } else { &1.0 };
            x * s + t * x.sin() - x / u
        }
    }
    // Inert operands were evaluated in the order in which the cotangents read them.
    case! { operands_with_effects(0.7);
        #[differentiate]
        pub fn f(x: $F) -> $F {
            let mut n = 1.0;
            let mut next = || { n *= 2.0; n };
            x / next() * next()
        }
    }
    // A literal beside the integer of a power was taken for a mistake.
    case! { power_of_a_literal(0.7);
        #[differentiate]
        pub fn f(x: $F) -> $F {
            let (n, y): (i32, $F) = (3, { x });
            $F::powi(2.0, n) * y
        }
    }
    // The cotangent of a tuple within one of unknown types was added to with `+=`.
    case! { several tuple_beside_an_integer(0.7, &1.3);
        #[differentiate]
        pub fn f(x: $F, y: &$F) -> ($F, $F) {
            let mut s = (*y, (1.0 as $F, 2.0), 2 * 3);
            (s.1).1 += x;
            s = (*y + s.0, s.1, 0);
            (s.1).0 -= s.0;
            (s.1).0 -= 0.5;
            s.2 += 1;
            s.1
        }
    }
    // What a pullback reads was moved away before.
    case! { part_of_what_is_moved(0.7, const 2);
        #[differentiate]
        pub fn f(x: $F, n: usize) -> $F {
            let range = n..5;
            x * range.start as $F * range.count() as $F
        }
    }
} }

// Differences would see the derivative that `constant` hides.
mod stop_gradient {
    use super::*;

    // An inert operand was read after a later operand had assigned to it.
    #[differentiate]
    fn operand_before_an_assignment(x: f64) -> f64 {
        let mut s = x;
        constant(s) / {
            s = 2.0 * x;
            s
        }
    }

    // The alias `b` was spelled `a` where an inner `a` captured it.
    #[differentiate]
    fn alias_of_a_slice(a: &[f64]) -> f64 {
        let b = a;
        a[0] * constant({
            let a = 0.5;
            b[1] * a
        })
    }

    // The inner `p` was renamed with the outer one, and captured `u`.
    #[differentiate]
    fn alias_of_an_alias(z: f64) -> f64 {
        let u = z;
        let p = z;
        z * constant({
            let b = p;
            let p = 1.0;
            u + b * p
        })
    }

    // A destructuring assignment was not seen to assign.
    #[differentiate]
    fn operand_before_a_destructuring_assignment(x: f64) -> f64 {
        let mut z = 1.0;
        constant(z)
            / ({
                (z, _) = (2.0 * x, x);
                z
            })
    }

    #[test]
    fn values_are_those_of_the_time() {
        assert_eq!(alias_of_an_alias_value_and_grad(3.0), (18.0, 6.0));
        assert_eq!(
            operand_before_a_destructuring_assignment_value_and_grad(0.5),
            (1.0, -2.0)
        );
        assert_eq!(
            operand_before_an_assignment_value_and_grad(0.5),
            (0.5, -1.0)
        );
        let (value, a_bar) = alias_of_a_slice_value_and_grad(&[0.5, 3.0]);
        assert_eq!((value, a_bar), (0.75, vec![1.5, 0.0]));
    }
}

mod names_of_fields {
    use ad_runtime::{Differentiable, differentiate};
    use approx::assert_relative_eq;

    #[derive(Clone, Copy, Debug, Differentiable)]
    struct Point {
        x: f64,
        w: f64,
    }

    // The field was taken for the variable, which had no value yet.
    #[differentiate]
    fn a_field_called_like_a_variable_declared_before(x: f64) -> f64 {
        let w;
        let mut y = x;
        #[checkpoint(2)]
        for _ in 0..3 {
            let p = Point { x: 1.0, w: 0.5 };
            y = y * p.w * p.x + x;
        }
        w = y * y;
        w * x
    }

    // The end of a range in a macro was taken for a field.
    #[differentiate]
    fn a_range_in_a_macro(v: &[f64], n: usize) -> f64 {
        let mut sum = 0.0;
        for i in 0..n {
            let n = i + 1;
            debug_assert!(v[i..n].len() == 1);
            sum += v[i] * v[i];
        }
        sum
    }

    #[test]
    fn fields_are_no_variables() {
        // y = (1 + ½ + ¼ + ⅛) x, and the value is y² x.
        let gradient = a_field_called_like_a_variable_declared_before_grad(2.0);
        assert_relative_eq!(gradient, 3.0 * 1.875 * 1.875 * 4.0, max_relative = 1e-14);
        assert_eq!(a_range_in_a_macro_grad(&[1.0, 2.0], 2), [2.0, 4.0]);
    }
}

/// What is called again and again: companions of second order and matrices.
mod called_again {
    use super::*;
    use ad_runtime::Differentiable;

    #[derive(Clone, Copy, Debug, Default, PartialEq, Differentiable)]
    struct Scale {
        k: f64,
    }

    #[differentiate]
    impl Scale {
        // A receiver behind a reference was cloned where it was to be lent.
        #[differentiate(order = 2)]
        fn cubed(&self, x: f64) -> f64 {
            self.k * x * x * x
        }

        #[differentiate]
        fn slope(&self, x: f64) -> f64 {
            let (value, slope) = self.cubed_value_and_grad(x);
            let (_, along) = self.cubed_jvp(x, 2.0);
            value + slope + along + self.cubed_grad(x)
        }

        // A receiver that is written had no name in the closures that run the call again.
        #[differentiate(wrt(self, x), order = 2)]
        fn grow(&mut self, x: f64) -> f64 {
            self.k *= x * x;
            self.k * x
        }

        // The zero of a literal was copied before its type was known.
        #[differentiate(wrt(self, x), order = 2)]
        fn beside_an_integer(&self, x: f64) -> (i32, f64) {
            (2, self.k * x * x)
        }
    }

    #[differentiate(order = 2)]
    fn grown(k: f64, x: f64) -> f64 {
        let mut scale = Scale { k };
        let (_, square) = Scale::beside_an_integer(&scale, x);
        Scale::grow(&mut scale, x) + 2.0 * square
    }

    #[test]
    fn methods() {
        let scale = Scale { k: 0.5 };
        assert_eq!(scale.cubed_hvp(2.0, 1.0), 6.0);
        // k (x³ + 3 x² + 6 x² + 3 x²)
        assert_eq!(scale.slope(2.0), 28.0);
        assert_eq!(scale.slope_grad(2.0), 30.0);
        assert_eq!(scale.slope_jvp(2.0, 1.0).1, 30.0);
        assert_eq!(scale.slope_linearize(2.0).1(1.0), 30.0);
        assert_eq!(scale.slope_vjp(2.0).1(1.0), 30.0);
        // k x³ + 2 k x²
        assert_eq!(grown_grad(0.5, 2.0), (16.0, 10.0));
        assert_eq!(grown_hessian(0.5, 2.0), [[0.0, 20.0], [20.0, 8.0]]);
    }

    #[derive(Clone, Copy, Debug, Default, PartialEq, Differentiable)]
    struct Point {
        x: f64,
        y: f64,
    }

    // What a tangent is zero like was written down behind it.
    #[differentiate(order = 2)]
    fn completed(x: f64, y: f64) -> f64 {
        if x < y {
            let point = Point {
                x: y,
                ..Point { x, y: x }
            };
            return point.y;
        }
        y
    }

    #[test]
    fn the_rest_of_a_struct() {
        let expected = ((1.0, 0.0), (0.0, 0.0));
        assert_eq!(completed_grad_and_hvp(1.0, 2.0, 0.5, 0.25), expected);
    }

    // A counter that every call changes cannot be passed again: there is no matrix, but all else.
    #[differentiate(order = 2)]
    fn counted(x: f64, n: &mut usize) -> f64 {
        *n += 1;
        x * x * x
    }

    #[differentiate]
    fn listed(x: &[f64], n: &mut usize) -> Vec<f64> {
        *n += 1;
        x.iter().map(|v| v * v).collect()
    }

    #[test]
    fn counters() {
        let mut n = 0;
        assert_eq!(counted_hvp(2.0, &mut n, 1.0), 12.0);
        assert_eq!(counted_grad_and_hvp(2.0, &mut n, 1.0), (12.0, 12.0));
        assert_eq!(listed_jvp(&[3.0], &mut n, &[1.0]), (vec![9.0], vec![6.0]));
        let (value, pullback) = listed_vjp(&[3.0], &mut n);
        assert_eq!((value, pullback(&[1.0])), (vec![9.0], vec![6.0]));
        drop(pullback);
        assert_eq!(n, 4);
    }

    #[derive(Clone, Copy, Debug, PartialEq, Differentiable)]
    struct Marked {
        x: f64,
        count: i32,
    }

    // Under a name that has been another's, a field does not show by its uses that it is an integer: the result does.
    #[differentiate]
    fn returned_with_a_count(k: (f64, f64), marked: Marked) -> (f64, i32) {
        let scale = k.0 * k.1;
        let k = marked;
        (k.x.powi(k.count) * scale, k.count)
    }

    #[test]
    fn an_integer_of_a_struct_is_returned() {
        let marked = Marked { x: 3.0, count: 2 };
        let (value, pullback) = returned_with_a_count_vjp((2.0, 5.0), marked);
        assert_eq!(value, (90.0, 2));
        assert_eq!(
            pullback((1.0, ())),
            ((45.0, 18.0), MarkedTangent { x: 60.0 })
        );
    }
}

/// Of a function of an array of arrays, each direction was made of one index.
mod directions_along_arrays_of_arrays {
    use ad_runtime::{Scalar, differentiate};

    #[differentiate(order = 2)]
    fn generic<T: Scalar>(x: T, y: [[T; 2]; 2]) -> T {
        x / y[0][1] + y[1][0] * y[1][1]
    }

    #[differentiate(order = 2)]
    fn concrete(x: f64, y: [[f64; 2]; 2]) -> f64 {
        x / y[0][1] + y[1][0] * y[1][1]
    }

    // More results than arguments: the columns of the Jacobian are directions.
    #[differentiate(forward)]
    fn several(y: [[f64; 2]; 2]) -> [f64; 5] {
        [
            y[0][0],
            2.0 * y[0][1],
            3.0 * y[1][0],
            5.0 * y[1][1],
            7.0 * y[0][1],
        ]
    }

    #[test]
    fn are_unit_vectors() {
        let (x, y) = (0.5, [[1.0, 2.0], [3.0, 5.0]]);
        let expected = [
            [0.0, 0.0, -0.25, 0.0, 0.0],
            [0.0; 5],
            [-0.25, 0.0, 0.125, 0.0, 0.0],
            [0.0, 0.0, 0.0, 0.0, 1.0],
            [0.0, 0.0, 0.0, 1.0, 0.0],
        ];
        let (generic, concrete) = (generic_hessian(x, y), concrete_hessian(x, y));
        for (row, expected) in expected.iter().enumerate() {
            assert_eq!(generic.row(row), expected);
            assert_eq!(concrete.row(row), expected);
        }
        let jacobian = [
            [1.0, 0.0, 0.0, 0.0],
            [0.0, 2.0, 0.0, 0.0],
            [0.0, 0.0, 3.0, 0.0],
            [0.0, 0.0, 0.0, 5.0],
            [0.0, 7.0, 0.0, 0.0],
        ];
        assert_eq!(several_jacobian(y), jacobian);
    }
}
