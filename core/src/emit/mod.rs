//! Emitters: a [`Program`](crate::program::Program) as source text.

pub mod rust;

/// A name of a formula as a Rust identifier: itself where it can be.
pub fn identifier(name: &str) -> String {
    const KEYWORDS: &[&str] = &[
        "as", "async", "await", "break", "const", "continue", "dyn", "else", "enum", "extern", "false", "fn", "for", "gen", "if", "impl",
        "in", "let", "loop", "match", "mod", "move", "mut", "pub", "ref", "return", "static", "struct", "trait", "true", "type", "unsafe",
        "use", "where", "while", "abstract", "become", "box", "do", "final", "macro", "override", "priv", "try", "typeof", "unsized",
        "virtual", "yield",
    ];
    if KEYWORDS.contains(&name) {
        return format!("r#{name}");
    }
    let mut out = String::new();
    for c in name.chars() {
        let fits = c.is_alphabetic() || c == '_' || (c.is_ascii_digit() && !out.is_empty());
        if fits {
            out.push(c);
        } else {
            out.push_str(&format!("_{:x}", c as u32));
        }
    }
    // Names that cannot be raw identifiers, and names of types and macros that the file uses.
    if matches!(out.as_str(), "" | "_" | "self" | "Self" | "super" | "crate" | "f64" | "usize") {
        out.push('_');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::identifier;

    #[test]
    fn names_become_identifiers() {
        assert_eq!(identifier("w1"), "w1");
        assert_eq!(identifier("type"), "r#type");
        assert_eq!(identifier("self"), "self_");
        assert_eq!(identifier("α"), "α");
        assert_eq!(identifier("x₁"), "x_2081");
    }
}
