//! Random functions of Rust statements: loops that carry, fill arrays, branch, skip and stop, in each other.
//! Value and gradient through the whole engine agree with dual numbers on the function as it is written.

#[path = "support/random.rs"]
mod random;
#[path = "support/rust_check.rs"]
mod rust_check;
#[path = "support/rust_dual.rs"]
mod rust_dual;

use random::Random;

/// What is in scope. Scopes end by cutting the lists off.
#[derive(Clone, Default)]
struct Scope {
    floats: Vec<String>,
    mutable: Vec<String>,
    /// Index, first value and one past the last.
    indices: Vec<(String, usize, usize)>,
    counters: Vec<String>,
    flags: Vec<String>,
    /// Arrays that are written: four elements each.
    arrays: Vec<String>,
    loops: usize,
    labels: Vec<String>,
}

struct Writer {
    random: Random,
    names: usize,
    budget: usize,
    text: String,
}

impl Writer {
    fn fresh(&mut self, hint: &str) -> String {
        self.names += 1;
        format!("{hint}{}", self.names)
    }

    /// An index that is inside an array of so many elements.
    fn index(&mut self, s: &Scope, len: usize) -> String {
        if s.indices.is_empty() || self.random.one_in(5) {
            if !s.counters.is_empty() && self.random.one_in(2) {
                let k = self.random.pick(&s.counters);
                return format!("{k} % {len}");
            }
            return self.random.below(len).to_string();
        }
        let (i, lo, hi) = self.random.pick(&s.indices);
        match self.random.below(4) {
            0 if lo >= 1 && hi <= len + 1 => format!("{i} - 1"),
            1 if hi < len => format!("{i} + 1"),
            _ if hi <= len => i,
            _ => format!("({i} + {}) % {len}", self.random.below(3)),
        }
    }

    fn expr(&mut self, s: &Scope, depth: usize) -> String {
        if depth == 0 {
            return match self.random.below(8) {
                0 => format!("{:.1}", self.random.below(20) as f64 / 10.0 - 0.95),
                1 => {
                    let i = self.index(s, 4);
                    format!("x[{i}]")
                }
                2 => {
                    let i = self.index(s, 5);
                    format!("v[{i}]")
                }
                3 if !s.arrays.is_empty() => {
                    let (a, i) = (self.random.pick(&s.arrays), self.index(s, 4));
                    format!("{a}[{i}]")
                }
                4 if !s.indices.is_empty() => format!("{} as f64", self.random.pick(&s.indices).0),
                5 if !s.counters.is_empty() => format!("{} as f64", self.random.pick(&s.counters)),
                _ => self.random.pick(&s.floats),
            };
        }
        let d = depth - 1;
        match self.random.below(14) {
            0..=2 => format!("({} + {})", self.expr(s, d), self.expr(s, d)),
            3 => format!("({} - {})", self.expr(s, d), self.expr(s, d)),
            4..=5 => format!("({} * {})", self.expr(s, d), self.expr(s, d)),
            6 => format!("({} / (1.5 + ({}).sin()))", self.expr(s, d), self.expr(s, d)),
            7 => format!("({}).sin()", self.expr(s, d)),
            8 => format!("({}).tanh()", self.expr(s, d)),
            9 => format!("({}).atan()", self.expr(s, d)),
            10 => {
                let method = self.random.pick(&["max", "min"]);
                format!("({}).{method}({})", self.expr(s, d), self.expr(s, d))
            }
            11 => format!("(if {} {{ {} }} else {{ {} }})", self.condition(s), self.expr(s, d), self.expr(s, d)),
            12 => format!("({}).powi({})", self.expr(s, d), self.random.below(3) + 1),
            _ => self.expr(s, 0),
        }
    }

    fn bounded(&mut self, s: &Scope) -> String {
        let depth = self.random.below(3);
        let e = self.expr(s, depth);
        if s.loops == 0 {
            return e;
        }
        let method = self.random.pick(&["sin", "tanh", "atan", "cos"]);
        format!("({e}).{method}()")
    }

    fn condition(&mut self, s: &Scope) -> String {
        match self.random.below(6) {
            0 if !s.indices.is_empty() => {
                let (i, lo, _) = self.random.pick(&s.indices);
                format!("{i} {} {}", self.random.pick(&["<", ">=", "==", "!="]), lo + self.random.below(3))
            }
            1 if !s.flags.is_empty() => self.random.pick(&s.flags),
            2 if !s.counters.is_empty() => format!("{} % 2 == 0", self.random.pick(&s.counters)),
            _ => format!("{} {} {}", self.expr(s, 0), self.random.pick(&["<", ">", "<="]), self.expr(s, 1))
                .replace("as f64 <", "as f64 + 0.0 <"),
        }
    }

