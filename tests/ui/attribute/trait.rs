use ad_runtime::differentiate;

#[differentiate]
trait T {}

fn main() {}
