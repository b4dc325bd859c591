//! Products of matrices: sums of products of two arrays, recognised and done at once.
//!
//! A sum over one axis (or several) of a product whose two factors share no other axis is a product of
//! matrices, whatever the order of the indices. Its factors have to be arrays: what is not one is computed
//! into one first. Where there are more than three axes, the longest make the matrices and the others are
//! loops around.

use super::expand::Triangle;
use super::*;
use crate::program::{Adds, Contraction, Limit};
use chainrule_parser::list::{CollectVec, PushAll};

/// The least number of multiplications of a product of two matrices, and of a matrix and a vector.
const LEAST_MATRIX: i64 = 1 << 12;
const LEAST_VECTOR: i64 = 1 << 14;
/// The least length of the sum.
const LEAST_DEPTH: i64 = 4;
/// What an extent that is not known is taken to be.
const TYPICAL: i64 = 64;

/// A sum of products as a product of matrices.
#[derive(Clone)]
pub(super) struct Product {
    left: Inst,
    right: Inst,
    rows: Option<OpenAxis>,
    columns: Option<OpenAxis>,
    depth: OpenAxis,
    /// The other axes: of rows, columns and sums, and those of both factors.
    around: Vec<(Side, OpenAxis)>,
    /// The terms of each row, if the left factor is a triangle.
    limit: Option<Limit>,
}

/// What an axis of a product is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Rows,
    Columns,
    Depth,
    Both,
}

impl Product {
    /// Whether an axis is one along which there is a product for each element.
    pub(super) fn repeats(&self, var: u32) -> bool {
        self.around.iter().any(|(side, axis)| *side == Side::Both && axis.var == var)
    }
}

/// The limit of a product over `depth` whose left factor is a triangle, if that has to do with its rows alone.
fn limit(triangle: &Triangle, at: &Inst, rows: &OpenAxis, depth: &OpenAxis, around: &[(Side, OpenAxis)]) -> Option<Limit> {
    if around.iter().any(|(side, _)| *side == Side::Depth) {
        return None;
    }
    let [first, second] = triangle.axes.map(|axis| at.vars[axis as usize]);
    if (first, second) == (depth.var, rows.var) {
        return Some(Limit { lower: true, diagonal: triangle.offset.clone() });
    }
    // row < term + offset is term >= row + 1 - offset.
    let diagonal = Affine::constant(1).add_scaled(-1, &triangle.offset);
    ((first, second) == (rows.var, depth.var)).then_some(Limit { lower: false, diagonal })
}

