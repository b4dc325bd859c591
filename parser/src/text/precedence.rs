//! How tightly operators bind: one table for the grammar and for the printer.

use super::token::TokenKind;
use crate::ast::BinaryOp;

/// An infix operator. Between two operators an operand goes to the side with the larger power, so
/// `left < right` associates to the left and `left > right` to the right.
pub(crate) struct Infix {
    pub token: TokenKind,
    pub op: BinaryOp,
    pub left: u8,
    pub right: u8,
}

const fn infix(token: TokenKind, op: BinaryOp, left: u8, right: u8) -> Infix {
    Infix { token, op, left, right }
}

/// Loosest first. `c ? a : b` is looser than everything here, and postfix `'`, `[i]` and superscripts
/// are tighter.
pub(crate) const INFIX: [Infix; 14] = [
    infix(TokenKind::Or, BinaryOp::Or, 2, 3),
    infix(TokenKind::And, BinaryOp::And, 4, 5),
    infix(TokenKind::Less, BinaryOp::Lt, 8, 9),
    infix(TokenKind::LessEqual, BinaryOp::Le, 8, 9),
    infix(TokenKind::Greater, BinaryOp::Gt, 8, 9),
    infix(TokenKind::GreaterEqual, BinaryOp::Ge, 8, 9),
    infix(TokenKind::Equal, BinaryOp::Eq, 8, 9),
    infix(TokenKind::NotEqual, BinaryOp::Ne, 8, 9),
    infix(TokenKind::Plus, BinaryOp::Add, 10, 11),
    infix(TokenKind::Minus, BinaryOp::Sub, 10, 11),
    infix(TokenKind::Star, BinaryOp::Mul, 12, 13),
    infix(TokenKind::Slash, BinaryOp::Div, 12, 13),
    infix(TokenKind::At, BinaryOp::MatMul, 12, 13),
    infix(TokenKind::Caret, BinaryOp::Pow, 17, 16),
];

/// `not c`: tighter than `and`, looser than a comparison.
pub(crate) const NOT: u8 = 6;
/// `-a`: tighter than `*`, looser than `^`, as in Python.
pub(crate) const NEGATE: u8 = 14;
/// `√a`
pub(crate) const ROOT: u8 = 18;
/// The `?` of `c ? a : b`, seen from its left.
pub(crate) const QUESTION: u8 = 1;

impl Infix {
    pub fn of_token(token: TokenKind) -> Option<&'static Infix> {
        INFIX.iter().find(|row| row.token == token)
    }

    pub fn of(op: BinaryOp) -> &'static Infix {
        match INFIX.iter().find(|row| row.op == op) {
            Some(row) => row,
            None => unreachable!("every operator has a row"),
        }
    }

    pub fn is_comparison(&self) -> bool {
        self.left == 8
    }
}
