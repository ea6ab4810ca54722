// Placeholder, written by hand: to be replaced by what the attribute generates.
fn loss_grad(w: f64, b: f64, x: f64, t: f64) -> (f64, f64) {
    let z = w * x + b;
    let t0 = (-z).exp();
    let t1 = 1.0 + t0;
    let y = 1.0 / t1;
    let t2 = y - t;
    let y_bar = t2;
    let z_bar = y_bar * (y / t1) * t0;
    let w_bar = z_bar * x;
    let b_bar = z_bar;
    (w_bar, b_bar)
}
