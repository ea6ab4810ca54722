//! The cheapest set of values to keep: a smallest vertex cut.
//!
//! Every value is computed from others, down to those that cannot be computed again. To keep a set of
//! values is enough if every way from the latter to what is needed leads through it; a cheapest such
//! set is a minimum cut, found by augmenting paths (Ford & Fulkerson 1956). Of several, the one
//! nearest to what is needed: it leaves the least to compute again.

/// A value that may be kept.
#[derive(Clone, Debug, Default)]
pub(super) struct Node {
    /// What it costs to keep.
    pub(super) cost: u32,
    /// The values it can be computed from again; none where it must be kept.
    pub(super) operands: Option<Vec<usize>>,
    pub(super) needed: bool,
}

/// The values to keep.
pub(super) fn smallest(nodes: &[Node]) -> Vec<bool> {
    let mut network = Network::of(nodes);
    while network.augment() {}
    let reaches = network.reaching_sink();
    (0..nodes.len())
        .map(|node| {
            reaches.get(exit(node)) == Some(&true) && reaches.get(entry(node)) == Some(&false)
        })
        .collect()
}

fn entry(node: usize) -> usize {
    2 + 2 * node
}

fn exit(node: usize) -> usize {
    3 + 2 * node
}

const SOURCE: usize = 0;
const SINK: usize = 1;

/// A flow network, by the capacities left.
struct Network {
    edges: Vec<Edge>,
    /// The edges that leave each vertex.
    leaving: Vec<Vec<usize>>,
}

struct Edge {
    to: usize,
    left: u32,
}

impl Network {
    fn of(nodes: &[Node]) -> Self {
        let mut network = Network {
            edges: Vec::new(),
            leaving: vec![Vec::new(); 2 + 2 * nodes.len()],
        };
        for (index, node) in nodes.iter().enumerate() {
            network.join(entry(index), exit(index), node.cost);
            match &node.operands {
                None => network.join(SOURCE, entry(index), u32::MAX),
                Some(operands) => {
                    for operand in operands {
                        network.join(exit(*operand), entry(index), u32::MAX);
                    }
                }
            }
            if node.needed {
                network.join(exit(index), SINK, u32::MAX);
            }
        }
        network
    }

    /// An edge, and beside it the one that flow is taken back by.
    fn join(&mut self, from: usize, to: usize, capacity: u32) {
        for (from, to, left) in [(from, to, capacity), (to, from, 0)] {
            let edge = self.edges.len();
            self.edges.push(Edge { to, left });
            if let Some(leaving) = self.leaving.get_mut(from) {
                leaving.push(edge);
            }
        }
    }

    fn edge(&self, index: usize) -> (usize, u32) {
        self.edges
            .get(index)
            .map_or((SINK, 0), |edge| (edge.to, edge.left))
    }

    /// Sends flow along a shortest path that has room for some.
    fn augment(&mut self) -> bool {
        let mut arrived: Vec<Option<usize>> = vec![None; self.leaving.len()];
        let mut queue = std::collections::VecDeque::from([SOURCE]);
        while let Some(vertex) = queue.pop_front() {
            for index in self.leaving.get(vertex).into_iter().flatten() {
                let (to, left) = self.edge(*index);
                if let Some(slot @ None) = arrived.get_mut(to)
                    && left > 0
                    && to != SOURCE
                {
                    *slot = Some(*index);
                    queue.push_back(to);
                }
            }
        }
        let mut path = Vec::new();
        let mut vertex = SINK;
        while vertex != SOURCE {
            let Some(index) = arrived.get(vertex).copied().flatten() else {
                return false;
            };
            path.push(index);
            vertex = self.edge(index ^ 1).0;
        }
        let room = path
            .iter()
            .map(|index| self.edge(*index).1)
            .min()
            .unwrap_or(0);
        for index in path {
            for (index, gain) in [(index, false), (index ^ 1, true)] {
                if let Some(edge) = self.edges.get_mut(index) {
                    edge.left = if gain {
                        edge.left.saturating_add(room)
                    } else {
                        edge.left - room
                    };
                }
            }
        }
        true
    }

    /// The vertices from which there is still room to the sink.
    fn reaching_sink(&self) -> Vec<bool> {
        let mut reaches = vec![false; self.leaving.len()];
        let mut stack = vec![SINK];
        while let Some(vertex) = stack.pop() {
            if let Some(seen @ false) = reaches.get_mut(vertex) {
                *seen = true;
                for index in self.leaving.get(vertex).into_iter().flatten() {
                    // The edge towards this vertex is the one beside.
                    if self.edge(index ^ 1).1 > 0 {
                        stack.push(self.edge(*index).0);
                    }
                }
            }
        }
        reaches
    }
}

#[cfg(test)]
mod tests {
    use super::{Node, smallest};

    fn node(operands: Option<&[usize]>, needed: bool) -> Node {
        Node {
            cost: 1,
            operands: operands.map(<[usize]>::to_vec),
            needed,
        }
    }

    #[test]
    fn what_can_be_computed_for_free_is_not_kept() {
        let nodes = [node(Some(&[]), false), node(Some(&[0]), true)];
        assert_eq!(smallest(&nodes), [false, false]);
    }

    #[test]
    fn one_value_stands_for_all_that_follows_from_it() {
        let nodes = [
            node(None, false),
            node(Some(&[0]), true),
            node(Some(&[0]), true),
        ];
        assert_eq!(smallest(&nodes), [true, false, false]);
    }

    #[test]
    fn of_equal_sets_the_nearer_one_is_kept() {
        let nodes = [node(None, false), node(Some(&[0]), true)];
        assert_eq!(smallest(&nodes), [false, true]);
    }

    #[test]
    fn the_cheaper_side_is_kept() {
        let nodes = [
            node(None, false),
            node(None, false),
            node(Some(&[0, 1]), true),
        ];
        assert_eq!(smallest(&nodes), [false, false, true]);
        let dear = Node {
            cost: 5,
            ..node(Some(&[0, 1]), true)
        };
        let nodes = [node(None, false), node(None, false), dear];
        assert_eq!(smallest(&nodes), [true, true, false]);
    }

    /// The shortest way, from 0 to 2, is given up for two others.
    #[test]
    fn flow_is_taken_back() {
        let nodes = [
            node(None, false),
            node(None, false),
            node(Some(&[0, 3]), true),
            node(Some(&[1]), false),
            node(Some(&[0]), false),
            node(Some(&[4]), true),
        ];
        assert_eq!(smallest(&nodes), [false, false, true, false, false, true]);
        // No more of it than there was, though there would be room for more.
        let [source, other, shared, behind, before, last] = nodes;
        let (before, last) = (Node { cost: 5, ..before }, Node { cost: 5, ..last });
        let nodes = [source, other, shared, behind, before, last];
        assert_eq!(smallest(&nodes), [true, false, true, false, false, false]);
    }

    #[test]
    fn what_is_needed_and_cannot_be_computed_is_kept() {
        assert_eq!(smallest(&[node(None, true)]), [true]);
    }
}
