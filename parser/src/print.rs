//! A tree as text, with no parenthesis that is not needed: reading it back gives the same tree.

use crate::ast::{
    Ast, Axis, BinaryOp, Declaration, DeclarationKind, Definition, DefinitionIndex, DefinitionKind, Expr, ExprId, Extent, Symbol, UnaryOp,
};
use crate::text::precedence::{Infix, NEGATE, NOT};
use std::fmt::Write;

/// Binds tighter than every operator.
const ATOM: u8 = 20;
/// A number: as an atom, but it has no elements.
const NUMBER: u8 = 19;

/// Writes the expression `id` as a formula.
///
/// Numbers are the shortest text that reads back to the same `f64`. A tree that shares subexpressions
/// is written out in full.
///
/// ```
/// use chainrule_parser::{parse_expression, print_expression};
///
/// let ast = parse_expression("((a)-(b-c)) * (2.50 ** -(x))")?;
/// assert_eq!(print_expression(&ast, ast.output.unwrap()), "(a - (b - c))*2.5^-x");
/// # Ok::<(), chainrule_parser::Error>(())
/// ```
pub fn print_expression(ast: &Ast, id: ExprId) -> String {
    let mut out = String::new();
    write_expression(&mut out, ast, id);
    out
}

/// Writes the declarations, then the definitions of a model, one a line.
///
/// ```
/// use chainrule_parser::{parse_model, print_model};
///
/// let text = "param w[i: 3] = 0.5\ninput x[3]\nz = sum(i: w[i]*x[i])\n";
/// assert_eq!(print_model(&parse_model(text)?), text);
/// # Ok::<(), chainrule_parser::Error>(())
/// ```
pub fn print_model(ast: &Ast) -> String {
    let mut out = String::new();
    for declaration in &ast.declarations {
        write_declaration(&mut out, ast, declaration);
        out.push('\n');
    }
    for definition in &ast.definitions {
        write_definition(&mut out, ast, definition);
        out.push('\n');
    }
    out
}

fn write_declaration(out: &mut String, ast: &Ast, declaration: &Declaration) {
    out.push_str(match declaration.kind {
        DeclarationKind::Param => "param ",
        DeclarationKind::Input => "input ",
    });
    out.push_str(ast.name(declaration.name));
    if !declaration.axes.is_empty() {
        write_list(out, '[', &declaration.axes, ']', |out, axis| write_axis(out, ast, axis));
    }
    if let Some(init) = declaration.init {
        out.push_str(" = ");
        write_expression(out, ast, init);
    }
}

fn write_definition(out: &mut String, ast: &Ast, definition: &Definition) {
    out.push_str(ast.name(definition.name));
    match &definition.kind {
        DefinitionKind::Value(indices) if indices.is_empty() => {}
        DefinitionKind::Value(indices) => write_list(out, '[', indices, ']', |out, index| match index {
            DefinitionIndex::Axis(axis) => write_axis(out, ast, axis),
            DefinitionIndex::At(at, _) => write_display(out, at),
            DefinitionIndex::Pass(pass) => {
                out.push_str(ast.name(pass.index));
                out.push_str(" in ");
                write_expression(out, ast, pass.range.0);
                out.push_str("..");
                write_expression(out, ast, pass.range.1);
                if let Some((place, _)) = pass.place {
                    out.push_str(" at ");
                    write_expression(out, ast, place);
                }
            }
        }),
        DefinitionKind::Function(arguments) => {
            write_list(out, '(', arguments, ')', |out, argument| out.push_str(ast.name(*argument)));
        }
    }
    out.push_str(" = ");
    write_expression(out, ast, definition.body);
}

fn write_list<T>(out: &mut String, open: char, items: &[T], close: char, mut item: impl FnMut(&mut String, &T)) {
    out.push(open);
    for (k, entry) in items.iter().enumerate() {
        if k > 0 {
            out.push_str(", ");
        }
        item(out, entry);
    }
    out.push(close);
}

fn write_axis(out: &mut String, ast: &Ast, axis: &Axis) {
    if let Some(index) = axis.index {
        out.push_str(ast.name(index));
    }
    if axis.index.is_some() && axis.extent.is_some() {
        out.push_str(": ");
    }
    match &axis.extent {
        Some(Extent::Number(number)) => write_display(out, number),
        Some(Extent::Name(name)) => out.push_str(ast.name(*name)),
        Some(Extent::Expr(id)) => write_expression(out, ast, *id),
        None => {}
    }
}

fn write_display(out: &mut String, value: impl std::fmt::Display) {
    // Writing to a `String` cannot fail.
    let _ = write!(out, "{value}");
}

/// The shortest text that reads back to the same number.
fn write_number(out: &mut String, number: f64) {
    let size = number.abs();
    if size == 0.0 || (1e-5..1e16).contains(&size) || !number.is_finite() {
        write_display(out, number);
    } else {
        let _ = write!(out, "{number:e}");
    }
}

