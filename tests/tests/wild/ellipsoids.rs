//! Geodesy on structs, as people publish it.

use ad_runtime::{Differentiable, check_gradient, differentiate};

#[derive(Debug, Clone, Copy, Differentiable)]
pub struct Ellipsoid {
    pub a: f64,
    pub f: f64,
}

#[derive(Debug, Clone, Copy, PartialEq, Differentiable)]
pub struct LatLon {
    pub lat: f64,
    pub lon: f64,
    pub height: f64,
}

pub const WGS84: Ellipsoid = Ellipsoid {
    a: 6_378_137.0,
    f: 1.0 / 298.257_223_563,
};
const MAX_ITERATIONS: usize = 50;

#[differentiate]
impl Ellipsoid {
    #[differentiate(wrt(self))]
    pub fn e2(&self) -> f64 {
        self.f * (2.0 - self.f)
    }

    #[differentiate(wrt(self))]
    pub fn semi_minor(&self) -> f64 {
        self.a * (1.0 - self.f)
    }

    #[differentiate(wrt(self, lat))]
    pub fn prime_vertical_radius(&self, lat: f64) -> f64 {
        self.a / (1.0 - self.e2() * lat.sin().powi(2)).sqrt()
    }

    #[differentiate(wrt(self, lat))]
    pub fn meridional_radius(&self, lat: f64) -> f64 {
        let w = 1.0 - self.e2() * lat.sin().powi(2);
        self.a * (1.0 - self.e2()) / w.powf(1.5)
    }

    #[differentiate(wrt(self, p))]
    pub fn to_ecef(&self, p: &LatLon) -> [f64; 3] {
        let n = self.prime_vertical_radius(p.lat);
        let (sin, cos) = p.lat.sin_cos();
        [
            (n + p.height) * cos * p.lon.cos(),
            (n + p.height) * cos * p.lon.sin(),
            (n * (1.0 - self.e2()) + p.height) * sin,
        ]
    }

    #[differentiate(wrt(self, ecef))]
    pub fn to_geodetic(&self, ecef: [f64; 3]) -> LatLon {
        let [x, y, z] = ecef;
        let p = x.hypot(y);
        let mut lat = z.atan2(p * (1.0 - self.e2()));
        for _ in 0..MAX_ITERATIONS {
            let n = self.prime_vertical_radius(lat);
            let next = (z + self.e2() * n * lat.sin()).atan2(p);
            let change = (next - lat).abs();
            lat = next;
            if change < 1e-15 {
                break;
            }
        }
        let height = p / lat.cos() - self.prime_vertical_radius(lat);
        LatLon {
            lat,
            lon: y.atan2(x),
            height,
        }
    }

    #[differentiate(wrt(self, from, to))]
    pub fn distance(&self, from: &LatLon, to: &LatLon) -> f64 {
        if from == to {
            return 0.0;
        }
        let mid = 0.5 * (from.lat + to.lat);
        let dy = self.meridional_radius(mid) * (to.lat - from.lat);
        let dx = self.prime_vertical_radius(mid) * mid.cos() * (to.lon - from.lon);
        dx.hypot(dy).hypot(to.height - from.height)
    }
}

#[derive(Debug, Clone, Differentiable)]
pub struct Track {
    pub points: Vec<LatLon>,
}

impl Track {
    #[differentiate(wrt(self, earth))]
    pub fn length(&self, earth: &Ellipsoid) -> f64 {
        self.points
            .windows(2)
            .map(|w| earth.distance(&w[0], &w[1]))
            .sum()
    }

    #[differentiate(wrt(self))]
    pub fn climb(&self) -> f64 {
        let mut total = 0.0;
        for i in 1..self.points.len() {
            let rise = self.points[i].height - self.points[i - 1].height;
            if rise > 0.0 {
                total += rise;
            }
        }
        total
    }
}

#[test]
fn ellipsoids_have_their_gradients() {
    // Of about one in everything, so that differences are well conditioned.
    let earth = Ellipsoid { a: 1.3, f: 0.1 };
    let (p, q) = (
        LatLon {
            lat: 0.7,
            lon: 0.4,
            height: 0.2,
        },
        LatLon {
            lat: 0.9,
            lon: -0.1,
            height: 0.3,
        },
    );
    check_gradient!(Ellipsoid::prime_vertical_radius(&earth, 0.7));
    check_gradient!(Ellipsoid::semi_minor(&earth));
    check_gradient!(several Ellipsoid::to_ecef(&earth, &p));
    check_gradient!(several Ellipsoid::to_geodetic(&earth, earth.to_ecef(&p)));
    check_gradient!(Ellipsoid::distance(&earth, &p, &q));
    let back = WGS84.to_geodetic(WGS84.to_ecef(&LatLon { height: 120.0, ..p }));
    assert!((back.lat - 0.7).abs() < 1e-12 && (back.height - 120.0).abs() < 1e-6);
    assert!((WGS84.semi_minor() - 6_356_752.314_245).abs() < 1e-6);
}

#[test]
fn tracks_have_their_gradients() {
    let earth = Ellipsoid { a: 1.3, f: 0.1 };
    let at = |lat, lon, height| LatLon { lat, lon, height };
    let track = Track {
        points: vec![
            at(0.1, 0.2, 0.3),
            at(0.4, 0.1, 0.5),
            at(0.3, 0.6, 0.4),
            at(0.2, 0.8, 0.9),
        ],
    };
    check_gradient!(Track::length(&track, &earth));
    check_gradient!(Track::climb(&track));
    assert!((track.climb() - 0.7).abs() < 1e-15);
}
