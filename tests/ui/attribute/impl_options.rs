use ad_runtime::differentiate;

struct S;

#[differentiate(wrt(x))]
impl S {
    #[differentiate]
    fn f(x: f64) -> f64 {
        x * x
    }
}

fn main() {}
