//! A loop whose turns can be computed in vectors, as three loops over the turns of a block: what a turn reads is brought together
//! in one array, what comes out of it is handed on in another.

use super::*;

/// Something that a turn reads: a row of an array for all turns of a block.
struct Row {
    read: Read,
    /// Whether it may not be there, wherever it is read.
    guarded: bool,
    /// Where it is among all that is read.
    first: i64,
}

/// What is read of it.
#[derive(PartialEq)]
enum Read {
    /// Elements, the indices of which are open where loops inside choose among them.
    Elements(Source, Vec<Option<At>>),
    Position(Affine),
}

/// A sine or a cosine of an angle, and where its values are among all that is read.
type OfAngle = (Function, i64);

/// The arrays of a block: what is read, angles, and what comes out.
const TAKEN: usize = 0;
const ANGLES: usize = 1;
const GIVEN: usize = 2;

/// A loop as three.
pub(super) struct Blocks {
    turn: Turn,
    rows: Vec<Row>,
    /// The axes of arrays along which loops inside choose.
    open: Map<Source, Vec<bool>>,
    /// What no turn changes, and the variables that have it.
    fixed: Vec<(Expr, VarId)>,
    angles: Vec<(Expr, Vec<OfAngle>)>,
    /// How many numbers a turn reads, and gives.
    taken: i64,
    given: i64,
    /// The loop over the blocks, the name of those over the turns of one, and the arrays of one.
    blocks: LoopId,
    lane: String,
    arrays: [BufferId; 3],
    /// In what a turn adds up the elements that it adds to, and the first number of what comes out of that.
    totals: Vec<(BufferId, i64)>,
}

impl Blocks {
    pub(super) fn new(turn: Turn) -> Blocks {
        Blocks {
            turn,
            rows: Vec::new(),
            open: Map::default(),
            fixed: Vec::new(),
            angles: Vec::new(),
            taken: 0,
            given: 0,
            blocks: LoopId(0),
            lane: String::new(),
            arrays: [BufferId(0); 3],
            totals: Vec::new(),
        }
    }

    /// The loop that takes the place of the other one; `None` if that is not of use.
    pub(super) fn written(mut self, scheduler: &mut Scheduler<'_>) -> Option<Statement> {
        let body = std::mem::take(&mut self.turn.body);
        self.choose(&scheduler.program, &body)?;
        self.note(&scheduler.program, &body, &Around { times: 1, lazy: false })?;
        for c in &self.turn.collected {
            self.given += c.size();
        }
        let all = self.taken + self.angles.len() as i64 + self.given;
        let turns = TURNS.into_iter().find(|turns| turns * all <= LARGEST)?;
        if self.angles.len() > MOST_ANGLES || self.turn.work < LEAST_FOR_EACH * all as u64 {
            return None;
        }
        let name = scheduler.unique("block");
        let own = scheduler.program.loops[self.turn.id.0 as usize].clone();
        self.blocks = new_loop(scheduler, Loop { name, range: Range::Blocks(turns), ..own });
        self.lane = scheduler.unique("lane");
        let mut inside = Vec::new();
        for (array, (name, count)) in
            [("taken", self.taken), ("angles", self.angles.len() as i64), ("given", self.given)].into_iter().enumerate()
        {
            if count > 0 {
                self.arrays[array] = local(scheduler, name, &[count, turns]);
                scheduler.program.buffers[self.arrays[array].0 as usize].unset = true;
                inside.push(Statement::Zero(Place::Buffer(self.arrays[array])));
            }
        }
        // Where there are no turns, there may be none of these elements.
        for (load, var) in &mut self.fixed {
            let name = scheduler.unique("t");
            *var = scheduler.named_variable(name, false);
            inside.push(Statement::Let { var: *var, value: load.clone(), mutable: false });
        }
        let mut computed = Vec::new();
        let mut next = 0;
        for k in 0..self.turn.collected.len() {
            let size = self.turn.collected[k].size();
            let total = local(scheduler, "total", &[size]);
            computed.push(Statement::Zero(Place::Buffer(total)));
            self.totals.push((total, next));
            next += size;
        }
        let (after, mut places) = self.turns(scheduler);
        let (own, mut replayed) = self.split(scheduler, &body, &mut Inside { loops: Vec::new(), next, after }, &mut places);
        computed.extend(own);
        for k in 0..self.turn.collected.len() {
            self.hand_on(scheduler, k, &mut computed, &mut replayed, (after, &places));
        }
        bind_choices(scheduler, &mut replayed);
        inside.push(self.gathered(scheduler));
        for k in 0..self.angles.len() {
            inside.extend(self.of_angle(scheduler, k, &computed));
        }
        let id = self.turn.id;
        let lanes = self.lanes(scheduler);
        scheduler.program.loops[id.0 as usize] = Loop { vectors: true, ..lanes };
        inside.push(Statement::Loop { id, body: computed, sum: None });
        inside.push(Statement::Loop { id: after, body: replayed, sum: None });
        Some(Statement::Loop { id: self.blocks, body: inside, sum: None })
    }

