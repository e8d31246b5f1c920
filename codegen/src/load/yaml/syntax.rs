//! The parser's complaints, in words of somebody who writes schemas.

use serde_yaml::granit_parser::ErrorKind;

use super::DEPTH;
use crate::diagnostics::{Code, Diagnostic, Place, quoted};

/// What to say about a complaint, and what to do.
pub(super) fn syntax_diagnostic(kind: &ErrorKind, place: Place) -> Diagnostic {
    let (code, message, help) = match kind {
        ErrorKind::RecursionLimitExceeded => (
            Code::TooDeep,
            format!("more than {DEPTH} lists or mappings inside each other"),
            "a schema needs at most seven levels",
        ),
        ErrorKind::TabNotAllowed
        | ErrorKind::TabInBlockIndentation
        | ErrorKind::TabInIndentation
        | ErrorKind::TabInPlainScalar
        | ErrorKind::TabAtBlockScalarStart => (
            Code::Tab,
            "a tab stands where YAML wants spaces".to_owned(),
            "indent with spaces",
        ),
        ErrorKind::MappingValueNotAllowed
        | ErrorKind::InvalidColonPlacement
        | ErrorKind::MappingKeyNotAllowed => (
            Code::Syntax,
            "not valid YAML: no `key: value` can stand here".to_owned(),
            "check the indentation; a text that contains `: ` must be quoted",
        ),
        ErrorKind::ExpectedBlockMappingKey
        | ErrorKind::SimpleKeyExpected
        | ErrorKind::InvalidSimpleKey
        | ErrorKind::InvalidIndentation => (
            Code::Syntax,
            "not valid YAML: `key: value` was expected here".to_owned(),
            "check the indentation and that the key is followed by `: `",
        ),
        ErrorKind::ExpectedFlowMappingSeparator
        | ErrorKind::UnexpectedEofFlowMapping
        | ErrorKind::UnexpectedEofImplicitFlowMapping => (
            Code::Syntax,
            "not valid YAML: `,` or `}` was expected here".to_owned(),
            "check the braces; a text that contains one of `,{}[]` must be quoted",
        ),
        ErrorKind::ExpectedFlowSequenceSeparator | ErrorKind::UnexpectedEofFlowSequence => (
            Code::Syntax,
            "not valid YAML: `,` or `]` was expected here".to_owned(),
            "check the brackets; a text that contains one of `,{}[]` must be quoted",
        ),
        ErrorKind::UnclosedFlowCollection { .. }
        | ErrorKind::MisplacedFlowCollectionEnd
        | ErrorKind::MismatchedFlowCollectionEnd { .. } => (
            Code::Syntax,
            format!("not valid YAML: {kind}"),
            "check the brackets; a text that contains one of `,{}[]` must be quoted",
        ),
        ErrorKind::UnclosedQuotedScalar | ErrorKind::InvalidQuotedScalarIndent => (
            Code::Syntax,
            "not valid YAML: a quoted text does not end before this".to_owned(),
            "close the quote; further lines of a quoted text must be indented",
        ),
        ErrorKind::UnexpectedCharacter { character } => (
            Code::Syntax,
            format!(
                "not valid YAML: {} cannot stand here",
                quoted(&character.to_string())
            ),
            "quote the text that begins with it",
        ),
        ErrorKind::DirectiveDisallowed => (
            Code::Syntax,
            "YAML directives are not used here".to_owned(),
            "remove the line; quote a text that begins with `%`",
        ),
        other => (
            Code::Syntax,
            format!("not valid YAML: {other}"),
            "quote texts that contain characters special to YAML",
        ),
    };
    Diagnostic::new(code, place, message).with_help(help)
}
