//! Calls of functions that are not seen into: they are differentiated by a function of their own.

use super::body::{anchor, bare};
use super::fields::{REST, REST_OF, UNKNOWN};
use super::loops::DIFFERS;
use super::parts::Part;
use super::slots::Slot;
use super::state::{Eval, Reader, Reported};
use super::types::{self, Form};
use super::value::{Array, Value};
use chainrule_parser::ast::{Assembled, BinaryOp, Binder, Call, Callee, Expr as Node, ExprId, Extent, Handed, NUMBERS, OF_NUMBERS, Passed};
use chainrule_parser::list::CollectVec;
use proc_macro2::{Span, TokenStream, TokenTree};
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::{Expr, Stmt};

/// Arrays of at most so many structs are passed on.
const SINGLY: u64 = 64;

impl Reader {
    /// Type arguments are repeated as they are written: so are the constants of the body that stand in them.
    pub fn declare_named(&mut self, tokens: TokenStream) {
        for tree in tokens {
            match tree {
                TokenTree::Ident(name) => {
                    let item = self.declared.iter().rfind(|item| item.0 == name).map(|item| item.1.clone());
                    let new = |item: &TokenStream| self.uses.iter().all(|known| known.to_string() != item.to_string());
                    if let Some(item) = item.filter(new) {
                        self.uses.push(item.clone());
                        self.declare_named(item);
                    }
                }
                TokenTree::Group(group) => self.declare_named(group.stream()),
                _ => {}
            }
        }
    }

    /// `a::b::f(x, y)`
    pub fn external(&mut self, e: &syn::ExprCall, path: &syn::Path, arguments: &[&Expr], span: Span) -> Eval<Value> {
        if let ([], true, Some(last)) = (arguments, is_of_type(path), path.segments.last())
            && self.returns_struct.is_some_and(|returns| returns(&last.ident.unraw().to_string()))
        {
            // The same as a constant, which has no derivative either.
            self.note_outside(path);
            let call = types::text(e.to_token_stream());
            return Ok(Value::Part(self.outside_struct(&call, span)));
        }
        self.external_of(if is_of_type(path) { Callee::Associated } else { Callee::Function }, e, path, arguments, span)
    }

    /// The same, of a function of this kind.
    pub fn external_of(&mut self, callee: Callee, e: &syn::ExprCall, path: &syn::Path, arguments: &[&Expr], span: Span) -> Eval<Value> {
        let text = types::text(path.to_token_stream());
        if self.table.is_none() {
            return self.error(span, format_args!("calls of other functions, such as `{text}`, are not supported here"));
        }
        let mut plain = path.clone();
        let mut generics = String::new();
        let many = plain.segments.len();
        for (k, segment) in plain.segments.iter_mut().enumerate() {
            if let syn::PathArguments::None = segment.arguments {
                continue;
            }
            let written = std::mem::take(&mut segment.arguments);
            if k + 1 < many {
                return self.error(
                    segment.ident.span(),
                    "a function of a generic type cannot be called by its path here: call a method, or write `Self::` inside its `impl` block",
                );
            }
            generics = types::text(written.to_token_stream());
            self.declare_named(written.to_token_stream());
            if self.turbofish.iter().all(|(known, _)| *known != generics) {
                self.turbofish.push((generics.clone(), written.to_token_stream()));
            }
        }
        let of_type = callee != Callee::Function;
        let name = plain.segments.last().map_or_else(String::new, |s| s.ident.unraw().to_string());
        let text = types::text(plain.to_token_stream());
        if (of_type || !generics.is_empty()) && !self.paths.iter().any(|(known, _)| *known == text) {
            self.paths.push((text.clone(), plain.to_token_stream()));
        }
        let call = Call { callee, path: text, name, generics, arguments: Vec::new(), assembled: Vec::new(), span: self.span(span) };
        // A constant may have it, which does not know what else has these names here.
        let of_arguments = arguments.iter().all(|argument| self.only_arguments(argument.to_token_stream()));
        let value = self.invoke(call, Vec::new(), arguments, span)?;
        if callee == Callee::Associated && of_arguments {
            // Those of the arguments come before it.
            let number = self.ast.calls.len() - 1;
            self.written.insert(number, e.to_token_stream());
        }
        Ok(value)
    }

