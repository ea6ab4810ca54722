//! Functions that are passed to functions: by their names, and closures with what they capture.

// A reference to a function is one, too.
#![allow(clippy::needless_borrows_for_generic_args)]

use ad_tests::for_f32_and_f64;

/// A function beside those of a library that it calls, which are listed first: quadrature, a root finder, a stepper, and
/// something simple.
macro_rules! beside {
    ([simpson $($rest:ident)*] $F:ident $name:ident $arguments:tt; $($items:tt)*) => { beside! { [$($rest)*] $F $name $arguments;
        fn simpson(f: impl Fn(T) -> T, a: T, b: T, n: usize) -> T {
            let mut h = b - a;
            for _ in 1..n { h *= 0.5; }
            let (mut sum, mut x) = (ZERO, a);
            for _ in 0..n {
                sum += (f(x) + 4.0 * f(x + 0.5 * h) + f(x + h)) * h / 6.0;
                x += h;
            }
            sum
        }
        $($items)*
    } };
    ([newton $($rest:ident)*] $F:ident $name:ident $arguments:tt; $($items:tt)*) => { beside! { [$($rest)*] $F $name $arguments;
        fn newton(f: impl Fn(T) -> T, slope: &impl Fn(T) -> T, start: T, most: usize) -> T {
            let mut x = start;
            for _ in 0..most {
                let value = f(x);
                if value.abs() < 1e-30 { return x; }
                x -= value / slope(x);
            }
            x
        }
        $($items)*
    } };
    ([rk4 $($rest:ident)*] $F:ident $name:ident $arguments:tt; $($items:tt)*) => { beside! { [$($rest)*] $F $name $arguments;
        fn rk4(f: impl Fn(T, &[T]) -> Vec<T>, y0: &[T], h: T, steps: usize) -> Vec<T> {
            let mut y = y0.to_vec();
            let mut t = ZERO;
            for _ in 0..steps {
                let k1 = f(t, &y);
                let mut z = y.clone();
                for i in 0..z.len() { z[i] += 0.5 * h * k1[i]; }
                let k2 = f(t + 0.5 * h, &z);
                for i in 0..z.len() { z[i] = y[i] + 0.5 * h * k2[i]; }
                let k3 = f(t + 0.5 * h, &z);
                for i in 0..z.len() { z[i] = y[i] + h * k3[i]; }
                let k4 = f(t + h, &z);
                for i in 0..y.len() { y[i] += h / 6.0 * (k1[i] + 2.0 * k2[i] + 2.0 * k3[i] + k4[i]); }
                t += h;
            }
            y
        }
        $($items)*
    } };
    ([iterated $($rest:ident)*] $F:ident $name:ident $arguments:tt; $($items:tt)*) => { beside! { [$($rest)*] $F $name $arguments;
        fn iterated(f: &impl Fn(T) -> T, start: T, times: u32) -> T {
            let mut x = start;
            for _ in 0..times { x = f(x); }
            x
        }
        $($items)*
    } };
    ([bump $($rest:ident)*] $F:ident $name:ident $arguments:tt; $($items:tt)*) => { beside! { [$($rest)*] $F $name $arguments;
        fn bump(x: T) -> T { x * x.sin() + 0.3 * x }
        $($items)*
    } };
    ([] $F:ident $name:ident $arguments:tt; $($items:tt)*) => { $crate::second! { $F $name $arguments; $($items)* } };
}

