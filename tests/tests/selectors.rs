//! What functions compute of what is being differentiated to select by it: indices, lengths, conditions.

#![allow(
    clippy::cast_precision_loss,
    clippy::float_cmp,
    clippy::needless_range_loop,
    reason = "written as users write it"
)]

use ad_runtime::{Differentiable, Scalar, Sparsity, check_gradient, differentiate};
use ad_tests::{case, for_f32_and_f64};

for_f32_and_f64! { ($F:ident) => {
    /// The cell of a grid, and the weights of its ends.
    const KNOTS: [$F; 4] = [0.0, 1.0, 2.5, 3.0];

    fn locate(knots: &[$F], x: $F) -> usize {
        knots.iter().rposition(|knot| *knot <= x).unwrap_or(0).min(knots.len() - 2)
    }

    fn find(knots: &[$F], x: $F) -> Option<usize> {
        knots.iter().rposition(|knot| *knot <= x)
    }

    fn bracket(knots: &[$F], x: $F) -> (usize, usize) {
        let at = locate(knots, x);
        (at, at + 1)
    }

    fn order(x: &[$F]) -> Vec<usize> {
        let mut order: Vec<usize> = (0..x.len()).collect();
        order.sort_by(|a, b| x[*b].total_cmp(&x[*a]));
        order
    }

    fn is_inside(x: $F, y: $F) -> bool {
        x * x + y * y < 1.0
    }

    fn doublings(x: $F) -> u32 {
        (4.0 / x).log2().ceil().max(0.0) as u32
    }

    #[derive(Clone, Copy)]
    pub enum Regime {
        Laminar,
        Transitional,
        Turbulent,
    }

    fn regime(reynolds: $F) -> Regime {
        match reynolds {
            r if r < 2.3 => Regime::Laminar,
            r if r < 4.0 => Regime::Transitional,
            _ => Regime::Turbulent,
        }
    }

    #[derive(Debug)]
    pub struct Grid {
        pub h: $F,
    }

    impl Grid {
        fn cell(&self, x: $F) -> usize {
            (x / self.h) as usize
        }

        fn cells(&self, x: $F, y: $F) -> (usize, usize) {
            (self.cell(x), self.cell(y))
        }
    }

    #[differentiate]
    fn largest(x: &[$F]) -> (usize, $F) {
        let mut at = 0;
        for i in 1..x.len() { if x[i] > x[at] { at = i; } }
        (at, x[at])
    }

    case! { an_index(1.7, &vec![1.0, 3.0, 4.0, 2.0]) (-0.5, &vec![1.0, 3.0, 4.0, 2.0]);
        #[differentiate]
        pub fn f(x: $F, y: &[$F]) -> $F {
            let i = locate(&KNOTS, x);
            let t = (x - KNOTS[i]) / (KNOTS[i + 1] - KNOTS[i]);
            y[i] * (1.0 - t) + y[i + 1] * t
        }
    }
    case! { an_index_where_it_stands(1.7, &vec![1.0, 3.0, 4.0, 2.0]);
        #[differentiate]
        pub fn f(x: $F, y: &[$F]) -> $F {
            let mut z = y.to_vec();
            z[locate(&KNOTS, x)] *= x - KNOTS[locate(&KNOTS, x)];
            let first = z[0] * z[locate(&KNOTS, x) + 1];
            first + z[..locate(&KNOTS, x)].iter().sum::<$F>()
        }
    }
    case! { two_indices(1.7, &vec![1.0, 3.0, 4.0, 2.0]);
        #[differentiate]
        pub fn f(x: $F, y: &[$F]) -> $F {
            let (low, high) = bracket(&KNOTS, x);
            x * y[low] + x.sin() * y[high]
        }
    }
    case! { an_index_beside_a_value(&vec![1.0, 3.0, 2.0], &vec![0.4, 0.7, 0.1]);
        #[differentiate]
        pub fn f(x: &[$F], y: &[$F]) -> $F {
            let (at, value) = largest(x);
            value * y[at] + largest(y).1
        }
    }
    case! { an_index_that_may_be_missing(1.7, &vec![1.0, 3.0, 4.0, 2.0]) (-0.7, &vec![1.0, 3.0, 4.0, 2.0]);
        #[differentiate]
        pub fn f(x: $F, y: &[$F]) -> $F {
            let mut sum = 0.0;
            if let Some(i) = find(&KNOTS, x + 0.5) { sum += y[i] * x; }
            sum += match find(&KNOTS, x * 0.5) { Some(i) => x * y[i] * y[i], None => x };
            let Some(i) = find(&KNOTS, x) else { return sum * y[0] };
            sum * y[i]
        }
    }
    case! { an_order(&vec![1.0, 3.0, 2.0], &vec![0.4, 0.7, 0.1]);
        #[differentiate]
        pub fn f(x: &[$F], y: &[$F]) -> $F {
            let order = order(x);
            let mut sum = x[order[1]] * y[order[0]];
            for i in &order { sum += x[*i] * y[*i]; }
            for (rank, &i) in order.iter().enumerate() { sum += y[i].sin() * rank as $F; }
            sum
        }
    }
    case! { conditions(0.3, 0.4) (0.9, 1.3);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F {
            let near = is_inside(x, y);
            let mut sum = if is_inside(x, 2.0 * y) { x * y } else { x + y };
            if near && x > 0.0 { sum += x.sin(); }
            if !is_inside(y, y) { sum += y; }
            while !is_inside(sum, 0.0) { sum *= 0.5 + 0.1 * x; }
            sum
        }
    }
    case! { a_choice(1.1) (3.1) (9.2);
        #[differentiate]
        pub fn f(reynolds: $F) -> $F {
            let factor = match regime(reynolds) {
                Regime::Laminar => return 6.4 / reynolds,
                Regime::Transitional => reynolds.ln(),
                _ => 0.316,
            };
            if let Regime::Turbulent = regime(reynolds) { return factor / reynolds.powf(0.25); }
            factor * reynolds
        }
    }
    case! { trips(0.7, 1.1);
        #[differentiate]
        pub fn f(x: $F, r: $F) -> $F {
            let mut y = x;
            for _ in 0..doublings(x) { y *= r; }
            let n = doublings(y);
            for i in 0..n { y += r * y.sin() * i as $F; }
            y
        }
    }
    case! { of_methods(const &Grid { h: 0.5 }, 0.3, 0.8, &vec![1.0, 2.0, 3.0]);
        #[differentiate(constant(grid))]
        pub fn f(grid: &Grid, x: $F, y: $F, v: &[$F]) -> $F {
            let (i, j) = grid.cells(x, y);
            let k = grid.cell(x + y);
            v[i] * x + v[j] * y * v[k] + v[grid.cell(y)].exp()
        }
    }
    case! { within_loops(&vec![0.3, 1.7, 2.6], &vec![1.0, 3.0, 4.0, 2.0]);
        #[differentiate]
        pub fn f(x: &[$F], y: &[$F]) -> $F {
            let mut sum: $F = x.iter().map(|v| { let i = locate(&KNOTS, *v); y[i] * v }).sum();
            let mut i = locate(&KNOTS, x[0]);
            let mut z = x[0];
            for v in x {
                z = 0.8 + 0.1 * (z + v * y[i]).sin();
                i = locate(&KNOTS, z);
                sum += y[i] * z;
            }
            let mut steps = 0;
            while steps < 3 {
                steps += 1 + locate(&KNOTS, z) / 3;
                z *= 0.7;
            }
            sum * z
        }
    }
    #[derive(Clone, Copy, Debug, Differentiable)]
    pub struct Switch {
        pub gain: $F,
        pub on: bool,
    }

    fn applied(f: impl Fn($F) -> $F, x: $F) -> $F {
        f(x)
    }

    // What is passed on selects, too.
    case! { by_closures(1.7, &vec![1.0, 3.0, 4.0, 2.0]);
        #[differentiate]
        pub fn f(x: $F, y: &[$F]) -> $F {
            let i = locate(&KNOTS, applied(|v| v * x, y[0]));
            let z = if is_inside(applied(|v| v - x, x), 0.5) { x * x } else { x };
            z * y[i] + y[locate(&KNOTS, applied(|v| v + y[3], 0.1))]
        }
    }
    // Where nothing has a derivative but what selects.
    case! { of_constants(1.7, &vec![1.0, 3.0, 4.0, 2.0]);
        #[differentiate]
        pub fn f(x: $F, y: &[$F]) -> $F {
            let mut counts = [[0.0; 2], KNOTS[..2].try_into().unwrap()];
            for v in y {
                counts[1][locate(&KNOTS, v * x) / 2] += 1.0;
                counts[locate(&KNOTS, *v) / 2] = [0.5, 0.25];
            }
            x * counts[0][0] * counts[1][0] + counts[0][locate(&KNOTS, x) / 2]
        }
    }
    #[differentiate]
    fn of_fields(switches: &[Switch; 2], x: $F) -> $F {
        if switches[locate(&KNOTS, x)].on { x } else { x * x * switches[locate(&KNOTS, x)].gain }
    }

    #[test]
    fn fields_are_selected() {
        let switches = [Switch { gain: 0.4, on: true }, Switch { gain: 1.3, on: false }];
        check_gradient!(of_fields(&switches, 0.7));
        check_gradient!(of_fields(&switches, 1.7));
    }

    // What its type tells, whatever it is used for.
    case! { of_a_type(0.3, 0.4);
        #[differentiate]
        pub fn f(x: $F, y: $F) -> $F {
            let _inside: bool = is_inside(x, y);
            let table = vec![{ let n: u32 = doublings(x); x * n as $F }, { let i: usize = locate(&KNOTS, y); [x, y][i] }];
            let ranks: Vec<usize> = order(&table);
            table[0] * table[1] * (1 + ranks[0]) as $F
        }
    }
    case! { into_a_parameter(const 3, 1.7, &vec![1.0, 3.0, 4.0, 2.0]);
        #[differentiate]
        pub fn f(mut at: usize, x: $F, y: &[$F]) -> $F {
            let before = y[at] * x;
            at = locate(&KNOTS, x);
            before + y[at] * x * x
        }
    }
    // An index in one block, and a float in another.
    case! { of_one_name(1.7, &vec![1.0, 3.0, 4.0, 2.0]);
        #[differentiate]
        pub fn f(x: $F, y: &[$F]) -> $F {
            let mut sum = 0.0;
            for i in 0..3 { let t = y[i] * x; sum += t * t; }
            { let t = locate(&KNOTS, x); sum += y[t] * x; }
            let (t, i) = largest(y);
            sum * i * y[t]
        }
    }
}}

