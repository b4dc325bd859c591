//! What is printed reads back to the same tree.

use crate::helpers::structure;
use chainrule_parser::ast::{Ast, BinaryOp, Binder, Expr, ExprId, Span, UnaryOp};
use chainrule_parser::{parse_expression, print_expression};
use proptest::prelude::*;

/// A number as it can be written: finite and without a sign.
fn number() -> impl Strategy<Value = f64> {
    any::<f64>().prop_map(f64::abs).prop_filter("finite", |x| x.is_finite())
}

/// Builds a tree from a list of instructions: each takes its operands from a stack. Any list gives a tree.
fn build(code: &[(u8, f64)], numbers_only: bool) -> Ast {
    let mut ast = Ast::new();
    let mut stack: Vec<ExprId> = Vec::new();
    let span = Span::default();
    let names = ["x", "y", "w1", "θ", "in", "param", "where"].map(|n| ast.intern(n));
    let functions = ["sin", "max", "f"].map(|n| ast.intern(n));
    let reductions = ["sum", "softmax", "argmax"].map(|n| ast.intern(n));
    let indices = ["i", "j"].map(|n| ast.intern(n));
    for &(what, value) in code {
        let pick = value.to_bits() as usize;
        let expr = match (what % 14, stack.len()) {
            (0..=2, _) | (_, 0) if numbers_only || pick.is_multiple_of(2) => Expr::Number(value),
            (0..=2, _) | (_, 0) => Expr::Name(names[pick / 2 % names.len()]),
            (3, _) => Expr::Unary(UnaryOp::Neg, stack.pop().unwrap()),
            (4, _) => Expr::Unary(UnaryOp::Transpose, stack.pop().unwrap()),
            (5, _) => Expr::Call { function: functions[pick % 3], arguments: vec![stack.pop().unwrap()] },
            (6, _) => {
                let bind = |k: usize| Binder { name: indices[k], span, range: None };
                let binders = if pick.is_multiple_of(2) { vec![bind(0)] } else { vec![bind(0), bind(1)] };
                Expr::Reduce { function: reductions[pick % 3], binders, body: stack.pop().unwrap() }
            }
            (7, 3..) => {
                // Its parts stand behind one another in the arena, as in a tree that was read.
                let [low, high, body] = [stack.pop(), stack.pop(), stack.pop()].map(Option::unwrap);
                let binders = vec![Binder { name: indices[0], span, range: Some((body, high)) }];
                Expr::Reduce { function: reductions[pick % 3], binders, body: low }
            }
            (8, 2..) => {
                let index = stack.pop().unwrap();
                Expr::Index { base: stack.pop().unwrap(), indices: vec![index] }
            }
            (9, 4..) => {
                let [otherwise, then, right, left] = [(); 4].map(|()| stack.pop().unwrap());
                let compare = [BinaryOp::Lt, BinaryOp::Ne, BinaryOp::Ge][pick % 3];
                let mut condition = ast.push(Expr::Binary(compare, left, right), span);
                for k in 0..pick / 3 % 4 {
                    condition = if k % 2 == 0 {
                        ast.push(Expr::Unary(UnaryOp::Not, condition), span)
                    } else {
                        let op = [BinaryOp::And, BinaryOp::Or][pick / 16 % 2];
                        ast.push(Expr::Binary(op, condition, condition), span)
                    };
                }
                Expr::If { condition, then, otherwise }
            }
            (10, 2..) => {
                let last = stack.pop().unwrap();
                Expr::Array(vec![stack.pop().unwrap(), last])
            }
            (_, 2..) => {
                use BinaryOp::{Add, Div, MatMul, Mul, Pow, Sub};
                let right = stack.pop().unwrap();
                let left = stack.pop().unwrap();
                let literal = |id| matches!(ast.expr(id), Expr::Number(_));
                let mut op = [Add, Sub, Mul, Div, Pow, Pow, MatMul][pick % 7];
                if op == MatMul && (literal(left) || literal(right)) {
                    op = Mul;
                }
                Expr::Binary(op, left, right)
            }
            _ => Expr::Unary(UnaryOp::Neg, stack.pop().unwrap()),
        };
        stack.push(ast.push(expr, span));
    }
    ast.output = stack.pop();
    ast
}

