//! What stands in for `Vec` without the feature `alloc`, so that a companion that would return one
//! is refused where it is called, and not where the function is declared.

use core::marker::PhantomData;

/// The type of the tangents and cotangents of slices, of which there are none.
#[doc(hidden)]
#[derive(Debug)]
pub struct NeedsFeatureAlloc<T>(PhantomData<T>);

/// What a companion that returns a `Vec` asks of it, in vain.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "this needs the feature `alloc` of `ad-runtime`",
    label = "a slice has a `Vec` for a cotangent, or for the zeros of an absent tangent",
    note = "without `alloc`, a function of a slice has `_jvp` and `_grad_into`, and can be called in reverse mode; arrays have everything"
)]
pub trait Allocates {}
