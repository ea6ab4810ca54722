//! The image of a star: the rings that a round aperture makes of it, from Bessel functions of another crate.
//!
//! `libm` knows nothing of derivatives. Two wrappers give its functions their rules, each in terms of the other, and are
//! called where something is differentiated; since the rules are differentiated in turn, there are second derivatives too.
//! Formulas: M. Born and E. Wolf, "Principles of Optics", section 8.5.2.
//!
//! `cargo run -p ad-examples --bin airy_disk`

use ad_runtime::differentiate;

#[differentiate(order = 2, partials = slope_of_j0)]
fn j0(x: f64) -> f64 {
    libm::j0(x)
}

#[differentiate]
fn slope_of_j0(x: f64) -> f64 {
    -j1(x)
}

#[differentiate(order = 2, partials = slope_of_j1)]
fn j1(x: f64) -> f64 {
    libm::j1(x)
}

#[differentiate]
fn slope_of_j1(x: f64) -> f64 {
    j0(x) - j1(x) / x
}

/// How bright it is at a distance from the middle, relative to there; x = π D sin θ / λ for an aperture D.
#[differentiate(order = 2)]
fn intensity(x: f64) -> f64 {
    let amplitude = 2.0 * j1(x) / x;
    amplitude * amplitude
}

/// The part of the light that is nearer than that to the middle.
#[differentiate]
fn encircled(x: f64) -> f64 {
    1.0 - j0(x) * j0(x) - j1(x) * j1(x)
}

/// An extremum of the intensity, by Newton's method.
fn extremum(mut x: f64) -> f64 {
    for _ in 0..20 {
        let (slope, curvature) = intensity_grad_and_hvp(x, 1.0);
        x -= slope / curvature;
    }
    x
}

fn main() {
    println!("            x   sin θ in λ/D   intensity   light within");
    for (name, near) in [
        ("dark", 3.7),
        ("bright", 5.0),
        ("dark", 7.1),
        ("bright", 8.4),
    ] {
        let x = extremum(near);
        println!(
            "{name:>6} ring  {x:.5}        {:.5}    {:.2e}        {:.2} %",
            x / std::f64::consts::PI,
            intensity(x),
            100.0 * encircled(x)
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ad_runtime::check_gradient;

    #[test]
    fn rules_are_right() {
        for x in [0.3, 2.0, 7.5, 40.0] {
            check_gradient!(j0(x));
            check_gradient!(j1(x));
            check_gradient!(intensity(x));
        }
    }

    /// The light in a ring is what its brightness says: E' = I x / 2.
    #[test]
    fn rings_add_up_to_the_light_within() {
        for x in [0.5, 1.7, 3.8, 9.0] {
            let ring = 0.5 * x * intensity(x);
            assert!((encircled_grad(x) - ring).abs() < 1e-14, "at {x}");
            let (_, along) = encircled_jvp(x, 2.0);
            assert!((along - 2.0 * ring).abs() < 1e-14, "at {x}");
        }
    }

    /// x² J₀″ + x J₀′ + x² J₀ = 0
    #[test]
    fn second_derivatives_are_those_of_the_equation_of_bessel() {
        for x in [0.4, 3.0, 11.0] {
            let ([[second]], slope) = (j0_hessian(x), j0_grad(x));
            assert!((second + slope / x + j0(x)).abs() < 1e-14, "at {x}");
        }
    }

    #[test]
    fn the_first_rings_are_where_the_tables_have_them() {
        let expected = [(3.7, 3.831_705_970_207_512), (5.0, 5.135_622_301_840_683)];
        for (near, expected) in expected {
            assert!(
                (extremum(near) - expected).abs() < 1e-7,
                "{}",
                extremum(near)
            );
        }
        assert!((encircled(3.831_705_970_207_512) - 0.837_785).abs() < 1e-6);
    }
}
