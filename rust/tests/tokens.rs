//! Rust tokens read as the text they were written as.

use chainrule_parser::ast::Ast;
use chainrule_parser::{parse_expression, parse_model, print_expression, print_model};
use chainrule_rust::{parse_model_tokens, parse_tokens};
use proc_macro2::TokenStream;

fn tokens(text: &str) -> TokenStream {
    text.parse().expect("Rust tokens")
}

/// What is printed reads back to the same tree, so it is the same for the same trees.
fn printed(ast: &Ast) -> String {
    print_expression(ast, ast.output.expect("a formula has a value"))
}

#[test]
fn formulas_read_the_same_as_text_and_as_tokens() {
    for text in [
        "x^2 + 1",
        "2 ** -x - 1.5e-3*y",
        "1/2 * sum(i: (sigmoid(sum(j: W[i,j]*x[j]) + b[i]) - t[i])^2)",
        "sum(i in 1..n-1: x[i] @ A)",
        "a <= b && !(c != d) || e == f ? a[0] : -b",
        "if(a < b, 1., 2)",
        "θ * r#type + where(x >= 0, x, 0)",
        "((((x))))",
    ] {
        let plain = text.replace("r#", "");
        let read = parse_tokens(tokens(text)).map(|(ast, _)| printed(&ast)).map_err(|(e, _)| e);
        assert_eq!(read, parse_expression(&plain).map(|ast| printed(&ast)), "{text}");
    }
}

#[test]
fn models_read_the_same_as_text_and_as_tokens() {
    let text = "param w[i: 13] = 0.1*i, b = 0; input x[n, 13]; z[n] = sum(i: w[i]*x[n, i]) + b; f(x) = x^2;";
    let Ok((ast, _)) = parse_model_tokens(tokens(text)) else { panic!("a model") };
    assert_eq!(print_model(&ast), print_model(&parse_model(text).expect("a model")));
    assert_eq!(ast.definitions.len(), 2);
}

#[test]
fn errors_count_tokens() {
    for (text, at, says) in [
        ("x + * y", 2, "found `*`"),
        ("sin(x y)", 3, "write `x*y`"),
        ("2.0f64 * x", 0, "write `2.0`"),
        ("1_000", 0, "write `1000`"),
        ("0xff", 0, "decimal"),
        ("x.sin()", 1, "sin(x)"),
        ("x + \"a\"", 2, "unexpected"),
        ("{ x }", 0, "`(`"),
        ("x = 1", 1, "`=`"),
        ("x +", 2, "the end"),
        ("a < b", 1, "condition"),
        ("f(x", 0, ""),
    ] {
        let Ok(stream) = text.parse::<TokenStream>() else { continue };
        let Err((error, spans)) = parse_tokens(stream) else { panic!("{text} was accepted") };
        assert_eq!(error.span().map(|s| s.start), Some(at), "{text}: {error}");
        assert!(error.to_string().contains(says), "{text}: {error}");
        let _ = spans.of_error(&error);
    }
}

#[test]
fn nested_groups_need_no_stack_of_ours() {
    let text = "(".repeat(200) + "x" + &")".repeat(200);
    assert!(parse_tokens(tokens(&text)).is_ok());
}
