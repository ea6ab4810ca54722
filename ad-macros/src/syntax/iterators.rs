//! The methods of iterators, by their names.

/// The methods that make iterators of sequences, or of other iterators, and whether they become loops
/// where one that is no such method ends the chain.
const METHODS: [(&str, bool); 25] = [
    ("chain", true),
    ("chunks", true),
    ("chunks_exact", true),
    ("cloned", true),
    ("copied", true),
    ("cycle", false),
    ("enumerate", true),
    ("filter", true),
    ("filter_map", true),
    ("flat_map", false),
    ("inspect", false),
    ("into_iter", true),
    ("iter", true),
    ("iter_mut", true),
    ("map", true),
    ("map_while", false),
    ("rev", true),
    ("scan", false),
    ("skip", true),
    ("skip_while", true),
    ("step_by", true),
    ("take", true),
    ("take_while", true),
    ("windows", true),
    ("zip", true),
];

/// Whether a method makes an iterator.
pub(super) fn is_iterator_method(name: &str) -> bool {
    METHODS.iter().any(|(method, _)| *method == name)
}

/// Whether a method makes an iterator that becomes a loop.
pub(super) fn becomes_a_loop(name: &str) -> bool {
    METHODS.contains(&(name, true))
}
