//! Geodesy and navigation, as people publish it.

use ad_runtime::{check_gradient, differentiate};

const A: f64 = 6_378.137;
const F: f64 = 1.0 / 298.257_223_563;
const E2: f64 = F * (2.0 - F);

/// Earth-centred coordinates of a geodetic position.
#[differentiate]
pub fn geodetic_to_ecef(lat: f64, lon: f64, height: f64) -> (f64, f64, f64) {
    let (slat, clat) = lat.sin_cos();
    let (slon, clon) = lon.sin_cos();
    let n = A / (1.0 - E2 * slat * slat).sqrt();
    (
        (n + height) * clat * clon,
        (n + height) * clat * slon,
        (n * (1.0 - E2) + height) * slat,
    )
}

#[differentiate]
pub fn chord(lat: f64, lon: f64, height: f64) -> f64 {
    let (x, y, z) = geodetic_to_ecef(lat, lon, height);
    let (x0, y0, z0) = geodetic_to_ecef(0.5, 0.1, 0.0);
    ((x - x0).powi(2) + (y - y0).powi(2) + (z - z0).powi(2)).sqrt()
}

#[differentiate]
pub fn ecef_to_latitude(x: f64, y: f64, z: f64) -> f64 {
    let p = x.hypot(y);
    let mut lat = z.atan2(p * (1.0 - E2));
    for _ in 0..5 {
        let n = A / (1.0 - E2 * lat.sin().powi(2)).sqrt();
        let h = p / lat.cos() - n;
        let next = z.atan2(p * (1.0 - E2 * n / (n + h)));
        let change = (next - lat).abs();
        lat = next;
        if change < 1e-12 {
            break;
        }
    }
    lat
}

#[test]
fn ecef_has_its_gradient() {
    check_gradient!(chord(0.7, -1.2, 0.3));
    check_gradient!(ecef_to_latitude(3900.0, -1200.0, 4800.0));
}

#[differentiate]
pub fn meridian_arc(lat: f64) -> f64 {
    const N: f64 = F / (2.0 - F);
    let coefficients = [
        1.0 + N * N / 4.0,
        -1.5 * N + 3.0 / 16.0 * N.powi(3),
        15.0 / 16.0 * N * N,
    ];
    let series: f64 = coefficients
        .iter()
        .enumerate()
        .skip(1)
        .map(|(k, c)| c * (2.0 * k as f64 * lat).sin())
        .sum();
    A / (1.0 + N) * (coefficients[0] * lat + series)
}

#[test]
fn meridian_arc_has_its_gradient() {
    check_gradient!(meridian_arc(0.8));
}

#[differentiate]
pub fn polygon_area_on_sphere(ring: &[(f64, f64)], radius: f64) -> f64 {
    if ring.len() < 3 {
        return 0.0;
    }
    let mut sum = 0.0;
    for (i, &(lon, lat)) in ring.iter().enumerate() {
        let (next_lon, next_lat) = ring[(i + 1) % ring.len()];
        sum += (next_lon - lon) * (2.0 + lat.sin() + next_lat.sin());
    }
    (sum * radius * radius / 2.0).abs()
}

#[test]
fn polygon_area_on_sphere_has_its_gradient() {
    check_gradient!(polygon_area_on_sphere(
        &[(0.1, 0.2), (0.5, 0.3), (0.4, 0.8)],
        2.0
    ));
}

#[differentiate]
pub fn cross_track(start: [f64; 2], end: [f64; 2], point: [f64; 2]) -> f64 {
    let distance = |a: [f64; 2], b: [f64; 2]| {
        let h = ((b[0] - a[0]) / 2.0).sin().powi(2)
            + a[0].cos() * b[0].cos() * ((b[1] - a[1]) / 2.0).sin().powi(2);
        2.0 * h.sqrt().asin()
    };
    let bearing = |a: [f64; 2], b: [f64; 2]| {
        let dl = b[1] - a[1];
        (dl.sin() * b[0].cos()).atan2(a[0].cos() * b[0].sin() - a[0].sin() * b[0].cos() * dl.cos())
    };
    (distance(start, point).sin() * (bearing(start, point) - bearing(start, end)).sin()).asin()
}

#[test]
fn cross_track_has_its_gradient() {
    check_gradient!(cross_track([0.1, 0.2], [0.9, 1.1], [0.6, 0.4]));
}

#[differentiate]
pub fn web_mercator(lon_deg: f64, lat_deg: f64, zoom: u8) -> (f64, f64) {
    let scale = 256.0 * f64::from(1_u32 << zoom);
    let lat = lat_deg.clamp(-85.051_128, 85.051_128).to_radians();
    let x = (lon_deg + 180.0) / 360.0 * scale;
    let y = (1.0 - (lat.tan() + 1.0 / lat.cos()).ln() / std::f64::consts::PI) / 2.0 * scale;
    (x, y)
}

#[differentiate]
pub fn pixel_offset(lon_deg: f64, lat_deg: f64, zoom: u8) -> f64 {
    let (x, y) = web_mercator(lon_deg, lat_deg, zoom);
    (x - x.floor()) * (y - y.floor())
}

#[test]
fn web_mercator_has_its_gradient() {
    check_gradient!(pixel_offset(12.5, 41.9, const 3));
}

/// Height above a grid of known heights, if the position is on it.
#[differentiate(wrt(grid, x, y))]
pub fn geoid_height(grid: &[Vec<f64>], x: f64, y: f64) -> f64 {
    let (col, row) = (x.floor() as usize, y.floor() as usize);
    let (Some(top), Some(bottom)) = (grid.get(row), grid.get(row + 1)) else {
        return 0.0;
    };
    if col + 1 >= top.len() {
        return *top.last().unwrap();
    }
    let (u, v) = (x - x.floor(), y - y.floor());
    let lerp = |a: f64, b: f64, t: f64| a + (b - a) * t;
    lerp(
        lerp(top[col], top[col + 1], u),
        lerp(bottom[col], bottom[col + 1], u),
        v,
    )
}

#[test]
fn geoid_height_has_its_gradient() {
    let grid = vec![
        vec![1.0, 2.0, 4.0],
        vec![1.5, 2.5, 3.0],
        vec![0.5, 0.7, 0.2],
    ];
    check_gradient!(geoid_height(&grid.clone(), 0.3, 1.6));
    check_gradient!(geoid_height(&grid.clone(), 0.3, 7.6));
}
