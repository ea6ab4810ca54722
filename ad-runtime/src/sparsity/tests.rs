#![expect(clippy::float_cmp, reason = "whole numbers, or copies")]

use std::collections::BTreeSet;
use std::panic::catch_unwind;
use std::string::ToString;
use std::vec;
use std::vec::Vec;

use crate::check::random::Random;
use crate::testing::{below, whole};
use crate::{
    Colouring, Compression, Csr, Sparsity, sparse_hessian, sparse_jacobian_by_columns,
    sparse_jacobian_by_rows,
};

/// A pattern with about so many entries.
fn random_pattern(random: &mut Random, rows: usize, cols: usize, entries: usize) -> Sparsity {
    let mut columns = vec![Vec::new(); rows];
    if rows > 0 && cols > 0 {
        for _ in 0..entries {
            columns[below(random, rows)].push(below(random, cols));
        }
    }
    Sparsity::from_rows(cols, columns)
}

fn random_symmetric_pattern(random: &mut Random, size: usize, entries: usize) -> Sparsity {
    let half = random_pattern(random, size, size, entries);
    let mirrored = half.entries().map(|(row, col)| (col, row));
    from_entries(size, half.entries().chain(mirrored))
}

fn from_entries(size: usize, entries: impl Iterator<Item = (usize, usize)>) -> Sparsity {
    let mut columns = vec![Vec::new(); size];
    entries.for_each(|(row, col)| columns[row].push(col));
    Sparsity::from_rows(size, columns)
}

/// Whole numbers, of which every sum of a few is exact.
fn random_matrix(random: &mut Random, pattern: &Sparsity) -> Csr<f64> {
    let values = (0..pattern.nnz()).map(|_| 1.0 + whole(random, 1 << 20));
    Csr::new(pattern.clone(), values.collect())
}

fn random_symmetric_matrix(random: &mut Random, pattern: &Sparsity) -> Csr<f64> {
    let mut matrix = random_matrix(random, pattern);
    let dense = matrix.to_dense();
    let upper = |(row, col): (usize, usize)| dense[(row.min(col), row.max(col))];
    let values: Vec<f64> = pattern.entries().map(upper).collect();
    matrix.values_mut().copy_from_slice(&values);
    matrix
}

/// Sizes and numbers of entries, from nothing to nearly all.
fn shapes() -> impl Iterator<Item = (Random, usize, usize, usize)> {
    let mut random = Random::named("shapes");
    (0..400).map(move |_| {
        let (rows, cols) = (below(&mut random, 14), below(&mut random, 14));
        let entries = below(&mut random, rows * cols + 2);
        let seed = below(&mut random, 1 << 30).to_string();
        (Random::named(&seed), rows, cols, entries)
    })
}

/// The 5-point stencil of a grid of n × n.
fn laplacian(n: usize) -> Sparsity {
    let neighbours = |i: usize, j: usize| {
        let vertical = [(i.wrapping_sub(1), j), (i + 1, j)];
        let horizontal = [(i, j.wrapping_sub(1)), (i, j + 1)];
        let all = vertical.into_iter().chain(horizontal).chain([(i, j)]);
        all.filter(move |(i, j)| *i < n && *j < n)
    };
    let rows = (0..n * n).map(|k| neighbours(k / n, k % n).map(|(i, j)| i * n + j));
    Sparsity::from_rows(n * n, rows)
}

/// The Hessian of the extended Rosenbrock function: blocks of 2 × 2.
fn rosenbrock(blocks: usize) -> Sparsity {
    let rows = (0..2 * blocks).map(|row| [row / 2 * 2, row / 2 * 2 + 1]);
    Sparsity::from_rows(2 * blocks, rows)
}

/// Full in the last row, the last column and the diagonal.
fn arrow(n: usize) -> Sparsity {
    let entries = (0..n).flat_map(|k| [(n - 1, k), (k, n - 1), (k, k)]);
    from_entries(n, entries)
}

/// No two columns of a colour have a row in common, and those with entries have one.
fn assert_columns(pattern: &Sparsity, colouring: &Colouring) {
    let colours = colouring.colours();
    assert_eq!(colours.len(), pattern.cols());
    for row in 0..pattern.rows() {
        let of_row: BTreeSet<_> = pattern.row(row).iter().map(|col| colours[*col]).collect();
        assert!(of_row.len() == pattern.row(row).len() && !of_row.contains(&None));
    }
    assert_used(pattern, colouring);
}

