//! Functions of vectors and matrices of nalgebra, and the same functions of numbers.

use ad_runtime::differentiate;
use nalgebra::{Matrix6, Vector3, Vector6};

/// Area, perimeter and angle of a triangle.
#[differentiate]
fn triangle(a: &Vector3<f64>, b: &Vector3<f64>, c: &Vector3<f64>) -> f64 {
    let u = b - a;
    let v = c - a;
    let area = 0.5 * u.cross(&v).norm();
    let perimeter = u.norm() + v.norm() + (c - b).norm();
    area / (perimeter * perimeter) + u.dot(&v) / perimeter
}

#[differentiate]
fn triangle_of_numbers(a: &[f64; 3], b: &[f64; 3], c: &[f64; 3]) -> f64 {
    let (ux, uy, uz) = (b[0] - a[0], b[1] - a[1], b[2] - a[2]);
    let (vx, vy, vz) = (c[0] - a[0], c[1] - a[1], c[2] - a[2]);
    let (wx, wy, wz) = (c[0] - b[0], c[1] - b[1], c[2] - b[2]);
    let (nx, ny, nz) = (uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx);
    let area = 0.5 * (nx * nx + ny * ny + nz * nz).sqrt();
    let perimeter = (ux * ux + uy * uy + uz * uz).sqrt()
        + (vx * vx + vy * vy + vz * vz).sqrt()
        + (wx * wx + wy * wy + wz * wz).sqrt();
    area / (perimeter * perimeter) + (ux * vx + uy * vy + uz * vz) / perimeter
}

/// Corners of a triangle.
pub type Triangle = [Vector3<f64>; 3];

/// Triangles that are no lines.
#[must_use]
pub fn triangles(count: u32) -> Vec<Triangle> {
    let points = crate::points(count, [(0.5, 1.5); 9]);
    points
        .into_iter()
        .map(|x| std::array::from_fn(|i| Vector3::new(x[3 * i], x[3 * i + 1], x[3 * i + 2])))
        .collect()
}

/// The gradient, by vectors.
#[must_use]
#[inline(never)]
pub fn of_vectors([a, b, c]: &Triangle) -> Vec<f64> {
    let (a_bar, b_bar, c_bar) = triangle_grad(a, b, c);
    [a_bar, b_bar, c_bar].map(<[f64; 3]>::from).concat()
}

/// The gradient, by numbers.
#[must_use]
#[inline(never)]
pub fn of_numbers([a, b, c]: &Triangle) -> Vec<f64> {
    let (a_bar, b_bar, c_bar) = triangle_of_numbers_grad(a.as_ref(), b.as_ref(), c.as_ref());
    [a_bar, b_bar, c_bar].concat()
}

/// The potential of charges, at a point and between neighbours, with a loop that carries a vector.
#[differentiate]
fn potential(charges: &[Vector3<f64>], at: &Vector3<f64>) -> f64 {
    let mut sum = 0.0;
    let mut dipole = Vector3::zeros();
    for charge in charges {
        let d = charge - at;
        sum += 1.0 / d.norm();
        dipole += d.cross(at) * d.norm_squared();
    }
    sum + dipole.norm()
}

#[differentiate]
fn potential_of_numbers(charges: &[[f64; 3]], at: &[f64; 3]) -> f64 {
    let mut sum = 0.0;
    let mut dipole = [0.0, 0.0, 0.0];
    for charge in charges {
        let (x, y, z) = (charge[0] - at[0], charge[1] - at[1], charge[2] - at[2]);
        let square = x * x + y * y + z * z;
        sum += 1.0 / square.sqrt();
        dipole[0] += (y * at[2] - z * at[1]) * square;
        dipole[1] += (z * at[0] - x * at[2]) * square;
        dipole[2] += (x * at[1] - y * at[0]) * square;
    }
    let [x, y, z] = dipole;
    sum + (x * x + y * y + z * z).sqrt()
}

/// Charges as vectors and as numbers.
pub struct Cloud {
    vectors: Vec<Vector3<f64>>,
    numbers: Vec<[f64; 3]>,
    at: Vector3<f64>,
}

/// Clouds of 32 charges.
#[must_use]
pub fn clouds(count: u32) -> Vec<Cloud> {
    let cloud = |[x, y, z]: [f64; 3]| {
        let numbers = crate::points(32, [(0.0, 1.0); 3]);
        Cloud {
            vectors: numbers.iter().map(|&point| Vector3::from(point)).collect(),
            numbers,
            at: Vector3::new(x, y, z),
        }
    };
    crate::points(count, [(1.5, 2.5); 3])
        .into_iter()
        .map(cloud)
        .collect()
}

/// Some elements of the gradient, by vectors.
#[must_use]
#[inline(never)]
pub fn cloud_of_vectors(cloud: &Cloud) -> Vec<f64> {
    let (bars, at_bar) = potential_grad(&cloud.vectors, &cloud.at);
    vec![bars[7].x, bars[31].z, at_bar.x, at_bar.y, at_bar.z]
}

/// The same, by numbers.
#[must_use]
#[inline(never)]
pub fn cloud_of_numbers(cloud: &Cloud) -> Vec<f64> {
    let (bars, at_bar) = potential_of_numbers_grad(&cloud.numbers, cloud.at.as_ref());
    vec![bars[7][0], bars[31][2], at_bar[0], at_bar[1], at_bar[2]]
}

/// A component of the solution of a linear system.
#[differentiate]
fn solved(a: &Matrix6<f64>, b: &Vector6<f64>, weights: &Vector6<f64>) -> f64 {
    a.lu().solve(b).unwrap().dot(weights)
}

/// A matrix, a right-hand side, and weights.
pub type System = (Matrix6<f64>, Vector6<f64>, Vector6<f64>);

/// Systems that are well conditioned.
#[must_use]
pub fn systems(count: u32) -> Vec<System> {
    let points = crate::points(count, [(-1.0, 1.0); 17]);
    let system = |x: [f64; 17]| {
        let element = |i: usize, j: usize| x[(5 * i + 3 * j) % 17] + if i == j { 4.0 } else { 0.0 };
        (
            Matrix6::from_fn(element),
            Vector6::from_fn(|i, _| x[i]),
            Vector6::from_fn(|i, _| x[i + 7]),
        )
    };
    points.into_iter().map(system).collect()
}

/// Some elements of the gradient of a solution.
#[must_use]
#[inline(never)]
pub fn gradient_of_solution((a, b, weights): &System) -> Vec<f64> {
    let (a_bar, b_bar, _) = solved_grad(a, b, weights);
    vec![a_bar[(0, 0)], b_bar[0]]
}

/// The solution itself.
#[must_use]
#[inline(never)]
pub fn solution((a, b, weights): &System) -> Vec<f64> {
    vec![solved(a, b, weights), 0.0]
}
