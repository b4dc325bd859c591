//! Takes the functions that `functions.txt` names from the sources of published crates, puts `#[gradient]` on them,
//! and writes them to `real.rs`, a module for each. Cargo fetches the sources like those of any dependency; they are
//! read where Cargo keeps them.

use quote::ToTokens;
use std::collections::HashMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A package as Cargo knows it.
struct Package {
    root: PathBuf,
    title: String,
}

/// A module to be written.
#[derive(Default)]
struct Module {
    name: String,
    /// For each file: package, path, the module inside that its items go to, and the items.
    files: Vec<(String, String, Option<String>, Vec<String>)>,
    uses: Vec<String>,
    changes: Vec<(String, String)>,
}

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=functions.txt");
    println!("cargo::rerun-if-changed=refused.txt");
    println!("cargo::rerun-if-changed=Cargo.toml");
    let packages = packages();
    let table = std::fs::read_to_string("functions.txt").expect("functions.txt is beside build.rs");
    let mut out = String::new();
    for module in read_table(&table) {
        write_module(&module, &packages, &mut out);
    }
    write_refused(&std::fs::read_to_string("refused.txt").expect("refused.txt is beside build.rs"), &packages, &mut out);
    let to = Path::new(&std::env::var_os("OUT_DIR").expect("Cargo sets it")).join("real.rs");
    std::fs::write(to, out).expect("the output can be written");
}

fn packages() -> HashMap<String, Package> {
    let cargo = std::env::var_os("CARGO").expect("Cargo sets it");
    let output = Command::new(cargo).args(["metadata", "--format-version", "1"]).output().expect("cargo runs");
    assert!(output.status.success(), "cargo metadata: {}", String::from_utf8_lossy(&output.stderr));
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout).expect("cargo writes JSON");
    let text = |v: &serde_json::Value| v.as_str().unwrap_or_default().to_owned();
    let packages = metadata["packages"].as_array().expect("a list of packages");
    let package = |p: &serde_json::Value| {
        let root = Path::new(&text(&p["manifest_path"])).parent().expect("a manifest is in a folder").to_owned();
        (text(&p["name"]), Package { root, title: format!("{} {}, {}", text(&p["name"]), text(&p["version"]), text(&p["license"])) })
    };
    packages.iter().map(package).collect()
}

/// A line without indentation begins a module; those below it say what is in it. `#` begins a comment.
fn read_table(text: &str) -> Vec<Module> {
    let mut modules: Vec<Module> = Vec::new();
    for line in text.lines().map(|l| l.split(" #").next().unwrap_or_default()).filter(|l| !l.trim().is_empty() && !l.starts_with('#')) {
        if !line.starts_with(' ') {
            modules.push(Module { name: line.trim().to_owned(), ..Module::default() });
            continue;
        }
        let module = modules.last_mut().expect("a module begins before its lines");
        let line = line.trim();
        if let Some(text) = line.strip_prefix("use ") {
            module.uses.push(format!("use {text};"));
        } else if let Some(text) = line.strip_prefix("change ") {
            let (from, to) = text.split_once(" =>").expect("`change a => b`");
            module.changes.push((from.to_owned(), to.trim().to_owned()));
        } else {
            let (place, items) = line.split_once(": ").expect("`package file: items`");
            let (file, inner) = match place.split_once(" -> ") {
                Some((file, inner)) => (file, Some(inner.to_owned())),
                None => (place, None),
            };
            let (package, path) = file.split_once(' ').expect("`package file`");
            let items = items.split(' ').map(str::to_owned).collect();
            module.files.push((package.to_owned(), path.to_owned(), inner, items));
        }
    }
    modules
}

fn write_module(module: &Module, packages: &HashMap<String, Package>, out: &mut String) {
    let (mut body, mut source, mut from) = (String::new(), String::new(), Vec::new());
    for (package, path, inner, items) in &module.files {
        let package = packages.get(package).unwrap_or_else(|| panic!("`{package}` is not in Cargo.toml"));
        from.push(format!("`{path}` of {}", package.title));
        let text = std::fs::read_to_string(package.root.join(path)).unwrap_or_else(|e| panic!("{path} of {}: {e}", package.title));
        let file = syn::parse_file(&text).unwrap_or_else(|e| panic!("{path}: {e}"));
        let mut written = String::new();
        for wanted in items {
            let marked = wanted.strip_prefix(['*', '+']);
            let name = marked.unwrap_or(wanted);
            let mut item = match name.split_once("::") {
                Some((ty, method)) => find_method(&file.items, ty, method),
                None => find(&file.items, name),
            }
            .unwrap_or_else(|| panic!("{path} has no `{name}`"));
            strip(&mut item);
            let mut text = item.to_token_stream().to_string();
            for (a, b) in &module.changes {
                text = text.replace(a, b);
            }
            let attribute = match wanted.chars().next() {
                Some('*') => "#[::chainrule::gradient]\n",
                Some('+') => "#[derive(::chainrule::Gradient)]\n",
                _ => "",
            };
            let _ = writeln!(source, "{text}");
            let _ = writeln!(written, "{attribute}{text}");
        }
        body += &match inner {
            Some(inner) => format!("pub mod {inner} {{ #[allow(unused_imports)] use super::*;\n{written}}}\n"),
            None => written,
        };
    }
    let _ = write!(
        out,
        "/// {}.\n#[allow(warnings, clippy::all)]\npub mod {} {{\n{}\n{body}\n/// The items as text.\npub const SOURCE: &str = {source:?};\n}}\n",
        from.join(", "),
        module.name,
        module.uses.join("\n"),
    );
}

