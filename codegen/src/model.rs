//! The model: what a folder of schemas means, checked and frozen.
//!
//! `check` is the only maker of these values, `lower` and other readers (documentation, sandbox,
//! comparison) only look. Everything a reader needs is decided here: defaults of the system are
//! already applied, every reference is resolved to an [`EntityId`], every name is unique.

/// Everything the schemas of one system say.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct System {
    /// Name of the system's folder and module: `billingplatform`.
    pub name: String,
    /// Name of the system's marker type in the runtime: `BillingPlatform`.
    pub rust_type: String,
    /// The runtime's protocol module: `billingplatform`.
    pub protocol: String,
    /// What the system is, for the module's documentation.
    pub doc: Option<String>,
    /// What the short source keys of the schemas stand for, in file order.
    pub sources: Vec<(String, String)>,
    /// How values are written where a field does not say otherwise.
    pub wire: WireForms,
    /// How statements of the query language are written where the vendor documents no rule.
    pub query: QueryForms,
    /// Whether a reference may be written as a look-up by a key of its target
    /// (`AccountObj: {key: value}`).
    pub lookup_by_key: bool,
    /// The bases that the schemas extend, as they are named there, the nearest first.
    pub bases: Vec<String>,
    /// Path of `system.yaml` as the user would type it, relative to the schemas folder's parent.
    pub schema_file: String,
    /// Entities sorted by wire name, described and external ones together.
    pub entities: Vec<Entity>,
}

impl System {
    /// The entity of an id made by the same `check` run.
    ///
    /// Returns `None` for an id of another model.
    #[must_use]
    pub fn entity(&self, id: EntityId) -> Option<&Entity> {
        self.entities.get(id.0)
    }

    /// What may be printed of a system beside one of its entities: everything but the fields that
    /// point at nothing and are no ids, and documentation of fields.
    ///
    /// So a change of one field changes the file of one entity, and a cache can know which. What an
    /// entity's file has to say of others must be in here.
    pub(crate) fn outline(&self) -> Self {
        let mut outline = self.clone();
        for entity in &mut outline.entities {
            if let Body::Described(described) = &mut entity.body {
                described.reduce();
            }
        }
        outline
    }

    /// Finds an entity by its wire name.
    #[must_use]
    pub fn entity_named(&self, wire: &str) -> Option<(EntityId, &Entity)> {
        let index = self
            .entities
            .binary_search_by(|entity| entity.wire.as_str().cmp(wire))
            .ok()?;
        Some((EntityId(index), &self.entities[index]))
    }
}

/// Position of an entity in [`System::entities`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntityId(pub(crate) usize);

/// How a system writes values that have more than one form in use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct WireForms {
    /// Form of flags.
    pub flag: FlagForm,
    /// Form of dates.
    pub date: DateForm,
    /// Form of date-times.
    pub date_time: DateTimeForm,
}

/// How a flag is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FlagForm {
    /// `"0"` and `"1"`, schema spelling `0/1`.
    ZeroOne,
    /// `"N"` and `"Y"`, schema spelling `Y/N`.
    YesNo,
    /// `true` and `false`, schema spelling `true/false`.
    TrueFalse,
}

impl FlagForm {
    /// The texts of no and yes: what the form is called after.
    #[must_use]
    pub const fn words(self) -> [&'static str; 2] {
        match self {
            Self::ZeroOne => ["0", "1"],
            Self::YesNo => ["N", "Y"],
            Self::TrueFalse => ["false", "true"],
        }
    }
}

/// How a date is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DateForm {
    /// `20150505`, schema spelling `YYYYMMDD`.
    Compact,
    /// `2015-05-05`, schema spelling `YYYY-MM-DD`.
    Dashed,
}

/// How a date-time is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DateTimeForm {
    /// `2014-11-03T18:26:11Z`, schema spelling `YYYY-MM-DDTHH:MM:SSZ`.
    Zulu,
    /// `2014-11-03 18:26:11`, schema spelling `YYYY-MM-DD HH:MM:SS`.
    Spaced,
}

