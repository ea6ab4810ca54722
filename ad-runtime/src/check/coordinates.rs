//! The floats inside a value: in order, by name, and one at a time to be moved.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt::Write;

/// A value made of floats, which [`Check`](super::Check) can move one by one.
///
/// Implemented for `f32`, `f64`, and arrays, `Vec`s and tuples of such values; integers, `bool` and
/// `char` inside them hold no float and stay as they are. For a type of your own:
///
/// ```
/// use ad_runtime::check::{Coordinates, Visitor};
///
/// #[derive(Clone)]
/// struct Particle {
///     mass: f64,
///     position: [f64; 3],
/// }
///
/// impl Coordinates for Particle {
///     fn visit(&mut self, visitor: &mut Visitor<'_>) {
///         visitor.field("mass", &mut self.mass);
///         visitor.field("position", &mut self.position);
///     }
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "the floats inside `{Self}` cannot be moved one by one",
    label = "does not implement `Coordinates`",
    note = "an active argument is an owned value, or `&` before one: a variable that is a reference itself is written `&*variable`, one without a derivative `const variable`",
    note = "implement `ad_runtime::check::Coordinates` for a type of your own"
)]
pub trait Coordinates: Clone {
    /// Passes every float to `visitor`, always in the same order.
    fn visit(&mut self, visitor: &mut Visitor<'_>);
}

/// One float of a value.
pub(super) enum Coordinate<'a> {
    Single(&'a mut f32),
    Double(&'a mut f64),
}

impl Coordinate<'_> {
    fn get(&self) -> f64 {
        match self {
            Coordinate::Single(float) => f64::from(**float),
            Coordinate::Double(float) => **float,
        }
    }

    fn set(&mut self, value: f64) {
        match self {
            Coordinate::Single(float) => **float = Precision::Single.round_to_single(value),
            Coordinate::Double(float) => **float = value,
        }
    }

    fn precision(&self) -> Precision {
        match self {
            Coordinate::Single(_) => Precision::Single,
            Coordinate::Double(_) => Precision::Double,
        }
    }
}

/// The type of a float, ordered from narrow to wide.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Precision {
    Single,
    Double,
}

impl Precision {
    /// The unit roundoff.
    pub(super) fn roundoff(self) -> f64 {
        match self {
            Precision::Single => f64::from(f32::EPSILON) / 2.0,
            Precision::Double => f64::EPSILON / 2.0,
        }
    }

    /// The smallest number with all its digits.
    pub(super) fn smallest_normal(self) -> f64 {
        match self {
            Precision::Single => f64::from(f32::MIN_POSITIVE),
            Precision::Double => f64::MIN_POSITIVE,
        }
    }

    /// `value` rounded to this type.
    pub(super) fn round(self, value: f64) -> f64 {
        match self {
            Precision::Single => f64::from(self.round_to_single(value)),
            Precision::Double => value,
        }
    }

    #[expect(
        clippy::cast_possible_truncation,
        clippy::unused_self,
        reason = "rounding is what is asked for, and only of an `f32`"
    )]
    fn round_to_single(self, value: f64) -> f32 {
        value as f32
    }
}

/// One step from a value into a part of it.
#[derive(Clone, Copy)]
enum Step {
    Element(usize),
    Field(&'static str),
}

/// Walks through the floats of a value, for [`Coordinates`].
///
/// ```
/// use ad_runtime::check::{Coordinates, Visitor};
///
/// #[derive(Clone)]
/// struct Polynomial(Vec<f64>);
///
/// impl Coordinates for Polynomial {
///     fn visit(&mut self, visitor: &mut Visitor<'_>) {
///         for (index, coefficient) in self.0.iter_mut().enumerate() {
///             visitor.element(index, coefficient);
///         }
///     }
/// }
/// ```
pub struct Visitor<'a> {
    path: Vec<Step>,
    action: &'a mut dyn FnMut(&Visited, Coordinate<'_>),
}

/// Where a visitor is.
pub(super) struct Visited<'a>(&'a [Step]);

impl Visited<'_> {
    /// The first step, as a position in a tuple, and the rest as one writes it: `[3][1]`, `.mass`.
    fn name(&self) -> (usize, String) {
        let mut name = String::new();
        for step in self.0.iter().skip(1) {
            // Writing to a string does not fail.
            let _ = match step {
                Step::Element(index) => write!(name, "[{index}]"),
                Step::Field(field) => write!(name, ".{field}"),
            };
        }
        let position = match self.0.first() {
            Some(Step::Field(field)) => field.parse().unwrap_or(0),
            Some(Step::Element(index)) => *index,
            None => 0,
        };
        (position, name)
    }
}

