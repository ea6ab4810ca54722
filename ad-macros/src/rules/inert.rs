//! What has no derivative, or a zero one: asking such questions of an active value is free.

/// Methods whose result carries no derivative: their result is a count, a flag, an ordering, bits,
/// or piecewise constant.
const INERT_METHODS: &[&str] = &[
    "all",
    "any",
    "binary_search_by",
    "ceil",
    "classify",
    "contains",
    "count",
    "div_euclid",
    "eq",
    "floor",
    "ge",
    "gt",
    "is_empty",
    "is_finite",
    "is_infinite",
    "is_nan",
    "is_normal",
    "is_sign_negative",
    "is_sign_positive",
    "is_sorted",
    "is_sorted_by",
    "is_subnormal",
    "le",
    "len",
    "lt",
    "ne",
    "partial_cmp",
    "partition_point",
    "position",
    "round",
    "round_ties_even",
    "signum",
    "total_cmp",
    "trunc",
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
    INERT_METHODS.contains(&name)
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
