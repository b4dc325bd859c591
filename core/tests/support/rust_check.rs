//! A Rust function through the whole engine, compared with dual numbers on the function as it is written.

use super::rust_dual::{self, V};
use chainrule_core::pipeline::{self, Output, Wanted};
use chainrule_core::target::TargetKind;
use chainrule_run::eval;
use chainrule_rust::types::{Dim, Kind, RuntimeDim};
use chainrule_rust::{Options, PartKind, parse_function};
use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;

/// Arguments are made up from a seed: the floats of each, and how they are nested. Integers are 4,
/// slices have 5 elements.
fn fill(dims: &[Dim], next: &mut impl FnMut() -> f64, flat: &mut Vec<f64>) -> V {
    match dims.split_first() {
        None => {
            flat.push(next());
            V::F(flat[flat.len() - 1], 0.0)
        }
        Some((dim, rest)) => {
            let n = match dim {
                Dim::Number(n) => *n,
                Dim::Slice => 5,
                Dim::Const(_) => 3,
            };
            V::A((0..n).map(|_| fill(rest, next, flat)).collect())
        }
    }
}

fn seed_at(value: &mut V, at: &mut usize, wanted: usize) {
    match value {
        V::F(_, d) => {
            *d = f64::from(u8::from(*at == wanted));
            *at += 1;
        }
        V::A(items) => items.iter_mut().for_each(|v| seed_at(v, at, wanted)),
        _ => {}
    }
}

fn options() -> Options {
    Options { computes: Some(pipeline::computes), ..Options::default() }
}

/// The value and all derivatives by the engine, against dual numbers; an error says what differs.
pub fn check(source: &str, seed: u64) -> Result<(), String> {
    let function: syn::ItemFn = syn::parse_str(source).map_err(|e| format!("the test is not Rust: {e}"))?;
    check_as(&function, &function, seed)
}

/// The same with the arguments as fields of a struct.
#[allow(dead_code)]
pub fn check_as_fields(source: &str, seed: u64) -> Result<(), String> {
    let function: syn::ItemFn = syn::parse_str(source).map_err(|e| format!("the test is not Rust: {e}"))?;
    let names: Vec<String> = function
        .sig
        .inputs
        .iter()
        .filter_map(|input| match input {
            syn::FnArg::Typed(t) => Some(t.pat.to_token_stream().to_string()),
            syn::FnArg::Receiver(_) => None,
        })
        .collect();
    let mut of_struct = function.clone();
    of_struct.sig.inputs = syn::parse_quote!(model: &Model);
    let body = with_fields(function.block.to_token_stream(), &names);
    of_struct.block = syn::parse2(body).map_err(|e| e.to_string())?;
    check_as(&function, &of_struct, seed)
}

/// Checks functions that are made up from seeds, as many as `CHAINRULE_RANDOM_FUNCTIONS` says or else `count`, from the seed
/// `CHAINRULE_RANDOM_FIRST` on or else 0.
#[allow(dead_code)]
pub fn check_random(count: u64, function: impl Fn(u64) -> String, check: impl Fn(&str, u64) -> Result<(), String>) {
    let asked = |name: &str, otherwise: u64| match std::env::var(name) {
        Ok(n) => n.parse().unwrap_or_else(|_| panic!("{name} is a number, not {n:?}")),
        Err(_) => otherwise,
    };
    let (count, first) = (asked("CHAINRULE_RANDOM_FUNCTIONS", count), asked("CHAINRULE_RANDOM_FIRST", 0));
    let mut wrong = Vec::new();
    for seed in first..first + count {
        let source = function(seed);
        let result = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| check(&source, seed + 1)));
        let error = match result {
            Ok(Ok(())) => continue,
            Ok(Err(error)) => error,
            Err(_) => "it panicked".to_owned(),
        };
        wrong.push(format!("seed {seed}: {error}\n{source}"));
    }
    assert!(wrong.is_empty(), "{} of {count} are wrong\n{}", wrong.len(), wrong[..wrong.len().min(12)].join("\n"));
}

