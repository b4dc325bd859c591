//! The one place that knows the engine's interface.

pub use crate::names::Names;
use chainrule_core::affine::Term;
use chainrule_core::emit::rust as emit;
pub use chainrule_core::emit::rust::{Pause, length};
pub use chainrule_core::jacobian::{jacobian_target, result_target};
use chainrule_core::pipeline;
pub use chainrule_core::pipeline::{LANES, TANGENT, computes, direction};
use chainrule_core::target::TargetKind;
use chainrule_parser::Error;
use chainrule_parser::ast::{Ast, Axis, BinaryOp, Binder, Declaration, DeclarationKind, Expr, ExprId, Extent, Span};
use chainrule_parser::list::CollectVec;
use proc_macro2::TokenStream;

/// What a program computes.
#[derive(Clone, Copy)]
pub struct Wanted {
    pub value: bool,
    pub gradient: bool,
    /// Whether recurrences keep only some of their states for the gradient.
    pub checkpoint: bool,
}

/// Which value of a tree is the result.
#[derive(Clone, Copy)]
pub enum Output {
    Expr(ExprId),
    Default,
}

impl Output {
    fn of<'a>(self) -> pipeline::Output<'a> {
        match self {
            Output::Expr(id) => pipeline::Output::Expr(id),
            Output::Default => pipeline::Output::Default,
        }
    }
}

/// Statements to be, from the engine.
pub struct Program(pipeline::Built);

impl Program {
    /// Extents that must be equal.
    pub fn required_equal(&self) -> &[(String, String)] {
        &self.0.required_equal
    }

    /// Whether it adds gradients of arguments that are passed on as they are: then all results are added to what is there.
    pub fn only_adds(&self) -> bool {
        self.0.program.targets.iter().any(|t| t.opaque)
    }

    /// The calls whose values it computes, by their numbers.
    pub fn valued(&self) -> std::collections::BTreeSet<usize> {
        self.0.program.valued()
    }

    /// Whether it needs memory of a size that is known only when it runs.
    pub fn has_workspace(&self) -> bool {
        self.0.program.buffers.iter().any(|b| b.workspace)
    }

    /// The extents of the value if it is an array. From then on the value is written to the place that
    /// [`Gradient::place`] gives, instead of being the value of the statements.
    pub fn take_array(&mut self) -> Option<Vec<Length>> {
        let program = &mut self.0.program;
        let target = program.targets.iter_mut().find(|t| t.kind == TargetKind::Value && !t.shape.is_empty())?;
        target.kind = TargetKind::Other(0);
        let (target, dims) = (&*target, &program.dims);
        let length = |extent: &chainrule_core::affine::Affine| Length {
            constant: extent.constant,
            terms: extent
                .terms
                .iter()
                .filter_map(|&(term, factor)| match term {
                    Term::Dim(d) => Some((dims[d.0 as usize].clone(), factor)),
                    Term::Axis(_) => None,
                })
                .collect_vec(),
        };
        Some(target.shape.iter().map(length).collect_vec())
    }
}

/// An extent: a number plus multiples of dimensions.
pub struct Length {
    pub constant: i64,
    pub terms: Vec<(String, i64)>,
}

impl Length {
    /// As the extent of an axis.
    fn extent(&self, ast: &mut Ast) -> Extent {
        match &self.terms[..] {
            [] => Extent::Number(u64::try_from(self.constant).unwrap_or(0)),
            [(name, 1)] if self.constant == 0 => Extent::Name(ast.intern(name)),
            terms => {
                let at = Span::default();
                let mut sum = ast.push(Expr::Number(self.constant as f64), at);
                for (name, factor) in terms {
                    let name = ast.intern(name);
                    let name = ast.push(Expr::Name(name), at);
                    let factor = ast.push(Expr::Number(*factor as f64), at);
                    let product = ast.push(Expr::Binary(BinaryOp::Mul, factor, name), at);
                    sum = ast.push(Expr::Binary(BinaryOp::Add, sum, product), at);
                }
                Extent::Expr(sum)
            }
        }
    }
}

/// Names that formulas know and `chainrule::functions` does not have: in Rust these are functions of the user's own.
const ONLY_IN_FORMULAS: &[&str] = &[
    "arccos", "arcosh", "arcsin", "arctan", "arsinh", "artanh", "cot", "coth", "csc", "csch", "exp_m1", "expit", "gammaln", "ln_1p",
    "ln_gamma", "log", "neg", "powf", "recip", "sec", "sech", "sgn", "signum", "square",
];

