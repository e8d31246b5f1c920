//! Whether a value can be one of its field's, as far as the schema says.

use crate::diagnostics::quoted;
use crate::model::{ExampleValue, Kind};

/// Why a value is none of its field's.
pub(super) struct Misfit {
    /// Continues a sentence about the field.
    pub(super) message: String,
    pub(super) help: &'static str,
}

impl Misfit {
    fn new(message: impl Into<String>, help: &'static str) -> Self {
        Self {
            message: message.into(),
            help,
        }
    }
}

/// What is wrong with a value of such a field. Dates are not judged: their forms are the runtime's.
pub(super) fn misfit(kind: &Kind, value: &ExampleValue) -> Option<Misfit> {
    match (kind, value) {
        (_, ExampleValue::Nothing) | (Kind::Raw, _) => None,
        (Kind::List(item), ExampleValue::List(texts)) => {
            texts.iter().find_map(|text| of_text(item, text))
        }
        (Kind::List(_), ExampleValue::Text(_)) => Some(Misfit::new(
            "is a list, not a single value",
            "write `[...]`, also around one value",
        )),
        (_, ExampleValue::List(_)) => Some(Misfit::new(
            "is a single value, not a list",
            "write the value without `[...]`",
        )),
        (kind, ExampleValue::Text(text)) => of_text(kind, text),
    }
}

fn of_text(kind: &Kind, text: &str) -> Option<Misfit> {
    let cannot_be = |what: &str| format!("cannot be {}: {what}", quoted(text));
    let help = "correct the value, or the field's type";
    match kind {
        Kind::Id { .. } | Kind::Reference(_) if text.trim().is_empty() => {
            Some(Misfit::new("is an id, which is not empty", help))
        }
        Kind::Text {
            max_length: Some(most),
        }
        | Kind::Secret {
            max_length: Some(most),
        } => {
            let length = text.chars().count();
            let fits = usize::try_from(*most).is_ok_and(|most| length <= most);
            (!fits).then(|| {
                let message = format!("has at most {most} characters, not {length}");
                Misfit::new(message, "shorten the value, or correct the field's type")
            })
        }
        Kind::Integer => {
            let number = text.parse::<i64>().map(|number| number.to_string());
            let is_plain = number.is_ok_and(|number| number == text);
            (!is_plain).then(|| Misfit::new(cannot_be("it is a whole number"), help))
        }
        Kind::Decimal { scale } => {
            let Some(digits) = digits_after_point(text) else {
                return Some(Misfit::new(cannot_be("it is a decimal number"), help));
            };
            let most = scale.and_then(|scale| usize::try_from(scale).ok())?;
            (digits > most).then(|| {
                let message = format!("has at most {most} digits after the point, not {digits}");
                Misfit::new(message, help)
            })
        }
        Kind::Flag(form) => {
            let [no, yes] = form.words();
            (text != no && text != yes).then(|| {
                let words = format!("it is {} or {}", quoted(no), quoted(yes));
                Misfit::new(
                    cannot_be(&words),
                    "correct the value, or the field's `wire`",
                )
            })
        }
        Kind::Enum(enumeration) => {
            let is_known = enumeration.values.iter().any(|value| value.wire == text);
            (!is_known).then(|| {
                let message = format!("has no value {}", quoted(text));
                Misfit::new(message, "correct it, or add it to the field's `values`")
            })
        }
        _ => None,
    }
}

/// How many digits a decimal number has after its point; `None` where the text is none.
fn digits_after_point(text: &str) -> Option<usize> {
    let number = text.strip_prefix('-').unwrap_or(text);
    let (whole, part) = number.split_once('.').unwrap_or((number, ""));
    let are_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let is_cut_off = number.is_empty() || number.ends_with('.');
    (!is_cut_off && are_digits(whole) && are_digits(part)).then_some(part.len())
}

#[cfg(test)]
mod tests {
    use super::digits_after_point;

    #[test]
    fn decimal_numbers_are_digits_with_one_point_between() {
        for (text, digits) in [("99", 0), ("-1", 0), ("0.10", 2), (".1", 1)] {
            assert_eq!(digits_after_point(text), Some(digits), "{text}");
        }
        for text in ["", "-", ".", "1.", "1.2.3", "1e3", "1,5", "+1", " 1"] {
            assert_eq!(digits_after_point(text), None, "{text}");
        }
    }
}
