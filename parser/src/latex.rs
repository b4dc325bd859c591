//! LaTeX to the tokens of the formula language, which the one grammar then reads.
//!
//! Juxtaposition is multiplication here and every letter is a variable, so the translation knows whether
//! an operand was just written and puts the `*` in between. What is open (braces, brackets, the
//! argument of `\sin x`, the body of a sum) is kept on a stack of its own, as in the grammar.

use crate::ast::{Ast, Span, Symbol};
use crate::error::Error;
use crate::limits::Limits;
use crate::text::grammar::Grammar;
use crate::text::lexer::{number_value, written};
use crate::text::token::{Token, TokenKind, Tokens};
use nom::branch::alt;
use nom::bytes::complete::{take_while, take_while1};
use nom::character::complete::{anychar, char, digit0, digit1, satisfy};
use nom::combinator::opt;
use nom::multi::many0_count;
use nom::sequence::{pair, preceded};
use nom::{IResult, Parser};

/// Reads one formula in LaTeX math. Spans count bytes of the LaTeX text.
///
/// - Every letter is a variable and juxtaposition is multiplication: `xy` is `x*y`, `2\pi r` is `2*pi*r`.
/// - Subscripts belong to the name: `x_1` and `x_{1}` are `x1`, `\alpha_{ij}` is `alphaij`. Inside a sum over `i`
///   an `x_i` is the element `x[i]`.
/// - `\sin x y + 1` is `sin(x*y) + 1`: without parentheses an argument goes on up to the next operator,
///   closing bracket or function.
/// - `\operatorname{f}(x)` and `\mathrm{f}(x)` call `f`; `x(y + 1)` is a product.
/// - `\sum_{i=1}^{n}` includes `n`; its body is a product, up to the next `+` or `-`.
/// - What two readers would read in two ways (`\sin^{-1} x`, `f(x)`, `x^23`) is an error.
///
/// # Errors
/// Anything else, at its own byte.
///
/// ```
/// use chainrule_parser::{parse_latex, print_expression};
///
/// let ast = parse_latex(r"\frac{1}{1+e^{-\beta_1 x}}")?;
/// assert_eq!(print_expression(&ast, ast.output.unwrap()), "1/(1 + e^(-beta1*x))");
/// let ast = parse_latex(r"\sum_{i=1}^{3} w_i \sin 2x_i + b")?;
/// assert_eq!(print_expression(&ast, ast.output.unwrap()), "sum(i in 1..4: w[i]*sin(2*x[i])) + b");
/// # Ok::<(), chainrule_parser::Error>(())
/// ```
pub fn parse_latex(source: &str) -> Result<Ast, Error> {
    parse_latex_with(source, &Limits::default())
}

/// [`parse_latex`] within other limits.
///
/// # Errors
/// As [`parse_latex`], and a limit that is exceeded.
pub fn parse_latex_with(source: &str, limits: &Limits) -> Result<Ast, Error> {
    limits.check_bytes(source)?;
    let mut ast = Ast::new();
    let tokens = translate(source, limits, &mut ast);
    let output = Grammar::new(&tokens, &mut ast, Some(source), limits, false).single()?;
    ast.output = Some(output);
    Ok(ast)
}

/// What TeX would call a token, numbers joined.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Lexeme<'a> {
    /// `\name` or `\,`, without the backslash.
    Command(&'a str),
    Letter(&'a str),
    Number(&'a str),
    Char(char),
    End,
}

type Spanned<'a> = (Lexeme<'a>, Span);

/// Commands that only move or size things.
const SKIPPED: [&str; 30] = [
    ",",
    ":",
    ";",
    "!",
    " ",
    ">",
    "quad",
    "qquad",
    "displaystyle",
    "textstyle",
    "limits",
    "nolimits",
    "big",
    "Big",
    "bigg",
    "Bigg",
    "bigl",
    "bigr",
    "Bigl",
    "Bigr",
    "biggl",
    "biggr",
    "Biggl",
    "Biggr",
    "bigm",
    "mleft",
    "mright",
    "thinspace",
    "\n",
    "\r",
];

fn blank(input: &str) -> IResult<&str, ()> {
    let comment = written(pair(char('%'), take_while(|c| c != '\n')));
    let blanks = take_while1(|c: char| c.is_whitespace() || c == '~');
    many0_count(alt((blanks, comment))).map(|_| ()).parse(input)
}

fn lexeme(input: &str) -> IResult<&str, Lexeme<'_>> {
    let word = take_while1(|c: char| c.is_ascii_alphabetic());
    let command = preceded(char('\\'), alt((word, written(anychar))));
    let decimals = pair(char('.'), digit0);
    let number = written(alt((written((digit1, opt(decimals))), written((char('.'), digit1)))));
    alt((
        command.map(Lexeme::Command),
        number.map(Lexeme::Number),
        written(satisfy(char::is_alphabetic)).map(Lexeme::Letter),
        anychar.map(Lexeme::Char),
    ))
    .parse(input)
}

fn lex(source: &str) -> Vec<Spanned<'_>> {
    let mut lexemes = Vec::new();
    let mut rest = source;
    loop {
        rest = blank(rest).map_or(rest, |(rest, ())| rest);
        let start = source.len() - rest.len();
        let Ok((after, found)) = lexeme(rest) else { break };
        rest = after;
        if !matches!(found, Lexeme::Command(name) if SKIPPED.contains(&name)) {
            lexemes.push((found, Span::new(start, source.len() - rest.len())));
        }
    }
    let end = lexemes.last().map_or(0, |(_, span): &Spanned<'_>| span.end as usize);
    lexemes.push((Lexeme::End, Span::new(end, end)));
    lexemes
}

