//! `chainrule eval MODEL`: a model with data.

use crate::args::Eval;
use crate::eval::assignments;
use crate::number;
use crate::report::Failure;
use chainrule_core::Error;
use chainrule_core::model::{Argument, Array, Extent, Model};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Write;
use std::path::Path;

/// Reads the file of a model.
///
/// # Errors
/// A file that cannot be read, a model that is refused.
pub fn read(path: &Path) -> Result<Model, Failure> {
    let text = read_text(path)?;
    Model::parse(&text).map_err(|e| Failure::model(e, &text, path))
}

/// An error about a model, or about the output that was asked for.
pub fn refuse(error: Error, model: &Model, path: &Path, output: Option<&str>) -> Failure {
    match output.map(str::trim) {
        Some(output) if error.source_text() == output => Failure::formula(error, output),
        _ => Failure::model(error, model.source(), path),
    }
}

fn read_text(path: &Path) -> Result<String, Failure> {
    let bytes = std::fs::read(path).map_err(|e| Failure::input(format!("cannot read `{}`: {e}", path.display())))?;
    String::from_utf8(bytes).map_err(|e| {
        let at = e.utf8_error().valid_up_to();
        Failure::input(format!("`{}` is not UTF-8 after byte {at}", path.display()))
    })
}

/// Runs the command.
///
/// # Errors
/// Input that is refused.
pub fn run(args: &Eval, path: &Path) -> Result<(), Failure> {
    if !args.wrt.is_empty() || args.order == 2 {
        let message = "a model is differentiated once, by its `param`s";
        return Err(Failure::with_hint(message, "leave out `--wrt` and `--order 2`"));
    }
    let model = read(path)?;
    let output = args.output.as_deref();
    let refuse = |e| refuse(e, &model, path, output);
    let mut compiled = model.compile(output, args.order == 1).map_err(refuse)?;

    let mut values: BTreeMap<String, Array> = BTreeMap::new();
    if let Some(data) = &args.data {
        let table = Table::read(data)?;
        for text in &args.inputs {
            let (name, array) = table.input(text, &model)?;
            if values.insert(name.clone(), array).is_some() {
                return Err(Failure::input(format!("the input `{name}` is given twice")));
            }
        }
    }
    for (name, x) in assignments(&args.at)? {
        values.insert(name, Array::scalar(x));
    }
    if let Some(path) = &args.load {
        for (name, array) in load(path, &model)? {
            values.insert(name, array);
        }
    }
    let dims = model.dimensions_of(&values).map_err(refuse)?;
    if model.parameters().iter().any(|p| p.has_initial_value && !values.contains_key(&p.name)) {
        for (name, array) in model.initial_values(&dims).map_err(refuse)?.values {
            values.entry(name).or_insert(array);
        }
    }
    for argument in model.parameters().iter().chain(model.inputs()) {
        if !values.contains_key(&argument.name) && compiled.reads(&argument.name) {
            return Err(no_value(argument, &model));
        }
    }
    let outcome = compiled.run(&values).map_err(refuse)?;

    let mut text = String::new();
    if args.json {
        text.push_str("{\"value\":");
        number::nested(&mut text, &outcome.value.shape, &outcome.value.values);
        if args.order == 1 {
            text.push_str(",\"gradient\":{");
            for (k, (name, array)) in outcome.gradient.iter().enumerate() {
                let comma = if k > 0 { "," } else { "" };
                // Writing to a `String` cannot fail.
                let _ = write!(text, "{comma}{}:", Value::from(name.as_str()));
                number::nested(&mut text, &array.shape, &array.values);
            }
            text.push('}');
        }
        text.push_str("}\n");
    } else {
        let value = [("value".to_owned(), outcome.value)].into_iter();
        let gradient = outcome.gradient.into_iter().map(|(n, a)| (format!("gradient {n}"), a));
        for (name, array) in value.chain(gradient) {
            let _ = write!(text, "{name}  ");
            number::nested(&mut text, &array.shape, &array.values);
            text.push('\n');
        }
    }
    let mut out = std::io::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()?;
    Ok(())
}

fn no_value(argument: &Argument, model: &Model) -> Failure {
    let name = &argument.name;
    let parameter = model.parameters().contains(argument);
    let hint = match (parameter, argument.shape.is_empty()) {
        (true, _) => format!("give `{name}` an initial value in the model, or `--load` it"),
        (false, true) => format!("write `--at {name}=1`"),
        (false, false) => format!("write `--data FILE.csv --input {name}=COLUMNS`"),
    };
    let kind = if parameter { "parameter" } else { "input" };
    Failure::with_hint(format!("the {kind} `{name}` has no value"), hint)
}

