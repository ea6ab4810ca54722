//! What a check found, and how it reads.

use alloc::string::String;
use alloc::vec::Vec;
use core::error::Error;
use core::fmt::{self, Display, Formatter};

/// Findings shown before the rest is only counted.
const SHOWN: usize = 8;

/// Which derivative of which output: ∂ output / ∂ argument.
///
/// ```
/// use ad_runtime::{check::Note, check_gradient, differentiate};
///
/// #[differentiate]
/// fn f(p: [f64; 2]) -> f64 {
///     p[0] * p[1].abs()
/// }
///
/// let report = check_gradient!(f([2.0, 0.0]));
/// let [Note::Kink { place, .. }] = report.notes() else { panic!() };
/// assert_eq!((place.position, place.element.as_str()), (1, "[1]"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Place {
    /// The position of the argument in the call, from 1.
    pub position: usize,
    /// The argument as written; empty if unknown.
    pub argument: String,
    /// The element of the argument, such as `[3][1]`; empty for a float.
    pub element: String,
    /// The element of the result, such as `.0` or `[2]`; empty for a float.
    pub output: String,
}

impl Display for Place {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "argument {}", self.position)?;
        if !self.argument.is_empty() {
            write!(f, " (`{}`)", self.argument)?;
        }
        if !self.element.is_empty() {
            write!(f, ", element {}", self.element)?;
        }
        if !self.output.is_empty() {
            write!(f, ", result {}", self.output)?;
        }
        Ok(())
    }
}

/// A derivative by differences, and how far it can be trusted.
///
/// ```
/// use ad_runtime::check::{Check, Problem};
///
/// let check = Check::new("square", (3.0,), |(x,)| x * x).grad("wrong", |(x,)| (x,));
/// let failure = check.run().unwrap_err();
/// let Problem::Slope { numeric, .. } = &failure.problems()[0] else { panic!() };
/// assert!((numeric.value - 6.0).abs() <= 10.0 * numeric.error);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct Numeric {
    /// The derivative.
    pub value: f64,
    /// The estimate of its error.
    pub error: f64,
    /// The step at which it was taken.
    pub step: f64,
}

/// One thing that does not hold.
///
/// ```
/// use ad_runtime::check::{Check, Problem};
///
/// let check = Check::new("square", (3.0,), |(x,)| x * x).grad("wrong", |(x,)| (x,));
/// for problem in check.run().unwrap_err().problems() {
///     if let Problem::Slope { companions, analytic, .. } = problem {
///         assert_eq!((companions[0].as_str(), *analytic), ("wrong", 3.0));
///     }
/// }
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Problem {
    /// A companion's derivative is not that of the function.
    Slope {
        /// The companions that return this derivative, such as `f_grad`.
        companions: Vec<String>,
        /// Which derivative.
        place: Place,
        /// What the companion returned.
        analytic: f64,
        /// What differences of the function give.
        numeric: Numeric,
        /// By how much the two may differ.
        tolerance: f64,
    },
    /// The function has a kink, and a companion's derivative is not between its one-sided slopes.
    Kink {
        /// The companions that return this derivative, such as `f_grad`.
        companions: Vec<String>,
        /// Which derivative.
        place: Place,
        /// What the companion returned.
        analytic: f64,
        /// The slope towards smaller arguments.
        below: f64,
        /// The slope towards larger arguments.
        above: f64,
        /// The smallest step at which the slopes were taken.
        step: f64,
    },
    /// The function, or a companion, returned a value that is infinite or NaN.
    NotFinite {
        /// The function that returned it.
        function: String,
        /// Which derivative; none for the function's value.
        place: Option<Place>,
        /// The value.
        value: f64,
    },
    /// The function is finite at the point, and on neither side of it.
    Isolated {
        /// Which derivative is therefore unknown.
        place: Place,
    },
    /// A companion's value is not the function's, bit for bit.
    Value {
        /// The companion.
        companion: String,
        /// The element of the result; empty for a float.
        output: String,
        /// What the companion returned.
        returned: f64,
        /// What the function returned.
        expected: f64,
    },
    /// A companion returned more or fewer floats than it should.
    Length {
        /// The companion.
        companion: String,
        /// How many floats it returned.
        returned: usize,
        /// How many were expected.
        expected: usize,
    },
    /// Forward and reverse mode are not transposes: ⟨w, J v⟩ differs from ⟨Jᵀ w, v⟩.
    Transpose {
        /// ⟨w, J v⟩, by the jvp.
        forward: f64,
        /// ⟨Jᵀ w, v⟩, by the vjp.
        reverse: f64,
        /// By how much the two may differ.
        tolerance: f64,
    },
}

/// Names in a row.
struct Names<'a>(&'a [String]);

impl Display for Names<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        for (index, name) in self.0.iter().enumerate() {
            let separator = if index == 0 { "" } else { ", " };
            write!(f, "{separator}`{name}`")?;
        }
        Ok(())
    }
}