    /// A loop over the turns of a block, which counts from 0: a compiler knows then that they are as many as the arrays have
    /// room for.
    fn lanes(&self, scheduler: &mut Scheduler<'_>) -> Loop {
        let Range::Blocks(turns) = scheduler.program.loops[self.blocks.0 as usize].range else { unreachable!("a loop over blocks") };
        let own = &scheduler.program.loops[self.turn.id.0 as usize];
        let left = own.extent.add_scaled(-1, &Affine::axis(AxisId(self.blocks.0)));
        Loop { to: vec![left], ..Loop::new(self.lane.clone(), Affine::constant(turns)) }
    }

    /// A further one, and what takes the place of the turn in it.
    fn turns(&self, scheduler: &mut Scheduler<'_>) -> (LoopId, Map<LoopId, Affine>) {
        let lanes = self.lanes(scheduler);
        let turn = new_loop(scheduler, lanes);
        let mut places = Map::default();
        places.insert(self.turn.id, self.at(turn));
        (turn, places)
    }

    /// Which turn of the whole loop it is.
    fn at(&self, turn: LoopId) -> Affine {
        Affine::axis(AxisId(self.blocks.0)).add_scaled(1, &Affine::axis(AxisId(turn.0)))
    }

    fn load(&self, array: usize, row: Affine, turn: LoopId) -> Expr {
        let indices = [row, Affine::axis(AxisId(turn.0))].map(At::Affine).to_vec();
        Expr::Load { source: Source::Buffer(self.arrays[array]), indices, guarded: false }
    }

    fn store(&self, array: usize, row: Affine, turn: LoopId, value: Expr) -> Statement {
        let indices = [row, Affine::axis(AxisId(turn.0))].map(At::Affine).to_vec();
        Statement::Store { place: Place::Buffer(self.arrays[array]), indices, value, add: false, guarded: false }
    }

    /// Notes along which axes of what turns read loops inside choose; `None` if such an index also depends on the turn.
    fn choose(&mut self, program: &Program, body: &[Statement]) -> Option<()> {
        let mut all = Some(());
        visit(body, &mut |s| {
            exprs(s).into_iter().for_each(|e| {
                for_each_load(e, &mut |source, indices, load| {
                    if !self.turn.moves(load) {
                        return;
                    }
                    let open = self.open.entry(source).or_insert_with(|| vec![false; indices.len()]);
                    for ((at, open), extent) in indices.iter().zip(open).zip(program.source_shape(source)) {
                        match at {
                            At::Affine(a) if a.axes().any(|axis| self.turn.inner.contains(&LoopId(axis.0))) => *open = true,
                            At::Affine(_) => {}
                            At::Value(_) if self.turn.is_known(at) => {}
                            At::Value(_) => all = None,
                        }
                        if *open && extent.as_constant().is_none() {
                            all = None;
                        }
                    }
                });
            });
        });
        all
    }

