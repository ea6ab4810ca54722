//! The thermodynamics of carbon dioxide from one function: everything is a derivative of the Helmholtz energy.
//!
//! The equation of state is that of D.-Y. Peng and D. B. Robinson, "A New Two-Constant Equation of State", Industrial &
//! Engineering Chemistry Fundamentals 15 (1976), 59–64; the ideal gas is a linear molecule that turns and vibrates. The
//! pressure is a first derivative, heat capacity and speed of sound are second ones, and how the pressure depends on what
//! is known of the fluid comes with them.
//!
//! `cargo run -p ad-examples --bin equation_of_state`

use ad_runtime::{Differentiable, differentiate};

/// J / (mol K)
const GAS_CONSTANT: f64 = 8.314_462_618;

/// What is known of a fluid.
#[derive(Clone, Copy, Debug, Differentiable)]
struct Fluid {
    /// K
    critical_temperature: f64,
    /// Pa
    critical_pressure: f64,
    acentric_factor: f64,
    /// The vibrations of a molecule, K, each as often as it occurs.
    #[differentiable(constant)]
    vibrations: [f64; 4],
    /// kg / mol
    #[differentiable(constant)]
    molar_mass: f64,
}

const CARBON_DIOXIDE: Fluid = Fluid {
    critical_temperature: 304.13,
    critical_pressure: 7.3773e6,
    acentric_factor: 0.224,
    vibrations: [960.0, 960.0, 1930.0, 3380.0],
    molar_mass: 0.044_01,
};

/// Temperature in K and volume in m³ / mol.
#[derive(Clone, Copy, Debug, Differentiable)]
struct State {
    temperature: f64,
    volume: f64,
}

/// The Helmholtz energy in J / mol, but for a constant and a multiple of the temperature.
#[differentiate(order = 2)]
fn helmholtz(state: &State, fluid: &Fluid) -> f64 {
    let (t, v) = (state.temperature, state.volume);
    let mut ideal = -(v.ln() + 2.5 * t.ln());
    for vibration in fluid.vibrations {
        ideal += (-(-vibration / t).exp()).ln_1p();
    }
    let (tc, pc, omega) = (
        fluid.critical_temperature,
        fluid.critical_pressure,
        fluid.acentric_factor,
    );
    let kappa = 0.374_64 + omega * (1.542_26 - 0.269_92 * omega);
    let alpha = (1.0 + kappa * (1.0 - (t / tc).sqrt())).powi(2);
    let a = 0.457_235_529 * (GAS_CONSTANT * tc).powi(2) / pc * alpha;
    let b = 0.077_796_074 * GAS_CONSTANT * tc / pc;
    let root = std::f64::consts::SQRT_2;
    let attraction = ((v + (1.0 + root) * b) / (v + (1.0 - root) * b)).ln();
    GAS_CONSTANT * t * (ideal - (-b / v).ln_1p()) - a / (2.0 * root * b) * attraction
}

/// p = −∂A/∂v
fn pressure(state: &State, fluid: &Fluid) -> f64 {
    -helmholtz_grad(state, fluid).0.volume
}

/// What the second derivatives tell.
#[derive(Debug)]
struct Properties {
    /// J / (mol K)
    heat_capacity_at_constant_volume: f64,
    heat_capacity_at_constant_pressure: f64,
    /// m / s
    speed_of_sound: f64,
    /// ∂p/∂v at constant temperature, Pa mol / m³
    stiffness: f64,
    /// The derivatives of the pressure by what is known of the fluid.
    by_fluid: FluidTangent,
}

