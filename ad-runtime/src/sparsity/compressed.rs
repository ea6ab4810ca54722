//! Sparse matrices from their products with sums of unit vectors.
//!
//! Curtis, Powell & Reid 1974, "On the estimation of sparse Jacobian matrices". Each costs as many products as there are
//! colours, and beside each a walk over its seed and its result; then a step for each entry.

use alloc::vec;
use alloc::vec::Vec;

use num_traits::Float;

use super::Sparsity;
use super::colouring::{Colouring, Compression};
use super::csr::Csr;
use crate::elements::Elements;

/// Where the value of an entry is read.
#[derive(Clone, Copy)]
struct Source {
    colour: usize,
    position: usize,
}

/// The Jacobian from its products with tangents of the inputs, such as `zero`.
#[doc(hidden)]
#[must_use]
pub fn sparse_jacobian_by_columns<F: Float, V: Elements<F>, W: Elements<F>>(
    sparsity: &Sparsity,
    colouring: &Colouring,
    zero: V,
    product: impl FnMut(&V) -> W,
) -> Csr<F> {
    check(colouring, Compression::Columns, sparsity.cols());
    let sources = alone_in_rows(sparsity, colouring);
    let values = read(colouring, &sources, sparsity.rows(), zero, product);
    Csr::new(sparsity.clone(), values)
}

/// The Jacobian from the products of its transpose with cotangents of the outputs, such as `zero`.
#[doc(hidden)]
#[must_use]
pub fn sparse_jacobian_by_rows<F: Float, V: Elements<F>, W: Elements<F>>(
    sparsity: &Sparsity,
    colouring: &Colouring,
    zero: V,
    pullback: impl FnMut(&V) -> W,
) -> Csr<F> {
    check(colouring, Compression::Rows, sparsity.rows());
    let (transpose, numbers) = sparsity.transposition();
    let of_transpose = alone_in_rows(&transpose, colouring);
    let mut sources = of_transpose.clone();
    for (number, source) in numbers.into_iter().zip(of_transpose) {
        sources[number] = source;
    }
    let values = read(colouring, &sources, sparsity.cols(), zero, pullback);
    Csr::new(sparsity.clone(), values)
}

/// The Hessian from its products with tangents of the inputs, such as `zero`; it is symmetric to the last bit.
#[doc(hidden)]
#[must_use]
pub fn sparse_hessian<F: Float, V: Elements<F>, W: Elements<F>>(
    sparsity: &Sparsity,
    colouring: &Colouring,
    zero: V,
    product: impl FnMut(&V) -> W,
) -> Csr<F> {
    check(colouring, Compression::Symmetric, sparsity.cols());
    let mirrored = sparsity.mirrored().expect("a symmetric pattern");
    let in_rows = in_rows(sparsity, colouring);
    let mut sources = Vec::with_capacity(sparsity.nnz());
    for (number, (row, col)) in sparsity.entries().enumerate() {
        // Where both are readable, that of the upper triangle is, as in dense Hessians.
        let (upper, lower) = if row <= col {
            (number, mirrored[number])
        } else {
            (mirrored[number], number)
        };
        let source = in_rows[upper].or(in_rows[lower]);
        sources.push(source.unwrap_or_else(|| other_pattern(row, col)));
    }
    let values = read(colouring, &sources, sparsity.rows(), zero, product);
    Csr::new(sparsity.clone(), values)
}

fn check(colouring: &Colouring, compression: Compression, count: usize) {
    assert_eq!(colouring.compression(), compression, "colours for this");
    assert_eq!(colouring.colours().len(), count, "a colour for each");
}

fn other_pattern(row: usize, col: usize) -> ! {
    panic!(
        "entry ({row}, {col}) has a colour in common with another: this colouring is of another pattern"
    )
}

/// Of each entry, where it is read: in its own row, in which no other entry has its column's colour.
fn alone_in_rows(sparsity: &Sparsity, colouring: &Colouring) -> Vec<Source> {
    let sources = in_rows(sparsity, colouring).into_iter();
    let entries = sparsity.entries();
    let readable = sources.zip(entries);
    readable
        .map(|(source, (row, col))| source.unwrap_or_else(|| other_pattern(row, col)))
        .collect()
}

/// The same, and nothing where there is another entry with that colour.
fn in_rows(sparsity: &Sparsity, colouring: &Colouring) -> Vec<Option<Source>> {
    let colours = colouring.colours();
    let mut count = vec![0_usize; colouring.sweeps()];
    let mut sources = Vec::with_capacity(sparsity.nnz());
    for (row, cols) in sparsity.iter_rows().enumerate() {
        let of_row = || cols.iter().map(|col| colours[*col]);
        of_row().flatten().for_each(|colour| count[colour] += 1);
        sources.extend(of_row().map(|colour| {
            let colour = colour.filter(|colour| count[*colour] == 1)?;
            Some(Source {
                colour,
                position: row,
            })
        }));
        of_row().flatten().for_each(|colour| count[colour] = 0);
    }
    sources
}

/// The values of entries, from a product for each colour, with `length` elements.
fn read<F: Float, V: Elements<F>, W: Elements<F>>(
    colouring: &Colouring,
    sources: &[Source],
    length: usize,
    zero: V,
    mut product: impl FnMut(&V) -> W,
) -> Vec<F> {
    let mut values = vec![F::zero(); sources.len()];
    let mut seed = zero;
    let mut compressed = Vec::with_capacity(length);
    for (colour, numbers) in by_colour(colouring, sources).into_iter().enumerate() {
        set_seed(&mut seed, colouring, colour);
        compressed.clear();
        product(&seed).for_each_element(&mut |element| compressed.push(*element));
        assert_eq!(compressed.len(), length, "elements of the result");
        for number in numbers {
            values[number] = compressed[sources[number].position];
        }
    }
    values
}

/// The numbers of the entries that are read from the product for each colour.
fn by_colour(colouring: &Colouring, sources: &[Source]) -> Vec<Vec<usize>> {
    let mut numbers = vec![Vec::new(); colouring.sweeps()];
    for (number, source) in sources.iter().enumerate() {
        numbers[source.colour].push(number);
    }
    numbers
}

/// One at each place of a colour, zero elsewhere.
fn set_seed<F: Float>(seed: &mut impl Elements<F>, colouring: &Colouring, colour: usize) {
    let mut colours = colouring.colours().iter();
    let mut more = 0_usize;
    seed.for_each_element(&mut |element| match colours.next() {
        Some(of_element) if *of_element == Some(colour) => *element = F::one(),
        Some(_) => *element = F::zero(),
        None => more += 1,
    });
    let fits = more == 0 && colours.next().is_none();
    assert!(fits, "as many elements of the seed as there are colours");
}
