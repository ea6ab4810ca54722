use ad_runtime::differentiate;

struct S;

// Nothing shows that this stands in an `impl` block, unless that has the attribute, too.
impl S {
    #[differentiate]
    fn f(x: f64) -> f64 {
        x * x
    }
}

fn main() {}
