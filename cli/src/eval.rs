//! `chainrule eval`: the value, the gradient and the Hessian of a formula.

use crate::args::{Eval, Format};
use crate::report::Failure;
use crate::{batch, model, number};
use chainrule_parser::ast::Expr;
use chainrule_run::Error;
use chainrule_run::formula::{ParseOptions, parse_with};
use std::collections::{HashMap, HashSet};
use std::fmt::Write as _;
use std::io::Write;
use std::path::Path;

/// How many times to differentiate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Order {
    /// Not at all.
    Value,
    /// Once.
    Gradient,
    /// Twice.
    Hessian,
}

/// What to evaluate, and where.
#[derive(Clone, Debug)]
pub struct Request {
    /// The formula.
    pub expr: String,
    /// Whether it is LaTeX.
    pub latex: bool,
    /// Values of variables.
    pub at: Vec<(String, f64)>,
    /// What to differentiate by; all variables in order of first appearance when absent.
    pub wrt: Option<Vec<String>>,
    /// How many times.
    pub order: Order,
    /// How many turns its loops may take.
    pub work_limit: u64,
}

/// What a request gives.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The value.
    pub value: f64,
    /// Partial derivatives by name, in the order asked for.
    pub gradient: Option<Vec<(String, f64)>>,
    /// Rows in the same order.
    pub hessian: Option<Vec<Vec<f64>>>,
}

/// Why a request has no answer.
#[derive(Clone, Debug)]
pub struct RequestError {
    /// What is wrong.
    pub message: String,
    /// The byte of the formula where it is wrong.
    pub offset: Option<usize>,
    /// Its line and column.
    pub position: Option<(usize, usize)>,
    /// What to do about it.
    pub hint: Option<String>,
    /// The error of the engine, for drawing.
    pub error: Option<Box<Error>>,
}

impl RequestError {
    /// An error without a place.
    pub fn general(message: impl Into<String>) -> RequestError {
        RequestError { message: message.into(), offset: None, position: None, hint: None, error: None }
    }

    /// Says what to do about it.
    pub fn with_hint(mut self, hint: impl Into<String>) -> RequestError {
        self.hint = Some(hint.into());
        self
    }
}

impl From<Error> for RequestError {
    fn from(error: Error) -> RequestError {
        RequestError {
            message: error.message().to_owned(),
            offset: error.offset(),
            position: error.position(),
            hint: error.hint().map(str::to_owned),
            error: Some(Box::new(error)),
        }
    }
}

/// Evaluates a request.
///
/// # Errors
/// A formula that is refused, a variable without a value.
pub fn evaluate(request: &Request) -> Result<Answer, RequestError> {
    let variables = request.at.iter().map(|(name, _)| name.clone()).collect();
    let options = ParseOptions { latex: request.latex, variables, ..ParseOptions::default() };
    let formula = parse_with(&request.expr, &options)?;
    // Of two values of a name the last one counts.
    let values: HashMap<&str, f64> = request.at.iter().map(|(name, x)| (name.as_str(), *x)).collect();
    if let Some(missing) = formula.variables().iter().find(|v| !values.contains_key(v.as_str())) {
        return Err(without_value(request, missing).into());
    }
    let wrt = match (&request.wrt, request.order) {
        (_, Order::Value) => Vec::new(),
        (Some(names), _) => names.clone(),
        (None, _) => formula.variables().to_vec(),
    };
    let by: HashSet<&String> = wrt.iter().collect();
    let given: Vec<String> = formula.variables().iter().filter(|v| !by.contains(v)).cloned().collect();
    // A name that the formula does not use has no value and needs none.
    let of = |names: &[String]| -> Vec<f64> { names.iter().map(|n| values.get(n.as_str()).copied().unwrap_or(0.0)).collect() };
    let kernel = formula.compile(&wrt, &given)?.with_work_limit(request.work_limit);
    let (x, c) = (of(&wrt), of(&given));
    let named = |gradient: Vec<f64>| wrt.iter().cloned().zip(gradient).collect();
    Ok(match request.order {
        Order::Value => Answer { value: kernel.value(&x, &c)?, gradient: None, hessian: None },
        Order::Gradient => {
            let (value, gradient) = kernel.value_and_gradient(&x, &c)?;
            Answer { value, gradient: Some(named(gradient)), hessian: None }
        }
        Order::Hessian => {
            let (value, gradient, rows) = kernel.value_gradient_hessian(&x, &c)?;
            Answer { value, gradient: Some(named(gradient)), hessian: Some(rows) }
        }
    })
}

/// The error about a variable without a value, at its first use.
fn without_value(request: &Request, name: &str) -> Error {
    let message = format!("the variable `{name}` has no value");
    let ast = if request.latex { chainrule_parser::parse_latex(&request.expr) } else { chainrule_parser::parse_expression(&request.expr) };
    let first = ast.ok().and_then(|ast| {
        let uses = ast.ids().filter(|id| match ast.expr(*id) {
            Expr::Name(symbol) => ast.name(*symbol) == name,
            _ => false,
        });
        uses.map(|id| ast.span(id)).min_by_key(|span| span.start)
    });
    let error = match first {
        Some(span) => chainrule_parser::Error::new(message, span),
        None => chainrule_parser::Error::general(message),
    };
    let near = request.at.iter().map(|(n, _)| n.as_str());
    let hint = chainrule_parser::look_alike(name, near.clone())
        .or_else(|| chainrule_parser::suggest(name, near).map(|near| format!("did you mean `{near}`?")))
        .unwrap_or_else(|| format!("give it one in `at`: {name} = 1"));
    Error::new(error.with_hint(hint), &request.expr)
}

