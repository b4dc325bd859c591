//! One hall behind all doors: a formula, a model with declarations and a Rust function of the same meaning
//! lower to the same graph.

use chainrule_core::lower::{Lowering, Options};
use chainrule_core::print;
use chainrule_parser::ast::{Ast, ExprId};
use chainrule_parser::rust::parse_function;

fn listing(ast: &Ast, output: Option<ExprId>) -> String {
    let mut lowering = Lowering::new(ast, Options { implicit: true, ..Options::default() }).expect("nothing is declared twice");
    let value = match output {
        Some(id) => lowering.expression(id),
        None => lowering.named("loss"),
    };
    let value = value.unwrap_or_else(|e| panic!("{e}"));
    print::listing(&lowering.graph, &[value.node])
}

fn of_rust(source: &str) -> String {
    let function: syn::ItemFn = syn::parse_str(source).expect("the function parses");
    let parsed = parse_function(&function, &Default::default()).unwrap_or_else(|r| panic!("{:?}", r.errors));
    listing(&parsed.ast, parsed.ast.output)
}

fn of_model(source: &str) -> String {
    listing(&chainrule_parser::parse_model(source).expect("the model parses"), None)
}

fn of_formula(source: &str) -> String {
    let ast = chainrule_parser::parse_expression(source).expect("the formula parses");
    listing(&ast, ast.output)
}

#[test]
fn a_neuron() {
    let formula = of_formula("(sigmoid(w*x + b) - t)^2/2");
    let model = of_model("param w, b\ninput x, t\nloss = (sigmoid(w*x + b) - t)^2/2");
    let function = of_rust("fn cost(w: f64, b: f64, x: f64, t: f64) -> f64 { let z = w * x + b; (sigmoid(z) - t).powi(2) / 2.0 }");
    assert_eq!(formula, model);
    assert_eq!(formula, function);
}

#[test]
fn a_logistic_function_written_out() {
    let formula = of_formula("1/(1 + exp(-x))");
    let function = of_rust("fn logistic(x: f64) -> f64 { 1.0 / (1.0 + (-x).exp()) }");
    assert_eq!(formula, function);
    assert!(formula.contains("sigmoid"), "{formula}");
}

#[test]
fn a_branch() {
    let formula = of_formula("if(x > 0, sqrt(x), x*y)");
    let function = of_rust("fn f(x: f64, y: f64) -> f64 { if x > 0.0 { x.sqrt() } else { x * y } }");
    assert_eq!(formula, function);
}

#[test]
fn a_sum_over_an_axis() {
    let model = of_model("param w[4]\ninput x[4], t\nloss = (sum(i: w[i]*x[i]) - t)^2");
    let function = of_rust(
        "fn loss(w: &[f64; 4], x: &[f64; 4], t: f64) -> f64 { let mut z = 0.0; for i in 0..4 { z += w[i] * x[i]; } (z - t).powi(2) }",
    );
    assert_eq!(model, function);
}
