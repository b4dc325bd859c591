//! Calls of functions that are not seen into, and of their vector-Jacobian and Jacobian-vector products.
//!
//! Where a block needs both the value of a call and its adjoint, they are one call: the function's companion computes the
//! value, goes on with a closure that holds what is done in between and makes the seed of it, and returns the adjoint. So a
//! function computes nothing twice, however deep calls are nested. The statements behind that call see of those in the
//! closure what it returns to them.

use super::{Emitter, LOWEST, OR};
use crate::program::{
    At, BufferId, Expr, Given, Invocation, Name, Place, Program, SeedOf, Source, Statement, VarId, constant_extent, names, names_in, visit,
};
use crate::target::TargetKind;
use chainrule_parser::ast::{Call, Callee, Handed, Passed};
use chainrule_parser::list::{CollectVec, PushAll};
use chainrule_parser::table::{Map, Set};

/// What the vector-Jacobian products of a block return, and what the seeds of its Jacobian-vector products hold: variable, call
/// and number of the operand, and whether it is such a seed.
pub(super) fn adjoints(block: &[Statement]) -> Vec<(VarId, u32, u32, bool)> {
    let mut out = Vec::new();
    let mut blocks = vec![block];
    while let Some(block) = blocks.pop() {
        for statement in block {
            match statement {
                Statement::Invoke(call) => {
                    if call.lanes.is_none() || call.seed.is_none() {
                        out.push_all(call.active.iter().flatten().map(|k| (call.var, call.call, *k, call.lanes.is_some())));
                    }
                    blocks.push(&call.body);
                }
                Statement::Branch { then, otherwise, .. } => blocks.extend([&then.body[..], &otherwise.body[..]]),
                Statement::When { body, .. } | Statement::Loop { body, .. } => blocks.push(body),
                _ => {}
            }
        }
    }
    out
}

/// The argument that an operand is, or is in, and what follows its gradient to get to that of the operand.
pub(super) fn argument_of(call: &Call, operand: u32) -> (usize, String) {
    let at = operand as usize;
    for (number, (operands, assembled)) in call.taken().into_iter().enumerate() {
        if operands.contains(&at) {
            return (number, assembled.map_or_else(String::new, |a| a.places[at - operands.start].clone()));
        }
    }
    unreachable!("an operand is in an argument")
}

/// How many closures may stand in each other, and how many statements in one: what a compiler does for the captures of closures
/// in closures grows fast with both.
const DEEPEST: usize = 6;
const LONGEST: usize = 40;

/// How often a program with calls mentions anything; nothing for one without.
pub(super) fn mentions(program: &Program) -> Map<Name, u32> {
    if program.calls.is_empty() { Map::default() } else { counted(&program.body) }
}

fn counted(block: &[Statement]) -> Map<Name, u32> {
    let mut out = Map::default();
    block.iter().for_each(|s| names(s, &mut |name, _| *out.entry(name).or_insert(0) += 1));
    out
}

/// Whether there are more statements than a closure may have, those inside others included.
fn is_longer(block: &[Statement]) -> bool {
    let mut count = 0;
    visit(block, &mut |_| count += 1);
    count > LONGEST
}

/// A call and its vector-Jacobian product in the same block.
pub(super) struct Pair<'a> {
    value: &'a Invocation,
    product: &'a Invocation,
    /// What is done in between: nothing where the product comes first.
    between: &'a [Statement],
}

/// The arguments of a call as they are written.
struct Arguments {
    arguments: Vec<String>,
    places: Vec<(String, Owned, String)>,
}

/// What a method is called on.
struct Receiver {
    /// With a point behind it; nothing in front of what is no method.
    receiver: String,
    /// A statement that says at compile time if the method has no derivative.
    confirmed: Option<String>,
}

/// How a place that a function writes to is made.
struct Owned {
    /// `: [f64; 3]`
    ty: String,
    zero: String,
}

