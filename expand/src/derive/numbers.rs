//! A struct as a list of its numbers: what loops carry, and what a Jacobian has in the place of each.

use super::Structure;
use crate::attr;
use crate::signature::{allow, local};
use chainrule_parser::list::CollectVec;
use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote};
use syn::ext::IdentExt;

impl Structure<'_> {
    /// The struct as a list of its numbers, and whether it has nothing else.
    pub fn numbers(&self) -> TokenStream {
        let Structure { input, kept, path, gradient, scalar, generics } = self;
        let syn::Data::Struct(data) = &input.data else { return TokenStream::new() };
        if data.fields.iter().any(|f| !attr::inherited(&f.attrs).0.is_empty()) {
            return TokenStream::new();
        }
        let (cfg, _) = attr::inherited(&input.attrs);
        let ident = &input.ident;
        let names: Vec<&Ident> = kept.iter().map(|f| f.ident).collect_vec();
        let own: Vec<TokenStream> = kept.iter().map(|f| f.syntax.ty.to_token_stream()).collect_vec();
        let gradients: Vec<TokenStream> = kept.iter().map(|f| f.gradient.clone()).collect_vec();
        let list = |name: &Ident, types: &[TokenStream], generics: &syn::Generics| {
            let mut generics = generics.clone();
            let clause = generics.make_where_clause();
            for ty in types {
                // As in `own_zero`.
                clause.predicates.push(syn::parse_quote!(for<'__any> #ty: #path::__rt::Numbered<#scalar>));
            }
            let (heads, own, clause) = generics.split_for_impl();
            let counts: Vec<TokenStream> = types.iter().map(|ty| quote! { <#ty as #path::__rt::Numbered<#scalar>>::COUNT }).collect_vec();
            quote! {
                #cfg
                #[automatically_derived]
                impl #heads #path::__rt::Numbered<#scalar> for #name #own #clause {
                    const COUNT: usize = 0 #(+ #counts)*;
                    #[inline(always)]
                    fn number(&self, mut at: usize) -> &#scalar {
                        #(
                            if at < #counts {
                                return #path::__rt::Numbered::<#scalar>::number(&self.#names, at);
                            }
                            at -= #counts;
                        )*
                        #path::__rt::none(at)
                    }
                    #[inline(always)]
                    fn number_mut(&mut self, mut at: usize) -> &mut #scalar {
                        #(
                            if at < #counts {
                                return #path::__rt::Numbered::<#scalar>::number_mut(&mut self.#names, at);
                            }
                            at -= #counts;
                        )*
                        #path::__rt::none(at)
                    }
                }
            }
        };
        let (of_struct, of_gradient) = (list(ident, &own, &input.generics), list(gradient, &gradients, generics));
        let entire = (kept.len() == data.fields.len()).then(|| {
            let mut generics = input.generics.clone();
            let clause = generics.make_where_clause();
            for ty in &own {
                clause.predicates.push(syn::parse_quote!(for<'__any> #ty: #path::__rt::Entire));
            }
            let (heads, own, clause) = generics.split_for_impl();
            quote! {
                #cfg
                #[automatically_derived]
                impl #heads #path::__rt::Entire for #ident #own #clause {}
            }
        });
        quote! {
            #of_struct
            #of_gradient
            #entire
        }
    }

    /// What a Jacobian has for the struct: a row in the place of each number.
    pub fn jacobian(&self) -> TokenStream {
        let Structure { input, kept, path, generics, .. } = self;
        let (vis, ident) = (&input.vis, &input.ident);
        let (cfg, _) = attr::inherited(&input.attrs);
        let jacobian = format_ident!("{}Jacobian", ident.unraw(), span = ident.span());
        let mut name = "R".to_owned();
        while generics.params.iter().any(|p| {
            matches!(p, syn::GenericParam::Type(t) if t.ident == name) || matches!(p, syn::GenericParam::Const(c) if c.ident == name)
        }) {
            name.push('_');
        }
        let row = Ident::new(&name, Span::mixed_site());
        let mut own = generics.clone();
        let lifetimes = own.lifetimes().count();
        own.params.insert(lifetimes, syn::parse_quote!(#row));
        let (impl_generics, own_types, clause) = input.generics.split_for_impl();
        let (_, types, own_clause) = own.split_for_impl();
        let names: Vec<&Ident> = kept.iter().map(|f| f.ident).collect_vec();
        let cfgs: Vec<TokenStream> = kept.iter().map(|f| attr::inherited(&f.syntax.attrs).0).collect_vec();
        let kinds: Vec<TokenStream> = kept.iter().map(|f| f.results(path)).collect_vec();
        let fields = kept.iter().zip(&cfgs).map(|(f, cfg)| {
            let (vis, name) = (&f.syntax.vis, f.ident);
            let doc = format!("Of `{name}`.");
            // Plain numbers are shown as what they are.
            let ty = match f.dims.as_deref() {
                Some([]) if !f.boxed => quote! { #row },
                _ => {
                    let results = f.results(path);
                    quote! { #results::Rows<#row> }
                }
            };
            quote! { #cfg #[doc = #doc] #vis #name: #ty }
        });
        let doc = format!("The Jacobian of a function that returns a [`{ident}`]: a gradient for each of its numbers.");
        let [make, rows, visitor] = ["make", "rows", "visitor"].map(local);
        let allow = allow();
        quote! {
            #cfg
            #[doc = #doc]
            #allow
            #[derive(::core::clone::Clone, ::core::fmt::Debug, ::core::cmp::PartialEq)]
            #vis struct #jacobian #own #own_clause { #(#fields),* }

            #cfg
            #[automatically_derived]
            impl #impl_generics #path::__rt::Results for #ident #own_types #clause {
                type Rows<#row> = #jacobian #types;
                #[inline]
                fn rows<#row>(#make: &mut impl ::core::ops::FnMut() -> #row) -> Self::Rows<#row> {
                    #jacobian { #(#cfgs #names: #kinds::rows(#make)),* }
                }
                #[inline]
                fn each_row<#row>(#rows: &mut Self::Rows<#row>, #visitor: &mut impl ::core::ops::FnMut(&mut #row)) {
                    #(#cfgs #kinds::each_row(&mut #rows.#names, #visitor);)*
                }
            }
        }
    }
}
