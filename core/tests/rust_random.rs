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
    /// Structs that are written, of `Part`.
    parts: Vec<String>,
    /// Lists of three of them.
    lists: Vec<String>,
    /// Variables of the enum `Mode`.
    modes: Vec<String>,
    /// Closures of two numbers.
    closures: Vec<String>,
    /// Squares of three rows.
    squares: Vec<String>,
}

struct Writer {
    random: Random,
    names: usize,
    budget: usize,
    text: String,
    /// Whether there are more forms of statements: patterns, structs, enums, closures, iterators.
    forms: bool,
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
        if self.forms && self.random.one_in(4) {
            return self.of_a_form(s, d);
        }
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
        // Elements of structs are changed where the list is made.
        inner.lists.clear();
        for _ in 0..length {
            if self.budget > 0 {
                self.statement(&mut inner);
            }
        }
    }

    fn statement(&mut self, s: &mut Scope) {
        self.budget -= 1;
        if self.forms && self.random.one_in(2) {
            return self.form(s);
        }
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

    /// An expression of a form that only `forms` has.
    fn of_a_form(&mut self, s: &Scope, d: usize) -> String {
        let list = self.list(s);
        match self.random.below(12) {
            0 if !s.closures.is_empty() => {
                let f = self.random.pick(&s.closures);
                format!("{f}({}, {})", self.expr(s, d), self.expr(s, 0))
            }
            1 if !s.parts.is_empty() => {
                let part = self.random.pick(&s.parts);
                match self.random.below(3) {
                    0 => format!("{part}.a"),
                    1 => format!("({part}.n as f64)"),
                    _ => format!("{part}.b[{}]", self.random.below(2)),
                }
            }
            2 if !s.lists.is_empty() => {
                let (l, i) = (self.random.pick(&s.lists), self.index(s, 3));
                if self.random.one_in(2) { format!("{l}[{i}].a") } else { format!("{l}[{i}].b[1]") }
            }
            3 if !s.squares.is_empty() => {
                let (q, i, j) = (self.random.pick(&s.squares), self.index(s, 3), self.index(s, 3));
                format!("{q}[{i}][{j}]")
            }
            4 => format!("{list}.iter().fold({}, |a, e| (a + e * {}).sin())", self.expr(s, 0), self.expr(s, 0)),
            5 => {
                let way = self.random.pick(&["f64::max", "f64::min"]);
                let start = if way == "f64::max" { "f64::NEG_INFINITY" } else { "f64::INFINITY" };
                format!("{list}.iter().copied().fold({start}, {way})")
            }
            6 => {
                let method = self.random.pick(&["min_by", "max_by"]);
                let order =
                    self.random.pick(&["a.total_cmp(b)", "b.total_cmp(a)", "a.partial_cmp(b).unwrap()", "(a * a).total_cmp(&(b * b))"]);
                format!("{list}.iter().copied().{method}(|a, b| {order}).unwrap()").replace("|a, b| (", "|a: &f64, b: &f64| (")
            }
            7 => {
                // Of lists that are zipped different lengths are taken for a mistake.
                let other = if s.arrays.is_empty() { "x".to_owned() } else { self.random.pick(&s.arrays) };
                let also = self.random.pick(&["", ".skip(1)", ".take(3)", ".rev()", ".step_by(2)"]);
                format!("x.iter().zip({other}.iter()){also}.map(|(a, b)| a * b + {}).sum::<f64>()", self.expr(s, 0))
            }
            8 => {
                let (size, over) = (self.random.below(2) + 2, self.random.pick(&["windows", "chunks_exact"]));
                format!("{list}.{over}({size}).map(|c| c[0] * c[1] + {}).sum::<f64>()", self.expr(s, 0))
            }
            9 => format!("{list}.iter().filter(|e| **e > {}).map(|e| e.sin()).sum::<f64>()", self.expr(s, 0)),
            10 => format!(
                "(match {} {{ (0, true) => {}, (0 | 1, _) => {}, (k, on) if on => {} * k as f64, _ => {} }})",
                self.pair(s),
                self.expr(s, 0),
                self.expr(s, d),
                self.expr(s, 0),
                self.expr(s, d)
            ),
            _ => {
                let reduce = self.random.pick(&["a + b * b", "a.max(*b)", "a * b"]);
                match reduce {
                    "a.max(*b)" => format!("{list}.iter().copied().reduce(|a, b| a.max(b)).unwrap()"),
                    reduce => format!("{list}.iter().copied().reduce(|a, b| {reduce}).unwrap()"),
                }
            }
        }
    }

    /// An array or a slice.
    fn list(&mut self, s: &Scope) -> String {
        match self.random.below(5) {
            0 => "v".to_owned(),
            1 => "x[1..]".to_owned(),
            2 if !s.arrays.is_empty() => self.random.pick(&s.arrays),
            3 if !s.arrays.is_empty() => format!("{}[..3]", self.random.pick(&s.arrays)),
            _ => "x".to_owned(),
        }
    }

    /// A small number and a condition, as a tuple.
    fn pair(&mut self, s: &Scope) -> String {
        let number = match (self.random.below(3), s.indices.is_empty(), s.counters.is_empty()) {
            (0, false, _) => format!("{} % 4", self.random.pick(&s.indices).0),
            (1, _, false) => format!("{} % 3", self.random.pick(&s.counters)),
            _ => "n % 3".to_owned(),
        };
        format!("({number}, {})", self.condition(s))
    }

    /// Statements of forms that only `forms` has.
    fn form(&mut self, s: &mut Scope) {
        match self.random.below(23) {
            0 => {
                let pair = self.pair(s);
                self.line(&format!("match {pair} {{\n(0, true) => {{"));
                self.block(s, 2);
                let condition = self.condition(s);
                self.line(&format!("}}\n(1..=2, on) if on || ({condition}) => {{"));
                self.block(s, 2);
                if s.loops > 0 && self.random.one_in(4) {
                    let way = self.random.pick(&["continue", "break"]);
                    self.line(&format!("{way};"));
                }
                self.line("}\n_ => {");
                self.block(s, 1);
                if self.random.one_in(12) {
                    let e = self.expr(s, 1);
                    self.line(&format!("return {e};"));
                }
                self.line("}\n}");
            }
            1 => {
                let (name, condition) = (self.fresh("m"), self.condition(s));
                self.line(&format!("let mut {name} = if {condition} {{ Mode::Low }} else {{ Mode::High }};"));
                s.modes.push(name);
            }
            2..=3 if !s.modes.is_empty() => {
                let (m, r, e) = (self.random.pick(&s.modes), self.random.pick(&s.mutable), self.bounded(s));
                if self.random.one_in(2) {
                    let made = self.random.pick(&["Mode::Off", "Mode::Low", "Mode::High"]);
                    self.line(&format!("{m} = {made};"));
                } else {
                    self.line(&format!("match {m} {{\nMode::Off => {r} = {e},\nMode::Low => {{"));
                    self.block(s, 2);
                    self.line(&format!("}}\nMode::High => {r} += ({e}).sin(),\n}}"));
                }
            }
            4 => {
                let (name, first) = (self.fresh("a"), self.bounded(s));
                let k = self.fresh("k");
                self.line(&format!("let mut {k} = 0;\nlet {name} = loop {{\n{k} += 1;\nif {k} > 3 {{ break {first}; }}"));
                let mut inner = s.clone();
                inner.loops += 1;
                inner.labels.clear();
                inner.counters.push(k.clone());
                self.block(&inner, 2);
                let (condition, e) = (self.condition(&inner), self.bounded(&inner));
                self.line(&format!("if {condition} {{ break {e}; }}\n}};"));
                s.floats.push(name);
            }
            5 => {
                let (label, name) = (self.fresh("b"), self.fresh("a"));
                let (condition, early, late) = (self.condition(s), self.bounded(s), self.bounded(s));
                self.line(&format!("let {name} = '{label}: {{\nif {condition} {{ break '{label} {early}; }}"));
                let mut inner = s.clone();
                inner.loops = 0;
                inner.labels.clear();
                self.block(&inner, 2);
                self.line(&format!("{late}\n}};"));
                s.floats.push(name);
            }
            6 => {
                let (a, b, first, second) = (self.fresh("a"), self.fresh("a"), self.bounded(s), self.bounded(s));
                match self.random.below(4) {
                    0 => self.line(&format!("let ({a}, mut {b}) = ({first}, {second});")),
                    1 => self.line(&format!("let [{a}, mut {b}] = [{first}, {second}];")),
                    2 => self.line(&format!("let [{a}, .., mut {b}] = *x;")),
                    _ => self.line(&format!("let [_, rest @ ..] = x;\nlet ({a}, mut {b}) = (rest[0] * {first}, rest[2]);")),
                }
                s.floats.extend([a, b.clone()]);
                s.mutable.push(b);
            }
            7 => {
                let name = self.fresh("f");
                let mut own = Scope { floats: vec!["y".to_owned(), "z".to_owned(), "p".to_owned()], ..Scope::default() };
                own.floats.extend(s.floats.iter().filter(|f| !s.mutable.contains(f) && f.starts_with('a')).cloned());
                let e = self.expr(&own, 2);
                let (how, condition) = (self.random.pick(&["move ", ""]), self.condition(&own));
                let form = self.random.below(3);
                let text = match form {
                    0 => format!("let {name} = {how}|y: f64, z: f64| {{ if {condition} {{ return z; }} let w = {e}; w.sin() }};"),
                    _ => format!("let {name} = {how}|y: f64, z: f64| ({e}).sin();"),
                };
                self.line(&text);
                s.closures.push(name);
            }
            8 => {
                let (acc, add, e) = (self.fresh("a"), self.fresh("add"), self.expr(s, 0));
                self.line(&format!("let mut {acc} = {e};\nlet mut {add} = |y: f64| {acc} = ({acc} + y).sin();"));
                for _ in 0..2 {
                    let e = self.bounded(s);
                    self.line(&format!("{add}({e});"));
                }
                self.line(&format!("for e in x.iter().rev() {{ {add}(*e); }}"));
                s.floats.push(acc);
            }
            9..=10 if !s.arrays.is_empty() => {
                let (a, e, r) = (self.random.pick(&s.arrays), self.expr(s, 0), self.random.pick(&s.mutable));
                let form = self.random.below(9);
                let text = match form {
                    0 => format!("for e in {a}.iter_mut() {{ *e = (*e * {e}).sin(); }}"),
                    1 => format!("for (e, g) in {a}.iter_mut().zip(x.iter()) {{ *e += g * {r}; }}"),
                    2 => format!(
                        "for (k, e) in {a}.iter_mut().enumerate() {{ if k == 2 {{ continue; }} {r} += *e; *e = ({r} * k as f64).sin(); }}"
                    ),
                    3 => format!("{a}.reverse();"),
                    4 => format!("{a}.rotate_left(1);"),
                    5 => format!("{a}.fill({e});"),
                    6 => format!("{a}.copy_from_slice(x);"),
                    7 => format!("for c in {a}.chunks_exact_mut(2) {{ c[0] += c[1] * {e}; c[1] = c[0].sin(); }}"),
                    _ => format!("{a}.iter_mut().rev().for_each(|e| *e *= {e});"),
                };
                self.line(&text);
            }
            11 => {
                let (name, a, b) = (self.fresh("q"), self.bounded(s), self.bounded(s));
                self.line(&format!("let mut {name} = Part {{ a: {a}, b: [{b}, p], n: 1 }};"));
                s.parts.push(name);
            }
            12..=13 if !s.parts.is_empty() => {
                let (q, e, i) = (self.random.pick(&s.parts), self.bounded(s), self.index(s, 2));
                let form = self.random.below(6);
                let text = match form {
                    0 => format!("{q}.a += {e};"),
                    1 => format!("{q}.b[{i}] = {e};"),
                    2 => format!("{q} = Part {{ a: {e}, ..{q} }};"),
                    3 => format!("{q}.n += 1;"),
                    4 => {
                        let (a, b) = (self.fresh("a"), self.fresh("b"));
                        s.floats.push(a.clone());
                        format!("let Part {{ a: {a}, b: {b}, .. }} = {q};\n{} += {b}[0];", self.random.pick(&s.mutable))
                    }
                    _ => format!("{q} = Part {{ b: [{q}.a, {e}], ..{q} }};"),
                };
                self.line(&text);
            }
            14 if s.loops == 0 => {
                let (name, a, b) = (self.fresh("l"), self.bounded(s), self.bounded(s));
                self.line(&format!("let mut {name} = [Part {{ a: {a}, b: [{b}; 2], n: 0 }}; 3];"));
                s.lists.push(name);
            }
            15..=16 if !s.lists.is_empty() => {
                let (l, e, i) = (self.random.pick(&s.lists), self.bounded(s), self.random.below(3));
                let form = self.random.below(5);
                let text = match form {
                    0 => format!("{l}[{i}].a = {e};"),
                    1 => format!("{l}[{i}].b[1] -= {e};"),
                    2 => format!("{l}[{i}] = Part {{ a: {e}, b: [{e}, s], n: 2 }};"),
                    3 => format!("for (k, q) in {l}.iter_mut().enumerate() {{ q.a += q.b[0] * k as f64; q.b[1] = q.a.sin(); q.n += k; }}"),
                    _ => format!("for q in &mut {l} {{ q.a *= {e}; }}\nt += {l}.iter().map(|q| q.a * q.b[1]).sum::<f64>();"),
                };
                self.line(&text);
            }
            17 => {
                let (name, e) = (self.fresh("w"), self.bounded(s));
                self.line(&format!("let mut {name} = [[{e}, p, x[1]]; 3];"));
                s.squares.push(name);
            }
            18..=19 if !s.squares.is_empty() => {
                let (w, e, i, j) = (self.random.pick(&s.squares), self.bounded(s), self.index(s, 3), self.index(s, 3));
                let form = self.random.below(5);
                let text = match form {
                    0 => format!("{w}[{i}][{j}] = {e};"),
                    1 => format!("{w}[{i}][{j}] += {e};"),
                    2 => format!(
                        "for (k, row) in {w}.iter_mut().enumerate() {{ for e in row.iter_mut().skip(k) {{ *e = (*e + {e}).sin(); }} }}"
                    ),
                    3 => format!("for k in 0..3 {{ for j in 0..=k {{ {w}[k][j] = ({w}[j][k] * {e}).sin(); }} }}"),
                    _ => format!("{w}[{i}] = [{e}, s, {w}[{j}][0]];"),
                };
                self.line(&text);
            }
            _ if s.loops < 3 => self.loop_of_a_form(s),
            _ => {}
        }
    }

    fn loop_of_a_form(&mut self, s: &Scope) {
        let mut inner = s.clone();
        inner.loops += 1;
        let label = self.label(&mut inner);
        self.text.push_str(&label);
        let (i, e, g) = (self.fresh("i"), self.fresh("e"), self.fresh("g"));
        match self.random.below(9) {
            0 => {
                self.line(&format!("for {e} in x.chunks_exact(2) {{"));
                inner.floats.extend([format!("{e}[0]"), format!("{e}[1]")]);
            }
            1 => {
                self.line(&format!("for ({i}, {e}) in v.windows(3).enumerate() {{"));
                inner.floats.extend([format!("{e}[0]"), format!("{e}[2]")]);
                inner.indices.push((i, 0, 3));
            }
            2 => {
                let list = if s.arrays.is_empty() { "x".to_owned() } else { self.random.pick(&s.arrays) };
                self.line(&format!("for ({e}, {g}) in x.iter().zip({list}.to_vec()) {{"));
                inner.floats.extend([format!("(*{e})"), g]);
            }
            3 => {
                self.line(&format!("for ({i}, &{e}) in x.iter().enumerate().skip(1) {{"));
                inner.floats.push(e);
                inner.indices.push((i, 1, 4));
            }
            4 => {
                self.line(&format!("for ({i}, {e}) in x.iter().enumerate().rev() {{"));
                inner.floats.push(format!("(*{e})"));
                inner.indices.push((i, 0, 4));
            }
            5 => {
                self.line(&format!("for {i} in (0..n).rev().step_by(2) {{"));
                inner.indices.push((i, 0, 4));
            }
            6 => {
                self.line(&format!("for {i} in n..6 {{"));
                inner.indices.push((i, 4, 6));
            }
            7 => {
                self.line(&format!("for {i} in 0..=n.min(3) {{"));
                inner.indices.push((i, 0, 4));
            }
            _ => {
                self.line(&format!("for {e} in v.iter().take_while(|e| **e < 0.9) {{"));
                inner.floats.push(format!("(*{e})"));
            }
        }
        let length = 1 + self.random.below(3);
        self.block(&inner, length);
        self.line("}");
    }
}

/// The structs and the enum of functions with more forms.
const ITEMS: &str = "#[derive(Clone, Copy)]\nstruct Part { a: f64, b: [f64; 2], n: usize }\n\
    #[derive(Clone, Copy)]\nenum Mode { Off, Low, High }";

fn function(seed: u64) -> String {
    written(seed, false)
}

fn written(seed: u64, forms: bool) -> String {
    let mut w = Writer { random: Random(seed), names: 0, budget: 14, text: String::new(), forms };
    w.line("fn f(p: f64, x: &[f64; 4], v: &[f64], n: usize) -> f64 {");
    if forms {
        w.line(ITEMS);
    }
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
    for q in &scope.parts {
        end.push_str(&format!(" + {q}.a * {q}.b[1] + {q}.n as f64"));
    }
    for l in &scope.lists {
        end.push_str(&format!(" + {l}[0].a * {l}[2].b[1]"));
    }
    for w in &scope.squares {
        end.push_str(&format!(" + {w}[0][1] * {w}[2][0]"));
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

#[test]
fn random_functions_of_more_forms_agree_with_dual_numbers() {
    rust_check::check_random(300, |seed| written(seed, true), rust_check::check);
}
