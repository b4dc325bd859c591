//! Sums that are added up where their terms are computed.
//!
//! A term that something else takes, too, as the force on a body in the loop over those it is attracted by, is computed in
//! the loops of that, stored, and summed up afterwards. If the sum, of terms that are made of it alone, is all that reads
//! what is stored, and runs over a loop that is not the innermost, then each term is added to its sum as it is computed: the
//! same terms in the same order, and an array with an axis less.

use super::zeros::{affine, every_use, mentions, whole};
use super::*;
use chainrule_parser::list::CollectVec;

/// Makes arrays of terms arrays of sums.
pub(super) fn run(scheduler: &mut Scheduler<'_>) {
    let mut body = std::mem::take(&mut scheduler.program.body);
    let uses = body.iter().fold(Map::default(), |mut out, s| {
        every_use(s, &mut |b, _| *out.entry(b).or_insert(0) += 1);
        out
    });
    run_in(scheduler, &uses, &mut body);
    scheduler.program.body = body;
}

fn run_in(scheduler: &mut Scheduler<'_>, uses: &Map<BufferId, usize>, body: &mut [Statement]) {
    for statement in body.iter_mut() {
        statement.for_each_body_mut(&mut |body| run_in(scheduler, uses, body));
    }
    let declared = body.iter().filter_map(|s| if let Statement::Zero(Place::Buffer(b)) = s { Some(*b) } else { None });
    for buffer in declared.collect_vec() {
        let program = &scheduler.program;
        let own = &program.buffers[buffer.0 as usize];
        if own.nested || own.reused || own.shape.len() < 2 {
            continue;
        }
        let Some(axes) = outer_axes(program, buffer, body) else { continue };
        // Beside a declaration and a store.
        let reads = uses[&buffer] - 2;
        let summed = body.iter_mut().find_map(|s| Reading { program, buffer, axes: &axes, reads }.statement(s));
        let Some((axis, term)) = summed else { continue };
        body.iter_mut().for_each(|s| s.for_each_body_mut(&mut |body| add_up(scheduler, body, buffer, axis, &term)));
        scheduler.program.buffers[buffer.0 as usize].shape.remove(axis);
    }
}

/// The axes of an array whose loops are outside others where a nest of loops stores each element once.
fn outer_axes(program: &Program, buffer: BufferId, body: &[Statement]) -> Option<Vec<usize>> {
    let mut open = Vec::new();
    let mut at = body;
    let indices = loop {
        let found = at.iter().find(|s| mentions(s, buffer) && !matches!(s, Statement::Zero(_)))?;
        match found {
            Statement::Loop { id, body, sum: None } => {
                open.push(*id);
                at = body;
            }
            Statement::Store { place: Place::Buffer(b), indices, add: false, guarded: false, .. } if *b == buffer => break indices,
            _ => return None,
        }
    };
    let indices = affine(indices)?;
    if !whole(program, &program.buffers[buffer.0 as usize].shape, &indices, &open) {
        return None;
    }
    let outer = open.split_last()?.1.iter().filter(|id| program.loops[id.0 as usize].counts_up());
    Some(outer.filter_map(|id| indices.iter().position(|a| **a == Affine::axis(AxisId(id.0)))).collect())
}

/// Looks for the sum that reads an array of terms.
struct Reading<'p> {
    program: &'p Program,
    buffer: BufferId,
    /// The axes it may be over.
    axes: &'p [usize],
    /// How often it reads the array.
    reads: usize,
}

