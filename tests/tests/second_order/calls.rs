//! Calls of other functions of order 2.

use crate::second;

second! { by_value(0.7, 1.3);
    fn g(x: T, y: T) -> T { x * y.sin() }
    fn f(x: T, y: T) -> T { g(x, y) * g(y, 2.0 * x) + g(x, x) }
}
second! { slices(&vec![0.7, 1.3, 0.4]);
    fn g(x: &[T], scale: T) -> T { let mut sum = ZERO; for v in x { sum += *v * *v * *v * scale; } sum }
    fn f(x: &[T]) -> T { g(x, x[0]) * g(&x[1..], x[2]).sin() }
}
second! { several_results(0.7, 1.3);
    fn g(x: T, y: T) -> (T, [T; 2]) { (x * y, [x.sin(), y.exp()]) }
    fn f(x: T, y: T) -> T { let (a, [b, c]) = g(x, y); let (d, _) = g(a, b); a * b * c + d }
}
second! { in_place(&vec![0.7, 1.3, 0.4], 0.3);
    fn step(x: &mut [T], h: T) { for i in 1..x.len() { x[i] += h * x[i - 1].sin(); } x[0] *= h; }
    fn f(x: &[T], h: T) -> T {
        let mut y = x.to_vec();
        for _ in 0..3 { step(&mut y, h); }
        y[1] * y[2] + y[0]
    }
}
second! { in_place_and_a_result(0.7, 0.3);
    fn step(x: &mut [T; 2], h: T) -> T { x[1] *= x[0].sin() + h; x[0] += h; x[0] * x[1] }
    fn f(x: T, h: T) -> T {
        let mut y = [x, h];
        let a = step(&mut y, h * x);
        let b = step(&mut y, a);
        a * b + y[1]
    }
}
second! { inactive_arguments(0.7, 1.3);
    fn g(x: T, n: i32, k: T, flag: bool) -> T { if flag { x.powi(n) * k } else { k * x } }
    fn f(x: T, y: T) -> T { g(x, 3, TWO, true) * g(TWO, 2, y, false) + g(y, 2, x, true) + g(ONE, 1, TWO, true) * x }
}
second! { aliases(0.7, 1.3);
    fn g(x: &T, y: &[T; 2]) -> T { *x * y[0] * y[1].sin() }
    fn h(x: &[T; 2], y: &[T; 2]) -> T { x[0] * y[0] + x[1] * x[1] * y[1] }
    fn f(x: T, y: T) -> T { let a = [x, x * y]; h(&a, &a) * g(&x, &a) }
}
second! { an_inactive_slice(0.7, held &vec![1.3, 0.4]);
    #[wrt(x)]
    fn f(x: T, weights: &[T]) -> T { g(weights, x) * g(weights, TWO) * x }
    fn g(a: &[T], x: T) -> T { let mut sum = ZERO; for v in a { sum = sum * x + *v; } sum }
}
second! { a_slice_and_an_inactive_number(&vec![0.7, 1.3]);
    fn g(a: &[T], x: T) -> T { let mut sum = ZERO; for v in a { sum = sum * x + *v * *v; } sum }
    fn f(a: &[T]) -> T { g(a, TWO) * a[0] }
}
second! { in_loops(&vec![0.7, 1.3, 0.4]);
    fn g(x: T, y: T) -> T { (x * y).sin() }
    fn f(x: &[T]) -> T {
        let mut y = ONE;
        for i in 0..x.len() { y = g(y, x[i]) + y; if i > 0 { y *= g(x[i - 1], TWO); } }
        y
    }
}
second! { in_closures_and_chains(&vec![0.7, 1.3, 0.4]);
    fn g(x: T) -> T { x * x * x }
    fn f(x: &[T]) -> T { let h = |a: T| g(a) * x[0]; x.iter().map(|v| h(*v)).sum::<T>() }
}
second! { calls_of_calls(0.7);
    fn a(x: T) -> T { x.sin() }
    fn b(x: T) -> T { a(x) * a(a(x)) }
    fn f(x: T) -> T { b(x) / (b(b(x)) + 2.0) }
}
second! { a_recursion(0.7, 1.3, const 5);
    fn f(x: T, y: T, n: u32) -> T { if n == 0 { return x * y; } f(x * y.sin() + 1.0, y, n - 1) * x }
}
second! { by_a_rule(0.7, 1.3);
    fn slope(x: T) -> T { 3.0 * x * x }
    #[partials = slope]
    fn cube(x: T) -> T { x * x * x }
    fn f(x: T, y: T) -> T { cube(x * y) * cube(y) }
}
second! { a_rule_itself(0.7, 1.3);
    fn slopes(x: T, y: T) -> (T, T) { (y.exp(), x * y.exp()) }
    #[partials = slopes]
    fn f(x: T, y: T) -> T { x * y.exp() }
}
second! { a_rule_with_a_count(0.7, const 3);
    fn slope(x: T, n: i32) -> T { f64::from(n) * x.powi(n - 1) }
    #[partials = slope]
    fn f(x: T, n: i32) -> T { x.powi(n) }
}
second! { f32 narrow(&vec![0.7, 1.3, 0.4]);
    fn g(x: &[T], y: T) -> (T, T) { (x[0] * y.sin(), x[1] * y) }
    fn f(x: &[T]) -> T { let (a, b) = g(&x[1..], x[0]); a * b + g(x, b).0 }
}
second! { a_recursion_of_slices(&vec![0.7, 1.3, 0.4, 0.9]);
    fn f(x: &[T]) -> T {
        if x.len() == 1 { return x[0] * x[0]; }
        let (a, b) = x.split_at(x.len() / 2);
        f(a) * f(b) + f(b)
    }
}
second! { by_a_rule_of_several(0.7, &[1.3, 0.4]);
    fn slopes(x: T, y: &[T; 2]) -> (T, [T; 2]) { (y[0] * y[0] * y[1], [2.0 * x * y[0] * y[1], x * y[0] * y[0]]) }
    #[partials = slopes]
    fn g(x: T, y: &[T; 2]) -> T { x * y[0] * y[0] * y[1] }
    fn f(x: T, y: &[T; 2]) -> T { let z = g(x, y); g(z, y) * x }
}
second! { by_a_rule_of_slices(0.7, 1.3);
    fn slopes(x: T, y: &[T]) -> (T, Vec<T>) { (y[0] * y[1], vec![x * y[1], x * y[0]]) }
    #[partials = slopes]
    fn g(x: T, y: &[T]) -> T { x * y[0] * y[1] }
    fn f(x: T, y: T) -> T {
        let mut a = vec![x, y];
        let z = g(x, &a);
        a[0] = z;
        let w = g(y, &a);
        a[1] *= w;
        g(TWO, &a)
    }
}
second! { borrowed_for_long(0.7, 1.3);
    fn slopes<'a>(x: &'a [T; 2], y: &'a T) -> ([T; 2], T) { ([*y * *y, ZERO], x[0] * *y * 2.0) }
    #[partials = slopes]
    fn g<'a>(x: &'a [T; 2], y: &'a T) -> T { x[0] * *y * *y }
    fn h<'a>(x: &'a [T], y: &'a T) -> T { x[0] * *y * *y }
    fn f(x: T, y: T) -> T { let a = [x, y]; h(&a, &y) * g(&a, &x) }
}