/// The colours are 0, 1, …; a column without entries has none.
fn assert_used(pattern: &Sparsity, colouring: &Colouring) {
    let used: BTreeSet<usize> = colouring.colours().iter().copied().flatten().collect();
    assert!(used.into_iter().eq(0..colouring.sweeps()));
    let transpose = pattern.transpose();
    for (col, colour) in colouring.colours().iter().enumerate() {
        assert_eq!(colour.is_none(), transpose.row(col).is_empty());
    }
}

/// Neighbours have different colours, and four vertices on a path have three.
fn assert_star(pattern: &Sparsity, colouring: &Colouring) {
    let colours = colouring.colours();
    let edges: Vec<_> = pattern.entries().filter(|(a, b)| a != b).collect();
    let next = |from: usize| edges.iter().filter(move |(a, _)| *a == from);
    for (a, b) in &edges {
        assert_ne!(colours[*a], colours[*b]);
        for (_, c) in next(*b).filter(|(_, c)| c != a) {
            for (_, d) in next(*c).filter(|(_, d)| d != a && d != b) {
                let of_path = [a, b, c, d].map(|vertex| colours[*vertex]);
                assert!(
                    BTreeSet::from(of_path).len() > 2,
                    "{a} - {b} - {c} - {d} in {colours:?}"
                );
            }
        }
    }
    assert_used(pattern, colouring);
}

#[test]
fn rows_are_sorted_and_each_entry_is_there_once() {
    let pattern = Sparsity::from_rows(5, [vec![4, 0, 4, 2], vec![], vec![1]]);
    assert_eq!(pattern.row_starts(), [0, 3, 3, 4]);
    assert_eq!(pattern.columns(), [0, 2, 4, 1]);
    assert!(pattern.iter_rows().eq([&[0, 2, 4][..], &[], &[1]]));
    assert_eq!(pattern.to_string(), "3 × 5, 4 entries");
    assert_eq!(Sparsity::from_rows(1, [[0]]).to_string(), "1 × 1, 1 entry");
    let empty = Sparsity::from_rows(3, [] as [Vec<usize>; 0]);
    assert_eq!((empty.rows(), empty.cols(), empty.nnz()), (0, 3, 0));
    assert_eq!(empty.transpose().rows(), 3);
}

#[test]
fn what_is_not_there_is_not_asked_for() {
    let pattern = || Sparsity::from_rows(3, [vec![0], vec![1, 2]]);
    assert!(catch_unwind(|| Sparsity::from_rows(3, [[3]])).is_err());
    assert!(catch_unwind(|| pattern().row(2).len()).is_err());
    assert!(catch_unwind(|| pattern().contains(0, 3)).is_err());
    assert!(catch_unwind(|| Csr::new(pattern(), vec![1.0])).is_err());
    let matrix = || Csr::new(pattern(), vec![1.0, 2.0, 3.0]);
    assert!(catch_unwind(|| matrix().mul_vec(&[1.0; 2])).is_err());
    assert!(catch_unwind(|| matrix().mul_into(&[1.0; 3], &mut [0.0; 3])).is_err());
    assert!(catch_unwind(|| Colouring::symmetric(&pattern())).is_err());
}

#[test]
fn transposes() {
    for (mut random, rows, cols, entries) in shapes() {
        let pattern = random_pattern(&mut random, rows, cols, entries);
        let transpose = pattern.transpose();
        assert_eq!((transpose.rows(), transpose.cols()), (cols, rows));
        for row in 0..rows {
            for col in 0..cols {
                assert_eq!(pattern.contains(row, col), transpose.contains(col, row));
            }
        }
        assert_eq!(transpose.transpose(), pattern);
        let mut mirrored = pattern.entries().map(|(row, col)| (col, row));
        let symmetric = rows == cols && mirrored.all(|(row, col)| pattern.contains(row, col));
        assert_eq!(pattern.is_symmetric(), symmetric);
    }
}

