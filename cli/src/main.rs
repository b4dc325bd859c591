//! The `chainrule` command: differentiate and evaluate formulas, train models, and generate code.

mod args;
mod batch;
mod bind;
mod data;
mod diff;
mod eval;
mod generate;
mod model;
mod number;
mod object;
mod optimizer;
mod parameters;
mod plot;
mod predict;
mod report;
mod train;

use args::{Args, Command};
use clap::Parser;
use std::process::ExitCode;

fn main() -> ExitCode {
    let result = match &Args::parse().command {
        Command::Diff(args) => diff::run(args).map(|()| ExitCode::SUCCESS),
        Command::Eval(args) => eval::run(args).map(|()| ExitCode::SUCCESS),
        Command::Generate(args) => generate::run(args).map(|()| ExitCode::SUCCESS),
        Command::Train(args) => train::run(args),
        Command::Predict(args) => predict::run(args).map(|()| ExitCode::SUCCESS),
    };
    match result {
        Ok(code) => code,
        Err(failure) if failure.is_closed() => ExitCode::SUCCESS,
        Err(failure) => {
            report::print(&failure);
            ExitCode::from(failure.exit_code())
        }
    }
}
