//! The logistic neuron of every lecture on automatic differentiation: its loss, the gradient of
//! it, and the generated gradient's code beside the derivation by hand.
//!
//! `cargo run -p ad-examples --bin neuron`

use ad_runtime::differentiate;

/// The squared error of the prediction σ(w x + b) of `t`.
#[differentiate(wrt(w, b))]
fn loss(w: f64, b: f64, x: f64, t: f64) -> f64 {
    let z = w * x + b;
    let y = 1.0 / (1.0 + (-z).exp());
    0.5 * (y - t).powi(2)
}

/// What the attribute generates as `loss_grad`.
const GENERATED: &str = include_str!("../../data/neuron_grad.rs");

/// The derivation by hand: for each variable that the generated code binds, the line of the
/// lecture that says what it is.
const TEXTBOOK: [(&str, &str); 4] = [
    ("z", "z = w x + b"),
    ("y", "y = σ(z) = 1 / (1 + exp(−z))"),
    (
        "z_bar",
        "∂L/∂z = ∂L/∂b = ∂L/∂y · dy/dz = (y − t) · y (1 − y)",
    ),
    ("w_bar", "∂L/∂w = ∂L/∂z · x"),
];

/// The gradient as derived by hand.
fn textbook_gradient(w: f64, b: f64, x: f64, t: f64) -> (f64, f64) {
    let y = 1.0 / (1.0 + (-(w * x + b)).exp());
    let z_bar = (y - t) * y * (1.0 - y);
    (z_bar * x, z_bar)
}

/// What the textbook says of the variable this line of code binds.
fn textbook_line(code: &str) -> Option<&'static str> {
    let pattern = code.trim_start().strip_prefix("let ")?;
    let end = pattern.find(|c: char| c != '_' && !c.is_alphanumeric())?;
    let step = TEXTBOOK.iter().find(|(name, _)| *name == &pattern[..end])?;
    Some(step.1)
}

fn main() {
    let (w, b, x, t) = (0.8, -0.3, 1.5, 1.0);
    let value = loss(w, b, x, t);
    let (w_bar, b_bar) = loss_grad(w, b, x, t);
    let (w_textbook, b_textbook) = textbook_gradient(w, b, x, t);
    println!("L = ½ (σ(w x + b) − t)²  at  w = {w}, b = {b}, x = {x}, t = {t}\n");
    println!("L     = {value:.16}");
    println!("∂L/∂w = {w_bar:.16}    by hand {w_textbook:.16}");
    println!("∂L/∂b = {b_bar:.16}    by hand {b_textbook:.16}\n");
    println!("The generated gradient, and beside it the derivation by hand:\n");
    let width = GENERATED
        .lines()
        .map(|line| line.chars().count())
        .max()
        .unwrap_or(0);
    for code in GENERATED.lines() {
        match textbook_line(code) {
            Some(derivation) => println!("{code:width$}  │ {derivation}"),
            None => println!("{code:width$}  │"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gradient_is_that_derived_by_hand() {
        for (w, b, x, t) in [
            (0.8, -0.3, 1.5, 1.0),
            (-2.0, 0.5, 3.0, 0.0),
            (0.0, 0.0, 1.0, 0.5),
        ] {
            let (value, (w_bar, b_bar)) = loss_value_and_grad(w, b, x, t);
            let (w_expected, b_expected) = textbook_gradient(w, b, x, t);
            assert_eq!(value.to_bits(), loss(w, b, x, t).to_bits());
            assert!((w_bar - w_expected).abs() <= 1e-14 * w_expected.abs());
            assert!((b_bar - b_expected).abs() <= 1e-14 * b_expected.abs());
        }
    }

    #[test]
    fn every_line_of_the_derivation_is_in_the_generated_code() {
        let found: Vec<_> = GENERATED.lines().filter_map(textbook_line).collect();
        assert_eq!(found, TEXTBOOK.map(|(_, derivation)| derivation));
    }
}
