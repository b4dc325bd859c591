//! The interpreter: runs a [`Program`] on numbers, with the same bits as the code emitted from it.
//!
//! A [`Machine`] is a program turned into instructions on registers. It keeps its registers and arrays
//! between runs, so that running it many times allocates nothing.

use crate::rt;
use chainrule_core::affine::{Affine, Term};
use chainrule_core::functions::Function;
use chainrule_core::graph::Comparison;
use chainrule_core::program::{
    Adds, At, Binary, Contraction, Expr, LoopId, Place, Program, Range, Segment, Source, Statement, VarId, summed,
};
use chainrule_parser::list::CollectVec;
use chainrule_parser::table::Map;
use std::fmt;

/// The largest number of loop turns that a run may take, unless [`Machine::work_limit`] says otherwise.
pub const WORK_LIMIT: u64 = 100_000_000_000;

/// Formulas have no calls, and functions in Rust are not interpreted.
const CALLS: &str = "only functions in Rust call others";

/// Why a run failed.
#[derive(Clone, Debug, PartialEq)]
pub enum RunError {
    /// An input, dimension or output is missing, or has the wrong number of elements.
    Shape {
        /// Which, and how.
        message: String,
    },
    /// An index is outside its array, or not an integer.
    Index {
        /// The array.
        array: String,
        /// Which of its axes.
        axis: usize,
        /// The index.
        index: f64,
        /// The extent of the axis.
        extent: i64,
    },
    /// More loop turns than the limit.
    Work {
        /// How many it would take.
        turns: u64,
        /// The limit.
        limit: u64,
    },
}

impl fmt::Display for RunError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            RunError::Shape { message } => f.write_str(message),
            RunError::Index { array, axis, index, extent } => {
                write!(f, "index {index} of `{array}` (axis {axis}) is not an integer from 0 to {}", extent - 1)
            }
            RunError::Work { turns, limit } => {
                write!(
                    f,
                    "the work limit is {limit} loop turns, and this takes {turns}; raise it by `with_work_limit`, in the command by `--work-limit`"
                )
            }
        }
    }
}

impl std::error::Error for RunError {}

#[derive(Clone, Copy, Debug)]
enum Memory {
    Input(u32),
    Buffer(u32),
    Target(u32),
}

#[derive(Clone, Debug)]
enum Step {
    Affine(Affine),
    Register(u32),
}

/// An element of an array.
#[derive(Clone, Debug)]
struct Access {
    memory: Memory,
    steps: Vec<Step>,
    shape: Vec<Affine>,
    guarded: bool,
    // For the dimensions of this run:
    extents: Vec<i64>,
    /// Whether every index is known to be in range; then the offset is affine.
    flat: bool,
    base: i64,
    strides: Vec<(u32, i64)>,
    /// Per index: constant, and coefficient per loop.
    parts: Vec<(i64, Vec<(u32, i64)>)>,
}

#[derive(Clone, Copy, Debug)]
enum Ins {
    Copy {
        to: u32,
        from: u32,
    },
    Load {
        to: u32,
        access: u32,
    },
    Position {
        to: u32,
        affine: u32,
    },
    Neg {
        to: u32,
        a: u32,
    },
    Add {
        to: u32,
        a: u32,
        b: u32,
    },
    Sub {
        to: u32,
        a: u32,
        b: u32,
    },
    Mul {
        to: u32,
        a: u32,
        b: u32,
    },
    Div {
        to: u32,
        a: u32,
        b: u32,
    },
    Sqrt {
        to: u32,
        a: u32,
    },
    Powi {
        to: u32,
        a: u32,
        n: i32,
    },
    Pow {
        to: u32,
        a: u32,
        b: u32,
    },
    /// The arguments are in consecutive registers.
    Call {
        to: u32,
        function: Function,
        first: u32,
        count: u32,
    },
    Compare {
        to: u32,
        op: Comparison,
        a: u32,
        b: u32,
    },
    And {
        to: u32,
        a: u32,
        b: u32,
    },
    Or {
        to: u32,
        a: u32,
        b: u32,
    },
    Not {
        to: u32,
        a: u32,
    },
    Jump {
        to: u32,
    },
    Unless {
        a: u32,
        to: u32,
    },
    Store {
        access: u32,
        from: u32,
    },
    Add2 {
        access: u32,
        from: u32,
    },
    /// Adds a term of a sum in lanes, of which there are eight registers from `first`.
    Term {
        to: u32,
        first: u32,
        a: u32,
        l: u32,
    },
    /// Starts a sum in lanes.
    Lanes {
        first: u32,
    },
    /// Ends a sum in lanes that has no rest.
    Total {
        to: u32,
        first: u32,
        l: u32,
    },
    Zero {
        buffer: u32,
    },
    ZeroTarget {
        target: u32,
    },
    Enter {
        l: u32,
        end: u32,
    },
    Next {
        l: u32,
        start: u32,
    },
    /// As `Next`, downwards.
    Previous {
        l: u32,
        start: u32,
    },
    Contract {
        number: u32,
    },
    /// Finds where a segment starts and ends.
    Segment {
        number: u32,
    },
}

