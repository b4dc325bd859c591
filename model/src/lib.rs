//! Models at run time: declarations and definitions, evaluated with data.
//!
//! A [`Model`] is read once; [`Model::compile`] fixes the output and gives a [`CompiledModel`], which
//! runs on arrays by name. Named dimensions are not given but found: each array says how long its
//! axes are, and arrays that share a dimension must agree.

use chainrule_run::Error;
use chainrule_run::eval::Machine;
pub mod file;

use chainrule_core::affine::{Affine, Term};
use chainrule_core::lower::{Lowering, Options};
use chainrule_core::pipeline::{self, Output, Wanted, value_target};
use chainrule_core::program::{At, Program, Source, Statement};
use chainrule_core::schedule;
use chainrule_core::target::TargetKind;
use chainrule_parser::Limits;
use chainrule_parser::ast::{self, Ast, BinaryOp, Declaration, DeclarationKind, DefinitionKind, Expr, UnaryOp};
use std::collections::BTreeMap;

/// An array of numbers, row by row; a scalar has the shape `[]`.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Array {
    /// Length of each axis.
    pub shape: Vec<usize>,
    /// The elements, the last index running fastest.
    pub values: Vec<f64>,
}

impl Array {
    /// A single number.
    pub fn scalar(value: f64) -> Array {
        Array { shape: Vec::new(), values: vec![value] }
    }

    /// The array without its memory.
    pub fn view(&self) -> ArrayView<'_> {
        ArrayView { shape: &self.shape, values: &self.values }
    }
}

/// An [`Array`] whose memory is somebody else's: a batch is some rows of a larger array, not a copy of them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ArrayView<'a> {
    /// Length of each axis.
    pub shape: &'a [usize],
    /// The elements, the last index running fastest.
    pub values: &'a [f64],
}

/// The extent of one axis of a declared array.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Extent {
    /// A number.
    Number(usize),
    /// A dimension that is known when the model runs.
    Dimension(String),
}

/// A `param` or an `input`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Argument {
    /// Its name.
    pub name: String,
    /// Its extents; none for a scalar.
    pub shape: Vec<Extent>,
    /// Whether the model says with which values it starts.
    pub has_initial_value: bool,
}

impl Argument {
    /// Checks that an array has the declared rank and the declared lengths.
    ///
    /// # Errors
    /// What is declared and what is given. Named dimensions may have any length here.
    pub fn check(&self, array: ArrayView<'_>) -> Result<(), Error> {
        check_shape(self, array)
    }
}

/// The value of the output, and the gradient if it was asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// The value.
    pub value: Array,
    /// The gradient with respect to each `param`, in order of declaration.
    pub gradient: Vec<(String, Array)>,
}

/// The parameters as the model starts them.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct InitialValues {
    /// Values of the parameters that have a formula.
    pub values: BTreeMap<String, Array>,
    /// Parameters without one, in order of declaration; their values have to be given.
    pub missing: Vec<String>,
}

/// Declarations and definitions: `param`s, `input`s and what is computed from them.
///
/// ```
/// use chainrule_model::{Array, Model};
/// use std::collections::BTreeMap;
///
/// let model = Model::parse("
///     param w[i: 2] = 0.5, b = 0
///     input x[n, 2], t[n]
///     loss = mean(n: (sum(i: w[i]*x[n, i]) + b - t[n])^2)
/// ")?;
/// let mut values = BTreeMap::new();
/// values.insert("x".to_owned(), Array { shape: vec![3, 2], values: vec![1., 2., 3., 4., 5., 6.] });
/// values.insert("t".to_owned(), Array { shape: vec![3], values: vec![1.5, 3.5, 4.5] });
/// let dims = model.dimensions_of(&values)?;
/// values.extend(model.initial_values(&dims)?.values);
///
/// let outcome = model.compile(None, true)?.run(&values)?;
/// assert_eq!(outcome.value.values, [1.0 / 3.0]);
/// assert_eq!(outcome.gradient[1].0, "b");
/// # Ok::<(), chainrule_run::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Model {
    ast: Ast,
    source: String,
    limits: Limits,
    parameters: Vec<Argument>,
    inputs: Vec<Argument>,
}

