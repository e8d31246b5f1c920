//! Filters and queries with any texts in them: the statement is the same one whatever the texts are.
//!
//! Each statement is built twice, once with the texts and once with `x` in their place. A SQL
//! tokenizer has to find the same tokens in both, and as literals the texts.

use billbind::billingplatform::billing_profile::{self, BillingCycle, COL, Filter, PATH};
use billbind::billingplatform::{BillingProfile, account, invoice};
use billbind::{Column, DateTime, Decimal};
use sqlparser::dialect::GenericDialect;
use sqlparser::parser::Parser;
use sqlparser::tokenizer::{Token, Tokenizer};

use crate::Outcome;
use crate::pieces::Pieces;

const BASE: &str = "https://my.billingplatform.com/myorg";

/// What breaks out of literals.
pub const WORDS: &[&str] = &[
    "'",
    "''",
    "\\'",
    "\\",
    "' OR '1'='1",
    "--",
    "/*",
    "*/",
    ";",
    "%",
    "_",
    "N'",
    "E'",
    "$$",
    "\0",
    "\u{2019}",
    "\u{ff07}",
    "\u{2bc}",
    "1 OR 1=1",
    ") OR (",
    "\n",
    "12345",
    "-5",
    "0x1f",
];

/// Shapes with some texts.
#[must_use]
pub fn seeds() -> Vec<Vec<u8>> {
    let texts = ["O'Brien\n", "a\nb\nc\nd\n", "50%\n_\n", "\\\n'\n"];
    let shapes: [&[u8]; 4] = [&[0], &[1, 8, 0], &[9, 10, 2, 3], &[11, 4, 5, 6, 7]];
    let pairs = shapes.iter().zip(texts);
    pairs
        .map(|(shape, text)| [*shape, text.as_bytes(), &[200; 24]].concat())
        .collect()
}

/// Builds filters and queries of the input.
///
/// # Panics
///
/// Where a text becomes anything but a literal.
#[expect(
    clippy::must_use_candidate,
    reason = "a target is run for its promises"
)]
pub fn run(input: &[u8]) -> Outcome {
    let with_texts = build(input, true);
    let plain = build(input, false);
    let filter = compare(&with_texts.filter, &plain.filter, "SELECT 1 FROM t WHERE ");
    if with_texts.is_refused {
        return Outcome::of(&(filter, 0));
    }
    let tokens = compare(&with_texts.query, &plain.query, "");
    Outcome::of(&(filter, tokens))
}

/// What an input gives.
struct Built {
    filter: String,
    query: String,
    /// Whether the query would be refused, and never be sent.
    is_refused: bool,
}

/// The texts of an input, or `x` for each of them.
struct Texts<'a> {
    pieces: Pieces<'a>,
    as_given: bool,
}

impl Texts<'_> {
    fn text(&mut self) -> String {
        let text = self.pieces.text();
        if self.as_given { text } else { "x".to_owned() }
    }
}

fn build(input: &[u8], as_given: bool) -> Built {
    let mut texts = Texts {
        pieces: Pieces::of(input),
        as_given,
    };
    let filter = condition(&mut texts, 6);
    let path = PATH.account.col(&account::COL.name);
    let children = invoice::query()
        .columns(&invoice::COL.id)
        .filter(invoice::COL.file_name.eq(texts.text()))
        .children_of(&invoice::PATH.billing_profile);
    let mut query = billing_profile::query()
        .select((&COL.id, &path, children))
        .filter(filter.clone())
        .order_by((path.desc(), &COL.address1));
    if !texts.pieces.is_empty() {
        query = query.offset(texts.pieces.number());
    }
    Built {
        filter: filter.to_sql(),
        query: query.to_sql(),
        is_refused: query.request().render(BASE).is_err(),
    }
}

fn condition(texts: &mut Texts<'_>, depth: usize) -> Filter {
    let choice = texts.pieces.byte() % if depth == 0 { 11 } else { 16 };
    match choice {
        0 => COL.address1.eq(texts.text()),
        1 => COL.address1.like(texts.text()),
        2 => COL.address1.contains(&texts.text()),
        3 => COL.address1.starts_with(&texts.text()),
        4 => COL.address1.between(texts.text(), texts.text()),
        5 => COL.id.eq(texts.text()),
        6 => COL.account_id.is_in([texts.text(), texts.text()]),
        7 => COL.billing_cycle.ne(BillingCycle::custom(&texts.text())),
        8 => PATH
            .account
            .then(&account::PATH.parent_account)
            .col(&account::COL.name)
            .not_in([texts.text()]),
        9 => {
            let number = texts.pieces.number();
            let scale = texts.pieces.byte();
            COL.account_balance_number
                .le(Decimal::new(number.into(), scale % 39).expect("it holds a word of digits"))
        }
        10 => {
            let text = texts.text();
            let day =
                billbind::Date::new(2015, 5, 1 + texts.pieces.byte() % 31).expect("May has them");
            let moment = text
                .parse::<DateTime>()
                .or_else(|_| DateTime::utc(day, 1, 2, 3));
            COL.updated.gt(moment.expect("the clock has the time"))
        }
        11 => condition(texts, depth - 1).not(),
        12 => condition(texts, depth - 1).and(condition(texts, depth - 1)),
        13 => condition(texts, depth - 1).or(condition(texts, depth - 1)),
        14 => Filter::any([condition(texts, depth - 1), condition(texts, depth - 1)]),
        _ => {
            let name = texts.pieces.text();
            match Column::<BillingProfile, String>::custom(&name) {
                Ok(column) => column.eq(texts.text()),
                Err(_) => Filter::all([]),
            }
        }
    }
}

/// Compares the tokens of two statements, and gives their number.
fn compare(with_texts: &str, plain: &str, before: &str) -> usize {
    let found = tokens(before, with_texts);
    let expected = tokens(before, plain);
    assert_eq!(found, expected, "{with_texts}\n{plain}");
    let sql = format!("{before}{with_texts}");
    match Parser::parse_sql(&GenericDialect {}, &sql) {
        Ok(statements) => assert_eq!(statements.len(), 1, "{sql}"),
        Err(error) => assert!(error.to_string().contains("recursion"), "{error}: {sql}"),
    }
    found.len()
}

/// The tokens without blanks; literals of texts and numbers are all the same here, since ids that
/// are numbers stand bare.
fn tokens(before: &str, sql: &str) -> Vec<String> {
    let sql = format!("{before}{sql}");
    let tokens = Tokenizer::new(&GenericDialect {}, &sql).tokenize();
    let tokens = tokens.unwrap_or_else(|error| panic!("{error}: {sql}"));
    let shown = tokens.into_iter().filter_map(|token| match token {
        Token::Whitespace(blank) => {
            let is_comment = blank.to_string().contains(['-', '/', '#']);
            is_comment.then(|| "comment".to_owned())
        }
        Token::SingleQuotedString(_) | Token::Number(..) => Some("literal".to_owned()),
        other => Some(other.to_string()),
    });
    shown.collect()
}