fn properties(state: &State, fluid: &Fluid) -> Properties {
    let along =
        |direction: StateTangent| helmholtz_hvp(state, fluid, &direction, &fluid.zero_tangent());
    let (by_temperature, _) = along(StateTangent {
        temperature: 1.0,
        volume: 0.0,
    });
    let (by_volume, mixed) = along(StateTangent {
        temperature: 0.0,
        volume: 1.0,
    });
    let t = state.temperature;
    let cv = -t * by_temperature.temperature;
    // p_T = −A_Tv and p_v = −A_vv
    let (p_t, p_v) = (-by_volume.temperature, -by_volume.volume);
    let cp = cv - t * p_t * p_t / p_v;
    Properties {
        heat_capacity_at_constant_volume: cv,
        heat_capacity_at_constant_pressure: cp,
        speed_of_sound: state.volume * (-p_v * cp / cv / fluid.molar_mass).sqrt(),
        stiffness: p_v,
        by_fluid: FluidTangent {
            critical_temperature: -mixed.critical_temperature,
            critical_pressure: -mixed.critical_pressure,
            acentric_factor: -mixed.acentric_factor,
        },
    }
}

/// The volume at which the fluid has a pressure, by Newton's method from a volume near it.
fn volume_at(pressure_wanted: f64, temperature: f64, start: f64, fluid: &Fluid) -> f64 {
    let mut volume = start;
    for _ in 0..100 {
        let state = State {
            temperature,
            volume,
        };
        let excess = pressure(&state, fluid) - pressure_wanted;
        let step = excess / properties(&state, fluid).stiffness;
        // A step that would leave the branch of the isotherm is cut.
        volume = (volume - step).clamp(0.8 * volume, 1.25 * volume);
        if step.abs() < 1e-14 * volume {
            break;
        }
    }
    volume
}

/// The vapour pressure: liquid and vapour have the same Gibbs energy G = A + pv, of which ∂G/∂p = v.
fn vapour_pressure(temperature: f64, fluid: &Fluid) -> f64 {
    let b = 0.077_796_074 * GAS_CONSTANT * fluid.critical_temperature / fluid.critical_pressure;
    let reduced = fluid.critical_temperature / temperature;
    // The estimate of Wilson (1968).
    let mut p =
        fluid.critical_pressure * (5.373 * (1.0 + fluid.acentric_factor) * (1.0 - reduced)).exp();
    for _ in 0..50 {
        let liquid = volume_at(p, temperature, 1.2 * b, fluid);
        let vapour = volume_at(p, temperature, GAS_CONSTANT * temperature / p, fluid);
        let gibbs = |volume| {
            helmholtz(
                &State {
                    temperature,
                    volume,
                },
                fluid,
            ) + p * volume
        };
        let step = (gibbs(vapour) - gibbs(liquid)) / (vapour - liquid);
        p -= step;
        if step.abs() < 1e-12 * p {
            break;
        }
    }
    p
}