impl Model {
    /// Reads a model.
    ///
    /// # Errors
    /// The first mistake in the text, with its place and a hint.
    pub fn parse(text: &str) -> Result<Model, Error> {
        Model::parse_with(text, &Limits::default())
    }

    /// [`Model::parse`] within other limits.
    ///
    /// # Errors
    /// As [`Model::parse`], and a limit that is exceeded.
    pub fn parse_with(text: &str, limits: &Limits) -> Result<Model, Error> {
        let ast = chainrule_parser::parse_model_with(text, limits).map_err(|e| Error::new(e, text))?;
        let of = |kind| {
            let declared = ast.declarations.iter().filter(|d| d.kind == kind);
            declared.map(|d| argument(&ast, d)).collect::<Result<Vec<_>, _>>()
        };
        let refuse = |e| Error::new(e, text);
        let parameters = of(DeclarationKind::Param).map_err(refuse)?;
        let inputs = of(DeclarationKind::Input).map_err(refuse)?;
        Ok(Model { ast, source: text.to_owned(), limits: limits.clone(), parameters, inputs })
    }

    /// The `param`s, in order of declaration.
    pub fn parameters(&self) -> &[Argument] {
        &self.parameters
    }

    /// The `input`s, in order of declaration.
    pub fn inputs(&self) -> &[Argument] {
        &self.inputs
    }

    /// The `param` or `input` called `name`.
    pub fn argument(&self, name: &str) -> Option<&Argument> {
        self.arguments().find(|a| a.name == name)
    }

    fn arguments(&self) -> impl Iterator<Item = &Argument> {
        self.parameters.iter().chain(&self.inputs)
    }

    /// Whether the model defines a value called `name`.
    pub fn defines(&self, name: &str) -> bool {
        let is_value = |d: &&ast::Definition| matches!(d.kind, DefinitionKind::Value(_));
        self.ast.definitions.iter().filter(is_value).any(|d| self.ast.name(d.name) == name)
    }

    /// The named dimensions, in order of first appearance.
    pub fn dimensions(&self) -> Vec<&str> {
        let mut names: Vec<&str> = Vec::new();
        for extent in self.arguments().flat_map(|a| &a.shape) {
            if let Extent::Dimension(name) = extent
                && !names.contains(&name.as_str())
            {
                names.push(name);
            }
        }
        names
    }

    /// The syntax tree.
    pub fn ast(&self) -> &Ast {
        &self.ast
    }

    /// The text.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// The dimensions that follow from some of the arrays.
    ///
    /// # Errors
    /// If an array has another shape than declared, or two disagree about a dimension; names that the
    /// model does not declare.
    pub fn dimensions_of(&self, values: &BTreeMap<String, Array>) -> Result<BTreeMap<String, usize>, Error> {
        self.dimensions_of_views(&views(values))
    }

    fn dimensions_of_views(&self, values: &BTreeMap<&str, ArrayView<'_>>) -> Result<BTreeMap<String, usize>, Error> {
        let mut known: BTreeMap<String, (usize, &str)> = BTreeMap::new();
        if let Some(name) = values.keys().find(|n| self.argument(n).is_none()) {
            let declared: Vec<&str> = self.arguments().map(|a| a.name.as_str()).collect();
            return Err(unknown(format!("the model declares no `{name}`"), name, &declared));
        }
        for argument in self.arguments() {
            let Some(&array) = values.get(argument.name.as_str()) else { continue };
            check_shape(argument, array)?;
            for (extent, &length) in argument.shape.iter().zip(array.shape) {
                let Extent::Dimension(dim) = extent else { continue };
                match known.get(dim) {
                    Some(&(other, first)) if other != length => {
                        let name = &argument.name;
                        return Err(general(format!("the dimension `{dim}` is {other} in `{first}` but {length} in `{name}`")));
                    }
                    Some(_) => {}
                    None => {
                        known.insert(dim.clone(), (length, &argument.name));
                    }
                }
            }
        }
        Ok(known.into_iter().map(|(dim, (length, _))| (dim, length)).collect())
    }

    /// Where an initial value has a name of which it reads something.
    fn read_in_initial_value(&self, name: &str) -> Option<ast::Span> {
        let mut stack: Vec<_> = self.ast.declarations.iter().filter_map(|d| d.init).collect();
        while let Some(id) = stack.pop() {
            match self.ast.expr(id) {
                Expr::Name(symbol) if self.ast.name(*symbol) == name => return Some(self.ast.span(id)),
                expr => expr.for_each_child(|child| stack.push(child)),
            }
        }
        None
    }

