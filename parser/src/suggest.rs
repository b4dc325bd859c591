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

/// Advice where a name looks like one of the candidates and is another: a Cyrillic or a wide letter in the place of a Latin one.
///
/// ```
/// use chainrule_parser::look_alike;
///
/// assert_eq!(look_alike("w\u{445}", ["wx"]), Some("it looks like `wx`, but `\u{445}` in it is U+0445".to_owned()));
/// assert_eq!(look_alike("wx", ["wy"]), None);
/// ```
pub fn look_alike<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let looks = |text: &str| text.chars().map(latin).collect::<String>();
    let other = candidates.into_iter().find(|other| *other != name && looks(other) == looks(name))?;
    let differs = name.chars().zip(other.chars()).find(|(a, b)| a != b);
    let (mine, theirs) = differs?;
    let odd = if mine.is_ascii() { theirs } else { mine };
    let place = if mine.is_ascii() { "in that" } else { "in it" };
    Some(format!("it looks like `{other}`, but `{odd}` {place} is U+{:04X}", odd as u32))
}

/// The Latin letter that a letter is drawn as.
fn latin(c: char) -> char {
    const DRAWN: &[(&str, &str)] =
        &[("абсԁеһіјӏорԛѕԝхуАВСЕНІЈКМОРԚЅТԜХ", "aбcdehijlopqswxyABCEHIJKMOPQSTWX"), ("οονικρτυχΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "oovikptuxABEZHIKMNOPTYX")];
    match c {
        '\u{ff21}'..='\u{ff3a}' | '\u{ff41}'..='\u{ff5a}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        _ => DRAWN.iter().find_map(|(from, to)| to.chars().nth(from.chars().position(|f| f == c)?)).unwrap_or(c),
    }
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