    /// Notes what statements read and how many numbers come out; `None` if that cannot be brought together before.
    fn note(&mut self, program: &Program, body: &[Statement], around: &Around) -> Option<()> {
        for s in body {
            match s {
                Statement::Let { value, .. } => self.read(program, value, around)?,
                Statement::Assign { var, value } if self.turn.own.contains(&Name::Var(*var)) => self.read(program, value, around)?,
                Statement::Assign { var, value } => {
                    let term = term(*var, value)?;
                    self.read(program, term, around)?;
                    self.given += if is_constant(term) { 0 } else { around.times };
                }
                Statement::Store { place, indices, value, .. } => {
                    self.read(program, value, around)?;
                    if self.turn.own.contains(&place.name()) {
                        indices.iter().all(|at| matches!(at, At::Affine(a) if !self.turn.moves_affine(a))).then_some(())?;
                    } else if self.turn.collecting(*place, indices).is_none() && !is_constant(value) {
                        self.given += around.times;
                    }
                }
                Statement::Branch { condition, then, otherwise, .. } => {
                    self.read(program, condition, around)?;
                    let lazy = Around { lazy: true, ..*around };
                    for arm in [then, otherwise] {
                        self.note(program, &arm.body, &lazy)?;
                        self.read(program, &arm.value, &lazy)?;
                    }
                }
                Statement::Loop { id, body, .. } => {
                    let turns = program.loops[id.0 as usize].extent.as_constant()?;
                    self.note(program, body, &Around { times: around.times * turns, ..*around })?;
                }
                _ => {}
            }
        }
        Some(())
    }

    /// Notes what an expression reads.
    fn read(&mut self, program: &Program, e: &Expr, around: &Around) -> Option<()> {
        match e {
            // Counters are compared as they are.
            Expr::Compare(_, a, b) if a.position().is_some() && b.position().is_some() => return Some(()),
            Expr::Position(a) if self.turn.moves(e) => {
                (!self.turn.moves_inside(e)).then_some(())?;
                self.row(Read::Position(a.clone()), 1, false);
                return Some(());
            }
            Expr::Load { source, indices, guarded } if self.turn.moves(e) => {
                let open = &self.open[source];
                let at = indices.iter().zip(open).map(|(at, open)| (!open).then(|| at.clone())).collect_vec();
                let chosen = indices.iter().zip(open).filter(|(_, open)| **open).map(|(at, _)| at);
                let outside = |at: &At| matches!(at, At::Affine(a) if self.turn.moves_affine(a));
                let inside = |at: &At| matches!(at, At::Affine(_));
                if !chosen.clone().all(inside) || chosen.clone().any(outside) || self.turn.own.contains(&source.name()) {
                    return None;
                }
                let shape = program.source_shape(*source);
                let size = shape.iter().zip(open).filter(|(_, open)| **open).try_fold(1i64, |n, (e, _)| Some(n * e.as_constant()?))?;
                self.row(Read::Elements(*source, at), size, *guarded || around.lazy);
                return Some(());
            }
            Expr::Load { source, indices, guarded } => {
                if indices.iter().any(|at| matches!(at, At::Value(_))) {
                    return None;
                }
                let outer = !self.turn.own.contains(&source.name()) && !self.turn.moves_inside(e);
                if outer && !guarded && !around.lazy && !self.fixed.iter().any(|(known, _)| known == e) {
                    self.fixed.push((e.clone(), VarId(0)));
                }
                return Some(());
            }
            Expr::Call(function, args) if function.takes_angle() => {
                if around.lazy || around.times != 1 {
                    return None;
                }
                self.read(program, &args[0], around)?;
                let angle = match self.angles.iter().position(|(angle, _)| *angle == args[0]) {
                    Some(known) => known,
                    None => {
                        self.angles.push((args[0].clone(), Vec::new()));
                        self.angles.len() - 1
                    }
                };
                if !self.angles[angle].1.iter().any(|(f, _)| f == function) {
                    self.angles[angle].1.push((*function, self.taken));
                    self.taken += 1;
                }
                return Some(());
            }
            _ => {}
        }
        let lazy = matches!(e, Expr::Select(_) | Expr::And(..) | Expr::Or(..));
        let (mut all, mut first) = (Some(()), true);
        e.for_each_operand(&mut |operand| {
            let around = Around { lazy: around.lazy || lazy && !first, ..*around };
            all = all.and_then(|()| self.read(program, operand, &around));
            first = false;
        });
        all
    }

    fn row(&mut self, read: Read, size: i64, guarded: bool) {
        match self.rows.iter_mut().find(|row| row.read == read) {
            Some(row) => row.guarded &= guarded,
            None => {
                self.rows.push(Row { read, guarded, first: self.taken });
                self.taken += size;
            }
        }
    }

