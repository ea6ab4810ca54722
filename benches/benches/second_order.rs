//! Times generated products of Hessians, and prints their ratios to the generated gradient of the same function, to
//! products written by hand, and to dual numbers.
//!
//! The contestants take turns within every sample; a ratio is that of the fastest samples. Before anything is timed, they
//! must agree. Along a direction a gradient costs about twice as much as the gradient, by either way of writing it.
//!
//! `cargo bench -p ad-benches --bench second_order -- MLP` runs the rows whose names contain a word.

mod timing;

use ad_benches::objectives::{Numbers, gaussian_mixture, perceptron, rosenbrock};
use timing::{assert_agree, fastest, hidden, judged, peak, word};

/// The most that a product may cost of the gradient.
const PRODUCT_OVER_GRADIENT: f64 = 2.2;

fn main() {
    let table = Table { word: word() };
    println!(
        "{:<38}{:>12}{:>20}{:>16}{:>8}{:>11}{:>13}{:>11}",
        "function",
        "gradient µs",
        "product/gradient",
        "both/gradient",
        "hand",
        "ours/hand",
        "gradient kB",
        "product kB"
    );
    table.row(
        "Rosenbrock, 1000",
        &rosenbrock::directed(1000),
        rosenbrock::gradient,
        rosenbrock::product,
        rosenbrock::gradient_and_product,
        Some(rosenbrock::hand_product),
    );
    table.row(
        "GMM, d = 10, k = 5, n = 1000",
        &gaussian_mixture::directed(10, 5, 1000),
        gaussian_mixture::gradient,
        gaussian_mixture::product,
        gaussian_mixture::gradient_and_product,
        None,
    );
    table.row(
        "MLP 10 → 32 → 1, batch 64",
        &perceptron::directed(64),
        perceptron::gradient,
        perceptron::product,
        perceptron::gradient_and_product,
        Some(perceptron::hand_product),
    );
    println!(
        "\n{:<62}{:>12}{:>14}{:>12}",
        "peer", "ours µs", "num-dual µs", "over ours"
    );
    let input = rosenbrock::directed(1000);
    table.peer(
        "Rosenbrock, 1000: product, dual numbers through a gradient by hand",
        &input,
        rosenbrock::product,
        rosenbrock::product_of_duals,
    );
    table.peer(
        "Rosenbrock, 1000: product, 1000 calls with hyper-dual numbers",
        &input,
        rosenbrock::product,
        rosenbrock::product_of_hyper_duals,
    );
    let input = rosenbrock::directed(50);
    table.peer(
        "Rosenbrock, 50: Hessian, 1275 calls with hyper-dual numbers",
        &input,
        rosenbrock::hessian,
        rosenbrock::hessian_of_hyper_duals,
    );
}

/// Which rows are wanted.
struct Table {
    word: Option<String>,
}

impl Table {
    fn wants(&self, name: &str) -> bool {
        self.word.as_ref().is_none_or(|word| name.contains(word))
    }

    fn row<I, G: Numbers>(
        &self,
        name: &str,
        input: &I,
        gradient: fn(&I) -> G,
        product: fn(&I) -> G,
        both: fn(&I) -> (G, G),
        hand: Option<fn(&I) -> G>,
    ) {
        if !self.wants(name) {
            return;
        }
        let (first, second) = both(input);
        let ours = product(input).numbers();
        assert_agree(name, &first.numbers(), &gradient(input).numbers());
        assert_agree(name, &second.numbers(), &ours);
        if let Some(hand) = hand {
            assert_agree(name, &ours, &hand(input).numbers());
        }
        let memory = [peak(|| gradient(input)), peak(|| product(input))];
        let [gradient, product, both, hand_product] = fastest([
            &hidden(input, gradient),
            &hidden(input, product),
            &hidden(input, both),
            &hidden(input, hand.unwrap_or(gradient)),
        ]);
        let by_hand = |ratio: f64| hand.map_or(String::new(), |_| format!("{ratio:.2}"));
        println!(
            "{name:<38}{:>12.2}{:>20}{:>16.2}{:>8}{:>11}{:>13.1}{:>11.1}",
            gradient * 1e6,
            judged(product / gradient, PRODUCT_OVER_GRADIENT),
            both / gradient,
            by_hand(hand_product / gradient),
            by_hand(product / hand_product),
            memory[0],
            memory[1],
        );
    }

    fn peer<I, G: Numbers>(&self, name: &str, input: &I, ours: fn(&I) -> G, peer: fn(&I) -> G) {
        if !self.wants(name) {
            return;
        }
        assert_agree(name, &ours(input).numbers(), &peer(input).numbers());
        let [ours, peer] = fastest([&hidden(input, ours), &hidden(input, peer)]);
        println!(
            "{name:<62}{:>12.2}{:>14.2}{:>12.1}",
            ours * 1e6,
            peer * 1e6,
            peer / ours
        );
    }
}
