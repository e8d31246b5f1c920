// The public API of billbind-codegen, from its sources, by `cargo xtask api`. Not compiled; do not edit.
//
// Each item stands under the shortest of its public names. Bodies and values are left out, `_` is
// private. Paths are written out: `Error` is this crate's, and another one `std::io::Error`.

// billbind_codegen::Bases
#[derive(Debug, Clone, Default)]
pub struct Bases {
    private_fields: _,
}
impl Bases {
    pub fn folder(
        self,
        name: impl Into<String>,
        path: impl Into<std::path::PathBuf>,
    ) -> Self {}
    pub fn new() -> Self {}
    pub fn texts(self, name: impl Into<String>, files: &[(&str, &str)]) -> Self {}
}

// billbind_codegen::GenerateError
#[non_exhaustive]
pub enum GenerateError {
    Schemas(Problems),
    Write(write::WriteError),
}
impl GenerateError {
    pub fn render(&self, colour: bool) -> String {}
    pub fn render_as(&self, format: diagnostics::Format) -> String {}
}
impl std::error::Error for GenerateError {}
impl std::fmt::Debug for GenerateError {}
impl std::fmt::Display for GenerateError {}

// billbind_codegen::Generator
#[derive(Debug, Clone)]
pub struct Generator {
    private_fields: _,
}
impl Generator {
    pub fn bases(self, bases: Bases) -> Self {}
    pub fn cache(self, folder: impl Into<std::path::PathBuf>) -> Self {}
    pub fn for_these_schemas_alone(self) -> Self {}
    pub fn mode(self, mode: write::Mode) -> Self {}
    pub fn new(
        schemas: impl Into<std::path::PathBuf>,
        out: impl Into<std::path::PathBuf>,
    ) -> Self {}
    pub fn run(&self) -> Result<Summary, GenerateError> {}
    pub fn system(self, name: impl Into<String>) -> Self {}
    pub fn with_editor_schemas(self) -> Self {}
}

// billbind_codegen::Problems
// also billbind_codegen::diagnostics::Problems
pub struct Problems {
    private_fields: _,
}
impl Problems {
    pub fn diagnostics(&self) -> &[diagnostics::Diagnostic] {}
    pub fn path(&self, place: diagnostics::Place) -> &str {}
    pub fn position(&self, place: diagnostics::Place) -> Option<(usize, usize)> {}
    pub fn render(&self, colour: bool) -> String {}
    pub fn render_as(&self, format: diagnostics::Format) -> String {}
}
impl std::error::Error for Problems {}
impl std::fmt::Debug for Problems {}
impl std::fmt::Display for Problems {}

// billbind_codegen::Summary
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Summary {
    pub mode: write::Mode,
    pub systems: usize,
    pub entities: usize,
    pub fields: usize,
    pub written: usize,
    pub unchanged: usize,
    pub removed: usize,
    pub changes: Vec<write::Change>,
    pub elapsed: std::time::Duration,
}
impl Summary {
    pub fn add(&mut self, written: write::Written) {}
    pub fn is_current(&self) -> bool {}
    pub fn render_stale(&self, format: diagnostics::Format, command: &str) -> String {}
}
impl std::fmt::Display for Summary {}

// billbind_codegen::diagnostics::Diagnostic
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    private_fields: _,
}
impl diagnostics::Diagnostic {
    pub fn code(&self) -> codes::Code {}
    pub fn helps(&self) -> &[String] {}
    pub fn label(&self) -> Option<&str> {}
    pub fn message(&self) -> &str {}
    pub fn place(&self) -> diagnostics::Place {}
    pub fn related(&self) -> &[diagnostics::Label] {}
}

// billbind_codegen::diagnostics::Format
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Format {
    Human { colour: bool },
    Json,
    Github,
}

// billbind_codegen::diagnostics::Label
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    private_fields: _,
}
impl diagnostics::Label {
    pub fn place(&self) -> diagnostics::Place {}
    pub fn text(&self) -> &str {}
}

// billbind_codegen::diagnostics::Place
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    private_fields: _,
}

// billbind_codegen::items_of_unknown_shape
#[doc(hidden)]
pub fn items_of_unknown_shape(system: &model::System) -> Vec<String> {}

// billbind_codegen::model::Access
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Access {
    ReadWrite,
    ReadOnly,
    WriteOnly,
    QueryOnly,
}

// billbind_codegen::model::Body
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Body {
    Described(Box<model::Described>),
    External,
    NotSelected,
}

// billbind_codegen::model::Correction
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Correction {
    pub facts: Vec<String>,
    pub reason: String,
    pub schema_file: String,
}

// billbind_codegen::model::DateForm
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DateForm {
    Compact,
    Dashed,
}

