//! The Rust side of chainrule's parser: functions, and formulas in tokens, to the syntax tree of formula text.
//!
//! [`parse_function`] executes a function body symbolically: a `let` is an expression that is used
//! more than once, a loop that accumulates is a sum over its index, and a loop that fills an array is
//! an indexed definition. What it does not understand is an error at its own place, and all errors
//! are reported together. [`parse_tokens`] and [`parse_model_tokens`] read formulas as a macro gets them.
//!
//! A crate of its own, so that nothing but the macros needs `syn`.

mod adaptors;
mod arrays;
mod backwards;
mod body;
mod branches;
mod calls;
mod carry;
mod changing;
mod columns;
mod control;
mod elements;
mod external;
mod fields;
mod finish;
mod flat;
mod functions;
mod generic;
mod growing;
mod held;
mod inside;
mod integers;
mod items;
mod iterators;
mod jumps;
mod late;
mod leaving;
mod lengths;
mod loops;
mod macros;
mod made;
mod matching;
mod mirrored;
mod options;
mod outputs;
mod own;
mod parts;
mod passes;
mod progress;
mod records;
mod rewritten;
mod row_writes;
mod slots;
mod split;
mod state;
mod terms;
mod tokens;
mod tried;
pub mod types;
mod value;
mod variables;
mod variants;
mod versions;

use chainrule_parser::ast::{Ast, BinaryOp, Declaration, DeclarationKind, Expr, ExprId, Extent, Span};
use chainrule_parser::list::CollectVec;
use chainrule_parser::table::Map;
use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use types::{Form, Kind, RuntimeDim, Scalar, Type};

pub use changing::{Changing, changes, changes_structs, changing};
pub use generic::float_parameters;
pub use parts::{Declared, PartKind};
pub use passes::Counter;
pub use tokens::{TokenSpans, parse_model_tokens, parse_tokens};

/// What differentiation has to know of a function that was read.
#[derive(Debug)]
pub struct RustFunction {
    /// Declarations are the arguments that can take part in arithmetic, then the constants.
    /// A span of this tree is a position in `spans`.
    pub ast: Ast,
    /// Every argument, in order.
    pub arguments: Vec<Argument>,
    /// The type of the result, or of the numbers in it.
    pub scalar: Scalar,
    /// If the function has more than one number as its result, or `&mut` arguments: what these numbers are multiplied by.
    /// The sum of these products is the output of the tree.
    pub seeds: Vec<Seed>,
    /// Parts of arguments that are in the struct that is returned as they are.
    pub copies: Vec<Copied>,
    /// Constants of the surrounding code that the body uses.
    pub constants: Vec<Constant>,
    /// Extents that are known at run time.
    pub runtime: Vec<RuntimeDim>,
    /// The parts of arguments that the body reads, where those are structs or tuples.
    pub parts: Vec<Declared>,
    /// Integers that are extents: they bound a loop or are part of an index, and must not be negative.
    pub extents: Vec<String>,
    /// Extents that must be equal, because the body zips over both.
    pub equal: Vec<(Extent, Extent)>,
    /// `use` declarations of the body: constants may be named through them.
    pub uses: Vec<TokenStream>,
    /// Functions that the body calls by name, with the number of arguments. They are taken to be those of
    /// `chainrule::functions`, which are generic; a function of the same name for one float type is another.
    pub called: Vec<(TokenStream, usize)>,
    /// The names in paths to constants of the surrounding code, where they first stand.
    pub outside: Vec<proc_macro2::Ident>,
    /// The constants of the surrounding code that are surely floats of the function's type, as far as it compiles.
    pub computed: Vec<String>,
    /// The names of structs that the body makes and of their fields, where they first stand.
    pub made: Vec<proc_macro2::Ident>,
    /// The paths by which functions of types are called, and those with type arguments: as calls in the tree have them, and as they are written.
    pub paths: Vec<(String, TokenStream)>,
    /// Calls of methods that are taken to change nothing, of what may change, by their numbers: to be confirmed.
    pub may_change: Vec<usize>,
    /// Calls of functions of types with nothing but arguments, by their numbers, as they are written.
    pub written: Map<usize, TokenStream>,
    /// The type arguments of functions that are called: as calls in the tree have them, and as they are written.
    pub turbofish: Vec<(String, TokenStream)>,
    /// `assert!`s that need nothing but the arguments: to be run before the gradient.
    pub asserts: Vec<TokenStream>,
    /// Whether the function itself has to run before the gradient, because it asserts something about what it computes.
    pub checks: Checks,
    /// A copy of the function that counts the passes of its loops and the lengths of its ranges, if it has any that data decides.
    pub counter: Option<Counter>,
    /// The names of the numbers that it counts.
    counts: Vec<String>,
    spans: Vec<proc_macro2::Span>,
}

