//! What stands in for generated code after an error, so that one mistake is one message.

use chainrule_parser::list::CollectVec;
use chainrule_rust::UnknownMethod;
use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote};

/// The body of a function whose signature is refused, kept from the compiler: where `T` has no bound, or `f32` meets `f64`, it
/// would say of every operation what is said of the signature already.
pub fn hide(block: &mut syn::Block) {
    let statements = &block.stmts;
    *block = syn::parse_quote!({
        #[cfg(any())]
        {
            #(#statements)*
        }
        ::core::unreachable!()
    });
}

/// Gives methods that are said to be unknown to numbers or arrays, inside a function: where there are none of these names, the
/// compiler would say so again. Those that there are come first, if they take what they are called on by value.
pub fn provide(attributes: &mut Vec<syn::Attribute>, block: &mut syn::Block, unknown: &[UnknownMethod]) {
    let mut known: Vec<&str> = Vec::new();
    for UnknownMethod { name, returns, arguments, by_path } in unknown {
        let Ok(method) = syn::parse_str::<Ident>(name) else { continue };
        if comes_later(name) || known.contains(&name.as_str()) {
            continue;
        }
        let provider = format_ident!("Unknown{}", known.len(), span = Span::mixed_site());
        known.push(name);
        let types = (0..*arguments).map(|k| format_ident!("A{k}", span = Span::mixed_site())).collect_vec();
        let receiver = if *by_path {
            quote! { self }
        } else {
            quote! { &self }
        };
        let implementation = |bound: TokenStream, result: TokenStream, of: TokenStream| {
            let items: [syn::Stmt; 2] = [
                syn::parse_quote! {
                    trait #provider #bound {
                        fn #method<#(#types),*>(#receiver, #(_: #types),*) -> #result { ::core::unreachable!() }
                    }
                },
                syn::parse_quote! { impl<T> #provider for #of {} },
            ];
            items
        };
        let items = match returns {
            None => implementation(quote! { : ::core::marker::Sized }, quote! { Self }, quote! { T }),
            // After the methods of slices, which arrays have, too.
            Some(number) => implementation(TokenStream::new(), Ident::new(number, Span::mixed_site()).into_token_stream(), quote! { [T] }),
        };
        block.stmts.splice(0..0, items);
    }
    if !known.is_empty() {
        attributes.push(syn::parse_quote!(#[allow(unused, unstable_name_collisions)]));
    }
}

/// Whether a method that there is would be found after the one that is provided, or beside it: it takes `&mut self`, or is one of a
/// trait that is always known.
fn comes_later(name: &str) -> bool {
    const BESIDE: [&str; 11] = ["to_string", "eq", "ne", "lt", "le", "gt", "ge", "cmp", "partial_cmp", "as_ref", "hash"];
    const MUTABLE: [&str; 8] = ["sort", "swap", "reverse", "fill", "rotate", "copy", "clone_from", "select_nth"];
    BESIDE.contains(&name) || name.ends_with("_mut") || MUTABLE.iter().any(|begin| name.starts_with(begin))
}

/// A body that fits every signature and is never compiled into a program. Some errors are left to the compiler, so it is the
/// compiler that sees to this: where it finds none, it comes to the constant, which is evaluated for code that is made and no
/// sooner.
pub fn body() -> TokenStream {
    quote! {
        fn not_generated<T>() -> T {
            const { ::core::panic!("this function was not generated: what is differentiated has a mistake, or calls a method that is not known here") }
        }
        not_generated()
    }
}