impl Answer {
    /// Appends `"value":..., "gradient":..., "hessian":...`.
    pub fn write_fields(&self, out: &mut String) {
        out.push_str("\"value\":");
        number::json(out, self.value);
        if let Some(gradient) = &self.gradient {
            out.push_str(",\"gradient\":{");
            for (k, (name, x)) in gradient.iter().enumerate() {
                let comma = if k > 0 { "," } else { "" };
                // Writing to a `String` cannot fail.
                let _ = write!(out, "{comma}{}:", serde_json::Value::from(name.as_str()));
                number::json(out, *x);
            }
            out.push('}');
        }
        if let Some(rows) = &self.hessian {
            out.push_str(",\"hessian\":");
            number::nested(out, &[rows.len(), rows.len()], &rows.concat());
        }
    }

    /// One line for the value, one for each partial derivative, one for each row of the Hessian.
    fn text(&self) -> String {
        let mut lines = vec![("value".to_owned(), vec![self.value])];
        if let Some(gradient) = &self.gradient {
            lines.extend(gradient.iter().map(|(name, x)| (format!("gradient {name}"), vec![*x])));
            let names = gradient.iter().map(|(name, _)| name);
            let rows = self.hessian.iter().flatten();
            lines.extend(names.zip(rows).map(|(name, row)| (format!("hessian {name}"), row.clone())));
        }
        let width = lines.iter().map(|(name, _)| name.chars().count()).max().unwrap_or(0);
        let mut out = String::new();
        for (name, numbers) in lines {
            let _ = write!(out, "{name:width$} ");
            for x in numbers {
                // The shortest text that reads back to the same number.
                let _ = write!(out, " {x}");
            }
            out.push('\n');
        }
        out
    }
}

/// Runs the command.
///
/// # Errors
/// Input that is refused.
pub fn run(args: &Eval) -> Result<(), Failure> {
    if args.batch {
        return batch::run(args.values.work_limit);
    }
    let expr = args.expr.as_deref().unwrap_or_default();
    if Path::new(expr).is_file() {
        return model::run(args, Path::new(expr));
    }
    if args.values.data.is_some() || args.values.load.is_some() || args.output.is_some() {
        return Err(Failure::input(format!("there is no model file `{expr}`")));
    }
    if expr.ends_with(".cr") {
        let message = format!("there is no file `{expr}`");
        return Err(Failure::input(message));
    }
    let request = Request {
        expr: expr.to_owned(),
        latex: args.format == Format::Latex,
        at: assignments(&args.values.at)?,
        wrt: if args.wrt.is_empty() { None } else { Some(args.wrt.clone()) },
        order: match args.order {
            0 => Order::Value,
            1 => Order::Gradient,
            _ => Order::Hessian,
        },
        work_limit: args.values.work_limit,
    };
    let answer = evaluate(&request).map_err(|e| match e.error {
        Some(error) => Failure::formula(*error, expr),
        None => Failure::Input { message: e.message, hint: e.hint },
    })?;
    let mut text = String::new();
    if args.json {
        text.push('{');
        answer.write_fields(&mut text);
        text.push_str("}\n");
    } else {
        text = answer.text();
    }
    let mut out = std::io::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()?;
    Ok(())
}

/// `x=1,y=2.5`
///
/// # Errors
/// Anything else.
pub fn assignments(texts: &[String]) -> Result<Vec<(String, f64)>, Failure> {
    let mut out: Vec<(String, f64)> = Vec::new();
    let mut seen = HashSet::new();
    for part in texts.iter().flat_map(|t| t.split(',')).map(str::trim).filter(|p| !p.is_empty()) {
        let Some((name, value)) = part.split_once('=').map(|(n, v)| (n.trim(), v.trim())) else {
            let hint = "write `--at x=1,y=2.5`";
            return Err(Failure::with_hint(format!("`{part}` gives no name a value"), hint));
        };
        if name.is_empty() {
            return Err(Failure::input(format!("`{part}` has no name before `=`")));
        }
        let Some(value) = number::parse(value).or_else(|| constant(value)) else {
            return Err(Failure::input(format!("the value of `{name}` is not a number: `{value}`")));
        };
        if !seen.insert(name) {
            return Err(Failure::input(format!("`{name}` has two values")));
        }
        out.push((name.to_owned(), value));
    }
    Ok(out)
}

/// The value of a formula without variables: `pi/4`.
fn constant(text: &str) -> Option<f64> {
    let formula = chainrule_run::parse(text).ok()?;
    formula.compile([], []).ok()?.value(&[], &[]).ok()
}
