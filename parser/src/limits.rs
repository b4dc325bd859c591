//! How much input is read before the parser gives up with a clean error.

use crate::ast::Span;
use crate::error::Error;

/// Bounds on what is parsed.
///
/// The parser keeps its own stack, so no input can overflow the thread's; these bounds only keep the
/// memory that untrusted text can ask for within reason. A bound that is exceeded gives an error
/// that names it.
///
/// ```
/// use chainrule_parser::{Limits, parse_expression_with};
///
/// let limits = Limits::default().max_nesting(2);
/// assert!(parse_expression_with("((x))", &limits).is_ok());
/// let error = parse_expression_with("(((x)))", &limits).unwrap_err();
/// assert!(error.to_string().contains("max_nesting"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    pub(crate) bytes: usize,
    pub(crate) nesting: usize,
    pub(crate) nodes: usize,
    pub(crate) name_bytes: usize,
}

impl Default for Limits {
    /// 4 MiB of text, 10^6 levels of nesting, 4 * 10^6 nodes, names of 1000 bytes.
    fn default() -> Self {
        Limits { bytes: 4 << 20, nesting: 1_000_000, nodes: 4_000_000, name_bytes: 1000 }
    }
}

impl Limits {
    /// The most bytes of text (4 MiB unless said otherwise, 4 GiB at most).
    pub fn max_bytes(mut self, bytes: usize) -> Self {
        self.bytes = bytes.min(u32::MAX as usize - 1);
        self
    }

    /// How deep brackets, calls, prefix operators and pending right operands may nest (10^6).
    pub fn max_nesting(mut self, levels: usize) -> Self {
        self.nesting = levels;
        self
    }

    /// The most nodes in the syntax tree (4 * 10^6).
    pub fn max_nodes(mut self, nodes: usize) -> Self {
        self.nodes = nodes.min(u32::MAX as usize);
        self
    }

    /// The most bytes in one name (1000).
    pub fn max_name_bytes(mut self, bytes: usize) -> Self {
        self.name_bytes = bytes;
        self
    }

    pub(crate) fn check_bytes(&self, source: &str) -> Result<(), Error> {
        if source.len() <= self.bytes {
            return Ok(());
        }
        let message = format!("the text has {} bytes, more than the limit `max_bytes` of {}", source.len(), self.bytes);
        Err(Error::general(message).with_hint(raise("max_bytes")))
    }

    pub(crate) fn check_name(&self, text: &str, span: Span) -> Result<(), Error> {
        if text.len() <= self.name_bytes {
            return Ok(());
        }
        let message = format!("a name of {} bytes is longer than the limit `max_name_bytes` of {}", text.len(), self.name_bytes);
        Err(Error::new(message, span).with_hint(raise("max_name_bytes")))
    }

    pub(crate) fn check_nesting(&self, depth: usize, span: Span) -> Result<(), Error> {
        if depth <= self.nesting {
            return Ok(());
        }
        let message = format!("nested deeper than the limit `max_nesting` of {}", self.nesting);
        Err(Error::new(message, span).with_hint(raise("max_nesting")))
    }

    pub(crate) fn check_nodes(&self, nodes: usize, span: Span) -> Result<(), Error> {
        if nodes <= self.nodes {
            return Ok(());
        }
        let message = format!("more than `max_nodes` = {} nodes", self.nodes);
        Err(Error::new(message, span).with_hint(raise("max_nodes")))
    }
}

fn raise(limit: &str) -> String {
    format!("raise it with `Limits::{limit}`")
}