impl Scheduler<'_> {
    fn length(&self, axis: &OpenAxis) -> i64 {
        match self.block {
            Some(b) if self.in_block.contains(&axis.var) => b.size,
            _ => axis.extent.as_constant().unwrap_or(TYPICAL),
        }
    }

    /// An array whose elements lie at even distances in memory, or something that can be made one.
    fn matrix(&self, inst: &Inst) -> bool {
        self.strided(inst) || self.find_stored(inst).is_some() || self.storable(inst)
    }

    /// An element of a given array at indices that grow with their loops.
    fn strided(&self, inst: &Inst) -> bool {
        let Op::Load { indices, guarded: false, .. } = &self.x.op(inst.id).op else { return false };
        indices.iter().all(|i| match i {
            OpIndex::Affine(a) => a.terms.iter().all(|t| t.1 > 0 || matches!(t.0, Term::Dim(_))),
            OpIndex::Value(_) => false,
        })
    }

    /// The product of matrices that a value is at its open axes, summed over some more.
    pub(super) fn product(&mut self, value: &Inst, summed: &[OpenAxis]) -> Option<Product> {
        let x = self.x;
        let mut depth: Vec<OpenAxis> = summed.to_vec();
        let mut at = value.clone();
        while let Op::Reduce(ReduceOp::Sum, extent) = &x.op(at.id).op {
            let var = self.bound_placeholder(at.id);
            let op = x.op(at.id);
            depth.push(OpenAxis { var, extent: extent.clone(), name: op.bound_name });
            at = arg_inst(&at, &op.args[0], var);
        }
        let op = x.op(at.id);
        let triangle = x.triangle_of(at.id);
        let [left, right] = match (&op.op, triangle) {
            _ if depth.is_empty() => return None,
            (Op::Mul, _) => [&op.args[0], &op.args[1]],
            // The triangle is on the left.
            (Op::Select, Some(triangle)) => [&triangle.factor, &triangle.other],
            _ => return None,
        };
        let (left, right) = (arg_inst(&at, left, OPEN), arg_inst(&at, right, OPEN));
        let axes = |inst: &Inst| -> Vec<OpenAxis> {
            let op = x.op(inst.id);
            let all = inst.vars.iter().zip(&op.extents).zip(&op.axis_names);
            all.filter(|((v, _), _)| !live(**v)).map(|((v, e), n)| OpenAxis { var: *v, extent: e.clone(), name: *n }).collect_vec()
        };
        let (of_left, of_right) = (axes(&left), axes(&right));
        // Long loops are cut into blocks first.
        let whole = |a: &OpenAxis| !self.in_block.contains(&a.var) && blocks::long(self.options, &a.extent);
        if self.block.is_none() && of_left.iter().chain(&of_right).any(whole) {
            return None;
        }
        let has = |list: &[OpenAxis], axis: &OpenAxis| list.iter().any(|a| a.var == axis.var);
        if depth.iter().any(|d| !has(&of_left, d) || !has(&of_right, d)) {
            return None;
        }
        let only = |list: &[OpenAxis], other: &[OpenAxis]| -> Vec<OpenAxis> {
            list.iter().filter(|a| !has(&depth, a) && !has(other, a)).cloned().collect_vec()
        };
        let (mut rows, mut columns) = (only(&of_left, &of_right), only(&of_right, &of_left));
        let both = of_left.iter().filter(|a| !has(&depth, a) && has(&of_right, a));
        let mut around: Vec<(Side, OpenAxis)> = both.map(|a| (Side::Both, a.clone())).collect_vec();
        let all = |this: &Self, list: &[OpenAxis]| list.iter().fold(1i64, |n, a| n.saturating_mul(this.length(a)));
        let merged = all(self, &rows).saturating_mul(all(self, &columns)).saturating_mul(all(self, &depth));
        let matrices = !rows.is_empty() && !columns.is_empty();
        let vectors = !rows.is_empty() || !columns.is_empty();
        let mut longest = |this: &Self, list: &mut Vec<OpenAxis>, side: Side| -> Option<OpenAxis> {
            let at = (0..list.len()).max_by_key(|i| this.length(&list[*i]))?;
            let chosen = list.remove(at);
            around.push_all(list.drain(..).map(|a| (side, a)));
            Some(chosen)
        };
        let rows = longest(self, &mut rows, Side::Rows);
        let columns = longest(self, &mut columns, Side::Columns);
        let depth = longest(self, &mut depth, Side::Depth)?;
        let size = |axis: &Option<OpenAxis>| axis.as_ref().map_or(1, |a| self.length(a));
        let single = size(&rows).saturating_mul(size(&columns)).saturating_mul(self.length(&depth));
        let least = if matrices { LEAST_MATRIX } else { LEAST_VECTOR };
        // Axes that cannot be merged make many small products.
        if merged < least || single < least / 4 || self.length(&depth) < LEAST_DEPTH || !vectors {
            return None;
        }
        let limit = match triangle {
            None => None,
            Some(triangle) => Some(limit(triangle, &at, rows.as_ref()?, &depth, &around)?),
        };
        (self.matrix(&left) && self.matrix(&right)).then_some(Product { left, right, rows, columns, depth, around, limit })
    }

    /// The product of matrices that a goal asks for.
    pub(super) fn product_of_goal(&mut self, goal: &Goal) -> Option<Product> {
        let Dest::Element { place, indices, guarded: false, add } = &goal.dest else { return None };
        if let Place::Returned(..) = place {
            return None;
        }
        let mut placed: Vec<u32> = Vec::new();
        for index in indices {
            let GoalIndex::Affine(a) = index else { return None };
            placed.extend(a.axes().map(|x| x.0).filter(|v| !live(*v)));
            let grows = |t: &(Term, i64)| t.1 > 0 || matches!(t.0, Term::Axis(AxisId(v)) if live(v));
            if !a.terms.iter().all(grows) {
                return None;
            }
        }
        let summed: Vec<OpenAxis> = goal.open.iter().filter(|o| !placed.contains(&o.var)).cloned().collect_vec();
        let product = self.product(&goal.value, &summed)?;
        // A product does not read what it writes.
        let read = |inst: &Inst| match (&self.x.op(inst.id).op, place) {
            (Op::Load { array, .. }, Place::Buffer(b)) => self.sources.get(array) == Some(&Source::Buffer(*b)),
            _ => false,
        };
        if read(&product.left) || read(&product.right) {
            return None;
        }
        // Every axis of the place is one of the product: otherwise elements would be repeated.
        let own = |v: u32| {
            let axes = product.rows.iter().chain(&product.columns).chain(product.around.iter().map(|a| &a.1));
            axes.map(|a| a.var).any(|var| var == v)
        };
        let once = placed.iter().enumerate().all(|(at, v)| own(*v) && !placed[..at].contains(v));
        (once && (*add || summed.is_empty() || goal.provides.is_some())).then_some(product)
    }

    /// Stores a factor of a product, if it is no array yet.
    fn need_factor(&mut self, local: &mut Local, n: usize, inst: &Inst, product: &Product) {
        if self.strided(inst) || self.find_stored(inst).is_some() {
            return;
        }
        let pattern = self.pattern(inst);
        let node = match local.arrays.get(&pattern) {
            Some(node) => *node,
            None => self.store(local, inst, OPEN, Some(product)),
        };
        local.nodes[n].needs.push(Need { node, aligned: false, arm: 0 });
    }

    /// If a value that depends on the rows of the data is a product of matrices over the rows of a block, stores the factors
    /// that are the same for all blocks.
    pub(super) fn need_fixed_factors(&mut self, local: &mut Local, n: usize, value: &Inst, row: u32) {
        if self.block.is_some() || !self.open_names.is_empty() {
            return;
        }
        self.block = Some(Block { id: u32::MAX, size: blocks::LEAST_BLOCK });
        self.in_block.insert(row);
        let product = self.product(value, &[]);
        self.leave_block();
        if let Some(product) = product {
            for inst in [&product.left, &product.right] {
                if !inst.has(row) {
                    self.need_factor(local, n, inst, &product);
                }
            }
        }
    }

    pub(super) fn needs_of_product(&mut self, local: &mut Local, n: usize, product: Product) {
        for inst in [&product.left, &product.right] {
            self.need_factor(local, n, inst, &product);
        }
        let extent = Affine::constant(0);
        local.nodes[n].item = Some(Item { first: OPEN, extent, name: None, block: false, accumulate: false });
        local.nodes[n].product = Some(Box::new(product));
    }

    /// Writes the statement of a product, in the loops around it.
    pub(super) fn contract(&mut self, local: &mut Local, n: usize, out: &mut Vec<Statement>) {
        local.done[n] = true;
        let inst = local.nodes[n].inst.clone();
        let mut product = *local.nodes[n].product.clone().expect("it is one");
        let mut goal = match &local.nodes[n].kind {
            Kind::Store(goal) => {
                let goal = (**goal).clone();
                self.allocate(goal, inst.id, out)
            }
            Kind::Goal(i) => local.goals[*i].clone(),
            Kind::Scalar | Kind::Reduce => unreachable!("products are stored"),
        };
        let stored = match (&goal.provides, &goal.dest) {
            (Some(dims), Dest::Element { place: Place::Buffer(buffer), .. }) => Some((self.pattern(&goal.value), *buffer, dims.clone())),
            _ => None,
        };
        let mut open = |this: &mut Self, axis: &OpenAxis, product: &mut Product| {
            let name = this.loop_name(axis.name.map_or("i", |n| &this.x.names[n as usize]));
            this.open_names.push(name.clone());
            let block = this.in_block.contains(&axis.var);
            let id = this.open_loop(name, axis.extent.clone(), block);
            goal.replace(axis.var, id);
            product.left.replace(axis.var, id);
            product.right.replace(axis.var, id);
            LoopId(id)
        };
        let around: Vec<(Side, LoopId)> = product.around.clone().iter().map(|(s, a)| (*s, open(self, a, &mut product))).collect_vec();
        let [rows, columns] = [product.rows.clone(), product.columns.clone()].map(|a| a.map(|a| open(self, &a, &mut product)));
        let depth = open(self, &product.depth.clone(), &mut product);
        for _ in 0..around.len() + 1 + usize::from(rows.is_some()) + usize::from(columns.is_some()) {
            self.open_names.pop();
        }
        let mut factor = |this: &mut Self, inst: &Inst| match this.take(local, inst).expr {
            Expr::Load { source, indices, .. } => {
                let affine = |at| match at {
                    At::Affine(a) => a,
                    At::Value(_) => unreachable!("factors are strided"),
                };
                (source, indices.into_iter().map(affine).collect_vec())
            }
            other => unreachable!("{other:?} is no array"),
        };
        let (left, right) = (factor(self, &product.left), factor(self, &product.right));
        let Dest::Element { place, indices, add, .. } = goal.dest else { unreachable!("an array") };
        let affine = |i| match i {
            GoalIndex::Affine(a) => a,
            GoalIndex::Value(_) => unreachable!("places are strided"),
        };
        let into = indices.into_iter().map(affine).collect_vec();
        let list = |l: Option<LoopId>| l.into_iter().collect_vec();
        let (rows, columns, depth) = (list(rows), list(columns), vec![depth]);
        let mut c = Contraction { place, into, left, right, rows, columns, depth, adds: Adds::Never, limit: product.limit };
        let around = self.merge(&mut c, around);
        if add || around.iter().any(|a| a.0 == Side::Depth) {
            c.adds = Adds::Always;
        }
        let mut statement = Statement::Contract(c);
        for (_, id) in around.into_iter().rev() {
            statement = Statement::Loop { id, body: vec![statement], sum: None };
        }
        out.push(statement);
        if let Some((pattern, buffer, dims)) = stored {
            self.is_stored(pattern, buffer, dims);
        }
    }

    /// Merges loops around a product into its axes where the arrays allow it; those that stay outside are left.
    fn merge(&self, c: &mut Contraction, mut around: Vec<(Side, LoopId)>) -> Vec<(Side, LoopId)> {
        loop {
            let found = around.iter().enumerate().find_map(|(at, &(side, id))| {
                let left = (self.program.source_shape(c.left.0), &c.left.1);
                let right = (self.program.source_shape(c.right.0), &c.right.1);
                let into = (self.program.place_shape(c.place), &c.into);
                let (list, arrays) = match side {
                    // The rows of a triangle are those that its condition counts.
                    Side::Rows if c.limit.is_some() => return None,
                    Side::Rows => (&c.rows, [left, into]),
                    Side::Columns => (&c.columns, [right, into]),
                    Side::Depth => (&c.depth, [left, right]),
                    Side::Both => return None,
                };
                let all = |outer, inner| arrays.iter().all(|(shape, indices)| self.follows(outer, inner, shape, indices));
                let (first, last) = (*list.first()?, *list.last()?);
                let place = if all(id, first) { Some(0) } else { all(last, id).then_some(list.len()) };
                place.map(|place| (at, place))
            });
            let Some((at, place)) = found else { return around };
            let (side, id) = around.remove(at);
            match side {
                Side::Rows => c.rows.insert(place, id),
                Side::Columns => c.columns.insert(place, id),
                _ => c.depth.insert(place, id),
            }
        }
    }

    /// Whether two loops go through an array as one: the axis of the inner one, all of it, follows that of the outer.
    fn follows(&self, outer: LoopId, inner: LoopId, shape: &[Affine], indices: &[Affine]) -> bool {
        let has = |a: &Affine, id: LoopId| a.axes().any(|x| x.0 == id.0);
        let places = |id: LoopId| (0..indices.len()).filter(move |p| has(&indices[*p], id)).collect_vec();
        let (outers, inners) = (places(outer), places(inner));
        let ([o], [i]) = (&outers[..], &inners[..]) else { return false };
        let whole = |id: LoopId| self.program.loops[id.0 as usize].range == Range::Whole;
        let plain = |at: usize, id: LoopId| indices[at].terms.contains(&(Term::Axis(AxisId(id.0)), 1));
        o + 1 == *i
            && whole(inner)
            && shape[*i] == self.program.loops[inner.0 as usize].extent
            && indices[*i].as_axis() == Some(AxisId(inner.0))
            && plain(*o, outer)
    }
}