/// A program ready to run.
#[derive(Clone, Debug)]
pub struct Machine {
    program: Program,
    /// The largest number of loop turns that a run may take.
    pub work_limit: u64,
    code: Vec<Ins>,
    accesses: Vec<Access>,
    positions: Vec<Affine>,
    position_parts: Vec<(i64, Vec<(u32, i64)>)>,
    registers: Vec<f64>,
    constants: Vec<(u32, f64)>,
    loops: Vec<i64>,
    extents: Vec<i64>,
    /// The bounds of loops that depend on loops around them.
    bounds: Vec<Bounds>,
    /// The first and one past the last value of each loop that is running.
    ranges: Vec<(i64, i64)>,
    contractions: Vec<Product>,
    /// Segments, with their length and the number of all steps in this run.
    segments: Vec<(Segment, i64, i64)>,
    buffers: Vec<Vec<f64>>,
    dims: Option<Vec<usize>>,
    input_sizes: Vec<usize>,
    target_sizes: Vec<usize>,
}

/// A product of matrices: its operands, and for the dimensions of this run their places and strides.
#[derive(Clone, Debug)]
struct Product {
    of: Contraction,
    operands: [Operand; 3],
}

/// The offset of a matrix in its array, constant and by loop, and the strides of rows and columns.
#[derive(Clone, Debug, Default)]
struct Operand {
    base: i64,
    parts: Vec<(u32, i64)>,
    strides: [usize; 2],
}

/// Constant parts and coefficients of loops of what a loop starts at and ends before, at least and at most.
#[derive(Clone, Debug, Default)]
struct Bounds {
    from: Vec<(i64, Vec<(u32, i64)>)>,
    to: Vec<(i64, Vec<(u32, i64)>)>,
}

struct Compiler<'a> {
    program: &'a Program,
    code: Vec<Ins>,
    accesses: Vec<Access>,
    positions: Vec<Affine>,
    constants: Vec<(u32, f64)>,
    constant_index: Map<u64, u32>,
    contractions: Vec<Product>,
    segments: Vec<(Segment, i64, i64)>,
    next: u32,
}

