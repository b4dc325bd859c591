//! Which methods change what they are called on, which structs derive `Gradient`, and which functions return one: a caller does not
//! see it.
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
    /// What functions of a name return, if that is a type of one name in all of them.
    returns: Map<String, Option<String>>,
}

impl Known {
    /// Adds a function, of the type of a block if it is in one.
    fn add(&mut self, signature: &syn::Signature, of: Option<&syn::Type>) {
        if let Some((name, changes)) = method(signature) {
            let known = self.methods.entry(name).or_default();
            known.0 |= changes;
            known.1 |= !changes;
        }
        let returned = match &signature.output {
            syn::ReturnType::Type(_, ty) => named(ty).and_then(|name| if name == "Self" { named(of?) } else { Some(name) }),
            syn::ReturnType::Default => None,
        };
        let name = signature.ident.unraw().to_string();
        let known = self.returns.entry(name).or_insert_with(|| returned.clone());
        if *known != returned {
            *known = None;
        }
    }
}

/// The name of a type, if it has one.
fn named(ty: &syn::Type) -> Option<String> {
    match ty {
        syn::Type::Path(path) => path.path.segments.last().map(|last| last.ident.unraw().to_string()),
        _ => None,
    }
}

static SEEN: Mutex<Option<Known>> = Mutex::new(None);

thread_local! {
    /// The file in which the function stands that is read, and what is in the files that were looked into.
    static FILES: RefCell<(PathBuf, Vec<(PathBuf, Known)>)> = RefCell::default();
}

/// Remembers a function, of the type of a block if it is in one.
pub fn note(signature: &syn::Signature, of: Option<&syn::Type>) {
    if let Ok(mut seen) = SEEN.lock() {
        seen.get_or_insert_default().add(signature, of);
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
    let (changes, keeps) = known(|known| known.methods.get(name).copied())?;
    (changes != keeps).then_some(changes)
}

/// Whether a struct of this name derives `Gradient`, as far as is known.
pub fn derives(name: &str) -> bool {
    known(|known| known.structs.contains(name).then_some(())).is_some()
}

/// Whether functions of a name return a struct that derives `Gradient`, as far as is known.
pub fn returns_struct(name: &str) -> bool {
    // For a number no file has to be read.
    known(|known| known.returns.get(name).cloned()).flatten().is_some_and(|name| !matches!(&*name, "f64" | "f32") && derives(&name))
}

/// What is known from the items that were seen, or else from the file in which the function stands that is read.
fn known<T>(find: impl Fn(&Known) -> Option<T>) -> Option<T> {
    let seen = SEEN.lock().ok().and_then(|seen| seen.as_ref().and_then(&find));
    seen.or_else(|| {
        FILES.with_borrow_mut(|(file, known)| {
            if !known.iter().any(|k| k.0 == *file) {
                known.push((file.clone(), in_file(file)));
            }
            known.iter().find(|k| k.0 == *file).and_then(|known| find(&known.1))
        })
    })
}

/// The name of a method, and whether it changes what it is called on.
fn method(signature: &syn::Signature) -> Option<(String, bool)> {
    let receiver = signature.receiver()?;
    Some((signature.ident.unraw().to_string(), rust::changes(receiver)))
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
                    if let syn::ImplItem::Fn(f) = item {
                        out.add(&f.sig, Some(&block.self_ty));
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
            syn::Item::Fn(f) => {
                out.add(&f.sig, None);
                left.extend(f.block.stmts.into_iter().filter_map(|statement| match statement {
                    syn::Stmt::Item(item) => Some(item),
                    _ => None,
                }));
            }
            _ => {}
        }
    }
    out
}
