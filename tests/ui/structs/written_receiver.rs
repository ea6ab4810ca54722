use ad_runtime::{Differentiable, differentiate};
use std::cell::Cell;

#[derive(Clone, Copy, Differentiable)]
struct Sum {
    total: f64,
}

impl Sum {
    #[differentiate(wrt(self, x))]
    fn gather(&mut self, x: f64) -> f64 {
        self.total += x;
        self.total * x
    }

    fn count(&mut self, x: f64) -> f64 {
        self.total += x;
        1.0
    }
}

// What the method writes would be lost.
#[differentiate(reverse)]
fn value_of_a_method_in_place(x: f64) -> f64 {
    let mut sum = Sum { total: 0.0 };
    let y = sum.gather(x);
    y + sum.total
}

#[differentiate(reverse)]
fn in_a_condition(x: f64) -> f64 {
    let mut sum = Sum { total: 0.0 };
    if sum.count(x) > 0.0 { sum.total } else { x }
}

fn counted(sum: &mut Sum, x: f64) -> f64 {
    sum.count(x)
}

#[differentiate(reverse)]
fn lent_in_a_condition(x: f64) -> f64 {
    let mut sum = Sum { total: 0.0 };
    if counted(&mut sum, x) > 0.0 { sum.total } else { x }
}

#[differentiate(reverse)]
fn unused_value(x: f64) -> f64 {
    let mut sum = Sum { total: 0.0 };
    let _ = sum.count(x);
    sum.total
}

#[differentiate(reverse)]
fn behind_a_shared_reference(x: f64) -> f64 {
    let cell = Cell::new(0.0);
    cell.set(x);
    cell.get()
}

struct Product(f64);

impl Product {
    // Of this name there is a method of floats.
    fn add(&mut self, x: f64) -> f64 {
        self.0 *= x;
        self.0 * x
    }
}

#[differentiate(reverse)]
fn named_like_an_operator(x: f64) -> f64 {
    let mut product = Product(2.0);
    product.add(x)
}

impl Sum {
    fn advance(&mut self) -> usize {
        self.total *= 2.0;
        1
    }
}

#[differentiate(reverse)]
fn in_a_condition_with_a_derivative(mut sum: Sum, x: f64) -> f64 {
    sum.total *= x;
    if sum.advance() > 0 { sum.total } else { x }
}

#[differentiate(reverse)]
fn to_select_by(sum: &mut Sum, x: f64) -> f64 {
    let at = sum.advance();
    [sum.total, x][at]
}

fn main() {}
