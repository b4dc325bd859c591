//! What several modules need.

use chainrule_parser::ast::{Ast, Expr, ExprId, Symbol};
use chainrule_parser::{Error, parse_expression, print_expression};

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

/// The formula as the printer writes it.
pub fn printed(source: &str) -> String {
    match parse_expression(source) {
        Ok(ast) => print_expression(&ast, ast.output.expect("a formula has a value")),
        Err(error) => panic!("{}", error.render(source)),
    }
}

/// Where a result went wrong, and the message with its hint.
pub fn failure<T>(result: Result<T, Error>) -> (usize, String) {
    match result {
        Ok(_) => panic!("was accepted"),
        Err(error) => (error.span().map_or(usize::MAX, |s| s.start as usize), error.to_string()),
    }
}