impl RustFunction {
    /// The value times a seed: an input that is declared here, by a name that the tree does not have.
    ///
    /// # Panics
    /// If the function has no value, which [`parse_function`] does not return.
    pub fn seeded(&mut self, seed: &str) -> ExprId {
        let value = self.ast.output.expect("a function has a value");
        let span = self.ast.span(value);
        let name = self.ast.intern(seed);
        self.ast.declarations.push(Declaration { kind: DeclarationKind::Input, name, span, axes: Vec::new(), init: None, opaque: false });
        let seed = self.ast.push(Expr::Name(name), span);
        self.ast.push(Expr::Binary(BinaryOp::Mul, seed, value), span)
    }

    /// The token that a span of the tree stands for.
    pub fn token_span(&self, span: Span) -> proc_macro2::Span {
        self.spans.get(span.start as usize).copied().unwrap_or_else(proc_macro2::Span::call_site)
    }
}

/// What a part of a result is multiplied by: an input of the tree.
#[derive(Clone, Debug)]
pub struct Seed {
    /// Its name, which no variable has.
    pub name: String,
    /// What follows the seed as a whole in Rust: `.1`, or nothing.
    pub place: String,
    /// The `&mut` argument whose last contents it multiplies, by its name in the tree; none for what is returned.
    pub of: Option<String>,
    /// What it multiplies: a number or an array.
    pub value: ExprId,
    /// Its extents.
    pub dims: Vec<types::Dim>,
}

/// A part of an argument that a function returns as it is, whatever its type.
#[derive(Clone, Debug)]
pub struct Copied {
    /// Its place in Rust, as that of a [`Declared`].
    pub template: String,
    /// What follows the result as a whole in Rust to get to it: `.t`.
    pub place: String,
    /// The fields of it that the result has from elsewhere, `Pose { yaw: 1.0, ..p }`.
    pub except: Vec<String>,
}

/// When a function has to run for its assertions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Checks {
    /// It has none that depend on what it computes.
    Never,
    /// For `debug_assert!`.
    Debug,
    /// For `assert!`.
    Always,
}

/// One argument of a function.
#[derive(Clone, Debug)]
pub struct Argument {
    /// Its name in the tree.
    pub name: String,
    /// Its name as it is written.
    pub ident: proc_macro2::Ident,
    /// Its type as it is written.
    pub syntax: TokenStream,
    /// Its type.
    pub ty: Type,
    /// Whether the function is differentiated with respect to it.
    pub wrt: bool,
    /// Whether it is `self`.
    pub receiver: bool,
}

/// What a body uses besides the arguments that are floats: a constant of the surrounding code, such as
/// `std::f64::consts::PI`, or an integer as a number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Constant {
    /// The name of its declaration.
    pub name: String,
    /// The Rust expression it stands for.
    pub source: String,
    /// Whether that is an integer.
    pub integer: bool,
    /// Whether it is an extent, which no declaration declares.
    pub extent: bool,
}

