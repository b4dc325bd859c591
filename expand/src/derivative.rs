//! `derivative!`, and `formula!` as an expression: formulas over the variables in scope.

use crate::attr;
use crate::diag::{Diagnostics, Reported};
use crate::engine::{self, Gradient, Names, Output, Places, Wanted};
use crate::formula::{self, Formula};
use crate::signature::allow;
use chainrule_parser::ast::{Declaration, DeclarationKind, Expr, Span as AstSpan};
use chainrule_parser::list::{CollectVec, PushAll};
use chainrule_parser::sort;
use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{format_ident, quote};
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream};
use syn::spanned::Spanned;

struct Input {
    formula: Formula,
    wrt: Vec<Ident>,
    whole: Span,
}

/// The last comma-separated names are what to differentiate by.
impl Parse for Input {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let whole = input.span();
        let tokens: Vec<TokenTree> = input.parse::<TokenStream>()?.into_iter().collect_vec();
        let is_comma = |t: &TokenTree| matches!(t, TokenTree::Punct(p) if p.as_char() == ',');
        let mut parts: Vec<&[TokenTree]> = tokens.split(is_comma).collect_vec();
        if parts.len() > 1 && parts.last().is_some_and(|p| p.is_empty()) {
            parts.pop();
        }
        let advice = "write the variable to differentiate by after the formula: `derivative!(\"x^2\", x)`";
        let Some((formula, names)) = parts.split_first() else {
            return Err(syn::Error::new(whole, advice));
        };
        if names.is_empty() {
            return Err(syn::Error::new(whole, advice));
        }
        let mut wrt: Vec<Ident> = Vec::new();
        for name in names {
            let stream: TokenStream = name.iter().cloned().collect();
            let span = stream.span();
            let ident = syn::parse::Parser::parse2(Ident::parse_any, stream)
                .map_err(|_| syn::Error::new(span, "expected the name of a variable to differentiate by: `derivative!(\"x^2\", x)`"))?;
            if wrt.contains(&ident) {
                return Err(syn::Error::new(span, format!("`{ident}` is listed twice")));
            }
            wrt.push(ident);
        }
        let formula: TokenStream = formula.iter().cloned().collect();
        Ok(Input { formula: syn::parse::Parser::parse2(whole_formula, formula)?, wrt, whole })
    }
}

fn whole_formula(input: ParseStream<'_>) -> syn::Result<Formula> {
    if input.is_empty() {
        return Err(input.error("expected a formula, such as `\"sigmoid(w*x + b)\"`"));
    }
    let formula = Formula::parse_until_semicolon(input)?;
    match input.is_empty() {
        true => Ok(formula),
        false => Err(input.error("a formula here is one expression, without `;`")),
    }
}

/// Expands `derivative!`.
pub fn expand(input: TokenStream) -> TokenStream {
    match syn::parse2::<Input>(input) {
        Ok(input) => over_scope(&input.formula, Some(&input.wrt), input.whole),
        Err(error) => expression_error(error.to_compile_error()),
    }
}

/// Expands `formula!` as an expression.
pub fn value(input: TokenStream) -> TokenStream {
    let whole = input.span();
    match syn::parse::Parser::parse2(whole_formula, input) {
        Ok(formula) => over_scope(&formula, None, whole),
        Err(error) => expression_error(error.to_compile_error()),
    }
}

