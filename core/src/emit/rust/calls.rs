//! Calls of functions that are not seen into, and of their vector-Jacobian products.

use super::{Emitter, LOWEST, OR};
use crate::program::{At, Expr, Given, Invocation, SeedOf, Source, Statement, VarId, constant_extent};
use chainrule_parser::ast::{Call, Callee, Passed};
use chainrule_parser::list::{CollectVec, PushAll};

/// What the vector-Jacobian products of a block return: variable, call and number of the operand.
pub(super) fn adjoints(block: &[Statement]) -> Vec<(VarId, u32, u32)> {
    let mut out = Vec::new();
    let mut blocks = vec![block];
    while let Some(block) = blocks.pop() {
        for statement in block {
            match statement {
                Statement::Invoke(call) => {
                    out.push_all(call.active.iter().flatten().map(|k| (call.var, call.call, *k)));
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
        let program = self.program;
        let rt = self.options.rt;
        let companion = program.calls[call.call as usize].companion();
        let callee = &program.calls[call.call as usize];
        let name = self.vars[call.var.0 as usize].clone();
        let inner = depth + usize::from(call.condition.is_some());
        if let Some(condition) = &call.condition {
            let condition = self.expr(condition, OR);
            self.line(depth, &format!("let {name} = if {condition} {{"));
        }
        self.block(&call.body, inner);
        let taken = callee.taken();
        let made_receiver = taken.first().is_some_and(|(_, made)| made.is_some());
        let mut arguments = Vec::new();
        let mut places = Vec::new();
        for (given, passed) in call.arguments.iter().zip(&callee.arguments) {
            let receiver = arguments.is_empty() && callee.callee == Callee::Method && !made_receiver;
            let text = match given {
                given if *passed == Passed::Part || receiver => {
                    let place = match given {
                        Given::Value(value) => self.expr(value, super::ATOM),
                        Given::Array { source, indices } => self.place(*source, indices),
                    };
                    if receiver { place } else { format!("{rt}::hand(&{place})") }
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
        let mut arguments: Vec<String> = taken
            .iter()
            .enumerate()
            .map(|(k, (operands, assembled))| match assembled {
                None => arguments[operands.start].clone(),
                Some(made) if k == 0 && callee.callee == Callee::Method => format!("({})", made.text(&arguments[operands.clone()])),
                Some(made) => format!("{rt}::hand(&{})", made.text(&arguments[operands.clone()])),
            })
            .collect_vec();
        match &call.seed {
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
            None => {}
        }
        let generics = &callee.generics;
        let receiver = match callee.callee {
            // By the name of the trait, so that the compiler says in our words what has none.
            Callee::Method if callee.is_between_numbers() => {
                arguments[0] = format!("&{}", arguments[0]);
                format!("{rt}::Listed::")
            }
            Callee::Method => format!("{}.", arguments.remove(0)),
            _ => String::new(),
        };
        let function = match call.active {
            Some(_) => format!("{}{generics}", callee.product()),
            None => callee.primal(),
        };
        let mut text = format!("{receiver}{function}({})", arguments.join(", "));
        if let (Some(known), None) = (callee.known(), &call.active) {
            // Says at compile time if there is none.
            let depth = if call.condition.is_some() { inner } else { depth };
            self.line(depth, &format!("{receiver}{known}().confirm();"));
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
            self.line(depth, &format!("let {name} = {text};"));
        }
        let mut said = Vec::new();
        for operand in call.active.iter().flatten() {
            let (k, place) = argument_of(callee, *operand);
            if said.contains(&k) {
                continue;
            }
            said.push(k);
            let adjoint = self.adjoints[&(call.var, *operand)].clone();
            let adjoint = adjoint.strip_suffix(&place).unwrap_or(&adjoint);
            let differentiated = match callee.callee {
                Callee::Function => format!("{companion}::differentiated"),
                _ => format!("{rt}::differentiated"),
            };
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
            (Passed::Part, _) => format!("{}::hand(&{})", self.options.rt, self.expr(value, super::ATOM)),
            (Passed::Output(_), _) => self.expr(value, super::ATOM),
            (Passed::Text(text), _) => text.clone(),
            (Passed::Whole, _) => format!("{}::hand(&{})", self.options.rt, self.expr(value, super::ATOM)),
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
