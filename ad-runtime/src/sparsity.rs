//! Sparse matrices of derivatives: where the entries are, which columns one sweep gives together, and the values.

use alloc::vec;
use alloc::vec::Vec;
use core::fmt::{self, Display, Formatter};

pub(crate) mod colouring;
pub(crate) mod compressed;
pub(crate) mod csr;
mod star;
#[cfg(test)]
mod tests;

/// The pattern of a sparse matrix: where entries may be other than zero.
///
/// ```
/// use ad_runtime::Sparsity;
///
/// let pattern = Sparsity::from_rows(4, [vec![0, 1], vec![], vec![3, 1]]);
/// assert_eq!((pattern.rows(), pattern.cols(), pattern.nnz()), (3, 4, 4));
/// assert_eq!(pattern.row(2), [1, 3]);
/// assert!(pattern.contains(0, 1) && !pattern.contains(1, 0));
/// assert_eq!(pattern.transpose().row(1), [0, 2]);
/// assert_eq!(pattern.to_string(), "3 × 4, 4 entries");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Sparsity {
    cols: usize,
    /// Where in `columns` each row begins, and after them where the last ends.
    row_starts: Vec<usize>,
    /// The columns of each row, in order.
    columns: Vec<usize>,
}

impl Sparsity {
    /// The pattern with these columns in each row, in any order.
    ///
    /// # Panics
    ///
    /// If there is no such column.
    #[must_use]
    pub fn from_rows<R: IntoIterator<Item = usize>>(
        cols: usize,
        rows: impl IntoIterator<Item = R>,
    ) -> Self {
        let mut row_starts = vec![0];
        let mut columns = Vec::new();
        let mut row = Vec::new();
        for of_row in rows {
            row.extend(of_row);
            row.sort_unstable();
            row.dedup();
            if let Some(last) = row.last() {
                assert!(*last < cols, "column {last} of {cols}");
            }
            columns.append(&mut row);
            row_starts.push(columns.len());
        }
        Self {
            cols,
            row_starts,
            columns,
        }
    }

    /// The pattern of a matrix all of whose entries may be other than zero.
    ///
    /// ```
    /// # use ad_runtime::Sparsity;
    /// assert_eq!(Sparsity::dense(2, 3).row(1), [0, 1, 2]);
    /// ```
    #[must_use]
    pub fn dense(rows: usize, cols: usize) -> Self {
        Self::from_rows(cols, (0..rows).map(|_| 0..cols))
    }

    /// The number of rows.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.row_starts.len() - 1
    }

    /// The number of columns.
    #[must_use]
    pub fn cols(&self) -> usize {
        self.cols
    }

    /// The number of entries.
    #[must_use]
    pub fn nnz(&self) -> usize {
        self.columns.len()
    }

    /// The columns of the entries of one row, in order.
    ///
    /// # Panics
    ///
    /// If there is no such row.
    #[must_use]
    pub fn row(&self, row: usize) -> &[usize] {
        &self.columns[self.entries_of(row)]
    }

    /// The columns of each row, from the first to the last.
    #[must_use]
    pub fn iter_rows(&self) -> impl DoubleEndedIterator<Item = &[usize]> + ExactSizeIterator {
        (0..self.rows()).map(|row| self.row(row))
    }

    /// The row and the column of each entry, row by row.
    ///
    /// ```
    /// # use ad_runtime::Sparsity;
    /// let pattern = Sparsity::from_rows(3, [[0, 2], [1, 2]]);
    /// assert!(pattern.entries().eq([(0, 0), (0, 2), (1, 1), (1, 2)]));
    /// ```
    pub fn entries(&self) -> impl Iterator<Item = (usize, usize)> {
        let rows = self.iter_rows().enumerate();
        rows.flat_map(|(row, cols)| cols.iter().map(move |col| (row, *col)))
    }

    /// Whether the entry of a row and a column may be other than zero.
    ///
    /// # Panics
    ///
    /// If there is no such row or no such column.
    #[must_use]
    pub fn contains(&self, row: usize, col: usize) -> bool {
        self.position(row, col).is_some()
    }

    /// Whether each entry has one at the mirrored place.
    #[must_use]
    pub fn is_symmetric(&self) -> bool {
        self.mirrored().is_some()
    }

    /// Rows as columns.
    #[must_use]
    pub fn transpose(&self) -> Self {
        self.transposition().0
    }

    /// Where in [`columns`](Self::columns) each row begins, and after them where the last ends.
    #[must_use]
    pub fn row_starts(&self) -> &[usize] {
        &self.row_starts
    }

    /// The columns of all entries, row by row.
    #[must_use]
    pub fn columns(&self) -> &[usize] {
        &self.columns
    }

    /// The numbers of the entries of a row.
    fn entries_of(&self, row: usize) -> core::ops::Range<usize> {
        assert!(row < self.rows(), "row {row} of {}", self.rows());
        self.row_starts[row]..self.row_starts[row + 1]
    }

    /// The number of the entry at a place.
    fn position(&self, row: usize, col: usize) -> Option<usize> {
        assert!(col < self.cols, "column {col} of {}", self.cols);
        let found = self.row(row).binary_search(&col).ok()?;
        Some(self.row_starts[row] + found)
    }

    /// The transpose, and of each of its entries the number it has here.
    fn transposition(&self) -> (Self, Vec<usize>) {
        let mut row_starts = vec![0; self.cols + 1];
        for col in &self.columns {
            row_starts[col + 1] += 1;
        }
        for col in 0..self.cols {
            row_starts[col + 1] += row_starts[col];
        }
        let mut next = row_starts.clone();
        let mut columns = vec![0; self.nnz()];
        let mut numbers = vec![0; self.nnz()];
        for (number, (row, col)) in self.entries().enumerate() {
            columns[next[col]] = row;
            numbers[next[col]] = number;
            next[col] += 1;
        }
        let transpose = Self {
            cols: self.rows(),
            row_starts,
            columns,
        };
        (transpose, numbers)
    }

    /// Of each entry, the number of that at the mirrored place, if the pattern is symmetric.
    fn mirrored(&self) -> Option<Vec<usize>> {
        let (transpose, numbers) = self.transposition();
        (transpose == *self).then_some(numbers)
    }
}

/// The numbers of rows, columns and entries.
impl Display for Sparsity {
    fn fmt(&self, f: &mut Formatter) -> fmt::Result {
        let entries = if self.nnz() == 1 { "entry" } else { "entries" };
        write!(
            f,
            "{} × {}, {} {entries}",
            self.rows(),
            self.cols,
            self.nnz()
        )
    }
}