/// Reads `{"name": nested lists}`.
///
/// # Errors
/// Anything else, ragged lists, names that the model does not declare.
pub fn load(path: &Path, model: &Model) -> Result<Vec<(String, Array)>, Failure> {
    let text = read_text(path)?;
    let shown = path.display();
    let value: Value = serde_json::from_str(&text).map_err(|e| Failure::input(format!("`{shown}` is not JSON: {e}")))?;
    let Value::Object(map) = value else {
        let hint = "write {\"name\": nested lists}";
        return Err(Failure::with_hint(format!("`{shown}` is not a JSON object"), hint));
    };
    let mut out = Vec::new();
    for (name, value) in map {
        if model.argument(&name).is_none() {
            let message = format!("`{shown}` has `{name}`, which the model does not declare");
            return Err(Failure::input(message));
        }
        let array = nested(&value).map_err(|what| Failure::input(format!("`{name}` in `{shown}` {what}")))?;
        out.push((name, array));
    }
    Ok(out)
}

/// Nested lists as an array.
fn nested(value: &Value) -> Result<Array, String> {
    match value {
        Value::Number(n) => n.as_f64().map(Array::scalar).ok_or_else(|| "is too large".to_owned()),
        Value::String(s) if matches!(s.as_str(), "NaN" | "inf" | "-inf") => Ok(Array::scalar(number::parse(s).unwrap_or(f64::NAN))),
        Value::Array(items) => {
            let mut array = Array { shape: vec![items.len()], values: Vec::new() };
            for (k, item) in items.iter().enumerate() {
                let inner = nested(item)?;
                if k == 0 {
                    array.shape.extend(&inner.shape);
                } else if array.shape[1..] != inner.shape {
                    return Err("has rows of different lengths".to_owned());
                }
                array.values.extend(inner.values);
            }
            Ok(array)
        }
        other => Err(format!("has {other} where a number or a list is needed")),
    }
}

/// A file of comma-separated numbers.
pub struct Table {
    names: Vec<String>,
    columns: usize,
    rows: usize,
    /// Row by row; what is no number is kept as its text in `words`.
    values: Vec<f64>,
    words: BTreeMap<usize, String>,
    first_line: usize,
}

impl Table {
    /// Reads a table; a first line that is not all numbers names the columns.
    ///
    /// # Errors
    /// A file that cannot be read, lines of different lengths.
    pub fn read(path: &Path) -> Result<Table, Failure> {
        let text = read_text(path)?;
        let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
        let mut table = Table { names: Vec::new(), columns: 0, rows: 0, values: Vec::new(), words: BTreeMap::new(), first_line: 0 };
        for (at, line) in text.lines().enumerate() {
            if line.trim().is_empty() {
                continue;
            }
            let cells = cells(line);
            let first = table.columns == 0;
            if first {
                table.columns = cells.len();
                table.first_line = at + 1;
                if cells.iter().any(|c| c.parse::<f64>().is_err()) {
                    table.names = cells;
                    continue;
                }
            }
            if cells.len() != table.columns {
                return Err(Failure::input(format!(
                    "line {} of `{}` has {} columns, line {} has {}",
                    at + 1,
                    path.display(),
                    cells.len(),
                    table.first_line,
                    table.columns
                )));
            }
            for cell in cells {
                table.values.push(cell.parse().unwrap_or_else(|_| {
                    table.words.insert(table.values.len(), cell.clone());
                    f64::NAN
                }));
            }
            table.rows += 1;
        }
        Ok(table)
    }

    /// `NAME=COLUMNS`: the array of an input.
    ///
    /// # Errors
    /// Unknown names, columns that are not numbers, a number of columns that does not fit.
    pub fn input(&self, text: &str, model: &Model) -> Result<(String, Array), Failure> {
        let hint = "write `--input x=0..64` or `--input x=age,height`";
        let Some((name, columns)) = text.split_once('=').map(|(n, c)| (n.trim(), c.trim())) else {
            return Err(Failure::with_hint(format!("`{text}` gives no input its columns"), hint));
        };
        let Some(argument) = model.argument(name) else {
            let inputs: Vec<&str> = model.inputs().iter().map(|a| a.name.as_str()).collect();
            let message = format!("the model has no input `{name}`");
            return Err(match chainrule_parser::suggest(name, inputs.iter().copied()) {
                Some(near) => Failure::with_hint(message, format!("did you mean `{near}`?")),
                None => Failure::with_hint(message, format!("inputs: {}", inputs.join(", "))),
            });
        };
        let columns = self.columns(columns)?;
        let mut values = Vec::with_capacity(self.rows * columns.len());
        for row in 0..self.rows {
            for &column in &columns {
                let at = row * self.columns + column;
                if let Some(word) = self.words.get(&at) {
                    return Err(Failure::input(format!("row {row}, column {column} of the data is not a number: `{word}`")));
                }
                values.push(self.values[at]);
            }
        }
        Ok((name.to_owned(), Array { shape: self.shape(argument, columns.len())?, values }))
    }

