//! The `chainrule` command: differentiate and evaluate formulas and models, and generate code.

mod args;
mod batch;
mod diff;
mod eval;
mod generate;
mod model;
mod number;
mod report;

use args::{Args, Command};
use clap::Parser;
use report::Failure;
use std::process::ExitCode;

fn main() -> ExitCode {
    let result = match &Args::parse().command {
        Command::Diff(args) => diff::run(args),
        Command::Eval(args) => eval::run(args),
        Command::Generate(args) => generate::run(args),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        // Whoever reads the output has seen enough.
        Err(Failure::Output(error)) if error.kind() == std::io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(failure) => {
            report::print(&failure);
            ExitCode::from(failure.exit_code())
        }
    }
}
