//! Methods that change what they are called on, and functions that change structs that they are given.
//!
//! Nothing in the graph changes after it was made. So `fn step(&mut self, x: f64) -> f64` is read as a method that takes `&self` and
//! returns what that was left with, and one that returns its result besides. A caller does not see which methods these are. It
//! takes a method to change its receiver where nothing is done with a result, `filter.step(x);`, and where it is called by its path,
//! `let y = Filter::step(&mut filter, x);`.
//!
//! `fn step(filter: &mut Filter, x: f64) -> f64` is read in the same way, and a caller sees what it changes. The two that stand for it
//! are functions of the type of its name, which comes along where the function is imported.

use super::body::{anchor, bare, strip};
use super::external::is_of_type;
use super::passes::{each_child, each_in_block};
use super::state::{Eval, Reader};
use super::types::{Kind, Type};
use super::value::{Array, Value};
use chainrule_parser::ast::{Callee, is_twin};
use chainrule_parser::list::CollectVec;
use proc_macro2::{Group, Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, format_ident, quote};
use syn::ext::IdentExt;
use syn::punctuated::Punctuated;
use syn::{Block, Expr, FnArg, Stmt};

/// Which of the two that stand for a function.
#[derive(Clone, Copy, PartialEq)]
enum Twin {
    /// The one that returns what the function leaves.
    Left,
    /// The one that returns the result of the function besides.
    AndLeft,
}

impl Twin {
    /// Its name beside a function of a type.
    fn beside(self, method: &Ident) -> Ident {
        match self {
            Twin::Left => format_ident!("__{}_left", method.unraw(), span = method.span()),
            Twin::AndLeft => format_ident!("__{}_and_left", method.unraw(), span = method.span()),
        }
    }

    /// Its name in the type that stands beside a function.
    fn inside(self) -> &'static str {
        match self {
            Twin::Left => "left",
            Twin::AndLeft => "and_left",
        }
    }
}

/// A function that stands for one that changes a struct.
pub struct Changing {
    /// As it is read.
    pub read: syn::ItemFn,
    /// As it is written, by a call of the other one.
    pub written: syn::ItemFn,
}

/// Whether a method changes what it is called on.
pub fn changes(receiver: &syn::Receiver) -> bool {
    matches!(receiver.kind, syn::ReceiverKind::Reference(_, _, Some(_)))
}

/// Whether a function changes a struct that it is called on or given.
pub fn changes_structs(signature: &syn::Signature) -> bool {
    signature.receiver().is_some_and(changes) || signature.inputs.iter().any(|input| changed(input, &signature.generics).is_some())
}

/// The struct that an argument lets a function change, if it does: its name and its type.
fn changed<'s>(input: &'s FnArg, generics: &syn::Generics) -> Option<(&'s Ident, &'s syn::TypeReference)> {
    let FnArg::Typed(typed) = input else { return None };
    let (syn::Pat::Ident(pattern), syn::Type::Reference(reference)) = (&*typed.pat, &*typed.ty) else { return None };
    reference.mutability?;
    let parsed = Type::parse(&typed.ty).ok()?;
    match &parsed.kind {
        Kind::Path(path) if !parsed.boxed && generics.type_params().all(|p| p.ident != *path) => Some((&pattern.ident, reference)),
        _ => None,
    }
}

/// What stands for a function that changes structs: one that returns what these are left with and, if it returns something, one that
/// returns both. They stand beside a function of a type, and else in the type of its name.
pub fn changing(function: &syn::ItemFn, of_type: bool) -> Vec<Changing> {
    let returns = match &function.sig.output {
        syn::ReturnType::Type(_, ty) if !matches!(&**ty, syn::Type::Tuple(t) if t.elems.is_empty()) => Some((**ty).clone()),
        _ => None,
    };
    if !changes_structs(&function.sig) {
        return Vec::new();
    }
    let both = returns.is_some().then_some(Twin::AndLeft);
    [Some(Twin::Left), both].into_iter().flatten().filter_map(|twin| of(function, returns.as_ref(), twin, of_type)).collect_vec()
}

