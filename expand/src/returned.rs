//! How long arrays are that calls return, which only their types say: the compiler looks at calls that never run.
//!
//! Each call that matters is bound once, in the order of the calls: written inside one another, the calls of a chain
//! `[a, b] = g(a, b)` would double the text with each of them. They stand in one block: a closure for each is not known to
//! be `Sized` before the end of the function, and a compiler goes through all such questions at every call.

use crate::engine::{self, Names};
use crate::signature::{Family, local};
use chainrule_parser::ast::{Callee, Handed, Passed};
use chainrule_parser::list::CollectVec;
use chainrule_rust::types::RuntimeDim;
use proc_macro2::TokenStream;
use quote::quote;
use std::collections::BTreeSet;

/// The call by its number and the place in its result that an extent is the length of.
fn place_of(dim: &RuntimeDim) -> Option<(usize, &str)> {
    let rest = dim.part.as_ref()?.template.strip_prefix("@call")?;
    let (number, steps) = rest.split_once('@')?;
    Some((number.parse().ok()?, steps))
}

/// Whether an extent is the length of what a call returns.
pub fn is_result(dim: &RuntimeDim) -> bool {
    place_of(dim).is_some()
}

/// Binds the extents that are lengths of what calls return.
pub fn lengths(family: &Family<'_>, names: &Names) -> TokenStream {
    let rt = format!("{}::__rt", family.krate);
    let asked = || family.runtime.iter().filter_map(|dim| Some((dim, place_of(dim)?)));
    let needed = with_earlier(family, asked().map(|(_, (number, _))| number).filter(|n| *n < family.calls.len()).collect());
    let lengths = asked().filter(|(_, (number, _))| needed.contains(number)).collect_vec();
    if lengths.is_empty() {
        return TokenStream::new();
    }
    let (mut calls, mut before, mut after) = (String::new(), TokenStream::new(), TokenStream::new());
    for number in &needed {
        calls.push_str(&format!("let {} = {};", bound(*number), call(family, *number)));
    }
    let length = names.tokens(&format!("{rt}::Length::unknown()"));
    for (dim, (number, steps)) in lengths {
        let local = local(&dim.name);
        calls.push_str(&format!("{local}.is_that_of(&{});", part(family, number, steps)));
        before.extend(quote! { let #local = #length; });
        after.extend(quote! { let #local = #local.get(); });
    }
    let calls = names.tokens(&calls);
    quote! { #before if false { #calls } #after }
}

/// Says of methods that are called by the function and not by the program, which does not need their results, that they have a
/// derivative: one that changes what it is called on has none.
pub fn unread(family: &Family<'_>, program: &engine::Program) -> TokenStream {
    let valued = program.valued();
    let mut methods: Vec<(usize, String)> = Vec::new();
    for (number, called) in family.calls.iter().enumerate() {
        if called.may_change
            && !valued.contains(&number)
            && let Some(known) = called.call.known()
            && let Some(receiver) = receiver(family, number)
        {
            methods.push((number, format!("{receiver}.{known}().confirm();")));
        }
    }
    if methods.is_empty() {
        return TokenStream::new();
    }
    let earlier = methods.iter().flat_map(|(number, _)| earlier_results(family, *number)).collect();
    let mut calls = String::new();
    for number in with_earlier(family, earlier) {
        calls.push_str(&format!("let {} = {};", bound(number), call(family, number)));
    }
    methods.iter().for_each(|(_, confirmed)| calls.push_str(confirmed));
    let calls = family.names().tokens(&calls);
    quote! { if false { #calls } }
}

/// These calls, and those whose results they pass on.
fn with_earlier(family: &Family<'_>, mut needed: BTreeSet<usize>) -> BTreeSet<usize> {
    let mut left = needed.iter().copied().collect_vec();
    while let Some(number) = left.pop() {
        for earlier in earlier_results(family, number) {
            if needed.insert(earlier) {
                left.push(earlier);
            }
        }
    }
    needed
}

/// What a method is called on, if that is no value of the body.
fn receiver(family: &Family<'_>, number: usize) -> Option<String> {
    let called = &family.calls[number];
    let (operands, made) = called.call.taken().into_iter().next()?;
    match made {
        Some(made) => {
            let operands = operands.map(|k| operand(family, number, k)).collect_vec();
            Some(format!("({})", made.text(&operands)))
        }
        None => place(family, number, operands.start).map(|place| format!("({place})")),
    }
}

fn bound(number: usize) -> String {
    format!("__returned_{number}")
}

/// The calls whose results a call passes on.
fn earlier_results(family: &Family<'_>, number: usize) -> impl Iterator<Item = usize> {
    family.calls[number].results.iter().flatten().map(|(earlier, _)| *earlier).filter(move |earlier| *earlier < number)
}

/// A part of what a call returns.
fn part(family: &Family<'_>, number: usize, steps: &str) -> String {
    let steps = steps.strip_prefix(family.calls[number].call.returned()).unwrap_or(steps).replace("[]", "[0]");
    format!("{}{steps}", bound(number))
}

/// What an operand of a call is, if it is a part of an argument, or of what another call returns.
fn place(family: &Family<'_>, number: usize, k: usize) -> Option<String> {
    let called = &family.calls[number];
    match (called.parts.get(k), called.results.get(k)) {
        (Some(Some(name)), _) => Some(family.input(name).replace("[]", "[0]")),
        (_, Some(Some((earlier, steps)))) if *earlier < number => Some(part(family, *earlier, steps)),
        _ => None,
    }
}

/// An operand of a call, as a value of its type.
fn operand(family: &Family<'_>, number: usize, k: usize) -> String {
    let called = &family.calls[number];
    let rt = format!("{}::__rt", family.krate);
    let scalar = family.scalar.name();
    let (passed, lengths) = (&called.call.arguments[k], &called.lengths[k]);
    match passed {
        Passed::Part(handed) | Passed::Whole(handed) => match (place(family, number, k), handed) {
            (None, _) => format!("{rt}::any()"),
            (Some(place), Handed::Value) => format!("{rt}::own(&{place})"),
            (Some(place), Handed::Reference) => format!("&{place}"),
            (Some(place), Handed::Either) => format!("{rt}::hand(&{place})"),
        },
        Passed::Number => format!("{rt}::any::<{scalar}>()"),
        Passed::Reference => format!("&{rt}::any::<{scalar}>()"),
        Passed::Either => format!("{rt}::pass(&{rt}::any::<{scalar}>())"),
        Passed::Integer => format!("{rt}::any()"),
        Passed::Condition => format!("{rt}::any::<bool>()"),
        Passed::Text(text) => text.clone(),
        Passed::Output(extents) if extents.is_empty() => format!("&mut {rt}::any::<{scalar}>()"),
        Passed::Array(_) | Passed::Output(_) => {
            // As many axes as types can state; the first may be known late.
            let known = |name: &String| family.runtime.iter().all(|d| d.name != *name) && family.parameters.iter().all(|p| p.name != *name);
            let late = |length: &Option<String>| !length.as_ref().is_some_and(known);
            if lengths.iter().skip(1).any(late) {
                return format!("{rt}::any()");
            }
            let ty = lengths.iter().rev().enumerate().fold(scalar.to_owned(), |inner, (k, length)| {
                match length.as_ref().filter(|_| k + 1 < lengths.len() || !late(length)) {
                    Some(length) => format!("[{inner}; {}]", family.dim(length)),
                    None => format!("[{inner}]"),
                }
            });
            match passed {
                Passed::Array(_) => format!("{rt}::pass({rt}::any::<&{ty}>())"),
                _ => format!("{rt}::any::<&mut {ty}>()"),
            }
        }
    }
}

/// A call with values that are only looked at for their types.
fn call(family: &Family<'_>, number: usize) -> String {
    let called = &family.calls[number];
    let rt = format!("{}::__rt", family.krate);
    let operands = (0..called.call.arguments.len()).map(|k| operand(family, number, k)).collect_vec();
    let method = called.call.callee == Callee::Method;
    let mut receiver = String::new();
    let mut arguments = Vec::new();
    for (k, (own, assembled)) in called.call.taken().into_iter().enumerate() {
        let made = assembled.map(|made| made.text(&operands[own.clone()]));
        match (k, made) {
            (0, made) if method => {
                receiver = made.or_else(|| place(family, number, own.start)).map_or_else(String::new, |place| format!("({place})."))
            }
            (_, Some(made)) => arguments.push(format!("{rt}::hand(&{made})")),
            (_, None) => arguments.push(operands[own.start].clone()),
        }
    }
    if called.call.is_between_numbers() {
        arguments.insert(0, format!("&{}", receiver.trim_end_matches('.')));
        receiver = format!("{rt}::Listed::");
    }
    format!("{receiver}{}({})", called.call.primal(), arguments.join(", "))
}
