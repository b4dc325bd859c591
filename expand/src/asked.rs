//! Whether types have a gradient: a constant for each asks, so that the compiler says once that one has none.

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::spanned::Spanned;

/// The constants that ask for the types of an item.
#[derive(Default)]
pub struct Asked {
    /// The types, and the constants.
    known: Vec<(String, Ident)>,
    /// The items.
    pub items: Vec<TokenStream>,
}

impl Asked {
    /// The constants, where the item is.
    pub fn items(&self, cfg: &TokenStream) -> TokenStream {
        let items = &self.items;
        quote! { #(#cfg #items)* }
    }

    /// The constant for a type in an item of these generics; none where no constant can ask, because a lifetime or a type
    /// parameter is in it. `scalar` is the type that its numbers have to have, if that is known.
    pub fn about(
        &mut self,
        ty: &syn::TypePath,
        of: &Ident,
        generics: &syn::Generics,
        scalar: Option<&TokenStream>,
        krate: &TokenStream,
    ) -> Option<TokenStream> {
        let text = ty.to_token_stream().to_string();
        if let Some((_, known)) = self.known.iter().find(|k| k.0 == text) {
            return Some(known.to_token_stream());
        }
        let lifetimes = generics.lifetimes().map(|l| l.lifetime.ident.to_string());
        let unknown: Vec<String> =
            lifetimes.chain(generics.type_params().map(|t| t.ident.to_string())).chain(["Self".to_owned()]).collect();
        let cannot_ask = |tokens: &TokenStream| has(tokens.clone(), &|word| unknown.iter().any(|name| word == name));
        if cannot_ask(&ty.to_token_stream()) {
            return None;
        }
        let scalar = scalar.filter(|scalar| !cannot_ask(scalar));
        let tokens = quote! { #ty #scalar };
        let mentions = |name: &Ident| has(tokens.clone(), &|word| name == word);
        // Any length will do.
        let lengths = generics.const_params().filter(|p| mentions(&p.ident)).map(|p| {
            let (name, kind) = (&p.ident, &p.ty);
            let value = match kind.to_token_stream().to_string().as_str() {
                "bool" => quote! { false },
                "char" => quote! { ' ' },
                _ => quote! { 0 },
            };
            quote! { const #name: #kind = #value; }
        });
        let lengths: Vec<TokenStream> = lengths.collect();
        let mut name = format_ident!("__{of}_holds_{}", self.known.len(), span = Span::mixed_site());
        let attributes = quote! {
            #[doc(hidden)]
            #[allow(non_upper_case_globals, unused, clippy::all, clippy::pedantic)]
        };
        self.items.push(quote! { #attributes const #name: usize = { #(#lengths)* #krate::__rt::holds::<#ty>() }; });
        if let Some(scalar) = scalar {
            let at = Span::mixed_site().located_at(ty.span());
            let own = quote_spanned! { at=> <#ty as #krate::__rt::Checked<{ #name }>>::Scalar };
            let same = quote_spanned! { at=> #krate::__rt::same_numbers::<#own, #scalar>() };
            let both = format_ident!("{name}_too", span = Span::mixed_site());
            self.items.push(quote! { #attributes const #both: usize = { #(#lengths)* #same }; });
            name = both;
        }
        self.known.push((text, name.clone()));
        Some(name.to_token_stream())
    }
}

fn has(tokens: TokenStream, name: &dyn Fn(&Ident) -> bool) -> bool {
    tokens.into_iter().any(|tree| match tree {
        TokenTree::Ident(ident) => name(&ident),
        TokenTree::Group(group) => has(group.stream(), name),
        _ => false,
    })
}
