use ad_runtime::differentiate;

mod polar {
    use ad_runtime::differentiate;

    #[differentiate]
    pub fn norm(x: f64) -> f64 {
        x.abs()
    }
}

mod cartesian {
    use ad_runtime::differentiate;

    #[differentiate]
    pub fn norm(x: f64) -> f64 {
        x * x
    }
}

#[differentiate]
fn f(x: f64) -> f64 {
    let y = {
        use polar::norm;
        norm(x)
    };
    use cartesian::norm;
    norm(y)
}

fn main() {
    f_grad(1.0);
}
