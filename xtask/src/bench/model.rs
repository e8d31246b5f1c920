//! A made-up billing platform of any size, with the mix of fields that real ones have.
//!
//! The mix is that of the measurements of other generators, so that the figures compare: of 100
//! fields 30 texts, 15 decimals, 12 flags, 10 integers, 10 enums, 8 dates, 7 date-times,
//! 6 references and 2 secrets; 10 % read-only, 30 % of the others required on create.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::random::Random;
use super::words::{DOMAINS, NOUNS, PARTS, VALUES};

const LENGTHS: [u32; 9] = [20, 40, 60, 80, 100, 255, 255, 1000, 4000];
const SCALES: [u32; 4] = [2, 2, 4, 6];

/// How many kinds of record can be named.
pub(super) const MOST_ENTITIES: usize = DOMAINS.len() * PARTS.len();

/// Name of the made-up system, its folder and its module.
pub(super) const SYSTEM: &str = "bench";

/// What the made-up system says of itself. It offers what BillingPlatform does, since each
/// operation costs code.
pub(super) const SYSTEM_FILE: &str = "\
system: bench
rust: BillingPlatform
protocol: billingplatform
doc: A made-up billing platform.
wire:
  flag: 0/1
  date: YYYYMMDD
  date-time: YYYY-MM-DDTHH:MM:SSZ
lookup_by_key: true
operations: [create, update, upsert, retrieve, query, delete, undelete, upload_file, download_file]
";

/// A made-up kind of record.
pub(super) struct Entity {
    /// Wire name and name of the type: `AccountLine`.
    pub(super) name: String,
    /// Its members; the id comes first.
    pub(super) fields: Vec<Field>,
}

/// A member of a made-up record.
pub(super) struct Field {
    /// Wire name: `TotalAmount`.
    pub(super) name: String,
    /// What values it holds.
    pub(super) kind: Kind,
    /// Whether it is given on create.
    required: bool,
    /// Whether it cannot be written.
    pub(super) read_only: bool,
}

/// What values a field holds.
pub(super) enum Kind {
    Id,
    Text(u32),
    Decimal(u32),
    Integer,
    Flag,
    Date,
    DateTime,
    Enum(Vec<&'static str>),
    Reference(String),
    Secret(u32),
}

/// So many entities of so many fields; the same numbers give the same model.
pub(super) fn entities(count: usize, fields: usize) -> Vec<Entity> {
    let names: Vec<String> = (0..count.min(MOST_ENTITIES))
        .map(|index| {
            format!(
                "{}{}",
                DOMAINS[index % DOMAINS.len()],
                PARTS[index / DOMAINS.len()]
            )
        })
        .collect();
    let mut random = Random::new((count as u64) << 32 | fields as u64);
    names
        .iter()
        .map(|name| entity(name, fields, &names, &mut random))
        .collect()
}

fn entity(name: &str, count: usize, names: &[String], random: &mut Random) -> Entity {
    let id = Field {
        name: "Id".to_owned(),
        kind: Kind::Id,
        required: false,
        read_only: true,
    };
    let mut used = BTreeSet::from(["Id".to_owned()]);
    let mut fields = vec![id];
    while fields.len() < count {
        let (kind, tails) = kind(names, random);
        let mut field = format!("{}{}", random.choice(&NOUNS), random.choice(tails));
        if used.contains(&field) {
            field = format!("{}{field}", random.choice(&NOUNS));
        }
        // An enum is named like its field and must not be named like the record.
        if field == name || !used.insert(field.clone()) {
            continue;
        }
        let read_only = random.percent(10);
        let required = !read_only && random.percent(30);
        fields.push(Field {
            name: field,
            kind,
            required,
            read_only,
        });
    }
    Entity {
        name: name.to_owned(),
        fields,
    }
}

/// A kind as often as real platforms have it, and how the names of such fields end.
fn kind(names: &[String], random: &mut Random) -> (Kind, &'static [&'static str]) {
    match random.below(100) {
        0..30 => (
            Kind::Text(random.choice(&LENGTHS)),
            &[
                "Name",
                "Description",
                "Code",
                "Reference",
                "Notes",
                "Label",
                "Address",
                "City",
                "Title",
                "Comment",
            ],
        ),
        30..45 => (
            Kind::Decimal(random.choice(&SCALES)),
            &[
                "Amount", "Rate", "Balance", "Price", "Quantity", "Percent", "Cost",
            ],
        ),
        45..55 => (
            Kind::Integer,
            &[
                "Count", "Days", "Months", "Sequence", "Priority", "Version", "Level",
            ],
        ),
        55..67 => (
            Kind::Flag,
            &["Flag", "Enabled", "Allowed", "Exempt", "Active", "Hidden"],
        ),
        67..75 => (Kind::Date, &["Date"]),
        75..82 => (Kind::DateTime, &["Timestamp", "Time"]),
        82..92 => {
            let count = 3 + random.below(6);
            (
                Kind::Enum(random.sample(&VALUES, count)),
                &["Status", "Type", "Mode", "Frequency", "Reason", "Method"],
            )
        }
        92..98 => (
            Kind::Reference(names[random.below(names.len())].clone()),
            &["Id"],
        ),
        _ => (
            Kind::Secret(random.choice(&LENGTHS)),
            &["Token", "Password", "Number", "Key"],
        ),
    }
}

