//! A direct evaluator of syntax trees with dual numbers: forward mode on the tree as it was written,
//! sharing no code with the engine's graph, rules or schedule. What the engine computes is checked
//! against it.

use chainrule_parser::ast::{Ast, BinaryOp, Expr, UnaryOp};
use std::collections::HashMap;

/// Value and derivative.
#[derive(Clone, Copy, Debug)]
pub struct Dual(pub f64, pub f64);

/// Value and derivative of the tree's output with respect to `wrt`; `None` for what is not covered.
pub fn evaluate(ast: &Ast, at: &HashMap<String, f64>, wrt: &str) -> Option<Dual> {
    let mut values: Vec<Dual> = Vec::with_capacity(ast.len());
    for id in ast.ids() {
        let of = |e: &chainrule_parser::ast::ExprId| values[e.0 as usize];
        let value = match ast.expr(id) {
            Expr::Number(x) => Dual(*x, 0.0),
            Expr::Name(name) => {
                let name = ast.name(*name);
                Dual(*at.get(name)?, f64::from(u8::from(name == wrt)))
            }
            Expr::Unary(UnaryOp::Neg, a) => Dual(-of(a).0, -of(a).1),
            Expr::Binary(op, a, b) => {
                let (Dual(a, da), Dual(b, db)) = (of(a), of(b));
                let truth = |t: bool| Dual(f64::from(u8::from(t)), 0.0);
                match op {
                    BinaryOp::Add => Dual(a + b, da + db),
                    BinaryOp::Sub => Dual(a - b, da - db),
                    BinaryOp::Mul => Dual(a * b, da * b + a * db),
                    BinaryOp::Div => Dual(a / b, (da - a / b * db) / b),
                    BinaryOp::Pow => {
                        let y = a.powf(b);
                        let by_base = if da == 0.0 { 0.0 } else { b * a.powf(b - 1.0) * da };
                        let by_exponent = if db == 0.0 { 0.0 } else { y * a.ln() * db };
                        Dual(y, by_base + by_exponent)
                    }
                    BinaryOp::Lt => truth(a < b),
                    BinaryOp::Le => truth(a <= b),
                    BinaryOp::Gt => truth(a > b),
                    BinaryOp::Ge => truth(a >= b),
                    BinaryOp::Eq => truth(a == b),
                    BinaryOp::Ne => truth(a != b),
                    _ => return None,
                }
            }
            Expr::If { condition, then, otherwise } => {
                if of(condition).0 != 0.0 {
                    of(then)
                } else {
                    of(otherwise)
                }
            }
            Expr::Call { function, arguments } => {
                let args: Vec<Dual> = arguments.iter().map(of).collect();
                call(ast.name(*function), &args)?
            }
            _ => return None,
        };
        values.push(value);
    }
    ast.output.map(|o| values[o.0 as usize])
}

fn call(name: &str, args: &[Dual]) -> Option<Dual> {
    let Dual(a, d) = args[0];
    let (y, p) = match name {
        "exp" => (a.exp(), a.exp()),
        "ln" | "log" => (a.ln(), 1.0 / a),
        "sqrt" => (a.sqrt(), 0.5 / a.sqrt()),
        "sin" => (a.sin(), a.cos()),
        "cos" => (a.cos(), -a.sin()),
        "tan" => (a.tan(), 1.0 + a.tan() * a.tan()),
        "sinh" => (a.sinh(), a.cosh()),
        "cosh" => (a.cosh(), a.sinh()),
        "tanh" => (a.tanh(), 1.0 - a.tanh() * a.tanh()),
        "atan" => (a.atan(), 1.0 / (1.0 + a * a)),
        "asinh" => (a.asinh(), 1.0 / (1.0 + a * a).sqrt()),
        "abs" => (a.abs(), if a > 0.0 { 1.0 } else { -1.0 }),
        "sigmoid" => {
            let s = 1.0 / (1.0 + (-a).exp());
            (s, s * (1.0 - s))
        }
        "softplus" => ((1.0 + a.exp()).ln(), 1.0 / (1.0 + (-a).exp())),
        "relu" if a.is_nan() => (a, a),
        "relu" => (a.max(0.0), f64::from(u8::from(a > 0.0))),
        "max" | "min" if args.iter().any(|a| a.0.is_nan()) => return Some(Dual(f64::NAN, f64::NAN)),
        "max" => return args.iter().copied().reduce(|x, y| if y.0 > x.0 { y } else { x }),
        "min" => return args.iter().copied().reduce(|x, y| if y.0 < x.0 { y } else { x }),
        _ => return None,
    };
    Some(Dual(y, p * d))
}