/// How a system's query language writes what its vendor does not document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct QueryForms {
    /// Form of dates.
    pub date: DateLiteral,
    /// Form of points in time.
    pub date_time: DateTimeLiteral,
    /// How `%` and `_` stand for themselves in a pattern.
    pub like_escape: LikeEscape,
}

/// How a date stands in a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub enum DateLiteral {
    /// `'YYYY-MM-DD'`, schema spelling `YYYY-MM-DD`.
    #[default]
    Dashed,
    /// `'YYYYMMDD'`, schema spelling `YYYYMMDD`.
    Compact,
    /// `DATE 'YYYY-MM-DD'`, schema spelling `DATE YYYY-MM-DD`.
    Keyword,
}

/// How a point in time stands in a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub enum DateTimeLiteral {
    /// `'YYYY-MM-DDTHH:MM:SSZ'`, schema spelling `YYYY-MM-DDTHH:MM:SSZ`.
    #[default]
    Zulu,
    /// `'YYYY-MM-DD HH:MM:SS'`, schema spelling `YYYY-MM-DD HH:MM:SS`.
    Spaced,
    /// `TIMESTAMP 'YYYY-MM-DD HH:MM:SS'`, schema spelling
    /// `TIMESTAMP YYYY-MM-DD HH:MM:SS`.
    Keyword,
}

/// How `%` and `_` are written in a pattern where they stand for themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub enum LikeEscape {
    /// Not at all, schema spelling `none`.
    #[default]
    None,
    /// `\%` and `\_`, with `ESCAPE '\'` behind the pattern; schema spelling `backslash`.
    Backslash,
}

/// A kind of record.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Entity {
    /// Name on the wire: `CONTRACT_RATE`.
    pub wire: String,
    /// Name of the record type: `ContractRate`.
    pub rust_type: String,
    /// Name of the module: `contract_rate`.
    pub module: String,
    /// What the entity is.
    pub doc: Option<String>,
    /// Where its facts come from, as keys of [`System::sources`].
    pub sources: Vec<String>,
    /// Described by a file of its own, or known by name only.
    pub body: Body,
}

impl Entity {
    /// The description, unless the entity is external.
    #[must_use]
    pub fn described(&self) -> Option<&Described> {
        match &self.body {
            Body::Described(described) => Some(described),
            Body::External | Body::NotSelected => None,
        }
    }
}

/// Whether an entity is described or known by name only.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Body {
    /// A file describes the entity.
    Described(Box<Described>),
    /// Only its name is known: it can be pointed at, not read or written.
    External,
    /// It is described, but the schemas select others (`only`): as external.
    NotSelected,
}

/// What the file of an entity says.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Described {
    /// Path of the file as the user would type it: `schemas/billingplatform/account.yaml`.
    pub schema_file: String,
    /// The files that extend it, those of the nearest base first.
    pub extended_in: Vec<String>,
    /// Fields in file order, those of extensions behind them, the system's default fields last.
    pub fields: Vec<Field>,
    /// Position in `fields` of the field that holds the record's id.
    pub id_field: usize,
    /// Groups of fields of which exactly one is given on create, as positions in `fields`.
    /// A required group's members are not `required` by themselves.
    pub one_of: Vec<OneOf>,
    /// Operations the entity offers, sorted and without repeats.
    pub operations: Vec<Operation>,
    /// Requests and answers, in file order, those of extensions behind those of the base.
    pub examples: Vec<Example>,
}

impl Described {
    /// Leaves what [`System::outline`] has.
    fn reduce(&mut self) {
        let id = self.id_field;
        let mut fields = Vec::new();
        for (at, mut field) in std::mem::take(&mut self.fields).into_iter().enumerate() {
            if at == id {
                self.id_field = fields.len();
            }
            if at == id || field.kind.points_at_records() {
                field.doc = None;
                field.sources.clear();
                field.inferred.clear();
                field.added_in = None;
                field.corrections.clear();
                fields.push(field);
            }
        }
        self.fields = fields;
        // These are by positions in the list of all fields.
        self.one_of.clear();
        self.examples.clear();
    }