fn main() {
    let fluid = &CARBON_DIOXIDE;
    println!("carbon dioxide, at 20 bar and at 200 bar");
    println!(
        "{:>6}{:>8}{:>12}{:>10}{:>10}{:>10}{:>14}",
        "T/K", "p/bar", "v/cm³", "cv/R", "cp/R", "w/(m/s)", "∂p/∂ω / bar"
    );
    for (bar, start) in [(20.0, 1e-3), (200.0, 6e-5)] {
        for temperature in [280.0, 320.0, 360.0, 400.0] {
            let volume = volume_at(bar * 1e5, temperature, start, fluid);
            let state = State {
                temperature,
                volume,
            };
            let properties = properties(&state, fluid);
            println!(
                "{temperature:>6.0}{bar:>8.0}{:>12.2}{:>10.3}{:>10.3}{:>10.1}{:>14.3}",
                volume * 1e6,
                properties.heat_capacity_at_constant_volume / GAS_CONSTANT,
                properties.heat_capacity_at_constant_pressure / GAS_CONSTANT,
                properties.speed_of_sound,
                properties.by_fluid.acentric_factor * 1e-5,
            );
        }
    }
    let temperature = 0.7 * fluid.critical_temperature;
    println!(
        "vapour pressure at {temperature:.1} K: {:.4} bar",
        vapour_pressure(temperature, fluid) * 1e-5
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    const FLUID: &Fluid = &CARBON_DIOXIDE;

    fn assert_near(actual: f64, expected: f64, relative: f64) {
        let error = ((actual - expected) / expected).abs();
        assert!(error < relative, "{actual}, not {expected}: {error:e}");
    }

    /// The pressure as Peng and Robinson give it.
    fn pressure_in_closed_form(t: f64, v: f64) -> f64 {
        let (tc, pc, omega) = (
            FLUID.critical_temperature,
            FLUID.critical_pressure,
            FLUID.acentric_factor,
        );
        let kappa = 0.374_64 + 1.542_26 * omega - 0.269_92 * omega * omega;
        let alpha = (1.0 + kappa * (1.0 - (t / tc).sqrt())).powi(2);
        let a = 0.457_235_529 * (GAS_CONSTANT * tc).powi(2) / pc;
        let b = 0.077_796_074 * GAS_CONSTANT * tc / pc;
        GAS_CONSTANT * t / (v - b) - a * alpha / (v * v + 2.0 * b * v - b * b)
    }

    #[test]
    fn the_pressure_is_that_of_the_equation() {
        for temperature in [250.0, 304.13, 400.0] {
            for volume in [6e-5, 1e-4, 1e-3, 1e-1] {
                let state = State {
                    temperature,
                    volume,
                };
                let expected = pressure_in_closed_form(temperature, volume);
                assert_near(pressure(&state, FLUID), expected, 1e-10);
            }
        }
    }

    #[test]
    fn a_thin_gas_is_ideal() {
        let state = State {
            temperature: 300.0,
            volume: 1e3,
        };
        let thin = properties(&state, FLUID);
        assert_near(pressure(&state, FLUID) * 1e3, GAS_CONSTANT * 300.0, 1e-6);
        let difference =
            thin.heat_capacity_at_constant_pressure - thin.heat_capacity_at_constant_volume;
        assert_near(difference, GAS_CONSTANT, 1e-6);
        let vibrations = FLUID.vibrations.map(|vibration| {
            let x = vibration / 300.0;
            (x / (x / 2.0).sinh() / 2.0).powi(2)
        });
        let expected = GAS_CONSTANT * (2.5 + vibrations.iter().sum::<f64>());
        assert_near(thin.heat_capacity_at_constant_volume, expected, 1e-6);
        let ratio = 1.0 + GAS_CONSTANT / expected;
        let sound = (ratio * GAS_CONSTANT * 300.0 / FLUID.molar_mass).sqrt();
        assert_near(thin.speed_of_sound, sound, 1e-5);
    }

    #[test]
    fn the_isotherm_is_flat_at_the_critical_point() {
        let temperature = FLUID.critical_temperature;
        let b = 0.077_796_074 * GAS_CONSTANT * temperature / FLUID.critical_pressure;
        let state = State {
            temperature,
            volume: 3.951_373 * b,
        };
        let scale = FLUID.critical_pressure / state.volume;
        assert!(properties(&state, FLUID).stiffness.abs() < 1e-6 * scale);
        assert_near(pressure(&state, FLUID), FLUID.critical_pressure, 1e-6);
    }

    #[test]
    fn the_vapour_pressure_is_the_one_that_defines_the_acentric_factor() {
        let at = vapour_pressure(0.7 * FLUID.critical_temperature, FLUID);
        let defined = FLUID.critical_pressure * 10_f64.powf(-1.0 - FLUID.acentric_factor);
        assert_near(at, defined, 0.01);
    }

    #[test]
    fn the_pressure_by_the_fluid_is_a_difference() {
        let state = State {
            temperature: 350.0,
            volume: 2e-4,
        };
        let step = 1e-5;
        let with = |acentric_factor| Fluid {
            acentric_factor,
            ..CARBON_DIOXIDE
        };
        let omega = FLUID.acentric_factor;
        let difference = (pressure(&state, &with(omega + step))
            - pressure(&state, &with(omega - step)))
            / (2.0 * step);
        assert_near(
            properties(&state, FLUID).by_fluid.acentric_factor,
            difference,
            1e-8,
        );
    }
}