    /// `part.f(x, y)`
    pub fn external_method(&mut self, part: Part, method: &str, arguments: &[&Expr], span: Span) -> Eval<Value> {
        self.method_of(Value::Part(part), method, arguments, span)
    }

    /// A method of an argument, a result or a struct that the body makes.
    pub fn method_of(&mut self, receiver: Value, method: &str, arguments: &[&Expr], span: Span) -> Eval<Value> {
        if self.table.is_none() {
            return self.error(span, format_args!("calls of methods of a struct, such as `{method}`, are not supported here"));
        }
        let generics = std::mem::take(&mut self.method_generics);
        let (call, values) = self.received(receiver, method, generics, span)?;
        self.invoke(call, values, arguments, span)
    }

    /// A call of a method, so far with what it is called on.
    fn received(&mut self, receiver: Value, method: &str, generics: String, span: Span) -> Eval<(Call, Vec<ExprId>)> {
        let mut call = Call {
            callee: Callee::Method,
            path: method.to_owned(),
            name: method.strip_prefix("r#").unwrap_or(method).to_owned(),
            generics,
            arguments: Vec::new(),
            assembled: Vec::new(),
            span: self.span(span),
        };
        let mut values = Vec::new();
        let receiver = self.as_one(receiver, span)?;
        let Value::Part(part) = receiver else {
            self.assemble(receiver, &mut call, &mut values, span)?;
            return Ok((call, values));
        };
        if let Some(made) = part.outside_call() {
            // It is made for the call.
            call.arguments.push(Passed::Text(made.to_owned()));
            values.push(self.number(0.0, span));
            call.assembled.push(Assembled { first: 0, pieces: vec![String::new(); 2], places: vec![String::new()] });
            return Ok((call, values));
        }
        let whole = match self.whole_result(&part, span) {
            Some(whole) => Some((Passed::Whole(Handed::Either), whole)),
            None => self.part_as_it_is(&part, span).map(|id| (Passed::Part(Handed::Either), id)),
        };
        let Some((passed, id)) = whole else {
            return self.error(
                span,
                format_args!(
                    "the method `{method}` is not supported here: it can be called on arguments and their fields, and on results of calls"
                ),
            );
        };
        call.arguments.push(passed);
        values.push(id);
        Ok((call, values))
    }

    /// What branches left of two results of calls, as the result of one call: put together of numbers that are chosen.
    fn as_one(&mut self, value: Value, span: Span) -> Eval<Value> {
        let Value::Part(part) = &value else { return Ok(value) };
        let Some((_, like, _)) = part.sides() else { return Ok(value) };
        let numbers = self.numbers_of(value, span)?;
        self.of_numbers(Value::Part(like), numbers, None, span)
    }

    /// The numbers of a struct, as elements of an array.
    pub fn numbers_of(&mut self, value: Value, span: Span) -> Eval<Array> {
        if let Value::Part(part) = &value
            && let Some((condition, a, b)) = part.sides()
        {
            let (a, b) = (self.numbers_of(Value::Part(a), span)?, self.numbers_of(Value::Part(b), span)?);
            return self.select_array(condition, a, b, span);
        }
        let (call, values) = self.received(value, NUMBERS, String::new(), span)?;
        let Value::Part(numbers) = self.made_call(call, values, Vec::new(), None, span)? else {
            unreachable!("the type of what a call returns is not seen")
        };
        Ok(self.part_view(&numbers, 1))
    }

    /// The struct that has these numbers, of a type of which there is a value.
    pub fn of_numbers(&mut self, like: Value, numbers: Array, ty: Option<&str>, span: Span) -> Eval<Value> {
        let (mut call, mut values) = self.received(like, OF_NUMBERS, String::new(), span)?;
        let (passed, id) = self.pass_array(numbers, span)?;
        call.arguments.push(passed);
        values.push(id);
        self.made_call(call, values, Vec::new(), ty.map(|ty| Form::Opaque(ty.to_owned())), span)
    }

