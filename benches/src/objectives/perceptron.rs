//! The mean squared error of a perceptron of one hidden layer, over a batch.

use super::spread;
use ad_runtime::differentiate;

const INPUTS: usize = 10;
const HIDDEN: usize = 32;

/// A batch, and the parameters of both layers.
pub struct Input {
    samples: Vec<[f64; INPUTS]>,
    targets: Vec<f64>,
    hidden: Layer,
    output: [f64; HIDDEN],
    bias: f64,
}

/// Weights and biases of the hidden layer.
struct Layer {
    weights: Vec<f64>,
    biases: Vec<f64>,
}

/// Of the hidden weights and biases, then of the output's.
pub type Gradient = (Vec<f64>, Vec<f64>, Vec<f64>, f64);

#[differentiate(order = 2, constant(samples, targets))]
fn loss(
    w1: &[f64],
    b1: &[f64],
    w2: &[f64],
    b2: f64,
    samples: &[[f64; INPUTS]],
    targets: &[f64],
) -> f64 {
    let mut total = 0.0;
    for s in 0..samples.len() {
        let mut y = b2;
        for h in 0..HIDDEN {
            let mut z = b1[h];
            for i in 0..INPUTS {
                z += w1[h * INPUTS + i] * samples[s][i];
            }
            y += w2[h] * z.tanh();
        }
        let error = y - targets[s];
        total += error * error;
    }
    total / samples.len() as f64
}

/// One pass over the batch; the hidden values of one sample are kept until its error is known.
fn by_hand(input: &Input) -> Gradient {
    let Input {
        samples,
        targets,
        hidden,
        output,
        bias,
    } = input;
    let (w1, _) = hidden.weights.as_chunks::<INPUTS>();
    let w1: &[_; HIDDEN] = w1.try_into().expect("a row of weights per hidden value");
    let b1: &[f64; HIDDEN] = hidden.biases.as_slice().try_into().expect("as many biases");
    let mut w1_bar = vec![0.0; HIDDEN * INPUTS];
    let mut b1_bar = vec![0.0; HIDDEN];
    let mut w2_bar = vec![0.0; HIDDEN];
    let mut bias_bar = 0.0;
    let scale = 2.0 / samples.len() as f64;
    let mut activations = [0.0; HIDDEN];
    for (sample, target) in samples.iter().zip(targets) {
        let mut y = *bias;
        for h in 0..HIDDEN {
            let z = sample.iter().zip(&w1[h]).fold(b1[h], |z, (x, w)| z + w * x);
            activations[h] = z.tanh();
            y += output[h] * activations[h];
        }
        let y_bar = scale * (y - target);
        bias_bar += y_bar;
        let rows = w1_bar.as_chunks_mut::<INPUTS>().0;
        for (h, row) in rows.iter_mut().enumerate() {
            let a = activations[h];
            w2_bar[h] += y_bar * a;
            let z_bar = y_bar * output[h] * (1.0 - a * a);
            b1_bar[h] += z_bar;
            for (w_bar, x) in row.iter_mut().zip(sample) {
                *w_bar += z_bar * x;
            }
        }
    }
    (w1_bar, b1_bar, w2_bar, bias_bar)
}

/// The derivative of the gradient along a direction, in one pass over the batch as the gradient.
fn product_by_hand(input: &Input, direction: &Gradient) -> Gradient {
    let Input {
        samples,
        targets,
        hidden,
        output,
        bias,
    } = input;
    let (w1_dot, b1_dot, w2_dot, bias_dot) = direction;
    let rows = |weights: &'_ [f64]| -> [[f64; INPUTS]; HIDDEN] {
        let (rows, _) = weights.as_chunks::<INPUTS>();
        rows.try_into().expect("a row of weights per hidden value")
    };
    let (w1, w1_dot) = (rows(&hidden.weights), rows(w1_dot));
    let of_hidden = |values: &[f64]| -> [f64; HIDDEN] { values.try_into().expect("as many") };
    let (b1, b1_dot, w2_dot) = (
        of_hidden(&hidden.biases),
        of_hidden(b1_dot),
        of_hidden(w2_dot),
    );
    let mut w1_bar = vec![0.0; HIDDEN * INPUTS];
    let mut b1_bar = vec![0.0; HIDDEN];
    let mut w2_bar = vec![0.0; HIDDEN];
    let mut bias_bar = 0.0;
    let scale = 2.0 / samples.len() as f64;
    let (mut activations, mut dots) = ([0.0; HIDDEN], [0.0; HIDDEN]);
    for (sample, target) in samples.iter().zip(targets) {
        let (mut y, mut y_dot) = (*bias, *bias_dot);
        for h in 0..HIDDEN {
            let (mut z, mut z_dot) = (b1[h], b1_dot[h]);
            for i in 0..INPUTS {
                z += w1[h][i] * sample[i];
                z_dot += w1_dot[h][i] * sample[i];
            }
            let a = z.tanh();
            let a_dot = (1.0 - a * a) * z_dot;
            y += output[h] * a;
            y_dot += w2_dot[h] * a + output[h] * a_dot;
            (activations[h], dots[h]) = (a, a_dot);
        }
        let (y_bar, y_bar_dot) = (scale * (y - target), scale * y_dot);
        bias_bar += y_bar_dot;
        let rows = w1_bar.as_chunks_mut::<INPUTS>().0;
        for (h, row) in rows.iter_mut().enumerate() {
            let (a, a_dot) = (activations[h], dots[h]);
            w2_bar[h] += y_bar_dot * a + y_bar * a_dot;
            let a_bar = y_bar * output[h];
            let a_bar_dot = y_bar_dot * output[h] + y_bar * w2_dot[h];
            let z_bar_dot = a_bar_dot * (1.0 - a * a) - a_bar * 2.0 * a * a_dot;
            b1_bar[h] += z_bar_dot;
            for (w_bar, x) in row.iter_mut().zip(sample) {
                *w_bar += z_bar_dot * x;
            }
        }
    }
    (w1_bar, b1_bar, w2_bar, bias_bar)
}

