//! Where a system's schemas say something else than what is known of it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use billbind_codegen::model::{
    Access, Described, Entity, Enumeration, Field, Kind, Operation, System,
};

use super::known::{About, EntityFacts, Exception, FieldFacts, Known, Sample};

/// One difference between facts and schemas.
#[derive(Debug)]
pub(super) struct Difference {
    entity: String,
    field: Option<String>,
    about: About,
    says: String,
}

impl fmt::Display for Difference {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.entity)?;
        if let Some(field) = &self.field {
            write!(formatter, ".{field}")?;
        }
        write!(formatter, ", {}: {}", self.about, self.says)
    }
}

/// All differences that no exception explains, then the exceptions that nothing needs.
pub(super) fn unexplained(known: &Known, system: &System) -> Vec<String> {
    let differences = differences(known, system);
    let explains = |exception: &Exception, difference: &Difference| {
        exception.entity == difference.entity
            && exception.field == difference.field
            && exception.about == difference.about
    };
    let unexplained = differences
        .iter()
        .filter(|difference| {
            !known
                .exceptions
                .iter()
                .any(|exception| explains(exception, difference))
        })
        .map(ToString::to_string);
    let unneeded = known
        .exceptions
        .iter()
        .filter(|exception| {
            !differences
                .iter()
                .any(|difference| explains(exception, difference))
        })
        .map(|exception| format!("{exception} (no difference needs this exception)"));
    unexplained.chain(unneeded).collect()
}

fn differences(known: &Known, system: &System) -> Vec<Difference> {
    let mut found = Vec::new();
    let mut existence = |entity: &str, says: &str| {
        found.push(Difference {
            entity: entity.to_owned(),
            field: None,
            about: About::Existence,
            says: says.to_owned(),
        });
    };
    for name in known.entities.keys() {
        let entity = system.entity_named(name);
        if entity.is_none_or(|(_, entity)| entity.described().is_none()) {
            existence(name, "known, but described by no schema");
        }
    }
    for entity in &system.entities {
        let is_known = match entity.described() {
            Some(_) => known.entities.contains_key(&entity.wire),
            None => known.names_only.contains(&entity.wire),
        };
        // An external entity that has facts is reported above.
        if !is_known && !known.entities.contains_key(&entity.wire) {
            existence(&entity.wire, "in the schemas, but not known");
        }
    }
    for (name, facts) in &known.entities {
        let Some((_, entity)) = system.entity_named(name) else {
            continue;
        };
        if let Some(described) = entity.described() {
            let mut comparison = Comparison {
                system,
                entity,
                found: &mut found,
            };
            comparison.entity(known, facts, described);
        }
    }
    found
}

/// The comparison of one entity.
struct Comparison<'a> {
    system: &'a System,
    entity: &'a Entity,
    found: &'a mut Vec<Difference>,
}