#[test]
fn a_sparse_matrix_is_what_its_dense_one_is() {
    for (mut random, rows, cols, entries) in shapes() {
        let pattern = random_pattern(&mut random, rows, cols, entries);
        let matrix = random_matrix(&mut random, &pattern);
        let (dense, transpose) = (matrix.to_dense(), matrix.transpose());
        let vector: Vec<f64> = (0..cols).map(|_| whole(&mut random, 1000)).collect();
        let product = matrix.mul_vec(&vector);
        for row in 0..rows {
            let terms = dense.row(row).iter().zip(&vector);
            assert_eq!(product[row], terms.map(|(a, b)| a * b).sum::<f64>());
            for col in 0..cols {
                let value = matrix.get(row, col);
                assert_eq!(value.is_some(), pattern.contains(row, col));
                assert_eq!(value.unwrap_or(0.0), dense[(row, col)]);
                assert_eq!(value, transpose.get(col, row));
            }
            assert!(
                matrix
                    .row(row)
                    .all(|(col, value)| dense[(row, col)] == value)
            );
            assert_eq!(matrix.row(row).len(), pattern.row(row).len());
        }
        assert_eq!(matrix.triplets().count(), matrix.values().len());
        let (starts, columns, values) = matrix.clone().into_parts();
        assert_eq!(starts, pattern.row_starts());
        assert_eq!(
            (&columns[..], &values[..]),
            (pattern.columns(), matrix.values())
        );
    }
}

#[test]
fn columns_of_a_colour_have_no_row_in_common() {
    for (mut random, rows, cols, entries) in shapes() {
        let pattern = random_pattern(&mut random, rows, cols, entries);
        let columns = Colouring::columns(&pattern);
        assert_columns(&pattern, &columns);
        let rows = Colouring::rows(&pattern);
        assert_columns(&pattern.transpose(), &rows);
        let fewest = Colouring::fewest(&pattern);
        let expected = if columns.sweeps() <= rows.sweeps() {
            &columns
        } else {
            &rows
        };
        assert_eq!(&fewest, expected);
    }
}

#[test]
fn colours_of_a_symmetric_matrix_make_stars() {
    for (mut random, size, _, entries) in shapes() {
        let pattern = random_symmetric_pattern(&mut random, size, entries / 2);
        assert_star(&pattern, &Colouring::symmetric(&pattern));
    }
    for n in 0..8 {
        assert_star(&laplacian(n), &Colouring::symmetric(&laplacian(n)));
    }
}

#[test]
fn jacobians_come_from_compressed_ones() {
    for (mut random, rows, cols, entries) in shapes() {
        let pattern = random_pattern(&mut random, rows, cols, entries);
        let matrix = random_matrix(&mut random, &pattern);
        let mut sweeps = 0;
        let colouring = Colouring::columns(&pattern);
        let jvp = |seed: &Vec<f64>| {
            sweeps += 1;
            matrix.mul_vec(seed)
        };
        let found = sparse_jacobian_by_columns(&pattern, &colouring, vec![9.0; cols], jvp);
        assert_eq!((&found, sweeps), (&matrix, colouring.sweeps()));

        let transpose = matrix.transpose();
        let colouring = Colouring::rows(&pattern);
        let mut sweeps = 0;
        let pullback = |seed: &Vec<f64>| {
            sweeps += 1;
            transpose.mul_vec(seed)
        };
        let found = sparse_jacobian_by_rows(&pattern, &colouring, vec![9.0; rows], pullback);
        assert_eq!((&found, sweeps), (&matrix, colouring.sweeps()));
    }
}

#[test]
fn hessians_come_from_compressed_ones() {
    for (mut random, size, _, entries) in shapes() {
        let pattern = random_symmetric_pattern(&mut random, size, entries / 2);
        let matrix = random_symmetric_matrix(&mut random, &pattern);
        let colouring = Colouring::symmetric(&pattern);
        let mut sweeps = 0;
        let hvp = |seed: &Vec<f64>| {
            sweeps += 1;
            matrix.mul_vec(seed)
        };
        let found = sparse_hessian(&pattern, &colouring, vec![0.0; size], hvp);
        assert_eq!((&found, sweeps), (&matrix, colouring.sweeps()));
    }
}