    /// The loop that brings together what the turns read.
    fn gathered(&self, scheduler: &mut Scheduler<'_>) -> Statement {
        let (turn, places) = self.turns(scheduler);
        let mut names = Names::default();
        let mut body = Vec::new();
        for row in &self.rows {
            match &row.read {
                Read::Position(a) => {
                    let value = Expr::Position(renumber_affine(a, &places));
                    body.push(self.store(TAKEN, Affine::constant(row.first), turn, value));
                }
                Read::Elements(source, at) => {
                    let shape = scheduler.program.source_shape(*source).to_vec();
                    let (mut loops, mut place) = (Vec::new(), Affine::constant(0));
                    let indices = at.iter().zip(shape).map(|(at, extent)| match at {
                        Some(at) => renumber_at(at, &places),
                        None => {
                            let id = names.element(scheduler, loops.len(), &extent);
                            loops.push(id);
                            let axis = Affine::axis(AxisId(id.0));
                            place = place.scaled(extent.as_constant().unwrap_or(1)).add_scaled(1, &axis);
                            At::Affine(axis)
                        }
                    });
                    let indices = indices.collect_vec();
                    let value = Expr::Load { source: *source, indices, guarded: row.guarded };
                    let store = self.store(TAKEN, place.add_scaled(1, &Affine::constant(row.first)), turn, value);
                    body.push(nest(loops, store));
                }
            }
        }
        bind_choices(scheduler, &mut body);
        Statement::Loop { id: turn, body, sum: None }
    }

    /// The loops that compute an angle, and functions of it.
    fn of_angle(&self, scheduler: &mut Scheduler<'_>, number: usize, computed: &[Statement]) -> [Statement; 2] {
        let (angle, functions) = &self.angles[number];
        let mut angle = angle.clone();
        self.replace(&scheduler.program, &mut angle);
        let row = Affine::constant(number as i64);
        let (turn, _) = self.turns(scheduler);
        // What is computed counts the turns from the start of the block.
        let mut places = Map::default();
        places.insert(self.turn.id, Affine::axis(AxisId(turn.0)));
        let mut body = needed(computed, &angle);
        body.iter_mut().for_each(|s| renumber(scheduler, s, &mut places));
        renumber_expr(&mut angle, &places);
        body.push(self.store(ANGLES, row.clone(), turn, angle));
        let first = Statement::Loop { id: turn, body, sum: None };
        let (turn, _) = self.turns(scheduler);
        let value = |function: &Function| Expr::Call(*function, vec![self.load(ANGLES, row.clone(), turn)]);
        let body = functions.iter().map(|(f, place)| self.store(TAKEN, Affine::constant(*place), turn, value(f))).collect_vec();
        [first, Statement::Loop { id: turn, body, sum: None }]
    }

    /// What statements compute, and what is left to be done afterwards with what comes out.
    fn split(
        &self,
        scheduler: &mut Scheduler<'_>,
        body: &[Statement],
        inside: &mut Inside,
        places: &mut Map<LoopId, Affine>,
    ) -> (Vec<Statement>, Vec<Statement>) {
        let (mut computed, mut replayed) = (Vec::new(), Vec::new());
        for s in body {
            match s {
                Statement::Assign { var, value } if !self.turn.own.contains(&Name::Var(*var)) => {
                    let mut value = value.clone();
                    let term = match &mut value {
                        Expr::Binary(_, _, term) => &mut **term,
                        Expr::Call(_, args) => &mut args[1],
                        _ => unreachable!("a term is assigned"),
                    };
                    self.give(scheduler, term, inside, places, &mut computed);
                    replayed.push(Statement::Assign { var: *var, value });
                }
                Statement::Store { place, indices, value, add, guarded } if !self.turn.own.contains(&place.name()) => {
                    if let Some(k) = self.turn.collecting(*place, indices) {
                        let mut value = value.clone();
                        self.replace(&scheduler.program, &mut value);
                        let indices = vec![At::Affine(self.turn.collected[k].element(indices))];
                        let place = Place::Buffer(self.totals[k].0);
                        computed.push(Statement::Store { place, indices, value, add: true, guarded: false });
                        continue;
                    }
                    let mut value = value.clone();
                    self.give(scheduler, &mut value, inside, places, &mut computed);
                    let indices = indices.iter().map(|at| renumber_at(at, places)).collect_vec();
                    replayed.push(Statement::Store { place: *place, indices, value, add: *add, guarded: *guarded });
                }
                Statement::Loop { id, body, sum } => {
                    let own = scheduler.program.loops[id.0 as usize].clone();
                    let new = new_loop(scheduler, own);
                    places.insert(*id, Affine::axis(AxisId(new.0)));
                    inside.loops.push(*id);
                    let (own, after) = self.split(scheduler, body, inside, places);
                    inside.loops.pop();
                    if !own.is_empty() {
                        computed.push(Statement::Loop { id: *id, body: own, sum: *sum });
                    }
                    if !after.is_empty() {
                        replayed.push(Statement::Loop { id: new, body: after, sum: None });
                    }
                }
                _ => {
                    let mut s = s.clone();
                    self.replace_in(&scheduler.program, &mut s);
                    computed.push(s);
                }
            }
        }
        (computed, replayed)
    }