for_f32_and_f64! { ($F:ident) => {
    beside! { [simpson iterated bump] $F by_name(0.7, 1.3);
        fn f(x: T, y: T) -> T { simpson(bump, x, y, 2) * iterated(&bump, x, 2) }
    }
    beside! { [rk4] $F by_a_name_of_other_arguments(&vec![0.7, 1.3], 0.4);
        fn slope(t: T, y: &[T]) -> Vec<T> { vec![y[1] * t.cos(), -y[0] * y[1]] }
        fn f(y0: &[T], h: T) -> T { let end = rk4(slope, y0, h, 2); end[0] * end[1] * h }
    }
    beside! { [simpson] $F quadrature(0.7, 1.3);
        fn f(k: T, a: T) -> T { simpson(|x| k * (x * a).sin(), ZERO, ONE, 2) }
    }
    beside! { [newton] $F root(0.7, 1.3);
        fn f(k: T, a: T) -> T { newton(|x| x * x * x + k * x - a, &|x| 3.0 * x * x + k, ONE, 5) * a }
    }
    beside! { [rk4] $F stepper(&vec![0.3, 1.1], 0.7, 0.2);
        fn f(y0: &[T], k: T, h: T) -> T {
            let end = rk4(|t, y: &[T]| vec![y[1], -k * y[0].sin() - 0.1 * y[1] * t], y0, h, 2);
            end[0] * end[1]
        }
    }
    beside! { [simpson] $F of_a_slice_and_a_scalar(&vec![1.3, 0.7], 0.4);
        fn f(c: &[T], a: T) -> T { simpson(|x| c[0] * x + c[1] * (a * x).cos(), ZERO, a, 2) }
    }
    beside! { [simpson iterated] $F carried_by_a_loop(0.7, 1.1);
        fn f(k: T, a: T) -> T {
            let mut s = k;
            for _ in 0..3 {
                let before = s;
                s += simpson(|x| (s * x + before).sin() * k, ZERO, a, 1);
                s = iterated(&|x| x * 0.5 + k * before, s, 2);
            }
            s * s
        }
    }
    beside! { [] $F early_returns(0.7, 1.1);
        fn damped(f: impl Fn(T) -> T, x: T, n: usize) -> T {
            if n == 0 { return x * x; }
            let mut y = x;
            for i in 0..5 {
                if i == n { return f(y) * y; }
                if y > 100.0 { break; }
                y = 0.5 * f(y) + x;
            }
            y
        }
        fn f(k: T, a: T) -> T {
            let g = |x: T| (k * x).sin() + a;
            damped(g, k, 0) + damped(g, a, 3) * damped(g, k, 9)
        }
    }
    beside! { [simpson iterated bump] $F passed_on(0.7, 1.1);
        fn scaled(f: impl Fn(T) -> T, k: T, a: T) -> T { simpson(|x| f(x * k) * k, ZERO, a, 1) * f(k) }
        fn rescaled(f: impl Fn(T) -> T, k: T) -> T { scaled(&f, k, k * k) + iterated(&f, k, 2) }
        fn f(k: T, a: T) -> T { rescaled(|x| (x * a).sin() + k, k * a) * scaled(bump, k, a) }
    }
    beside! { [bump] $F two_at_once(0.7, 1.1);
        fn both(f: impl Fn(T) -> T, g: impl Fn(T, T) -> T, x: T) -> T { f(g(x, x * x)) * g(f(x), x) }
        fn product(x: T, y: T) -> T { x * y.sin() }
        fn f(k: T, a: T) -> T {
            both(|x| x * k, |x, y| x * a + y * k.sin(), a) + both(bump, product, k) * both(|x| (a * x).exp(), product, k)
        }
    }
    beside! { [bump] $F recursion(0.7, 1.1);
        fn power(f: &impl Fn(T) -> T, x: T, n: usize) -> T { if n == 0 { x } else { f(power(f, x, n - 1)) * x } }
        fn halves(f: impl Fn(T) -> T + Copy, a: T, b: T, depth: usize) -> T {
            if depth == 0 { return (b - a) * f(0.5 * (a + b)); }
            let middle = 0.5 * (a + b);
            halves(f, a, middle, depth - 1) + halves(f, middle, b, depth - 1)
        }
        fn f(k: T, a: T) -> T {
            power(&|x| (k * x).sin() + a, a, 3) * halves(|x| x * x * k * a.cos(), ZERO, a, 2) + power(&bump, k, 2)
        }
    }
    beside! { [iterated] $F recursion_with_slices(&vec![0.7, 1.1, 0.4], 0.3, const 2);
        fn f(c: &[T], x: T, n: usize) -> T {
            if n == 0 { return x * c[2]; }
            iterated(&|y| (y * c[0]).sin() + x * c[1], f(c, x, n - 1), 2)
        }
    }
    beside! { [] $F of_four_arguments(0.7, 1.1);
        fn total(f: impl Fn(T, T, [T; 2], &[T]) -> T, x: T) -> T { let v = [x, x.sin()]; f(x, x * x, v, &v) }
        fn g(a: T, b: T, c: [T; 2], d: &[T]) -> T { a * b * c[0] + c[1] * d[0] * d[1] }
        fn f(k: T, a: T) -> T { total(g, k) * total(|x, y, z: [T; 2], v: &[T]| x * y * k + z[0] * v[1] * a, a) }
    }
    beside! { [] $F in_place(&vec![0.7, 1.1, 0.4], 0.3);
        fn smooth(f: impl Fn(T, T) -> T, x: &mut [T], times: usize) {
            for _ in 0..times { for i in 1..x.len() { x[i] = f(x[i], x[i - 1]); } }
        }
        fn f(c: &[T], k: T) -> T {
            let mut x = c.to_vec();
            smooth(|a, b| a * k + (b * c[0]).sin(), &mut x, 2);
            x[1] * x[2] * k
        }
    }
} }

