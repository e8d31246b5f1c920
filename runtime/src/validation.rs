//! Local validation: one pass over what a draft sets and clears, against the rules of its table.
//!
//! It happens when a request is made, since that is the last time that drafts are there and not
//! bytes, and record by record together with the writing, while the values are in the processor's
//! cache. Making a request stays infallible; rendering it refuses.
//!
//! Setters that are typed keep most rules by themselves; lengths, scales and whatever came through
//! `custom` are left. What is said of a value is made only where it breaks a rule. Values are judged
//! by what goes over the wire: text that is written like a number is a number. Not judged are fields
//! that the schema does not know, what an upsert leaves out (it may find its record), and groups of
//! which one is given, on update.
//!
//! Rules of the schema can be skipped. Those of the protocol cannot, since a record that breaks one
//! would be taken for something else: an upsert with an empty key adds a record.

use std::fmt::Write as _;

use crate::decode::is_secret;
use crate::draft::{CLEARED, Draft};
use crate::json::Token;
use crate::moment::{Date, DateTime};
use crate::scan::Scanned;
use crate::table::{Access, DateForm, DateTimeForm, Field, FlagForm, Kind, Table};
use crate::value::Value;
use crate::violation::{Listed, Rule, Violation};
use crate::{Decimal, Raw};

/// Adds every rule that a draft breaks. Only a new record must be complete: an upsert may find its
/// record and change it.
pub(crate) fn validate(draft: &Draft, record: usize, is_new: bool, found: &mut Vec<Violation>) {
    let table = &*draft.table;
    let mut pass = Pass { record, found };
    let key = pass.check_key(draft);
    let required = count_required(draft).unwrap_or_else(|| pass.check_values(draft, key));
    for (name, value) in &draft.custom {
        pass.check_custom(table, name, value);
    }
    for name in &draft.cleared {
        pass.check_cleared(draft, name);
    }
    if is_new {
        if required < table.required() {
            pass.check_required(draft);
        }
        for group in table.one_of {
            pass.check_group(draft, group);
        }
    }
}

fn is_writable(access: Access) -> bool {
    matches!(access, Access::ReadWrite | Access::WriteOnly)
}

/// Whether a value is what a typed setter gives, within its limits, as nearly all values are.
///
/// With this first look, validation takes a tenth of the time that writing a record takes; without
/// it, 0.29 of it.
#[inline]
fn is_plainly_right(kind: &Kind, value: &Value) -> bool {
    match (kind, value) {
        (Kind::Text | Kind::Enum, Value::Text(_))
        | (Kind::Integer, Value::Integer(_))
        | (Kind::Decimal, Value::Decimal(_))
        | (Kind::Flag(_), Value::Flag(_))
        | (Kind::Date(_), Value::Date(_))
        | (Kind::DateTime(_), Value::DateTime(_))
        | (Kind::Secret, Value::Secret(_))
        | (Kind::Raw, _) => true,
        // A text has no more characters than bytes.
        (Kind::TextUpTo(longest), Value::Text(text)) => has_at_most(text, *longest),
        (Kind::SecretUpTo(longest), Value::Secret(text)) => has_at_most(text.expose(), *longest),
        (Kind::DecimalTo(most), Value::Decimal(number)) => u32::from(number.scale()) <= *most,
        (Kind::Id | Kind::Reference { .. }, Value::Text(text)) => {
            text.as_bytes().first().is_some_and(u8::is_ascii_graphic)
        }
        _ => false,
    }
}

fn has_at_most(text: &str, bytes: u32) -> bool {
    u32::try_from(text.len()).is_ok_and(|length| length <= bytes)
}

/// Counts the required fields among the values; `None` where a value needs a closer look.
fn count_required(draft: &Draft) -> Option<usize> {
    let mut required = 0;
    for (position, value) in &draft.set {
        let field = draft.table.fields.get(usize::from(*position))?;
        if !(is_writable(field.rules.access) && is_plainly_right(&field.kind, value)) {
            return None;
        }
        required += usize::from(field.rules.required);
    }
    Some(required)
}

/// The pass over one draft.
struct Pass<'a> {
    record: usize,
    found: &'a mut Vec<Violation>,
}

