//! The statements of the two sweeps.

use super::*;
use crate::program::{Derived, DerivedKind, Segment};
use chainrule_parser::list::CollectVec;
use stages::{Around, Expansion};

/// Where the elements of swept arrays are at the moment.
pub(in crate::schedule) struct Frame {
    /// The axis of the steps and the first element of a segment, for each array.
    windows: Map<u32, (usize, i64)>,
    /// The turn that the segment starts with.
    start: Affine,
}

impl Frame {
    /// Moves the index of an element to where it is.
    pub fn place(&self, array: u32, index: impl FnOnce(usize, &dyn Fn(&Affine) -> Affine)) {
        if let Some(&(position, low)) = self.windows.get(&array) {
            index(position, &|a| a.add_scaled(-1, &self.start).add_scaled(-1, &Affine::constant(low)));
        }
    }
}

/// A swept array while the statements are made.
struct Swept {
    window: Window,
    buffer: BufferId,
    /// What each segment starts with, if that is kept.
    saved: Option<BufferId>,
    /// Whether elements must be zero before their first turn.
    zeroed: bool,
}

/// A part of a window: at which element it begins.
enum Part {
    Array(Affine),
    Saved(LoopId),
}

/// The loop over the segments and what it sets.
struct Segments {
    number: LoopId,
    start: LoopId,
    end: LoopId,
}

impl Segments {
    fn length(&self) -> Affine {
        Affine::axis(AxisId(self.end.0)).add_scaled(-1, &Affine::axis(AxisId(self.start.0)))
    }
}