    /// Puts a number in its place that comes out of the turn.
    fn give(
        &self,
        scheduler: &mut Scheduler<'_>,
        value: &mut Expr,
        inside: &mut Inside,
        places: &Map<LoopId, Affine>,
        computed: &mut Vec<Statement>,
    ) {
        if is_constant(value) {
            return;
        }
        let (mut place, mut count) = (Affine::constant(0), 1);
        for id in &inside.loops {
            let turns = scheduler.program.loops[id.0 as usize].extent.as_constant().unwrap_or(1);
            place = place.scaled(turns).add_scaled(1, &Affine::axis(AxisId(id.0)));
            count *= turns;
        }
        place = place.add_scaled(1, &Affine::constant(inside.next));
        inside.next += count;
        let read = self.load(GIVEN, renumber_affine(&place, places), inside.after);
        let mut value = std::mem::replace(value, read);
        self.replace(&scheduler.program, &mut value);
        computed.push(self.store(GIVEN, place, self.turn.id, value));
    }

    /// Hands the elements on that a turn added to.
    fn hand_on(
        &self,
        scheduler: &mut Scheduler<'_>,
        number: usize,
        computed: &mut Vec<Statement>,
        replayed: &mut Vec<Statement>,
        (after, places): (LoopId, &Map<LoopId, Affine>),
    ) {
        let (c, (total, first)) = (&self.turn.collected[number], self.totals[number]);
        let mut names = Names::default();
        let size = Affine::constant(c.size());
        let id = names.element(scheduler, 0, &size);
        let element = Affine::axis(AxisId(id.0));
        let value = Expr::Load { source: Source::Buffer(total), indices: vec![At::Affine(element.clone())], guarded: false };
        let store = self.store(GIVEN, element.add_scaled(1, &Affine::constant(first)), self.turn.id, value);
        computed.push(nest(vec![id], store));
        let (mut loops, mut element) = (Vec::new(), Affine::constant(first));
        let mut extents = c.shape.iter();
        let mut step = c.size();
        let indices = c.at.iter().map(|at| match at {
            Some(at) => renumber_at(at, places),
            None => {
                let extent = *extents.next().expect("an extent for each open index");
                let id = names.element(scheduler, loops.len(), &Affine::constant(extent));
                loops.push(id);
                step /= extent;
                element = element.add_scaled(step, &Affine::axis(AxisId(id.0)));
                At::Affine(Affine::axis(AxisId(id.0)))
            }
        });
        let indices = indices.collect_vec();
        let value = self.load(GIVEN, element, after);
        replayed.push(nest(loops, Statement::Store { place: c.place, indices, value, add: true, guarded: false }));
    }

    /// Lets what a statement reads be read from the arrays of the block.
    fn replace_in(&self, program: &Program, s: &mut Statement) {
        s.for_each_expr_mut(&mut |e| self.replace(program, e));
        s.for_each_body_mut(&mut |body| body.iter_mut().for_each(|s| self.replace_in(program, s)));
    }

