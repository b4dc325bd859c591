//! Precedence, conditions, reductions, and what errors say.

use crate::helpers::{failure, printed};
use chainrule_parser::ast::{BinaryOp, Expr};
use chainrule_parser::parse_expression;

/// `written` means what `meant`, printed with the parentheses that are needed, says.
#[track_caller]
fn reads(written: &str, meant: &str) {
    assert_eq!(printed(written), meant, "{written}");
    assert_eq!(printed(meant), meant);
}

/// An error at this byte whose text contains `says`.
#[track_caller]
fn refused(written: &str, at: usize, says: &str) {
    let (found, text) = failure(parse_expression(written));
    assert_eq!(found, at, "{written}: {text}");
    assert!(text.contains(says), "{written}: {text}");
}

#[test]
fn operators_bind_as_in_python() {
    reads("-x^2", "-x^2");
    reads("(-x)^2", "(-x)^2");
    reads("2^-x^2", "2^-x^2");
    reads("2^(-(x^2))", "2^-x^2");
    reads("a^b^c", "a^b^c");
    reads("(a^b)^c", "(a^b)^c");
    reads("a-(b-c)-d", "a - (b - c) - d");
    reads("a*(b/c)*d", "a*(b/c)*d");
    reads("(a*b)/c", "a*b/c");
    reads("-(a*b)", "-(a*b)");
    reads("(-a)*b", "-a*b");
    reads("a - -b", "a - -b");
    reads("2 ** 3", "2^3");
    reads("++x - +y", "x - y");
    reads("A @ B' @ x", "A @ B' @ x");
    reads("(A @ B)'", "(A @ B)'");
    reads("x[i]'[j, 0]", "x[i]'[j, 0]");
    reads("(a + b)[0]", "(a + b)[0]");
    reads("-x[i]^2", "-x[i]^2");
}

#[test]
fn superscripts_and_unicode_operators() {
    reads("x⁻¹", "x^-1");
    reads("-x²", "-x^2");
    reads("x¹²·y", "x^12*y");
    reads("√x + √(y)", "sqrt(x) + sqrt(y)");
    reads("if(a ≤ b and a ≠ c, 1, 0)", "if(a <= b and a != c, 1, 0)");
    reads("x₁ + x²", "x₁ + x^2");
    refused("√x^2", 4, "unclear");
    refused("x⁻", 1, "superscript");
}

#[test]
fn conditions_stand_only_where_one_is_expected() {
    reads("x > 0 ? x : -x", "if(x > 0, x, -x)");
    reads("a < 0 ? 1 : b < 0 ? 2 : 3", "if(a < 0, 1, if(b < 0, 2, 3))");
    reads("1 + (x > 0 ? 1 : 2)", "1 + if(x > 0, 1, 2)");
    reads("where(not (a < b) or b == c && c != d, 1, 2)", "if(not a < b or b == c and c != d, 1, 2)");
    reads("if((a < b or c < d) and !(e < f), 1, 2)", "if((a < b or c < d) and not e < f, 1, 2)");
    refused("x == y", 2, "condition");
    refused("x + (y < z)", 7, "condition");
    refused("sin(x < y)", 6, "condition");
    refused("if(x, 1, 2)", 3, "x != 0");
    refused("x ? 1 : 2", 0, "condition");
    refused("if(a < b < c, 1, 2)", 9, "a < b and b < c");
    refused("if(a < b, 1)", 11, "two values");
    refused("if(a < b, 1, 2, 3)", 14, "two values");
    refused("a < b ? 1", 9, "`:`");
    refused("not x", 4, "condition");
    refused("if + 1", 3, "if(c, a, b)");
}

#[test]
fn reductions_bind_indices() {
    reads("sum(i: w[i]*x[i])", "sum(i: w[i]*x[i])");
    reads("sum(i in 1..n-1, j: a[i,j])", "sum(i in 1..n - 1, j: a[i, j])");
    reads("sum(i,j in 0..2*n,k:a[i,j,k])", "sum(i, j in 0..2*n, k: a[i, j, k])");
    reads("softmax(i: z[i])[k]", "softmax(i: z[i])[k]");
    reads("max(a, b)", "max(a, b)");
    reads("max(a, b, c > 0 ? a : b)", "max(a, b, if(c > 0, a, b))");
    reads("sum(v) + in", "sum(v) + in");
    let ast = parse_expression("max(i, j: a[i, j])").expect("a reduction");
    assert!(matches!(ast.expr(ast.output.unwrap()), Expr::Reduce { binders, .. } if binders.len() == 2));
    refused("sum(i, i: 1)", 7, "bound twice");
    refused("summ(i: x[i])", 6, "did you mean `sum`");
    refused("sum(i in 1: x[i])", 10, "`..`");
    refused("sum(i in 1..=3: x[i])", 12, "excludes its end");
    refused("sum(i in 1..3, x[i])", 16, "`:`");
    refused("sum(i:)", 6, "expected");
    refused("sum(i in 0..n: x[i]", 19, "`)`");
}

#[test]
fn multiplication_is_never_implied() {
    refused("2x", 1, "write `2*x`");
    refused("2(x+1)", 1, "write `2*(...)`");
    refused("(x+1)(y-2)", 5, "`(...)*(...)`");
    refused("x y", 2, "write `x*y`");
    refused("e(x)", 1, "is a number, not a function");
    refused("2[0]", 1, "no elements");
    assert!(parse_expression("x(2)").is_ok(), "what `x` is gets resolved later");
}

#[test]
fn numbers() {
    for (text, value) in [("007", 7.0), ("1.", 1.0), (".5", 0.5), ("1E-3", 1e-3), ("1e-400", 0.0), ("5e-324", 5e-324)] {
        let ast = parse_expression(text).expect("a number");
        assert_eq!(ast.expr(ast.output.unwrap()), &Expr::Number(value), "{text}");
    }
    refused("2ex", 1, "write `2*ex`");
    refused("1.2.3", 3, "one decimal point");
    refused("1_000", 1, "separated");
    refused("0x10", 1, "decimal");
    refused("1e309", 0, "too large");
    refused("1.23e", 4, "exponent");
    refused("x.y", 1, "`.`");
}

#[test]
fn lines_and_comments_of_an_expression() {
    reads("x *\r\n\ty\n", "x*y");
    refused("x # y", 2, "model");
    refused("x; y", 1, "`;`");
    refused("x +  \n ", 3, "the end");
    refused("", 0, "empty");
}

#[test]
fn the_first_mistake_is_reported() {
    refused("x y \"z\"", 2, "operator");
    refused("1/0 + \u{0} x y", 6, "U+0000");
    refused("(a]", 2, "`)`");
}

#[test]
fn spans_cover_what_they_name() {
    let source = "1 + sin(x*y)";
    let ast = parse_expression(source).expect("a formula");
    let Expr::Binary(BinaryOp::Add, _, call) = ast.expr(ast.output.unwrap()) else { panic!("a sum") };
    let span = ast.span(*call);
    assert_eq!(&source[span.start as usize..span.end as usize], "sin(x*y)");
}

#[test]
fn names_in_front_of_a_formula() {
    let ast = chainrule_parser::parse_expression("s = sigmoid(x); s*(1 - s)").unwrap();
    assert_eq!(ast.definitions.len(), 1);
    assert!(ast.output.is_some());
    for (text, at) in [("x = 1", 2), ("s = 2; s = 3; s", 7), ("s = 2;", 6), ("s = 2; s = 3", 9)] {
        let error = chainrule_parser::parse_expression(text).unwrap_err();
        assert_eq!(error.span().unwrap().start, at, "{text}: {error}");
    }
}
