//! One objective used in another: its tree is copied in place of the call.

use chainrule_parser::Error;
use chainrule_parser::ast::{Ast, Axis, Binder, Definition, DefinitionIndex, DefinitionKind, Expr, ExprId, Extent, Span, Symbol};
use chainrule_parser::list::CollectVec;
use chainrule_parser::table::Map;

/// A formula that others may call by name.
pub struct Callee<'a> {
    /// Its name.
    pub name: &'a str,
    /// Names of its arguments.
    pub parameters: Vec<String>,
    /// Its tree, without calls of other objectives.
    pub ast: &'a Ast,
}

/// The tree of `caller` with every call of a callee replaced.
///
/// # Errors
/// A wrong number of arguments, or arguments that a formula of several lines cannot take.
pub fn inline(caller: &Ast, callees: &[Callee<'_>]) -> Result<Ast, Error> {
    let mut out = Ast::new();
    // Every name of the caller first: fresh names must differ from all of them.
    let mut copies = 0;
    for id in caller.ids() {
        if let Expr::Name(name) = caller.expr(id) {
            out.intern(caller.name(*name));
        }
    }
    let mut map: Vec<ExprId> = Vec::with_capacity(caller.len());
    for id in caller.ids() {
        let span = caller.span(id);
        let new = match caller.expr(id) {
            Expr::Call { function, arguments } if callee(callees, caller.name(*function)).is_some() => {
                let callee = callee(callees, caller.name(*function)).expect("checked");
                let arguments: Vec<ExprId> = arguments.iter().map(|a| map[a.0 as usize]).collect_vec();
                if arguments.len() != callee.parameters.len() {
                    return Err(Error::new(
                        format!("`{}` takes {} arguments, {} given", callee.name, callee.parameters.len(), arguments.len()),
                        span,
                    )
                    .with_hint(format!("it is declared as `{}({})`", callee.name, callee.parameters.join(", "))));
                }
                copies += 1;
                splice(&mut out, callee, &arguments, span, copies)?
            }
            other => {
                let copied = Copy { from: caller, map: &map, rename: &Map::default() }.expr(other, &mut out);
                out.push(copied, span)
            }
        };
        map.push(new);
    }
    let copy = Copy { from: caller, map: &map, rename: &Map::default() };
    for definition in &caller.definitions {
        let definition = copy.definition(definition, None, &mut out);
        out.definitions.push(definition);
    }
    for (id, label) in &caller.labels {
        let label = out.intern(caller.name(*label));
        out.labels.push((map[id.0 as usize], label));
    }
    out.output = caller.output.map(|id| map[id.0 as usize]);
    Ok(out)
}

fn callee<'a, 'b>(callees: &'a [Callee<'b>], name: &str) -> Option<&'a Callee<'b>> {
    callees.iter().find(|c| c.name == name)
}

/// Copies the callee's value; places inside it become the place of the call.
fn splice(out: &mut Ast, callee: &Callee<'_>, arguments: &[ExprId], span: Span, copy_number: usize) -> Result<ExprId, Error> {
    let ast = callee.ast;
    if !ast.definitions.is_empty()
        && arguments.iter().zip(&callee.parameters).any(|(a, p)| !matches!(out.expr(*a), Expr::Name(n) if out.name(*n) == p))
    {
        return Err(Error::new(format!("`{}` has several lines, so its arguments are passed by name here", callee.name), span)
            .with_hint(format!("write `{}({})`", callee.name, callee.parameters.join(", "))));
    }
    // Indices and definitions of the callee must not meet names of the caller.
    let mut rename: Map<Symbol, String> = Map::default();
    let mut bind = |symbol: Symbol, out: &Ast| {
        let mut name = format!("{}_{copy_number}", ast.name(symbol));
        while out.symbol(&name).is_some() || ast.symbol(&name).is_some() {
            name.push('_');
        }
        rename.insert(symbol, name);
    };
    for id in ast.ids() {
        if let Expr::Reduce { binders, .. } = ast.expr(id) {
            for binder in binders {
                bind(binder.name, out);
            }
        }
    }
    for definition in &ast.definitions {
        bind(definition.name, out);
        match &definition.kind {
            DefinitionKind::Function(parameters) => parameters.iter().for_each(|p| bind(*p, out)),
            DefinitionKind::Value(indices) => {
                for index in indices {
                    if let DefinitionIndex::Axis(Axis { index: Some(index), .. }) = index {
                        bind(*index, out);
                    }
                }
            }
        }
    }
    let mut map: Vec<ExprId> = Vec::with_capacity(ast.len());
    for id in ast.ids() {
        let new = match ast.expr(id) {
            Expr::Name(name) if !rename.contains_key(name) => match callee.parameters.iter().position(|p| p == ast.name(*name)) {
                Some(at) => arguments[at],
                None => {
                    let name = out.intern(ast.name(*name));
                    out.push(Expr::Name(name), span)
                }
            },
            other => {
                let copied = Copy { from: ast, map: &map, rename: &rename }.expr(other, out);
                out.push(copied, span)
            }
        };
        map.push(new);
    }
    let copy = Copy { from: ast, map: &map, rename: &rename };
    for definition in &ast.definitions {
        let definition = copy.definition(definition, Some(span), out);
        out.definitions.push(definition);
    }
    if let Some(id) = ast.output {
        return Ok(map[id.0 as usize]);
    }
    let loss = ast.definitions.iter().find(|d| ast.name(d.name) == "loss").or(ast.definitions.last());
    match loss {
        Some(definition) => {
            let name = out.intern(&rename[&definition.name]);
            Ok(out.push(Expr::Name(name), span))
        }
        None => Err(Error::new(format!("`{}` defines nothing", callee.name), span)),
    }
}

