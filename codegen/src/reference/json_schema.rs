//! JSON Schemas from the tables of the language.

use std::borrow::Cow;
use std::fmt::Write as _;

use super::patterns;
use crate::check::language::{self, Argument, Form, Key, Named, Owner, Shape};
use crate::json::Json;
use crate::write::NOTICE;

/// The dialect that the YAML support of editors knows best.
const DRAFT: &str = "http://json-schema.org/draft-07/schema#";

const WIRE_NAME_MESSAGE: &str = "A name on the wire is not empty and has no blank at its ends.";

const TYPE_MESSAGE: &str = "Write a type, such as `text`, `text(80)`, `decimal(2)`, \
                            `reference(ACCOUNT)` or `list(text)`. An enum also needs `values`.";

/// What else a file can be, with the key that tells it.
pub(super) type Others<'o> = &'o [(&'static str, &'static Shape)];

/// The JSON Schema of a file that is such a mapping, or one of the others where it has their key.
pub(super) fn of_file(usual: &'static Shape, others: Others<'_>) -> Json {
    let mut definitions = Definitions::default();
    let root = others.iter().fold(
        definitions.root(usual, others),
        |otherwise, (key, shape)| {
            Json::object([
                ("if", Json::object([("required", Json::list([*key]))])),
                ("then", definitions.reference(shape)),
                ("else", otherwise),
            ])
        },
    );
    let head = Json::object([
        // First, since the writer knows its files by it.
        ("$comment", NOTICE.into()),
        ("$schema", DRAFT.into()),
    ]);
    let (Json::Object(mut members), Json::Object(root)) = (head, root) else {
        return Json::Null;
    };
    members.extend(root);
    members.push(("definitions".into(), Json::Object(definitions.made)));
    Json::Object(members)
}

/// The mappings that a schema refers to, each once.
#[derive(Default)]
struct Definitions {
    made: Vec<(Cow<'static, str>, Json)>,
}

impl Definitions {
    /// The usual mapping of a file: written in place where it is the only one.
    fn root(&mut self, usual: &'static Shape, others: Others<'_>) -> Json {
        if others.is_empty() {
            self.mapping(usual)
        } else {
            self.reference(usual)
        }
    }

    /// Refers to a mapping, which is defined when it is met first.
    fn reference(&mut self, shape: &'static Shape) -> Json {
        if !self.made.iter().any(|(name, _)| name == shape.name) {
            let place = self.made.len();
            // A mapping may hold itself.
            self.made.push((shape.name.into(), Json::Null));
            let mapping = self.mapping(shape);
            if let Some((_, made)) = self.made.get_mut(place) {
                *made = mapping;
            }
        }
        Json::object([("$ref", format!("#/definitions/{}", shape.name).into())])
    }

    fn mapping(&mut self, shape: &'static Shape) -> Json {
        let keys = shape.keys.iter();
        let properties = keys
            .clone()
            .map(|key| (Cow::from(key.name), self.key(key)))
            .collect();
        let required = keys
            .filter(|key| key.is_always_required())
            .map(|key| key.name);
        let mapping = Json::object([
            ("description", capitalized(shape.what).into()),
            ("type", "object".into()),
            ("properties", Json::Object(properties)),
            ("required", Json::list(required)),
            ("additionalProperties", false.into()),
        ]);
        let conditions = conditions(shape);
        if conditions.is_empty() {
            mapping
        } else {
            mapping.with("allOf", Json::List(conditions))
        }
    }

    fn key(&mut self, key: &'static Key) -> Json {
        let form = self.form(&key.form);
        let text = description(key);
        let mut described = Json::object([
            ("description", text.clone().into()),
            // The YAML language server shows the other one as plain text.
            ("markdownDescription", text.into()),
        ]);
        let Json::Object(members) = form else {
            return described;
        };
        if members.iter().any(|(name, _)| name == "$ref") {
            // In this draft whatever stands beside a reference counts for nothing.
            return described.with("allOf", Json::List(vec![Json::Object(members)]));
        }
        if let Json::Object(all) = &mut described {
            all.extend(members);
        }
        described
    }

    fn form(&mut self, form: &'static Form) -> Json {
        match form {
            Form::Nothing => Json::object([("type", "null".into())]),
            Form::Text => Json::object([("type", scalar())]),
            Form::Flag => Json::object([("type", "boolean".into())]),
            Form::WireName => Json::object([
                ("type", scalar()),
                ("pattern", patterns::WIRE_NAME.into()),
                ("patternErrorMessage", WIRE_NAME_MESSAGE.into()),
            ]),
            Form::RustName(kind) => {
                let message = format!("This cannot be the name of a Rust {}.", kind.describe());
                // A field may be called `true`: what is no text to an editor is one to us.
                Json::object([
                    ("type", Json::list(["string", "boolean"])),
                    ("pattern", patterns::rust_name(*kind).into()),
                    ("patternErrorMessage", message.into()),
                ])
            }
            Form::Word(words) => Json::object([
                ("type", "string".into()),
                ("enum", Json::list(words.iter().copied())),
            ]),
            Form::List(item, least) => {
                let list = self.sequence(item, *least);
                list.with("uniqueItems", true)
            }
            Form::Sequence(item, least) => self.sequence(item, *least),
            Form::Mapping(shape) => self.reference(shape),
            Form::Named(named) => self.named(named),
            Form::Type | Form::TypeAlone => {
                Json::object([("anyOf", Json::List(type_choices(form)))])
            }
            Form::Either(choices) => {
                let mut all = Vec::new();
                for choice in *choices {
                    match choice {
                        Form::Type | Form::TypeAlone => all.extend(type_choices(choice)),
                        other => all.push(self.form(other)),
                    }
                }
                Json::object([("anyOf", Json::List(all))])
            }
        }
    }

