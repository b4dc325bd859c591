//! What is handed over when a body was read: only the lengths, integers and constants that the result takes.

use super::state::Reader;
use super::types::{RuntimeDim, Scalar};
use super::{Argument, RustFunction};
use chainrule_parser::ast::{
    Axis, Declaration, DeclarationKind, DefinitionIndex, DefinitionKind, Expr, ExprId, Extent, Pass, Span, Symbol,
};
use chainrule_parser::list::CollectVec;

impl Reader {
    /// Declares what the body used from outside and hands the parts over.
    pub fn finish(mut self, arguments: Vec<Argument>, scalar: Scalar) -> RustFunction {
        self.declare_parts();
        // Extents that no argument has are those of an array that nobody reads.
        let mut reached = vec![false; self.ast.len()];
        let mut roots: Vec<ExprId> = self.ast.output.into_iter().collect_vec();
        for definition in &self.ast.definitions {
            roots.push(definition.body);
            let DefinitionKind::Value(indices) = &definition.kind else { continue };
            for index in indices {
                match index {
                    DefinitionIndex::Pass(pass) => {
                        roots.extend([pass.range.0, pass.range.1]);
                        if let Some((_, Extent::Expr(id))) = pass.place {
                            roots.push(id);
                        }
                    }
                    DefinitionIndex::Axis(Axis { extent: Some(Extent::Expr(id)), .. }) => roots.push(*id),
                    DefinitionIndex::Axis(_) | DefinitionIndex::At(..) => {}
                }
            }
        }
        for root in roots {
            reached[root.0 as usize] = true;
        }
        for id in self.ast.ids().rev() {
            if reached[id.0 as usize] {
                self.ast.expr(id).for_each_child(|c| reached[c.0 as usize] = true);
            }
        }
        let mut used: Vec<Symbol> = Vec::new();
        for id in self.ast.ids().filter(|id| reached[id.0 as usize]) {
            if let Expr::Name(symbol) = *self.ast.expr(id)
                && !used.contains(&symbol)
            {
                let name = self.ast.name(symbol);
                let length = self.runtime.iter().any(|d| (d.part.is_some() || d.computed.is_some()) && d.name == name);
                if length || self.integers.contains(name) || self.const_generics.contains(name) {
                    used.push(symbol);
                }
            }
        }
        // How often a loop runs is counted where that is read, as a length or as a number.
        let reads = |name: &str| {
            self.ast.ids().any(|id| matches!(self.ast.expr(id), Expr::Name(s) if reached[id.0 as usize] && self.ast.name(*s) == name))
        };
        let as_number = |name: &String| format!("{name}{}", super::lengths::AS_A_NUMBER);
        let (read, unread): (Vec<String>, Vec<String>) = self.passes.iter().cloned().partition(|name| reads(&as_number(name)));
        self.constants.retain(|c| !unread.contains(&c.source));
        let counts = used.iter().map(|s| self.ast.name(*s).to_owned()).filter(|name| unread.contains(name)).chain(read).collect_vec();
        // The lengths of arrays that are computed.
        let mut lengths: Vec<Symbol> = Vec::new();
        for definition in &self.ast.definitions {
            let DefinitionKind::Value(indices) = &definition.kind else { continue };
            for index in indices {
                if let DefinitionIndex::Axis(Axis { extent: Some(Extent::Name(name)), .. })
                | DefinitionIndex::Pass(Pass { place: Some((_, Extent::Name(name))), .. }) = index
                    && !lengths.contains(name)
                {
                    lengths.push(*name);
                }
            }
        }
        // One may be computed from another.
        for at in (0..self.runtime.len()).rev() {
            let RuntimeDim { name, computed: Some(_), .. } = &self.runtime[at] else { continue };
            let input = format!("{name}{}", super::lengths::AS_A_NUMBER);
            let text = format!("@{name}@");
            let read = used.iter().chain(&lengths).any(|s| self.ast.name(*s) == name)
                || self.constants.iter().any(|c| c.name == input)
                || self.runtime[at + 1..].iter().any(|d| d.computed.as_ref().is_some_and(|c| c.contains(&text)));
            if !read {
                self.runtime.remove(at);
            }
        }
        let known = |s: &Symbol| self.ast.declarations.iter().flat_map(|d| &d.axes).any(|a| a.extent == Some(Extent::Name(*s)));
        let mut extents: Vec<Symbol> = used.into_iter().filter(|s| !known(s)).collect_vec();
        for name in lengths {
            if !extents.contains(&name) && !known(&name) {
                extents.push(name);
            }
        }
        for constant in self.constants.iter().filter(|c| !c.extent) {
            let name = self.ast.intern(&constant.name);
            self.ast.declarations.push(Declaration {
                kind: DeclarationKind::Input,
                name,
                span: Span::default(),
                axes: Vec::new(),
                init: None,
                opaque: false,
            });
        }
        let names = extents.iter().map(|s| self.ast.name(*s).to_owned()).collect_vec();
        // Const generics may be the lengths of local arrays, integers that are arguments may not.
        let (constants, extents) = extents.into_iter().partition(|s| self.const_generics.contains(self.ast.name(*s)));
        for (name, extents) in [("#constants", constants), ("#extents", extents)] {
            let extents: Vec<Symbol> = extents;
            if extents.is_empty() {
                continue;
            }
            let name = self.ast.intern(name);
            let axis = |s| Axis { index: None, extent: Some(Extent::Name(s)), span: Span::default() };
            let axes = extents.into_iter().map(axis).collect_vec();
            let kind = DeclarationKind::Input;
            self.ast.declarations.push(Declaration { kind, name, span: Span::default(), axes, init: None, opaque: false });
        }
        let computed = self.constants.iter().map(|c| c.source.clone()).filter(|name| self.computed.contains(name)).collect_vec();
        RustFunction {
            ast: self.ast,
            arguments,
            scalar,
            seeds: self.seeds,
            copies: self.copies,
            constants: self.constants,
            runtime: self.runtime,
            parts: self.parts,
            extents: names,
            equal: self.equal,
            uses: self.uses,
            called: self.called,
            computed,
            outside: self.outside,
            turbofish: self.turbofish,
            may_change: self.may_change.iter().copied().collect_vec(),
            written: self.written,
            made: self.made,
            paths: self.paths,
            asserts: self.asserts,
            checks: self.checks,
            counter: None,
            counts,
            spans: self.spans,
        }
    }
}
