//! Whatever else people write, as people publish it.

use ad_runtime::{check_gradient, differentiate};

#[differentiate]
pub fn stack_machine(x: f64, y: f64, code: &[u8]) -> f64 {
    let mut stack: Vec<f64> = Vec::with_capacity(8);
    for &c in code {
        match c {
            b'x' => stack.push(x),
            b'y' => stack.push(y),
            b'+' => {
                let b = stack.pop().unwrap();
                let a = stack.pop().unwrap();
                stack.push(a + b);
            }
            b'*' => {
                let b = stack.pop().unwrap();
                let a = stack.pop().unwrap();
                stack.push(a * b);
            }
            b's' => {
                let a = stack.pop().expect("empty");
                stack.push(a.sin());
            }
            _ => unreachable!("bad op"),
        }
    }
    stack[0]
}

#[differentiate(wrt(x))]
pub fn kernel(x: f64, kind: &str) -> f64 {
    match kind {
        "gauss" => (-0.5 * x * x).exp(),
        "epan" if x.abs() < 1.0 => 0.75 * (1.0 - x * x),
        "epan" => 0.0,
        other => panic!("unknown kernel {other}"),
    }
}

#[differentiate]
pub fn ring(x: &[f64], n: usize) -> f64 {
    let mut buf = [0.0; 4];
    let mut head = 0;
    let mut acc = 0.0;
    for i in 0..n {
        buf[head] = x[i % x.len()] * 0.9;
        head = (head + 1) % buf.len();
        acc += buf.iter().sum::<f64>().tanh();
    }
    acc
}

#[differentiate]
pub fn tuple_state(n: u32, a: f64) -> f64 {
    let mut s = (a, 0.5 * a, [0.0; 2]);
    for i in 0..n {
        s.2[(i % 2) as usize] += s.0;
        s = (s.1 + 0.1 * s.0, s.0 * s.1, s.2);
    }
    s.0 + s.1 + s.2[0] * s.2[1]
}

#[differentiate]
pub fn bits(x: f64, mask: u32) -> f64 {
    let mut r = 1.0;
    let mut b = x;
    let mut m = mask;
    while m > 0 {
        if m & 1 == 1 {
            r *= b;
        }
        b *= b;
        m >>= 1;
    }
    r
}

#[differentiate]
pub fn asserts(x: f64, n: usize) -> f64 {
    assert!(x > 0.0, "x must be positive, got {x}");
    debug_assert!(n < 100, "n = {}", n);
    let y = x.ln() * n as f64;
    if y > 1e6 {
        println!("large {y:?}");
    }
    let z = {
        let t = y * y;
        t + 1.0
    };
    z.sqrt()
}

#[differentiate]
pub fn push_pairs(n: usize, a: f64) -> f64 {
    let mut v: Vec<(f64, f64)> = Vec::new();
    for i in 0..n {
        v.push((a * i as f64, a.powi(i as i32)));
    }
    v.iter().map(|(x, y)| x * y).sum::<f64>() + v.iter().map(|&(x, _)| x).fold(0.0, f64::max)
}

#[differentiate]
pub fn last_mut(x: f64, n: usize) -> f64 {
    let mut v = vec![x];
    for _ in 0..n {
        let l = *v.last().unwrap();
        v.push(l * 1.1 + x);
        *v.last_mut().unwrap() += 0.5 * x;
    }
    v[v.len() - 1]
}

#[differentiate]
pub fn head_tail(p: &[f64], q: f64) -> f64 {
    if p.is_empty() {
        return q;
    }
    let (head, tail) = p.split_at(1);
    head[0] * tail.iter().sum::<f64>() + q
}

#[differentiate]
pub fn slice_pattern(p: &[f64; 3]) -> f64 {
    let &[x, y, z] = p;
    x * y + z.exp()
}

#[differentiate]
pub fn from_int(x: f32, n: i16) -> f64 {
    let s = x as f64 * f64::from(n);
    s + x as f64 * n as f64
}

#[differentiate]
pub fn flat(x: &[Vec<f64>]) -> f64 {
    x.iter().map(|r| r.iter().map(|v| v * v).sum::<f64>()).sum()
}

#[differentiate]
pub fn scan_last(x: &[f64]) -> f64 {
    let mut s = 0.0;
    let c: Vec<f64> = x
        .iter()
        .map(|v| {
            s += v;
            s
        })
        .collect();
    c.iter().map(|v| v.sin()).sum()
}

#[test]
fn stack_machine_has_its_gradient() {
    check_gradient!(stack_machine(0.5, 0.8, const b"xy+x*s"));
}

#[test]
fn kernel_has_its_gradient() {
    check_gradient!(kernel(0.3, const "epan"));
}

#[test]
fn ring_has_its_gradient() {
    check_gradient!(ring(&[0.3, 0.1, 0.8], const 7));
}

#[test]
fn tuple_state_has_its_gradient() {
    check_gradient!(tuple_state(const 5, 0.7));
}

#[test]
fn bits_has_its_gradient() {
    check_gradient!(bits(1.1, const 13));
}

#[test]
fn asserts_has_its_gradient() {
    check_gradient!(asserts(0.5, const 3));
}

#[test]
fn push_pairs_has_its_gradient() {
    check_gradient!(push_pairs(const 4, 0.7));
}

#[test]
fn last_mut_has_its_gradient() {
    check_gradient!(last_mut(0.5, const 3));
}

#[test]
fn head_tail_has_its_gradient() {
    check_gradient!(head_tail(&[0.1, 0.2, 0.3], 0.5));
}

#[test]
fn slice_pattern_has_its_gradient() {
    check_gradient!(slice_pattern(&[0.1, 0.2, 0.3]));
}

#[test]
fn from_int_has_its_gradient() {
    check_gradient!(from_int(0.5f32, const 3));
}

#[test]
fn flat_has_its_gradient() {
    check_gradient!(flat(&[vec![0.3, 0.1], vec![0.8]]));
}

#[test]
fn scan_last_has_its_gradient() {
    check_gradient!(scan_last(&[0.3, 0.1, 0.8]));
}

#[differentiate]
pub fn labelled(x: f64, y: f64) -> f64 {
    let z = 'a: {
        if x > y {
            break 'a x * x;
        }
        let t = y - x;
        if t > 1.0 {
            break 'a t.ln();
        }
        t * y
    };
    z * y
}

#[test]
fn labelled_has_its_gradient() {
    check_gradient!(labelled(0.3, 0.8));
    check_gradient!(labelled(1.3, 0.8));
}

#[differentiate]
pub fn reversed(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    v.reverse();
    v.iter()
        .enumerate()
        .map(|(i, a)| a * (i as f64 + 1.0))
        .sum()
}

#[test]
fn reversed_has_its_gradient() {
    check_gradient!(reversed(&[0.3, 0.1, 0.8]));
}
