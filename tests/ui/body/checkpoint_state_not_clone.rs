use ad_runtime::differentiate;

struct Seed(u64);

impl Seed {
    fn next(&mut self) -> usize {
        self.0 += 1;
        self.0 as usize
    }
}

#[differentiate]
fn f(x: f64, n: usize) -> f64 {
    let mut y = x;
    let mut seed = Seed(1);
    #[checkpoint]
    for _ in 0..n {
        y = y.sin() * seed.next() as f64;
    }
    y
}

fn main() {
    f_grad(1.0, 2);
}