    /// Makes a call, of which the first arguments are known.
    fn invoke(&mut self, mut made: Call, mut values: Vec<ExprId>, arguments: &[&Expr], span: Span) -> Eval<Value> {
        let mut failed = false;
        // The places that it writes to.
        let mut outputs = Vec::new();
        for argument in arguments {
            let place = self.written_place(argument);
            let given = place.and_then(|place| match place {
                Some(place) => {
                    let (how, id) = self.pass_output(&place, anchor(argument))?;
                    made.arguments.push(how);
                    values.push(id);
                    outputs.push(place);
                    Ok(())
                }
                None => self.pass(argument, &mut made, &mut values),
            });
            // The others may have errors of their own.
            failed |= given.is_err();
        }
        if failed {
            return Err(Reported);
        }
        self.made_call(made, values, outputs, None, span)
    }

    /// The result of a call, of this form if it is known, and what it leaves in places.
    fn made_call(&mut self, made: Call, values: Vec<ExprId>, outputs: Vec<Slot>, form: Option<Form>, span: Span) -> Eval<Value> {
        let call = self.ast.calls.len() as u32;
        self.ast.calls.push(made);
        // Only where the call is reached is it made: a function that calls itself would not end otherwise.
        let condition = self.path.clone().into_iter().reduce(|a, b| self.binary(BinaryOp::And, a, b, span));
        let invoke = self.push(Node::Invoke { call, arguments: values, condition }, span);
        self.write_outputs(invoke, call, outputs, span)?;
        self.result_of(invoke, call, form, span)
    }

    /// Passes an argument.
    fn pass(&mut self, argument: &Expr, call: &mut Call, values: &mut Vec<ExprId>) -> Eval<()> {
        let span = anchor(argument);
        let value = self.eval(argument)?;
        let value = self.one_by_one(value, span)?;
        if self.is_assembled(&value) {
            return self.assemble(value, call, values, span);
        }
        let (how, id) = match self.pass_value(value, argument, span)? {
            (Passed::Number, id) => (self.number_passed(argument), id),
            other => other,
        };
        call.arguments.push(how);
        values.push(id);
        Ok(())
    }

    /// Whether a value is put together where it is passed.
    fn is_assembled(&self, value: &Value) -> bool {
        let structs = |item: &Value| match item {
            Value::Part(part) => self.struct_type(part).is_some(),
            item => self.is_assembled(item),
        };
        match value {
            Value::Struct(..) | Value::Tuple(_) => true,
            Value::Array(Array::Items(items)) => items.iter().any(structs),
            _ => false,
        }
    }

    /// Passes an argument that is put together from what the body has.
    fn assemble(&mut self, value: Value, call: &mut Call, values: &mut Vec<ExprId>, span: Span) -> Eval<()> {
        let mut made = Assembled { first: call.arguments.len(), pieces: vec![String::new()], places: Vec::new() };
        self.assemble_part(value, "", &mut made, call, values, span)?;
        call.assembled.push(made);
        Ok(())
    }

