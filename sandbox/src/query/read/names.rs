//! Which words can be names.

use sqlparser::ast::{Ident, ObjectName, ObjectNamePart};

use crate::query::error::{QueryError, Result, shown};

/// Words that the language keeps for itself. The parser takes many of them for names, as in
/// `SELECT Id, FROM ACCOUNT`.
const WORDS: [&str; 44] = [
    "ALL",
    "AND",
    "AS",
    "ASC",
    "BETWEEN",
    "BY",
    "CASE",
    "CONNECT",
    "CROSS",
    "DESC",
    "DISTINCT",
    "ELSE",
    "END",
    "EXCEPT",
    "EXISTS",
    "FETCH",
    "FROM",
    "FULL",
    "GROUP",
    "HAVING",
    "IN",
    "INNER",
    "INTERSECT",
    "IS",
    "JOIN",
    "LEFT",
    "LIKE",
    "LIMIT",
    "MINUS",
    "NATURAL",
    "NOT",
    "NULL",
    "OFFSET",
    "ON",
    "OR",
    "ORDER",
    "RIGHT",
    "SELECT",
    "THEN",
    "UNION",
    "USING",
    "WHEN",
    "WHERE",
    "WITH",
];

/// Refuses quoted names and words of the language.
pub(super) fn check_name(name: &Ident) -> Result<()> {
    let Ident {
        value,
        quote_style,
        span: _,
    } = name;
    if quote_style.is_some() {
        return Err(QueryError::new(format!(
            "`{}`: names are written without quotes",
            shown(value)
        )));
    }
    if is_word(value) {
        return Err(QueryError::new(format!(
            "a name is expected where `{}` stands: is there a comma too many before it, or a name \
             missing?",
            value.to_uppercase()
        )));
    }
    Ok(())
}

/// The parts of a name of the parser's.
pub(super) fn parts(name: &ObjectName) -> Result<Vec<&Ident>> {
    let ObjectName(parts) = name;
    parts
        .iter()
        .map(|part| match part {
            ObjectNamePart::Identifier(name) => Ok(name),
            ObjectNamePart::Function(_) => {
                Err(QueryError::new("a name is made of letters, digits and `_`"))
            }
        })
        .collect()
}

fn is_word(name: &str) -> bool {
    WORDS.iter().any(|word| word.eq_ignore_ascii_case(name))
}

/// Whether two names are the same but for case and underscores.
pub(super) fn is_same_plainly(left: &str, right: &str) -> bool {
    let letters = |name: &str| {
        let letters: Vec<u8> = name.bytes().filter(|byte| *byte != b'_').collect();
        letters.to_ascii_lowercase()
    };
    letters(left) == letters(right)
}
