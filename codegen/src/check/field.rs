//! One field: its type, its names, and who may write it.

use std::collections::BTreeSet;

use super::directory::Directory;
use super::extension::{AddedValues, FieldSchema};
use super::language;
use super::names::{self, Named};
use super::reader::{Member, Members, Reader, Text};
use super::types::{SingleType, TypeExpression, read_type};
use super::unused::report_unused;
use super::values::read_values;
use super::wire::{DATE_FORMS, DATE_TIME_FORMS, FLAG_FORMS, read_form};
use crate::diagnostics::{Code, Diagnostic, Place, Span, quoted};
use crate::load::tree::Value;
use crate::model::{Access, Enumeration, Field, Issuer, Kind, WireForms};
use crate::naming::NameKind;

/// What a field's facts are checked against.
#[derive(Debug)]
pub(crate) struct Context<'c> {
    pub(crate) directory: Directory<'c>,
    /// Keys of `sources`; `None` where they are not known.
    pub(crate) sources: Option<BTreeSet<&'c str>>,
    pub(crate) wire: WireForms,
}

/// A field with the places that later checks point at.
#[derive(Debug, Clone)]
pub(crate) struct CheckedField {
    pub(crate) field: Field,
    /// The wire name.
    pub(crate) place: Place,
    /// The Rust name.
    pub(crate) rust_place: Place,
    /// The name of the enum type, for an enum.
    pub(crate) enum_place: Option<Place>,
    /// Whether `field.kind` is what the schema says; otherwise the type was reported.
    pub(crate) kind_known: bool,
    /// Whether it is one of the fields that every entity has, which were compared with each other.
    pub(crate) shared: bool,
    /// The last correction of the field.
    pub(crate) corrected_at: Option<Place>,
}

/// Checks one field.
pub(crate) fn check_field(
    reader: &mut Reader<'_>,
    schema: &FieldSchema<'_>,
    context: &Context<'_>,
) -> CheckedField {
    let corrections = &schema.amendments.corrections;
    let before = reader.sink.len();
    let layers: Vec<Layer<'_>> = corrections
        .iter()
        .map(|found| Layer(found.members, Keys::All))
        .collect();
    let mut checked = check_layers(reader, schema, &layers, context);
    if reader.sink.len() == before {
        report_unused(reader, schema, context);
    }
    checked.corrected_at = corrections.last().map(|found| reader.at(found.field.span));
    checked.field.corrections = corrections.iter().map(|found| found.to_model()).collect();
    checked
}