/// The function a command stands for.
fn function(command: &str) -> Option<&'static str> {
    Some(match command {
        "sin" => "sin",
        "cos" => "cos",
        "tan" => "tan",
        "sec" => "sec",
        "csc" => "csc",
        "cot" => "cot",
        "arcsin" => "asin",
        "arccos" => "acos",
        "arctan" => "atan",
        "sinh" => "sinh",
        "cosh" => "cosh",
        "tanh" => "tanh",
        "coth" => "coth",
        "exp" => "exp",
        "ln" => "ln",
        "log" => "log",
        "lg" => "log10",
        "max" => "max",
        "min" => "min",
        _ => return None,
    })
}

fn reduction(command: &str) -> Option<&'static str> {
    Some(match command {
        "sum" => "sum",
        "prod" => "prod",
        "max" => "max",
        "min" => "min",
        _ => return None,
    })
}

/// Commands that are a name: Greek letters and a few others.
fn is_letter(command: &str) -> bool {
    const LETTERS: [&str; 43] = [
        "alpha",
        "beta",
        "gamma",
        "delta",
        "epsilon",
        "varepsilon",
        "zeta",
        "eta",
        "theta",
        "vartheta",
        "iota",
        "kappa",
        "lambda",
        "mu",
        "nu",
        "xi",
        "pi",
        "varpi",
        "rho",
        "varrho",
        "sigma",
        "varsigma",
        "tau",
        "upsilon",
        "phi",
        "varphi",
        "chi",
        "psi",
        "omega",
        "Gamma",
        "Delta",
        "Theta",
        "Lambda",
        "Xi",
        "Pi",
        "Sigma",
        "Upsilon",
        "Phi",
        "Psi",
        "Omega",
        "ell",
        "hbar",
        "omicron",
    ];
    LETTERS.contains(&command)
}

/// Commands around a name that only change its look.
fn is_font(command: &str) -> bool {
    matches!(command, "mathbf" | "boldsymbol" | "bm" | "mathit" | "mathsf" | "mathtt" | "mathcal" | "mathbb")
}

/// Commands around a name of several letters.
fn is_upright(command: &str) -> bool {
    matches!(command, "mathrm" | "operatorname" | "text" | "textrm" | "mathop")
}

/// The most indices that sums inside one another may bind; every subscript is looked up among them.
const MOST_INDICES: usize = 100;

/// What stood last.
#[derive(Clone, Copy, PartialEq)]
enum State {
    /// Nothing or an operator: an operand is expected.
    Start,
    Operand,
    /// An operand with its power; a second power needs braces.
    Power,
}

/// How something that is open is closed.
#[derive(Clone, Copy, PartialEq)]
enum Closer {
    Paren,
    Square,
    Curly,
    Bar,
    Vert,
    Floor,
    Ceil,
    Brace,
}

/// What happens when a group in braces, or the single letter in its place, has been read.
enum Then {
    Group,
    Numerator,
    Denominator,
    Exponent,
    /// The index of a root, whose tokens start here. It is written before the radicand and needed behind it.
    RootIndex(usize),
    Radicand(Vec<Token>),
    SumLow,
    /// The tokens of the upper limit start here.
    SumHigh(Symbol, usize),
}

/// A token of a subscript, and its text if it becomes part of a name.
type Part = (TokenKind, String, Span);

enum Kind {
    /// `(`, `\left[`, `|`; `list` if commas separate arguments.
    Bracket {
        closer: Closer,
        sized: bool,
        list: bool,
    },
    Group(Then),
    /// `\sin` without parentheses.
    Argument,
    /// The body of a sum; so many indices are bound outside.
    Body(usize),
}

struct Open {
    kind: Kind,
    span: Span,
    /// What is written after the closing token: further parentheses, the power of `\sin^2 x`.
    suffix: Vec<TokenKind>,
}

struct Translator<'a> {
    lexemes: Vec<Spanned<'a>>,
    position: usize,
    out: Vec<Token>,
    open: Vec<Open>,
    /// For everything in `open` that only its own closing token ends: whether that is a plain `|`.
    bars: Vec<bool>,
    state: State,
    /// The indices of the sums around.
    bound: Vec<Symbol>,
    /// The index of the sum whose limits are being read.
    sums: Vec<Symbol>,
    ast: &'a mut Ast,
    limits: &'a Limits,
}

fn translate<'a>(source: &'a str, limits: &'a Limits, ast: &'a mut Ast) -> Tokens {
    ast.intern("in");
    let mut translator = Translator {
        lexemes: lex(source),
        position: 0,
        out: Vec::new(),
        open: Vec::new(),
        bars: Vec::new(),
        state: State::Start,
        bound: Vec::new(),
        sums: Vec::new(),
        ast,
        limits,
    };
    let error = translator.run().err();
    let end = translator.lexemes.last().map_or(0, |(_, span)| span.end as usize);
    let (kind, at) = match &error {
        Some(error) => (TokenKind::Invalid, error.span().map_or(end, |s| s.start as usize)),
        None => (TokenKind::End, end),
    };
    let mut tokens = translator.out;
    tokens.push(Token { kind, span: Span::new(at, at) });
    Tokens { tokens, error }
}

impl<'a> Translator<'a> {
    fn run(&mut self) -> Result<(), Error> {
        loop {
            let (lexeme, span) = self.next();
            match lexeme {
                Lexeme::End => break,
                Lexeme::Number(text) => self.number(text, span)?,
                Lexeme::Letter(text) => self.variable(text.to_owned(), span)?,
                Lexeme::Command(name) => self.command(name, span)?,
                Lexeme::Char(c) => self.char(c, span)?,
            }
            self.limits.check_nesting(self.open.len(), span)?;
        }
        self.end_loose()?;
        let (_, end) = self.peek();
        match self.open.last() {
            Some(open) => {
                Err(Error::new(format!("expected {}, found the end", self.closing(open)), end).with_related(open.span, "opened here"))
            }
            None => Ok(()),
        }
    }

