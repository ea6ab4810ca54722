//! Graphics on structs, as people publish it.

use ad_runtime::{Differentiable, check_gradient, differentiate};

#[derive(Debug, Clone, Copy, PartialEq, Differentiable)]
pub struct Xyz {
    pub x: f64,
    pub y: f64,
    pub z: f64,
}

#[differentiate]
impl Xyz {
    #[differentiate]
    pub fn new(x: f64, y: f64, z: f64) -> Xyz {
        Xyz { x, y, z }
    }

    #[differentiate(wrt(self, other))]
    pub fn inner(self, other: Xyz) -> f64 {
        self.x * other.x + self.y * other.y + self.z * other.z
    }

    #[differentiate(wrt(self, other))]
    pub fn minus(self, other: Xyz) -> Xyz {
        Xyz::new(self.x - other.x, self.y - other.y, self.z - other.z)
    }

    #[differentiate(wrt(self, direction, t))]
    pub fn moved(self, direction: Xyz, t: f64) -> Xyz {
        Xyz {
            x: self.x + t * direction.x,
            y: self.y + t * direction.y,
            z: self.z + t * direction.z,
        }
    }

    #[differentiate(wrt(self))]
    pub fn extent(self) -> f64 {
        self.inner(self).sqrt()
    }

    #[differentiate(wrt(self))]
    pub fn normalized(self) -> Xyz {
        let extent = self.extent();
        if extent == 0.0 {
            return self;
        }
        Xyz::new(self.x / extent, self.y / extent, self.z / extent)
    }
}

#[derive(Debug, Clone, Copy, Differentiable)]
pub struct Ray {
    pub origin: Xyz,
    pub direction: Xyz,
}

impl Ray {
    #[differentiate(wrt(self, t))]
    pub fn at(&self, t: f64) -> Xyz {
        self.origin.moved(self.direction, t)
    }
}

#[derive(Debug, Clone, Copy, Differentiable)]
pub struct Sphere {
    pub center: [f64; 3],
    pub radius: f64,
    pub color: [f64; 3],
}

impl Sphere {
    #[differentiate(wrt(self))]
    fn center(&self) -> Xyz {
        let [x, y, z] = self.center;
        Xyz { x, y, z }
    }

    /// The distance to the nearest hit in front, infinite if there is none.
    #[differentiate(wrt(self, ray))]
    pub fn intersect(&self, ray: &Ray) -> f64 {
        let oc = ray.origin.minus(self.center());
        let b = oc.inner(ray.direction);
        let c = oc.inner(oc) - self.radius * self.radius;
        let discriminant = b * b - c;
        if discriminant < 0.0 {
            return f64::INFINITY;
        }
        let root = discriminant.sqrt();
        for t in [-b - root, -b + root] {
            if t > 1e-9 {
                return t;
            }
        }
        f64::INFINITY
    }

    #[differentiate(wrt(self, point))]
    pub fn normal(&self, point: Xyz) -> Xyz {
        point.minus(self.center()).normalized()
    }
}

#[derive(Debug, Clone, Differentiable)]
pub struct Scene {
    pub spheres: Vec<Sphere>,
    pub light: Xyz,
    #[differentiable(constant)]
    pub background: [f64; 3],
}

impl Scene {
    #[differentiate(wrt(self, ray))]
    pub fn shade(&self, ray: &Ray) -> [f64; 3] {
        let mut nearest = f64::INFINITY;
        let mut hit = usize::MAX;
        for (i, sphere) in self.spheres.iter().enumerate() {
            let t = sphere.intersect(ray);
            if t < nearest {
                nearest = t;
                hit = i;
            }
        }
        let mut color = [0.0; 3];
        for (c, b) in color.iter_mut().zip(&self.background) {
            *c = 0.5 * b;
        }
        if hit != usize::MAX {
            let point = ray.at(nearest);
            let normal = self.spheres[hit].normal(point);
            let to_light = self.light.minus(point).normalized();
            let lambert = normal.inner(to_light).max(0.0);
            for c in 0..3 {
                color[c] = self.spheres[hit].color[c] * (0.1 + 0.9 * lambert);
            }
        }
        color
    }
}

fn ray() -> Ray {
    Ray {
        origin: Xyz::new(0.1, -0.2, -5.0),
        direction: Xyz::new(0.02, 0.05, 1.0).normalized(),
    }
}

fn sphere() -> Sphere {
    Sphere {
        center: [0.0, 0.1, 0.5],
        radius: 1.2,
        color: [0.9, 0.4, 0.2],
    }
}

#[test]
fn vectors_have_their_gradients() {
    let (v, w) = (Xyz::new(0.3, -1.2, 0.8), Xyz::new(1.1, 0.4, -0.6));
    check_gradient!(Xyz::inner(v, w));
    check_gradient!(Xyz::extent(v));
    check_gradient!(several Xyz::normalized(v));
    check_gradient!(several Xyz::moved(v, w, 0.7));
    let bar = Xyz::new(3.0, 0.0, 4.0).extent_grad();
    assert!((bar.x - 0.6).abs() < 1e-15 && bar.y == 0.0 && (bar.z - 0.8).abs() < 1e-15);
}

#[test]
fn scenes_have_their_gradients() {
    let (ray, sphere) = (ray(), sphere());
    check_gradient!(Sphere::intersect(&sphere, &ray));
    check_gradient!(several Sphere::normal(&sphere, ray.at(3.0)));
    let other = Sphere {
        center: [1.5, 0.0, 3.0],
        radius: 2.5,
        color: [0.2, 0.3, 0.7],
    };
    let scene = Scene {
        spheres: vec![other, sphere],
        light: Xyz::new(4.0, 3.0, -6.0),
        background: [0.0; 3],
    };
    check_gradient!(several Scene::shade(&scene, &ray));
    let straight = Ray {
        origin: Xyz::new(0.0, 0.0, -5.0),
        direction: Xyz::new(0.0, 0.0, 1.0),
    };
    let unit = Sphere {
        center: [0.0; 3],
        radius: 1.0,
        color: [1.0; 3],
    };
    assert_eq!(unit.intersect(&straight), 4.0);
    let (sphere_bar, ray_bar) = unit.intersect_grad(&straight);
    assert_eq!(
        (sphere_bar.radius, sphere_bar.center[2], ray_bar.origin.z),
        (-1.0, 1.0, -1.0)
    );
}
