//! The populations of prey and predators after many Runge–Kutta steps, by the four rates of Lotka and Volterra.

use ad_runtime::differentiate;

/// The four rates.
pub type Input = [f64; 4];
/// Of the four rates.
pub type Gradient = (f64, f64, f64, f64);

const STEPS: usize = 1000;
const STEP: f64 = 0.01;

#[differentiate]
fn populations(birth: f64, hunt: f64, feed: f64, death: f64) -> f64 {
    let (mut x, mut y) = (10.0, 5.0);
    for _ in 0..STEPS {
        let (k1x, k1y) = (x * (birth - hunt * y), y * (feed * x - death));
        let (x2, y2) = (x + 0.5 * STEP * k1x, y + 0.5 * STEP * k1y);
        let (k2x, k2y) = (x2 * (birth - hunt * y2), y2 * (feed * x2 - death));
        let (x3, y3) = (x + 0.5 * STEP * k2x, y + 0.5 * STEP * k2y);
        let (k3x, k3y) = (x3 * (birth - hunt * y3), y3 * (feed * x3 - death));
        let (x4, y4) = (x + STEP * k3x, y + STEP * k3y);
        let (k4x, k4y) = (x4 * (birth - hunt * y4), y4 * (feed * x4 - death));
        x += STEP / 6.0 * (k1x + 2.0 * k2x + 2.0 * k3x + k4x);
        y += STEP / 6.0 * (k1y + 2.0 * k2y + 2.0 * k3y + k4y);
    }
    x + y
}

/// The stages of every step are kept.
fn by_hand(&[birth, hunt, feed, death]: &Input) -> Gradient {
    let slope = |x: f64, y: f64| (x * (birth - hunt * y), y * (feed * x - death));
    let (mut x, mut y) = (10.0, 5.0);
    let mut stages = vec![[0.0; 8]; STEPS];
    for stages in &mut stages {
        let k1 = slope(x, y);
        let (x2, y2) = (x + 0.5 * STEP * k1.0, y + 0.5 * STEP * k1.1);
        let k2 = slope(x2, y2);
        let (x3, y3) = (x + 0.5 * STEP * k2.0, y + 0.5 * STEP * k2.1);
        let k3 = slope(x3, y3);
        let (x4, y4) = (x + STEP * k3.0, y + STEP * k3.1);
        let k4 = slope(x4, y4);
        *stages = [x, y, x2, y2, x3, y3, x4, y4];
        x += STEP / 6.0 * (k1.0 + 2.0 * k2.0 + 2.0 * k3.0 + k4.0);
        y += STEP / 6.0 * (k1.1 + 2.0 * k2.1 + 2.0 * k3.1 + k4.1);
    }
    let (mut birth_bar, mut hunt_bar, mut feed_bar, mut death_bar) = (0.0, 0.0, 0.0, 0.0);
    // The cotangents of the arguments of a slope.
    let mut slope_bar = |x: f64, y: f64, x_seed: f64, y_seed: f64| {
        let (from_prey, from_predators) = (x_seed * x, y_seed * y);
        let meeting = from_prey * y;
        birth_bar += from_prey;
        hunt_bar -= meeting;
        feed_bar += from_predators * x;
        death_bar -= from_predators;
        // The products that do not wait for a seed stand in brackets: the sweep is one long chain.
        (
            x_seed * (birth - hunt * y) + y_seed * (feed * y),
            y_seed * (feed * x - death) - x_seed * (hunt * x),
        )
    };
    let (mut x_bar, mut y_bar) = (1.0, 1.0);
    for &[x, y, x2, y2, x3, y3, x4, y4] in stages.iter().rev() {
        let (x_part, y_part) = (STEP / 6.0 * x_bar, STEP / 6.0 * y_bar);
        let (x4_bar, y4_bar) = slope_bar(x4, y4, x_part, y_part);
        let (x3_bar, y3_bar) = slope_bar(
            x3,
            y3,
            2.0 * x_part + STEP * x4_bar,
            2.0 * y_part + STEP * y4_bar,
        );
        let (x2_bar, y2_bar) = slope_bar(
            x2,
            y2,
            2.0 * x_part + 0.5 * STEP * x3_bar,
            2.0 * y_part + 0.5 * STEP * y3_bar,
        );
        let (x1_bar, y1_bar) = slope_bar(
            x,
            y,
            x_part + 0.5 * STEP * x2_bar,
            y_part + 0.5 * STEP * y2_bar,
        );
        x_bar = x_bar + x4_bar + x3_bar + x2_bar + x1_bar;
        y_bar = y_bar + y4_bar + y3_bar + y2_bar + y1_bar;
    }
    (birth_bar, hunt_bar, feed_bar, death_bar)
}

/// Rates that keep both populations alive.
#[must_use]
pub fn input() -> Input {
    [1.1, 0.4, 0.1, 0.4]
}

/// The plain function.
#[must_use]
#[inline(never)]
pub fn plain(&[birth, hunt, feed, death]: &Input) -> f64 {
    populations(birth, hunt, feed, death)
}

/// The generated gradient.
#[must_use]
#[inline(never)]
pub fn ours(&[birth, hunt, feed, death]: &Input) -> Gradient {
    populations_grad(birth, hunt, feed, death)
}

/// The gradient written by hand.
#[must_use]
#[inline(never)]
pub fn hand(input: &Input) -> Gradient {
    by_hand(input)
}