impl Comparison<'_> {
    fn entity(&mut self, known: &Known, facts: &EntityFacts, described: &Described) {
        if set(&facts.sources) != set(&self.entity.sources) {
            let says = format!(
                "from {}, but the schema says {}",
                listed(&facts.sources),
                listed(&self.entity.sources)
            );
            self.report(None, About::Sources, says);
        }
        self.operations(facts, described);
        let nothing = FieldFacts::default();
        let mut expected: BTreeMap<&str, &FieldFacts> = facts
            .fields
            .iter()
            .map(|(name, field)| (&**name, field.as_ref().unwrap_or(&nothing)))
            .collect();
        for name in &facts.default_fields {
            let field = known.default_fields.get(name);
            expected.insert(name, field.expect("default fields have facts"));
        }
        for field in &described.fields {
            match expected.remove(&*field.wire) {
                Some(of_field) => self.field(facts, of_field, field),
                None => self.report(
                    Some(&field.wire),
                    About::Existence,
                    "in the schema, but not known",
                ),
            }
        }
        for name in expected.keys() {
            self.report(
                Some(name),
                About::Existence,
                "known, but missing in the schema",
            );
        }
    }

    /// What nothing is known of is offered: the system has it for all entities.
    fn operations(&mut self, facts: &EntityFacts, described: &Described) {
        for (name, operation) in Operation::ALL {
            let is_known = facts.operations.get(name).copied();
            let says = match (is_known, described.offers(operation)) {
                (Some(true), false) => format!("{name} is documented, but not offered"),
                (Some(false), true) => format!("{name} is offered, but documented as absent"),
                (None, false) => format!("{name} is not offered, and no source says so"),
                (Some(true) | None, true) | (Some(false), false) => continue,
            };
            self.report(None, About::Operations, says);
        }
    }

    fn field(&mut self, entity: &EntityFacts, facts: &FieldFacts, field: &Field) {
        self.sources(facts, field);
        self.access(facts, field);
        self.required(facts, field);
        self.key(entity, field);
        self.secrecy(facts, field);
        self.target(facts, field);
        self.values(facts, field);
        self.kind(facts, field);
        self.length(facts, field);
    }

    fn sources(&mut self, facts: &FieldFacts, field: &Field) {
        let of_field = if field.sources.is_empty() {
            &self.entity.sources
        } else {
            &field.sources
        };
        let missing: Vec<&String> = facts
            .sources
            .iter()
            .filter(|source| !of_field.contains(source))
            .collect();
        // A field that not every source of the entity has must not claim them all.
        let claims_all = !facts.sources.is_empty()
            && field.sources.is_empty()
            && set(&facts.sources) != set(&self.entity.sources);
        if !missing.is_empty() || claims_all {
            let says = format!(
                "from {}, but the schema says {}",
                listed(&facts.sources),
                listed(of_field)
            );
            self.report(Some(&field.wire), About::Sources, says);
        }
    }

    fn access(&mut self, facts: &FieldFacts, field: &Field) {
        // A file is moved by operations of its own, whatever else is known of its field.
        if field.kind == Kind::File {
            return;
        }
        let says = match field.access {
            Access::ReadOnly | Access::QueryOnly if !facts.system && !facts.read_only => {
                "no source says that it cannot be written"
            }
            Access::QueryOnly if facts.system => "filled by the system, but query-only",
            Access::ReadWrite | Access::WriteOnly if facts.system => {
                "filled by the system, but it can be written"
            }
            Access::ReadWrite | Access::WriteOnly if facts.read_only => {
                "seen in answers only, but it can be written"
            }
            _ => return,
        };
        self.report(Some(&field.wire), About::Access, says);
    }

    fn required(&mut self, facts: &FieldFacts, field: &Field) {
        let says = match (facts.required, field.required, is_guess(field, "required")) {
            (true, false, _) => "documented as required, but not required",
            (true, true, true) => "documented as required, but marked as a guess",
            (false, true, false) => "required, and no source says so",
            (true, true, false) | (false, true, true) | (false, false, _) => return,
        };
        self.report(Some(&field.wire), About::Required, says);
    }

    fn key(&mut self, entity: &EntityFacts, field: &Field) {
        let is_key = entity.external_key.as_ref() == Some(&field.wire);
        let says = match (is_key, field.external_key) {
            (true, false) => "a key for upserts, but not in the schema",
            (false, true) => "a key for upserts, and no source says so",
            (true, true) | (false, false) => return,
        };
        self.report(Some(&field.wire), About::Key, says);
    }

    fn secrecy(&mut self, facts: &FieldFacts, field: &Field) {
        let is_secret = matches!(field.kind, Kind::Secret { .. });
        let says = match (facts.sensitive, is_secret) {
            (Some(sort), false) => format!("sensitive ({sort}), but no secret"),
            (None, true) => "a secret, and no source says so".to_owned(),
            (Some(_), true) | (None, false) => return,
        };
        self.report(Some(&field.wire), About::Secrecy, says);
    }

    fn target(&mut self, facts: &FieldFacts, field: &Field) {
        let is_guessed = facts.guessed_target.is_some();
        let expected = facts.target.as_ref().or(facts.guessed_target.as_ref());
        let found = match &field.kind {
            Kind::Reference(id) => self.system.entity(*id).map(|target| &target.wire),
            _ => None,
        };
        let says = match (expected, found) {
            (None, None) => return,
            (Some(expected), None) => format!("points at {expected}, but is no reference"),
            (None, Some(found)) => format!("points at {found}, and no source says so"),
            (Some(expected), Some(found)) if expected != found => {
                format!("points at {expected}, but the schema says {found}")
            }
            (Some(_), Some(_)) => match (is_guessed, is_guess(field, "target")) {
                (true, false) => "the target is a guess, but not marked as one".to_owned(),
                (false, true) => "the target is documented, but marked as a guess".to_owned(),
                (true, true) | (false, false) => return,
            },
        };
        self.report(Some(&field.wire), About::Target, says);
    }

    fn values(&mut self, facts: &FieldFacts, field: &Field) {
        let is_guessed = facts.guessed_values.is_some();
        let expected = facts.values.as_ref().or(facts.guessed_values.as_ref());
        let says = match (expected, &field.kind) {
            (None, Kind::Enum(_)) => "an enum, and no source knows its values".to_owned(),
            (Some(_), Kind::Enum(Enumeration { open: false, .. })) => {
                "a closed enum, though there may always be other values".to_owned()
            }
            (Some(expected), Kind::Enum(enumeration)) => {
                let found: BTreeSet<&str> = enumeration
                    .values
                    .iter()
                    .map(|value| &*value.wire)
                    .collect();
                if set(expected) != found {
                    values_that_differ(&set(expected), &found)
                } else if is_guessed != is_guess(field, "values") {
                    if is_guessed {
                        "the values are a guess, but not marked as one".to_owned()
                    } else {
                        "the values are documented, but marked as a guess".to_owned()
                    }
                } else {
                    return;
                }
            }
            (Some(expected), _) => format!("known are {}, but it is no enum", listed(expected)),
            (None, _) => return,
        };
        self.report(Some(&field.wire), About::Values, says);
    }

    /// What the field holds, where it is no secret, reference or enum: those are compared above.
    fn kind(&mut self, facts: &FieldFacts, field: &Field) {
        let is_guess = is_guess(field, "type");
        let found = match &field.kind {
            Kind::Reference(_) | Kind::Enum(_) => return,
            // The type of a secret is a guess where no sample was seen.
            Kind::Secret { .. } => {
                if is_guess != (facts.sample == Sample::Unknown) {
                    self.report_guess(field, is_guess);
                }
                return;
            }
            kind => word(kind),
        };
        let guessed = match facts.guessed_type.as_deref() {
            // Nobody knows whose id it is, so it is a text that names nothing.
            Some("id") => Some("text"),
            other => other,
        };
        let documented = if facts.id {
            Some("id")
        } else {
            facts.r#type.as_deref()
        };
        let (expected, expects_guess) = match (documented, guessed) {
            (Some(documented), _) => (documented, false),
            (None, Some(guessed)) => (guessed, true),
            (None, None) => ("text", facts.sample != Sample::Text),
        };
        if found != expected {
            let says = format!("{expected}, but the schema says {found}");
            self.report(Some(&field.wire), About::Type, says);
        } else if is_guess != expects_guess {
            self.report_guess(field, is_guess);
        }
    }

    fn report_guess(&mut self, field: &Field, is_guess: bool) {
        let says = if is_guess {
            "the type is known, but marked as a guess"
        } else {
            "the type is a guess, but not marked as one"
        };
        self.report(Some(&field.wire), About::Type, says);
    }

    fn length(&mut self, facts: &FieldFacts, field: &Field) {
        let found = match &field.kind {
            Kind::Text { max_length } | Kind::Secret { max_length } => *max_length,
            _ => None,
        };
        if found != facts.longest {
            let says = format!(
                "{}, but the schema says {}",
                at_most(facts.longest),
                at_most(found)
            );
            self.report(Some(&field.wire), About::Length, says);
        }
    }

    fn report(&mut self, field: Option<&str>, about: About, says: impl Into<String>) {
        self.found.push(Difference {
            entity: self.entity.wire.clone(),
            field: field.map(ToOwned::to_owned),
            about,
            says: says.into(),
        });
    }
}

