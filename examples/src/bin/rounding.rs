//! Where the digits go: (1 − cos x) / x² for small x, the same without the cancellation, and what
//! `error_estimate` says of both.
//!
//! `cargo run -p ad-examples --bin rounding`

use ad_runtime::differentiate;

/// As written in the textbook.
#[differentiate(error_estimate)]
fn cancelling(x: f64) -> f64 {
    let numerator = 1.0 - x.cos();
    let square = x * x;
    numerator / square
}

/// ½ (sin ½x / ½x)², which is the same number.
#[differentiate(error_estimate)]
fn stable(x: f64) -> f64 {
    let half = 0.5 * x;
    let sinc = half.sin() / half;
    0.5 * sinc * sinc
}

/// The series, exact to the last digit for small x.
fn exact(x: f64) -> f64 {
    let square = x * x;
    0.5 - square / 24.0 + square * square / 720.0
}

fn main() {
    let x = 1e-4;
    println!("(1 − cos x) / x²  at  x = {x}: {}\n", exact(x));
    println!("1. numerator = 1 − cos x; square = x²; numerator / square");
    println!("{}\n", cancelling_error_estimate(x));
    println!("2. half = ½x; sinc = sin half / half; ½ sinc²");
    println!("{}\n", stable_error_estimate(x));
    println!("       x    error of 1    bound of 1    error of 2    bound of 2");
    for exponent in 2..=7 {
        let x = 10_f64.powi(-exponent);
        let (first, second) = (cancelling_error_estimate(x), stable_error_estimate(x));
        println!(
            "{x:8.0e}  {:12.1e}  {:12.1e}  {:12.1e}  {:12.1e}",
            (first.value - exact(x)).abs(),
            first.bound,
            (second.value - exact(x)).abs(),
            second.bound,
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_hold_and_tell_the_formulas_apart() {
        for exponent in 2..=6 {
            let x = 10_f64.powi(-exponent);
            let (first, second) = (cancelling_error_estimate(x), stable_error_estimate(x));
            assert!((first.value - exact(x)).abs() <= first.bound);
            assert!((second.value - exact(x)).abs() <= second.bound);
            assert!(second.bound < 1e-15 && first.bound > 1e-12);
        }
    }

    #[test]
    fn the_numerator_is_to_blame() {
        let contributions = cancelling_error_estimate(1e-4).contributions;
        let largest = contributions.into_iter().max_by(|a, b| a.1.total_cmp(&b.1));
        assert_eq!(largest.map(|(name, _)| name), Some("numerator"));
    }
}
