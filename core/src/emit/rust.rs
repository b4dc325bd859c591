//! A [`Program`] as the body of a Rust function.

use crate::affine::{Affine, AxisId, Term};
use crate::functions::Function;
use crate::graph::Comparison;
use crate::program::{
    Adds, Arm, At, Binary, BufferId, Contraction, DerivedKind, Expr, LoopId, Name, Place, Program, Range, Source, Statement, VarId,
    constant_extent, signed, summed,
};
use crate::target::TargetKind;
use chainrule_parser::list::{CollectVec, PushAll};
use chainrule_parser::table::{Map, Set};
use places::Filled;
use std::fmt::Write as _;

mod ahead;
mod calls;
mod many;
mod near;
mod padded;
mod parts;
mod places;
mod rows;
mod short;

/// How the surroundings of the emitted code look.
pub struct Options<'a> {
    /// The type of a number: `f64`, `f32`, or the name of a type parameter.
    pub scalar: &'a str,
    /// The path of the run-time support.
    pub rt: &'a str,
    /// The place of a declared name; indices are appended, scalars are read by value. A place that has its
    /// indices elsewhere says where with `[]`: `layers[].w[]`.
    pub input: &'a dyn Fn(&str) -> String,
    /// The place a gradient or other result is written to: `*dw` for a scalar, `dw` for an array.
    pub gradient: &'a dyn Fn(&str) -> String,
    /// A dimension as `usize`.
    pub dim: &'a dyn Fn(&str) -> String,
    /// Whether results other than the value are added to what is there.
    pub accumulate: bool,
    /// Names that locals must not use.
    pub reserved: &'a [String],
    /// What happens at a [`Statement::Pause`].
    pub pause: Option<&'a Pause>,
    /// What the names of locals begin with: where constants may be in scope, whose names no local can have.
    pub prefix: &'a str,
}

/// What is done once all results are there, to get their seeds.
pub struct Pause {
    /// A statement that binds them: `let (seed, rest) = then(result);`.
    pub statement: String,
    /// The names that it binds.
    pub names: Vec<String>,
    /// The value of the whole.
    pub value: String,
}

const KEYWORDS: &[&str] = &[
    "Self", "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate", "do", "dyn", "else", "enum",
    "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro", "match", "mod", "move", "mut", "override",
    "priv", "pub", "ref", "return", "self", "static", "struct", "super", "trait", "true", "try", "type", "typeof", "union", "unsafe",
    "unsized", "use", "virtual", "where", "while", "yield", "_", "f32", "f64", "usize", "isize", "core", "std",
];

/// Statements and then the value; no value if no target is one.
pub fn body(program: &Program, options: &Options<'_>) -> String {
    let mut taken: Set<String> = KEYWORDS.iter().map(|k| (*k).to_owned()).collect();
    taken.extend(options.reserved.iter().cloned());
    let mut places: Vec<String> = vec![options.scalar.to_owned()];
    places.push_all(program.inputs.iter().map(|i| (options.input)(&i.name)));
    places.push_all(program.dims.iter().map(|d| (options.dim)(d)));
    places.push_all(program.targets.iter().filter(|t| t.kind != TargetKind::Value).map(|t| (options.gradient)(&t.name)));
    for place in &places {
        taken.extend(place.split(|c: char| !(c.is_alphanumeric() || c == '_')).filter(|w| !w.is_empty()).map(str::to_owned));
    }
    for call in &program.calls {
        taken.extend(call.path.split(|c: char| !(c.is_alphanumeric() || c == '_')).filter(|w| !w.is_empty()).map(str::to_owned));
    }
    let mut fresh = |name: &str| -> String {
        let name = format!("{}{name}", options.prefix);
        let mut out = name.clone();
        let mut n = 1;
        while !taken.insert(out.clone()) {
            n += 1;
            out = format!("{name}_{n}");
        }
        out
    };
    let mut emitter = Emitter {
        program,
        options,
        inputs: program.inputs.iter().map(|i| (options.input)(&i.name)).collect_vec(),
        dims: {
            let derived = program.derived.iter().map(|d| fresh(&d.name)).collect_vec();
            program.dims.iter().map(|d| (options.dim)(d)).chain(derived).collect_vec()
        },
        vars: program.vars.iter().map(|v| fresh(&v.name)).collect_vec(),
        buffers: program.buffers.iter().map(|b| fresh(&b.name)).collect_vec(),
        loops: {
            let mut names: Map<&str, String> = Map::default();
            program.loops.iter().map(|l| names.entry(&l.name).or_insert_with(|| fresh(&l.name)).clone()).collect_vec()
        },
        ends: Vec::new(),
        adjoints: Map::default(),
        targets: Vec::new(),
        counters: Vec::new(),
        mentions: calls::mentions(program),
        made: Set::default(),
        left: Set::default(),
        open: 0,
        rows: (0..short::most(program)).map(|_| fresh("row")).collect_vec(),
        many: (0..short::most_at_once(program)).map(|_| fresh("rows")).collect_vec(),
        stage: None,
        filled: Vec::new(),
        near: None,
        vectors: false,
        near_flag: String::new(),
        block_names: Default::default(),
        element: String::new(),
        sum: String::new(),
        part: String::new(),
        reads: None,
        outlined: Map::default(),
        fma: String::new(),
        told: false,
        used: vec![false; program.loops.len()],
        out: String::new(),
        tail: String::new(),
    };
    emitter.ends = program
        .loops
        .iter()
        .zip(&emitter.loops)
        .map(|(l, name)| if matches!(l.range, Range::Blocks(_)) { fresh(&format!("{name}_end")) } else { String::new() })
        .collect_vec();
    let mut whole: Map<(VarId, usize), String> = Map::default();
    for (var, call, operand, moves) in calls::adjoints(&program.body) {
        let (argument, place) = calls::argument_of(&program.calls[call as usize], operand);
        if moves {
            // For each direction there is one of the argument.
            let seed = format!("{}.{argument}[]{place}", emitter.vars[var.0 as usize]);
            emitter.adjoints.insert((var, operand), seed);
            continue;
        }
        let name = whole.entry((var, argument)).or_insert_with(|| fresh(&format!("{}_{argument}", program.vars[var.0 as usize].name)));
        let adjoint = format!("{name}{place}");
        emitter.adjoints.insert((var, operand), adjoint);
    }
    for target in &program.targets {
        let place = match target.kind {
            TargetKind::Value => fresh("value"),
            _ => (options.gradient)(&target.name),
        };
        emitter.targets.push(place);
    }
    let rank = program.targets.iter().map(|t| t.shape.len()).max().unwrap_or(0);
    emitter.sum = fresh("sum");
    emitter.near_flag = fresh("near");
    emitter.block_names = ["block", "block_end"].map(&mut fresh);
    emitter.element = fresh("element");
    emitter.fma = fresh("fma");
    emitter.part = fresh("part");
    while emitter.vars.iter().any(|name| name.strip_prefix(&emitter.part).is_some_and(|rest| rest.starts_with('_'))) {
        emitter.part = fresh("part");
    }
    emitter.counters = (0..rank).map(|k| fresh(["i", "j", "k", "l"].get(k).unwrap_or(&"m"))).collect_vec();
    for (t, target) in program.targets.iter().enumerate() {
        if target.kind == TargetKind::Value && !target.shape.is_empty() {
            emitter.declare(&emitter.targets[t].clone(), &target.shape, false, 0);
            emitter.tail = emitter.targets[t].clone();
        }
    }
    emitter.statements();
    if let Some(pause) = options.pause {
        emitter.tail.clone_from(&pause.value);
    }
    if !emitter.tail.is_empty() {
        let tail = std::mem::take(&mut emitter.tail);
        let _ = writeln!(emitter.out, "{tail}");
    }
    if program.is_long() || emitter.told {
        emitter.dispatched();
    }
    emitter.called();
    emitter.in_workspace(&fresh("workspace"));
    emitter.derived();
    emitter.out
}

