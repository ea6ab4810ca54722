//! The cheapest diameter of a pipe whose friction factor is the root of an equation.
//!
//! Colebrook's equation has no solution in closed form; it is solved by iteration, which is not differentiated. Where
//! r(x, p) = 0 defines x(p), the implicit function theorem says x' = -(∂r/∂p) / (∂r/∂x): the slopes of the root come from one
//! gradient of the equation, however many steps the iteration took. That gradient is generated, and is differentiated in
//! turn for Newton's method.
//!
//! `cargo run -p ad-examples --bin pipe_friction`

use std::f64::consts::PI;

use ad_runtime::differentiate;

/// Zero where x = 1 / √(friction factor): C. F. Colebrook, J. Inst. Civ. Eng. 11 (1939), 133–156.
#[differentiate(order = 2)]
fn colebrook(x: f64, reynolds: f64, roughness: f64) -> f64 {
    x + 2.0 * (roughness / 3.7 + 2.51 * x / reynolds).log10()
}

/// Its root, by as many steps as it takes.
#[differentiate(order = 2, partials = root_slopes)]
fn root(reynolds: f64, roughness: f64) -> f64 {
    let mut x = 7.0;
    loop {
        let next = -2.0 * (roughness / 3.7 + 2.51 * x / reynolds).log10();
        if (next - x).abs() <= 1e-15 * x {
            return next;
        }
        x = next;
    }
}

#[differentiate]
fn root_slopes(reynolds: f64, roughness: f64) -> (f64, f64) {
    let x = root(reynolds, roughness);
    let (by_x, by_reynolds, by_roughness) = colebrook_grad(x, reynolds, roughness);
    (-by_reynolds / by_x, -by_roughness / by_x)
}

/// Water, in units of kg, m and s.
const DENSITY: f64 = 998.0;
const VISCOSITY: f64 = 1.0e-3;
/// Of commercial steel.
const GRAIN: f64 = 4.5e-5;

/// What the pressure falls by in a metre of pipe.
#[differentiate(order = 2)]
fn pressure_gradient(diameter: f64, flow: f64) -> f64 {
    let speed = flow / (0.25 * PI * diameter * diameter);
    let x = root(DENSITY * speed * diameter / VISCOSITY, GRAIN / diameter);
    0.5 * DENSITY * speed * speed / (diameter * x * x)
}

/// Of a metre of pipe and twenty years of pumping through it, in euros.
#[differentiate(order = 2)]
fn cost(diameter: f64, flow: f64) -> f64 {
    let pipe = 900.0 * diameter.powf(1.5);
    let hours = 20.0 * 8760.0;
    let price_of_a_watt_hour = 1.5e-4;
    pipe + pressure_gradient(diameter, flow) * flow / 0.7 * hours * price_of_a_watt_hour
}

/// The cheapest diameter, by Newton's method.
fn cheapest(flow: f64) -> f64 {
    let mut diameter = 0.3 * (flow / 0.05).sqrt();
    for _ in 0..30 {
        let (by_diameter, _) = cost_grad(diameter, flow);
        let (curvature, _) = cost_hvp(diameter, flow, 1.0, 0.0);
        let step = -by_diameter / curvature;
        // A tenth at most: the cost is convex only near the minimum.
        diameter += step.clamp(-0.1 * diameter, 0.1 * diameter);
    }
    diameter
}

fn main() {
    println!("l/s   diameter   Pa/m    euros a metre");
    for flow in [0.01, 0.05, 0.2] {
        let diameter = cheapest(flow);
        println!(
            "{:3.0}   {:5.1} cm   {:5.1}   {:6.0}",
            1e3 * flow,
            1e2 * diameter,
            pressure_gradient(diameter, flow),
            cost(diameter, flow)
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ad_runtime::check_gradient;

    #[test]
    fn slopes_of_the_root_are_those_of_differences() {
        check_gradient!(root(1e5, 1e-4));
        check_gradient!(root(4e6, 0.03));
        check_gradient!(pressure_gradient(0.2, 0.05));
    }

    /// On a smooth wall and a rough one the equation is explicit in the other unknown.
    #[test]
    fn slopes_of_the_root_are_those_of_the_inverse() {
        let (reynolds, roughness) = (2e5, 1e-3);
        let x = root(reynolds, roughness);
        // 10^(-x/2) = roughness / 3.7 + 2.51 x / reynolds
        let power = 10.0_f64.powf(-0.5 * x);
        let by_x = -0.5 * 10.0_f64.ln() * power - 2.51 / reynolds;
        let expected = (-2.51 * x / (reynolds * reynolds) / by_x, 1.0 / 3.7 / by_x);
        let (by_reynolds, by_roughness) = root_grad(reynolds, roughness);
        assert!((by_reynolds / expected.0 - 1.0).abs() < 1e-12);
        assert!((by_roughness / expected.1 - 1.0).abs() < 1e-12);
    }

    #[test]
    fn hessian_of_the_root_is_that_of_differences() {
        let (reynolds, roughness) = (2e5, 1e-3);
        let hessian = root_hessian(reynolds, roughness);
        let step = 1e-4;
        let slopes = |by: f64| root_grad(reynolds * (1.0 + by), roughness);
        let (above, below) = (slopes(step), slopes(-step));
        let width = 2.0 * step * reynolds;
        let expected = [(above.0 - below.0) / width, (above.1 - below.1) / width];
        for (actual, expected) in hessian[0].iter().zip(expected) {
            assert!(
                (actual / expected - 1.0).abs() < 1e-6,
                "{actual:e}, not {expected:e}"
            );
        }
    }

    #[test]
    fn nothing_is_cheaper() {
        for flow in [0.01, 0.05, 0.2] {
            let diameter = cheapest(flow);
            let least = cost(diameter, flow);
            assert!(cost_grad(diameter, flow).0.abs() < 1e-9 * least / diameter);
            assert!(cost(0.98 * diameter, flow) > least && cost(1.02 * diameter, flow) > least);
        }
    }
}
