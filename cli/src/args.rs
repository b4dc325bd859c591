//! What may be written on the command line.

use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// Gradients of formulas and models.
#[derive(Debug, Parser)]
#[command(name = "chainrule", version, about, after_help = EXAMPLES, arg_required_else_help = true)]
pub struct Args {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

const EXAMPLES: &str = "\
Examples:
  chainrule diff 'sigmoid(w*x + b)' --wrt w
  chainrule eval 'x^2*y' --at x=3,y=0.5
  chainrule generate model.cr --function loss -o loss.rs
  chainrule train model.cr --data data.csv --input x=0..4 --input t=4 --rate 0.1 --save params.json
  chainrule predict model.cr --data new.csv --input x=0..4 --load params.json --output p";

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Print the derivative of a formula, simplified, on one line
    Diff(Diff),
    /// Print the value, the gradient and the Hessian of a formula, or of a model with data
    Eval(Eval),
    /// Write a model and its gradient as source code
    Generate(Generate),
    /// Fit the parameters of a model to data
    Train(Train),
    /// Print what a trained model says about each row of data
    Predict(Predict),
}

/// How a formula is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// The formula language of chainrule
    #[default]
    Formula,
    /// LaTeX
    Latex,
}

/// `chainrule diff`
#[derive(Debug, ClapArgs)]
#[command(
    disable_help_flag = true,
    after_help = "\
Examples:
  $ chainrule diff 'x^3 + a*x' --wrt x
  3*x^2 + a
  $ chainrule diff 'x^3' --wrt x --order 2
  6*x
  $ chainrule diff '\\frac{1}{1 + e^{-x}}' --wrt x --format latex --latex"
)]
pub struct Diff {
    /// The formula
    #[arg(value_name = "EXPR", allow_hyphen_values = true)]
    pub expr: String,
    /// The variable to differentiate by
    #[arg(long, value_name = "NAME", value_parser = name)]
    pub wrt: String,
    /// How often to differentiate
    #[arg(long, value_name = "N", default_value_t = 1, allow_hyphen_values = true, value_parser = clap::value_parser!(u32).range(0..=100))]
    pub order: u32,
    /// Print LaTeX
    #[arg(long, conflicts_with = "rust")]
    pub latex: bool,
    /// Print a Rust function
    #[arg(long)]
    pub rust: bool,
    /// How EXPR is written
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
    /// Print help
    #[arg(long, action = clap::ArgAction::Help)]
    pub help: Option<bool>,
}

/// Where a model's parameters and inputs come from: the same for all commands that run a model.
#[derive(Debug, ClapArgs)]
pub struct Values {
    /// Values of variables (of a model: of scalar parameters and inputs)
    #[arg(long, value_name = "NAME=VALUE,...", allow_hyphen_values = true)]
    pub at: Vec<String>,
    /// A table of numbers, separated by commas; a first line that is not all numbers names the columns
    #[arg(long, value_name = "FILE.csv")]
    pub data: Option<PathBuf>,
    /// Which columns an input is: numbers from 0 and ranges (`64`, `0..64`), names from the first line
    /// and ranges of them (`age`, `age..=height`), or a list (`age,3..5`). The rows are the input's
    /// first axis; the columns fill the other axes, the last index running fastest
    #[arg(long = "input", value_name = "NAME=COLUMNS", requires = "data")]
    pub inputs: Vec<String>,
    /// Inputs each column of which is shifted and scaled to mean 0 and (population) deviation 1 over
    /// the rows of the data; a constant column becomes 0
    #[arg(long, value_name = "INPUT,...", value_delimiter = ',', alias = "standardize", requires = "data")]
    pub standardise: Vec<String>,
    /// The table whose means and deviations `--standardise` uses instead of those of `--data`: give
    /// the table of the training when the data are other rows
    #[arg(long, value_name = "FILE.csv", alias = "standardize-from", requires = "standardise")]
    pub standardise_from: Option<PathBuf>,
    /// Parameters as JSON: {"name": nested lists}
    #[arg(long, value_name = "PARAMS.json")]
    pub load: Option<PathBuf>,
    /// How many turns the loops of one evaluation may take, so that a mistake does not run for days
    #[arg(long, value_name = "TURNS", default_value_t = chainrule_run::eval::WORK_LIMIT, allow_hyphen_values = true, value_parser = at_least::<1>)]
    pub work_limit: u64,
}

