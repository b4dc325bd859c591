//! Random functions that fill arrays in loops as programs do: rows and their elements, rows in one piece, sums at several places
//! and at places that are data, neighbours and elements far apart, both sides of a diagonal; several of these in a pass, in branches, and read again in between and
//! afterwards. Value and gradient through the whole engine agree with dual numbers on the function as it is written.

#[path = "support/random.rs"]
mod random;
#[path = "support/rust_check.rs"]
mod rust_check;
#[path = "support/rust_dual.rs"]
mod rust_dual;

use random::Random;

/// The extent of the loops.
const N: usize = 4;

struct Writer {
    random: Random,
    text: String,
}

impl Writer {
    /// A number that the pass `i`, and `j` if there is one, has.
    fn value(&mut self, i: &str, j: Option<&str>) -> String {
        let j = j.unwrap_or(i).to_owned();
        match self.random.below(10) {
            8 => format!("g[{i} + {}] * 0.7", self.random.below(3)),
            0 => format!("a * x[{i}]"),
            1 => format!("x[{i}] * x[{j}]"),
            2 => format!("(x[{j}] + a).sin()"),
            3 => format!("p[{i}][{}]", self.random.below(3)),
            4 => format!("v[3 * {i} + {}] * 0.5", self.random.below(3)),
            5 => format!("(m[{i}][{j}] + x[{i}]).tanh()"),
            6 => format!("h[{i}] + x[{j}]"),
            7 => "0.3".to_owned(),
            _ => format!("x[{i}] - 0.2 * p[{j}][1]"),
        }
    }

    fn one_of(&mut self, all: &[&str]) -> String {
        self.random.pick(&all.iter().map(|s| (*s).to_owned()).collect::<Vec<_>>())
    }

    /// A statement in a loop over `i`, and `j`.
    fn write(&mut self, i: &str, j: Option<&str>) {
        let op = self.one_of(&["=", "=", "=", "+=", "-=", "*="]);
        let c = self.random.below(3);
        let (x, y, z) = (self.value(i, j), self.value(i, j), self.value(i, j));
        let other = j.unwrap_or(i);
        let statement = match self.random.below(20) {
            0 | 1 => format!("p[{i}][{c}] {op} {x};"),
            2 => format!("p[{i}] = [{x}, {y}, {z}];"),
            3 => format!("for k in 0..3 {{ p[{i}][k] {op} {x} * (k as f64 + 1.0); }}"),
            4 | 5 => format!("v[3 * {i} + {c}] {op} {x};"),
            6 if c == 0 => format!("for k in 0..2 {{ v[3 * {i} + k + {}] {op} {x} + (k as f64); }}", self.random.below(2)),
            6 => format!("for k in 0..3 {{ v[3 * {i} + k] = {x} + (k as f64); }}"),
            7 => format!("h[{i}] += {x}; h[({i} + 1) % {N}] -= {y};"),
            8 => format!("h[(2 * {i} + {c}) % {N}] += {x};"),
            9 => format!("h[{}] {op} {x};", self.one_of(&[i, &format!("{} - {i}", N - 1)])),
            10 => format!("m[{i}][{other}] {op} {x};"),
            11 => format!("let w = {x}; m[{i}][{other}] = w; m[{other}][{i}] = w + 0.1;"),
            12 => format!("m[{i}][{i}] {op} {x};"),
            13 => format!("m[{i}][({i} + {c}) % {N}] {op} {x};"),
            14 => format!("g[{i} + {c}] {op} {x}; g[{i}] {} {y};", self.one_of(&["=", "+="])),
            15 => format!("g[{i}] {op} {x}; g[{i} + {N}] = {y};"),
            16 => format!("m[{i}][{other}] {op} {x}; if {i} != {other} {{ m[{i}][{i}] += {y}; }}"),
            17 => format!("for _ in 0..2 {{ h[{i}] = 0.5 * h[{i}] + {x}; }}"),
            18 => format!("for k in 0..3 {{ p[{i}][k] {op} {x}; p[{i}][{c}] -= p[{i}][k] * 0.1; }}"),
            _ => format!("f[{i} * {N} + {other}] {op} {x}; t += f[{i} * {N} + {other}];"),
        };
        match self.random.below(6) {
            0 => self.text += &format!("if {y} > 0.2 {{ {statement} }}\n"),
            1 => self.text += &format!("if {y} > 0.2 {{ {statement} }} else {{ p[{i}][0] = {z}; }}\n"),
            _ => self.text += &format!("{statement}\n"),
        }
    }

    fn nest(&mut self) {
        let range = self.one_of(&["0..4", "0..4", "1..4", "0..3", "(0..4).rev()", "(1..3).rev()"]);
        self.text += &format!("for i in {range} {{\n");
        for _ in 0..=self.random.below(3) {
            if self.random.below(3) == 0 {
                let range = self.one_of(&["0..4", "0..4", "0..=i", "i..4", "i + 1..4", "0..i"]);
                self.text += &format!("for j in {range} {{\n");
                for _ in 0..=self.random.below(2) {
                    self.write("i", Some("j"));
                }
                self.text += "}\n";
            } else {
                self.write("i", None);
            }
        }
        self.text += "}\n";
    }
}

fn function(seed: u64) -> String {
    let mut w = Writer { random: Random(seed), text: String::new() };
    for _ in 0..=w.random.below(2) {
        w.nest();
    }
    let mut sums = String::new();
    for _ in 0..3 {
        sums += &w.one_of(&[
            "for i in 0..4 { t += p[i][0] * p[3 - i][1] + p[i][2]; }\n",
            "for i in 0..4 { for k in 0..3 { t += (p[i][k] * x[i]).sin(); } }\n",
            "for i in 0..4 { t += v[3 * i + 1] * v[3 * i] - v[3 * i + 2]; }\n",
            "for k in 0..12 { t += v[k].sin() * (k as f64); }\n",
            "for i in 0..4 { t += h[i] * h[i] * x[i]; }\n",
            "for i in 0..4 { for j in 0..4 { t += m[i][j] * x[j] + m[j][i] * m[i][i]; } }\n",
            "for i in 0..4 { t += f[5 * i].cos(); }\n",
            "for i in 0..8 { t += g[i] * g[i] * (i as f64); }\n",
            "for i in 1..7 { t += (g[i] - g[i + 1]).sin(); }\n",
        ]);
    }
    let arrays = "let mut p = [[0.2; 3]; 4]; let mut v = [0.1; 12]; let mut h = *x; let mut m = [[0.5; 4]; 4]; let mut f = [0.4; 16]; let mut g = [0.3; 8];";
    format!("fn f(x: &[f64; 4], a: f64) -> f64 {{\n{arrays}\nlet mut t = 0.0;\n{}{sums}t\n}}", w.text)
}

#[test]
fn random_writes_agree_with_dual_numbers() {
    rust_check::check_random(250, function, rust_check::check);
}
