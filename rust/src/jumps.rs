//! Loops as statements, and `return`, `break` and `continue` inside them: flags that are carried like other values, and what
//! follows a loop asks which of them it was left by.

use super::body::anchor;
use super::control::{CFG, Flow, Rest, is_cfg};
use super::leaving::{Looped, ends_by, has, jumps, leaves, leaving_loop, looped, returns, stops};
use super::state::{Eval, Reader};
use super::value::{Iter, Value};
use chainrule_parser::ast::{Expr as Node, ExprId, UnaryOp};
use chainrule_parser::list::CollectVec;
use chainrule_parser::table::Map;
use proc_macro2::Span;
use std::rc::Rc;
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::{Expr, Pat};

/// A loop that is being read.
#[derive(Clone)]
pub(super) struct Around {
    label: Option<String>,
    end: End,
    /// Says that a loop inside has ended this pass.
    skipped: Option<usize>,
    /// What a `break` with a value sets.
    result: Option<usize>,
}

/// A block with a label that is being read.
pub(super) struct Labelled {
    pub label: String,
    /// How many parts of what follows come after it.
    pub after: usize,
    /// Number of loops around it.
    pub around: usize,
    /// Says that a loop inside has left it.
    pub left: Option<usize>,
}

/// Where a loop goes that ends by more than its last pass.
#[derive(Clone, Copy)]
pub(super) enum Way {
    /// Out of the function, with what this variable holds.
    Return(Option<usize>),
    /// To the end of a block, which so many parts of what follows come after.
    Block(usize),
    /// To the next pass of the loop around.
    Next,
}

/// How a loop ends.
#[derive(Clone, Copy)]
enum End {
    /// After the last item only.
    Bounds,
    /// After the last item, or when a `break` has set this.
    Flag(usize),
    /// After as many passes as were counted: a `break` is in the last of them.
    Counted,
}

impl Reader {
    pub fn return_statement(&mut self, e: &syn::ExprReturn) -> Eval<Flow> {
        let span = e.return_token.span;
        let (value, at) = match &e.expr {
            Some(value) => (self.eval(value)?, anchor(value)),
            None => (Value::Unit, span),
        };
        if self.loops.len() == self.entry {
            return Ok(Flow::Return(value));
        }
        let Some((flag, result)) = self.returned else { return self.misplaced(span) };
        let assigned = match value {
            Value::Unit => Ok(()),
            value @ (Value::Outside(..) | Value::Part(_)) => {
                let value = self.float(value, at)?;
                self.assign(result, Value::Float(value), span)
            }
            value => self.assign(result, value, span),
        };
        let yes = self.truth(true, span);
        self.assign(flag, Value::Bool(yes), span)?;
        assigned?;
        Ok(Flow::Next)
    }

    pub fn break_statement(&mut self, e: &syn::ExprBreak) -> Eval<Flow> {
        let span = e.break_token.span;
        let target = self.target(e.label.as_ref(), span)?;
        let around = self.around[target].clone();
        let value = match &e.expr {
            None => None,
            Some(value) => Some(self.eval(value)?),
        };
        if let (Some(result), Some(value)) = (around.result, value) {
            self.assign(result, value, span)?;
        }
        match around.end {
            End::Counted => {}
            End::Flag(flag) => {
                let yes = self.truth(true, span);
                self.assign(flag, Value::Bool(yes), span)?;
            }
            End::Bounds => return self.misplaced(e.span()),
        }
        self.jump(target, span)
    }

    /// Refuses a block with a label that is left by it, where that is no statement.
    pub fn unlabelled(&mut self, block: &syn::ExprBlock) -> Eval<()> {
        match &block.label {
            Some(label) if leaves(&block.block.stmts) => self.error(
                label.name.span(),
                "a block with a label is a statement or the value of a `let`: bind its value with `let` before it is used",
            ),
            _ => Ok(()),
        }
    }

    /// The block that a `break` leaves, if it leaves one.
    pub fn block_left(&self, e: &syn::ExprBreak) -> Option<usize> {
        self.labelled(&e.label.as_ref()?.ident.to_string())
    }

    fn labelled(&self, label: &str) -> Option<usize> {
        let block = self.blocks.iter().rposition(|b| b.label == label)?;
        let inner = self.around[self.blocks[block].around..].iter().any(|l| l.label.as_deref() == Some(label));
        (!inner).then_some(block)
    }

    /// How a block is left from here: from inside a loop after the passes that the loop is in.
    pub fn way_to(&self, block: usize) -> Way {
        let block = &self.blocks[block];
        if block.around == self.around.len() { Way::Block(block.after) } else { Way::Next }
    }

    /// The loop around that a `break` or `continue` means.
    pub fn target(&mut self, label: Option<&syn::Lifetime>, span: Span) -> Eval<usize> {
        let target = match label {
            None => self.around.len().checked_sub(1),
            Some(label) => {
                let label = label.ident.to_string();
                self.around.iter().rposition(|l| l.label.as_ref() == Some(&label))
            }
        };
        match (target, label) {
            (Some(target), _) => Ok(target),
            (None, None) => self.misplaced(span),
            (None, Some(label)) => self.error(label.span(), format_args!("there is no loop with the label `{label}` around this")),
        }
    }