fn is_guess(field: &Field, fact: &str) -> bool {
    field.inferred.iter().any(|guess| guess == fact)
}

/// The schema language's word for a kind.
fn word(kind: &Kind) -> &'static str {
    match kind {
        Kind::Id { .. } => "id",
        Kind::Reference(_) => "reference",
        Kind::Text { .. } => "text",
        Kind::Integer => "integer",
        Kind::Decimal { .. } => "decimal",
        Kind::Flag(_) => "flag",
        Kind::Date(_) => "date",
        Kind::DateTime(_) => "date-time",
        Kind::Enum(_) => "enum",
        Kind::Secret { .. } => "secret",
        Kind::File => "file",
        Kind::Raw => "raw",
        Kind::List(_) => "list",
    }
}

fn listed<T: AsRef<str>>(texts: &[T]) -> String {
    let texts: Vec<&str> = texts.iter().map(AsRef::as_ref).collect();
    if texts.is_empty() {
        "nothing".to_owned()
    } else {
        texts.join(", ")
    }
}

fn at_most(length: Option<u32>) -> String {
    length.map_or("any length".to_owned(), |length| {
        format!("at most {length}")
    })
}

/// Names what differs and not all values: there may be hundreds.
fn values_that_differ(known: &BTreeSet<&str>, found: &BTreeSet<&str>) -> String {
    let parts = [
        ("the schema lacks", known, found),
        ("not known is", found, known),
    ];
    let parts = parts.into_iter().filter_map(|(what, some, others)| {
        let rest: Vec<&str> = some.difference(others).copied().collect();
        (!rest.is_empty()).then(|| format!("{what} {}", rest.join(", ")))
    });
    parts.collect::<Vec<_>>().join("; ")
}

fn set(texts: &[String]) -> BTreeSet<&str> {
    texts.iter().map(|text| &**text).collect()
}