/// A batch of this size.
///
/// # Panics
///
/// Never.
#[must_use]
pub fn input(samples: u32) -> Input {
    Input {
        samples: crate::points(samples, [(-1.0, 1.0); INPUTS]),
        targets: spread(samples as usize, 11, -1.0, 1.0),
        hidden: Layer {
            weights: spread(HIDDEN * INPUTS, 12, -0.5, 0.5),
            biases: spread(HIDDEN, 13, -0.5, 0.5),
        },
        output: spread(HIDDEN, 14, -0.5, 0.5)
            .try_into()
            .expect("as many as asked for"),
        bias: 0.1,
    }
}

/// The plain function.
#[must_use]
#[inline(never)]
pub fn plain(input: &Input) -> f64 {
    let Input {
        samples,
        targets,
        hidden,
        output,
        bias,
    } = input;
    loss(
        &hidden.weights,
        &hidden.biases,
        output,
        *bias,
        samples,
        targets,
    )
}

/// The generated gradient.
#[must_use]
#[inline(never)]
pub fn ours(input: &Input) -> Gradient {
    let Input {
        samples,
        targets,
        hidden,
        output,
        bias,
    } = input;
    loss_grad(
        &hidden.weights,
        &hidden.biases,
        output,
        *bias,
        samples,
        targets,
    )
}

/// The gradient written by hand.
#[must_use]
#[inline(never)]
pub fn hand(input: &Input) -> Gradient {
    by_hand(input)
}

/// A batch of this size, and a direction.
#[must_use]
pub fn directed(samples: u32) -> (Input, Gradient) {
    let direction = (
        spread(HIDDEN * INPUTS, 5, -1.0, 1.0),
        spread(HIDDEN, 6, -1.0, 1.0),
        spread(HIDDEN, 7, -1.0, 1.0),
        0.3,
    );
    (input(samples), direction)
}

/// The generated gradient.
#[must_use]
#[inline(never)]
pub fn gradient((input, _): &(Input, Gradient)) -> Gradient {
    ours(input)
}

/// The generated product of the Hessian with the direction.
///
/// # Panics
///
/// If the direction is that of another input.
#[must_use]
#[inline(never)]
pub fn product((input, direction): &(Input, Gradient)) -> Gradient {
    let Input {
        samples,
        targets,
        hidden,
        output,
        bias,
    } = input;
    let (w1_dot, b1_dot, w2_dot, b2_dot) = direction;
    loss_hvp(
        &hidden.weights,
        &hidden.biases,
        output,
        *bias,
        samples,
        targets,
        w1_dot,
        b1_dot,
        w2_dot,
        *b2_dot,
    )
}

/// The generated gradient and product.
///
/// # Panics
///
/// If the direction is that of another input.
#[must_use]
#[inline(never)]
pub fn gradient_and_product((input, direction): &(Input, Gradient)) -> (Gradient, Gradient) {
    let Input {
        samples,
        targets,
        hidden,
        output,
        bias,
    } = input;
    let (w1_dot, b1_dot, w2_dot, b2_dot) = direction;
    loss_grad_and_hvp(
        &hidden.weights,
        &hidden.biases,
        output,
        *bias,
        samples,
        targets,
        w1_dot,
        b1_dot,
        w2_dot,
        *b2_dot,
    )
}

/// The product written by hand.
#[must_use]
#[inline(never)]
pub fn hand_product((input, direction): &(Input, Gradient)) -> Gradient {
    product_by_hand(input, direction)
}
