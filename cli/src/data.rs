//! Tables of numbers, and which of their columns an input is.

use crate::model::read_text;
use crate::report::{Failure, shortened};
use chainrule_model::{Argument, Array, Extent};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Said of a file of one column whose first line has other separators.
const SEPARATOR: &str = "cells are separated by commas; this file seems to use something else";

/// A file of comma-separated numbers.
pub struct Table {
    path: PathBuf,
    /// The columns' names, if the first line gives them.
    names: Vec<String>,
    columns: usize,
    /// The line of each row, from 1.
    lines: Vec<u64>,
    /// Row by row; NaN for a cell that is no finite number, whose text is in `words`.
    values: Vec<f64>,
    /// Cells that are no finite numbers, by their place in `values`. They are wrong only if somebody wants them.
    words: BTreeMap<usize, String>,
    semicolons: bool,
}

impl Table {
    /// Reads a table. A first line with a cell that is neither empty nor a number names the columns.
    ///
    /// # Errors
    /// A file that cannot be read or has no rows, rows of different lengths.
    pub fn read(path: &Path) -> Result<Table, Failure> {
        let text = read_text(path)?;
        let shown = path.display();
        if let Some(line) = unclosed_quote(&text) {
            let message = format!("`{shown}`, line {line}: a double quote is not closed");
            return Err(Failure::with_hint(message, "close it; within quotes one is written twice, `\"\"`"));
        }
        let mut table = Table {
            path: path.to_owned(),
            names: Vec::new(),
            columns: 0,
            lines: Vec::new(),
            values: Vec::new(),
            words: BTreeMap::new(),
            semicolons: text.lines().next().is_some_and(|line| line.contains(';') || line.contains('\t')),
        };
        let mut first_line = 0;
        let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).trim(csv::Trim::All).from_reader(text.as_bytes());
        for record in reader.records() {
            let record = record.map_err(|e| Failure::input(format!("`{shown}` is no CSV file: {e}")))?;
            let line = record.position().map_or(0, |start| {
                // The reader puts a record's start before the empty lines that it skips.
                let skipped = text[start.byte() as usize..].bytes().take_while(|b| matches!(b, b'\r' | b'\n'));
                start.line() + skipped.filter(|b| *b == b'\n').count() as u64
            });
            if record.iter().all(str::is_empty) && record.len() <= 1 {
                continue;
            }
            if table.columns == 0 {
                table.columns = record.len();
                first_line = line;
                let word = record.iter().enumerate().find(|(_, cell)| !cell.is_empty() && cell.parse::<f64>().is_err());
                if let Some((column, word)) = word {
                    if !may_be_names(&record) {
                        return Err(no_names(path, line, column, word));
                    }
                    table.names = record.iter().map(str::to_owned).collect();
                    continue;
                }
            }
            if record.len() != table.columns {
                let (have, wanted) = (count(record.len(), "cell"), table.columns);
                return Err(Failure::with_hint(
                    format!("`{shown}`, line {line}: {have}, but line {first_line} has {wanted}"),
                    "each row needs one cell a column; text with commas goes in double quotes",
                ));
            }
            for (column, cell) in record.iter().enumerate() {
                // What stands below as well is a class and not the name of the column.
                let named = table.names.get(column).is_some_and(|name| name == cell && !cell.is_empty() && cell.parse::<f64>().is_err());
                if named && table.names.iter().any(|name| name.parse::<f64>().is_ok()) {
                    return Err(no_names(path, first_line, column, cell));
                }
                let value = cell.parse().ok().filter(|x: &f64| x.is_finite());
                table.values.push(value.unwrap_or_else(|| {
                    table.words.insert(table.values.len(), cell.to_owned());
                    f64::NAN
                }));
            }
            table.lines.push(line);
        }
        if table.lines.is_empty() {
            let (message, hint) = match table.columns {
                0 => (format!("`{shown}` is empty"), "write one row a line, numbers separated by commas"),
                _ => (format!("`{shown}` has no rows, only names of columns"), "write rows of numbers below the names"),
            };
            return Err(Failure::with_hint(message, hint));
        }
        Ok(table)
    }

    /// The number of rows.
    pub fn rows(&self) -> usize {
        self.lines.len()
    }

    /// The columns that a selection names: `0..64`, `64`, `age`, `age..=height`, and lists of these.
    ///
    /// Numbers count from 0, and those in a range are never names.
    ///
    /// # Errors
    /// Columns that do not exist, empty ranges, names that stand for several columns.
    pub fn columns(&self, text: &str) -> Result<Vec<usize>, Failure> {
        if self.names.iter().any(|name| name == text) {
            return Ok(vec![self.one(text)?]);
        }
        let mut out = Vec::new();
        for part in text.split(',').map(str::trim) {
            if let Some((low, high)) = part.split_once("..").filter(|_| !self.names.iter().any(|name| name == part)) {
                let (high, inclusive) = match high.strip_prefix('=') {
                    Some(high) => (high, true),
                    None => (high, false),
                };
                let low = self.bound(low.trim())?;
                let high = self.bound(high.trim())?.saturating_add(usize::from(inclusive));
                if low >= high {
                    return Err(Failure::with_hint(format!("the range of columns `{part}` is empty"), "write the smaller column first"));
                }
                self.existing(low)?;
                self.existing(high - 1)?;
                out.extend(low..high);
            } else {
                out.push(self.one(part)?);
            }
        }
        Ok(out)
    }

    /// A name or a number on its own.
    fn one(&self, text: &str) -> Result<usize, Failure> {
        match (self.names.iter().any(|name| name == text), text.parse()) {
            (true, Ok(number)) => {
                let column = self.named(text)?;
                if number < self.columns && column != number {
                    let message =
                        format!("`{text}` is the name of column {column} of `{}`, and the number of another", self.path.display());
                    let next = number + 1;
                    return Err(Failure::with_hint(
                        message,
                        format!("write `{number}..{next}` for the number, `{column}..{}` for the name", column + 1),
                    ));
                }
                Ok(column)
            }
            (false, Ok(number)) => self.existing(number),
            (_, Err(_)) => self.named(text),
        }
    }

    /// An end of a range.
    fn bound(&self, text: &str) -> Result<usize, Failure> {
        text.parse().or_else(|_| self.named(text))
    }

    fn existing(&self, column: usize) -> Result<usize, Failure> {
        if column < self.columns {
            return Ok(column);
        }
        let shown = self.path.display();
        let message = format!("there is no column {column} in `{shown}`: it has {}", count(self.columns, "column"));
        let hint = match self.columns {
            1 if self.semicolons => SEPARATOR.to_owned(),
            n => format!("columns count from 0 to {}", n - 1),
        };
        Err(Failure::with_hint(message, hint))
    }

    fn named(&self, text: &str) -> Result<usize, Failure> {
        let shown = self.path.display();
        let mut found = self.names.iter().enumerate().filter(|(_, name)| *name == text).map(|(column, _)| column);
        match (found.next(), found.next()) {
            (Some(column), None) => Ok(column),
            (Some(first), Some(second)) => Err(Failure::with_hint(
                format!("`{text}` is the name of columns {first} and {second} of `{shown}`"),
                format!("write the number: `{first}` or `{second}`"),
            )),
            (None, _) => {
                let message = format!("there is no column `{text}` in `{shown}`");
                let hint = match chainrule_parser::suggest(text, self.names.iter().map(String::as_str)) {
                    _ if self.semicolons && self.columns == 1 => SEPARATOR.to_owned(),
                    Some(near) => format!("did you mean `{near}`?"),
                    None if self.names.is_empty() => {
                        "the file does not name its columns; write numbers from 0, such as `64` or `0..64`".to_owned()
                    }
                    None => "columns are numbers from 0, ranges `0..64` and `first..=last`, or names".to_owned(),
                };
                Err(Failure::with_hint(message, hint))
            }
        }
    }

    /// Some columns, row by row.
    ///
    /// # Errors
    /// A cell that is no finite number.
    pub fn values(&self, columns: &[usize]) -> Result<Vec<f64>, Failure> {
        let mut values = Vec::with_capacity(self.rows() * columns.len());
        for row in 0..self.rows() {
            for &column in columns {
                let at = row * self.columns + column;
                if let Some(word) = self.words.get(&at) {
                    return Err(self.no_number(row, column, word));
                }
                values.push(self.values[at]);
            }
        }
        Ok(values)
    }

    fn no_number(&self, row: usize, column: usize, word: &str) -> Failure {
        let name = self.names.get(column).map_or(String::new(), |name| format!(" (`{name}`)"));
        let place = format!("`{}`, line {}, column {column}{name}", self.path.display(), self.lines[row]);
        match word {
            "" => Failure::with_hint(format!("{place}: the cell is empty"), "fill the cell in, or leave the row out"),
            _ => {
                let message = format!("{place}: `{}` is not a finite number", shortened(word));
                Failure::with_hint(message, "columns that are inputs hold numbers only, and count from 0; number classes 0, 1, 2, ...")
            }
        }
    }

    /// The shape of an input: the rows become the first axis, the columns fill the others, the last index running fastest.
    ///
    /// # Errors
    /// A number of columns that does not fit the declaration.
    pub fn shape(&self, argument: &Argument, columns: usize) -> Result<Vec<usize>, Failure> {
        let (name, rows) = (&argument.name, self.rows());
        let wrong = |needed: String| {
            let given = if columns == 1 { "1 is given".to_owned() } else { format!("{columns} are given") };
            Failure::with_hint(
                format!("`{name}` is declared as {} and takes {needed}, but {given}", declared(argument)),
                format!("mend `--input {name}=COLUMNS` or the declaration"),
            )
        };
        match &argument.shape[..] {
            [] if rows == 1 && columns == 1 => Ok(Vec::new()),
            [] => Err(Failure::with_hint(
                format!("`{name}` is a single number, but `{}` has {rows} rows", self.path.display()),
                format!("declare `{name}[n]`, or write `--at {name}=1`"),
            )),
            [_] if columns == 1 => Ok(vec![rows]),
            // One row of data fills a vector.
            [_] if rows == 1 => Ok(vec![columns]),
            [_] => Err(wrong("1 column".to_owned())),
            [_, inner @ ..] => {
                let known = inner.iter().map(|e| if let Extent::Number(n) = e { *n } else { 1 }).product::<usize>();
                let mut unknown = inner.iter().filter(|e| matches!(e, Extent::Dimension(_)));
                // The columns tell the length of one named dimension.
                let found = match (unknown.next(), unknown.next()) {
                    (None, _) if known == columns => 1,
                    (None, _) => return Err(wrong(count(known, "column"))),
                    (Some(_), None) if known > 0 && columns.is_multiple_of(known) => columns / known,
                    (Some(_), None) => return Err(wrong(format!("a multiple of {known} columns"))),
                    (Some(_), Some(_)) => {
                        let message = format!("`{name}` is declared as {}: how do columns fill it?", declared(argument));
                        return Err(Failure::with_hint(message, "write numbers for all axes but the first and one more"));
                    }
                };
                let inner = inner.iter().map(|e| if let Extent::Number(n) = e { *n } else { found });
                Ok(std::iter::once(rows).chain(inner).collect())
            }
        }
    }
}

