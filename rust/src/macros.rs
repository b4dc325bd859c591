//! Macros in a body: assertions, which are kept, and those of which it is known what they stand for.

use super::Checks;
use super::body::anchor;
use super::options::never_fits;
use super::state::{Eval, Reader, Reported};
use super::types;
use super::value::Value;
use chainrule_parser::table::Map;
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::{Expr, Pat};

impl Reader {
    pub fn macro_value(&mut self, mac: &syn::Macro) -> Eval<Value> {
        let name = types::text(mac.path.to_token_stream());
        let short = name.rsplit("::").next().unwrap_or("");
        if matches!(short, "panic" | "unreachable" | "todo" | "unimplemented") {
            self.checks = Checks::Always;
            return Ok(Value::Never);
        }
        if short == "vec" {
            let tokens = &mac.tokens;
            return match syn::parse2::<Expr>(quote::quote_spanned!(mac.path.span()=> [#tokens])) {
                Ok(array) => self.eval(&array),
                Err(error) => {
                    self.errors.push(error);
                    Err(Reported)
                }
            };
        }
        if short == "cfg" {
            let condition = format!("::core::cfg!({})", mac.tokens);
            return Ok(Value::Bool(self.outside_condition(&condition, mac.path.span())));
        }
        if short == "matches" {
            return self.matches_macro(mac);
        }
        if matches!(short, "dbg" | "print" | "println" | "eprint" | "eprintln") {
            return self.error(
                mac.path.span(),
                format_args!("`{name}!` inside a differentiated function is not supported: the gradient would not print, so print in the caller instead"),
            );
        }
        if !matches!(short.trim_start_matches("debug_"), "assert" | "assert_eq" | "assert_ne") {
            return self.error(
                mac.path.span(),
                format_args!(
                    "the macro `{name}!` cannot be looked into: write what it stands for in place, or a closure bound by `let`, instead"
                ),
            );
        }
        if self.path.is_empty() && !self.in_loop() && self.only_arguments(mac.tokens.clone()) {
            self.asserts.push(mac.to_token_stream());
        } else {
            let checks = if short.starts_with("debug_") { Checks::Debug } else { Checks::Always };
            self.checks = self.checks.max(checks);
        }
        Ok(Value::Unit)
    }

    /// `matches!(e, pattern if guard)`
    fn matches_macro(&mut self, mac: &syn::Macro) -> Eval<Value> {
        let span = mac.path.span();
        let arm = |input: syn::parse::ParseStream<'_>| {
            let value: Expr = input.parse()?;
            input.parse::<syn::Token![,]>()?;
            let pattern = Pat::parse_multi_with_leading_vert(input)?;
            let guard = match input.parse::<Option<syn::Token![if]>>()? {
                Some(_) => Some(input.parse::<Expr>()?),
                None => None,
            };
            input.parse::<Option<syn::Token![,]>>()?;
            Ok((value, pattern, guard))
        };
        let (value, pattern, guard) = match mac.parse_body_with(arm) {
            Ok(parts) => parts,
            Err(error) => {
                self.errors.push(error);
                return Err(Reported);
            }
        };
        let value = self.compared(&value)?;
        if never_fits(&pattern, &value) {
            return Ok(Value::Bool(self.truth(false, span)));
        }
        self.scopes.push(Map::default());
        let fits = self.matches(&pattern, &value).and_then(|fits| match guard {
            None => Ok(fits),
            Some(guard) => {
                let condition = self.eval(&guard)?;
                let condition = self.condition(condition, anchor(&guard))?;
                Ok(self.both(fits, Some(condition), span))
            }
        });
        self.scopes.pop();
        let fits = match fits? {
            Some(condition) => condition,
            None => self.truth(true, span),
        };
        Ok(Value::Bool(fits))
    }

    /// Whether tokens name no variable but arguments that are as they were given.
    pub fn only_arguments(&self, tokens: proc_macro2::TokenStream) -> bool {
        let known = |name: &str| match self.lookup(name) {
            Some(variable) => variable < self.arguments && !self.changed.contains(&variable),
            None => true,
        };
        tokens.into_iter().all(|t| match t {
            proc_macro2::TokenTree::Ident(i) => known(&i.unraw().to_string()),
            proc_macro2::TokenTree::Group(g) => self.only_arguments(g.stream()),
            // A message may name variables.
            proc_macro2::TokenTree::Literal(l) => l.to_string().split(|c: char| !(c.is_alphanumeric() || c == '_')).all(known),
            proc_macro2::TokenTree::Punct(_) => true,
        })
    }
}