/// What is still to be written, last first.
enum Todo {
    Text(&'static str),
    Name(Symbol),
    /// In parentheses if it binds looser than the power.
    Expr(ExprId, u8),
}

fn write_expression(out: &mut String, ast: &Ast, id: ExprId) {
    let mut todo = vec![Todo::Expr(id, 0)];
    let mut parts = Vec::new();
    while let Some(next) = todo.pop() {
        match next {
            Todo::Text(text) => out.push_str(text),
            Todo::Name(name) => out.push_str(ast.name(name)),
            Todo::Expr(id, needed) => {
                let expr = ast.expr(id);
                if let Expr::Number(number) = expr {
                    let bare = !number.is_sign_negative() && needed <= NUMBER;
                    out.push_str(if bare { "" } else { "(" });
                    write_number(out, *number);
                    out.push_str(if bare { "" } else { ")" });
                    continue;
                }
                let inside = power(expr) >= needed;
                if !inside {
                    parts.push(Todo::Text("("));
                }
                take_apart(expr, &mut parts);
                if !inside {
                    parts.push(Todo::Text(")"));
                }
                todo.extend(parts.drain(..).rev());
            }
        }
    }
}

/// How tightly the outermost operator of an expression binds.
fn power(expr: &Expr) -> u8 {
    match expr {
        Expr::Unary(UnaryOp::Neg, _) => NEGATE,
        Expr::Unary(UnaryOp::Not, _) => NOT,
        Expr::Binary(op, ..) => {
            let row = Infix::of(*op);
            row.left.min(row.right)
        }
        _ => ATOM,
    }
}

/// The parts of an expression in the order they are written.
fn take_apart(expr: &Expr, parts: &mut Vec<Todo>) {
    use Todo::{Expr as Sub, Name, Text};
    let list = |parts: &mut Vec<Todo>, items: &[ExprId]| {
        for (k, item) in items.iter().enumerate() {
            if k > 0 {
                parts.push(Text(", "));
            }
            parts.push(Sub(*item, 0));
        }
    };
    match expr {
        Expr::Number(_) => {}
        Expr::Name(name) => parts.push(Name(*name)),
        Expr::Index { base, indices } => {
            parts.extend([Sub(*base, ATOM), Text("[")]);
            list(parts, indices);
            parts.push(Text("]"));
        }
        Expr::Unary(UnaryOp::Neg, a) => parts.extend([Text("-"), Sub(*a, NEGATE)]),
        Expr::Unary(UnaryOp::Not, a) => parts.extend([Text("not "), Sub(*a, NOT)]),
        Expr::Unary(UnaryOp::Transpose, a) => parts.extend([Sub(*a, NUMBER), Text("'")]),
        Expr::Binary(op, a, b) => {
            let row = Infix::of(*op);
            // The looser side of an operator takes its own kind without parentheses.
            let (left, right) = match op {
                BinaryOp::Pow => (row.left, row.right.min(NEGATE)),
                _ => (row.left, row.right),
            };
            parts.extend([Sub(*a, left), Text(symbol(*op)), Sub(*b, right)]);
        }
        Expr::Call { function, arguments } => {
            parts.extend([Name(*function), Text("(")]);
            list(parts, arguments);
            parts.push(Text(")"));
        }
        Expr::Reduce { function, binders, body } => {
            parts.extend([Name(*function), Text("(")]);
            for (k, binder) in binders.iter().enumerate() {
                if k > 0 {
                    parts.push(Text(", "));
                }
                parts.push(Name(binder.name));
                if let Some((low, high)) = binder.range {
                    parts.extend([Text(" in "), Sub(low, 0), Text(".."), Sub(high, 0)]);
                }
            }
            parts.extend([Text(": "), Sub(*body, 0), Text(")")]);
        }
        Expr::If { condition, then, otherwise } => {
            parts.push(Text("if("));
            list(parts, &[*condition, *then, *otherwise]);
            parts.push(Text(")"));
        }
        Expr::Array(items) => {
            parts.push(Text("["));
            list(parts, items);
            parts.push(Text("]"));
        }
        Expr::Invoke { arguments, .. } => {
            parts.push(Text("call("));
            list(parts, arguments);
            parts.push(Text(")"));
        }
        Expr::Output { call, indices, .. } => {
            parts.push(Sub(*call, ATOM));
            if !indices.is_empty() {
                parts.push(Text("["));
                list(parts, indices);
                parts.push(Text("]"));
            }
        }
    }
}

/// An infix operator with the blanks around it.
fn symbol(op: BinaryOp) -> &'static str {
    match op {
        BinaryOp::Add => " + ",
        BinaryOp::Sub => " - ",
        BinaryOp::Mul => "*",
        BinaryOp::Div => "/",
        BinaryOp::Pow => "^",
        BinaryOp::MatMul => " @ ",
        BinaryOp::Lt => " < ",
        BinaryOp::Le => " <= ",
        BinaryOp::Gt => " > ",
        BinaryOp::Ge => " >= ",
        BinaryOp::Eq => " == ",
        BinaryOp::Ne => " != ",
        BinaryOp::And => " and ",
        BinaryOp::Or => " or ",
    }
}
