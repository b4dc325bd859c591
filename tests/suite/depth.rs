//! How much code is written does not depend on sizes: not on the number of layers, and not on that of pixels.

use chainrule_model::Model;
use chainrule_model::file::rust_file;

fn emitted(model: &str) -> String {
    let text = rust_file(&Model::parse(model).expect("the model"), None, "f").expect("a function");
    // The documentation holds the model.
    text.lines().filter(|l| !l.trim_start().starts_with("///")).map(|l| format!("{l}\n")).collect()
}

/// The text with `#` for every number that is no part of a name, and without what depends on the length of lines.
fn without_numbers(text: &str) -> String {
    let mut out = String::new();
    let mut before = ' ';
    for c in text.chars() {
        let number = c.is_ascii_digit() && !before.is_alphanumeric() && before != '_';
        if number && before != '#' {
            out.push('#');
        } else if !number && !c.is_whitespace() {
            out.push(c);
        }
        before = if number { '#' } else { c };
    }
    out.replace(",)", ")")
}

#[track_caller]
fn same_but_for_numbers(a: &str, b: &str) {
    let (a, b) = (without_numbers(a), without_numbers(b));
    let different = a.bytes().zip(b.bytes()).position(|(a, b)| a != b);
    assert_eq!(different.map(|at| (&a[at..], &b[at..])), None);
    assert_eq!(a.len(), b.len());
}

/// The net of L layers as textbooks write it.
fn net(layers: usize, width: usize) -> String {
    format!(
        "param W[l: {layers}, i: {width}, j: {width}] = 0.5*sin(1 + i*{width} + j + 0.25*l)
         param b[{layers}, {width}] = 0
         input x[n, {width}], label[n]
         a[0, n, i] = x[n, i]
         a[l, n, i] = tanh(sum(j: W[l-1, i, j]*a[l-1, n, j]) + b[l-1, i])
         loss = mean(n: -log(softmax(i: a[{layers}, n, i])[label[n]]))"
    )
}

/// The same for one sample.
fn sample(layers: usize) -> String {
    format!(
        "param W[l: {layers}, i: 16, j: 16] = 0.5*sin(1 + i*16 + j + 0.25*l)
         param b[{layers}, 16] = 0
         input x[16], label
         a[0, i] = x[i]
         a[l, i] = tanh(sum(j: W[l-1, i, j]*a[l-1, j]) + b[l-1, i])
         loss = -log(softmax(i: a[{layers}, i])[label])"
    )
}

#[test]
fn more_layers_are_the_same_text() {
    for (few, many) in [(5, 100), (5, 500)] {
        let (shallow, deep) = (emitted(&sample(few)), emitted(&sample(many)));
        same_but_for_numbers(&shallow, &deep);
        // The only numbers that differ are that of layers, and one more: with the input.
        let numbers = |text: &str| -> Vec<String> { text.split(|c: char| !c.is_ascii_digit()).map(str::to_owned).collect() };
        let layers = |n: usize| [n.to_string(), (n + 1).to_string()];
        for (a, b) in numbers(&shallow).iter().zip(&numbers(&deep)).filter(|(a, b)| a != b) {
            let same = layers(few).iter().zip(&layers(many)).any(|(x, y)| (x, y) == (a, b));
            assert!(same, "{a} became {b}");
        }
    }
}

/// Arrays that are large for the stack are parts of the workspace, which is another text. It does not grow either.
#[test]
fn deep_nets_on_batches_are_the_same_text() {
    same_but_for_numbers(&emitted(&net(50, 16)), &emitted(&net(500, 16)));
    let lines = |text: &str| text.lines().count();
    let (shallow, deep) = (lines(&emitted(&net(5, 16))), lines(&emitted(&net(500, 16))));
    assert!(deep <= shallow + 20, "{shallow} lines became {deep}");
}

/// Filters, maxima over neighbours and a dense layer, for a square picture; `n` is the axis of the pictures if there are
/// several.
fn pictures(size: usize, n: &str) -> String {
    let (inner, half) = (size - 2, size / 2 - 1);
    let (x, label) = if n.is_empty() { (String::new(), "label".to_owned()) } else { (format!("{n}, "), format!("label[{n}]")) };
    let loss = format!("-log(softmax(k: z[{x}k])[{label}])");
    let loss = if n.is_empty() { loss } else { format!("mean({n}: {loss})") };
    format!(
        "param K[f: 4, p: 3, q: 3], kb[f: 4], D[k: 10, f: 4, r: {half}, s: {half}], db[k: 10]
         input x[{x}{size}, {size}], {label}
         c[{x}f, r: {inner}, s: {inner}] = relu(sum(p: sum(q: K[f, p, q]*x[{x}r + p, s + q]/16)) + kb[f])
         m[{x}f, r: {half}, s: {half}] = max(p in 0..2: max(q in 0..2: c[{x}f, 2*r + p, 2*s + q]))
         z[{x}k] = sum(f: sum(r: sum(s: D[k, f, r, s]*m[{x}f, r, s]))) + db[k]
         loss = {loss}"
    )
}

#[test]
fn a_small_picture_and_a_large_one_are_the_same_text() {
    // Both too large for the stack.
    same_but_for_numbers(&emitted(&pictures(384, "")), &emitted(&pictures(512, "")));
    // Short sums are written out where longer ones are a call.
    let lines = |text: &str| text.lines().count();
    let (small, large) = (lines(&emitted(&pictures(8, ""))), lines(&emitted(&pictures(64, ""))));
    // The larger one has a function more, which takes a workspace.
    assert!(large <= small + 30, "{small} lines became {large}");
}

#[test]
fn batches_of_pictures_are_the_same_text() {
    same_but_for_numbers(&emitted(&pictures(128, "n")), &emitted(&pictures(256, "n")));
    let lines = |text: &str| text.lines().count();
    let (small, large) = (lines(&emitted(&pictures(8, "n"))), lines(&emitted(&pictures(64, "n"))));
    assert!(large <= small + 20, "{small} lines became {large}");
}