impl Visitor<'_> {
    /// Visits the floats of `field`, which failures call `.name`.
    pub fn field(&mut self, name: &'static str, field: &mut impl Coordinates) {
        self.part(Step::Field(name), field);
    }

    /// Visits the floats of an element, which failures call `[index]`.
    pub fn element(&mut self, index: usize, element: &mut impl Coordinates) {
        self.part(Step::Element(index), element);
    }

    fn part(&mut self, step: Step, part: &mut impl Coordinates) {
        self.path.push(step);
        part.visit(self);
        self.path.pop();
    }

    fn elements<'e, C: Coordinates + 'e>(&mut self, elements: impl IntoIterator<Item = &'e mut C>) {
        for (index, element) in elements.into_iter().enumerate() {
            self.element(index, element);
        }
    }

    fn float(&mut self, float: Coordinate<'_>) {
        (self.action)(&Visited(&self.path), float);
    }
}

impl Coordinates for f32 {
    fn visit(&mut self, visitor: &mut Visitor<'_>) {
        visitor.float(Coordinate::Single(self));
    }
}

impl Coordinates for f64 {
    fn visit(&mut self, visitor: &mut Visitor<'_>) {
        visitor.float(Coordinate::Double(self));
    }
}

impl<C: Coordinates, const N: usize> Coordinates for [C; N] {
    fn visit(&mut self, visitor: &mut Visitor<'_>) {
        visitor.elements(self);
    }
}

impl<C: Coordinates> Coordinates for Vec<C> {
    fn visit(&mut self, visitor: &mut Visitor<'_>) {
        visitor.elements(self);
    }
}

macro_rules! without_floats {
    ($($discrete:ty),*) => {$(
        impl Coordinates for $discrete {
            fn visit(&mut self, _visitor: &mut Visitor<'_>) {}
        }
    )*};
}

without_floats! { i8, i16, i32, i64, i128, isize, u8, u16, u32, u64, u128, usize, bool, char, () }

macro_rules! tuples {
    ($($($element:ident $index:tt),+;)+) => {$(
        impl<$($element: Coordinates),+> Coordinates for ($($element,)+) {
            fn visit(&mut self, visitor: &mut Visitor<'_>) {
                $(visitor.field(stringify!($index), &mut self.$index);)+
            }
        }
    )+};
}

tuples! {
    A 0;
    A 0, B 1;
    A 0, B 1, C 2;
    A 0, B 1, C 2, D 3;
    A 0, B 1, C 2, D 3, E 4;
    A 0, B 1, C 2, D 3, E 4, F 5;
    A 0, B 1, C 2, D 3, E 4, F 5, G 6;
    A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7;
    A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8;
    A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9;
    A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10;
    A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10, L 11;
}

fn visit_floats(value: &mut impl Coordinates, mut action: impl FnMut(&Visited, Coordinate<'_>)) {
    value.visit(&mut Visitor {
        path: Vec::new(),
        action: &mut action,
    });
}

/// The floats of `value` in order; an `f32` widens without loss.
pub(super) fn flatten(mut value: impl Coordinates) -> Vec<f64> {
    let mut floats = Vec::new();
    visit_floats(&mut value, |_, float| floats.push(float.get()));
    floats
}

/// `value` with its floats replaced in order, as far as `floats` reach.
pub(super) fn filled<C: Coordinates>(mut value: C, floats: &[f64]) -> C {
    let mut floats = floats.iter();
    visit_floats(&mut value, |_, mut float| {
        if let Some(&replacement) = floats.next() {
            float.set(replacement);
        }
    });
    value
}

/// The type of each float of `value`.
pub(super) fn precisions(mut value: impl Coordinates) -> Vec<Precision> {
    let mut precisions = Vec::new();
    visit_floats(&mut value, |_, float| precisions.push(float.precision()));
    precisions
}

/// For each float of the tuple `value`, the position in the tuple and the name inside that element.
pub(super) fn names(mut value: impl Coordinates) -> Vec<(usize, String)> {
    let mut names = Vec::new();
    visit_floats(&mut value, |place, _| names.push(place.name()));
    names
}
