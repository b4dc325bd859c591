//! `#[derive(Gradient)]`.

use crate::asked::Asked;
use crate::attr;
use crate::diag::{Diagnostics, Source};
use crate::engine::{self, Gradient, Output, Wanted};
use crate::fallback;
use crate::formula::{self, Argument, Formula};
use crate::inline::{Callee, inline};
use crate::signature::{Array, Family, Parameter, ParameterKind, allow, dim_tokens, local, zero};
use crate::twice::{self, Written};
use chainrule_parser::ast::{Ast, Expr};
use chainrule_parser::list::{CollectVec, PushAll};
use chainrule_rust::types::{Dim, Form, Kind, Scalar, Type};
use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote};
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream};
use syn::spanned::Spanned;
use syn::{Token, punctuated::Punctuated};

/// A field that is part of the gradient.
struct Field<'a> {
    syntax: &'a syn::Field,
    ident: &'a Ident,
    /// The axes, for floats and arrays of them.
    dims: Option<Vec<Dim>>,
    boxed: bool,
    /// Type of the field in the gradient.
    gradient: TokenStream,
    /// The type by a name that says that a constant has asked whether it has one, where that is not seen.
    asked: Option<TokenStream>,
}

impl Field<'_> {
    /// The trait by which the field is a list of parameters.
    fn parameters(&self, krate: &TokenStream) -> TokenStream {
        let ty = &self.syntax.ty;
        match &self.asked {
            None => quote! { <#ty as #krate::Parameters> },
            Some(asked) => quote! { <#asked as #krate::__rt::CheckedParameters> },
        }
    }

    /// The trait by which it may be in a result.
    fn results(&self, krate: &TokenStream) -> TokenStream {
        let ty = &self.syntax.ty;
        match &self.asked {
            None => quote! { <#ty as #krate::__rt::Results> },
            Some(asked) => quote! { <#asked as #krate::__rt::CheckedResults> },
        }
    }
}

/// The methods that a struct of parameters has.
const INHERENT: [&str; 2] = ["descend", "zeros_like"];

/// `loss(x: f64, t: f64) = "..."`
struct Objective {
    ident: Ident,
    /// `ident` without `r#`.
    name: String,
    arguments: Vec<Argument>,
    returns: Option<syn::Type>,
    formula: Formula,
    /// Whether recurrences keep only some of their states for the gradient.
    checkpoint: bool,
}

impl Parse for Objective {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let option = input.fork();
        let checkpoint = option.parse::<Ident>().is_ok_and(|name| name == "checkpoint") && option.peek(Token![,]);
        if checkpoint {
            input.parse::<Ident>()?;
            input.parse::<Token![,]>()?;
        }
        let ident: Ident = input.parse()?;
        if INHERENT.iter().any(|name| ident == name) {
            return Err(syn::Error::new(
                ident.span(),
                format!("`{ident}` is a method of every such struct: give the objective another name"),
            ));
        }
        if !input.peek(syn::token::Paren) {
            return Err(syn::Error::new(ident.span(), format!("an objective has arguments, if only none: write `{ident}() = ...`")));
        }
        let inner;
        syn::parenthesized!(inner in input);
        let (arguments, after) = formula::arguments(&inner)?;
        if after.is_some() {
            return Err(syn::Error::new(inner.span(), "an objective is differentiated by the fields: its arguments need no `;`"));
        }
        let returns = formula::returns(input)?;
        input.parse::<Token![=]>()?;
        let formula = Formula::parse_until_semicolon(input)?;
        if !input.is_empty() {
            return Err(input.error("expected the end of the objective: write a second `#[objective(...)]`"));
        }
        Ok(Objective { name: ident.unraw().to_string(), ident, arguments, returns, formula, checkpoint })
    }
}

/// Expands the derive.
pub fn expand(input: TokenStream) -> TokenStream {
    let input: syn::DeriveInput = match syn::parse2(input) {
        Ok(input) => input,
        Err(error) => return error.to_compile_error(),
    };
    let mut diag = Diagnostics::default();
    let derive = Span::call_site();
    let items = if twice::is_derived_twice(&input.ident, derive) {
        diag.error(derive, "`Gradient` is derived twice for this struct: write it once");
        TokenStream::new()
    } else if twice::first_of("struct", &input.ident, Written::Plainly).is_some() {
        TokenStream::new()
    } else {
        expand_struct(&input, &mut diag)
    };
    let errors = diag.into_tokens();
    quote! { #items #errors }
}

fn expand_struct(input: &syn::DeriveInput, diag: &mut Diagnostics) -> TokenStream {
    let fields = match &input.data {
        syn::Data::Struct(data) => match &data.fields {
            syn::Fields::Named(fields) => &fields.named,
            other => {
                diag.error(
                    other.span(),
                    "`Gradient` needs fields with names: formulas use them by name; write `struct Name { w: f64 }` instead",
                );
                return TokenStream::new();
            }
        },
        syn::Data::Enum(data) => {
            diag.error(data.enum_token.span, "`Gradient` is for structs of parameters: an enum has no gradient");
            return TokenStream::new();
        }
        syn::Data::Union(data) => {
            diag.error(data.union_token.span, "`Gradient` is for structs of parameters: a union has no gradient");
            return TokenStream::new();
        }
    };
    let krate = crate_path(input, diag);
    let path: TokenStream = krate.parse().unwrap_or_default();
    let mut scalar: Option<(Scalar, Span)> = None;
    let before = diag.len();
    let mut kept = read_fields(fields, &input.generics, &mut scalar, diag);
    let complete = diag.len() == before;
    if kept.is_empty() {
        if diag.is_empty() {
            diag.error(input.ident.span(), "there is nothing to differentiate by: no field is a float or an array of floats");
        }
        return TokenStream::new();
    }
    let gradient_ident = format_ident!("{}Gradient", input.ident.unraw(), span = input.ident.span());
    let mut scalar_type = scalar.map(|(s, _)| Ident::new(s.name(), Span::mixed_site()).to_token_stream());
    let mut asked = Asked::default();
    for field in kept.iter_mut().filter(|f| f.dims.is_none()) {
        let (mut constants, mut all) = (Vec::new(), true);
        let gradient = nested_gradient(&field.syntax.ty, &mut |ty| {
            // The type of a field that may be absent may be absent, too.
            let constant = match attr::inherited(&field.syntax.attrs).0.is_empty() {
                true => asked.about(ty, &input.ident, &input.generics, scalar_type.as_ref(), &path),
                false => None,
            };
            match constant {
                Some(constant) => {
                    let gradient = quote! { <#ty as #path::__rt::Checked<{ #constant }>>::Gradient };
                    constants.push(constant);
                    gradient
                }
                None => {
                    all = false;
                    quote! { <#ty as #path::Parameters>::Gradient }
                }
            }
        });
        field.gradient = gradient.unwrap_or_default();
        if all && !constants.is_empty() {
            field.asked = Some(asked.alias(&field.syntax.ty, &constants, &input.ident, &input.generics, &path));
        }
        scalar_type.get_or_insert_with(|| {
            let parameters = field.parameters(&path);
            quote! { #parameters::Scalar }
        });
    }
    let scalar_type = scalar_type.unwrap_or_default();
    let structure = Structure {
        input,
        kept: &kept,
        path: &path,
        gradient: &gradient_ident,
        scalar: &scalar_type,
        generics: gradient_generics(&input.generics, &kept),
    };
    let (cfg, _) = attr::inherited(&input.attrs);
    let mut out = match asked.items.is_empty() {
        true => TokenStream::new(),
        false => asked.items(&cfg),
    };
    out.extend(structure.vector_space());
    out.extend(objectives(&structure, complete, scalar.map_or(Scalar::F64, |(s, _)| s), &krate, diag));
    out
}

fn crate_path(input: &syn::DeriveInput, diag: &mut Diagnostics) -> String {
    let mut path = None;
    for attribute in input.attrs.iter().filter(|a| a.path().is_ident("gradient")) {
        match attribute.parse_args::<attr::GradientArguments>() {
            Ok(attr::GradientArguments { krate, wrt: None, check: None, checkpoint: None }) => path = krate.or(path),
            Ok(_) => {
                diag.error(attribute.span(), "a struct is differentiated by its fields: mark others `#[gradient(skip)]`");
            }
            Err(error) => {
                diag.push(error);
            }
        }
    }
    attr::crate_text(path.as_ref())
}

fn read_fields<'a>(
    fields: &'a Punctuated<syn::Field, Token![,]>,
    generics: &syn::Generics,
    scalar: &mut Option<(Scalar, Span)>,
    diag: &mut Diagnostics,
) -> Vec<Field<'a>> {
    let mut kept = Vec::new();
    for field in fields {
        let ident = field.ident.as_ref().expect("the fields have names");
        // The compiler says so.
        if kept.iter().any(|other: &Field<'_>| other.ident == ident) {
            continue;
        }
        // What has another attribute here was meant to be none: that the compiler or the option says.
        let mut skip = field.attrs.iter().any(|a| a.path().is_ident("skip") || a.path().is_ident("constant"));
        for attribute in field.attrs.iter().filter(|a| a.path().is_ident("gradient")) {
            skip = true;
            match attribute.parse_args::<Ident>() {
                Ok(word) if word == "skip" => {}
                Ok(word) => {
                    diag.error(word.span(), format!("unknown option `{word}`: a field that is no parameter is marked `#[gradient(skip)]`"));
                }
                Err(error) => {
                    diag.push(error);
                }
            }
        }
        for attribute in field.attrs.iter().filter(|a| a.path().is_ident("objective")) {
            diag.error(attribute.span(), "`#[objective(...)]` goes on the struct, not on a field");
        }
        if skip {
            continue;
        }
        let advice = "mark the field `#[gradient(skip)]` if it is no parameter";
        let parsed = match Type::parse(&field.ty) {
            Ok(parsed) => parsed,
            Err(_) => {
                diag.error(field.ty.span(), format!("`{ident}` is no float, array of floats or struct of parameters: {advice}"));
                continue;
            }
        };
        if parsed.by_ref {
            diag.error(field.ty.span(), format!("`{ident}` is a reference, which cannot be trained: {advice}"));
            continue;
        }
        match parsed.kind {
            Kind::Float(s, dims) => {
                if dims.contains(&Dim::Slice) {
                    diag.error(
                        field.ty.span(),
                        format!("`{ident}` has a length that is not known here, which is not supported yet: use an array, boxed if it is large; or {advice}"),
                    );
                    continue;
                }
                match scalar {
                    Some((first, _)) if *first != s => {
                        diag.error(field.ty.span(), format!("f32 and f64 in one struct: use {} for every field", first.name()));
                        continue;
                    }
                    _ => *scalar = Some((s, field.ty.span())),
                }
                let gradient = field.ty.to_token_stream();
                kept.push(Field { syntax: field, ident, dims: Some(dims), boxed: parsed.boxed, gradient, asked: None });
            }
            Kind::Composite(form) if !trainable(&form) => {
                diag.error(field.ty.span(), format!("`{ident}` is no float, array of floats or struct of parameters: {advice}"));
            }
            Kind::Path(_) if type_parameter(&field.ty, generics).is_some() => {
                let name = type_parameter(&field.ty, generics).expect("there is one");
                diag.error(field.ty.span(), format!("`{name}` may be any type: write `f64`, `f32` or a struct of parameters; or {advice}"));
            }
            Kind::Path(_) if is_of_std(&field.ty) => {
                diag.error(field.ty.span(), format!("`{ident}` is no float, array of floats or struct of parameters: {advice}"));
            }
            Kind::Path(_) | Kind::Composite(_) => match nested_gradient(&field.ty, &mut |ty| ty.to_token_stream()) {
                Some(gradient) => {
                    kept.push(Field { syntax: field, ident, dims: None, boxed: parsed.boxed, gradient, asked: None });
                }
                None => {
                    diag.error(field.ty.span(), format!("this type is not supported yet: {advice}"));
                }
            },
            Kind::Integer | Kind::Bool | Kind::Text => {
                diag.error(field.ty.span(), format!("`{ident}` cannot be differentiated: {advice}"));
            }
        }
    }
    kept
}

/// The type parameter that a type is.
fn type_parameter<'a>(ty: &syn::Type, generics: &'a syn::Generics) -> Option<&'a Ident> {
    let syn::Type::Path(path) = ty else { return None };
    generics.type_params().map(|p| &p.ident).find(|p| path.path.is_ident(*p))
}

/// Whether a type is one of the standard library's that holds another type.
fn is_of_std(ty: &syn::Type) -> bool {
    const HOLDERS: [&str; 14] = [
        "Option",
        "Result",
        "Rc",
        "Arc",
        "Cell",
        "RefCell",
        "Mutex",
        "RwLock",
        "Cow",
        "PhantomData",
        "HashMap",
        "BTreeMap",
        "VecDeque",
        "OnceCell",
    ];
    let syn::Type::Path(path) = ty else { return false };
    path.path.segments.last().is_some_and(|last| {
        let holds = matches!(&last.arguments, syn::PathArguments::AngleBracketed(a) if a.args.iter().any(|a| matches!(a, syn::GenericArgument::Type(_))));
        holds && HOLDERS.iter().any(|name| last.ident == name)
    })
}

/// Whether all that is in a field may be a parameter, in arrays of known length.
fn trainable(form: &Form) -> bool {
    match form {
        Form::Float(_) | Form::Opaque(_) => true,
        Form::Array(Dim::Slice, _) => false,
        Form::Array(_, element) => trainable(element),
        Form::Tuple(items) => items.iter().all(trainable),
        Form::Integer | Form::Bool | Form::Text => false,
    }
}

/// The gradient of what is in a field. That of a struct is asked for, by `of_struct`, and not named: the name may be that of an
/// alias, and `LayerGradient` need not be imported where `Layer` is.
fn nested_gradient(ty: &syn::Type, of_struct: &mut dyn FnMut(&syn::TypePath) -> TokenStream) -> Option<TokenStream> {
    let path = match ty {
        syn::Type::Path(path) => path,
        syn::Type::Array(array) => {
            let (element, len) = (nested_gradient(&array.elem, of_struct)?, &array.len);
            return Some(quote! { [#element; #len] });
        }
        syn::Type::Tuple(tuple) => {
            let items = tuple.elems.iter().map(|ty| nested_gradient(ty, of_struct)).collect::<Option<Vec<_>>>()?;
            return Some(quote! { (#(#items,)*) });
        }
        _ => return None,
    };
    if path.path.is_ident("f64") || path.path.is_ident("f32") {
        return Some(path.to_token_stream());
    }
    if path.path.segments.last()?.ident == "Box" {
        let last = path.path.segments.last()?;
        let syn::PathArguments::AngleBracketed(arguments) = &last.arguments else {
            return None;
        };
        let syn::GenericArgument::Type(inner) = arguments.args.first()? else {
            return None;
        };
        let inner = nested_gradient(inner, of_struct)?;
        return Some(quote! { ::std::boxed::Box<#inner> });
    }
    Some(of_struct(path))
}

/// The generics that the gradient needs: a parameter that only skipped fields use would be unused.
fn gradient_generics(generics: &syn::Generics, kept: &[Field<'_>]) -> syn::Generics {
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

struct Structure<'a> {
    input: &'a syn::DeriveInput,
    kept: &'a [Field<'a>],
    path: &'a TokenStream,
    gradient: &'a Ident,
    scalar: &'a TokenStream,
    generics: syn::Generics,
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
    fn vector_space(&self) -> TokenStream {
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

    /// The struct as a list of its numbers, and whether it has nothing else.
    fn numbers(&self) -> TokenStream {
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
    fn jacobian(&self) -> TokenStream {
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

/// The methods of the objectives. Where fields are refused (`complete` is false), formulas know too few names, which is
/// not said a second time.
fn objectives(structure: &Structure<'_>, complete: bool, scalar: Scalar, krate: &str, diag: &mut Diagnostics) -> TokenStream {
    let mut read: Vec<Objective> = Vec::new();
    for attribute in structure.input.attrs.iter().filter(|a| a.path().is_ident("objective")) {
        match attribute.parse_args::<Objective>() {
            Ok(objective) => {
                if read.iter().any(|o| o.ident == objective.ident) {
                    diag.error(objective.ident.span(), format!("there are two objectives called `{}`", objective.ident));
                } else {
                    read.push(objective);
                }
            }
            Err(error) => {
                diag.push(error);
            }
        }
    }
    let parsed: Vec<Option<(Ast, Source)>> = read.iter().map(|o| o.formula.parse(diag).ok()).collect_vec();
    let mut resolved: Vec<Option<Ast>> = (0..read.len()).map(|_| None).collect_vec();
    for at in order(&read, &parsed, diag) {
        let Some((ast, source)) = &parsed[at] else {
            continue;
        };
        let callees: Vec<Callee<'_>> = read
            .iter()
            .zip(&resolved)
            .filter_map(|(objective, ast)| {
                let parameters = objective.arguments.iter().map(|a| a.ident.unraw().to_string()).collect_vec();
                Some(Callee { name: &objective.name, parameters, ast: ast.as_ref()? })
            })
            .collect_vec();
        match inline(ast, &callees) {
            Ok(ast) => resolved[at] = Some(ast),
            Err(error) => {
                diag.push(source.locate(&error));
            }
        }
    }
    let mut methods = TokenStream::new();
    for (objective, (ast, parsed)) in read.iter().zip(resolved.into_iter().zip(&parsed)) {
        let source = parsed.as_ref().map(|p| &p.1);
        let mut follows = Diagnostics::default();
        methods.extend(objective_methods(structure, objective, ast.zip(source), scalar, krate, &mut follows));
        if complete {
            diag.append(follows);
        }
    }
    if methods.is_empty() {
        return methods;
    }
    let (params, types, clause) = structure.input.generics.split_for_impl();
    let ident = &structure.input.ident;
    let (cfg, _) = attr::inherited(&structure.input.attrs);
    let allow = allow();
    quote! {
        #cfg
        #allow
        #[automatically_derived]
        impl #params #ident #types #clause { #methods }
    }
}

/// Objectives in an order in which each comes after those that it uses.
fn order(read: &[Objective], parsed: &[Option<(Ast, Source)>], diag: &mut Diagnostics) -> Vec<usize> {
    let uses = |at: usize| -> Vec<usize> {
        let Some((ast, _)) = &parsed[at] else {
            return Vec::new();
        };
        let called = |name: &str| ast.ids().any(|id| matches!(ast.expr(id), Expr::Call { function, .. } if ast.name(*function) == name));
        (0..read.len()).filter(|&k| called(&read[k].name)).collect_vec()
    };
    let mut state = vec![State::New; read.len()];
    let mut out = Vec::new();
    for start in 0..read.len() {
        let mut stack = vec![(start, false)];
        while let Some((at, leave)) = stack.pop() {
            match (leave, state[at]) {
                (true, _) if uses(at).iter().any(|&k| state[k] == State::Refused) => state[at] = State::Refused,
                (true, State::Open) => {
                    state[at] = State::Done;
                    out.push(at);
                }
                (false, State::New) => {
                    state[at] = State::Open;
                    stack.push((at, true));
                    stack.push_all(uses(at).into_iter().map(|k| (k, false)));
                }
                (false, State::Open) => {
                    diag.error(read[at].ident.span(), format!("the objective `{}` uses itself", read[at].ident));
                    state[at] = State::Refused;
                }
                _ => {}
            }
        }
    }
    out
}

/// The Jacobian of an objective that is an array: the array with a gradient in the place of each number.
fn jacobian_methods(
    structure: &Structure<'_>,
    objective: &Objective,
    family: &Family<'_>,
    (value, program): (&Array, &engine::Program),
    signature: &[TokenStream],
    gradient: &TokenStream,
) -> TokenStream {
    let (vis, path, ident) = (&structure.input.vis, structure.path, &objective.ident);
    let f = ident.unraw().to_string();
    let pass = objective.arguments.iter().map(|a| &a.ident).collect_vec();
    let fresh = |name: &str| {
        let mut name = name.to_owned();
        while pass.iter().any(|p| *p == name.as_str()) {
            name.push('_');
        }
        Ident::new(&name, Span::mixed_site())
    };
    let [out, result, row] = ["jacobian", "value", "row"].map(fresh);
    let names = family.names();
    // An array, a list of arrays, or the places of either, with something in the place of each number.
    let extents = value.dims.iter().filter(|d| **d != Dim::Slice).map(|d| dim_tokens(d, &names)).collect_vec();
    let rows = |number: TokenStream| extents.iter().rev().fold(number, |inner, extent| quote! { [#inner; #extent] });
    let made = |number: TokenStream| {
        let rows = extents.iter().rev().fold(number, |inner, extent| quote! { ::core::array::from_fn::<_, #extent, _>(|_| #inner) });
        match &value.length {
            Some(length) => quote! { (0..#length).map(|_| #rows).collect::<::std::vec::Vec<_>>() },
            None => rows,
        }
    };
    let of_list = |number: TokenStream| match value.length {
        Some(_) => quote! { ::std::vec::Vec<#number> },
        None => number,
    };
    let (ty, number) = (of_list(rows(gradient.clone())), names.tokens(family.scalar.name()));
    let values = of_list(rows(number));
    let place_type = match (&value.length, rows(gradient.clone())) {
        (Some(_), rows) => quote! { [#rows] },
        (None, rows) => rows,
    };
    let (zeros, zero) = (made(quote! { #path::Parameters::zero_gradient(self) }), zero(&[], family.scalar, &names, &TokenStream::new()));
    let no_values = made(zero);
    let holes = "[]".repeat(value.dims.len());
    let field = |target: &str| structure.kept.iter().find(|f| engine::jacobian_target(0, &f.ident.unraw().to_string()) == target);
    let place = |target: &str| match field(target) {
        Some(f) if f.boxed && f.dims.as_deref() == Some(&[]) => format!("(*{out}{holes}.{})", f.ident),
        Some(f) => format!("{out}{holes}.{}", f.ident),
        None if target == engine::result_target(0) => result.to_string(),
        None => target.to_owned(),
    };
    let mut reserved = pass.iter().map(ToString::to_string).collect_vec();
    reserved.push_all([&out, &result, &row].into_iter().map(Ident::to_string));
    reserved.push_all(family.runtime.iter().map(|d| d.name.clone()));
    let (prologue, body) = (family.prologue(&[]), family.body(program, Gradient { place: &place, accumulate: false }, &reserved));
    let checks = value.length.as_ref().map(|length| {
        quote! {
            ::core::assert!(#out.len() == #length, "the Jacobian has {} rows, but the result has {} elements", #out.len(), #length);
        }
    });
    // What the objective does not read stays zero.
    let nested = structure.kept.iter().filter(|f| f.dims.is_none()).map(|f| f.ident).collect_vec();
    let clear = (!nested.is_empty()).then(|| {
        let clear = quote! { #(#path::Parameters::visit_mut(&mut #row.#nested, &mut |x| *x = #path::__rt::Zero::zero());)* };
        let inner = value.dims.iter().skip(1).fold(clear, |inner, _| quote! { for #row in #row.iter_mut() { #inner } });
        quote! { for #row in #out.iter_mut() { #inner } }
    });
    let name = |suffix: &str| format_ident!("{f}_{suffix}", span = ident.span());
    let (only, both) = (name("jacobian"), name("value_and_jacobian"));
    let (into, both_into) = (name("jacobian_into"), name("value_and_jacobian_into"));
    let what = "its Jacobian with respect to the parameters, a gradient for each number";
    let docs = [
        format!("The value of `{f}` and {what}, written over `jacobian`."),
        format!("Of `{f}` {what}, written over `jacobian`."),
        format!("The value of `{f}` and {what}."),
        format!("Of `{f}` {what}."),
    ];
    let [d0, d1, d2, d3] = &docs;
    quote! {
        #[doc = #d0]
        #[inline]
        #vis fn #both_into(&self, #(#signature,)* #out: &mut #place_type) -> #values {
            #prologue
            #checks
            #clear
            let mut #result: #values = #no_values;
            #body
            #result
        }

        #[doc = #d1]
        #[inline]
        #vis fn #into(&self, #(#signature,)* #out: &mut #place_type) {
            let _ = self.#both_into(#(#pass,)* #out);
        }

        #[doc = #d2]
        #[inline]
        #vis fn #both(&self, #(#signature),*) -> (#values, #ty) {
            #prologue
            let mut #out = #zeros;
            let #result = self.#both_into(#(#pass,)* &mut #out);
            (#result, #out)
        }

        #[doc = #d3]
        #[inline]
        #vis fn #only(&self, #(#signature),*) -> #ty {
            #prologue
            let mut #out = #zeros;
            let _ = self.#both_into(#(#pass,)* &mut #out);
            #out
        }
    }
}

/// How far the search for an order has come with an objective.
#[derive(Clone, Copy, PartialEq)]
enum State {
    New,
    Open,
    Done,
    Refused,
}

/// The programs of an objective; a gradient has only what is a single number.
enum Built {
    Number { full: Box<engine::Program>, value: Box<engine::Program> },
    Array { value: Array, jacobian: Box<engine::Program> },
}

/// The error for a field that an objective names and cannot have: one that is skipped, or a struct.
fn field_out_of_reach(structure: &Structure<'_>, arguments: &[Parameter], ast: &Ast) -> Option<chainrule_parser::Error> {
    let names = formula::free_names(ast);
    let syn::Data::Struct(data) = &structure.input.data else { return None };
    let idents = data.fields.iter().filter_map(|f| f.ident.as_ref());
    let within = |ident: &&Ident| structure.kept.iter().any(|f| f.ident == *ident && f.dims.is_some());
    let mut others = idents.filter(|i| !within(i)).map(|i| i.unraw().to_string()).filter(|i| arguments.iter().all(|a| a.name != *i));
    let name = others.find(|name| names.contains(name))?;
    let used = ast.ids().find(|id| matches!(ast.expr(*id), Expr::Name(n) if ast.name(*n) == name))?;
    let (is, advice) = match structure.kept.iter().any(|f| f.ident.unraw() == name.as_str()) {
        true => (
            "a struct",
            format!("a formula computes with numbers and arrays: write a method, `#[gradient] impl {}`", structure.input.ident),
        ),
        false => ("no parameter", format!("give `{name}` to the objective as an argument, of another name")),
    };
    Some(chainrule_parser::Error::new(format!("the field `{name}` is {is}"), ast.span(used)).with_hint(advice))
}

fn objective_methods(
    structure: &Structure<'_>,
    objective: &Objective,
    tree: Option<(Ast, &Source)>,
    scalar: Scalar,
    krate: &str,
    diag: &mut Diagnostics,
) -> TokenStream {
    let input = structure.input;
    let mut seen = Some((scalar, input.ident.span()));
    let before = diag.len();
    let mut arguments = Vec::new();
    for argument in &objective.arguments {
        let mut argument_scalar = None;
        if let Some(parameter) = formula::parameter(argument, false, false, &mut argument_scalar, diag) {
            if argument.ty.is_some()
                && let Some((s, span)) = argument_scalar
            {
                attr::one_scalar(&mut seen, s, span, diag);
            }
            if structure.kept.iter().any(|f| f.ident.unraw() == parameter.name.as_str()) {
                diag.error(parameter.ident.span(), format!("`{}` is a field and an argument", parameter.ident));
            }
            arguments.push(parameter);
        }
    }
    formula::check_names(&arguments, diag);
    if let Some((ast, source)) = &tree
        && let Some(error) = field_out_of_reach(structure, &arguments, ast)
    {
        diag.push(source.locate(&error));
    }
    let tree = tree.filter(|_| diag.len() == before);
    if arguments.len() != objective.arguments.len() {
        return TokenStream::new();
    }
    // An argument without a type is a number of the struct's own kind.
    let scalar_ident = Ident::new(scalar.name(), Span::mixed_site());
    for (parameter, argument) in arguments.iter_mut().zip(&objective.arguments) {
        if argument.ty.is_none() {
            parameter.ty = scalar_ident.to_token_stream();
        }
    }
    let signature: Vec<TokenStream> = arguments
        .iter()
        .map(|p| {
            let (ident, ty) = (&p.ident, &p.ty);
            quote! { #ident: #ty }
        })
        .collect_vec();
    let pass: Vec<Ident> = arguments.iter().map(|p| p.ident.clone()).collect_vec();
    let mut parameters = Vec::new();
    for field in structure.kept {
        let Some(dims) = &field.dims else { continue };
        let ident = field.ident;
        let place = match field.boxed && dims.is_empty() {
            true => format!("(*self.{ident})"),
            false => format!("self.{ident}"),
        };
        parameters.push(Parameter {
            name: ident.unraw().to_string(),
            ident: ident.clone(),
            ty: TokenStream::new(),
            kind: ParameterKind::Float(dims.clone()),
            by_ref: false,
            output: false,
            wrt: true,
            place: Some(place),
        });
    }
    parameters.extend(arguments);
    let mut family = Family {
        ident: &objective.ident,
        vis: input.vis.to_token_stream(),
        generics: &input.generics,
        cfg: TokenStream::new(),
        docs: TokenStream::new(),
        parameters,
        extra: Vec::new(),
        scalar,
        constants: Vec::new(),
        asked: TokenStream::new(),
        results: Vec::new(),
        computed: Vec::new(),
        outside: Vec::new(),
        made: Vec::new(),
        runtime: Vec::new(),
        parts: Vec::new(),
        equal: Vec::new(),
        uses: Vec::new(),
        extents: Vec::new(),
        called: Vec::new(),
        calls: Vec::new(),
        asserts: Vec::new(),
        checks: chainrule_rust::Checks::Never,
        counted: None,
        krate: krate.to_owned(),
        method: false,
        with_value: true,
        returns: objective.returns.as_ref().map(ToTokens::to_token_stream),
        output: crate::signature::Original::default(),
        seeds: Vec::new(),
        copies: Vec::new(),
        several: None,
        checkpoint: false,
    };
    let built = tree.and_then(|(mut ast, source)| {
        let built = formula::declare(&mut ast, &family.parameters).and_then(|(runtime, constants)| {
            family.runtime = runtime;
            family.constants = constants;
            let mut value = engine::build(&ast, Output::Default, Wanted { value: true, gradient: false, checkpoint: false })?;
            if let Some(shape) = value.take_array() {
                let reserved: Vec<String> = pass.iter().map(ToString::to_string).collect_vec();
                let value = family.array(&value, &shape, &reserved)?;
                let engine::Seeded { ast, value: result, .. } = engine::seeded(&ast, &shape);
                return Ok(Built::Array { value, jacobian: Box::new(engine::build_jacobian(&ast, &[result], true)?) });
            }
            let full = engine::build(&ast, Output::Default, Wanted { value: true, gradient: true, checkpoint: objective.checkpoint })?;
            Ok(Built::Number { full: Box::new(full), value: Box::new(value) })
        });
        match built {
            Ok(built) => Some(built),
            Err(error) => {
                diag.push(source.locate(&error));
                None
            }
        }
    });

    let argument_names: Vec<String> = pass.iter().map(ToString::to_string).collect_vec();
    let mut out_name = "gradient".to_owned();
    while argument_names.contains(&out_name) {
        out_name.push('_');
    }
    let out = Ident::new(&out_name, Span::mixed_site());
    let place = |name: &str| {
        let field = structure.kept.iter().find(|f| f.ident.unraw() == name);
        match field {
            Some(f) if f.boxed && f.dims.as_deref() == Some(&[]) => {
                format!("*{out_name}.{}", f.ident)
            }
            Some(f) => format!("{out_name}.{}", f.ident),
            None => name.to_owned(),
        }
    };
    let mut reserved = argument_names.clone();
    reserved.push(out_name.clone());
    reserved.push_all(family.runtime.iter().map(|d| d.name.clone()));
    let nested: Vec<&Ident> = structure.kept.iter().filter(|f| f.dims.is_none()).map(|f| f.ident).collect_vec();
    let path = structure.path;
    let zero_nested = quote! {
        #(#path::Parameters::visit_mut(&mut #out.#nested, &mut |x| *x = #path::__rt::Zero::zero());)*
    };
    let stand_in = fallback::body();
    let prologue = family.prologue(&[]);
    let (value_body, into_body, add_body) = match &built {
        Some(Built::Number { full, value }) => {
            let value = family.body(value, Gradient { place: &place, accumulate: false }, &reserved);
            let into = family.body(full, Gradient { place: &place, accumulate: false }, &reserved);
            let add = family.body(full, Gradient { place: &place, accumulate: true }, &reserved);
            (quote! { #prologue #value }, quote! { #prologue #zero_nested #into }, quote! { #prologue let _ = { #add }; })
        }
        _ => (stand_in.clone(), stand_in.clone(), stand_in.clone()),
    };
    let (vis, ident) = (&input.vis, &objective.ident);
    let (gradient, scalar) = (structure.gradient, structure.scalar);
    let generics = structure.generics.split_for_impl().1.to_token_stream();
    let gradient = quote! { #gradient #generics };
    let f = ident.unraw().to_string();
    let name = |suffix: &str| format_ident!("{f}_{suffix}", span = ident.span());
    let (only, both) = (name("gradient"), name("value_and_gradient"));
    let (into, both_into, add) = (name("gradient_into"), name("value_and_gradient_into"), name("gradient_add"));
    let text = match &objective.formula {
        Formula::Text(literal) => literal.value(),
        Formula::Tokens(tokens) => tokens.to_string(),
    };
    let docs = [
        format!("The objective\n```text\n{}\n```", text.trim_matches('\n')),
        format!("The value of `{f}` and its gradient with respect to the parameters, written over `gradient`; never allocates."),
        format!("The gradient of `{f}` with respect to the parameters, written over `gradient`; never allocates."),
        format!("The value of `{f}` and its gradient with respect to the parameters."),
        format!("The gradient of `{f}` with respect to the parameters."),
        format!("Adds the gradient of `{f}` with respect to the parameters to `gradient`."),
    ];
    let [d0, d1, d2, d3, d4, d5] = &docs;
    let value = Ident::new("value", Span::mixed_site());
    let with_workspace = match &built {
        Some(Built::Number { full, .. }) if full.has_workspace() => {
            let (with, workspace) = (name("value_and_gradient_with"), Ident::new("workspace", Span::mixed_site()));
            let doc = format!("As `{f}_value_and_gradient_into`, in memory that the caller keeps.");
            quote! {
                #[doc = #doc]
                #[inline]
                #vis fn #with(&self, #workspace: &mut #path::Workspace, #(#signature,)* #out: &mut #gradient) -> #scalar {
                    #workspace.lend(|| self.#both_into(#(#pass,)* #out))
                }
            }
        }
        _ => TokenStream::new(),
    };
    let returns = family.returns.as_ref();
    if let Some(Built::Array { value, jacobian }) = built {
        let (ty, body) = (returns.unwrap_or(&value.ty), &value.body);
        let jacobian = jacobian_methods(structure, objective, &family, (&value, &jacobian), &signature, &gradient);
        return quote! {
            #[doc = #d0]
            #[inline]
            #vis fn #ident(&self, #(#signature),*) -> #ty { #body }
            #jacobian
        };
    }
    let returns = returns.unwrap_or(scalar);
    quote! {
        #with_workspace

        #[doc = #d0]
        #[inline]
        #vis fn #ident(&self, #(#signature),*) -> #returns { #value_body }

        #[doc = #d1]
        #[inline]
        #vis fn #both_into(&self, #(#signature,)* #out: &mut #gradient) -> #scalar { #into_body }

        #[doc = #d2]
        #[inline]
        #vis fn #into(&self, #(#signature,)* #out: &mut #gradient) {
            let _ = self.#both_into(#(#pass,)* #out);
        }

        #[doc = #d3]
        #[inline]
        #vis fn #both(&self, #(#signature),*) -> (#scalar, #gradient) {
            let mut #out = #path::Parameters::zero_gradient(self);
            let #value = self.#both_into(#(#pass,)* &mut #out);
            (#value, #out)
        }

        #[doc = #d4]
        #[inline]
        #vis fn #only(&self, #(#signature),*) -> #gradient {
            let mut #out = #path::Parameters::zero_gradient(self);
            let _ = self.#both_into(#(#pass,)* &mut #out);
            #out
        }

        #[doc = #d5]
        #[inline]
        #vis fn #add(&self, #(#signature,)* #out: &mut #gradient) { #add_body }
    }
}
