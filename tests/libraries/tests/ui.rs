//! What the compiler says about operations of vectors that have no rule.

#[test]
fn ui() {
    trybuild::TestCases::new().compile_fail("ui/*.rs");
}