impl Compiler<'_> {
    fn register(&mut self) -> u32 {
        self.next += 1;
        self.next - 1
    }

    fn constant(&mut self, x: f64) -> u32 {
        if let Some(&r) = self.constant_index.get(&x.to_bits()) {
            return r;
        }
        let r = self.register();
        self.constant_index.insert(x.to_bits(), r);
        self.constants.push((r, x));
        r
    }

    /// The register that has the value.
    fn value(&mut self, e: &Expr) -> u32 {
        match e {
            Expr::Constant(x) => self.constant(*x),
            Expr::Var(VarId(v)) => *v,
            _ => {
                let to = self.register();
                self.into(e, to);
                to
            }
        }
    }

    fn access(&mut self, memory: Memory, indices: &[At], shape: &[Affine], guarded: bool) -> u32 {
        let steps = indices
            .iter()
            .map(|at| match at {
                At::Affine(a) => Step::Affine(a.clone()),
                At::Value(e) => Step::Register(self.value(e)),
            })
            .collect_vec();
        self.accesses.push(Access {
            memory,
            steps,
            shape: shape.to_vec(),
            guarded,
            extents: Vec::new(),
            flat: false,
            base: 0,
            strides: Vec::new(),
            parts: Vec::new(),
        });
        self.accesses.len() as u32 - 1
    }

    fn into(&mut self, e: &Expr, to: u32) {
        let ins = match e {
            Expr::Constant(_) | Expr::Var(_) => Ins::Copy { to, from: self.value(e) },
            Expr::Load { source, indices, guarded } => {
                let memory = match source {
                    Source::Input(n) => Memory::Input(*n),
                    Source::Buffer(b) => Memory::Buffer(b.0),
                    Source::Returned(..) => unreachable!("{CALLS}"),
                };
                let shape = self.program.source_shape(*source);
                Ins::Load { to, access: self.access(memory, indices, shape, *guarded) }
            }
            Expr::Position(a) => {
                self.positions.push(a.clone());
                Ins::Position { to, affine: self.positions.len() as u32 - 1 }
            }
            Expr::Neg(a) => Ins::Neg { to, a: self.value(a) },
            Expr::Binary(op, a, b) => {
                let (a, b) = (self.value(a), self.value(b));
                match op {
                    Binary::Add => Ins::Add { to, a, b },
                    Binary::Sub => Ins::Sub { to, a, b },
                    Binary::Mul => Ins::Mul { to, a, b },
                    Binary::Div => Ins::Div { to, a, b },
                }
            }
            Expr::Sqrt(a) => Ins::Sqrt { to, a: self.value(a) },
            Expr::Powi(a, n) => Ins::Powi { to, a: self.value(a), n: *n },
            Expr::Pow(a, x) => Ins::Pow { to, a: self.value(a), b: self.constant(*x) },
            Expr::Call(function, args) => {
                let first = self.next;
                self.next += args.len() as u32;
                for (i, arg) in args.iter().enumerate() {
                    self.into(arg, first + i as u32);
                }
                Ins::Call { to, function: *function, first, count: args.len() as u32 }
            }
            Expr::Compare(op, a, b) => Ins::Compare { to, op: *op, a: self.value(a), b: self.value(b) },
            Expr::And(a, b) => Ins::And { to, a: self.value(a), b: self.value(b) },
            Expr::Or(a, b) => Ins::Or { to, a: self.value(a), b: self.value(b) },
            Expr::Not(a) => Ins::Not { to, a: self.value(a) },
            Expr::Select(parts) => {
                let [c, a, b] = &**parts;
                self.choose(c, to, (&[], a), (&[], b));
                return;
            }
        };
        self.code.push(ins);
    }

    fn choose(&mut self, condition: &Expr, to: u32, then: (&[Statement], &Expr), otherwise: (&[Statement], &Expr)) {
        let a = self.value(condition);
        let unless = self.code.len();
        self.code.push(Ins::Unless { a, to: 0 });
        self.block(then.0);
        self.into(then.1, to);
        let jump = self.code.len();
        self.code.push(Ins::Jump { to: 0 });
        self.code[unless] = Ins::Unless { a, to: self.code.len() as u32 };
        self.block(otherwise.0);
        self.into(otherwise.1, to);
        self.code[jump] = Ins::Jump { to: self.code.len() as u32 };
    }

    fn block(&mut self, block: &[Statement]) {
        for statement in block {
            let mark = self.next;
            match statement {
                Statement::Let { var, value, .. } | Statement::Assign { var, value } => self.into(value, var.0),
                Statement::Branch { var, condition, then, otherwise } => {
                    self.choose(condition, var.0, (&then.body, &then.value), (&otherwise.body, &otherwise.value));
                }
                Statement::When { condition, body } => {
                    let a = self.value(condition);
                    let unless = self.code.len();
                    self.code.push(Ins::Unless { a, to: 0 });
                    self.block(body);
                    self.code[unless] = Ins::Unless { a, to: self.code.len() as u32 };
                }
                Statement::Zero(Place::Buffer(b)) => self.code.push(Ins::Zero { buffer: b.0 }),
                Statement::Zero(Place::Target(target)) => self.code.push(Ins::ZeroTarget { target: *target }),
                Statement::Store { place, indices, value, add, guarded } => {
                    let from = self.value(value);
                    let memory = match place {
                        Place::Target(n) => Memory::Target(*n),
                        Place::Buffer(b) => Memory::Buffer(b.0),
                        Place::Returned(..) => unreachable!("{CALLS}"),
                    };
                    let shape = self.program.place_shape(*place);
                    let access = self.access(memory, indices, shape, *guarded);
                    self.code.push(if *add { Ins::Add2 { access, from } } else { Ins::Store { access, from } });
                }
                Statement::Zero(Place::Returned(..)) | Statement::Invoke(_) | Statement::Image { .. } | Statement::Pause => {
                    unreachable!("{CALLS}")
                }
                Statement::Segment(s) => {
                    self.code.push(Ins::Segment { number: self.segments.len() as u32 });
                    self.segments.push((s.clone(), 0, 0));
                }
                Statement::Contract(c) => {
                    self.code.push(Ins::Contract { number: self.contractions.len() as u32 });
                    self.contractions.push(Product { of: c.clone(), operands: Default::default() });
                }
                Statement::Loop { id, body, sum: Some(var) } => {
                    let (body, value) = summed(body);
                    let first = self.next;
                    self.next += 8;
                    self.code.push(Ins::Lanes { first });
                    let enter = self.code.len();
                    self.code.push(Ins::Enter { l: id.0, end: 0 });
                    self.block(body);
                    let a = self.value(value);
                    self.code.push(Ins::Term { to: var.0, first, a, l: id.0 });
                    self.code.push(Ins::Next { l: id.0, start: enter as u32 + 1 });
                    self.code[enter] = Ins::Enter { l: id.0, end: self.code.len() as u32 };
                    self.code.push(Ins::Total { to: var.0, first, l: id.0 });
                }
                Statement::Loop { id, body, sum: None } => {
                    let enter = self.code.len();
                    self.code.push(Ins::Enter { l: id.0, end: 0 });
                    self.block(body);
                    let (l, start) = (id.0, enter as u32 + 1);
                    let descending = self.program.loops[id.0 as usize].descending;
                    self.code.push(if descending { Ins::Previous { l, start } } else { Ins::Next { l, start } });
                    self.code[enter] = Ins::Enter { l: id.0, end: self.code.len() as u32 };
                }
            }
            // Temporaries are free again; all constants were there before.
            self.next = mark;
        }
    }
}