/// The part below `output` in the order it is written, sharing written out.
fn written_out(ast: &Ast) -> Ast {
    let mut out = Ast::new();
    let mut done: Vec<ExprId> = Vec::new();
    let mut todo = vec![(ast.output.unwrap(), false)];
    while let Some((id, children_done)) = todo.pop() {
        if !children_done {
            todo.push((id, true));
            let at = todo.len();
            ast.expr(id).for_each_child(|c| todo.push((c, false)));
            todo[at..].reverse();
            continue;
        }
        let mut count = 0;
        ast.expr(id).for_each_child(|_| count += 1);
        let mut children = done.split_off(done.len() - count).into_iter();
        let mut next = || children.next().unwrap();
        let mut expr = ast.expr(id).clone();
        match &mut expr {
            Expr::Number(_) => {}
            Expr::Name(name) => *name = out.intern(ast.name(*name)),
            Expr::Index { base, indices } => {
                *base = next();
                indices.iter_mut().for_each(|i| *i = next());
            }
            Expr::Unary(_, a) => *a = next(),
            Expr::Binary(_, a, b) => {
                *a = next();
                *b = next();
            }
            Expr::Call { function, arguments } => {
                *function = out.intern(ast.name(*function));
                arguments.iter_mut().for_each(|a| *a = next());
            }
            Expr::Reduce { function, binders, body } => {
                *function = out.intern(ast.name(*function));
                for binder in binders {
                    binder.name = out.intern(ast.name(binder.name));
                    binder.range = binder.range.map(|_| (next(), next()));
                }
                *body = next();
            }
            Expr::If { condition, then, otherwise } => {
                *condition = next();
                *then = next();
                *otherwise = next();
            }
            Expr::Array(items) => items.iter_mut().for_each(|i| *i = next()),
            Expr::Invoke { .. } | Expr::Output { .. } => unreachable!("formulas have no calls of functions in Rust"),
        }
        done.push(out.push(expr, Span::default()));
    }
    out.output = done.pop();
    out
}

fn round_trip(ast: &Ast) -> Result<(), TestCaseError> {
    let ast = written_out(ast);
    let text = print_expression(&ast, ast.output.unwrap());
    let again = parse_expression(&text).map_err(|e| TestCaseError::fail(e.render(&text)))?;
    prop_assert_eq!(structure(&again), structure(&ast), "{}", text);
    prop_assert_eq!(print_expression(&again, again.output.unwrap()), text);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 1000, ..ProptestConfig::default() })]

    #[test]
    fn printed_trees_read_back(code in prop::collection::vec((any::<u8>(), number()), 1..60)) {
        round_trip(&build(&code, false))?;
    }

    #[test]
    fn numbers_read_back_bit_for_bit(x in number()) {
        round_trip(&build(&[(0, x)], true))?;
    }

    #[test]
    fn deep_trees_read_back(code in prop::collection::vec((3u8..14, number()), 1..6), times in 1usize..400) {
        let mut deep = vec![(0, 1.0); 4];
        for _ in 0..times {
            for (what, value) in &code {
                deep.extend([(0, *value), (*what, *value)]);
            }
        }
        // Shared conditions would be written out once per use.
        deep.retain(|(what, _)| what % 14 != 9);
        round_trip(&build(&deep, false))?;
    }

    /// Leaving out any pair of parentheses that the printer wrote changes the tree.
    #[test]
    fn no_parenthesis_is_superfluous(code in prop::collection::vec((any::<u8>(), number()), 1..30)) {
        let ast = written_out(&build(&code, false));
        let text = print_expression(&ast, ast.output.unwrap());
        let mut open = Vec::new();
        for (at, c) in text.char_indices() {
            match c {
                '(' => open.push(at),
                ')' => {
                    let start = open.pop().unwrap();
                    let grouping = !text[..start].ends_with(|c: char| c.is_alphanumeric() || c == '_');
                    if grouping {
                        let without = format!("{} {} {}", &text[..start], &text[start + 1..at], &text[at + 1..]);
                        let same = parse_expression(&without).is_ok_and(|a| structure(&a) == structure(&ast));
                        prop_assert!(!same, "{} needs no parentheses at {}", text, start);
                    }
                }
                _ => {}
            }
        }
    }
}
