//! Forms of values, on the wire and in statements: how the schemas spell them, and reading of the
//! ones that a schema gives.

use super::reader::{Member, Reader};
use crate::diagnostics::{Code, Diagnostic, quoted};
use crate::model::{DateForm, DateLiteral, DateTimeForm, DateTimeLiteral, FlagForm, LikeEscape};

pub(crate) const FLAG_FORMS: [(&str, FlagForm); 3] = [
    ("0/1", FlagForm::ZeroOne),
    ("Y/N", FlagForm::YesNo),
    ("true/false", FlagForm::TrueFalse),
];

pub(crate) const DATE_FORMS: [(&str, DateForm); 2] = [
    ("YYYYMMDD", DateForm::Compact),
    ("YYYY-MM-DD", DateForm::Dashed),
];

pub(crate) const DATE_TIME_FORMS: [(&str, DateTimeForm); 2] = [
    ("YYYY-MM-DDTHH:MM:SSZ", DateTimeForm::Zulu),
    ("YYYY-MM-DD HH:MM:SS", DateTimeForm::Spaced),
];

pub(crate) const DATE_LITERALS: [(&str, DateLiteral); 3] = [
    ("YYYY-MM-DD", DateLiteral::Dashed),
    ("YYYYMMDD", DateLiteral::Compact),
    ("DATE YYYY-MM-DD", DateLiteral::Keyword),
];

pub(crate) const DATE_TIME_LITERALS: [(&str, DateTimeLiteral); 3] = [
    ("YYYY-MM-DDTHH:MM:SSZ", DateTimeLiteral::Zulu),
    ("YYYY-MM-DD HH:MM:SS", DateTimeLiteral::Spaced),
    ("TIMESTAMP YYYY-MM-DD HH:MM:SS", DateTimeLiteral::Keyword),
];

pub(crate) const LIKE_ESCAPES: [(&str, LikeEscape); 2] = [
    ("none", LikeEscape::None),
    ("backslash", LikeEscape::Backslash),
];

/// The form that a member gives; `of` is the type whose form it is: "a flag".
pub(crate) fn read_form<T: Copy>(
    reader: &mut Reader<'_>,
    member: Member<'_, '_>,
    of: &str,
    forms: &[(&'static str, T)],
) -> Option<T> {
    let text = reader.text(member)?;
    let found = forms.iter().find(|(spelling, _)| *spelling == text.text);
    if found.is_none() {
        let spellings: Vec<String> = forms.iter().map(|(spelling, _)| quoted(spelling)).collect();
        let message = format!("{} is no form of {of}", quoted(text.text));
        reader.report(
            Diagnostic::new(Code::WireForm, reader.at(text.span), message)
                .with_help(format!("{of} is written as {}", spellings.join(" or "))),
        );
    }
    found.map(|(_, form)| *form)
}