/// `chainrule eval`
#[derive(Debug, ClapArgs)]
#[command(
    disable_help_flag = true,
    after_help = "\
Examples:
  $ chainrule eval 'x^2*y' --at x=3,y=0.5 --order 2
  value       4.5
  gradient x  3
  gradient y  9
  hessian x   1 6
  hessian y   6 0
  $ chainrule eval model.cr --data data.csv --input x=0..4 --input t=4 --json
  {\"value\":0.25,\"gradient\":{\"w\":[0.5,0.0,1.0,0.0]}}
  $ echo '{\"id\": 1, \"expr\": \"x^2\", \"at\": {\"x\": 3}}' | chainrule eval --batch
  {\"id\":1,\"value\":9.0,\"gradient\":{\"x\":6.0}}

A batch reads one request a line and answers each on one line:
  {\"id\": any, \"expr\": text, \"format\"?: \"formula\" | \"latex\", \"at\": {name: number},
   \"wrt\"?: [names], \"order\"?: 0 | 1 | 2}"
)]
pub struct Eval {
    /// A formula, or the file of a model
    #[arg(value_name = "EXPR|MODEL", allow_hyphen_values = true, required_unless_present = "batch")]
    pub expr: Option<String>,
    /// Values of a model
    #[command(flatten)]
    pub values: Values,
    /// The variables to differentiate by [default: all, in order of first appearance]
    #[arg(long, value_name = "NAME,...", value_delimiter = ',', value_parser = name)]
    pub wrt: Vec<String>,
    /// 0: the value; 1: and the gradient; 2: and the Hessian
    #[arg(long, value_name = "N", default_value_t = 1, allow_hyphen_values = true, value_parser = clap::value_parser!(u8).range(0..=2))]
    pub order: u8,
    /// How EXPR is written
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
    /// Print one JSON object
    #[arg(long)]
    pub json: bool,
    /// Answer requests from standard input, one JSON object a line
    #[arg(long, conflicts_with_all = ["expr", "at", "wrt", "order", "format"])]
    pub batch: bool,
    /// What to compute: a definition, an element such as 'residual[1]', or an expression
    /// [default: loss]
    #[arg(long, value_name = "NAME", allow_hyphen_values = true)]
    pub output: Option<String>,
    /// Print help
    #[arg(long, action = clap::ArgAction::Help)]
    pub help: Option<bool>,
}

/// The languages of generated code.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Language {
    /// A Rust file that depends on `chainrule` alone
    #[default]
    Rust,
    /// A C file (not available yet)
    C,
}

/// `chainrule generate`
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Example:
  chainrule generate model.cr --function loss -o src/loss.rs
writes `loss`, `loss_gradient`, `loss_value_and_gradient`, `loss_gradient_into`,
`loss_value_and_gradient_into` and `loss_gradient_add`. Their arguments are the parameters and the inputs
that the output reads.")]
pub struct Generate {
    /// The file of a model
    #[arg(value_name = "MODEL")]
    pub model: PathBuf,
    /// Name of the function
    #[arg(long, value_name = "NAME")]
    pub function: String,
    /// What the function computes; of an array there is the Jacobian instead of the gradient [default: loss]
    #[arg(long, value_name = "NAME")]
    pub output: Option<String>,
    /// Keep the states of a recurrence only at the start of each of sqrt(T) segments, and compute the others twice
    #[arg(long)]
    pub checkpoint: bool,
    /// The language
    #[arg(long, value_enum, default_value_t)]
    pub lang: Language,
    /// The file to write [default: standard output]
    #[arg(short = 'o', long = "out", value_name = "FILE")]
    pub file: Option<PathBuf>,
}

/// How a gradient becomes a step.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Optimizer {
    /// w -= rate*g
    #[default]
    Descent,
    /// v = momentum*v + g, w -= rate*v
    Momentum,
    /// Steps of about the rate in each coordinate (Kingma & Ba 2015)
    Adam,
}

/// `chainrule train`
#[derive(Debug, ClapArgs)]
#[command(
    disable_help_flag = true,
    after_help = "\
Examples:
  $ chainrule train iris.cr --data iris.csv --input x=0..4 --input label=target --standardise x \\
        --rate 0.5 --epochs 200 --every 50 --save iris.json
  $ chainrule train net.cr --data digits.csv --input x=0..64 --input label=64 --batch 32 --shuffle 1 \\
        --optimizer adam --rate 0.01 --epochs 20 --plot curve.svg

An epoch is one pass over the rows; line k of the report tells of the model after k epochs, over all
rows. `accuracy` is reported if the model defines it. Ctrl-C (or SIGTERM, SIGHUP) ends the training early:
the parameters of the last finished epoch are kept, and the exit code is 130.