/// Errors in the place of an expression; the value is a number so that nothing else goes wrong.
fn expression_error(errors: TokenStream) -> TokenStream {
    quote! { { #errors; 0.0f64 } }
}

fn over_scope(formula: &Formula, wrt: Option<&[Ident]>, whole: Span) -> TokenStream {
    let mut diag = Diagnostics::default();
    match try_over_scope(formula, wrt, whole, &mut diag) {
        Ok(tokens) => tokens,
        Err(Reported) => expression_error(diag.into_tokens()),
    }
}

fn try_over_scope(formula: &Formula, wrt: Option<&[Ident]>, whole: Span, diag: &mut Diagnostics) -> Result<TokenStream, Reported> {
    let (mut ast, source) = formula.parse(diag)?;
    if let Some(declaration) = ast.declarations.first() {
        let error = chainrule_parser::Error::new("a declaration has no place in an expression", declaration.span)
            .with_hint("the variables are those in scope");
        return Err(diag.push(source.locate(&error)));
    }
    let mut names = formula::free_names(&ast);
    for id in ast.ids() {
        if let Expr::Index { base, .. } = ast.expr(id)
            && let Expr::Name(name) = ast.expr(*base)
            && names.iter().any(|n| n == ast.name(*name))
        {
            let text = ast.name(*name).to_owned();
            let error = chainrule_parser::Error::new(
                format!("`{text}` is an array, and the shape of a variable in scope is not known here"),
                ast.span(id),
            )
            .with_hint(format!("declare it: `formula! {{ fn f({text}: [f64; 3]) = ...; }}`"));
            return Err(diag.push(source.locate(&error)));
        }
    }
    for ident in wrt.unwrap_or_default() {
        let name = ident.unraw().to_string();
        if !names.contains(&name) {
            names.push(name);
        }
    }
    // What is differentiated comes first, in the order of the list.
    let by = |name: &str| wrt.unwrap_or_default().iter().position(|i| i.unraw() == name);
    sort::by_key(&mut names, |n| by(n).unwrap_or(usize::MAX));
    for name in &names {
        let kind = if by(name).is_some() { DeclarationKind::Param } else { DeclarationKind::Input };
        let name = ast.intern(name);
        ast.declarations.push(Declaration { kind, name, span: AstSpan::default(), axes: Vec::new(), init: None, opaque: false });
    }
    let wanted = Wanted { value: wrt.is_none(), gradient: wrt.is_some(), checkpoint: false };
    let program = match engine::build(&ast, Output::Default, wanted) {
        Ok(program) => program,
        Err(error) => return Err(diag.push(source.locate(&error))),
    };

    let found = identifiers(formula);
    let arguments: Vec<Ident> = names
        .iter()
        .map(|name| {
            let span = wrt
                .unwrap_or_default()
                .iter()
                .chain(&found)
                .find(|i| i.unraw() == name)
                .map_or_else(|| literal_span(formula, whole), Ident::span);
            identifier(name, span)
        })
        .collect_vec();
    let locals: Vec<Ident> = arguments
        .iter()
        .map(|a| {
            let mut local = a.clone();
            local.set_span(Span::mixed_site());
            local
        })
        .collect_vec();
    let local = |name: &str| names.iter().position(|n| n == name).map_or_else(|| name.to_owned(), |at| locals[at].to_string());
    let outs: Vec<Ident> =
        (0..wrt.map_or(0, <[Ident]>::len)).map(|k| format_ident!("derivative_{k}", span = Span::mixed_site())).collect_vec();
    let out = |name: &str| by(name).map_or_else(|| name.to_owned(), |at| outs[at].to_string());
    let mut reserved: Vec<String> = locals.iter().map(ToString::to_string).collect_vec();
    reserved.push_all(outs.iter().map(ToString::to_string));
    let krate_text = attr::crate_text(None);
    let krate: TokenStream = krate_text.parse().unwrap_or_default();
    let body = engine::body(
        &program,
        &Places {
            scalar: "f64",
            rt: &format!("{krate_text}::__rt"),
            input: &local,
            gradient: Gradient { place: &out, accumulate: false },
            dim: &|name| name.to_owned(),
            reserved: &reserved,
            pause: None,
        },
        &Names::default(),
    );
    let f64 = Ident::new("f64", Span::mixed_site());
    let allow = allow();
    let function = Ident::new("__chainrule_formula", Span::mixed_site());
    if names.is_empty() {
        return Ok(quote! {
            {
                #allow
                #[inline(always)]
                fn #function() -> #f64 { #body }
                #function()
            }
        });
    }
    // Of the first variable that is no f64 the compiler says so: then it does not know what the others and the result have to be.
    let (in_scope, of) = (quote! { #krate::__rt::InScope }, |k: usize| format_ident!("T{k}", span = Span::mixed_site()));
    let types: Vec<Ident> = (0..names.len()).map(of).collect_vec();
    let (first, number) = (&types[0], Ident::new("Number", Span::mixed_site()));
    let others = types.iter().skip(1);
    let values = (0..types.len()).map(|k| match k {
        0 => quote! { #in_scope::<#f64>::value },
        _ => quote! { #in_scope::<#number>::value },
    });
    let result = |value: TokenStream| quote! { <#first as #in_scope<#f64>>::number(#value) };
    let (ty, body) = match (wrt, &outs[..]) {
        (None, _) => (quote! { #number }, result(quote! { { #body } })),
        (Some(_), [one]) => {
            let result = result(quote! { #one });
            (quote! { #number }, quote! { let mut #one: #f64 = 0.0; #body #result })
        }
        (Some(_), _) => {
            let numbers = outs.iter().map(|_| &number);
            let results = outs.iter().map(|out| result(quote! { #out }));
            (quote! { (#(#numbers),*) }, quote! { #(let mut #outs: #f64 = 0.0;)* #body (#(#results),*) })
        }
    };
    let value = Ident::new("value", Span::mixed_site());
    Ok(quote! {
        {
            #allow
            #[inline(always)]
            fn #function<#(#types,)* #number>(#(#locals: #types),*) -> #ty
            where
                #first: #in_scope<#f64, Number = #number>,
                #(#others: #in_scope<#number>),*
            {
                #(let #locals: #f64 = #values(#locals);)*
                #body
            }
            // With a name, so that its type follows from the variables.
            #[allow(clippy::let_and_return)]
            let #value = #function(#(#arguments),*);
            #value
        }
    })
}

fn literal_span(formula: &Formula, whole: Span) -> Span {
    match formula {
        Formula::Text(literal) => literal.span(),
        Formula::Tokens(_) => whole,
    }
}

fn identifier(name: &str, span: Span) -> Ident {
    match syn::parse_str::<Ident>(name) {
        Ok(mut ident) => {
            ident.set_span(span);
            ident
        }
        // A keyword, or a name that Rust does not have; the compiler says which.
        Err(_) if syn::parse_str::<Ident>(&format!("r#{name}")).is_ok() => Ident::new_raw(name, span),
        Err(_) => Ident::new("unknown_variable", span),
    }
}

fn identifiers(formula: &Formula) -> Vec<Ident> {
    fn walk(tokens: TokenStream, out: &mut Vec<Ident>) {
        for tree in tokens {
            match tree {
                TokenTree::Ident(ident) => out.push(ident),
                TokenTree::Group(group) => walk(group.stream(), out),
                _ => {}
            }
        }
    }
    let mut out = Vec::new();
    if let Formula::Tokens(tokens) = formula {
        walk(tokens.clone(), &mut out);
    }
    out
}