    fn line(&mut self, text: &str) {
        self.text.push_str(text);
        self.text.push('\n');
    }

    fn block(&mut self, s: &Scope, length: usize) {
        let mut inner = s.clone();
        for _ in 0..length {
            if self.budget > 0 {
                self.statement(&mut inner);
            }
        }
    }

    fn statement(&mut self, s: &mut Scope) {
        self.budget -= 1;
        match self.random.below(20) {
            0..=1 => {
                let (name, e) = (self.fresh("a"), self.bounded(s));
                let mutable = self.random.one_in(2);
                self.line(&format!("let {}{name} = {e};", if mutable { "mut " } else { "" }));
                s.floats.push(name.clone());
                if mutable {
                    s.mutable.push(name);
                }
            }
            2..=6 => {
                let (name, e) = (self.random.pick(&s.mutable), self.bounded(s));
                let op = self.random.pick(&["=", "=", "=", "+=", "-=", "*="]);
                self.line(&format!("{name} {op} {e};"));
            }
            7..=8 if !s.arrays.is_empty() => {
                let (a, i, e) = (self.random.pick(&s.arrays), self.index(s, 4), self.bounded(s));
                let op = self.random.pick(&["=", "=", "+="]);
                self.line(&format!("{a}[{i}] {op} {e};"));
                if self.random.one_in(2) {
                    let (name, op) = (self.random.pick(&s.mutable), self.random.pick(&["=", "+=", "-="]));
                    self.line(&format!("{name} {op} ({a}[{i}]).sin();"));
                }
            }
            7 | 9 => {
                let (name, e) = (self.fresh("b"), self.bounded(s));
                self.line(&format!("let mut {name} = [{e}; 4];"));
                s.arrays.push(name);
            }
            10..=11 => {
                let condition = self.condition(s);
                self.line(&format!("if {condition} {{"));
                self.block(s, 2);
                if s.loops > 0 && self.random.one_in(4) {
                    let way = self.random.pick(&["continue", "break", "continue"]);
                    let label = if s.labels.is_empty() || self.random.one_in(2) { String::new() } else { self.random.pick(&s.labels) };
                    self.line(&format!("{way} {label};"));
                } else if self.random.one_in(10) {
                    let e = self.expr(s, 1);
                    self.line(&format!("return {e};"));
                }
                if self.random.one_in(2) {
                    self.line("} else {");
                    self.block(s, 2);
                }
                self.line("}");
            }
            12 if s.mutable.len() > 1 => {
                let (a, b) = (self.random.pick(&s.mutable), self.random.pick(&s.mutable));
                if a != b {
                    self.line(&format!("({a}, {b}) = ({b}, {a});"));
                }
            }
            13 => {
                let name = self.fresh("k");
                let start = self.random.below(3);
                self.line(&format!("let mut {name} = {start};"));
                s.counters.push(name);
            }
            14 if !s.counters.is_empty() => {
                let (k, step) = (self.random.pick(&s.counters), self.random.below(2) + 1);
                self.line(&format!("{k} += {step};"));
            }
            15 if !s.flags.is_empty() => {
                let (flag, condition) = (self.random.pick(&s.flags), self.condition(s));
                self.line(&format!("{flag} = {condition};"));
            }
            15 => {
                let name = self.fresh("on");
                self.line(&format!("let mut {name} = false;"));
                s.flags.push(name);
            }
            16 if !s.indices.is_empty() => {
                let i = self.random.pick(&s.indices).0;
                self.line(&format!("match {i} % 3 {{\n0 => {{"));
                self.block(s, 2);
                self.line("}\n1 if ");
                let condition = self.condition(s);
                self.line(&format!("{condition} => {{"));
                self.block(s, 1);
                self.line("}\n_ => {}\n}");
            }
            17 if !s.arrays.is_empty() && self.random.one_in(3) => {
                let (a, e) = (self.random.pick(&s.arrays), self.expr(s, 1));
                if self.random.one_in(2) {
                    let (i, j) = (self.index(s, 4), self.index(s, 4));
                    self.line(&format!("{a}.swap({i}, {j});"));
                } else {
                    let name = self.fresh("c");
                    self.line(&format!("let mut {name} = {a}.map(|e| (e * {e}).sin());"));
                    s.arrays.push(name);
                }
            }
            17 if s.loops < 3 => self.open_loop(s),
            _ if s.loops < 3 => self.for_loop(s),
            _ => {}
        }
    }

