use ad_runtime::differentiate;

#[differentiate]
fn f(x: f64) -> f64 {
    let a = |y: f64| y * x;
    let b = |y: f64| a(a(a(a(a(a(a(a(y))))))));
    let c = |y: f64| b(b(b(b(b(b(b(b(y))))))));
    let d = |y: f64| c(c(c(c(c(c(c(c(y))))))));
    let e = |y: f64| d(d(d(d(d(d(d(d(y))))))));
    let g = |y: f64| e(e(e(e(e(e(e(e(y))))))));
    let h = |y: f64| g(g(g(g(g(g(g(g(y))))))));
    h(x)
}

fn main() {
    f_grad(1.0);
}
