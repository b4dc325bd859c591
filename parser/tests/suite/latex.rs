//! LaTeX in, formula text out.

use crate::helpers::failure;
use chainrule_parser::{parse_latex, print_expression};

#[track_caller]
fn reads(latex: &str, formula: &str) {
    match parse_latex(latex) {
        Ok(ast) => assert_eq!(print_expression(&ast, ast.output.unwrap()), formula, "{latex}"),
        Err(error) => panic!("{}", error.render(latex)),
    }
}

#[track_caller]
fn refused(latex: &str, at: usize, says: &str) {
    let (found, text) = failure(parse_latex(latex));
    assert_eq!(found, at, "{latex}: {text}");
    assert!(text.contains(says), "{latex}: {text}");
}

#[test]
fn juxtaposition_is_multiplication() {
    reads(r"2\pi r", "2*pi*r");
    reads(r"xy(a+b)z", "x*y*(a + b)*z");
    reads(r"\frac{1}{2}mv^2", "1/2*m*v^2");
    reads(r"\frac12 x", "1/2*x");
    reads(r"x + 0.25", "x + 0.25");
    reads(r"a\,b \quad c", "a*b*c");
    reads(r"\alpha\beta", "alpha*beta");
    reads(
        r"2 % two
        x",
        "2*x",
    );
}

#[test]
fn names() {
    reads(r"x_1 + x_{12} + \theta_0", "x1 + x12 + theta0");
    reads(r"x_{ij} + w_{1,2} + v_\mathrm{max}", "xij + w1_2 + vmax");
    reads(r"\mathrm{loss} \cdot \mathbf{W}", "loss*W");
    reads(r"θ + \text{rate}", "θ + rate");
    refused(r"x_{i+1}", 4, "bound by a sum");
    refused(r"x^2_1", 3, "before its power");
}

#[test]
fn functions_without_parentheses_take_the_product_that_follows() {
    reads(r"\sin 2x + 1", "sin(2*x) + 1");
    reads(r"\sin x \cos y", "sin(x)*cos(y)");
    reads(r"\ln \sin x", "ln(sin(x))");
    reads(r"y\ln t+(1-y)\ln(1-t)", "y*ln(t) + (1 - y)*ln(1 - t)");
    reads(r"\exp{-x} y", "exp(-x)*y");
    reads(r"\sin -x", "sin(-x)");
    reads(r"\sin x^2 \cdot y", "sin(x^2)*y");
    reads(r"\sin(x)^2", "sin(x)^2");
    reads(r"\sin^2 x + \cos^{2}\left(x\right)", "sin(x)^2 + cos(x)^2");
    reads(r"\ln|x| y", "ln(abs(x))*y");
    reads(r"\log_{2} x + \log_{10}(x) + \log_b x", "log2(x) + log10(x) + ln(x)/ln(b)");
    reads(r"\max(a, b) \operatorname{softplus}(x) \operatorname{relu} x", "max(a, b)*softplus(x)*relu(x)");
    reads(r"\arctan\left(\frac{y}{x}\right)", "atan(y/x)");
    refused(r"\sin^{-1} x", 4, "arcsin");
    refused(r"\sin + ", 6, "expected");
    refused(r"\sin)", 4, "expected an argument");
    refused(r"f(x)", 1, "operatorname");
    refused(r"\sigma(x)", 6, "operatorname");
}

#[test]
fn roots_powers_and_brackets() {
    reads(r"\sqrt[3]{x} + \sqrt[n]{x+1}", "cbrt(x) + (x + 1)^(1/n)");
    reads(r"\sqrt{1+\sqrt{x}}", "sqrt(1 + sqrt(x))");
    reads(r"x^{a+b}c", "x^(a + b)*c");
    reads(r"{(x^2)}^3", "(x^2)^3");
    reads(r"|x|y|z|", "abs(x)*y*abs(z)");
    reads(r"||x|-1|", "abs(abs(x) - 1)");
    reads(r"\left|\frac{a}{b}\right| \lfloor x \rfloor", "abs(a/b)*floor(x)");
    reads(r"\left[a + \{b + c\}\right] d", "(a + (b + c))*d");
    reads(r"A^\top B^{\top} x", "A'*B'*x");
    refused(r"x^23", 2, "braces");
    refused(r"x^2^3", 3, "second power");
    refused(r"\left(x)", 7, r"\right)");
    refused(r"(x\right)", 2, "expected `)`");
    refused(r"\frac{a}", 8, "expected `{`");
    refused(r"\frac{}{b}", 6, "found `}`");
    refused(r"\frac{a}{}", 9, "found `}`");
    refused(r"(a, b)", 2, "list");
}

#[test]
fn sums_include_their_upper_limit() {
    reads(r"\sum_{i=1}^{3} i x", "sum(i in 1..4: i*x)");
    reads(r"\sum_{i=0}^{n-1} x_i^2 + b", "sum(i in 0..n - 1 + 1: x[i]^2) + b");
    reads(r"2\prod_{k=1}^n k", "2*prod(k in 1..n + 1: k)");
    reads(r"\sum_i \sum_j w_{ij} x_j", "sum(i: sum(j: w[i, j]*x[j]))");
    reads(r"\sum_{i,j} w_{i,j-1}", "sum(i, j: w[i, j - 1])");
    reads(r"\frac{1}{2}\sum_{i}(y_i - t_i)^2", "1/2*sum(i: (y[i] - t[i])^2)");
    reads(r"\max_i x_i - x_i", "max(i: x[i]) - xi");
    refused(r"\sum x", 5, "expected `_`");
    refused(r"\sum_{i=1} x", 11, "upper limit");
}

#[test]
fn what_is_not_a_formula_is_said_so() {
    refused(r"\frac{\partial}{\partial x} x^2", 0, "derivative");
    refused(r"\frac{d}{dx} x^2", 0, "derivative");
    refused(r"\int x", 0, "cannot be part");
    refused(r"\Gamma(x)", 6, "function or a factor");
    refused(r"\sigmoid(x)", 0, r"\operatorname{sigmoid}");
    refused(r"x'", 1, "transpose");
    refused(r"$x$", 0, "dollar");
    refused(r"2e-3", 1, "power of ten");
    refused(r"2 3", 2, "side by side");
    refused(r"x = 1", 2, "`=`");
    refused(r"x \le 1", 2, "condition");
    refused(r"a \cdot \cdot b", 8, "expected");
}
