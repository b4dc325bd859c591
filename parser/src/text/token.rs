//! The tokens that text, LaTeX and Rust tokens are turned into before there is any grammar.

use crate::ast::{Span, Symbol};
use crate::error::Error;

/// A token and where it is written.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Token {
    pub kind: TokenKind,
    pub span: Span,
}

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum TokenKind {
    Number(f64),
    Name(Symbol),
    /// A power in superscript digits: `x²`, `x⁻¹`.
    Superscript(f64),
    Plus,
    Minus,
    Star,
    Slash,
    /// `^`, `**`
    Caret,
    At,
    Prime,
    /// `√`
    Root,
    Open,
    Close,
    OpenSquare,
    CloseSquare,
    Comma,
    Colon,
    Question,
    Semicolon,
    Assign,
    Equal,
    NotEqual,
    Less,
    LessEqual,
    Greater,
    GreaterEqual,
    And,
    Or,
    Not,
    /// `..`
    Range,
    Newline,
    /// Where the lexer stopped; [`Tokens::error`] says why.
    Invalid,
    End,
}

impl TokenKind {
    /// How the token is usually written.
    pub fn text(self) -> &'static str {
        use TokenKind::*;
        match self {
            Number(_) => "a number",
            Name(_) => "a name",
            Superscript(_) => "a superscript",
            Plus => "+",
            Minus => "-",
            Star => "*",
            Slash => "/",
            Caret => "^",
            At => "@",
            Prime => "'",
            Root => "√",
            Open => "(",
            Close => ")",
            OpenSquare => "[",
            CloseSquare => "]",
            Comma => ",",
            Colon => ":",
            Question => "?",
            Semicolon => ";",
            Assign => "=",
            Equal => "==",
            NotEqual => "!=",
            Less => "<",
            LessEqual => "<=",
            Greater => ">",
            GreaterEqual => ">=",
            And => "and",
            Or => "or",
            Not => "!",
            Range => "..",
            Newline => "a line break",
            Invalid => "an invalid character",
            End => "the end",
        }
    }

    /// Whether an operand can start here.
    pub fn starts_operand(self) -> bool {
        use TokenKind::*;
        matches!(self, Number(_) | Name(_) | Root | Open | Not)
    }

    /// Whether a line cannot end after this token.
    pub fn continues_line(self) -> bool {
        use TokenKind::*;
        matches!(
            self,
            Plus | Minus
                | Star
                | Slash
                | Caret
                | At
                | Root
                | Comma
                | Colon
                | Question
                | Assign
                | Equal
                | NotEqual
                | Less
                | LessEqual
                | Greater
                | GreaterEqual
                | And
                | Or
                | Not
                | Range
        )
    }
}

/// An operator of two characters.
pub(crate) fn pair(first: char, second: char) -> Option<TokenKind> {
    Some(match (first, second) {
        ('*', '*') => TokenKind::Caret,
        ('=', '=') => TokenKind::Equal,
        ('!', '=') => TokenKind::NotEqual,
        ('<', '=') => TokenKind::LessEqual,
        ('>', '=') => TokenKind::GreaterEqual,
        ('&', '&') => TokenKind::And,
        ('|', '|') => TokenKind::Or,
        ('.', '.') => TokenKind::Range,
        _ => return None,
    })
}

/// A token of one character.
pub(crate) fn single(c: char) -> Option<TokenKind> {
    Some(match c {
        '+' => TokenKind::Plus,
        '-' | '−' => TokenKind::Minus,
        '*' | '·' | '×' | '⋅' | '∗' => TokenKind::Star,
        '/' | '÷' | '∕' => TokenKind::Slash,
        '^' => TokenKind::Caret,
        '@' => TokenKind::At,
        '(' => TokenKind::Open,
        ')' => TokenKind::Close,
        '[' => TokenKind::OpenSquare,
        ']' => TokenKind::CloseSquare,
        '\'' => TokenKind::Prime,
        ',' => TokenKind::Comma,
        ':' => TokenKind::Colon,
        '?' => TokenKind::Question,
        ';' => TokenKind::Semicolon,
        '=' => TokenKind::Assign,
        '<' => TokenKind::Less,
        '>' => TokenKind::Greater,
        '!' => TokenKind::Not,
        '≤' => TokenKind::LessEqual,
        '≥' => TokenKind::GreaterEqual,
        '≠' => TokenKind::NotEqual,
        '√' => TokenKind::Root,
        '\n' => TokenKind::Newline,
        _ => return None,
    })
}

/// A token vector that ends with [`TokenKind::End`] or [`TokenKind::Invalid`].
#[derive(Debug)]
pub(crate) struct Tokens {
    pub tokens: Vec<Token>,
    /// Why the lexer stopped early. The grammar reports whichever error comes first.
    pub error: Option<Error>,
}