    /// The values with which the parameters start.
    ///
    /// # Errors
    /// A mistake in one of the formulas, or a dimension without a length.
    pub fn initial_values(&self, dims: &BTreeMap<String, usize>) -> Result<InitialValues, Error> {
        let refuse = |e| Error::new(e, &self.source);
        let mut lowering = Lowering::new(&self.ast, Options::default()).map_err(refuse)?;
        let (mut out, mut found) = (InitialValues::default(), Vec::new());
        let parameters = self.ast.declarations.iter().filter(|d| d.kind == DeclarationKind::Param);
        for declaration in parameters {
            let name = self.ast.name(declaration.name);
            match lowering.initial_value(declaration).map_err(refuse)? {
                Some(value) => found.push((name, value)),
                None => out.missing.push(name.to_owned()),
            }
        }
        let graph = std::mem::take(&mut lowering.graph);
        let targets: Vec<_> =
            found.iter().enumerate().map(|(at, (name, value))| value_target(&graph, value, TargetKind::Other(at as u32), name)).collect();
        let program = schedule::schedule(graph, &targets, &schedule::Options::default());
        let uses = Uses::of(&program);
        if let Some((input, _)) = program.inputs.iter().zip(&uses.inputs).find(|(_, used)| **used) {
            let name = &input.name;
            let message = format!("an initial value reads `{name}`");
            let error = match self.read_in_initial_value(name) {
                Some(span) => chainrule_parser::Error::new(message, span),
                None => chainrule_parser::Error::general(message),
            };
            return Err(refuse(error.with_hint("it may use numbers, dimensions and its indices")));
        }
        check_equal(&Equal::all(&lowering.required_equal), dims)?;
        let results = run(&mut Machine::new(&program), &uses, &BTreeMap::new(), dims)?;
        for ((name, _), array) in found.into_iter().zip(results) {
            out.values.insert(name.to_owned(), array);
        }
        Ok(out)
    }

    /// Fixes what is computed: `loss` unless another definition, an element of one (`residual[1]`),
    /// or any other expression is named.
    ///
    /// # Errors
    /// A mistake in the definitions or in the expression; a gradient of something that is not a
    /// single number.
    pub fn compile(&self, output: Option<&str>, gradient: bool) -> Result<CompiledModel, Error> {
        self.compile_with(output, gradient, pipeline::Options::default())
    }

    /// [`Model::compile`] with the gradient, in which recurrences keep only some of their states.
    ///
    /// The T steps of a recurrence are divided into segments of S = ceil(sqrt(T)) steps. The state at the start of each
    /// segment is kept; the other states are computed once more when the backward sweep comes to their segment. Of an
    /// array over T steps, S*w + S + w rows are kept instead of T, where w is how many steps the recurrence looks back
    /// (1 in most); of its adjoint S + w. The forward sweep is run twice. What a step adds to gradients is added from
    /// the last step to the first, so that sums over all steps may differ in their last bits from those of
    /// [`Model::compile`].
    ///
    /// # Errors
    /// As [`Model::compile`]. What cannot be checkpointed is refused: where no array is computed step by step, where
    /// steps are read at no fixed distance from each other, and where a step needs a sum over all steps. Sums over the steps
    /// have to go over the same number of steps; lengths that are known only at run time are checked then.
    ///
    /// ```
    /// use chainrule_model::{Array, Model};
    /// use std::collections::BTreeMap;
    ///
    /// let model = Model::parse(
    ///     "param w\ninput x[T]\n\
    ///      s[0] = 0\ns[t] = tanh(w*s[t-1] + x[t-1])\n\
    ///      loss = sum(t: s[t]^2)",
    /// )?;
    /// let one = |value: f64| Array { shape: vec![], values: vec![value] };
    /// let x = Array { shape: vec![10_000], values: vec![0.1; 10_000] };
    /// let values = BTreeMap::from([("w".to_owned(), one(0.5)), ("x".to_owned(), x)]);
    ///
    /// let mut all = model.compile(None, true)?;
    /// let mut some = model.compile_checkpointed(None)?;
    /// let (a, b) = (all.run(&values)?.gradient[0].1.values[0], some.run(&values)?.gradient[0].1.values[0]);
    /// assert!((a - b).abs() < 1e-12 * a.abs());
    ///
    /// assert!(all.bytes() > 160_000); // two arrays of 10001 numbers
    /// assert!(some.bytes() < 8_000);
    /// # Ok::<(), chainrule_run::Error>(())
    /// ```
    pub fn compile_checkpointed(&self, output: Option<&str>) -> Result<CompiledModel, Error> {
        self.compile_with(output, true, pipeline::Options { checkpoint: true, ..pipeline::Options::default() })
    }

