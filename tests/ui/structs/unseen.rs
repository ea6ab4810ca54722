//! Methods of structs that no sign tells from a float or a sequence.

use ad_runtime::{Differentiable, differentiate};

#[derive(Clone, Copy, Differentiable)]
struct Line {
    slope: f64,
    offset: f64,
}

impl Line {
    #[differentiate(wrt(self, x))]
    fn at(&self, x: f64) -> f64 {
        self.slope * x + self.offset
    }

    #[differentiate(wrt(self))]
    fn get(&self) -> f64 {
        self.slope
    }
}

#[differentiate]
fn line(x: f64) -> Line {
    Line { slope: x, offset: 1.0 }
}

#[differentiate]
fn value(x: f64) -> f64 {
    let line = line(x);
    line.at(x)
}

#[differentiate]
fn name_of_sequences(x: f64) -> f64 {
    let line = line(x);
    line.get()
}

#[differentiate]
fn as_the_message_says(x: f64) -> f64 {
    let line = line(x);
    Line::at(&line, x)
}

fn main() {}
