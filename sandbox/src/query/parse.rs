//! From text to the syntax tree of sqlparser, within limits.
//!
//! The parser knows far more SQL than the vendor's language has, so what it gives is judged by
//! `read`. Here is kept out what is no part of the language in any place (comments, quoted names,
//! operators of other systems), and what could exhaust the stack: the parser ends nesting that is
//! too deep by itself, but a chain of operators becomes a tree as deep as the chain is long.

use sqlparser::ast::{Expr, Query, Statement};
use sqlparser::dialect::AnsiDialect;
use sqlparser::keywords::Keyword;
use sqlparser::parser::{Parser, ParserError};
use sqlparser::tokenizer::{Token, TokenWithSpan, Tokenizer, Whitespace, Word};

use super::error::{QueryError, Result, shown};

/// Longest statement, in bytes.
pub(super) const MAX_TEXT: usize = 64 * 1024;

/// Most operators and words. Dropping the tree of a chain takes some hundred bytes of stack for
/// each, and a thread may have no more than 2 MiB.
pub(super) const MAX_TERMS: usize = 10_000;

/// Deepest nesting of parentheses, sub-queries and functions; the parser counts by its own rules.
const MAX_DEPTH: usize = 50;

/// Reads a whole statement.
pub(super) fn parse_statement(text: &str) -> Result<Query> {
    let tokens = tokens(text)?;
    match tokens.iter().find_map(word) {
        None => return Err(QueryError::new("the statement is empty")),
        Some(first) if first.keyword != Keyword::SELECT => {
            return Err(QueryError::new(format!(
                "a query starts with SELECT, and this one with `{}`: records are changed by the other \
                 methods of the API",
                shown(&first.value)
            )));
        }
        Some(_) => {}
    }
    let mut parser = parser(tokens);
    let statement = parser.parse_statement().map_err(|error| refusal(&error))?;
    ensure_end(&parser)?;
    match statement {
        Statement::Query(query) => Ok(*query),
        _ => Err(QueryError::new("only SELECT statements are run")),
    }
}

/// Reads a condition: what would follow WHERE.
pub(super) fn parse_condition(text: &str) -> Result<Expr> {
    let tokens = tokens(text)?;
    if tokens.iter().all(|token| is_blank(&token.token)) {
        return Err(QueryError::new(
            "the condition is empty; `1=1` is one that every record meets",
        ));
    }
    if let Some(first) = tokens.iter().find_map(word) {
        let is_first = tokens
            .iter()
            .find(|token| !is_blank(&token.token))
            .is_some_and(|token| token.token == Token::Word(first.clone()));
        if is_first && matches!(first.keyword, Keyword::SELECT | Keyword::WHERE) {
            return Err(QueryError::new(format!(
                "a condition is only what follows WHERE, and this one starts with `{}`; whole statements \
                 go to `query`",
                first.value
            )));
        }
    }
    let mut parser = parser(tokens);
    let condition = parser.parse_expr().map_err(|error| refusal(&error))?;
    ensure_end(&parser)?;
    Ok(condition)
}

fn parser(tokens: Vec<TokenWithSpan>) -> Parser<'static> {
    Parser::new(&AnsiDialect {})
        .with_recursion_limit(MAX_DEPTH)
        .with_tokens_with_locations(tokens)
}

fn tokens(text: &str) -> Result<Vec<TokenWithSpan>> {
    if text.len() > MAX_TEXT {
        return Err(QueryError::new(format!(
            "the text has {} bytes, and at most {MAX_TEXT} are read",
            text.len()
        )));
    }
    // SQLite ends a text there in places, and Oracle has none in a statement.
    if text.contains('\0') {
        return Err(QueryError::new("the text holds a NUL character"));
    }
    let tokens = Tokenizer::new(&AnsiDialect {}, text)
        .tokenize_with_location()
        .map_err(|error| QueryError::new(format!("the text cannot be read: {error}")))?;
    let mut terms = 0;
    for token in &tokens {
        terms += usize::from(check_token(token)?);
    }
    if terms > MAX_TERMS {
        return Err(QueryError::new(format!(
            "the text has {terms} operators and words, and at most {MAX_TERMS} are read; `IN (...)` takes \
             a list of values instead of many conditions"
        )));
    }
    Ok(tokens)
}

