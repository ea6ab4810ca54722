#[differentiate]
fn f