/// Runs a program once.
///
/// `inputs` holds the elements of each input, row by row; `dims` the values of the program's dimensions;
/// each of `outputs` is resized to its target.
pub fn run(program: &Program, inputs: &[&[f64]], dims: &[usize], outputs: &mut [Vec<f64>]) -> Result<(), RunError> {
    Machine::new(program).run(inputs, dims, outputs)
}

impl Machine {
    /// Prepares a program.
    pub fn new(program: &Program) -> Machine {
        let mut compiler = Compiler {
            program,
            code: Vec::new(),
            accesses: Vec::new(),
            positions: Vec::new(),
            constants: Vec::new(),
            constant_index: Map::default(),
            contractions: Vec::new(),
            segments: Vec::new(),
            next: program.vars.len() as u32,
        };
        // Constants first: their registers are never used for anything else.
        let mut stack: Vec<&[Statement]> = vec![&program.body];
        while let Some(block) = stack.pop() {
            for statement in block {
                for_each_expr(statement, &mut |e| collect_constants(e, &mut compiler));
                match statement {
                    Statement::Branch { then, otherwise, .. } => stack.extend([then.body.as_slice(), otherwise.body.as_slice()]),
                    Statement::When { body, .. } | Statement::Loop { body, .. } => stack.push(body),
                    _ => {}
                }
            }
        }
        compiler.block(&program.body);
        let registers = register_count(&compiler);
        Machine {
            work_limit: WORK_LIMIT,
            code: compiler.code,
            accesses: compiler.accesses,
            positions: compiler.positions,
            position_parts: Vec::new(),
            registers: vec![0.0; registers],
            constants: compiler.constants,
            loops: vec![0; program.loops.len()],
            extents: vec![0; program.loops.len()],
            bounds: vec![Bounds::default(); program.loops.len()],
            ranges: vec![(0, 0); program.loops.len()],
            contractions: compiler.contractions,
            segments: compiler.segments,
            buffers: vec![Vec::new(); program.buffers.len()],
            dims: None,
            input_sizes: Vec::new(),
            target_sizes: Vec::new(),
            program: program.clone(),
        }
    }

    /// The program that this runs.
    pub fn program(&self) -> &Program {
        &self.program
    }

    /// The bytes of the numbers in its variables and local arrays; these have the size of the latest run, and before the
    /// first one none.
    pub fn bytes(&self) -> usize {
        let arrays: usize = self.buffers.iter().map(|b| size_of_val(&b[..])).sum();
        arrays + size_of_val(&self.registers[..])
    }

    /// Fits the machine to the values of the dimensions.
    fn fit(&mut self, dims: &[usize]) -> Result<(), RunError> {
        let program = &self.program;
        if dims.len() != program.dims.len() {
            return Err(shape(format!("{} dimensions given, {} needed", dims.len(), program.dims.len())));
        }
        self.dims = None;
        let given = dims;
        let all = all_dims(program, given);
        let dims = &all[..];
        let extent = |a: &Affine| -> i64 {
            let (base, _) = resolve(a, dims);
            base.max(0)
        };
        for (l, e) in program.loops.iter().zip(&mut self.extents) {
            *e = extent(&l.extent);
        }
        for (l, b) in program.loops.iter().zip(&mut self.bounds) {
            let all = |list: &[Affine]| list.iter().map(|a| resolve(a, dims)).collect_vec();
            *b = Bounds { from: all(&l.from), to: all(&l.to) };
        }
        let turns = work(program, &program.body, &self.extents);
        if turns > self.work_limit {
            return Err(RunError::Work { turns, limit: self.work_limit });
        }
        let size = |shape: &[Affine]| -> Result<usize, RunError> {
            let size = shape.iter().try_fold(1i64, |n, a| n.checked_mul(extent(a))).filter(|n| *n <= 1 << 40);
            size.map(|n| n as usize).ok_or_else(|| self::shape("an array is too large".to_owned()))
        };
        self.input_sizes = program.inputs.iter().map(|i| size(&i.shape)).collect::<Result<_, _>>()?;
        self.target_sizes = program.targets.iter().map(|t| size(&t.shape)).collect::<Result<_, _>>()?;
        for (buffer, b) in program.buffers.iter().zip(&mut self.buffers) {
            b.clear();
            b.resize(size(&buffer.shape)?, 0.0);
        }
        for access in &mut self.accesses {
            access.extents = access.shape.iter().map(extent).collect_vec();
            access.parts.clear();
            access.flat = true;
            access.base = 0;
            access.strides.clear();
            let mut stride = 1;
            for ((step, &n), extent) in access.steps.iter().zip(&access.extents).zip(&access.shape).rev() {
                match step {
                    Step::Affine(a) => {
                        let (base, coefficients) = resolve(a, dims);
                        let (mut low, mut high) = (base, base);
                        let inside = program.without_blocks(a);
                        if inside != *a {
                            // The distance from the start of a block is less than its length.
                            let blocks = program.loops.iter().filter_map(|l| match l.range {
                                Range::Blocks(size) => Some(size),
                                _ => None,
                            });
                            high += blocks.max().unwrap_or(1) - 1;
                        }
                        for &(l, c) in &resolve(&inside, dims).1 {
                            let last = c * (self.extents[l as usize] - 1).max(0);
                            low += last.min(0);
                            high += last.max(0);
                        }
                        // Or by the bounds of the loops.
                        let sure = |a: &Affine, least: i64| program.least(a).is_some_and(|k| k >= least);
                        access.flat &= (low >= 0 && high < n) || (sure(a, 0) && sure(&extent.add_scaled(-1, a), 1));
                        access.base += base * stride;
                        for &(l, c) in &coefficients {
                            match access.strides.iter_mut().find(|s| s.0 == l) {
                                Some(s) => s.1 += c * stride,
                                None => access.strides.push((l, c * stride)),
                            }
                        }
                        access.parts.push((base, coefficients));
                    }
                    Step::Register(_) => {
                        access.flat = false;
                        access.parts.push((0, Vec::new()));
                    }
                }
                stride *= n;
            }
            access.parts.reverse();
        }
        for product in &mut self.contractions {
            product.fit(program, dims);
        }
        self.position_parts = self.positions.iter().map(|a| resolve(a, dims)).collect_vec();
        for (segment, length, steps) in &mut self.segments {
            *length = extent(&segment.length);
            *steps = extent(&segment.steps);
        }
        self.dims = Some(given.to_vec());
        Ok(())
    }

