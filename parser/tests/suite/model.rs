//! Several-line models.

use crate::helpers::{failure, structure};
use chainrule_parser::ast::{Axis, DeclarationKind, DefinitionIndex, DefinitionKind, Extent, Span};
use chainrule_parser::{parse_model, print_model};

const DEEP_NET: &str = "\
param W[l: 4, i: 16, j: 16] = 0.5*sin(1 + i*16 + j + 0.25*l)      # dimensions: numbers or names
param b[4, 16] = 0
input x[n, 13], label[n]                                            # the first axis is the batch

a[0, n, i] = if(i < 13, x[n, i], 0)
a[l, n, i] = tanh(sum(j: W[l-1, i, j] * a[l-1, n, j]) + b[l-1, i])
loss = mean(n: -log(softmax(i: a[4, n, i])[label[n]]))
";

#[track_caller]
fn refused(source: &str, at: usize, says: &str) {
    let (found, text) = failure(parse_model(source));
    assert_eq!(found, at, "{source}: {text}");
    assert!(text.contains(says), "{source}: {text}");
}

#[test]
fn the_deep_net_of_the_textbook() {
    let ast = parse_model(DEEP_NET).expect("a model");
    let names: Vec<_> = ast.declarations.iter().map(|d| (d.kind, ast.name(d.name), d.axes.len())).collect();
    use DeclarationKind::{Input, Param};
    assert_eq!(names, [(Param, "W", 3), (Param, "b", 2), (Input, "x", 2), (Input, "label", 1)]);
    let n = ast.symbol("n").unwrap();
    assert_eq!(ast.declarations[2].axes[0].index, None);
    assert_eq!(ast.declarations[2].axes[0].extent, Some(Extent::Name(n)));
    assert_eq!(ast.declarations[0].axes[2].extent, Some(Extent::Number(16)));
    assert_eq!(ast.definitions.len(), 3);
    let DefinitionKind::Value(indices) = &ast.definitions[0].kind else { panic!("a value") };
    assert!(matches!(indices[0], DefinitionIndex::At(0, _)) && indices.len() == 3);
    assert!(matches!(&indices[1], DefinitionIndex::Axis(Axis { index: Some(i), extent: None, .. }) if *i == n));
    assert!(ast.output.is_none());
}

#[test]
fn printing_reads_back() {
    let source = format!("{DEEP_NET}c[n, f: 3, q: m] = x[n, f + q]\nd[n, t: 2*m + 1] = x[n, t]\nf(x, y) = x*y\nparam w\nz = f(w, 2)");
    let ast = parse_model(&source).expect("a model");
    let text = print_model(&ast);
    let again = parse_model(&text).unwrap_or_else(|e| panic!("{}", e.render(&text)));
    assert_eq!(print_model(&again), text);
    assert_eq!(again.declarations.len(), ast.declarations.len());
    assert!(text.contains("c[n, f: 3, q: m] = x[n, f + q]\nd[n, t: 2*m + 1] = x[n, t]\nf(x, y) = x*y\n"), "{text}");
}

#[test]
fn lines_end_statements() {
    let one = parse_model("z = a +\n  b\ny = f(a,\n\n  b) # here\n\nparam p,\n  q; x = 1;;w = [1,\n2]").expect("a model");
    let names: Vec<_> = one.definitions.iter().map(|d| one.name(d.name)).collect();
    assert_eq!(names, ["z", "y", "x", "w"]);
    assert_eq!(one.declarations.len(), 2);
    let windows = parse_model(&DEEP_NET.replace('\n', "\r\n")).expect("a model");
    assert_eq!(structure(&windows), structure(&parse_model(DEEP_NET).expect("a model")));
    assert!(parse_model("\u{feff}x = 1").is_ok());
    assert!(parse_model("# nothing\n\n").is_ok());
    refused("z = a\n + b", 7, "ends with an operator");
    refused("z = a b", 6, "operator");
    refused("z = (a\ny = 2", 7, "operator");
}

#[test]
fn param_and_input_are_words_only_before_a_name() {
    let ast = parse_model("param = 2\ny = param*input").expect("a model");
    assert_eq!(ast.definitions.len(), 2);
}

#[test]
fn names_are_defined_once() {
    refused("param w\ninput w", 14, "defined twice");
    refused("z = 1\nz = 2", 6, "defined twice");
    refused("f(x) = 1\nf = 2", 9, "defined twice");
    refused("z[i, i] = 1", 5, "defined twice");
    refused("param w[i: 3, i: 2]", 14, "defined twice");
    refused("a[0, i] = 1\na[0, j] = 2", 12, "defined twice");
    assert!(parse_model("a[0] = 1\na[1] = 1\na[t] = a[t-1] + a[t-2]").is_ok());
    let error = parse_model("param w\nw = 1").unwrap_err();
    assert_eq!(error.related(), Some((Span { start: 6, end: 7 }, "first defined here")));
}

#[test]
fn mistakes_are_explained() {
    refused("input x = 3", 8, "no initial value");
    refused("param w[1.5]", 8, "whole number");
    refused("param w[", 8, "extent");
    refused("a[l-1] = 2", 3, "shift the index");
    refused("g[len(x), i: 3] = 0", 5, "write a condition");
    refused("z == 2", 2, "single `=`");
    refused("let z = 2", 4, "`=`");
    refused("z", 1, "`=`");
    refused("f() = 1", 2, "argument");
    refused("param w\nsum(i in 0..3: w)", 14, "`y = sum(...)`");
    refused("2 = 2", 0, "statement");
    refused("z = x < 1", 6, "condition");
    refused("param 3", 6, "`=`");
}