    /// Ends this pass of the loop `target`, and the loops inside it.
    pub fn jump(&mut self, target: usize, span: Span) -> Eval<Flow> {
        if let Some(skipped) = self.around[target].skipped
            && target + 1 < self.around.len()
        {
            let yes = self.truth(true, span);
            self.assign(skipped, Value::Bool(yes), span)?;
        }
        Ok(Flow::Next)
    }

    /// A loop that may leave what is around it, and all that follows it.
    pub fn loop_that_leaves(&mut self, e: &Expr, after: &[Rest<'_>]) -> Eval<Flow> {
        let Some(l) = looped(e) else { unreachable!("checked by the caller") };
        let span = l.span;
        let outermost = self.returned.is_none() && returns(&l.body.stmts);
        if outermost {
            let flag = self.hidden_flag("returned", span);
            let result = self.late("result");
            self.returned = Some((flag, result));
        }
        self.may_leave = true;
        let value = self.eval(e);
        self.may_leave = false;
        let valued = has(&l.body.stmts, &|e| matches!(e, Expr::Return(r) if r.expr.is_some()), true);
        let mut ways: Vec<(usize, Way)> = Vec::new();
        if returns(&l.body.stmts)
            && let Some((flag, result)) = self.returned
        {
            ways.push((flag, if outermost { Way::Return(valued.then_some(result)) } else { Way::Next }));
        }
        for label in jumps(l) {
            let block = self.labelled(&label).and_then(|block| Some((self.blocks[block].left?, self.way_to(block))));
            ways.extend(block.or_else(|| Some((self.skipped(&label)?, Way::Next))));
        }
        if outermost {
            self.returned = None;
        }
        let value = value?;
        self.leave_by(&ways, l.endless && !stops(l), value, after, span)
    }

    /// Goes on after a loop, by the first of these ways that is taken, or else (which does not happen after `endless` loops)
    /// with what follows.
    fn leave_by(&mut self, ways: &[(usize, Way)], endless: bool, value: Value, after: &[Rest<'_>], span: Span) -> Eval<Flow> {
        let Some((&(flag, way), others)) = ways.split_first() else {
            return if after.is_empty() { Ok(Flow::Value(value)) } else { self.go_on(after) };
        };
        let left = |r: &mut Self| match way {
            Way::Return(Some(result)) => r.read(result, span).map(Flow::Return),
            Way::Return(None) => Ok(Flow::Return(Value::Unit)),
            Way::Block(end) => r.go_on(&after[after.len() - end..]),
            Way::Next => Ok(Flow::Next),
        };
        if endless && others.is_empty() {
            return left(self);
        }
        let taken = self.read(flag, span)?;
        let taken = self.condition(taken, span)?;
        self.conditional(taken, span, left, |r| r.leave_by(others, endless, value, after, span))
    }

    /// The flag by which a loop inside ends a pass of the loop with a label.
    fn skipped(&self, label: &str) -> Option<usize> {
        self.around.iter().rfind(|a| a.label.as_deref() == Some(label)).and_then(|a| a.skipped)
    }

    /// The flags by which a loop ends passes of loops around it, and leaves blocks around it.
    fn skipping(&self, l: Looped<'_>) -> Vec<usize> {
        let flag = |label: &String| match self.labelled(label) {
            Some(block) => self.blocks[block].left,
            None => self.skipped(label),
        };
        jumps(l).iter().filter_map(flag).collect_vec()
    }

    /// A variable that no name finds.
    pub fn hidden(&mut self, hint: &str, value: Value) -> usize {
        self.scopes.push(Map::default());
        let id = self.bind(hint, true, Some(value));
        self.scopes.pop();
        id
    }

    pub fn for_loop(&mut self, e: &syn::ExprForLoop) -> Eval<()> {
        if let Some(a) = is_cfg(&e.attrs) {
            return self.error(a.span(), CFG);
        }
        let source = self.moved(&e.expr)?;
        let iter = self.iterate(source, &e.expr)?;
        let hint = match &*e.pat {
            Pat::Ident(p) if matches!(*iter, Iter::Range(..) | Iter::Within(..)) => p.ident.unraw().to_string(),
            Pat::Tuple(t) => match t.elems.first() {
                Some(Pat::Ident(p)) if matches!(*iter, Iter::Enumerate(_)) => p.ident.unraw().to_string(),
                _ => "i".to_owned(),
            },
            _ => "i".to_owned(),
        };
        let label = e.label.as_ref().map(|l| &l.name);
        let l = Looped { label, body: &e.body, span: e.for_token.span, endless: false };
        let end = match stops(l) {
            true => End::Flag(self.hidden_flag("done", l.span)),
            false => End::Bounds,
        };
        let grown = self.make_room(Some(&e.pat), l.body, &iter, l.span)?;
        let read = self.passes_of(l, &iter, &hint, (end, None), Some(&e.pat), None);
        self.leave_lists(grown);
        read
    }

    /// `while condition { ... }` or `loop { ... }`
    pub fn open_loop(&mut self, e: &Expr) -> Eval<Value> {
        let (attributes, condition) = match e {
            Expr::While(e) => (&e.attrs, Some(&*e.cond)),
            Expr::Loop(e) => (&e.attrs, None),
            _ => unreachable!("checked by the caller"),
        };
        let Some(l) = looped(e) else { unreachable!("checked by the caller") };
        if let Some(a) = is_cfg(attributes) {
            return self.error(a.span(), CFG);
        }
        if let Some(Expr::Let(_)) = condition {
            return self.error(l.span, "`while let` is supported only for an iterator in a variable that the body does not use, `while let Some(v) = items.next()`: write `while` \
                 with a condition, or `for`, instead");
        }
        let (count, exact) = self.counted_passes(attributes, l.span)?;
        let zero = self.number(0.0, l.span);
        let iter = Rc::new(Iter::Range(zero, count));
        let valued = ends_by(l, &|b| b.expr.is_some());
        let result = valued.then(|| self.late("result"));
        let end = match exact {
            true => End::Counted,
            false if stops(l) => End::Flag(self.hidden_flag("done", l.span)),
            false => End::Bounds,
        };
        let whole = match exact {
            true => iter.clone(),
            // It may be left before.
            false => Rc::new(Iter::Before(iter.clone(), count)),
        };
        let grown = self.make_room(None, l.body, &whole, l.span)?;
        // Where the number of passes is exact, the condition holds in each.
        let read = self.passes_of(l, &iter, "pass", (end, result), None, condition.filter(|_| !exact));
        self.leave_lists(grown);
        read?;
        match result {
            Some(result) => self.read(result, l.span),
            None if l.endless && !stops(l) => Ok(Value::Never),
            None => Ok(Value::Unit),
        }
    }

    /// Reads the body of a loop, for a pass that is not the one after the last.
    fn passes_of(
        &mut self,
        l: Looped<'_>,
        iter: &Rc<Iter>,
        hint: &str,
        (end, result): (End, Option<usize>),
        pattern: Option<&Pat>,
        condition: Option<&Expr>,
    ) -> Eval<()> {
        let span = l.span;
        if let Some(place) = leaving_loop(l)
            && !std::mem::take(&mut self.may_leave)
        {
            // Nothing would look whether it did.
            return self.misplaced(place);
        }
        let mut flags = self.skipping(l);
        if let End::Flag(flag) = end {
            flags.push(flag);
        }
        if !matches!(end, End::Counted) {
            flags.extend(self.returned.map(|r| r.0).filter(|_| returns(&l.body.stmts)));
        }
        let label = l.label.map(|l| l.ident.to_string());
        let skips = label.as_ref().is_some_and(|label| has(&l.body.stmts, &|e| looped(e).is_some_and(|l| jumps(l).contains(label)), true));
        self.around.push(Around { label, end, skipped: None, result });
        let straight = flags.is_empty();
        let body = |r: &mut Self, item: Value, mut guard: Option<ExprId>| -> Eval<()> {
            for &flag in &flags {
                let done = r.read(flag, span)?;
                let done = r.condition(done, span)?;
                let not = r.push(Node::Unary(UnaryOp::Not, done), span);
                guard = r.both(guard, Some(not), span);
            }
            if let Some(condition) = condition {
                let at = anchor(condition);
                let condition = r.eval(condition)?;
                let condition = r.condition(condition, at)?;
                guard = r.both(guard, Some(condition), span);
            }
            r.guarded(guard, span, |r| {
                r.scopes.push(Map::default());
                if skips {
                    let flag = r.hidden_flag("skipped", span);
                    r.around.last_mut().expect("pushed above").skipped = Some(flag);
                }
                let mut bound = Ok(());
                if let Some(pattern) = pattern {
                    let items = std::mem::replace(&mut r.items, true);
                    bound = r.pattern(pattern, item);
                    r.items = items;
                    if bound.is_err() {
                        r.poison(pattern);
                    }
                }
                let result = r.statements(&l.body.stmts, &[]);
                r.scopes.pop();
                bound?;
                match result? {
                    Flow::Value(_) | Flow::Next => Ok(()),
                    Flow::Return(_) => r.misplaced(span),
                }
            })
        };
        let read = match straight {
            true => self.each_pass(iter, hint, span, body),
            false => self.each(iter, hint, span, body).map(|_| ()),
        };
        self.around.pop();
        read
    }

    pub fn hidden_flag(&mut self, hint: &str, span: Span) -> usize {
        let no = self.truth(false, span);
        self.hidden(hint, Value::Bool(no))
    }
}