    fn sequence(&mut self, item: &'static Form, least: usize) -> Json {
        let list = Json::object([("type", "array".into()), ("items", self.form(item))]);
        if least == 0 {
            list
        } else {
            list.with("minItems", least)
        }
    }

    fn named(&mut self, named: &'static Named) -> Json {
        let value = self.form(named.value);
        let mut mapping = Json::object([("type", "object".into())]);
        if named.wire {
            let allowed = Json::object([
                ("pattern", patterns::WIRE_NAME.into()),
                ("patternErrorMessage", WIRE_NAME_MESSAGE.into()),
            ]);
            mapping = mapping.with("propertyNames", allowed);
        }
        if named.least > 0 {
            mapping = mapping.with("minProperties", named.least);
        }
        mapping.with("additionalProperties", value)
    }
}

/// A text of the language: editors read an unquoted `007` as a number and `true` as a boolean.
fn scalar() -> Json {
    Json::list(["string", "number", "boolean"])
}

/// The types that stand alone, which editors offer, and the pattern of all of them.
fn type_choices(form: &Form) -> Vec<Json> {
    let alone = matches!(form, Form::TypeAlone);
    let fits = |name: &str| !alone || !needs_more(name);
    let complete = language::TYPES
        .iter()
        .filter(|known| fits(known.name))
        .filter(|known| !matches!(known.argument, Argument::Entity | Argument::Type));
    vec![
        Json::object([
            ("type", "string".into()),
            ("enum", Json::list(complete.map(|known| known.name))),
            ("errorMessage", TYPE_MESSAGE.into()),
        ]),
        Json::object([
            ("type", "string".into()),
            ("pattern", patterns::type_expression(fits).into()),
            ("patternErrorMessage", TYPE_MESSAGE.into()),
        ]),
    ]
}

/// Whether a field of this type has keys that it needs.
fn needs_more(type_name: &str) -> bool {
    let needed = language::FIELD.keys.iter().filter(|key| key.required);
    needed
        .filter_map(|key| key.owner)
        .any(|owner| owner.holds(type_name, false))
}

/// What a mapping with `type` may and must hold, by that type. A type that is no type says nothing.
fn conditions(shape: &Shape) -> Vec<Json> {
    let mut owners: Vec<&'static Owner> = Vec::new();
    for owner in shape.keys.iter().filter_map(|key| key.owner) {
        if !owners.iter().any(|known| known.what == owner.what) {
            owners.push(owner);
        }
    }
    let mut conditions = Vec::new();
    for owner in owners {
        let keys = || {
            let same = |key: &&Key| key.owner.is_some_and(|of_key| of_key.what == owner.what);
            shape.keys.iter().filter(same)
        };
        let refused = keys().map(|key| (Cow::from(key.name), false.into()));
        conditions.push(Json::object([
            (
                "if",
                type_matches(patterns::type_of(|name, is_list| {
                    !owner.holds(name, is_list)
                })),
            ),
            (
                "then",
                Json::object([("properties", Json::Object(refused.collect()))]),
            ),
        ]));
        let needed: Vec<&'static str> = keys()
            .filter(|key| key.required)
            .map(|key| key.name)
            .collect();
        if !needed.is_empty() {
            conditions.push(Json::object([
                (
                    "if",
                    type_matches(patterns::type_of(|name, is_list| {
                        owner.holds(name, is_list)
                    })),
                ),
                ("then", Json::object([("required", Json::list(needed))])),
            ]));
        }
    }
    conditions
}

fn type_matches(pattern: String) -> Json {
    let pattern = Json::object([("type", "string".into()), ("pattern", pattern.into())]);
    Json::object([
        ("properties", Json::object([("type", pattern)])),
        ("required", Json::list(["type"])),
    ])
}

/// What an editor shows of a key.
fn description(key: &Key) -> String {
    let mut text = key.doc.to_owned();
    if let Some(owner) = key.owner {
        text.push_str("\n\nOnly for ");
        text.push_str(owner.what);
        text.push_str(if key.required {
            ", which needs it."
        } else {
            "."
        });
    }
    if matches!(key.form, Form::Type) {
        text.push('\n');
        for known in language::TYPES {
            let _ = write!(text, "\n- `{}`: {}", known.example, known.doc);
        }
    }
    if let Some(left_out) = key.left_out {
        text.push_str("\n\nLeft out: ");
        text.push_str(left_out);
        text.push('.');
    }
    text.push_str("\n\nExample: `");
    text.push_str(key.example);
    text.push('`');
    text
}

fn capitalized(what: &str) -> String {
    let mut letters = what.chars();
    let first = letters.next().map(|first| first.to_ascii_uppercase());
    first.into_iter().chain(letters).chain(['.']).collect()
}

#[cfg(test)]
mod tests {
    use super::of_file;
    use crate::check::language;

    #[test]
    fn a_file_that_can_be_several_things_is_told_by_its_key() {
        let others = [("rule", &language::RULE), ("value", &language::VALUE)];
        let page = of_file(&language::EXTERNAL, &others).to_line();
        let root = r##""if":{"required":["value"]},"then":{"$ref":"#/definitions/value"},"else":{"if":{"required":["rule"]},"then":{"$ref":"#/definitions/rule"},"else":{"$ref":"#/definitions/external"}},"definitions":{"external":{"description":"##;
        assert!(page.contains(root), "{page}");
    }
}
