//! The diagonal LSTM of the `ADBench` suite: the mean log loss of predicting a sequence of characters.

use super::spread;
use ad_runtime::differentiate;

/// Parameters of the layers and of the input and output, the initial state, the sequence, and the width of all of them.
pub struct Input {
    layers: Vec<f64>,
    ends: Vec<f64>,
    state: Vec<f64>,
    sequence: Vec<f64>,
    width: usize,
}

/// Of the parameters of the layers, then of the input and output.
pub type Gradient = (Vec<f64>, Vec<f64>);

fn logistic(z: f64) -> f64 {
    1.0 / (1.0 + (-z).exp())
}

/// A layer's parameters are a row of weights and one of biases, each of four blocks: forget, in, out, change. Its
/// state is a row of hidden values and one of cells.
#[differentiate(wrt(layers, ends))]
fn objective(layers: &[f64], ends: &[f64], state: &[f64], sequence: &[f64], width: usize) -> f64 {
    let depth = layers.len() / (8 * width);
    let steps = sequence.len() / width - 1;
    let mut hidden = vec![0.0; depth * width];
    let mut cells = vec![0.0; depth * width];
    for a in 0..depth {
        for i in 0..width {
            hidden[a * width + i] = state[2 * a * width + i];
            cells[a * width + i] = state[(2 * a + 1) * width + i];
        }
    }
    let mut total = 0.0;
    for t in 0..steps {
        for a in 0..depth {
            let weights = 8 * a * width;
            let biases = weights + 4 * width;
            for i in 0..width {
                let at = a * width + i;
                let below = if a == 0 {
                    sequence[t * width + i] * ends[i]
                } else {
                    hidden[at - width]
                };
                let forget =
                    1.0 / (1.0 + (-(below * layers[weights + i] + layers[biases + i])).exp());
                let ingate = 1.0
                    / (1.0
                        + (-(hidden[at] * layers[weights + width + i]
                            + layers[biases + width + i]))
                            .exp());
                let outgate = 1.0
                    / (1.0
                        + (-(below * layers[weights + 2 * width + i]
                            + layers[biases + 2 * width + i]))
                            .exp());
                let change = (hidden[at] * layers[weights + 3 * width + i]
                    + layers[biases + 3 * width + i])
                    .tanh();
                cells[at] = cells[at] * forget + ingate * change;
                hidden[at] = outgate * cells[at].tanh();
            }
        }
        let top = (depth - 1) * width;
        let mut sum = 2.0;
        for i in 0..width {
            sum += (hidden[top + i] * ends[width + i] + ends[2 * width + i]).exp();
        }
        let normalizer = sum.ln();
        for i in 0..width {
            let y = hidden[top + i] * ends[width + i] + ends[2 * width + i];
            total += sequence[(t + 1) * width + i] * (y - normalizer);
        }
    }
    -total / (steps * width) as f64
}

/// What the reverse sweep needs of one cell in one step.
#[derive(Clone, Copy)]
struct Residual {
    below: f64,
    hidden: f64,
    cell: f64,
    forget: f64,
    ingate: f64,
    outgate: f64,
    change: f64,
    squashed: f64,
}

/// What the reverse sweep needs: the residuals step by step and layer by layer, and the cotangents of the predictions,
/// which are known by then.
fn forward(input: &Input) -> (Vec<Residual>, Vec<f64>) {
    let Input {
        layers,
        ends,
        state,
        sequence,
        width,
    } = input;
    let width = *width;
    let depth = layers.len() / (8 * width);
    let steps = sequence.len() / width - 1;
    let (first, rest) = ends.split_at(width);
    let (scales, offsets) = rest.split_at(width);
    let mut hidden = vec![0.0; depth * width];
    let mut cells = vec![0.0; depth * width];
    for a in 0..depth {
        let row = 2 * a * width;
        hidden[a * width..][..width].copy_from_slice(&state[row..][..width]);
        cells[a * width..][..width].copy_from_slice(&state[row + width..][..width]);
    }
    let mut residuals = Vec::with_capacity(steps * depth * width);
    let mut predictions_bar = Vec::with_capacity(steps * width);
    let mut terms = vec![0.0; width];
    let scale = -1.0 / (steps * width) as f64;
    let mut below = vec![0.0; width];
    for t in 0..steps {
        let (now, next) = (
            &sequence[t * width..][..width],
            &sequence[(t + 1) * width..][..width],
        );
        for ((below, x), weight) in below.iter_mut().zip(now).zip(first) {
            *below = x * weight;
        }
        for a in 0..depth {
            let row = &layers[8 * a * width..][..8 * width];
            let hidden = &mut hidden[a * width..][..width];
            let cells = &mut cells[a * width..][..width];
            for i in 0..width {
                let (u, h, c) = (below[i], hidden[i], cells[i]);
                let forget = logistic(u * row[i] + row[4 * width + i]);
                let ingate = logistic(h * row[width + i] + row[5 * width + i]);
                let outgate = logistic(u * row[2 * width + i] + row[6 * width + i]);
                let change = (h * row[3 * width + i] + row[7 * width + i]).tanh();
                cells[i] = c * forget + ingate * change;
                let squashed = cells[i].tanh();
                hidden[i] = outgate * squashed;
                below[i] = hidden[i];
                residuals.push(Residual {
                    below: u,
                    hidden: h,
                    cell: c,
                    forget,
                    ingate,
                    outgate,
                    change,
                    squashed,
                });
            }
        }
        let mut sum = 2.0;
        let mut seen = 0.0;
        for i in 0..width {
            terms[i] = (below[i] * scales[i] + offsets[i]).exp();
            sum += terms[i];
            seen += next[i];
        }
        let share = seen / sum;
        predictions_bar.extend(
            terms
                .iter()
                .zip(next)
                .map(|(term, x)| scale * (x - term * share)),
        );
    }
    (residuals, predictions_bar)
}