/// Says of a token whether it can make the tree deeper; refuses what no statement may hold.
fn check_token(token: &TokenWithSpan) -> Result<bool> {
    let reason = match &token.token {
        Token::EOF
        | Token::Number(_, false)
        | Token::SingleQuotedString(_)
        | Token::Comma
        | Token::Whitespace(Whitespace::Space | Whitespace::Newline | Whitespace::Tab) => {
            return Ok(false);
        }
        Token::Word(Word {
            quote_style: None, ..
        })
        | Token::Eq
        | Token::Neq
        | Token::Lt
        | Token::Gt
        | Token::LtEq
        | Token::GtEq
        | Token::Plus
        | Token::Minus
        | Token::Mul
        | Token::Period
        | Token::LParen
        | Token::RParen => return Ok(true),
        Token::Word(_) | Token::DoubleQuotedString(_) => {
            "names are written without quotes, and text in single ones: 'text'"
        }
        Token::Whitespace(
            Whitespace::SingleLineComment { .. } | Whitespace::MultiLineComment(_),
        ) => "comments are no part of the language",
        Token::SemiColon => "one statement is run at a time, without `;`",
        Token::DoubleEq => "equality is a single `=`",
        Token::StringConcat | Token::Div | Token::Mod => {
            "values are compared and not computed with; compute in your program"
        }
        Token::Placeholder(_) | Token::Question | Token::Colon => {
            "there are no parameters: write the value itself"
        }
        Token::Number(_, true) => "a number is made of digits and a point",
        Token::NationalStringLiteral(_)
        | Token::EscapedStringLiteral(_)
        | Token::UnicodeStringLiteral(_)
        | Token::HexStringLiteral(_) => "text stands in single quotes without a letter before them",
        _ => "it is no part of the language",
    };
    let start = token.span.start;
    Err(QueryError::new(format!(
        "`{}` at line {}, column {}: {reason}",
        shown_token(&token.token),
        start.line,
        start.column
    )))
}

fn ensure_end(parser: &Parser<'_>) -> Result<()> {
    let next = parser.peek_token();
    if next.token == Token::EOF {
        return Ok(());
    }
    let hint = match &next.token {
        Token::Word(word) => match word.keyword {
            Keyword::ORDER
            | Keyword::GROUP
            | Keyword::HAVING
            | Keyword::OFFSET
            | Keyword::FETCH => {
                "; a condition has no more clauses: use `query` for them, or ROWNUM for pages"
            }
            Keyword::UNION | Keyword::INTERSECT | Keyword::EXCEPT | Keyword::MINUS => {
                "; there are no set operations: run two queries"
            }
            Keyword::NOT => "; so many NOTs in each other are not read",
            Keyword::JOIN | Keyword::LEFT | Keyword::INNER => {
                "; there are no joins: follow a relation with a path like `AccountObj.Name`"
            }
            _ => "",
        },
        _ => "",
    };
    Err(QueryError::new(format!(
        "`{}` at line {}, column {} is more than was expected{hint}",
        shown_token(&next.token),
        next.span.start.line,
        next.span.start.column
    )))
}

fn refusal(error: &ParserError) -> QueryError {
    QueryError::new(match error {
        ParserError::RecursionLimitExceeded => {
            "the statement is nested too deeply: use fewer parentheses, NOTs and functions in each other"
                .to_owned()
        }
        ParserError::TokenizerError(text) | ParserError::ParserError(text) => {
            let hint = if text.contains("found: FROM") {
                "; is there a comma too many before FROM?"
            } else {
                ""
            };
            format!("the statement cannot be read: {}{hint}", shown_error(text))
        }
    })
}

/// The parser quotes what it found, which may be long; values are nobody's business but the sender's.
fn shown_error(text: &str) -> String {
    match text.split_once('\'') {
        Some((before, after)) => {
            let after = after.rsplit_once('\'').map_or("", |(_, after)| after);
            format!("{}a text{}", shown(before), shown(after))
        }
        None => text.chars().take(300).collect(),
    }
}

fn shown_token(token: &Token) -> String {
    let text = token.to_string();
    match text.split_once('\'') {
        Some((prefix, _)) => format!("{}'...'", shown(prefix)),
        None => shown(text.trim()),
    }
}

fn word(token: &TokenWithSpan) -> Option<&Word> {
    match &token.token {
        Token::Word(word) => Some(word),
        _ => None,
    }
}

fn is_blank(token: &Token) -> bool {
    matches!(token, Token::Whitespace(_) | Token::EOF)
}
