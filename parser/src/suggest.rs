//! "Did you mean": the nearest of some names.

/// The candidate nearest to `name`, if at most two edits (insert, delete, replace, swap neighbours) away.
///
/// Of several equally near ones the first is taken, so the answer depends on the order of
/// `candidates` alone. Short names must be nearer: a name of one or two letters is never a typo, one
/// of three or four has at most one.
///
/// ```
/// use chainrule_parser::suggest;
///
/// assert_eq!(suggest("sigmod", ["sin", "sigmoid", "sign"]), Some("sigmoid".to_owned()));
/// assert_eq!(suggest("w", ["b"]), None);
/// ```
pub fn suggest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let letters: Vec<char> = name.chars().take(64).collect();
    let allowed = match letters.len() {
        0..=2 => return None,
        3..=4 => 1,
        _ => 2,
    };
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates {
        let other: Vec<char> = candidate.chars().take(64).collect();
        if other.len().abs_diff(letters.len()) > allowed || candidate == name {
            continue;
        }
        let distance = distance(&letters, &other);
        if distance <= allowed && best.is_none_or(|(d, _)| distance < d) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate.to_owned())
}

/// Edits between two words, a swap of neighbours counting once (optimal string alignment).
fn distance(a: &[char], b: &[char]) -> usize {
    let mut before = vec![0; b.len() + 1];
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut row = vec![i; b.len() + 1];
        for j in 1..=b.len() {
            let replaced = last[j - 1] + usize::from(a[i - 1] != b[j - 1]);
            row[j] = replaced.min(last[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                row[j] = row[j].min(before[j - 2] + 1);
            }
        }
        before = std::mem::replace(&mut last, row);
    }
    last[b.len()]
}
