//! Whether types have a gradient: a constant for each asks, so that the compiler says once that one has none.

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::spanned::Spanned;

/// What there is of a type that is asked about.
#[derive(Clone)]
pub struct Answer {
    /// The constant that asks.
    pub constant: TokenStream,
    /// A name for the type and the constant, which has `CheckedParameters`. Each mention of a constant costs the
    /// compiler as much as a function.
    pub checked: TokenStream,
}

/// The constants that ask for the types of an item.
#[derive(Default)]
pub struct Asked {
    /// The types, and the constants.
    known: Vec<(String, Ident)>,
    /// Types, and names for them with their constants.
    answers: Vec<(String, Answer)>,
    /// The items.
    pub items: Vec<TokenStream>,
}

impl Asked {
    /// The constants, where the item is.
    pub fn items(&self, cfg: &TokenStream) -> TokenStream {
        let items = &self.items;
        quote! { #(#cfg #items)* }
    }

    /// A name for a type about which constants have asked, in an item of these generics.
    pub fn alias(
        &mut self,
        ty: &impl ToTokens,
        constants: &[TokenStream],
        of: &Ident,
        generics: &syn::Generics,
        krate: &TokenStream,
    ) -> TokenStream {
        let own: Vec<&syn::ConstParam> = generics.const_params().filter(|p| has(ty.to_token_stream(), &|word| p.ident == *word)).collect();
        let (names, kinds): (Vec<_>, Vec<_>) = own.iter().map(|p| (&p.ident, &p.ty)).unzip();
        let name = format_ident!("__{of}_asked_{}", self.items.len(), span = Span::mixed_site());
        self.items.push(quote! {
            #[doc(hidden)]
            #[allow(non_camel_case_types, unused, clippy::all, clippy::pedantic)]
            type #name<#(const #names: #kinds),*> = #krate::__rt::Of<#ty, { #(#constants)+* }>;
        });
        quote! { #name<#(#names),*> }
    }

    /// What there is of a type in an item of these generics; none where no constant can ask.
    pub fn answer(&mut self, ty: &syn::TypePath, of: &Ident, generics: &syn::Generics, krate: &TokenStream) -> Option<Answer> {
        let text = ty.to_token_stream().to_string();
        if let Some((_, answer)) = self.answers.iter().find(|a| a.0 == text) {
            return Some(answer.clone());
        }
        let constant = self.about(ty, of, generics, None, krate)?;
        let checked = self.alias(ty, std::slice::from_ref(&constant), of, generics, krate);
        let answer = Answer { constant, checked };
        self.answers.push((text, answer.clone()));
        Some(answer)
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
