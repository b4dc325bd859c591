//! `chainrule train`: fits the parameters of a model to data.
//!
//! The model is compiled once, for its loss with the gradient, and the data are bound once: a batch is a
//! view of consecutive rows. Loss and accuracy over all rows are computed for reports only, except that
//! without batches the loss comes with the gradient anyway.

use crate::args::Train;
use crate::bind::{Bound, no_value};
use crate::data::count;
use crate::optimizer::Optimizer;
use crate::report::Failure;
use crate::{model, number, parameters, plot};
use chainrule_model::{Array, ArrayView, CompiledModel, Extent, Model, Outcome};
use chainrule_run::Error;
use indicatif::{ProgressBar, ProgressStyle};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Write;
use std::ops::Range;
use std::path::Path;
use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, Ordering};

/// The exit code after Ctrl-C, as shells count: 128 and the number of the signal.
const INTERRUPTED_CODE: u8 = 130;

/// Points of a plot when no `--every` says how many.
const PLOT_POINTS: u64 = 100;

/// Numbers of a parameter up to which it is printed at the end.
const PRINTED: usize = 16;

static INTERRUPTED: AtomicBool = AtomicBool::new(false);

/// Ctrl-C asks the training to stop; a second one stops at once.
fn listen() -> Result<(), Failure> {
    let handler = || {
        if INTERRUPTED.swap(true, Ordering::SeqCst) {
            std::process::exit(i32::from(INTERRUPTED_CODE));
        }
    };
    ctrlc::set_handler(handler).map_err(|e| Failure::input(format!("cannot listen for Ctrl-C: {e}")))
}

fn interrupted() -> bool {
    INTERRUPTED.load(Ordering::SeqCst)
}

/// Runs the command.
///
/// # Errors
/// Input that is refused; a loss that stops being a number, after the last good parameters are saved.
pub fn run(args: &Train) -> Result<ExitCode, Failure> {
    for path in args.save.iter().chain(&args.plot) {
        parameters::writable(path)?;
    }
    if let Some(path) = args.plot.as_ref().filter(|path| path.extension().is_some_and(|end| !end.eq_ignore_ascii_case("svg"))) {
        let message = format!("`--plot` draws an SVG picture, and `{}` has the name of another kind of file", path.display());
        return Err(Failure::with_hint(message, format!("write `--plot {}`", path.with_extension("svg").display())));
    }
    let model = model::read(&args.model)?;
    let mut training = Training::new(args, &model)?;
    listen()?;
    let end = training.run();
    training.bar.finish_and_clear();
    match end {
        Ok(end) => {
            training.save()?;
            training.show()?;
            match end {
                End::Finished => Ok(ExitCode::SUCCESS),
                End::Interrupted => {
                    training.say(&format!("interrupted; {}", training.kept()));
                    Ok(ExitCode::from(INTERRUPTED_CODE))
                }
                End::Diverged(failure) => Err(failure),
            }
        }
        // Also where nobody reads the reports any more: what was learned is not lost with them.
        Err(failure) => {
            if let Some(good) = training.good.clone() {
                training.now = good;
                training.save()?;
                if args.save.is_some() && !failure.is_closed() {
                    training.say(&training.kept());
                }
            }
            Err(failure)
        }
    }
}

/// How a training ends.
enum End {
    Finished,
    Interrupted,
    /// The loss is no number any more.
    Diverged(Failure),
}

/// How a pass over the rows ends.
enum Pass {
    Finished,
    /// By Ctrl-C.
    BrokenOff,
    /// What is no number any more.
    Diverged(String),
}

/// Parameters in order of declaration, after some epochs.
#[derive(Clone)]
struct State {
    epoch: u64,
    parameters: Vec<Array>,
}

struct Training<'a> {
    args: &'a Train,
    model: &'a Model,
    rows: Rows,
    optimizer: Optimizer,
    /// The loss and its gradient.
    gradient: CompiledModel,
    loss: CompiledModel,
    accuracy: Option<CompiledModel>,
    now: State,
    /// The last state whose loss is known to be a number; what is kept if a later one is not.
    good: Option<State>,
    losses: plot::Curve,
    accuracies: plot::Curve,
    bar: ProgressBar,
}