    fn assemble_part(
        &mut self,
        value: Value,
        place: &str,
        made: &mut Assembled,
        call: &mut Call,
        values: &mut Vec<ExprId>,
        span: Span,
    ) -> Eval<()> {
        let write = |made: &mut Assembled, text: &str| made.pieces.last_mut().expect("there is one").push_str(text);
        if let Value::Struct(path, fields) = &value
            && (**path == *UNKNOWN || path.contains('<'))
            && let Some(Value::Part(rest)) = fields.iter().find(|f| f.0 == REST_OF).map(|f| &f.1)
        {
            // Its type is not seen, or is none by which a struct is made, so it is a copy of what the other fields come from, with its own assigned.
            let (rest, mut own) = (rest.clone(), Vec::new());
            self.changed_fields(&rest, fields, "", &mut own);
            let number = |v: &Value| !matches!(v, Value::Int(_) | Value::Bool(_));
            let cleared = own.iter().filter(|(_, v)| number(v)).map(|(name, _)| format!("copy{name}.__clear(); ")).collect::<String>();
            let Some((passed, id)) = self.pass_copy(&rest, span) else { return self.error(span, REST) };
            write(made, "{ let mut __whole = ");
            call.arguments.push(passed);
            values.push(id);
            made.places.push(format!("{place}.__except(|copy| {{ {cleared}}})"));
            made.pieces.push("; ".to_owned());
            for (name, value) in own {
                write(made, &format!("__whole{name} = "));
                self.assemble_part(value, &format!("{place}{name}"), made, call, values, span)?;
                write(made, "; ");
            }
            write(made, "__whole }");
            return Ok(());
        }
        let value = self.one_by_one(value, span)?;
        let assembled = self.is_assembled(&value);
        let (open, items, close): (_, Vec<(String, String, Value)>, _) = match value {
            Value::Struct(path, fields) => {
                if let Some(name) = self.local_structs.iter().find(|name| ***name == *path) {
                    let message = format!("`{name}` is known in this function only: define it outside to pass it to another one");
                    return self.error(span, message);
                }
                let has_rest = fields.iter().any(|f| f.0 == REST_OF);
                // The gradient of the others is that of the whole without those that are its own.
                let number = |v: &Value| !matches!(v, Value::Int(_) | Value::Bool(_));
                let own = fields.iter().filter(|(name, v)| name != REST_OF && number(v));
                let own = own.map(|(name, _)| format!("copy.{name}.__clear(); ")).collect::<String>();
                let mut fields = fields.into_iter().map(|(name, v)| match name == REST_OF {
                    true => ("..".to_owned(), format!("{place}.__except(|copy| {{ {own}}})"), v),
                    false => (format!("{name}: "), format!("{place}.{name}"), v),
                });
                let mut fields = fields.by_ref().collect_vec();
                if let Some(at) = fields.iter().position(|f| f.0 == "..") {
                    let rest = fields.remove(at);
                    fields.push(rest);
                }
                (format!("{path} {{ "), fields, if has_rest { "}" } else { " }" })
            }
            Value::Tuple(items) => {
                let items = items.into_iter().enumerate().map(|(k, v)| (String::new(), format!("{place}.{k}"), v));
                ("(".to_owned(), items.collect_vec(), ")")
            }
            Value::Array(Array::Items(items)) if assembled => {
                let items = items.into_iter().enumerate().map(|(k, v)| (String::new(), format!("{place}[{k}]"), v));
                ("[".to_owned(), items.collect_vec(), "]")
            }
            leaf => {
                let (how, id) = match self.constant_outside(&leaf) {
                    Some(name) => (Passed::Text(name), self.number(0.0, span)),
                    None => self.pass_value(leaf, &syn::parse_quote!(_), span)?,
                };
                call.arguments.push(how);
                values.push(id);
                made.places.push(place.to_owned());
                made.pieces.push(String::new());
                return Ok(());
            }
        };
        write(made, &open);
        for (name, place, value) in items {
            write(made, &name);
            self.assemble_part(value, &place, made, call, values, span)?;
            // Nothing may follow what the other fields are taken from.
            write(made, if name == ".." { " " } else { ", " });
        }
        write(made, close);
        Ok(())
    }

    /// An array of structs or tuples that has a list for each field as a list of them, if there are few.
    fn one_by_one(&mut self, value: Value, span: Span) -> Eval<Value> {
        let Value::Array(array) = &value else { return Ok(value) };
        let (Extent::Number(n @ ..=SINGLY), None) = (self.length(array), self.lengths(array)) else { return Ok(value) };
        if let Array::Items(_) | Array::Of(..) | Array::Integers(_) = array {
            return Ok(value);
        }
        let items = (0..n).map(|k| {
            let index = self.number(k as f64, span);
            self.element(array, index, span)
        });
        Ok(Value::Array(Array::Items(items.try_collect_vec()?)))
    }