fn no_names(path: &Path, line: u64, column: usize, word: &str) -> Failure {
    Failure::with_hint(
        format!("`{}`, line {line}, column {column}: `{}` is not a number, but other cells are", path.display(), shortened(word)),
        "if this is a row, mend the cell, or write the names of the columns on a line above",
    )
}

/// Whether a row of cells may be names of columns, and is not a row with a slip in it that would then be lost.
///
/// No name looks like a number that was mistyped. Names that are numbers are whole and ascend, as `0,1,2,label` or
/// `country,2019,2020`, and the words beside them are no marks of what is missing.
fn may_be_names(record: &csv::StringRecord) -> bool {
    let is_number = |cell: &&str| cell.parse::<f64>().is_ok() && !cell.starts_with(char::is_alphabetic);
    let (numbers, words): (Vec<&str>, Vec<&str>) = record.iter().filter(|cell| !cell.is_empty()).partition(is_number);
    if words.iter().any(|word| is_almost_number(word)) {
        return false;
    }
    let whole = |cell: &str| cell.bytes().all(|b| b.is_ascii_digit()).then(|| cell.parse::<u64>().ok()).flatten();
    let numbers: Option<Vec<u64>> = numbers.into_iter().map(whole).collect();
    numbers.is_some_and(|numbers| {
        let named = |word: &&str| word.starts_with(|c: char| c.is_alphabetic() || c == '_') && !is_missing(word);
        numbers.is_empty() || numbers.is_sorted_by(|a, b| a < b) && words.iter().all(named)
    })
}

