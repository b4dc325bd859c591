//! What a reader sees: derivatives as formulas, and formulas that read back to the same graph.

fn derivative(formula: &str, wrt: &str) -> String {
    chainrule_run::parse(formula).unwrap().derivative(wrt).unwrap().to_string()
}

#[test]
fn derivatives_read_as_a_textbook_prints_them() {
    for (formula, wrt, expected) in [
        ("x^3", "x", "3*x^2"),
        ("x*ln(x) - x", "x", "ln(x)"),
        ("sin(x)*exp(x)", "x", "u = exp(x); u*sin(x) + u*cos(x)"),
        ("sigmoid(w*x + b)", "w", "s = sigmoid(w*x + b); x*s*(1 - s)"),
        ("(sigmoid(w*x + b) - t)^2/2", "b", "s = sigmoid(w*x + b); s*(s - t)*(1 - s)"),
        ("1/(1 + exp(-x))", "x", "s = sigmoid(x); s*(1 - s)"),
        ("-(t*ln(sigmoid(z)) + (1 - t)*ln(1 - sigmoid(z)))", "z", "-(t - sigmoid(z))"),
        ("ln(1 + exp(x))", "x", "sigmoid(x)"),
        ("x", "y", "0"),
    ] {
        assert_eq!(derivative(formula, wrt), expected, "d/d{wrt} {formula}");
    }
}

#[test]
fn a_printed_derivative_reads_back_to_the_same_graph() {
    let formulas = [
        "(sigmoid(w*x + b) - t)^2/2",
        "exp(-(x - m)^2/(2*s^2))/(s*sqrt(2*pi))",
        "x/sqrt(x^2 + y^2 + z^2)",
        "a - ln(exp(a) + exp(b) + exp(c))",
        "x*(1 + erf(x/sqrt(2)))/2",
        "if(x > y, x^y, tan(x)/y)",
        "(w*x + b)^3*tanh(w*x + b)",
    ];
    for text in formulas {
        let formula = chainrule_run::parse(text).unwrap();
        for name in formula.variables() {
            let d = formula.derivative(name).unwrap();
            let again = chainrule_run::parse(&d.to_string()).unwrap();
            assert_eq!(again.to_string(), d.to_string(), "d/d{name} {text}");
            assert_eq!(again.to_listing(), chainrule_run::parse(&again.to_string()).unwrap().to_listing(), "d/d{name} {text}");
        }
    }
}

#[test]
fn latex() {
    let f = chainrule_run::parse("exp(-x^2/(2*sigma^2))/sqrt(2*pi)").unwrap();
    assert_eq!(f.to_latex(), "0.3989422804014327 \\cdot e^{ -\\frac{x^{2}}{2 \\sigma^{2}}}");
}
