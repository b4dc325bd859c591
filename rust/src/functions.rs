//! Closures bound by `let`, and functions inside: what a body defines and calls.
//!
//! A call reads the body of what is called again, with its arguments in the place of the parameters.

use super::body::{anchor, strip};
use super::calls::identifiers;
use super::made::write_lengths_at_end;
use super::state::{Eval, Reader, Reported, Scopes};
use super::value::Value;
use chainrule_parser::list::CollectVec;
use chainrule_parser::table::Map;
use proc_macro2::Span;
use quote::ToTokens;
use std::rc::Rc;
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::{Expr, GenericArgument, GenericParam, Pat, PathArguments, Stmt, Type};

/// Calls are nested at most so deep, and one call makes at most so many: a function that calls itself is read each time.
const DEPTH: u32 = 64;
const CALLS: u32 = 1000;

/// A closure, or a function inside.
pub(super) struct Function {
    closure: syn::ExprClosure,
    /// What it sees.
    scopes: Scopes,
    /// The generics of a function inside that a call may state, in order; const generics by their names.
    generics: Vec<Option<String>>,
    /// The const generics that no argument says.
    stated: Vec<String>,
}

impl Function {
    /// A closure that sees these names.
    pub fn of_closure(mut closure: syn::ExprClosure, scopes: Scopes) -> Function {
        if let (syn::ReturnType::Type(_, ty), Expr::Block(body)) = (&closure.output, &mut *closure.body) {
            write_lengths_at_end(&mut body.block, ty);
        }
        Function { closure, scopes, generics: Vec::new(), stated: Vec::new() }
    }
}

impl Reader {
    /// A closure as a value.
    pub fn closure_value(&mut self, closure: &syn::ExprClosure) -> Rc<Function> {
        let scopes = self.captured(closure);
        Rc::new(Function::of_closure(closure.clone(), scopes))
    }