    /// The dimensions of axes inside of others: in generated code they are const generics, as the rows of a slice have a fixed
    /// length. A program that runs here is made in the same way, so that both give the same bits.
    fn inner_dimensions(&self) -> Vec<String> {
        let arguments = || self.parameters().iter().chain(self.inputs());
        let inside = |dim: &&str| {
            let is = |extent: &Extent| matches!(extent, Extent::Dimension(d) if d == dim);
            arguments().any(|argument| argument.shape.iter().skip(1).any(is))
        };
        self.dimensions().into_iter().filter(inside).map(str::to_owned).collect()
    }

    fn compile_with(&self, output: Option<&str>, gradient: bool, options: pipeline::Options) -> Result<CompiledModel, Error> {
        let options = pipeline::Options { constant_dims: self.inner_dimensions(), ..options };
        let wanted = Wanted { value: true, gradient };
        let built = self.with_output(output, |ast, output| pipeline::build_with(ast, output, wanted, options))?;
        Ok(CompiledModel {
            uses: Uses::of(&built.program),
            machine: Machine::new(&built.program),
            equal: Equal::all(&built.required_equal),
            model: self.clone(),
            gradient,
        })
    }

    /// Runs `build` with the tree and the output that `output` names.
    ///
    /// # Errors
    /// As [`Model::compile`].
    pub fn with_output<T>(
        &self,
        output: Option<&str>,
        build: impl FnOnce(&Ast, Output<'_>) -> Result<T, chainrule_parser::Error>,
    ) -> Result<T, Error> {
        let refuse = |e| Error::new(e, &self.source);
        let Some(output) = output.map(str::trim) else {
            if !self.defines("loss") {
                return Err(Error::new(
                    chainrule_parser::Error::general("the model defines no `loss`")
                        .with_hint("name what is to be computed, for example with `--output NAME`"),
                    "",
                ));
            }
            return build(&self.ast, Output::Name("loss")).map_err(refuse);
        };
        if self.defines(output) || self.argument(output).is_some() {
            return build(&self.ast, Output::Name(output)).map_err(refuse);
        }
        // Anything else is an expression over the names of the model: one more definition. What is wrong with it by itself is
        // said before it stands in brackets.
        chainrule_parser::parse_expression_with(output, &self.limits).map_err(|e| Error::new(e, output))?;
        let name = (0..)
            .map(|k| format!("output{k}"))
            .find(|name| self.ast.symbol(name).is_none() && !output.contains(name.as_str()))
            .expect("names do not run out");
        let head = format!("{}\n{name} = (", self.source);
        let text = format!("{head}{output}\n)");
        let refuse = |e| relocate(e, &self.source, head.len(), output);
        let ast = chainrule_parser::parse_model_with(&text, &self.limits).map_err(refuse)?;
        build(&ast, Output::Name(&name)).map_err(refuse)
    }
}

/// A model with a fixed output, ready to run.
#[derive(Debug)]
pub struct CompiledModel {
    machine: Machine,
    uses: Uses,
    equal: Vec<Equal>,
    model: Model,
    gradient: bool,
}

impl CompiledModel {
    /// The same, but for how many turns all loops together may take in one run: 10^11 unless said otherwise.
    #[must_use]
    pub fn with_work_limit(mut self, turns: u64) -> CompiledModel {
        self.machine.work_limit = turns;
        self
    }

    /// Whether the output depends on the `param` or `input` called `name`.
    pub fn reads(&self, name: &str) -> bool {
        let inputs = &self.machine.program().inputs;
        inputs.iter().zip(&self.uses.inputs).any(|(input, used)| *used && input.name == name)
    }

