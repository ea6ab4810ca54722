//! Results of several kinds, shadowing, and calls in the forms that only forward mode over a scalar must tell apart.

use crate::over;

over! { a_tuple_and_a_list(0.7, &vec![1.3, 0.4]);
    fn f(x: T, y: &[T]) -> (T, Vec<T>) {
        let scaled: Vec<T> = y.iter().map(|v| *v * x.sin()).collect();
        (scaled[0] / scaled[1], scaled)
    }
}
over! { arrays_of_arrays([[0.7, 1.3], [0.4, -0.2]]);
    fn f(m: [[T; 2]; 2]) -> [[T; 2]; 2] {
        let mut square = [[ZERO; 2]; 2];
        for i in 0..2 { for j in 0..2 { for k in 0..2 { square[i][j] += m[i][k] * m[k][j]; } } }
        square
    }
}
over! { lists_of_lists(&vec![vec![0.7, 1.3], vec![0.4]]);
    fn f(m: &[Vec<T>]) -> Vec<Vec<T>> {
        let mut rows = Vec::new();
        for row in m {
            let mut products = Vec::new();
            let mut product = ONE;
            for v in row { product *= v.exp(); products.push(product); }
            rows.push(products);
        }
        rows
    }
}
over! { a_result_that_does_not_move(0.7, 1.3);
    fn f(x: T, _y: T) -> (T, T, [T; 2]) { (TWO, x * x, [ONE, x]) }
}
over! { shadowed(0.7, 1.3);
    fn f(x: T, y: T) -> T {
        let z = x * y;
        let x = z.sin();
        { let z = x * 3.0; let x = z; let _ = x; }
        let z = z * x;
        for x in [x, z] { let z = x * y; let _ = z; }
        z + x
    }
}
over! { an_untaken_branch_that_is_not_finite(0.7, 0.0);
    fn f(x: T, y: T) -> T { if y > 0.5 { (x / y).ln() } else { x * y.cos() } }
}
over! { a_loop_without_trips(0.7, const 0);
    fn f(x: T, n: usize) -> T { let mut y = x; for _ in 0..n { y = y * ZERO; } y * y }
}
over! { carried_in_turn(0.7, 1.3, const 5);
    fn f(x: T, y: T, n: usize) -> [T; 3] {
        let (mut a, mut b, mut c) = (x, y, ONE);
        for i in 0..n {
            let old = a;
            a = b * c;
            b = c.sin() + old;
            c = old * x;
            if i == 3 { c = ONE; }
        }
        [a, b, c]
    }
}
over! { callees_of_lists(&vec![0.7, 1.3, 0.4]);
    fn squares(x: &[T]) -> Vec<T> { x.iter().map(|v| *v * *v).collect() }
    fn sums(x: Vec<T>) -> (Vec<T>, T) { let total: T = x.iter().copied().sum(); (x, total) }
    fn f(x: &[T]) -> Vec<T> { let (y, total) = sums(squares(x)); squares(&y).iter().map(|v| *v / total).collect() }
}
over! { the_value_of_a_loop(0.8, 1.3);
    fn f(x: T, y: T) -> T {
        let mut a = x;
        let found = loop { a = a * y; if a > 2.0 { break a.ln() * x; } };
        found * a
    }
}
over! { swapped_lists(&vec![0.7, 1.3, 0.4], const 3);
    fn f(x: &[T], n: usize) -> T {
        let mut old = x.to_vec();
        let mut new = vec![ZERO; x.len()];
        for _ in 0..n {
            for i in 0..x.len() { new[i] = old[i] * old[(i + 1) % x.len()] + x[i]; }
            std::mem::swap(&mut old, &mut new);
        }
        old[0] / old[1]
    }
}
over! { popped_and_truncated(&vec![0.7, 1.3, 0.4]);
    fn f(x: &[T]) -> T {
        let mut a = x.to_vec();
        a.push(x[0] * x[1]);
        let last = a.pop().unwrap();
        a.truncate(2);
        a.push(last.sin());
        a.swap(0, 2);
        a[0] * a[1] * a[1] / a[2]
    }
}
over! { f32 narrow_results(&[0.7, 1.3]);
    fn f(x: &[T; 2]) -> (T, [T; 2]) { (x[0] / x[1], [x[0].exp() * x[1], x[1].sqrt()]) }
}
over! { by_a_rule_in_a_loop(&vec![0.7, 1.3, 0.4]);
    fn slopes(x: T, y: T) -> (T, T) { (y.cos(), -x * y.sin()) }
    #[partials = slopes]
    fn g(x: T, y: T) -> T { x * y.cos() }
    fn f(x: &[T]) -> T { let mut y = ONE; for v in x { y = g(y, *v) + *v; } y }
}
over! { by_a_rule_of_an_array([0.7, 1.3], const 2);
    fn slopes(x: [T; 2], n: i32) -> [T; 2] { [x[1], x[0] + f64::from(n) * x[1]] }
    #[partials = slopes]
    fn f(x: [T; 2], n: i32) -> T { x[0] * x[1] + x[1] * x[1] * 0.5 * f64::from(n) }
}
