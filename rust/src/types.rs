//! Argument types: floats, arrays and slices of floats, and everything that is a constant.

use chainrule_parser::ast::{Ast, Axis, Extent, Span};
use chainrule_parser::list::CollectVec;
use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::spanned::Spanned;

/// The floating-point type that a function computes in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scalar {
    /// `f32`
    F32,
    /// `f64`
    F64,
    /// A type parameter.
    Generic(&'static str),
}

impl Scalar {
    /// The name of the type.
    pub fn name(self) -> &'static str {
        match self {
            Scalar::F32 => "f32",
            Scalar::F64 => "f64",
            Scalar::Generic(name) => name,
        }
    }

    fn from_path(path: &syn::Path) -> Option<Scalar> {
        let ident = path.segments.last()?;
        let primitive = path.segments.len() == 1 || path.segments.iter().rev().nth(1).is_some_and(|s| s.ident == "primitive");
        match () {
            _ if !primitive => None,
            _ if ident.ident == "f64" => Some(Scalar::F64),
            _ if ident.ident == "f32" => Some(Scalar::F32),
            _ => None,
        }
    }
}

/// The extent of one axis of an argument.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Dim {
    /// A literal: `[f64; 3]`.
    Number(u64),
    /// A const generic, a constant or a constant expression, as text: `[f64; N]`.
    Const(String),
    /// Known at run time: `[f64]`, `Vec<f64>`.
    Slice,
}

/// What a type is to differentiation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A float, or an array of floats: one [`Dim`] per axis, outermost first.
    Float(Scalar, Vec<Dim>),
    /// An integer.
    Integer,
    /// A `bool`.
    Bool,
    /// A string, a `char` or `()`: never differentiated and not usable in arithmetic.
    Text,
    /// A path that may be a struct, as text.
    Path(String),
    /// A tuple, or an array of what is no float.
    Composite(Form),
}

/// What is known of the form of an argument that is neither a float nor an array of floats.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Form {
    /// A float.
    Float(Scalar),
    /// An integer.
    Integer,
    /// A `bool`.
    Bool,
    /// A string, a `char` or `()`.
    Text,
    /// A type that only its users know, as text: a struct or an enum.
    Opaque(String),
    /// An array or a slice.
    Array(Dim, Box<Form>),
    /// A tuple.
    Tuple(Vec<Form>),
}

impl Form {
    /// Calls `visit` with everything that is no array and no tuple.
    pub fn for_each_leaf<'a>(&'a self, visit: &mut dyn FnMut(&'a Form)) {
        match self {
            Form::Array(_, element) => element.for_each_leaf(visit),
            Form::Tuple(items) => items.iter().for_each(|f| f.for_each_leaf(visit)),
            leaf => visit(leaf),
        }
    }

    /// The first type of float in it.
    pub fn scalar(&self) -> Option<Scalar> {
        let mut out = None;
        self.for_each_leaf(&mut |leaf| {
            if let Form::Float(scalar) = leaf {
                out = out.or(Some(*scalar));
            }
        });
        out
    }
}

/// A parsed type.
#[derive(Clone, Debug)]
pub struct Type {
    /// What it is.
    pub kind: Kind,
    /// Whether it is behind `&` or `&mut`.
    pub by_ref: bool,
    /// Whether it is behind `&mut`.
    pub mutable: bool,
    /// Whether the floats are inside a `Box`.
    pub boxed: bool,
}

/// What lists, slices and arrays of any depth are made of.
pub(super) fn innermost(ty: &syn::Type) -> &syn::Type {
    match ty {
        syn::Type::Paren(t) => innermost(&t.elem),
        syn::Type::Group(t) => innermost(&t.elem),
        syn::Type::Reference(t) => innermost(&t.elem),
        syn::Type::Array(t) => innermost(&t.elem),
        syn::Type::Slice(t) => innermost(&t.elem),
        syn::Type::Path(t) => match t.path.segments.last() {
            Some(syn::PathSegment { ident, arguments: syn::PathArguments::AngleBracketed(list) }) if ident == "Vec" => {
                match list.args.first() {
                    Some(syn::GenericArgument::Type(inner)) => innermost(inner),
                    _ => ty,
                }
            }
            _ => ty,
        },
        _ => ty,
    }
}