/// The first value of a loop of a product.
fn first_of(program: &Program, id: LoopId) -> Affine {
    match program.loops[id.0 as usize].range {
        Range::Within(blocks) => Affine::axis(AxisId(blocks.0)),
        _ => Affine::constant(0),
    }
}

/// How many of an array's indices are one index in the emitted code; the others follow one by one. What lies in the
/// workspace is a slice of arrays as far as inner extents are known when the code is compiled: loops over these need no
/// checks.
fn merged(program: &Program, array: BufferId) -> usize {
    let buffer = &program.buffers[array.0 as usize];
    if !buffer.workspace || buffer.nested {
        return 1;
    }
    let fixed = |e: &&Affine| e.as_constant().is_none_or(|n| n > 0) && constant_extent(&program.constant_dims, e);
    buffer.shape.len() - buffer.shape.iter().skip(1).rev().take_while(fixed).count()
}

/// A length in Rust: the constant and multiples of names, and not below 0.
pub fn length(constant: i64, terms: &[(String, i64)]) -> String {
    let side = |sign: i64| {
        let term = |(name, factor): &(String, i64)| match factor * sign {
            1 => Some(name.clone()),
            factor => (factor > 0).then(|| format!("{factor} * {name}")),
        };
        let constant = (constant * sign > 0).then(|| constant.unsigned_abs().to_string());
        terms.iter().filter_map(term).chain(constant).collect_vec().join(" + ")
    };
    match (side(1), side(-1)) {
        (plus, minus) if minus.is_empty() => plus,
        (plus, minus) if plus.is_empty() => format!("::core::primitive::usize::saturating_sub(0, {minus})"),
        (plus, minus) => format!("::core::primitive::usize::saturating_sub({plus}, {minus})"),
    }
}

struct Emitter<'a> {
    program: &'a Program,
    options: &'a Options<'a>,
    inputs: Vec<String>,
    dims: Vec<String>,
    vars: Vec<String>,
    buffers: Vec<String>,
    loops: Vec<String>,
    /// One past the last value of the block that a loop over blocks is at.
    ends: Vec<String>,
    /// What vector-Jacobian products return for each operand.
    adjoints: Map<(VarId, u32), String>,
    targets: Vec<String>,
    counters: Vec<String>,
    /// How often anything is mentioned, in a program with calls.
    mentions: Map<Name, u32>,
    /// Values of calls that came with their adjoints.
    made: Set<VarId>,
    /// Arrays that a closure leaves to what is behind it.
    left: Set<BufferId>,
    /// How many closures are open that go on with the value of a call.
    open: usize,
    /// Rows of short loops.
    rows: Vec<String>,
    /// Rows of many turns of a long loop.
    many: Vec<String>,
    /// Calls whose values are in rows.
    filled: padded::Filled,
    /// Which part of a loop is written that is written as two, and how many rows it has had.
    stage: Option<(short::Stage, LoopId, usize)>,
    /// Whether a loop is written for angles that are all near, or for any; nothing if they were not looked at.
    near: Option<bool>,
    /// Whether what is written is in a loop of vectors, and left to the compiler as it is.
    vectors: bool,
    /// A local for whether they are.
    near_flag: String,
    /// Where a block of turns starts and ends.
    block_names: [String; 2],
    /// An element of rows.
    element: String,
    /// A local for sums.
    sum: String,
    /// A function of some statements; no variable has a name that is this, `_` and something else.
    part: String,
    /// Its parameters that are elements, by what is read, while it is written.
    reads: Option<Map<String, String>>,
    /// Functions of the table that are functions of the generated code, too.
    outlined: Map<Function, String>,
    /// Whether the processor fuses products and sums.
    fma: String,
    /// Whether anything is told that.
    told: bool,
    used: Vec<bool>,
    out: String,
    tail: String,
}

/// What takes more operations than this is computed only where it is needed.
const EAGER: u32 = 3;

// How tightly an expression holds together.
const LOWEST: u8 = 0;
const OR: u8 = 1;
const AND: u8 = 2;
const COMPARE: u8 = 3;
const SUM: u8 = 4;
const PRODUCT: u8 = 5;
const UNARY: u8 = 7;
const ATOM: u8 = 9;

/// Whether the parenthesis that opens a text is the one that closes it.
fn enclosed(text: &str) -> bool {
    let mut depth = 0;
    let closing = text.char_indices().find_map(|(at, c)| {
        depth += i32::from(c == '(') - i32::from(c == ')');
        (depth == 0).then_some(at + 1)
    });
    text.starts_with('(') && closing == Some(text.len())
}

/// The elements that a condition reads whatever they are, and where.
fn always_read<'a>(condition: &'a Expr, into: &mut Vec<(&'a Source, &'a Vec<At>)>) {
    match condition {
        Expr::Load { source, indices, guarded: false } => into.push((source, indices)),
        Expr::And(first, _) | Expr::Or(first, _) => always_read(first, into),
        Expr::Select(parts) => always_read(&parts[0], into),
        _ => condition.for_each_operand(&mut |e| always_read(e, into)),
    }
}