impl Display for Problem {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Problem::Slope {
                companions,
                place,
                analytic,
                numeric,
                tolerance,
            } => {
                let Numeric { value, error, step } = numeric;
                let difference = (analytic - value).abs();
                writeln!(
                    f,
                    "{place}: {analytic:?} returned, {value:?} by differences"
                )?;
                write!(
                    f,
                    "  off by {difference:.1e}, tolerance {tolerance:.1e}; step {step:.1e}, error of the differences {error:.1e}\n  returned by {}",
                    Names(companions)
                )
            }
            Problem::Kink {
                companions,
                place,
                analytic,
                below,
                above,
                step,
            } => {
                writeln!(
                    f,
                    "{place}: {analytic:?} returned, outside of the slopes at a kink"
                )?;
                write!(
                    f,
                    "  the slope is {below:?} below and {above:?} above; step {step:.1e}\n  returned by {}",
                    Names(companions)
                )
            }
            Problem::NotFinite {
                function,
                place: Some(place),
                value,
            } => write!(f, "`{function}`, {place}: {value:?} returned"),
            Problem::NotFinite {
                function,
                place: None,
                value,
            } => write!(f, "`{function}` has the value {value:?} at this point"),
            Problem::Isolated { place } => write!(
                f,
                "{place}: the function is finite at this point, and on neither side of it"
            ),
            Problem::Value {
                companion,
                output,
                returned,
                expected,
            } => {
                let of = if output.is_empty() { "" } else { ", result " };
                write!(
                    f,
                    "`{companion}`{of}{output}: the value is {returned:?}, of the function itself {expected:?}"
                )
            }
            Problem::Length {
                companion,
                returned,
                expected,
            } => write!(
                f,
                "`{companion}`: {returned} floats returned, {expected} expected"
            ),
            Problem::Transpose {
                forward,
                reverse,
                tolerance,
            } => {
                writeln!(
                    f,
                    "forward and reverse mode disagree: ⟨w, J v⟩ = {forward:?}, ⟨Jᵀ w, v⟩ = {reverse:?}"
                )?;
                write!(
                    f,
                    "  off by {:.1e}, tolerance {tolerance:.1e}",
                    (forward - reverse).abs()
                )
            }
        }
    }
}

/// Something that holds, but says less than it seems to.
///
/// ```
/// use ad_runtime::{check::Note, check_gradient, differentiate};
///
/// #[differentiate]
/// fn distance(x: f64) -> f64 {
///     x.abs()
/// }
///
/// let report = check_gradient!(distance(0.0));
/// let [Note::Kink { below, above, .. }] = report.notes() else { panic!() };
/// assert!(*below < -0.99 && *above > 0.99);
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Note {
    /// The function has a kink here, and the derivative is between the one-sided slopes.
    Kink {
        /// Which derivative.
        place: Place,
        /// The slope towards smaller arguments.
        below: f64,
        /// The slope towards larger arguments.
        above: f64,
        /// What the companions return.
        analytic: f64,
    },
    /// Differences could not tell this derivative from others that are more than a thousandth away.
    Unresolved {
        /// Which derivative.
        place: Place,
        /// What differences of the function give.
        numeric: Numeric,
        /// What the companions return.
        analytic: f64,
    },
}

impl Display for Note {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Note::Kink {
                place,
                below,
                above,
                analytic,
            } => write!(
                f,
                "{place}: a kink with slope {below:?} below and {above:?} above, {analytic:?} returned"
            ),
            Note::Unresolved {
                place,
                numeric,
                analytic,
            } => write!(
                f,
                "{place}: differences give {:?} with an error of {:.1e}, too coarse for the {analytic:?} returned",
                numeric.value, numeric.error
            ),
        }
    }
}

/// A check that passed.
///
/// ```
/// use ad_runtime::check::Check;
///
/// let check = Check::new("square", (3.0,), |(x,)| x * x).grad("slope", |(x,)| (2.0 * x,));
/// let report = check.run()?;
/// assert!(report.derivatives() == 1 && report.notes().is_empty());
/// # Ok::<(), ad_runtime::check::Failure>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    pub(super) function: String,
    pub(super) derivatives: usize,
    pub(super) evaluations: usize,
    pub(super) notes: Vec<Note>,
}

impl Report {
    /// How many derivatives of single outputs with respect to single floats were compared.
    #[must_use]
    pub fn derivatives(&self) -> usize {
        self.derivatives
    }

    /// How often the plain function was called.
    #[must_use]
    pub fn evaluations(&self) -> usize {
        self.evaluations
    }

    /// Kinks, and derivatives the differences could not resolve.
    #[must_use]
    pub fn notes(&self) -> &[Note] {
        &self.notes
    }
}

impl Display for Report {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "the companions of `{}` hold: {} derivatives compared, {} evaluations",
            self.function, self.derivatives, self.evaluations
        )?;
        list(f, &self.notes)
    }
}

/// A check that failed. It is an error, and its text says what does not hold, and by how much.
///
/// ```
/// use ad_runtime::check::Check;
///
/// let check = Check::new("square", (3.0,), |(x,)| x * x).grad("wrong", |(x,)| (x,));
/// let failure = check.run().unwrap_err();
/// assert!(failure.to_string().contains("3.0 returned, 6.0"));
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Failure {
    pub(super) function: String,
    pub(super) problems: Vec<Problem>,
}

impl Failure {
    /// All that does not hold; never empty.
    #[must_use]
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }
}

impl Display for Failure {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "the companions of `{}` do not hold", self.function)?;
        list(f, &self.problems)
    }
}

impl Error for Failure {}

fn list(f: &mut Formatter<'_>, items: &[impl Display]) -> fmt::Result {
    for item in items.iter().take(SHOWN) {
        write!(f, "\n- {item}")?;
    }
    match items.len().saturating_sub(SHOWN) {
        0 => Ok(()),
        more => write!(f, "\n- and {more} more"),
    }
}
