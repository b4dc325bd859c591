//! `chainrule predict`: what a model says about each row of data.

use crate::args::Predict;
use crate::bind::Bound;
use crate::report::Failure;
use crate::{model, number};
use std::io::Write;

/// Runs the command.
///
/// # Errors
/// Input that is refused.
pub fn run(args: &Predict) -> Result<(), Failure> {
    if let (Some(name), None) = (args.values.standardise.first(), &args.values.standardise_from) {
        // The means of the rows at hand are not those of the training: the answers would be silently wrong.
        let message = format!("`--standardise {name}` needs the means and deviations of the training");
        return Err(Failure::with_hint(message, "add `--standardise-from TRAINING.csv`, the data that the model was trained on"));
    }
    let model = model::read(&args.model)?;
    let refuse = |e| model::refuse(e, &model, &args.model, Some(&args.output));
    let mut compiled = model.compile(Some(&args.output), false).map_err(refuse)?.with_work_limit(args.values.work_limit);
    let bound = Bound::new(&args.values, &model, &args.model)?;
    bound.suffices(&compiled, &model)?;
    let value = compiled.run(&bound.values).map_err(refuse)?.value;

    let (entries, inner) = value.shape.split_first().map_or((1, &[][..]), |(n, inner)| (*n, inner));
    let size = inner.iter().product::<usize>();
    let mut text = String::new();
    for entry in 0..entries {
        let numbers = &value.values[entry * size..(entry + 1) * size];
        if args.json {
            number::nested(&mut text, inner, numbers);
        } else {
            for (k, x) in numbers.iter().enumerate() {
                text.push_str(if k > 0 { "," } else { "" });
                text.push_str(&number::shortest(*x));
            }
        }
        text.push('\n');
    }
    let mut out = std::io::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()?;
    Ok(())
}
