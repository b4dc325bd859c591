//! `#[gradient]` on an `impl` block: the companions of its methods beside them.

use crate::attr::GradientArguments;
use crate::changing;
use crate::diag::Diagnostics;
use crate::fallback;
use crate::function::{self, Surroundings};
use chainrule_rust as rust;
use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::spanned::Spanned;

/// What `#[gradient(...)]` on a function of the block asks for.
enum Mark {
    None,
    Skip,
    Gradient(GradientArguments),
}

/// Why a method has no check.
pub const METHOD: &str = "`check` is not supported on methods: a test stands outside an `impl` block";

/// Expands the attribute on a block.
pub fn expand(arguments: GradientArguments, mut block: syn::ItemImpl, diag: &mut Diagnostics) -> TokenStream {
    if let Some(wrt) = arguments.wrt.as_ref().and_then(|names| names.first()) {
        diag.error(wrt.span(), "`wrt` goes on a method of the block: `#[gradient(wrt(x))]` in front of its `fn`");
    }
    if let Some((path, _)) = &block.trait_ {
        diag.error(
            path.span(),
            "`#[gradient]` on the implementation of a trait is not supported: write the methods in an `impl` block of the type itself",
        );
    }
    if let Some(at) = arguments.checkpoint {
        diag.error(at, "`checkpoint` goes on a method of the block: `#[gradient(checkpoint)]` in front of its `fn`");
    }
    if let Some(check) = arguments.check {
        diag.error(check.at, METHOD);
    }
    let refused = !diag.is_empty();
    let krate = crate::attr::crate_text(arguments.krate.as_ref());
    let (generics, self_type) = (block.generics.clone(), block.self_ty.clone());
    changing::stands_at(self_type.span());
    block.items.iter().for_each(|item| {
        if let syn::ImplItem::Fn(method) = item {
            changing::note(&method.sig, Some(&self_type));
        }
    });
    let mut items = Vec::new();
    let mut names: Vec<String> = Vec::new();
    for mut item in std::mem::take(&mut block.items) {
        let syn::ImplItem::Fn(method) = &mut item else {
            items.push(item.to_token_stream());
            continue;
        };
        let mut mark = mark(method, diag);
        // Of a name that stands twice the compiler says so, and need not say it of all that is made beside it.
        let name = method.sig.ident.to_string();
        if names.contains(&name) && !method.attrs.iter().any(|a| a.path().is_ident("cfg")) {
            mark = Mark::Skip;
        }
        names.push(name);
        let asked = matches!(mark, Mark::Gradient(_));
        if rust::changes_structs(&method.sig) {
            let arguments = match mark {
                Mark::Skip => None,
                Mark::None => Some(GradientArguments::default()),
                Mark::Gradient(arguments) => Some(arguments),
            };
            let others = arguments.filter(|_| !refused).map(|arguments| {
                let krate = arguments.krate.as_ref().map_or_else(|| krate.clone(), |path| crate::attr::crate_text(Some(path)));
                leaving(&as_function(method), asked, &arguments, &krate, Surroundings::Impl(&generics, &self_type), diag)
            });
            method.sig.inputs.iter_mut().for_each(function::strip_constant);
            items.push(quote! { #method #others });
            continue;
        }
        let companions = match mark {
            Mark::Skip => None,
            Mark::None if !rust::is_differentiable(&method.sig, &block.self_ty, changing::derives) => None,
            Mark::None => Some(GradientArguments::default()),
            Mark::Gradient(arguments) => Some(arguments),
        };
        let (mut refused_signature, mut provided) = (false, None);
        let companions = companions.filter(|_| !refused).map(|arguments| {
            let krate = match &arguments.krate {
                Some(path) => crate::attr::crate_text(Some(path)),
                None => krate.clone(),
            };
            let function = as_function(method);
            let mut own = Diagnostics::default();
            let companions = function::companions(&function, arguments, &krate, Surroundings::Impl(&generics, &self_type), &mut own);
            if !asked && !own.is_empty() && rust::returns_struct(&method.sig) {
                // It may be one that was never meant to be differentiated. Who marks it is told.
                return None;
            }
            if !asked {
                own.advise("a method that needs no gradient is left out with `#[gradient(skip)]` in front of its `fn`");
            }
            refused_signature = own.refuses_signature();
            let (attributes, block) = provided.insert((method.attrs.clone(), method.block.clone()));
            fallback::provide(attributes, block, own.unknown());
            diag.append(own);
            Some(companions)
        });
        let companions = companions.flatten();
        for input in &mut method.sig.inputs {
            function::strip_constant(input);
        }
        if let Some(provided) = provided {
            (method.attrs, method.block) = provided;
        }
        if refused_signature {
            fallback::hide(&mut method.block);
            method.attrs.push(syn::parse_quote!(#[allow(unused)]));
        }
        match companions {
            // Who calls only the gradient still wrote the method.
            Some(companions) => items.push(quote! { #[allow(dead_code)] #method #companions }),
            None => items.push(method.to_token_stream()),
        }
    }
    block.items = vec![syn::ImplItem::Verbatim(items.into_iter().collect())];
    block.to_token_stream()
}

/// What stands for a function that changes structs, by which callers of it are differentiated. One that was not asked for is left
/// out where it is not understood: it may never have been meant to be differentiated.
pub fn leaving(
    method: &syn::ItemFn,
    asked: bool,
    arguments: &GradientArguments,
    krate: &str,
    surroundings: Surroundings<'_>,
    diag: &mut Diagnostics,
) -> TokenStream {
    let mut out = TokenStream::new();
    let of_type = !matches!(surroundings, Surroundings::Beside(..));
    for rust::Changing { read, written } in rust::changing(method, of_type) {
        if let (false, Surroundings::Impl(_, own)) = (asked, surroundings)
            && !rust::is_differentiable(&read.sig, own, changing::derives)
        {
            continue;
        }
        let mut found = Diagnostics::default();
        let companions = function::companions(&read, arguments.clone(), krate, surroundings, &mut found);
        if !found.is_empty() {
            if asked {
                diag.append(found);
            }
            break;
        }
        out.extend(quote! { #[allow(dead_code, missing_docs)] #[inline] #written #companions });
    }
    out
}

/// Takes the attribute from a method.
fn mark(method: &mut syn::ImplItemFn, diag: &mut Diagnostics) -> Mark {
    let mut out = Mark::None;
    method.attrs.retain(|attribute| {
        if attribute.path().segments.last().is_none_or(|s| s.ident != "gradient") {
            return true;
        }
        out = match &attribute.meta {
            syn::Meta::Path(_) => Mark::Gradient(GradientArguments::default()),
            syn::Meta::List(list) if list.tokens.to_string() == "skip" => Mark::Skip,
            _ => match attribute.parse_args::<GradientArguments>() {
                Ok(arguments) => Mark::Gradient(arguments),
                Err(error) => {
                    diag.push(error);
                    Mark::Skip
                }
            },
        };
        false
    });
    out
}

fn as_function(method: &syn::ImplItemFn) -> syn::ItemFn {
    let syn::ImplItemFn { attrs, vis, sig, block, .. } = method;
    let mut function: syn::ItemFn = syn::parse_quote!(
        fn f() {}
    );
    function.attrs.clone_from(attrs);
    function.vis = vis.clone();
    function.sig = sig.clone();
    *function.block = block.clone();
    function
}