/// How a function is differentiated.
#[derive(Debug, Default)]
pub struct Options {
    /// The arguments to differentiate by; without it every float argument that is not `#[constant]`.
    pub wrt: Option<Vec<proc_macro2::Ident>>,
    /// Const generics of what is around the function.
    pub constants: Vec<proc_macro2::Ident>,
    /// Whether a name is that of a function of the table. Others are called and not seen into. Without it every name is
    /// taken to be one of the table.
    pub table: Option<fn(&str) -> bool>,
    /// Whether a function of the table takes so many arguments. Another one of its name is called and not seen into.
    pub takes: Option<fn(&str, usize) -> bool>,
    /// Whether methods of a name change what they are called on, as far as that is known: then they are called so where their result
    /// is read. Without it, or where it does not know, that is concluded from what else is done with a variable.
    pub changing: Option<fn(&str) -> Option<bool>>,
    /// Whether functions of a name return a struct, as far as that is known. Otherwise what they return says its use.
    pub returns_struct: Option<fn(&str) -> bool>,
    /// Whether the function may return an array or a tuple: see [`RustFunction::seeds`].
    pub several: bool,
    /// Whether it may have `&mut` arguments.
    pub outputs: bool,
    /// Whether what a tree defines, and its derivative, can be computed. With it, an array that a loop computes element
    /// by element may read elements at any distance before the one of the pass; what cannot be computed so is carried
    /// from pass to pass as a whole, as all such arrays are without it.
    pub computes: Option<fn(&Ast) -> bool>,
}

/// Whether an argument is marked `#[constant]`.
pub fn is_constant(attributes: &[syn::Attribute]) -> bool {
    attributes.iter().any(|a| a.path().is_ident("constant"))
}

/// What is wrong with `#[constant]` on an argument.
fn refuse_constant(attributes: &[syn::Attribute], ident: &syn::Ident, options: &Options, errors: &mut Vec<syn::Error>) {
    let Some(attribute) = attributes.iter().find(|a| a.path().is_ident("constant")) else { return };
    if !matches!(attribute.meta, syn::Meta::Path(_)) {
        errors.push(syn::Error::new(attribute.span(), "`#[constant]` takes nothing: write it alone"));
    } else if options.wrt.iter().flatten().any(|name| name == ident) {
        let message = format!("`{ident}` is listed in `wrt` and is `#[constant]`: leave one of the two out");
        errors.push(syn::Error::new(attribute.span(), message));
    }
}

/// Whether a function of an `impl` block has something to differentiate by, and results that can be differentiated:
/// floats, arrays and tuples of them, floats by `&mut`, and structs of the type `own` of the block or of a name of which `derives`
/// knows that such a one derives `Gradient`.
pub fn is_differentiable(signature: &syn::Signature, own: &syn::Type, derives: fn(&str) -> bool) -> bool {
    let floats = float_parameters(&signature.generics);
    let parse = |ty: &syn::Type| Type::parse(ty).map(|ty| ty.with_floats(&floats));
    let own = types::text(own.to_token_stream());
    let plain = |name: &str| name.split('<').next().and_then(|path| path.rsplit("::").next()).is_some_and(|name| derives(name.trim()));
    let of_block = |name: &str| name == "Self" || name == own || plain(name);
    fn numbers(form: &Form, of_block: &dyn Fn(&str) -> bool) -> bool {
        match form {
            Form::Float(_) => true,
            Form::Opaque(name) => of_block(name),
            Form::Array(dim, element) => *dim != types::Dim::Slice && numbers(element, of_block),
            Form::Tuple(items) => !items.is_empty() && items.iter().all(|item| numbers(item, of_block)),
            Form::Integer | Form::Bool | Form::Text => false,
        }
    }
    let result = match returned_type(signature) {
        None => signature.inputs.iter().any(
            |input| matches!(input, syn::FnArg::Typed(typed) if parse(&typed.ty).is_ok_and(|ty| ty.mutable && matches!(ty.kind, Kind::Float(..)))),
        ),
        Some(returned) => match parse(returned) {
            Ok(Type { by_ref: false, boxed: false, kind, .. }) => match &kind {
                Kind::Float(_, dims) => !dims.contains(&types::Dim::Slice),
                Kind::Composite(form) => numbers(form, &of_block),
                Kind::Path(name) => of_block(name),
                Kind::Integer | Kind::Bool | Kind::Text => false,
            },
            _ => false,
        },
    };
    result
        && signature.inputs.iter().any(|input| match input {
            syn::FnArg::Receiver(receiver) => {
                let plain = matches!(receiver.kind, syn::ReceiverKind::Value | syn::ReceiverKind::Reference(_, _, None));
                plain && !is_constant(&receiver.attrs)
            }
            syn::FnArg::Typed(typed) => !is_constant(&typed.attrs) && parse(&typed.ty).is_ok_and(|ty| has_floats(&ty)),
        })
        && !changes_structs(signature)
}

