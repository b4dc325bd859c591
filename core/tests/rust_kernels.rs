//! Random functions in the manner of linear algebra: nests of loops over ranges that depend on each other, which
//! overwrite and accumulate elements and rows of arrays and read them again in every order. Value and gradient
//! through the whole engine agree with dual numbers on the function as it is written.

#[path = "support/random.rs"]
mod random;
#[path = "support/rust_check.rs"]
mod rust_check;
#[path = "support/rust_dual.rs"]
mod rust_dual;

use random::Random;

struct Kernel {
    random: Random,
    names: usize,
    budget: usize,
    /// The extent of the arrays.
    n: usize,
    /// Indices in scope: all are in 0..n.
    indices: Vec<String>,
    scalars: Vec<String>,
    text: String,
}

impl Kernel {
    fn fresh(&mut self, hint: &str) -> String {
        self.names += 1;
        format!("{hint}{}", self.names)
    }

    fn index(&mut self) -> String {
        let n = self.n;
        match self.random.below(8) {
            0 => self.random.below(n).to_string(),
            1 if !self.indices.is_empty() => format!("({} + 1) % {n}", self.random.pick(&self.indices)),
            2 if !self.indices.is_empty() => format!("{} - {}", n - 1, self.random.pick(&self.indices)),
            _ if !self.indices.is_empty() => self.random.pick(&self.indices),
            _ => self.random.below(n).to_string(),
        }
    }

    fn element(&mut self) -> String {
        let (i, j) = (self.index(), self.index());
        match self.random.below(5) {
            0..=1 => format!("m[{i}][{j}]"),
            2..=3 => format!("v[{i}]"),
            _ => format!("a[{i}][{j}]"),
        }
    }

    fn place(&mut self) -> String {
        let (i, j) = (self.index(), self.index());
        match self.random.below(3) {
            0 => format!("m[{i}][{j}]"),
            1 => format!("v[{i}]"),
            _ => self.random.pick(&self.scalars),
        }
    }

    fn value(&mut self) -> String {
        let (x, y) = (self.element(), self.element());
        let s = self.random.pick(&self.scalars);
        match self.random.below(8) {
            0 => format!("({x}).sin()"),
            1 => format!("({x} * {y}).sin()"),
            2 => format!("({x} - {s}).tanh()"),
            3 => format!("{x} / (2.5 + ({y}).sin())"),
            4 => format!("({s} * {x} + p).cos()"),
            5 => format!("if {x} > {y} {{ {s}.sin() }} else {{ 0.3 }}"),
            6 => format!("({x} + {y}).atan()"),
            _ => x,
        }
    }

    fn statement(&mut self, depth: usize) {
        if self.budget == 0 {
            return;
        }
        self.budget -= 1;
        let line = match self.random.below(14) {
            0..=5 => {
                let (place, value, op) = (self.place(), self.value(), self.random.pick(&["=", "=", "+=", "-=", "+=", "*="]));
                format!("{place} {op} {value};\n")
            }
            6 => {
                let (name, value) = (self.fresh("t"), self.value());
                self.scalars.push(name.clone());
                format!("let mut {name} = {value};\n")
            }
            7 => {
                let (i, j) = (self.index(), self.index());
                match self.random.below(4) {
                    0 => format!("m.swap({i}, {j});\n"),
                    1 => format!("v.swap({i}, {j});\n"),
                    2 => format!("m[{i}] = m[{j}];\n"),
                    _ => format!("m[{i}] = v;\n"),
                }
            }
            8 => {
                let (i, s) = (self.index(), self.random.pick(&self.scalars));
                match self.random.below(3) {
                    0 => format!("v = v.map(|e| (e + {s}).sin());\n"),
                    1 => format!("v = m[{i}].map(|e| e.sin() * {s});\n"),
                    _ => format!("{s} = m[{i}].iter().zip(&v).map(|(e, w)| e * w).sum::<f64>().sin();\n"),
                }
            }
            _ if depth < 4 => {
                let i = self.fresh("i");
                let outer = if self.indices.is_empty() { "2".to_owned() } else { self.random.pick(&self.indices) };
                let n = self.n;
                let range = match self.random.below(8) {
                    0 => format!("0..{outer}"),
                    1 => format!("{outer}..{n}"),
                    2 => format!("({outer}..{n}).rev()"),
                    3 => format!("(0..{n}).rev()"),
                    4 => format!("0..={outer}"),
                    5 => format!("1..{n}"),
                    _ => format!("0..{n}"),
                };
                self.text.push_str(&format!("for {i} in {range} {{\n"));
                let (indices, scalars) = (self.indices.len(), self.scalars.len());
                self.indices.push(i);
                for _ in 0..1 + self.random.below(3) {
                    self.statement(depth + 1);
                }
                self.indices.truncate(indices);
                self.scalars.truncate(scalars);
                "}\n".to_owned()
            }
            _ => return,
        };
        self.text.push_str(&line);
    }
}

fn function(seed: u64) -> String {
    // Short loops may be read pass by pass, and long ones are not.
    let n = if seed.is_multiple_of(8) { 9 } else { 3 };
    let mut k = Kernel {
        random: Random(seed),
        n,
        names: 0,
        budget: 10,
        indices: Vec::new(),
        scalars: vec!["s".to_owned()],
        text: format!("fn f(p: f64, a: &[[f64; {n}]; {n}], x: &[f64; {n}]) -> f64 {{\nlet mut s = p;\nlet mut m = *a;\nlet mut v = *x;\n"),
    };
    while k.budget > 0 {
        k.statement(0);
    }
    k.text.push_str("s + v[0] - 2.0 * v[1] + m[0][1] * m[1][2] + m[2][0] * v[2]\n}\n");
    k.text
}

#[test]
fn random_kernels_agree_with_dual_numbers() {
    rust_check::check_random(200, function, rust_check::check);
}
