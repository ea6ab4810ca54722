use ad_runtime::differentiate;

#[differentiate]
fn checked(x: f64) -> Result<f64, String> {
    if x < 0.0 {
        return Err("negative".to_owned());
    }
    let y = x.sqrt();
    Ok(y * 2.0)
}

fn main() {}
