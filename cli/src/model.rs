//! `chainrule eval MODEL`: a model with data.

use crate::args::Eval;
use crate::bind::Bound;
use crate::number;
use crate::report::Failure;
use chainrule_model::Model;
use chainrule_run::Error;
use serde_json::Value;
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

/// Reads a file of text; a byte order mark is no part of it.
///
/// # Errors
/// A file that cannot be read, bytes that are no UTF-8.
pub fn read_text(path: &Path) -> Result<String, Failure> {
    let bytes = std::fs::read(path).map_err(|e| Failure::input(format!("cannot read `{}`: {e}", path.display())))?;
    let utf16 = bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]);
    let text = String::from_utf8(bytes).map_err(|e| {
        let message = format!("`{}` is not UTF-8 after byte {}", path.display(), e.utf8_error().valid_up_to());
        let encoding = if utf16 { "this seems to be UTF-16" } else { "this may be Latin-1 or another encoding" };
        Failure::with_hint(message, format!("{encoding}: save the file as UTF-8"))
    })?;
    Ok(text.strip_prefix('\u{feff}').map_or_else(|| text.clone(), str::to_owned))
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
    let mut compiled = model.compile(output, args.order == 1).map_err(refuse)?.with_work_limit(args.values.work_limit);

    let bound = Bound::new(&args.values, &model, path)?;
    bound.suffices(&compiled, &model)?;
    let outcome = compiled.run(&bound.values).map_err(refuse)?;

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
            number::listed(&mut text, &array.shape, &array.values, number::plain);
            text.push('\n');
        }
    }
    let mut out = std::io::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()?;
    Ok(())
}