The saved file holds the parameters and nothing else. What `--standardise` subtracts and divides by is
worked out again from the training data: `predict` takes them by `--standardise-from`."
)]
pub struct Train {
    /// The file of a model
    #[arg(value_name = "MODEL")]
    pub model: PathBuf,
    /// Values of a model
    #[command(flatten)]
    pub values: Values,
    /// What to make small: a definition or an expression [default: loss]
    #[arg(long, value_name = "NAME", allow_hyphen_values = true)]
    pub output: Option<String>,
    /// Size of the steps [default: 0.1, with adam 0.001]
    #[arg(long, value_name = "RATE", allow_hyphen_values = true, value_parser = positive)]
    pub rate: Option<f64>,
    /// Passes over the data
    #[arg(long, value_name = "N", default_value_t = 100, allow_hyphen_values = true, value_parser = at_least::<0>)]
    pub epochs: u64,
    /// Rows a step, in the order of the file; the last batch may be smaller [default: all]
    #[arg(long, value_name = "N", allow_hyphen_values = true, value_parser = one_or_more, requires = "data")]
    pub batch: Option<usize>,
    /// Shuffle the rows before each epoch; the same seed gives the same order everywhere
    #[arg(long, value_name = "SEED", allow_hyphen_values = true, value_parser = at_least::<0>, requires = "batch")]
    pub shuffle: Option<u64>,
    /// How a gradient becomes a step
    #[arg(long, value_enum, default_value_t)]
    pub optimizer: Optimizer,
    /// Share of the last step that is kept, with `--optimizer momentum` [default: 0.9]
    #[arg(long, value_name = "X", allow_hyphen_values = true, value_parser = share)]
    pub momentum: Option<f64>,
    /// Decay of the mean of the gradients, with `--optimizer adam` [default: 0.9]
    #[arg(long, value_name = "X", allow_hyphen_values = true, value_parser = share)]
    pub beta1: Option<f64>,
    /// Decay of the mean of their squares, with `--optimizer adam` [default: 0.999]
    #[arg(long, value_name = "X", allow_hyphen_values = true, value_parser = share)]
    pub beta2: Option<f64>,
    /// Keeps the divisor from 0, with `--optimizer adam` [default: 1e-8]
    #[arg(long, value_name = "X", allow_hyphen_values = true, value_parser = positive)]
    pub epsilon: Option<f64>,
    /// Report every N epochs, the start and the end included [default: the end only]
    #[arg(long, value_name = "N", allow_hyphen_values = true, value_parser = at_least::<1>)]
    pub every: Option<u64>,
    /// Report as JSON, one object a line: {"epoch", "loss", "accuracy"}
    #[arg(long)]
    pub json: bool,
    /// Draw the loss (and the accuracy) over the epochs
    #[arg(long, value_name = "FILE.svg")]
    pub plot: Option<PathBuf>,
    /// Write the parameters as JSON: {"name": nested lists}
    #[arg(long, value_name = "PARAMS.json")]
    pub save: Option<PathBuf>,
    /// Print help
    #[arg(long, action = clap::ArgAction::Help)]
    pub help: Option<bool>,
}

/// `chainrule predict`
#[derive(Debug, ClapArgs)]
#[command(
    disable_help_flag = true,
    after_help = "\
Examples:
  $ chainrule predict iris.cr --data new.csv --input x=0..4 --standardise x --standardise-from iris.csv \\
        --load iris.json --output species
  $ chainrule predict net.cr --data digits.csv --input x=0..64 --load net.json --output p --json

Prints one line for each entry of the output's first axis, which usually is that of the rows; the
numbers of one entry stand on its line, the last index running fastest."
)]
pub struct Predict {
    /// The file of a model
    #[arg(value_name = "MODEL")]
    pub model: PathBuf,
    /// Values of a model
    #[command(flatten)]
    pub values: Values,
    /// What to compute: a definition, an element such as 'p[0, 1]', or an expression
    #[arg(long, value_name = "NAME", allow_hyphen_values = true)]
    pub output: String,
    /// Print JSON, a number or nested lists a line, instead of CSV
    #[arg(long)]
    pub json: bool,
    /// Print help
    #[arg(long, action = clap::ArgAction::Help)]
    pub help: Option<bool>,
}

/// A name that a formula could have.
fn name(text: &str) -> Result<String, String> {
    let read = chainrule_parser::parse_expression(text).ok();
    let is_name = read.is_some_and(|ast| ast.output.is_some_and(|output| matches!(ast.expr(output), chainrule_parser::ast::Expr::Name(_))));
    if is_name { Ok(text.trim().to_owned()) } else { Err("write the name of a variable, such as x".to_owned()) }
}

fn positive(text: &str) -> Result<f64, String> {
    text.parse().ok().filter(|x: &f64| x.is_finite() && *x > 0.0).ok_or_else(|| "write a number above 0, such as 0.1".to_owned())
}

fn share(text: &str) -> Result<f64, String> {
    text.parse().ok().filter(|x| (0.0..1.0).contains(x)).ok_or_else(|| "write a number from 0 to below 1, such as 0.9".to_owned())
}

fn at_least<const LEAST: u64>(text: &str) -> Result<u64, String> {
    text.parse().ok().filter(|n| *n >= LEAST).ok_or_else(|| format!("write a whole number, {LEAST} or more"))
}

fn one_or_more(text: &str) -> Result<usize, String> {
    text.parse().ok().filter(|n| *n > 0).ok_or_else(|| "write a number of rows, 1 or more".to_owned())
}