    /// The rows become the first axis, the columns the others.
    fn shape(&self, argument: &Argument, columns: usize) -> Result<Vec<usize>, Failure> {
        let name = &argument.name;
        let wrong = |needed: String| Failure::input(format!("`{name}` takes {needed}, but {columns} are given"));
        match &argument.shape[..] {
            [] if self.rows == 1 && columns == 1 => Ok(Vec::new()),
            [] => Err(Failure::with_hint(
                format!("`{name}` is a single number, but the data has {} rows", self.rows),
                format!("write `--at {name}=1`"),
            )),
            [_] if columns == 1 => Ok(vec![self.rows]),
            // One row of data fills a vector.
            [_] if self.rows == 1 => Ok(vec![columns]),
            [_] => Err(wrong("1 column".to_owned())),
            [_, Extent::Dimension(_)] => Ok(vec![self.rows, columns]),
            [_, inner @ ..] => {
                let mut shape = vec![self.rows];
                for extent in inner {
                    match extent {
                        Extent::Number(n) => shape.push(*n),
                        Extent::Dimension(dim) => {
                            let message = format!("the length of `{dim}` in `{name}` is not known");
                            return Err(Failure::input(message));
                        }
                    }
                }
                let needed = shape[1..].iter().product::<usize>();
                if needed == columns { Ok(shape) } else { Err(wrong(format!("{needed} columns"))) }
            }
        }
    }

    /// `0..64`, `64`, `age,height`
    fn columns(&self, text: &str) -> Result<Vec<usize>, Failure> {
        let mut out = Vec::new();
        let last = self.columns;
        let check = |column: usize| {
            let message = format!("there is no column {column}: the data has {last}, from 0");
            if column < last { Ok(column) } else { Err(Failure::input(message)) }
        };
        for part in text.split(',').map(str::trim) {
            if let Some(column) = self.names.iter().position(|n| n == part) {
                out.push(column);
            } else if let Ok(column) = part.parse() {
                out.push(check(column)?);
            } else if let Some((low, high)) = part.split_once("..")
                && let (Ok(low), Ok(high)) = (low.trim().parse::<usize>(), high.trim().parse::<usize>())
            {
                if low >= high {
                    return Err(Failure::input(format!("the range `{part}` is empty")));
                }
                check(high - 1)?;
                out.extend(low..high);
            } else {
                let names = self.names.iter().map(String::as_str);
                let message = format!("there is no column `{part}`");
                return Err(match chainrule_parser::suggest(part, names) {
                    Some(near) => Failure::with_hint(message, format!("did you mean `{near}`?")),
                    None => Failure::with_hint(message, "columns are numbers from 0, `0..64`, or names"),
                });
            }
        }
        Ok(out)
    }
}

/// The cells of a line; quotes around a cell are dropped.
fn cells(line: &str) -> Vec<String> {
    let mut out = vec![String::new()];
    let mut quoted = false;
    let mut chars = line.chars().peekable();
    while let Some(c) = chars.next() {
        let cell = out.last_mut().expect("there is one");
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => {
                chars.next();
                cell.push('"');
            }
            '"' => quoted = !quoted,
            ',' if !quoted => out.push(String::new()),
            _ => cell.push(c),
        }
    }
    out.iter().map(|c| c.trim().to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quoted_cells() {
        assert_eq!(cells(r#"a, "b, ""c""",3"#), ["a", "b, \"c\"", "3"]);
    }

    #[test]
    fn lists_become_arrays() {
        let array = nested(&serde_json::json!([[1, 2.5], [3, "inf"]])).unwrap();
        assert_eq!(array.shape, [2, 2]);
        assert_eq!(array.values, [1.0, 2.5, 3.0, f64::INFINITY]);
        assert!(nested(&serde_json::json!([[1, 2], [3]])).is_err());
        assert!(nested(&serde_json::json!([true])).is_err());
    }
}