impl<'a> Training<'a> {
    fn new(args: &'a Train, model: &'a Model) -> Result<Training<'a>, Failure> {
        let path = &args.model;
        let output = args.output.as_deref();
        let refuse = |e| model::refuse(e, model, path, output);
        if model.parameters().is_empty() {
            let message = format!("`{}` has no parameters to train", path.display());
            return Err(Failure::with_hint(message, "declare what is to be found: `param w[4] = 0`"));
        }
        let compile = |output: Option<&str>, gradient| -> Result<CompiledModel, Failure> {
            Ok(model.compile(output, gradient).map_err(refuse)?.with_work_limit(args.values.work_limit))
        };
        let (gradient, loss) = (compile(output, true)?, compile(output, false)?);
        let accuracy = match model.defines("accuracy") {
            true => Some(compile(Some("accuracy"), false)?),
            false => None,
        };
        let mut bound = Bound::new(&args.values, model, path)?;
        let mut start = Vec::new();
        for parameter in model.parameters() {
            let Some(array) = bound.values.remove(&parameter.name) else { return Err(no_value(parameter, model)) };
            start.push(array);
        }
        let rows = Rows::new(args, model, bound)?;
        for compiled in [Some(&gradient), accuracy.as_ref()].into_iter().flatten() {
            rows.suffice(compiled, model)?;
        }
        let style = ProgressStyle::with_template("{bar:40} epoch {pos}/{len}  {eta} left  {msg}").expect("a template");
        Ok(Training {
            optimizer: Optimizer::new(args, &start)?,
            args,
            model,
            rows,
            gradient,
            loss,
            accuracy,
            now: State { epoch: 0, parameters: start },
            good: None,
            losses: Vec::new(),
            accuracies: Vec::new(),
            // Draws on standard error, and only if that is a terminal.
            bar: ProgressBar::new(args.epochs).with_style(style),
        })
    }

    fn refuse(&self, error: Error) -> Failure {
        model::refuse(error, self.model, &self.args.model, self.args.output.as_deref())
    }

    /// Trains to the end.
    fn run(&mut self) -> Result<End, Failure> {
        let whole = self.args.batch.is_none_or(|batch| batch >= self.rows.count);
        loop {
            let epoch = self.now.epoch;
            let stop = epoch == self.args.epochs || interrupted();
            let report = self.reports(epoch) || stop;
            // Without batches the value that the next step needs anyway is the loss to report.
            let outcome = if whole && !stop { Some(self.gradient_of(None)?) } else { None };
            let loss = match &outcome {
                Some(outcome) => Some(outcome.value.values[0]),
                None if report => Some(self.value_of_loss()?),
                None => None,
            };
            if let Some(loss) = loss {
                if !loss.is_finite() {
                    return Ok(self.diverged(&format!("the loss is {loss}"), epoch));
                }
                self.good = Some(self.now.clone());
                self.losses.push((epoch, loss));
                self.bar.set_message(format!("loss {loss:.6}"));
                if report {
                    self.report(loss, stop)?;
                }
            }
            if stop {
                return Ok(if epoch == self.args.epochs { End::Finished } else { End::Interrupted });
            }
            let pass = match outcome {
                Some(outcome) => self.step(&outcome).map_or(Pass::Finished, Pass::Diverged),
                None => self.batches()?,
            };
            match pass {
                Pass::Finished => self.now.epoch += 1,
                Pass::Diverged(what) => return Ok(self.diverged(&what, epoch + 1)),
                // Back at the start of the epoch, where the next turn ends.
                Pass::BrokenOff => {}
            }
            self.bar.set_position(self.now.epoch);
        }
    }

    /// Goes once through the rows in batches.
    fn batches(&mut self) -> Result<Pass, Failure> {
        let started = self.now.clone();
        let size = self.args.batch.unwrap_or(usize::MAX);
        if let Some(seed) = self.args.shuffle {
            self.rows.shuffle(seed, started.epoch);
        }
        for from in (0..self.rows.count).step_by(size) {
            if interrupted() {
                self.now = started;
                return Ok(Pass::BrokenOff);
            }
            let batch = from..self.rows.count.min(from.saturating_add(size));
            let shown = format!("the batch of rows {} to {}", batch.start, batch.end - 1);
            let outcome = self.gradient_of(Some(batch))?;
            let loss = outcome.value.values[0];
            if !loss.is_finite() {
                return Ok(Pass::Diverged(format!("the loss of {shown} is {loss}")));
            }
            if from == 0 {
                self.good = Some(started.clone());
            }
            if let Some(what) = self.step(&outcome) {
                return Ok(Pass::Diverged(format!("{what} by {shown}")));
            }
        }
        Ok(Pass::Finished)
    }

    /// Takes a step; what went wrong, if something did.
    fn step(&mut self, outcome: &Outcome) -> Option<String> {
        self.optimizer.step(&mut self.now.parameters, &outcome.gradient);
        let mut named = self.model.parameters().iter().zip(&self.now.parameters);
        let (argument, _) = named.find(|(_, array)| array.values.iter().any(|x| !x.is_finite()))?;
        Some(format!("the parameter `{}` is no longer finite after a step", argument.name))
    }

    /// Goes back to the last good parameters.
    fn diverged(&mut self, what: &str, epoch: u64) -> End {
        let failure = match self.good.clone() {
            None => Failure::with_hint(
                format!("{what} at the start"),
                "check the initial values, that no logarithm, root or division leaves its domain, and that no class is outside its range",
            ),
            Some(good) => {
                self.now = good;
                let message = format!("{what} at epoch {epoch}; {}", self.kept());
                Failure::with_hint(message, "a smaller `--rate` may help, or `--standardise` for inputs of different sizes")
            }
        };
        End::Diverged(failure)
    }

    fn kept(&self) -> String {
        let verb = if self.args.save.is_some() { "saved are" } else { "kept are" };
        format!("{verb} the parameters after {}", count(self.now.epoch as usize, "epoch"))
    }

    fn gradient_of(&mut self, batch: Option<Range<usize>>) -> Result<Outcome, Failure> {
        evaluate(&mut self.gradient, self.model, &self.rows, &self.now.parameters, batch).map_err(|e| self.refuse(e))
    }

    fn value_of_loss(&mut self) -> Result<f64, Failure> {
        let outcome = evaluate(&mut self.loss, self.model, &self.rows, &self.now.parameters, None);
        Ok(outcome.map_err(|e| self.refuse(e))?.value.values[0])
    }

    /// Whether an epoch that is not the last is reported.
    fn reports(&self, epoch: u64) -> bool {
        match (self.args.every, &self.args.plot) {
            (Some(every), _) => epoch.is_multiple_of(every),
            (None, Some(_)) => epoch.is_multiple_of(self.args.epochs.div_ceil(PLOT_POINTS).max(1)),
            (None, None) => false,
        }
    }

    /// Reports the state: to the plot, and on standard output.
    fn report(&mut self, loss: f64, end: bool) -> Result<(), Failure> {
        let epoch = self.now.epoch;
        let accuracy = match &mut self.accuracy {
            None => None,
            Some(compiled) => {
                let outcome = evaluate(compiled, self.model, &self.rows, &self.now.parameters, None);
                let value = outcome.map_err(|e| model::refuse(e, self.model, &self.args.model, None))?.value;
                if !value.shape.is_empty() {
                    let message = "`accuracy` is not a single number";
                    return Err(Failure::with_hint(message, "reduce it, for example with `mean(n: ...)`, or give it another name"));
                }
                Some(value.values[0])
            }
        };
        self.accuracies.extend(accuracy.map(|x| (epoch, x)));
        if self.args.every.is_none() && !end {
            return Ok(());
        }
        let mut line = String::new();
        // Writing to a `String` cannot fail.
        if self.args.json {
            let _ = write!(line, "{{\"epoch\":{epoch},\"loss\":");
            number::json(&mut line, loss);
            if let Some(accuracy) = accuracy {
                line.push_str(",\"accuracy\":");
                number::json(&mut line, accuracy);
            }
            line.push_str("}\n");
        } else {
            let width = self.args.epochs.to_string().len();
            let _ = write!(line, "epoch {epoch:width$}  loss {}", number::shortest(loss));
            if let Some(accuracy) = accuracy {
                let _ = write!(line, "  accuracy {}", number::shortest(accuracy));
            }
            line.push('\n');
        }
        self.bar.suspend(|| print(&line))
    }

    /// The parameters with their names.
    fn named(&self) -> Vec<(String, Array)> {
        let names = self.model.parameters().iter().map(|p| p.name.clone());
        names.zip(self.now.parameters.iter().cloned()).collect()
    }

    /// Prints the parameters that no file has, if the loss ever was a number.
    fn show(&self) -> Result<(), Failure> {
        if self.good.is_none() || self.args.save.is_some() || self.args.json { Ok(()) } else { print(&shown(&self.named())) }
    }

    /// Says something that is no result.
    fn say(&self, text: &str) {
        // Nobody is left to tell that standard error is closed.
        let _ = writeln!(std::io::stderr(), "{text}");
    }

    /// Saves and draws what is left in the end, if the loss ever was a number.
    fn save(&self) -> Result<(), Failure> {
        if self.good.is_none() {
            return Ok(());
        }
        if let Some(path) = &self.args.save {
            parameters::save(path, &self.named())?;
        }
        if let Some(path) = &self.args.plot {
            let model = self.args.model.file_name().unwrap_or(self.args.model.as_os_str()).to_string_lossy();
            let svg = plot::svg(&model, &self.losses, &self.accuracies).map_err(|e| Failure::input(format!("cannot draw: {e}")))?;
            write(path, &svg)?;
        }
        Ok(())
    }
}