    /// A function inside: a closure that sees no variables, as the compiler has checked.
    pub fn inner_function(&mut self, item: &syn::ItemFn) -> Eval<()> {
        let mut inputs = syn::punctuated::Punctuated::<Pat, syn::Token![,]>::new();
        let mut types = Vec::new();
        for input in &item.sig.inputs {
            let syn::FnArg::Typed(input) = input else { return self.error(input.span(), "`self` is not known here") };
            inputs.push((*input.pat).clone());
            types.push((&*input.pat, &*input.ty));
        }
        let mut body = item.block.clone();
        if let syn::ReturnType::Type(_, ty) = &item.sig.output {
            write_lengths_at_end(&mut body, ty);
        }
        // `fn f<const N: usize>(x: &[f64; N])` begins with `let N = x.len();`.
        let mut stated = Vec::new();
        let mut known = Vec::<Stmt>::new();
        for parameter in item.sig.generics.const_params() {
            match types.iter().find_map(|(pattern, ty)| length_in(pattern, ty, &parameter.ident)) {
                Some(length) => {
                    let name = &parameter.ident;
                    known.push(syn::parse_quote!(let #name = #length;));
                }
                None => stated.push(parameter.ident.unraw().to_string()),
            }
        }
        body.stmts.splice(0..0, known);
        let closure: syn::ExprClosure = syn::parse_quote_spanned!(item.sig.ident.span()=> |#inputs| #body);
        let generics = item.sig.generics.params.iter().filter_map(|p| match p {
            GenericParam::Lifetime(_) => None,
            GenericParam::Type(_) => Some(None),
            GenericParam::Const(c) => Some(Some(c.ident.unraw().to_string())),
        });
        let id = self.bind(&item.sig.ident.unraw().to_string(), false, None);
        let function = Function { closure, scopes: self.scopes.clone(), generics: generics.collect_vec(), stated };
        self.variables[id].value = Some(Value::Closure(Rc::new(function)));
        Ok(())
    }

    /// `f(x, y)` of a name that stands for a closure or a function inside.
    pub fn call_of_variable(&mut self, variable: usize, name: &syn::PathSegment, arguments: &[&Expr], span: Span) -> Eval<Value> {
        let function = match self.read(variable, span)? {
            Value::Closure(function) => function,
            // `f64::exp`, or a function outside, was passed on.
            Value::Outside(path, _) if syn::parse_str::<syn::Path>(&path).is_ok() => {
                let path: syn::Path = syn::parse_str(&path).expect("parsed above");
                return self.eval(&syn::parse_quote_spanned!(span=> #path(#(#arguments),*)));
            }
            _ => {
                let name = &name.ident;
                return self.error(span, format_args!("`{name}` is a variable and no closure bound by `let`: it cannot be called here"));
            }
        };
        let given = self.generics_of(&function, name)?;
        let values = arguments.iter().map(|a| {
            let mut function = strip(a);
            while let Expr::Reference(e) = function {
                function = strip(&e.expr);
            }
            match function {
                Expr::Closure(closure) => Ok(Value::Closure(self.closure_value(closure))),
                _ => self.moved(strip(a)),
            }
        });
        let values = values.try_collect_vec()?;
        if self.calls == 0 {
            (self.made_calls, self.runaway) = (0, false);
        }
        if self.runaway {
            return Err(Reported);
        }
        if self.calls >= DEPTH || self.made_calls >= CALLS {
            // All calls that are open would say the same.
            self.runaway = true;
            return self.error(
                span,
                "this calls itself too often, or as often as only data says: let it end at a number that the first call states, \
                 write a loop, or define the function outside with `#[gradient]`",
            );
        }
        self.calls += 1;
        self.made_calls += 1;
        let mut scopes = function.scopes.clone();
        scopes.extend(given);
        let result = self.apply(&function.closure, values, &scopes, span);
        self.calls -= 1;
        result
    }

    /// The const generics that a call states, as a scope.
    fn generics_of(&mut self, function: &Function, name: &syn::PathSegment) -> Eval<Option<Map<String, usize>>> {
        let mut values = Vec::new();
        if let PathArguments::AngleBracketed(given) = &name.arguments {
            for (generic, given) in function.generics.iter().zip(&given.args) {
                let Some(generic) = generic else { continue };
                let length: Option<Expr> = match given {
                    GenericArgument::Const(e) => Some(e.clone()),
                    // A name alone is read as a type.
                    GenericArgument::Type(ty @ Type::Path(_)) => syn::parse2(ty.to_token_stream()).ok(),
                    _ => None,
                };
                if let Some(length) = length {
                    let value = self.eval(&length)?;
                    values.push((generic.clone(), self.int(value, anchor(&length))?));
                }
            }
        }
        if let Some(missing) = function.stated.iter().find(|s| values.iter().all(|v| v.0 != **s)) {
            let name = &name.ident;
            return self.error(
                name.span(),
                format_args!("no argument says what the const generic `{missing}` of `{name}` is: write it in the call, `{name}::<3>(..)`"),
            );
        }
        if values.is_empty() {
            return Ok(None);
        }
        self.scopes.push(Map::default());
        for (name, value) in values {
            self.bind(&name, false, Some(Value::Int(value)));
        }
        Ok(self.scopes.pop())
    }

    /// The names that a closure sees: with `move`, what they are worth now.
    pub fn captured(&mut self, closure: &syn::ExprClosure) -> Scopes {
        let mut scopes = self.scopes.clone();
        if closure.capture.is_none() {
            return scopes;
        }
        let mut names = Vec::new();
        identifiers(closure.body.to_token_stream(), &mut names);
        self.scopes.push(Map::default());
        for name in names {
            if let Some(variable) = self.lookup(&name)
                && self.variables[variable].mutable
                && let Some(value) = self.variables[variable].value.clone()
            {
                self.bind(&name, true, Some(value));
            }
        }
        scopes.extend(self.scopes.pop());
        scopes
    }

    /// Calls a closure.
    pub fn apply(
        &mut self,
        closure: &syn::ExprClosure,
        arguments: Vec<Value>,
        scopes: &[Map<String, usize>],
        span: proc_macro2::Span,
    ) -> Eval<Value> {
        if closure.inputs.len() != arguments.len() {
            return self.arity(span, "the closure", arguments.len(), closure.inputs.len());
        }
        let before = self.outer.replace(self.variables.len());
        let outer = std::mem::replace(&mut self.scopes, scopes.to_vec());
        self.scopes.push(Map::default());
        let items = std::mem::replace(&mut self.items, true);
        let bound = closure.inputs.iter().zip(arguments).try_for_each(|(p, v)| self.pattern(p, v));
        self.items = items;
        // A `return` in it leaves the closure alone.
        let entry = std::mem::replace(&mut self.entry, self.loops.len());
        let (returned, around) = (self.returned.take(), std::mem::take(&mut self.around));
        let result = bound.and_then(|()| match &*closure.body {
            Expr::Block(body) if body.label.is_none() => self.body_value(&body.block),
            body => self.eval(body),
        });
        (self.entry, self.returned, self.around) = (entry, returned, around);
        self.scopes = outer;
        self.outer = before;
        result
    }
}

/// The length that a const generic is, if the type of an argument has it: `x.len()`, `x[0].len()`.
fn length_in(pattern: &Pat, ty: &Type, name: &syn::Ident) -> Option<Expr> {
    let Pat::Ident(argument) = pattern else { return None };
    let argument = &argument.ident;
    let mut place: Expr = syn::parse_quote!(#argument);
    let mut at = ty;
    loop {
        at = match super::types::referred(at) {
            Type::Array(t) => {
                if matches!(&t.len, Expr::Path(p) if p.path.is_ident(name)) {
                    return Some(syn::parse_quote!(#place.len()));
                }
                place = syn::parse_quote!(#place[0]);
                &t.elem
            }
            Type::Slice(t) => {
                place = syn::parse_quote!(#place[0]);
                &t.elem
            }
            _ => return None,
        };
    }
}
