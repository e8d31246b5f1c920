//! Type expressions: `text(80)`, `reference(ACCOUNT)`, `list(text)`.

use super::language::{self, Argument, LIST, TypeName};
use super::reader::{Reader, Text};
use crate::diagnostics::{Code, Diagnostic, Span, quoted};

/// A type as it is written, before references are resolved.
#[derive(Debug, Clone, Copy)]
pub(crate) enum TypeExpression<'d> {
    One(SingleType<'d>),
    List(SingleType<'d>),
}

impl TypeExpression<'_> {
    /// The type's name in the language, or that of what a list holds; and whether it is a list.
    pub(crate) fn name(&self) -> (&'static str, bool) {
        match self {
            Self::One(single) => (single.name(), false),
            Self::List(single) => (single.name(), true),
        }
    }
}

/// A type that is no list.
#[derive(Debug, Clone, Copy)]
pub(crate) enum SingleType<'d> {
    Id,
    Reference(Text<'d>),
    Text(Option<u32>),
    Integer,
    Decimal(Option<u32>),
    Flag,
    Date,
    DateTime,
    Enum { open: bool },
    Secret(Option<u32>),
    File,
    Raw,
}

impl SingleType<'_> {
    fn name(&self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::Reference(_) => "reference",
            Self::Text(_) => "text",
            Self::Integer => "integer",
            Self::Decimal(_) => "decimal",
            Self::Flag => "flag",
            Self::Date => "date",
            Self::DateTime => "date-time",
            Self::Enum { open: true } => "enum",
            Self::Enum { open: false } => "closed-enum",
            Self::Secret(_) => "secret",
            Self::File => "file",
            Self::Raw => "raw",
        }
    }
}

/// Reads a type expression, or reports why it is none.
pub(crate) fn read_type<'d>(reader: &mut Reader<'_>, text: Text<'d>) -> Option<TypeExpression<'d>> {
    let call = read_call(reader, text)?;
    if call.known.name != LIST {
        return read_single(reader, text, call).map(TypeExpression::One);
    }
    let Some(inner) = call.argument.filter(|argument| !argument.text.is_empty()) else {
        bad_type(
            reader,
            text.span,
            "a list needs the type of what it holds",
            "list(text)",
        );
        return None;
    };
    let inner_call = read_call(reader, inner)?;
    if !inner_call.known.in_list {
        let message = format!(
            "a list cannot hold the type {}",
            quoted(inner_call.known.name)
        );
        bad_type(reader, inner.span, &message, "list(text)");
        return None;
    }
    read_single(reader, inner, inner_call).map(TypeExpression::List)
}

/// A type's name and what stands in parentheses behind it.
#[derive(Clone, Copy)]
struct Call<'d> {
    known: &'static TypeName,
    argument: Option<Text<'d>>,
}

/// What other languages call our types.
const FOREIGN: &[(&str, &str)] = &[
    ("array", "list(...)"),
    ("blob", "file"),
    ("bool", "flag"),
    ("boolean", "flag"),
    ("datetime", "date-time"),
    ("double", "decimal"),
    ("float", "decimal"),
    ("int", "integer"),
    ("json", "raw"),
    ("money", "decimal"),
    ("number", "decimal"),
    ("object", "raw"),
    ("password", "secret"),
    ("str", "text"),
    ("string", "text"),
    ("timestamp", "date-time"),
];

fn read_call<'d>(reader: &mut Reader<'_>, text: Text<'d>) -> Option<Call<'d>> {
    let (name, behind) = match text.text.split_once('(') {
        Some((name, behind)) => (name, Some(behind)),
        None => (text.text, None),
    };
    let argument_start = name.len() + 1;
    let trimmed = name.trim();
    let Some(known) = language::type_named(trimmed) else {
        let span = text.part(0, name.trim_end().len());
        let message = if trimmed.is_empty() {
            "the type is missing".to_owned()
        } else {
            format!("there is no type {}", quoted(trimmed))
        };
        let diagnostic = Diagnostic::new(Code::UnknownType, reader.at(span), message);
        let foreign = trimmed.to_lowercase();
        let ours = FOREIGN.iter().find(|(name, _)| *name == foreign);
        reader.report(match ours {
            Some((_, ours)) => diagnostic.with_help(format!("here it is called {}", quoted(ours))),
            None => {
                diagnostic.with_choices(trimmed, language::TYPES.iter().map(|known| known.name))
            }
        });
        return None;
    };
    let Some(behind) = behind else {
        return Some(Call {
            known,
            argument: None,
        });
    };
    let Some(argument) = behind.trim_end().strip_suffix(')') else {
        let message = "the type has no closing parenthesis at its end";
        bad_type(reader, text.span, message, &format!("{trimmed}(...)"));
        return None;
    };
    let blank = argument.len() - argument.trim_start().len();
    let argument_text = argument.trim();
    let start = argument_start + blank;
    let span = text.part(start, start + argument_text.len());
    Some(Call {
        known,
        argument: Some(Text {
            text: argument_text,
            span,
        }),
    })
}

fn read_single<'d>(
    reader: &mut Reader<'_>,
    text: Text<'d>,
    call: Call<'d>,
) -> Option<SingleType<'d>> {
    let Call { known, argument } = call;
    let name = known.name;
    let limit = match known.argument {
        Argument::Limit(least) => read_limit(reader, name, argument, least).ok()?,
        Argument::None | Argument::Type => {
            if let Some(argument) = argument {
                let message = format!("{} takes nothing in parentheses", quoted(name));
                bad_type(reader, argument.span, &message, name);
                return None;
            }
            None
        }
        Argument::Entity => {
            let target = argument.filter(|target| !target.text.is_empty());
            if target.is_none() {
                let message = "a reference needs the entity that it points at";
                bad_type(reader, text.span, message, "reference(ACCOUNT)");
            }
            return target.map(SingleType::Reference);
        }
    };
    Some(match name {
        "id" => SingleType::Id,
        "text" => SingleType::Text(limit),
        "secret" => SingleType::Secret(limit),
        "integer" => SingleType::Integer,
        "decimal" => SingleType::Decimal(limit),
        "flag" => SingleType::Flag,
        "date" => SingleType::Date,
        "date-time" => SingleType::DateTime,
        "enum" => SingleType::Enum { open: true },
        "closed-enum" => SingleType::Enum { open: false },
        "file" => SingleType::File,
        _ => SingleType::Raw,
    })
}

/// What was wrong was reported.
struct Reported;

/// The number in parentheses, where there is one.
fn read_limit(
    reader: &mut Reader<'_>,
    name: &str,
    argument: Option<Text<'_>>,
    least: u32,
) -> Result<Option<u32>, Reported> {
    let Some(argument) = argument else {
        return Ok(None);
    };
    let digits = argument.text.bytes().all(|byte| byte.is_ascii_digit());
    let number = if digits {
        argument.text.parse::<u32>().ok()
    } else {
        None
    };
    match number {
        Some(number) if number >= least => Ok(Some(number)),
        _ => {
            let message = format!(
                "{} in {} must be a whole number from {least} to {}",
                quoted(argument.text),
                quoted(name),
                u32::MAX
            );
            let example = format!("{name}(2)` or `{name}");
            bad_type(reader, argument.span, &message, &example);
            Err(Reported)
        }
    }
}

fn bad_type(reader: &mut Reader<'_>, span: Span, message: &str, example: &str) {
    reader.report(
        Diagnostic::new(Code::BadType, reader.at(span), message)
            .with_help(format!("write it like `{example}`")),
    );
}