/// `1O`, `1.2.3`, `1 000` and `12,5`: digits, and what people type among them.
fn is_almost_number(word: &str) -> bool {
    let sign = |c: char| matches!(c, '.' | '+' | '-' | '\u{2212}' | '\u{2013}');
    let among = |c: char| c.is_numeric() || sign(c) || matches!(c, ',' | ' ' | '\'' | '_' | 'e' | 'E' | 'o' | 'O' | 'l' | 'I');
    word.starts_with(|c: char| c.is_numeric() || sign(c)) && word.contains(char::is_numeric) && word.chars().all(among)
}

/// What is written where there is no value.
fn is_missing(word: &str) -> bool {
    ["na", "nan", "null", "none", "nil", "missing", "inf", "infinity"].iter().any(|mark| word.eq_ignore_ascii_case(mark))
}

/// The line of a quote before a cell that is not closed before the end.
fn unclosed_quote(text: &str) -> Option<usize> {
    let (mut line, mut opened, mut begins) = (1, None, true);
    for c in text.chars() {
        match (c, opened) {
            // Of two within quotes the second opens again.
            ('"', Some(_)) => opened = None,
            ('"', None) if begins => opened = Some(line),
            _ => {}
        }
        begins = matches!(c, ',' | '\n' | '\r' | '"') || begins && c.is_whitespace();
        line += usize::from(c == '\n');
    }
    opened
}

