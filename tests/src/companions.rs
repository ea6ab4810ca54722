//! One differentiated function seen through flat lists of floats, and everything that must hold of it.

use crate::random::Random;

/// Points tried per function: the one the test names, and random ones around it.
const POINTS: usize = 6;
/// Largest relative distance of a random point from the named one.
const SPREAD: f64 = 0.05;
/// Tangents and seeds tried at each point.
const DIRECTIONS: usize = 3;

/// The plain function: point ↦ value.
pub type Primal<'a> = Box<dyn Fn(&[f64]) -> Vec<f64> + 'a>;
/// A companion that takes a tangent or a seed: (point, direction) ↦ (value, derivative).
pub type Directional<'a> = Box<dyn Fn(&[f64], &[f64]) -> (Vec<f64>, Vec<f64>) + 'a>;
/// The plain function on dual numbers: (point, direction) ↦ derivative.
pub type Slopes<'a> = Box<dyn Fn(&[f64], &[f64]) -> Vec<f64> + 'a>;
/// A companion of a scalar function: point ↦ (value where it returns one, gradient).
pub type Gradient<'a> = Box<dyn Fn(&[f64]) -> (Option<Vec<f64>>, Vec<f64>) + 'a>;

/// A function and its companions; an absent one is not checked.
pub struct Companions<'a> {
    /// The name shown in failures.
    pub name: &'static str,
    /// The point around which everything is checked.
    pub at: Vec<f64>,
    /// Unit roundoff of the arithmetic inside.
    pub roundoff: f64,
    /// A point rounded to the parameter types.
    pub represent: Primal<'a>,
    /// The plain function.
    pub primal: Primal<'a>,
    /// The function on dual numbers: (point, direction) ↦ derivative.
    pub duals: Option<Slopes<'a>>,
    /// `f_jvp`.
    pub jvp: Option<Directional<'a>>,
    /// `f_linearize`, and its linear map at the tangent.
    pub linearize: Option<Directional<'a>>,
    /// `f_vjp`, and its pullback at the seed.
    pub vjp: Option<Directional<'a>>,
    /// `f_grad` and its kin, by suffix.
    pub gradients: Vec<(&'static str, Gradient<'a>)>,
}

impl Companions<'_> {
    /// For a body that narrows to `f32` although its parameters and result are `f64`.
    #[must_use]
    pub fn with_narrow_arithmetic(mut self) -> Self {
        self.roundoff = f64::from(f32::EPSILON) / 2.0;
        self
    }

    /// Checks every companion that is present against the plain function and against the others.
    ///
    /// # Panics
    /// At the first thing that does not hold.
    pub fn check(&self) {
        let mut random = Random::named(self.name);
        for trial in 0..POINTS {
            let point = if trial == 0 {
                self.at.clone()
            } else {
                self.point_nearby(&mut random)
            };
            let point = (self.represent)(&point);
            self.check_at(&point, &mut random);
        }
    }

    fn point_nearby(&self, random: &mut Random) -> Vec<f64> {
        let nearby = |&x: &f64| x + SPREAD * random.next_signed() * if x == 0.0 { 1.0 } else { x };
        self.at.iter().map(nearby).collect()
    }

    fn check_at(&self, point: &[f64], random: &mut Random) {
        let value = (self.primal)(point);
        for _ in 0..DIRECTIONS {
            let tangent = (self.represent)(&random.signed(point.len()));
            let seed: Vec<f64> = random
                .signed(value.len())
                .into_iter()
                .map(on_a_coarse_grid)
                .collect();
            self.check_direction(point, &value, &tangent, &seed);
        }
        for (suffix, gradient) in &self.gradients {
            let (returned, bars) = gradient(point);
            if let Some(returned) = returned {
                assert_primal_bits(&self.label(suffix), &returned, &value);
            }
            self.check_cotangents(suffix, point, &[1.0], &bars);
            if let Some(vjp) = &self.vjp {
                assert_close(
                    &self.label(suffix),
                    "the pullback at 1",
                    &bars,
                    &vjp(point, &[1.0]).1,
                    self.identity_tolerance(),
                );
            }
        }
    }

    fn check_direction(&self, point: &[f64], value: &[f64], tangent: &[f64], seed: &[f64]) {
        let forward = self.jvp.as_ref().map(|jvp| jvp(point, tangent));
        let reverse = self.vjp.as_ref().map(|vjp| vjp(point, seed));
        if let Some((returned, value_dot)) = &forward {
            assert_primal_bits(&self.label("_jvp"), returned, value);
            self.check_tangent(point, tangent, value_dot);
            if let Some(linearize) = &self.linearize {
                let (what, (value, linear)) = (self.label("_linearize"), linearize(point, tangent));
                assert_primal_bits(&what, &value, returned);
                assert_primal_bits(&what, &linear, value_dot);
            }
            if let Some(duals) = &self.duals {
                let (what, slopes) = (self.label("_jvp"), duals(point, tangent));
                assert_close(
                    &what,
                    "by dual numbers",
                    value_dot,
                    &slopes,
                    self.dual_tolerance(),
                );
            }
        }
        if let Some((returned, bars)) = &reverse {
            assert_primal_bits(&self.label("_vjp"), returned, value);
            self.check_cotangents("_vjp", point, seed, bars);
        }
        if let (Some((_, value_dot)), Some((_, bars))) = (&forward, &reverse) {
            assert_dot_products_agree(
                self.name,
                (seed, value_dot),
                (bars, tangent),
                self.identity_tolerance(),
            );
        }
    }

    fn check_tangent(&self, point: &[f64], tangent: &[f64], value_dot: &[f64]) {
        for (row, &slope) in value_dot.iter().enumerate() {
            self.check_slope("_jvp", point, tangent, |value| value[row], slope);
        }
    }

    fn check_cotangents(&self, suffix: &str, point: &[f64], seed: &[f64], bars: &[f64]) {
        assert_eq!(
            bars.len(),
            point.len(),
            "{}: one cotangent per active float",
            self.label(suffix)
        );
        for (column, &slope) in bars.iter().enumerate() {
            let mut unit = vec![0.0; point.len()];
            unit[column] = 1.0;
            self.check_slope(suffix, point, &unit, |value| dot(seed, value), slope);
        }
    }

    fn check_slope(
        &self,
        suffix: &str,
        point: &[f64],
        direction: &[f64],
        output: impl Fn(&[f64]) -> f64,
        slope: f64,
    ) {
        let along = |step: f64| {
            let moved: Vec<f64> = point
                .iter()
                .zip(direction)
                .map(|(x, v)| x + step * v)
                .collect();
            let moved = (self.represent)(&moved);
            (output(&(self.primal)(&moved)), moved)
        };
        let best = central_differences(direction, along, self.roundoff)
            .min_by(|a, b| (a - slope).abs().total_cmp(&(b - slope).abs()))
            .expect("the sweep has steps");
        let scale = slope.abs() + output(&(self.primal)(point)).abs();
        assert!(
            (best - slope).abs() <= self.difference_tolerance() * scale,
            "{} at {point:?}: slope {slope:e} along {direction:?}, by central differences {best:e}",
            self.label(suffix),
        );
    }

    fn label(&self, suffix: &str) -> String {
        format!("{}{suffix}", self.name)
    }

    fn is_narrow(&self) -> bool {
        self.roundoff > f64::EPSILON
    }

    fn identity_tolerance(&self) -> f64 {
        if self.is_narrow() { 1e-5 } else { 1e-13 }
    }

    fn dual_tolerance(&self) -> f64 {
        if self.is_narrow() { 1e-4 } else { 1e-12 }
    }

    fn difference_tolerance(&self) -> f64 {
        if self.is_narrow() { 1e-3 } else { 1e-8 }
    }
}

