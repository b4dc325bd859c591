//! `&mut` arguments: their shadows are read before the sweep and written after it, and the function itself runs last, so that
//! what it leaves there is there.

use super::{Derivative, Parameter, ParameterKind, fresh};
use crate::engine::{self, Gradient};
use crate::signature::{Family, place_type, seed_of, turbofish, zero};
use chainrule_parser::Error;
use chainrule_parser::list::CollectVec;
use chainrule_rust::RustFunction;
use chainrule_rust::types::Dim;
use proc_macro2::{Ident, TokenStream};
use quote::quote;

/// An argument that the function writes to, and the shadows for each direction; none for one that is constant.
pub struct Written {
    /// Its number.
    pub at: usize,
    /// `dy`
    pub shadows: Vec<Ident>,
}

/// A copy of what is behind a reference, by reference.
fn copy(place: &Ident, dims: &[Dim]) -> TokenStream {
    match dims.first() {
        Some(Dim::Slice) => quote! { &#place.to_vec()[..] },
        _ => quote! { &{ *#place } },
    }
}

/// Zeros of the shape of an argument, by reference.
fn no_seed(parameter: &Parameter, family: &Family<'_>) -> TokenStream {
    let place = &parameter.ident;
    let zero = zero(parameter.dims(), family.scalar, &family.names(), &quote! { #place });
    match parameter.dims().first() {
        Some(Dim::Slice) => quote! { &#zero[..] },
        _ => quote! { &#zero },
    }
}

impl Derivative<'_> {
    /// The arguments that are written to.
    pub fn written(&self, family: &Family<'_>) -> Vec<Written> {
        let outputs = family.parameters.iter().enumerate().filter(|(_, p)| p.output);
        outputs.map(|(at, _)| Written { at, shadows: Vec::new() }).collect_vec()
    }

    /// The type of an argument, as it is written.
    pub fn ty(&self, at: usize) -> TokenStream {
        match &self.function.sig.inputs[at] {
            syn::FnArg::Typed(typed) => {
                let ty = &typed.ty;
                quote! { #ty }
            }
            syn::FnArg::Receiver(_) => unreachable!("methods are refused"),
        }
    }

    /// The type of a shadow.
    pub fn shadow_type(&self, parameter: &Parameter, family: &Family<'_>) -> TokenStream {
        let ty = place_type(parameter.dims(), family.scalar, &family.names());
        quote! { &mut #ty }
    }

    /// Runs the function itself.
    fn run(&self, family: &Family<'_>) -> TokenStream {
        let (ident, turbofish) = (&self.function.sig.ident, turbofish(family.generics));
        let pass = family.parameters.iter().map(|p| &p.ident);
        quote! { #ident #turbofish (#(#pass),*) }
    }

    /// Reverse mode: the statements up to the value of the function, in `value`.
    pub fn reverse_outputs(
        &self,
        family: &Family<'_>,
        f: &RustFunction,
        (written, value, seed): (&[Written], &Ident, Option<&Ident>),
        place: &dyn Fn(&str) -> String,
        taken: &[String],
    ) -> Result<TokenStream, Error> {
        let output = engine::Output::Expr(f.ast.output.expect("a function has a value"));
        let program = engine::build(&f.ast, output, engine::Wanted { value: false, gradient: true, checkpoint: false })?;
        let mut seeds = TokenStream::new();
        if let Some(seed) = seed {
            let own = seed_of(None);
            seeds.extend(quote! { let #own = #seed; });
        }
        for Written { at, shadows } in written {
            let parameter = &family.parameters[*at];
            let own = seed_of(Some(parameter));
            match shadows.first() {
                None => {
                    let zeros = no_seed(parameter, family);
                    seeds.extend(quote! { let #own = #zeros; });
                }
                Some(shadow) => {
                    let (copy, dims) = (copy(shadow, parameter.dims()), parameter.dims());
                    let (row, names) = (dims.get(1..).unwrap_or(&[]), family.names());
                    seeds.extend(match dims.first() {
                        Some(Dim::Slice) => {
                            let zero = zero(row, family.scalar, &names, &TokenStream::new());
                            quote! { let #own = #copy; #shadow.fill(#zero); }
                        }
                        _ => {
                            let zero = zero(dims, family.scalar, &names, &TokenStream::new());
                            quote! { let #own = #copy; *#shadow = #zero; }
                        }
                    });
                }
            }
        }
        let body = family.body(&program, Gradient { place, accumulate: true }, taken);
        let run = self.run(family);
        Ok(quote! { #seeds #body let #value = #run; let _ = #value; })
    }

    /// Forward mode: the statements up to the value of the function, in `value`.
    pub fn forward_outputs(
        &self,
        family: &mut Family<'_>,
        f: &RustFunction,
        (written, value, tangents): (&[Written], &Ident, &[Ident]),
        directions: Vec<Vec<Parameter>>,
        taken: &mut Vec<String>,
    ) -> Result<TokenStream, Error> {
        let scalar = family.names().tokens(family.scalar.name());
        let mut out = TokenStream::new();
        for (k, (mut list, tangent)) in directions.into_iter().zip(tangents).enumerate() {
            // What a shadow held, while it is written.
            for Written { at, shadows } in written {
                let (Some(shadow), parameter) = (shadows.get(k), &family.parameters[*at]) else { continue };
                let before = fresh(format!("{shadow}_before"), taken);
                let copy = copy(shadow, parameter.dims());
                out.extend(quote! { let #before = #copy; });
                list.push(Parameter {
                    name: engine::direction(&parameter.name),
                    ident: before,
                    ty: parameter.ty.clone(),
                    kind: ParameterKind::Float(parameter.dims().to_vec()),
                    by_ref: true,
                    output: false,
                    wrt: false,
                    place: None,
                });
            }
            family.extra = list;
            for seed in &f.seeds {
                let place = match &seed.of {
                    None => {
                        out.extend(quote! { let mut #tangent: #scalar = 0.0; });
                        tangent.to_string()
                    }
                    Some(name) => {
                        let of = written.iter().find(|w| family.parameters[w.at].name == *name);
                        let Some(shadow) = of.and_then(|w| w.shadows.get(k)) else { continue };
                        if seed.dims.is_empty() { format!("*{shadow}") } else { shadow.to_string() }
                    }
                };
                let program = engine::build_tangent_only(&f.ast, seed.value)?;
                let place = |name: &str| if name == engine::TANGENT { place.clone() } else { name.to_owned() };
                out.extend(family.body(&program, Gradient { place: &place, accumulate: false }, taken));
            }
        }
        let run = self.run(family);
        Ok(quote! { #out let #value = #run; })
    }
}