    /// Runs the program; see [`run`].
    pub fn run(&mut self, inputs: &[&[f64]], dims: &[usize], outputs: &mut [Vec<f64>]) -> Result<(), RunError> {
        if self.dims.as_deref() != Some(dims) {
            self.fit(dims)?;
        }
        let program = &self.program;
        if inputs.len() != program.inputs.len() || outputs.len() != program.targets.len() {
            return Err(shape(format!(
                "{} inputs and {} outputs given, {} and {} needed",
                inputs.len(),
                outputs.len(),
                program.inputs.len(),
                program.targets.len()
            )));
        }
        for ((input, size), given) in program.inputs.iter().zip(&self.input_sizes).zip(inputs) {
            if given.len() != *size {
                return Err(shape(format!("`{}` has {size} elements, {} given", input.name, given.len())));
            }
        }
        for (output, size) in outputs.iter_mut().zip(&self.target_sizes) {
            output.resize(*size, 0.0);
        }
        for &(r, x) in &self.constants {
            self.registers[r as usize] = x;
        }
        self.execute(inputs, outputs)
    }

    fn execute(&mut self, inputs: &[&[f64]], outputs: &mut [Vec<f64>]) -> Result<(), RunError> {
        let r = &mut self.registers;
        let truth = |holds: bool| if holds { 1.0 } else { 0.0 };
        let mut pc = 0usize;
        while let Some(&ins) = self.code.get(pc) {
            pc += 1;
            match ins {
                Ins::Copy { to, from } => r[to as usize] = r[from as usize],
                Ins::Load { to, access } => {
                    let access = &self.accesses[access as usize];
                    r[to as usize] = match offset(access, r, &self.loops) {
                        Ok(at) => match access.memory {
                            Memory::Input(n) => inputs[n as usize][at],
                            Memory::Buffer(b) => self.buffers[b as usize][at],
                            Memory::Target(t) => outputs[t as usize][at],
                        },
                        Err(_) if access.guarded => f64::NAN,
                        Err(wrong) => return Err(index_error(&self.program, access, wrong)),
                    };
                }
                Ins::Position { to, affine } => {
                    let (base, parts) = &self.position_parts[affine as usize];
                    r[to as usize] = parts.iter().fold(*base, |sum, (l, c)| sum + c * self.loops[*l as usize]) as f64;
                }
                Ins::Neg { to, a } => r[to as usize] = -r[a as usize],
                Ins::Add { to, a, b } => r[to as usize] = r[a as usize] + r[b as usize],
                Ins::Sub { to, a, b } => r[to as usize] = r[a as usize] - r[b as usize],
                Ins::Mul { to, a, b } => r[to as usize] = r[a as usize] * r[b as usize],
                Ins::Div { to, a, b } => r[to as usize] = r[a as usize] / r[b as usize],
                Ins::Sqrt { to, a } => r[to as usize] = rt::sqrt(r[a as usize]),
                Ins::Powi { to, a, n } => r[to as usize] = rt::powi(r[a as usize], n),
                Ins::Pow { to, a, b } => r[to as usize] = rt::pow(r[a as usize], r[b as usize]),
                Ins::Call { to, function, first, count } => {
                    r[to as usize] = function.evaluate(&r[first as usize..(first + count) as usize]);
                }
                Ins::Compare { to, op, a, b } => r[to as usize] = truth(op.holds(r[a as usize], r[b as usize])),
                Ins::And { to, a, b } => r[to as usize] = truth(r[a as usize] != 0.0 && r[b as usize] != 0.0),
                Ins::Or { to, a, b } => r[to as usize] = truth(r[a as usize] != 0.0 || r[b as usize] != 0.0),
                Ins::Not { to, a } => r[to as usize] = truth(r[a as usize] == 0.0),
                Ins::Jump { to } => pc = to as usize,
                Ins::Unless { a, to } => {
                    if r[a as usize] == 0.0 {
                        pc = to as usize;
                    }
                }
                Ins::Store { access, from } | Ins::Add2 { access, from } => {
                    let access = &self.accesses[access as usize];
                    let at = match offset(access, r, &self.loops) {
                        Ok(at) => at,
                        Err(_) if access.guarded => continue,
                        Err(wrong) => return Err(index_error(&self.program, access, wrong)),
                    };
                    let place = match access.memory {
                        Memory::Buffer(b) => &mut self.buffers[b as usize][at],
                        Memory::Target(t) => &mut outputs[t as usize][at],
                        Memory::Input(_) => unreachable!("inputs are not written"),
                    };
                    let value = r[from as usize];
                    *place = if matches!(ins, Ins::Add2 { .. }) { *place + value } else { value };
                }
                Ins::Lanes { first } => r[first as usize..first as usize + 8].fill(0.0),
                Ins::Term { to, first, a, l } => {
                    let (start, end) = self.ranges[l as usize];
                    let (k, n) = (self.loops[l as usize] - start, end - start);
                    let whole = n / 8 * 8;
                    if k < whole {
                        r[first as usize + (k % 8) as usize] += r[a as usize];
                    } else {
                        if k == whole {
                            r[to as usize] = total(r, first);
                        }
                        r[to as usize] += r[a as usize];
                    }
                }
                Ins::Total { to, first, l } => {
                    let (start, end) = self.ranges[l as usize];
                    if (end - start).max(0) % 8 == 0 {
                        r[to as usize] = total(r, first);
                    }
                }
                Ins::Zero { buffer } => {
                    let start = match &self.program.buffers[buffer as usize] {
                        // Should anything be read all the same, it is seen.
                        own if own.unset => f64::NAN,
                        own if own.neutral => -0.0,
                        _ => 0.0,
                    };
                    self.buffers[buffer as usize].fill(start);
                }
                Ins::ZeroTarget { target } => outputs[target as usize].fill(0.0),
                Ins::Enter { l, end } => {
                    let (from, to) = turns(&self.program, l, &self.loops, &self.extents, &self.bounds);
                    self.ranges[l as usize] = (from, to);
                    self.loops[l as usize] = if self.program.loops[l as usize].descending { to - 1 } else { from };
                    if from >= to {
                        pc = end as usize;
                    }
                }
                Ins::Next { l, start } => {
                    let at = &mut self.loops[l as usize];
                    *at += match self.program.loops[l as usize].range {
                        Range::Blocks(size) => size,
                        _ => 1,
                    };
                    if *at < self.ranges[l as usize].1 {
                        pc = start as usize;
                    }
                }
                Ins::Previous { l, start } => {
                    let at = &mut self.loops[l as usize];
                    *at -= 1;
                    if *at >= self.ranges[l as usize].0 {
                        pc = start as usize;
                    }
                }
                Ins::Segment { number } => {
                    let (segment, length, steps) = &self.segments[number as usize];
                    let start = self.loops[segment.number.0 as usize] * length;
                    self.loops[segment.start.0 as usize] = start;
                    self.loops[segment.end.0 as usize] = (start + length).min(*steps);
                }
                Ins::Contract { number } => {
                    let product = &self.contractions[number as usize];
                    for l in product.of.loops() {
                        self.loops[l.0 as usize] = turns(&self.program, l.0, &self.loops, &self.extents, &self.bounds).0;
                    }
                    let length = |l: LoopId| {
                        let (from, to) = turns(&self.program, l.0, &self.loops, &self.extents, &self.bounds);
                        (to - from).max(0) as usize
                    };
                    let count = |list: &[LoopId]| list.iter().map(|l| length(*l)).product::<usize>();
                    let extents = [&product.of.rows, &product.of.columns, &product.of.depth].map(|l| count(l));
                    let [a, b, c] = [0, 1, 2].map(|k| product.operands[k].offset(&self.loops));
                    let [left, right, place] = [0, 1, 2].map(|k| product.operands[k].strides);
                    // The receiving array is taken out, so that the others can be read.
                    let mut receiver = std::mem::take(match product.of.place {
                        Place::Buffer(b) => &mut self.buffers[b.0 as usize],
                        Place::Target(t) => &mut outputs[t as usize],
                        Place::Returned(..) => unreachable!("{CALLS}"),
                    });
                    let factor = |source: Source| match source {
                        Source::Input(n) => inputs[n as usize],
                        Source::Buffer(b) => &self.buffers[b.0 as usize][..],
                        Source::Returned(..) => unreachable!("{CALLS}"),
                    };
                    let add = match product.of.adds {
                        Adds::Never => false,
                        Adds::Always => true,
                        Adds::AfterFirst(l) => self.loops[l.0 as usize] > 0,
                    };
                    if extents.iter().all(|n| *n > 0) {
                        let (x, y) = (&factor(product.of.left.0)[a..], &factor(product.of.right.0)[b..]);
                        let (of, into) = (&product.of, &mut receiver[c..]);
                        match &of.limit {
                            None => rt::matmul(extents, x, left, y, right, into, place, add),
                            Some(limit) => {
                                let diagonal = of.diagonal(limit, |l| Affine::constant(self.loops[l.0 as usize]));
                                let diagonal = resolve(&diagonal, self.dims.as_deref().unwrap_or_default()).0 as isize;
                                let multiply = if limit.lower { rt::matmul_lower } else { rt::matmul_upper };
                                multiply(extents, x, left, y, right, into, place, add, diagonal);
                            }
                        }
                    }
                    *match product.of.place {
                        Place::Buffer(b) => &mut self.buffers[b.0 as usize],
                        Place::Target(t) => &mut outputs[t as usize],
                        Place::Returned(..) => unreachable!("{CALLS}"),
                    } = receiver;
                }
            }
        }
        Ok(())
    }
}