impl Entity {
    /// Name of the file that describes it.
    pub(super) fn file_name(&self) -> String {
        format!("{}.yaml", self.name.to_lowercase())
    }

    /// The entity in the schema language.
    pub(super) fn schema(&self) -> String {
        let name = &self.name;
        let mut text =
            format!("entity: {name}\ndoc: A {name} record of the billing system.\nfields:\n");
        for field in &self.fields {
            // Writing to a string cannot fail.
            let _ = writeln!(text, "  {}:\n    type: {}", field.name, field.type_name());
            let _ = writeln!(text, "    doc: {} of the {name}.", field.name);
            if let Kind::Enum(values) = &field.kind {
                let _ = writeln!(text, "    values: [{}]", values.join(", "));
            }
            if field.required {
                text.push_str("    required: true\n");
            }
            if field.read_only && !matches!(field.kind, Kind::Id) {
                text.push_str("    access: read-only\n");
            }
        }
        text
    }
}

impl Field {
    fn type_name(&self) -> String {
        match &self.kind {
            Kind::Id => "id".to_owned(),
            Kind::Text(length) => format!("text({length})"),
            Kind::Decimal(scale) => format!("decimal({scale})"),
            Kind::Integer => "integer".to_owned(),
            Kind::Flag => "flag".to_owned(),
            Kind::Date => "date".to_owned(),
            Kind::DateTime => "date-time".to_owned(),
            Kind::Enum(_) => "enum".to_owned(),
            Kind::Reference(target) => format!("reference({target})"),
            Kind::Secret(length) => format!("secret({length})"),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{Kind, MOST_ENTITIES, entities};

    #[test]
    fn a_model_is_the_same_every_time_and_has_the_promised_mix() {
        let text = |count| -> Vec<String> {
            entities(count, 30)
                .iter()
                .map(super::Entity::schema)
                .collect()
        };
        assert_eq!(text(10), text(10));

        let model = entities(200, 30);
        let fields = || model.iter().flat_map(|entity| &entity.fields[1..]);
        assert_eq!(fields().count(), 200 * 29);
        let share = |number: usize| number * 1000 / fields().count();
        let texts = share(
            fields()
                .filter(|field| matches!(field.kind, Kind::Text(_)))
                .count(),
        );
        assert!((270..330).contains(&texts), "{texts} of 1000 are texts");
        let required = share(fields().filter(|field| field.required).count());
        assert!(
            (240..300).contains(&required),
            "{required} of 1000 are required"
        );
        let read_only = share(fields().filter(|field| field.read_only).count());
        assert!(
            (80..120).contains(&read_only),
            "{read_only} of 1000 are read-only"
        );
    }

    #[test]
    fn names_differ_also_on_file_systems_that_ignore_case() {
        let model = entities(MOST_ENTITIES, 3);
        let files: BTreeSet<String> = model.iter().map(super::Entity::file_name).collect();
        assert_eq!(files.len(), MOST_ENTITIES);
    }
}
