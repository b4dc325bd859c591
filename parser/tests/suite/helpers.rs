//! What several modules need.

use chainrule_parser::ast::{Ast, Expr, ExprId, Symbol};

/// Runs `body` on a thread with the 2 MiB stack that test threads and most spawned threads have.
pub fn on_small_stack(body: impl FnOnce() + Send + 'static) {
    let thread = std::thread::Builder::new().stack_size(2 << 20).spawn(body).expect("a thread starts");
    if let Err(panic) = thread.join() {
        std::panic::resume_unwind(panic);
    }
}

/// One line per expression, children before parents, without spans and with names spelled out.
///
/// Trees that were read from text share nothing and are stored in the order they are written, so two
/// of them have the same structure exactly when these lines are equal.
pub fn structure(ast: &Ast) -> Vec<String> {
    let name = |s: Symbol| ast.name(s).to_owned();
    ast.ids()
        .map(|id: ExprId| match ast.expr(id) {
            Expr::Number(x) => format!("{:016x}", x.to_bits()),
            Expr::Name(n) => name(*n),
            Expr::Call { function, arguments } => format!("{}{arguments:?}", name(*function)),
            Expr::Reduce { function, binders, body } => {
                let binders: Vec<_> = binders.iter().map(|b| (name(b.name), b.range)).collect();
                format!("{} {binders:?} {body:?}", name(*function))
            }
            other => format!("{other:?}"),
        })
        .collect()
}