    /// Whether the entity offers an operation.
    #[must_use]
    pub fn offers(&self, operation: Operation) -> bool {
        self.operations.contains(&operation)
    }
}

/// A rule: exactly one of these fields is given on create.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct OneOf {
    /// Positions in [`Described::fields`], in file order, two or more.
    pub fields: Vec<usize>,
}

/// One member of an entity.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Field {
    /// Name on the wire: `AccountTypeId`.
    pub wire: String,
    /// Name of the struct field and setters: `account_type_id`; a raw identifier (`r#type`) where
    /// the name is a keyword.
    pub rust: String,
    /// What the field is.
    pub doc: Option<String>,
    /// Where its facts come from, as keys of [`System::sources`]; empty: those of the entity.
    pub sources: Vec<String>,
    /// Facts that are a guess, in the schema's order: `type`, `target`, `values`, `access`,
    /// `required`.
    pub inferred: Vec<String>,
    /// What values it holds.
    pub kind: Kind,
    /// Who may write it.
    pub access: Access,
    /// Must be given on create.
    pub required: bool,
    /// May be cleared by an update.
    pub nullable: bool,
    /// Can be the key of an upsert or of a look-up.
    pub external_key: bool,
    /// Name under which query paths and look-ups reach the target of a reference
    /// (`AccountObj`); `None` where the field is no reference or the path is not offered.
    pub relation: Option<String>,
    /// The file that adds the field to an entity or a system of a base.
    pub added_in: Option<String>,
    /// What schemas corrected that extend those with the field's description, in their order.
    pub corrections: Vec<Correction>,
}

/// Facts of a field that later schemas say otherwise; the field has them as they are now.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Correction {
    /// Keys of the schema language: `required`.
    pub facts: Vec<String>,
    /// Why the facts were wrong, in the schema's words.
    pub reason: String,
    /// The file that corrects them.
    pub schema_file: String,
}

/// What values a field holds.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Kind {
    /// The record's own id.
    Id {
        /// Who makes it.
        issuer: Issuer,
    },
    /// The id of a record of another entity.
    Reference(EntityId),
    /// Text.
    Text {
        /// Longest text the vendor documents, in characters.
        max_length: Option<u32>,
    },
    /// A whole number.
    Integer,
    /// A decimal number; money is one.
    Decimal {
        /// Most digits after the point that the vendor documents.
        scale: Option<u32>,
    },
    /// Yes or no.
    Flag(FlagForm),
    /// A calendar date.
    Date(DateForm),
    /// A point in time.
    DateTime(DateTimeForm),
    /// One of a list of texts.
    Enum(Enumeration),
    /// Text that must never be shown.
    Secret {
        /// Longest text the vendor documents, in characters.
        max_length: Option<u32>,
    },
    /// A file, moved by the upload and download operations only.
    File,
    /// Any value, kept in the form of the wire.
    Raw,
    /// Several values of one kind (never a list or a file).
    List(Box<Kind>),
}

impl Kind {
    /// Whether values are ids of other records, one or many.
    fn points_at_records(&self) -> bool {
        match self {
            Self::Reference(_) => true,
            Self::List(item) => item.points_at_records(),
            _ => false,
        }
    }
}

/// Who makes the ids of an entity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Issuer {
    /// The server, on create.
    Server,
    /// The caller: a currency's id is its code.
    Caller,
}

/// The values of an enum field.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Enumeration {
    /// Name of the enum type: `Status`.
    pub rust_type: String,
    /// Whether values outside the list exist or may come.
    pub open: bool,
    /// Known values in file order.
    pub values: Vec<EnumValue>,
}