impl Pass<'_> {
    fn add(&mut self, field: &str, rule: Rule) {
        let violation = Violation::new(self.record, rule).of_field(field.to_owned());
        self.found.push(violation);
    }

    /// The position of the field that finds the record, where the table has it.
    fn check_key(&mut self, draft: &Draft) -> Option<u16> {
        let (name, value) = draft.selector.as_ref()?;
        if name.trim().is_empty() {
            self.add(name, Rule::Named);
            return None;
        }
        if value.is_blank() {
            // The server would take it for "no key", and an upsert would add a record.
            self.add(name, Rule::FindsRecord);
            return None;
        }
        let position = draft.table.position(name)?;
        self.check_value(draft.table.field(position)?, value);
        Some(position)
    }

    /// Looks at every value, and counts the required fields among them.
    #[cold]
    fn check_values(&mut self, draft: &Draft, key: Option<u16>) -> usize {
        let mut required = 0;
        for (position, value) in &draft.set {
            let Some(field) = draft.table.field(*position) else {
                continue;
            };
            required += usize::from(field.rules.required);
            if !is_writable(field.rules.access) {
                self.add(field.name, Rule::Access(field.rules.access));
            } else if key != Some(*position) {
                // A value beside the key's own is not sent.
                self.check_value(field, value);
            }
        }
        required
    }

    fn check_value(&mut self, field: &Field, value: &Value) {
        match (field.kind, value) {
            (Kind::List(item), Value::List(values)) => {
                for (at, value) in values.iter().enumerate() {
                    self.judge(field.name, Some(at), *item, value);
                }
            }
            (kind, Value::Raw(raw)) => self.check_json(field, kind, raw),
            (kind, value) => self.judge(field.name, None, kind, value),
        }
    }

    /// JSON that was written by hand.
    fn check_json(&mut self, field: &Field, kind: Kind, raw: &Raw) {
        match (Token::of(raw.as_json()), kind) {
            (_, Kind::Raw) => {}
            // How a system takes null is not for us to guess where the field may be cleared.
            (Token::Null, _) if field.rules.nullable => {}
            (Token::Null, _) => self.add(field.name, Rule::NotNullable),
            (Token::Nested(json), Kind::List(item)) if json.starts_with('[') => {
                let values: Vec<&serde_json::value::RawValue> =
                    serde_json::from_str(json).unwrap_or_default();
                for (at, value) in values.into_iter().enumerate() {
                    let value = Value::Raw(Raw::trusted(value.get()));
                    self.judge(field.name, Some(at), *item, &value);
                }
            }
            (_, kind) => self.judge(field.name, None, kind, &Value::Raw(raw.clone())),
        }
    }

    fn judge(&mut self, field: &str, item: Option<usize>, kind: Kind, value: &Value) {
        if let Some(rule) = broken(kind, value) {
            let given = describe(kind, value, &rule);
            self.found.push(
                Violation::new(self.record, rule)
                    .of_field(field.to_owned())
                    .of_item(item)
                    .given(given),
            );
        }
    }

    /// A name that is none of the table's fields: unknown, so not judged, or the look-up object of
    /// a reference.
    fn check_custom(&mut self, table: &Table, name: &str, value: &Value) {
        if name.trim().is_empty() {
            self.add(name, Rule::Named);
        } else if name == CLEARED {
            self.add(name, Rule::Reserved);
        }
        let of_relation = |field: &&Field| field.kind.relation() == Some(name);
        let Some(field) = table.fields.iter().find(of_relation) else {
            return;
        };
        if !is_writable(field.rules.access) {
            self.add(name, Rule::Access(field.rules.access));
            return;
        }
        match value {
            Value::Raw(raw) if raw.as_json().starts_with(['{', 'n']) => {}
            Value::Lookup(_) => self.judge(name, None, field.kind, value),
            other => {
                let rule = Rule::Kind(field.kind);
                let given = describe(field.kind, other, &rule);
                let violation = Violation::new(self.record, rule).given(given);
                self.found.push(violation.of_field(name.to_owned()));
            }
        }
    }

    fn check_cleared(&mut self, draft: &Draft, name: &str) {
        if name.trim().is_empty() {
            self.add(name, Rule::Named);
        } else if draft.selector_name() == Some(name) {
            self.add(name, Rule::KeepsKey);
        } else if let Some(field) = draft
            .table
            .position(name)
            .and_then(|at| draft.table.field(at))
            .filter(|field| !field.rules.nullable)
        {
            let rule = match (field.kind, field.rules.access) {
                (Kind::File, _) => Rule::Kind(Kind::File),
                (_, access) if !is_writable(access) => Rule::Access(access),
                _ => Rule::NotNullable,
            };
            self.add(name, rule);
        }
    }

    fn check_required(&mut self, draft: &Draft) {
        for (position, field) in (0..).zip(draft.table.fields) {
            if field.rules.required && !is_given(draft, position, field) {
                self.add(field.name, Rule::Required);
            }
        }
    }

    fn check_group(&mut self, draft: &Draft, group: &[u16]) {
        let mut names = Vec::with_capacity(group.len());
        let mut given = Vec::new();
        for position in group {
            if let Some(field) = draft.table.field(*position) {
                names.push(field.name);
                given.extend(is_given(draft, *position, field).then_some(field.name));
            }
        }
        if given.len() != 1 {
            let given = match &given[..] {
                [] => "none".to_owned(),
                given => Listed(given).to_string(),
            };
            let rule = Rule::ExactlyOneOf(names);
            self.found
                .push(Violation::new(self.record, rule).given(given));
        }
    }
}

