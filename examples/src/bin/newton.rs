//! What burning hydrazine with oxygen leaves behind: the mixture of least free energy, by Newton's method with the Hessian.
//!
//! The problem of W. B. White, S. M. Johnson and G. B. Dantzig, "Chemical Equilibrium in Complex Mixtures", Journal of
//! Chemical Physics 28 (1958), 751–755: half a mole of N₂H₄ and half a mole of O₂ at 3500 K and 750 pounds per square
//! inch. It is number 112 of W. Hock and K. Schittkowski, *Test Examples for Nonlinear Programming Codes* (1981). Newton's
//! method under linear equations is that of S. Boyd and L. Vandenberghe, *Convex Optimization* (2004), section 10.3.
//!
//! `cargo run -p ad-examples --bin newton`

#![allow(clippy::cast_precision_loss, reason = "counts are small")]

use ad_runtime::differentiate;
use nalgebra::{SMatrix, SVector};

const SPECIES: usize = 10;
const ELEMENTS: usize = 3;
const UNKNOWNS: usize = SPECIES + ELEMENTS;

/// A compound, its free energy per mole in units of RT, and how many atoms of hydrogen, nitrogen and oxygen it has.
const COMPOUNDS: [(&str, f64, [f64; ELEMENTS]); SPECIES] = [
    ("H", -6.089, [1.0, 0.0, 0.0]),
    ("H2", -17.164, [2.0, 0.0, 0.0]),
    ("H2O", -34.054, [2.0, 0.0, 1.0]),
    ("N", -5.914, [0.0, 1.0, 0.0]),
    ("N2", -24.721, [0.0, 2.0, 0.0]),
    ("NH", -14.986, [1.0, 1.0, 0.0]),
    ("NO", -24.100, [0.0, 1.0, 1.0]),
    ("O", -10.708, [0.0, 0.0, 1.0]),
    ("O2", -26.662, [0.0, 0.0, 2.0]),
    ("OH", -22.179, [1.0, 0.0, 1.0]),
];
/// Moles of hydrogen, nitrogen and oxygen.
const ATOMS: [f64; ELEMENTS] = [2.0, 1.0, 1.0];

/// The free energy of a mixture of ideal gases.
#[differentiate(order = 2, wrt(moles))]
fn free_energy(moles: [f64; SPECIES], energies: [f64; SPECIES]) -> f64 {
    let total: f64 = moles.iter().sum();
    let mut sum = 0.0;
    for i in 0..SPECIES {
        sum += moles[i] * (energies[i] + (moles[i] / total).ln());
    }
    sum
}

/// A mixture on the way to the equilibrium.
struct Iterate {
    moles: [f64; SPECIES],
    /// By how much, at most, the slope differs from what the elements are worth, and their atoms from those there are.
    residual: f64,
    /// The part of the step to it that was taken.
    length: f64,
}

fn energies() -> [f64; SPECIES] {
    COMPOUNDS.map(|(_, energy, _)| energy)
}

/// From a tenth of a mole of everything to the equilibrium.
fn iterates() -> Vec<Iterate> {
    let atoms = SMatrix::<f64, ELEMENTS, SPECIES>::from_fn(|e, s| COMPOUNDS[s].2[e]);
    let mut moles = SVector::from([0.1; SPECIES]);
    let mut prices = SVector::from([0.0; ELEMENTS]);
    let mut length = 0.0;
    let mut iterates: Vec<Iterate> = Vec::new();
    loop {
        let gradient = free_energy_grad(moles.into(), energies());
        let slope = SVector::from(gradient) + atoms.transpose() * prices;
        let excess = atoms * moles - SVector::from(ATOMS);
        let residual = slope.amax().max(excess.amax());
        iterates.push(Iterate {
            moles: moles.into(),
            residual,
            length,
        });
        if residual < 1e-12 || iterates.len() > 50 {
            return iterates;
        }
        let hessian = SMatrix::from(free_energy_hessian(moles.into(), energies()));
        let mut matrix = SMatrix::<f64, UNKNOWNS, UNKNOWNS>::zeros();
        matrix
            .fixed_view_mut::<SPECIES, SPECIES>(0, 0)
            .copy_from(&hessian);
        matrix
            .fixed_view_mut::<ELEMENTS, SPECIES>(SPECIES, 0)
            .copy_from(&atoms);
        matrix
            .fixed_view_mut::<SPECIES, ELEMENTS>(0, SPECIES)
            .copy_from(&atoms.transpose());
        let mut right = SVector::<f64, UNKNOWNS>::zeros();
        right.fixed_rows_mut::<SPECIES>(0).copy_from(&-slope);
        right
            .fixed_rows_mut::<ELEMENTS>(SPECIES)
            .copy_from(&-excess);
        let Some(step) = matrix.lu().solve(&right) else {
            return iterates;
        };
        // No more than nine tenths of what there is of a compound may go.
        length = (moles.iter().zip(&step))
            .filter(|(_, step)| **step < 0.0)
            .fold(1.0, |length: f64, (moles, step)| {
                length.min(-0.9 * moles / step)
            });
        moles += length * step.fixed_rows::<SPECIES>(0);
        prices += length * step.fixed_rows::<ELEMENTS>(SPECIES);
    }
}

fn main() {
    let iterates = iterates();
    println!("step  length  free energy / RT  digits");
    for (number, iterate) in iterates.iter().enumerate() {
        println!(
            "{number:4}  {:6.2}  {:16.10}  {:6.1}",
            iterate.length,
            free_energy(iterate.moles, energies()),
            -iterate.residual.log10()
        );
    }
    let Some(last) = iterates.last() else {
        return;
    };
    println!("\n     moles");
    for ((name, ..), moles) in COMPOUNDS.iter().zip(last.moles) {
        println!("{name:3}  {moles:.7}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The last column of table III of the paper.
    #[test]
    fn the_equilibrium_is_the_published_one() {
        let published = [
            0.040_668, 0.147_730, 0.783_153, 0.001_414, 0.485_247, 0.000_693, 0.027_399, 0.017_947,
            0.037_314, 0.096_872,
        ];
        let iterates = iterates();
        let last = iterates.last().expect("there is a start");
        for (moles, published) in last.moles.iter().zip(published) {
            assert!((moles - published).abs() < 1e-6, "{:?}", last.moles);
        }
        assert!((free_energy(last.moles, energies()) + 47.761_090_859).abs() < 1e-8);
    }

    /// Each step squares the residual, until it is that of rounding.
    #[test]
    fn the_digits_double() {
        let iterates = iterates();
        let close = iterates.iter().skip_while(|iterate| iterate.residual > 0.1);
        let residuals: Vec<f64> = close.map(|iterate| iterate.residual).collect();
        assert!(residuals.len() >= 4, "{residuals:?}");
        for pair in residuals.windows(2) {
            assert!(pair[1] < (pair[0] * pair[0]).max(1e-12), "{residuals:?}");
        }
    }

    /// Twice as much of everything has twice the energy, so along the mixture the slope does not change.
    #[test]
    fn the_hessian_maps_the_mixture_to_zero() {
        let moles = std::array::from_fn(|i| 0.1 + 0.07 * i as f64);
        for row in free_energy_hessian(moles, energies()) {
            let sum: f64 = row.iter().zip(moles).map(|(h, moles)| h * moles).sum();
            assert!(sum.abs() < 1e-14, "{sum:e}");
            assert!(row.iter().any(|h| h.abs() > 0.1));
        }
    }
}
