//! What the compiler says about functions that cannot be differentiated.

#[test]
fn ui() {
    trybuild::TestCases::new().compile_fail("ui/*/*.rs");
}