fn declared(argument: &Argument) -> String {
    let extents = argument.shape.iter().map(|e| match e {
        Extent::Number(n) => n.to_string(),
        Extent::Dimension(name) => name.clone(),
    });
    format!("{}[{}]", argument.name, extents.collect::<Vec<_>>().join(", "))
}

/// `1 row`, `2 rows`
pub fn count(n: usize, what: &str) -> String {
    if n == 1 { format!("1 {what}") } else { format!("{n} {what}s") }
}

/// What makes each column of an array have mean 0 and deviation 1.
pub struct Standard {
    mean: Vec<f64>,
    deviation: Vec<f64>,
}

impl Standard {
    /// Mean and population deviation of each of `columns` columns.
    ///
    /// The deviation of a constant column counts as 1, so that the column becomes 0 instead of NaN.
    pub fn of(values: &[f64], columns: usize) -> Standard {
        let rows = (values.len() / columns.max(1)) as f64;
        let column = |j: usize| values.iter().skip(j).step_by(columns);
        let constant = |j: usize| column(j).all(|x| *x == values[j]);
        let mean: Vec<f64> = (0..columns).map(|j| if constant(j) { values[j] } else { column(j).sum::<f64>() / rows }).collect();
        let deviation = (0..columns).map(|j| {
            let variance = column(j).map(|x| (x - mean[j]).powi(2)).sum::<f64>() / rows;
            // So close together that their squares underflow: as good as constant.
            if variance > 0.0 { variance.sqrt() } else { 1.0 }
        });
        Standard { deviation: deviation.collect(), mean }
    }

