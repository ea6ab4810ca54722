//! Solutions of linear systems and determinants, by their own rules: those of Giles 2008, "Collected matrix derivative results for
//! forward and reverse mode algorithmic differentiation".

use faer::linalg::solvers::{DenseSolveCore, Llt, PartialPivLu, Solve as _};
use faer::{Col, Mat, Side};

use crate::algebra::{Binary, CholeskyOfSide, Determinant, Inverse, Lu, Solve, TangentOf, Unary};
use crate::tangent::Scale;

/// Solutions, of right sides of each type.
macro_rules! solutions {
    ($($Factors:ident<$T:ty>, $B:ident;)*) => {$(
        /// x = A⁻¹ b: dx = A⁻¹ (db − dA x). In reverse, with λ = A⁻ᵀ x̄, b̄ = λ and Ā = −λ xᵀ.
        impl Binary<Solve, $B<$T>> for $Factors<$T> {
            type Output = $B<$T>;
            type Point = (Self, $B<$T>);

            #[inline]
            #[track_caller]
            fn value(factors: &Self, b: &$B<$T>) -> $B<$T> {
                factors.solve(b)
            }

            #[inline]
            fn point(factors: &Self, _: &$B<$T>, x: &$B<$T>) -> Self::Point {
                (factors.clone(), x.clone())
            }

            #[inline]
            fn left((factors, x): &Self::Point, a_dot: &Mat<$T>) -> $B<$T> {
                -factors.solve(a_dot * x)
            }

            #[inline]
            fn left_transposed((factors, x): &Self::Point, x_bar: &$B<$T>) -> Mat<$T> {
                -(factors.solve_transpose(x_bar) * x.transpose())
            }

            #[inline]
            fn right((factors, _): &Self::Point, b_dot: &$B<$T>) -> $B<$T> {
                factors.solve(b_dot)
            }

            #[inline]
            fn right_transposed((factors, _): &Self::Point, x_bar: &$B<$T>) -> $B<$T> {
                factors.solve_transpose(x_bar)
            }

            #[inline]
            fn transposed((factors, x): &Self::Point, x_bar: &$B<$T>) -> (Mat<$T>, $B<$T>) {
                let b_bar = factors.solve_transpose(x_bar);
                (-(&b_bar * x.transpose()), b_bar)
            }

            /// −A⁻¹ (dA δx + δA dx)
            #[inline]
            fn second(
                (factors, x): &Self::Point,
                (a_dot, b_dot): (&Mat<$T>, &$B<$T>),
                (a_along, b_along): (&Mat<$T>, &$B<$T>),
            ) -> $B<$T> {
                let x_dot = factors.solve(b_dot - a_dot * x);
                let x_along = factors.solve(b_along - a_along * x);
                -factors.solve(a_dot * x_along + a_along * x_dot)
            }

            /// With λ = A⁻ᵀ w and μ = A⁻ᵀ dAᵀ λ: μ xᵀ − λ dxᵀ, and −μ.
            #[inline]
            fn second_transposed(
                (factors, x): &Self::Point,
                (a_dot, b_dot): (&Mat<$T>, &$B<$T>),
                x_dot_bar: &$B<$T>,
            ) -> (Mat<$T>, $B<$T>) {
                let x_dot = factors.solve(b_dot - a_dot * x);
                let lambda = factors.solve_transpose(x_dot_bar);
                let mu = factors.solve_transpose(a_dot.transpose() * &lambda);
                (&mu * x.transpose() - lambda * x_dot.transpose(), -mu)
            }
        }
    )*};
}

/// Inverses, by the factors.
macro_rules! inverses {
    ($($Factors:ident<$T:ty>;)*) => {$(
        /// Z = A⁻¹: dZ = −Z dA Z
        impl Unary<Inverse> for $Factors<$T> {
            type Output = Mat<$T>;
            type Point = Mat<$T>;

            #[inline]
            #[track_caller]
            fn value(factors: &Self) -> Mat<$T> {
                factors.inverse()
            }

            #[inline]
            fn point(_: &Self, z: &Mat<$T>) -> Mat<$T> {
                z.clone()
            }

            #[inline]
            fn linear(z: &Mat<$T>, a_dot: &Mat<$T>) -> Mat<$T> {
                -(z * a_dot * z)
            }

            #[inline]
            fn transposed(z: &Mat<$T>, z_bar: &Mat<$T>) -> Mat<$T> {
                -(z.transpose() * z_bar * z.transpose())
            }

            #[inline]
            fn second(z: &Mat<$T>, a_dot: &Mat<$T>, along: &Mat<$T>) -> Mat<$T> {
                let (left, right) = (z * a_dot, z * along);
                (&left * &right + right * left) * z
            }

            #[inline]
            fn second_transposed(z: &Mat<$T>, a_dot: &Mat<$T>, z_dot_bar: &Mat<$T>) -> Mat<$T> {
                let across = z * a_dot * z;
                let (z, across) = (z.transpose(), across.transpose());
                across * z_dot_bar * z + z * z_dot_bar * across
            }
        }
    )*};
}

