//! Robotics on structs, as people publish it.

use std::f64::consts::PI;

use ad_runtime::{Differentiable, check_gradient, differentiate};

#[derive(Debug, Clone, Copy, PartialEq, Differentiable)]
pub struct Pose2 {
    pub x: f64,
    pub y: f64,
    pub theta: f64,
}

impl Pose2 {
    pub const IDENTITY: Pose2 = Pose2 {
        x: 0.0,
        y: 0.0,
        theta: 0.0,
    };

    #[differentiate]
    pub fn new(x: f64, y: f64, theta: f64) -> Self {
        Self { x, y, theta }
    }

    #[differentiate(wrt(self, other))]
    pub fn compose(&self, other: &Pose2) -> Pose2 {
        let (s, c) = self.theta.sin_cos();
        Pose2::new(
            self.x + c * other.x - s * other.y,
            self.y + s * other.x + c * other.y,
            self.theta + other.theta,
        )
    }

    #[differentiate(wrt(self))]
    pub fn inverted(self) -> Pose2 {
        let (s, c) = self.theta.sin_cos();
        Pose2 {
            x: -(c * self.x + s * self.y),
            y: s * self.x - c * self.y,
            theta: -self.theta,
        }
    }

    #[differentiate(wrt(self, p))]
    pub fn transform_point(&self, p: [f64; 2]) -> [f64; 2] {
        let (s, c) = self.theta.sin_cos();
        [self.x + c * p[0] - s * p[1], self.y + s * p[0] + c * p[1]]
    }

    #[differentiate(wrt(self, other))]
    pub fn between(&self, other: &Pose2) -> Pose2 {
        self.inverted().compose(other)
    }
}

#[differentiate]
fn wrap(angle: f64) -> f64 {
    (angle + PI).rem_euclid(2.0 * PI) - PI
}

#[derive(Debug, Clone, Copy, Differentiable)]
pub struct Edge {
    #[differentiable(constant)]
    pub from: usize,
    #[differentiable(constant)]
    pub to: usize,
    pub measured: Pose2,
    pub weight: f64,
}

#[derive(Debug, Clone, Differentiable)]
pub struct PoseGraph {
    pub poses: Vec<Pose2>,
    pub edges: Vec<Edge>,
}

impl PoseGraph {
    #[differentiate(wrt(self))]
    pub fn error(&self) -> f64 {
        let mut total = 0.0;
        for edge in &self.edges {
            if edge.from == edge.to {
                continue;
            }
            let predicted = self.poses[edge.from].between(&self.poses[edge.to]);
            let residual = edge.measured.between(&predicted);
            let turn = wrap(residual.theta);
            total += edge.weight * (residual.x.powi(2) + residual.y.powi(2) + turn * turn);
        }
        total
    }
}

fn graph() -> PoseGraph {
    let edge = |from, to, measured, weight| Edge {
        from,
        to,
        measured,
        weight,
    };
    PoseGraph {
        poses: vec![
            Pose2::IDENTITY,
            Pose2::new(1.1, 0.2, 0.4),
            Pose2::new(1.8, 1.1, 1.5),
        ],
        edges: vec![
            edge(0, 1, Pose2::new(1.0, 0.1, 0.3), 2.0),
            edge(1, 2, Pose2::new(1.0, 0.4, 1.0), 1.0),
            edge(2, 2, Pose2::IDENTITY, 5.0),
            edge(0, 2, Pose2::new(1.7, 1.0, 1.3), 0.5),
        ],
    }
}

#[test]
fn poses_have_their_gradients() {
    let (a, b) = (Pose2::new(0.3, -0.8, 0.7), Pose2::new(1.2, 0.4, -1.1));
    check_gradient!(several Pose2::compose(&a, &b));
    check_gradient!(several Pose2::inverted(a));
    check_gradient!(several Pose2::between(&a, &b));
    check_gradient!(several Pose2::transform_point(&a, [0.6, -0.2]));
    let back = a.compose(&a.inverted());
    assert!(back.x.abs() < 1e-15 && back.y.abs() < 1e-15 && back.theta == 0.0);
}

#[test]
fn graphs_have_their_gradients() {
    check_gradient!(PoseGraph::error(&graph()));
    assert_eq!(graph().error_grad().edges[2].weight, 0.0);
}

#[derive(Debug, Clone, Copy, Differentiable)]
pub struct Link {
    pub length: f64,
    pub offset: f64,
}

#[derive(Debug, Clone, Differentiable)]
pub struct Arm {
    pub base: Pose2,
    pub links: Vec<Link>,
}

impl Arm {
    #[differentiate(wrt(self, joints))]
    pub fn end_effector(&self, joints: &[f64]) -> Pose2 {
        let mut pose = self.base;
        for (link, q) in self.links.iter().zip(joints) {
            let turned = Pose2 {
                x: 0.0,
                y: 0.0,
                theta: q + link.offset,
            };
            pose = pose
                .compose(&turned)
                .compose(&Pose2::new(link.length, 0.0, 0.0));
        }
        pose
    }

    #[differentiate(wrt(self, joints, target))]
    pub fn reach_error(&self, joints: &[f64], target: [f64; 2]) -> f64 {
        let tip = self.end_effector(joints);
        let reach: f64 = self.links.iter().map(|l| l.length).sum();
        let distance = (target[0] - self.base.x).hypot(target[1] - self.base.y);
        if distance > reach {
            return distance - reach;
        }
        (tip.x - target[0]).powi(2) + (tip.y - target[1]).powi(2)
    }
}

#[test]
fn arms_have_their_gradients() {
    let arm = Arm {
        base: Pose2::new(0.1, 0.2, 0.3),
        links: vec![
            Link {
                length: 0.5,
                offset: 0.1,
            },
            Link {
                length: 0.4,
                offset: -0.2,
            },
        ],
    };
    check_gradient!(several Arm::end_effector(&arm, &[0.3, 0.9]));
    check_gradient!(Arm::reach_error(&arm, &[0.3, 0.9], [0.4, 0.6]));
    check_gradient!(Arm::reach_error(&arm, &[0.3, 0.9], [4.0, 0.6]));
    let straight = Arm {
        base: Pose2::IDENTITY,
        links: vec![Link {
            length: 2.0,
            offset: 0.0,
        }],
    };
    let tip = straight.end_effector(&[PI / 2.0]);
    assert!(tip.x.abs() < 1e-15 && (tip.y - 2.0).abs() < 1e-15);
}
