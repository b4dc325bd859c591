//! The order of a block: operands first, lazily evaluated work in its arm, loops in groups.

use super::*;
use chainrule_parser::list::{CollectVec, PushAll};
use std::cmp::Ordering;

impl Local {
    pub(super) fn push(&mut self, inst: Inst, kind: Kind) -> usize {
        self.nodes.push(LocalNode {
            inst,
            kind,
            needs: Vec::new(),
            item: None,
            met: Vec::new(),
            met_below: Vec::new(),
            region: 0,
            uses: 0,
            inner: false,
            hoisted: false,
            product: None,
        });
        self.nodes.len() - 1
    }

    pub(super) fn scalar(&mut self, x: &Expanded<'_>, inst: Inst) -> usize {
        if let Some(&n) = self.scalars.get(&inst) {
            return n;
        }
        let kind = if matches!(x.op(inst.id).op, Op::Reduce(..)) { Kind::Reduce } else { Kind::Scalar };
        let n = self.push(inst.clone(), kind);
        self.scalars.insert(inst, n);
        n
    }

    /// Whether a use at `inst` under the loop `first` is of the element that the array's own outermost loop computes.
    pub(super) fn aligned(&self, array: usize, inst: &Inst, first: u32, scheduler: &mut Scheduler<'_>) -> bool {
        let goal = match &self.nodes[array].kind {
            Kind::Store(goal) if scheduler.product(&goal.value, &[]).is_some() => return false,
            Kind::Store(goal) => {
                if scheduler.wants(&goal.value, false) {
                    return false;
                }
                goal
            }
            Kind::Goal(i) => &self.goals[*i],
            _ => return false,
        };
        let Some(axis) = goal.open.first() else { return false };
        goal.value.vars.iter().position(|v| *v == axis.var).is_some_and(|at| inst.vars[at] == first)
    }

    /// Orders the nodes, places each in the innermost arm that has all its uses, and groups the items.
    pub(super) fn finish(&mut self) {
        let count = self.nodes.len();
        let key = |n: usize| {
            let node = &self.nodes[n];
            match &node.kind {
                Kind::Goal(i) if self.goals[*i].provides.is_none() || self.goals[*i].open.is_empty() => u32::MAX,
                _ => node.inst.id,
            }
        };
        let keys: Vec<u32> = (0..count).map(key).collect_vec();
        let mut order: Vec<usize> = (0..count).collect_vec();
        sort::by(&mut order, |a, b| match keys[*a].cmp(&keys[*b]) {
            Ordering::Equal if keys[*a] != u32::MAX => self.nodes[*a].inst.vars.cmp(&self.nodes[*b].inst.vars),
            order => order,
        });
        self.rank = vec![0; count];
        for (rank, n) in order.iter().enumerate() {
            self.rank[*n] = rank;
        }
        self.order = order;
        self.pending = vec![None; count];
        self.done = vec![false; count];

        // Regions, users first.
        self.regions = vec![(usize::MAX, 0)];
        let mut assigned: Vec<Option<usize>> = vec![None; count];
        for rank in (0..count).rev() {
            let n = self.order[rank];
            // What the block was asked for is done whatever else happens.
            let region = if matches!(self.nodes[n].kind, Kind::Goal(_)) { 0 } else { assigned[n].unwrap_or(0) };
            self.nodes[n].region = region;
            let (is_item, inner) = (self.nodes[n].item.is_some(), self.nodes[n].inner);
            let needs: Vec<Need> = self.nodes[n].needs.to_vec();
            for need in needs {
                let user = &mut self.nodes[need.node];
                user.uses += 1;
                user.hoisted |= is_item || inner;
                let mut at = region;
                if need.arm > 0 && self.regions[region].1 < DEEPEST_BRANCH {
                    let depth = self.regions[region].1 + 1;
                    at = *self.arms.entry((n, need.arm)).or_insert_with(|| {
                        self.regions.push((n, depth));
                        self.regions.len() - 1
                    });
                }
                assigned[need.node] = Some(match assigned[need.node] {
                    None => at,
                    Some(other) => self.common(at, other),
                });
            }
        }
        self.members = vec![Vec::new(); self.regions.len()];
        for &n in &self.order {
            self.members[self.nodes[n].region].push(n);
        }
        self.plan();
    }