/// Whether a name is that of a function of `chainrule::functions`.
pub fn in_table(name: &str) -> bool {
    !ONLY_IN_FORMULAS.contains(&name) && chainrule_core::functions::lookup(name).is_some()
}

/// Whether a function of `chainrule::functions` takes so many arguments.
pub fn takes(name: &str, count: usize) -> bool {
    chainrule_core::functions::lookup(name).is_none_or(|function| {
        let (least, most) = function.arity();
        (least..=most).contains(&count)
    })
}

/// A formula whose value is an array, and the sum of the products of its elements with those of a seed.
pub struct Seeded {
    pub ast: Ast,
    pub value: ExprId,
    pub sum: ExprId,
}

/// The name of the seed, which no variable has.
pub const SEED: &str = "seed'";

/// The formula with a seed of the shape of its value.
pub fn seeded(ast: &Ast, shape: &[Length]) -> Seeded {
    let mut ast = ast.clone();
    let at = Span::default();
    let value = match (ast.output, ast.symbol("loss"), ast.definitions.last()) {
        (Some(id), ..) => id,
        (None, Some(loss), _) if ast.definitions.iter().any(|d| d.name == loss) => ast.push(Expr::Name(loss), at),
        (None, _, Some(last)) => ast.push(Expr::Name(last.name), at),
        (None, _, None) => unreachable!("it has a value"),
    };
    let axes = shape.iter().map(|length| Axis { index: None, extent: Some(length.extent(&mut ast)), span: at }).collect_vec();
    let seed = ast.intern(SEED);
    ast.declarations.push(Declaration { kind: DeclarationKind::Input, name: seed, span: at, axes, init: None, opaque: false });
    let (mut binders, mut indices) = (Vec::new(), Vec::new());
    for k in 0..shape.len() {
        // No variable has the name of an index.
        let mut name = format!("k{k}");
        while ast.symbol(&name).is_some() {
            name.push('_');
        }
        let name = ast.intern(&name);
        binders.push(Binder { name, span: at, range: None });
        indices.push(ast.push(Expr::Name(name), at));
    }
    let seed = ast.push(Expr::Name(seed), at);
    let seed = ast.push(Expr::Index { base: seed, indices: indices.clone() }, at);
    let element = ast.push(Expr::Index { base: value, indices }, at);
    let body = ast.push(Expr::Binary(BinaryOp::Mul, seed, element), at);
    let function = ast.intern("sum");
    let sum = ast.push(Expr::Reduce { function, binders, body }, at);
    Seeded { ast, value, sum }
}

/// Lowers, differentiates and schedules.
pub fn build(ast: &Ast, output: Output, wanted: Wanted) -> Result<Program, Error> {
    let output = output.of();
    let checkpoint = wanted.checkpoint;
    let wanted = pipeline::Wanted { value: wanted.value, gradient: wanted.gradient };
    let options = pipeline::Options { constant_dims: constant_dims(ast), checkpoint, ..pipeline::Options::default() };
    pipeline::build_with(ast, output, wanted, options).map(Program)
}

/// The value, and the gradient of `differentiated`: the value times a seed.
pub fn build_seeded(ast: &Ast, value: ExprId, differentiated: ExprId) -> Result<Program, Error> {
    let wanted = pipeline::Wanted { value: true, gradient: true };
    build_with(ast, value, wanted, pipeline::Options { differentiated: Some(differentiated), ..pipeline::Options::default() })
}

/// The value, and its derivative in a direction, which is written to the place of [`TANGENT`].
pub fn build_tangent(ast: &Ast, value: ExprId) -> Result<Program, Error> {
    let wanted = pipeline::Wanted { value: true, gradient: false };
    build_with(ast, value, wanted, pipeline::Options { tangent: true, ..pipeline::Options::default() })
}

/// The derivative of a number or an array in a direction alone.
pub fn build_tangent_only(ast: &Ast, value: ExprId) -> Result<Program, Error> {
    let wanted = pipeline::Wanted { value: false, gradient: false };
    build_with(ast, value, wanted, pipeline::Options { tangent: true, ..pipeline::Options::default() })
}

/// Several results, at the places of [`result_target`], if their `values` are wanted, and their derivatives, at those of
/// [`jacobian_target`].
pub fn build_jacobian(ast: &Ast, results: &[ExprId], values: bool) -> Result<Program, Error> {
    let results: Vec<pipeline::Output<'_>> = results.iter().map(|id| pipeline::Output::Expr(*id)).collect_vec();
    let options = pipeline::Options { constant_dims: constant_dims(ast), ..pipeline::Options::default() };
    chainrule_core::jacobian::build(ast, &results, values, options).map(Program)
}