/// The first and one past the last value of a loop.
fn turns(program: &Program, l: u32, loops: &[i64], extents: &[i64], bounds: &[Bounds]) -> (i64, i64) {
    let n = extents[l as usize];
    match program.loops[l as usize].range {
        Range::Within(blocks) => {
            let from = loops[blocks.0 as usize];
            let Range::Blocks(size) = program.loops[blocks.0 as usize].range else { unreachable!("a loop over blocks") };
            (from, n.min(from + size))
        }
        Range::Whole | Range::Blocks(_) => {
            let at = |(base, parts): &(i64, Vec<(u32, i64)>)| parts.iter().fold(*base, |sum, (l, c)| sum + c * loops[*l as usize]);
            let Bounds { from, to } = &bounds[l as usize];
            (from.iter().map(at).fold(0, i64::max), to.iter().map(at).fold(n, i64::min))
        }
    }
}

impl Product {
    /// Finds strides and offsets.
    fn fit(&mut self, program: &Program, dims: &[usize]) {
        let Contraction { place, into, left, right, rows, columns, depth, .. } = &self.of;
        let last = |list: &[LoopId]| list.last().copied();
        let (rows, columns, depth) = (last(rows), last(columns), last(depth));
        let operand = |shape: &[Affine], indices: &[Affine], axes: [Option<LoopId>; 2]| {
            let mut out = Operand::default();
            let mut stride = 1i64;
            for (index, extent) in indices.iter().zip(shape).rev() {
                let (base, parts) = resolve(index, dims);
                out.base += base * stride;
                for (l, c) in parts {
                    if let Some(axis) = axes.iter().position(|a| a.is_some_and(|a| a.0 == l)) {
                        out.strides[axis] += (c * stride) as usize;
                    }
                    out.parts.push((l, c * stride));
                }
                stride *= resolve(extent, dims).0.max(0);
            }
            out
        };
        self.operands = [
            operand(program.source_shape(left.0), &left.1, [rows, depth]),
            operand(program.source_shape(right.0), &right.1, [depth, columns]),
            operand(program.place_shape(*place), into, [rows, columns]),
        ];
    }
}