    /// The bytes of numbers that it keeps from one run to the next, besides what it is given and what it returns; arrays have
    /// the size of the latest run, and before the first one none.
    pub fn bytes(&self) -> usize {
        self.machine.bytes()
    }

    /// Evaluates. Every `param` and `input` that is read needs a value.
    ///
    /// # Errors
    /// A missing array, one of a wrong shape, arrays that disagree about a dimension, and what stops a
    /// run: an index outside its array, more work than the limit allows.
    pub fn run(&mut self, values: &BTreeMap<String, Array>) -> Result<Outcome, Error> {
        self.run_views(&views(values))
    }

    /// [`CompiledModel::run`] on memory that is kept elsewhere.
    ///
    /// # Errors
    /// As [`CompiledModel::run`].
    ///
    /// ```
    /// use chainrule_model::{ArrayView, Model};
    /// use std::collections::BTreeMap;
    ///
    /// let mut mean = Model::parse("input x[n]\nloss = mean(n: x[n])")?.compile(None, false)?;
    /// let data = [1.0, 2.0, 4.0, 8.0];
    /// let means = data.chunks(2).map(|values| {
    ///     let batch = ArrayView { shape: &[values.len()], values };
    ///     mean.run_views(&BTreeMap::from([("x", batch)])).map(|outcome| outcome.value.values[0])
    /// });
    /// assert_eq!(means.collect::<Result<Vec<_>, _>>()?, [1.5, 6.0]);
    /// # Ok::<(), chainrule_run::Error>(())
    /// ```
    pub fn run_views(&mut self, values: &BTreeMap<&str, ArrayView<'_>>) -> Result<Outcome, Error> {
        let dims = self.model.dimensions_of_views(values)?;
        check_equal(&self.equal, &dims)?;
        let mut results = run(&mut self.machine, &self.uses, values, &dims)?.into_iter();
        let value = results.next().expect("the value is an output");
        let mut gradient = Vec::new();
        if self.gradient {
            let names = self.model.parameters.iter().map(|a| a.name.clone());
            gradient = names.zip(results).collect();
        }
        Ok(Outcome { value, gradient })
    }
}

/// What a program reads.
#[derive(Clone, Debug)]
struct Uses {
    inputs: Vec<bool>,
    dims: Vec<bool>,
}

impl Uses {
    fn of(program: &Program) -> Uses {
        let mut uses = Uses { inputs: vec![false; program.inputs.len()], dims: vec![false; program.dims.len()] };
        program.loops.iter().for_each(|l| uses.affine(&l.extent));
        program.targets.iter().flat_map(|t| &t.shape).for_each(|e| uses.affine(e));
        program.buffers.iter().flat_map(|b| &b.shape).for_each(|e| uses.affine(e));
        program.derived.iter().for_each(|d| uses.affine(&d.of));
        let mut blocks = vec![&program.body];
        while let Some(block) = blocks.pop() {
            for statement in block {
                match statement {
                    Statement::Let { value, .. } | Statement::Assign { value, .. } => {
                        uses.expr(value);
                    }
                    Statement::Branch { condition, then, otherwise, .. } => {
                        uses.expr(condition);
                        for arm in [then, otherwise] {
                            uses.expr(&arm.value);
                            blocks.push(&arm.body);
                        }
                    }
                    Statement::When { condition, body } => {
                        uses.expr(condition);
                        blocks.push(body);
                    }
                    Statement::Zero(_) | Statement::Image { .. } | Statement::Segment(_) | Statement::Pause => {}
                    Statement::Contract(c) => {
                        for (source, indices) in [&c.left, &c.right] {
                            if let Source::Input(n) = source {
                                uses.inputs[*n as usize] = true;
                            }
                            indices.iter().for_each(|a| uses.affine(a));
                        }
                        c.into.iter().for_each(|a| uses.affine(a));
                    }
                    Statement::Store { indices, value, .. } => {
                        uses.indices(indices);
                        uses.expr(value);
                    }
                    Statement::Loop { body, .. } => blocks.push(body),
                    Statement::Invoke(i) => {
                        i.for_each_expr(&mut |e| uses.expr(e));
                        blocks.push(&i.body);
                    }
                }
            }
        }
        for (input, used) in program.inputs.iter().zip(uses.inputs.clone()) {
            input.shape.iter().filter(|_| used).for_each(|e| uses.affine(e));
        }
        uses
    }

