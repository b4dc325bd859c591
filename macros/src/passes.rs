//! The copy of a function that counts the passes of its loops: a function beside the others.

use crate::function;
use crate::signature::allow;
use chainrule_parser::rust::Counter;
use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote};
use syn::ext::IdentExt;

/// The function that counts.
pub struct Counted {
    ident: Ident,
    item: TokenStream,
    locals: Vec<Ident>,
}

impl Counted {
    /// The counter for the family of `name`. Its signature is the function's own.
    pub fn new(function: &syn::ItemFn, name: &Ident, counter: &Counter) -> Counted {
        let ident = format_ident!("__{}_passes", name.unraw(), span = name.span());
        let mut inputs = function.sig.inputs.clone();
        inputs.iter_mut().for_each(function::strip_constant);
        let (generics, _, clause) = function.sig.generics.split_for_impl();
        let (cfg, _) = crate::attr::inherited(&function.attrs);
        let (count, body, allow) = (counter.names.len(), &counter.body, allow());
        let item = quote! {
            #cfg
            #[doc(hidden)]
            #allow
            fn #ident #generics (#inputs) -> [usize; #count] #clause { #body }
        };
        let locals = counter.names.iter().map(|n| Ident::new(n, Span::mixed_site())).collect();
        Counted { ident, item, locals }
    }

    /// Its definition.
    pub fn item(&self) -> &TokenStream {
        &self.item
    }

    /// Binds the counts.
    pub fn run(&self, call: impl FnOnce(&Ident) -> TokenStream, turbofish: &TokenStream, pass: &[TokenStream]) -> TokenStream {
        let (call, locals) = (call(&self.ident), &self.locals);
        quote! { let [#(#locals),*] = #call #turbofish (#(#pass),*); }
    }
}
