use ad_runtime::Differentiable;

#[derive(Differentiable)]
enum Shape {
    Circle(f64),
}

#[derive(Differentiable)]
struct Nothing {
    count: usize,
}

#[derive(Differentiable)]
struct View<'a> {
    values: &'a [f64],
}

#[derive(Differentiable)]
#[differentiable(tangent = Self)]
struct Own {
    x: f64,
    n: usize,
}

#[derive(Differentiable)]
struct Field {
    #[differentiable(const)]
    x: f64,
}

#[derive(Differentiable)]
#[differentiable(constant)]
struct Whole {
    x: f64,
}

fn main() {}
