//! `chainrule eval --batch`: one answer line for each request line.

use crate::eval::{Answer, Order, Request, RequestError, evaluate};
use crate::number;
use crate::object::Object;
use crate::report::Failure;
use serde_json::Value;
use serde_json::value::RawValue;
use std::collections::BTreeMap;
use std::io::{BufRead, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// The most bytes of one request.
const LONGEST: usize = 64 << 20;

/// Answers standard input until it ends.
///
/// # Errors
/// Only what standard input and output report; a bad request is answered with an error.
pub fn run(work_limit: u64) -> Result<(), Failure> {
    let mut input = std::io::stdin().lock();
    let mut out = std::io::stdout().lock();
    let mut line = Vec::new();
    let mut first = true;
    loop {
        line.clear();
        let (read, cut) = read_line(&mut input, &mut line)?;
        if read == 0 {
            return Ok(());
        }
        // A byte order mark is no part of the text.
        if std::mem::take(&mut first) && line.starts_with("\u{feff}".as_bytes()) {
            line.drain(..3);
        }
        if line.iter().all(u8::is_ascii_whitespace) && !cut {
            continue;
        }
        let mut answer = if cut {
            let message = format!("a request is longer than the limit of {LONGEST} bytes");
            error_line("null", &RequestError::general(message))
        } else {
            answer(&line, work_limit)
        };
        answer.push('\n');
        out.write_all(answer.as_bytes())?;
        out.flush()?;
    }
}

/// Reads up to a line break; whether the line was longer than the limit, and so was cut.
fn read_line(input: &mut impl BufRead, line: &mut Vec<u8>) -> std::io::Result<(usize, bool)> {
    let (mut read, mut cut) = (0, false);
    loop {
        let buffer = match input.fill_buf() {
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
            other => other?,
        };
        let end = buffer.iter().position(|b| *b == b'\n');
        let part = &buffer[..end.unwrap_or(buffer.len())];
        cut |= line.len() + part.len() > LONGEST;
        if !cut {
            line.extend_from_slice(part);
        }
        let used = part.len() + usize::from(end.is_some());
        let ended = end.is_some() || buffer.is_empty();
        input.consume(used);
        read += used;
        if ended {
            return Ok((read, cut));
        }
    }
}

/// The answer to one request.
fn answer(line: &[u8], work_limit: u64) -> String {
    let fields = match fields(line) {
        Ok(fields) => fields,
        Err(error) => return error_line("null", &error),
    };
    let id = fields.get("id").map_or("null", |id| id.get());
    // A bug of ours costs one answer, not the answers to all other requests.
    let answer = catch_unwind(AssertUnwindSafe(|| evaluate(&request(&fields, work_limit)?)));
    match answer.unwrap_or_else(|_| Err(RequestError::general("internal error of chainrule"))) {
        Ok(answer) => answer_line(id, &answer),
        Err(error) => error_line(id, &error),
    }
}

type Fields = BTreeMap<String, Box<RawValue>>;

fn fields(line: &[u8]) -> Result<Fields, RequestError> {
    let text =
        std::str::from_utf8(line).map_err(|e| RequestError::general(format!("the request is not UTF-8 after byte {}", e.valid_up_to())))?;
    let read = serde_json::from_str::<Object<Box<RawValue>>>(text).map_err(|e| match e.is_data() && text.trim_start().starts_with('{') {
        true => RequestError::general(format!("the request cannot be read: {e}")),
        false => RequestError::general(format!("the request is not a JSON object: {e}"))
            .with_hint("write one object a line: {\"expr\": \"x^2\", \"at\": {\"x\": 3}}"),
    });
    Ok(read?.0.into_iter().collect())
}

/// The names of fields, so that a misspelt one is not silently left out.
const FIELDS: [&str; 6] = ["id", "expr", "format", "at", "wrt", "order"];

fn request(fields: &Fields, work_limit: u64) -> Result<Request, RequestError> {
    for name in fields.keys() {
        if !FIELDS.contains(&name.as_str())
            && let Some(near) = chainrule_parser::suggest(name, FIELDS)
            && !fields.contains_key(&near)
        {
            return Err(RequestError::general(format!("unknown field `{name}`")).with_hint(format!("did you mean `{near}`?")));
        }
    }
    let field = |name: &str| -> Result<Option<Value>, RequestError> {
        let Some(raw) = fields.get(name) else { return Ok(None) };
        serde_json::from_str(raw.get()).map(Some).map_err(|e| RequestError::general(format!("`{name}` cannot be read: {e}")))
    };
    let wrong = |name: &str, what: &str| RequestError::general(format!("`{name}` must be {what}"));
    let expr = match field("expr")? {
        Some(Value::String(text)) => text,
        Some(_) => return Err(wrong("expr", "a string")),
        None => return Err(RequestError::general("the request has no `expr`")),
    };
    let latex = match field("format")? {
        None | Some(Value::Null) => false,
        Some(Value::String(s)) if s == "formula" => false,
        Some(Value::String(s)) if s == "latex" => true,
        Some(_) => return Err(wrong("format", "\"formula\" or \"latex\"")),
    };
    let at = match field("at")? {
        None | Some(Value::Null) => Vec::new(),
        Some(Value::Object(_)) => serde_json::from_str::<Object<Value>>(fields["at"].get())
            .map_err(|e| RequestError::general(format!("`at` cannot be read: {e}")))?
            .0
            .into_iter()
            .map(|(name, value)| {
                match &value {
                    Value::Number(n) => n.as_f64().map(|x| (name.clone(), x)),
                    Value::String(s) if matches!(s.as_str(), "NaN" | "inf" | "-inf") => number::parse(s).map(|x| (name.clone(), x)),
                    _ => None,
                }
                .ok_or_else(|| {
                    RequestError::general(format!("the value of `{name}` in `at` is not a number"))
                        .with_hint("write a number, or one of the strings \"NaN\", \"inf\", \"-inf\"")
                })
            })
            .collect::<Result<_, _>>()?,
        Some(_) => return Err(wrong("at", "an object of numbers")),
    };
    let wrt = match field("wrt")? {
        None | Some(Value::Null) => None,
        Some(Value::Array(names)) => Some(
            names
                .into_iter()
                .map(|name| match name {
                    Value::String(name) => Ok(name),
                    _ => Err(wrong("wrt", "an array of names")),
                })
                .collect::<Result<_, _>>()?,
        ),
        Some(_) => return Err(wrong("wrt", "an array of names")),
    };
    let order = match field("order")? {
        None | Some(Value::Null) => Order::Gradient,
        Some(Value::Number(n)) if n.as_f64() == Some(0.0) => Order::Value,
        Some(Value::Number(n)) if n.as_f64() == Some(1.0) => Order::Gradient,
        Some(Value::Number(n)) if n.as_f64() == Some(2.0) => Order::Hessian,
        Some(_) => return Err(wrong("order", "0, 1 or 2")),
    };
    Ok(Request { expr, latex, at, wrt, order, work_limit })
}

fn answer_line(id: &str, answer: &Answer) -> String {
    let mut out = format!("{{\"id\":{id},");
    answer.write_fields(&mut out);
    out.push('}');
    out
}

fn error_line(id: &str, error: &RequestError) -> String {
    let option = |n: Option<usize>| n.map_or("null".to_owned(), |n| n.to_string());
    let text = |s: &str| Value::from(s).to_string();
    format!(
        "{{\"id\":{id},\"error\":{{\"message\":{},\"offset\":{},\"line\":{},\"column\":{},\"hint\":{}}}}}",
        text(&error.message),
        option(error.offset),
        option(error.position.map(|p| p.0)),
        option(error.position.map(|p| p.1)),
        error.hint.as_deref().map_or("null".to_owned(), text),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lines_are_cut_at_the_limit_and_skipped() {
        let text = format!("{}\nb\n", "a".repeat(LONGEST + 1));
        let (mut input, mut line) = (text.as_bytes(), Vec::new());
        assert!(read_line(&mut input, &mut line).unwrap().1);
        line.clear();
        assert_eq!(read_line(&mut input, &mut line).unwrap(), (2, false));
        assert_eq!(line, b"b");
    }

    #[test]
    fn the_id_comes_back_as_it_was() {
        let line = answer(br#"{"id": {"a": [1.50, 12345678901234567890123]}, "expr": "1"}"#, 1);
        assert_eq!(line, r#"{"id":{"a": [1.50, 12345678901234567890123]},"value":1.0,"gradient":{}}"#);
    }
}