/// `x` rounded to what both float types represent: a seed must survive the way through `f32` outputs.
fn on_a_coarse_grid(x: f64) -> f64 {
    (x * 1024.0).round() / 1024.0
}

/// Fourth-order central differences along a line, for steps from coarse to fine.
///
/// `along(h)` is the function at `point + h·direction` and the point really used after rounding.
fn central_differences<'a>(
    direction: &'a [f64],
    along: impl Fn(f64) -> (f64, Vec<f64>) + 'a,
    roundoff: f64,
) -> impl Iterator<Item = f64> + 'a {
    let magnitude = |&index: &usize| direction[index].abs();
    let widest = (0..direction.len())
        .max_by(|i, j| magnitude(i).total_cmp(&magnitude(j)))
        .expect("a direction has elements");
    // Rounding moves the end points of a step, so the quotient divides by the distance really covered.
    let slope = move |step: f64| {
        let ((above, above_at), (below, below_at)) = (along(step), along(-step));
        (above - below) / ((above_at[widest] - below_at[widest]) / direction[widest])
    };
    let finest = roundoff.powf(0.35);
    [1.0, 3.0, 9.0, 27.0].into_iter().map(move |factor| {
        let step = finest * factor;
        (4.0 * slope(step) - slope(2.0 * step)) / 3.0
    })
}

fn largest_magnitude(floats: &[f64]) -> f64 {
    floats.iter().fold(0.0, |largest, x| largest.max(x.abs()))
}

fn dot(left: &[f64], right: &[f64]) -> f64 {
    assert_eq!(
        left.len(),
        right.len(),
        "a dot product of equally long lists"
    );
    left.iter().zip(right).map(|(a, b)| a * b).sum()
}

fn absolute_dot(left: &[f64], right: &[f64]) -> f64 {
    left.iter().zip(right).map(|(a, b)| (a * b).abs()).sum()
}

/// Asserts that a companion returned the plain function's value, bit for bit.
///
/// # Panics
/// If one bit differs.
#[track_caller]
pub fn assert_primal_bits(companion: &str, returned: &[f64], value: &[f64]) {
    let bits = |floats: &[f64]| floats.iter().map(|x| x.to_bits()).collect::<Vec<_>>();
    assert!(
        bits(returned) == bits(value),
        "{companion} returned {returned:?}, the plain function {value:?}"
    );
}

/// Asserts ⟨w, J v⟩ = ⟨Jᵀ w, v⟩, to `tolerance` relative to the sum of the terms' magnitudes.
///
/// # Panics
/// If the two sides differ by more, or are NaN.
#[track_caller]
pub fn assert_dot_products_agree(
    name: &str,
    forward: (&[f64], &[f64]),
    reverse: (&[f64], &[f64]),
    tolerance: f64,
) {
    let (left, right) = (dot(forward.0, forward.1), dot(reverse.0, reverse.1));
    let scale = absolute_dot(forward.0, forward.1).max(absolute_dot(reverse.0, reverse.1));
    assert!(
        (left - right).abs() <= tolerance * scale,
        "{name}: ⟨w, J v⟩ = {left:e}, ⟨Jᵀ w, v⟩ = {right:e}"
    );
}

/// Asserts that two lists agree to `tolerance` relative to the largest magnitude expected.
///
/// # Panics
/// If an element differs by more, or is NaN.
#[track_caller]
pub fn assert_close(what: &str, reference: &str, actual: &[f64], expected: &[f64], tolerance: f64) {
    let scale = largest_magnitude(expected);
    let agree = actual.len() == expected.len()
        && actual
            .iter()
            .zip(expected)
            .all(|(a, e)| (a - e).abs() <= tolerance * scale);
    assert!(agree, "{what} is {actual:?}, {reference} {expected:?}");
}
