//! Functions to begin with: those of the other tests, and some that cover the language.

use proc_macro2::{Delimiter, TokenStream};

use super::mutate::group;
use crate::tests::cases::cases;

/// The arguments of the attribute, and the function.
pub(super) fn corpus() -> Vec<(TokenStream, TokenStream)> {
    let cases = cases();
    let cases = cases.iter().map(|case| (case.args, case.source));
    let mut corpus: Vec<(TokenStream, TokenStream)> = cases
        .chain(LANGUAGE)
        .map(|(args, item)| (args.parse().expect("tokens"), item.parse().expect("tokens")))
        .collect();
    corpus.push((TokenStream::new(), invisible_groups()));
    corpus
}

/// As `macro_rules` leaves it: `$ty`, `$e` and `$body` in brackets that are not written.
fn invisible_groups() -> TokenStream {
    let tokens = |text: &str| text.parse::<TokenStream>().expect("tokens");
    let invisible = |text| TokenStream::from(group(Delimiter::None, tokens(text)));
    let (ty, sum, body) = (invisible("f64"), invisible("x + 1.0"), tokens("{ x * x }"));
    let body = group(Delimiter::None, body);
    let of_expression = quote::quote!(fn f(x: #ty, y: f64) -> #ty { (#sum * y).sin() - #sum });
    let of_body = quote::quote!(fn g(x: #ty) -> f64 #body);
    quote::quote!(#of_expression #of_body)
}

const LANGUAGE: [(&str, &str); 31] = [
    // Methods.
    (
        "constant(k)",
        "pub fn energy(&self, x: f64, k: f64, q: &mut [f64]) -> f64 {
            let force = |d: f64| self.force(d, k) * Self::scale::<3>(x);
            for i in 0..self.n { q[i] += self.parts[i].f(x).sin() + Self::S; self.step(q, x); }
            if self.position(x) > 1.0 { return self.energy(x, k, &mut [x, x]); }
            <Self>::g(x) + force(x) + (*self.of).max(x) + self.table.iter().map(|t| t * x).sum::<f64>()
        }",
    ),
    // Every kind of expression.
    (
        "",
        "fn expressions(x: f64, n: usize, v: &[f64; 3], s: S) -> f64 {
            let a = [x, 2.0 * x, -x]; let b = [0.0; 3]; let c = (x, n, !true, *v);
            let d = a[0] + v[n % 3] / b[1] - c.0 % x.powi(2i32);
            let e = if x > 0.0 { x } else if let Some(y) = s.y && n == 1 { y } else { -x };
            let g = match n { 0 | 1 => x, 2..=5 if x < 1.0 => { d }, m @ 6.. => m as f64, _ => e };
            let h = 'a: { if n > 1 { break 'a x; } x * 2.0 };
            let i = loop { break 1.0; };
            while n > 100 { continue; }
            'outer: for (i, q) in v.iter().enumerate() { for _ in 0..i { break 'outer; } }
            let j = |y: f64, z| -> f64 { y * z }; let k = move || x;
            let l = S { y: Some(x), ..s }; let m = unsafe { *v.as_ptr() };
            let o = async move { x }.await; let p = const { 1.0 + 2.0 };
            let q = (x as f32 as f64, &x, &mut n, &raw const x, n << 2 >> 1 & 3 | 4 ^ 5);
            let r = (n..3, ..n, n.., ..=n, ..); let t = vec![x; 3]; let u = f::<f64, { 3 }>(x)?;
            let (w, y); (w, y) = (x, x); let _ = <f64 as Float>::sin(x); let z = return x;
            x + y == z || a != b && !(c <= d) }",
    ),
    // Every kind of statement and item.
    (
        "",
        "fn statements(x: f64) -> f64 {
            use std::{f64::consts::{self, PI as P}, *}; const K: f64 = 1.0; static S: [f64; 2] = [1., 2.];
            type A = f64; struct U; struct V(f64, pub u8); struct W<T: Copy> where T: Into<f64> { w: T }
            enum E { A, B(f64), C { c: f64 } = 3 } union N { a: f64, b: u64 }
            trait T: Sized + 'static { type O: Clone; const C: f64 = 1.0; fn m(&self) -> Self::O; }
            impl<'a, T> !Send for &'a W<T> {} impl T for U { type O = u8; fn m(&self) -> u8 { 1 } }
            mod m { pub(super) fn g() {} } extern crate core as c; extern \"C\" { fn h(x: f64, ...); }
            macro_rules! mac { ($($x:expr),* $(,)?) => { [$($x),*] }; } mac!(x); mac! { x } mac![x];
            fn inner<const N: usize>() {} ; #[allow(unused)] let y = x; let Some(z) = Some(y) else { return x };
            y += K; y -= S[0]; y *= P; y /= 2.0; y %= 3.0; { let y = 1.0; y; } debug_assert!(x > 0.0, \"{x}\");
            y * z }",
    ),
    // Every kind of pattern.
    (
        "",
        "fn patterns(x: f64, p: (f64, (f64, [f64; 3]))) -> f64 {
            let (a, (b, [c, _, d])) = p; let ref r = x; let mut m = a; let &q = &b; let (e, ..) = p;
            let [f, .., g] = [a, b, c, d]; let [h, rest @ ..] = [a, b]; let S { s, t: u, .. } = S::new(x);
            let w @ (i, j) = (x, x); let (1 | 2, k) | (3, k) = (1, x) else { return 0.0 };
            match (x, 'c', b'b', \"s\", -1) { (0.0..=1.0, 'a'..='z', ..) => {} (.., i32::MIN..0) => {}
                (E::A | E::B(..), ref mut y, box_, mac!(), const { 1 }) => {} Some(None::<f64>) => {} }
            m + a * b - c / d + f + g + h + s + u + i + j + k }",
    ),
    // Every kind of type, and generics.
    (
        "wrt(x), constant(k)",
        "pub(crate) fn types<'a, 'b: 'a, T: Float + 'a, U, const N: usize>(x: &'a [T], k: &'b mut U,
            a: [T; N], b: (T, (u8,)), c: fn(&T) -> T, d: impl Fn(T) -> T + Copy, e: &dyn for<'c> Fn(&'c T),
            g: Vec<Vec<T>>, h: Option<Box<[T]>>, i: *const T, j: !, l: _, m: <T as Add>::Output,
            n: core::ops::Range<usize>, o: unsafe extern \"C\" fn(...) , p: mac!(T), q: (T), r: Self::X) -> T
        where U: ?Sized + Into<T>, for<'d> &'d T: Add<&'d T, Output = T>, 'b: 'a, [T; N]: Sized {
            x[0] * a[0] + b.0 }",
    ),
    // Literals of every kind.
    (
        "",
        "fn literals(x: f64) -> f64 {
            let _ = (1, 0x_ff_u8, 0b1, 0o7, 1_000i64, 'c', '\\u{1F980}', b'x', b\"bytes\", c\"c\", r\"raw\", br#\"raw\"#,
                \"\\x41\\n\", true, false, 1e10, 1.5e-3_f32, 2.f64(), 1f64, 1.);
            x * 1e-308 + 0.1_f64 - 3f64 * 1e0 + 1. }",
    ),
    // Raw identifiers, names that generated code uses, letters of other languages.
    (
        "wrt(r#type, t0), name = \"stem\"",
        "fn r#fn(r#type: f64, t0: f64, x_bar: f64, ж: f64) -> f64 {
            let y_bar = r#type * t0; let t1 = y_bar.sin(); let t0 = t1 / x_bar; t0 + r#type * ж }",
    ),
    // Attributes and documentation.
    (
        "",
        "/// Doc.\n#[doc = \"more\"] #[inline(always)] #[must_use = \"it\"] #[cfg(all(test, not(x)))] #[deprecated]
        pub fn attributes(#[allow(unused)] x: f64) -> f64 { #![allow(warnings)] #[cfg(test)] let y = x;
            #[allow(unused)] #[expect(unused)] let z = x; #[rustfmt::skip] { x }; z }",
    ),
    ("", "async unsafe fn modifiers(x: f64) -> f64 { x.await }"),
    ("", "pub const extern \"C\" fn abi(x: f64, ...) -> f64 { x }"),
    ("", "fn method(&self, x: f64) -> f64 { self.k * x }"),
    ("", "fn boxed(mut self: Pin<&mut Self>, x: f64) -> f64 { x }"),
    ("", "fn declared(x: f64) -> f64;"),
    ("", "fn unit(x: f64) {}"),
    ("", "fn tuple((a, b): (f64, f64), _: f64, ref c: f64) -> (f64, [f64; 2]) { (a, [b, c]) }"),
    ("", "struct S<T> { a: T }"),
    ("", "impl S { #[differentiate] fn f(x: f64) -> f64 { x } }"),
    (
        "wrt(x), constant(k), float(Real), forward, name = \"stem\", crate = ::a::b",
        "fn options(x: Real, k: f64) -> f64 { x * k }",
    ),
    ("reverse, order = 1", "fn reversed(x: Vec<f64>) -> Vec<f64> { vec![x[0].sin(), x[1]] }"),
    ("jvp = m::g, vjp = h::<f64>", "fn map(x: &[f64], n: usize) -> Vec<f64> { unsafe { x } }"),
    ("jvp = m::g, vjp = m::h, order = 2", "fn step(x: &mut [f64], _: &str, p: (f64, [f64; 2])) -> f64 { unsafe { x } }"),
    ("partials = m::g::<f64>", "fn custom(x: f64, n: &[f64]) -> f64 { unsafe { x } }"),
    (
        "order = 2, jvp = a::b, vjp = c, mdoe = 1 + 2, wrt(q), wrt()",
        "fn mistaken(x: f64) -> f64 { x }",
    ),
    (
        "",
        "fn places(x: &[f64], p: [[f64; 2]; 2]) -> f64 {
            let mut a = [0.0; 3]; let mut q = p; let mut t = (1.0, [x[0]; 2]); let i = x.len() - 1;
            a[i] = x[i] * x[0]; a[0] += a[1] * 2.0; q[1][0] = a[0].max(q[0][1]); t.1[0] -= q[1][0]; t.0 = t.1[1];
            let r = &a; (a[0], a[1]) = (a[1], a[0]); g(&r[1], &q[0], &x[1..], t.0) + norm(&a) }",
    ),
    (
        "",
        "fn nested(x: f64) -> f64 {
            let y = { let x = x * 2.0; { let x = x + 1.0; const C: f64 = 2.0; use core::f64::consts::PI; x.sin() * C } };
            let mut s = 0.0; { s += y; s *= x; } let z; z = s; ((((-(-((z))))))).abs().sqrt().exp().ln() }",
    ),
    (
        "",
        "fn generic<T: num_traits::Float>(x: T, y: &[T; 3]) -> T {
            let two = T::from(2.0).unwrap(); (x * two).sin_cos().0 + T::sin(y[0]) - <T as Float>::hypot(x, y[1]).mul_add(x, two) }",
    ),
    (
        "",
        "fn macros(x: f64) -> f64 { assert!(x > 0.0, \"{} {x}\", [1, 2].len()); println!(\"{x:?}\"); m!({[(x)]}); matches!(x, 0.0 | 1.0);
            todo!() }",
    ),
    // Branches and loops, and the ways out of them.
    (
        "",
        "fn branches(x: f64, n: usize, k: Option<(f64, &[f64])>) -> f64 {
            let y = if x > 1.0 { x * x } else if n == 2 && x < 0.0 { return -x } else { x.sin() };
            let z = match n { 0 => y, 1 | 2 if y > x => { let w = y * x; w + 1.0 } m @ 3..=5 => y * m as f64, _ => return y };
            let (mut a, b) = if let Some((s, t)) = k && s > 0.0 { (z * s, x * t[0]) } else { (z, [x, y][n]) };
            let Some((s, [first, ..])) = k else { if n > 7 { panic!(\"{n}\") } return a * b };
            if a > b { a += b; } else { match (n, s > 1.0) { (3, true) => a = x, (4, _) => { a *= y; return a } _ => () } }
            let v = 'found: { if n > 9 { break 'found a; } let c = a.cos(); if c > 0.5 { break 'found c } c * c * *first };
            let w; if n > 3 { w = v } else { w = y.max(z) } { if x > 3.0 { return w } a -= w; } a * w }",
    ),
    (
        "wrt(x, v)",
        "fn loops(x: f64, v: &[f64], n: usize) -> f64 {
            let mut s = 0.0; let mut y = x; let mut i = 0; let mut a = [x; 3];
            for k in (0..n).rev().step_by(2) { if k == 3 { continue; } s += v[k] * y; y = s.sin(); a[k % 3] = y; }
            'rows: for (p, q) in v.iter().zip(v).skip(1).take(n) { for r in 0..=i {
                if *p > 2.0 { continue 'rows } if r == 5 { break 'rows; } if s > 9.0 { return s * q } s -= p * q * a[r % 3]; } }
            while i < n && y > 0.1 { i += 1; let t = y * x; if t < 0.0 { break } y = t; }
            while let Some(m) = n.checked_sub(i) { i += m + 1; y += m as f64 * x; }
            let z = loop { y *= 2.0; i += 1; if i > 20 { break y; } if i % 2 == 0 { continue } s += y; };
            'all: loop { loop { if i == 0 { break 'all } i -= 1; if i > 3 { continue 'all } s *= 1.5; } }
            for [p, q] in [[x, y], [z, s]] { s += p * q } s + z }",
    ),
    // Closures, iterators and growing vectors.
    (
        "",
        "fn closures(x: f64, v: &[f64], n: usize) -> f64 {
            let mut c = 0.0; let k = |i: usize| i * n; let g = |y: f64, i: usize| -> f64 { let w = y * x; if k(i) > 3 { w } else { -w } };
            let h = move |(a, b): (f64, f64)| g(a, 1) + g(b, 2); let mut add = |y| c += y * x; add(x); add(v[0]);
            for i in 0..n { c += h((x, v[i])); } g(h((c, x)), n) }",
    ),
    (
        "",
        "fn chains(v: &[f64], w: Vec<f64>, m: &[[f64; 2]], n: usize) -> f64 {
            let a: f64 = v.iter().zip(&w).map(|(p, q)| p * q).sum(); let b = w.iter().copied().filter(|p| *p > 0.0).product::<f64>();
            let c = v.iter().enumerate().rev().fold((0.0, a), |(s, t), (i, p)| (s + t * p, t * (i as f64) + b));
            let mut u = vec![0.0; n]; let mut t = Vec::new(); u.iter_mut().zip(v.windows(2)).for_each(|(o, p)| *o = p[0] * p[1]);
            for (o, p) in u.iter_mut().rev().zip(m.iter().skip(1).step_by(2)) { *o += p[0] - p[1]; t.push(*o * a); }
            let d: Vec<f64> = t.iter().map(|p| p.sin()).collect(); u.swap(0, n - 1); u[1..n].copy_from_slice(&v[..n - 1]); t.fill(a);
            let e: f64 = (0..n).map(|i| d[i] * u[i]).sum::<f64>() + v.chunks_exact(3).map(|p| p[0]).fold(f64::MIN, f64::max);
            c.0 * c.1 + d.into_iter().sum::<f64>() * e + v.iter().scan(0.0, |s, p| Some(p * *s)).last().unwrap() }",
    ),
];