impl Type {
    /// Reads a type, or says what is wrong with it.
    pub fn parse(ty: &syn::Type) -> syn::Result<Type> {
        match ty {
            syn::Type::Paren(t) => Type::parse(&t.elem),
            syn::Type::Group(t) => Type::parse(&t.elem),
            syn::Type::Reference(t) => {
                let inner = Type::parse(&t.elem)?;
                if inner.by_ref {
                    return Err(syn::Error::new(ty.span(), "a reference to a reference is not supported: write one `&` instead"));
                }
                Ok(Type { by_ref: true, mutable: t.mutability.is_some(), ..inner })
            }
            syn::Type::Path(t) if t.qself.is_none() => match boxed(&t.path) {
                Some(inner) => Ok(Type { kind: kind(inner, true)?, by_ref: false, mutable: false, boxed: true }),
                None => Ok(Type { kind: kind(ty, true)?, by_ref: false, mutable: false, boxed: false }),
            },
            _ => Ok(Type { kind: kind(ty, true)?, by_ref: false, mutable: false, boxed: false }),
        }
    }

    /// Makes floats of what has the name of a type parameter that is one.
    pub fn with_floats(mut self, floats: &[Scalar]) -> Type {
        fn replace(form: Form, floats: &[Scalar]) -> Form {
            match form {
                Form::Opaque(path) => match floats.iter().find(|f| f.name() == path) {
                    Some(float) => Form::Float(*float),
                    None => Form::Opaque(path),
                },
                Form::Array(dim, element) => Form::Array(dim, Box::new(replace(*element, floats))),
                Form::Tuple(items) => Form::Tuple(items.into_iter().map(|f| replace(f, floats)).collect_vec()),
                other => other,
            }
        }
        self.kind = match self.kind {
            Kind::Path(path) => kind_of(replace(Form::Opaque(path), floats)),
            Kind::Composite(form) => kind_of(replace(form, floats)),
            other => other,
        };
        self
    }

    /// The scalar type, if this is a float or an array of floats.
    pub fn scalar(&self) -> Option<Scalar> {
        match &self.kind {
            Kind::Float(scalar, _) => Some(*scalar),
            Kind::Composite(form) => form.scalar(),
            _ => None,
        }
    }

    /// The axes, if this is a float or an array of floats.
    pub fn dims(&self) -> Option<&[Dim]> {
        match &self.kind {
            Kind::Float(_, dims) => Some(dims),
            _ => None,
        }
    }
}

/// `T` of `Box<T>`.
fn boxed(path: &syn::Path) -> Option<&syn::Type> {
    generic_argument(path, "Box")
}

/// A type without the references and parentheses around it.
pub fn referred(ty: &syn::Type) -> &syn::Type {
    match ty {
        syn::Type::Reference(t) => referred(&t.elem),
        syn::Type::Paren(t) => referred(&t.elem),
        syn::Type::Group(t) => referred(&t.elem),
        other => other,
    }
}

/// Whether this is an `Option` or a `Result`.
pub(super) fn may_be_nothing(ty: &syn::Type) -> bool {
    match referred(ty) {
        syn::Type::Path(t) => t.path.segments.last().is_some_and(|s| s.ident == "Option" || s.ident == "Result"),
        _ => false,
    }
}

fn generic_argument<'a>(path: &'a syn::Path, name: &str) -> Option<&'a syn::Type> {
    let last = path.segments.last().filter(|s| s.ident == name)?;
    let syn::PathArguments::AngleBracketed(arguments) = &last.arguments else {
        return None;
    };
    match arguments.args.first() {
        Some(syn::GenericArgument::Type(inner)) if arguments.args.len() == 1 => Some(inner),
        _ => None,
    }
}

