//! A function in Rust and the model that it means.

use super::*;
use chainrule_parser::ast::{DefinitionIndex, DefinitionKind, Expr, ExprId, UnaryOp};

fn show(ast: &Ast, id: ExprId) -> String {
    let s = |id| show(ast, id);
    let list = |ids: &[ExprId]| ids.iter().map(|&i| s(i)).collect::<Vec<_>>().join(", ");
    match ast.expr(id) {
        Expr::Number(n) => n.to_string(),
        Expr::Name(name) => ast.name(*name).to_owned(),
        Expr::Index { base, indices } => format!("{}[{}]", s(*base), list(indices)),
        Expr::Unary(op, a) => format!("{}{}", if *op == UnaryOp::Not { "!" } else { "-" }, s(*a)),
        Expr::Binary(op, a, b) => format!("({} {} {})", s(*a), op.sign(), s(*b)),
        Expr::Call { function, arguments } => format!("{}({})", ast.name(*function), list(arguments)),
        Expr::Reduce { function, binders, body } => {
            let binders: Vec<String> = binders
                .iter()
                .map(|b| match b.range {
                    Some((lo, hi)) => format!("{} in {}..{}", ast.name(b.name), s(lo), s(hi)),
                    None => ast.name(b.name).to_owned(),
                })
                .collect();
            format!("{}({}: {})", ast.name(*function), binders.join(", "), s(*body))
        }
        Expr::If { condition, then, otherwise } => format!("if({}, {}, {})", s(*condition), s(*then), s(*otherwise)),
        Expr::Array(items) => format!("[{}]", list(items)),
        Expr::Invoke { call, arguments, .. } => format!("{}({})", ast.calls[*call as usize].path, list(arguments)),
        Expr::Output { call, part, indices } => format!("{}{}[{}]", s(*call), ast.parts[*part as usize].template, list(indices)),
    }
}

fn model(source: &str) -> String {
    let item: syn::ItemFn = syn::parse_str(source).expect("the test is Rust");
    match parse_function(&item, &Options::default()) {
        Ok(f) => {
            let ast = &f.ast;
            let mut lines = Vec::new();
            for d in &ast.definitions {
                let DefinitionKind::Value(axes) = &d.kind else { panic!("no functions") };
                let axes: Vec<String> = axes
                    .iter()
                    .map(|a| match a {
                        DefinitionIndex::Axis(a) => ast.name(a.index.expect("named")).to_owned(),
                        DefinitionIndex::At(n, _) => n.to_string(),
                        DefinitionIndex::Pass(p) => match &p.place {
                            None => format!("{} in {}..{}", ast.name(p.index), show(ast, p.range.0), show(ast, p.range.1)),
                            Some((place, _)) => {
                                let (lo, hi) = (show(ast, p.range.0), show(ast, p.range.1));
                                format!("{} for {} in {lo}..{hi}", show(ast, *place), ast.name(p.index))
                            }
                        },
                    })
                    .collect();
                let axes = if axes.is_empty() { String::new() } else { format!("[{}]", axes.join(", ")) };
                lines.push(format!("{}{axes} = {}", ast.name(d.name), show(ast, d.body)));
            }
            lines.push(show(ast, ast.output.expect("a function has a value")));
            lines.join("; ")
        }
        Err(Refused { errors, .. }) => {
            format!("error: {}", errors.iter().map(ToString::to_string).collect::<Vec<_>>().join(" | "))
        }
    }
}

macro_rules! means {
    ($($name:ident: $source:literal => $model:literal;)*) => { $(
        #[test]
        fn $name() { assert_eq!(model($source), $model); }
    )* };
}

