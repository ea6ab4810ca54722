//! Loops inside loops, whose runs share a tape: the reverse sweep takes off its end what each run has kept.

#![allow(
    clippy::needless_range_loop,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    clippy::manual_slice_fill,
    reason = "every way of writing them is tested"
)]

use ad_runtime::differentiate;
use ad_tests::{case, for_f32_and_f64};

for_f32_and_f64! { ($F:ident) => {
    // As many trips as the outer counter says, none to begin with.
    case! { triangle(&vec![0.7, -0.4, 0.2]) (&vec![0.3]);
        #[differentiate]
        pub fn f(x: &[$F]) -> $F {
            let mut product = 1.0;
            for i in 0..x.len() {
                for j in 0..i {
                    product *= x[i].sin() + x[j];
                }
                product += x[i];
            }
            product
        }
    }
    case! { three_deep(&vec![0.7, -0.4, 0.2]);
        #[differentiate]
        pub fn f(x: &[$F]) -> $F {
            let mut product = 1.0;
            for i in 0..x.len() {
                for j in i..x.len() {
                    for k in 0..j {
                        product = (product * x[k]).sin() + x[i];
                    }
                    product *= x[j];
                }
            }
            product
        }
    }
    // Two tapes, read in the opposite order.
    case! { one_after_the_other(&vec![0.7, -0.4, 0.2]);
        #[differentiate]
        pub fn f(x: &[$F]) -> $F {
            let mut total = 0.3;
            for i in 0..2 {
                for j in 0..x.len() {
                    total = (total * x[j]).sin();
                }
                for j in 0..x.len() - i {
                    total = (total + x[j]).exp() * 0.1;
                }
            }
            total
        }
    }
    case! { in_one_arm(&vec![0.7, -0.4, 0.2, 0.9]);
        #[differentiate]
        pub fn f(x: &[$F]) -> $F {
            let mut total = 0.3;
            for i in 0..x.len() {
                if i % 2 == 1 {
                    for j in 0..i {
                        total = (total * x[j]).cos();
                    }
                } else if x[i] > 0.5 {
                    for j in i..x.len() {
                        total = (total + x[j]).sin();
                    }
                }
            }
            total
        }
    }
    // The tape is used up in every trip of the outer loop: it grows and gets shorter.
    case! { overwritten(&vec![0.7, -0.4, 0.2, 0.9], &vec![0.3, 0.6, -0.8, 0.5]);
        #[differentiate]
        pub fn f(x: &[$F], kept: &[$F]) -> $F {
            let mut total = 0.0;
            for i in 0..x.len() {
                let trips = 2 * i % 5;
                let mut product = kept[i];
                for j in 0..trips {
                    product *= x[j % 4].sin() * kept[i] + 0.9;
                }
                let mut sum = 1.5;
                for (j, k) in (0..i).zip(0..x.len()) {
                    sum += (product * x[j] * kept[k]).exp();
                }
                total += sum.ln();
            }
            total
        }
    }
    // What is kept is not all floats.
    case! { overwritten_by_user_code(&vec![0.7, -0.4, 0.2, 0.9], const &[2_usize, 0, 3, 1]);
        #[differentiate(constant(order))]
        pub fn f(x: &[$F], order: &[usize]) -> $F {
            let mut total = 0.0;
            for i in 0..x.len() {
                let mut sum = 1.5;
                for j in 0..order.len() {
                    let mut at = order[j];
                    if at > i { at = i; }
                    sum += (x[i] * x[at]).exp();
                }
                total += sum.ln();
            }
            total
        }
    }
    // The reverse sweep cuts what a loop goes through, once; where there is no trip, it does not look at all.
    case! { gone_through(&vec![0.7, -0.4, 0.2, 0.9, 0.1, -0.3], &vec![0.3, 0.6, -0.8], const 2, const 3)
                        (&vec![0.7, -0.4], &vec![0.3], const 9, const 0);
        #[differentiate]
        pub fn f(x: &[$F], y: &[$F], rows: usize, columns: usize) -> $F {
            let mut total = 1.0;
            for row in 0..rows {
                for j in 0..columns {
                    total = (total * x[row * columns + j]).sin() + y[j];
                }
                for j in 0..columns {
                    total = total * y[j] + x[j + row * columns].exp();
                }
                for j in 0..columns {
                    total = total.cos() * x[row + 1 - 1 + j] + y[columns - 1 - j];
                }
            }
            total + x[0] * y[0]
        }
    }
    // There would be nothing there to cut: before the first trip is more than behind the end.
    case! { nothing_to_go_through(&vec![0.7, -0.4], const 5) (&vec![0.7, -0.4], const 1);
        #[differentiate]
        pub fn f(x: &[$F], start: usize) -> $F {
            let mut total = 0.7;
            for i in 0..2 {
                let trips = if start + i < x.len() { x.len() - start - i } else { 0 };
                let at = start + i;
                for j in 0..trips {
                    total = (total * x[at + j]).sin() + x[i];
                }
                for j in 0..trips {
                    total = (total * x[start - i + i + j]).sin();
                }
            }
            total
        }
    }
    // Not all trips get to the element, or not all are made, or they get to others, too.
    case! { gone_through_in_part(&vec![0.7, -0.4, 0.2, 0.9], const 6);
        #[differentiate]
        pub fn f(x: &[$F], n: usize) -> $F {
            let mut total = 0.7;
            for i in 0..2 {
                for j in 0..n {
                    if j < x.len() {
                        total = (total * x[j]).sin();
                    }
                }
                for j in 0..n {
                    if j == x.len() {
                        break;
                    }
                    total = (total + x[j]).cos();
                }
                for j in 0..3 {
                    total = (total + x[j]).cos() * x[j + 1] + x[i + j] * x[x.len() - 1 - j];
                }
                for j in 0..2 {
                    let k = 1 - j;
                    total = (total + x[k + j]).sin() * x[j + j];
                }
            }
            total
        }
    }
    case! { written_on_the_way(&vec![0.7, -0.4, 0.2, 0.9], const 2);
        #[differentiate]
        pub fn f(x: &[$F], n: usize) -> $F {
            let mut a = x.to_vec();
            let mut pairs = vec![(0.0, 1.0); n];
            for i in 0..n {
                for j in 0..n {
                    a[i * n + j] = (a[i * n + j] * x[j]).sin();
                    pairs[j].0 += a[i * n + j] * pairs[j].1;
                    for k in 0..n {
                        a[i * n + j] *= x[k].cos();
                    }
                }
            }
            let mut total = 1.0;
            for j in 0..n {
                total *= pairs[j].0 + a[n + j];
            }
            total
        }
    }
    // How many trips there were is not known by their counter.
    case! { left_early(&vec![0.7, -0.4, 0.2, 0.9]);
        #[differentiate]
        pub fn f(x: &[$F]) -> $F {
            let mut total = 0.3;
            for i in 0..x.len() {
                for j in 0..x.len() {
                    if j + i == 4 {
                        break;
                    }
                    total = (total * x[j]).cos();
                }
                for j in 0..i {
                    total = (total + x[j]).sin();
                }
                if i == 2 {
                    return total * x[i];
                }
            }
            total
        }
    }
    case! { within_while(&vec![0.7, -0.4, 0.2]);
        #[differentiate]
        pub fn f(x: &[$F]) -> $F {
            let mut total = 0.3;
            let mut trips = 0;
            while trips < 3 && total < 10.0 {
                for j in trips..x.len() {
                    total = (total * x[j]).cos();
                }
                trips += 1;
            }
            total
        }
    }
    // The counter is no index, of whatever type; or nobody reads it.
    case! { of_another_type(&vec![0.7, -0.4, 0.2], const 3);
        #[differentiate]
        pub fn f(x: &[$F], n: i64) -> $F {
            let mut total = 0.3;
            for i in 0..n {
                for j in i..n {
                    total = (total * x[0] + j as $F).cos();
                }
                for j in 0..n {
                    let j = j as usize;
                    total = (total * x[j]).cos();
                }
                for _ in 0..=i {
                    total = (total + x[1]).sin();
                }
            }
            total
        }
    }
    case! { over_iterators(&vec![0.7, -0.4, 0.2, 0.9]);
        #[differentiate]
        pub fn f(x: &[$F]) -> $F {
            let mut total = 0.3;
            for (i, a) in x.iter().enumerate() {
                for b in x.iter().skip(i).filter(|_| i != 1) {
                    total = (total * b + a).cos();
                }
                for (j, b) in (0..3).chain(7..8).zip(x.iter().rev()) {
                    total = (total * b + j as $F).sin();
                }
            }
            total
        }
    }
    // Each trip of the outer loop is run backwards at once.
    case! { used_up(&vec![0.7, -0.4, 0.2]);
        #[differentiate]
        pub fn f(x: &[$F]) -> $F {
            let mut sum = 0.0;
            for i in 0..x.len() {
                let mut product = 1.0;
                for j in 0..x.len() {
                    for k in j..x.len() {
                        product = (product * x[k]).sin() + x[i];
                    }
                }
                sum += product;
            }
            sum
        }
    }
    #[differentiate]
    fn g(x: $F, row: &[$F]) -> $F {
        (x * row[0]).sin() + row[row.len() - 1]
    }
    // What is kept are pullbacks, arrays and arms.
    case! { of_calls(&vec![0.7, -0.4, 0.2]);
        #[differentiate]
        pub fn f(x: &[$F]) -> $F {
            let mut row = [0.2, 0.4];
            let mut total = 1.0;
            for i in 0..x.len() {
                for j in 0..i + 1 {
                    let before = row;
                    row[j % 2] = g(total, &before) * x[j];
                    if total > 0.5 {
                        total = (total * before[0]).cos();
                    } else {
                        total += g(x[i], x);
                    }
                }
            }
            total * row[1]
        }
    }
    // The tape of a loop inside the trips that are run again.
    case! { within_checkpoints(&vec![0.7, -0.4, 0.2]);
        #[differentiate]
        pub fn f(x: &[$F]) -> $F {
            let mut total = 0.3;
            #[checkpoint]
            for i in 0..5 {
                for j in 0..x.len() {
                    for k in 0..j {
                        total = (total * x[k] + i as $F).sin();
                    }
                    total *= x[j];
                }
            }
            total
        }
    }
    // Each of the two runs of the function has its own.
    case! { of_what_changes(&vec![0.7, -0.4, 0.2]);
        #[differentiate]
        pub fn f(x: &[$F]) -> $F {
            let mut n = 1;
            let mut total = 0.3;
            for i in 0..x.len() {
                for j in 0..n {
                    total = (total * x[j % x.len()]).cos();
                }
                n += i;
            }
            total
        }
    }
    case! { several returning_more(&vec![0.7, -0.4, 0.2]);
        #[differentiate]
        pub fn f(x: &[$F]) -> ($F, [$F; 2]) {
            let mut rows = [0.3, 0.4];
            let mut total = 1.0;
            for i in 0..2 {
                for j in 0..x.len() {
                    rows[i] = (rows[i] * x[j]).sin() + rows[1 - i];
                }
                total *= rows[i];
            }
            (total, rows)
        }
    }
} }

case! { generic_overwritten(&vec![0.7, -0.4, 0.2]);
    #[differentiate]
    pub fn f<T: num_traits::Float + std::ops::AddAssign>(x: &[T]) -> T {
        let mut total = T::zero();
        for i in 0..x.len() {
            let mut product = x[i];
            for j in i..x.len() {
                product = product * x[j].sin() + x[i];
            }
            total += product;
        }
        total
    }
}

case! { generic(&vec![0.7, -0.4, 0.2]);
    #[differentiate]
    pub fn f<T: num_traits::Float>(x: &[T]) -> T {
        let mut total = T::one();
        for i in 0..x.len() {
            for j in 0..i {
                total = (total * x[j]).sin() + x[i];
            }
        }
        total
    }
}
