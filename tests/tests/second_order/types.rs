//! Parameters of every kind.

use crate::second;

second! { an_array([0.7, 1.3, 0.4]);
    fn f(x: [T; 3]) -> T { (x[0] * x[1]).sin() / x[2] }
}
second! { nested_arrays(&[[0.7, 1.3], [0.4, -0.2]]);
    fn f(m: &[[T; 2]; 2]) -> T { (m[0][0] * m[1][1] - m[0][1] * m[1][0]).exp() }
}
second! { a_slice(&vec![0.7, 1.3, 0.4]);
    fn f(x: &[T]) -> T { (x[0] * x[1]).sin() / x[x.len() - 1] }
}
second! { a_vector(vec![0.7, 1.3, 0.4]);
    fn f(mut x: Vec<T>) -> T { let first = x[1]; x[0] *= first; x[0] * x[0] * x[2] }
}
second! { a_slice_of_arrays(&vec![[0.7, 1.3], [0.4, -0.2]]);
    fn f(m: &[[T; 2]]) -> T { let mut sum = ZERO; for row in m { sum += row[0] * row[1] * row[1]; } sum * sum }
}
second! { a_vector_of_vectors(&vec![vec![0.7, 1.3], vec![0.4]]);
    fn f(m: &Vec<Vec<T>>) -> T { m[0][0] * m[0][1].sin() * m[1][0] }
}
second! { a_tuple((0.7, [1.3, 0.4]));
    fn f(p: (T, [T; 2])) -> T { let (x, [y, z]) = p; x * y * y / z }
}
second! { a_borrowed_tuple(&(0.7, vec![1.3, 0.4]), 0.2);
    fn f(p: &(T, Vec<T>), z: T) -> T { p.0 * p.1[0] * p.1[1].exp() * z }
}
second! { of_everything(0.7, &vec![1.3, 0.4], (0.2, 0.9), vec![[0.5, 1.1]], const 2, held 1.7);
    #[constant(k)]
    fn f(x: T, a: &[T], p: (T, T), v: Vec<[T; 2]>, n: i32, k: T) -> T {
        x.powi(n) * a[0] / a[1] + (p.0 * p.1).sin() * v[0][0] * v[0][1] * k * x
    }
}
second! { with_respect_to_some(held 1.7, 0.7, held &vec![1.3, 0.4], &[0.4, 0.2]);
    #[wrt(x, y)]
    fn f(k: T, x: T, a: &[T], y: &[T; 2]) -> T { k * (x * a[0]).sin() * y[0].exp() * y[1] * a[1] }
}
second! { with_respect_to_an_array(held 1.7, &[0.4, 0.2]);
    #[wrt(y)]
    fn f(k: T, y: &[T; 2]) -> T { k * (y[0] * y[1]).exp() }
}
second! { f32 narrow(&vec![0.7, 1.3, 0.4], (0.5, 0.25));
    fn f(x: &[T], p: (T, T)) -> T {
        let mut sum = ZERO;
        for i in 0..x.len() { sum += (x[i] * p.0).sin() * p.1.exp(); }
        sum * sum
    }
}