means! {
    lets: "fn f(x: f64) -> f64 { let a = x * x; let b: f64 = a + 1.0; b.sin() }" => "sin(((x * x) + 1))";
    shadowing: "fn f(x: f64) -> f64 { let x = x + 1.0; let x = x * x; x }" => "((x + 1) * (x + 1))";
    return_at_end: "fn f(x: f64) -> f64 { return f64::exp(-x); }" => "exp(-x)";
    methods: "fn f(x: f64, y: f64) -> f64 { x.powi(-2).mul_add(y.exp_m1(), y.ln_1p()).atan2(x.recip()) }"
        => "atan2((((x ^ -2) * expm1(y)) + log1p(y)), (1 / x))";
    loop_sum: "fn f<const N: usize>(w: &[f64; N], b: f64, x: &[f64; N]) -> f64 { let mut z = b; for i in 0..N { z += w[i] * x[i]; } z.tanh() }"
        => "z = (b + sum(i in 0..N: (w[i] * x[i]))); tanh(z)";
    sum_from_zero: "fn f(x: &[f64; 3]) -> f64 { let mut s = 0.0; for v in x { s += v * v; } s }"
        => "s = sum(i in 0..3: (x[i] * x[i])); s";
    subtracting: "fn f(x: &[f64]) -> f64 { let mut s = 1.0; for i in 0..x.len() { s = s - x[i]; } s }"
        => "s = (1 + sum(i in 0..n_x: -x[i])); s";
    conditional_sum: "fn f(x: &[f64]) -> f64 { let mut s = 0.0; for i in 0..x.len() { if x[i] > 0.0 { s += x[i]; } else { s -= 2.0; } } s }"
        => "s = sum(i in 0..n_x: if((x[i] > 0), x[i], -2)); s";
    two_sums: "fn f(x: &[f64]) -> f64 { let (mut a, mut b) = (0.0, 0.0); for &v in x.iter() { let q = v * v; a += q; b += q * q; } a / b }"
        => "a = sum(i in 0..n_x: (x[i] * x[i])); b = sum(i in 0..n_x: ((x[i] * x[i]) * (x[i] * x[i]))); (a / b)";
    nested_sum: "fn f(w: &[[f64; 3]; 2], x: &[f64; 3]) -> f64 { let mut s = 0.0; for i in 0..2 { let mut z = 0.0; for j in 0..3 { z += w[i][j] * x[j]; } s += z.tanh(); } s }"
        => "s = sum(i in 0..2: tanh(sum(j in 0..3: (w[i, j] * x[j])))); s";
    same_index_twice: "fn f(x: &[f64; 3]) -> f64 { let mut s = 0.0; for i in 0..3 { for j in 0..3 { s += x[i] * x[j]; } } for i in 0..3 { s += x[i]; } s }"
        => "s = sum(i in 0..3: sum(j in 0..3: (x[i] * x[j]))); s_2 = (s + sum(i_2 in 0..3: x[i_2])); s_2";
    layer: "fn f<const H: usize>(w: &[[f64; 3]; H], x: &[f64; 3]) -> f64 { let mut h = [0.0; H]; for j in 0..H { for i in 0..3 { h[j] += w[j][i] * x[i]; } h[j] = h[j].tanh(); } h.iter().sum() }"
        => "h[j] = tanh(sum(i in 0..3: (w[j, i] * x[i]))); total = sum(i_2 in 0..H: h[i_2]); total";
    elementwise: "fn f(x: &[f64; 4]) -> f64 { let mut h = [0.0; 4]; for j in 0..4 { h[j] = x[j].exp(); } h[0] + h[3] }"
        => "h[j] = exp(x[j]); (h[0] + h[3])";
    transposed_sum: "fn f(x: &[[f64; 2]; 3]) -> f64 { let mut h = [0.0; 2]; for i in 0..3 { for j in 0..2 { h[j] += x[i][j]; } } h[0] * h[1] }"
        => "h[j] = sum(i in 0..3: x[i, j]); (h[0] * h[1])";
    part_of_an_array: "fn f(x: &[f64; 4]) -> f64 { let mut h = [1.0; 4]; for j in 1..4 { h[j] = x[j]; } h[2] }"
        => "h[j for j in 1..4] = x[j]; h[0] = 1; h[2]";
    zip: "fn f(w: &[f64], x: &[f64]) -> f64 { w.iter().zip(x).map(|(a, b)| a * b).sum::<f64>() }"
        => "total = sum(i in 0..n_w: (w[i] * x[i])); total";
    fold_max: "fn f(x: &[f64; 5]) -> f64 { x.iter().copied().fold(f64::NEG_INFINITY, f64::max) }"
        => "a = max(i in 0..5: x[i]); a";
    if_else: "fn f(x: f64) -> f64 { if x > 1.0 { x } else if x < -1.0 { -x } else { x * x } }"
        => "if((x > 1), x, if((x < -1), -x, (x * x)))";
    if_assigns: "fn f(x: f64) -> f64 { let mut y = x; if x > 0.0 { y *= 2.0; } y }" => "if((x > 0), (x * 2), x)";
    early_return: "fn f(x: f64) -> f64 { if x < 0.0 { return 0.0; } let y = x * x; y + x }"
        => "if((x < 0), 0, ((x * x) + x))";
    constants: "fn f(x: f64) -> f64 { x * std::f64::consts::PI + RATE * f64::EPSILON }"
        => "((x * std::f64::consts::PI) + (RATE * 0.0000000000000002220446049250313))";
    integers: "fn f(x: f64, n: i32) -> f64 { let mut s = 0.0; for i in 1..=3 { s += x.powi(n) * i as f64; } s }"
        => "s = sum(i in 1..4: (if((n as a number == 0), 1, (x ^ n as a number)) * i)); s";
    arrays: "fn f(x: f64) -> f64 { let a = [x, x * x, 1.0]; let [p, q, r] = a; let mut s = p * q * r; for i in 0..3 { s += a[i]; } s }"
        => "(((((x * (x * x)) * 1) + x) + (x * x)) + 1)";
    triangle: "fn f(x: &[f64; 12]) -> f64 { let mut s = 0.0; for i in 0..12 { for j in 0..i { s += x[i] * x[j]; } } s }"
        => "s = sum(i in 0..12: sum(j in 0..11: if((j < i), (x[i] * x[j]), 0))); s";
    triangle_above: "fn f(x: &[f64; 12]) -> f64 { let mut s = 0.0; for i in 0..12 { s += (i + 1..12).map(|j| x[i] * x[j]).sum::<f64>(); } s }"
        => "s = sum(i in 0..12: sum(i_2 in (0 + 1)..12: if((i_2 >= (i + 1)), (x[i] * x[i_2]), 0))); s";
    product: "fn f(x: &[f64; 3]) -> f64 { let mut p = 1.0; for v in x { p *= v; } p }" => "p = prod(i in 0..3: x[i]); p";
    enumerate: "fn f(x: &[f64]) -> f64 { let mut p = 0.0; for (k, v) in x.iter().enumerate() { p += v * k as f64; } p }"
        => "p = sum(k in 0..n_x: (x[k] * k)); p";
    names_of_functions: "fn f(exp: f64) -> f64 { let mut max = 0.0; for i in 0..2 { max += exp.exp().max(1.0); } max }"
        => "max_2 = sum(i in 0..2: max(exp(exp_), 1)); max_2";
    recurrence: "fn f(x: &[f64; 3]) -> f64 { let mut h = 0.0; for v in x { h = (h + v).tanh(); } h }"
        => "h[0] = 0; h[(i + 1) for i in 0..3] = tanh((h[i] + x[i])); h[3]";
    names_in_a_recurrence: "fn f(x: &[f64; 3]) -> f64 { let mut h = 0.0; for v in x { let a = (h + v).tanh(); let b = a * a; h = b * h; } h }"
        => "a[i] = tanh((h[i] + x[i])); h[0] = 0; h[(i + 1) for i in 0..3] = ((a[i] * a[i]) * h[i]); h[3]";
    recurrence_from_one: "fn f(x: &[f64]) -> f64 { let mut h = x[0]; for i in 1..x.len() { h = h * x[i]; h = h + x[i]; } h }"
        => "h[0] = x[0]; h[((i - 1) + 1) for i in 1..n_x] = ((h[(i - 1)] * x[i]) + x[i]); if((1 < n_x), h[(n_x - 1)], x[0])";
    elements_in_order: "fn f(x: &[f64; 3]) -> f64 { let mut a = *x; for i in 1..3 { a[i] += 2.0 * a[i - 1]; } a[2] }"
        => "a[i for i in 1..3] = (x[i] + (2 * a[(i - 1)])); a[0] = x[0]; a[2]";
    counter: "fn f(x: &[f64; 8]) -> f64 { let mut k = 1; let mut s = 0.0; for _ in 0..3 { s += x[k]; k += 2; } s + x[k] }"
        => "s = sum(i in 0..3: x[(1 + (2 * i))]); (s + x[7])";
    a_break_is_a_flag: "fn f(x: &[f64; 3]) -> f64 { let mut s = 0.0; for v in x { if *v > 1.0 { break; } s += v; } s }"
        => "done[0] = if((0 != 0), 1, 0); done[(i + 1) for i in 0..3] = if(((!(done[i] != 0) && (((x[i] > 1) && (1 != 0)) || (!(x[i] > 1) && (done[i] != 0)))) || (!!(done[i] != 0) && (done[i] != 0))), 1, 0); s = sum(i in 0..3: if(!(done[i] != 0), if((x[i] > 1), 0, x[i]), 0)); s";
    integer_match: "fn f(x: f64, n: usize) -> f64 { match n { 0 => x, 1..=3 => -x, _ => 1.0 } }"
        => "if((n as a number == 0), x, if(((n as a number >= 1) && (n as a number <= 3)), -x, 1))";
    all_errors_at_once: "fn f(x: f64) -> f64 { let b = x.foo(); let c = x.bar(); let d = unsafe { x }; b + c }"
        => "error: the method `foo` is not supported here: use arithmetic, a float method with a derivative, or one of `chainrule::functions` instead | the method `bar` is not supported here: use arithmetic, a float method with a derivative, or one of `chainrule::functions` instead | `unsafe` is not supported yet: use safe indexing, `x[i]`, instead";
}

#[test]
fn a_thousand_lets_stay_linear() {
    let mut source = String::from("fn f(x: f64) -> f64 { let a = x;");
    for _ in 0..1000 {
        source.push_str("let a = a * a + x;");
    }
    source.push_str("a }");
    let item: syn::ItemFn = syn::parse_str(&source).expect("the test is Rust");
    let f = parse_function(&item, &Options::default()).ok().expect("it is supported");
    assert!(f.ast.len() < 2100, "{}", f.ast.len());
}