macro_rules! of_floats {
    ($($T:ty)*) => {$(
        solutions! {
            PartialPivLu<$T>, Col;
            PartialPivLu<$T>, Mat;
            Llt<$T>, Col;
            Llt<$T>, Mat;
        }

        inverses! {
            PartialPivLu<$T>;
            Llt<$T>;
        }

        /// The factors of `A`; the tangent is the same.
        impl Unary<Lu> for Mat<$T> {
            type Output = PartialPivLu<$T>;
            type Point = (usize, usize);

            #[inline]
            fn value(a: &Self) -> PartialPivLu<$T> {
                a.partial_piv_lu()
            }

            #[inline]
            fn point(a: &Self, _: &PartialPivLu<$T>) -> (usize, usize) {
                a.shape()
            }

            #[inline]
            fn linear(_: &(usize, usize), a_dot: &Self) -> Self {
                a_dot.clone()
            }

            #[inline]
            fn transposed(_: &(usize, usize), a_bar: &Self) -> Self {
                a_bar.clone()
            }

            #[inline]
            fn second(&(rows, columns): &(usize, usize), _: &Self, _: &Self) -> Self {
                Mat::zeros(rows, columns)
            }

            #[inline]
            fn second_transposed(&(rows, columns): &(usize, usize), _: &Self, _: &Self) -> Self {
                Mat::zeros(rows, columns)
            }
        }

        /// The factor of `A`, of which one triangle is read; its tangent is symmetric.
        impl Binary<CholeskyOfSide, Side> for Mat<$T> {
            type Output = Llt<$T>;
            type Point = (usize, Side);

            #[inline]
            #[track_caller]
            fn value(a: &Self, &side: &Side) -> Llt<$T> {
                a.llt(side).expect("the matrix is not positive definite")
            }

            #[inline]
            fn point(a: &Self, &side: &Side, _: &Llt<$T>) -> (usize, Side) {
                (a.nrows(), side)
            }

            #[inline]
            fn left(&(order, side): &(usize, Side), a_dot: &Self) -> Self {
                Mat::from_fn(order, order, |row, column| {
                    let (short, long) = (row.min(column), row.max(column));
                    match side {
                        Side::Lower => a_dot[(long, short)],
                        Side::Upper => a_dot[(short, long)],
                    }
                })
            }

            #[inline]
            fn left_transposed(&(order, side): &(usize, Side), a_bar: &Self) -> Self {
                Mat::from_fn(order, order, |row, column| {
                    let is_read = match side {
                        Side::Lower => row > column,
                        Side::Upper => row < column,
                    };
                    if row == column {
                        a_bar[(row, row)]
                    } else if is_read {
                        a_bar[(row, column)] + a_bar[(column, row)]
                    } else {
                        0.0
                    }
                })
            }

            #[inline]
            fn right(&(order, _): &(usize, Side), (): &()) -> Self {
                Mat::zeros(order, order)
            }

            #[inline]
            fn right_transposed(_: &(usize, Side), _: &Self) {}

            #[inline]
            fn second(
                &(order, _): &(usize, Side),
                _: (&Self, &TangentOf<Side>),
                _: (&Self, &TangentOf<Side>),
            ) -> Self {
                Mat::zeros(order, order)
            }

            #[inline]
            fn second_transposed(
                &(order, _): &(usize, Side),
                _: (&Self, &TangentOf<Side>),
                _: &Self,
            ) -> (Self, ()) {
                (Mat::zeros(order, order), ())
            }
        }

        /// d = det A: dd = d tr(A⁻¹ dA). NaN where the matrix is singular.
        impl Unary<Determinant> for Mat<$T> {
            type Output = $T;
            /// A⁻ᵀ, and d.
            type Point = (Self, $T);

            #[inline]
            fn value(a: &Self) -> $T {
                a.determinant()
            }

            #[inline]
            fn point(a: &Self, &d: &$T) -> (Self, $T) {
                (a.partial_piv_lu().inverse().transpose().to_owned(), d)
            }

            #[inline]
            fn linear((z, d): &(Self, $T), a_dot: &Self) -> $T {
                *d * z.dot(a_dot)
            }

            #[inline]
            fn transposed((z, d): &(Self, $T), &d_bar: &$T) -> Self {
                z.scaled(*d * d_bar)
            }

            #[inline]
            fn second((z, d): &(Self, $T), a_dot: &Self, along: &Self) -> $T {
                let across = z * a_dot.transpose() * z;
                *d * (z.dot(a_dot) * z.dot(along) - across.dot(along))
            }

            #[inline]
            fn second_transposed((z, d): &(Self, $T), a_dot: &Self, &d_dot_bar: &$T) -> Self {
                let across = z * a_dot.transpose() * z;
                (z.scaled(z.dot(a_dot)) - across).scaled(*d * d_dot_bar)
            }
        }
    )*};
}

of_floats! { f32 f64 }