/// Whether a function returns a struct, or a tuple or an array with one.
pub fn returns_struct(signature: &syn::Signature) -> bool {
    let floats = float_parameters(&signature.generics);
    match returned_type(signature).and_then(|ty| Type::parse(ty).ok()).map(|ty| ty.with_floats(&floats).kind) {
        Some(Kind::Path(_)) => true,
        Some(Kind::Composite(form)) => {
            let mut found = false;
            form.for_each_leaf(&mut |leaf| found |= matches!(leaf, Form::Opaque(_)));
            found
        }
        _ => false,
    }
}

/// A method of numbers or arrays that is not known here. Where there is none of this name the compiler says so, too.
pub struct UnknownMethod {
    /// Its name.
    pub name: String,
    /// The type that it is taken to return, if it is not that of what it is called on.
    pub returns: Option<&'static str>,
    /// The number of its arguments, without what it is called on.
    pub arguments: usize,
    /// Whether it is called by a path, `f64::name(x)`.
    pub by_path: bool,
}

/// Why a function was refused.
pub struct Refused {
    /// The errors, each at its own place, but for those that the compiler reports itself.
    pub errors: Vec<syn::Error>,
    /// The arguments and the type of the result, if the signature itself is fine.
    pub signature: Option<(Vec<Argument>, Scalar)>,
    /// The methods that are not known.
    pub unknown: Vec<UnknownMethod>,
}

/// Reads a function.
///
/// # Errors
/// All that is not understood, never only the first.
pub fn parse_function(item: &syn::ItemFn, options: &Options) -> Result<RustFunction, Refused> {
    let mut far = options.computes.is_some();
    if let Some(computes) = options.computes {
        let read = read_function(item, options, &mut far);
        // Nothing of that kind was read.
        if !far || read.as_ref().is_ok_and(|f| computes(&f.ast)) {
            return read;
        }
        far = false;
    }
    read_function(item, options, &mut far)
}

/// Reads a function, with elements at any distance if `far`; afterwards that says whether there was one.
fn read_function(item: &syn::ItemFn, options: &Options, far: &mut bool) -> Result<RustFunction, Refused> {
    let mut learned = elements::Learned::default();
    loop {
        let mut read_far = *far;
        let read = read_with(item, options, &mut read_far, &mut learned);
        if !std::mem::take(&mut learned.more) {
            *far = read_far;
            return read;
        }
    }
}

