//! Tables, meshes and regimes: what is looked up depends on what is differentiated.

use ad_runtime::{Differentiable, check_gradient, differentiate};

/// Base altitudes in m, temperatures in K, lapse rates in K/m and pressures in Pa of the standard atmosphere.
const LAYERS: [(f64, f64, f64, f64); 4] = [
    (0.0, 288.15, -0.0065, 101_325.0),
    (11_000.0, 216.65, 0.0, 22_632.1),
    (20_000.0, 216.65, 0.001, 5_474.89),
    (32_000.0, 228.65, 0.0028, 868.019),
];

fn layer(altitude: f64) -> usize {
    LAYERS
        .iter()
        .rposition(|(base, ..)| *base <= altitude)
        .unwrap_or(0)
}

#[differentiate]
pub fn air_pressure(altitude: f64) -> f64 {
    const G_OVER_R: f64 = 9.80665 / 287.053;
    let (base, temperature, lapse, pressure) = LAYERS[layer(altitude)];
    let above = altitude - base;
    if lapse == 0.0 {
        pressure * (-G_OVER_R * above / temperature).exp()
    } else {
        pressure * (1.0 + lapse * above / temperature).powf(-G_OVER_R / lapse)
    }
}

pub struct Terrain {
    spacing: f64,
    columns: usize,
    heights: Vec<f64>,
}

impl Terrain {
    fn cell(&self, x: f64, y: f64) -> (usize, usize) {
        let index = |v: f64, count: usize| ((v / self.spacing).max(0.0) as usize).min(count - 2);
        let rows = self.heights.len() / self.columns;
        (index(x, self.columns), index(y, rows))
    }
}

#[differentiate]
impl Terrain {
    #[differentiate(wrt(x, y))]
    pub fn height(&self, x: f64, y: f64) -> f64 {
        let (i, j) = self.cell(x, y);
        let u = x / self.spacing - i as f64;
        let v = y / self.spacing - j as f64;
        let corner = j * self.columns + i;
        let low = self.heights[corner] * (1.0 - u) + self.heights[corner + 1] * u;
        let next = corner + self.columns;
        let high = self.heights[next] * (1.0 - u) + self.heights[next + 1] * u;
        low * (1.0 - v) + high * v
    }
}

/// A tree of decisions, each by a feature and a threshold, and the linear models of its leaves.
pub struct Tree {
    splits: Vec<(usize, f64)>,
}

fn leaf(tree: &Tree, features: &[f64]) -> usize {
    let mut node = 0;
    while let Some(&(feature, threshold)) = tree.splits.get(node) {
        node = 2 * node + if features[feature] < threshold { 1 } else { 2 };
    }
    node - tree.splits.len()
}

#[differentiate(constant(tree))]
pub fn model_tree(tree: &Tree, weights: &[[f64; 3]], features: &[f64]) -> f64 {
    let of = leaf(tree, features);
    let [bias, a, b] = weights[of];
    bias + a * features[0] + b * features[1]
}

#[derive(Clone, Copy, Debug, Differentiable)]
pub struct Pipe {
    pub diameter: f64,
    pub roughness: f64,
}

#[derive(PartialEq)]
enum Flow {
    Laminar,
    Transitional,
    Turbulent,
}

fn flow(reynolds: f64) -> Flow {
    match reynolds {
        r if r < 2300.0 => Flow::Laminar,
        r if r < 4000.0 => Flow::Transitional,
        _ => Flow::Turbulent,
    }
}

/// Darcy's factor: Hagen–Poiseuille, Swamee–Jain, and a blend of both.
#[differentiate]
pub fn friction_factor(pipe: Pipe, velocity: f64, viscosity: f64) -> f64 {
    let reynolds = velocity * pipe.diameter / viscosity;
    let relative = pipe.roughness / pipe.diameter;
    let laminar = 64.0 / reynolds;
    let turbulent = 0.25 / (relative / 3.7 + 5.74 / reynolds.powf(0.9)).log10().powi(2);
    match flow(reynolds) {
        Flow::Laminar => laminar,
        Flow::Transitional => {
            let t = (reynolds - 2300.0) / 1700.0;
            (1.0 - t) * laminar + t * turbulent
        }
        Flow::Turbulent => turbulent,
    }
}

fn ranks(x: &[f64]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..x.len()).collect();
    order.sort_by(|&a, &b| x[b].total_cmp(&x[a]));
    let mut ranks = vec![0; x.len()];
    for (rank, &at) in order.iter().enumerate() {
        ranks[at] = rank;
    }
    ranks
}

/// The discounted gain of scores, smooth in these but for their order (LambdaRank's surrogate).
#[differentiate(wrt(scores))]
pub fn ranking_loss(scores: &[f64], relevance: &[f64]) -> f64 {
    let rank: Vec<usize> = ranks(scores);
    let mut loss = 0.0;
    for i in 0..scores.len() {
        for j in 0..scores.len() {
            if relevance[i] > relevance[j] {
                let gain = (1.0 / (2.0 + rank[i] as f64).log2()
                    - 1.0 / (2.0 + rank[j] as f64).log2())
                .abs();
                loss += gain * (scores[j] - scores[i]).exp().ln_1p();
            }
        }
    }
    loss
}

#[test]
fn air_pressure_has_its_gradient() {
    for altitude in [300.0, 15_000.0, 25_000.0, 40_000.0] {
        check_gradient!(air_pressure(altitude));
    }
}

#[test]
fn terrain_has_its_gradient() {
    let terrain = Terrain {
        spacing: 0.5,
        columns: 3,
        heights: vec![1.0, 1.3, 0.8, 0.9, 1.6, 1.1, 1.2, 1.0, 0.7],
    };
    check_gradient!(terrain.height(0.2, 0.3));
    check_gradient!(terrain.height(0.8, 0.9));
}

#[test]
fn model_tree_has_its_gradient() {
    let tree = Tree {
        splits: vec![(0, 0.5), (1, 0.2), (1, 0.8)],
    };
    let weights = [
        [0.1, 0.2, 0.3],
        [1.0, -0.4, 0.2],
        [0.3, 0.3, 0.9],
        [2.0, 0.1, 0.6],
    ];
    check_gradient!(model_tree(const &tree, &weights, &[0.3, 0.7]));
    check_gradient!(model_tree(const &tree, &weights, &[0.9, 0.1]));
}

#[test]
fn friction_factor_has_its_gradient() {
    let pipe = Pipe {
        diameter: 0.05,
        roughness: 1e-4,
    };
    for velocity in [0.03, 0.06, 1.2] {
        check_gradient!(friction_factor(pipe, velocity, 1e-6));
    }
}

#[test]
fn ranking_loss_has_its_gradient() {
    check_gradient!(ranking_loss(&[0.3, 1.2, -0.4, 0.9], const &[1.0, 3.0, 0.0, 2.0]));
}
