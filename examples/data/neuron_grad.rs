fn loss_grad(w: f64, b: f64, x: f64, t: f64) -> (f64, f64) {
    let z = w * x + b;
    let t3 = (-z).exp();
    let y = 1.0 / (1.0 + t3);
    let z_bar = 0.5 * ::ad_runtime::rules::powi(y - t, 2) * (y * y) * t3;
    let w_bar = z_bar * x;
    (w_bar, z_bar)
}