struct Copy<'a> {
    from: &'a Ast,
    map: &'a [ExprId],
    rename: &'a Map<Symbol, String>,
}

impl Copy<'_> {
    fn symbol(&self, symbol: Symbol, out: &mut Ast) -> Symbol {
        match self.rename.get(&symbol) {
            Some(name) => out.intern(name),
            None => out.intern(self.from.name(symbol)),
        }
    }

    fn id(&self, id: ExprId) -> ExprId {
        self.map[id.0 as usize]
    }

    fn ids(&self, ids: &[ExprId]) -> Vec<ExprId> {
        ids.iter().map(|&i| self.id(i)).collect_vec()
    }

    fn expr(&self, expr: &Expr, out: &mut Ast) -> Expr {
        match expr {
            Expr::Number(n) => Expr::Number(*n),
            Expr::Name(name) => Expr::Name(self.symbol(*name, out)),
            Expr::Index { base, indices } => Expr::Index { base: self.id(*base), indices: self.ids(indices) },
            Expr::Unary(op, a) => Expr::Unary(*op, self.id(*a)),
            Expr::Binary(op, a, b) => Expr::Binary(*op, self.id(*a), self.id(*b)),
            Expr::Call { function, arguments } => Expr::Call { function: self.symbol(*function, out), arguments: self.ids(arguments) },
            Expr::Reduce { function, binders, body } => Expr::Reduce {
                function: out.intern(self.from.name(*function)),
                binders: binders
                    .iter()
                    .map(|b| Binder {
                        name: self.symbol(b.name, out),
                        span: b.span,
                        range: b.range.map(|(lo, hi)| (self.id(lo), self.id(hi))),
                    })
                    .collect_vec(),
                body: self.id(*body),
            },
            Expr::If { condition, then, otherwise } => {
                Expr::If { condition: self.id(*condition), then: self.id(*then), otherwise: self.id(*otherwise) }
            }
            Expr::Array(items) => Expr::Array(self.ids(items)),
            Expr::Invoke { .. } | Expr::Output { .. } => unreachable!("only functions in Rust call others, and they are not inlined"),
        }
    }

    fn axis(&self, axis: &Axis, out: &mut Ast) -> Axis {
        Axis {
            index: axis.index.map(|i| self.symbol(i, out)),
            extent: axis.extent.as_ref().map(|e| match e {
                Extent::Number(n) => Extent::Number(*n),
                Extent::Name(name) => Extent::Name(self.symbol(*name, out)),
                Extent::Expr(id) => Extent::Expr(self.id(*id)),
            }),
            span: axis.span,
        }
    }

    fn definition(&self, definition: &Definition, span: Option<Span>, out: &mut Ast) -> Definition {
        let kind = match &definition.kind {
            DefinitionKind::Function(names) => DefinitionKind::Function(names.iter().map(|n| self.symbol(*n, out)).collect_vec()),
            DefinitionKind::Value(indices) => DefinitionKind::Value(
                indices
                    .iter()
                    .map(|index| match index {
                        DefinitionIndex::Axis(axis) => DefinitionIndex::Axis(self.axis(axis, out)),
                        DefinitionIndex::At(n, span) => DefinitionIndex::At(*n, *span),
                        DefinitionIndex::Pass(_) => unreachable!("only functions in Rust have loops, and they are not inlined"),
                    })
                    .collect_vec(),
            ),
        };
        Definition { name: self.symbol(definition.name, out), span: span.unwrap_or(definition.span), kind, body: self.id(definition.body) }
    }
}
