//! What has no derivative, or a zero one: asking such questions of an active value is free.

/// Methods whose result carries no derivative: their result is a count, a flag, an ordering, bits,
/// or piecewise constant; with each, the number of its arguments.
const INERT_METHODS: &[(&str, usize)] = &[
    ("all", 1),
    ("any", 1),
    ("binary_search_by", 1),
    ("ceil", 0),
    ("classify", 0),
    ("contains", 1),
    ("count", 0),
    ("div_euclid", 1),
    ("eq", 1),
    ("floor", 0),
    ("ge", 1),
    ("gt", 1),
    ("is_empty", 0),
    ("is_finite", 0),
    ("is_infinite", 0),
    ("is_nan", 0),
    ("is_normal", 0),
    ("is_sign_negative", 0),
    ("is_sign_positive", 0),
    ("is_sorted", 0),
    ("is_sorted_by", 1),
    ("is_subnormal", 0),
    ("le", 1),
    ("len", 0),
    ("lt", 1),
    ("ncols", 0),
    ("ne", 1),
    ("nrows", 0),
    ("partial_cmp", 1),
    ("partition_point", 1),
    ("position", 1),
    ("round", 0),
    ("round_ties_even", 0),
    ("signum", 0),
    ("total_cmp", 1),
    ("trunc", 0),
];

/// Macros that may mention active values: they are kept, once, in the forward sweep.
pub(crate) const INERT_MACROS: &[&str] = &[
    "assert",
    "assert_eq",
    "assert_ne",
    "concat",
    "debug_assert",
    "debug_assert_eq",
    "debug_assert_ne",
    "eprint",
    "eprintln",
    "matches",
    "panic",
    "print",
    "println",
    "stringify",
    "todo",
    "unimplemented",
    "unreachable",
];

/// Methods through which a value could come back without its derivative.
const DROPPING_METHODS: &[&str] = &[
    "to_be_bytes",
    "to_bits",
    "to_le_bytes",
    "to_ne_bytes",
    "to_string",
];

/// Whether a method takes a value to where its derivative is lost, though the value is not.
pub(crate) fn drops_derivative(name: &str) -> bool {
    DROPPING_METHODS.contains(&name)
}

/// Whether a method's result carries no derivative, whatever its receiver.
pub(crate) fn is_inert_method(name: &str) -> bool {
    INERT_METHODS.iter().any(|(known, _)| *known == name)
}

/// The same of a method with so many arguments: with others, it is a method of a type of the user's.
pub(crate) fn is_inert_call(name: &str, arguments: usize) -> bool {
    INERT_METHODS.contains(&(name, arguments))
}

/// Whether a method asks for what a closure finds, so that a type of the user's may have one of its
/// name which takes a number.
pub(crate) fn is_search(name: &str) -> bool {
    ["all", "any", "position"].contains(&name)
}

/// Methods of what is borrowed whose result is, too, or is made of what is.
const BORROWING_METHODS: &[&str] = &[
    "as_ref",
    "as_slice",
    "borrow",
    "expect",
    "first",
    "get",
    "iter",
    "last",
    "max_by",
    "min_by",
    "next",
    "nth",
    "unwrap",
    "unwrap_or",
];

/// Whether a method of something borrowed returns a borrow.
pub(crate) fn returns_a_borrow(name: &str) -> bool {
    BORROWING_METHODS.contains(&name)
}