    /// The fields that a struct has of its own, and has not from another one, with their places.
    fn changed_fields(&self, rest: &Part, fields: &[(String, Value)], place: &str, out: &mut Vec<(String, Value)>) {
        for (name, value) in fields.iter().filter(|f| f.0 != REST_OF) {
            let (place, of) = (format!("{place}.{name}"), syn::parse_str(name).map(|member| rest.field(&member)));
            let inner = match value {
                Value::Struct(path, fields) if **path == *UNKNOWN => Some(fields),
                _ => None,
            };
            let from = inner.and_then(|fields| fields.iter().find(|f| f.0 == REST_OF).map(|f| &f.1));
            match (inner, from, of) {
                (Some(fields), Some(Value::Part(from)), Ok(of)) if self.same_part(from, &of) => {
                    self.changed_fields(&of, fields, &place, out);
                }
                _ => out.push((place, value.clone())),
            }
        }
    }

    /// A struct that is passed by value.
    fn pass_copy(&mut self, part: &Part, span: Span) -> Option<(Passed, ExprId)> {
        let one = match self.as_one(Value::Part(part.clone()), span) {
            Ok(Value::Part(one)) => one,
            _ => return None,
        };
        match self.whole_result(&one, span) {
            Some(whole) => Some((Passed::Whole(Handed::Value), whole)),
            None => self.part_as_it_is(&one, span).map(|id| (Passed::Part(Handed::Value), id)),
        }
    }

    /// The name of a constant of the surrounding code: its type is not known here, and it has no derivative.
    fn constant_outside(&self, value: &Value) -> Option<String> {
        match value {
            Value::Outside(name, _) => Some(name.clone()),
            Value::Float(id) => match *self.ast.expr(*id) {
                Node::Name(symbol) => {
                    let name = self.ast.name(symbol);
                    self.constants.iter().any(|c| c.name == name && c.source == name && !c.integer).then(|| name.to_owned())
                }
                _ => None,
            },
            _ => None,
        }
    }

    /// A value that is passed as `argument`, and how; a number by value.
    fn pass_value(&mut self, value: Value, argument: &Expr, span: Span) -> Eval<(Passed, ExprId)> {
        if let Value::Part(part) = &value
            && part.is_result()
            && !self.is_chosen_number(part)
            && let one @ Value::Part(_) = self.as_one(value.clone(), span)?
            && let Value::Part(one) = &one
            && let Some(whole) = self.whole_result(one, span)
        {
            return Ok((Passed::Whole(self.handed(argument)), whole));
        }
        if let Value::Part(part) = &value
            && let Some(call) = part.outside_call()
        {
            // It is made anew.
            let borrow = if let Expr::Reference(_) = bare(argument) { "&" } else { "" };
            return Ok((Passed::Text(format!("{borrow}{call}")), self.number(0.0, span)));
        }
        if let Value::Part(part) | Value::Array(Array::Of(part, _)) = &value
            && let Some(id) = self.part_as_it_is(&part.clone(), span)
        {
            return Ok((Passed::Part(self.handed(argument)), id));
        }
        let value = self.settled(value, span)?;
        match value {
            Value::Float(id) => Ok((Passed::Number, id)),
            Value::Int(id) => Ok((Passed::Integer, if self.may_be_negative(id) { self.int_to_float(id, span) } else { id })),
            Value::Bool(id) => Ok((Passed::Condition, id)),
            // Its type is not known here, and it has no derivative.
            Value::Outside(..) => {
                let zero = self.number(0.0, span);
                Ok((Passed::Text(types::text(super::passes::unmarked(argument.to_token_stream()))), zero))
            }
            Value::Array(array) => self.pass_array(array, span),
            _ => self.error(span, "this cannot be passed to a function here: pass numbers instead"),
        }
    }