fn of(function: &syn::ItemFn, returns: Option<&syn::Type>, twin: Twin, of_type: bool) -> Option<Changing> {
    let own = &function.sig.ident;
    let mut read = function.clone();
    let sig = &mut read.sig;
    sig.ident = if of_type { twin.beside(own) } else { Ident::new(twin.inside(), own.span()) };
    (sig.constness, sig.abi) = (None, None);
    let result = returns.filter(|_| twin == Twin::AndLeft);
    let generics = sig.generics.clone();

    // What is left, by the names of the copies, with the types.
    let (mut copies, mut types): (Vec<Ident>, Vec<syn::Type>) = Default::default();
    let (mut begin, mut body) = (Vec::<Stmt>::new(), function.block.to_token_stream());
    let clone = Ident::new("clone", Span::mixed_site());
    for input in &mut sig.inputs {
        if let FnArg::Receiver(receiver) = input {
            if changes(receiver) {
                let span = receiver.self_token.span;
                let (attributes, shared, copy) = (&receiver.attrs, Ident::new("self", span), Ident::new("__left", span));
                *input = syn::parse_quote!(#(#attributes)* &#shared);
                begin.push(syn::parse_quote!(let mut #copy = #shared.#clone();));
                body = renamed(body, &copy);
                copies.push(copy);
                types.push(syn::parse_quote!(Self));
            }
            continue;
        }
        let Some((name, reference)) = changed(input, &generics) else { continue };
        let (name, copy, ty) = (name.clone(), format_ident!("__left_{}", name.unraw(), span = name.span()), (*reference.elem).clone());
        let lifetime = &reference.lifetime;
        let shared: syn::Type = syn::parse_quote!(& #lifetime #ty);
        if let FnArg::Typed(typed) = input {
            (*typed.ty, *typed.pat) = (shared, syn::parse_quote!(#name));
        }
        begin.push(syn::parse_quote!(let mut #copy = #name.#clone();));
        begin.push(syn::parse_quote!(let #name = &mut #copy;));
        copies.push(copy);
        types.push(ty);
    }
    sig.output = match (result, &types[..]) {
        (None, [ty]) => syn::parse_quote!(-> #ty),
        (None, types) => syn::parse_quote!(-> (#(#types),*)),
        (Some(result), types) => syn::parse_quote!(-> (#result, #(#types),*)),
    };
    // Of a type that has no copy there is none, which is no error as long as nobody calls it.
    let clause = sig.generics.make_where_clause();
    types.iter().for_each(|ty| clause.predicates.push(syn::parse_quote!(for<'__copied> #ty: ::core::clone::Clone)));
    read.attrs.retain(|a| a.path().is_ident("cfg"));
    read.attrs.push(syn::parse_quote!(#[doc(hidden)]));

    let left: Expr = match &copies[..] {
        [copy] => syn::parse_quote!(#copy),
        copies => syn::parse_quote!((#(#copies),*)),
    };
    let back = |value: Option<Expr>| -> Expr {
        match (result, value) {
            (Some(result), Some(value)) => syn::parse_quote!({ let __result: #result = #value; (__result, #(#copies),*) }),
            (None, Some(value)) if returns.is_some() => syn::parse_quote!({ let _ = #value; #left }),
            (_, Some(value)) => syn::parse_quote!({ #value; #left }),
            (_, None) => left.clone(),
        }
    };
    let mut body: Block = syn::parse2(body).ok()?;
    let tail = if returns_in_a_loop(&body) {
        // What is left is what the loop carries, and not what a `return` in it returns.
        each_in_block(&mut body, &mut break_with);
        let statements = std::mem::take(&mut body.stmts);
        let value: Expr = syn::parse_quote!('__body: { #(#statements)* });
        Some(back(Some(value)))
    } else {
        each_in_block(&mut body, &mut |e| leave_with(e, &back));
        match body.stmts.pop() {
            Some(Stmt::Expr(Expr::Return(e), _)) => e.expr.map(|e| *e),
            Some(Stmt::Expr(e, None)) => Some(back(Some(e))),
            last => {
                body.stmts.extend(last);
                (result.is_none()).then(|| back(None))
            }
        }
    };
    let statements = &body.stmts;
    *read.block = match tail {
        // Its own block would be one in this one.
        Some(Expr::Block(syn::ExprBlock { block, label: None, .. })) => {
            let tail = block.stmts;
            syn::parse_quote!({ #(#begin)* #(#statements)* #(#tail)* })
        }
        tail => syn::parse_quote!({ #(#begin)* #(#statements)* #tail }),
    };

    let mut written = read.clone();
    let mut arguments = Vec::new();
    let mut begin = Vec::<Stmt>::new();
    let mut copies = Vec::new();
    for (k, (input, original)) in written.sig.inputs.iter_mut().zip(&function.sig.inputs).enumerate() {
        let copy = format_ident!("__left{k}", span = Span::mixed_site());
        let name = match input {
            FnArg::Typed(typed) => {
                let name = format_ident!("__a{k}", span = Span::mixed_site());
                typed.attrs.clear();
                *typed.pat = syn::parse_quote!(#name);
                name
            }
            FnArg::Receiver(receiver) => {
                receiver.attrs.clear();
                Ident::new("self", receiver.self_token.span)
            }
        };
        let is_changed = match original {
            FnArg::Receiver(receiver) => changes(receiver),
            typed => changed(typed, &generics).is_some(),
        };
        if is_changed {
            begin.push(syn::parse_quote!(let mut #copy = ::core::clone::Clone::clone(#name);));
            arguments.push(quote! { &mut #copy });
            copies.push(copy);
        } else {
            arguments.push(name.to_token_stream());
        }
    }
    let call = match of_type {
        true => quote! { Self::#own(#(#arguments),*) },
        false => quote! { #own(#(#arguments),*) },
    };
    let (value, back) = match (result, &copies[..]) {
        (Some(_), copies) => (quote! { let __result = #call; }, quote! { (__result, #(#copies),*) }),
        (None, [copy]) => (quote! { let _ = #call; }, copy.to_token_stream()),
        (None, copies) => (quote! { let _ = #call; }, quote! { (#(#copies),*) }),
    };
    *written.block = syn::parse_quote!({
        #(#begin)*
        #value
        #back
    });
    Some(Changing { read, written })
}

/// Tokens with the copy in the place of `self`, and a borrow of it where `self` is handed on, `Type::step(self, x)`.
fn renamed(tokens: TokenStream, copy: &Ident) -> TokenStream {
    let is_comma = |token: &TokenTree| matches!(token, TokenTree::Punct(p) if p.as_char() == ',');
    let tokens = tokens.into_iter().collect_vec();
    let each = tokens.iter().enumerate().map(|(k, token)| match token {
        TokenTree::Ident(name) if name == "self" => {
            let alone = tokens.get(k + 1).is_none_or(is_comma) && k.checked_sub(1).is_none_or(|k| is_comma(&tokens[k]));
            let copy = Ident::new(&copy.to_string(), name.span());
            if alone {
                quote! { &mut #copy }
            } else {
                copy.to_token_stream()
            }
        }
        TokenTree::Group(group) => {
            let mut other = Group::new(group.delimiter(), renamed(group.stream(), copy));
            other.set_span(group.span());
            TokenTree::Group(other).into()
        }
        other => other.to_token_stream(),
    });
    each.collect()
}

/// Lets every `return` of a function, but not of a closure, return what is left.
fn leave_with(e: &mut Expr, back: &dyn Fn(Option<Expr>) -> Expr) {
    if let Expr::Closure(_) = e {
        return;
    }
    each_child(e, &mut |e| leave_with(e, back));
    if let Expr::Return(e) = e {
        let value = e.expr.take().map(|e| *e);
        e.expr = Some(Box::new(back(value)));
    }
}

/// Whether a function, and no closure in it, returns from inside a loop.
fn returns_in_a_loop(body: &Block) -> bool {
    fn inside(e: &mut Expr, in_loop: bool, found: &mut bool) {
        match e {
            Expr::Closure(_) => return,
            Expr::Return(_) => *found |= in_loop,
            _ => {}
        }
        let in_loop = in_loop || matches!(e, Expr::ForLoop(_) | Expr::Loop(_) | Expr::While(_));
        each_child(e, &mut |e| inside(e, in_loop, found));
    }
    let mut found = false;
    each_in_block(&mut body.clone(), &mut |e| inside(e, false, &mut found));
    found
}

/// Makes every `return` of a function, but not of a closure, leave the block that its body is.
fn break_with(e: &mut Expr) {
    if let Expr::Closure(_) = e {
        return;
    }
    each_child(e, &mut break_with);
    if let Expr::Return(back) = e {
        let (value, span) = (&back.expr, back.return_token.span);
        *e = syn::parse_quote_spanned!(span=> break '__body #value);
    }
}

/// Ends calls that stand where nothing is done with their result with a `;`: in the bodies of loops, and in the branches of statements.
pub(super) fn end_calls(block: &mut Block) {
    each_in_block(block, &mut end_calls_in);
    let last = block.stmts.len().saturating_sub(1);
    for (k, statement) in block.stmts.iter_mut().enumerate() {
        match statement {
            Stmt::Expr(e, None) if k == last => {
                if let Expr::ForLoop(_) | Expr::Loop(_) | Expr::While(_) | Expr::If(syn::ExprIf { else_branch: None, .. }) = e {
                    end_calls_of(e);
                }
            }
            Stmt::Expr(e, _) if is_dropped(e) => end_calls_of(e),
            _ => {}
        }
    }
}

fn end_calls_in(e: &mut Expr) {
    match e {
        Expr::Block(syn::ExprBlock { block, .. })
        | Expr::Unsafe(syn::ExprUnsafe { block, .. })
        | Expr::ForLoop(syn::ExprForLoop { body: block, .. })
        | Expr::Loop(syn::ExprLoop { body: block, .. })
        | Expr::While(syn::ExprWhile { body: block, .. }) => end_calls(block),
        Expr::If(e) => {
            end_calls(&mut e.then_branch);
            if let Some((_, otherwise)) = &mut e.else_branch {
                end_calls_in(otherwise);
            }
        }
        _ => each_child(e, &mut end_calls_in),
    }
}

/// A closure whose result nobody reads, with calls that end.
pub(super) fn end_calls_of_closure(closure: &mut syn::ExprClosure) {
    if let body @ (Expr::MethodCall(_) | Expr::Call(_)) = &mut *closure.body {
        *body = syn::parse_quote_spanned!(anchor(body)=> { #body; });
    }
}

/// Whether all that a statement may end with is a call or no value.
fn is_dropped(e: &Expr) -> bool {
    let of_block = |block: &Block| match block.stmts.last() {
        Some(Stmt::Expr(e, None)) => is_dropped(e),
        _ => true,
    };
    match e {
        Expr::Block(e) => of_block(&e.block),
        Expr::If(e) => of_block(&e.then_branch) && e.else_branch.as_ref().is_none_or(|(_, otherwise)| is_dropped(otherwise)),
        Expr::Match(e) => e.arms.iter().all(|arm| is_dropped(&arm.body)),
        Expr::Tuple(e) => e.elems.is_empty(),
        Expr::Binary(e) => super::body::is_assignment(&e.op),
        Expr::Call(_)
        | Expr::MethodCall(_)
        | Expr::Assign(_)
        | Expr::ForLoop(_)
        | Expr::Loop(_)
        | Expr::While(_)
        | Expr::Break(_)
        | Expr::Continue(_)
        | Expr::Return(_)
        | Expr::Macro(_) => true,
        _ => false,
    }
}

/// Ends the calls that a statement may end with.
fn end_calls_of(e: &mut Expr) {
    let of_block = |block: &mut Block| {
        if let Some(Stmt::Expr(e, end @ None)) = block.stmts.last_mut() {
            match e {
                Expr::MethodCall(_) | Expr::Call(_) => *end = Some(syn::token::Semi::default()),
                e => end_calls_of(e),
            }
        }
    };
    match e {
        Expr::Block(e) => of_block(&mut e.block),
        Expr::ForLoop(e) => of_block(&mut e.body),
        Expr::Loop(e) => of_block(&mut e.body),
        Expr::While(e) => of_block(&mut e.body),
        Expr::If(e) => {
            of_block(&mut e.then_branch);
            if let Some((_, otherwise)) = &mut e.else_branch {
                end_calls_of(otherwise);
            }
        }
        Expr::Match(e) => e.arms.iter_mut().for_each(|arm| match &mut *arm.body {
            body @ (Expr::MethodCall(_) | Expr::Call(_)) => *body = syn::parse_quote_spanned!(anchor(body)=> { #body; }),
            body => end_calls_of(body),
        }),
        _ => {}
    }
}

impl Reader {
    /// A call as a statement, if it changes structs: the assignment of what these are left with.
    pub fn changed_by_statement(&mut self, e: &Expr) -> Eval<Option<()>> {
        match strip(e) {
            Expr::MethodCall(call) if !self.is_of_arrays(&call.method) => {
                let given = self.changed_arguments(&call.args)?;
                // Should it not change itself, what it is given may be all.
                let known = if given.is_empty() { None } else { self.known_changing(&call.method) };
                let own = known != Some(false) && self.is_changeable_struct(&call.receiver)?;
                if !own && given.is_empty() {
                    return Ok(None);
                }
                let left = self.eval(&Expr::MethodCall(method_twin(call, &given, Twin::Left)))?;
                let own = own.then_some((0, &*call.receiver));
                self.leave_all(&own.into_iter().chain(given).collect_vec(), left)?;
                Ok(Some(()))
            }
            Expr::Call(call) => {
                let places = self.changed_places(call)?;
                let Some(left) = twin(call, &places, Twin::Left) else { return Ok(None) };
                let left = self.twin_value(&left, &places)?;
                self.leave_all(&places, left)?;
                Ok(Some(()))
            }
            _ => Ok(None),
        }
    }

    /// What a function that stands for one that changes structs returns.
    fn twin_value(&mut self, call: &syn::ExprCall, places: &[(usize, &Expr)]) -> Eval<Value> {
        let Expr::Path(path) = &*call.func else { unreachable!("the callers have seen it") };
        let (arguments, span) = (call.args.iter().collect_vec(), anchor(&call.func));
        match is_of_type(&path.path) {
            true => self.external(call, &path.path, &arguments, span),
            false => {
                let changed = places.iter().fold(0, |changed, (k, _)| changed | 1u32.checked_shl(*k as u32).unwrap_or(0));
                self.external_of(Callee::Beside(changed), call, &path.path, &arguments, span)
            }
        }
    }

    /// Assigns what a call that returns nothing else has left in one place or several.
    fn leave_all(&mut self, places: &[(usize, &Expr)], left: Value) -> Eval<()> {
        match places {
            [(_, place)] => self.leave_in(place, left),
            places => self.leave_items(places, &left, 0),
        }
    }

    /// Assigns what a call has left in several places, from an item of what it returned on.
    fn leave_items(&mut self, places: &[(usize, &Expr)], returned: &Value, from: usize) -> Eval<()> {
        for (k, (_, place)) in places.iter().enumerate() {
            let left = self.field(returned.clone(), &syn::Member::from(from + k))?;
            self.leave_in(place, left)?;
        }
        Ok(())
    }

    /// The structs that a call changes: the numbers of the arguments, and the places.
    fn changed_places<'e>(&mut self, call: &'e syn::ExprCall) -> Eval<Vec<(usize, &'e Expr)>> {
        let Expr::Path(path) = strip(&call.func) else { return Ok(Vec::new()) };
        let name = path.path.get_ident().map(|name| name.unraw().to_string());
        // A closure, or a function inside, is seen into; others of these names are known.
        let known = ["swap", "replace", "take"].iter().any(|name| path.path.segments.last().is_some_and(|s| s.ident == name));
        if path.qself.is_some() || known || name.is_some_and(|name| self.lookup(&name).is_some()) {
            return Ok(Vec::new());
        }
        self.changed_arguments(&call.args)
    }

    /// The structs among arguments that may be changed: the numbers of the arguments, and the places.
    fn changed_arguments<'e>(&mut self, arguments: &'e Punctuated<Expr, syn::Token![,]>) -> Eval<Vec<(usize, &'e Expr)>> {
        let mut places = Vec::new();
        for (k, argument) in arguments.iter().enumerate() {
            let place = match bare(argument) {
                Expr::Reference(e) if e.mutability.is_some() => &*e.expr,
                name @ Expr::Path(_) if self.reference(name).is_some() => name,
                _ => continue,
            };
            if self.is_changeable_struct(place)? {
                places.push((k, place));
            }
        }
        Ok(places)
    }

    /// Assigns what a call has left.
    fn leave_in(&mut self, place: &Expr, left: Value) -> Eval<()> {
        // It is a struct, whatever its type.
        let left = match left {
            Value::Part(part) if part.struct_type().is_none() => Value::Part(part.of_type(super::fields::UNKNOWN)),
            left => left,
        };
        let span = super::body::anchor(place);
        let name = Ident::new(&format!("__left{}", self.variables.len()), span);
        self.bind(&name.to_string(), false, Some(left));
        self.eval(&syn::parse_quote_spanned!(span=> #place = #name))?;
        Ok(())
    }

    /// A call that changes structs, with its result.
    pub fn changed_by_path(&mut self, call: &syn::ExprCall) -> Eval<Option<Value>> {
        let places = self.changed_places(call)?;
        let Some(both) = twin(call, &places, Twin::AndLeft) else { return Ok(None) };
        let returned = self.twin_value(&both, &places)?;
        self.leave_items(&places, &returned, 1)?;
        self.field(returned, &syn::Member::from(0)).map(Some)
    }

    /// A call whose result nobody reads is not made, so whether it would have changed anything is not seen.
    pub fn refuse_unseen_change(&mut self, e: &Expr) -> Eval<()> {
        let Expr::MethodCall(call) = strip(e) else { return Ok(()) };
        let copies = ["clone", "to_owned"].iter().any(|name| call.method == name);
        if copies || self.is_changing(call) || self.is_of_arrays(&call.method) || !self.is_changeable_struct(&call.receiver)? {
            return Ok(());
        }
        let (receiver, method) = (super::types::text(call.receiver.to_token_stream()), &call.method);
        self.error(
            method.span(),
            format_args!(
                "whether this changes `{receiver}` is not seen, as its result is not read: write it as a statement, \
                 `{receiver}.{method}(..);`, if it does, and leave it out if it does not"
            ),
        )
    }

    /// The call of a method that changes what it is called on, as far as that is seen, with its result.
    pub fn changed_by_method(&mut self, call: &syn::ExprMethodCall) -> Eval<Option<Value>> {
        if self.is_of_arrays(&call.method) || is_twin(&call.method.unraw().to_string()) {
            return Ok(None);
        }
        let given = self.changed_arguments(&call.args)?;
        let own = self.mutable_root(&call.receiver).is_some() && self.is_changing(call) && self.is_changeable_struct(&call.receiver)?;
        if !own && given.is_empty() {
            return Ok(None);
        }
        let returned = self.eval(&Expr::MethodCall(method_twin(call, &given, Twin::AndLeft)))?;
        let own = own.then_some((0, &*call.receiver));
        self.leave_items(&own.into_iter().chain(given).collect_vec(), &returned, 1)?;
        self.field(returned, &syn::Member::from(0)).map(Some)
    }

    /// Whether a method changes what it is called on: because methods of this name do, or because nothing else is why that is `mut`.
    /// Should it not, the compiler says so.
    fn is_changing(&self, call: &syn::ExprMethodCall) -> bool {
        let name = call.method.unraw().to_string();
        if is_twin(&name) {
            return false;
        }
        if let Some(known) = self.known_changing(&call.method) {
            return known;
        }
        let Expr::Path(path) = bare(&call.receiver) else { return false };
        path.path.get_ident().is_some_and(|variable| only_method_of(self.body.clone(), variable, &call.method))
    }

    /// Whether methods of a name change what they are called on, as far as that is known.
    fn known_changing(&self, method: &Ident) -> Option<bool> {
        self.changing.and_then(|changing| changing(&method.unraw().to_string()))
    }

    /// The variable behind a place, if it may change.
    fn mutable_root(&self, place: &Expr) -> Option<usize> {
        let mut at = strip(place);
        let variable = loop {
            at = match at {
                Expr::Field(e) => strip(&e.base),
                Expr::Index(e) => strip(&e.expr),
                Expr::Path(path) => break path.path.get_ident().and_then(|name| self.lookup(&name.unraw().to_string()))?,
                _ => return None,
            };
        };
        let behind = match &self.variables[variable].value {
            Some(Value::Slot(slot)) => slot.variable,
            _ => variable,
        };
        Some(behind).filter(|v| self.variables[*v].mutable && !self.variables[*v].poisoned)
    }

    /// Whether a place is in a variable that may change, and is no argument as it was given.
    pub fn is_in_mutable(&self, place: &Expr) -> bool {
        self.mutable_root(place).is_some_and(|v| v >= self.arguments || self.mutable.contains(&v))
    }

    /// Whether this is a place in a variable that may change, and holds a struct.
    fn is_changeable_struct(&mut self, place: &Expr) -> Eval<bool> {
        let Some(variable) = self.mutable_root(place) else { return Ok(false) };
        let v = &self.variables[variable];
        let structs = match &v.value {
            Some(Value::Part(_) | Value::Struct(..) | Value::Tuple(_)) => true,
            Some(Value::Array(Array::Items(_) | Array::Of(..) | Array::Records(_))) => true,
            Some(Value::Array(Array::Fill(item, _))) => matches!(**item, Value::Part(_) | Value::Struct(..) | Value::Tuple(_)),
            _ => v.record.is_some(),
        };
        if !structs {
            return Ok(false);
        }
        let held = self.eval(place)?;
        Ok(match self.held(held, anchor(place))? {
            Value::Part(part) if self.rank_as_numbers(&part).is_none() => {
                self.note_struct(&part);
                true
            }
            Value::Struct(..) => true,
            _ => false,
        })
    }

    /// Whether a method that changes something is one of arrays, lists or iterators: by its name, unless structs are known to have one
    /// of this name.
    fn is_of_arrays(&self, method: &Ident) -> bool {
        is_of_arrays(method) && self.known_changing(method).is_none()
    }
}

/// Whether all that may change a variable is calls of one method on it: it is bound once, as `mut`, and not assigned, borrowed or
/// handed on.
fn only_method_of(body: TokenStream, variable: &Ident, method: &Ident) -> bool {
    let mut found = Some(0);
    uses_of(body, variable, method, &mut found);
    found == Some(1)
}

/// Counts how often a variable is bound to be changed; none if there is a use of it that is no field that is read, no method that
/// copies, and no call of this method.
fn uses_of(tokens: TokenStream, variable: &Ident, method: &Ident, found: &mut Option<u32>) {
    let tokens = tokens.into_iter().collect_vec();
    let word = |k: usize, text: &str| matches!(tokens.get(k), Some(TokenTree::Ident(name)) if name == text);
    let sign = |k: usize, c: char| matches!(tokens.get(k), Some(TokenTree::Punct(p)) if p.as_char() == c);
    for (k, token) in tokens.iter().enumerate() {
        match token {
            TokenTree::Group(group) => uses_of(group.stream(), variable, method, found),
            TokenTree::Ident(name) if name == variable && !(k > 0 && sign(k - 1, '.')) => {
                if k > 0 && word(k - 1, "mut") && !(k > 1 && sign(k - 2, '&')) {
                    *found = found.map(|n| n + 1);
                    continue;
                }
                let call = matches!((tokens.get(k + 2), tokens.get(k + 3)), (Some(TokenTree::Ident(_)), Some(TokenTree::Group(g))) if g.delimiter() == proc_macro2::Delimiter::Parenthesis);
                if !sign(k + 1, '.') {
                    *found = None;
                } else if call {
                    let copies = ["clone", "to_owned"].iter().any(|name| word(k + 2, name));
                    if !copies && !matches!(&tokens[k + 2], TokenTree::Ident(name) if name == method) {
                        *found = None;
                    }
                } else if k > 0 && (word(k - 1, "mut") || sign(k - 1, '*')) {
                    *found = None;
                } else {
                    // Behind the fields.
                    let mut end = k + 1;
                    while sign(end, '.')
                        || matches!(tokens.get(end), Some(TokenTree::Group(g)) if g.delimiter() == proc_macro2::Delimiter::Bracket)
                    {
                        end += if sign(end, '.') { 2 } else { 1 };
                    }
                    let assigned = sign(end, '=') && !sign(end + 1, '=');
                    let compound = "+-*/%&|^".contains(|c| sign(end, c)) && sign(end + 1, '=');
                    let method = matches!(tokens.get(end), Some(TokenTree::Group(_)));
                    if assigned || compound || method {
                        *found = None;
                    }
                }
            }
            _ => {}
        }
    }
}

/// Whether a method of this name that changes something is one of arrays, lists or iterators.
fn is_of_arrays(method: &Ident) -> bool {
    const OTHERS: &[&str] =
        &["push", "clear", "pop", "sort_by", "sort_unstable_by", "extend", "insert", "remove", "truncate", "next", "take"];
    super::slots::writes(method) || OTHERS.iter().any(|name| method == name)
}

/// The call of what stands for a method that changes what it is called on, and these places.
fn method_twin(call: &syn::ExprMethodCall, places: &[(usize, &Expr)], twin: Twin) -> syn::ExprMethodCall {
    let mut call = call.clone();
    call.method = twin.beside(&call.method);
    for (k, place) in places {
        call.args[*k] = syn::parse_quote_spanned!(anchor(place)=> &#place);
    }
    call
}

/// The call of what stands for a function that changes these places, if there are any.
fn twin(call: &syn::ExprCall, places: &[(usize, &Expr)], twin: Twin) -> Option<syn::ExprCall> {
    let Expr::Path(path) = strip(&call.func) else { return None };
    if places.is_empty() {
        return None;
    }
    let mut path = path.clone();
    let of_type = is_of_type(&path.path);
    let last = path.path.segments.last_mut()?;
    if of_type {
        last.ident = twin.beside(&last.ident);
    } else {
        // `f::<3>` is `f::left::<3>`.
        let arguments = std::mem::take(&mut last.arguments);
        let ident = Ident::new(twin.inside(), last.ident.span());
        path.path.segments.push(syn::PathSegment { ident, arguments });
    }
    let mut call = call.clone();
    *call.func = Expr::Path(path);
    for (k, place) in places {
        call.args[*k] = syn::parse_quote_spanned!(anchor(place)=> &#place);
    }
    Some(call)
}