/// One value of an enum field.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct EnumValue {
    /// Text on the wire: `PER TRANSACTION`.
    pub wire: String,
    /// Name of the variant: `PerTransaction`.
    pub rust: String,
    /// What it means.
    pub doc: Option<String>,
    /// The file that adds the value to an enum of a base.
    pub added_in: Option<String>,
}

/// Who may write a field, and whether it comes back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Access {
    /// Written and returned.
    ReadWrite,
    /// Returned, never written.
    ReadOnly,
    /// Written, never returned.
    WriteOnly,
    /// Not written and not returned by a retrieve; part of the answers of queries, so it has a
    /// place in the record.
    QueryOnly,
}

/// A request with its answer, as they are on the wire, without what the protocol puts around records.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Example {
    /// Which request it is: one that the entity offers; none of queries and files.
    pub operation: Operation,
    /// What it shows.
    pub doc: Option<String>,
    /// Where it comes from, as keys of [`System::sources`].
    pub sources: Vec<String>,
    /// What is sent.
    pub request: ExampleRequest,
    /// What the answer holds, where the example shows one: records for a retrieve, otherwise the id
    /// of each record that was written.
    pub response: Option<Several<ExampleRecord>>,
}

/// What an example sends.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum ExampleRequest {
    /// Records, for create, update and upsert. An update finds its record by the id in it.
    Records {
        /// For an upsert, the wire name of the field that finds the record.
        key: Option<String>,
        /// The records.
        records: Several<ExampleRecord>,
    },
    /// Ids, for retrieve, delete and undelete.
    Ids(Several<String>),
    /// A condition, for retrieve.
    Filter(String),
}

/// One of a kind, or a list, which is another request even where it holds one.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Several<T> {
    /// One.
    One(T),
    /// A list, not empty.
    List(Vec<T>),
}

impl<T> Several<T> {
    /// All of them.
    #[must_use]
    pub fn as_slice(&self) -> &[T] {
        match self {
            Self::One(one) => std::slice::from_ref(one),
            Self::List(list) => list,
        }
    }
}

/// A record in an example.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ExampleRecord {
    /// Its members, in the order of the schema.
    pub members: Vec<ExampleMember>,
}

impl ExampleRecord {
    /// The member of this wire name.
    #[must_use]
    pub fn member(&self, wire: &str) -> Option<&ExampleMember> {
        self.members.iter().find(|member| member.wire == wire)
    }
}

/// A member of a record in an example.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ExampleMember {
    /// Name on the wire.
    pub wire: String,
    /// Position in [`Described::fields`]; `None` for a field that an organization added.
    pub field: Option<usize>,
    /// Its value.
    pub value: ExampleValue,
}

/// A value in an example.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum ExampleValue {
    /// None: cleared by a request, absent in an answer.
    Nothing,
    /// The text of a scalar, as it is on the wire.
    Text(String),
    /// The texts of a list.
    List(Vec<String>),
}

/// A request that a system accepts for an entity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Operation {
    /// Adds records.
    Create,
    /// Changes records by id.
    Update,
    /// Adds or changes records by a key.
    Upsert,
    /// Reads records.
    Retrieve,
    /// Selects with the system's query language.
    Query,
    /// Removes records.
    Delete,
    /// Restores removed records.
    Undelete,
    /// Stores a file in a field.
    UploadFile,
    /// Reads a file from a field.
    DownloadFile,
}

impl Operation {
    /// Every operation with its schema spelling.
    pub const ALL: [(&'static str, Operation); 9] = [
        ("create", Operation::Create),
        ("update", Operation::Update),
        ("upsert", Operation::Upsert),
        ("retrieve", Operation::Retrieve),
        ("query", Operation::Query),
        ("delete", Operation::Delete),
        ("undelete", Operation::Undelete),
        ("upload_file", Operation::UploadFile),
        ("download_file", Operation::DownloadFile),
    ];
}
