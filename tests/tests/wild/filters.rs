//! Signal processing on structs with state, as people publish it.

use std::f64::consts::TAU;

use ad_runtime::{Differentiable, check_gradient, differentiate};

#[derive(Debug, Clone, Copy, PartialEq, Differentiable)]
pub struct Biquad {
    pub b: [f64; 3],
    pub a: [f64; 2],
    pub z1: f64,
    pub z2: f64,
}

impl Biquad {
    #[differentiate]
    pub fn low_pass(sample_rate: f64, cutoff: f64, q: f64) -> Self {
        let omega = TAU * cutoff / sample_rate;
        let (sin, cos) = omega.sin_cos();
        let alpha = sin / (2.0 * q);
        let a0 = 1.0 + alpha;
        Self {
            b: [
                0.5 * (1.0 - cos) / a0,
                (1.0 - cos) / a0,
                0.5 * (1.0 - cos) / a0,
            ],
            a: [-2.0 * cos / a0, (1.0 - alpha) / a0],
            z1: 0.0,
            z2: 0.0,
        }
    }

    #[differentiate(wrt(self, x))]
    pub fn process(&mut self, x: f64) -> f64 {
        let y = self.b[0] * x + self.z1;
        self.z1 = self.b[1] * x - self.a[0] * y + self.z2;
        self.z2 = self.b[2] * x - self.a[1] * y;
        y
    }

    #[differentiate(wrt(self))]
    pub fn reset(&mut self) {
        self.z1 = 0.0;
        self.z2 = 0.0;
    }
}

#[differentiate]
pub fn filtered_energy(cutoff: f64, q: f64, signal: &[f64]) -> f64 {
    let mut filter = Biquad::low_pass(48000.0, cutoff, q);
    let mut energy = 0.0;
    for &x in signal {
        let y = Biquad::process(&mut filter, x);
        energy += y * y;
    }
    Biquad::reset(&mut filter);
    energy + Biquad::process(&mut filter, 1.0)
}

#[test]
fn biquads_have_their_gradients() {
    check_gradient!(several Biquad::low_pass(48000.0, 9000.0, 0.8));
    check_gradient!(filtered_energy(
        9000.0,
        0.8,
        &[1.0, 0.5, -0.3, 0.8, 0.0, -1.0]
    ));
    // At twice the quarter of the sample rate the numerator is that of a mean of neighbours.
    let filter = Biquad::low_pass(4.0, 1.0, 0.5);
    assert!((filter.b[0] - 0.25).abs() < 1e-15 && (filter.b[1] - 0.5).abs() < 1e-15);
}

#[derive(Debug, Clone, Copy, Differentiable)]
pub struct Envelope {
    pub attack: f64,
    pub release: f64,
    pub level: f64,
}

impl Envelope {
    #[differentiate(wrt(self, x))]
    pub fn next(&mut self, x: f64) -> f64 {
        let magnitude = x.abs();
        let rate = if magnitude > self.level {
            self.attack
        } else {
            self.release
        };
        self.level += rate * (magnitude - self.level);
        self.level
    }
}

#[derive(Debug, Clone, Copy, Differentiable)]
pub struct Compressor {
    pub envelope: Envelope,
    pub threshold: f64,
    pub ratio: f64,
    #[differentiable(constant)]
    pub makeup: f64,
}

impl Compressor {
    #[differentiate(wrt(self, x))]
    pub fn process(&mut self, x: f64) -> f64 {
        let level = Envelope::next(&mut self.envelope, x);
        if level <= self.threshold {
            return x * self.makeup;
        }
        let excess = (level / self.threshold).ln();
        x * self.makeup * (-excess * (1.0 - 1.0 / self.ratio)).exp()
    }
}

#[differentiate]
pub fn loudness(compressor: Compressor, signal: &[f64]) -> f64 {
    let mut compressor = compressor;
    let mut sum = 0.0;
    for x in signal {
        sum += Compressor::process(&mut compressor, *x).powi(2);
    }
    (sum / signal.len() as f64).sqrt()
}

#[test]
fn compressors_have_their_gradients() {
    let envelope = Envelope {
        attack: 0.6,
        release: 0.2,
        level: 0.1,
    };
    let compressor = Compressor {
        envelope,
        threshold: 0.4,
        ratio: 3.0,
        makeup: 1.5,
    };
    check_gradient!(loudness(compressor, &[0.1, 0.9, -0.7, 0.05, 0.6, -0.2]));
    let quiet = loudness(compressor, &[0.1, -0.1]);
    assert!((quiet - 0.15).abs() < 1e-15);
}

pub trait Window {
    fn weight(&self, position: f64) -> f64;
}

pub struct Hann;

impl Window for Hann {
    fn weight(&self, position: f64) -> f64 {
        0.5 - 0.5 * (TAU * position).cos()
    }
}

#[derive(Debug, Clone, Copy, Differentiable)]
pub struct Goertzel {
    pub frequency: f64,
}

impl Goertzel {
    #[differentiate(wrt(self, signal))]
    pub fn power<W: Window>(&self, signal: &[f64], window: &W) -> f64 {
        let n = signal.len();
        let coefficient = 2.0 * (TAU * self.frequency).cos();
        let (mut s1, mut s2) = (0.0, 0.0);
        for (i, x) in signal.iter().enumerate() {
            let s = x * window.weight(i as f64 / n as f64) + coefficient * s1 - s2;
            s2 = s1;
            s1 = s;
        }
        s1 * s1 + s2 * s2 - coefficient * s1 * s2
    }
}

#[test]
fn goertzel_has_its_gradient() {
    check_gradient!(Goertzel::power(&Goertzel { frequency: 0.23 }, &[0.3, 0.8, -0.4, 0.1, 0.9], const &Hann));
}