fn kind(ty: &syn::Type, outermost: bool) -> syn::Result<Kind> {
    form(ty, outermost).map(kind_of)
}

fn kind_of(form: Form) -> Kind {
    match form {
        Form::Float(scalar) => Kind::Float(scalar, Vec::new()),
        Form::Integer => Kind::Integer,
        Form::Bool => Kind::Bool,
        Form::Text => Kind::Text,
        Form::Opaque(path) => Kind::Path(path),
        array @ Form::Array(..) => {
            let mut dims = Vec::new();
            let mut at = &array;
            while let Form::Array(dim, element) = at {
                dims.push(dim.clone());
                at = element;
            }
            match at {
                // Lists in lists do not lie in one piece.
                Form::Float(scalar) if dims.iter().skip(1).all(|dim| *dim != Dim::Slice) => Kind::Float(*scalar, dims),
                Form::Text => Kind::Text,
                _ => Kind::Composite(array),
            }
        }
        tuple @ Form::Tuple(_) => Kind::Composite(tuple),
    }
}

fn form(ty: &syn::Type, outermost: bool) -> syn::Result<Form> {
    let array = |dim: Dim, element: &syn::Type| Ok(Form::Array(dim, Box::new(form(element, false)?)));
    // In a list there may be lists of numbers, `&[Vec<f64>]`, as rows.
    let list = |element: &syn::Type| match row(element) {
        Some(inner) => match form(inner, false)? {
            float @ Form::Float(_) => Ok(Form::Array(Dim::Slice, Box::new(Form::Array(Dim::Slice, Box::new(float))))),
            Form::Opaque(path) => Ok(Form::Array(Dim::Slice, Box::new(Form::Array(Dim::Slice, Box::new(Form::Opaque(path)))))),
            _ => Err(ragged(element)),
        },
        None => array(Dim::Slice, element),
    };
    match ty {
        syn::Type::Paren(t) => form(&t.elem, outermost),
        syn::Type::Group(t) => form(&t.elem, outermost),
        syn::Type::Array(t) => array(dim(&t.len), &t.elem),
        syn::Type::Slice(t) if outermost => list(&t.elem),
        syn::Type::Slice(_) => Err(ragged(ty)),
        syn::Type::Path(t) if t.qself.is_none() => {
            if let Some(scalar) = Scalar::from_path(&t.path) {
                return Ok(Form::Float(scalar));
            }
            if let Some(inner) = generic_argument(&t.path, "Vec") {
                return if outermost { list(inner) } else { Err(ragged(ty)) };
            }
            if let Some(ident) = t.path.get_ident() {
                let name = ident.to_string();
                match name.as_str() {
                    "bool" => return Ok(Form::Bool),
                    "char" | "str" | "String" => return Ok(Form::Text),
                    "usize" | "isize" | "u8" | "u16" | "u32" | "u64" | "u128" | "i8" | "i16" | "i32" | "i64" | "i128" => {
                        return Ok(Form::Integer);
                    }
                    _ => {}
                }
            }
            Ok(Form::Opaque(text(t.path.to_token_stream())))
        }
        syn::Type::Tuple(t) if t.elems.is_empty() => Ok(Form::Text),
        syn::Type::Tuple(t) => Ok(Form::Tuple(t.elems.iter().map(|e| form(e, false)).try_collect_vec()?)),
        syn::Type::Reference(t) if matches!(*t.elem, syn::Type::Slice(_)) => Err(ragged(ty)),
        syn::Type::Reference(_) => Err(syn::Error::new(
            ty.span(),
            "a reference inside another type is not supported: pass the values themselves, such as `&[Point]`",
        )),
        syn::Type::FnPtr(_) => Err(syn::Error::new(ty.span(), FUNCTION)),
        syn::Type::ImplTrait(t) if t.to_token_stream().to_string().contains("Fn") => Err(syn::Error::new(ty.span(), FUNCTION)),
        syn::Type::TraitObject(t) if t.to_token_stream().to_string().contains("Fn") => Err(syn::Error::new(ty.span(), FUNCTION)),
        syn::Type::ImplTrait(_) | syn::Type::TraitObject(_) => Err(syn::Error::new(
            ty.span(),
            "`impl` and `dyn` types are not supported: the macro has to see what is computed, so take a slice, an array or a struct instead",
        )),
        syn::Type::Ptr(_) => {
            Err(syn::Error::new(ty.span(), "raw pointers are not supported: take `&[f64]`, or a number by value, instead"))
        }
        _ => Err(syn::Error::new(ty.span(), "this type is not supported yet: use `f64`, `f32`, or arrays and slices of them instead")),
    }
}