impl Emitter<'_> {
    /// The place of a part of what a call returned, to be followed by indices.
    pub(super) fn returned(&self, var: VarId, part: u32) -> String {
        let part = &self.program.parts[part as usize];
        match part.argument {
            Some(k) => self.adjoints[&(var, k)].clone(),
            None => format!("{}{}", self.vars[var.0 as usize], part.template),
        }
    }

    pub(super) fn invoke(&mut self, call: &Invocation, depth: usize) {
        if self.made.contains(&call.var) {
            return;
        }
        let program = self.program;
        let rt = self.options.rt;
        let callee = &program.calls[call.call as usize];
        let name = self.vars[call.var.0 as usize].clone();
        let inner = depth + usize::from(call.condition.is_some());
        if let Some(condition) = &call.condition {
            let condition = self.expr(condition, OR);
            self.line(depth, &format!("let {name} = if {condition} {{"));
        }
        self.block(&call.body, inner);
        let Arguments { mut arguments, places } = self.arguments(call);
        match &call.seed {
            Some(SeedOf::Image(var)) if call.lanes.is_some() => arguments.push(self.vars[var.0 as usize].clone()),
            Some(SeedOf::Value(value)) => arguments.push(self.expr(value, LOWEST)),
            Some(SeedOf::Image(var)) => {
                let name = &self.vars[var.0 as usize];
                arguments.push(format!("{name}{}", callee.returned()));
                let outputs = callee.arguments.iter().filter_map(|passed| match passed {
                    Passed::Output(extents) => Some(extents.is_empty()),
                    _ => None,
                });
                arguments.push_all(outputs.enumerate().map(|(k, number)| match number {
                    true => format!("&{name}.1.{k}"),
                    false => format!("{name}.1.{k}.given()"),
                }));
            }
            None => {
                if let Some(lanes) = &call.lanes {
                    arguments.push(format!("{rt}::Lanes::<{}>", self.size(lanes)));
                }
            }
        }
        let generics = &callee.generics;
        let Receiver { receiver, confirmed } = self.receiver(call, &mut arguments);
        let function = match (&call.active, &call.lanes) {
            (Some(_), None) => format!("{}{generics}", callee.product()),
            (None, _) => callee.primal(),
            (Some(_), Some(_)) => {
                if callee.callee == Callee::Function {
                    arguments.insert(0, callee.marked());
                }
                callee.along(call.seed.is_none())
            }
        };
        let mut text = format!("{receiver}{function}({})", arguments.join(", "));
        if let Some(sure) = callee.sure() {
            text = format!("{sure}({text})");
        }
        if let (Some(confirmed), None) = (confirmed, &call.active) {
            let depth = if call.condition.is_some() { inner } else { depth };
            self.line(depth, &confirmed);
        }
        let mut zero = format!("{rt}::Zero::zero()");
        if !places.is_empty() {
            let made = places.iter().map(|(place, owned, given)| format!("let mut {place}{} = {given}; ", owned.ty)).collect::<String>();
            let left = places.iter().map(|(place, ..)| format!("{place}, ")).collect::<String>();
            text = format!("{{ {made}{rt}::Outcome({text}, ({left})) }}");
            let zeros = places.iter().map(|(_, owned, _)| format!("{}, ", owned.zero)).collect::<String>();
            zero = format!("{rt}::Outcome({zero}, ({zeros}))");
        }
        if call.condition.is_some() {
            self.line(inner, &text);
            self.line(depth, "} else {");
            self.line(inner, &zero);
            self.line(depth, "};");
        } else {
            let mutable = if call.lanes.is_some() && call.seed.is_none() { "mut " } else { "" };
            self.line(depth, &format!("let {mutable}{name} = {text};"));
        }
        self.differentiated(call, depth);
    }

    /// What a function is called with, and the places that it writes to: the name, how it is made, and what is there before.
    fn arguments(&mut self, call: &Invocation) -> Arguments {
        let program = self.program;
        let rt = self.options.rt;
        let callee = &program.calls[call.call as usize];
        let taken = callee.taken();
        let made_receiver = taken.first().is_some_and(|(_, made)| made.is_some());
        let mut arguments = Vec::new();
        let mut places = Vec::new();
        for (given, passed) in call.arguments.iter().zip(&callee.arguments) {
            let receiver = arguments.is_empty() && callee.callee == Callee::Method && !made_receiver;
            let text = match given {
                given if matches!(passed, Passed::Part(_)) || receiver => {
                    let place = match given {
                        Given::Value(value) => self.expr(value, super::ATOM),
                        Given::Array { source, indices } => self.place(*source, indices),
                    };
                    match passed {
                        Passed::Part(handed) if !receiver => hand(*handed, &place, rt),
                        _ => place,
                    }
                }
                Given::Value(value) => self.passed(value, passed),
                Given::Array { source, indices } => self.array(*source, indices),
            };
            match passed {
                Passed::Output(_) if call.active.is_none() => {
                    let place = format!("{}place_{}", self.options.prefix, places.len());
                    arguments.push(format!("&mut {place}"));
                    places.push((place, self.owned(given), text));
                }
                Passed::Output(extents) if extents.is_empty() => arguments.push(format!("&{text}")),
                _ => arguments.push(text),
            }
        }
        let arguments: Vec<String> = taken
            .iter()
            .enumerate()
            .map(|(k, (operands, assembled))| match assembled {
                None => arguments[operands.start].clone(),
                Some(made) if k == 0 && callee.callee == Callee::Method => format!("({})", made.text(&arguments[operands.clone()])),
                Some(made) => format!("{rt}::hand(&{})", made.text(&arguments[operands.clone()])),
            })
            .map(|argument| match callee.sure() {
                Some(sure) => format!("{sure}({argument})"),
                None => argument,
            })
            .collect_vec();
        Arguments { arguments, places }
    }

    /// How what is called is written before its name, and without the receiver among its arguments.
    fn receiver(&self, call: &Invocation, arguments: &mut Vec<String>) -> Receiver {
        let rt = self.options.rt;
        let callee = &self.program.calls[call.call as usize];
        match callee.callee {
            // By the name of the trait, so that the compiler says in our words what has none.
            Callee::Method if callee.is_between_numbers() => {
                arguments[0] = format!("&{}", arguments[0]);
                Receiver { receiver: format!("{rt}::Listed::"), confirmed: None }
            }
            Callee::Method => {
                let place = arguments.remove(0);
                let mut receiver = format!("{}!({place})", callee.on());
                // What is made is there for the call only.
                let mut bound = String::new();
                if call.active.is_none() && callee.taken().first().is_some_and(|(_, made)| made.is_none()) {
                    let name = format!("{}_receiver", callee.on());
                    bound = format!("let {name} = {receiver}; ");
                    receiver = name;
                }
                // The method itself is called where nothing runs, as the user calls it: of one that is not there the compiler says
                // the same, and then needs no derivative. What is written to is not there yet.
                let confirmed = callee.known().map(|known| match callee.outputs() {
                    // What stands for a method that changes something nobody calls.
                    0 if !callee.is_twin() => {
                        let (name, generics, arguments) = (&callee.path, &callee.generics, arguments.join(", "));
                        // An argument that is a reference is called on as one.
                        let itself = match place.strip_prefix("(*").and_then(|rest| rest.strip_suffix(')')) {
                            Some(argument) if argument.chars().all(|c| c.is_alphanumeric() || c == '_') => receiver.clone(),
                            _ => format!("(*{receiver})"),
                        };
                        format!("{bound}{place}.{known}().confirm_unless(|| {{ loop {{}} {itself}.{name}{generics}({arguments}) }});")
                    }
                    _ => format!("{bound}{place}.{known}().confirm();"),
                });
                Receiver { receiver: format!("{receiver}."), confirmed }
            }
            _ => Receiver { receiver: String::new(), confirmed: None },
        }
    }

    /// The call that a statement makes with one that follows it, if they are a value and its adjoint.
    pub(super) fn pair<'s>(&self, block: &'s [Statement], at: usize) -> Option<Pair<'s>> {
        let Statement::Invoke(first) = &block[at] else { return None };
        let callee = &self.program.calls[first.call as usize];
        if self.made.contains(&first.var)
            || self.open >= DEEPEST
            || first.condition.is_some()
            || first.lanes.is_some()
            || callee.outputs() > 0
            || callee.is_between_numbers()
        {
            return None;
        }
        // What goes on with a closure itself must not call itself with another one: a function that calls itself and ends does
        // so in loops or under conditions, and not among the statements of the program itself.
        if self.options.pause.is_some() && !self.program.body.as_ptr_range().contains(&block.as_ptr()) {
            return None;
        }
        let (next, second) = block[at + 1..].iter().take(LONGEST + 1).enumerate().find_map(|(next, s)| match s {
            Statement::Invoke(other)
                if other.call == first.call
                    && !self.made.contains(&other.var)
                    && other.condition.is_none()
                    && other.lanes.is_none()
                    && other.active.is_some() != first.active.is_some()
                    && other.arguments == first.arguments =>
            {
                Some((next, other))
            }
            _ => None,
        })?;
        let between = &block[at + 1..at + 1 + next];
        if is_longer(between) {
            return None;
        }
        let mut given: Set<Name> = Set::default();
        for argument in &first.arguments {
            if let Given::Array { source, .. } = argument {
                given.insert(source.name());
            }
        }
        first.for_each_expr(&mut |e| {
            names_in(e, &mut |name, _| {
                given.insert(name);
            });
        });
        let mut same = true;
        between.iter().for_each(|s| names(s, &mut |name, writes| same &= !(writes && given.contains(&name))));
        same.then_some(match first.active {
            None => Pair { value: first, product: second, between },
            Some(_) => Pair { value: second, product: first, between: &[] },
        })
    }

    /// Makes both, with what is done in between; returns which statement follows.
    pub(super) fn through(&mut self, block: &[Statement], at: usize, pair: Pair<'_>, depth: usize) -> usize {
        let Pair { value, product, between } = pair;
        let next = if matches!(&block[at], Statement::Invoke(first) if first.active.is_none()) { at + between.len() + 2 } else { at + 1 };
        let callee = &self.program.calls[value.call as usize];
        let Arguments { mut arguments, .. } = self.arguments(value);
        let Receiver { receiver, confirmed } = self.receiver(value, &mut arguments);
        if callee.callee != Callee::Method {
            arguments.insert(0, callee.marked());
        }
        if let Some(confirmed) = confirmed {
            self.line(depth, &confirmed);
        }
        let (kept, left) = self.left_by(value, product, between);
        let (name, adjoint) = (self.vars[value.var.0 as usize].clone(), self.vars[product.var.0 as usize].clone());
        let list = |names: &[String]| names.iter().map(|name| format!("{name}, ")).collect::<String>();
        arguments.push(format!("|{name}| {{"));
        let (sure, end) = callee.sure().map_or_else(Default::default, |sure| (format!("{sure}("), ")"));
        let head = format!("let (({}), {adjoint}) = {sure}{receiver}{}({}", list(&kept), callee.continued(), arguments.join(", "));
        self.line(depth, &head);
        let outer = std::mem::take(&mut self.out);
        let told = std::mem::take(&mut self.told);
        // The companion is a function of its own, whose code need not be compiled for this processor; nor is then the closure's.
        let long = self.program.runs_long(between);
        let inner = depth + 1 + usize::from(long);
        self.open += 1;
        self.block(between, inner);
        self.open -= 1;
        let seed = match &product.seed {
            Some(SeedOf::Value(seed)) => self.expr(seed, LOWEST),
            Some(SeedOf::Image(var)) => self.vars[var.0 as usize].clone(),
            None => "()".to_owned(),
        };
        self.line(inner, &format!("({seed}, ({}))", list(&left)));
        let body = std::mem::replace(&mut self.out, outer);
        if long {
            let (head, lends) = self.dispatch(true, self.lent_to(between));
            if lends {
                self.line(depth + 1, &format!("use {}::Lend as _;", self.options.rt));
            }
            self.line(depth + 1, &head);
            self.out.push_str(&body);
            self.line(depth + 1, "})");
            self.told = told;
        } else {
            self.out.push_str(&body);
            self.told |= told;
        }
        self.line(depth, &format!("}}){end};"));
        self.differentiated(product, depth);
        self.made.insert(value.var);
        next
    }

    /// The variables that are there before some statements, which write to them.
    fn lent_to(&self, block: &[Statement]) -> Vec<String> {
        let (mut own, mut out): (Set<BufferId>, Vec<String>) = (Set::default(), Vec::new());
        visit(block, &mut |s| {
            if let Statement::Zero(Place::Buffer(b)) = s
                && !self.program.buffers[b.0 as usize].workspace
            {
                own.insert(*b);
            }
        });
        block.iter().for_each(|s| {
            names(s, &mut |name, writes| {
                let lent = match name {
                    Name::Buffer(b) if !own.contains(&b) => Some(self.buffers[b.0 as usize].clone()),
                    Name::Target(t) => self.lent_target(t as usize),
                    _ => None,
                };
                if let Some(lent) = lent.filter(|lent| writes && !out.contains(lent)) {
                    out.push(lent);
                }
            });
        });
        out
    }

    /// What statements leave to those behind them: patterns and expressions.
    fn left_by(&mut self, value: &Invocation, product: &Invocation, between: &[Statement]) -> (Vec<String>, Vec<String>) {
        let program = self.program;
        let mut inside = counted(between);
        for call in [value, product] {
            names(&Statement::Invoke(Box::new(call.clone())), &mut |name, _| *inside.entry(name).or_insert(0) += 1);
        }
        // The result is an expression behind all statements.
        let mut late: Set<Name> = Set::default();
        for statement in between {
            if let Statement::Store { place: Place::Target(t), value, .. } = statement
                && program.targets[*t as usize].kind == TargetKind::Value
            {
                names_in(value, &mut |name, _| {
                    late.insert(name);
                });
            }
        }
        let outside = |name: &Name| late.contains(name) || self.mentions.get(name) > inside.get(name);
        let (mut kept, mut left) = (Vec::new(), Vec::new());
        let mut leave = |name: &str, mutable: bool| {
            kept.push(if mutable { format!("mut {name}") } else { name.to_owned() });
            left.push(name.to_owned());
        };
        if outside(&Name::Var(value.var)) {
            leave(&self.vars[value.var.0 as usize], false);
        }
        for statement in between {
            let (var, mutable) = match statement {
                Statement::Let { var, mutable, .. } => (var, *mutable),
                Statement::Branch { var, .. } | Statement::Loop { sum: Some(var), .. } => (var, false),
                Statement::Image { var, .. } => (var, true),
                Statement::Invoke(call) if !call.is_adjoint() => (&call.var, call.lanes.is_some() && call.seed.is_none()),
                Statement::Invoke(call) => {
                    if outside(&Name::Var(call.var)) {
                        self.adjoints_of(call).iter().for_each(|(_, name)| leave(name, false));
                    }
                    continue;
                }
                Statement::Zero(Place::Buffer(b)) => {
                    if !program.buffers[b.0 as usize].workspace && outside(&Name::Buffer(*b)) {
                        self.left.insert(*b);
                        leave(&self.buffers[b.0 as usize], true);
                    }
                    continue;
                }
                Statement::Pause => {
                    self.options.pause.iter().flat_map(|p| &p.names).for_each(|name| leave(name, false));
                    continue;
                }
                _ => continue,
            };
            if outside(&Name::Var(*var)) {
                leave(&self.vars[var.0 as usize], mutable);
            }
        }
        (kept, left)
    }

    /// The arguments by which a product differentiates, and the names of what it returns for each.
    fn adjoints_of(&self, call: &Invocation) -> Vec<(usize, String)> {
        let callee = &self.program.calls[call.call as usize];
        let mut out: Vec<(usize, String)> = Vec::new();
        for operand in call.active.iter().flatten().filter(|_| call.is_adjoint()) {
            let (k, place) = argument_of(callee, *operand);
            if out.iter().all(|known| known.0 != k) {
                let adjoint = &self.adjoints[&(call.var, *operand)];
                out.push((k, adjoint.strip_suffix(&place).unwrap_or(adjoint).to_owned()));
            }
        }
        out
    }

    /// Names what a product returns for each argument.
    fn differentiated(&mut self, call: &Invocation, depth: usize) {
        let (rt, name) = (self.options.rt, self.vars[call.var.0 as usize].clone());
        let callee = &self.program.calls[call.call as usize];
        let differentiated = match callee.callee {
            Callee::Function => format!("{}.differentiated", callee.companion()),
            _ => format!("{rt}::differentiated"),
        };
        for (k, adjoint) in self.adjoints_of(call) {
            self.line(depth, &format!("let {adjoint} = {differentiated}({name}.{k});"));
        }
    }

    /// What is passed as it is.
    fn place(&mut self, source: Source, indices: &[At]) -> String {
        let shape = self.program.source_shape(source).to_vec();
        let place = match source {
            Source::Input(n) => self.inputs[n as usize].clone(),
            Source::Buffer(b) => self.buffers[b.0 as usize].clone(),
            Source::Returned(var, part) => self.returned(var, part),
        };
        self.element(&place, indices, &shape, true, 1)
    }

    /// The type of a place that is given to a function to be written, and zeros of it.
    fn owned(&mut self, given: &Given) -> Owned {
        let (scalar, number) = (self.options.scalar, self.number(0.0));
        let Given::Array { source, indices } = given else { return Owned { ty: format!(": {scalar}"), zero: number } };
        let shape = self.program.source_shape(*source)[indices.len()..].to_vec();
        let zero = self.nested(&number, &shape[1..]);
        let size = self.size(&shape[0]);
        if !constant_extent(&self.program.constant_dims, &shape[0]) {
            let row = self.nested(scalar, &shape[1..]);
            return Owned { ty: format!(": ::std::vec::Vec<{row}>"), zero: format!("::std::vec![{zero}; {size}]") };
        }
        Owned { ty: format!(": {}", self.nested(scalar, &shape)), zero: format!("[{zero}; {size}]") }
    }

    /// An array as the function takes it: by value or by reference, as an array or a slice.
    fn array(&mut self, source: Source, indices: &[At]) -> String {
        let (place, merged) = match source {
            Source::Input(n) => (self.inputs[n as usize].clone(), 1),
            Source::Buffer(b) => (self.buffers[b.0 as usize].clone(), super::merged(self.program, b)),
            Source::Returned(var, part) => (self.returned(var, part), 1),
        };
        let shape = self.program.source_shape(source).to_vec();
        if let Some(piece) = self.piece(&place, shape.len(), indices, &shape, merged) {
            return format!("{piece}.given()");
        }
        // Fields of structs in an array: element by element.
        let mut filled = super::places::Filled::new(&place);
        for (at, extent) in indices.iter().zip(&shape) {
            let text = self.indices(std::slice::from_ref(at), std::slice::from_ref(extent), false, 1);
            filled.index(&text);
        }
        let names: Vec<String> = (indices.len()..shape.len()).map(|k| format!("k{k}")).collect_vec();
        names.iter().for_each(|name| filled.index(&format!("[{name}]")));
        let element = names.iter().rev().fold(filled.finish(), |inner, name| format!("::core::array::from_fn(|{name}| {inner})"));
        let ty = self.nested(self.options.scalar, &shape[indices.len()..]);
        format!("{{ let whole: {ty} = {element}; whole }}.given()")
    }

    /// An argument as the function takes it.
    fn passed(&mut self, value: &Expr, passed: &Passed) -> String {
        match (passed, value) {
            (Passed::Number | Passed::Condition, _) => self.expr(value, LOWEST),
            (Passed::Output(_), _) => self.expr(value, super::ATOM),
            (Passed::Text(text), _) => text.clone(),
            (Passed::Whole(handed) | Passed::Part(handed), _) => hand(*handed, &self.expr(value, super::ATOM), self.options.rt),
            (Passed::Array(_), _) => unreachable!("an array is no number"),
            (Passed::Either, _) => format!("{}::pass(&{})", self.options.rt, self.expr(value, super::ATOM)),
            (Passed::Reference, _) => format!("&{}", self.expr(value, super::ATOM)),
            (Passed::Integer, Expr::Constant(n)) => format!("{n}"),
            (Passed::Integer, Expr::Position(a)) if self.program.least(a).is_some_and(|n| n >= 0) => {
                format!("({}) as _", self.index(a, true))
            }
            (Passed::Integer, Expr::Position(a)) => format!("({}) as _", self.signed(a)),
            (Passed::Integer, _) => format!("{}::whole({})", self.options.rt, self.expr(value, LOWEST)),
        }
    }
}

/// What is of any type, as it is passed.
fn hand(handed: Handed, place: &str, rt: &str) -> String {
    match handed {
        Handed::Value => format!("{rt}::own(&{place})"),
        Handed::Reference => format!("&{place}"),
        Handed::Either => format!("{rt}::hand(&{place})"),
    }
}
