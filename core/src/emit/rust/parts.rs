//! Long code without loops, as several functions.
//!
//! A compiler takes longer for a statement the more of them a function has, and each `let` opens a scope inside those before: a
//! build with debug information ran out of stack at some thousands. So statements stand in functions of some dozens, and what
//! goes in and out of them are arrays. Elementary functions are called there and no part of the code, which has to be read
//! from memory once anyway.

use super::Emitter;
use crate::program::{At, Expr, Name, Place, Source, Statement, VarId, names, names_in};
use chainrule_parser::list::CollectVec;
use chainrule_parser::table::{Map, Set};

/// So many statements are long.
const LONG: usize = 1000;
/// So many are in a function.
const PART: usize = 128;

impl Emitter<'_> {
    /// The statements of the program.
    pub(super) fn statements(&mut self) {
        let program = self.program;
        let body = &program.body;
        // What a call returns is of no type that is known here, and neither is a type parameter.
        if body.len() < LONG || !self.native() || !program.calls.is_empty() {
            return self.block(body, 0);
        }
        let is_plain = |s: &&Statement| self.is_plain(s);
        let (mut at, mut done, mut runs) = (0, 0, Vec::new());
        while at < body.len() {
            let run = body[at..].iter().take_while(is_plain).count();
            if run >= LONG {
                runs.push((at, at + run));
            }
            at += run.max(1);
        }
        let last = last_reads(body, program.vars.len());
        for (from, to) in runs {
            self.block(&body[done..from], 0);
            for start in (from..to).step_by(PART) {
                self.part(start, to.min(start + PART), &last);
            }
            done = to;
        }
        self.block(&body[done..], 0);
    }

    /// Whether a statement may be part of a function that sees only numbers and conditions, or follow it.
    fn is_plain(&self, statement: &Statement) -> bool {
        match statement {
            Statement::Let { value, mutable: false, .. } => is_plain(value, true),
            Statement::Store { place: Place::Target(t), indices, value, guarded: false, .. } => {
                !self.program.targets[*t as usize].opaque && indices.iter().all(is_constant) && is_plain(value, true)
            }
            _ => false,
        }
    }

    /// Some plain statements: bindings in a function of their own, and then what is stored.
    fn part(&mut self, from: usize, to: usize, last: &[usize]) {
        let program = self.program;
        let (mut own, mut stored) = (Vec::new(), Set::default());
        let (mut defined, mut given) = (Set::default(), Vec::new());
        for statement in &program.body[from..to] {
            match statement {
                Statement::Let { var, value, .. } => {
                    names_in(value, &mut |name, _| {
                        if let Name::Var(var) = name
                            && defined.insert(var)
                        {
                            given.push(var);
                        }
                    });
                    defined.insert(*var);
                    own.push(*var);
                }
                other => names(other, &mut |name, _| {
                    if let Name::Var(var) = name {
                        stored.insert(var);
                    }
                }),
            }
        }
        own.retain(|var| last[var.0 as usize] >= to || stored.contains(var));
        self.reads = Some(Map::default());
        let before = std::mem::take(&mut self.out);
        for statement in &program.body[from..to] {
            if matches!(statement, Statement::Let { .. }) {
                self.statement(statement, 2);
            }
        }
        let inner = std::mem::replace(&mut self.out, before);
        let reads = self.reads.take().expect("set above");
        let [results, types, _] = self.groups(&own, &Map::default());
        let [names, kinds, values] = self.groups(&given, &reads);
        let parameters = names.iter().zip(&kinds).map(|(name, ty)| format!("{name}: {ty}")).collect_vec().join(", ");
        let together = |list: &[String]| if let [one] = list { one.clone() } else { format!("({})", list.join(", ")) };
        let name = self.part.clone();
        self.line(0, &format!("let {} = {{", together(&results)));
        self.line(1, &format!("fn {name}({parameters}) -> {} {{", together(&types)));
        self.out.push_str(&inner);
        self.line(2, &together(&results));
        self.line(1, "}");
        self.line(1, &format!("{name}({})", values.join(", ")));
        self.line(0, "};");
        for statement in &program.body[from..to] {
            if !matches!(statement, Statement::Let { .. }) {
                self.statement(statement, 0);
            }
        }
    }

    /// Numbers and conditions as arrays: of their names, of their types, and of their values.
    fn groups(&self, vars: &[VarId], reads: &Map<String, String>) -> [Vec<String>; 3] {
        let of = |condition: bool| {
            let vars = vars.iter().filter(|var| self.program.vars[var.0 as usize].condition == condition);
            vars.map(|var| self.vars[var.0 as usize].as_str()).collect_vec()
        };
        let mut out = [Vec::new(), Vec::new(), Vec::new()];
        for (ty, condition) in [(self.options.scalar, false), ("bool", true)] {
            let (mut names, mut values) = (of(condition), of(condition));
            if !condition {
                names.extend(reads.values().map(String::as_str));
                values.extend(reads.keys().map(String::as_str));
            }
            if !names.is_empty() {
                let texts = [format!("[{}]", names.join(", ")), format!("[{ty}; {}]", names.len()), format!("[{}]", values.join(", "))];
                out.iter_mut().zip(texts).for_each(|(list, text)| list.push(text));
            }
        }
        out
    }

    /// The name by which a function goes in which an element that is read is a parameter.
    pub(super) fn parameter(&mut self, element: String) -> String {
        let Some(reads) = &mut self.reads else { return element };
        if let Some(name) = reads.get(&element) {
            return name.clone();
        }
        let name = format!("{}_{}", self.part, reads.len());
        reads.insert(element, name.clone());
        name
    }

    /// Functions of the table that are compiled once.
    pub(super) fn called(&mut self) {
        let (rt, scalar) = (self.options.rt, self.options.scalar);
        let body = std::mem::take(&mut self.out);
        for (function, name) in std::mem::take(&mut self.outlined).iter() {
            let arguments = (0..function.arity().unwrap_or(0)).map(|k| format!("{}_{k}", self.part)).collect_vec();
            let parameters = arguments.iter().map(|name| format!("{name}: {scalar}")).collect_vec().join(", ");
            self.line(0, "#[inline(never)]");
            self.line(0, &format!("fn {name}({parameters}) -> {scalar} {{"));
            self.line(1, &format!("{rt}::alone::{}({})", function.name(), arguments.join(", ")));
            self.line(0, "}");
        }
        self.out.push_str(&body);
    }
}

/// For each variable the number of the last statement that reads it.
fn last_reads(body: &[Statement], vars: usize) -> Vec<usize> {
    let mut last = vec![0; vars];
    for (at, statement) in body.iter().enumerate() {
        names(statement, &mut |name, written| {
            if let Name::Var(var) = name
                && !written
            {
                last[var.0 as usize] = at;
            }
        });
    }
    last
}

/// Whether an expression takes nothing but variables, and elements that can be read before it.
fn is_plain(e: &Expr, always: bool) -> bool {
    let operands = |always: bool| {
        let mut all = true;
        e.for_each_operand(&mut |e| all &= is_plain(e, always));
        all
    };
    match e {
        Expr::Constant(_) | Expr::Var(_) => true,
        Expr::Load { source: Source::Input(_), indices, guarded: false } => always && indices.iter().all(is_constant),
        Expr::Load { .. } | Expr::Position(_) => false,
        Expr::Call(function, _) => function.arity().is_some() && operands(always),
        Expr::Select(_) | Expr::And(..) | Expr::Or(..) => operands(false),
        _ => operands(always),
    }
}

fn is_constant(at: &At) -> bool {
    matches!(at, At::Affine(a) if a.as_constant().is_some())
}
