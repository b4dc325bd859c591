//! An item of a name that stands twice in one place: the compiler says so, and would say it again of all that is made beside it.
//!
//! A macro sees one item at a time. So it remembers where there was one of this name, and where there was one in the same file,
//! looks into that whether the two stand beside each other: then what is between them is whole statements.

use chainrule_parser::list::CollectVec;
use chainrule_parser::table::Map;
use proc_macro2::Ident;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use syn::parse::Parser as _;

/// The places of the items of a name: files and lines.
type Places = Vec<(PathBuf, usize)>;

static SEEN: Mutex<Option<Map<String, Places>>> = Mutex::new(None);

/// Whether an item, `fn` or `struct`, is the second one of its name where it stands, as far as that can be seen.
pub fn is_second(keyword: &str, name: &Ident) -> bool {
    let Some(place) = place_of(name) else { return false };
    let Ok(mut seen) = SEEN.lock() else { return false };
    let (seen, head) = (seen.get_or_insert_default(), format!("{keyword} {name}"));
    let places = seen.get(&head).map(Vec::as_slice).unwrap_or_default();
    let others = places.iter().filter(|other| other.0 == place.0 && other.1 != place.1).map(|other| other.1);
    let mut others = others.peekable();
    if others.peek().is_some() {
        let Ok(text) = std::fs::read_to_string(&place.0) else { return false };
        if others.any(|other| stand_together(&text, &head, place.1.min(other), place.1.max(other))) {
            return true;
        }
    }
    drop(others);
    if !places.contains(&place) {
        let places = places.iter().cloned().chain([place]).collect_vec();
        seen.insert(head, places);
    }
    false
}

/// The file and the line of a name; none outside of a compiler.
fn place_of(name: &Ident) -> Option<(PathBuf, usize)> {
    if !proc_macro::is_available() {
        return None;
    }
    let span = name.span().unwrap();
    Some((span.local_file().filter(|file| file != Path::new(""))?, span.line()))
}

/// Whether two items that begin alike stand in these lines, with nothing but statements from one to the other.
fn stand_together(text: &str, head: &str, first: usize, second: usize) -> bool {
    let begin = |line: usize| {
        let before: usize = text.split_inclusive('\n').take(line - 1).map(str::len).sum();
        let line = text[before..].lines().next()?;
        line.find(head).map(|at| before + at)
    };
    let (Some(first), Some(second)) = (begin(first), begin(second)) else { return false };
    let between = format!("{}{head}", text.get(first..second).unwrap_or_default());
    let ended = if head.starts_with("fn") { format!("{between}() {{}}") } else { format!("{between};") };
    syn::Block::parse_within.parse_str(&ended).is_ok()
}

#[cfg(test)]
mod tests {
    use super::stand_together;

    #[test]
    fn items_beside_each_other() {
        let together = "fn f() {}\n\nconst A: f64 = 1.0;\n#[gradient]\npub fn f() {}\n";
        assert!(stand_together(together, "fn f", 1, 5));
        let apart = "mod a {\n    fn f() {}\n}\nfn f() {}\n";
        assert!(!stand_together(apart, "fn f", 2, 4));
        let inside = "fn f() {}\nmod a {\n    fn f() {}\n}\n";
        assert!(!stand_together(inside, "fn f", 1, 3));
        let of_a_macro = "each! { a => fn f() {}\n b => fn f() {}\n }";
        assert!(!stand_together(of_a_macro, "fn f", 1, 2));
        assert!(!stand_together("fn g() {}\nfn f() {}\n", "fn f", 1, 2));
    }
}
