//! The gradient of a struct as a type, and both as vectors.

use super::{Field, Structure};
use crate::attr;
use crate::signature::{allow, local};
use chainrule_parser::list::CollectVec;
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

/// The generics that the gradient needs: a parameter that only skipped fields use would be unused.
pub fn gradient_generics(generics: &syn::Generics, kept: &[Field<'_>]) -> syn::Generics {
    let mut words = Vec::new();
    fn walk(tokens: TokenStream, words: &mut Vec<String>) {
        for tree in tokens {
            match tree {
                proc_macro2::TokenTree::Ident(i) => words.push(i.to_string()),
                proc_macro2::TokenTree::Group(g) => walk(g.stream(), words),
                _ => {}
            }
        }
    }
    for field in kept {
        walk(field.gradient.clone(), &mut words);
    }
    let mut out = generics.clone();
    let before = out.params.len();
    out.params = out
        .params
        .into_iter()
        .filter(|p| match p {
            syn::GenericParam::Const(_) => true,
            syn::GenericParam::Type(t) => words.contains(&t.ident.to_string()),
            syn::GenericParam::Lifetime(l) => words.contains(&l.lifetime.ident.to_string()),
        })
        .collect();
    if out.params.len() < before {
        out.where_clause = None;
    }
    out
}

impl Structure<'_> {
    /// What stands for the struct where a call that returns one is not made: zeros, if all of its fields have them.
    fn own_zero(&self) -> TokenStream {
        let Structure { input, path, .. } = self;
        let syn::Data::Struct(syn::DataStruct { fields: syn::Fields::Named(fields), .. }) = &input.data else {
            return TokenStream::new();
        };
        let (cfg, _) = attr::inherited(&input.attrs);
        let ident = &input.ident;
        let mut generics = input.generics.clone();
        let clause = generics.make_where_clause();
        let mut values = Vec::new();
        for field in &fields.named {
            let (name, ty) = (&field.ident, &field.ty);
            if !attr::inherited(&field.attrs).0.is_empty() {
                return TokenStream::new();
            }
            // With a lifetime the compiler asks whether this holds only where it is needed.
            clause.predicates.push(syn::parse_quote!(for<'__any> #ty: #path::__rt::Zero));
            values.push(quote! { #name: <#ty as #path::__rt::Zero>::zero() });
        }
        let (heads, types, clause) = generics.split_for_impl();
        quote! {
            #cfg
            #[automatically_derived]
            impl #heads #path::__rt::Zero for #ident #types #clause {
                #[inline]
                fn zero() -> Self {
                    Self { #(#values),* }
                }
            }
        }
    }

    /// The gradient as a type, and both types as vectors.
    pub fn vector_space(&self) -> TokenStream {
        let Structure { input, kept, path, gradient, scalar, generics } = self;
        let (vis, ident) = (&input.vis, &input.ident);
        let (cfg, _) = attr::inherited(&input.attrs);
        let (impl_generics, _, clause) = input.generics.split_for_impl();
        let (_, own_types, _) = input.generics.split_for_impl();
        let (gradient_impl, gradient_types, gradient_clause) = generics.split_for_impl();
        let allow = allow();
        let doc = format!("The gradient of a [`{ident}`]: a number for each of its parameters.");
        let fields = kept.iter().map(|f| {
            let (vis, name, ty) = (&f.syntax.vis, f.ident, &f.gradient);
            let (cfg, _) = attr::inherited(&f.syntax.attrs);
            let doc = format!("With respect to `{name}`.");
            quote! { #cfg #[doc = #doc] #vis #name: #ty }
        });
        let names: Vec<&Ident> = kept.iter().map(|f| f.ident).collect_vec();
        let cfgs: Vec<TokenStream> = kept.iter().map(|f| attr::inherited(&f.syntax.attrs).0).collect_vec();
        let types: Vec<&TokenStream> = kept.iter().map(|f| &f.gradient).collect_vec();
        let own: Vec<TokenStream> = kept.iter().map(|f| f.parameters(path)).collect_vec();
        let of_gradient: Vec<TokenStream> = kept.iter().map(|_| quote! { #path::Parameters }).collect_vec();
        // The locals have names that nothing else has: of a name that is nowhere, the compiler suggests one that is alike.
        let [visitor, other] = ["visitor", "other"].map(local);
        let visits = |by: &[TokenStream]| {
            quote! {
                #[inline]
                fn visit<__F: ::core::ops::FnMut(#scalar)>(&self, #visitor: &mut __F) {
                    #(#cfgs #by::visit(&self.#names, #visitor);)*
                }
                #[inline]
                fn visit_mut<__F: ::core::ops::FnMut(&mut #scalar)>(&mut self, #visitor: &mut __F) {
                    #(#cfgs #by::visit_mut(&mut self.#names, #visitor);)*
                }
                #[inline]
                fn zip<__F: ::core::ops::FnMut(#scalar, #scalar)>(&self, #other: &Self::Gradient, #visitor: &mut __F) {
                    #(#cfgs #by::zip(&self.#names, &#other.#names, #visitor);)*
                }
                #[inline]
                fn zip_mut<__F: ::core::ops::FnMut(&mut #scalar, #scalar)>(
                    &mut self,
                    #other: &Self::Gradient,
                    #visitor: &mut __F,
                ) {
                    #(#cfgs #by::zip_mut(&mut self.#names, &#other.#names, #visitor);)*
                }
            }
        };
        let (own_visits, gradient_visits) = (visits(&own), visits(&of_gradient));
        let own_zero = self.own_zero();
        let zeros_like = format!("A gradient of zeros, of the shape of this [`{ident}`].");
        quote! {
            #cfg
            #[doc = #doc]
            #allow
            #[derive(::core::clone::Clone, ::core::fmt::Debug, ::core::cmp::PartialEq)]
            #vis struct #gradient #generics #gradient_clause { #(#fields),* }

            #cfg
            #[automatically_derived]
            impl #gradient_impl #path::__rt::Zero for #gradient #gradient_types #gradient_clause {
                #[inline]
                fn zero() -> Self {
                    Self { #(#cfgs #names: <#types as #path::__rt::Zero>::zero()),* }
                }
            }

            #own_zero

            #cfg
            #[automatically_derived]
            impl #gradient_impl ::core::default::Default for #gradient #gradient_types #gradient_clause {
                #[inline]
                fn default() -> Self {
                    #path::__rt::Zero::zero()
                }
            }

            #cfg
            #[automatically_derived]
            impl #impl_generics #path::Parameters for #ident #own_types #clause {
                type Scalar = #scalar;
                type Gradient = #gradient #gradient_types;
                #[inline]
                fn zero_gradient(&self) -> Self::Gradient {
                    #gradient { #(#cfgs #names: #own::zero_gradient(&self.#names)),* }
                }
                #own_visits
            }

            #cfg
            #[automatically_derived]
            impl #gradient_impl #path::Parameters for #gradient #gradient_types #gradient_clause {
                type Scalar = #scalar;
                type Gradient = Self;
                #[inline]
                fn zero_gradient(&self) -> Self {
                    Self { #(#cfgs #names: #path::Parameters::zero_gradient(&self.#names)),* }
                }
                #gradient_visits
            }

            #cfg
            #allow
            #[automatically_derived]
            impl #impl_generics #ident #own_types #clause {
                /// `self -= rate * gradient`, a step of gradient descent.
                #[inline]
                #vis fn descend(&mut self, gradient: &#gradient #gradient_types, rate: #scalar) {
                    #path::Parameters::descend(self, gradient, rate);
                }

                #[doc = #zeros_like]
                #[inline]
                #vis fn zeros_like(&self) -> #gradient #gradient_types {
                    #path::Parameters::zero_gradient(self)
                }
            }

            #cfg
            #allow
            #[automatically_derived]
            impl #gradient_impl #gradient #gradient_types #gradient_clause {
                /// All zeros.
                #[inline]
                #vis fn zero() -> Self {
                    #path::__rt::Zero::zero()
                }

                /// Sets every number to zero, without allocating.
                #[inline]
                #vis fn set_zero(&mut self) {
                    #path::Parameters::visit_mut(self, &mut |x| *x = <#scalar as #path::__rt::Zero>::zero());
                }
            }
        }
        .into_iter()
        .chain(self.operators())
        .chain(self.jacobian())
        .chain(self.numbers())
        .collect()
    }

    fn operators(&self) -> TokenStream {
        let Structure { path, gradient, scalar, generics, .. } = self;
        let (cfg, _) = attr::inherited(&self.input.attrs);
        let (params, types, clause) = generics.split_for_impl();
        let mut out = TokenStream::new();
        for (name, method, assign, assign_method, op) in
            [("Add", "add", "AddAssign", "add_assign", quote!(+=)), ("Sub", "sub", "SubAssign", "sub_assign", quote!(-=))]
        {
            let [name, method, assign, assign_method] = [name, method, assign, assign_method].map(|n| Ident::new(n, Span::call_site()));
            out.extend(quote! {
                #cfg
                #[automatically_derived]
                impl #params ::core::ops::#assign<&Self> for #gradient #types #clause {
                    #[inline]
                    fn #assign_method(&mut self, other: &Self) {
                        #path::Parameters::zip_mut(self, other, &mut |a, b| *a #op b);
                    }
                }
                #cfg
                #[automatically_derived]
                impl #params ::core::ops::#assign for #gradient #types #clause {
                    #[inline]
                    fn #assign_method(&mut self, other: Self) {
                        ::core::ops::#assign::#assign_method(self, &other);
                    }
                }
                #cfg
                #[automatically_derived]
                impl #params ::core::ops::#name for #gradient #types #clause {
                    type Output = Self;
                    #[inline]
                    fn #method(mut self, other: Self) -> Self {
                        ::core::ops::#assign::#assign_method(&mut self, &other);
                        self
                    }
                }
            });
        }
        out.extend(quote! {
            #cfg
            #[automatically_derived]
            impl #params ::core::ops::MulAssign<#scalar> for #gradient #types #clause {
                #[inline]
                fn mul_assign(&mut self, factor: #scalar) {
                    #path::Parameters::scale(self, factor);
                }
            }
            #cfg
            #[automatically_derived]
            impl #params ::core::ops::Mul<#scalar> for #gradient #types #clause {
                type Output = Self;
                #[inline]
                fn mul(mut self, factor: #scalar) -> Self {
                    #path::Parameters::scale(&mut self, factor);
                    self
                }
            }
            #cfg
            #[automatically_derived]
            impl #params ::core::ops::Neg for #gradient #types #clause {
                type Output = Self;
                #[inline]
                fn neg(mut self) -> Self {
                    #path::Parameters::visit_mut(&mut self, &mut |x| *x = -*x);
                    self
                }
            }
        });
        out
    }
}
