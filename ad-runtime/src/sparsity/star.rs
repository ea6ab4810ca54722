//! Star colourings: neighbours have different colours, and so do any four vertices on a path, three at least.
//!
//! So the vertices of any two colours make up stars. A vertex in the middle of one, its hub, has several neighbours of the
//! other colour; each of these, a spoke, has the hub alone. The colour of a vertex must not join two stars to a longer
//! path.
//!
//! ```text
//! v ─ w ─ x ─ y    where w and y have one colour, v must not get that of the hub x
//! w ─ v ─ y ─ x    where w and y have one colour, v must not get that of x, nor of any neighbour of w
//! ```

use alloc::collections::BTreeMap;
use alloc::vec;
use alloc::vec::Vec;

use super::Sparsity;
use super::colouring::Palette;

/// The neighbours of a vertex that have some colour.
#[derive(Clone, Copy)]
struct Neighbours {
    first: usize,
    several: bool,
}

/// What is known of a vertex from its neighbours that have a colour.
#[derive(Clone, Default)]
struct Vertex {
    colour: Option<usize>,
    /// By their colours.
    neighbours: BTreeMap<usize, Neighbours>,
    /// The colours of the hubs that this is a spoke of.
    hubs: Vec<usize>,
}

/// Colours of the vertices, given in this order.
pub(super) fn colours(sparsity: &Sparsity, order: Vec<usize>) -> Vec<Option<usize>> {
    let mut vertices = vec![Vertex::default(); sparsity.rows()];
    let mut palette = Palette::default();
    for vertex in order {
        forbid(&vertices, sparsity, vertex, &mut palette);
        let colour = palette.choose();
        paint(&mut vertices, sparsity, vertex, colour);
    }
    vertices.into_iter().map(|vertex| vertex.colour).collect()
}

/// The neighbours of a vertex.
fn neighbours(sparsity: &Sparsity, vertex: usize) -> impl Iterator<Item = usize> {
    let row = sparsity.row(vertex).iter().copied();
    row.filter(move |col| *col != vertex)
}

/// Forbids the colours that would make a path of two.
fn forbid(vertices: &[Vertex], sparsity: &Sparsity, vertex: usize, palette: &mut Palette) {
    for neighbour in neighbours(sparsity, vertex) {
        let neighbour = &vertices[neighbour];
        let Some(colour) = neighbour.colour else {
            continue;
        };
        palette.forbid(colour);
        neighbour.hubs.iter().for_each(|hub| palette.forbid(*hub));
        if vertices[vertex].neighbours[&colour].several {
            let beyond = neighbour.neighbours.keys();
            beyond.for_each(|colour| palette.forbid(*colour));
        }
    }
}

/// Gives a vertex a colour, and tells its neighbours.
fn paint(vertices: &mut [Vertex], sparsity: &Sparsity, vertex: usize, colour: usize) {
    vertices[vertex].colour = Some(colour);
    for neighbour in neighbours(sparsity, vertex) {
        let of_colour = vertices[neighbour].neighbours.get_mut(&colour);
        // The neighbour may be a hub now, of this vertex and of the first of its colour.
        let spokes = match of_colour {
            None => {
                let alone = Neighbours {
                    first: vertex,
                    several: false,
                };
                vertices[neighbour].neighbours.insert(colour, alone);
                [None, None]
            }
            Some(known) if known.several => [Some(vertex), None],
            Some(known) => {
                known.several = true;
                [Some(vertex), Some(known.first)]
            }
        };
        let Some(neighbour_colour) = vertices[neighbour].colour else {
            continue;
        };
        for spoke in spokes.into_iter().flatten() {
            vertices[spoke].hubs.push(neighbour_colour);
        }
        // And this vertex may be one, of this neighbour among others.
        if vertices[vertex].neighbours[&neighbour_colour].several {
            vertices[neighbour].hubs.push(colour);
        }
    }
}