    pub(super) fn parent(&self, region: usize) -> usize {
        self.nodes[self.regions[region].0].region
    }

    pub(super) fn common(&self, mut a: usize, mut b: usize) -> usize {
        while a != b {
            if self.regions[a].1 >= self.regions[b].1 {
                a = self.parent(a);
            } else {
                b = self.parent(b);
            }
        }
        a
    }

    /// Groups the items of each region into loops.
    pub(super) fn plan(&mut self) {
        self.plans = vec![Vec::new(); self.regions.len()];
        if self.nodes.iter().all(|n| n.item.is_none()) {
            return;
        }
        let count = self.nodes.len();
        let mut left = vec![0usize; count];
        let mut aligned_left = vec![0usize; count];
        let mut users: Vec<Vec<(usize, bool)>> = vec![Vec::new(); count];
        for n in 0..count {
            for need in &self.nodes[n].needs {
                let region = self.nodes[need.node].region;
                if need.arm > 0 && self.arms.get(&(n, need.arm)) == Some(&region) {
                    continue;
                }
                let mut user = n;
                while self.nodes[user].region != region {
                    user = self.regions[self.nodes[user].region].0;
                }
                let aligned = need.aligned && user == n;
                users[need.node].push((user, aligned));
                if aligned {
                    aligned_left[user] += 1;
                } else {
                    left[user] += 1;
                }
            }
        }
        // Ready items, by rank.
        let mut ready: BTreeSet<usize> = BTreeSet::new();
        let mut resolved: Vec<usize> = Vec::new();
        let mut over = vec![false; count];
        for n in 0..count {
            if left[n] == 0 && aligned_left[n] == 0 {
                if self.nodes[n].item.is_some() {
                    ready.insert(self.rank[n]);
                } else {
                    resolved.push(n);
                }
            }
        }
        loop {
            while let Some(n) = resolved.pop() {
                over[n] = true;
                for &(user, aligned) in &users[n] {
                    if aligned {
                        aligned_left[user] -= 1;
                    } else {
                        left[user] -= 1;
                    }
                    if left[user] == 0 && aligned_left[user] == 0 && !over[user] {
                        if self.nodes[user].item.is_some() {
                            ready.insert(self.rank[user]);
                        } else {
                            resolved.push(user);
                        }
                    }
                }
            }
            let item = |rank: usize| self.nodes[self.order[rank]].item.as_ref().expect("items only");
            // Loops of constant length first, so that those over the data can share one.
            let Some(&seed) = ready.iter().min_by_key(|r| (over_data(&self.options, &item(**r).extent), **r)) else { break };
            let (extent, block) = (item(seed).extent.clone(), item(seed).block);
            let region = self.nodes[self.order[seed]].region;
            let alone = self.nodes[self.order[seed]].product.is_some();
            let fits = |n: usize| {
                let node = &self.nodes[n];
                let same = |i: &Item| i.extent == extent && i.block == block;
                !alone && node.product.is_none() && node.region == region && node.item.as_ref().is_some_and(same)
            };
            let mut group: BTreeSet<usize> = ready.iter().copied().filter(|r| *r == seed || fits(self.order[*r])).collect();
            let mut frontier: Vec<usize> = group.iter().copied().collect_vec();
            while let Some(rank) = frontier.pop() {
                for &(user, aligned) in &users[self.order[rank]] {
                    if !aligned || left[user] > 0 || over[user] || !fits(user) || group.contains(&self.rank[user]) {
                        continue;
                    }
                    let met = self.nodes[user].needs.iter().all(|d| over[d.node] || !d.aligned || group.contains(&self.rank[d.node]));
                    if met {
                        group.insert(self.rank[user]);
                        frontier.push(self.rank[user]);
                    }
                }
            }
            let group: Vec<usize> = group.into_iter().map(|r| self.order[r]).collect_vec();
            for &n in &group {
                ready.remove(&self.rank[n]);
                over[n] = true;
            }
            resolved.push_all(group.iter().copied());
            self.plans[region].push(group);
        }
    }
}