    fn replace(&self, program: &Program, e: &mut Expr) {
        let turn = self.turn.id;
        let new = match &*e {
            Expr::Compare(_, a, b) if a.position().is_some() && b.position().is_some() => {
                let mut places = Map::default();
                places.insert(turn, self.at(turn));
                return renumber_expr(e, &places);
            }
            Expr::Position(a) if self.turn.moves_affine(a) => {
                let read = Read::Position(a.clone());
                let row = self.rows.iter().find(|row| row.read == read).expect("all that is read has a row");
                self.load(TAKEN, Affine::constant(row.first), turn)
            }
            Expr::Load { source, indices, guarded } if self.turn.moves(e) => {
                let open = &self.open[source];
                let at = indices.iter().zip(open).map(|(at, open)| (!open).then(|| at.clone())).collect_vec();
                let read = Read::Elements(*source, at);
                let row = self.rows.iter().find(|row| row.read == read).expect("all that is read has a row");
                let (mut place, mut inside) = (Affine::constant(0), None);
                for ((at, open), extent) in indices.iter().zip(open).zip(program.source_shape(*source)) {
                    let (true, At::Affine(a)) = (open, at) else { continue };
                    place = place.scaled(extent.as_constant().unwrap_or(1)).add_scaled(1, a);
                    if *guarded {
                        inside = both(inside, is_inside(program, a, extent));
                    }
                }
                let value = self.load(TAKEN, place.add_scaled(1, &Affine::constant(row.first)), turn);
                match inside {
                    Some(condition) => Expr::Select(Box::new([condition, value, Expr::Constant(f64::NAN)])),
                    None => value,
                }
            }
            Expr::Load { .. } => match self.fixed.iter().find(|(known, _)| known == e) {
                Some((_, var)) => Expr::Var(*var),
                None => return,
            },
            Expr::Call(function, args) if function.takes_angle() => {
                let (_, functions) = self.angles.iter().find(|(angle, _)| *angle == args[0]).expect("all angles are known");
                let (_, place) = functions.iter().find(|(f, _)| f == function).expect("all functions of it, too");
                self.load(TAKEN, Affine::constant(*place), turn)
            }
            _ => return e.for_each_operand_mut(&mut |e| self.replace(program, e)),
        };
        *e = new;
    }
}

/// Gives the numbers that choose elements variables of a turn, so that loops inside need not look at them again.
fn bind_choices(scheduler: &mut Scheduler<'_>, body: &mut Vec<Statement>) {
    let mut known: Vec<(Expr, VarId)> = Vec::new();
    let mut bind = |at: &mut At| {
        let At::Value(value) = at else { return };
        let var = match known.iter().find(|(e, _)| e == value) {
            Some((_, var)) => *var,
            None => {
                let name = scheduler.unique("at");
                let var = scheduler.named_variable(name, false);
                known.push((value.clone(), var));
                var
            }
        };
        *value = Expr::Var(var);
    };
    body.iter_mut().for_each(|s| for_each_index(s, &mut bind));
    body.splice(0..0, known.into_iter().map(|(value, var)| Statement::Let { var, value, mutable: false }));
}

/// Calls `f` for the indices of elements that statements read and write.
fn for_each_index(s: &mut Statement, f: &mut dyn FnMut(&mut At)) {
    if let Statement::Store { indices, value, .. } = s {
        indices.iter_mut().for_each(&mut *f);
        if let Expr::Load { indices, .. } = value {
            indices.iter_mut().for_each(&mut *f);
        }
    }
    s.for_each_body_mut(&mut |body| body.iter_mut().for_each(|s| for_each_index(s, f)));
}

/// Where in a turn something comes out.
struct Inside {
    /// The loops around.
    loops: Vec<LoopId>,
    /// Its number.
    next: i64,
    /// The loop that takes it.
    after: LoopId,
}

/// What is around something that is read.
struct Around {
    /// How often it is read in a turn.
    times: i64,
    /// Whether it may not be read at all.
    lazy: bool,
}

/// Names of loops over the elements that are open: one for each depth.
#[derive(Default)]
struct Names(Vec<String>);

impl Names {
    fn element(&mut self, scheduler: &mut Scheduler<'_>, depth: usize, extent: &Affine) -> LoopId {
        while self.0.len() <= depth {
            self.0.push(scheduler.unique("k"));
        }
        new_loop(scheduler, Loop::new(self.0[depth].clone(), extent.clone()))
    }
}

fn new_loop(scheduler: &mut Scheduler<'_>, own: Loop) -> LoopId {
    scheduler.program.loops.push(own);
    LoopId(scheduler.program.loops.len() as u32 - 1)
}

