//! Entities and fields of an organization.

use std::collections::HashMap;

use billbind_codegen::model::{self, Access, FlagForm, Issuer, Operation};

/// An entity of an [`Organization`](super::Organization).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct EntityId(usize);

impl EntityId {
    pub(super) fn at(index: usize) -> Self {
        Self(index)
    }

    pub(super) fn index(self) -> usize {
        self.0
    }
}

/// A kind of record.
#[derive(Debug)]
pub(crate) struct Entity {
    pub(crate) id: EntityId,
    /// Name on the wire, and of the table.
    pub(crate) name: String,
    pub(crate) doc: Option<String>,
    /// Otherwise it is external: it can be pointed at, and has the fields `Id` and `Name` for query
    /// paths.
    pub(crate) is_described: bool,
    pub(crate) fields: Vec<Field>,
    /// Position of the id in `fields`.
    id_at: usize,
    /// Groups of fields of which exactly one is given on create, as positions in `fields`.
    pub(crate) one_of: Vec<Vec<usize>>,
    pub(crate) operations: Vec<Operation>,
    pub(crate) examples: Vec<model::Example>,
    /// The fields, of any entity, that hold ids of this one.
    pub(crate) referrers: Vec<Referrer>,
    by_name: HashMap<String, usize>,
    by_lower_name: HashMap<String, usize>,
    by_relation: HashMap<String, usize>,
}

/// A field that holds ids of another entity.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Referrer {
    pub(crate) entity: EntityId,
    /// Position in the fields of that entity.
    pub(crate) field: usize,
}

impl Entity {
    /// The field that holds the record's id.
    pub(crate) fn id_field(&self) -> &Field {
        &self.fields[self.id_at]
    }

    /// What the ids of the entity are.
    pub(crate) fn id_kind(&self) -> IdKind {
        match self.id_field().kind {
            Kind::Id(kind) => kind,
            // `read_entities` takes the position from the model, which has an id there.
            _ => IdKind::External,
        }
    }

    /// The field of exactly this name.
    pub(crate) fn field(&self, name: &str) -> Option<&Field> {
        self.by_name.get(name).map(|at| &self.fields[*at])
    }

    /// The field of this name in any case.
    pub(crate) fn field_in_any_case(&self, name: &str) -> Option<&Field> {
        let at = self.by_lower_name.get(&name.to_lowercase())?;
        Some(&self.fields[*at])
    }

    /// The reference whose target is reached under exactly this name: `AccountObj`.
    pub(crate) fn relation(&self, name: &str) -> Option<&Field> {
        self.relation_in_any_case(name)
            .filter(|field| field.relation.as_deref() == Some(name))
    }

    /// The reference whose target is reached under this name (`AccountObj`), in any case.
    pub(crate) fn relation_in_any_case(&self, name: &str) -> Option<&Field> {
        let at = self.by_relation.get(&name.to_lowercase())?;
        Some(&self.fields[*at])
    }

    /// Whether the entity offers an operation.
    pub(crate) fn offers(&self, operation: Operation) -> bool {
        self.operations.contains(&operation)
    }
}

/// One member of an entity.
#[derive(Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "facts of a schema that have nothing in common"
)]
pub(crate) struct Field {
    /// Name on the wire, and of the column.
    pub(crate) name: String,
    pub(crate) doc: Option<String>,
    pub(crate) kind: Kind,
    pub(crate) access: Access,
    pub(crate) required: bool,
    pub(crate) nullable: bool,
    pub(crate) external_key: bool,
    /// Name under which the target of a reference is reached: `AccountObj`.
    pub(crate) relation: Option<String>,
    /// Whether an extension of the schemas added it.
    pub(crate) is_custom: bool,
}

impl Field {
    /// Whether the field has a column: all but files do.
    pub(crate) fn has_column(&self) -> bool {
        !matches!(self.kind, Kind::File)
    }

    /// Whether requests may write it.
    pub(crate) fn is_writable(&self) -> bool {
        matches!(self.access, Access::ReadWrite | Access::WriteOnly)
    }

    /// Whether a retrieve returns it.
    pub(crate) fn is_retrieved(&self) -> bool {
        matches!(self.access, Access::ReadWrite | Access::ReadOnly) && self.has_column()
    }

    /// Whether a query may name it.
    pub(crate) fn is_queryable(&self) -> bool {
        self.access != Access::WriteOnly && self.has_column()
    }

    /// The entity whose ids it holds.
    pub(crate) fn target(&self) -> Option<EntityId> {
        match &self.kind {
            Kind::Reference { target, .. } => Some(*target),
            _ => None,
        }
    }
}

/// What values a field holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Kind {
    /// The record's own id.
    Id(IdKind),
    /// The id of a record of another entity.
    Reference {
        target: EntityId,
        key: IdKind,
    },
    Text {
        max_length: Option<u32>,
    },
    Integer,
    Decimal {
        scale: Option<u32>,
    },
    Flag(FlagForm),
    Date,
    DateTime,
    Enum {
        open: bool,
        values: Vec<String>,
    },
    Secret {
        max_length: Option<u32>,
    },
    File,
    Raw,
    List(Box<Kind>),
}

/// What ids of an entity are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum IdKind {
    /// Numbers that the server gives.
    Issued,
    /// Texts that the caller gives: the code of a currency.
    Given,
    /// Of an entity that is known by name only: numbers where they look like ones, otherwise texts.
    External,
}

