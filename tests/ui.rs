//! Mistakes, as stories: what the user wrote and what the compiler says.

#[test]
fn mistakes() {
    trybuild::TestCases::new().compile_fail("tests/ui/*.rs");
}