fn cell<V: PartialOrd>(knots: &[V], x: &V) -> usize {
    knots.iter().rposition(|knot| knot <= x).unwrap_or(0)
}

#[differentiate(order = 2)]
fn generic<T: Scalar>(x: T, y: &[T]) -> T {
    let i = cell(y, &x);
    let (mut sum, mut z) = (y[i] * x * x, x);
    for _ in 0..cell(y, &x) {
        z *= y[i];
        sum += z.sin();
    }
    sum
}

#[test]
fn second_derivatives_and_patterns() {
    let (x, y) = (2.5_f64, [1.0, 2.0, 3.0]);
    // 2 x² + sin(2 x)
    assert_eq!(generic(x, &y), 2.0 * x * x + (2.0 * x).sin());
    let (x_dot, y_dot) = generic_hvp(x, &y, 1.0_f64, &[0.0; 3]);
    let expected: [f64; 2] = [
        4.0 - 4.0 * (2.0 * x).sin(),
        2.0 * x + (2.0 * x).cos() - 2.0 * x * (2.0 * x).sin(),
    ];
    assert!((x_dot - expected[0]).abs() < 1e-14, "{x_dot}");
    assert!((y_dot[1] - expected[1]).abs() < 1e-14, "{y_dot:?}");
    assert_eq!((y_dot[0], y_dot[2]), (0.0, 0.0));
    // What is selected depends on all that the function is given.
    let sparsity: Sparsity = generic_hessian_sparsity(x, &y);
    assert_eq!(sparsity.nnz(), 16);
}