beside! { [simpson] f64 quadrature_between(0.7, 1.3, 0.4);
    fn f(k: T, a: T, b: T) -> T {
        let w = k * b;
        simpson(|x: T| { let s = (w * x).sin(); s * s * a + k * x }, b, 1.0 + a * a, 3) * k
    }
}
beside! { [newton] f64 root_from_an_active_start(0.7, 1.3);
    fn f(k: T, a: T) -> T { newton(|x| (k * x).exp() - a * x * x, &|x| k * (k * x).exp() - 2.0 * a * x, k * a, 2) }
}
beside! { [simpson newton] f64 quadrature_of_a_root(0.7, 1.3);
    fn f(k: T, a: T) -> T {
        simpson(|x| newton(|y| y * y * y + k * y - a - x, &|y| 3.0 * y * y + k, ONE, 4) * x, ZERO, a, 1)
    }
}
beside! { [simpson] f64 without_captures(1.3);
    fn f(a: T) -> T { simpson(|x| x.exp() * x, ZERO, a, 2) * a }
}
beside! { [simpson] f64 of_the_captured_alone(1.3);
    fn f(k: T) -> T { simpson(|x| (k * x).sin() * x, ZERO, ONE, 2) * k }
}
beside! { [simpson] f64 linear_in_the_captured(1.3, 0.4);
    fn f(k: T, a: T) -> T { simpson(|x| k * x, ZERO, a, 2) }
}
beside! { [simpson] f64 of_a_slice(&vec![1.3, 0.7], 0.4);
    fn f(c: &[T], a: T) -> T {
        simpson(|x| {
            let mut p = ZERO;
            for i in 0..c.len() { p = p * x + c[i]; }
            p * p
        }, ZERO, a, 2) * c[1]
    }
}
beside! { [simpson] f64 of_local_buffers(&vec![1.3, 0.7], 0.4);
    fn f(c: &[T], a: T) -> T {
        let mut w = vec![ZERO; c.len()];
        for i in 0..c.len() { w[i] = c[i] * a; }
        let mut k = ONE;
        for i in 0..c.len() { k *= 1.0 + w[i]; }
        let before = simpson(|x| w[0] * x * x + k * x, ZERO, a, 2);
        w[0] = a * a;
        k += w[1];
        before + simpson(|x| w[0] * x * x + k * x, ZERO, ONE, 2)
    }
}
beside! { [simpson] f64 with_a_buffer_within(&vec![1.3, 0.7], 0.4);
    fn f(c: &[T], a: T) -> T {
        simpson(|x| {
            let mut w = vec![ZERO; c.len()];
            for i in 0..c.len() { w[i] = c[i] * x; }
            let last = w[1];
            w[0] *= last;
            w[0] * a.sin()
        }, ZERO, a, 2)
    }
}
beside! { [simpson] f64 of_arrays_and_tuples([1.3, 0.7], (0.4, 0.9));
    fn f(c: [T; 2], p: (T, T)) -> T {
        let (s, t) = p;
        simpson(|x| c[0] * x + c[1] * p.0 * (s * x).cos() * t, ZERO, p.1, 2)
    }
}
beside! { [simpson] f64 of_what_is_inert(0.7, const 2, held &vec![0.2, 0.4, 0.1], held 0.3);
    #[wrt(k)]
    fn f(k: T, n: usize, table: &[T], shift: T) -> T {
        let owned = table.to_vec();
        let half = n / 2;
        let offset = shift * 2.0;
        simpson(|x| {
            let mut s = offset;
            for i in 0..n { s += table[i] * x * k + owned[half]; }
            s * s
        }, ZERO, ONE, n) + owned[0] * k
    }
}
beside! { [simpson] f64 in_a_loop_over_elements(&vec![0.7, 1.1, 0.4], 0.3);
    fn f(c: &[T], a: T) -> T {
        let mut all = ZERO;
        for v in c { all += simpson(|x| *v * x * a.exp(), ZERO, *v, 1); }
        for i in 1..c.len() { all *= simpson(|x| (c[i] * x).sin() + c[i - 1], ZERO, a, 1); }
        all
    }
}
beside! { [simpson] f64 shadowed(0.7, 1.1);
    fn f(k: T, a: T) -> T {
        let k = k * a;
        let inner = |x: T| k * x * x;
        let k = k * k + simpson(inner, ZERO, k, 1);
        let a = simpson(|k| k * a * k.sin(), ZERO, k, 1);
        simpson(|x| { let k = x * k; k * a }, ZERO, a, 1) * inner(a)
    }
}
beside! { [simpson] f64 taken_branch(0.7, 1.1);
    fn f(k: T, a: T) -> T {
        if k < a {
            simpson(|x| if x * k < 0.4 { x * k } else { (x - k).exp() }, ZERO, a, 1)
        } else {
            simpson(|x| x.max(k) * a, ZERO, k, 1) * k
        }
    }
}
beside! { [simpson] f64 other_branch(1.1, 0.7);
    fn f(k: T, a: T) -> T {
        if k < a {
            simpson(|x| if x * k < 0.4 { x * k } else { (x - k).exp() }, ZERO, a, 1)
        } else {
            simpson(|x| x.max(k * 0.5) * a * x, ZERO, k, 1) * k
        }
    }
}
beside! { [simpson newton iterated] f64 never_called(0.7, 1.1);
    fn f(k: T, a: T) -> T {
        iterated(&|x| x * k * a, a * k, 0) + newton(|x| 0.0 * (x + k), &|x| x * a, k, 3) * simpson(|_| k * a, ZERO, a, 1)
    }
}
beside! { [simpson] f64 unused_captures(0.7, 1.1, &vec![0.4, 0.2]);
    fn f(k: T, a: T, c: &[T]) -> T {
        let unread = c[0] * k;
        simpson(|x| {
            let _ = unread;
            if x < -100.0 { x * c[1] * a } else { x * x * k }
        }, ZERO, k, 1)
    }
}
beside! { [simpson] f64 bound_by_let(0.7, 1.1);
    fn f(k: T, a: T) -> T {
        let g = |x: T| (k * x).sin();
        let h = |x: T| g(x) * a + k;
        simpson(&g, ZERO, a, 1) + simpson(h, ZERO, ONE, 1) * g(a)
    }
}
beside! { [simpson] f64 within_another(0.7, 1.1);
    fn f(k: T, a: T) -> T {
        simpson(|x| simpson(|y| (x * y * k).cos() + a * y, ZERO, x, 1) * k, ZERO, a, 1)
    }
}
beside! { [simpson] f64 recursion_within_a_closure(0.7, 1.1);
    fn nested(x: T, k: T, n: usize) -> T { if n == 0 { x * k } else { simpson(|y| nested(y * k, x, n - 1), ZERO, x, 1) } }
    fn f(k: T, a: T) -> T { nested(a, k, 2) * a }
}
beside! { [] f64 of_pairs(0.7, 1.1);
    fn total(f: impl Fn((T, T), [T; 2]) -> (T, T), x: T) -> T {
        let (a, b) = f((x, x * x), [x, 2.0 * ONE]);
        a * b
    }
    fn f(k: T, a: T) -> T { total(|(s, t): (T, T), u: [T; 2]| (s * t * k, u[0] * u[1] + a), k + a) }
}
beside! { [] f64 of_references(&0.7, &[1.1, 0.4]);
    fn total(f: impl Fn(&(T, T), &Vec<T>) -> T, x: T) -> T {
        let (p, v) = ((x, x.sin()), vec![x, x * x]);
        f(&p, &v) * x
    }
    fn weighted(x: &(T, T), v: &Vec<T>) -> T { x.0 * x.1 * v[0] * v[1] }
    fn f(k: &T, a: &[T; 2]) -> T {
        total(|x: &(T, T), v: &Vec<T>| x.0 * x.1 * *k + v[0] * v[1] * a[0] * a[1], *k * a[0]) * total(weighted, *k)
    }
}
beside! { [] f64 with_an_index(&vec![0.7, 1.1, 0.4], 0.3);
    fn total(f: impl Fn(usize, T) -> T, n: usize, x: T) -> T {
        let mut sum = ZERO;
        for i in 0..n { sum += f(i, x) * x; }
        sum
    }
    fn f(c: &[T], x: T) -> T { total(|i, y| c[i] * y.sin(), c.len(), x * c[0]) }
}
beside! { [] f64 of_functions_alone(0.7, 1.1);
    fn mean(f: impl Fn(T) -> T, n: usize) -> T {
        let (mut sum, mut x) = (ZERO, ZERO);
        for _ in 0..n { sum += f(x); x += 0.5; }
        sum * 0.25
    }
    fn f(k: T, a: T) -> T { mean(|x| (k * x).sin() * a, 4) * mean(|x| (a * x).exp(), 3) }
}
beside! { [] f64 held_constant(&vec![0.3, 1.1], 0.7);
    fn weighted(x: &[T], weight: impl Fn(usize) -> T, scale: &dyn Fn(T) -> T) -> T {
        let mut sum = ZERO;
        for i in 0..x.len() { sum += weight(i) * scale(2.0 * ONE) * x[i] * x[i]; }
        sum
    }
    fn f(x: &[T], y: T) -> T {
        let table = [0.3 * ONE, 0.4 * ONE];
        weighted(x, move |i| table[i], &|x| x * x) * y + weighted(x, |_: usize| 2.0 * ONE, &|x: T| x.sin()) * y
    }
}
beside! { [simpson] f64 calls_other_functions(0.7, &vec![1.1, 0.4]);
    fn polynomial(c: &[T], x: T) -> T { c[0] * x * x + c[1] }
    fn pair(k: T) -> [T; 2] { [k * k, k.sin()] }
    fn f(k: T, c: &[T]) -> T {
        let p = pair(k * c[0]);
        simpson(|x| polynomial(c, x) * k * pair(x)[1] + p[1], ZERO, k, 1)
    }
}
