//! Methods that change what they are called on.
//!
//! Nothing in the graph changes after it was made. So `fn step(&mut self, x: f64) -> f64` is read as a method that takes `&self` and
//! returns what that was left with, and one that returns its result besides. A caller does not see which methods these are. It
//! takes a method to change its receiver where nothing is done with a result, `filter.step(x);`, and where it is called by its path,
//! `let y = Filter::step(&mut filter, x);`.

use super::body::strip;
use super::passes::{each_child, each_in_block, own_block};
use super::state::{Eval, Reader};
use super::value::{Array, Value};
use chainrule_parser::list::CollectVec;
use proc_macro2::{Group, Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, format_ident, quote};
use syn::ext::IdentExt;
use syn::{Block, Expr, FnArg, Stmt};

/// The name of the method that returns what `&mut self` is left with.
fn left(method: &Ident) -> Ident {
    format_ident!("__{}_left", method.unraw(), span = method.span())
}

/// The name of the one that returns the result besides.
fn and_left(method: &Ident) -> Ident {
    format_ident!("__{}_and_left", method.unraw(), span = method.span())
}

/// A method that stands for one that takes `&mut self`.
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

/// What stands for a method that takes `&mut self`: one method that returns what that is left with and, if it returns something,
/// one that returns both.
pub fn changing(method: &syn::ItemFn) -> Vec<Changing> {
    let returns = match &method.sig.output {
        syn::ReturnType::Type(_, ty) if !matches!(&**ty, syn::Type::Tuple(t) if t.elems.is_empty()) => Some((**ty).clone()),
        _ => None,
    };
    if !method.sig.receiver().is_some_and(changes) {
        return Vec::new();
    }
    let both = returns.is_some().then_some(true);
    [Some(false), both].into_iter().flatten().filter_map(|both| of(method, returns.as_ref(), both)).collect_vec()
}

