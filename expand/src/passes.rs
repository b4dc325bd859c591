//! The copy of a function that counts the passes of its loops: a function beside the others.

use crate::function;
use crate::signature::{allow, local};
use chainrule_rust::Counter;
use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};
use syn::ext::IdentExt;

/// The function that counts.
pub struct Counted {
    ident: Ident,
    item: TokenStream,
    names: Vec<String>,
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
        Counted { ident, item, names: counter.names.clone() }
    }

    /// Its definition.
    pub fn item(&self) -> &TokenStream {
        &self.item
    }

    /// Whether this is the name of a count.
    pub fn counts(&self, name: &str) -> bool {
        self.names.iter().any(|n| n == name)
    }

    /// Binds the counts.
    pub fn run(&self, call: impl FnOnce(&Ident) -> TokenStream, turbofish: &TokenStream, pass: &[TokenStream]) -> TokenStream {
        let (call, locals) = (call(&self.ident), self.names.iter().map(|n| local(n)));
        quote! { let [#(#locals),*] = #call #turbofish (#(#pass),*); }
    }
}