    fn peek(&self) -> Spanned<'a> {
        self.look(0)
    }

    fn look(&self, ahead: usize) -> Spanned<'a> {
        self.lexemes[(self.position + ahead).min(self.lexemes.len() - 1)]
    }

    fn next(&mut self) -> Spanned<'a> {
        let found = self.peek();
        self.position += 1;
        found
    }

    fn accept(&mut self, wanted: Lexeme<'_>) -> bool {
        let found = self.peek().0 == wanted;
        self.position += usize::from(found);
        found
    }

    fn emit(&mut self, kind: TokenKind, span: Span) {
        self.out.push(Token { kind, span });
    }

    /// Tokens that nobody wrote, at the place of the present lexeme.
    fn insert(&mut self, kinds: impl IntoIterator<Item = TokenKind>) {
        let at = self.peek().1.start as usize;
        self.insert_at(kinds, at);
    }

    fn insert_at(&mut self, kinds: impl IntoIterator<Item = TokenKind>, at: usize) {
        let span = Span::new(at, at);
        self.out.extend(kinds.into_iter().map(|kind| Token { kind, span }));
    }

    fn name(&mut self, text: &str) -> TokenKind {
        TokenKind::Name(self.ast.intern(text))
    }

    /// Writes the `*` of a juxtaposition.
    fn start_operand(&mut self, span: Span) {
        if self.state != State::Start {
            self.insert_at([TokenKind::Star], span.start as usize);
        }
        self.state = State::Start;
    }

    fn push(&mut self, kind: Kind, span: Span, suffix: Vec<TokenKind>) {
        match kind {
            Kind::Argument | Kind::Body(_) => {}
            Kind::Bracket { closer: Closer::Bar, sized: false, .. } => self.bars.push(true),
            Kind::Bracket { .. } | Kind::Group(_) => self.bars.push(false),
        }
        self.open.push(Open { kind, span, suffix });
        self.state = State::Start;
    }

    fn number(&mut self, text: &str, span: Span) -> Result<(), Error> {
        if self.state != State::Start && self.out.last().is_some_and(|t| matches!(t.kind, TokenKind::Number(_))) {
            return Err(Error::new("two numbers stand side by side", span).with_hint("write `\\cdot` between them"));
        }
        if let ((Lexeme::Letter("e" | "E"), letter), (next, at)) = (self.peek(), self.look(1)) {
            let exponent =
                matches!(next, Lexeme::Number(_)) || matches!((next, self.look(2).0), (Lexeme::Char('+' | '-'), Lexeme::Number(_)));
            if exponent && letter.start == span.end && at.start == letter.end {
                return Err(Error::new("it is unclear whether this `e` is a power of ten", letter)
                    .with_hint("write `\\cdot 10^{3}`, or `\\cdot e`"));
            }
        }
        self.start_operand(span);
        let value = number_value(text, span)?;
        self.emit(TokenKind::Number(value), span);
        self.state = State::Operand;
        Ok(())
    }

    /// A variable with its subscript.
    fn variable(&mut self, base: String, mut span: Span) -> Result<(), Error> {
        self.start_operand(span);
        let ambiguous = matches!(base.as_str(), "f" | "g" | "h" | "sigma" | "Gamma" | "Phi");
        let mut indices = Vec::new();
        let mut name = base;
        if self.accept(Lexeme::Char('_')) {
            let (parts, end) = self.subscript()?;
            if parts.iter().any(|(kind, ..)| matches!(kind, TokenKind::Name(s) if self.bound.contains(s))) {
                indices = parts;
            } else {
                for (kind, text, at) in parts {
                    match kind {
                        TokenKind::Comma => name.push('_'),
                        TokenKind::Name(_) | TokenKind::Number(_) => name.push_str(&text),
                        _ => {
                            return Err(Error::new("this subscript is part of a name and cannot be computed", at)
                                .with_hint("an index has to be bound by a sum around it"));
                        }
                    }
                }
            }
            span = span.to(end);
        }
        self.limits.check_name(&name, span)?;
        let token = self.name(&name);
        self.emit(token, span);
        if !indices.is_empty() {
            self.insert([TokenKind::OpenSquare]);
            let mut operand = false;
            for (kind, _, at) in indices {
                let value = matches!(kind, TokenKind::Name(_) | TokenKind::Number(_));
                // `w_{ij}` is `w[i, j]`.
                if value && operand {
                    self.insert_at([TokenKind::Comma], at.start as usize);
                }
                self.emit(kind, at);
                operand = value;
            }
            self.insert([TokenKind::CloseSquare]);
        }
        self.state = State::Operand;
        let paren = self.peek().0 == Lexeme::Char('(') || (self.peek().0 == Lexeme::Command("left") && self.look(1).0 == Lexeme::Char('('));
        if ambiguous && paren {
            return Err(Error::new(format!("it is unclear whether `{name}` is a function or a factor"), self.peek().1)
                .with_hint(format!("write `\\operatorname{{{name}}}(...)`, or `\\cdot` in between")));
        }
        Ok(())
    }

    /// What stands after `_`: names, numbers, commas, `+` and `-`.
    fn subscript(&mut self) -> Result<(Vec<Part>, Span), Error> {
        let (first, open) = self.peek();
        let braces = first == Lexeme::Char('{');
        if braces {
            self.next();
        }
        let mut parts = Vec::new();
        loop {
            let (lexeme, span) = self.next();
            let part = match lexeme {
                Lexeme::Char('}') if braces && !parts.is_empty() => return Ok((parts, span)),
                Lexeme::Number(text) if braces || text.len() == 1 => {
                    (TokenKind::Number(number_value(text, span)?), text.replace('.', "_"), span)
                }
                Lexeme::Number(_) => return Err(needs_braces(span)),
                Lexeme::Char(',') if braces => (TokenKind::Comma, String::new(), span),
                Lexeme::Char('+') if braces => (TokenKind::Plus, String::new(), span),
                Lexeme::Char('-') if braces => (TokenKind::Minus, String::new(), span),
                _ => match self.plain_name(lexeme, span)? {
                    Some((name, span)) => (self.name(&name), name, span),
                    None => {
                        let error = Error::new(format!("expected a subscript, found {}", self.quote(lexeme)), span);
                        return Err(if braces { error.with_related(open, "opened here") } else { error });
                    }
                },
            };
            let span = part.2;
            parts.push(part);
            if !braces {
                return Ok((parts, span));
            }
        }
    }

    /// A letter, a Greek letter or a name in `\mathrm{...}`, if the lexeme starts one.
    fn plain_name(&mut self, lexeme: Lexeme<'_>, span: Span) -> Result<Option<(String, Span)>, Error> {
        match lexeme {
            Lexeme::Letter(text) => Ok(Some((text.to_owned(), span))),
            Lexeme::Command(name) if is_letter(name) => Ok(Some((name.to_owned(), span))),
            Lexeme::Command(name) if is_font(name) || is_upright(name) => {
                let (name, end) = self.braced_name()?;
                Ok(Some((name, span.to(end))))
            }
            _ => Ok(None),
        }
    }

    /// `{name}` after `\mathrm` and its like.
    fn braced_name(&mut self) -> Result<(String, Span), Error> {
        self.accept(Lexeme::Char('*'));
        let (open, span) = self.next();
        if let Lexeme::Letter(text) = open {
            return Ok((text.to_owned(), span));
        }
        if open != Lexeme::Char('{') {
            return Err(Error::new(format!("expected a name in braces, found {}", self.quote(open)), span));
        }
        let mut name = String::new();
        loop {
            let (lexeme, at) = self.next();
            match lexeme {
                Lexeme::Letter(text) => name.push_str(text),
                Lexeme::Command(letter) if is_letter(letter) => name.push_str(letter),
                Lexeme::Command("_") | Lexeme::Char('_') if !name.is_empty() => name.push('_'),
                Lexeme::Number(text) if !name.is_empty() && !text.contains('.') => name.push_str(text),
                Lexeme::Char('}') if !name.is_empty() => {
                    self.limits.check_name(&name, span)?;
                    return Ok((name, at));
                }
                _ => {
                    return Err(Error::new(format!("expected a name, found {}", self.quote(lexeme)), at).with_related(span, "opened here"));
                }
            }
        }
    }

    fn command(&mut self, name: &'a str, span: Span) -> Result<(), Error> {
        if reduction(name).is_some() && (function(name).is_none() || self.peek().0 == Lexeme::Char('_')) {
            return self.sum(name, span);
        }
        if let Some(function) = function(name) {
            return self.function(function, span);
        }
        if is_letter(name) {
            return self.variable(name.to_owned(), span);
        }
        if is_font(name) {
            let (text, end) = self.braced_name()?;
            return self.variable(text, span.to(end));
        }
        if is_upright(name) {
            let (text, end) = self.braced_name()?;
            let next = (self.peek().0, self.look(1).0);
            let called = matches!(next, (Lexeme::Char('('), _) | (Lexeme::Command("left"), Lexeme::Char('(')));
            return if called || matches!(name, "operatorname" | "mathop") {
                self.function(&text, span.to(end))
            } else {
                self.variable(text, span.to(end))
            };
        }
        match name {
            "frac" | "dfrac" | "tfrac" | "cfrac" => self.fraction(span),
            "sqrt" => self.root(span),
            "cdot" | "times" | "ast" | "odot" => self.product(TokenKind::Star, span),
            "div" => self.product(TokenKind::Slash, span),
            "left" => {
                let (delimiter, at) = self.next();
                match opening(delimiter) {
                    Some(closer) => self.bracket(closer, true, span.to(at)),
                    None => Err(Error::new(format!("expected a bracket, found {}", self.quote(delimiter)), at)),
                }
            }
            "right" => {
                let (delimiter, at) = self.next();
                match closing(delimiter) {
                    Some(closer) => self.close(closer, true, span.to(at)),
                    None => Err(Error::new(format!("expected a bracket, found {}", self.quote(delimiter)), at)),
                }
            }
            "lt" => self.relation(TokenKind::Less, span),
            "gt" => self.relation(TokenKind::Greater, span),
            "le" | "leq" => self.relation(TokenKind::LessEqual, span),
            "ge" | "geq" => self.relation(TokenKind::GreaterEqual, span),
            "ne" | "neq" => self.relation(TokenKind::NotEqual, span),
            _ => {
                let lexeme = Lexeme::Command(name);
                if let Some(closer) = closing(lexeme).filter(|_| name != "vert") {
                    return self.close(closer, false, span);
                }
                if name == "vert" {
                    return self.bar(span);
                }
                match opening(lexeme) {
                    Some(closer) => self.bracket(closer, false, span),
                    None => Err(unknown(name, span)),
                }
            }
        }
    }

    fn char(&mut self, c: char, span: Span) -> Result<(), Error> {
        match c {
            '+' | '-' | '−' => {
                let kind = if c == '+' { TokenKind::Plus } else { TokenKind::Minus };
                if self.state != State::Start {
                    self.end_loose()?;
                }
                self.emit(kind, span);
                self.state = State::Start;
                Ok(())
            }
            '*' | '·' | '×' | '⋅' => self.product(TokenKind::Star, span),
            '/' | '÷' => self.product(TokenKind::Slash, span),
            '^' => self.power(span),
            '(' => self.bracket(Closer::Paren, false, span),
            '[' => self.bracket(Closer::Square, false, span),
            ')' => self.close(Closer::Paren, false, span),
            ']' => self.close(Closer::Square, false, span),
            '{' => {
                self.start_operand(span);
                self.emit(TokenKind::Open, span);
                self.push(Kind::Group(Then::Group), span, vec![]);
                Ok(())
            }
            '}' => self.close(Closer::Brace, false, span),
            '|' => self.bar(span),
            ',' => {
                self.end_loose()?;
                if !matches!(self.open.last(), Some(Open { kind: Kind::Bracket { list: true, .. }, .. })) {
                    return Err(Error::new("unexpected `,`", span).with_hint("a list belongs to a function"));
                }
                self.emit(TokenKind::Comma, span);
                self.state = State::Start;
                Ok(())
            }
            '=' => self.relation(TokenKind::Assign, span),
            '<' => self.relation(TokenKind::Less, span),
            '>' => self.relation(TokenKind::Greater, span),
            '_' => Err(Error::new("unexpected `_`", span).with_hint("a subscript follows a name, before its power")),
            '\'' => Err(Error::new("unexpected `'`", span).with_hint("a transpose is `A^\\top`")),
            '!' => Err(Error::new("factorials are not read", span)),
            '$' => Err(Error::new("unexpected `$`", span).with_hint("leave out the dollar signs")),
            '\\' => Err(Error::new("unexpected `\\` at the end", span).with_hint("a command has a name, such as `\\sin`")),
            '.' => Err(Error::new("unexpected `.`", span).with_hint("a number needs a digit beside the point")),
            c if c.is_control() => Err(Error::new(format!("unexpected character U+{:04X}", c as u32), span)),
            c => Err(Error::new(format!("unexpected character `{c}`"), span)),
        }
    }

    fn product(&mut self, kind: TokenKind, span: Span) -> Result<(), Error> {
        self.end_arguments()?;
        self.emit(kind, span);
        self.state = State::Start;
        Ok(())
    }

    fn relation(&mut self, kind: TokenKind, span: Span) -> Result<(), Error> {
        self.end_loose()?;
        self.emit(kind, span);
        self.state = State::Start;
        Ok(())
    }

    fn power(&mut self, span: Span) -> Result<(), Error> {
        if self.state == State::Power {
            return Err(Error::new("a second power on the same base", span).with_hint("write `{x^a}^b` or `x^{a^b}`"));
        }
        let transpose = |l| matches!(l, Lexeme::Command("top" | "intercal"));
        let alone = transpose(self.peek().0);
        let braced = self.peek().0 == Lexeme::Char('{') && transpose(self.look(1).0) && self.look(2).0 == Lexeme::Char('}');
        if alone || braced {
            self.emit(TokenKind::Prime, span);
            self.position += if alone { 1 } else { 3 };
            self.state = State::Power;
            return Ok(());
        }
        self.emit(TokenKind::Caret, span);
        self.insert([TokenKind::Open]);
        self.argument(Then::Exponent)
    }

    fn fraction(&mut self, span: Span) -> Result<(), Error> {
        if self.look(0).0 == Lexeme::Char('{') {
            let differential = |l| matches!(l, Lexeme::Letter("d") | Lexeme::Command("partial"));
            let over_d = self.look(2).0 == Lexeme::Char('}')
                && self.look(3).0 == Lexeme::Char('{')
                && differential(self.look(4).0)
                && self.look(5).0 != Lexeme::Char('}');
            if self.look(1).0 == Lexeme::Command("partial") || (differential(self.look(1).0) && over_d) {
                return Err(Error::new("a derivative cannot be part of a formula", span)
                    .with_hint("give the formula alone and differentiate it: `chainrule diff EXPR --wrt x`"));
            }
        }
        self.start_operand(span);
        self.emit(TokenKind::Open, span);
        self.insert([TokenKind::Open]);
        self.argument(Then::Numerator)
    }

    fn root(&mut self, span: Span) -> Result<(), Error> {
        self.start_operand(span);
        if self.accept(Lexeme::Char('[')) {
            let inside = |open: &&Open| matches!(open.kind, Kind::Group(Then::RootIndex(_)));
            // The index is moved behind the radicand, once for every root around it.
            if self.open.iter().rev().take(64).filter(inside).count() > 2 {
                return Err(Error::new("roots in the index of a root are nested too deeply", span));
            }
            let start = self.out.len();
            self.push(Kind::Group(Then::RootIndex(start)), span, vec![]);
            return Ok(());
        }
        let name = self.name("sqrt");
        self.emit(name, span);
        self.insert([TokenKind::Open]);
        self.argument(Then::Radicand(Vec::new()))
    }

    /// Reads `{...}`, or the one letter or digit that may stand in its place.
    fn argument(&mut self, then: Then) -> Result<(), Error> {
        let (lexeme, span) = self.next();
        match lexeme {
            Lexeme::Char('{') => {
                self.push(Kind::Group(then), span, vec![]);
                return Ok(());
            }
            Lexeme::Number(text) => {
                // `x^23` is `x^2 3` to TeX and `x^{23}` to most readers. `\frac12` is plain.
                let digits = match then {
                    Then::Numerator if text.len() == 2 && text.bytes().all(|b| b.is_ascii_digit()) => text.split_at(1),
                    _ if text.len() == 1 => (text, ""),
                    _ => return Err(needs_braces(span)),
                };
                self.emit(TokenKind::Number(number_value(digits.0, span)?), span);
                if !digits.1.is_empty() {
                    self.insert([TokenKind::Close, TokenKind::Slash, TokenKind::Open]);
                    self.emit(TokenKind::Number(number_value(digits.1, span)?), span);
                    return self.then(Then::Denominator);
                }
            }
            Lexeme::Letter(_) | Lexeme::Command(_) => match self.plain_name(lexeme, span)? {
                Some((name, span)) => {
                    let name = self.name(&name);
                    self.emit(name, span);
                }
                None => return Err(needs_braces(span)),
            },
            _ => {
                return Err(Error::new(format!("expected `{{`, found {}", self.quote(lexeme)), span));
            }
        }
        self.then(then)
    }

    /// Goes on after a group or the letter in its place.
    fn then(&mut self, then: Then) -> Result<(), Error> {
        use TokenKind::{Caret, Close, Number, Open as Paren, Plus, Range, Slash};
        match then {
            Then::Group => {
                self.insert([Close]);
                self.state = State::Operand;
            }
            Then::Numerator => {
                self.insert([Close, Slash, Paren]);
                return self.argument(Then::Denominator);
            }
            Then::Denominator => {
                self.insert([Close, Close]);
                self.state = State::Operand;
            }
            Then::Exponent => {
                self.insert([Close]);
                self.state = State::Power;
            }
            Then::RootIndex(start) => {
                let index: Vec<Token> = self.out.drain(start..).collect();
                let (function, index) = match index[..] {
                    [Token { kind: Number(2.0), .. }] => ("sqrt", vec![]),
                    [Token { kind: Number(3.0), .. }] => ("cbrt", vec![]),
                    _ => ("", index),
                };
                if function.is_empty() {
                    self.insert([Paren, Paren]);
                } else {
                    let name = self.name(function);
                    self.insert([name, Paren]);
                }
                return self.argument(Then::Radicand(index));
            }
            Then::Radicand(index) => {
                self.insert([Close]);
                if !index.is_empty() {
                    self.insert([Caret, Paren, Number(1.0), Slash, Paren]);
                    self.out.extend(index);
                    self.insert([Close, Close, Close]);
                }
                self.state = State::Operand;
            }
            Then::SumLow => {
                self.insert([Close, Range]);
                let (next, span) = self.next();
                if next != Lexeme::Char('^') {
                    return Err(Error::new(format!("expected the upper limit `^{{...}}`, found {}", self.quote(next)), span));
                }
                self.insert([Paren]);
                let Some(index) = self.sums.pop() else { return Ok(()) };
                let start = self.out.len();
                return self.argument(Then::SumHigh(index, start));
            }
            Then::SumHigh(index, start) => {
                // The upper limit is included; ranges of the formula language exclude their end.
                match &mut self.out[start..] {
                    [Token { kind: Number(high), .. }] if high.fract() == 0.0 && *high < 9.0e15 => {
                        *high += 1.0;
                        self.insert([Close]);
                    }
                    _ => self.insert([Close, Plus, Number(1.0)]),
                }
                return self.body(vec![index]);
            }
        }
        Ok(())
    }

    fn function(&mut self, name: &str, span: Span) -> Result<(), Error> {
        // `\sin x \cos x` is a product, `\sin\cos x` is not.
        if self.state != State::Start {
            self.end_arguments()?;
        }
        self.start_operand(span);
        let mut name = name.to_owned();
        let mut suffix = vec![];
        if name == "log" && self.accept(Lexeme::Char('_')) {
            let (parts, end) = self.subscript()?;
            match parts[..] {
                [(TokenKind::Number(2.0), ..)] => name = "log2".to_owned(),
                [(TokenKind::Number(10.0), ..)] => name = "log10".to_owned(),
                [(base @ (TokenKind::Number(_) | TokenKind::Name(_)), ..)] => {
                    let ln = self.name("ln");
                    self.emit(TokenKind::Open, span);
                    name = "ln".to_owned();
                    suffix = vec![TokenKind::Slash, ln, TokenKind::Open, base, TokenKind::Close, TokenKind::Close];
                }
                _ => return Err(Error::new("the base of a logarithm has to be a number or a name", end)),
            }
        }
        if self.peek().0 == Lexeme::Char('^') {
            let (_, caret) = self.next();
            let braces = self.accept(Lexeme::Char('{'));
            let (power, at) = self.next();
            let closed = !braces || self.accept(Lexeme::Char('}'));
            match power {
                Lexeme::Number(text) if closed && (braces || text.len() == 1) => {
                    suffix.extend([TokenKind::Caret, TokenKind::Number(number_value(text, at)?)]);
                }
                _ => {
                    return Err(Error::new(format!("it is unclear what this power of `{name}` means"), caret)
                        .with_hint("write `(\\sin x)^{...}`, or `\\arcsin x` for the inverse"));
                }
            }
        }
        self.limits.check_name(&name, span)?;
        let token = self.name(&name);
        self.emit(token, span);
        let (next, at) = self.peek();
        let sized = next == Lexeme::Command("left");
        let delimiter = if sized { self.look(1).0 } else { next };
        let bracket = match delimiter {
            Lexeme::Char('(') => Some(Closer::Paren),
            Lexeme::Char('{') if !sized => Some(Closer::Brace),
            Lexeme::Char('|') => Some(Closer::Bar),
            Lexeme::Command("lvert") => Some(Closer::Vert),
            _ => None,
        };
        let Some(closer) = bracket else {
            self.insert([TokenKind::Open]);
            self.push(Kind::Argument, span, suffix);
            return Ok(());
        };
        self.position += if sized { 2 } else { 1 };
        self.emit(TokenKind::Open, at);
        if matches!(closer, Closer::Bar | Closer::Vert) {
            let abs = self.name("abs");
            self.insert([abs, TokenKind::Open]);
            suffix.insert(0, TokenKind::Close);
        }
        let list = matches!(closer, Closer::Paren | Closer::Brace);
        self.push(Kind::Bracket { closer, sized, list }, at, suffix);
        Ok(())
    }

    /// `\sum_{i=1}^{n}`, `\sum_{i,j}`, `\max_i`, up to the body.
    fn sum(&mut self, command: &str, span: Span) -> Result<(), Error> {
        if self.state != State::Start {
            self.end_arguments()?;
        }
        self.start_operand(span);
        let name = self.name(reduction(command).unwrap_or("sum"));
        self.emit(name, span);
        self.insert([TokenKind::Open]);
        let (next, at) = self.next();
        if next != Lexeme::Char('_') {
            return Err(Error::new(format!("expected `_`, found {}", self.quote(next)), at)
                .with_hint(format!("write `\\{command}_{{i=1}}^{{n}}` or `\\{command}_i`")));
        }
        let (open, open_span) = self.peek();
        let braces = self.accept(Lexeme::Char('{'));
        let mut indices = Vec::new();
        loop {
            let (lexeme, at) = self.next();
            let Some((text, at)) = self.plain_name(lexeme, at)? else {
                return Err(Error::new(format!("expected the name of an index, found {}", self.quote(lexeme)), at));
            };
            let index = self.ast.intern(&text);
            self.emit(TokenKind::Name(index), at);
            indices.push(index);
            if !braces {
                return self.body(indices);
            }
            let (next, at) = self.next();
            match next {
                Lexeme::Char(',') => self.emit(TokenKind::Comma, at),
                Lexeme::Char('}') => return self.body(indices),
                Lexeme::Char('=') if indices.len() == 1 => {
                    let word_in = self.name("in");
                    self.emit(word_in, at);
                    self.insert([TokenKind::Open]);
                    self.sums.push(index);
                    self.push(Kind::Group(Then::SumLow), open_span, vec![]);
                    return Ok(());
                }
                _ => {
                    return Err(Error::new(format!("expected `}}`, `,` or `=`, found {}", self.quote(next)), at)
                        .with_related(open_span, format!("{} opened here", self.quote(open))));
                }
            }
        }
    }

    fn body(&mut self, indices: Vec<Symbol>) -> Result<(), Error> {
        let span = self.peek().1;
        self.insert([TokenKind::Colon]);
        let outside = self.bound.len();
        self.bound.extend(indices);
        self.push(Kind::Body(outside), span, vec![]);
        match self.bound.len() {
            0..=MOST_INDICES => Ok(()),
            _ => Err(Error::new(format!("more than {MOST_INDICES} indices are bound at once"), span)),
        }
    }

    fn bracket(&mut self, closer: Closer, sized: bool, span: Span) -> Result<(), Error> {
        self.start_operand(span);
        let function = match closer {
            Closer::Bar | Closer::Vert => "abs",
            Closer::Floor => "floor",
            Closer::Ceil => "ceil",
            Closer::Paren | Closer::Square | Closer::Curly | Closer::Brace => "",
        };
        if !function.is_empty() {
            let name = self.name(function);
            self.insert_at([name], span.start as usize);
        }
        self.emit(TokenKind::Open, span);
        self.push(Kind::Bracket { closer, sized, list: false }, span, vec![]);
        Ok(())
    }

    /// `|` opens or closes, whichever makes sense.
    fn bar(&mut self, span: Span) -> Result<(), Error> {
        if self.bars.last() == Some(&true) && self.state != State::Start {
            self.close(Closer::Bar, false, span)
        } else {
            self.bracket(Closer::Bar, false, span)
        }
    }

    fn close(&mut self, closer: Closer, sized: bool, span: Span) -> Result<(), Error> {
        self.end_loose()?;
        let text = self.text(span);
        let Some(open) = self.open.pop() else {
            return Err(Error::new(format!("unmatched {text}"), span).with_hint("remove it, or open it before"));
        };
        self.bars.pop();
        match (open.kind, closer) {
            (Kind::Bracket { closer: wanted, sized: size, .. }, _) if wanted == closer && size == sized => {
                self.emit(TokenKind::Close, span);
                let power = matches!(open.suffix[..], [.., TokenKind::Caret, TokenKind::Number(_)]);
                self.insert(open.suffix);
                self.state = if power { State::Power } else { State::Operand };
                Ok(())
            }
            (Kind::Group(then @ Then::RootIndex(_)), Closer::Square) if !sized => self.then(then),
            (Kind::Group(_), Closer::Brace) if self.state == State::Start => {
                Err(Error::new(format!("expected a number, a name or `(`, found {text}"), span).with_related(open.span, "opened here"))
            }
            (Kind::Group(then), Closer::Brace) if !matches!(then, Then::RootIndex(_)) => self.then(then),
            (kind, _) => {
                let open = Open { kind, ..open };
                Err(Error::new(format!("expected {}, found {text}", self.closing(&open)), span).with_related(open.span, "opened here"))
            }
        }
    }

    /// Ends the arguments and sums that the present lexeme cannot belong to.
    fn end_loose(&mut self) -> Result<(), Error> {
        while matches!(self.open.last(), Some(Open { kind: Kind::Argument | Kind::Body(_), .. })) {
            self.end_last()?;
        }
        Ok(())
    }

    fn end_arguments(&mut self) -> Result<(), Error> {
        while matches!(self.open.last(), Some(Open { kind: Kind::Argument, .. })) {
            self.end_last()?;
        }
        Ok(())
    }

    fn end_last(&mut self) -> Result<(), Error> {
        let Some(open) = self.open.pop() else { return Ok(()) };
        // The lexeme that ends the argument has been read already, except at the end.
        if self.state == State::Start && matches!(open.kind, Kind::Argument) {
            let at = self.position.saturating_sub(1).min(self.lexemes.len() - 1);
            let (lexeme, span) = self.lexemes[at];
            return Err(
                Error::new(format!("expected an argument, found {}", self.quote(lexeme)), span).with_related(open.span, "of this function")
            );
        }
        if let Kind::Body(outside) = open.kind {
            self.bound.truncate(outside);
        }
        let power = matches!(open.suffix[..], [.., TokenKind::Caret, TokenKind::Number(_)]);
        self.insert([TokenKind::Close]);
        self.insert(open.suffix);
        self.state = if power { State::Power } else { State::Operand };
        Ok(())
    }

    /// What would close it, for a message.
    fn closing(&self, open: &Open) -> &'static str {
        match open.kind {
            Kind::Bracket { closer, sized, .. } => match (closer, sized) {
                (Closer::Paren, false) => "`)`",
                (Closer::Paren, true) => "`\\right)`",
                (Closer::Square, false) => "`]`",
                (Closer::Square, true) => "`\\right]`",
                (Closer::Curly, false) => "`\\}`",
                (Closer::Curly, true) => "`\\right\\}`",
                (Closer::Bar, false) => "`|`",
                (Closer::Bar, true) => "`\\right|`",
                (Closer::Vert, _) => "`\\rvert`",
                (Closer::Floor, _) => "`\\rfloor`",
                (Closer::Ceil, _) => "`\\rceil`",
                (Closer::Brace, _) => "`}`",
            },
            Kind::Group(Then::RootIndex(_)) => "`]`",
            Kind::Group(_) => "`}`",
            Kind::Argument | Kind::Body(_) => "an operand",
        }
    }

    fn quote(&self, lexeme: Lexeme<'_>) -> String {
        match lexeme {
            Lexeme::Command(name) => format!("`\\{name}`"),
            Lexeme::Letter(text) | Lexeme::Number(text) => format!("`{text}`"),
            Lexeme::Char(c) if c.is_control() => format!("U+{:04X}", c as u32),
            Lexeme::Char(c) => format!("`{c}`"),
            Lexeme::End => "the end".to_owned(),
        }
    }

    /// The lexemes of a span that was just read, as they are written.
    fn text(&self, span: Span) -> String {
        let last = &self.lexemes[..self.position.min(self.lexemes.len())];
        let parts = last.iter().rev().take_while(|(_, s)| s.start >= span.start);
        let mut parts: Vec<String> = parts.map(|(l, _)| self.quote(*l).trim_matches('`').to_owned()).collect();
        parts.reverse();
        format!("`{}`", parts.concat())
    }
}

