//! Operations of matrices: products, parts, determinants and inverses.

use glam::{
    DMat2, DMat3, DMat4, DVec2, DVec3, DVec4, Mat2, Mat3, Mat3A, Mat4, Vec2, Vec3, Vec3A, Vec4,
};

use crate::algebra::{
    Bilinear, Binary, Column, Determinant, Inverse, Linear, Multiplication, Row, TangentOf,
    Transpose, Unary,
};

/// The matrix with another column in the place of one.
macro_rules! with_column {
    ($a:expr, $index:ident, $column:expr) => {{
        let mut a = $a;
        *a.col_mut($index) = $column;
        a
    }};
}

/// Parts of a matrix, by an index: how they are read, and written.
macro_rules! parts {
    ($($M:ty, $V:ty, $Op:ident, |$x:ident, $at:ident| $get:expr, |$y:ident, $i:ident, $part:ident| $set:expr;)*) => {$(
        impl Binary<$Op, usize> for $M {
            type Output = $V;
            type Point = usize;

            #[inline]
            #[track_caller]
            fn value($x: &Self, &$at: &usize) -> $V {
                $get
            }

            #[inline]
            fn point(_: &Self, &index: &usize, _: &$V) -> usize {
                index
            }

            #[inline]
            fn left(&$at: &usize, $x: &Self) -> $V {
                $get
            }

            #[inline]
            fn left_transposed(&$i: &usize, $part: &$V) -> Self {
                let mut $y = Self::ZERO;
                $set;
                $y
            }

            #[inline]
            fn right(_: &usize, (): &()) -> $V {
                <$V>::ZERO
            }

            #[inline]
            fn right_transposed(_: &usize, _: &$V) {}

            #[inline]
            fn second(_: &usize, _: (&Self, &TangentOf<usize>), _: (&Self, &TangentOf<usize>)) -> $V {
                <$V>::ZERO
            }

            #[inline]
            fn second_transposed(_: &usize, _: (&Self, &TangentOf<usize>), _: &$V) -> (Self, ()) {
                (Self::ZERO, ())
            }
        }
    )*};
}

/// Of each type: its floats, its columns, and how many of them.
macro_rules! matrices {
    ($($M:ty, $T:ty, $V:ty, $order:literal;)*) => {$(
        impl Bilinear<Multiplication, $V> for $M {
            type Output = $V;

            #[inline]
            fn of(x: &Self, y: &$V) -> $V {
                x * y
            }

            /// The columns of z̄ yᵀ.
            #[inline]
            fn left_transposed(y: &$V, z_bar: &$V) -> Self {
                let mut x_bar = Self::ZERO;
                for column in 0..$order {
                    *x_bar.col_mut(column) = z_bar * y[column];
                }
                x_bar
            }

            #[inline]
            fn right_transposed(x: &Self, z_bar: &$V) -> $V {
                x.transpose() * z_bar
            }
        }

        impl Bilinear<Multiplication, $M> for $M {
            type Output = Self;

            #[inline]
            fn of(x: &Self, y: &Self) -> Self {
                x * y
            }

            #[inline]
            fn left_transposed(y: &Self, z_bar: &Self) -> Self {
                z_bar * y.transpose()
            }

            #[inline]
            fn right_transposed(x: &Self, z_bar: &Self) -> Self {
                x.transpose() * z_bar
            }
        }

        impl Linear<Transpose> for $M {
            type Output = Self;
            type Shape = ();

            #[inline]
            fn of(x: &Self) -> Self {
                x.transpose()
            }

            #[inline]
            fn shape(_: &Self) {}

            #[inline]
            fn transposed((): &(), z_bar: &Self) -> Self {
                z_bar.transpose()
            }
        }

        parts! {
            $M, $V, Column, |x, index| x.col(index), |x, index, part| *x.col_mut(index) = *part;
            $M, $V, Row, |x, index| x.row(index), |x, index, part| for column in 0..$order {
                x.col_mut(column)[index] = part[column];
            };
        }

        /// The determinant is linear in each column: its derivatives are determinants with columns of tangents in the
        /// places of columns of `A`, and are there of singular matrices too.
        impl Unary<Determinant> for $M {
            type Output = $T;
            type Point = Self;

            #[inline]
            fn value(a: &Self) -> $T {
                a.determinant()
            }

            #[inline]
            fn point(a: &Self, _: &$T) -> Self {
                *a
            }

            #[inline]
            fn linear(a: &Self, a_dot: &Self) -> $T {
                let of = |i: usize| with_column!(*a, i, a_dot.col(i)).determinant();
                (0..$order).map(of).sum()
            }

            /// Of the column that a number stands in, the determinant with a unit vector is what a cofactor is.
            #[inline]
            fn transposed(a: &Self, &d_bar: &$T) -> Self {
                let mut cofactors = Self::ZERO;
                for i in 0..$order {
                    for row in 0..$order {
                        let unit = Self::IDENTITY.col(row);
                        cofactors.col_mut(i)[row] = with_column!(*a, i, unit).determinant();
                    }
                }
                cofactors * d_bar
            }

            #[inline]
            fn second(a: &Self, a_dot: &Self, along: &Self) -> $T {
                let of = |i: usize| {
                    let a = with_column!(*a, i, a_dot.col(i));
                    let others = (0..$order).filter(move |&j| j != i);
                    let terms = others.map(move |j| with_column!(a, j, along.col(j)).determinant());
                    terms.sum::<$T>()
                };
                (0..$order).map(of).sum()
            }

            #[inline]
            fn second_transposed(a: &Self, a_dot: &Self, &d_dot_bar: &$T) -> Self {
                let mut sum = Self::ZERO;
                for i in 0..$order {
                    let a = with_column!(*a, i, a_dot.col(i));
                    let mut cofactors = <Self as Unary<Determinant>>::transposed(&a, &d_dot_bar);
                    *cofactors.col_mut(i) = <$V>::ZERO;
                    sum += cofactors;
                }
                sum
            }
        }

        /// Z = A⁻¹: dZ = −Z dA Z
        impl Unary<Inverse> for $M {
            type Output = Self;
            type Point = Self;

            #[inline]
            #[track_caller]
            fn value(a: &Self) -> Self {
                a.inverse()
            }

            #[inline]
            fn point(_: &Self, z: &Self) -> Self {
                *z
            }

            #[inline]
            fn linear(z: &Self, a_dot: &Self) -> Self {
                -(z * a_dot * z)
            }

            #[inline]
            fn transposed(z: &Self, z_bar: &Self) -> Self {
                -(z.transpose() * z_bar * z.transpose())
            }

            #[inline]
            fn second(z: &Self, a_dot: &Self, along: &Self) -> Self {
                let (left, right) = (z * a_dot, z * along);
                (left * right + right * left) * z
            }

            #[inline]
            fn second_transposed(z: &Self, a_dot: &Self, z_dot_bar: &Self) -> Self {
                let across = (z * a_dot * z).transpose();
                let z = z.transpose();
                across * z_dot_bar * z + z * z_dot_bar * across
            }
        }
    )*};
}

matrices! {
    Mat2, f32, Vec2, 2;
    Mat3, f32, Vec3, 3;
    Mat3A, f32, Vec3A, 3;
    Mat4, f32, Vec4, 4;
    DMat2, f64, DVec2, 2;
    DMat3, f64, DVec3, 3;
    DMat4, f64, DVec4, 4;
}