/// The entities of a model, with ids in its order. What cannot be played is added to the problems.
pub(super) fn read_entities(system: &model::System, problems: &mut Vec<String>) -> Vec<Entity> {
    let mut entities: Vec<Entity> = system
        .entities
        .iter()
        .enumerate()
        .map(|(at, entity)| read_entity(system, EntityId(at), entity, problems))
        .collect();
    let mut referrers: Vec<Vec<Referrer>> = entities.iter().map(|_| Vec::new()).collect();
    for entity in &entities {
        for (field, known) in entity.fields.iter().enumerate() {
            if let Some(target) = known.target() {
                referrers[target.0].push(Referrer {
                    entity: entity.id,
                    field,
                });
            }
        }
    }
    for (entity, referrers) in entities.iter_mut().zip(referrers) {
        entity.referrers = referrers;
    }
    entities
}

fn read_entity(
    system: &model::System,
    id: EntityId,
    entity: &model::Entity,
    problems: &mut Vec<String>,
) -> Entity {
    let (fields, id_at, one_of, operations, examples) = match entity.described() {
        Some(described) => {
            let fields = described
                .fields
                .iter()
                .map(|field| read_field(system, field))
                .collect();
            let groups = described.one_of.iter();
            (
                fields,
                described.id_field,
                groups.map(|group| group.fields.clone()).collect(),
                described.operations.clone(),
                described.examples.clone(),
            )
        }
        None => (external_fields(), 0, Vec::new(), Vec::new(), Vec::new()),
    };
    let mut read = Entity {
        id,
        name: entity.wire.clone(),
        doc: entity.doc.clone(),
        is_described: entity.described().is_some(),
        fields,
        id_at,
        one_of,
        operations,
        examples,
        referrers: Vec::new(),
        by_name: HashMap::new(),
        by_lower_name: HashMap::new(),
        by_relation: HashMap::new(),
    };
    for (at, field) in read.fields.iter().enumerate() {
        if field.name.eq_ignore_ascii_case(crate::store::DELETED) {
            problems.push(format!(
                "the field \"{}\" of {} has a name that the sandbox's database keeps for itself",
                field.name, read.name
            ));
        }
        read.by_name.insert(field.name.clone(), at);
        let lower = field.name.to_lowercase();
        if read.by_lower_name.insert(lower, at).is_some() {
            problems.push(format!(
                "the name of the field \"{}\" of {} differs from another's in case only: queries \
                 name fields in any case",
                field.name, read.name
            ));
        }
        if let Some(relation) = &field.relation {
            read.by_relation.insert(relation.to_lowercase(), at);
        }
    }
    read
}

fn read_field(system: &model::System, field: &model::Field) -> Field {
    Field {
        name: field.wire.clone(),
        doc: field.doc.clone(),
        kind: read_kind(system, &field.kind),
        access: field.access,
        required: field.required,
        nullable: field.nullable,
        external_key: field.external_key,
        relation: field.relation.clone(),
        is_custom: field.added_in.is_some(),
    }
}

fn read_kind(system: &model::System, kind: &model::Kind) -> Kind {
    match kind {
        model::Kind::Id { issuer } => Kind::Id(id_kind(*issuer)),
        model::Kind::Reference(target) => read_reference(system, *target),
        model::Kind::Text { max_length } => Kind::Text {
            max_length: *max_length,
        },
        model::Kind::Integer => Kind::Integer,
        model::Kind::Decimal { scale } => Kind::Decimal { scale: *scale },
        model::Kind::Flag(form) => Kind::Flag(*form),
        model::Kind::Date(_) => Kind::Date,
        model::Kind::DateTime(_) => Kind::DateTime,
        model::Kind::Enum(enumeration) => Kind::Enum {
            open: enumeration.open,
            values: enumeration
                .values
                .iter()
                .map(|value| value.wire.clone())
                .collect(),
        },
        model::Kind::Secret { max_length } => Kind::Secret {
            max_length: *max_length,
        },
        model::Kind::File => Kind::File,
        model::Kind::Raw => Kind::Raw,
        model::Kind::List(item) => Kind::List(Box::new(read_kind(system, item))),
    }
}

fn read_reference(system: &model::System, target: model::EntityId) -> Kind {
    // The entities are sorted by their wire names, and an id of the model stands for its place.
    let found = system.entity(target).and_then(|entity| {
        let entities = &system.entities;
        let at = entities.binary_search_by(|known| known.wire.cmp(&entity.wire));
        Some((at.ok()?, entity))
    });
    let Some((at, entity)) = found else {
        // Not reached with a model of one `check` run: its references point into it.
        return Kind::Text { max_length: None };
    };
    let issuer = entity.described().and_then(|described| {
        match described.fields.get(described.id_field)?.kind {
            model::Kind::Id { issuer } => Some(issuer),
            _ => None,
        }
    });
    Kind::Reference {
        target: EntityId(at),
        key: issuer.map_or(IdKind::External, id_kind),
    }
}

fn id_kind(issuer: Issuer) -> IdKind {
    match issuer {
        Issuer::Server => IdKind::Issued,
        Issuer::Caller => IdKind::Given,
    }
}

/// What is assumed of an entity that is known by name only.
fn external_fields() -> Vec<Field> {
    let field = |name: &str, kind| Field {
        name: name.to_owned(),
        doc: None,
        kind,
        access: Access::ReadOnly,
        required: false,
        nullable: false,
        external_key: false,
        relation: None,
        is_custom: false,
    };
    vec![
        field("Id", Kind::Id(IdKind::External)),
        field("Name", Kind::Text { max_length: None }),
    ]
}
