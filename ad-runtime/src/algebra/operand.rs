//! What an operation is of: a value, or a reference to one that is kept as it is.

use crate::tangent::Differentiable;

/// A value that an operation reads, or a reference to one.
///
/// Generated code lends every operand. Of one without a derivative it does not know whether it is a reference already.
#[diagnostic::on_unimplemented(
    message = "nothing is known of the derivatives of a `{Self}`",
    label = "an operand of what is differentiated",
    note = "derive `Differentiable`, or enable the feature of `ad-runtime` for the library of the type"
)]
pub trait Operand {
    /// The type of the value.
    type Value: Differentiable;

    /// The value.
    fn get(&self) -> &Self::Value;
}

impl<T: Operand> Operand for &T {
    type Value = T::Value;

    #[inline]
    fn get(&self) -> &T::Value {
        (**self).get()
    }
}

/// The value of an operand that may be a reference already.
#[doc(hidden)]
#[inline]
pub fn operand<X: Operand>(operand: &X) -> &X::Value {
    operand.get()
}

/// Types that are their own operands.
macro_rules! operands {
    ($([$($generics:tt)*] $ty:ty $(where $($bound:ty: $trait:path),+)?;)*) => {$(
        impl<$($generics)*> $crate::algebra::Operand for $ty
        $(where $($bound: $trait),+)?
        {
            type Value = Self;

            #[inline]
            fn get(&self) -> &Self {
                self
            }
        }
    )*};
}

#[allow(
    unused_imports,
    reason = "without the libraries there is no other type"
)]
pub(crate) use operands;

operands! {
    [] f32;
    [] f64;
    [] usize;
    [] ();
}
