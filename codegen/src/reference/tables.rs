//! The tables of keys and types in the language's page, as Markdown.

use crate::check::language::{self, Argument, Form, Key, Named, Shape};
use crate::write::Section;

/// A section per mapping, and one of the types.
pub(super) fn sections() -> Vec<Section> {
    let keys = language::SHAPES.iter().map(|shape| Section {
        name: format!("keys of {}", shape.name),
        text: key_table(shape),
    });
    let types = Section {
        name: "types".to_owned(),
        text: type_table(),
    };
    keys.chain([types]).collect()
}

fn key_table(shape: &Shape) -> String {
    // The keys of a field have their table; the text before that of an override says so.
    let is_override = shape.name == language::OVERRIDE.name;
    let keys = shape.keys.iter();
    let keys = keys.filter(|key| !is_override || language::FIELD.key(key.name).is_none());
    let rows = keys.map(|key| {
        [
            format!("`{}`", key.name),
            value(&key.form),
            key.doc.to_owned(),
            left_out(key),
        ]
    });
    table(["key", "value", "meaning", "left out"], rows)
}

fn type_table() -> String {
    let rows = language::TYPES.iter().map(|known| {
        let mut written = format!("`{}`", known.example);
        if let Argument::Limit(_) = known.argument {
            written = format!("`{}`, {written}", known.name);
        }
        [written, known.doc.to_owned()]
    });
    table(["type", "holds"], rows)
}

/// What happens without a key.
fn left_out(key: &Key) -> String {
    match (key.required, key.owner, key.left_out) {
        (true, None, _) => "required".to_owned(),
        (true, Some(owner), _) => format!("required; only for {}", owner.what),
        (false, Some(owner), Some(meaning)) => format!("{meaning}; only for {}", owner.what),
        (false, Some(owner), None) => format!("only for {}", owner.what),
        (false, None, meaning) => meaning.unwrap_or_default().to_owned(),
    }
}

/// A form in words.
fn value(form: &Form) -> String {
    match form {
        Form::Nothing => "nothing".to_owned(),
        Form::Text => "text".to_owned(),
        Form::Flag => "`true` or `false`".to_owned(),
        Form::WireName => "wire name".to_owned(),
        Form::RustName(kind) => format!("Rust name ({})", kind.describe()),
        Form::Word(words) => {
            let words: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
            words.join(", ")
        }
        Form::Type | Form::TypeAlone => "a type".to_owned(),
        Form::List(item, least) | Form::Sequence(item, least) => {
            let least = match least {
                0 => String::new(),
                1 => " (not empty)".to_owned(),
                least => format!(" (at least {least})"),
            };
            format!("list{least} of {}", several(item))
        }
        Form::Mapping(shape) => format!("mapping ({})", shape.what),
        Form::Named(named) => match named.what {
            Some(what) => format!("a {what}"),
            None => format!("mapping of {}s to {}", named.key, value(named.value)),
        },
        Form::Either(choices) => {
            let choices: Vec<String> = choices.iter().map(value).collect();
            choices.join(" or ")
        }
    }
}

fn several(form: &Form) -> String {
    match form {
        Form::Text => "texts".to_owned(),
        Form::WireName => "wire names".to_owned(),
        Form::Mapping(shape) => format!("mappings ({})", shape.what),
        Form::Named(Named {
            what: Some(what), ..
        }) => format!("{what}s"),
        other => value(other),
    }
}

fn table<const COLUMNS: usize>(
    head: [&str; COLUMNS],
    rows: impl Iterator<Item = [String; COLUMNS]>,
) -> String {
    // A cell that is left empty has one blank and not two.
    let row = |cells: &[String]| {
        let cells = cells.iter().map(|cell| match cell.as_str() {
            "" => " ".to_owned(),
            text => format!(" {} ", text.replace('|', "\\|")),
        });
        format!("|{}|", cells.collect::<Vec<_>>().join("|"))
    };
    let head = head.map(str::to_owned);
    let mut lines = vec![row(&head), format!("|{}", " --- |".repeat(COLUMNS))];
    lines.extend(rows.map(|cells| row(&cells)));
    lines.join("\n")
}
