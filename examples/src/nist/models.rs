//! The 27 models, each written as its formula reads, and the table that ties name, model and
//! generated gradient together.

use ad_runtime::differentiate;
use std::f64::consts::PI;
use std::fmt;

#[differentiate(wrt(b))]
fn bennett5(b: &[f64; 3], x: f64) -> f64 {
    let [b1, b2, b3] = *b;
    b1 * (b2 + x).powf(-1.0 / b3)
}

#[differentiate(wrt(b))]
fn boxbod(b: &[f64; 2], x: f64) -> f64 {
    let [b1, b2] = *b;
    b1 * (1.0 - (-b2 * x).exp())
}

/// Both Chwirut problems.
#[differentiate(wrt(b))]
fn chwirut(b: &[f64; 3], x: f64) -> f64 {
    let [b1, b2, b3] = *b;
    (-b1 * x).exp() / (b2 + b3 * x)
}

#[differentiate(wrt(b))]
fn danwood(b: &[f64; 2], x: f64) -> f64 {
    let [b1, b2] = *b;
    b1 * x.powf(b2)
}

#[differentiate(wrt(b))]
fn eckerle4(b: &[f64; 3], x: f64) -> f64 {
    let [b1, b2, b3] = *b;
    (b1 / b2) * (-0.5 * ((x - b3) / b2).powi(2)).exp()
}

#[differentiate(wrt(b))]
fn enso(b: &[f64; 9], x: f64) -> f64 {
    let [b1, b2, b3, b4, b5, b6, b7, b8, b9] = *b;
    let turn = 2.0 * PI * x;
    b1 + b2 * (turn / 12.0).cos()
        + b3 * (turn / 12.0).sin()
        + b5 * (turn / b4).cos()
        + b6 * (turn / b4).sin()
        + b8 * (turn / b7).cos()
        + b9 * (turn / b7).sin()
}

/// All three Gauss problems.
#[differentiate(wrt(b))]
fn gauss(b: &[f64; 8], x: f64) -> f64 {
    let [b1, b2, b3, b4, b5, b6, b7, b8] = *b;
    b1 * (-b2 * x).exp()
        + b3 * (-(x - b4).powi(2) / b5.powi(2)).exp()
        + b6 * (-(x - b7).powi(2) / b8.powi(2)).exp()
}

/// Hahn1 and Thurber: a cubic over a cubic.
#[differentiate(wrt(b))]
fn cubic_ratio(b: &[f64; 7], x: f64) -> f64 {
    let [b1, b2, b3, b4, b5, b6, b7] = *b;
    (b1 + b2 * x + b3 * x.powi(2) + b4 * x.powi(3))
        / (1.0 + b5 * x + b6 * x.powi(2) + b7 * x.powi(3))
}

#[differentiate(wrt(b))]
fn kirby2(b: &[f64; 5], x: f64) -> f64 {
    let [b1, b2, b3, b4, b5] = *b;
    (b1 + b2 * x + b3 * x.powi(2)) / (1.0 + b4 * x + b5 * x.powi(2))
}

/// All three Lanczos problems.
#[differentiate(wrt(b))]
fn lanczos(b: &[f64; 6], x: f64) -> f64 {
    let [b1, b2, b3, b4, b5, b6] = *b;
    b1 * (-b2 * x).exp() + b3 * (-b4 * x).exp() + b5 * (-b6 * x).exp()
}

#[differentiate(wrt(b))]
fn mgh09(b: &[f64; 4], x: f64) -> f64 {
    let [b1, b2, b3, b4] = *b;
    b1 * (x.powi(2) + x * b2) / (x.powi(2) + x * b3 + b4)
}

#[differentiate(wrt(b))]
fn mgh10(b: &[f64; 3], x: f64) -> f64 {
    let [b1, b2, b3] = *b;
    b1 * (b2 / (x + b3)).exp()
}

#[differentiate(wrt(b))]
fn mgh17(b: &[f64; 5], x: f64) -> f64 {
    let [b1, b2, b3, b4, b5] = *b;
    b1 + b2 * (-x * b4).exp() + b3 * (-x * b5).exp()
}

#[differentiate(wrt(b))]
fn misra1a(b: &[f64; 2], x: f64) -> f64 {
    let [b1, b2] = *b;
    b1 * (1.0 - (-b2 * x).exp())
}

#[differentiate(wrt(b))]
fn misra1b(b: &[f64; 2], x: f64) -> f64 {
    let [b1, b2] = *b;
    b1 * (1.0 - (1.0 + b2 * x / 2.0).powi(-2))
}

#[differentiate(wrt(b))]
fn misra1c(b: &[f64; 2], x: f64) -> f64 {
    let [b1, b2] = *b;
    b1 * (1.0 - (1.0 + 2.0 * b2 * x).powf(-0.5))
}

#[differentiate(wrt(b))]
fn misra1d(b: &[f64; 2], x: f64) -> f64 {
    let [b1, b2] = *b;
    b1 * b2 * x * (1.0 + b2 * x).powi(-1)
}

/// Predicts the logarithm of the response.
#[differentiate(wrt(b))]
fn nelson(b: &[f64; 3], x1: f64, x2: f64) -> f64 {
    let [b1, b2, b3] = *b;
    b1 - b2 * x1 * (-b3 * x2).exp()
}

#[differentiate(wrt(b))]
fn rat42(b: &[f64; 3], x: f64) -> f64 {
    let [b1, b2, b3] = *b;
    b1 / (1.0 + (b2 - b3 * x).exp())
}