    /// An index for each axis of an array, and what binds it.
    pub fn over_elements(&mut self, lens: &[Extent], span: Span) -> (Vec<Binder>, Vec<ExprId>) {
        let mut binders = Vec::new();
        let mut indices = Vec::new();
        for len in lens {
            let name = self.fresh("k");
            let place = self.span(span);
            let (zero, end) = (self.number(0.0, span), self.extent(len, span));
            binders.push(Binder { name, span: place, range: Some((zero, end)) });
            indices.push(self.push(Node::Name(name), span));
        }
        (binders, indices)
    }

    /// All elements of an array.
    pub fn pass_array(&mut self, array: Array, span: Span) -> Eval<(Passed, ExprId)> {
        let Some(lens) = self.lengths(&array) else {
            return self.error(span, "only arrays of numbers can be passed to a function here");
        };
        if lens.iter().any(|len| self.differs_by_pass(len)) {
            return self.error(span, DIFFERS);
        }
        let (binders, indices) = self.over_elements(&lens, span);
        let body = self.index(Value::Array(array), &indices, span)?;
        let body = self.float(body, span)?;
        // No formula can write this name.
        let function = self.ast.intern(chainrule_parser::ast::ARRAY);
        Ok((Passed::Array(lens), self.push(Node::Reduce { function, binders, body }, span)))
    }

    /// Whether an integer is computed from one that the function is given and that may be negative: that is no extent.
    fn may_be_negative(&self, id: ExprId) -> bool {
        let mut stack = vec![id];
        while let Some(id) = stack.pop() {
            if let Node::Name(name) = *self.ast.expr(id) {
                let name = self.ast.name(name);
                if self.signed.contains(name) || self.parts.iter().any(|p| p.name == name) {
                    return true;
                }
            }
            self.ast.expr(id).for_each_child(|c| stack.push(c));
        }
        false
    }

    /// How what is of any type is passed.
    fn handed(&self, argument: &Expr) -> Handed {
        match bare(argument) {
            Expr::Reference(_) => Handed::Reference,
            argument if self.is_owned(argument) => Handed::Value,
            _ => Handed::Either,
        }
    }

    /// Whether what an expression gives is surely no reference to what it stands for here.
    pub fn is_owned(&self, expr: &Expr) -> bool {
        let tail = |block: &syn::Block| matches!(block.stmts.last(), Some(Stmt::Expr(e, None)) if self.is_owned(e));
        match bare(expr) {
            // A closure may hand on what it is given.
            Expr::Call(e) => match bare(&e.func) {
                Expr::Path(path) => path.path.get_ident().is_none_or(|name| self.lookup(&name.unraw().to_string()).is_none()),
                _ => false,
            },
            Expr::MethodCall(e) => self.ast.calls.iter().any(|call| call.callee == Callee::Method && e.method == call.name),
            // What is read through references.
            Expr::Field(_) | Expr::Index(_) => true,
            Expr::Path(e) => e.path.get_ident().and_then(|i| self.lookup(&i.unraw().to_string())).is_some_and(|v| self.owned.contains(&v)),
            Expr::Block(e) => tail(&e.block),
            Expr::If(e) => tail(&e.then_branch) && e.else_branch.as_ref().is_some_and(|(_, other)| self.is_owned(other)),
            Expr::Match(e) => e.arms.iter().all(|arm| self.is_owned(&arm.body)),
            _ => false,
        }
    }

    /// Whether a number is passed by value or by reference.
    fn number_passed(&self, argument: &Expr) -> Passed {
        match bare(argument) {
            Expr::Reference(_) => Passed::Reference,
            Expr::Path(e) => {
                // What is bound to an item of an iterator may be a reference.
                let variable = e.path.get_ident().and_then(|i| self.lookup(&i.unraw().to_string()));
                match variable {
                    Some(v) if self.references.contains(&v) => Passed::Either,
                    _ => Passed::Number,
                }
            }
            _ => Passed::Number,
        }
    }
}

/// Whether a path is that of something in a type: modules are written in small letters.
pub(super) fn is_of_type(path: &syn::Path) -> bool {
    path.segments.iter().rev().nth(1).is_some_and(|of| of.ident.to_string().starts_with(char::is_uppercase))
}
