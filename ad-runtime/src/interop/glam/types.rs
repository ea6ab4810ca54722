//! What tangents are, and how the rest of the crate sees them.

use glam::{
    DMat2, DMat3, DMat4, DVec2, DVec3, DVec4, Mat2, Mat3, Mat3A, Mat4, Vec2, Vec3, Vec3A, Vec4,
};

use crate::algebra::operand::operands;
#[cfg(feature = "alloc")]
use crate::check::{Coordinates, Seed, Visitor};
use crate::elements::Elements;
use crate::interop::space::{Space, norms, spaces};
use crate::tangent::{Differentiable, Scale, Tangent};

/// Of each type: its floats, the inner product of two, and how its floats are visited.
macro_rules! types {
    ($($V:ty, $T:ty, |$x:ident, $y:ident| $dot:expr, |$v:ident, $visit:ident| $walk:expr;)*) => {$(
        impl Differentiable for $V {
            type Tangent = Self;

            #[inline]
            fn zero_tangent(&self) -> Self {
                Self::ZERO
            }
        }

        impl Tangent for $V {
            #[inline]
            fn accumulate(&mut self, other: &Self) {
                *self += *other;
            }
        }

        impl Scale<$T> for $V {
            #[inline]
            fn scaled(&self, factor: $T) -> Self {
                *self * factor
            }

            #[inline]
            fn dot(&self, other: &Self) -> $T {
                let ($x, $y) = (*self, *other);
                $dot
            }
        }

        impl Space<$T> for $V {
            type Shape = ();

            #[inline]
            fn space(&self) {}

            #[inline]
            fn zeros((): &()) -> Self {
                Self::ZERO
            }
        }

        impl Elements<$T> for $V {
            #[inline]
            fn for_each_element(&mut self, $visit: &mut impl FnMut(&mut $T)) {
                let $v = self;
                $walk
            }
        }

        #[cfg(feature = "alloc")]
        impl Coordinates for $V {
            fn visit(&mut self, visitor: &mut Visitor<'_>) {
                let mut index = 0;
                self.for_each_element(&mut |element| {
                    visitor.element(index, element);
                    index += 1;
                });
            }
        }

        #[cfg(feature = "alloc")]
        impl Seed for $V {
            type Passed<'a> = Self;

            fn passed(&self) -> Self {
                *self
            }
        }

        operands! { [] $V; }
        spaces! { [] $V, $T, |x, y| x / y; }
    )*};
}

macro_rules! vectors {
    ($($V:ty, $T:ty;)*) => {
        types! {$(
            $V, $T, |x, y| x.dot(y), |v, visit| v.as_mut().iter_mut().for_each(visit);
        )*}
        norms! {$( [] $V, $T, |x| x.length(), |x| x.length_squared(); )*}
    };
}

macro_rules! matrices {
    ($($M:ty, $T:ty, $order:literal;)*) => {
        types! {$(
            $M, $T,
            |x, y| (0..$order).map(|column| x.col(column).dot(y.col(column))).sum(),
            |m, visit| {
                for column in 0..$order {
                    m.col_mut(column).as_mut().iter_mut().for_each(&mut *visit);
                }
            };
        )*}
    };
}

vectors! {
    Vec2, f32;
    Vec3, f32;
    Vec3A, f32;
    Vec4, f32;
    DVec2, f64;
    DVec3, f64;
    DVec4, f64;
}

matrices! {
    Mat2, f32, 2;
    Mat3, f32, 3;
    Mat3A, f32, 3;
    Mat4, f32, 4;
    DMat2, f64, 2;
    DMat3, f64, 3;
    DMat4, f64, 4;
}