    /// Standardises rows of as many columns.
    pub fn apply(&self, array: &mut Array) {
        for row in array.values.chunks_mut(self.mean.len().max(1)) {
            for (x, (mean, deviation)) in row.iter_mut().zip(self.mean.iter().zip(&self.deviation)) {
                *x = (*x - mean) / deviation;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(header: &str) -> Table {
        let names: Vec<String> = header.split(',').map(str::to_owned).collect();
        Table {
            path: "t.csv".into(),
            columns: names.len(),
            names,
            lines: vec![2],
            values: Vec::new(),
            words: BTreeMap::new(),
            semicolons: false,
        }
    }

    fn message<T>(result: Result<T, Failure>) -> String {
        match result {
            Err(Failure::Input { message, hint }) => format!("{message} -- {}", hint.unwrap_or_default()),
            _ => panic!("this is refused"),
        }
    }

    #[test]
    fn quotes_are_closed() {
        assert_eq!(unclosed_quote("\"a, b\",c\n\"1 \"\" 2\",3\n"), None);
        assert_eq!(unclosed_quote("5\",c\n1,2"), None);
        assert_eq!(unclosed_quote("a,b\n1, \"2\n3,4\n"), Some(2));
    }

    #[test]
    fn names_and_rows_are_told_apart() {
        let may_be = |cells: &[&str]| may_be_names(&csv::StringRecord::from(cells.to_vec()));
        assert!(may_be(&["age", "height", ""]));
        assert!(may_be(&["0", "1", "2", "label"]));
        assert!(may_be(&["nan", "label"]));
        assert!(!may_be(&["5.1", "3.5", "setosa"]));
        assert!(!may_be(&["1", "1", "x"]));
        assert!(!may_be(&["-1", "1O"]));
        assert!(may_be(&["country", "2019", "2020"]));
        assert!(may_be(&["1st", "2nd", "3D"]));
        assert!(may_be(&["NA", "NaN"]));
        for row in [
            &["1O"][..],
            &["5", "3", "1O"],
            &["3", "5", "1O"],
            &["1", "2", "NA"],
            &["5", "3", "x"],
            &["1", "?", "3"],
            &["1.2.3", "a"],
            &["\u{2212}1"],
            &["1_000", "2"],
            &["0x10", "2"],
        ] {
            assert!(!may_be(row), "{row:?}");
        }
    }

    #[test]
    fn columns_by_number_and_by_name() {
        let t = table("age,height,weight,class");
        let columns = |text: &str| t.columns(text).ok();
        assert_eq!(columns("3"), Some(vec![3]));
        assert_eq!(columns("0..4"), Some(vec![0, 1, 2, 3]));
        assert_eq!(columns("1..=2"), Some(vec![1, 2]));
        assert_eq!(columns("age..=weight"), Some(vec![0, 1, 2]));
        assert_eq!(columns("age..class"), Some(vec![0, 1, 2]));
        assert_eq!(columns("weight, 0, height..=2"), Some(vec![2, 0, 1, 2]));
        assert!(message(t.columns("wieght")).contains("did you mean `weight`?"));
        assert!(message(t.columns("0..5")).contains("no column 4"));
        assert!(message(t.columns("9..12")).contains("no column 9"));
        assert!(message(t.columns("4")).contains("no column 4"));
        assert!(message(t.columns("2..2")).contains("empty"));
        assert!(message(t.columns("weight..=age")).contains("empty"));
        assert!(message(t.columns("")).contains("no column ``"));
        assert!(message(t.columns("-1")).contains("no column `-1`"));
    }

    #[test]
    fn a_name_that_is_a_number_or_stands_twice_is_not_guessed_at() {
        let t = table("1,0,a,a");
        assert!(message(t.columns("0")).contains("write `0..1`"));
        assert_eq!(t.columns("0..2").ok(), Some(vec![0, 1]));
        assert!(message(t.columns("a")).contains("columns 2 and 3"));
        assert_eq!(table("0,1").columns("1").ok(), Some(vec![1]));
        assert_eq!(table("2019,2020").columns("2020").ok(), Some(vec![1]));
    }

    #[test]
    fn standardised_columns_have_mean_0_and_deviation_1() {
        let mut array = Array { shape: vec![3, 2], values: vec![1.0, 0.1, 2.0, 0.1, 6.0, 0.1] };
        Standard::of(&array.values, 2).apply(&mut array);
        let deviation = (14.0f64 / 3.0).sqrt();
        assert_eq!(array.values, [-2.0 / deviation, 0.0, -1.0 / deviation, 0.0, 3.0 / deviation, 0.0]);
    }
}
