//! The one error type of parsing and lowering: what is wrong, where, and what to do about it.

use crate::ast::Span;
use std::fmt;

/// Why a text was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    message: String,
    span: Option<Span>,
    hint: Option<String>,
    /// A second place that matters ("first defined here").
    related: Option<(Span, String)>,
}

impl Error {
    /// An error at a place. The message is one sentence without a full stop.
    pub fn new(message: impl Into<String>, span: Span) -> Self {
        Error { message: message.into(), span: Some(span), hint: None, related: None }
    }

    /// An error that no place in the text causes.
    pub fn general(message: impl Into<String>) -> Self {
        Error { message: message.into(), span: None, hint: None, related: None }
    }

    /// Says what to write instead.
    pub fn with_hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Points at a second place.
    pub fn with_related(mut self, span: Span, note: impl Into<String>) -> Self {
        self.related = Some((span, note.into()));
        self
    }

    /// What is wrong.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// Where, in bytes.
    pub fn span(&self) -> Option<Span> {
        self.span
    }

    /// What to do about it.
    pub fn hint(&self) -> Option<&str> {
        self.hint.as_deref()
    }

    /// A second place that matters.
    pub fn related(&self) -> Option<(Span, &str)> {
        self.related.as_ref().map(|(s, n)| (*s, n.as_str()))
    }

    /// Line and column of the error in `source`, from 1, in characters.
    pub fn position(&self, source: &str) -> Option<(usize, usize)> {
        self.span.map(|s| line_column(source, s.start as usize))
    }

    /// The message with the line it is about and a caret under the place.
    pub fn render(&self, source: &str) -> String {
        let mut out = self.message.clone();
        if let Some(span) = self.span {
            draw(&mut out, source, span, "");
        }
        if let Some((span, note)) = &self.related {
            draw(&mut out, source, *span, note);
        }
        if let Some(hint) = &self.hint {
            out.push_str("\nhelp: ");
            out.push_str(hint);
        }
        out
    }
}

/// Appends the source line of `span`, cut to a readable width, and carets under it.
fn draw(out: &mut String, source: &str, span: Span, note: &str) {
    let start = floor_boundary(source, span.start as usize);
    let (line, column) = line_column(source, start);
    let line_start = source[..start].rfind('\n').map_or(0, |p| p + 1);
    let text = source[line_start..].split(['\n', '\r']).next().unwrap_or("");
    // A long line is cut around the place so that the caret stays in sight.
    let skip = (column - 1).saturating_sub(60);
    let shown: String = text.chars().skip(skip).take(100).map(|c| if c.is_control() { ' ' } else { c }).collect();
    let end = floor_boundary(source, span.end as usize).max(start);
    let width = source[start..end].chars().take_while(|c| *c != '\n').count().clamp(1, 100);
    let gutter = line.to_string();
    let pad = " ".repeat(gutter.len());
    out.push_str(&format!(
        "\n{pad} |\n{gutter} | {shown}\n{pad} | {}{}{}{}",
        " ".repeat(column - 1 - skip),
        "^".repeat(width),
        if note.is_empty() { "" } else { " " },
        note
    ));
}

fn floor_boundary(source: &str, mut at: usize) -> usize {
    at = at.min(source.len());
    while !source.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// Line and column of a byte offset, from 1, in characters.
pub fn line_column(source: &str, offset: usize) -> (usize, usize) {
    let before = &source[..floor_boundary(source, offset)];
    let line_start = before.rfind('\n').map_or(0, |p| p + 1);
    (before.matches('\n').count() + 1, before[line_start..].chars().count() + 1)
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        if let Some(hint) = &self.hint {
            write!(f, "; {hint}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Error {}