#[differentiate(wrt(b))]
fn rat43(b: &[f64; 4], x: f64) -> f64 {
    let [b1, b2, b3, b4] = *b;
    b1 / (1.0 + (b2 - b3 * x).exp()).powf(1.0 / b4)
}

#[differentiate(wrt(b))]
fn roszman1(b: &[f64; 4], x: f64) -> f64 {
    let [b1, b2, b3, b4] = *b;
    b1 - b2 * x - (b3 / (x - b4)).atan() / PI
}

/// Every model, under the name its problem has in `problems.toml`.
#[must_use]
pub fn registry() -> Vec<Model> {
    vec![
        Model::curve("bennett5", bennett5, bennett5_grad),
        Model::curve("boxbod", boxbod, boxbod_grad),
        Model::curve("chwirut1", chwirut, chwirut_grad),
        Model::curve("chwirut2", chwirut, chwirut_grad),
        Model::curve("danwood", danwood, danwood_grad),
        Model::curve("eckerle4", eckerle4, eckerle4_grad),
        Model::curve("enso", enso, enso_grad),
        Model::curve("gauss1", gauss, gauss_grad),
        Model::curve("gauss2", gauss, gauss_grad),
        Model::curve("gauss3", gauss, gauss_grad),
        Model::curve("hahn1", cubic_ratio, cubic_ratio_grad),
        Model::curve("kirby2", kirby2, kirby2_grad),
        Model::curve("lanczos1", lanczos, lanczos_grad),
        Model::curve("lanczos2", lanczos, lanczos_grad),
        Model::curve("lanczos3", lanczos, lanczos_grad),
        Model::curve("mgh09", mgh09, mgh09_grad),
        Model::curve("mgh10", mgh10, mgh10_grad),
        Model::curve("mgh17", mgh17, mgh17_grad),
        Model::curve("misra1a", misra1a, misra1a_grad),
        Model::curve("misra1b", misra1b, misra1b_grad),
        Model::curve("misra1c", misra1c, misra1c_grad),
        Model::curve("misra1d", misra1d, misra1d_grad),
        Model::surface("nelson", nelson, nelson_grad).of_response(f64::ln),
        Model::curve("rat42", rat42, rat42_grad),
        Model::curve("rat43", rat43, rat43_grad),
        Model::curve("roszman1", roszman1, roszman1_grad),
        Model::curve("thurber", cubic_ratio, cubic_ratio_grad),
    ]
}

/// A function of parameters and predictors.
type Function<R> = Box<dyn Fn(&[f64], &[f64]) -> R>;

/// A model with its generated gradient, its number of parameters no longer part of its type.
pub struct Model {
    name: &'static str,
    parameters: usize,
    predictors: usize,
    response: fn(f64) -> f64,
    value: Function<f64>,
    gradient: Function<Vec<f64>>,
}

impl fmt::Debug for Model {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Model")
            .field("name", &self.name)
            .finish_non_exhaustive()
    }
}

impl Model {
    /// A model of one predictor.
    fn curve<const N: usize>(
        name: &'static str,
        value: fn(&[f64; N], f64) -> f64,
        gradient: fn(&[f64; N], f64) -> [f64; N],
    ) -> Self {
        Self {
            name,
            parameters: N,
            predictors: 1,
            response: |y| y,
            value: Box::new(move |b, x| value(array(b), x[0])),
            gradient: Box::new(move |b, x| gradient(array(b), x[0]).to_vec()),
        }
    }

    /// A model of two predictors.
    fn surface<const N: usize>(
        name: &'static str,
        value: fn(&[f64; N], f64, f64) -> f64,
        gradient: fn(&[f64; N], f64, f64) -> [f64; N],
    ) -> Self {
        Self {
            name,
            parameters: N,
            predictors: 2,
            response: |y| y,
            value: Box::new(move |b, x| value(array(b), x[0], x[1])),
            gradient: Box::new(move |b, x| gradient(array(b), x[0], x[1]).to_vec()),
        }
    }

    /// The same model, of a function of the observed response.
    fn of_response(self, response: fn(f64) -> f64) -> Self {
        Self { response, ..self }
    }

    /// The name of its problem.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// How many parameters it has.
    #[must_use]
    pub fn parameters(&self) -> usize {
        self.parameters
    }

    /// How many predictors it has.
    #[must_use]
    pub fn predictors(&self) -> usize {
        self.predictors
    }

    /// What the model predicts, of an observed response: its logarithm, for Nelson.
    #[must_use]
    pub fn response(&self, observed: f64) -> f64 {
        (self.response)(observed)
    }

    /// The prediction at parameters `b` and predictors `x`.
    ///
    /// # Panics
    ///
    /// If `b` or `x` has not the model's number of elements.
    #[must_use]
    pub fn value(&self, b: &[f64], x: &[f64]) -> f64 {
        (self.value)(b, x)
    }

    /// The gradient of the prediction with respect to the parameters.
    ///
    /// # Panics
    ///
    /// If `b` or `x` has not the model's number of elements.
    #[must_use]
    pub fn gradient(&self, b: &[f64], x: &[f64]) -> Vec<f64> {
        (self.gradient)(b, x)
    }
}

fn array<const N: usize>(b: &[f64]) -> &[f64; N] {
    b.try_into()
        .unwrap_or_else(|_| panic!("{N} parameters expected, {} given", b.len()))
}
