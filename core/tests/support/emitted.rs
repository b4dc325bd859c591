//! Arrays as Rust source, for tests that compile what was emitted.

/// A nested array literal of some shape, from numbers row by row.
pub fn nested(shape: &[usize], data: &mut std::slice::Iter<'_, f64>) -> String {
    match shape {
        [] => format!("{:?}", data.next().expect("enough")),
        [n, rest @ ..] => format!("[{}]", (0..*n).map(|_| nested(rest, data)).collect::<Vec<_>>().join(", ")),
    }
}

/// Loops that run a statement for each number of a nested array, row by row.
pub fn for_each(place: &str, depth: usize, statement: &dyn Fn(&str) -> String) -> String {
    if depth == 0 {
        return statement(place);
    }
    format!("for x{depth} in {place}.iter() {{ {} }}", for_each(&format!("x{depth}"), depth - 1, statement))
}