fn write(path: &Path, text: &str) -> Result<(), Failure> {
    std::fs::write(path, text).map_err(|e| Failure::input(format!("cannot write `{}`: {e}", path.display())))
}

fn print(text: &str) -> Result<(), Failure> {
    let mut out = std::io::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()?;
    Ok(())
}

/// The parameters, one a line; of large ones only the shape.
fn shown(parameters: &[(String, Array)]) -> String {
    let mut text = String::new();
    for (name, array) in parameters {
        text.push_str(name);
        text.push_str("  ");
        if array.values.len() <= PRINTED {
            number::nested(&mut text, &array.shape, &array.values);
        } else {
            let extents: Vec<String> = array.shape.iter().map(ToString::to_string).collect();
            // Writing to a `String` cannot fail.
            let _ = write!(text, "{} numbers (`--save PARAMS.json` keeps them)", extents.join(" x "));
        }
        text.push('\n');
    }
    text
}

/// Runs a compiled output on a batch, or on all rows.
fn evaluate(
    compiled: &mut CompiledModel,
    model: &Model,
    rows: &Rows,
    parameters: &[Array],
    batch: Option<Range<usize>>,
) -> Result<Outcome, Error> {
    let mut values: BTreeMap<&str, ArrayView<'_>> = BTreeMap::new();
    values.extend(model.parameters().iter().zip(parameters).map(|(p, array)| (p.name.as_str(), array.view())));
    values.extend(rows.fixed.iter().map(|(name, array)| (name.as_str(), array.view())));
    let all = batch.is_none();
    let batch = batch.unwrap_or(0..rows.count);
    let shapes: Vec<Vec<usize>> =
        rows.inputs.iter().map(|(_, array)| std::iter::once(batch.len()).chain(array.shape[1..].iter().copied()).collect()).collect();
    for (k, ((name, array), shape)) in rows.inputs.iter().zip(&shapes).enumerate() {
        let size = shape[1..].iter().product::<usize>();
        // Reports need no order.
        let values_of = match rows.shuffled.get(k) {
            Some(shuffled) if !all => shuffled,
            _ => &array.values,
        };
        values.insert(name, ArrayView { shape, values: &values_of[batch.start * size..batch.end * size] });
    }
    compiled.run_views(&values)
}