/// The type of the items, if this is a list: a `Vec`, or a slice by reference.
fn row(ty: &syn::Type) -> Option<&syn::Type> {
    match ty {
        syn::Type::Path(t) if t.qself.is_none() => generic_argument(&t.path, "Vec"),
        syn::Type::Reference(t) if t.mutability.is_none() => match &*t.elem {
            syn::Type::Slice(slice) => Some(&slice.elem),
            _ => None,
        },
        _ => None,
    }
}

const FUNCTION: &str =
    "a function as argument is not supported: the macro has to see what it computes, so write the formula in place instead";

fn ragged(ty: &syn::Type) -> syn::Error {
    syn::Error::new(ty.span(), "lists in this are not supported: take rows of numbers, `&[Vec<f64>]` or `&[[f64; N]]`, instead")
}

/// The extent that the length of an array type says.
pub fn dim(len: &syn::Expr) -> Dim {
    match len {
        syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Int(n), .. }) => match n.base10_parse() {
            Ok(n) => Dim::Number(n),
            Err(_) => Dim::Const(n.to_string()),
        },
        syn::Expr::Paren(e) => dim(&e.expr),
        syn::Expr::Group(e) => dim(&e.expr),
        syn::Expr::Block(e) if e.block.stmts.len() == 1 => match &e.block.stmts[0] {
            syn::Stmt::Expr(inner, None) => dim(inner),
            _ => Dim::Const(text(len.to_token_stream())),
        },
        _ => Dim::Const(text(len.to_token_stream())),
    }
}

/// Tokens as text, without the blanks that paths do not need.
pub fn text(tokens: TokenStream) -> String {
    tokens.to_string().replace(" :: ", "::").replace(":: ", "::")
}

/// One run-time extent: its name in the tree, and the argument and axis that it is the length of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuntimeDim {
    /// Its name, such as `n_x`.
    pub name: String,
    /// The argument, or the part of one that a reader would name.
    pub argument: String,
    /// The part of the argument that it is the length of, if it is not the argument itself.
    pub part: Option<Part>,
    /// How it is computed, in floats, if it is no length: `@name@` is an integer, `$floor` a function.
    pub computed: Option<String>,
}

/// A part of an argument. In its text an argument is `@name@` and an index is `[]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// The expression.
    pub template: String,
    /// How many indices it has.
    pub holes: usize,
}

/// The axes of a declaration, with fresh names for extents that are known at run time.
pub fn axes(
    ast: &mut Ast,
    argument: &str,
    dims: &[Dim],
    span: Span,
    taken: &dyn Fn(&str) -> bool,
    runtime: &mut Vec<RuntimeDim>,
) -> Vec<Axis> {
    dims.iter()
        .map(|dim| {
            let extent = match dim {
                Dim::Number(n) => Extent::Number(*n),
                Dim::Const(text) => Extent::Name(ast.intern(text)),
                Dim::Slice => {
                    let mut name = format!("n_{argument}");
                    while taken(&name) || runtime.iter().any(|d| d.name == name) {
                        name.push('_');
                    }
                    runtime.push(RuntimeDim { name: name.clone(), argument: argument.to_owned(), part: None, computed: None });
                    Extent::Name(ast.intern(&name))
                }
            };
            Axis { index: None, extent: Some(extent), span }
        })
        .collect_vec()
}
