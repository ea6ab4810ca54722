//! Branches, loops, closures, iterators, and what is overwritten.

use crate::second;

second! { a_branch(0.7, -1.3);
    fn f(x: T, y: T) -> T { if x > y { x * x * y } else { y.sin() } }
}
second! { branches_of_branches(0.7, -1.3);
    fn f(x: T, y: T) -> T {
        let z = if x * y < 0.0 { if x > 0.5 { x.exp() * y } else { y } } else { x };
        if z < 0.0 { z * z * x } else { z }
    }
}
second! { matched(0.7, -1.3, const 2);
    fn f(x: T, y: T, n: usize) -> T {
        match n { 0 => x, 1 => x * y, 2 if x > 0.0 => (x * y).exp(), _ => y }
    }
}
second! { an_early_return(0.7, -1.3);
    fn f(x: T, y: T) -> T {
        let z = x * y;
        if z < 0.0 { return z * z * x; }
        z
    }
}
second! { an_option(&vec![0.7, 1.3], const 1);
    fn f(x: &[T], n: usize) -> T {
        let Some(y) = x.get(n) else { return x[0] };
        *y * *y * x[0]
    }
}
second! { a_sum(&vec![0.7, 1.3, 0.4]);
    fn f(x: &[T]) -> T { let mut sum = ZERO; for i in 1..x.len() { sum += x[i].sin() * x[i - 1]; } sum }
}
second! { a_product(&vec![0.7, 1.3, 0.4]);
    fn f(x: &[T]) -> T { let mut p = ONE; for v in x { p *= v.sin(); } p }
}
second! { carried(0.7, 1.3, const 5);
    fn f(x: T, r: T, n: u8) -> T {
        let mut y = x;
        for i in 0..n { y = r * y.sin() + x / T::from(i + 1); }
        y
    }
}
second! { nested_loops(&vec![0.7, 1.3, 0.4]);
    fn f(x: &[T]) -> T {
        let mut sum = ZERO;
        for i in 0..x.len() {
            let mut p = x[i];
            for j in 0..i { p = (p * x[j]).sin() + p; }
            sum += p * p;
        }
        sum
    }
}
second! { a_while(1.7, 0.8);
    fn f(x: T, r: T) -> T {
        let mut y = x;
        let mut n = 0;
        while y > 0.5 && n < 20 { y = y * r; n += 1; }
        y * y * x
    }
}
second! { a_loop_that_breaks(1.7, 0.8);
    fn f(x: T, r: T) -> T {
        let mut y = x;
        let mut sum = ZERO;
        loop {
            y *= r;
            if y < 0.9 { break; }
            if y > 1.3 { continue; }
            sum += y * y.ln();
        }
        sum * x
    }
}
second! { a_return_out_of_loops(&vec![0.7, 1.3, 0.4], 0.5);
    fn f(x: &[T], r: T) -> T {
        let mut sum = r;
        'outer: for i in 0..x.len() {
            for j in 0..x.len() {
                if i + j == 3 { return sum * sum * x[i]; }
                if j > i { continue 'outer; }
                sum += x[i] * x[j] * sum;
            }
        }
        sum
    }
}
second! { overwritten(0.7, 1.3);
    fn f(x: T, y: T) -> T {
        let mut a = [x, y, x * y];
        a[0] = a[1] * a[2];
        a[1] *= a[0].sin();
        a[2] = x;
        a[1] += a[0] * a[2];
        a[1]
    }
}
second! { overwritten_in_a_loop(&vec![0.7, 1.3, 0.4, 0.9]);
    fn f(x: &[T]) -> T {
        let mut a = x.to_vec();
        for _ in 0..3 {
            for i in 1..a.len() { a[i] = a[i - 1] * a[i] + x[i]; }
            a[0] = a[3].sin();
        }
        a[0] * a[2]
    }
}
second! { an_array_by_index(&[0.7, 1.3, 0.4], const 2);
    fn f(x: &[T; 3], n: usize) -> T {
        let mut a = [ZERO; 3];
        for i in 0..3 { a[(i + n) % 3] += x[i] * x[n]; a[n] *= x[i]; }
        a[0] * a[1] + a[2]
    }
}
second! { a_stack(0.7, 1.3);
    fn f(x: T, y: T) -> T {
        let mut stack = vec![x, y];
        for i in 0..4 { let top = stack[stack.len() - 1]; stack.push(top * x + stack[i]); }
        let a = stack.pop().unwrap();
        let b = stack.pop().unwrap();
        a * b
    }
}
second! { swapped(0.7, 1.3);
    fn f(x: T, y: T) -> T {
        let (mut a, mut b) = (x * y, x.sin());
        for _ in 0..3 { std::mem::swap(&mut a, &mut b); a = a * b + y; }
        a * b
    }
}
second! { exchanged(&vec![0.7, 1.3, 0.4]);
    fn f(x: &[T]) -> T {
        let mut a = x.to_vec();
        a.swap(0, 2);
        let first = a[0];
        a[0] = first * a[1];
        a.swap(0, 1);
        a[0] * a[1] * a[2].exp()
    }
}
second! { a_closure(0.7, 1.3);
    fn f(x: T, y: T) -> T { let g = |a: T, b: T| a * b.sin() * x; g(x, y) * g(y, g(x, x)) }
}
second! { chains(&vec![0.7, 1.3, 0.4]);
    fn f(x: &[T]) -> T {
        let squares: T = x.iter().map(|v| v.sin() * *v).sum();
        let products: T = x.iter().zip(x.iter().skip(1)).filter(|(a, _)| **a > 0.5).map(|(a, b)| *a * *b).product();
        let folded = x.iter().fold(ONE, |s, v| s * *v + *v);
        let pairs: T = x.windows(2).map(|w| w[0] * w[0] / w[1]).sum();
        squares * products + folded * pairs
    }
}
second! { collected(&vec![0.7, 1.3, 0.4]);
    fn f(x: &[T]) -> T {
        let y: Vec<T> = x.iter().map(|v| v.exp()).collect();
        let mut sum = ZERO;
        for (a, b) in y.iter().zip(x).rev() { sum += *a * *b * sum + *a; }
        sum
    }
}
second! { the_largest(&vec![0.7, 1.3, 0.4], 0.3);
    fn f(x: &[T], s: T) -> T {
        let mut largest = x[0];
        for v in x { largest = largest.max(*v * s); }
        let mut sum = ZERO;
        for v in x { sum += (*v - largest).exp(); }
        largest + sum.ln()
    }
}
second! { newton(2.5, 1.1);
    fn f(x: T, start: T) -> T {
        let mut root = start;
        for _ in 0..3 { root = 0.5 * (root + x / root); }
        root
    }
}
second! { parts_of_slices(&vec![0.7, 1.3, 0.4, 0.9]);
    fn f(x: &[T]) -> T {
        let (a, b) = x.split_at(2);
        let mut sum = ZERO;
        for (u, v) in a.iter().zip(&b[..2]) { sum += *u * *v * sum + u.sin() * *v; }
        sum
    }
}
second! { trips_without_an_end(&vec![0.7, -1.3, 0.4]);
    fn f(x: &[T]) -> T {
        let mut sum = ZERO;
        for (i, v) in x.iter().enumerate() {
            if *v < 0.0 { continue; }
            sum += if i % 2 == 0 { *v * *v } else { v.exp() };
            if sum > 3.0 { break; }
        }
        sum * sum
    }
}
second! { f32 narrow(&vec![0.7, 1.3, 0.4], const 4);
    fn f(x: &[T], n: usize) -> T {
        let mut y = ONE;
        for i in 0..n { y = (y * x[i % x.len()]).sin() + x[0]; }
        y
    }
}