/// The inputs of a training.
struct Rows {
    count: usize,
    /// Inputs whose first axis are the rows.
    inputs: Vec<(String, Array)>,
    /// The elements of `inputs` in the order of this epoch, if they are shuffled.
    shuffled: Vec<Vec<f64>>,
    /// Inputs that are the same for all rows.
    fixed: Vec<(String, Array)>,
}

impl Rows {
    fn new(args: &Train, model: &Model, bound: Bound) -> Result<Rows, Failure> {
        let count = bound.rows.unwrap_or(0);
        let by_row = bound.by_row;
        let (inputs, fixed): (Vec<_>, Vec<_>) = bound.values.into_iter().partition(|(name, _)| by_row.contains(name));
        if args.batch.is_some_and(|batch| batch < count) {
            if let Some(name) = bound.fixed_rows.first() {
                let message = format!("`--batch` cannot divide the rows: the model fixes how many `{name}` has");
                return Err(Failure::with_hint(message, format!("declare its first axis by a name: `{name}[n, ...]`")));
            }
            divisible(model, &inputs, &fixed)?;
        }
        Ok(Rows { count, inputs, shuffled: Vec::new(), fixed })
    }

    /// Checks that all that an output reads has a value.
    fn suffice(&self, compiled: &CompiledModel, model: &Model) -> Result<(), Failure> {
        let bound = |name: &str| self.inputs.iter().chain(&self.fixed).any(|(n, _)| n == name);
        match model.inputs().iter().find(|a| !bound(&a.name) && compiled.reads(&a.name)) {
            Some(argument) => Err(no_value(argument, model)),
            None => Ok(()),
        }
    }