fn local(scheduler: &mut Scheduler<'_>, name: &str, shape: &[i64]) -> BufferId {
    let name = scheduler.unique(name);
    let buffer = scheduler.buffer(name, shape.iter().map(|n| Affine::constant(*n)).collect_vec());
    scheduler.program.buffers[buffer.0 as usize].named = false;
    buffer
}

fn nest(loops: Vec<LoopId>, inner: Statement) -> Statement {
    loops.into_iter().rev().fold(inner, |s, id| Statement::Loop { id, body: vec![s], sum: None })
}

fn is_constant(e: &Expr) -> bool {
    matches!(e, Expr::Constant(_))
}

fn both(a: Option<Expr>, b: Option<Expr>) -> Option<Expr> {
    match (a, b) {
        (Some(a), Some(b)) => Some(Expr::And(Box::new(a), Box::new(b))),
        (a, b) => a.or(b),
    }
}

/// The condition that an index is in range; `None` if it always is.
fn is_inside(program: &Program, at: &Affine, extent: &Affine) -> Option<Expr> {
    let position = |a: &Affine| Box::new(Expr::Position(a.clone()));
    let known = |a: &Affine| program.least(a).is_some_and(|n| n >= 0);
    let above = (!known(at)).then(|| Expr::Compare(Comparison::Le, position(&Affine::constant(0)), position(at)));
    let room = extent.add_scaled(-1, at).add_scaled(-1, &Affine::constant(1));
    let below = (!known(&room)).then(|| Expr::Compare(Comparison::Lt, position(at), position(extent)));
    both(above, below)
}

/// The statements of a body that an expression depends on.
fn needed(body: &[Statement], e: &Expr) -> Vec<Statement> {
    let mut wanted: Set<Name> = Set::default();
    names_in(e, &mut |name, _| _ = wanted.insert(name));
    let mut out = Vec::new();
    for s in body.iter().rev() {
        let mut of_use = false;
        names(s, &mut |name, written| of_use |= written && wanted.contains(&name));
        if of_use {
            names(s, &mut |name, _| _ = wanted.insert(name));
            out.push(s.clone());
        }
    }
    out.reverse();
    out
}

/// Puts something else into the place of loop variables, and gives the loops inside numbers of their own.
fn renumber(scheduler: &mut Scheduler<'_>, s: &mut Statement, places: &mut Map<LoopId, Affine>) {
    if let Statement::Loop { id, .. } = s {
        let own = scheduler.program.loops[id.0 as usize].clone();
        let new = new_loop(scheduler, own);
        places.insert(*id, Affine::axis(AxisId(new.0)));
        *id = new;
    }
    if let Statement::Store { indices, .. } = s {
        indices.iter_mut().for_each(|at| *at = renumber_at(at, places));
    }
    s.for_each_expr_mut(&mut |e| renumber_expr(e, places));
    s.for_each_body_mut(&mut |body| body.iter_mut().for_each(|s| renumber(scheduler, s, places)));
}

fn renumber_expr(e: &mut Expr, places: &Map<LoopId, Affine>) {
    match e {
        Expr::Position(a) => *a = renumber_affine(a, places),
        Expr::Load { indices, .. } => indices.iter_mut().for_each(|at| *at = renumber_at(at, places)),
        _ => e.for_each_operand_mut(&mut |e| renumber_expr(e, places)),
    }
}

fn renumber_at(at: &At, places: &Map<LoopId, Affine>) -> At {
    match at {
        At::Affine(a) => At::Affine(renumber_affine(a, places)),
        At::Value(e) => {
            let mut e = e.clone();
            renumber_expr(&mut e, places);
            At::Value(e)
        }
    }
}

/// All at once: what takes the place of one may be another one.
fn renumber_affine(a: &Affine, places: &Map<LoopId, Affine>) -> Affine {
    let mut out = Affine::constant(a.constant);
    for &(term, factor) in &a.terms {
        let place = if let Term::Axis(axis) = term { places.get(&LoopId(axis.0)) } else { None };
        let own = match term {
            Term::Axis(axis) => Affine::axis(axis),
            Term::Dim(dim) => Affine::dim(dim),
        };
        out = out.add_scaled(factor, place.unwrap_or(&own));
    }
    out
}
