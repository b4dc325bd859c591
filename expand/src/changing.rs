//! Which methods change what they are called on, and which structs derive `Gradient`: a caller does not see it.
//!
//! A macro sees one item at a time. So it remembers the blocks and structs that it has seen, and where it is asked about a name that
//! it does not know, it looks into the file in which the caller stands. What is concluded wrongly, as there are methods of that name
//! elsewhere, the compiler refuses: what stands for a method that changes something has names of its own.

use chainrule_parser::table::{Map, Set};
use chainrule_rust as rust;
use proc_macro2::Span;
use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use syn::ext::IdentExt;
use syn::punctuated::Punctuated;

/// Of the methods of a name whether one changes what it is called on, and whether one does not.
type Methods = Map<String, (bool, bool)>;

/// What is known of the items of a crate, or of a file.
#[derive(Default)]
struct Known {
    methods: Methods,
    /// The names of the structs that derive `Gradient`.
    structs: Set<String>,
}

static SEEN: Mutex<Option<Known>> = Mutex::new(None);

thread_local! {
    /// The file in which the function stands that is read, and what is in the files that were looked into.
    static FILES: RefCell<(PathBuf, Vec<(PathBuf, Known)>)> = RefCell::default();
}

/// Remembers a method.
pub fn note(signature: &syn::Signature) {
    if let (Some((name, changes)), Ok(mut seen)) = (method(signature), SEEN.lock()) {
        add(&mut seen.get_or_insert_default().methods, name, changes);
    }
}

/// Remembers a struct that derives `Gradient`.
pub fn note_struct(name: &syn::Ident) {
    if let Ok(mut seen) = SEEN.lock() {
        seen.get_or_insert_default().structs.insert(name.unraw().to_string());
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
    let seen = SEEN.lock().ok().and_then(|seen| seen.as_ref().and_then(|seen| seen.methods.get(name).copied()));
    match seen {
        Some(seen) => alike(seen),
        None => of_file(|known| known.methods.get(name).copied().and_then(alike)),
    }
}

/// Whether a struct of this name derives `Gradient`, as far as is known.
pub fn derives(name: &str) -> bool {
    SEEN.lock().is_ok_and(|seen| seen.as_ref().is_some_and(|seen| seen.structs.contains(name)))
        || of_file(|known| known.structs.contains(name).then_some(())).is_some()
}

/// What is known of the file in which the function stands that is read.
fn of_file<T>(find: impl FnOnce(&Known) -> Option<T>) -> Option<T> {
    FILES.with_borrow_mut(|(file, known)| {
        if !known.iter().any(|k| k.0 == *file) {
            known.push((file.clone(), in_file(file)));
        }
        known.iter().find(|k| k.0 == *file).and_then(|known| find(&known.1))
    })
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

/// The methods in the blocks of a file, and the structs in it.
fn in_file(file: &Path) -> Known {
    let mut out = Known::default();
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
                        add(&mut out.methods, name, changes);
                    }
                }
            }
            syn::Item::Struct(item) => {
                let derives = |path: &syn::Path| path.segments.last().is_some_and(|s| s.ident == "Gradient");
                let derived = item.attrs.iter().filter(|a| a.path().is_ident("derive")).any(|a| {
                    let paths = a.parse_args_with(Punctuated::<syn::Path, syn::Token![,]>::parse_terminated);
                    paths.is_ok_and(|paths| paths.iter().any(derives))
                });
                if derived {
                    out.structs.insert(item.ident.unraw().to_string());
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