    fn affine(&mut self, affine: &Affine) {
        for (term, _) in &affine.terms {
            // What follows from other dimensions is not given.
            if let Term::Dim(d) = term
                && let Some(used) = self.dims.get_mut(d.0 as usize)
            {
                *used = true;
            }
        }
    }

    fn indices(&mut self, indices: &[At]) {
        for at in indices {
            match at {
                At::Affine(affine) => self.affine(affine),
                At::Value(value) => self.expr(value),
            }
        }
    }

    fn expr(&mut self, root: &chainrule_core::program::Expr) {
        let mut stack = vec![root];
        while let Some(expr) = stack.pop() {
            match expr {
                chainrule_core::program::Expr::Load { source, indices, .. } => {
                    if let Source::Input(n) = source {
                        self.inputs[*n as usize] = true;
                    }
                    self.indices(indices);
                }
                chainrule_core::program::Expr::Position(affine) => self.affine(affine),
                other => other.for_each_operand(&mut |e| stack.push(e)),
            }
        }
    }
}

fn views(values: &BTreeMap<String, Array>) -> BTreeMap<&str, ArrayView<'_>> {
    values.iter().map(|(name, array)| (name.as_str(), array.view())).collect()
}

/// Runs a program on arrays by name; the results in order.
fn run(
    machine: &mut Machine,
    uses: &Uses,
    values: &BTreeMap<&str, ArrayView<'_>>,
    dims: &BTreeMap<String, usize>,
) -> Result<Vec<Array>, Error> {
    let program = machine.program();
    let mut lengths = Vec::with_capacity(program.dims.len());
    for (dim, used) in program.dims.iter().zip(&uses.dims) {
        lengths.push(match dims.get(dim) {
            Some(length) => *length,
            None if *used => return Err(no_length(dim)),
            None => 0,
        });
    }
    let extents = |shape: &[Affine]| -> Vec<usize> {
        let extent = |a: &Affine| {
            let terms = a.terms.iter().map(|(term, c)| match term {
                Term::Dim(d) => c.saturating_mul(lengths[d.0 as usize] as i64),
                Term::Axis(_) => 0,
            });
            usize::try_from(terms.fold(a.constant, i64::saturating_add)).unwrap_or(0)
        };
        shape.iter().map(extent).collect()
    };
    // What is not read may be anything of the right size.
    let mut unread = Vec::new();
    for (input, used) in program.inputs.iter().zip(&uses.inputs) {
        if values.contains_key(input.name.as_str()) {
            continue;
        }
        if *used {
            return Err(general(format!("`{}` has no value", input.name)));
        }
        let shape = extents(&input.shape);
        let count = shape.iter().try_fold(1usize, |n, &length| n.checked_mul(length));
        match count.filter(|n| *n <= 1 << 28) {
            Some(count) => unread.push(vec![0.0; count]),
            None => return Err(general(format!("`{}` is too large", input.name))),
        }
    }
    let mut unread_from = unread.iter();
    let inputs: Vec<&[f64]> = program
        .inputs
        .iter()
        .map(|input| match values.get(input.name.as_str()) {
            Some(array) => array.values,
            None => unread_from.next().expect("one for each").as_slice(),
        })
        .collect();
    let shapes: Vec<Vec<usize>> = program.targets.iter().map(|t| extents(&t.shape)).collect();
    let mut results = vec![Vec::new(); shapes.len()];
    machine.run(&inputs, &lengths, &mut results)?;
    let array = |(shape, values)| Array { shape, values };
    Ok(shapes.into_iter().zip(results).map(array).collect())
}

fn general(message: String) -> Error {
    Error::new(chainrule_parser::Error::general(message), "")
}

fn unknown(message: String, name: &str, known: &[&str]) -> Error {
    let error = chainrule_parser::Error::general(message);
    let error = match chainrule_parser::suggest(name, known.iter().copied()) {
        Some(other) => error.with_hint(format!("did you mean `{other}`?")),
        None if known.is_empty() => error,
        None => error.with_hint(format!("declared are: {}", known.join(", "))),
    };
    Error::new(error, "")
}

