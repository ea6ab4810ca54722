use ad_runtime::differentiate;

#[differentiate]
fn f(v: &mut Vec<f64>, x: f64) {
    let last = v.pop().unwrap();
    v[0] = last * x;
    v.push(x);
    let w = vec![x; 2];
    *v = w;
    std::mem::swap(v, &mut vec![x]);
}

fn main() {
    f_jvp(&mut vec![1.0, 2.0], 3.0, &mut vec![0.0, 0.0], 1.0);
}
