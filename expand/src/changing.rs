//! Which methods change what they are called on: a caller does not see it.
//!
//! A macro sees one item at a time. So it remembers the methods of the blocks that it has seen, and where it is asked about a name that
//! it does not know, it looks into the file in which the caller stands. What is concluded wrongly, as there are methods of that name
//! elsewhere, the compiler refuses: what stands for a method that changes something has names of its own.

use chainrule_parser::table::Map;
use chainrule_rust as rust;
use proc_macro2::Span;
use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use syn::ext::IdentExt;

/// Of the methods of a name whether one changes what it is called on, and whether one does not.
type Methods = Map<String, (bool, bool)>;

static SEEN: Mutex<Option<Methods>> = Mutex::new(None);

thread_local! {
    /// The file in which the function stands that is read, and the methods of the files that were looked into.
    static FILES: RefCell<(PathBuf, Vec<(PathBuf, Methods)>)> = RefCell::default();
}

/// Remembers a method.
pub fn note(signature: &syn::Signature) {
    if let (Some((name, changes)), Ok(mut seen)) = (method(signature), SEEN.lock()) {
        add(seen.get_or_insert_default(), name, changes);
    }
}

/// Says where the function stands that is read next.
pub fn stands_at(span: Span) {
    let file = if proc_macro::is_available() { span.unwrap().local_file() } else { None };
    FILES.with_borrow_mut(|files| files.0 = file.unwrap_or_default());
}

/// Whether methods of this name change what they are called on, if they are alike in that as far as is known.
pub fn changes(name: &str) -> Option<bool> {
    let alike = |(changes, keeps): (bool, bool)| (changes != keeps).then_some(changes);
    let seen = SEEN.lock().ok().and_then(|seen| seen.as_ref().and_then(|seen| seen.get(name).copied()));
    match seen {
        Some(seen) => alike(seen),
        None => FILES.with_borrow_mut(|(file, known)| {
            if !known.iter().any(|k| k.0 == *file) {
                known.push((file.clone(), in_file(file)));
            }
            let methods = known.iter().find(|k| k.0 == *file)?;
            methods.1.get(name).copied().and_then(alike)
        }),
    }
}

/// The name of a method, and whether it changes what it is called on.
fn method(signature: &syn::Signature) -> Option<(String, bool)> {
    let receiver = signature.receiver()?;
    Some((signature.ident.unraw().to_string(), rust::changes(receiver)))
}

fn add(methods: &mut Methods, name: String, changes: bool) {
    let known = methods.entry(name).or_default();
    known.0 |= changes;
    known.1 |= !changes;
}

/// The methods in the blocks of a file.
fn in_file(file: &Path) -> Methods {
    let mut out = Methods::default();
    let parsed = std::fs::read_to_string(file).ok().and_then(|text| syn::parse_file(&text).ok());
    let mut left = parsed.map(|file| file.items).unwrap_or_default();
    while let Some(item) = left.pop() {
        match item {
            syn::Item::Mod(module) => left.extend(module.content.map(|(_, items)| items).unwrap_or_default()),
            syn::Item::Impl(block) => {
                for item in &block.items {
                    if let syn::ImplItem::Fn(f) = item
                        && let Some((name, changes)) = method(&f.sig)
                    {
                        add(&mut out, name, changes);
                    }
                }
            }
            syn::Item::Fn(f) => left.extend(f.block.stmts.into_iter().filter_map(|statement| match statement {
                syn::Stmt::Item(item) => Some(item),
                _ => None,
            })),
            _ => {}
        }
    }
    out
}