    /// A loop whose number of passes the data decides, at most five.
    fn open_loop(&mut self, s: &Scope) {
        let mut inner = s.clone();
        inner.loops += 1;
        let label = self.label(&mut inner);
        let k = self.fresh("k");
        let condition = self.condition(s);
        self.line(&format!("let mut {k} = 0;"));
        match self.random.below(3) {
            0 => self.line(&format!("{label}while {k} < 4 && ({condition}) {{\n{k} += 1;")),
            1 => self.line(&format!("{label}while {k} < 4 {{\n{k} += 1;")),
            _ => self.line(&format!("{label}loop {{\n{k} += 1;\nif {k} > 3 || ({condition}) {{ break; }}")),
        }
        inner.counters.push(k);
        let length = 1 + self.random.below(4);
        self.block(&inner, length);
        self.line("}");
    }

    fn label(&mut self, inner: &mut Scope) -> String {
        if !self.random.one_in(3) {
            return String::new();
        }
        let label = format!("'{}", self.fresh("l"));
        inner.labels.push(label.clone());
        format!("{label}: ")
    }

    fn for_loop(&mut self, s: &Scope) {
        let mut inner = s.clone();
        inner.loops += 1;
        let i = self.fresh("i");
        let label = self.label(&mut inner);
        self.text.push_str(&label);
        match self.random.below(9) {
            0 => {
                self.line(&format!("for {i} in 0..4 {{"));
                inner.indices.push((i, 0, 4));
            }
            1 => {
                self.line(&format!("for {i} in 1..4 {{"));
                inner.indices.push((i, 1, 4));
            }
            2 => {
                self.line(&format!("for {i} in (0..3).rev() {{"));
                inner.indices.push((i, 0, 3));
            }
            3 => {
                self.line(&format!("for {i} in 0..v.len() {{"));
                inner.indices.push((i, 0, 5));
            }
            4 => {
                self.line(&format!("for {i} in (1..5).step_by(2) {{"));
                inner.indices.push((i, 1, 4));
            }
            5 if !s.indices.is_empty() => {
                let (j, _, hi) = self.random.pick(&s.indices);
                let turned = self.random.one_in(2);
                self.line(&if turned { format!("for {i} in (0..{j}).rev() {{") } else { format!("for {i} in 0..{j} {{") });
                inner.indices.push((i, 0, hi.max(1)));
            }
            6 => {
                let e = self.fresh("e");
                self.line(&format!("for ({i}, {e}) in x.iter().enumerate() {{"));
                inner.indices.push((i, 0, 4));
                inner.floats.push(format!("(*{e})"));
            }
            7 => {
                let e = self.fresh("e");
                self.line(&format!("for {e} in v.windows(2) {{"));
                inner.floats.push(format!("{e}[0]"));
                inner.floats.push(format!("{e}[1]"));
            }
            _ => {
                self.line(&format!("for {i} in 0..n {{"));
                inner.indices.push((i, 0, 4));
            }
        }
        let length = 1 + self.random.below(4);
        self.block(&inner, length);
        self.line("}");
    }
}

fn function(seed: u64) -> String {
    let mut w = Writer { random: Random(seed), names: 0, budget: 14, text: String::new() };
    w.line("fn f(p: f64, x: &[f64; 4], v: &[f64], n: usize) -> f64 {");
    w.line("let mut s = p;\nlet mut t = x[0] * 0.5;");
    let mut scope =
        Scope { floats: ["p", "s", "t"].map(str::to_owned).into(), mutable: ["s", "t"].map(str::to_owned).into(), ..Scope::default() };
    while w.budget > 0 {
        w.statement(&mut scope);
    }
    let mut end = "s + 0.5 * t".to_owned();
    for a in &scope.arrays {
        end.push_str(&format!(" + {a}[1] * {a}[3]"));
    }
    w.line(&end);
    w.line("}");
    w.text
}

#[test]
fn random_functions_agree_with_dual_numbers() {
    rust_check::check_random(300, function, |source, seed| {
        rust_check::check(source, seed)?;
        rust_check::check_as_fields(source, seed).map_err(|e| format!("as fields of a struct: {e}"))
    });
}
