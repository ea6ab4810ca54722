//! Physics on structs and traits, as people publish it.

use ad_runtime::{Differentiable, Tangent, check_gradient, differentiate};
use num_traits::Float;

#[derive(Debug, Clone, Copy, PartialEq, Differentiable)]
pub struct Particle<T> {
    pub mass: T,
    pub position: [T; 2],
    pub velocity: [T; 2],
}

#[differentiate]
impl<T: Float + Differentiable<Tangent = T> + Tangent> Particle<T> {
    #[differentiate(wrt(self))]
    pub fn kinetic_energy(&self) -> T {
        let [vx, vy] = self.velocity;
        self.mass * (vx * vx + vy * vy) / (T::one() + T::one())
    }

    #[differentiate(wrt(self, other))]
    pub fn distance(&self, other: &Particle<T>) -> T {
        let dx = self.position[0] - other.position[0];
        let dy = self.position[1] - other.position[1];
        (dx * dx + dy * dy).sqrt()
    }
}

#[derive(Debug, Clone, Differentiable)]
pub struct System {
    pub particles: Vec<Particle<f64>>,
    pub gravity: f64,
    #[differentiable(constant)]
    pub softening: f64,
}

impl System {
    #[differentiate(wrt(self))]
    pub fn energy(&self) -> f64 {
        let mut energy = 0.0;
        for (i, p) in self.particles.iter().enumerate() {
            energy += p.kinetic_energy();
            for q in &self.particles[..i] {
                energy -= self.gravity * p.mass * q.mass / p.distance(q).hypot(self.softening);
            }
        }
        energy
    }

    #[differentiate(wrt(self, dt))]
    pub fn step(&mut self, dt: f64) {
        let n = self.particles.len();
        for i in 0..n {
            let mut force = [0.0, 0.0];
            for j in 0..n {
                if i == j {
                    continue;
                }
                let r = self.particles[i]
                    .distance(&self.particles[j])
                    .hypot(self.softening);
                let k = self.gravity * self.particles[j].mass / (r * r * r);
                for axis in 0..2 {
                    force[axis] +=
                        k * (self.particles[j].position[axis] - self.particles[i].position[axis]);
                }
            }
            for axis in 0..2 {
                self.particles[i].velocity[axis] += dt * force[axis];
            }
        }
        for p in self.particles.iter_mut() {
            for axis in 0..2 {
                p.position[axis] += dt * p.velocity[axis];
            }
        }
    }
}

#[differentiate]
pub fn final_energy(system: &System, dt: f64, steps: usize) -> f64 {
    let mut system = system.clone();
    for _ in 0..steps {
        System::step(&mut system, dt);
    }
    system.energy()
}

fn system() -> System {
    let particle = |mass, position, velocity| Particle {
        mass,
        position,
        velocity,
    };
    System {
        particles: vec![
            particle(1.0, [0.0, 0.1], [0.0, -0.1]),
            particle(0.5, [1.0, 0.0], [0.1, 0.9]),
            particle(0.2, [-0.7, 0.6], [-0.4, -0.6]),
        ],
        gravity: 0.9,
        softening: 0.05,
    }
}

#[test]
fn particles_have_their_gradients() {
    check_gradient!(Particle::kinetic_energy(&system().particles[1]));
    check_gradient!(Particle::distance(
        &system().particles[1],
        &system().particles[2]
    ));
    let single = Particle {
        mass: 2.0_f32,
        position: [0.0, 0.0],
        velocity: [3.0, 4.0],
    };
    assert_eq!(
        (single.kinetic_energy(), single.kinetic_energy_grad().mass),
        (25.0, 12.5)
    );
}

#[test]
fn systems_have_their_gradients() {
    check_gradient!(System::energy(&system()));
    check_gradient!(final_energy(&system(), 0.01, const 5));
}

#[derive(Debug, Clone, Copy, PartialEq, Differentiable)]
pub struct Pendulum {
    pub length: f64,
    pub damping: f64,
    pub state: State,
}

#[derive(Debug, Clone, Copy, PartialEq, Differentiable)]
pub struct State(pub f64, pub f64);

impl State {
    #[differentiate(wrt(self, rate, h))]
    fn advanced(self, rate: State, h: f64) -> State {
        State(self.0 + h * rate.0, self.1 + h * rate.1)
    }
}

impl Pendulum {
    const G: f64 = 9.81;

    #[differentiate(wrt(self, s))]
    fn rate(&self, s: State) -> State {
        State(s.1, -Self::G / self.length * s.0.sin() - self.damping * s.1)
    }

    #[differentiate(wrt(self))]
    pub fn after(&self, h: f64, steps: u32) -> Pendulum {
        let mut s = self.state;
        for _ in 0..steps {
            let k1 = self.rate(s);
            let k2 = self.rate(s.advanced(k1, 0.5 * h));
            let k3 = self.rate(s.advanced(k2, 0.5 * h));
            let k4 = self.rate(s.advanced(k3, h));
            let mean = State(
                (k1.0 + 2.0 * k2.0 + 2.0 * k3.0 + k4.0) / 6.0,
                (k1.1 + 2.0 * k2.1 + 2.0 * k3.1 + k4.1) / 6.0,
            );
            s = s.advanced(mean, h);
        }
        Pendulum { state: s, ..*self }
    }

    #[differentiate(wrt(self))]
    pub fn energy(&self) -> f64 {
        let State(angle, rate) = self.state;
        0.5 * (self.length * rate).powi(2) + Self::G * self.length * (1.0 - angle.cos())
    }

    #[differentiate(wrt(self))]
    pub fn dissipated(&self, h: f64, steps: u32) -> f64 {
        self.energy() - self.after(h, steps).energy()
    }
}

#[test]
fn pendulums_have_their_gradients() {
    let pendulum = Pendulum {
        length: 0.8,
        damping: 0.2,
        state: State(0.9, -0.3),
    };
    check_gradient!(several Pendulum::after(&pendulum, const 0.01, const 6));
    check_gradient!(Pendulum::dissipated(&pendulum, const 0.01, const 6));
    let still = Pendulum {
        length: 2.0,
        damping: 0.0,
        state: State(0.0, 3.0),
    };
    assert_eq!((still.energy(), still.energy_grad().state.1), (18.0, 12.0));
}
