//! `#[custom_gradient(of = f)]`: the derivative of a function that is not seen into.

use crate::arity::kind_of;
use crate::attr;
use crate::companion::Companion;
use crate::function::strip_constant;
use crate::signature::{Original, named};
use crate::twice::{self, Written};
use chainrule_parser::list::CollectVec;
use chainrule_rust::types::{Form, Kind, Type};
use chainrule_rust::{float_parameters, is_constant};
use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote};
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream};
use syn::spanned::Spanned;
use syn::{FnArg, Token};

/// `of = f`
struct Arguments {
    of: Ident,
    krate: Option<syn::Path>,
}

impl Parse for Arguments {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        const WANTED: &str = "say whose derivative this is: `#[custom_gradient(of = f)]`";
        let (mut of, mut krate) = (None, None);
        while !input.is_empty() {
            if input.peek(Token![crate]) {
                input.parse::<Token![crate]>()?;
                input.parse::<Token![=]>()?;
                krate = Some(attr::crate_path(input)?);
            } else {
                let word = input.call(Ident::parse_any)?;
                if word != "of" {
                    return Err(syn::Error::new(word.span(), format!("unknown option `{word}`: {WANTED}")));
                }
                input.parse::<Token![=]>()?;
                if let Ok(text) = input.parse::<syn::LitStr>() {
                    return Err(syn::Error::new(text.span(), format!("the function is named without quotes: `of = {}`", text.value())));
                }
                let path = syn::Path::parse_mod_style(input)?;
                match path.get_ident() {
                    Some(ident) => of = Some(ident.clone()),
                    None => {
                        let name = path.segments.last().map(|s| s.ident.to_string()).unwrap_or_default();
                        let message = format!(
                            "the rule stands where the function is named: import it, `use {};`, and write `of = {name}`",
                            types_text(&path)
                        );
                        return Err(syn::Error::new(path.span(), message));
                    }
                }
            }
            if !input.is_empty() {
                input.parse::<Token![,]>()?;
            }
        }
        match of {
            Some(of) => Ok(Arguments { of, krate }),
            None => Err(syn::Error::new(proc_macro2::Span::call_site(), WANTED)),
        }
    }
}