    /// Puts the rows into the order of an epoch: that of the file, shuffled (Fisher and Yates).
    fn shuffle(&mut self, seed: u64, epoch: u64) {
        let mut random = SplitMix(seed ^ epoch.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        let mut order: Vec<usize> = (0..self.count).collect();
        for k in (1..order.len()).rev() {
            order.swap(k, random.below(k as u64 + 1) as usize);
        }
        let gather = |(_, array): &(String, Array)| {
            let size = array.values.len() / self.count.max(1);
            order.iter().flat_map(|row| &array.values[row * size..(row + 1) * size]).copied().collect()
        };
        self.shuffled = self.inputs.iter().map(gather).collect();
    }
}

/// Checks that nothing but the batch has the length of the rows.
fn divisible(model: &Model, inputs: &[(String, Array)], fixed: &[(String, Array)]) -> Result<(), Failure> {
    let named = |name: &str| model.argument(name);
    let dims: Vec<&Extent> = inputs.iter().filter_map(|(name, _)| named(name)?.shape.first()).collect();
    let Some(first) = inputs.first() else {
        return Err(Failure::with_hint("`--batch`: no input has a row of the data for each entry", "leave out `--batch`"));
    };
    let others = model.parameters().iter().chain(fixed.iter().filter_map(|(name, _)| named(name)));
    for argument in others {
        if let Some(Extent::Dimension(dim)) = argument.shape.iter().find(|e| dims.contains(e)) {
            let message = format!("`--batch` cannot divide the rows: `{}` has the dimension `{dim}` of `{}` too", argument.name, first.0);
            return Err(Failure::with_hint(message, "leave out `--batch`"));
        }
    }
    for argument in model.inputs().iter().filter(|a| inputs.iter().any(|(name, _)| *name == a.name)) {
        if let Some(Extent::Dimension(dim)) = argument.shape.iter().skip(1).find(|e| dims.contains(e)) {
            let message = format!("`--batch` cannot divide the rows: `{dim}` is the length of several axes of `{}`", argument.name);
            return Err(Failure::with_hint(message, "leave out `--batch`"));
        }
    }
    Ok(())
}

/// Random numbers that are the same everywhere (Steele, Lea and Flood 2014).
struct SplitMix(u64);

impl SplitMix {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `n`; for the lengths of tables it is as good as even.
    fn below(&mut self, n: u64) -> u64 {
        ((u128::from(self.next()) * u128::from(n)) >> 64) as u64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn random_numbers_are_the_published_ones() {
        let mut random = SplitMix(1_234_567);
        assert_eq!([random.next(), random.next()], [6_457_827_717_110_365_317, 3_203_168_211_198_807_973]);
    }

    #[test]
    fn shuffled_rows_stay_whole() {
        let array = |shape: &[usize], values: &[f64]| Array { shape: shape.to_vec(), values: values.to_vec() };
        let x: Vec<f64> = (0..20).map(f64::from).collect();
        let t: Vec<f64> = (0..10).map(f64::from).collect();
        let inputs = vec![("x".to_owned(), array(&[10, 2], &x)), ("t".to_owned(), array(&[10], &t))];
        let mut rows = Rows { count: 10, inputs, shuffled: Vec::new(), fixed: Vec::new() };
        rows.shuffle(1, 0);
        let first = rows.shuffled.clone();
        assert_ne!(first[1], t);
        for (row, t) in first[0].chunks(2).zip(&first[1]) {
            assert_eq!(row, [2.0 * t, 2.0 * t + 1.0]);
        }
        let mut sorted = first[1].clone();
        sorted.sort_by(f64::total_cmp);
        assert_eq!(sorted, t);
        rows.shuffle(1, 1);
        assert_ne!(rows.shuffled, first);
        rows.shuffle(1, 0);
        assert_eq!(rows.shuffled, first);
    }
}