impl Emitter<'_> {
    fn line(&mut self, depth: usize, text: &str) {
        for _ in 0..depth {
            self.out.push_str("    ");
        }
        self.out.push_str(text);
        self.out.push('\n');
    }

    /// A call of a function of the table.
    fn call_of(&mut self, function: Function, args: &str) -> String {
        let (rt, name) = (self.options.rt, function.name());
        if self.reads.is_some() && function.is_fused() {
            let (part, outlined) = (&self.part, &mut self.outlined);
            let name = outlined.entry(function).or_insert_with(|| format!("{part}_{name}"));
            format!("{name}({args})")
        } else if function.is_fused() {
            self.told = true;
            let near = self.near_name(function);
            format!("{rt}::{}({}, {args})", near.as_deref().unwrap_or(name), self.fma)
        } else {
            let name = if self.vectors && function == Function::Norm { "even_norm" } else { name };
            format!("{rt}::{name}({args})")
        }
    }

    /// Puts what there is so far into a closure.
    fn wrap(&mut self, head: &str) {
        let inner = std::mem::take(&mut self.out);
        self.line(0, head);
        for line in inner.lines() {
            self.line(1, line);
        }
        let value = self.options.pause.is_some() || self.program.targets.iter().any(|t| t.kind == TargetKind::Value);
        self.line(0, if value { "})" } else { "});" });
    }

    /// Puts what there is so far into a closure that is compiled for what the processor has, with the arrays that it
    /// writes as arguments.
    fn dispatched(&mut self) {
        let lent = self.lent();
        let (head, lends) = self.dispatch(self.program.is_long(), lent);
        self.wrap(&head);
        if lends {
            let lend = format!("use {}::Lend as _;\n", self.options.rt);
            self.out.insert_str(0, &lend);
        }
    }

    /// How such a closure begins, and whether it is lent anything.
    fn dispatch(&self, long: bool, mut lent: Vec<String>) -> (String, bool) {
        /// So many does the run-time support take.
        const MOST: usize = 16;
        let (rt, fma) = (self.options.rt, if self.told { &*self.fma } else { "_" });
        let which = if long { "dispatch" } else { "fuse" };
        lent.truncate(MOST);
        if lent.is_empty() {
            return (format!("{rt}::{which}(#[inline(always)] |{fma}| {{"), false);
        }
        let comma = if lent.len() == 1 { "," } else { "" };
        let borrows = lent.iter().map(|name| format!("{name}.__chainrule_lend()")).collect_vec().join(", ");
        let names = lent.join(", ");
        (format!("{rt}::{which}_with(({borrows}{comma}), #[inline(always)] |{fma}, ({names}{comma})| {{"), true)
    }

    /// The variables that hold what is written: results, and arrays of the workspace.
    fn lent(&self) -> Vec<String> {
        let mut out: Vec<String> = Vec::new();
        for target in 0..self.program.targets.len() {
            if let Some(name) = self.lent_target(target)
                && !out.contains(&name)
            {
                out.push(name);
            }
        }
        let workspace = self.program.buffers.iter().zip(&self.buffers).filter(|(b, _)| b.workspace);
        out.extend(workspace.map(|(_, name)| name.clone()));
        out
    }

    /// The variable that holds a result, if it can be lent.
    fn lent_target(&self, target: usize) -> Option<String> {
        let (target, place) = (&self.program.targets[target], &self.targets[target]);
        let start = place.trim_start_matches(['*', '(']);
        let name: String = start.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
        // A number that is a variable itself is no place to be lent.
        let variable = *place == name && target.shape.is_empty();
        // What is handed on at a pause is no longer there afterwards.
        let handed = self.options.pause.map_or("", |p| &p.statement).split(|c: char| !(c.is_alphanumeric() || c == '_')).any(|n| n == name);
        let lent = target.kind != TargetKind::Value && !name.is_empty() && name != "self" && name != "r" && !variable && !handed;
        lent.then_some(name)
    }

    /// Takes the arrays that are too large for the stack from a workspace.
    fn in_workspace(&mut self, workspace: &str) {
        let program = self.program;
        let mut total = Vec::new();
        let mut head = String::new();
        for (n, buffer) in program.buffers.iter().enumerate().filter(|(_, b)| b.workspace) {
            let size = self.count(&buffer.shape);
            let name = self.buffers[n].clone();
            let _ = write!(head, "\n    let ({name}, {workspace}) = {workspace}.split_at_mut({size});");
            let inner = merged(program, BufferId(n as u32)).max(1)..buffer.shape.len();
            let mut rows = name.clone();
            for k in inner.rev() {
                let extent = self.size(&buffer.shape[k]);
                rows = match buffer.shape[k].as_constant() {
                    Some(_) => format!("{rows}.as_chunks_mut::<{extent}>().0"),
                    // There may be nothing in a row.
                    None => format!("{}::rows_mut::<{{ {extent} }}, _>({rows}, {})", self.options.rt, self.count(&buffer.shape[..k])),
                };
            }
            if rows != name {
                let _ = write!(head, "\n    let {name} = {rows};");
            }
            total.push(size);
        }
        if total.is_empty() {
            return;
        }
        let (rt, scalar) = (self.options.rt, self.options.scalar);
        self.wrap(&format!("{rt}::with_workspace({}, |{workspace}: &mut [{scalar}]| {{{head}", total.join(" + ")));
    }

    /// Defines the dimensions that follow from others.
    fn derived(&mut self) {
        let program = self.program;
        let body = std::mem::take(&mut self.out);
        for (derived, n) in program.derived.iter().zip(program.dims.len()..) {
            let (steps, name, rt) = (self.size(&derived.of), self.dims[n].clone(), self.options.rt);
            let function = match derived.kind {
                DerivedKind::Length => "segment_length",
                DerivedKind::Count => "segment_count",
            };
            self.line(0, &format!("let {name} = {rt}::{function}({steps});"));
        }
        self.out.push_str(&body);
    }

    /// The number of elements of an array.
    fn count(&mut self, shape: &[Affine]) -> String {
        let sizes: Vec<String> = shape.iter().map(|e| self.factor(e)).collect_vec();
        if sizes.is_empty() { "1".to_owned() } else { sizes.join(" * ") }
    }

    /// An extent, in parentheses where it is a sum.
    fn factor(&mut self, extent: &Affine) -> String {
        let text = self.size(extent);
        if text.contains([' ', '.']) && !enclosed(&text) { format!("({text})") } else { text }
    }

    fn native(&self) -> bool {
        matches!(self.options.scalar, "f64" | "f32")
    }

    fn number(&self, x: f64) -> String {
        let scalar = self.options.scalar;
        let infinite = x.is_infinite() || (scalar == "f32" && (x as f32).is_infinite());
        if x.is_nan() {
            return format!("{scalar}::NAN");
        }
        if infinite {
            return if x > 0.0 { format!("{scalar}::INFINITY") } else { format!("{scalar}::NEG_INFINITY") };
        }
        if self.native() { format!("{x:?}") } else { format!("{}::constant::<{scalar}>({x:?})", self.options.rt) }
    }

    /// Nested array type or value: `[[inner; 64]; 32]`.
    fn nested(&mut self, inner: &str, shape: &[Affine]) -> String {
        let mut out = inner.to_owned();
        for extent in shape.iter().rev() {
            out = format!("[{out}; {}]", self.size(extent));
        }
        out
    }

    fn declare(&mut self, name: &str, shape: &[Affine], neutral: bool, depth: usize) {
        let ty = self.nested(self.options.scalar, shape);
        let zero = self.number(if neutral { -0.0 } else { 0.0 });
        let value = self.nested(&zero, shape);
        self.line(depth, &format!("let mut {name}: {ty} = {value};"));
    }

    /// An extent, or where a loop starts or ends: at least 0.
    fn size(&mut self, extent: &Affine) -> String {
        if let Some(n) = extent.as_constant() {
            return n.max(0).to_string();
        }
        if self.program.least(extent).is_some_and(|n| n >= 0) {
            return self.index(extent, true);
        }
        let (plus, minus) = self.halves(extent);
        let (plus, minus) = (plus.join(" + "), minus.join(" + "));
        if minus.is_empty() {
            plus
        } else if extent.axes().next().is_some() || plus.bytes().all(|b| b.is_ascii_digit()) {
            // By its path, because the type of a loop's counter, or of a number, may not be known yet.
            format!("::core::primitive::usize::saturating_sub({plus}, {minus})")
        } else {
            format!("({plus}).saturating_sub({minus})")
        }
    }

    /// The positive and the negative terms, each as `usize`.
    fn halves(&mut self, affine: &Affine) -> (Vec<String>, Vec<String>) {
        let (mut plus, mut minus) = (Vec::new(), Vec::new());
        for &(term, c) in &affine.terms {
            let name = match term {
                Term::Axis(a) => {
                    self.used[a.0 as usize] = true;
                    self.loops[a.0 as usize].clone()
                }
                Term::Dim(d) => self.dims[d.0 as usize].clone(),
            };
            let text = if c.unsigned_abs() == 1 { name } else { format!("{} * {name}", c.unsigned_abs()) };
            if c > 0 { plus.push(text) } else { minus.push(text) }
        }
        if affine.constant > 0 || (affine.constant == 0 && plus.is_empty()) {
            plus.push(affine.constant.to_string());
        } else if affine.constant < 0 {
            minus.push(affine.constant.unsigned_abs().to_string());
            if plus.is_empty() {
                plus.push("0".to_owned());
            }
        }
        (plus, minus)
    }

    /// An index that is known to be in range.
    fn index(&mut self, affine: &Affine, certain: bool) -> String {
        let safe = certain || self.program.least(affine).is_some_and(|n| n >= 0);
        let (plus, minus) = self.halves(affine);
        if minus.is_empty() {
            return plus.join(" + ");
        }
        if safe {
            return format!("{} - {}", plus.join(" + "), minus.join(" - "));
        }
        // By its path, because the type of a loop's counter may not be known yet.
        format!("::core::primitive::usize::wrapping_sub({}, {})", plus.join(" + "), minus.join(" + "))
    }

    fn signed(&mut self, affine: &Affine) -> String {
        let mut out = String::new();
        for &(term, c) in &affine.terms {
            let name = match term {
                Term::Axis(a) => {
                    self.used[a.0 as usize] = true;
                    self.loops[a.0 as usize].clone()
                }
                Term::Dim(d) => self.dims[d.0 as usize].clone(),
            };
            let sign = match (out.is_empty(), c < 0) {
                (true, false) => "",
                (true, true) => "-",
                (false, false) => " + ",
                (false, true) => " - ",
            };
            let _ = match c.unsigned_abs() {
                1 => write!(out, "{sign}({name} as isize)"),
                n => write!(out, "{sign}{n} * ({name} as isize)"),
            };
        }
        match affine.constant {
            0 => {}
            c if c < 0 => {
                let _ = write!(out, " - {}", c.unsigned_abs());
            }
            c => {
                let _ = write!(out, " + {c}");
            }
        }
        out
    }

    /// Where an element is, to follow the name of its array.
    fn indices(&mut self, indices: &[At], shape: &[Affine], certain: bool, merged: usize) -> String {
        let (mut first, mut out) = (String::new(), String::new());
        for (k, (at, extent)) in indices.iter().zip(shape).enumerate() {
            let text = match at {
                At::Affine(a) => self.index(a, certain),
                At::Value(e) => {
                    let value = self.expr(e, LOWEST);
                    let extent = self.size(extent);
                    format!("{}::index({value}, {extent})", self.options.rt)
                }
            };
            if k >= merged {
                let _ = write!(out, "[{text}]");
            } else if k == 0 {
                first = text;
            } else {
                let extent = self.factor(extent);
                let before = if first.contains(' ') { format!("({first})") } else { first };
                first = format!("{before} * {extent} + {text}");
            }
        }
        if first.is_empty() { out } else { format!("[{first}]{out}") }
    }

    fn contraction(&mut self, c: &Contraction, depth: usize) {
        let program = self.program;
        let own: Vec<LoopId> = c.loops().collect_vec();
        let Some(pieces) = self.pieces(c, &own) else { return self.scattered(c, depth) };
        self.check_rows(c, depth);
        let extents = [&c.rows, &c.columns, &c.depth].map(|list| match list[..] {
            [] => "1".to_owned(),
            [one] => self.turns(one),
            _ => {
                let factor = |this: &mut Self, l: LoopId| {
                    let text = this.turns(l);
                    if text.contains(' ') { format!("({text})") } else { text }
                };
                list.iter().map(|l| factor(self, *l)).collect_vec().join(" * ")
            }
        });
        let [rows, columns, depths] = [&c.rows, &c.columns, &c.depth].map(|l| l.last().copied());
        let operand =
            |this: &mut Self, name: String, merged: usize, shape: &[Affine], at: &[Affine], axes: [Option<LoopId>; 2], mutable: bool| {
                let ending = if mutable { "_mut" } else { "" };
                let slice = name + &format!(".as_flattened{ending}()").repeat(shape.len().saturating_sub(merged));
                let mut strides = [Vec::new(), Vec::new()];
                let mut offset = Vec::new();
                for (position, index) in at.iter().enumerate() {
                    let inner: Vec<String> = shape[position + 1..].iter().map(|e| this.factor(e)).collect_vec();
                    let times = |text: String| match (text.as_str(), inner.is_empty()) {
                        (_, true) => text,
                        ("1", _) => inner.join(" * "),
                        _ => format!("{text} * {}", inner.join(" * ")),
                    };
                    let mut start = index.clone();
                    for l in &own {
                        let axis = AxisId(l.0);
                        let Some(&(_, factor)) = index.terms.iter().find(|t| t.0 == Term::Axis(axis)) else { continue };
                        if let Some(k) = axes.iter().position(|a| a == &Some(*l)) {
                            strides[k].push(times(factor.to_string()));
                        }
                        start = start.substitute(axis, &first_of(program, *l));
                    }
                    if start != Affine::constant(0) {
                        let text = this.index(&start, false);
                        offset.push(times(if text.contains(' ') { format!("({text})") } else { text }));
                    }
                }
                let strides = strides.map(|s| if s.is_empty() { "0".to_owned() } else { s.join(" + ") });
                let range = if offset.is_empty() { "..".to_owned() } else { format!("{}..", offset.join(" + ")) };
                let reference = if mutable { "&mut " } else { "&" };
                (format!("{reference}{slice}[{range}]"), format!("[{}]", strides.join(", ")))
            };
        let factor = |this: &Self, source: Source, piece: usize| match source {
            Source::Input(_) => (pieces[piece].0.clone(), 1),
            Source::Buffer(b) => (this.buffers[b.0 as usize].clone(), merged(program, b)),
            Source::Returned(..) => unreachable!("no factor of a product of matrices"),
        };
        let (left, right) = (factor(self, c.left.0, 0), factor(self, c.right.0, 1));
        let skip = |piece: usize| pieces[piece].1;
        let (a, a_strides) =
            operand(self, left.0, left.1, &program.source_shape(c.left.0)[skip(0)..], &c.left.1[skip(0)..], [rows, depths], false);
        let (b, b_strides) =
            operand(self, right.0, right.1, &program.source_shape(c.right.0)[skip(1)..], &c.right.1[skip(1)..], [depths, columns], false);
        let (place, merged) = match c.place {
            Place::Buffer(b) => (self.buffers[b.0 as usize].clone(), merged(program, b)),
            Place::Target(_) => (pieces[2].0.clone(), 1),
            Place::Returned(..) => unreachable!("a seed is no product of matrices"),
        };
        let (into, strides) =
            operand(self, place, merged, &program.place_shape(c.place)[skip(2)..], &c.into[skip(2)..], [rows, columns], true);
        let rt = self.options.rt;
        let (function, diagonal) = match &c.limit {
            None => ("matmul", None),
            Some(limit) => {
                let diagonal = c.diagonal(limit, |l| first_of(program, l));
                let diagonal = diagonal.as_constant().map_or_else(|| self.signed(&diagonal), |n| n.to_string());
                (if limit.lower { "matmul_lower" } else { "matmul_upper" }, Some(diagonal))
            }
        };
        self.line(depth, &format!("{rt}::{function}("));
        let parts = [format!("[{}]", extents.join(", ")), a, a_strides, b, b_strides, into, strides, self.adds(c)];
        for part in parts.into_iter().chain(diagonal) {
            self.line(depth + 1, &format!("{part},"));
        }
        self.line(depth, ");");
    }

    /// Whether a product is added to what is there, as an expression.
    fn adds(&self, c: &Contraction) -> String {
        match c.adds {
            _ if self.options.accumulate && matches!(c.place, Place::Target(_)) => "true".to_owned(),
            Adds::Never => "false".to_owned(),
            Adds::Always => "true".to_owned(),
            Adds::AfterFirst(l) => format!("{} > 0", self.loops[l.0 as usize]),
        }
    }

    /// The first value of a loop and the one that it ends before.
    fn ends(&mut self, id: LoopId) -> (String, String) {
        let (from, to) = self.program.ends(&self.program.loops[id.0 as usize]);
        let mut all = |list: Vec<Affine>, function: &str| {
            let sizes = list.iter().map(|a| self.size(a)).collect_vec();
            sizes.into_iter().reduce(|a, b| format!("::core::cmp::{function}({a}, {b})"))
        };
        (all(from, "max").unwrap_or_else(|| "0".to_owned()), all(to, "min").unwrap_or_else(|| "0".to_owned()))
    }

    /// The first value of a loop, or that of the block it is in, and the one that it ends before.
    fn span(&mut self, id: LoopId) -> (String, String) {
        match self.program.loops[id.0 as usize].range {
            Range::Within(blocks) => (self.loops[blocks.0 as usize].clone(), self.ends[blocks.0 as usize].clone()),
            _ => self.ends(id),
        }
    }

    /// `for i in 0..n {`
    fn head(&mut self, id: LoopId, named: bool) -> String {
        let n = id.0 as usize;
        let (from, to) = self.span(id);
        let name = if named { self.loops[n].clone() } else { "_".to_owned() };
        let range = match self.program.loops[n].range {
            Range::Blocks(size) => format!("(0..{to}).step_by({size})"),
            _ => format!("{from}..{to}"),
        };
        let range = match self.program.loops[n].descending {
            true if range.starts_with('(') => format!("{range}.rev()"),
            true => format!("({range}).rev()"),
            false => range,
        };
        format!("for {name} in {range} {{")
    }

    /// The number of turns of a loop.
    fn turns(&mut self, id: LoopId) -> String {
        let l = &self.program.loops[id.0 as usize];
        match l.range {
            Range::Within(blocks) => {
                self.used[blocks.0 as usize] = true;
                let start = self.loops[blocks.0 as usize].clone();
                format!("{} - {start}", self.ends[blocks.0 as usize])
            }
            _ => {
                let extent = l.extent.clone();
                self.size(&extent)
            }
        }
    }

    /// A line that is run where some conditions hold.
    fn guarded_line(&mut self, guards: &[String], text: &str, depth: usize) {
        if guards.is_empty() {
            return self.line(depth, text);
        }
        self.line(depth, &format!("if {} {{", guards.join(" && ")));
        self.line(depth + 1, text);
        self.line(depth, "}");
    }

    /// The conditions under which indices are in range.
    fn guards(&mut self, indices: &[At], shape: &[Affine]) -> Vec<String> {
        let mut out = Vec::new();
        for (at, extent) in indices.iter().zip(shape) {
            match at {
                At::Affine(a) => {
                    if self.program.least(a).is_none_or(|n| n < 0) {
                        let (plus, minus) = self.halves(a);
                        out.push(format!("{} >= {}", plus.join(" + "), minus.join(" + ")));
                    }
                    let room = extent.add_scaled(-1, a).add_scaled(-1, &Affine::constant(1));
                    if self.program.least(&room).is_none_or(|n| n < 0) {
                        // a < extent, with each term on the side where it is positive.
                        let (right, left) = self.halves(&extent.add_scaled(-1, a));
                        let left = if left.is_empty() { "0".to_owned() } else { left.join(" + ") };
                        out.push(format!("{left} < {}", right.join(" + ")));
                    }
                }
                At::Value(e) => {
                    let value = self.expr(e, LOWEST);
                    let extent = self.size(extent);
                    out.push(format!("{}::is_index({value}, {extent})", self.options.rt));
                }
            }
        }
        out
    }

    fn expr(&mut self, expr: &Expr, above: u8) -> String {
        let (text, level) = self.expr_level(expr);
        if level < above { format!("({text})") } else { text }
    }

    fn expr_level(&mut self, expr: &Expr) -> (String, u8) {
        let rt = self.options.rt;
        match expr {
            Expr::Constant(x) => (self.number(*x), if *x < 0.0 && self.native() { UNARY } else { ATOM }),
            Expr::Var(v) => (self.vars[v.0 as usize].clone(), ATOM),
            Expr::Load { source, indices, guarded } => {
                let (name, merged) = match source {
                    Source::Input(n) => (self.inputs[*n as usize].clone(), 1),
                    Source::Buffer(b) => (self.buffers[b.0 as usize].clone(), merged(self.program, *b)),
                    Source::Returned(var, part) => (self.returned(*var, *part), 1),
                };
                let shape = self.program.source_shape(*source).to_vec();
                let guards = if *guarded { self.guards(indices, &shape) } else { Vec::new() };
                let element = self.element(&name, indices, &shape, !guards.is_empty(), merged);
                if guards.is_empty() {
                    return (self.parameter(element), ATOM);
                }
                (format!("if {} {{ {element} }} else {{ {}::NAN }}", guards.join(" && "), self.options.scalar), LOWEST)
            }
            Expr::Position(a) => {
                if a.terms.is_empty() {
                    return (self.number(a.constant as f64), ATOM);
                }
                let single = matches!((a.constant, a.terms.as_slice()), (0, [(_, 1)]));
                let text = if single {
                    self.index(a, true)
                } else if self.program.least(a).is_some_and(|n| n >= 0) {
                    format!("({})", self.index(a, true))
                } else {
                    format!("({})", self.signed(a))
                };
                if self.native() {
                    (format!("{text} as {}", self.options.scalar), UNARY - 1)
                } else {
                    (format!("{rt}::constant::<{}>({text} as f64)", self.options.scalar), ATOM)
                }
            }
            Expr::Neg(a) => (format!("-{}", self.expr(a, UNARY + 1)), UNARY),
            Expr::Binary(op, a, b) => {
                let (sign, level) = match op {
                    Binary::Add => ("+", SUM),
                    Binary::Sub => ("-", SUM),
                    Binary::Mul => ("*", PRODUCT),
                    Binary::Div => ("/", PRODUCT),
                };
                (format!("{} {sign} {}", self.expr(a, level), self.expr(b, level + 1)), level)
            }
            Expr::Sqrt(a) => (format!("{rt}::sqrt({})", self.expr(a, LOWEST)), ATOM),
            Expr::Powi(a, n) => (format!("{rt}::powi({}, {n})", self.expr(a, LOWEST)), ATOM),
            Expr::Pow(a, x) => (format!("{rt}::pow({}, {})", self.expr(a, LOWEST), self.number(*x)), ATOM),
            Expr::Call(function, args) => {
                if let Some((_, element)) = self.filled.iter().find(|(call, _)| call == expr) {
                    return (element.clone(), ATOM);
                }
                let args: Vec<String> = args.iter().map(|a| self.expr(a, LOWEST)).collect_vec();
                let args = args.join(", ");
                let args = if function.arity().is_none() { format!("&[{args}]") } else { args };
                (self.call_of(*function, &args), ATOM)
            }
            // Counters are compared as they are.
            Expr::Compare(op, a, b) if a.position().is_some() && b.position().is_some() => {
                let (a, b) = (a.position().expect("seen"), b.position().expect("seen"));
                let mut apart = b.add_scaled(-1, &a);
                let sign = match op {
                    Comparison::Lt if apart.constant > 0 => {
                        apart.constant -= 1;
                        "<="
                    }
                    Comparison::Le if apart.constant < 0 => {
                        apart.constant += 1;
                        "<"
                    }
                    op => op.sign(),
                };
                let (right, left) = self.halves(&apart);
                let side = |terms: Vec<String>| if terms.is_empty() { "0".to_owned() } else { terms.join(" + ") };
                (format!("{} {sign} {}", side(left), side(right)), COMPARE)
            }
            Expr::Compare(op, a, b) => {
                let sign = op.sign();
                let mut left = self.expr(a, SUM);
                if left.ends_with(&format!(" as {}", self.options.scalar)) {
                    // Otherwise `<` would begin type arguments.
                    left = format!("({left})");
                }
                (format!("{left} {sign} {}", self.expr(b, SUM)), COMPARE)
            }
            Expr::And(a, b) => (format!("{} && {}", self.expr(a, AND), self.expr(b, AND + 1)), AND),
            Expr::Or(a, b) => (format!("{} || {}", self.expr(a, OR), self.expr(b, OR + 1)), OR),
            Expr::Not(a) => (format!("!{}", self.expr(a, UNARY + 1)), UNARY),
            Expr::Select(parts) => {
                let [c, a, b] = &**parts;
                if self.is_there(c, [a, b]) {
                    let [c, a, b] = [c, a, b].map(|e| self.expr(e, LOWEST));
                    return (format!("{}::select({c}, {a}, {b})", self.options.rt), ATOM);
                }
                (format!("if {} {{ {} }} else {{ {} }}", self.expr(c, OR), self.expr(a, LOWEST), self.expr(b, LOWEST)), LOWEST)
            }
        }
    }

    /// Whether what a condition chooses from can be computed whatever the condition is, and holds elements of arrays, as a
    /// read under a condition keeps the loops around from being vectorised. An element is there where the condition reads
    /// another array of the same shape in the same place, and where its indices are loops over the axes of the array.
    fn is_there(&self, condition: &Expr, arms: [&Expr; 2]) -> bool {
        let mut read = Vec::new();
        always_read(condition, &mut read);
        let (mut loads, mut operations) = (0, 0);
        arms.into_iter().all(|arm| self.can_be_computed(arm, &read, &mut loads, &mut operations)) && loads > 0 && operations <= EAGER
    }

    fn can_be_computed(&self, e: &Expr, read: &[(&Source, &Vec<At>)], loads: &mut u32, operations: &mut u32) -> bool {
        match e {
            Expr::Constant(_) | Expr::Var(_) | Expr::Position(_) => return true,
            Expr::Load { source: Source::Returned(..), .. } => return false,
            Expr::Load { source, indices, guarded: false } => {
                *loads += 1;
                let shape = self.program.source_shape(*source);
                let over = |(at, extent): (&At, &Affine)| matches!(at, At::Affine(a) if self.runs_over(a, extent));
                return indices.iter().zip(shape).all(over)
                    || read.iter().any(|(other, at)| *at == indices && self.program.source_shape(**other) == shape);
            }
            Expr::Neg(_) | Expr::Binary(Binary::Add | Binary::Sub | Binary::Mul, ..) => *operations += 1,
            _ => return false,
        }
        let mut all = true;
        e.for_each_operand(&mut |e| all &= self.can_be_computed(e, read, loads, operations));
        all
    }

    /// Whether an index is the counter of a loop over an axis of this extent.
    fn runs_over(&self, index: &Affine, extent: &Affine) -> bool {
        let counter = index.as_axis().map(|a| &self.program.loops[a.0 as usize]);
        counter.is_some_and(|l| l.range == Range::Whole && l.extent == *extent)
    }

    fn arm(&mut self, arm: &Arm, depth: usize) {
        // A branch that is the arm's value needs no name.
        if let (Some((Statement::Branch { var, condition, then, otherwise }, before)), Expr::Var(value)) =
            (arm.body.split_last(), &arm.value)
            && var == value
        {
            self.block(before, depth);
            let condition = self.expr(condition, OR);
            self.line(depth, &format!("if {condition} {{"));
            self.arm(then, depth + 1);
            self.line(depth, "} else {");
            self.arm(otherwise, depth + 1);
            self.line(depth, "}");
            return;
        }
        self.block(&arm.body, depth);
        let value = self.expr(&arm.value, LOWEST);
        self.line(depth, &value);
    }

    fn block(&mut self, block: &[Statement], depth: usize) {
        let mut at = 0;
        while at < block.len() {
            at = match self.pair(block, at) {
                Some(pair) => self.through(block, at, pair, depth),
                None => {
                    self.statement(&block[at], depth);
                    at + 1
                }
            };
        }
    }

    fn statement(&mut self, statement: &Statement, depth: usize) {
        match statement {
            // Those of rows are there.
            Statement::Let { .. } if matches!(self.stage, Some((short::Stage::Copies, ..))) => {}
            Statement::Let { var, value, mutable } => {
                let name = self.vars[var.0 as usize].clone();
                let value = self.expr(value, LOWEST);
                if *mutable {
                    self.line(depth, &format!("let mut {name}: {} = {value};", self.options.scalar));
                } else {
                    self.line(depth, &format!("let {name} = {value};"));
                }
            }
            Statement::Assign { var, value } => {
                let name = self.vars[var.0 as usize].clone();
                let text = match value {
                    Expr::Binary(op, a, b) if **a == Expr::Var(*var) => {
                        let (sign, b) = match op {
                            Binary::Add => signed(b),
                            Binary::Sub => ("-=", &**b),
                            Binary::Mul => ("*=", &**b),
                            Binary::Div => ("/=", &**b),
                        };
                        format!("{name} {sign} {};", self.expr(b, LOWEST))
                    }
                    _ => format!("{name} = {};", self.expr(value, LOWEST)),
                };
                self.line(depth, &text);
            }
            Statement::Branch { var, condition, then, otherwise } => {
                let condition = self.expr(condition, OR);
                self.line(depth, &format!("let {} = if {condition} {{", self.vars[var.0 as usize].clone()));
                self.arm(then, depth + 1);
                self.line(depth, "} else {");
                self.arm(otherwise, depth + 1);
                self.line(depth, "};");
            }
            // Targets that are added to are not cleared.
            Statement::When { body, .. }
                if self.options.accumulate && body.iter().all(|s| matches!(s, Statement::Zero(Place::Target(_)))) => {}
            Statement::When { condition, body } => {
                let condition = self.expr(condition, OR);
                self.line(depth, &format!("if {condition} {{"));
                self.block(body, depth + 1);
                self.line(depth, "}");
            }
            Statement::Zero(Place::Buffer(b)) => {
                let name = self.buffers[b.0 as usize].clone();
                let buffer = &self.program.buffers[b.0 as usize];
                let (shape, neutral) = (buffer.shape.clone(), buffer.neutral);
                if buffer.workspace {
                    let zero = self.number(0.0);
                    let nested = shape.len().saturating_sub(merged(self.program, *b));
                    let flattened = ".as_flattened_mut()".repeat(nested);
                    self.line(depth, &format!("{name}{flattened}.fill({zero});"));
                } else if buffer.unset && !self.left.contains(b) {
                    let (rt, ty) = (self.options.rt, self.nested(self.options.scalar, &shape));
                    self.line(depth, &format!("let mut {name} = ::core::mem::MaybeUninit::<{ty}>::uninit();"));
                    self.line(depth, &format!("let {name} = {rt}::unset(&mut {name});"));
                } else {
                    self.declare(&name, &shape, neutral, depth);
                }
            }
            Statement::Zero(Place::Target(t)) => self.zero(*t as usize, depth),
            Statement::Zero(Place::Returned(..)) => unreachable!("a seed begins as an image"),
            Statement::Image { var, of } => {
                let (name, of) = (self.vars[var.0 as usize].clone(), self.vars[of.0 as usize].clone());
                let rt = self.options.rt;
                self.line(depth, &format!("let mut {name} = {rt}::zeros_like(&{of});"));
            }
            Statement::Store { place, indices, value, add, guarded } => {
                let shape = self.program.place_shape(*place).to_vec();
                let (name, result, scalar, merged) = match place {
                    Place::Target(t) => {
                        let value = self.program.targets[*t as usize].kind == TargetKind::Value;
                        (self.targets[*t as usize].clone(), !value, value && shape.is_empty(), 1)
                    }
                    Place::Buffer(b) => (self.buffers[b.0 as usize].clone(), false, false, merged(self.program, *b)),
                    Place::Returned(var, part) => (self.returned(*var, *part), false, false, 1),
                };
                if scalar {
                    self.tail = self.expr(value, LOWEST);
                    return;
                }
                let whole = match place {
                    Place::Returned(_, part) => self.program.parts[*part as usize].whole,
                    Place::Target(t) => self.program.targets[*t as usize].opaque,
                    Place::Buffer(_) => false,
                };
                let guards = if *guarded { self.guards(indices, &shape) } else { Vec::new() };
                if whole {
                    let value = self.expr(value, LOWEST);
                    let element = self.element(&name, indices, &shape, true, 1);
                    let rt = self.options.rt;
                    // Of what moves an argument takes all; of a gradient what its own is.
                    let along = matches!(place, Place::Returned(_, part) if self.program.parts[*part as usize].argument.is_some());
                    let add = if along { "add_along" } else { "add_to" };
                    self.guarded_line(&guards, &format!("{rt}::{add}(&mut {element}, &{value});"), depth);
                    return;
                }
                let (sign, value) = if *add || (result && self.options.accumulate) { signed(value) } else { ("=", value) };
                let row = self.row(*place);
                let value = match &row {
                    None if matches!(self.stage, Some((short::Stage::Copies, ..))) => return,
                    Some((short::Stage::Copies, row)) => row.clone(),
                    _ => self.expr(value, LOWEST),
                };
                if let Some((short::Stage::Rows, row)) = row {
                    self.line(depth, &format!("{row} = {value};"));
                    return;
                }
                let element = self.element(&name, indices, &shape, !guards.is_empty(), merged);
                self.guarded_line(&guards, &format!("{element} {sign} {value};"), depth);
            }
            Statement::Segment(s) => {
                let name = |l: LoopId| self.loops[l.0 as usize].clone();
                let (number, start, end) = (name(s.number), name(s.start), name(s.end));
                let (length, steps) = (self.factor(&s.length), self.size(&s.steps));
                self.used[s.number.0 as usize] = true;
                self.line(depth, &format!("let {start} = {number} * {length};"));
                self.line(depth, &format!("let {end} = ::core::cmp::min({start} + {length}, {steps});"));
            }
            Statement::Contract(c) => self.contraction(c, depth),
            Statement::Pause => {
                let statement = self.options.pause.map(|p| p.statement.clone()).unwrap_or_default();
                self.line(depth, &statement);
            }
            Statement::Invoke(call) => self.invoke(call, depth),
            Statement::Loop { .. } if self.by_angles(statement, depth) => {}
            Statement::Loop { id, body, sum: Some(var) } => {
                let (body, value) = summed(body);
                let n = id.0 as usize;
                let (from, to) = self.ends(*id);
                let over = if from == "0" { format!("sum_over({to}") } else { format!("sum_between({from}, {to}") };
                let name = self.vars[var.0 as usize].clone();
                let rt = self.options.rt;
                let before = std::mem::take(&mut self.out);
                self.block(body, depth + 1);
                let inner = std::mem::replace(&mut self.out, before);
                let value = self.expr(value, LOWEST);
                let index = if self.used[n] { self.loops[n].clone() } else { "_".to_owned() };
                if inner.is_empty() {
                    self.line(depth, &format!("let {name} = {rt}::{over}, |{index}| {value});"));
                } else {
                    self.line(depth, &format!("let {name} = {rt}::{over}, |{index}| {{"));
                    self.out.push_str(&inner);
                    self.line(depth + 1, &value);
                    self.line(depth, "});");
                }
            }
            Statement::Loop { id, body, sum: None } if self.vectors || self.program.loops[id.0 as usize].vectors => {
                let around = std::mem::replace(&mut self.vectors, true);
                self.turns_of(*id, body, None, depth);
                self.vectors = around;
            }
            Statement::Loop { id, body, sum: None } => {
                if !self.in_rows(*id, body, depth) && !self.rows_at_once(*id, body, depth) && !self.in_blocks(*id, body, depth) {
                    self.turns_of(*id, body, None, depth);
                }
            }
        }
    }

    /// A loop, over all of its values or those of a block.
    fn turns_of(&mut self, id: LoopId, body: &[Statement], block: Option<&str>, depth: usize) {
        let n = id.0 as usize;
        let extent = self.program.loops[n].extent.clone();
        let extent = self.size(&extent);
        let before = std::mem::take(&mut self.out);
        self.block(body, depth + 1);
        let inner = std::mem::replace(&mut self.out, before);
        let blocks = matches!(self.program.loops[n].range, Range::Blocks(_));
        let head = match block {
            Some(block) => format!("for {} in {block} {{", self.loops[n]),
            None => self.head(id, self.used[n] || blocks),
        };
        self.line(depth, &head);
        if let Range::Blocks(size) = self.program.loops[n].range {
            let (name, end) = (self.loops[n].clone(), self.ends[n].clone());
            if inner.contains(&end) {
                self.line(depth + 1, &format!("let {end} = ::core::cmp::min({name} + {size}, {extent});"));
            }
        }
        let rt = self.options.rt;
        match rows::order(self.program, id, body).filter(|_| !self.vectors) {
            Some(rows::Why::Rows(length)) => {
                let length = self.size(length);
                self.line(depth + 1, &format!("{rt}::in_order({length});"));
            }
            Some(rows::Why::Apart) => self.line(depth + 1, &format!("{rt}::one_by_one();")),
            None => {}
        }
        self.out.push_str(&inner);
        self.line(depth, "}");
    }

    /// Sets a whole target to zero, element by element: that suits arrays, slices and boxes.
    fn zero(&mut self, t: usize, depth: usize) {
        let target = &self.program.targets[t];
        let value = target.kind == TargetKind::Value;
        if value || self.options.accumulate {
            return;
        }
        let shape = target.shape.clone();
        let name = self.targets[t].clone();
        let mut place = Filled::new(&name);
        for (k, extent) in shape.iter().enumerate() {
            let extent = self.size(extent);
            let counter = self.counters[k].clone();
            self.line(depth + k, &format!("for {counter} in 0..{extent} {{"));
            place.index(&format!("[{counter}]"));
        }
        let place = place.finish();
        let zero = self.number(0.0);
        self.line(depth + shape.len(), &format!("{place} = {zero};"));
        for k in (0..shape.len()).rev() {
            self.line(depth + k, "}");
        }
    }
}