fn argument(ast: &Ast, declaration: &Declaration) -> Result<Argument, chainrule_parser::Error> {
    let mut shape = Vec::new();
    for axis in &declaration.axes {
        let too_large = || chainrule_parser::Error::new("this extent is too large", axis.span);
        shape.push(match axis.extent {
            Some(ast::Extent::Number(n)) => Extent::Number(usize::try_from(n).map_err(|_| too_large())?),
            Some(ast::Extent::Name(name)) => Extent::Dimension(ast.name(name).to_owned()),
            Some(chainrule_parser::ast::Extent::Expr(_)) => unreachable!("only functions in Rust have such extents"),
            None => {
                return Err(chainrule_parser::Error::new("this axis needs an extent", axis.span));
            }
        });
    }
    let name = ast.name(declaration.name).to_owned();
    Ok(Argument { name, shape, has_initial_value: declaration.init.is_some() })
}

fn check_shape(argument: &Argument, array: ArrayView<'_>) -> Result<(), Error> {
    let name = &argument.name;
    let fits = argument.shape.len() == array.shape.len()
        && argument.shape.iter().zip(array.shape).all(|(extent, length)| match extent {
            Extent::Number(n) => n == length,
            Extent::Dimension(_) => true,
        });
    if !fits {
        let declared = argument.shape.iter().map(|e| match e {
            Extent::Number(n) => n.to_string(),
            Extent::Dimension(name) => name.clone(),
        });
        let declared = shown(declared.collect());
        let given = shown(array.shape.iter().map(ToString::to_string).collect());
        return Err(general(format!("`{name}` is declared as {declared} but its value is {given}")));
    }
    let count = array.shape.iter().try_fold(1usize, |n, &length| n.checked_mul(length));
    if count != Some(array.values.len()) {
        let given = shown(array.shape.iter().map(ToString::to_string).collect());
        let have = array.values.len();
        return Err(general(format!("`{name}` is {given} but has {have} elements")));
    }
    Ok(())
}

fn shown(extents: Vec<String>) -> String {
    match extents.len() {
        0 => "a number".to_owned(),
        1 => format!("a list of {}", extents[0]),
        _ => format!("an array of {}", extents.join(" x ")),
    }
}

fn no_length(dim: &str) -> Error {
    let error = chainrule_parser::Error::general(format!("the dimension `{dim}` has no length: no array that has it was given"));
    Error::new(error.with_hint(format!("give an input or load a parameter that is declared with `{dim}`, or write a number instead")), "")
}

/// Two extents that the formula takes to be equal, read once and checked in every run.
#[derive(Clone, Debug)]
struct Equal {
    texts: [String; 2],
    asts: [Option<Ast>; 2],
}

impl Equal {
    fn all(pairs: &[(String, String)]) -> Vec<Equal> {
        let equal = |(a, b): &(String, String)| Equal {
            texts: [a.clone(), b.clone()],
            asts: [a, b].map(|text| chainrule_parser::parse_expression(text).ok()),
        };
        pairs.iter().map(equal).collect()
    }
}

fn check_equal(pairs: &[Equal], dims: &BTreeMap<String, usize>) -> Result<(), Error> {
    for Equal { texts: [a, b], asts } in pairs {
        let [x, y] = asts.each_ref().map(|ast| ast.as_ref().and_then(|ast| extent_value(ast, dims)));
        if let (Some(x), Some(y)) = (x, y)
            && x != y
        {
            return Err(general(format!("the formula takes the extents `{a}` and `{b}` to be equal, but they are {x} and {y}")));
        }
    }
    Ok(())
}

/// The value of an extent such as `2*n - 1`; `None` when a dimension is not known.
fn extent_value(ast: &Ast, dims: &BTreeMap<String, usize>) -> Option<i64> {
    let mut values: Vec<Option<i64>> = Vec::with_capacity(ast.len());
    for id in ast.ids() {
        let of = |e: ast::ExprId| values[e.0 as usize];
        let value = match ast.expr(id) {
            Expr::Number(x) => Some(*x as i64),
            Expr::Name(name) => dims.get(ast.name(*name)).and_then(|&n| i64::try_from(n).ok()),
            Expr::Unary(UnaryOp::Neg, a) => of(*a).and_then(i64::checked_neg),
            Expr::Binary(op, a, b) => of(*a).zip(of(*b)).and_then(|(a, b)| match op {
                BinaryOp::Add => a.checked_add(b),
                BinaryOp::Sub => a.checked_sub(b),
                BinaryOp::Mul => a.checked_mul(b),
                _ => None,
            }),
            _ => None,
        };
        values.push(value);
    }
    values[ast.output?.0 as usize]
}