// billbind_codegen::model::DateLiteral
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub enum DateLiteral {
    Dashed,
    Compact,
    Keyword,
}

// billbind_codegen::model::DateTimeForm
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DateTimeForm {
    Zulu,
    Spaced,
}

// billbind_codegen::model::DateTimeLiteral
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub enum DateTimeLiteral {
    Zulu,
    Spaced,
    Keyword,
}

// billbind_codegen::model::Described
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Described {
    pub schema_file: String,
    pub extended_in: Vec<String>,
    pub fields: Vec<model::Field>,
    pub id_field: usize,
    pub one_of: Vec<model::OneOf>,
    pub operations: Vec<model::Operation>,
    pub examples: Vec<model::Example>,
}
impl model::Described {
    pub fn offers(&self, operation: model::Operation) -> bool {}
}

// billbind_codegen::model::Entity
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Entity {
    pub wire: String,
    pub rust_type: String,
    pub module: String,
    pub doc: Option<String>,
    pub sources: Vec<String>,
    pub body: model::Body,
}
impl model::Entity {
    pub fn described(&self) -> Option<&model::Described> {}
}

// billbind_codegen::model::EntityId
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntityId(_);

// billbind_codegen::model::EnumValue
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct EnumValue {
    pub wire: String,
    pub rust: String,
    pub doc: Option<String>,
    pub added_in: Option<String>,
}

// billbind_codegen::model::Enumeration
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Enumeration {
    pub rust_type: String,
    pub open: bool,
    pub values: Vec<model::EnumValue>,
}

// billbind_codegen::model::Example
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Example {
    pub operation: model::Operation,
    pub doc: Option<String>,
    pub sources: Vec<String>,
    pub request: model::ExampleRequest,
    pub response: Option<model::Several<model::ExampleRecord>>,
}

// billbind_codegen::model::ExampleMember
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ExampleMember {
    pub wire: String,
    pub field: Option<usize>,
    pub value: model::ExampleValue,
}

// billbind_codegen::model::ExampleRecord
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ExampleRecord {
    pub members: Vec<model::ExampleMember>,
}
impl model::ExampleRecord {
    pub fn member(&self, wire: &str) -> Option<&model::ExampleMember> {}
}

// billbind_codegen::model::ExampleRequest
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum ExampleRequest {
    Records { key: Option<String>, records: model::Several<model::ExampleRecord> },
    Ids(model::Several<String>),
    Filter(String),
}

// billbind_codegen::model::ExampleValue
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum ExampleValue {
    Nothing,
    Text(String),
    List(Vec<String>),
}

// billbind_codegen::model::Field
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Field {
    pub wire: String,
    pub rust: String,
    pub doc: Option<String>,
    pub sources: Vec<String>,
    pub inferred: Vec<String>,
    pub kind: model::Kind,
    pub access: model::Access,
    pub required: bool,
    pub nullable: bool,
    pub external_key: bool,
    pub relation: Option<String>,
    pub added_in: Option<String>,
    pub corrections: Vec<model::Correction>,
}

