//! `chainrule diff`: the derivative of a formula on one line.

use crate::args::{Diff, Format};
use crate::report::Failure;
use chainrule_run::formula::{ParseOptions, parse_with};
use std::io::Write;
use std::path::Path;

/// Prints the derivative.
///
/// # Errors
/// A formula that is refused.
pub fn run(args: &Diff) -> Result<(), Failure> {
    let options = ParseOptions {
        latex: args.format == Format::Latex,
        // Who differentiates by `e` means a variable.
        variables: vec![args.wrt.clone()],
        ..ParseOptions::default()
    };
    let refuse = |e| Failure::formula(e, &args.expr);
    let mut formula = parse_with(&args.expr, &options).map_err(|e| {
        if Path::new(&args.expr).is_file() {
            let hint = format!("`chainrule generate {} --function f` writes the gradient of a model", args.expr);
            return Failure::with_hint(format!("`diff` takes a formula, and `{}` is a file", args.expr), hint);
        }
        refuse(e)
    })?;
    for _ in 0..args.order {
        formula = formula.derivative(&args.wrt).map_err(refuse)?;
    }
    let text = if args.latex {
        formula.to_latex()
    } else if args.rust {
        one_line(&formula.to_rust("derivative"))
    } else {
        formula.to_string()
    };
    let mut out = std::io::stdout().lock();
    writeln!(out, "{text}")?;
    out.flush()?;
    Ok(())
}

/// Rust code without its comments and line breaks.
fn one_line(code: &str) -> String {
    let lines = code.lines().map(str::trim).filter(|l| !l.is_empty() && !l.starts_with("//"));
    lines.collect::<Vec<_>>().join(" ")
}
