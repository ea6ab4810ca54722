use ad_runtime::differentiate;

trait Square {
    fn sqr(self) -> f64;
}

impl Square for f64 {
    fn sqr(self) -> f64 {
        self * self
    }
}

#[differentiate]
fn f(x: f64) -> f64 {
    let a = x.sqr();
    let b = (x as i32) as f64;
    let c = x.next_up();
    a * b * c
}

fn main() {}
