//! Failures, and how they are shown.

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};
use chainrule_run::Error;
use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};

/// Why the command stops.
#[derive(Debug)]
pub enum Failure {
    /// A formula or model that is refused; the text, and the file it is from.
    Formula {
        /// What is wrong.
        error: Box<Error>,
        /// The text.
        source: String,
        /// Where the text is from.
        path: Option<PathBuf>,
    },
    /// Anything else that is wrong with what was given.
    Input {
        /// What is wrong.
        message: String,
        /// What to do about it.
        hint: Option<String>,
    },
    /// The output cannot be written.
    Output(std::io::Error),
}

impl Failure {
    /// Bad input without a place.
    pub fn input(message: impl Into<String>) -> Failure {
        Failure::Input { message: message.into(), hint: None }
    }

    /// Bad input and what to do about it.
    pub fn with_hint(message: impl Into<String>, hint: impl Into<String>) -> Failure {
        Failure::Input { message: message.into(), hint: Some(hint.into()) }
    }

    /// A formula that is refused.
    pub fn formula(error: Error, source: &str) -> Failure {
        Failure::Formula { error: Box::new(error), source: source.to_owned(), path: None }
    }

    /// A model that is refused.
    pub fn model(error: Error, source: &str, path: &Path) -> Failure {
        Failure::Formula { error: Box::new(error), source: source.to_owned(), path: Some(path.to_owned()) }
    }

    /// Says which file is meant.
    pub fn about(self, path: &Path) -> Failure {
        match self {
            Failure::Input { message, hint } => Failure::Input { message: format!("`{}`: {message}", path.display()), hint },
            other => other,
        }
    }

    /// Whether whoever reads the output has seen enough.
    pub fn is_closed(&self) -> bool {
        matches!(self, Failure::Output(error) if error.kind() == std::io::ErrorKind::BrokenPipe)
    }

    /// 2 for bad input, 1 for what is no fault of the input.
    pub fn exit_code(&self) -> u8 {
        match self {
            Failure::Output(_) => 1,
            _ => 2,
        }
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Failure {
        Failure::Output(error)
    }
}

/// Writes to standard error.
pub fn print(failure: &Failure) {
    let mut stream = std::io::stderr().lock();
    let coloured = stream.is_terminal() && std::env::var_os("NO_COLOR").is_none();
    let text = render(failure, coloured);
    // Nobody is left to tell that standard error is closed.
    let _ = writeln!(stream, "{text}");
}

/// Something that was given, as a message shows it: not more than a line of it.
pub fn shortened(text: &str) -> String {
    const MOST: usize = 60;
    match text.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}...", &text[..end]),
        None => text.to_owned(),
    }
}

/// The longest source line that is shown whole.
const LONGEST: usize = 400;

fn render(failure: &Failure, coloured: bool) -> String {
    let renderer = if coloured { Renderer::styled() } else { Renderer::plain() };
    let titled = |message: String, hint: Option<&str>| {
        let title = Level::ERROR.primary_title(message);
        match hint {
            Some(hint) => renderer.render(&[title.element(Level::HELP.message(hint.to_owned()))]),
            None => renderer.render(&[annotate_snippets::Group::with_title(title)]),
        }
    };
    match failure {
        Failure::Output(error) => titled(format!("cannot write: {error}"), None),
        Failure::Input { message, hint } => titled(message.clone(), hint.as_deref()),
        Failure::Formula { error, source, path } => {
            let Some(span) = error.inner().span() else {
                return titled(error.message().to_owned(), error.hint());
            };
            let place = line_of(source, span.start as usize);
            if place.len() > LONGEST {
                return format!("error: {error}");
            }
            let range = |span: chainrule_parser::ast::Span| {
                let start = boundary(source, span.start as usize);
                let end = boundary(source, span.end as usize).max(start);
                // A place of many lines is shown by its first one.
                let line_end = source[start..end].find('\n').map_or(end, |n| start + n);
                start..line_end
            };
            let mut snippet = Snippet::source(source.as_str())
                .path(path.as_ref().map(|p| p.display().to_string()))
                .annotation(AnnotationKind::Primary.span(range(span)));
            if let Some((span, note)) = error.inner().related()
                && line_of(source, span.start as usize).len() <= LONGEST
            {
                let note = AnnotationKind::Context.span(range(span)).label(note.to_owned());
                snippet = snippet.annotation(note);
            }
            let mut group = Level::ERROR.primary_title(error.message()).element(snippet);
            if let Some(hint) = error.hint() {
                group = group.element(Level::HELP.message(hint.to_owned()));
            }
            renderer.render(&[group])
        }
    }
}

fn boundary(source: &str, at: usize) -> usize {
    (0..=at.min(source.len())).rev().find(|at| source.is_char_boundary(*at)).unwrap_or(0)
}

fn line_of(source: &str, at: usize) -> &str {
    let at = boundary(source, at);
    let start = source[..at].rfind('\n').map_or(0, |p| p + 1);
    source[start..].lines().next().unwrap_or("")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        let error = chainrule_run::parse(text).unwrap_err();
        render(&Failure::formula(error, text), false)
    }

    #[test]
    fn a_caret_stands_under_the_place() {
        let text = shown("2*x + sigmod(y)");
        assert!(text.contains("1 | 2*x + sigmod(y)"), "{text}");
        assert!(text.contains("|       ^^^^^^"), "{text}");
        assert!(text.contains("did you mean `sigmoid`?"), "{text}");
    }

    #[test]
    fn the_end_is_a_place() {
        assert!(shown("2*x +").contains('^'));
        assert!(shown("").contains("error"));
    }

    #[test]
    fn long_lines_are_cut() {
        let text = format!("{} + )", "x + ".repeat(100_000));
        assert!(shown(&text).len() < 1000);
    }
}
