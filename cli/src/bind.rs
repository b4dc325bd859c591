//! The values of a model's parameters and inputs, from wherever the command line says.

use crate::args::Values;
use crate::data::{Standard, Table};
use crate::eval::assignments;
use crate::report::Failure;
use crate::{model, parameters};
use chainrule_model::{Argument, Array, CompiledModel, Extent, Model};
use std::collections::BTreeMap;
use std::path::Path;

/// What a model is run on.
pub struct Bound {
    /// Parameters and inputs by name.
    pub values: BTreeMap<String, Array>,
    /// The number of rows of the data, if there are data.
    pub rows: Option<usize>,
    /// Inputs whose first axis, a named dimension, are the rows of the data.
    pub by_row: Vec<String>,
    /// Other inputs from the data.
    pub fixed_rows: Vec<String>,
}

impl Bound {
    /// Reads the data and the parameters, and lets the model fill in the initial values.
    ///
    /// # Errors
    /// Files and columns that are refused, names that the model does not declare, a name that gets two values.
    pub fn new(args: &Values, model: &Model, path: &Path) -> Result<Bound, Failure> {
        let refuse = |e| model::refuse(e, model, path, None);
        let mut bound = Bound { values: BTreeMap::new(), rows: None, by_row: Vec::new(), fixed_rows: Vec::new() };
        let mut sources: BTreeMap<String, &str> = BTreeMap::new();
        if let Some(data) = &args.data {
            let table = Table::read(data)?;
            bound.rows = Some(table.rows());
            bound.read(args, model, &table, &mut sources)?;
        }
        for (name, x) in assignments(&args.at)? {
            let Some(argument) = model.argument(&name) else { return Err(undeclared(&name, model)) };
            argument.check(Array::scalar(x).view()).map_err(|e| Failure::input(e.message()))?;
            once(&mut sources, &name, "--at")?;
            bound.values.insert(name, Array::scalar(x));
        }
        if let Some(path) = &args.load {
            for (name, array) in parameters::load(path, model)? {
                once(&mut sources, &name, "--load")?;
                bound.values.insert(name, array);
            }
        }
        let dims = model.dimensions_of(&bound.values).map_err(refuse)?;
        if model.parameters().iter().any(|p| p.has_initial_value && !bound.values.contains_key(&p.name)) {
            for (name, array) in model.initial_values(&dims).map_err(refuse)?.values {
                bound.values.entry(name).or_insert(array);
            }
        }
        Ok(bound)
    }

    /// Binds columns to inputs.
    fn read(&mut self, args: &Values, model: &Model, table: &Table, sources: &mut BTreeMap<String, &str>) -> Result<(), Failure> {
        let standard_table = args.standardise_from.as_deref().map(Table::read).transpose()?;
        let mut standardised = Vec::new();
        for text in &args.inputs {
            let Some((name, columns)) = text.split_once('=').map(|(n, c)| (n.trim(), c.trim())).filter(|(_, columns)| !columns.is_empty())
            else {
                let hint = "write `--input x=0..64` or `--input x=age,height`";
                return Err(Failure::with_hint(format!("`--input {text}` gives no input its columns"), hint));
            };
            let argument = input(name, model)?;
            once(sources, name, "--input")?;
            let selected = table.columns(columns)?;
            let mut array = Array { shape: table.shape(argument, selected.len())?, values: table.values(&selected)? };
            if args.standardise.iter().any(|n| n == name) {
                let standard = match &standard_table {
                    Some(table) => {
                        let from = table.columns(columns)?;
                        Standard::of(&table.values(&from)?, from.len())
                    }
                    None => Standard::of(&array.values, selected.len()),
                };
                standard.apply(&mut array);
                standardised.push(name.to_owned());
            }
            let named = matches!(argument.shape.first(), Some(Extent::Dimension(_)));
            let by_row = named && array.shape.first() == Some(&table.rows());
            if by_row { &mut self.by_row } else { &mut self.fixed_rows }.push(name.to_owned());
            self.values.insert(name.to_owned(), array);
        }
        if let Some(name) = args.standardise.iter().find(|name| !standardised.contains(name)) {
            input(name, model)?;
            let message = format!("`--standardise {name}`: the input `{name}` has no columns");
            return Err(Failure::with_hint(message, format!("write `--input {name}=COLUMNS` too")));
        }
        Ok(())
    }

    /// Checks that all that an output reads has a value.
    ///
    /// # Errors
    /// The first parameter or input without one.
    pub fn suffices(&self, compiled: &CompiledModel, model: &Model) -> Result<(), Failure> {
        let arguments = model.parameters().iter().chain(model.inputs());
        match arguments.filter(|a| !self.values.contains_key(&a.name)).find(|a| compiled.reads(&a.name)) {
            Some(argument) => Err(no_value(argument, model)),
            None => Ok(()),
        }
    }
}

/// Notes where a name has its value from.
fn once<'a>(sources: &mut BTreeMap<String, &'a str>, name: &str, source: &'a str) -> Result<(), Failure> {
    match sources.insert(name.to_owned(), source) {
        None => Ok(()),
        Some(first) if first == source => Err(Failure::with_hint(format!("`{name}` is given twice by `{source}`"), "leave one out")),
        Some(first) => Err(Failure::with_hint(format!("`{name}` is given by `{first}` and by `{source}`"), "leave one out")),
    }
}

/// The input called `name`.
fn input<'a>(name: &str, model: &'a Model) -> Result<&'a Argument, Failure> {
    if let Some(argument) = model.inputs().iter().find(|a| a.name == name) {
        return Ok(argument);
    }
    if model.argument(name).is_some() {
        let message = format!("`{name}` is a parameter of the model, not an input");
        return Err(Failure::with_hint(message, "parameters come from `--load PARAMS.json`, or from their initial values"));
    }
    let inputs: Vec<&str> = model.inputs().iter().map(|a| a.name.as_str()).collect();
    let hint = match chainrule_parser::suggest(name, inputs.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None if inputs.is_empty() => "it has no inputs at all; declare them: `input x[n, 4]`".to_owned(),
        None => format!("its inputs are: {}", inputs.join(", ")),
    };
    Err(Failure::with_hint(format!("the model has no input `{name}`"), hint))
}

/// The error about a name that the model does not declare.
pub fn undeclared(name: &str, model: &Model) -> Failure {
    let declared: Vec<&str> = model.parameters().iter().chain(model.inputs()).map(|a| a.name.as_str()).collect();
    let hint = match chainrule_parser::suggest(name, declared.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("declared are: {}", declared.join(", ")),
    };
    Failure::with_hint(format!("the model declares no `{name}`"), hint)
}

/// The error about a parameter or an input without a value.
pub fn no_value(argument: &Argument, model: &Model) -> Failure {
    let name = &argument.name;
    let parameter = model.parameters().contains(argument);
    let hint = match (parameter, argument.shape.is_empty()) {
        (true, _) => format!("give `{name}` an initial value in the model, or `--load` it"),
        (false, true) => format!("write `--at {name}=1`"),
        (false, false) => format!("write `--data FILE.csv --input {name}=COLUMNS`"),
    };
    let kind = if parameter { "parameter" } else { "input" };
    Failure::with_hint(format!("the {kind} `{name}` has no value"), hint)
}