// billbind_codegen::model::FlagForm
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FlagForm {
    ZeroOne,
    YesNo,
    TrueFalse,
}
impl model::FlagForm {
    pub const fn words(self) -> [&'static str; 2] {}
}

// billbind_codegen::model::Issuer
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Issuer {
    Server,
    Caller,
}

// billbind_codegen::model::Kind
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Kind {
    Id { issuer: model::Issuer },
    Reference(model::EntityId),
    Text { max_length: Option<u32> },
    Integer,
    Decimal { scale: Option<u32> },
    Flag(model::FlagForm),
    Date(model::DateForm),
    DateTime(model::DateTimeForm),
    Enum(model::Enumeration),
    Secret { max_length: Option<u32> },
    File,
    Raw,
    List(Box<model::Kind>),
}

// billbind_codegen::model::LikeEscape
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub enum LikeEscape {
    None,
    Backslash,
}

// billbind_codegen::model::OneOf
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct OneOf {
    pub fields: Vec<usize>,
}

// billbind_codegen::model::Operation
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Operation {
    Create,
    Update,
    Upsert,
    Retrieve,
    Query,
    Delete,
    Undelete,
    UploadFile,
    DownloadFile,
}
impl model::Operation {
    pub const ALL: [(&'static str, model::Operation); 9] = _;
}

// billbind_codegen::model::QueryForms
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct QueryForms {
    pub date: model::DateLiteral,
    pub date_time: model::DateTimeLiteral,
    pub like_escape: model::LikeEscape,
}

// billbind_codegen::model::Several
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Several<T> {
    One(T),
    List(Vec<T>),
}
impl<T> model::Several<T> {
    pub fn as_slice(&self) -> &[T] {}
}

// billbind_codegen::model::System
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct System {
    pub name: String,
    pub rust_type: String,
    pub protocol: String,
    pub doc: Option<String>,
    pub sources: Vec<(String, String)>,
    pub wire: model::WireForms,
    pub query: model::QueryForms,
    pub lookup_by_key: bool,
    pub bases: Vec<String>,
    pub schema_file: String,
    pub entities: Vec<model::Entity>,
}
impl model::System {
    pub fn entity(&self, id: model::EntityId) -> Option<&model::Entity> {}
    pub fn entity_named(&self, wire: &str) -> Option<(model::EntityId, &model::Entity)> {}
}

// billbind_codegen::model::WireForms
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct WireForms {
    pub flag: model::FlagForm,
    pub date: model::DateForm,
    pub date_time: model::DateTimeForm,
}

// billbind_codegen::read
pub fn read(
    schemas: &std::path::Path,
    system: Option<&str>,
) -> Result<Vec<model::System>, Problems> {}

// billbind_codegen::read_base
pub fn read_base(name: &str, bases: &Bases) -> Result<model::System, Problems> {}

// billbind_codegen::read_with_bases
pub fn read_with_bases(
    schemas: &std::path::Path,
    system: Option<&str>,
    bases: &Bases,
) -> Result<Vec<model::System>, Problems> {}

// billbind_codegen::reference::editor_schemas
pub fn editor_schemas() -> Vec<write::GeneratedFile> {}

// billbind_codegen::reference::error_codes
pub fn error_codes() -> Vec<write::Section> {}

// billbind_codegen::reference::key_tables
pub fn key_tables() -> Vec<write::Section> {}

// billbind_codegen::render
pub fn render(system: &model::System) -> Vec<write::GeneratedFile> {}

// billbind_codegen::render_from_whole
#[doc(hidden)]
pub fn render_from_whole(system: &model::System) -> Vec<write::GeneratedFile> {}

// billbind_codegen::write::Change
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Change {
    pub path: std::path::PathBuf,
    pub kind: write::ChangeKind,
    pub diff: String,
}

// billbind_codegen::write::ChangeKind
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChangeKind {
    Missing,
    Stale,
    Superfluous,
}
impl std::fmt::Display for write::ChangeKind {}

// billbind_codegen::write::GeneratedFile
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GeneratedFile {
    pub path: std::path::PathBuf,
    pub contents: String,
}

// billbind_codegen::write::MARKER
pub const MARKER: &str = _;

// billbind_codegen::write::Mode
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Mode {
    Write,
    Check,
    Diff,
}

// billbind_codegen::write::NOTICE
pub const NOTICE: &str = _;

// billbind_codegen::write::Obstacle
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Obstacle {
    pub path: std::path::PathBuf,
    pub reason: write::Reason,
}
impl std::fmt::Display for write::Obstacle {}

// billbind_codegen::write::Reason
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Reason {
    HandMade,
    FolderForFile,
    FileForFolder,
    Link(std::path::PathBuf),
    NoRegularFile,
    OutsideFolder,
    Twice,
    NoSuchSystem(String),
    NoSection(String),
    NoMarker,
}
impl std::fmt::Display for write::Reason {}

// billbind_codegen::write::Section
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    pub name: String,
    pub text: String,
}

// billbind_codegen::write::WriteError
#[derive(Debug)]
#[non_exhaustive]
pub enum WriteError {
    Blocked(Vec<write::Obstacle>),
    Busy { out: std::path::PathBuf },
    Io { action: &'static str, path: std::path::PathBuf, source: std::io::Error },
}
impl std::error::Error for write::WriteError {}
impl std::fmt::Display for write::WriteError {}

// billbind_codegen::write::Written
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Written {
    pub changes: Vec<write::Change>,
    pub unchanged: usize,
}
impl write::Written {
    pub fn add(&mut self, other: Self) {}
    pub fn removed(&self) -> usize {}
    pub fn written(&self) -> usize {}
}

// billbind_codegen::write::write
pub fn write(
    files: &[write::GeneratedFile],
    out: &std::path::Path,
    owned: &[&str],
    mode: write::Mode,
) -> Result<write::Written, write::WriteError> {}

// billbind_codegen::write::write_beside
pub fn write_beside(
    files: &[write::GeneratedFile],
    folder: &std::path::Path,
    mode: write::Mode,
) -> Result<write::Written, write::WriteError> {}

// billbind_codegen::write::write_sections
pub fn write_sections(
    page: &std::path::Path,
    sections: &[write::Section],
    mode: write::Mode,
) -> Result<write::Written, write::WriteError> {}

// billbind_codegen::diagnostics::Code
// from codes::Code

// Implementations for types of other crates and of macros
impl Code {
    pub fn explain(self) -> String {}
    pub fn find(number: &str) -> Result<Self, Option<&'static str>> {}
}

// What macros make: the macros and their calls

// in diagnostics::codes
macro_rules! codes {
    ($($variant:ident $id:literal $title:literal,)*) => {
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive] pub enum Code { $($variant,)* } impl Code { pub const ALL :
        &'static [Code] = & [$(Code::$variant,)*]; #[must_use] pub const fn id(self) ->
        &'static str { match self { $(Code::$variant => $id,)* } } #[must_use] pub const
        fn title(self) -> &'static str { match self { $(Code::$variant => $title,)* } }
        #[must_use] pub const fn explanation(self) -> &'static str { match self {
        $(Code::$variant => include_str!(concat!("explanations/", $id, ".md")),)* } } }
    };
}
codes! {
    SchemasFolder "BB0001" "The schemas folder cannot be read" ,
    NoSystem "BB0002" "The schemas folder holds no system" ,
    UnknownSystem "BB0003" "No system has this name" ,
    MissingSystemFile "BB0004" "A system without system.yaml" ,
    FileEnding "BB0005" "A schema whose name does not end in .yaml" ,
    UnreadableFile "BB0006" "A file or folder that cannot be read" ,
    FileName "BB0007" "A file or folder that is not named after what it describes" ,
    FileTooLarge "BB0008" "A file beyond the size limit" ,
    StrayFile "BB0009" "A schema in the wrong folder" ,
    Syntax "BB0101" "Not valid YAML" ,
    NotUtf8 "BB0102" "A file that is not UTF-8" ,
    ByteOrderMark "BB0103" "A byte order mark" ,
    Tab "BB0104" "A tab where YAML wants spaces" ,
    EmptyFile "BB0105" "A file without content" ,
    Anchor "BB0106" "An anchor or alias" ,
    Tag "BB0107" "A YAML tag" ,
    SecondDocument "BB0108" "More than one document in a file" ,
    TooDeep "BB0109" "Nesting beyond the limit" ,
    MergeKey "BB0110" "A merge key" ,
    DuplicateKey "BB0111" "A key that is given twice" ,
    KeyNotText "BB0112" "A key that is not a text" ,
    UnknownKey "BB0201" "A key that the schema language does not have" ,
    MissingKey "BB0202" "A required key is missing" ,
    WrongShape "BB0203" "A value of the wrong shape" ,
    NotTrueOrFalse "BB0204" "Neither true nor false" ,
    UnknownWord "BB0205" "A word that is not one of the choices" ,
    Repeated "BB0206" "A list that names something twice" ,
    BadRustName "BB0301" "A Rust name that cannot be used" ,
    ReservedName "BB0302" "A name that the bindings use themselves" ,
    NameCollision "BB0303" "Two things with one Rust name" ,
    NoRustName "BB0304" "No Rust name can be derived" ,
    BadWireName "BB0305" "A wire name that cannot be one" ,
    DuplicateEntity "BB0306" "An entity that two files describe" ,
    ExternalDescribed "BB0307" "An external entity that a file describes" ,
    BadType "BB0401" "A type that is not written correctly" ,
    UnknownType "BB0402" "A type that the schema language does not have" ,
    UnknownTarget "BB0403" "A reference to an entity that is not known" ,
    KeyNotForType "BB0404" "A key that does not fit the field's type" ,
    WireForm "BB0405" "A wire form that the type does not have" ,
    EnumWithoutValues "BB0406" "An enum without values" ,
    Contradiction "BB0407" "Facts that contradict each other" ,
    IdField "BB0408" "Not exactly one id field" ,
    RelationCollision "BB0409" "Two relations with one name" ,
    TooMany "BB0410" "More of something than an entity can have" ,
    UnknownSource "BB0501" "A source key that system.yaml does not list" ,
    UnknownOperation "BB0502" "An operation that no system has" ,
    OperationNotOffered "BB0503" "An operation that this system does not have" ,
    UnknownField "BB0504" "A field that does not exist" ,
    BadRule "BB0505" "A rule that cannot hold" ,
    BadExample "BB0506" "An example that cannot be right" ,
    UnknownBase "BB0601" "Schemas to extend that are not there" ,
    ExtendsItself "BB0602" "Schemas that extend themselves" ,
    ExtendsUnknown "BB0603" "An extension of an entity that the base does not have" ,
    AddedTwice "BB0604" "An addition that is there already" ,
    OverrideOfNothing "BB0605" "An override of something that is not there" ,
    OverrideWithoutReason "BB0606" "An override without a reason" ,
    UnusedOverride "BB0607" "An override that changes nothing" ,
}
