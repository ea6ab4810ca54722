//! The floats of a tangent, one after the other in memory order.

#[cfg(feature = "alloc")]
use alloc::vec::Vec;

/// A tangent or cotangent as a list of floats of one type.
///
/// ```
/// use ad_runtime::Elements;
///
/// let mut tangent = (1.0, [2.0, 3.0], ());
/// let mut sum = 0.0;
/// tangent.for_each_element(&mut |element| sum += *element);
/// assert_eq!((sum, tangent.count_elements()), (6.0, 3));
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not made of floats of type `{F}` alone",
    note = "implement `ad_runtime::Elements` to add a type of your own"
)]
pub trait Elements<F> {
    /// Visits every float, to read it or to change it.
    fn for_each_element(&mut self, visit: &mut impl FnMut(&mut F));

    /// How many there are.
    fn count_elements(&mut self) -> usize {
        let mut count = 0;
        self.for_each_element(&mut |_| count += 1);
        count
    }

    /// Gives the element of a number a value.
    fn set_element(&mut self, number: usize, value: F)
    where
        F: Copy,
    {
        let mut at = 0;
        self.for_each_element(&mut |element| {
            if at == number {
                *element = value;
            }
            at += 1;
        });
    }
}

macro_rules! floats {
    ($($float:ty)*) => {$(
        impl Elements<$float> for $float {
            #[inline]
            fn for_each_element(&mut self, visit: &mut impl FnMut(&mut $float)) {
                visit(self);
            }
        }

        // Several directions at once are one scalar.
        impl<const K: usize> Elements<[$float; K]> for [$float; K] {
            #[inline]
            fn for_each_element(&mut self, visit: &mut impl FnMut(&mut [$float; K])) {
                visit(self);
            }
        }
    )*};
}

floats! { f32 f64 }

impl<F> Elements<F> for () {
    #[inline]
    fn for_each_element(&mut self, _visit: &mut impl FnMut(&mut F)) {}
}

impl<F, T: Elements<F>, const N: usize> Elements<F> for [T; N] {
    #[inline]
    fn for_each_element(&mut self, visit: &mut impl FnMut(&mut F)) {
        for part in self {
            part.for_each_element(visit);
        }
    }
}

#[cfg(feature = "alloc")]
impl<F, T: Elements<F>> Elements<F> for Vec<T> {
    #[inline]
    fn for_each_element(&mut self, visit: &mut impl FnMut(&mut F)) {
        for part in self {
            part.for_each_element(visit);
        }
    }
}

macro_rules! tuples {
    ($($($element:ident $index:tt),+;)+) => {$(
        impl<F, $($element: Elements<F>),+> Elements<F> for ($($element,)+) {
            #[inline]
            fn for_each_element(&mut self, visit: &mut impl FnMut(&mut F)) {
                $(self.$index.for_each_element(visit);)+
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
    A 0, B 1, C 2, D 3, E 4, G 5;
    A 0, B 1, C 2, D 3, E 4, G 5, H 6;
    A 0, B 1, C 2, D 3, E 4, G 5, H 6, I 7;
    A 0, B 1, C 2, D 3, E 4, G 5, H 6, I 7, J 8;
    A 0, B 1, C 2, D 3, E 4, G 5, H 6, I 7, J 8, K 9;
    A 0, B 1, C 2, D 3, E 4, G 5, H 6, I 7, J 8, K 9, L 10;
    A 0, B 1, C 2, D 3, E 4, G 5, H 6, I 7, J 8, K 9, L 10, M 11;
}
