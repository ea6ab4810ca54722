//! The lines of a check: what companions return, against numbers.

use std::fmt::{Result, Write};

/// A number and what its rounding errors are relative to.
pub(crate) type Sized = (f64, f64);

/// Σ derivative · factor.
pub(crate) fn combined(terms: impl Iterator<Item = (Sized, f64)>) -> Sized {
    terms.fold((0.0, 0.0), |(sum, scale), ((x, size), factor)| {
        (sum + x * factor, scale + size * factor.abs())
    })
}

/// Expected numbers and the distance allowed, as bits.
pub(crate) fn numbers(tolerance: f64, numbers: impl IntoIterator<Item = Sized>) -> String {
    let numbers = numbers.into_iter().map(|(number, size)| {
        let allowed = tolerance * size;
        format!("({:#x}, {:#x})", number.to_bits(), allowed.to_bits())
    });
    format!("&[{}]", numbers.collect::<Vec<_>>().join(", "))
}

/// How the companions of a function are called.
pub(crate) struct Calls<'c> {
    /// The path of the function.
    pub(crate) name: &'c str,
    pub(crate) arguments: &'c str,
    /// A direction, as tangents of the active arguments.
    pub(crate) tangents: &'c str,
}

impl Calls<'_> {
    /// Forward mode, at once and in two sweeps, which compute the same, or something close to it.
    pub(crate) fn write_forward(&self, f: &mut String, expected: &str, same: bool) -> Result {
        let Calls {
            name,
            arguments,
            tangents,
        } = self;
        writeln!(f, "let (primal, dot) = {name}_jvp({arguments} {tangents});")?;
        writeln!(f, "let expected = {expected};")?;
        writeln!(f, "report.value(\"_jvp\", &primal);")?;
        writeln!(f, "report.close(\"_jvp\", &dot, expected);")?;
        writeln!(f, "let (primal, linear) = {name}_linearize({arguments});")?;
        writeln!(f, "report.value(\"_linearize\", &primal);")?;
        for companion in ["_linearize", "_linearize, again"] {
            let linear = format!("{companion:?}, &linear({tangents})");
            match same {
                true => writeln!(f, "report.same({linear}, &dot);")?,
                false => writeln!(f, "report.close({linear}, expected);")?,
            }
        }
        Ok(())
    }

    /// The pullback, of a seed.
    pub(crate) fn write_pullback(&self, f: &mut String, seed: &str, expected: &str) -> Result {
        let Calls {
            name, arguments, ..
        } = self;
        writeln!(f, "let (primal, pullback) = {name}_vjp({arguments});")?;
        writeln!(f, "report.value(\"_vjp\", &primal);")?;
        writeln!(f, "let bars = {expected};")?;
        writeln!(f, "report.close(\"_vjp\", &pullback({seed}), bars);")?;
        writeln!(f, "report.close(\"_vjp, again\", &pullback({seed}), bars);")
    }

    /// The gradients; of each active parameter, its position and something of the type of its cotangent.
    pub(crate) fn write_gradients(
        &self,
        f: &mut String,
        expected: &str,
        active: &[(usize, String)],
    ) -> Result {
        let Calls {
            name, arguments, ..
        } = self;
        writeln!(f, "let bars = {expected};")?;
        writeln!(
            f,
            "report.close(\"_grad\", &{name}_grad({arguments}), bars);"
        )?;
        writeln!(
            f,
            "let (primal, both) = {name}_value_and_grad({arguments});"
        )?;
        writeln!(f, "report.value(\"_value_and_grad\", &primal);")?;
        writeln!(f, "report.close(\"_value_and_grad\", &both, bars);")?;
        let (mut buffers, mut names) = (String::new(), String::new());
        for (position, old) in active {
            writeln!(f, "let mut b{position} = {old};")?;
            write!(buffers, "&mut b{position}, ")?;
            write!(names, "b{position}, ")?;
        }
        writeln!(f, "let primal = {name}_grad_into({arguments} {buffers});")?;
        writeln!(f, "report.value(\"_grad_into\", &primal);")?;
        writeln!(f, "report.close(\"_grad_into\", &({names}), bars);")
    }

    /// The products of the Hessian with the direction, one with the gradient, whose expected numbers are `bars`.
    pub(crate) fn write_products(&self, f: &mut String, expected: &str, same: bool) -> Result {
        let Calls {
            name,
            arguments,
            tangents,
        } = self;
        writeln!(f, "let products = {expected};")?;
        writeln!(f, "let product = {name}_hvp({arguments} {tangents});")?;
        writeln!(f, "report.close(\"_hvp\", &product, products);")?;
        writeln!(
            f,
            "let (gradient, again) = {name}_grad_and_hvp({arguments} {tangents});"
        )?;
        writeln!(f, "report.close(\"_grad_and_hvp\", &gradient, bars);")?;
        match same {
            true => writeln!(f, "report.same(\"_grad_and_hvp\", &again, &product);"),
            false => writeln!(f, "report.close(\"_grad_and_hvp\", &again, products);"),
        }
    }
}