fn opening(lexeme: Lexeme<'_>) -> Option<Closer> {
    Some(match lexeme {
        Lexeme::Char('(') => Closer::Paren,
        Lexeme::Char('[') => Closer::Square,
        Lexeme::Char('|') | Lexeme::Command("vert") => Closer::Bar,
        Lexeme::Command("{" | "lbrace") => Closer::Curly,
        Lexeme::Command("lvert") => Closer::Vert,
        Lexeme::Command("lfloor") => Closer::Floor,
        Lexeme::Command("lceil") => Closer::Ceil,
        _ => return None,
    })
}

fn closing(lexeme: Lexeme<'_>) -> Option<Closer> {
    Some(match lexeme {
        Lexeme::Char(')') => Closer::Paren,
        Lexeme::Char(']') => Closer::Square,
        Lexeme::Char('|') | Lexeme::Command("vert") => Closer::Bar,
        Lexeme::Command("}" | "rbrace") => Closer::Curly,
        Lexeme::Command("rvert") => Closer::Vert,
        Lexeme::Command("rfloor") => Closer::Floor,
        Lexeme::Command("rceil") => Closer::Ceil,
        _ => return None,
    })
}

fn needs_braces(span: Span) -> Error {
    Error::new("this needs braces", span).with_hint("write `{...}` around everything that belongs together")
}

fn unknown(name: &str, span: Span) -> Error {
    let error = Error::new(format!("the command `\\{name}` is not known"), span);
    match name {
        "partial" | "nabla" | "int" | "lim" => Error::new(format!("`\\{name}` cannot be part of a formula"), span),
        "begin" | "end" => error.with_hint("write cases as `if(c, a, b)` in the formula language"),
        "pm" | "mp" => error.with_hint("a formula has one value"),
        "(" | ")" | "[" | "]" => error.with_hint("leave out the marks around the formula"),
        "|" => error.with_hint("for a norm write `\\operatorname{norm}(x, y)`, for a magnitude `|x|`"),
        "infty" => error.with_hint("there is no number for infinity"),
        _ if name.len() > 1 && name.bytes().all(|b| b.is_ascii_alphabetic()) => {
            error.with_hint(format!("for a function write `\\operatorname{{{name}}}(...)`, for a name `\\mathrm{{{name}}}`"))
        }
        _ => error,
    }
}