fn by_hand(input: &Input) -> Gradient {
    let (residuals, predictions_bar) = forward(input);
    let Input {
        layers,
        ends,
        sequence,
        width,
        ..
    } = input;
    let width = *width;
    let depth = layers.len() / (8 * width);
    let steps = sequence.len() / width - 1;
    let scales = &ends[width..2 * width];
    let mut layers_bar = vec![0.0; layers.len()];
    let mut ends_bar = vec![0.0; 3 * width];
    let (first_bar, rest_bar) = ends_bar.split_at_mut(width);
    let (scales_bar, offsets_bar) = rest_bar.split_at_mut(width);
    let mut hidden_bar = vec![0.0; depth * width];
    let mut cells_bar = vec![0.0; depth * width];
    let mut above = vec![0.0; width];
    for t in (0..steps).rev() {
        let now = &sequence[t * width..][..width];
        let prediction_bar = &predictions_bar[t * width..][..width];
        let top = &residuals[(t * depth + depth - 1) * width..][..width];
        for i in 0..width {
            scales_bar[i] += prediction_bar[i] * top[i].outgate * top[i].squashed;
            offsets_bar[i] += prediction_bar[i];
            above[i] = prediction_bar[i] * scales[i];
        }
        for a in (0..depth).rev() {
            let row = &layers[8 * a * width..][..8 * width];
            let row_bar = &mut layers_bar[8 * a * width..][..8 * width];
            let residuals = &residuals[(t * depth + a) * width..][..width];
            let hidden_bar = &mut hidden_bar[a * width..][..width];
            let cells_bar = &mut cells_bar[a * width..][..width];
            for i in 0..width {
                let r = &residuals[i];
                let output_bar = hidden_bar[i] + above[i];
                let outgate_bar = output_bar * r.squashed * r.outgate * (1.0 - r.outgate);
                let cell_bar =
                    cells_bar[i] + output_bar * r.outgate * (1.0 - r.squashed * r.squashed);
                let forget_bar = cell_bar * r.cell * r.forget * (1.0 - r.forget);
                let ingate_bar = cell_bar * r.change * r.ingate * (1.0 - r.ingate);
                let change_bar = cell_bar * r.ingate * (1.0 - r.change * r.change);
                cells_bar[i] = cell_bar * r.forget;
                hidden_bar[i] = ingate_bar * row[width + i] + change_bar * row[3 * width + i];
                above[i] = forget_bar * row[i] + outgate_bar * row[2 * width + i];
                row_bar[i] += forget_bar * r.below;
                row_bar[width + i] += ingate_bar * r.hidden;
                row_bar[2 * width + i] += outgate_bar * r.below;
                row_bar[3 * width + i] += change_bar * r.hidden;
                row_bar[4 * width + i] += forget_bar;
                row_bar[5 * width + i] += ingate_bar;
                row_bar[6 * width + i] += outgate_bar;
                row_bar[7 * width + i] += change_bar;
            }
        }
        for ((first_bar, above), x) in first_bar.iter_mut().zip(&above).zip(now) {
            *first_bar += above * x;
        }
    }
    (layers_bar, ends_bar)
}

/// A network of this depth and width, and a sequence of this length.
#[must_use]
pub fn input(depth: usize, length: usize, width: usize) -> Input {
    let mut sequence = vec![0.0; length * width];
    for t in 0..length {
        sequence[t * width + (t * t + 3 * t) % width] = 1.0;
    }
    Input {
        layers: spread(8 * depth * width, 0, -1.0, 1.0),
        ends: spread(3 * width, 1, -1.0, 1.0),
        state: spread(2 * depth * width, 2, -1.0, 1.0),
        sequence,
        width,
    }
}

/// The plain function.
#[must_use]
#[inline(never)]
pub fn plain(input: &Input) -> f64 {
    objective(
        &input.layers,
        &input.ends,
        &input.state,
        &input.sequence,
        input.width,
    )
}

/// The generated gradient.
#[must_use]
#[inline(never)]
pub fn ours(input: &Input) -> Gradient {
    objective_grad(
        &input.layers,
        &input.ends,
        &input.state,
        &input.sequence,
        input.width,
    )
}

/// The gradient written by hand.
#[must_use]
#[inline(never)]
pub fn hand(input: &Input) -> Gradient {
    by_hand(input)
}
