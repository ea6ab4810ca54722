//! What calls of methods are checked by: there is no place beside a method for traits of its own.

/// What a parameter of a method takes that it holds constant.
#[diagnostic::on_unimplemented(
    message = "the method holds this parameter constant",
    label = "this argument carries a derivative"
)]
pub trait HeldConstant {}

impl HeldConstant for crate::Inactive {}

/// What a method takes as its receiver that writes it.
#[diagnostic::on_unimplemented(
    message = "the method writes to its receiver, which would carry a derivative",
    label = "this is held constant",
    note = "call it as a statement, `x.f(..);`, or as a function, `Type::f(&mut x, ..)`"
)]
pub trait WrittenInPlace {}

impl WrittenInPlace for crate::Active {}

/// A value of a type, or a reference to one: what a method of the type is found by, and no other of its name.
///
/// What is behind a `Deref` is found by its methods too, but those of the pointer come first. So a call might be of one
/// method, and its derivative that of another.
#[diagnostic::on_unimplemented(
    message = "the method that is differentiated is one of `{T}`, which is behind `{Self}`",
    label = "`{Self}` may have another method of this name",
    note = "call it on what is behind, as in `(*x).f(..)`"
)]
pub trait IsOrRefersTo<T: ?Sized> {}

impl<T: ?Sized> IsOrRefersTo<T> for T {}
impl<T: ?Sized> IsOrRefersTo<T> for &T {}
impl<T: ?Sized> IsOrRefersTo<T> for &mut T {}
impl<T: ?Sized> IsOrRefersTo<T> for &&T {}
impl<T: ?Sized> IsOrRefersTo<T> for &&mut T {}
impl<T: ?Sized> IsOrRefersTo<T> for &&&T {}

/// What can be cloned. With a lifetime in it, a bound is checked where a function is called, not where it stands.
pub trait ClonedIn<'a>: Clone {}

impl<T: Clone> ClonedIn<'_> for T {}

/// What there is a gradient of: nothing that returns several floats.
#[diagnostic::on_unimplemented(
    message = "the method returns several floats, or may: call its `_vjp`, and the pullback with a seed",
    label = "there is no gradient of several results"
)]
pub trait HasOneResult {}
