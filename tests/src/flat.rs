//! Any value made of floats as a flat list of `f64`, and back.
//!
//! An `f32` widens to `f64` without loss, so one list type serves both and bits can still be compared.

use crate::Dual;
use num_traits::Float;

/// A value made of floats: a float, or an array, vector or tuple of such values.
pub trait Flat: Sized {
    /// Unit roundoff of the least accurate float inside.
    const ROUNDOFF: f64;
    /// The same shape with a [`Dual`] at the place of every float.
    type Dual: Flat;

    /// Appends the floats in memory order.
    fn append_to(&self, floats: &mut Vec<f64>);

    /// A value of this shape, filled from `floats` and rounded to the type at each place.
    #[must_use]
    fn reshaped(&self, floats: &mut dyn Iterator<Item = f64>) -> Self;

    /// A value of this shape made of dual numbers, filled from `floats`: value, slope, value, slope, …
    #[must_use]
    fn reshaped_to_duals(&self, floats: &mut dyn Iterator<Item = f64>) -> Self::Dual;
}

impl Flat for f64 {
    type Dual = Dual<f64>;
    const ROUNDOFF: f64 = f64::EPSILON / 2.0;

    fn append_to(&self, floats: &mut Vec<f64>) {
        floats.push(*self);
    }

    fn reshaped(&self, floats: &mut dyn Iterator<Item = f64>) -> Self {
        floats.next().expect("as many floats as the shape holds")
    }

    fn reshaped_to_duals(&self, floats: &mut dyn Iterator<Item = f64>) -> Dual<f64> {
        Dual::constant(*self).reshaped(floats)
    }
}

impl Flat for f32 {
    type Dual = Dual<f32>;
    const ROUNDOFF: f64 = f32::EPSILON as f64 / 2.0;

    fn append_to(&self, floats: &mut Vec<f64>) {
        floats.push(f64::from(*self));
    }

    #[expect(
        clippy::cast_possible_truncation,
        reason = "rounding to the shape's own type"
    )]
    fn reshaped(&self, floats: &mut dyn Iterator<Item = f64>) -> Self {
        f64::reshaped(&0.0, floats) as f32
    }

    fn reshaped_to_duals(&self, floats: &mut dyn Iterator<Item = f64>) -> Dual<f32> {
        Dual::constant(*self).reshaped(floats)
    }
}

/// Two floats: the value and its slope.
impl<F: Flat + Float> Flat for Dual<F> {
    type Dual = Self;
    const ROUNDOFF: f64 = F::ROUNDOFF;

    fn append_to(&self, floats: &mut Vec<f64>) {
        self.value.append_to(floats);
        self.slope.append_to(floats);
    }

    fn reshaped(&self, floats: &mut dyn Iterator<Item = f64>) -> Self {
        Self {
            value: self.value.reshaped(floats),
            slope: self.slope.reshaped(floats),
        }
    }

    fn reshaped_to_duals(&self, floats: &mut dyn Iterator<Item = f64>) -> Self {
        self.reshaped(floats)
    }
}

impl<S: Flat, const N: usize> Flat for [S; N] {
    type Dual = [S::Dual; N];
    const ROUNDOFF: f64 = S::ROUNDOFF;

    fn append_to(&self, floats: &mut Vec<f64>) {
        for element in self {
            element.append_to(floats);
        }
    }

    fn reshaped(&self, floats: &mut dyn Iterator<Item = f64>) -> Self {
        self.each_ref().map(|element| element.reshaped(floats))
    }

    fn reshaped_to_duals(&self, floats: &mut dyn Iterator<Item = f64>) -> Self::Dual {
        self.each_ref()
            .map(|element| element.reshaped_to_duals(floats))
    }
}

impl<S: Flat> Flat for Vec<S> {
    type Dual = Vec<S::Dual>;
    const ROUNDOFF: f64 = S::ROUNDOFF;

    fn append_to(&self, floats: &mut Vec<f64>) {
        for element in self {
            element.append_to(floats);
        }
    }

    fn reshaped(&self, floats: &mut dyn Iterator<Item = f64>) -> Self {
        self.iter()
            .map(|element| element.reshaped(floats))
            .collect()
    }

    fn reshaped_to_duals(&self, floats: &mut dyn Iterator<Item = f64>) -> Self::Dual {
        self.iter()
            .map(|element| element.reshaped_to_duals(floats))
            .collect()
    }
}

macro_rules! flat_tuple {
    ($($Element:ident $index:tt),+) => {
        impl<$($Element: Flat),+> Flat for ($($Element,)+) {
            type Dual = ($($Element::Dual,)+);
            const ROUNDOFF: f64 = {
                let mut largest = 0.0;
                $(if $Element::ROUNDOFF > largest { largest = $Element::ROUNDOFF; })+
                largest
            };

            fn append_to(&self, floats: &mut Vec<f64>) {
                $(self.$index.append_to(floats);)+
            }

            fn reshaped(&self, floats: &mut dyn Iterator<Item = f64>) -> Self {
                ($(self.$index.reshaped(floats),)+)
            }

            fn reshaped_to_duals(&self, floats: &mut dyn Iterator<Item = f64>) -> Self::Dual {
                ($(self.$index.reshaped_to_duals(floats),)+)
            }
        }
    };
}

flat_tuple!(A 0);
flat_tuple!(A 0, B 1);
flat_tuple!(A 0, B 1, C 2);
flat_tuple!(A 0, B 1, C 2, D 3);
flat_tuple!(A 0, B 1, C 2, D 3, E 4);
flat_tuple!(A 0, B 1, C 2, D 3, E 4, F 5);
flat_tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6);
flat_tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7);

/// The floats of `value` in memory order.
pub fn flatten<S: Flat>(value: &S) -> Vec<f64> {
    let mut floats = Vec::new();
    value.append_to(&mut floats);
    floats
}

/// A value shaped as `shape`, filled from `floats`.
///
/// # Panics
/// If `floats` holds more or fewer floats than `shape`.
pub fn reshape<S: Flat>(shape: &S, floats: &[f64]) -> S {
    let mut rest = floats.iter().copied();
    let value = shape.reshaped(&mut rest);
    assert_eq!(rest.len(), 0, "more floats than the shape holds");
    value
}

/// A value shaped as `shape` made of dual numbers: the floats of `point`, with slopes from `tangent`.
pub fn reshape_to_duals<S: Flat>(shape: &S, point: &[f64], tangent: &[f64]) -> S::Dual {
    let pairs = point.iter().zip(tangent);
    shape.reshaped_to_duals(&mut pairs.flat_map(|(&value, &slope)| [value, slope]))
}

/// Unit roundoff of the least accurate float in `value`.
pub fn roundoff_of<S: Flat>(_value: &S) -> f64 {
    S::ROUNDOFF
}
