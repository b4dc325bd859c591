//! The formula language of chainrule: text, LaTeX and tokens to one syntax tree.
//!
//! ```
//! use chainrule_parser::{parse_expression, print_expression};
//!
//! let ast = parse_expression("1/(1 + exp(-(w*x + b)))")?;
//! let output = ast.output.expect("an expression has a value");
//! assert_eq!(print_expression(&ast, output), "1/(1 + exp(-(w*x + b)))");
//!
//! let error = parse_expression("2*x + 3 y").unwrap_err();
//! assert_eq!(error.position("2*x + 3 y"), Some((1, 9)));
//! # Ok::<(), chainrule_parser::Error>(())
//! ```
//!
//! - [`parse_expression`] reads one formula, [`parse_model`] the lines of a model, [`parse_latex`] a
//!   formula in LaTeX, [`TokenReader`] one in tokens; the same [`ast::Ast`] comes out of each.
//! - [`print_expression`] and [`print_model`] write a tree as text that reads back to the same tree.
//! - Nothing is resolved here: what a name means, how many arguments a function takes and which shapes
//!   fit together is found out by whoever lowers the tree.
//! - Any text may come in. The parser keeps its own stack, does not panic, takes time linear in the
//!   text, and stops at [`Limits`].

pub mod ast;
mod error;
mod latex;
mod limits;
pub mod list;
mod print;
pub mod sort;
mod suggest;
pub mod table;
mod text;

pub use error::{Error, line_column};
pub use latex::{parse_latex, parse_latex_with};
pub use limits::Limits;
pub use print::{print_expression, print_model};
pub use suggest::{look_alike, suggest};
pub use text::tokens::TokenReader;

use ast::Ast;
use text::grammar::Grammar;
use text::lexer::{Mode, lex};

/// Reads one formula. Line breaks are blanks.
///
/// What is used more than once may be named in front: `s = sigmoid(x); s*(1 - s)`.
///
/// # Errors
/// Anything that is not one whole formula, at the byte where it goes wrong.
///
/// ```
/// use chainrule_parser::{ast::Expr, parse_expression};
///
/// let ast = parse_expression("-x^2")?; // -(x^2), as in Python
/// assert!(matches!(ast.expr(ast.output.unwrap()), Expr::Unary(..)));
/// assert_eq!(parse_expression("x +").unwrap_err().span().unwrap().start, 3);
/// # Ok::<(), chainrule_parser::Error>(())
/// ```
pub fn parse_expression(source: &str) -> Result<Ast, Error> {
    parse_expression_with(source, &Limits::default())
}

/// [`parse_expression`] within other limits.
///
/// # Errors
/// As [`parse_expression`], and a limit that is exceeded.
pub fn parse_expression_with(source: &str, limits: &Limits) -> Result<Ast, Error> {
    limits.check_bytes(source)?;
    let mut ast = Ast::new();
    let tokens = lex(source, Mode::Expression, limits, &mut ast);
    let output = Grammar::new(&tokens, &mut ast, Some(source), limits, false).single()?;
    ast.output = Some(output);
    Ok(ast)
}

/// Reads a model: `param` and `input` declarations and definitions, one a line or separated by `;`.
///
/// A line break ends a statement unless it is inside brackets or follows an operator or a comma; `#`
/// starts a comment.
///
/// # Errors
/// The first statement that cannot be read, or a name that is defined twice.
///
/// ```
/// let ast = chainrule_parser::parse_model("
///     param w[i: 13] = 0.1*i, b = 0       # one row of weights
///     input x[n, 13], t[n]
///     z[n] = sum(i: w[i]*x[n, i]) + b
///     loss = mean(n: (z[n] - t[n])^2)
/// ")?;
/// assert_eq!(ast.declarations.len(), 4);
/// assert_eq!(ast.definitions.len(), 2);
/// # Ok::<(), chainrule_parser::Error>(())
/// ```
pub fn parse_model(source: &str) -> Result<Ast, Error> {
    parse_model_with(source, &Limits::default())
}

/// [`parse_model`] within other limits.
///
/// # Errors
/// As [`parse_model`], and a limit that is exceeded.
pub fn parse_model_with(source: &str, limits: &Limits) -> Result<Ast, Error> {
    limits.check_bytes(source)?;
    let mut ast = Ast::new();
    let mut tokens = lex(source, Mode::Model, limits, &mut ast);
    text::model::join_lines(&mut tokens);
    text::model::model(&mut Grammar::new(&tokens, &mut ast, Some(source), limits, true))?;
    Ok(ast)
}