/// The results, at the places of [`result_target`], and after a pause the gradient of `seeded`, which multiplies them with the
/// inputs `seeds`; none if these are computed together.
pub fn build_pullback(ast: &Ast, results: &[ExprId], seeded: Output, seeds: Vec<String>) -> Result<Option<Program>, Error> {
    let results: Vec<pipeline::Output<'_>> = results.iter().map(|id| pipeline::Output::Expr(*id)).collect_vec();
    let options = pipeline::Options { constant_dims: constant_dims(ast), ..pipeline::Options::default() };
    Ok(pipeline::build_pullback(ast, &results, seeded.of(), seeds, options)?.map(Program))
}

/// The derivatives of several results in as many directions as [`LANES`] says, at the places of [`result_target`]; none if
/// forward mode does not go through all that there is.
pub fn build_along(ast: &Ast, results: &[ExprId]) -> Result<Option<Program>, Error> {
    let results: Vec<pipeline::Output<'_>> = results.iter().map(|id| pipeline::Output::Expr(*id)).collect_vec();
    let options = pipeline::Options { constant_dims: constant_dims(ast), ..pipeline::Options::default() };
    Ok(pipeline::build_along(ast, &results, options)?.map(Program))
}

fn build_with(ast: &Ast, value: ExprId, wanted: pipeline::Wanted, options: pipeline::Options) -> Result<Program, Error> {
    let options = pipeline::Options { constant_dims: constant_dims(ast), ..options };
    pipeline::build_with(ast, pipeline::Output::Expr(value), wanted, options).map(Program)
}

/// The extents that are constants in the user's code, so that local arrays may have them: const generics and
/// paths to constants, told by their capital letter from the names made for lengths of slices. What only
/// registers integer arguments as extents does not count.
fn constant_dims(ast: &Ast) -> Vec<String> {
    let mut out = Vec::new();
    let mut arguments = Vec::new();
    for declaration in &ast.declarations {
        let list = if ast.name(declaration.name) == "#extents" { &mut arguments } else { &mut out };
        for axis in &declaration.axes {
            if let Some(Extent::Name(name)) = axis.extent {
                let text = ast.name(name);
                let last = text.rsplit(|c: char| !(c.is_alphanumeric() || c == '_')).find(|word| !word.is_empty()).unwrap_or("");
                if last.starts_with(char::is_uppercase) {
                    list.push(text.to_owned());
                }
            }
        }
    }
    out.retain(|name| !arguments.contains(name));
    out
}

/// Reads one formula, or the lines of a model.
pub fn parse_text(text: &str) -> Result<Ast, Error> {
    let expression = chainrule_parser::parse_expression(text);
    match expression {
        Err(_) if is_model(text) => chainrule_parser::parse_model(text),
        other => other,
    }
}

/// Whether a text defines something: `=` that is no part of a comparison, outside comments.
fn is_model(text: &str) -> bool {
    text.lines().any(|line| {
        let line = line.split('#').next().unwrap_or("");
        let bytes = line.as_bytes();
        (0..bytes.len()).any(|at| {
            let before = at.checked_sub(1).map(|i| bytes[i]);
            bytes[at] == b'=' && !matches!(before, Some(b'=' | b'<' | b'>' | b'!')) && bytes.get(at + 1) != Some(&b'=')
        })
    })
}

/// What the names of generated locals begin with. A `let` of the name of a constant in scope would be a pattern that
/// the constant fits, so they have names that no constant has.
pub const LOCAL: &str = "__";

/// Where a gradient goes.
#[derive(Clone, Copy)]
pub struct Gradient<'a> {
    pub place: &'a dyn Fn(&str) -> String,
    pub accumulate: bool,
}

/// How the body reaches what the signature has.
pub struct Places<'a> {
    pub scalar: &'a str,
    pub rt: &'a str,
    pub input: &'a dyn Fn(&str) -> String,
    pub gradient: Gradient<'a>,
    pub dim: &'a dyn Fn(&str) -> String,
    pub reserved: &'a [String],
    pub pause: Option<&'a Pause>,
}

/// The statements of a program, with the user's names at the user's places.
pub fn body(program: &Program, places: &Places<'_>, names: &Names) -> TokenStream {
    let text = emit::body(
        &program.0.program,
        &emit::Options {
            scalar: places.scalar,
            rt: places.rt,
            input: places.input,
            gradient: places.gradient.place,
            dim: places.dim,
            accumulate: places.gradient.accumulate,
            reserved: places.reserved,
            pause: places.pause,
            prefix: LOCAL,
        },
    );
    names.tokens(&text)
}
