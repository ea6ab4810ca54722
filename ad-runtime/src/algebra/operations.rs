//! The operations that there are rules of.

use super::linkage::{Linkage1, Linkage2};
use super::{Binary, Operand, Unary};

/// Of each operation: its name in rules, and the function that generated code calls, with its linkage.
macro_rules! operations {
    ($($linkage:ident { $($(#[$doc:meta])* $Op:ident $op:ident;)+ })+) => {
        $($(operations! { @ $linkage $(#[$doc])* $Op $op })+)+
    };
    (@ $linkage:ident $(#[$doc:meta])* $Op:ident $op:ident) => {
        $(#[$doc])*
        #[derive(Debug)]
        pub enum $Op {}

        #[doc(hidden)]
        #[allow(non_camel_case_types)]
        pub type $op = $linkage<$Op>;

        operations! { @fn $linkage $Op $op }
    };
    (@fn Linkage1 $Op:ident $op:ident) => {
        #[doc(hidden)]
        #[inline]
        #[track_caller]
        pub fn $op<X: Operand<Value: Unary<$Op>>>(x: &X) -> <X::Value as Unary<$Op>>::Output {
            Unary::value(x.get())
        }
    };
    (@fn Linkage2 $Op:ident $op:ident) => {
        #[doc(hidden)]
        #[inline]
        #[track_caller]
        pub fn $op<X, Y>(x: &X, y: &Y) -> <X::Value as Binary<$Op, Y::Value>>::Output
        where
            X: Operand<Value: Binary<$Op, Y::Value>>,
            Y: Operand,
        {
            Binary::value(x.get(), y.get())
        }
    };
}

operations! {
    Linkage1 {
    /// `-x`
    Negation neg;
    /// The Cholesky factors of a symmetric positive definite matrix, of which the lower triangle is read.
    Cholesky cholesky;
    /// The product of the diagonal of the triangular factors, or the product of the eigenvalues.
    Determinant determinant;
    /// `x⁻¹`, of a matrix that is not singular.
    Inverse inverse;
    /// The logarithm of the determinant.
    LnDeterminant ln_determinant;
    /// The lower triangular factor of a decomposition.
    Lower lower;
    /// The factors of a matrix with rows exchanged.
    Lu lu;
    /// The mean of all elements.
    Mean mean;
    /// The Euclidean norm.
    Norm norm;
    /// The square of the Euclidean norm.
    NormSquared norm_squared;
    /// A vector of the same direction, of norm 1.
    Normalize normalize;
    /// The sum of all elements.
    Total sum;
    /// The sum of the diagonal.
    Trace trace;
    /// Rows as columns.
    Transpose transpose;

    }
    Linkage2 {
    /// `x + y`
    Addition add;
    /// `x - y`
    Subtraction sub;
    /// `x * y`
    Multiplication mul;
    /// `x / y`
    Division div;
    /// The Cholesky factors of a symmetric positive definite matrix, of which one triangle is read.
    CholeskyOfSide cholesky_of_side;
    /// A column of a matrix, by its index.
    Column column;
    /// The quotients of the elements.
    ComponentDiv component_div;
    /// The products of the elements.
    ComponentMul component_mul;
    /// The vector product.
    Cross cross;
    /// The norm of the difference.
    Distance distance;
    /// Its square.
    DistanceSquared distance_squared;
    /// The inner product.
    Dot dot;
    /// A row of a matrix, by its index.
    Row row;
    /// `x⁻¹ y`, of a decomposition of a matrix.
    Solve solve;
    /// The transpose of the left operand times the right.
    TransposeMul transpose_mul;
    }
}
