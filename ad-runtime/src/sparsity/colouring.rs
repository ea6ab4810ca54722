//! Which columns, or rows, of a sparse matrix one sweep gives together.
//!
//! Gebremedhin, Manne & Pothen 2005, "What color is your Jacobian? Graph coloring for computing derivatives".

use alloc::vec;
use alloc::vec::Vec;
use core::cmp::Reverse;
use core::fmt::{self, Display, Formatter};

use super::{Sparsity, star};

/// What the colours of a [`Colouring`] are given to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Compression {
    /// Columns, no two of which with a row in common have one colour: a sweep of forward mode for each colour.
    Columns,
    /// Rows, no two of which with a column in common have one colour: a sweep of reverse mode for each colour.
    Rows,
    /// Columns of a symmetric matrix, with each entry or its mirror image alone in its row among those of one colour:
    /// a product with the Hessian for each colour.
    Symmetric,
}

/// Colours of the columns of a sparse matrix, or of its rows, such that one sweep gives all columns of a colour.
///
/// A sweep is seeded with ones at all columns of a colour; what is alone in its row can be read from the result. Colours
/// are given greedily, to what has most neighbours first, and are not always the fewest there could be. What has no
/// entries has no colour.
///
/// ```
/// use ad_runtime::{Colouring, Sparsity};
///
/// // A band of three diagonals takes three sweeps, however large it is.
/// let band = Sparsity::from_rows(100, (0..100).map(|i: usize| i.saturating_sub(1)..100.min(i + 2)));
/// assert_eq!(Colouring::columns(&band).sweeps(), 3);
/// assert_eq!(Colouring::symmetric(&band).sweeps(), 3);
///
/// // A full row makes all columns neighbours; but rows can be coloured in place of columns.
/// let arrow = Sparsity::from_rows(100, (0..100).map(|i| if i == 0 { 0..100 } else { i..i + 1 }));
/// assert_eq!(Colouring::columns(&arrow).sweeps(), 100);
/// assert_eq!(Colouring::rows(&arrow).sweeps(), 2);
/// assert_eq!(Colouring::fewest(&arrow), Colouring::rows(&arrow));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Colouring {
    compression: Compression,
    colours: Vec<Option<usize>>,
    sweeps: usize,
}

impl Colouring {
    /// Colours columns, for forward mode.
    ///
    /// It takes time in proportion to the sum of the squares of the numbers of entries in rows, or to the number of entries
    /// if a row is full.
    #[must_use]
    pub fn columns(sparsity: &Sparsity) -> Self {
        Self::direct(sparsity, &sparsity.transpose(), Compression::Columns)
    }

    /// Colours rows, for reverse mode.
    ///
    /// It takes time in proportion to the sum of the squares of the numbers of entries in columns, or to the number of
    /// entries if a column is full.
    #[must_use]
    pub fn rows(sparsity: &Sparsity) -> Self {
        Self::direct(&sparsity.transpose(), sparsity, Compression::Rows)
    }

    /// Colours columns or rows, whichever takes fewer sweeps; columns where that is the same.
    ///
    /// What a full row or a full column makes hopeless is not tried.
    #[must_use]
    pub fn fewest(sparsity: &Sparsity) -> Self {
        let transpose = sparsity.transpose();
        let columns = || Self::direct(sparsity, &transpose, Compression::Columns);
        let rows = || Self::direct(&transpose, sparsity, Compression::Rows);
        // All entries of the longest row are of different columns.
        let (least_columns, least_rows) = (longest(sparsity), longest(&transpose));
        if least_columns <= least_rows {
            let columns = columns();
            if columns.sweeps <= least_rows {
                return columns;
            }
            let rows = rows();
            return if columns.sweeps <= rows.sweeps {
                columns
            } else {
                rows
            };
        }
        let rows = rows();
        if rows.sweeps < least_columns {
            return rows;
        }
        let columns = columns();
        if columns.sweeps <= rows.sweeps {
            columns
        } else {
            rows
        }
    }

    /// Colours columns of a symmetric matrix, for products with it.
    ///
    /// It is a star colouring of the graph that has an edge for each entry off the diagonal (Gebremedhin, Tarafdar, Manne &
    /// Pothen 2007, "New acyclic and star coloring algorithms with application to computing Hessians"), and takes time
    /// in proportion to the number of entries times the number of colours among neighbours.
    ///
    /// # Panics
    ///
    /// If the pattern is not symmetric.
    #[must_use]
    pub fn symmetric(sparsity: &Sparsity) -> Self {
        assert!(sparsity.is_symmetric(), "a symmetric pattern");
        let order = largest_first(sparsity, |vertex| sparsity.row(vertex).len());
        Self::new(Compression::Symmetric, star::colours(sparsity, order))
    }

