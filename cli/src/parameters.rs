//! Files of parameters: `{"name": nested lists}`.

use crate::bind::undeclared;
use crate::model::read_text;
use crate::number;
use crate::object::Object;
use crate::report::{Failure, shortened};
use chainrule_model::{Array, Model};
use serde_json::Value;
use std::fs::{File, Metadata, OpenOptions};
use std::io::Write;
use std::path::Path;

/// Reads a file of parameters. Inputs may stand in it as well: not every array is a column of a table.
///
/// # Errors
/// Anything that is not `{"name": nested lists}`, ragged lists, wrong shapes, names that the model does not declare.
pub fn load(path: &Path, model: &Model) -> Result<Vec<(String, Array)>, Failure> {
    let text = read_text(path)?;
    let shown = path.display();
    let hint = "write {\"name\": nested lists}, as `train --save` does";
    let object: Object<Value> = serde_json::from_str(&text).map_err(|e| match (e.is_data(), text.trim_start().starts_with('{')) {
        (true, true) => Failure::input(format!("`{shown}`: {e}")),
        (true, false) => Failure::with_hint(format!("`{shown}` is not a JSON object"), hint),
        (false, _) => Failure::with_hint(format!("`{shown}` is not JSON: {e}"), hint),
    })?;
    let mut out = Vec::new();
    for (name, value) in object.0 {
        let Some(argument) = model.argument(&name) else { return Err(undeclared(&name, model).about(path)) };
        let array = nested(&value, &name).map_err(|what| Failure::with_hint(what, hint).about(path))?;
        argument.check(array.view()).map_err(|e| Failure::input(e.message()).about(path))?;
        out.push((name, array));
    }
    Ok(out)
}

/// Nested lists as an array; what is wrong with them begins with the `place`.
fn nested(value: &Value, place: &str) -> Result<Array, String> {
    match value {
        Value::Number(n) => n.as_f64().map(Array::scalar).ok_or_else(|| format!("`{place}` is too large")),
        Value::String(s) if matches!(s.as_str(), "NaN" | "inf" | "-inf") => Ok(Array::scalar(number::parse(s).unwrap_or(f64::NAN))),
        Value::Array(items) => {
            let mut array = Array { shape: vec![items.len()], values: Vec::new() };
            for (k, item) in items.iter().enumerate() {
                let inner = nested(item, &format!("{place}[{k}]"))?;
                if k == 0 {
                    array.shape.extend(&inner.shape);
                } else if array.shape[1..] != inner.shape {
                    return Err(format!("`{place}[{k}]` has another shape than `{place}[0]`"));
                }
                array.values.extend(inner.values);
            }
            Ok(array)
        }
        other => Err(format!("`{place}` is {} where a number or a list is needed", shortened(&other.to_string()))),
    }
}

/// Writes parameters so that they read back to the same bits, one a line.
///
/// # Errors
/// A file that cannot be written.
pub fn save(path: &Path, parameters: &[(String, Array)]) -> Result<(), Failure> {
    let mut text = String::from("{");
    for (k, (name, array)) in parameters.iter().enumerate() {
        text.push_str(if k > 0 { ",\n" } else { "\n" });
        text.push_str(&Value::from(name.as_str()).to_string());
        text.push(':');
        number::nested(&mut text, &array.shape, &array.values);
    }
    text.push_str("\n}\n");
    replace(path, &text).map_err(|e| unwritable(path, &e))
}

/// Writes a file as a whole or not at all: a full disk leaves the parameters that were saved before.
fn replace(path: &Path, text: &str) -> std::io::Result<()> {
    // What a link leads to is what is replaced.
    let path = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let old = path.metadata().ok();
    let (Some(name), true) = (path.file_name(), old.as_ref().is_none_or(Metadata::is_file)) else {
        // A device or a pipe.
        return std::fs::write(&path, text);
    };
    let mut part = name.to_owned();
    part.push(".part");
    let part = path.with_file_name(part);
    let Ok(mut file) = File::create(&part) else {
        // The file may be written in a folder that may not, or its name is as long as names can be.
        return std::fs::write(&path, text);
    };
    let written = file.write_all(text.as_bytes()).and_then(|()| match old {
        Some(old) => file.set_permissions(old.permissions()),
        None => Ok(()),
    });
    drop(file);
    written.and_then(|()| std::fs::rename(&part, &path)).inspect_err(|_| {
        // It is the first error that is told.
        let _ = std::fs::remove_file(&part);
    })
}

fn unwritable(path: &Path, error: &std::io::Error) -> Failure {
    Failure::input(format!("cannot write `{}`: {error}", path.display()))
}

/// Checks that a file could be written, so that an hour of training does not end with a misspelt folder.
///
/// # Errors
/// A folder that does not exist, a path that is a folder, a file that may not be written.
pub fn writable(path: &Path) -> Result<(), Failure> {
    let shown = path.display();
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty());
    match folder {
        _ if path.is_dir() => Err(Failure::with_hint(format!("cannot write `{shown}`: it is a folder"), "name a file in it")),
        Some(folder) if !folder.is_dir() => {
            let message = format!("cannot write `{shown}`: there is no folder `{}`", folder.display());
            Err(Failure::with_hint(message, "make the folder first"))
        }
        _ if path.exists() && !path.is_file() => Ok(()),
        _ => {
            let is_new = !path.exists();
            OpenOptions::new().append(true).create(true).open(path).map_err(|e| unwritable(path, &e))?;
            if is_new {
                let _ = std::fs::remove_file(path);
            }
            Ok(())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn lists_become_arrays() {
        let array = nested(&json!([[1, 2.5], [3, "inf"]]), "w").unwrap();
        assert_eq!(array.shape, [2, 2]);
        assert_eq!(array.values, [1.0, 2.5, 3.0, f64::INFINITY]);
    }

    #[test]
    fn what_is_wrong_is_said_with_its_place() {
        let refused = |value| nested(&value, "w").unwrap_err();
        assert_eq!(refused(json!([[1, 2], [3]])), "`w[1]` has another shape than `w[0]`");
        assert_eq!(refused(json!([1, [2]])), "`w[1]` has another shape than `w[0]`");
        assert_eq!(refused(json!([[1, 2], [3, true]])), "`w[1][1]` is true where a number or a list is needed");
        assert_eq!(refused(json!(null)), "`w` is null where a number or a list is needed");
    }
}
