use ad_runtime::differentiate;

#[differentiate]
fn f(x: f64) -> f64 {
    let a = x.sqtr();
    let b = (x as i32) as f64;
    let c = x.next_up();
    a * b * c
}

fn main() {}
