//! Numbers as text, so that they read back to the same `f64`.

use std::fmt::Write;

/// Appends a number with 17 significant digits (trailing zeros left out), valid as JSON; what is not
/// finite as the strings `"NaN"`, `"inf"`, `"-inf"`.
pub fn json(out: &mut String, x: f64) {
    if x.is_finite() {
        plain(out, x);
    } else {
        out.push('"');
        plain(out, x);
        out.push('"');
    }
}

/// As [`json`], without quotes.
pub fn plain(out: &mut String, x: f64) {
    if x.is_nan() {
        return out.push_str("NaN");
    }
    if x.is_infinite() {
        return out.push_str(if x > 0.0 { "inf" } else { "-inf" });
    }
    let text = format!("{x:.16e}");
    let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let (sign, mantissa) = match mantissa.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", mantissa),
    };
    let digits: String = mantissa.chars().filter(|c| *c != '.').collect();
    let digits = digits.trim_end_matches('0');
    let digits = if digits.is_empty() { "0" } else { digits };
    let exponent: i32 = exponent.parse().unwrap_or(0);
    out.push_str(sign);
    match exponent {
        -5..=-1 => {
            out.push_str("0.");
            out.extend(std::iter::repeat_n('0', (-exponent - 1) as usize));
            out.push_str(digits);
        }
        0..=16 => {
            let whole = exponent as usize + 1;
            if digits.len() <= whole {
                out.push_str(digits);
                out.extend(std::iter::repeat_n('0', whole - digits.len()));
                out.push_str(".0");
            } else {
                out.push_str(&digits[..whole]);
                out.push('.');
                out.push_str(&digits[whole..]);
            }
        }
        _ => {
            out.push_str(&digits[..1]);
            if digits.len() > 1 {
                out.push('.');
                out.push_str(&digits[1..]);
            }
            // Writing to a `String` cannot fail.
            let _ = write!(out, "e{exponent}");
        }
    }
}

/// The shortest text that reads back to the same number.
pub fn shortest(x: f64) -> String {
    if x == 0.0 || !x.is_finite() || (1e-5..1e16).contains(&x.abs()) { format!("{x}") } else { format!("{x:e}") }
}

/// Appends an array as nested lists; a scalar as a number; valid as JSON.
pub fn nested(out: &mut String, shape: &[usize], values: &[f64]) {
    listed(out, shape, values, json);
}

/// The same with each number written in some way.
pub fn listed(out: &mut String, shape: &[usize], values: &[f64], number: fn(&mut String, f64)) {
    match shape {
        [] => number(out, values.first().copied().unwrap_or(f64::NAN)),
        [length, inner @ ..] => {
            let step = inner.iter().product::<usize>();
            out.push('[');
            for k in 0..*length {
                if k > 0 {
                    out.push(',');
                }
                listed(out, inner, &values[k * step..(k + 1) * step], number);
            }
            out.push(']');
        }
    }
}

/// A number of the command line or of JSON's strings.
pub fn parse(text: &str) -> Option<f64> {
    match text {
        "NaN" => Some(f64::NAN),
        "inf" => Some(f64::INFINITY),
        "-inf" => Some(f64::NEG_INFINITY),
        _ => text.parse().ok().filter(|x: &f64| x.is_finite()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(x: f64) -> String {
        let mut out = String::new();
        json(&mut out, x);
        out
    }

    #[test]
    fn seventeen_digits() {
        assert_eq!(text(0.1), "0.10000000000000001");
        assert_eq!(text(-1.0), "-1.0");
        assert_eq!(text(0.0), "0.0");
        assert_eq!(text(-0.0), "-0.0");
        assert_eq!(text(1e17), "1e17");
        assert_eq!(text(123456.5), "123456.5");
        assert_eq!(text(5e-324), "4.9406564584124654e-324");
        assert_eq!(text(f64::NEG_INFINITY), "\"-inf\"");
    }

    #[test]
    fn short_texts() {
        assert_eq!([1.0, 0.1, -2e-9, 1e20, 0.0].map(shortest), ["1", "0.1", "-2e-9", "1e20", "0"]);
        assert_eq!([f64::NAN, f64::NEG_INFINITY].map(shortest), ["NaN", "-inf"]);
    }

    #[test]
    fn every_number_reads_back() {
        let mut bits = 1u64;
        for _ in 0..20_000 {
            bits = bits.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            let x = f64::from_bits(bits);
            if x.is_finite() {
                assert_eq!(text(x).parse::<f64>().unwrap().to_bits(), x.to_bits());
                assert_eq!(shortest(x).parse::<f64>().unwrap().to_bits(), x.to_bits());
                let read: f64 = serde_json::from_str(&text(x)).unwrap();
                assert_eq!(read.to_bits(), x.to_bits());
            }
        }
    }

    #[test]
    fn arrays_nest() {
        let mut out = String::new();
        nested(&mut out, &[2, 2], &[1.0, 2.0, 3.0, 4.0]);
        assert_eq!(out, "[[1.0,2.0],[3.0,4.0]]");
    }
}