fn with_fields(tokens: TokenStream, names: &[String]) -> TokenStream {
    let mut out = TokenStream::new();
    for tree in tokens {
        match tree {
            TokenTree::Ident(name) if names.contains(&name.to_string()) => out.extend(quote::quote!(model.#name)),
            TokenTree::Group(g) => {
                let inner = TokenTree::Group(proc_macro2::Group::new(g.delimiter(), with_fields(g.stream(), names)));
                out.extend([inner]);
            }
            other => out.extend([other]),
        }
    }
    out
}

/// The field of a part of the struct.
fn field(text: &str) -> String {
    text.replace("@model@.", "").replace("[]", "")
}

/// `(@model@.x[] < @model@.p)`, for each index.
fn compared(template: &str, find: &dyn Fn(&str) -> Vec<f64>) -> Vec<f64> {
    let words: Vec<&str> = template.trim_matches(['(', ')']).split(' ').collect();
    let [a, op, b] = words[..] else { panic!("{template} is no comparison") };
    let (a, b) = (find(&field(a)), find(&field(b)));
    let holds = |a: f64, b: f64| match op {
        "<" => a < b,
        ">" => a > b,
        "<=" => a <= b,
        other => panic!("{other} in {template}"),
    };
    a.iter().flat_map(|a| b.iter().map(|b| f64::from(u8::from(holds(*a, *b))))).collect()
}

/// The engine reads `written`, dual numbers `function`.
fn check_as(function: &syn::ItemFn, written: &syn::ItemFn, seed: u64) -> Result<(), String> {
    let reasons =
        |r: chainrule_rust::Refused| format!("refused: {}", r.errors.iter().map(ToString::to_string).collect::<Vec<_>>().join(" | "));
    let own = parse_function(function, &options()).map_err(reasons)?;
    let arguments = own.arguments;
    let parsed = parse_function(written, &options()).map_err(reasons)?;
    let output = Output::Expr(parsed.ast.output.expect("a value"));
    let built =
        pipeline::build(&parsed.ast, output, Wanted { value: true, gradient: true }).map_err(|e| format!("refused by the engine: {e}"))?;
    let program = built.program;

    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 11) as f64 / (1u64 << 53) as f64 * 2.4 - 1.0
    };
    let mut values: Vec<(String, V, Vec<f64>)> = Vec::new();
    for argument in &arguments {
        let mut flat = Vec::new();
        let value = match &argument.ty.kind {
            Kind::Float(_, dims) => fill(dims, &mut next, &mut flat),
            Kind::Bool => {
                flat.push(1.0);
                V::B(true)
            }
            _ => {
                flat.push(4.0);
                V::I(4)
            }
        };
        values.push((argument.name.clone(), value, flat));
    }
    let given = |values: &[(String, V, Vec<f64>)]| -> Vec<(String, V)> {
        let mut out: Vec<(String, V)> = values.iter().map(|(n, v, _)| (n.clone(), v.clone())).collect();
        out.extend(function.sig.generics.const_params().map(|p| (p.ident.to_string(), V::I(3))));
        out
    };
    let reference = |values: &[(String, V, Vec<f64>)]| {
        let list = given(values);
        let list: Vec<(&str, V)> = list.iter().map(|(n, v)| (n.as_str(), v.clone())).collect();
        rust_dual::run(function, &list)
    };

    let counts = own.counter.map_or(Vec::new(), |counter| {
        let body = counter.body;
        let block: syn::Block = syn::parse_quote!({ #body });
        let list = given(&values);
        let list: Vec<(&str, V)> = list.iter().map(|(n, v)| (n.as_str(), v.clone())).collect();
        rust_dual::count(&block, &list)
    });
    let counted = |name: &str| {
        let counter = parsed.counter.as_ref()?;
        counter.names.iter().position(|n| n == name).map(|at| counts[at])
    };

    let by_name = |name: &str| values.iter().find(|v| v.0 == name).map(|v| v.2.clone());
    let argument_of = |name: &str| parsed.parts.iter().find(|p| p.name == name).map_or(name.to_owned(), |p| field(&p.place.template));
    let plain = |d: &str| match parsed.runtime.iter().find(|r| r.name == *d) {
        Some(RuntimeDim { part: Some(part), .. }) => by_name(&field(&part.template)).expect("a field").len(),
        Some(_) => 5,
        None if counted(d).is_some() => counted(d).expect("seen"),
        None if values.iter().any(|v| v.0 == argument_of(d)) => 4,
        None => 3,
    };
    let find = |name: &str| {
        if let Some(part) = parsed.parts.iter().find(|p| p.name == name && p.kind == PartKind::Condition) {
            return Some(compared(&part.place.template, &|name| by_name(name).expect("a field")));
        }
        let source = parsed.constants.iter().find(|c| c.name == name).map_or(name, |c| c.source.as_str());
        if parsed.runtime.iter().any(|r| r.name == source && r.computed.is_some()) {
            return Some(vec![computed(&parsed.runtime, source, &plain) as f64]);
        }
        counted(source).map(|n| vec![n as f64]).or_else(|| by_name(&argument_of(source)))
    };
    let dims: Vec<usize> = program.dims.iter().map(|d| computed(&parsed.runtime, d, &plain)).collect();
    // What only names extents has as many elements as they say, and nobody reads it.
    let inputs: Vec<Vec<f64>> = program
        .inputs
        .iter()
        .map(|i| find(&i.name).unwrap_or_else(|| vec![0.0; if i.name.starts_with('#') { length(&i.shape, &dims) } else { 0 }]))
        .collect();
    let inputs: Vec<&[f64]> = inputs.iter().map(Vec::as_slice).collect();
    let mut outputs: Vec<Vec<f64>> = program
        .targets
        .iter()
        .map(|t| match &t.kind {
            TargetKind::Value => vec![0.0],
            _ => vec![0.0; length(&t.shape, &dims)],
        })
        .collect();
    eval::run(&program, &inputs, &dims, &mut outputs).map_err(|e| format!("did not run: {e:?}"))?;

    let mut gradients = outputs.iter().zip(&program.targets);
    let (value, _) = gradients.next().expect("a value");
    let expected = reference(&values).0;
    // Where rounding decides which way the function takes, `s <= s.tanh()`, any way that it may take is right, and the derivative
    // is the one along it.
    let way = (0..17).find(|way| {
        let on_the_way = rust_dual::rounded(*way, &|| reference(&values).0);
        close(value[0], on_the_way, &|| rust_dual::deviation(*way, &|| reference(&values).0))
    });
    let Some(way) = way else { return Err(format!("the value is {}, expected {expected}", value[0])) };
    if !value[0].is_finite() {
        return Ok(());
    }
    for (gradient, target) in gradients {
        let name = argument_of(&target.name);
        let k = values.iter().position(|v| v.0 == name).expect("an argument");
        for (at, found) in gradient.iter().enumerate() {
            let mut seeded = values.clone();
            seed_at(&mut seeded[k].1, &mut 0, at);
            let slope = || reference(&seeded).1;
            let expected = rust_dual::rounded(way, &slope);
            if expected.is_finite() && expected.abs() < 1e12 && !close(*found, expected, &|| rust_dual::deviation(way, &slope)) {
                return Err(format!("the derivative by {}[{at}] is {found}, expected {expected}", values[k].0));
            }
        }
    }
    Ok(())
}

/// Whether two numbers are the same but for rounding: to nine digits, or as far as rounding on the way lets the second be known.
fn close(a: f64, b: f64, deviation: &dyn Fn() -> f64) -> bool {
    a == b || (a.is_nan() && b.is_nan()) || (a - b).abs() <= 1e-9 * b.abs().max(1.0) || (a - b).abs() <= 16.0 * deviation()
}

fn length(shape: &[chainrule_core::affine::Affine], dims: &[usize]) -> usize {
    use chainrule_core::affine::Term;
    shape
        .iter()
        .map(|extent| {
            let mut n = extent.constant;
            for (term, factor) in &extent.terms {
                if let Term::Dim(d) = term {
                    n += factor * dims[d.0 as usize] as i64;
                }
            }
            n.max(0) as usize
        })
        .product()
}

/// A dimension that is computed from others, of which `own` gives those that are not.
fn computed(runtime: &[RuntimeDim], name: &str, own: &dyn Fn(&str) -> usize) -> usize {
    fn value(e: &syn::Expr) -> f64 {
        match e {
            syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Float(n), .. }) => n.base10_parse().expect("a number"),
            syn::Expr::Paren(e) => value(&e.expr),
            syn::Expr::Unary(e) => -value(&e.expr),
            syn::Expr::Binary(e) => {
                let (a, b) = (value(&e.left), value(&e.right));
                match e.op {
                    syn::BinOp::Add(_) => a + b,
                    syn::BinOp::Sub(_) => a - b,
                    syn::BinOp::Mul(_) => a * b,
                    syn::BinOp::Div(_) => a / b,
                    syn::BinOp::Lt(_) => f64::from(a < b),
                    _ => panic!("no other operators in lengths"),
                }
            }
            syn::Expr::If(e) => {
                let [syn::Stmt::Expr(then, None)] = &e.then_branch.stmts[..] else { panic!("a branch is an expression") };
                let otherwise = &e.else_branch.as_ref().expect("there are two branches").1;
                if value(&e.cond) != 0.0 { value(then) } else { value(otherwise) }
            }
            syn::Expr::Block(e) => match &e.block.stmts[..] {
                [syn::Stmt::Expr(e, None)] => value(e),
                _ => panic!("a branch is an expression"),
            },
            syn::Expr::Call(e) => {
                let arguments: Vec<f64> = e.args.iter().map(value).collect();
                match (quote::quote!(#e).to_string().split(' ').next(), &arguments[..]) {
                    (Some("floor"), [a]) => a.floor(),
                    (Some("ceil"), [a]) => a.ceil(),
                    (Some("exp2"), [a]) => a.exp2(),
                    (Some("min"), [a, b]) => a.min(*b),
                    (Some("max"), [a, b]) => a.max(*b),
                    other => panic!("{other:?}"),
                }
            }
            other => panic!("{}", quote::quote!(#other)),
        }
    }
    let Some(RuntimeDim { computed: Some(text), .. }) = runtime.iter().find(|r| r.name == name) else { return own(name) };
    let mut rust = String::new();
    for (k, piece) in text.split('@').enumerate() {
        match k % 2 {
            0 => rust.push_str(&piece.replace('$', "")),
            _ => rust.push_str(&format!("({}.0)", computed(runtime, piece, own))),
        }
    }
    value(&syn::parse_str(&rust).expect("it is Rust")) as usize
}