impl Reading<'_> {
    /// Lets the sum in a statement begin with what is read of an array of sums, and leaves out its terms; the axis that it
    /// is over, and the term, in which an element of the array is what is stored. Nothing is changed without such a sum.
    fn statement(&self, statement: &mut Statement) -> Option<(usize, Expr)> {
        let Statement::Loop { body, .. } = statement else { return None };
        self.block(body)
    }

    fn block(&self, body: &mut Vec<Statement>) -> Option<(usize, Expr)> {
        for at in 0..body.len() {
            if let Some((var, axis, indices, term)) = self.sum(&body[at]) {
                let sets = |s: &Statement| matches!(s, Statement::Let { var: v, .. } | Statement::Assign { var: v, .. } if *v == var);
                let start = body[..at].iter().rposition(sets)?;
                let Statement::Let { value: value @ Expr::Constant(0.0), mutable, .. } = &mut body[start] else { return None };
                *value = Expr::Load { source: Source::Buffer(self.buffer), indices, guarded: false };
                *mutable = false;
                let Statement::Loop { body: terms, .. } = &mut body[at] else { return None };
                terms.retain(|s| !sets(s));
                if terms.is_empty() {
                    body.remove(at);
                }
                return Some((axis, term));
            }
            if let Some(found) = self.statement(&mut body[at]) {
                return Some(found);
            }
        }
        None
    }

    /// The variable, the axis, where the sum lies and its term if a statement is the loop that sums up terms.
    fn sum(&self, statement: &Statement) -> Option<(VarId, usize, Vec<At>, Expr)> {
        let Statement::Loop { id, body, sum: None } = statement else { return None };
        let own = &self.program.loops[id.0 as usize];
        if !own.counts_up() {
            return None;
        }
        body.iter().find_map(|s| {
            let Statement::Assign { var, value: Expr::Binary(Binary::Add, before, term) } = s else { return None };
            let mut read = Vec::new();
            if **before != Expr::Var(*var) || !self.reads_alone(term, &mut read) || read.len() != self.reads {
                return None;
            }
            let mut indices = read.first()?.to_vec();
            if read.iter().any(|other| **other != indices[..]) {
                return None;
            }
            let along = |at: &At| matches!(at, At::Affine(a) if *a == Affine::axis(AxisId(id.0)));
            let axis = self.axes.iter().copied().find(|axis| along(&indices[*axis]))?;
            indices.remove(axis);
            let apart = indices.iter().all(|at| matches!(at, At::Affine(a) if a.axes().all(|x| x.0 != id.0)));
            let whole = own.extent == self.program.buffers[self.buffer.0 as usize].shape[axis];
            (apart && whole).then(|| (*var, axis, indices, (**term).clone()))
        })
    }

    /// Whether an expression reads nothing but the array; notes where.
    fn reads_alone<'e>(&self, e: &'e Expr, read: &mut Vec<&'e [At]>) -> bool {
        match e {
            Expr::Load { source: Source::Buffer(b), indices, guarded: false } if *b == self.buffer => {
                read.push(indices);
                true
            }
            Expr::Load { .. } | Expr::Var(_) | Expr::Position(_) => false,
            _ => {
                let mut alone = true;
                e.for_each_operand(&mut |e| alone &= self.reads_alone(e, read));
                alone
            }
        }
    }
}

/// Where an array is stored to, adds terms made of what was stored, with an index less.
fn add_up(scheduler: &mut Scheduler<'_>, body: &mut Vec<Statement>, buffer: BufferId, axis: usize, term: &Expr) {
    let store = body.iter_mut().enumerate().find_map(|(at, s)| match s {
        Statement::Store { place: Place::Buffer(b), indices, value, add, .. } if *b == buffer => {
            indices.remove(axis);
            *add = true;
            Some((at, value))
        }
        _ => None,
    });
    let Some((at, value)) = store else {
        return body.iter_mut().for_each(|s| s.for_each_body_mut(&mut |body| add_up(scheduler, body, buffer, axis, term)));
    };
    let read_once = matches!(term, Expr::Load { .. });
    let bound = (!read_once && !matches!(value, Expr::Var(_))).then(|| {
        let name = scheduler.unique("t");
        scheduler.named_variable(name, false)
    });
    let element = bound.map_or_else(|| value.clone(), Expr::Var);
    let stored = std::mem::replace(value, term.clone());
    replace_loads(value, &element);
    if let Some(var) = bound {
        body.insert(at, Statement::Let { var, value: stored, mutable: false });
    }
}

/// Puts a value into the place of what an expression reads of an array.
fn replace_loads(e: &mut Expr, by: &Expr) {
    match e {
        Expr::Load { .. } => *e = by.clone(),
        _ => e.for_each_operand_mut(&mut |e| replace_loads(e, by)),
    }
}
