use ad_runtime::differentiate;

#[differentiate]
fn area(width: f64, height: f32) -> f64 {
    width * height
}

fn main() {
    area_grad(1.0, 2.0);
}
