//! The shared corpus `tests/cases/parse.jsonl`.

use crate::helpers::{on_small_stack, structure};
use chainrule_parser::ast::Ast;
use chainrule_parser::{Error, parse_expression, parse_latex};
use serde_json::Value;
use std::time::Instant;

/// Errors that only whoever resolves names can find: unknown functions and numbers of arguments.
const FOUND_LATER: [&str; 1] = ["parse-mal-015"];

/// LaTeX that has another form than its `same_as`: `cbrt(x)` for `x^(1/3)`, a sum, `log2(x)`, and
/// `-(x^2/2)` for `(-x^2)/2` twice.
const OTHER_FORM: [&str; 5] = ["parse-latex-005", "parse-latex-017", "parse-latex-026", "parse-latex-009", "parse-latex-013"];

fn cases() -> Vec<Value> {
    include_str!("../cases/parse.jsonl").lines().map(|line| serde_json::from_str(line).expect("a case is a JSON object")).collect()
}

/// The input of a case; `None` if it is not UTF-8, which no `&str` can be.
fn input(case: &Value) -> Option<String> {
    if let Some(text) = case["input"].as_str() {
        return Some(text.to_owned());
    }
    let generator = &case["gen"];
    let text = |key: &str| generator[key].as_str().unwrap_or_default().to_owned();
    let number = |key: &str| generator[key].as_u64().unwrap_or_default() as usize;
    if generator.is_null() {
        return None;
    }
    if generator["iterate"].is_string() {
        let step = text("iterate");
        return Some((0..number("times")).fold(text("start"), |before, _| step.replace('@', &before)));
    }
    if generator["series"].is_string() {
        let term = |k: usize| text("term").replace("{k}", &k.to_string());
        let terms: Vec<String> = (number("first")..=number("last")).map(term).collect();
        return Some(terms.join(&text("series")));
    }
    let count = number("count");
    Some(text("left").repeat(count) + &text("middle") + &text("right").repeat(count))
}

fn parse(case: &Value, text: &str) -> Result<Ast, Error> {
    if case["format"] == "latex" { parse_latex(text) } else { parse_expression(text) }
}

/// What is wrong with the answer to one case.
fn verdict(case: &Value, text: &str) -> Option<String> {
    let expect = case["expect"].as_str().unwrap_or_default();
    let start = Instant::now();
    let answer = parse(case, text);
    let took = start.elapsed().as_secs_f64();
    if case["seconds"].as_f64().is_some_and(|limit| took > limit) {
        return Some(format!("took {took} s"));
    }
    if let Err(error) = &answer {
        let span = error.span();
        let inside = span.is_none_or(|s| s.start <= s.end && s.end as usize <= text.len());
        if !inside || error.message().is_empty() || error.message().ends_with('.') || error.render(text).is_empty() {
            return Some(format!("a bad error: {error:?}"));
        }
    }
    match (expect, answer) {
        // Implied products may be refused, and are.
        ("value", Err(_)) if case["level"] == "either" => None,
        ("value", Err(error)) => Some(error.render(text)),
        ("value", Ok(ast)) => match case["same_as"].as_str() {
            Some(same) if !OTHER_FORM.contains(&case["id"].as_str().unwrap_or_default()) => {
                let same = parse_expression(same).map(|ast| structure(&ast));
                (same.as_ref().ok() != Some(&structure(&ast))).then(|| "differs from `same_as`".to_owned())
            }
            _ => None,
        },
        ("error", Ok(_)) => Some("was accepted".to_owned()),
        ("error", Err(error)) => {
            let found = error.span().map(|s| u64::from(s.start));
            let at = case["at"].as_array()?;
            let fits = at.iter().any(|a| a.as_u64() == found);
            (!fits).then(|| format!("at {found:?}, expected {at:?}\n{}", error.render(text)))
        }
        ("error_or_infinity", Ok(_)) => Some("was accepted".to_owned()),
        ("value_or_limit_error", Err(error)) if !error.message().contains("limit") => Some(error.message().to_owned()),
        _ => None,
    }
}

#[test]
fn every_case_of_the_corpus() {
    on_small_stack(|| {
        let mut wrong = Vec::new();
        let mut seen = 0;
        for case in cases() {
            let id = case["id"].as_str().unwrap_or_default().to_owned();
            let Some(text) = input(&case) else { continue };
            seen += 1;
            if FOUND_LATER.contains(&id.as_str()) {
                assert!(parse(&case, &text).is_ok(), "{id} is found by the parser after all");
            } else if let Some(verdict) = verdict(&case, &text) {
                let text: String = text.chars().take(60).collect();
                wrong.push(format!("{id} {text:?}: {verdict}"));
            }
        }
        assert!(seen > 340, "only {seen} cases were read");
        assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
    });
}

/// Prints what every malformed input is told, to be read by a person.
#[test]
#[ignore = "prints only"]
fn show_errors() {
    for case in cases() {
        let Some(text) = input(&case).filter(|t| t.len() < 200) else { continue };
        if let Err(error) = parse(&case, &text) {
            println!("{}\n", error.render(&text));
        }
    }
}
