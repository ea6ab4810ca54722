use ad_runtime::differentiate;

#[differentiate]
fn apply(g: impl FnMut(f64) -> f64, x: f64) -> f64 {
    let _ = g;
    x * x
}

struct Grid;

impl Grid {
    fn total(&self, g: impl Fn(f64) -> f64) -> f64 {
        g(1.0)
    }
}

#[differentiate(constant(grid))]
fn to_a_method(x: f64, grid: &Grid) -> f64 {
    x * grid.total(|y| x * y)
}

#[differentiate]
fn that_writes(x: f64) -> f64 {
    let mut sum = x;
    let y = apply(
        |y| {
            sum += y * x;
            sum
        },
        x,
    );
    y + sum
}

#[differentiate]
fn that_returns(x: f64) -> f64 {
    apply(
        |y| {
            if y > x {
                return y;
            }
            y * x
        },
        x,
    )
}

#[differentiate]
fn without_a_rule(x: f64) -> f64 {
    apply(|y: f64| (y * x).cosine(), x)
}

fn main() {}