fn of(method: &syn::ItemFn, returns: Option<&syn::Type>, both: bool) -> Option<Changing> {
    let own = &method.sig.ident;
    let mut read = method.clone();
    let sig = &mut read.sig;
    sig.ident = if both { and_left(own) } else { left(own) };
    (sig.constness, sig.abi) = (None, None);
    let result = returns.filter(|_| both);
    sig.output = match result {
        Some(result) => syn::parse_quote!(-> (#result, Self)),
        None => syn::parse_quote!(-> Self),
    };
    let FnArg::Receiver(receiver) = sig.inputs.first()? else { return None };
    let span = receiver.self_token.span;
    let attributes = &receiver.attrs;
    let shared = Ident::new("self", span);
    let receiver: FnArg = syn::parse_quote!(#(#attributes)* &#shared);
    *sig.inputs.first_mut()? = receiver;
    // Of a type that has no copy there is none, which is no error as long as nobody calls it.
    sig.generics.make_where_clause().predicates.push(syn::parse_quote!(for<'__copied> Self: ::core::clone::Clone));
    read.attrs.retain(|a| a.path().is_ident("cfg"));
    read.attrs.push(syn::parse_quote!(#[doc(hidden)]));

    let copy = Ident::new("__left", span);
    let back = |value: Option<Expr>| -> Expr {
        match (result, value) {
            (Some(result), Some(value)) => syn::parse_quote!({ let __result: #result = #value; (__result, #copy) }),
            (None, Some(value)) if returns.is_some() => syn::parse_quote!({ let _ = #value; #copy }),
            (_, Some(value)) => syn::parse_quote!({ #value; #copy }),
            (_, None) => syn::parse_quote!(#copy),
        }
    };
    let mut body: Block = syn::parse2(renamed(method.block.to_token_stream(), &copy)).ok()?;
    each_in_block(&mut body, &mut |e| leave_with(e, &back));
    let tail = match body.stmts.pop() {
        Some(Stmt::Expr(Expr::Return(e), _)) => e.expr.map(|e| *e),
        Some(Stmt::Expr(e, None)) => Some(back(Some(e))),
        last => {
            body.stmts.extend(last);
            (result.is_none()).then(|| back(None))
        }
    };
    let (statements, clone) = (&body.stmts, Ident::new("clone", Span::mixed_site()));
    *read.block = syn::parse_quote!({
        let mut #copy = #shared.#clone();
        #(#statements)*
        #tail
    });

    let mut written = read.clone();
    let mut arguments = Vec::new();
    for (k, input) in written.sig.inputs.iter_mut().enumerate() {
        if let FnArg::Typed(typed) = input {
            let name = format_ident!("__a{k}", span = Span::mixed_site());
            typed.attrs.clear();
            *typed.pat = syn::parse_quote!(#name);
            arguments.push(name);
        } else if let FnArg::Receiver(receiver) = input {
            receiver.attrs.clear();
        }
    }
    let call = quote! { Self::#own(&mut #copy, #(#arguments),*) };
    let (value, back) = match result {
        Some(_) => (quote! { let __result = #call; }, quote! { (__result, #copy) }),
        None => (quote! { let _ = #call; }, copy.to_token_stream()),
    };
    *written.block = syn::parse_quote!({
        let mut #copy = ::core::clone::Clone::clone(#shared);
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

/// Ends the statements of loops, and of an `if` without `else`, with a `;` where that is a call: nothing is done with a result.
pub(super) fn end_calls(block: &mut Block) {
    each_in_block(block, &mut end_calls_in);
}

fn end_calls_in(e: &mut Expr) {
    each_child(e, &mut end_calls_in);
    let without_value = match e {
        Expr::ForLoop(_) | Expr::Loop(_) | Expr::While(_) => true,
        Expr::If(e) => e.else_branch.is_none(),
        _ => false,
    };
    if without_value
        && let Some(block) = own_block(e)
        && let Some(Stmt::Expr(Expr::MethodCall(_) | Expr::Call(_), end @ None)) = block.stmts.last_mut()
    {
        *end = Some(syn::token::Semi::default());
    }
}

impl Reader {
    /// A call as a statement, if it changes a struct: the assignment of what that is left with.
    pub fn changed_by_statement(&mut self, e: &Expr) -> Eval<Option<()>> {
        let (place, left): (&Expr, Expr) = match strip(e) {
            Expr::MethodCall(call) if !is_of_arrays(&call.method) => {
                let mut left = call.clone();
                left.method = self::left(&call.method);
                (&call.receiver, Expr::MethodCall(left))
            }
            Expr::Call(call) => {
                let Some((place, left)) = by_path(call, self::left) else { return Ok(None) };
                (place, left)
            }
            _ => return Ok(None),
        };
        if !self.is_changeable_struct(place)? {
            return Ok(None);
        }
        let left = self.eval(&left)?;
        self.leave_in(place, left)?;
        Ok(Some(()))
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

    /// `Type::method(&mut place, ..)` with its result, if the place is a struct.
    pub fn changed_by_path(&mut self, call: &syn::ExprCall) -> Eval<Option<Value>> {
        let Some((place, both)) = by_path(call, and_left) else { return Ok(None) };
        if !self.is_changeable_struct(place)? {
            return Ok(None);
        }
        let returned = self.eval(&both)?;
        let left = self.field(returned.clone(), &syn::Member::from(1))?;
        self.leave_in(place, left)?;
        self.field(returned, &syn::Member::from(0)).map(Some)
    }

    /// A call whose result nobody reads is not made, so whether it would have changed anything is not seen.
    pub fn refuse_unseen_change(&mut self, e: &Expr) -> Eval<()> {
        let Expr::MethodCall(call) = strip(e) else { return Ok(()) };
        let copies = ["clone", "to_owned"].iter().any(|name| call.method == name);
        if copies || is_of_arrays(&call.method) || !self.is_changeable_struct(&call.receiver)? {
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

    /// Whether this is a place in a variable that may change, and holds a struct.
    fn is_changeable_struct(&mut self, place: &Expr) -> Eval<bool> {
        let mut at = strip(place);
        let variable = loop {
            at = match at {
                Expr::Field(e) => strip(&e.base),
                Expr::Index(e) => strip(&e.expr),
                Expr::Path(path) => break path.path.get_ident().and_then(|name| self.lookup(&name.unraw().to_string())),
                _ => return Ok(false),
            };
        };
        let Some(variable) = variable.filter(|v| self.variables[*v].mutable && !self.variables[*v].poisoned) else { return Ok(false) };
        if !matches!(
            self.variables[variable].value,
            Some(Value::Part(_) | Value::Struct(..) | Value::Tuple(_) | Value::Array(Array::Items(_) | Array::Of(..)))
        ) {
            return Ok(false);
        }
        Ok(match self.eval(place)? {
            Value::Part(part) => self.rank_as_numbers(&part).is_none(),
            Value::Struct(..) => true,
            _ => false,
        })
    }
}

/// Whether a method of this name that changes something is one of arrays, lists or iterators.
fn is_of_arrays(method: &Ident) -> bool {
    const OTHERS: &[&str] =
        &["push", "clear", "pop", "sort_by", "sort_unstable_by", "extend", "insert", "remove", "truncate", "next", "take"];
    super::slots::writes(method) || OTHERS.iter().any(|name| method == name)
}

/// Of `Type::method(&mut place, ..)` the place, and the call of another method of what is there.
fn by_path(call: &syn::ExprCall, other: fn(&Ident) -> Ident) -> Option<(&Expr, Expr)> {
    let (Expr::Path(path), Expr::Reference(receiver)) = (strip(&call.func), strip(call.args.first()?)) else { return None };
    let of_type = path.path.segments.iter().rev().nth(1)?.ident.to_string();
    if receiver.mutability.is_none() || !of_type.starts_with(char::is_uppercase) {
        return None;
    }
    let mut path = path.clone();
    let last = &mut path.path.segments.last_mut()?.ident;
    *last = other(last);
    let (place, rest) = (&*receiver.expr, call.args.iter().skip(1));
    let span = super::body::anchor(&call.func);
    Some((place, syn::parse_quote_spanned!(span=> #path(&#place, #(#rest),*))))
}
