//! An item of a name that stands twice in one place: the compiler says so, and would say it again of all that is made beside it.
//!
//! A macro sees one item at a time. So it remembers where there was one of this name, and where there was one in the same file,
//! looks into that whether the two stand beside each other: then what is between them is whole statements.

use chainrule_parser::list::CollectVec;
use chainrule_parser::table::Map;
use proc_macro2::{Ident, Span};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use syn::parse::Parser as _;

/// How an item is written.
#[derive(Clone, Copy, PartialEq)]
pub enum Written {
    /// As it is.
    Plainly,
    /// In the braces of `formula!`.
    InMacro,
    /// As the function that a rule is for, `#[custom_gradient(of = name)]`.
    OfRule,
}

impl Written {
    /// An item of this kind whose name is left out: what stands before it, and what stands after it.
    fn around(self, keyword: &str) -> [String; 2] {
        let end = if keyword == "fn" { "() {}" } else { ";" };
        match self {
            Written::Plainly => [format!("{keyword} "), end.to_owned()],
            Written::InMacro => [format!("formula! {{ {keyword} "), format!("{end} }}")],
            Written::OfRule => ["#[custom_gradient(of = ".to_owned(), ")] fn rule() {}".to_owned()],
        }
    }
}

/// A file, and a line and a column in it, both from 1.
#[derive(Clone, PartialEq)]
struct Place {
    file: PathBuf,
    line: usize,
    column: usize,
}

impl Place {
    /// Where something begins; none outside of a compiler.
    fn of(span: Span) -> Option<Place> {
        if !proc_macro::is_available() {
            return None;
        }
        let span = span.unwrap();
        let file = span.local_file().filter(|file| file != Path::new(""))?;
        Some(Place { file, line: span.line(), column: span.column() })
    }

    fn before(&self, other: &Place) -> bool {
        (self.line, self.column) < (other.line, other.column)
    }
}

/// The places of the items of a name.
type Places = Vec<(Place, Written)>;

static SEEN: Mutex<Option<Map<String, Places>>> = Mutex::new(None);

/// Those that were there before under a key. All are kept.
fn remember(key: String, place: &Place, written: Written) -> Places {
    let Ok(mut seen) = SEEN.lock() else { return Vec::new() };
    let seen = seen.get_or_insert_default();
    let places = seen.get(&key).cloned().unwrap_or_default();
    if !places.iter().any(|other| other.0 == *place) {
        let all = places.iter().cloned().chain([(place.clone(), written)]).collect_vec();
        seen.insert(key, all);
    }
    places
}

/// How the first item of a name is written, if this, `fn` or `struct`, is the second one where it stands, as far as that can be seen.
pub fn first_of(keyword: &str, name: &Ident, written: Written) -> Option<Written> {
    let place = Place::of(name.span())?;
    let mut others = remember(format!("{keyword} {name}"), &place, written);
    others.retain(|other| other.0.file == place.file && other.0 != place);
    if others.is_empty() {
        return None;
    }
    let text = std::fs::read_to_string(&place.file).ok()?;
    let own = (place, written);
    let together = |other: &&(Place, Written)| {
        let (first, second) = if other.0.before(&own.0) { (*other, &own) } else { (&own, *other) };
        stand_together(&text, keyword, &name.to_string(), (&first.0, first.1), (&second.0, second.1))
    };
    others.iter().find(together).map(|other| other.1)
}

/// What is wrong where a function has a derivative of its own, and one by a rule.
pub fn a_rule_and_a_derivative(name: &Ident) -> String {
    format!("`{name}` has `#[gradient]` and a rule of its own, `#[custom_gradient(of = {name})]`: leave one of the two out")
}

/// Whether the derive at this place stands before a struct that has it already.
pub fn is_derived_twice(name: &Ident, derive: Span) -> bool {
    let (Some(item), Some(place)) = (Place::of(name.span()), Place::of(derive)) else { return false };
    let key = format!("derive {name} {} {}", item.line, item.column);
    let mut others = remember(key, &place, Written::Plainly);
    others.retain(|other| other.0.file == place.file && item.file == place.file && other.0 != place);
    if others.is_empty() {
        return false;
    }
    let Ok(text) = std::fs::read_to_string(&place.file) else { return false };
    others.iter().any(|other| {
        let (first, second) = if other.0.before(&place) { (&other.0, &place) } else { (&place, &other.0) };
        derive_together(&text, first, second)
    })
}

/// The text from one place to another.
fn between<'a>(text: &'a str, first: &Place, second: &Place) -> Option<&'a str> {
    let at = |place: &Place| {
        let before: usize = text.split_inclusive('\n').take(place.line - 1).map(str::len).sum();
        let line = text[before..].lines().next()?;
        let column = line.char_indices().map(|(at, _)| at).chain([line.len()]).nth(place.column - 1)?;
        Some(before + column)
    };
    text.get(at(first)?..at(second)?)
}