/// Whether a draft has a value for a field, under its name or as a look-up object.
fn is_given(draft: &Draft, position: u16, field: &Field) -> bool {
    let relation = field.kind.relation();
    let is_relation = |name: &str| relation == Some(name);
    draft.set.iter().any(|(at, _)| *at == position)
        || draft.custom.iter().any(|(name, _)| is_relation(name))
}

/// The rule of a kind that a value breaks, judged by what goes over the wire.
fn broken(kind: Kind, value: &Value) -> Option<Rule> {
    let fits = match (kind, value) {
        (Kind::Raw, _)
        | (Kind::Text | Kind::Enum | Kind::Secret, Value::Text(_) | Value::Secret(_))
        | (
            Kind::Integer | Kind::Decimal | Kind::DecimalTo(_) | Kind::Id | Kind::Reference { .. },
            Value::Integer(_),
        )
        | (Kind::Decimal, Value::Decimal(_))
        | (Kind::Flag(_), Value::Flag(_))
        | (Kind::Date(_), Value::Date(_))
        | (Kind::DateTime(_), Value::DateTime(_)) => true,
        (Kind::DecimalTo(most), Value::Decimal(number)) => return too_precise(*number, most),
        (Kind::Id | Kind::Reference { .. }, Value::Text(_) | Value::Secret(_)) => {
            return value.is_blank().then_some(Rule::NamesRecord);
        }
        (
            Kind::Reference {
                relation: Some(_), ..
            },
            Value::Lookup(lookup),
        ) => {
            let is_empty = lookup.0.trim().is_empty() || lookup.1.is_blank();
            return is_empty.then_some(Rule::NamesRecord);
        }
        (_, Value::Text(text)) => return broken_by_text(kind, text),
        (_, Value::Secret(secret)) => return broken_by_text(kind, secret.expose()),
        (_, Value::Raw(raw)) => return broken_by_json(kind, raw),
        // Numbers go as text, so they are text as well.
        (
            Kind::Text
            | Kind::TextUpTo(_)
            | Kind::Secret
            | Kind::SecretUpTo(_)
            | Kind::Enum
            | Kind::ClosedEnum(_),
            Value::Integer(_) | Value::Decimal(_),
        ) => return broken_by_text(kind, &format!("{value:?}")),
        (Kind::Integer, Value::Decimal(number)) => number.scale() == 0,
        (Kind::Flag(FlagForm::ZeroOne), Value::Integer(number)) => matches!(number, 0 | 1),
        _ => false,
    };
    (!fits).then_some(Rule::Kind(kind))
}