/// The functions that are refused: the place, the text and the message of each.
fn write_refused(table: &str, packages: &HashMap<String, Package>, out: &mut String) {
    let lines: Vec<&str> = table.lines().filter(|l| !l.trim().is_empty() && !l.starts_with('#')).collect();
    let mut rows = String::new();
    for pair in lines.chunks(2) {
        let [place, message] = pair else { panic!("a message follows each place") };
        let (file, name) = place.split_once(": ").expect("`package file: function`");
        let (package, path) = file.split_once(' ').expect("`package file`");
        let package = packages.get(package).unwrap_or_else(|| panic!("`{package}` is not in Cargo.toml"));
        let text = std::fs::read_to_string(package.root.join(path)).unwrap_or_else(|e| panic!("{path} of {}: {e}", package.title));
        let file = syn::parse_file(&text).unwrap_or_else(|e| panic!("{path}: {e}"));
        let mut item = find(&file.items, name).unwrap_or_else(|| panic!("{path} has no `{name}`"));
        strip(&mut item);
        let text = item.to_token_stream().to_string();
        let _ = writeln!(rows, "({:?}, {text:?}, {:?}),", format!("`{name}` of {}", package.title), message.trim());
    }
    let _ = write!(
        out,
        "/// Functions that are refused: which, their text, and the beginning of the message.\npub const REFUSED: &[(&str, &str, &str)] = &[\n{rows}];\n"
    );
}

/// An item by its name, wherever it is in a file.
fn find(items: &[syn::Item], name: &str) -> Option<syn::Item> {
    items.iter().find_map(|item| {
        let ident = match item {
            syn::Item::Fn(i) => &i.sig.ident,
            syn::Item::Const(i) => &i.ident,
            syn::Item::Static(i) => &i.ident,
            syn::Item::Struct(i) => &i.ident,
            syn::Item::Enum(i) => &i.ident,
            syn::Item::Type(i) => &i.ident,
            syn::Item::Mod(m) => return m.content.as_ref().and_then(|c| find(&c.1, name)),
            _ => return None,
        };
        (*ident == name).then(|| item.clone())
    })
}

/// A method in an `impl` of its own.
fn find_method(items: &[syn::Item], ty: &str, method: &str) -> Option<syn::Item> {
    items.iter().find_map(|item| {
        let syn::Item::Impl(block) = item else { return None };
        if block.self_ty.to_token_stream().to_string() != ty {
            return None;
        }
        let mut found = block.items.iter().find_map(|i| match i {
            syn::ImplItem::Fn(f) if f.sig.ident == method => Some(f.clone()),
            _ => None,
        })?;
        found.attrs.clear();
        found.vis = syn::parse_quote!(pub);
        let ty = &block.self_ty;
        Some(syn::parse_quote!(impl #ty { #found }))
    })
}

/// Documentation and what belongs to the rest of its crate goes; everything is public.
fn strip(item: &mut syn::Item) {
    let (attributes, visibility) = match item {
        syn::Item::Fn(i) => (&mut i.attrs, &mut i.vis),
        syn::Item::Const(i) => (&mut i.attrs, &mut i.vis),
        syn::Item::Static(i) => (&mut i.attrs, &mut i.vis),
        syn::Item::Struct(i) => {
            for field in &mut i.fields {
                field.attrs.clear();
                field.vis = syn::parse_quote!(pub);
            }
            (&mut i.attrs, &mut i.vis)
        }
        syn::Item::Enum(i) => (&mut i.attrs, &mut i.vis),
        syn::Item::Type(i) => (&mut i.attrs, &mut i.vis),
        _ => return,
    };
    attributes.clear();
    *visibility = syn::parse_quote!(pub);
}