impl Operand {
    /// The offset of the first element; the product's own loops are at their first values.
    fn offset(&self, loops: &[i64]) -> usize {
        self.parts.iter().fold(self.base, |sum, (l, c)| sum + c * loops[*l as usize]) as usize
    }
}

/// The sum of the eight lanes, as `rt::sum_over` takes it.
fn total(registers: &[f64], first: u32) -> f64 {
    rt::sum_of_lanes(std::array::from_fn(|l| registers[first as usize + l]))
}

fn register_count(compiler: &Compiler<'_>) -> usize {
    let mut highest = compiler.next;
    for ins in &compiler.code {
        highest = highest.max(match *ins {
            Ins::Copy { to, .. }
            | Ins::Load { to, .. }
            | Ins::Position { to, .. }
            | Ins::Neg { to, .. }
            | Ins::Add { to, .. }
            | Ins::Sub { to, .. }
            | Ins::Mul { to, .. }
            | Ins::Div { to, .. }
            | Ins::Sqrt { to, .. }
            | Ins::Powi { to, .. }
            | Ins::Pow { to, .. }
            | Ins::Compare { to, .. }
            | Ins::And { to, .. }
            | Ins::Or { to, .. }
            | Ins::Not { to, .. } => to + 1,
            Ins::Lanes { first } => first + 8,
            Ins::Call { to, first, count, .. } => (to + 1).max(first + count),
            _ => 0,
        });
    }
    highest as usize
}

