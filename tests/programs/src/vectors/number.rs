//! Numbers that move along two directions at once: what a function of them is, its derivative along either and its second
//! derivative along both, with what the rounding errors of each are relative to.
//!
//! An element of a vector is one of these, and every operation of vectors is sums and products of them: an account that
//! owes nothing to rules of vectors.

/// A number and its derivatives.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Number {
    pub(crate) value: f64,
    /// Along the first direction, and along the second.
    pub(crate) along: [f64; 2],
    /// Along both.
    pub(crate) mixed: f64,
    pub(crate) size: Size,
}

/// Sums of the magnitudes of all that was added up.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Size {
    pub(crate) value: f64,
    pub(crate) along: [f64; 2],
    pub(crate) mixed: f64,
}

/// A function of one number at a point, and its first three derivatives.
type Jet = [f64; 4];

/// The functions of one number that programs call as methods.
pub(crate) const FUNCTIONS: [&str; 6] = ["sin", "cos", "tanh", "exp", "sqrt", "abs"];

impl Number {
    pub(crate) fn constant(value: f64) -> Number {
        Number::moving(value, [0.0, 0.0])
    }

    pub(crate) fn moving(value: f64, along: [f64; 2]) -> Number {
        let size = Size {
            value: value.abs(),
            along: along.map(f64::abs),
            mixed: 0.0,
        };
        Number {
            value,
            along,
            mixed: 0.0,
            size,
        }
    }

    pub(crate) fn plus(self, y: Number) -> Number {
        let x = self;
        let sum = |x: [f64; 2], y: [f64; 2]| [x[0] + y[0], x[1] + y[1]];
        Number {
            value: x.value + y.value,
            along: sum(x.along, y.along),
            mixed: x.mixed + y.mixed,
            size: Size {
                value: x.size.value + y.size.value,
                along: sum(x.size.along, y.size.along),
                mixed: x.size.mixed + y.size.mixed,
            },
        }
    }

    pub(crate) fn negated(self) -> Number {
        Number {
            value: -self.value,
            along: self.along.map(|dot| -dot),
            mixed: -self.mixed,
            size: self.size,
        }
    }

    pub(crate) fn minus(self, y: Number) -> Number {
        self.plus(y.negated())
    }

    pub(crate) fn times(self, y: Number) -> Number {
        let (x, sx, sy) = (self, self.size, y.size);
        let rule = |x: f64, x_dot: f64, y: f64, y_dot: f64| x_dot * y + x * y_dot;
        let mixed = x.along[0] * y.along[1] + x.along[1] * y.along[0];
        let crossed = sx.along[0] * sy.along[1] + sx.along[1] * sy.along[0];
        Number {
            value: x.value * y.value,
            along: [0, 1].map(|d| rule(x.value, x.along[d], y.value, y.along[d])),
            mixed: rule(x.value, x.mixed, y.value, y.mixed) + mixed,
            size: Size {
                value: sx.value * sy.value,
                along: [0, 1].map(|d| rule(sx.value, sx.along[d], sy.value, sy.along[d])),
                mixed: rule(sx.value, sx.mixed, sy.value, sy.mixed) + crossed,
            },
        }
    }

    pub(crate) fn over(self, y: Number) -> Number {
        self.times(y.reciprocal())
    }

    pub(crate) fn reciprocal(self) -> Number {
        let r = self.value.recip();
        self.through([r, -r * r, 2.0 * r * r * r, -6.0 * r * r * r * r])
    }

    pub(crate) fn sqrt(self) -> Number {
        let (x, r) = (self.value, self.value.sqrt());
        self.through([r, 0.5 / r, -0.25 / (x * r), 0.375 / (x * x * r)])
    }

    /// The chain rule; an error of the argument makes one of each derivative.
    pub(crate) fn through(self, [f, f1, f2, f3]: Jet) -> Number {
        let (along, size) = (self.along, self.size);
        let error = size.value;
        let [a, b] = along.map(f64::abs);
        let first = |d: usize| (f1 * size.along[d]).abs() + (f2 * error * along[d]).abs();
        let mixed = f2.abs() * (size.along[0] * b + a * size.along[1])
            + (f3 * error * a * b).abs()
            + f1.abs() * size.mixed
            + (f2 * error * self.mixed).abs();
        Number {
            value: f,
            along: along.map(|dot| f1 * dot),
            mixed: f2 * along[0] * along[1] + f1 * self.mixed,
            size: Size {
                value: f.abs() + f1.abs() * error,
                along: [first(0), first(1)],
                mixed,
            },
        }
    }

    /// One of [`FUNCTIONS`].
    pub(crate) fn function(self, name: &str) -> Number {
        let x = self.value;
        let (sin, cos) = x.sin_cos();
        match name {
            "sin" => self.through([sin, cos, -sin, -cos]),
            "cos" => self.through([cos, -sin, -cos, sin]),
            "exp" => self.through([x.exp(); 4]),
            "sqrt" => self.sqrt(),
            "abs" => self.through([x.abs(), x.signum(), 0.0, 0.0]),
            _ => {
                let y = x.tanh();
                let slope = 1.0 - y * y;
                self.through([y, slope, -2.0 * y * slope, (6.0 * y * y - 2.0) * slope])
            }
        }
    }

    pub(crate) fn powi(self, n: i32) -> Number {
        (1..n).fold(self, |power, _| power.times(self))
    }
}

/// The sum of numbers.
pub(crate) fn sum(numbers: impl IntoIterator<Item = Number>) -> Number {
    numbers.into_iter().fold(Number::default(), Number::plus)
}