/// Where the products are not symmetric, the upper triangle is read, as of dense Hessians, and both are the same.
#[test]
fn hessians_are_symmetric_to_the_last_bit() {
    let pattern = rosenbrock(2);
    let upper_and_lower = pattern
        .entries()
        .map(|(row, col)| if row <= col { 2.0 } else { 3.0 });
    let matrix = Csr::new(pattern.clone(), upper_and_lower.collect());
    let colouring = Colouring::symmetric(&pattern);
    let found = sparse_hessian(&pattern, &colouring, [0.0; 4], |seed| matrix.mul_vec(seed));
    assert!(found.values().iter().all(|value| *value == 2.0));
}

#[test]
fn seeds_and_results_have_the_shapes_of_the_parameters() {
    // f(x, [y, z]) = ([x y], z)
    let pattern = Sparsity::from_rows(3, [vec![0, 1], vec![2]]);
    let jvp = |(x, [y, z]): &(f32, [f32; 2])| ([2.0 * x + 3.0 * y], 4.0 * z);
    let columns = Colouring::columns(&pattern);
    let found = sparse_jacobian_by_columns(&pattern, &columns, (0.0, [0.0; 2]), jvp);
    assert_eq!(found.values(), [2.0_f32, 3.0, 4.0]);
    let pullback = |([u], v): &([f32; 1], f32)| (2.0 * u, [3.0 * u, 4.0 * v]);
    let rows = Colouring::rows(&pattern);
    assert_eq!((columns.sweeps(), rows.sweeps()), (2, 1));
    let found = sparse_jacobian_by_rows(&pattern, &rows, ([0.0], 0.0), pullback);
    assert_eq!(found.values(), [2.0_f32, 3.0, 4.0]);
}

/// A column without entries is never part of a seed: its derivatives may be infinite times zero.
#[test]
fn columns_without_entries_are_not_seeded() {
    let pattern = Sparsity::from_rows(3, [[1]]);
    let colouring = Colouring::columns(&pattern);
    let jvp = |seed: &[f64; 3]| {
        assert_eq!(*seed, [0.0, 1.0, 0.0]);
        [seed[1]]
    };
    let found: Csr<f64> = sparse_jacobian_by_columns(&pattern, &colouring, [0.0; 3], jvp);
    assert_eq!(found.values(), [1.0]);
}

#[test]
fn colourings_of_something_else_are_refused() {
    let narrow = || Sparsity::from_rows(3, [[0], [1], [2]]);
    let wide = || Sparsity::dense(3, 3);
    let jvp = |seed: &[f64; 3]| *seed;
    let by_columns = move |pattern: Sparsity, colouring: Colouring| {
        catch_unwind(move || {
            sparse_jacobian_by_columns::<f64, _, _>(&pattern, &colouring, [0.0; 3], jvp)
        })
    };
    let by_rows = move |pattern: Sparsity, colouring: Colouring| {
        catch_unwind(move || {
            sparse_jacobian_by_rows::<f64, _, _>(&pattern, &colouring, [0.0; 3], jvp)
        })
    };
    let symmetric = move |pattern: Sparsity, colouring: Colouring| {
        catch_unwind(move || sparse_hessian::<f64, _, _>(&pattern, &colouring, [0.0; 3], jvp))
    };
    assert!(by_columns(narrow(), Colouring::columns(&narrow())).is_ok());
    assert!(by_rows(narrow(), Colouring::rows(&narrow())).is_ok());
    assert!(symmetric(narrow(), Colouring::symmetric(&narrow())).is_ok());
    // Of another pattern.
    assert!(by_columns(wide(), Colouring::columns(&narrow())).is_err());
    assert!(by_rows(wide(), Colouring::rows(&narrow())).is_err());
    assert!(symmetric(wide(), Colouring::symmetric(&narrow())).is_err());
    let empty = Sparsity::from_rows(3, [[0; 0]; 3]);
    assert!(by_columns(narrow(), Colouring::columns(&empty)).is_err());
    // Of another kind.
    assert!(by_columns(narrow(), Colouring::rows(&narrow())).is_err());
    assert!(by_columns(narrow(), Colouring::symmetric(&narrow())).is_err());
    assert!(by_rows(narrow(), Colouring::columns(&narrow())).is_err());
    assert!(symmetric(narrow(), Colouring::columns(&narrow())).is_err());
    // Of another size: of the pattern, of the seed, of the result.
    let smaller = Colouring::columns(&Sparsity::dense(2, 2));
    assert!(by_columns(narrow(), smaller).is_err());
    let seeded = |count| {
        catch_unwind(move || {
            let colouring = Colouring::columns(&narrow());
            let seed = vec![0.0; count];
            sparse_jacobian_by_columns(&narrow(), &colouring, seed, |_| [1.0; 3])
        })
    };
    assert!(seeded(3).is_ok() && seeded(2).is_err() && seeded(4).is_err());
    let result = catch_unwind(move || {
        let colouring = Colouring::columns(&narrow());
        sparse_jacobian_by_columns::<f64, _, _>(&narrow(), &colouring, [0.0; 3], |_| [1.0; 4])
    });
    assert!(result.is_err());
}