fn for_each_expr(statement: &Statement, visit: &mut dyn FnMut(&Expr)) {
    match statement {
        Statement::Let { value, .. } | Statement::Assign { value, .. } => visit(value),
        Statement::Branch { condition, then, otherwise, .. } => {
            visit(condition);
            visit(&then.value);
            visit(&otherwise.value);
        }
        Statement::When { condition, .. } => visit(condition),
        Statement::Store { indices, value, .. } => {
            visit(value);
            for at in indices {
                if let At::Value(e) = at {
                    visit(e);
                }
            }
        }
        Statement::Zero(_)
        | Statement::Segment(_)
        | Statement::Contract(_)
        | Statement::Loop { .. }
        | Statement::Invoke(_)
        | Statement::Image { .. }
        | Statement::Pause => {}
    }
}

fn collect_constants(e: &Expr, compiler: &mut Compiler<'_>) {
    match e {
        Expr::Constant(x) | Expr::Pow(_, x) => {
            compiler.constant(*x);
        }
        _ => {}
    }
    e.for_each_operand(&mut |e| collect_constants(e, compiler));
}

/// The constant part and the coefficients of loops.
fn resolve(affine: &Affine, dims: &[usize]) -> (i64, Vec<(u32, i64)>) {
    let mut base = affine.constant;
    let mut parts = Vec::new();
    for &(term, c) in &affine.terms {
        match term {
            Term::Axis(a) => parts.push((a.0, c)),
            Term::Dim(d) => base = base.saturating_add(c.saturating_mul(dims[d.0 as usize] as i64)),
        }
    }
    (base, parts)
}

/// The values of all dimensions, from those of the given ones.
fn all_dims(program: &Program, given: &[usize]) -> Vec<usize> {
    let mut out = given.to_vec();
    for derived in &program.derived {
        let (steps, _) = resolve(&derived.of, &out);
        out.push(derived.kind.value(usize::try_from(steps).unwrap_or(0)));
    }
    out
}

/// Loop turns of a block; the larger arm of a branch counts.
fn work(program: &Program, block: &[Statement], extents: &[i64]) -> u64 {
    let turns = |l: LoopId| program.turns(l, extents[l.0 as usize] as u64);
    let mut total = 0u64;
    for statement in block {
        total = total.saturating_add(match statement {
            Statement::Loop { id, body, .. } => turns(*id).saturating_mul(work(program, body, extents).saturating_add(1)),
            Statement::Contract(c) => c.loops().map(turns).fold(1, u64::saturating_mul),
            Statement::Branch { then, otherwise, .. } => work(program, &then.body, extents).max(work(program, &otherwise.body, extents)),
            Statement::When { body, .. } => work(program, body, extents),
            _ => 0,
        });
    }
    total
}

/// The offset, or the index that is out of range.
#[inline]
fn offset(access: &Access, registers: &[f64], loops: &[i64]) -> Result<usize, (usize, f64)> {
    if access.flat {
        return Ok(access.strides.iter().fold(access.base, |sum, (l, c)| sum + c * loops[*l as usize]) as usize);
    }
    let mut at = 0i64;
    for (axis, (step, (base, parts))) in access.steps.iter().zip(&access.parts).enumerate() {
        let n = access.extents[axis];
        let index = match step {
            Step::Affine(_) => {
                let index = parts.iter().fold(*base, |sum, (l, c)| sum + c * loops[*l as usize]);
                if index < 0 || index >= n {
                    return Err((axis, index as f64));
                }
                index
            }
            Step::Register(r) => {
                let x = registers[*r as usize];
                if !(x >= 0.0 && x < n as f64 && x == (x as i64) as f64) {
                    return Err((axis, x));
                }
                x as i64
            }
        };
        at = at * n + index;
    }
    Ok(at as usize)
}

fn index_error(program: &Program, access: &Access, (axis, index): (usize, f64)) -> RunError {
    let array = match access.memory {
        Memory::Input(n) => &program.inputs[n as usize].name,
        Memory::Buffer(b) => &program.buffers[b as usize].name,
        Memory::Target(t) => &program.targets[t as usize].name,
    };
    RunError::Index { array: array.clone(), axis, index, extent: access.extents[axis] }
}

fn shape(message: String) -> RunError {
    RunError::Shape { message }
}
