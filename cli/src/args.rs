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
  chainrule generate model.cr --function loss -o loss.rs";

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Print the derivative of a formula, simplified, on one line
    Diff(Diff),
    /// Print the value, the gradient and the Hessian of a formula, or of a model with data
    Eval(Eval),
    /// Write a model and its gradient as source code
    Generate(Generate),
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
    #[arg(long, value_name = "NAME")]
    pub wrt: String,
    /// How often to differentiate
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(0..=100))]
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
    /// Values of variables (of a model: of scalar parameters and inputs)
    #[arg(long, value_name = "NAME=VALUE,...", allow_hyphen_values = true)]
    pub at: Vec<String>,
    /// The variables to differentiate by [default: all, in order of first appearance]
    #[arg(long, value_name = "NAME,...", value_delimiter = ',')]
    pub wrt: Vec<String>,
    /// 0: the value; 1: and the gradient; 2: and the Hessian
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u8).range(0..=2))]
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
    /// A table of numbers, separated by commas; the first line may name the columns
    #[arg(long, value_name = "FILE.csv")]
    pub data: Option<PathBuf>,
    /// Which columns an input is: numbers from 0 (`64`, `0..64`) or names from the first line
    #[arg(long = "input", value_name = "NAME=COLUMNS", requires = "data")]
    pub inputs: Vec<String>,
    /// Parameters as JSON: {"name": nested lists}
    #[arg(long, value_name = "PARAMS.json")]
    pub load: Option<PathBuf>,
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
`loss_value_and_gradient_into` and `loss_gradient_add`.")]
pub struct Generate {
    /// The file of a model
    #[arg(value_name = "MODEL")]
    pub model: PathBuf,
    /// Name of the function
    #[arg(long, value_name = "NAME")]
    pub function: String,
    /// What the function computes [default: loss]
    #[arg(long, value_name = "NAME")]
    pub output: Option<String>,
    /// The language
    #[arg(long, value_enum, default_value_t)]
    pub lang: Language,
    /// The file to write [default: standard output]
    #[arg(short = 'o', long = "out", value_name = "FILE")]
    pub file: Option<PathBuf>,
}