/// Five is the least there could be.
#[test]
fn sweeps_do_not_grow_with_the_grid() {
    for n in [10, 40, 100] {
        let pattern = laplacian(n);
        assert_eq!(Colouring::columns(&pattern).sweeps(), 7);
        assert_eq!(Colouring::rows(&pattern).sweeps(), 7);
        assert_eq!(Colouring::symmetric(&pattern).sweeps(), 5);
    }
}

#[test]
fn sweeps_of_known_patterns() {
    let sweeps = |pattern: &Sparsity| Colouring::symmetric(pattern).sweeps();
    assert_eq!(sweeps(&rosenbrock(1000)), 2);
    assert_eq!(sweeps(&Sparsity::from_rows(50, (0..50).map(|k| [k]))), 1);
    assert_eq!(sweeps(&Sparsity::dense(20, 20)), 20);
    assert_eq!(sweeps(&Sparsity::dense(0, 0)), 0);
    assert_eq!(sweeps(&Sparsity::from_rows(3, [[0; 0]; 3])), 0);
    assert_eq!(Colouring::columns(&Sparsity::dense(5, 20)).sweeps(), 20);
    assert_eq!(Colouring::fewest(&Sparsity::dense(5, 20)).sweeps(), 5);
}

/// A hub is looked at once, not once for each of its spokes.
#[test]
fn a_parameter_of_all_terms_costs_one_more_sweep() {
    let pattern = arrow(300_000);
    let colouring = Colouring::symmetric(&pattern);
    assert_eq!(colouring.sweeps(), 2);
    // It has most neighbours, and so the first colour.
    assert_eq!(colouring.groups()[0], [299_999]);
}

/// Nor is every pair of columns looked at in a full row.
#[test]
fn a_full_row_is_no_matter() {
    let pattern = arrow(300_000);
    let colouring = Colouring::columns(&pattern);
    assert_eq!(colouring.sweeps(), 300_000);
    assert_eq!(colouring.colours()[299_999], Some(0));
    assert_eq!(colouring.colours()[..2], [Some(1), Some(2)]);
}

/// In this order the path takes a third colour; with its inner vertices first, it takes two.
#[test]
fn what_has_most_neighbours_is_coloured_first() {
    let pattern = Sparsity::from_rows(4, [[0, 2], [2, 3], [3, 1]]);
    let colouring = Colouring::columns(&pattern);
    assert_eq!(colouring.groups(), [vec![1, 2], vec![0, 3]]);
}

#[test]
fn colourings_say_what_they_are() {
    let pattern = Sparsity::from_rows(3, [[0, 1], [1, 2]]);
    let columns = Colouring::columns(&pattern);
    assert_eq!(columns.to_string(), "3 columns in 2 sweeps");
    assert_eq!(Colouring::rows(&pattern).to_string(), "2 rows in 2 sweeps");
    assert_eq!(columns.compression(), Compression::Columns);
    let diagonal = Sparsity::from_rows(1, [[0]]);
    let symmetric = Colouring::symmetric(&diagonal);
    assert_eq!(symmetric.to_string(), "1 columns in 1 sweep");
    assert_eq!(
        std::format!("{:.2}", Csr::new(diagonal, vec![1.0])),
        "(0, 0) 1.00"
    );
}
