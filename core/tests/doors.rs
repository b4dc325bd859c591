//! One hall behind all doors: a formula, a model with declarations and a Rust function of the same meaning
//! lower to the same graph.

use chainrule_core::lower::{Lowering, Options};
use chainrule_core::print;
use chainrule_parser::ast::{Ast, ExprId};
use chainrule_rust::parse_function;

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
fn fields_of_a_struct() {
    let model = of_model("param net_w[2, 3], net_b\ninput x[3], t\nloss = (sum(i, j: net_w[i, j]*x[j]) + net_b - t)^2");
    let function = of_rust(
        "fn loss(net: &([[f64; 3]; 2], f64), x: &[f64; 3], t: f64) -> f64 {
            let mut z = 0.0;
            for row in &net.0 { for (w, x) in row.iter().zip(x) { z += w * x; } }
            (z + net.1 - t).powi(2)
        }",
    );
    assert_eq!(model.replace("net_w", "net_0").replace("net_b", "net_1"), function);
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
