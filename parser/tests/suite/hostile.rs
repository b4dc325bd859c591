//! Input that is large, deep or random. Nothing may panic, overflow the stack or take more than linear time.

use crate::helpers::{failure, on_small_stack};
use chainrule_parser::{Limits, parse_expression, parse_expression_with, parse_latex, parse_model, print_expression};
use proptest::prelude::*;

const DEEP: usize = 100_000;
/// Enough to overflow the stack of anything that recurses, where there are many inputs.
const MANY: usize = 20_000;

#[test]
fn deep_nesting_needs_no_stack() {
    on_small_stack(|| {
        let around = |left: &str, right: &str| left.repeat(DEEP) + "x" + &right.repeat(DEEP);
        let texts = [
            around("(", ")"),
            around("-", ""),
            around("+", ""),
            around("x+(", ")"),
            around("x*", ""),
            around("2^", ""),
            around("sin(", ")"),
            around("a[", "]"),
            around("", "'"),
            around("", "[0]"),
            around("[", "]"),
            around("sum(i: ", ")"),
            around("sum(i in 0..", ": 1)"),
            around("a<b?", ":1"),
            around("a<b?1:", ""),
            around("if(a<b,", ",1)"),
            "if(".to_owned() + &around("not ", "") + "<1,1,2)",
            "if(".to_owned() + &"(".repeat(DEEP) + "x<1" + &")".repeat(DEEP) + ",1,2)",
            around("√", ""),
        ];
        for text in texts {
            let start: String = text.chars().take(12).collect();
            let ast = parse_expression(&text).unwrap_or_else(|e| panic!("{start}: {e}"));
            let printed = print_expression(&ast, ast.output.unwrap());
            let again = parse_expression(&printed).unwrap_or_else(|e| panic!("{start}: {e}"));
            assert_eq!(ast.len(), again.len(), "{start}");
        }
    });
}

#[test]
fn deep_mistakes_are_clean_errors() {
    on_small_stack(|| {
        for unit in ["(", "-", "sin(", "a[", "x+(", "sum(i: ", "sum(i in ", "a<b?", "if(", "[", "max(a,", "^", "a and ", "x y "] {
            let text = unit.repeat(MANY);
            let error = parse_expression(&text).unwrap_err();
            assert!(error.render(&text).len() < 2000);
            assert!(parse_model(&("z = ".to_owned() + &text)).is_err());
        }
    });
}

#[test]
fn deep_latex_needs_no_stack() {
    on_small_stack(|| {
        let units = [
            ("{", "}"),
            (r"\frac{1}{", "}"),
            (r"\frac{", "}{2}"),
            ("x^{", "}"),
            (r"\sqrt{", "}"),
            (r"\left(", r"\right)"),
            (r"\sin ", ""),
            (r"\sin{", "}"),
            (r"\ln|", "|"),
            ("x", ""),
            ("-", ""),
        ];
        for (left, right) in units {
            let text = left.repeat(MANY) + "x" + &right.repeat(MANY);
            assert!(parse_latex(&text).is_ok(), "{left}");
            assert!(right.is_empty() || parse_latex(&left.repeat(MANY)).is_err(), "{left}");
        }
        for unit in [r"\sum_i ", r"\sqrt[", "_{", "x_{a", r"\sin|x|", "|", r"\left", r"\mathrm{"] {
            let _ = parse_latex(&unit.repeat(MANY));
        }
    });
}

#[test]
fn limits_are_named() {
    let limits = Limits::default();
    let says = |text: &str, limits: &Limits| failure(parse_expression_with(text, limits)).1;
    assert!(says("x + x", &limits.clone().max_bytes(4)).contains("`max_bytes`"));
    assert!(says("((x))", &limits.clone().max_nesting(1)).contains("`max_nesting`"));
    assert!(says("x + x", &limits.clone().max_nodes(2)).contains("`max_nodes`"));
    assert!(says("x + abc", &limits.clone().max_name_bytes(2)).contains("`max_name_bytes`"));
    assert!(says("x + abc", &limits.max_name_bytes(2)).contains("raise it"));
}

/// Text made of the pieces that mean something, so that it gets far into the grammar.
fn soup() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "x", "y1", "2", ".5", "1e3", "+", "-", "*", "/", "^", "**", "(", ")", "[", "]", ",", ":", "?", "'", "@", "=", "==", "<", "..",
        "sum(", "if(", "i in ", "and", "not ", "√", "²", "\n", ";", "#", "param ", "input ", "\\frac", "{", "}", "_", "\\sum", "\\sin ",
        "\\left", "\\right", "|", "\\sqrt", "&", "é", "𝑥", "\u{301}", "\0", "\r", " ",
    ]);
    prop::collection::vec(pieces, 0..30).prop_map(|parts| parts.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 2000, ..ProptestConfig::default() })]

    #[test]
    fn any_text_gives_a_tree_or_a_placed_error(text in prop_oneof![soup(), any::<String>()]) {
        for result in [parse_expression(&text), parse_model(&text), parse_latex(&text)] {
            if let Err(error) = result {
                let span = error.span().expect("a place");
                prop_assert!(span.start <= span.end && span.end as usize <= text.len(), "{:?}", error);
                prop_assert!(text.is_char_boundary(span.start as usize), "{:?}", error);
                prop_assert!(!error.message().ends_with('.') && !error.render(&text).is_empty());
            }
        }
    }
}
