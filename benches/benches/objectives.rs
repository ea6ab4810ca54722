//! Times whole objectives, their generated gradients and hand-written ones, and prints the ratios, each beside the
//! most it may be, and the most memory each contestant held at a time.
//!
//! The contestants take turns within every sample, so that a slow moment of the machine hits all of them; a ratio is
//! that of the fastest samples, for what else runs can only make them slower. Before anything is timed, both gradients
//! must agree.
//!
//! `cargo bench -p ad-benches --bench objectives -- mixture` runs the rows whose names contain a word; `growing` those
//! that show how the ratios change as the input grows.

mod timing;

use ad_benches::objectives::{
    Numbers, gaussian_mixture, helper_of_a_slice, log_sum_exp, lotka_volterra, lstm,
    matrix_product, mixture, perceptron, rosenbrock,
};
use timing::{assert_agree, fastest, hidden, judged, peak, word};

/// The most that the generated gradient may cost of the hand-written one.
const OURS_OVER_HAND: f64 = 1.05;

#[allow(clippy::too_many_lines, reason = "a table")]
fn main() {
    println!(
        "{:<38}{:>10}{:>22}{:>8}{:>18}{:>10}{:>10}{:>10}",
        "function",
        "plain µs",
        "gradient/plain",
        "hand",
        "ours/hand",
        "plain kB",
        "ours kB",
        "hand kB"
    );
    let table = Table { word: word() };

    let input = mixture::input(20_000, 8);
    table.row(
        "mixture, 20 000 × 8",
        1.3,
        &input,
        mixture::plain,
        mixture::ours,
        mixture::hand,
    );
    table.row(
        "  over iterators",
        1.3,
        &input,
        mixture::plain_by_iterator,
        mixture::ours_by_iterator,
        mixture::hand,
    );
    let input = rosenbrock::input(1000);
    table.row(
        "Rosenbrock, 1000",
        2.0,
        &input,
        rosenbrock::plain,
        rosenbrock::ours,
        rosenbrock::hand,
    );
    table.row(
        "  over windows",
        2.0,
        &input,
        rosenbrock::plain_over_windows,
        rosenbrock::ours_over_windows,
        rosenbrock::hand,
    );
    table.row(
        "  over any float",
        2.0,
        &input,
        rosenbrock::plain_of_scalars,
        rosenbrock::ours_of_scalars,
        rosenbrock::hand,
    );
    for (d, k, most) in [(10, 5, 1.9), (20, 25, 2.4)] {
        let input = gaussian_mixture::input(d, k, 1000);
        table.row(
            &format!("GMM, d = {d}, k = {k}, n = 1000"),
            most,
            &input,
            gaussian_mixture::plain,
            gaussian_mixture::ours,
            gaussian_mixture::hand,
        );
    }
    let input = lstm::input(2, 1024, 14);
    table.row(
        "LSTM, l = 2, c = 1024, b = 14",
        1.7,
        &input,
        lstm::plain,
        lstm::ours,
        lstm::hand,
    );
    let input = perceptron::input(64);
    table.row(
        "MLP 10 → 32 → 1, batch 64",
        1.4,
        &input,
        perceptron::plain,
        perceptron::ours,
        perceptron::hand,
    );
    let input = lotka_volterra::input();
    table.row(
        "Lotka–Volterra, 1000 steps",
        2.5,
        &input,
        lotka_volterra::plain,
        lotka_volterra::ours,
        lotka_volterra::hand,
    );
    let input = log_sum_exp::input(10_000);
    table.row(
        "log-sum-exp, 10 000",
        1.25,
        &input,
        log_sum_exp::plain,
        log_sum_exp::ours,
        log_sum_exp::hand,
    );
    table.row(
        "  over iterators",
        1.25,
        &input,
        log_sum_exp::plain_by_iterator,
        log_sum_exp::ours_by_iterator,
        log_sum_exp::hand,
    );
    let input = matrix_product::input();
    table.row(
        "matrix product 64³",
        3.0,
        &input,
        matrix_product::plain,
        matrix_product::ours,
        matrix_product::hand,
    );
    table.row(
        "  hand = loops exchanged",
        3.0,
        &input,
        matrix_product::plain,
        matrix_product::ours,
        matrix_product::hand_along_rows,
    );
    // The ratios stay as they are, however long the input.
    for length in [100, 1_000, 10_000, 100_000, 1_000_000] {
        let input = rosenbrock::input(length);
        table.row(
            &format!("growing: Rosenbrock, {length}"),
            f64::INFINITY,
            &input,
            rosenbrock::plain,
            rosenbrock::ours,
            rosenbrock::hand,
        );
        let input = mixture::input(length, 8);
        table.row(
            &format!("growing: mixture, {length} × 8"),
            f64::INFINITY,
            &input,
            mixture::plain,
            mixture::ours,
            mixture::hand,
        );
    }
    for length in [10_000, 1_000_000] {
        let input = helper_of_a_slice::input(length);
        table.row(
            &format!("helper of a slice of {length}"),
            f64::INFINITY,
            &input,
            helper_of_a_slice::plain,
            helper_of_a_slice::ours,
            helper_of_a_slice::hand,
        );
    }
}

/// Which rows are wanted.
struct Table {
    word: Option<String>,
}

impl Table {
    fn row<I, V, G: Numbers>(
        &self,
        name: &str,
        most: f64,
        input: &I,
        plain: fn(&I) -> V,
        ours: fn(&I) -> G,
        hand: fn(&I) -> G,
    ) {
        if self
            .word
            .as_ref()
            .is_some_and(|word| !name.contains(word.as_str()))
        {
            return;
        }
        assert_agree(name, &ours(input).numbers(), &hand(input).numbers());
        let memory = [
            peak(|| plain(input)),
            peak(|| ours(input)),
            peak(|| hand(input)),
        ];
        let [plain, ours, hand] = fastest([
            &hidden(input, plain),
            &hidden(input, ours),
            &hidden(input, hand),
        ]);
        println!(
            "{name:<38}{:>10.2}{:>22}{:>8.2}{:>18}{:>10.1}{:>10.1}{:>10.1}",
            plain * 1e6,
            judged(ours / plain, most),
            hand / plain,
            judged(ours / hand, OURS_OVER_HAND),
            memory[0],
            memory[1],
            memory[2],
        );
    }
}
