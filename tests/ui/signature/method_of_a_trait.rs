use ad_runtime::differentiate;

trait Energy {
    fn energy(x: f64) -> f64;
}

struct Spring;

impl Energy for Spring {
    #[differentiate]
    fn energy(x: f64) -> f64 {
        0.5 * x * x
    }
}

fn main() {}