/// The rule of a kind that a text breaks.
fn broken_by_text(kind: Kind, text: &str) -> Option<Rule> {
    let fits = match kind {
        Kind::Text | Kind::Enum | Kind::Secret | Kind::Raw => true,
        Kind::TextUpTo(longest) | Kind::SecretUpTo(longest) => {
            let limit = usize::try_from(longest).unwrap_or(usize::MAX);
            return text
                .chars()
                .nth(limit)
                .is_some()
                .then_some(Rule::MaxLength(longest));
        }
        Kind::ClosedEnum(values) => {
            return (!values.contains(&text)).then_some(Rule::Values(values));
        }
        Kind::Id | Kind::Reference { .. } => {
            return text.trim().is_empty().then_some(Rule::NamesRecord);
        }
        Kind::Integer => is_integer(text),
        Kind::Decimal => text.parse::<Decimal>().is_ok(),
        Kind::DecimalTo(most) => match text.parse::<Decimal>() {
            Ok(number) => return too_precise(number, most),
            Err(_) => false,
        },
        // A text is no flag where the form is a word without quotes.
        Kind::Flag(FlagForm::TrueFalse) | Kind::File | Kind::List(_) => false,
        Kind::Flag(form) => text == form.text(false) || text == form.text(true),
        Kind::Date(form) => is_date(text, form),
        Kind::DateTime(form) => is_date_time(text, form),
    };
    (!fits).then_some(Rule::Kind(kind))
}

/// The rule of a kind that JSON breaks which was written by hand.
fn broken_by_json(kind: Kind, raw: &Raw) -> Option<Rule> {
    match Scanned::of(raw.as_json()).token {
        Token::Text(text) => broken_by_text(kind, &text),
        Token::Scalar("true" | "false") => {
            let is_flag = matches!(kind, Kind::Flag(FlagForm::TrueFalse));
            (!is_flag).then_some(Rule::Kind(kind))
        }
        Token::Scalar(number) => broken_by_text(kind, number),
        Token::Null | Token::Nested(_) => Some(Rule::Kind(kind)),
    }
}

fn too_precise(number: Decimal, most: u32) -> Option<Rule> {
    (u32::from(number.scale()) > most).then_some(Rule::MaxScale(most))
}

fn is_integer(text: &str) -> bool {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_date(text: &str, form: DateForm) -> bool {
    text.parse::<Date>()
        .is_ok_and(|date| date.in_form(form) == text)
}

/// Whether a text is a moment in a form, with or without a fraction of the second.
fn is_date_time(text: &str, form: DateTimeForm) -> bool {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let end = fraction.trim_start_matches(|digit: char| digit.is_ascii_digit());
    let whole = format!("{whole}{end}");
    text.parse::<DateTime>().is_ok()
        && whole
            .parse::<DateTime>()
            .is_ok_and(|moment| moment.in_form(form) == whole)
}

/// Longest part of a value that a message shows, in characters.
const MAX_SHOWN: usize = 40;

/// What was given, without a secret.
fn describe(kind: Kind, value: &Value, rule: &Rule) -> String {
    let text = match value {
        Value::Secret(secret) => Some(secret.expose().into()),
        Value::Text(text) => Some(text.as_ref().into()),
        Value::Raw(raw) => raw.as_text(),
        Value::Integer(_) | Value::Decimal(_) => Some(format!("{value:?}").into()),
        _ => None,
    };
    if let (Rule::MaxLength(_), Some(text)) = (rule, &text) {
        return format!("a text of {} characters", text.chars().count());
    }
    let what = match value {
        Value::Secret(_) => return "a secret text".to_owned(),
        _ if is_secret(kind) => return "a value that may be a secret".to_owned(),
        Value::Text(_) => "the text",
        Value::Integer(_) | Value::Decimal(_) => "the number",
        Value::Raw(_) => "the JSON value",
        Value::Flag(flag) => return format!("the flag {flag}"),
        Value::Date(date) => return format!("the date {date}"),
        Value::DateTime(moment) => return format!("the moment {moment}"),
        Value::Lookup(_) => return "a look-up by key".to_owned(),
        Value::List(_) => return "a list".to_owned(),
    };
    match text {
        Some(text) => format!("{what} {}", shown(&text)),
        None => format!("{what} {value:?}"),
    }
}

/// A text in quotes, its beginning only where it is long.
fn shown(text: &str) -> String {
    let mut shown = String::new();
    let end = text.char_indices().nth(MAX_SHOWN).map(|(at, _)| at);
    let dots = if end.is_some() { "…" } else { "" };
    // Writing to a `String` does not fail.
    let _ = write!(shown, "{:?}{dots}", &text[..end.unwrap_or(text.len())]);
    shown
}