/// Checks a field as its description and these corrections say it.
pub(super) fn check_layers(
    reader: &mut Reader<'_>,
    schema: &FieldSchema<'_>,
    layers: &[Layer<'_>],
    context: &Context<'_>,
) -> CheckedField {
    let wire = schema.wire();
    names::check_wire_name(reader, wire);
    let facts = Facts::read(reader, schema, layers);
    let given = facts.text(reader, "rust");
    let name = names::rust_name(reader, NameKind::Field, wire, given);
    let (kind, enum_place) = facts.kind(reader, context);
    if let Some(expression) = facts.expression {
        facts.report_unfit_keys(reader, expression);
    }
    let rights = facts.rights(reader, kind.as_ref());
    let relation = facts.relation(reader, kind.as_ref());
    let external_key = facts.external_key(reader);
    let kind_known = kind.is_some();
    let field = Field {
        wire: wire.text.to_owned(),
        rust: name.rust,
        doc: reader.doc(facts.get("doc")),
        sources: match facts.get("source") {
            None => schema.usual_sources.clone(),
            source => read_sources(reader, source, context.sources.as_ref()),
        },
        inferred: facts.inferred(reader),
        kind: kind.unwrap_or(Kind::Raw),
        access: rights.access,
        required: rights.required,
        nullable: rights.nullable,
        external_key,
        relation,
        added_in: schema.added.map(|document| document.schema_file.clone()),
        corrections: Vec::new(),
    };
    CheckedField {
        field,
        place: reader.at(wire.span),
        rust_place: name.place,
        enum_place,
        kind_known,
        shared: false,
        corrected_at: None,
    }
}

/// Whether a request may give a field's value.
pub(crate) fn is_writable(access: Access) -> bool {
    matches!(access, Access::ReadWrite | Access::WriteOnly)
}

/// The keys of `source`, without the unknown ones, which are reported.
pub(crate) fn read_sources(
    reader: &mut Reader<'_>,
    member: Option<Member<'_, '_>>,
    known: Option<&BTreeSet<&str>>,
) -> Vec<String> {
    let Some(member) = member else {
        return Vec::new();
    };
    let texts = reader.one_or_more(member);
    let mut sources = Vec::with_capacity(texts.len());
    for text in reader.without_repeats(texts) {
        if let Some(known) = known.filter(|known| !known.contains(text.text)) {
            let message = format!("there is no source {}", quoted(text.text));
            reader.report(
                Diagnostic::new(Code::UnknownSource, reader.at(text.span), message)
                    .with_choices(text.text, known.iter().copied())
                    .with_help("say what it stands for under `sources` in system.yaml"),
            );
        }
        sources.push(text.text.to_owned());
    }
    sources
}

/// A correction, or a part of one.
#[derive(Clone, Copy)]
pub(super) struct Layer<'d>(pub(super) Members<'d, 'd>, pub(super) Keys);

#[derive(Clone, Copy)]
pub(super) enum Keys {
    All,
    Only(&'static str),
    Except(&'static str),
}

impl<'d> Layer<'d> {
    fn get(&self, key: &str) -> Option<Member<'d, 'd>> {
        let is_meant = match self.1 {
            Keys::All => true,
            Keys::Only(only) => only == key,
            Keys::Except(except) => except != key,
        };
        is_meant.then(|| self.0.get(key)).flatten()
    }
}

/// What an entry of `fields` says, and what corrections make of it.
pub(super) struct Facts<'d, 'a> {
    wire: Text<'d>,
    /// Missing where the field is written as its type alone.
    members: Option<Members<'d, 'd>>,
    /// The last one counts.
    layers: &'a [Layer<'d>],
    added_values: &'a [AddedValues<'d>],
    type_text: Option<Text<'d>>,
    expression: Option<TypeExpression<'d>>,
}

/// Who may write the field.
struct Rights {
    access: Access,
    required: bool,
    nullable: bool,
}

pub(super) const ACCESS: [(&str, Access); 4] = [
    ("read-write", Access::ReadWrite),
    ("read-only", Access::ReadOnly),
    ("write-only", Access::WriteOnly),
    ("query-only", Access::QueryOnly),
];

pub(super) const ISSUERS: [(&str, Issuer); 2] =
    [("server", Issuer::Server), ("caller", Issuer::Caller)];

impl<'d, 'a> Facts<'d, 'a> {
    pub(super) fn read(
        reader: &mut Reader<'_>,
        schema: &'a FieldSchema<'d>,
        layers: &'a [Layer<'d>],
    ) -> Self {
        let (entry, wire) = (schema.entry, schema.wire());
        let (members, type_text) = match &entry.value.value {
            Value::Text(text) => (
                None,
                Some(Text {
                    text,
                    span: entry.value.span,
                }),
            ),
            Value::Mapping(mapping) => {
                let members = reader.members(mapping, &language::FIELD, entry.key_span);
                let type_text = members.get("type").and_then(|member| reader.text(member));
                (Some(members), type_text)
            }
            _ => {
                let help = format!(
                    "write it like `{0}: text` or `{0}: {{type: text}}`",
                    entry.key
                );
                let name = format!("field {}", quoted(&entry.key));
                reader.report_shape(&name, &entry.value, "a type or a mapping", Some(help));
                (None, None)
            }
        };
        let mut facts = Self {
            wire,
            members,
            layers,
            added_values: &schema.amendments.values,
            type_text,
            expression: None,
        };
        if let Some((member, _)) = facts.corrected("type") {
            facts.type_text = reader.text(member);
        }
        facts.expression = facts.type_text.and_then(|text| read_type(reader, text));
        facts
    }

    pub(super) fn get(&self, key: &str) -> Option<Member<'d, 'd>> {
        match self.corrected(key) {
            Some((member, _)) => Some(member),
            None => self.members?.get(key),
        }
    }

    /// What the last correction of a fact says, and how many layers there are up to it.
    fn corrected(&self, key: &str) -> Option<(Member<'d, 'd>, usize)> {
        let mut layers = self.layers.iter().enumerate().rev();
        layers.find_map(|(index, layer)| Some((layer.get(key)?, index + 1)))
    }

    /// How many corrections it takes to what counts for a key; none where the field says it.
    fn depth(&self, key: &str) -> usize {
        self.corrected(key).map_or(0, |(_, depth)| depth)
    }

    /// Whether a key was said of another type than the field has now: then it says nothing.
    fn is_outdated(&self, key: &str) -> bool {
        self.depth(key) < self.depth("type")
    }

    fn text(&self, reader: &mut Reader<'_>, key: &str) -> Option<Text<'d>> {
        self.get(key).and_then(|member| reader.text(member))
    }

    /// What the field holds, and for an enum the place of its type's name.
    fn kind(
        &self,
        reader: &mut Reader<'_>,
        context: &Context<'_>,
    ) -> (Option<Kind>, Option<Place>) {
        match self.expression {
            None => (None, None),
            Some(TypeExpression::One(SingleType::Enum { open })) => {
                let (enumeration, name) = self.enumeration(reader, open);
                (Some(Kind::Enum(enumeration)), Some(name.place))
            }
            Some(TypeExpression::One(single)) => (self.single_kind(reader, context, single), None),
            Some(TypeExpression::List(single)) => {
                let kind = self.single_kind(reader, context, single);
                (kind.map(|kind| Kind::List(Box::new(kind))), None)
            }
        }
    }

    fn single_kind(
        &self,
        reader: &mut Reader<'_>,
        context: &Context<'_>,
        single: SingleType<'_>,
    ) -> Option<Kind> {
        let form = self.get("wire").filter(|_| !self.is_outdated("wire"));
        let wire = context.wire;
        Some(match single {
            SingleType::Id => {
                let issuer = self
                    .get("issuer")
                    .and_then(|member| reader.word(member, &ISSUERS));
                Kind::Id {
                    issuer: issuer.unwrap_or(Issuer::Server),
                }
            }
            SingleType::Reference(target) => {
                Kind::Reference(context.directory.resolve(reader, target)?)
            }
            SingleType::Text(max_length) => Kind::Text { max_length },
            SingleType::Integer => Kind::Integer,
            SingleType::Decimal(scale) => Kind::Decimal { scale },
            SingleType::Flag => Kind::Flag(
                form.and_then(|form| read_form(reader, form, "a flag", &FLAG_FORMS))
                    .unwrap_or(wire.flag),
            ),
            SingleType::Date => Kind::Date(
                form.and_then(|form| read_form(reader, form, "a date", &DATE_FORMS))
                    .unwrap_or(wire.date),
            ),
            SingleType::DateTime => Kind::DateTime(
                form.and_then(|form| read_form(reader, form, "a date-time", &DATE_TIME_FORMS))
                    .unwrap_or(wire.date_time),
            ),
            SingleType::Enum { open } => Kind::Enum(self.enumeration(reader, open).0),
            SingleType::Secret(max_length) => Kind::Secret { max_length },
            SingleType::File => Kind::File,
            SingleType::Raw => Kind::Raw,
        })
    }

    fn enumeration(&self, reader: &mut Reader<'_>, open: bool) -> (Enumeration, Named) {
        let given = self.text(reader, "enum_name");
        let name = names::rust_name(reader, NameKind::Enum, self.wire, given);
        let values = read_values(
            reader,
            self.get("values"),
            self.type_span(),
            self.added_values,
        );
        (
            Enumeration {
                rust_type: name.rust.clone(),
                open,
                values,
            },
            name,
        )
    }

    fn is_enum(&self) -> bool {
        matches!(
            self.expression,
            Some(TypeExpression::One(SingleType::Enum { .. }))
        )
    }

    fn type_span(&self) -> Span {
        self.type_text.unwrap_or(self.wire).span
    }

    /// Keys that say nothing about a field of this type.
    fn report_unfit_keys(&self, reader: &mut Reader<'_>, expression: TypeExpression<'_>) {
        let (name, is_list) = expression.name();
        for key in language::FIELD.keys {
            let owner = key.owner.filter(|owner| !owner.holds(name, is_list));
            let member = self.get(key.name).filter(|_| !self.is_outdated(key.name));
            if let (Some(owner), Some(member)) = (owner, member) {
                self.report_unfit(reader, member.key_span, key.name, owner.what);
            }
        }
        let inferred = self
            .get("inferred")
            .filter(|_| !self.is_outdated("inferred"));
        let items = match inferred.map(|member| &member.node.value) {
            Some(Value::List(items)) => items.as_slice(),
            _ => &[],
        };
        for (fact, owner) in language::INFERRED_OF {
            let said = items
                .iter()
                .find(|item| matches!(&item.value, Value::Text(text) if text == fact));
            if let Some(item) = said.filter(|_| !owner.holds(name, is_list)) {
                self.report_unfit(reader, item.span, fact, owner.what);
            }
        }
        let is_enum = language::AN_ENUM.holds(name, is_list);
        for added in self.added_values.iter().filter(|_| !is_enum) {
            self.report_unfit(reader, added.field.span, "values", language::AN_ENUM.what);
        }
    }

    fn report_unfit(&self, reader: &mut Reader<'_>, span: Span, key: &str, owner: &str) {
        let written = self.type_text.map_or("", |text| text.text);
        let message = format!(
            "{} belongs to {owner}, this field is {}",
            quoted(key),
            quoted(written)
        );
        reader.report(
            Diagnostic::new(Code::KeyNotForType, reader.at(span), message)
                .with_related(reader.at(self.type_span()), "the field's type")
                .with_help(format!("remove {}, or correct the type", quoted(key))),
        );
    }

    /// Access, required and nullable, after what contradicts itself was reported.
    fn rights(&self, reader: &mut Reader<'_>, kind: Option<&Kind>) -> Rights {
        let issuer = match kind {
            Some(Kind::Id { issuer }) => Some(*issuer),
            _ => None,
        };
        let given_access = self
            .get("access")
            .and_then(|member| reader.word(member, &ACCESS));
        let made_by_server = issuer == Some(Issuer::Server) || kind == Some(&Kind::File);
        let access = given_access.unwrap_or(if made_by_server {
            Access::ReadOnly
        } else {
            Access::ReadWrite
        });
        let given_required = self.get("required").and_then(|member| reader.flag(member));
        let given_nullable = self.get("nullable").and_then(|member| reader.flag(member));
        let by_caller = issuer == Some(Issuer::Caller);
        let required = given_required.unwrap_or(by_caller);
        let nullable = given_nullable.unwrap_or(is_writable(access) && !required);
        let rights = Rights {
            access,
            required,
            nullable,
        };
        self.report_contradictions(reader, &rights, by_caller, kind.is_some());
        rights
    }

    fn report_contradictions(
        &self,
        reader: &mut Reader<'_>,
        rights: &Rights,
        by_caller: bool,
        kind_known: bool,
    ) {
        let Rights {
            access,
            required,
            nullable,
        } = *rights;
        let access_word = ACCESS
            .iter()
            .find(|(_, known)| *known == access)
            .map_or("", |(word, _)| *word);
        let access_span = self.value_span("access");
        let writable = is_writable(access);
        // Without a type the default of `access` is not known either.
        let access_known = kind_known || self.get("access").is_some();
        if by_caller && !required {
            let message = "an id of the caller is always required on create";
            let span = self.value_span("required");
            let related = (self.value_span("issuer"), "the caller supplies it");
            self.report_contradiction(reader, message, span, related, "remove `required: false`");
        }
        if required && !writable && access_known {
            let message = format!("a {access_word} field cannot be required on create");
            let help = "remove `required: true`, or correct `access`";
            if by_caller && self.get("required").is_none() {
                let message = format!("an id of the caller cannot be {access_word}");
                let related = (self.value_span("issuer"), "the caller supplies it");
                let help = "remove `access`";
                self.report_contradiction(reader, &message, access_span, related, help);
            } else {
                let label = format!("this makes it {access_word}");
                let span = self.value_span("required");
                self.report_contradiction(reader, &message, span, (access_span, &label), help);
            }
        }
        if nullable && !writable && access_known {
            let message = format!("a {access_word} field cannot be cleared");
            let label = format!("this makes it {access_word}");
            let help = "remove `nullable: true`, or correct `access`";
            let span = self.value_span("nullable");
            self.report_contradiction(reader, &message, span, (access_span, &label), help);
        }
        if nullable && required {
            let message = "a required field cannot be cleared";
            let from = if self.get("required").is_some() {
                "required"
            } else {
                "issuer"
            };
            let related = (self.value_span(from), "this makes it required");
            let help = "remove one of `required: true` and `nullable: true`";
            let span = self.value_span("nullable");
            self.report_contradiction(reader, message, span, related, help);
        }
    }

    fn report_contradiction(
        &self,
        reader: &mut Reader<'_>,
        message: &str,
        span: Span,
        (other, label): (Span, &str),
        help: &str,
    ) {
        let message = format!("{}: {message}", quoted(self.wire.text));
        let diagnostic = |place| Diagnostic::new(Code::Contradiction, reader.at(place), message);
        let described_in = self.wire.span.file;
        let diagnostic = if span.file == described_in && other.file != described_in {
            // What corrects a base is to be mended, not the base.
            diagnostic(other)
                .labelled(label)
                .with_related(reader.at(span), "this contradicts it")
                .with_help("correct that as well, or remove this")
        } else {
            diagnostic(span)
                .with_related(reader.at(other), label)
                .with_help(help)
        };
        reader.report(diagnostic);
    }

    /// Where a key's value stands; for a key that is left out the type, which it follows from.
    fn value_span(&self, key: &str) -> Span {
        self.get(key)
            .map_or(self.type_span(), |member| member.node.span)
    }

    /// The name under which paths reach the target.
    fn relation(&self, reader: &mut Reader<'_>, kind: Option<&Kind>) -> Option<String> {
        let given = self.text(reader, "relation");
        if !matches!(kind, Some(Kind::Reference(_))) {
            return None;
        }
        match given {
            Some(none) if none.text == "none" => None,
            Some(name) => {
                names::check_wire_name(reader, name);
                Some(name.text.to_owned())
            }
            None => {
                let base = self.wire.text.strip_suffix("Id").unwrap_or(self.wire.text);
                Some(format!("{base}Obj"))
            }
        }
    }

    fn external_key(&self, reader: &mut Reader<'_>) -> bool {
        let Some(member) = self.get("external_key") else {
            return false;
        };
        let is_key = reader.flag(member).unwrap_or(false);
        let unfit = matches!(
            self.expression,
            Some(TypeExpression::List(_) | TypeExpression::One(SingleType::File | SingleType::Raw))
        );
        if is_key && unfit && self.is_outdated("external_key") {
            return false;
        }
        if is_key && unfit {
            self.report_unfit(
                reader,
                member.key_span,
                "external_key",
                "a field with one plain value",
            );
        }
        is_key
    }

    fn inferred(&self, reader: &mut Reader<'_>) -> Vec<String> {
        let Some(member) = self.get("inferred") else {
            return Vec::new();
        };
        let texts = reader.texts(member);
        let mut facts = Vec::with_capacity(texts.len());
        for text in reader.without_repeats(texts) {
            if !language::INFERRED.contains(&text.text) {
                let known = language::INFERRED.iter().copied();
                reader.report_unknown_word("inferred", text, known);
            }
            // A fact that is corrected for a reason is no guess any more.
            let said_by = match text.text {
                "target" => "type",
                fact => fact,
            };
            let corrected = self.depth(said_by) > self.depth("inferred");
            let void = text.text == "values" && !self.is_enum() && self.is_outdated("inferred");
            if !corrected && !void {
                facts.push(text.text.to_owned());
            }
        }
        facts
    }
}
