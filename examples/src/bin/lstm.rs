//! A recurrent network learns to spell a sentence: the LSTM objective of the `ADBench` suite, on letters.
//!
//! F. Šrajer, Z. Kukelova and A. Fitzgibbon, "A Benchmark of Selected Algorithmic Differentiation Tools on Some Problems in
//! Computer Vision and Machine Learning", Optimization Methods and Software 33 (2018), 889–906.
//!
//! `cargo run --release -p ad-examples --bin lstm`

#![allow(clippy::cast_precision_loss, reason = "counts are small")]

use ad_examples::minimize::{Minimum, minimize};
use ad_runtime::differentiate;

const SENTENCE: &str = "the cat sat on the mat and the rat ate the cheese that the cat saw ";
const ALPHABET: &[u8] = b" acdehmnorstw";
/// Letters, hence numbers in every row of parameters.
const B: usize = ALPHABET.len();
const LAYERS: usize = 2;
/// Parameters of the layers, a row of weights and one of biases each, in four blocks.
const MAIN: usize = 8 * LAYERS * B;
/// Scales of the input, and scales and offsets of the output.
const EXTRA: usize = 3 * B;

#[differentiate]
fn logistic(z: f64) -> f64 {
    1.0 / (1.0 + (-z).exp())
}

/// What a cell remembers and says next: its new state and hidden value. The parameters are those of its four gates.
#[differentiate]
fn cell(weights: [f64; 4], biases: [f64; 4], input: f64, hidden: f64, state: f64) -> (f64, f64) {
    let forget = logistic(input * weights[0] + biases[0]);
    let ingate = logistic(hidden * weights[1] + biases[1]);
    let outgate = logistic(input * weights[2] + biases[2]);
    let change = (hidden * weights[3] + biases[3]).tanh();
    let state = state * forget + ingate * change;
    (state, outgate * state.tanh())
}

/// The mean logarithm of the improbability that the network assigns to every next letter.
#[differentiate(wrt(main, extra))]
fn objective(main: &[f64], extra: &[f64], letters: &[usize]) -> f64 {
    let mut state = [[0.0; B]; LAYERS];
    let mut hidden = [[0.0; B]; LAYERS];
    let mut total = 0.0;
    for t in 0..letters.len() - 1 {
        let mut signal = [0.0; B];
        signal[letters[t]] = extra[letters[t]];
        for layer in 0..LAYERS {
            let row = &main[8 * B * layer..8 * B * (layer + 1)];
            for i in 0..B {
                let weights = [row[i], row[B + i], row[2 * B + i], row[3 * B + i]];
                let biases = [
                    row[4 * B + i],
                    row[5 * B + i],
                    row[6 * B + i],
                    row[7 * B + i],
                ];
                let (next, output) = cell(
                    weights,
                    biases,
                    signal[i],
                    hidden[layer][i],
                    state[layer][i],
                );
                state[layer][i] = next;
                hidden[layer][i] = output;
                signal[i] = output;
            }
        }
        let mut sum = 2.0;
        for i in 0..B {
            sum += (signal[i] * extra[B + i] + extra[2 * B + i]).exp();
        }
        let next = letters[t + 1];
        total += signal[next] * extra[B + next] + extra[2 * B + next] - sum.ln();
    }
    -total / (letters.len() - 1) as f64
}

fn letters() -> Vec<usize> {
    let number = |letter| ALPHABET.iter().position(|other| *other == letter);
    SENTENCE.bytes().filter_map(number).collect()
}

/// Numbers of both signs, the same in every run.
fn start() -> Vec<f64> {
    (1..=MAIN + EXTRA)
        .map(|i| (i as f64 * 3.0_f64.sqrt()).fract() - 0.5)
        .collect()
}

fn train(letters: &[usize], steps: usize) -> Minimum {
    minimize(
        |parameters, gradient| {
            let (main, extra) = parameters.split_at(MAIN);
            let (main_bar, extra_bar) = gradient.split_at_mut(MAIN);
            objective_grad_into(main, extra, letters, main_bar, extra_bar)
        },
        &start(),
        1e-6,
        steps,
    )
}

fn main() {
    let letters = letters();
    println!("{MAIN} + {EXTRA} parameters, {} letters", letters.len());
    for steps in [0, 10, 50, 250] {
        let trained = train(&letters, steps);
        println!(
            "after {steps:3} steps: a next letter has probability {:.3}",
            (-trained.value).exp()
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_letter_of_the_sentence_is_in_the_alphabet() {
        assert_eq!(letters().len(), SENTENCE.len());
    }

    #[test]
    fn gradient_agrees_with_differences() {
        let (main, extra) = (start()[..MAIN].to_vec(), start()[MAIN..].to_vec());
        let letters = &letters()[..8];
        ad_runtime::check_gradient!(objective(&main, &extra, const letters));
    }

    /// The frequencies of the letters alone give the next one a probability of 0.118.
    #[test]
    fn the_network_learns_more_than_the_frequencies_of_letters() {
        let letters = letters();
        let mut count = [0.0; B];
        letters[1..].iter().for_each(|letter| count[*letter] += 1.0);
        let total = (letters.len() - 1) as f64;
        let entropy: f64 = count
            .iter()
            .map(|n| {
                if *n > 0.0 {
                    -n / total * f64::ln(n / total)
                } else {
                    0.0
                }
            })
            .sum();
        let trained = train(&letters, 250);
        assert!(
            trained.value < 0.85 * entropy,
            "{} of {entropy}",
            trained.value
        );
    }
}