/// An error in the model with one definition appended, as one about the model or the expression.
fn relocate(error: chainrule_parser::Error, source: &str, start: usize, output: &str) -> Error {
    let inside = |span: ast::Span| span.start as usize >= start || span.end as usize > source.len();
    let Some(span) = error.span().filter(|s| inside(*s)) else {
        return Error::new(error, source);
    };
    let place = |at: u32| (at as usize).saturating_sub(start).min(output.len());
    let span = ast::Span::new(place(span.start), place(span.end));
    let mut moved = chainrule_parser::Error::new(error.message(), span);
    if let Some(hint) = error.hint() {
        moved = moved.with_hint(hint);
    }
    Error::new(moved, output)
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINE: &str = "param w[i: 2] = 1 + i, b\ninput x[n, 2], t[n]\n\
        residual[n] = sum(i: w[i]*x[n, i]) + b - t[n]\nloss = sum(n: residual[n]^2)\n";

    fn values() -> BTreeMap<String, Array> {
        let array = |shape: &[usize], values: &[f64]| Array { shape: shape.to_vec(), values: values.to_vec() };
        BTreeMap::from([
            ("w".to_owned(), array(&[2], &[1.0, 2.0])),
            ("b".to_owned(), array(&[], &[0.5])),
            ("x".to_owned(), array(&[2, 2], &[1.0, 0.0, 0.0, 1.0])),
            ("t".to_owned(), array(&[2], &[1.0, 1.0])),
        ])
    }

    #[test]
    fn value_and_gradient() {
        let model = Model::parse(LINE).unwrap();
        let outcome = model.compile(None, true).unwrap().run(&values()).unwrap();
        assert_eq!(outcome.value, Array::scalar(0.25 + 2.25));
        assert_eq!(outcome.gradient[0].1.values, [1.0, 3.0]);
        assert_eq!(outcome.gradient[1].1, Array::scalar(4.0));
    }

    #[test]
    fn an_element_and_an_array_may_be_the_output() {
        let model = Model::parse(LINE).unwrap();
        let element = model.compile(Some("residual[1]"), true).unwrap().run(&values()).unwrap();
        assert_eq!(element.value, Array::scalar(1.5));
        assert_eq!(element.gradient[0].1.values, [0.0, 1.0]);
        let array = model.compile(Some("residual"), false).unwrap().run(&values()).unwrap();
        assert_eq!(array.value, Array { shape: vec![2], values: vec![0.5, 1.5] });
        assert!(model.compile(Some("residual"), true).is_err());
    }

    #[test]
    fn initial_values_run_through_the_engine() {
        let model = Model::parse(LINE).unwrap();
        let initial = model.initial_values(&BTreeMap::new()).unwrap();
        assert_eq!(initial.values["w"], Array { shape: vec![2], values: vec![1.0, 2.0] });
        assert_eq!(initial.missing, ["b"]);
    }

    #[test]
    fn arrays_that_disagree_are_refused_with_both_lengths() {
        let model = Model::parse(LINE).unwrap();
        let mut values = values();
        values.insert("t".to_owned(), Array { shape: vec![3], values: vec![0.0; 3] });
        let error = model.compile(None, true).unwrap().run(&values).unwrap_err();
        assert_eq!(error.message(), "the dimension `n` is 2 in `x` but 3 in `t`");
    }

    #[test]
    fn a_mistake_in_the_output_is_placed_in_the_output() {
        let model = Model::parse(LINE).unwrap();
        let error = model.compile(Some("1 + residul[1]"), false).unwrap_err();
        assert_eq!(error.offset(), Some(4));
    }

    #[test]
    fn extents_are_evaluated() {
        let dims = BTreeMap::from([("n".to_owned(), 5)]);
        let value = |text| extent_value(&chainrule_parser::parse_expression(text).unwrap(), &dims);
        assert_eq!(value("2*n - 1"), Some(9));
        assert_eq!(value("m"), None);
    }
}