/// Expands the attribute.
pub fn expand(attribute: TokenStream, item: TokenStream) -> TokenStream {
    let mut function: syn::ItemFn = match syn::parse2(item.clone()) {
        Ok(function) => function,
        Err(error) => {
            let error = match syn::parse2::<syn::Item>(item.clone()) {
                Ok(other) => syn::Error::new(other.span(), "`#[custom_gradient]` goes on a function that returns a gradient times a seed"),
                Err(_) => error,
            }
            .to_compile_error();
            return quote! { #item #error };
        }
    };
    let generated = syn::parse2(attribute).and_then(|arguments: Arguments| {
        let name = &arguments.of;
        let may_be_left_out = function.attrs.iter().any(|a| a.path().is_ident("cfg"));
        match twice::first_of("fn", name, Written::OfRule).filter(|_| !may_be_left_out) {
            None => companion(&arguments, &function),
            Some(Written::OfRule) => Err(syn::Error::new(name.span(), format!("there are two rules for `{name}`: leave one of them out"))),
            Some(_) => Err(syn::Error::new(name.span(), twice::a_rule_and_a_derivative(name))),
        }
    });
    let generated = generated.unwrap_or_else(|error| error.to_compile_error());
    for input in &mut function.sig.inputs {
        strip_constant(input);
        if let FnArg::Typed(typed) = input {
            typed.attrs.retain(|a| !is_output(a));
        }
    }
    quote! { #[allow(dead_code)] #function #generated }
}

/// `#[output]`: an argument that the function has by `&mut`.
fn is_output(attribute: &syn::Attribute) -> bool {
    attribute.path().is_ident("output")
}

/// The arguments of the function, and the seeds: that of what it returns, if anything, and one for each output.
struct Parameters<'a> {
    arguments: Vec<&'a syn::PatType>,
    returned: Option<&'a syn::PatType>,
    left: Vec<&'a syn::PatType>,
}

impl<'a> Parameters<'a> {
    fn of(arguments: &Arguments, signature: &'a syn::Signature) -> syn::Result<Self> {
        let mut inputs = Vec::new();
        for input in &signature.inputs {
            match input {
                FnArg::Typed(typed) => inputs.push(typed),
                FnArg::Receiver(receiver) => {
                    return Err(syn::Error::new(receiver.self_token.span, "rules for methods are not supported: write a function"));
                }
            }
        }
        for input in &inputs {
            if let syn::Type::Reference(syn::TypeReference { mutability: Some(_), .. }) = &*input.ty {
                let message = "what the function has by `&mut` is given to the rule as it was before: write `#[output] y: &[f64; 3]`, and at the \
                               end its seed, `seed_y: &[f64; 3]`";
                return Err(syn::Error::new(input.ty.span(), message));
            }
        }
        let outputs = inputs.iter().filter(|i| i.attrs.iter().any(is_output)).count();
        let named_seed = |input: &syn::PatType| {
            let name = types_text(&input.pat);
            name == "seed" || name == "_seed"
        };
        let seeds = match outputs {
            0 => 1,
            outputs => outputs + usize::from(inputs.len().checked_sub(outputs + 1).is_some_and(|at| named_seed(inputs[at]))),
        };
        let first = inputs.len().checked_sub(seeds).filter(|first| !inputs[*first..].iter().any(|i| i.attrs.iter().any(is_output)));
        let Some(first) = first else {
            let message = match outputs {
                0 => format!("this takes the arguments of `{}` and then the seed, which has the type of its result", arguments.of),
                _ => format!(
                    "this takes the arguments of `{}` and then the seeds: `seed`, which has the type of its result, if it returns something, \
                     and one by reference for each `#[output]`",
                    arguments.of
                ),
            };
            return Err(syn::Error::new(signature.ident.span(), message));
        };
        let mut left = inputs.split_off(first);
        let returned = (left.len() > outputs).then(|| left.remove(0));
        Ok(Parameters { arguments: inputs, returned, left })
    }
}

fn types_text(tokens: &impl ToTokens) -> String {
    chainrule_rust::types::text(tokens.to_token_stream())
}

fn companion(arguments: &Arguments, function: &syn::ItemFn) -> syn::Result<TokenStream> {
    let signature = &function.sig;
    let Parameters { arguments: inputs, returned, left } = Parameters::of(arguments, signature)?;
    let floats = float_parameters(&signature.generics);
    let moves = |typed: &syn::PatType| {
        !is_constant(&typed.attrs)
            && match Type::parse(&typed.ty).map(|ty| ty.with_floats(&floats).kind) {
                Ok(Kind::Float(..) | Kind::Path(_)) | Err(_) => true,
                Ok(Kind::Composite(form)) => {
                    let mut found = false;
                    form.for_each_leaf(&mut |leaf| found |= matches!(leaf, Form::Float(_) | Form::Opaque(_)));
                    found
                }
                Ok(Kind::Integer | Kind::Bool | Kind::Text) => false,
            }
    };
    let moving: Vec<bool> = inputs.iter().map(|typed| moves(typed)).collect_vec();
    let count = moving.iter().filter(|m| **m).count();
    if count == 0 {
        return Err(syn::Error::new(
            signature.ident.span(),
            format!(
                "there is nothing to differentiate by: of the arguments of `{}`, which stand before the seed, none is a float or an array of \
                 floats without `#[constant]`",
                arguments.of
            ),
        ));
    }
    let wanted = match count {
        1 => "the gradient with respect to its one argument that is not constant".to_owned(),
        _ => format!("a tuple of {count} gradients, one for each argument that is not constant"),
    };
    let results: Vec<TokenStream> = match &signature.output {
        syn::ReturnType::Default => return Err(syn::Error::new(signature.ident.span(), format!("the rule returns {wanted}"))),
        syn::ReturnType::Type(_, ty) => match &**ty {
            one if count == 1 => vec![one.to_token_stream()],
            syn::Type::Tuple(tuple) if tuple.elems.len() == count => tuple.elems.iter().map(ToTokens::to_token_stream).collect_vec(),
            other => return Err(syn::Error::new(other.span(), format!("the rule returns {wanted}; mark the others `#[constant]`"))),
        },
    };
    let mut results = results.into_iter();
    let krate: TokenStream = attr::crate_text(arguments.krate.as_ref()).parse().unwrap_or_default();
    let (cfg, _) = attr::inherited(&function.attrs);
    let item = Companion {
        of: &arguments.of,
        vis: &function.vis.to_token_stream(),
        cfg: &cfg,
        generics: &signature.generics,
        arguments: inputs.iter().map(|typed| typed.ty.to_token_stream()).collect_vec(),
        kinds: {
            let any = || quote! { #krate::__rt::kinds::any };
            let own = named(&signature.generics).iter().map(ToString::to_string).collect_vec();
            let kind = |typed: &&syn::PatType| match Type::parse(&typed.ty).map(|ty| ty.with_floats(&floats)) {
                Ok(ty) => {
                    let ty = Type { mutable: typed.attrs.iter().any(is_output), ..ty };
                    kind_of(&ty, &typed.ty.to_token_stream(), true, &own, &krate)
                }
                Err(_) => any(),
            };
            inputs.iter().map(kind).chain([any()]).collect_vec()
        },
        seeds: std::iter::once(returned.map(|seed| seed.ty.to_token_stream()))
            .chain(left.iter().map(|seed| Some(seed.ty.to_token_stream())))
            .collect_vec(),
        gradients: moving.iter().map(|moves| if *moves { results.next() } else { None }).collect_vec(),
        product: signature.ident.clone(),
        continued: None,
        along: None,
        number: false,
        outputs: inputs.iter().map(|typed| typed.attrs.iter().any(is_output)).collect_vec(),
        there: true,
        zero: None,
        stills: moving.iter().map(|_| None).collect_vec(),
        output: &Original::default(),
        krate: &krate,
    };
    Ok(item.item(true))
}