    /// Colours of the columns of `rows`, which are the rows of `cols`.
    fn direct(rows: &Sparsity, cols: &Sparsity, compression: Compression) -> Self {
        let neighbours = |col: usize| cols.row(col).iter().map(|row| rows.row(*row).len() - 1);
        let order = largest_first(cols, |col| neighbours(col).sum());
        let mut colours = vec![None; rows.cols()];
        if longest(rows) == order.len() {
            // All are neighbours in that row.
            for (colour, col) in order.into_iter().enumerate() {
                colours[col] = Some(colour);
            }
            return Self::new(compression, colours);
        }
        let mut palette = Palette::default();
        for col in order {
            let conflicts = cols.row(col).iter().flat_map(|row| rows.row(*row));
            for colour in conflicts.filter_map(|other| colours[*other]) {
                palette.forbid(colour);
            }
            colours[col] = Some(palette.choose());
        }
        Self::new(compression, colours)
    }

    fn new(compression: Compression, colours: Vec<Option<usize>>) -> Self {
        let sweeps = colours.iter().flatten().max().map_or(0, |last| last + 1);
        Self {
            compression,
            colours,
            sweeps,
        }
    }

    /// What has the colours.
    #[must_use]
    pub fn compression(&self) -> Compression {
        self.compression
    }

    /// The number of colours: so many sweeps give the matrix.
    #[must_use]
    pub fn sweeps(&self) -> usize {
        self.sweeps
    }

    /// The colour of each column (of each row, if those have colours).
    ///
    /// ```
    /// use ad_runtime::{Colouring, Sparsity};
    ///
    /// let pattern = Sparsity::from_rows(4, [[0, 1], [1, 3]]);
    /// let colouring = Colouring::columns(&pattern);
    /// assert_eq!(colouring.colours(), [Some(1), Some(0), None, Some(1)]);
    /// assert_eq!(colouring.groups(), [vec![1], vec![0, 3]]);
    /// ```
    #[must_use]
    pub fn colours(&self) -> &[Option<usize>] {
        &self.colours
    }

    /// The columns (or rows) of each colour.
    #[must_use]
    pub fn groups(&self) -> Vec<Vec<usize>> {
        let mut groups = vec![Vec::new(); self.sweeps];
        for (col, colour) in self.colours.iter().enumerate() {
            if let Some(colour) = colour {
                groups[*colour].push(col);
            }
        }
        groups
    }
}

/// The number of sweeps, and of what.
impl Display for Colouring {
    fn fmt(&self, f: &mut Formatter) -> fmt::Result {
        let coloured = match self.compression {
            Compression::Rows => "rows",
            Compression::Columns | Compression::Symmetric => "columns",
        };
        let plural = if self.sweeps == 1 { "" } else { "s" };
        write!(
            f,
            "{} {coloured} in {} sweep{plural}",
            self.colours.len(),
            self.sweeps
        )
    }
}

/// The numbers of the rows with entries, those with most neighbours first, otherwise as they come.
fn largest_first(rows: &Sparsity, neighbours: impl Fn(usize) -> usize) -> Vec<usize> {
    let with_entries = |row: &usize| !rows.row(*row).is_empty();
    let mut order: Vec<usize> = (0..rows.rows()).filter(with_entries).collect();
    order.sort_by_cached_key(|row| Reverse(neighbours(*row)));
    order
}

fn longest(rows: &Sparsity) -> usize {
    rows.iter_rows().map(<[usize]>::len).max().unwrap_or(0)
}

/// Colours, of which some are forbidden to what is coloured next.
#[derive(Default)]
pub(super) struct Palette {
    /// At which choice a colour was forbidden last.
    forbidden_at: Vec<usize>,
    choices: usize,
}

impl Palette {
    pub(super) fn forbid(&mut self, colour: usize) {
        if colour >= self.forbidden_at.len() {
            self.forbidden_at.resize(colour + 1, usize::MAX);
        }
        self.forbidden_at[colour] = self.choices;
    }

    /// The first colour that was not forbidden since the last choice.
    pub(super) fn choose(&mut self) -> usize {
        let allowed = |at: &usize| *at != self.choices;
        let first = self.forbidden_at.iter().position(allowed);
        self.choices += 1;
        first.unwrap_or(self.forbidden_at.len())
    }
}