impl Scheduler<'_> {
    /// Computes what the sweeps compute; `parts` are the steps before, of the forward sweep, between, of the backward
    /// sweep, and after.
    pub(in crate::schedule) fn sweeps(&mut self, sweeps: &Sweeps, stages: &Expansion, parts: [&[Step]; 5], out: &mut Vec<Statement>) {
        let [before, forward, between, backward, after] = parts;
        let steps = sweeps.turns.clone();
        let [length, count] = [DerivedKind::Length, DerivedKind::Count].map(|kind| self.derived(kind, &steps));
        let needed_again = |id: ArrayId| sweeps.again.iter().any(|w| w.array == id);
        let mut swept: Vec<Swept> = Vec::new();
        for &id in &sweeps.arrays {
            if sweeps.places.contains_key(&id) {
                continue;
            }
            let array = sweeps.graph.array(id);
            let mut shape = array.shape.clone();
            let window = sweeps.windows.get(&id);
            if let Some(window) = window {
                shape[window.position] = length.add_scaled(1, &Affine::constant(window.width));
            }
            let buffer = self.array_of(id, &array.name, shape.clone(), out);
            let Some(&window) = window else { continue };
            self.program.buffers[buffer.0 as usize].reused = true;
            let saved = (!window.backward && window.width > 0 && needed_again(id)).then(|| {
                shape[window.position] = Affine::constant(window.width);
                shape.insert(0, count.clone());
                let name = self.unique(&format!("{}_saved", array.name));
                let saved = self.buffer(name, shape);
                if !self.program.buffers[saved.0 as usize].workspace {
                    out.push(Statement::Zero(Place::Buffer(saved)));
                }
                saved
            });
            swept.push(Swept { window, buffer, saved, zeroed: !stages::covered(&sweeps.graph, id) });
        }
        let windows = sweeps.windows.iter().map(|(id, w)| (id.0, (w.position, w.low))).collect();
        self.frame = Some(Frame { windows, start: Affine::constant(0) });
        let mut around = Around { scans: Vec::new(), row: None };
        self.steps(stages, before, &mut around, out);
        // Forward: each segment leaves the last states to the next one.
        let [Step::Scan(scan)] = forward else { unreachable!("one loop") };
        self.before_scan(stages, scan, &around, out);
        let (segments, mut body) = self.segment(&length, &count, &steps, false);
        for array in swept.iter().filter(|a| !a.window.backward) {
            if array.saved.is_some() {
                let start = Part::Array(Affine::constant(0));
                self.copy(array, start, Part::Saved(segments.number), false, &mut body);
            }
            self.clear(array, &segments, &mut body);
        }
        self.turns(scan, &segments, stages, &mut body);
        for array in swept.iter().filter(|a| !a.window.backward) {
            self.copy(array, Part::Array(segments.length()), Part::Array(Affine::constant(0)), false, &mut body);
        }
        self.close_segments(segments, body, out);
        self.at(steps.clone());
        self.steps(stages, between, &mut around, out);
        if let [Step::Scan(scan)] = backward {
            self.before_scan(stages, scan, &around, out);
            let (segments, mut body) = self.segment(&length, &count, &steps, true);
            for array in swept.iter().filter(|a| !a.window.backward) {
                if array.saved.is_some() {
                    self.copy(array, Part::Saved(segments.number), Part::Array(Affine::constant(0)), false, &mut body);
                }
                if !sweeps.again.is_empty() {
                    self.clear(array, &segments, &mut body);
                }
            }
            let Step::Scan(all) = &forward[0] else { unreachable!("one loop") };
            if let Some(again) = only(all, &sweeps.again) {
                self.turns(&again, &segments, stages, &mut body);
            }
            // The adjoints of the states that the segment above started with are those that this one ends with.
            for array in swept.iter().filter(|a| a.window.backward) {
                self.copy(array, Part::Array(Affine::constant(0)), Part::Array(segments.length()), true, &mut body);
                self.clear(array, &segments, &mut body);
            }
            self.turns(scan, &segments, stages, &mut body);
            self.close_segments(segments, body, out);
        }
        self.at(Affine::constant(0));
        self.steps(stages, after, &mut around, out);
    }

    fn at(&mut self, start: Affine) {
        self.frame.as_mut().expect("there are sweeps").start = start;
    }

    /// A number, or a dimension that follows from others.
    fn derived(&mut self, kind: DerivedKind, steps: &Affine) -> Affine {
        if let Some(n) = steps.as_constant() {
            if let Some(length) = self.options.segment {
                let length = i64::from(length.max(1));
                return Affine::constant(if kind == DerivedKind::Length { length } else { (n.max(0) + length - 1) / length });
            }
            return Affine::constant(kind.value(usize::try_from(n).unwrap_or(0)) as i64);
        }
        let name = match kind {
            DerivedKind::Length => "segment_length",
            DerivedKind::Count => "segments",
        };
        let name = self.unique(name);
        let program = &mut self.program;
        program.derived.push(Derived { name, of: steps.clone(), kind });
        Affine::dim(DimId((program.dims.len() + program.derived.len()) as u32 - 1))
    }

    fn named_loop(&mut self, base: &str, l: Loop) -> LoopId {
        let name = self.loop_name(base);
        self.open_names.push(name.clone());
        self.program.loops.push(Loop { name, ..l });
        LoopId(self.program.loops.len() as u32 - 1)
    }

    /// Opens the loop over the segments.
    fn segment(&mut self, length: &Affine, count: &Affine, steps: &Affine, descending: bool) -> (Segments, Vec<Statement>) {
        let one = Affine::constant(1);
        let number = self.named_loop("segment", Loop { descending, ..Loop::new(String::new(), count.clone()) });
        let start = self.named_loop("start", Loop::new(String::new(), steps.clone()));
        let first = Affine::axis(AxisId(start.0)).add_scaled(1, &one);
        let bounds = Loop {
            from: vec![first.clone()],
            to: vec![first.add_scaled(1, length)],
            ..Loop::new(String::new(), steps.add_scaled(1, &one))
        };
        let end = self.named_loop("end", bounds);
        self.at(Affine::axis(AxisId(start.0)));
        let set = Segment { number, length: length.clone(), steps: steps.clone(), start, end };
        (Segments { number, start, end }, vec![Statement::Segment(set)])
    }

    fn close_segments(&mut self, segments: Segments, body: Vec<Statement>, out: &mut Vec<Statement>) {
        self.open_names.truncate(self.open_names.len() - 3);
        out.push(Statement::Loop { id: segments.number, body, sum: None });
    }

    /// The bounds of a loop over the turns of a segment.
    fn in_segment(segments: &Segments, steps: Affine) -> Loop {
        let axis = |l: LoopId| vec![Affine::axis(AxisId(l.0))];
        Loop { from: axis(segments.start), to: axis(segments.end), ..Loop::new(String::new(), steps) }
    }

    /// The turns of a segment.
    fn turns(&mut self, scan: &Scan, segments: &Segments, stages: &Expansion, out: &mut Vec<Statement>) {
        let bounds = Self::in_segment(segments, scan.extent.clone());
        let name = stages.scan_name(scan).to_owned();
        let id = self.named_loop(&name, Loop { descending: scan.descending, ..bounds });
        let mut around = Around { scans: vec![(scan, id.0)], row: None };
        let mut body = Vec::new();
        let marks = self.marks();
        self.steps(stages, &scan.body, &mut around, &mut body);
        self.undo(marks);
        self.open_names.pop();
        out.push(Statement::Loop { id, body, sum: None });
    }

    /// Copies what one segment leaves to the next.
    fn copy(&mut self, array: &Swept, from: Part, to: Part, descending: bool, out: &mut Vec<Statement>) {
        let Window { position, width, .. } = array.window;
        if width == 0 {
            return;
        }
        let place = |part: Part| match part {
            Part::Array(first) => (array.buffer, first, None),
            Part::Saved(number) => (array.saved.expect("it is kept"), Affine::constant(0), Some(Affine::axis(AxisId(number.0)))),
        };
        let ((source, first, before), (target, second, after)) = (place(from), place(to));
        self.for_elements(array, &Loop { descending, ..Loop::new(String::new(), Affine::constant(width)) }, out, &|indices| {
            let at = |first: &Affine, before: &Option<Affine>| -> Vec<At> {
                let mut indices = indices.to_vec();
                indices[position] = indices[position].add_scaled(1, first);
                before.iter().cloned().chain(indices).map(At::Affine).collect_vec()
            };
            let value = Expr::Load { source: Source::Buffer(source), indices: at(&first, &before), guarded: false };
            Statement::Store { place: Place::Buffer(target), indices: at(&second, &after), value, add: false, guarded: false }
        });
    }

    /// Sets the elements to zero that the turns of a segment are the first to have to do with.
    fn clear(&mut self, array: &Swept, segments: &Segments, out: &mut Vec<Statement>) {
        if !array.zeroed {
            return;
        }
        let Window { position, width, backward, .. } = array.window;
        let Loop { extent, .. } = self.program.loops[segments.start.0 as usize].clone();
        let from = Affine::constant(if backward { 0 } else { width }).add_scaled(-1, &Affine::axis(AxisId(segments.start.0)));
        self.for_elements(array, &Self::in_segment(segments, extent), out, &|indices| {
            let mut indices = indices.to_vec();
            indices[position] = indices[position].add_scaled(1, &from);
            let indices = indices.into_iter().map(At::Affine).collect_vec();
            Statement::Store { place: Place::Buffer(array.buffer), indices, value: Expr::Constant(0.0), add: false, guarded: false }
        });
    }

    /// A statement for the elements of an array, along the axis of the steps those of a loop.
    fn for_elements(&mut self, array: &Swept, along: &Loop, out: &mut Vec<Statement>, statement: &dyn Fn(&[Affine]) -> Statement) {
        let position = array.window.position;
        let shape = self.program.buffers[array.buffer.0 as usize].shape.clone();
        let mut indices: Vec<Affine> = vec![Affine::constant(0); shape.len()];
        let mut loops = Vec::new();
        let others = (0..shape.len()).filter(|p| *p != position);
        for p in std::iter::once(position).chain(others) {
            let l = if p == position { along.clone() } else { Loop::new(String::new(), shape[p].clone()) };
            if l.extent == Affine::constant(1) && l.from.is_empty() {
                continue;
            }
            let id = self.named_loop("i", l);
            indices[p] = Affine::axis(AxisId(id.0));
            loops.push(id);
        }
        let mut body = statement(&indices);
        for id in loops.into_iter().rev() {
            self.open_names.pop();
            body = Statement::Loop { id, body: vec![body], sum: None };
        }
        out.push(body);
    }
}

/// A loop that makes some of its writes only.
fn only(scan: &Scan, writes: &Set<WriteId>) -> Option<Scan> {
    let step = |step: &Step| match step {
        Step::Write(id) => writes.contains(id).then(|| step.clone()),
        Step::Scan(scan) => only(scan, writes).map(Step::Scan),
    };
    let body: Vec<Step> = scan.body.iter().filter_map(step).collect_vec();
    let lines = scan.lines.iter().filter(|l| writes.contains(&l.write)).cloned().collect_vec();
    (!body.is_empty()).then(|| Scan { body, lines, ..scan.clone() })
}
