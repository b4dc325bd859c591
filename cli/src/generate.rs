//! `chainrule generate`: a model and its gradient as source code.

use crate::args::{Generate, Language};
use crate::model::read;
use crate::report::Failure;
use chainrule_model::file::{FileOptions, rust_file_with};
use std::io::Write;

/// Writes the code to a file or to standard output.
///
/// # Errors
/// A model that is refused, a file that cannot be read or written.
pub fn run(args: &Generate) -> Result<(), Failure> {
    if args.lang == Language::C {
        return Err(Failure::with_hint("C is not available yet", "leave out `--lang` or write `--lang rust`"));
    }
    let model = read(&args.model)?;
    let code = rust_file_with(&model, args.output.as_deref(), &args.function, FileOptions { checkpoint: args.checkpoint })
        .map_err(|e| crate::model::refuse(e, &model, &args.model, args.output.as_deref()))?;
    match &args.file {
        Some(path) => std::fs::write(path, code).map_err(|e| Failure::input(format!("cannot write `{}`: {e}", path.display())))?,
        None => {
            let mut out = std::io::stdout().lock();
            out.write_all(code.as_bytes())?;
            out.flush()?;
        }
    }
    Ok(())
}