/// As [`read_function`], with what was learned when it was read before; what is learned now is added.
fn read_with(item: &syn::ItemFn, options: &Options, far: &mut bool, learned: &mut elements::Learned) -> Result<RustFunction, Refused> {
    let mut errors = Vec::new();
    let signature = &item.sig;
    if let Some(t) = &signature.asyncness {
        errors.push(syn::Error::new(t.span(), "an `async` function cannot be differentiated: remove `async`"));
    }
    if let syn::Safety::Unsafe(t) = &signature.safety {
        errors.push(syn::Error::new(t.span(), "an `unsafe` function is not supported yet: write safe indexing instead"));
    }
    if let Some(v) = &signature.variadic {
        errors.push(syn::Error::new(v.span(), "variadic functions are not supported: take a slice `&[f64]` instead"));
    }
    let mut refused = Vec::new();
    let mut patterns = Vec::new();
    let arguments = read_arguments(item, options, &mut errors, &mut refused, &mut patterns);
    let outputs: Vec<Scalar> = arguments.iter().filter(|a| a.ty.mutable).filter_map(|a| a.ty.scalar()).collect_vec();
    let given = arguments.iter().find_map(|a| a.ty.scalar()).unwrap_or(Scalar::F64);
    let result = read_return(signature, options.several, (outputs.first().copied(), given), &mut errors);
    let scalar = result.as_ref().map(|r| r.0);
    for argument in &arguments {
        if let (Some(a), Some(s)) = (argument.ty.scalar(), scalar)
            && a != s
        {
            errors.push(syn::Error::new(
                argument.syntax.span(),
                format!("`{}` is made of {} but the function returns {}: use one float type for both", argument.name, a.name(), s.name()),
            ));
        }
    }
    if errors.is_empty() && !arguments.iter().any(|a| a.wrt) {
        errors.push(syn::Error::new(
            signature.ident.span(),
            "there is nothing to differentiate by: no argument is a float or an array of floats without `#[constant]`",
        ));
    }

    let generics = signature.generics.const_params().filter(is_usize).map(|p| &p.ident).chain(&options.constants);
    let mut reader = state::Reader::new(generics.map(|p| p.unraw().to_string()));
    for argument in &arguments {
        declare(&mut reader, argument);
    }
    // Uses of an argument that was refused are not reported again.
    for name in &refused {
        reader.bind_poisoned(name);
    }
    let signature_is_fine = errors.is_empty();
    reader.scalar = scalar;
    reader.result = result.and_then(|r| r.1);
    reader.table = options.table;
    reader.takes = options.takes;
    reader.changing = options.changing;
    reader.returns_struct = options.returns_struct;
    reader.body = item.block.to_token_stream();
    for input in &signature.inputs {
        if let syn::FnArg::Typed(typed) = input
            && let syn::Pat::Ident(syn::PatIdent { ident, mutability: Some(_), .. }) = &*typed.pat
        {
            reader.body.extend(quote::quote!(mut #ident));
            reader.mutable.extend(reader.lookup(&ident.unraw().to_string()));
        }
    }
    reader.far = *far;
    reader.learned.clone_from(learned);
    reader.structs.clone_from(&learned.structs);
    // An argument that is not `mut` may have the name of its copy, `let mut b = *b`.
    reader.mutable.clone().into_iter().for_each(|variable| _ = reader.open_elements(variable));
    let scalar = scalar.unwrap_or(Scalar::F64);
    let mut block = (*item.block).clone();
    if let syn::ReturnType::Type(_, ty) = &signature.output {
        made::write_lengths_at_end(&mut block, ty);
    }
    changing::end_calls(&mut block);
    rewritten::name_loops(&mut block);
    let marked = passes::mark_all(&mut block);
    let original = (!marked.is_empty()).then(|| block.clone());
    tried::bind_tried(&mut block);
    held::hold_elements(&mut block);
    reader.declare_passes(&marked);
    // `fn f((a, b): (f64, f64)) {` is `fn f(a_b: (f64, f64)) { let (a, b) = a_b;`
    let bindings = patterns.iter().map(|(pattern, ident)| syn::parse_quote!(let #pattern = #ident;));
    block.stmts.splice(0..0, bindings.collect_vec());
    // What a body makes that returns an `Option` is not what a gradient needs; that was said.
    let may_fail = matches!(&signature.output, syn::ReturnType::Type(_, ty) if types::may_be_nothing(ty));
    let output = if may_fail { None } else { reader.function(&block) };
    *far = reader.read_far;
    *learned = std::mem::take(&mut reader.learned);
    let refused = !errors.is_empty() || !reader.errors.is_empty();
    let own = reader.errors.drain(..).enumerate().filter(|(k, _)| !reader.left_to_rust.contains(k));
    errors.extend(own.map(|(_, error)| error));
    if refused {
        let signature = signature_is_fine.then_some((arguments, scalar));
        return Err(Refused { errors, signature, unknown: reader.unknown });
    }
    reader.ast.output = output;
    let names = reader.passes.clone();
    let mut function = reader.finish(arguments, scalar);
    let counted = (0..names.len()).filter(|&n| function.counts.contains(&names[n])).collect_vec();
    if let (Some(block), false) = (original, counted.is_empty()) {
        let body = passes::counter(&block, &signature.output, &counted);
        function.counter = Some(Counter { body, names: counted.into_iter().map(|n| names[n].clone()).collect_vec() });
    }
    Ok(function)
}

fn read_arguments(
    item: &syn::ItemFn,
    options: &Options,
    errors: &mut Vec<syn::Error>,
    refused: &mut Vec<String>,
    patterns: &mut Vec<(syn::Pat, syn::Ident)>,
) -> Vec<Argument> {
    let mut arguments: Vec<Argument> = Vec::new();
    let floats = float_parameters(&item.sig.generics);
    for input in &item.sig.inputs {
        let typed = match input {
            syn::FnArg::Typed(typed) => typed,
            syn::FnArg::Receiver(receiver) => {
                if let Some(argument) = read_receiver(receiver, options, errors) {
                    arguments.push(argument);
                } else {
                    refused.push("self".to_owned());
                }
                continue;
            }
        };
        let ident = match &*typed.pat {
            syn::Pat::Ident(p) if p.subpat.is_none() && p.by_ref.is_none() => p.ident.clone(),
            pattern => {
                let ident = name_of_pattern(pattern, arguments.len());
                let ident = syn::Ident::new(&ident, pattern.span());
                patterns.push((pattern.clone(), ident.clone()));
                ident
            }
        };
        match Type::parse(&typed.ty).map(|ty| ty.with_floats(&floats)) {
            Ok(ty) => {
                if ty.mutable && !(options.outputs && matches!(ty.kind, Kind::Float(..))) {
                    let message = match options.outputs {
                        true => {
                            "an argument by `&mut` is a result here, and only floats, arrays and slices of them, and structs by a plain name can be: \
                                 return the others, or take them by `&`"
                        }
                        false => "`&mut` arguments are not supported here: take the array by `&` and return the result instead",
                    };
                    errors.push(syn::Error::new(typed.ty.span(), message));
                    refused.push(ident.unraw().to_string());
                    continue;
                }
                if ty.boxed {
                    errors.push(syn::Error::new(typed.ty.span(), "a `Box` as argument is not supported: take the array by `&` instead"));
                }
                if let Kind::Path(path) = &ty.kind
                    && item.sig.generics.type_params().any(|p| p.ident == path)
                {
                    let message = "a type parameter needs a bound to be a float here: write `T: chainrule::Float`, which has the functions \
                                   `chainrule::functions::sqrt(x)` and so on, or `T: num_traits::Float`, which has the methods `x.sqrt()`, or \
                                   `f64` or `f32` instead";
                    errors.push(syn::Error::new(typed.ty.span(), message));
                    refused.push(ident.unraw().to_string());
                    continue;
                }
                let constant = is_constant(&typed.attrs);
                refuse_constant(&typed.attrs, &ident, options, errors);
                if !constant && types::may_be_nothing(&typed.ty) {
                    let message = "an `Option` or a `Result` has no gradient: pass the number, and a `bool` that says whether there is one, \
                                   or mark the argument `#[constant]`";
                    errors.push(syn::Error::new(typed.ty.span(), message));
                    refused.push(ident.unraw().to_string());
                    continue;
                }
                let wrt = !constant && has_floats(&ty) && options.wrt.is_none();
                if wrt
                    && let Kind::Composite(form) = &ty.kind
                    && !only_floats(form)
                {
                    errors.push(syn::Error::new(
                        typed.ty.span(),
                        "this has items that cannot be differentiated: mark the argument `#[constant]`, or pass them as arguments of their own",
                    ));
                }
                let mut name = ident.unraw().to_string();
                if calls::table_names().any(|n| n == name) {
                    name.push('_');
                }
                arguments.push(Argument { name, ident, syntax: typed.ty.to_token_stream(), ty, wrt, receiver: false });
            }
            Err(error) => {
                errors.push(error);
                refused.push(ident.unraw().to_string());
            }
        }
    }
    for name in options.wrt.iter().flatten() {
        match arguments.iter_mut().find(|a| a.ident == *name) {
            Some(argument) if !has_floats(&argument.ty) => errors.push(syn::Error::new(
                name.span(),
                format!("`{name}` is not a float or an array of floats, so there is no derivative with respect to it"),
            )),
            Some(argument) if argument.wrt => {
                errors.push(syn::Error::new(name.span(), format!("`{name}` is listed twice")));
            }
            Some(argument) => argument.wrt = true,
            None => {
                let known: Vec<String> = arguments.iter().map(|a| format!("`{}`", a.ident)).collect_vec();
                errors.push(syn::Error::new(
                    name.span(),
                    format!("the function has no argument `{name}`; its arguments are {}", known.join(", ")),
                ));
            }
        }
    }
    arguments
}

/// `self`: a struct of which the body reads the fields.
fn read_receiver(receiver: &syn::Receiver, options: &Options, errors: &mut Vec<syn::Error>) -> Option<Argument> {
    let token = receiver.self_token;
    let by_ref = match &receiver.kind {
        syn::ReceiverKind::Value => false,
        syn::ReceiverKind::Reference(_, _, None) => true,
        syn::ReceiverKind::Reference(_, _, Some(_)) => {
            errors.push(syn::Error::new(token.span, "`&mut self` is not supported: take `&self`, or `self` by value, instead"));
            return None;
        }
        _ => {
            errors.push(syn::Error::new(token.span, "a `self` with a type is not supported: write `&self` or `self` instead"));
            return None;
        }
    };
    let ident = syn::Ident::new("self", token.span);
    let path = syn::Ident::new("Self", token.span);
    Some(Argument {
        name: "self".to_owned(),
        ident,
        syntax: if by_ref { quote::quote!(&#path) } else { quote::quote!(#path) },
        ty: Type { kind: Kind::Path("Self".to_owned()), by_ref, mutable: false, boxed: false },
        wrt: !is_constant(&receiver.attrs) && options.wrt.is_none(),
        receiver: true,
    })
}

/// A name for an argument that is written as a pattern: `a_b` for `(a, b)`.
fn name_of_pattern(pattern: &syn::Pat, position: usize) -> String {
    fn names(tokens: TokenStream, out: &mut Vec<String>) {
        for token in tokens {
            match token {
                proc_macro2::TokenTree::Ident(i) if i.to_string().starts_with(|c: char| c.is_lowercase()) => {
                    let name = i.unraw().to_string();
                    if name != "mut" && name != "ref" {
                        out.push(name);
                    }
                }
                proc_macro2::TokenTree::Group(g) => names(g.stream(), out),
                _ => {}
            }
        }
    }
    let mut found = Vec::new();
    names(pattern.to_token_stream(), &mut found);
    if found.is_empty() { format!("argument_{position}") } else { found.join("_") }
}

/// Whether there may be something to differentiate by.
fn has_floats(ty: &Type) -> bool {
    match &ty.kind {
        Kind::Float(..) | Kind::Path(_) => true,
        Kind::Composite(form) => {
            let mut found = false;
            form.for_each_leaf(&mut |leaf| found |= matches!(leaf, Form::Float(_) | Form::Opaque(_)));
            found
        }
        _ => false,
    }
}

fn only_floats(form: &Form) -> bool {
    let mut only = true;
    form.for_each_leaf(&mut |leaf| only &= matches!(leaf, Form::Float(_) | Form::Opaque(_)));
    only
}

/// The type of what a function returns, if that is anything.
pub fn returned_type(signature: &syn::Signature) -> Option<&syn::Type> {
    match &signature.output {
        syn::ReturnType::Default => None,
        syn::ReturnType::Type(_, ty) => match &**ty {
            syn::Type::Tuple(t) if t.elems.is_empty() => None,
            ty => Some(ty),
        },
    }
}

/// The type of the numbers in a result, and its form if it is not one number.
///
/// With `&mut` arguments, whose floats are of the type `outputs`, one number has a form, too, and there may be no result. The
/// floats of a struct are of the type `given`.
fn read_return(
    signature: &syn::Signature,
    several: bool,
    (outputs, given): (Option<Scalar>, Scalar),
    errors: &mut Vec<syn::Error>,
) -> Option<(Scalar, Option<Form>)> {
    if let (Some(scalar), None) = (outputs, returned_type(signature)) {
        return Some((scalar, Some(Form::Tuple(Vec::new()))));
    }
    let fails = matches!(&signature.output, syn::ReturnType::Type(_, ty) if types::may_be_nothing(ty));
    let (span, parsed) = match &signature.output {
        syn::ReturnType::Default => (signature.ident.span(), None),
        syn::ReturnType::Type(_, ty) => (ty.span(), Type::parse(ty).ok().map(|ty| ty.with_floats(&float_parameters(&signature.generics)))),
    };
    match parsed {
        Some(Type { kind: Kind::Float(scalar, dims), by_ref: false, boxed: false, .. }) if dims.is_empty() => {
            Some((scalar, outputs.map(|_| Form::Float(scalar))))
        }
        Some(Type { kind: Kind::Float(scalar, dims), by_ref: false, boxed: false, .. })
            if several && !dims.contains(&types::Dim::Slice) =>
        {
            let form = dims.into_iter().rev().fold(Form::Float(scalar), |inner, dim| Form::Array(dim, Box::new(inner)));
            Some((scalar, Some(form)))
        }
        Some(Type { kind: Kind::Composite(form), by_ref: false, boxed: false, .. }) if several && all_floats(&form) => {
            Some((form.scalar().or(outputs).unwrap_or(given), Some(form)))
        }
        // A struct that the body makes.
        Some(Type { kind: Kind::Path(path), by_ref: false, boxed: false, .. }) if several && !fails => {
            Some((outputs.unwrap_or(given), Some(Form::Opaque(path))))
        }
        _ => {
            let message = match (several, parsed) {
                (true, Some(Type { kind: Kind::Float(..) | Kind::Composite(_), .. })) => {
                    "only floats, arrays whose type states their length, structs that are made here, and tuples of these can be returned: for a \
                     gradient `f64` or `f32`"
                }
                _ => "a gradient needs one number to differentiate: the function must return `f64` or `f32`",
            };
            // That what it writes to is no result was said.
            let writes = |input: &syn::FnArg| matches!(input, syn::FnArg::Typed(t) if matches!(&*t.ty, syn::Type::Reference(r) if r.mutability.is_some()));
            if !signature.inputs.iter().any(writes) {
                errors.push(syn::Error::new(span, message));
            }
            None
        }
    }
}

/// Whether there are only floats of one type in arrays of known length and in tuples of at least one item, and structs.
fn all_floats(form: &Form) -> bool {
    let scalar = form.scalar();
    match form {
        Form::Float(_) => true,
        Form::Array(dim, element) => *dim != types::Dim::Slice && !matches!(**element, Form::Opaque(_)) && all_floats(element),
        Form::Tuple(items) => {
            !items.is_empty() && items.iter().all(|item| all_floats(item) && (item.scalar().is_none() || item.scalar() == scalar))
        }
        Form::Opaque(_) => true,
        _ => false,
    }
}

fn declare(reader: &mut state::Reader, argument: &Argument) {
    let span = reader.span(argument.ident.span());
    let name = reader.ast.intern(&argument.name);
    let kind = if argument.wrt { DeclarationKind::Param } else { DeclarationKind::Input };
    match &argument.ty.kind {
        Kind::Float(_, dims) => {
            let axes = reader.axes(&argument.name, dims, span);
            let lens = axes.iter().map(|a| a.extent.clone().expect("argument axes have extents")).collect_vec();
            reader.ast.declarations.push(Declaration { kind, name, span, axes, init: None, opaque: false });
            reader.items = argument.ty.by_ref;
            let lens: Vec<Extent> = lens;
            let variable = reader.bind_argument(&argument.ident.unraw().to_string(), &argument.name, lens.clone(), span);
            reader.items = false;
            if argument.ty.mutable {
                reader.outputs.push(outputs::Output { variable, name: argument.name.clone(), dims: dims.clone(), lens });
            }
        }
        Kind::Integer => {
            let ty = argument.syntax.to_string();
            if ty.trim_start_matches(['&', ' ']).starts_with('i') {
                reader.signed.insert(argument.name.clone());
            }
            reader.bind_integer(&argument.ident.unraw().to_string(), &argument.name, span);
        }
        Kind::Bool => {
            reader.ast.declarations.push(Declaration { kind, name, span, axes: Vec::new(), init: None, opaque: false });
            reader.bind_bool(&argument.ident.unraw().to_string(), &argument.name, span);
        }
        Kind::Path(path) => {
            let _ = reader.bind_parts(argument, Form::Opaque(path.clone()));
        }
        Kind::Composite(form) => {
            let _ = reader.bind_parts(argument, form.clone());
        }
        Kind::Text => reader.bind_text(argument),
    }
}

fn is_usize(parameter: &&syn::ConstParam) -> bool {
    types::text(parameter.ty.to_token_stream()) == "usize"
}

#[cfg(test)]
mod tests;
