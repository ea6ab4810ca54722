use ad_runtime::differentiate;

trait T {
    #[differentiate]
    fn f(x: f64) -> f64;
}

fn main() {}