/// Whether two items of a name have it at these places, with nothing but statements from one to the other.
fn stand_together(text: &str, keyword: &str, name: &str, first: (&Place, Written), second: (&Place, Written)) -> bool {
    let Some(between) = between(text, first.0, second.0) else { return false };
    let ([begin, _], [_, end]) = (first.1.around(keyword), second.1.around(keyword));
    syn::Block::parse_within.parse_str(&format!("{begin}{between}{name}{end}")).is_ok()
}

/// Whether two derives at these places stand before the same item: between them are names and attributes.
fn derive_together(text: &str, first: &Place, second: &Place) -> bool {
    let between = between(text, first, second);
    between.is_some_and(|between| syn::parse_str::<syn::DeriveInput>(&format!("#[derive({between}Gradient)] struct Item;")).is_ok())
}

#[cfg(test)]
mod tests {
    use super::{Place, Written, derive_together, stand_together};

    /// The place of a part of a text.
    fn place(text: &str, at: usize) -> Place {
        let before = &text[..at];
        let line = before.matches('\n').count() + 1;
        Place { file: "lib.rs".into(), line, column: before.rsplit('\n').next().unwrap().chars().count() + 1 }
    }

    /// Of the first two items whose name stands after these words.
    fn together(text: &str, words: [&str; 2], written: [Written; 2]) -> bool {
        let (keyword, name) = words[0].split_once(' ').unwrap();
        let named = |words: &str, from: usize| {
            let at = from + text[from..].find(words).unwrap();
            at + words.len() - name.len()
        };
        let first = named(words[0], 0);
        let second = named(words[1], first);
        stand_together(text, keyword, name, (&place(text, first), written[0]), (&place(text, second), written[1]))
    }

    #[test]
    fn items_beside_each_other() {
        let plain = [Written::Plainly; 2];
        assert!(together("fn f() {}\n\nconst A: f64 = 1.0;\n#[gradient]\npub fn f() {}\n", ["fn f"; 2], plain));
        assert!(together("fn f() {} fn f() {}", ["fn f"; 2], plain));
        assert!(together("/* é */ struct A; /* é */ struct A;", ["struct A"; 2], plain));
        assert!(!together("mod a {\n    fn f() {}\n}\nfn f() {}\n", ["fn f"; 2], plain));
        assert!(!together("fn f() {}\nmod a {\n    fn f() {}\n}\n", ["fn f"; 2], plain));
        assert!(!together("mod a { fn f() {} } mod b { fn f() {} }", ["fn f"; 2], plain));
        assert!(!together("each! { a => fn f() {}\n b => fn f() {}\n }", ["fn f"; 2], plain));
    }

    #[test]
    fn formulas_beside_each_other() {
        let (plain, formula) = (Written::Plainly, Written::InMacro);
        assert!(together("formula! { pub fn f(x) = \"x\"; }\nformula! { fn f(x) = x; }", ["fn f"; 2], [formula; 2]));
        assert!(together("formula! { fn f(x) = \"x\"; /// f\n fn f(x) = x; }", ["fn f"; 2], [formula; 2]));
        assert!(together("formula! { fn f(x) = x; } #[gradient] fn f() {}", ["fn f"; 2], [formula, plain]));
        assert!(together("fn f() {} formula! { fn f(x) = x; }", ["fn f"; 2], [plain, formula]));
        assert!(!together("mod a { formula! { fn f(x) = x; } } mod b { formula! { fn f(x) = x; } }", ["fn f"; 2], [formula; 2]));
    }

    #[test]
    fn rules_beside_functions() {
        let (plain, rule) = (Written::Plainly, Written::OfRule);
        let words = ["fn f", "of = f"];
        assert!(together("#[gradient] fn f() {} #[custom_gradient(of = f)] fn g() {}", words, [plain, rule]));
        assert!(!together("mod a { fn f() {} } #[custom_gradient(of = f)] fn g() {}", words, [plain, rule]));
    }

    #[test]
    fn derives_of_one_struct() {
        let twice = |text: &str| {
            let mut places = text.match_indices("Gradient").map(|(at, _)| place(text, at));
            derive_together(text, &places.next().unwrap(), &places.next().unwrap())
        };
        assert!(twice("#[derive(Gradient, Clone, Gradient)] struct A { k: f64 }"));
        assert!(twice("#[derive(Gradient)]\n#[objective(f(x) = \"k*x\")]\n#[derive(Gradient)]\nstruct A { k: f64 }"));
        assert!(!twice("m! { mod a { #[derive(Gradient)] struct A; } mod b { #[derive(Gradient)] struct A; } }"));
    }
}
